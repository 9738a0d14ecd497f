"""Downloads: everything public as files, built when it has changed and kept in DOWNLOADS_DIR.

Each database has a directory there, and each build one within it, which is complete as soon as it has its name. Readers get
the latest build while a newer one is made.
"""

import fcntl
import json
import logging
import shutil
import time
import zipfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import asdict, dataclass
from datetime import UTC, datetime
from hashlib import file_digest, sha256
from pathlib import Path
from tempfile import mkdtemp
from threading import Thread
from typing import Any

from django.conf import settings
from django.db import connection, connections

from talentwatch.changefeed.data_version import current_version
from talentwatch.changefeed.models import Action, Change
from talentwatch.exchange.datapackage import DESCRIPTOR, NAME, consistent_read, write_package
from talentwatch.exchange.derived_files import write_parquet, write_sqlite, write_zip

MANIFEST, LOCK, FAILURE, CHECKSUMS = "build.json", ".lock", ".failed", "SHA256SUMS"
UNFINISHED = ".unfinished-"
KEPT_BUILDS = 2  # the latest, and the one before for those who still read it
RETRY_AFTER_FAILURE = 60  # seconds
PACKAGE, SQLITE, PARQUET, TABLE, TEXT = (
    "application/zip",
    "application/vnd.sqlite3",
    "application/zip",
    "application/vnd.apache.parquet",
    "text/plain; charset=utf-8",
)
logger = logging.getLogger(__name__)


@dataclass(frozen=True)
class DownloadFile:
    """One file of a build: `description` is that of its table, and `rows` is None for the checksums."""

    name: str
    media_type: str
    size: int
    sha256: str
    rows: int | None
    description: str = ""


@dataclass(frozen=True)
class Build:
    """The files that show what was public after the change `seq`, made at `built_at`."""

    directory: Path
    version: str
    seq: int
    changed_at: datetime | None
    built_at: datetime
    tables: dict[str, int]  # the rows of each
    files: tuple[DownloadFile, ...]

    def file(self, name: str) -> DownloadFile | None:
        return next((file for file in self.files if file.name == name), None)


def home() -> Path:
    """The directory of this database: files of another one must never be shown."""
    database = connection.settings_dict
    key = " ".join(str(database[name]) for name in ("ENGINE", "HOST", "PORT", "NAME"))
    return Path(settings.DOWNLOADS_DIR) / sha256(key.encode()).hexdigest()[:12]


def latest_build() -> Build | None:
    for directory in sorted(home().glob("[0-9]*"), reverse=True):
        try:
            return read_build(directory)
        except (OSError, ValueError, KeyError, TypeError):
            # It was removed just now, or isn't ours.
            continue
    return None


def read_build(directory: Path) -> Build:
    values = json.loads((directory / MANIFEST).read_text(encoding="utf-8"))
    return Build(
        directory=directory,
        version=values["version"],
        seq=values["seq"],
        changed_at=datetime.fromisoformat(values["changed_at"]) if values["changed_at"] else None,
        built_at=datetime.fromisoformat(values["built_at"]),
        tables=values["tables"],
        files=tuple(DownloadFile(**file) for file in values["files"]),
    )


def current_build() -> Build | None:
    """The build to show, after asking for a newer one if there were changes; None if there is nothing to show yet.

    An older build isn't shown after a withdrawal, or after a backup was restored: it would show what isn't public any more.
    """
    build, version = latest_build(), current_version()
    if build and build.version == str(version):
        return build
    request_build()
    if not build or build.seq > version.seq:
        return None
    withdrawn = Change.objects.filter(seq__gt=build.seq, action=Action.WITHDRAWN)
    return None if withdrawn.exists() else build


def request_build() -> None:
    """Build in the background, unless only the command may, or the last attempt failed just now."""
    try:
        failed_at = (home() / FAILURE).stat().st_mtime
    except FileNotFoundError:
        failed_at = 0
    if settings.DOWNLOADS_ON_REQUEST and time.time() - failed_at > RETRY_AFTER_FAILURE:
        Thread(target=_build_in_background, name="downloads", daemon=True).start()


def _build_in_background() -> None:
    try:
        build_downloads(wait=False)
    except Exception:
        logger.exception("The downloads could not be built.")
    finally:
        connections.close_all()


def build_downloads(*, wait: bool = True) -> Build | None:
    """The build of what is public now, made if need be; None if another process is making one and `wait` is false."""
    with lock_builds(wait=wait) as is_ours:
        if not is_ours:
            return None
        build = latest_build()
        if build and build.version == str(current_version()):
            return build
        try:
            build = write_build()
        except BaseException:
            (home() / FAILURE).touch()
            raise
        (home() / FAILURE).unlink(missing_ok=True)
        return build


@contextmanager
def lock_builds(*, wait: bool) -> Iterator[bool]:
    """One build at a time, of all threads and processes."""
    home().mkdir(parents=True, exist_ok=True)
    with (home() / LOCK).open("w") as file:
        try:
            fcntl.flock(file, fcntl.LOCK_EX | (0 if wait else fcntl.LOCK_NB))
        except BlockingIOError:
            yield False
            return
        # Closing the file releases it.
        yield True


def write_build() -> Build:
    """Write all files into a new directory and give it its name; remove what is older or unfinished."""
    for unfinished in home().glob(f"{UNFINISHED}*"):
        shutil.rmtree(unfinished, ignore_errors=True)
    folder = Path(mkdtemp(prefix=UNFINISHED, dir=home()))
    package_folder = folder / "package"
    package_folder.mkdir()
    with consistent_read():
        version = current_version()
        package, tables = write_package(package_folder)
    total = sum(tables.values())
    csv_files = [package_folder / DESCRIPTOR, *(package_folder / f"{name}.csv" for name in tables)]
    write_zip(folder / f"{NAME}-csv.zip", csv_files)
    write_sqlite(package, package_folder, folder / f"{NAME}.sqlite3")
    parquet_files = write_parquet(package, package_folder, folder)
    # They are compressed already.
    write_zip(folder / f"{NAME}-parquet.zip", parquet_files, zipfile.ZIP_STORED)
    shutil.rmtree(package_folder)
    files = [
        describe_file(folder / f"{NAME}-csv.zip", PACKAGE, total),
        describe_file(folder / f"{NAME}.sqlite3", SQLITE, total),
        describe_file(folder / f"{NAME}-parquet.zip", PARQUET, total),
        *(
            describe_file(file, TABLE, tables[resource["name"]], resource["description"])
            for file, resource in zip(parquet_files, package["resources"], strict=True)
        ),
    ]
    checksums = "".join(f"{file.sha256}  {file.name}\n" for file in files)
    (folder / CHECKSUMS).write_text(checksums, encoding="ascii")
    files.append(describe_file(folder / CHECKSUMS, TEXT, None))
    built_at = datetime.now(UTC)
    manifest: dict[str, Any] = {
        "version": str(version),
        "seq": version.seq,
        "changed_at": version.at.isoformat() if version.at else None,
        "built_at": built_at.isoformat(),
        "tables": tables,
        "files": [asdict(file) for file in files],
    }
    (folder / MANIFEST).write_text(json.dumps(manifest, indent=2), encoding="utf-8")
    # mkdtemp lets nobody else in, but whoever serves the files may be another user.
    folder.chmod(0o755)
    target = folder.rename(home() / f"{built_at:%Y%m%dT%H%M%S%f}")
    for older in sorted(home().glob("[0-9]*"), reverse=True)[KEPT_BUILDS:]:
        shutil.rmtree(older, ignore_errors=True)
    return read_build(target)


def describe_file(path: Path, media_type: str, rows: int | None, description: str = "") -> DownloadFile:
    with path.open("rb") as file:
        digest = file_digest(file, "sha256").hexdigest()
    return DownloadFile(path.name, media_type, path.stat().st_size, digest, rows, description)
