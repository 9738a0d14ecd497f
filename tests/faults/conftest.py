"""The report of the faults, and what they are created in."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from tests.support.fault_report import Report, reporting
from tests.support.production import has_postgresql, new_cluster, new_file, new_folder


@pytest.fixture(scope="session")
def report() -> Iterator[Report]:
    with reporting() as report:
        yield report


@pytest.fixture
def folder() -> Iterator[Path]:
    with new_folder() as folder:
        yield folder


@pytest.fixture
def cluster() -> Iterator[Any]:
    if not has_postgresql:
        pytest.skip("PostgreSQL's own programs aren't installed here.")
    with new_cluster() as cluster:
        yield cluster


@pytest.fixture
def sqlite_url(folder: Path) -> str:
    return new_file(folder)
