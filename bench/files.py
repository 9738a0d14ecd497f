"""The cost of a whole list as a file: memory, and time per row, at ten thousand rows and at a million.

    python bench/files.py [ROWS ...] [--lists employments moves claims] [--formats csv ndjson] [--template NAME]

Creates a database on the PostgreSQL at POSTGRES_URL, fills it with generate_series, and drops it at the end. A separate process
writes each file, so that Linux reports its peak memory. µs/row is elapsed time, including the database and anything else that
runs; "own µs" is the CPU time of the process; "x least" compares µs/row with the smallest file.
"""

import argparse
import json
import os
import subprocess
import sys
import time
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path

import django
import psycopg
from django.core.management import call_command
from django.db import connection
from django.test import Client

ROOT = Path(__file__).resolve().parent.parent
SERVER = os.environ.get("POSTGRES_URL", "postgres://postgres@127.0.0.1:5432/postgres")
RECORD = {
    "record": "slug, status, created_at, updated_at, published_at, version",
    "published": "'published', now(), now(), now(), 1",
}
BEGINNING = """
INSERT INTO people_source ({record}, url, title, publisher, author, language, archive_url, kind, search_key, publisher_key,
    url_key)
SELECT 'source-' || n, {published}, '', 'Title', 'Paper ' || n, '', 'en', '', 'report', '', '', ''
FROM generate_series(0, 999) AS n;
INSERT INTO people_organization ({record}, name, search_key, kind, country, website, wikidata_id, description)
SELECT 'lab-' || n, {published}, 'Lab ' || n, '', 'lab', '', '', '', '' FROM generate_series(0, 999) AS n;
"""
GROWTH = """
INSERT INTO people_person ({record}, name, search_key, description, wikidata_id, orcid, website)
SELECT 'person-' || n, {published}, 'Person ' || n, '', '', '', '', '' FROM generate_series({first}, {last}) AS n;
INSERT INTO people_employment ({record}, person_id, organization_id, title, start_earliest, start_latest, end_state, role,
    note, end_reason, left_for, confidence, has_conflict)
SELECT person.slug || '-' || lab.slug, {published}, person.id, lab.id, 'Researcher, so called', day, day + 30, 'ongoing',
    'research', '', '', '', 'reported', false
FROM (SELECT n, CASE WHEN n % 10 > 0 THEN date '2000-01-01' + 30 * (n % 300) END AS day
    FROM generate_series({first}, {last}) AS n) AS begun
JOIN people_person person ON person.slug = 'person-' || n JOIN people_organization lab ON lab.slug = 'lab-' || n % 1000;
INSERT INTO people_move (slug, updated_at, person_id, destination_id, destination_employment_id, origin_unit, origin_group,
    destination_unit, destination_group, date_earliest, date_latest, left_for, end_reason, kind, confidence)
SELECT '--' || job.slug, job.updated_at, person_id, lab.id, job.id, '~', '~', lab.slug, lab.slug, start_earliest, start_latest,
    '', '', 'arrival', confidence
FROM people_employment job JOIN people_organization lab ON lab.id = organization_id WHERE job.id > {newest};
INSERT INTO people_claim (slug, updated_at, employment_id, source_id, stance, title, start_earliest, start_latest, end_state,
    note, end_reason, left_for, quote, quote_language, start_conflicts, end_conflicts, existence_conflicts)
SELECT job.slug || '--' || source.slug, now(), job.id, source.id, 'reported', '', start_earliest, start_latest, 'unknown',
    '', '', '', '', '', false, false, false
FROM people_employment job JOIN people_source source ON source.slug = 'source-' || job.id % 1000 WHERE job.id > {newest};
"""
# What `copy` has PostgreSQL write: the stored documents, and the columns of the CSV, but for what is computed from them.
COPIED = {
    "events.ndjson": """
        SELECT document.row FROM events_newsevent event
        JOIN documents_document document ON document.resource = 'events' AND document.slug = event.slug AND until IS NULL
        WHERE status = 'published' ORDER BY date_earliest DESC, event.slug""",
    "employments.csv": """
        SELECT job.slug, 'http://localhost/api/v1/employments/' || job.slug || '/' AS url,
            'http://localhost/people/' || person.slug || '/#' || job.slug AS page, job.updated_at, person.slug AS person_slug,
            person.name AS person_name, lab.slug AS organization_slug, lab.name AS organization_name, job.title, role,
            start_earliest AS start, start_earliest, start_latest, end_earliest AS end, end_earliest, end_latest, end_state,
            end_reason, left_for, confidence, verified_from, verified_on, has_conflict
        FROM people_employment job JOIN people_person person ON person.id = person_id
        JOIN people_organization lab ON lab.id = organization_id
        WHERE job.status = 'published' ORDER BY job.slug""",
}
COPY_OPTIONS = {"events.ndjson": "", "employments.csv": "(FORMAT csv, HEADER)"}


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("rows", nargs="*", type=int, default=[10_000, 100_000, 1_000_000])
    parser.add_argument("--lists", nargs="+", choices=["employments", "moves", "claims"], default=["employments"])
    parser.add_argument("--formats", nargs="+", choices=["csv", "ndjson"], default=["csv", "ndjson"])
    parser.add_argument("--template", default="template1", help="a migrated database to copy, which saves ten seconds")
    options = parser.parse_args()
    print(
        f"{'file':<20}{'rows':>8}{'MB':>8}{'s':>8}{'µs/row':>9}{'own µs':>8}{'x least':>9}{'MB before':>11}{'MB most':>9}"
    )
    with database(options.template) as address:
        least: dict[str, float] = {}
        for rows in sorted(options.rows):
            fill(rows)
            for name in (f"{listed}.{form}" for listed in options.lists for form in options.formats):
                result = measure_file(address, name)
                each, own = (result[kind] / result["rows"] * 1e6 for kind in ("seconds", "own"))
                print(
                    f"{name:<20}{result['rows']:>8}{result['bytes'] / 1e6:>8.1f}{result['seconds']:>8.1f}{each:>9.0f}"
                    f"{own:>8.0f}{each / least.setdefault(name, each):>9.2f}{result['before']:>11.1f}{result['most']:>9.1f}",
                    flush=True,
                )


@contextmanager
def database(template: str) -> Iterator[str]:
    """A new database with all tables, which is dropped afterwards; yields its address."""
    name = f"talentwatch_files_{os.getpid()}"
    with psycopg.connect(SERVER, autocommit=True) as server:
        server.execute(f"CREATE DATABASE {name} TEMPLATE {template}")
        try:
            set_up(address := f"{SERVER.rpartition('/')[0]}/{name}")
            call_command("migrate", verbosity=0)
            with connection.cursor() as cursor:
                cursor.execute(BEGINNING.format(**RECORD))
            yield address
        finally:
            connection.close()
            server.execute(f"DROP DATABASE IF EXISTS {name} WITH (FORCE)")


def fill(rows: int) -> None:
    """Add people up to this number, each with an employment, its claim and its move, and the documents that readers are served."""
    from talentwatch.changefeed.recorder import catch_up
    from talentwatch.records.edit import edit

    with connection.cursor() as cursor:
        cursor.execute("SELECT count(*), coalesce(max(id), 0) FROM people_employment")
        count, newest = cursor.fetchone()
        cursor.execute(GROWTH.format(**RECORD, first=count, last=rows - 1, newest=newest))
        with edit() as current:
            catch_up(current)
        cursor.execute("VACUUM ANALYZE")


def measure_file(address: str, name: str, way: str = "write") -> dict[str, float]:
    """The measurements of a process that writes this file; with way="copy", of one that has PostgreSQL write it."""
    output = subprocess.run(  # noqa: S603 runs this file
        [sys.executable, __file__, way, address, name], check=True, stdout=subprocess.PIPE, text=True
    ).stdout
    return json.loads(output)


def write(name: str) -> None:
    """Request the file as a client does and count its bytes, without holding the whole of it."""
    listed, _, form = name.partition(".")
    client = Client(headers={"host": "localhost"})
    client.get(f"/api/v1/{listed}/")
    measure(lambda: client.get(f"/api/v1/{listed}/", {"format": form}).streaming_content, headings=form == "csv")


def copy(name: str) -> None:
    """The same rows in the same order, as fast as PostgreSQL and its driver can."""
    connection.ensure_connection()
    measure(lambda: copy_rows(f"COPY ({COPIED[name]}) TO STDOUT {COPY_OPTIONS[name]}"), headings=name.endswith("csv"))


def copy_rows(statement: str) -> Iterator[bytes]:
    with connection.cursor() as cursor, cursor.copy(statement) as rows:
        yield from map(bytes, rows)


def measure(begin: Callable[[], Iterable[bytes]], *, headings: bool) -> None:
    before, start, worked = peak_memory(), time.perf_counter(), time.process_time()
    lines = size = 0
    last = b""
    for last in begin():
        lines, size = lines + last.count(b"\n"), size + len(last)
    if b"error" in last[-200:]:
        raise SystemExit(last[-200:].decode())
    times = {"seconds": time.perf_counter() - start, "own": time.process_time() - worked}
    print(json.dumps({"rows": lines - headings, "bytes": size, **times, "before": before, "most": peak_memory()}))


def peak_memory() -> float:
    """The peak memory of this process in megabytes. ru_maxrss would be its parent's, if that used more."""
    status = Path("/proc/self/status").read_text(encoding="ascii")
    return int(status.partition("VmHWM:")[2].split()[0]) / 1024


def set_up(address: str) -> None:
    sys.path.insert(0, str(ROOT))
    os.environ |= {"DATABASE_URL": address, "API_REQUESTS_PER_MINUTE": "1000000", "DEBUG": "0"}
    os.environ["DJANGO_SETTINGS_MODULE"] = "talentwatch.settings"
    django.setup()


if __name__ == "__main__":
    if sys.argv[1:2] in (["write"], ["copy"]):
        set_up(sys.argv[2])
        {"write": write, "copy": copy}[sys.argv[1]](sys.argv[3])
    else:
        main()
