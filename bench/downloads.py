"""The cost of building the downloads of /data/: time, memory, queries and sizes, by the number of employments.

    python bench/downloads.py [ROWS ...] [--template NAME]

Uses the database of bench/files.py (a new one on the PostgreSQL at POSTGRES_URL, dropped at the end): each employment has a
person, a claim and a move. A separate process builds, so that Linux reports its peak memory.
"""

import argparse
import json
import os
import subprocess
import sys
import tempfile
import time

from files import database, fill, peak_memory, set_up


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("rows", nargs="*", type=int, default=[1_000, 10_000, 100_000])
    parser.add_argument("--template", default="template1", help="a migrated database to copy, which saves ten seconds")
    options = parser.parse_args()
    print(
        f"{'employments':>11}{'rows':>9}{'s':>7}{'own s':>7}{'queries':>9}{'MB before':>11}{'MB most':>9}"
        f"{'MB zip':>8}{'sqlite':>8}{'parquet':>9}"
    )
    with database(options.template) as address:
        for rows in sorted(options.rows):
            fill(rows)
            output = subprocess.run(  # noqa: S603 runs this file
                [sys.executable, __file__, "build", address], check=True, stdout=subprocess.PIPE, text=True
            ).stdout
            result = json.loads(output)
            print(
                f"{rows:>11}{result['rows']:>9}{result['seconds']:>7.1f}{result['own']:>7.1f}{result['queries']:>9}"
                f"{result['before']:>11.1f}{result['most']:>9.1f}"
                f"{result['csv'] / 1e6:>8.1f}{result['sqlite'] / 1e6:>8.1f}{result['parquet'] / 1e6:>9.1f}",
                flush=True,
            )


def build() -> None:
    """Build into a temporary directory and print what it took."""
    from django.db import connection

    from talentwatch.exchange.downloads import build_downloads

    queries = 0

    def count(execute, *arguments):
        nonlocal queries
        queries += 1
        return execute(*arguments)

    before, start, worked = peak_memory(), time.perf_counter(), time.process_time()
    with connection.execute_wrapper(count):
        made = build_downloads()
    sizes = {file.name: file.size for file in made.files}
    result = {
        "seconds": time.perf_counter() - start,
        "own": time.process_time() - worked,
        "queries": queries,
        "rows": sum(made.tables.values()),
        "csv": sizes["talentwatch-csv.zip"],
        "sqlite": sizes["talentwatch.sqlite3"],
        "parquet": sizes["talentwatch-parquet.zip"],
    }
    print(json.dumps({**result, "before": before, "most": peak_memory()}))


if __name__ == "__main__":
    if sys.argv[1:2] == ["build"]:
        with tempfile.TemporaryDirectory() as folder:
            os.environ["DOWNLOADS_DIR"] = folder
            set_up(sys.argv[2])
            build()
    else:
        main()
