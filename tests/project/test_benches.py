"""The benches that fill a database by SQL run: a new column without a default would stop them unseen."""

import os
import subprocess
import sys
from pathlib import Path

import pytest
from django.conf import settings
from django.db import connection

BENCH = Path(settings.ROOT) / "bench"


@pytest.mark.skipif(connection.vendor != "postgresql", reason="These benches ask PostgreSQL.")
@pytest.mark.parametrize(
    "arguments",
    [
        ["flows.py", "400", "1"],
        ["files.py", "10", "--lists", "employments", "moves", "claims", "--formats", "csv"],
        ["downloads.py", "10"],
        ["growth.py", "--sizes", "200", "--rounds", "1", "--only", "employments: a page"],
    ],
    ids=lambda arguments: arguments[0],
)
def test_a_bench_runs(arguments):
    done = subprocess.run(
        [sys.executable, BENCH / arguments[0], *arguments[1:]],
        env={**os.environ, "POSTGRES_URL": os.environ["DATABASE_URL"]},
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stderr
