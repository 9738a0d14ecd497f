"""Test databases start as copies of a migrated one: to run every migration takes ten seconds, to copy takes none.

The migrated database is kept until a migration, a requirement or Python changes. Django's migrate still runs on each copy,
so permissions and content types are always those of the code.
"""

import fcntl
import shutil
import sqlite3
import sys
from collections.abc import Iterator
from contextlib import closing, contextmanager
from hashlib import sha256
from pathlib import Path
from tempfile import TemporaryDirectory

from django.apps import apps
from django.conf import settings
from django.contrib.contenttypes.models import ContentType
from django.core.management import call_command
from django.db import connection

FOLDER = settings.ROOT / ".migrated"
IN_MEMORY = "file:test?mode=memory&cache=shared"


@contextmanager
def copy_migrated() -> Iterator[None]:
    """Inside it, Django creates its test database from the migrated one."""
    if connection.vendor == "sqlite":
        connection.settings_dict["TEST"]["NAME"] = IN_MEMORY
        # A database in memory exists as long as a connection to it is open.
        with closing(sqlite3.connect(IN_MEMORY, uri=True)) as copy:
            with closing(sqlite3.connect(_migrated_file())) as migrated:
                migrated.backup(copy)
            yield
    else:
        connection.settings_dict["TEST"]["TEMPLATE"] = _migrated_database()
        yield


def _migrated_file() -> Path:
    file = FOLDER / f"{_key()}.sqlite3"
    with locked():
        if not file.exists():
            for older in FOLDER.glob("*.sqlite3"):
                older.unlink()
            unfinished = FOLDER / "unfinished"
            unfinished.unlink(missing_ok=True)
            _migrate(str(unfinished))
            unfinished.rename(file)
    return file


def _migrated_database() -> str:
    prefix = f"migrated_{connection.settings_dict['NAME']}_"
    name = f"{prefix}{_key()}"
    with locked(), connection._nodb_cursor() as cursor:
        cursor.execute("SELECT datname FROM pg_database WHERE starts_with(datname, %s)", [prefix])
        present = {row[0] for row in cursor.fetchall()}
        if name not in present:
            for older in present:
                cursor.execute(f'DROP DATABASE "{older}"')
            unfinished = f"{prefix}unfinished"
            cursor.execute(f'CREATE DATABASE "{unfinished}"')
            _migrate(unfinished)
            cursor.execute(f'ALTER DATABASE "{unfinished}" RENAME TO "{name}"')
    return name


def _migrate(name: str) -> None:
    with connected_to(name):
        call_command("migrate", verbosity=0)


@contextmanager
def connected_to(name: str) -> Iterator[None]:
    """Inside it, another database is used."""
    configured = connection.settings_dict["NAME"]
    connection.settings_dict["NAME"] = name
    # After the name has changed: Django never closes a connection to a database in memory.
    connection.close()
    ContentType.objects.clear_cache()
    try:
        yield
    finally:
        connection.close()
        connection.settings_dict["NAME"] = configured
        ContentType.objects.clear_cache()


@contextmanager
def new_database(name: str, copy_of: str = "") -> Iterator[str]:
    """An empty database, or the copy of another one, which nobody may use meanwhile; its name for connected_to()."""
    if connection.vendor == "sqlite":
        with TemporaryDirectory() as folder:
            file = Path(folder) / name
            if copy_of:
                shutil.copyfile(copy_of, file)
            yield str(file)
        return
    name = f"{connection.settings_dict['NAME']}_{name}"
    template = f'TEMPLATE "{copy_of}"' if copy_of else ""
    with connection._nodb_cursor() as cursor:
        cursor.execute(f'DROP DATABASE IF EXISTS "{name}"')
        cursor.execute(f'CREATE DATABASE "{name}" {template}')
        try:
            yield name
        finally:
            cursor.execute(f'DROP DATABASE "{name}"')


def _key() -> str:
    """The same for the same migrations, requirements and Python."""
    migrations = sorted(path for app in apps.get_app_configs() for path in Path(app.path).glob("migrations/*.py"))
    contents = [path.read_bytes() for path in (settings.ROOT / "requirements.txt", *migrations)]
    return sha256(b"\0".join([sys.version.encode(), *contents])).hexdigest()[:16]


@contextmanager
def locked(name: str = "lock") -> Iterator[None]:
    """Workers that want the same wait for the one that makes it."""
    FOLDER.mkdir(exist_ok=True)
    with (FOLDER / name).open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        yield
