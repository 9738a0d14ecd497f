"""The report of the faults, and what they are created in."""

import os
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from tests.support.fault_report import Report
from tests.support.production import has_postgresql, new_cluster, new_file, new_folder


@pytest.fixture(scope="session")
def report() -> Iterator[Report]:
    """Written to the file that FAULTS_REPORT names, if it does."""
    report = Report()
    yield report
    if os.environ.get("FAULTS_REPORT"):
        report.write(Path(os.environ["FAULTS_REPORT"]))


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
