"""What writing costs per record, in milliseconds of processor time: importing, loading, checking, and rendering everything again.

    python bench/writing.py [--sizes 1000 10000] [--sqlite] [--write]

For each size it makes databases, on the PostgreSQL of POSTGRES_URL or in SQLite files, and drops them afterwards. `--write` puts the
table into docs/performance.md. Processor time is that of the application and of PostgreSQL's process.
"""

import argparse
import json
import os
import resource
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

from growth import database, set_up, write_section

TARGET = 3.0  # milliseconds per record
PLAIN, MIXED = "import of people, drafts", "import of everything, published"
CLAIM = {
    "stance": "reported",
    "title": None,
    "start": "2015",
    "end": None,
    "end_state": "ongoing",
    "stated_months": None,
}
Result = dict[str, float]


def mixed_timeline(records: int) -> dict[str, Any]:
    """A file with so many records: as many sources, people, jobs of two claims and events, half of them at one employer."""
    number = records // 4
    labs = max(number // 50, 1)
    return {
        "sources": [
            {
                "slug": f"source-{n}",
                "url": f"https://example.org/{n}",
                "title": f"Story {n}",
                "publisher": f"Paper {n % 40}",
            }
            | {"language": "en", "published": f"{2010 + n % 15}-0{1 + n % 9}"}
            for n in range(number)
        ],
        "organizations": [{"slug": f"lab-{n}", "name": f"Lab {n}", "kind": "lab"} for n in range(labs)],
        "people": [
            {"slug": f"person-{n}", "name": f"Person {n}", "names": [{"text": f"Dr {n}", "language": "en"}]}
            for n in range(number)
        ],
        "employments": [
            {
                "slug": f"job-{n}",
                "person": f"person-{n}",
                "organization": f"lab-{n % labs if n % 2 else 0}",
                "role": "research",
            }
            | {"start": f"{2010 + n % 15}", "end_state": "ongoing"}
            | {"claims": [CLAIM | {"source": f"source-{one}"} for one in {n, (n + 7) % number}]}
            for n in range(number)
        ],
        "events": [
            {"slug": f"event-{n}", "kind": "hire", "date": f"{2010 + n % 15}-02", "headline": f"Person {n} is hired"}
            | {
                "people": [f"person-{n}"],
                "organizations": [f"lab-{n % labs if n % 2 else 0}"],
                "employments": [f"job-{n}"],
            }
            | {"citations": [{"source": f"source-{n}", "stance": "reported"}]}
            for n in range(number)
        ],
    }


class Stopwatch:
    def __init__(self) -> None:
        from django.db import connection

        self.connection = connection
        self.results: dict[str, Result] = {}

    def database_seconds(self) -> float:
        if self.connection.vendor != "postgresql":
            return 0.0
        with self.connection.cursor() as cursor:
            cursor.execute("SELECT pg_backend_pid()")
            return int(Path(f"/proc/{cursor.fetchone()[0]}/schedstat").read_text("ascii").split()[0]) / 1e9

    def measure(self, name: str, act: Callable[[], Any], number: int | Callable[[], int]) -> None:
        """Do something with so many records or rows, and keep what it cost."""
        queries = 0

        def count(execute: Any, *arguments: Any) -> Any:
            nonlocal queries
            queries += 1
            return execute(*arguments)

        before, started, wall = self.database_seconds(), time.process_time(), time.perf_counter()
        with self.connection.execute_wrapper(count):
            act()
        app, wall = time.process_time() - started, time.perf_counter() - wall
        database_seconds = self.database_seconds() - before
        number = number if isinstance(number, int) else number()
        self.results[name] = {
            "number": number,
            "app": app * 1000,
            "database": database_seconds * 1000,
            "wall": wall,
            "queries": queries,
            "rss": resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024,
        }
        print(f"{name:<45}{number:>9,}{app / number * 1000:>9.2f} ms{queries:>8} queries", file=sys.stderr, flush=True)


def measure_writing(url: str, records: int) -> dict[str, Result]:
    set_up(url)
    from django.core.management import call_command
    from django.db import transaction
    from django.db.models import Value
    from django.db.models.functions import Concat, Substr

    from people.models import Organization
    from talentwatch.changefeed.models import Change
    from talentwatch.changefeed.recorder import catch_up
    from talentwatch.documents.models import Document
    from talentwatch.exchange.importer import Content
    from talentwatch.exchange.integrity import check_timeline
    from talentwatch.exchange.run_import import ImportOptions, run_import
    from talentwatch.publishing.transitions import withdraw
    from talentwatch.records.edit import edit

    call_command("migrate", verbosity=0)
    watch = Stopwatch()

    def import_file(data: dict[str, Any], *, publish: bool) -> None:
        report = run_import(Content(data), ImportOptions(publish=publish))
        if report.has_errors:
            raise SystemExit("\n".join(map(str, report.all_problems[:5])))

    people = {"people": [{"slug": f"draft-{n}", "name": f"Draft {n}"} for n in range(records)]}
    watch.measure(PLAIN, lambda: import_file(people, publish=False), records)
    mixed = mixed_timeline(records)
    watch.measure(MIXED, lambda: import_file(mixed, publish=True), records)
    watch.measure("the same file again: nothing differs", lambda: import_file(mixed, publish=True), records)
    with tempfile.TemporaryDirectory() as folder:
        fixture = Path(folder, "dump.json")
        call_command("dump_timeline", fixture, verbosity=0)
        rows = len(json.loads(fixture.read_text("utf-8")))
        call_command("flush", interactive=False, verbosity=0)
        # Otherwise it closes the connection, and with it the process whose time is measured.
        with transaction.atomic():
            watch.measure("loaddata of all that, per row", lambda: call_command("loaddata", fixture, verbosity=0), rows)

    def check() -> None:
        if findings := check_timeline():
            raise SystemExit("\n".join(map(str, findings[:5])))

    def render_again() -> None:
        with edit() as current:
            catch_up(current)

    watch.measure("check_timeline, per row", check, rows)
    documents = Document.objects.current()
    documents.update(row=Concat(Value("{ "), Substr("row", 2)))
    watch.measure("migrate to a release that shows every row differently", render_again, documents.count())
    lab = Organization.objects.get(slug="lab-0")
    lab.name, first = "Renamed", Change.objects.count()
    watch.measure(
        "renaming an employer of half of all people, per change", lab.save, lambda: Change.objects.count() - first
    )
    second = Change.objects.count()
    watch.measure(
        "withdrawing it, per change", lambda: withdraw(lab, "measured"), lambda: Change.objects.count() - second
    )
    return watch.results


def table(by_size: dict[int, dict[str, Result]]) -> list[str]:
    """Lines of Markdown: milliseconds of processor time per record at each size, with the seconds and the memory of the largest."""
    first, last = min(by_size), max(by_size)
    sizes = " | ".join(f"{size:,} records" for size in by_size)
    lines = [f"| | {sizes} | ratio | seconds | queries | MB |", "|---|" + "--:|" * (len(by_size) + 4)]
    for name, largest in by_size[last].items():
        costs = {size: results[name] for size, results in by_size.items()}
        each = {size: (one["app"] + one["database"]) / one["number"] for size, one in costs.items()}
        cells = [f"{one['app'] / one['number']:.2f} + {one['database'] / one['number']:.2f}" for one in costs.values()]
        mark = " **!**" if each[last] > TARGET else ""
        lines.append(
            f"| {name} ({largest['number']:,}) | {' | '.join(cells)}{mark} | {each[last] / each[first]:.1f} "
            f"| {largest['wall']:.0f} | {largest['queries']:,} | {largest['rss']:.0f} |"
        )
    return lines


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--sizes", nargs="+", type=int, default=[1_000, 10_000])
    parser.add_argument("--sqlite", action="store_true")
    parser.add_argument("--write", action="store_true", help="put the table into docs/performance.md")
    parser.add_argument("--measure", nargs=2, metavar=("URL", "OUT"), help=argparse.SUPPRESS)
    options = parser.parse_args()
    if options.measure:
        url, out = options.measure
        Path(out).write_text(json.dumps(measure_writing(url, options.sizes[0])), encoding="utf-8")
        return
    by_size = {}
    for size in options.sizes:
        with database(is_sqlite=options.sqlite, jobs=size) as url, tempfile.NamedTemporaryFile() as out:
            subprocess.run(  # noqa: S603 this file
                [sys.executable, __file__, "--sizes", str(size), "--measure", url, out.name], check=True, env=os.environ
            )
            by_size[size] = json.loads(Path(out.name).read_text(encoding="utf-8"))
    name = "SQLite" if options.sqlite else "PostgreSQL"
    lines = table(by_size)
    print("\n".join(lines))
    if options.write:
        text = (
            "Processor time in milliseconds per record, application + database, as `bench/writing.py` measures it; the seconds of the clock, the"
            f" queries and the memory are those of the largest size. More than {TARGET:.0f} ms are marked with **!**."
        )
        write_section(f"writing on {name}", [f"## Writing on {name}", "", text, "", *lines])


if __name__ == "__main__":
    main()
