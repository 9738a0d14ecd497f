"""Which version of the code is running: what was made by another one is made again."""

from functools import cache
from hashlib import sha256
from pathlib import Path

from django.conf import settings

PACKAGES = ("talentwatch", "people", "events")


@cache
def code_fingerprint() -> str:
    """The same for the same Python code and pinned dependencies: no number that somebody forgets to raise."""
    root = Path(settings.ROOT)
    code = sorted(path for package in PACKAGES for path in (root / package).rglob("*.py"))
    content = b"\0".join(path.read_bytes() for path in (*code, root / "requirements.txt"))
    return sha256(content).hexdigest()[:12]
