"""A full database is migrated to the release before, and forward again. It takes minutes, so `make test-migrations` runs it."""

import json
import os
from pathlib import Path

import pytest

from tests.support.production import Cluster, run_module

ROWS = int(os.environ.get("MIGRATED_ROWS", "0"))
pytestmark = pytest.mark.skipif(not ROWS, reason="make test-migrations runs it.")


def check_migrations(url: str) -> None:
    result = json.loads(run_module("tests.support.previous_release", url, str(ROWS)))
    assert result.pop("rows") >= ROWS
    # No row is lost on the way, and each public one is served at once; back there, each value is what it was.
    assert result == {"changed": [], "lost": [], "not served": []}


def test_sqlite_is_migrated_back_and_forth(sqlite_url: str, folder: Path) -> None:
    check_migrations(sqlite_url)


def test_postgresql_is_migrated_back_and_forth(cluster: Cluster) -> None:
    check_migrations(cluster.url)
