"""Importing a long file by the queue: how long each step takes, how long it holds the edit lock, and what another editor waits meanwhile.

    python bench/jobs.py [ROWS] [--write]

It takes the database of DATABASE_URL, which must be migrated and is changed: ROWS (10,000) people are added to it. --write puts
the table into docs/deployment.md, a row for each database.
"""

import argparse
import json
import os
import sys
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any
from uuid import uuid4

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))
DEPLOYMENT = ROOT / "docs" / "deployment.md"
BEGIN, END = "<!-- bench/jobs.py -->\n", "<!-- end of bench/jobs.py -->"
HEADER = "| database | rows | preview, s | lock held | import, s | lock held, s | seconds per 10,000 rows |\n|---|--:|--:|--:|--:|--:|--:|\n"


@contextmanager
def other_editor(waits: list[float]) -> Iterator[None]:
    """Somebody who saves one person again and again, each time half a second after the last; how long each save waits."""
    from django.db import OperationalError, connections

    from people.models import Person

    done = threading.Event()

    def save() -> None:
        person = Person(name="Other Editor", slug=f"other-editor-{uuid4().hex[:8]}")
        person.save()
        while not done.wait(0.5):
            started = time.monotonic()
            person.description = f"Saved at {started}."
            try:
                person.save()
            except OperationalError:
                """It was told to try again."""
            waits.append(time.monotonic() - started)
        connections.close_all()

    thread = threading.Thread(target=save)
    thread.start()
    try:
        yield
    finally:
        done.set()
        thread.join()


def run(job: Any) -> float:
    from talentwatch.jobs.models import State
    from talentwatch.jobs.running import run_job

    started = time.monotonic()
    run_job.call(job.pk)
    job.refresh_from_db()
    if job.state != State.DONE:
        raise SystemExit(f"{job}: {job.state}. {job.error}")
    return time.monotonic() - started


def measure(rows: int) -> str:
    from django.contrib.auth.models import User
    from django.db import connection

    from talentwatch.exchange.import_jobs import IMPORT, stored_report
    from talentwatch.jobs import running
    from talentwatch.jobs.running import queue_job

    mark = uuid4().hex[:6]
    people = [{"slug": f"{mark}-{number}", "name": f"Person {mark} {number}"} for number in range(rows)]
    file = json.dumps({"people": people}).encode()
    user = User.objects.create(username=f"bench-{mark}", is_staff=True, is_superuser=True)
    preview = {"file": "people.json", "publish": False, "reason": "", "answers": {}, "different_because": ""}
    preview |= {"different_because": "They are made up."}
    parameters = {"model": "people.person", "preview": preview, "correction": None, "previewed_in": None}
    waits: list[float] = []
    job = queue_job(IMPORT, user, "Preview", parameters, file)
    with other_editor(waits):
        preview_seconds = run(job)
    longest = max(waits)
    report = stored_report(job)
    preview |= {"digest": report.digest, "answers": {row.key: "" for row in report.questions}}
    held: list[float] = []
    write = running.JobRun.write

    def timed(self: Any, act: Any) -> Any:
        started = time.monotonic()
        try:
            return write(self, act)
        finally:
            held.append(time.monotonic() - started)

    running.JobRun.write = timed  # type: ignore[method-assign]  # it is measured
    job = queue_job(IMPORT, user, "Import", parameters | {"preview": preview, "correction": ""}, file)
    import_seconds = run(job)
    if not job.result["is_imported"]:
        raise SystemExit("It wasn't imported.")
    name = {"postgresql": "PostgreSQL", "sqlite": "SQLite"}[connection.vendor]
    rate = held[0] / rows * 10_000
    return (
        f"| {name} | {rows:,} | {preview_seconds:.0f} | no; another editor waited at most {longest:.1f} s "
        f"| {import_seconds:.0f} | {held[0]:.0f} | {rate:.0f} |\n"
    )


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("rows", type=int, nargs="?", default=10_000)
    parser.add_argument("--write", action="store_true", help="put the row into docs/deployment.md")
    options = parser.parse_args()
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "talentwatch.settings")
    import django

    django.setup()
    line = measure(options.rows)
    print(HEADER + line)
    if options.write:
        text = DEPLOYMENT.read_text("utf-8")
        before, rest = text.split(BEGIN, 1)
        table, after = rest.split(END, 1)
        name = line.split("|")[1]
        kept = [one for one in table.removeprefix(HEADER).splitlines(keepends=True) if one.split("|")[1] != name]
        DEPLOYMENT.write_text(before + BEGIN + HEADER + "".join(sorted([*kept, line])) + END + after, "utf-8")


if __name__ == "__main__":
    main()
