"""What an editor uploaded, kept between the preview and its confirmation; and how far an import has come meanwhile."""

import time
from contextlib import suppress
from pathlib import Path
from tempfile import NamedTemporaryFile, gettempdir
from typing import Any
from uuid import uuid4

from django.core import signing
from import_export.tmp_storages import TempFolderStorage

PREFIX = "talentwatch-import-"
KEPT_SECONDS = 3600  # seconds
SALT = "talentwatch.exchange.upload"


class Upload(TempFolderStorage):
    """A file in the directory for temporary files, which all processes of the server share, readable by it alone."""

    name: str | None

    def _open(self, mode: str = "r") -> Any:
        if self.name:
            return super()._open(mode)
        file = NamedTemporaryFile(prefix=PREFIX, delete=False)  # noqa: SIM115 the caller closes it
        self.name = Path(file.name).name
        return file


def keep(data: bytes) -> str:
    """Store an upload, and clear away the old ones that nobody confirmed. Returns its name."""
    for path in Path(gettempdir()).glob(f"{PREFIX}*"):
        with suppress(OSError):  # another process was faster, or the file is another user's
            if path.stat().st_mtime < time.time() - KEPT_SECONDS:
                path.unlink()
    upload = Upload(read_mode="rb")
    upload.save(data)
    return str(upload.name)


def fetch(name: str) -> bytes | None:
    """A stored upload; None where it is gone."""
    try:
        return bytes(Upload(name=name, read_mode="rb").read())
    except FileNotFoundError:
        return None


def forget(name: str) -> None:
    Path(gettempdir(), name).unlink(missing_ok=True)


def signed(user: Any, shown: dict[str, Any]) -> str:
    """What an editor was shown, so that nobody else can confirm it, nor anything else be confirmed."""
    return signing.dumps({**shown, "user": user.pk}, salt=SALT)


def unsigned(user: Any, seal: str) -> dict[str, Any] | None:
    """What was sealed for this editor in the last hour; None for anything else."""
    try:
        shown: dict[str, Any] = signing.loads(seal, salt=SALT, max_age=KEPT_SECONDS)
    except signing.BadSignature:
        return None
    return shown if shown["user"] == user.pk else None


class Progress:
    """How far an import of one editor has come, for the page that waits for it."""

    STEP = 20  # records between two notes

    def __init__(self, user: Any, key: str) -> None:
        is_ours = len(key) == 32 and key.isalnum() and key.isascii()  # noqa: PLR2004 of a UUID in hexadecimal
        self.path = Path(gettempdir(), f"{PREFIX}{user.pk}-{key}") if is_ours else None

    @staticmethod
    def new_key() -> str:
        return uuid4().hex

    def __call__(self, done: int, of: int) -> None:
        if self.path and (done % self.STEP == 0 or done == of):
            self.path.write_text(f"{done} {of}", encoding="ascii")

    def seen(self) -> tuple[int, int]:
        """How many records are done, of how many; noughts before the first."""
        try:
            done, of = self.path.read_text(encoding="ascii").split() if self.path else ("0", "0")
        except (FileNotFoundError, ValueError):  # not begun, or just being written
            return 0, 0
        return int(done), int(of)

    def close(self) -> None:
        if self.path:
            self.path.unlink(missing_ok=True)
