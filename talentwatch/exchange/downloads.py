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
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager, suppress
from dataclasses import asdict, dataclass
from datetime import UTC, datetime
from functools import partial
from hashlib import file_digest, sha256
from pathlib import Path
from tempfile import TemporaryDirectory, mkdtemp
from threading import Thread
from typing import Any

from django.conf import settings
from django.db import connection, connections

from talentwatch.changefeed.data_version import DataVersion, current_version
from talentwatch.changefeed.models import Action, Change
from talentwatch.exchange.datapackage import ABOUT, DESCRIPTOR, NAME, PackageSource, consistent_read, write_package
from talentwatch.exchange.derived_files import write_parquet, write_sqlite, write_zip

MANIFEST, LOCK, FAILURE, CHECKSUMS = "build.json", ".lock", ".failed", "SHA256SUMS"
UNFINISHED = ".unfinished-"
KEPT_BUILDS = 2  # the latest, and the one before for those who still read it
RETRY_AFTER_FAILURE = 60  # seconds
PACKAGE, LINES, SQLITE, PARQUET, TABLE, TEXT = (
    "application/zip",
    "application/zip",
    "application/vnd.sqlite3",
    "application/zip",
    "application/vnd.apache.parquet",
    "text/plain; charset=utf-8",
)
logger = logging.getLogger(__name__)
_also_built: list[Callable[[], None]] = []
_failures: dict[Path, float] = {}  # when a build failed in this process, by the directory of the database


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


def latest_build(place: Path | None = None) -> Build | None:
    """The latest complete build in a directory: by default, that of what is public now."""
    for directory in sorted((place or home()).glob("[0-9]*"), reverse=True):
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

    An older build isn't shown after a withdrawal or an erasure, or after a backup was restored: it would show what isn't public any more.
    """
    build, version = latest_build(), current_version()
    if build and build.version == str(version):
        return build
    request_build()
    if not build or build.seq > version.seq:
        return None
    withdrawn = Change.objects.filter(seq__gt=build.seq, action__in=[Action.WITHDRAWN, Action.ERASED])
    return None if withdrawn.exists() else build


def request_build(build: Callable[[], Any] | None = None) -> None:
    """Build in the background, unless only the command may, or the last attempt failed just now."""
    failed_at = _failures.get(home(), 0.0)
    # Without a failure there is no file; and a directory that can't be read fails, and is logged, in the background.
    with suppress(OSError):
        failed_at = max(failed_at, (home() / FAILURE).stat().st_mtime)
    if settings.DOWNLOADS_ON_REQUEST and time.time() - failed_at > RETRY_AFTER_FAILURE:
        Thread(target=partial(_build_in_background, build), name="downloads", daemon=True).start()


def _build_in_background(build: Callable[[], Any] | None) -> None:
    try:
        (build or partial(build_downloads, wait=False))()
    except Exception:
        logger.exception("The downloads could not be built.")
        note_failure()
    finally:
        connections.close_all()


def note_failure() -> None:
    """For all processes, or, where even this can't be written, for this one."""
    _failures[home()] = time.time()
    with suppress(OSError):
        (home() / FAILURE).touch()


def also_build(build: Callable[[], None]) -> None:
    """manage.py build_downloads calls this too: for files of packages above."""
    _also_built.append(build)


def build_others() -> None:
    for build in _also_built:
        build()


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
            note_failure()
            raise
        (home() / FAILURE).unlink(missing_ok=True)
        _failures.pop(home(), None)
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
    written = write_files(folder, NAME, PackageSource.current())
    version = written.version
    return finish_build(folder, written, version=str(version), seq=version.seq, changed_at=version.at)


def finish_build(
    folder: Path, written: "WrittenPackage", *, version: str, seq: int, changed_at: datetime | None
) -> Build:
    """Give the finished directory its name beside the other builds, and remove what is older."""
    built_at = datetime.now(UTC)
    manifest: dict[str, Any] = {
        "version": version,
        "seq": seq,
        "changed_at": changed_at.isoformat() if changed_at else None,
        "built_at": built_at.isoformat(),
        "tables": written.tables,
        "files": [asdict(file) for file in written.files],
    }
    (folder / MANIFEST).write_text(json.dumps(manifest, indent=2), encoding="utf-8")
    # mkdtemp lets nobody else in, but the server of the files may run as another user.
    folder.chmod(0o755)
    target = folder.rename(folder.parent / f"{built_at:%Y%m%dT%H%M%S%f}")
    for older in sorted(folder.parent.glob("[0-9]*"), reverse=True)[KEPT_BUILDS:]:
        shutil.rmtree(older, ignore_errors=True)
    return read_build(target)


@dataclass(frozen=True)
class WrittenPackage:
    """A package in every form: its descriptor, the rows of each table, and the version of the data that were read."""

    package: dict[str, Any]
    tables: dict[str, int]
    files: list[DownloadFile]
    version: DataVersion


def write_files(folder: Path, name: str, source: PackageSource, about: Mapping[str, Any] = ABOUT) -> WrittenPackage:
    """Write every form of a package into a directory; their names begin with `name`."""
    with TemporaryDirectory(dir=folder) as temporary:
        package_folder, lines_folder = Path(temporary) / "package", Path(temporary) / "lines"
        package_folder.mkdir()
        lines_folder.mkdir()
        with consistent_read():
            version = current_version()
            package, tables = write_package(package_folder, source, about, lines_folder)
        csv_files = [package_folder / DESCRIPTOR, *(package_folder / f"{table}.csv" for table in tables)]
        write_zip(folder / f"{name}-csv.zip", csv_files)
        lines_files = [lines_folder / f"{layout.name}.ndjson" for layout in source.layouts]
        write_zip(folder / f"{name}-ndjson.zip", lines_files)
        write_sqlite(package, package_folder, folder / f"{name}.sqlite3")
        parquet_files = write_parquet(package, package_folder, folder)
    # They are compressed already.
    write_zip(folder / f"{name}-parquet.zip", parquet_files, zipfile.ZIP_STORED)
    total, records = sum(tables.values()), sum(tables[layout.name] for layout in source.layouts)
    files = [
        describe_file(folder / f"{name}-csv.zip", PACKAGE, total),
        describe_file(folder / f"{name}-ndjson.zip", LINES, records),
        describe_file(folder / f"{name}.sqlite3", SQLITE, total),
        describe_file(folder / f"{name}-parquet.zip", PARQUET, total),
        *(
            describe_file(file, TABLE, tables[resource["name"]], resource["description"])
            for file, resource in zip(parquet_files, package["resources"], strict=True)
        ),
    ]
    checksums = "".join(f"{file.sha256}  {file.name}\n" for file in files)
    (folder / CHECKSUMS).write_text(checksums, encoding="ascii")
    return WrittenPackage(package, tables, [*files, describe_file(folder / CHECKSUMS, TEXT, None)], version)


def describe_file(path: Path, media_type: str, rows: int | None, description: str = "") -> DownloadFile:
    with path.open("rb") as file:
        digest = file_digest(file, "sha256").hexdigest()
    return DownloadFile(path.name, media_type, path.stat().st_size, digest, rows, description)
