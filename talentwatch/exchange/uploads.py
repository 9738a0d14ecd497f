"""Uploads kept between an import's preview and its confirmation, and the progress of an import."""

import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Any
from uuid import uuid4

from django.core import signing
from django.core.files.uploadhandler import TemporaryFileUploadHandler
from django.db import connection
from django.http import HttpRequest
from django.utils.crypto import salted_hmac

from talentwatch.exchange.limits import MAX_BYTES

PREFIX = "talentwatch-import-"
MAX_AGE = 3600  # seconds
MAX_UPLOADS = 5  # of one user; each takes the place of the oldest
SALT = "talentwatch.exchange.upload"


class LimitedUploadHandler(TemporaryFileUploadHandler):
    """Stores no more of an upload than an import accepts, and still counts it, so that the form can say how large it was."""

    def receive_data_chunk(self, raw_data: bytes, start: int) -> None:
        if start <= MAX_BYTES:
            super().receive_data_chunk(raw_data, start)


def upload_path(name: str) -> Path:
    """Where an upload is kept: in the directory for temporary files, which all processes of a server share."""
    return Path(tempfile.gettempdir(), name)


def site_prefix() -> str:
    """What the names of all files of this site begin with: another one on this machine has its own."""
    database = "{HOST} {PORT} {NAME}".format(**connection.settings_dict)
    return f"{PREFIX}{salted_hmac(SALT, database).hexdigest()[:12]}-"


def store_upload(user: Any, data: bytes) -> str:
    """Keep an upload, readable by the server alone, and remove old ones that nobody confirmed. Returns its name."""
    expired = time.time() - MAX_AGE
    for path in upload_path("").glob(f"{PREFIX}*"):
        # Another process may have removed it first, or it belongs to another user.
        with suppress(OSError):
            if path.stat().st_mtime < expired:
                path.unlink()
    # The names sort by time.
    prefix = f"{site_prefix()}{user.pk}-kept-"
    for path in sorted(upload_path("").glob(f"{prefix}*"))[: 1 - MAX_UPLOADS]:
        path.unlink(missing_ok=True)
    with tempfile.NamedTemporaryFile(prefix=f"{prefix}{time.time_ns()}-", delete=False) as file:
        file.write(data)
    return Path(file.name).name


def load_upload(name: str) -> bytes | None:
    """A stored upload; None if it was removed."""
    try:
        return upload_path(name).read_bytes()
    except FileNotFoundError:
        return None


def delete_upload(name: str) -> None:
    upload_path(name).unlink(missing_ok=True)


def delete_uploads() -> None:
    """All of this site."""
    for path in upload_path("").glob(f"{site_prefix()}*"):
        with suppress(OSError):
            path.unlink()


def sign(user: Any, preview: dict[str, Any]) -> str:
    """Sign what this user saw in a preview, so that only this user can confirm it, and only this."""
    return signing.dumps({**preview, "user": user.pk}, salt=SALT)


def unsign(user: Any, token: str) -> dict[str, Any] | None:
    """What was signed for this user in the last hour; None for anything else."""
    try:
        preview: dict[str, Any] = signing.loads(token, salt=SALT, max_age=MAX_AGE)
    except signing.BadSignature:
        return None
    return preview if preview["user"] == user.pk else None


class Progress:
    """How many records an import has handled, for the page that waits for it."""

    STEP = 20  # records between two updates

    def __init__(self, user: Any, key: str) -> None:
        is_valid = len(key) == 32 and key.isalnum() and key.isascii()  # noqa: PLR2004 a UUID in hexadecimal
        self.path = upload_path(f"{site_prefix()}{user.pk}-{key}") if is_valid else None

    @staticmethod
    def new_key() -> str:
        return uuid4().hex

    def update(self, done: int, total: int) -> None:
        if self.path and (done % self.STEP == 0 or done == total):
            self.path.write_text(f"{done} {total}", encoding="ascii")

    def read(self) -> tuple[int, int]:
        """How many records are done, and how many there are; zeros before the first update."""
        try:
            done, total = self.path.read_text(encoding="ascii").split() if self.path else ("0", "0")
        # It hasn't begun, or is being written at this moment.
        except (FileNotFoundError, ValueError):
            return 0, 0
        return int(done), int(total)

    def close(self) -> None:
        if self.path:
            self.path.unlink(missing_ok=True)


@contextmanager
def counted(request: HttpRequest) -> Iterator[Callable[[int, int], None]]:
    """The progress of an import within a request, as its page asks for it."""
    progress = Progress(request.user, request.POST.get("progress_key", ""))
    try:
        yield progress.update
    finally:
        progress.close()
