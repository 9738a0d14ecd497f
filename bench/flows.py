"""The cost of flows at a million moves on PostgreSQL: medians, and ratios to the cheapest answer of the same run.

    python bench/flows.py [MOVES] [ROUNDS] [--template NAME]

Creates a database beside the one in POSTGRES_URL, fills it by SQL, requests every target once per round, and drops the
database. Organizations differ in size as much as real ones, a tenth of all dates is vague, and one record in a hundred
isn't public.
"""

import argparse
import os
import statistics
import sys
import time
from pathlib import Path
from urllib.parse import urlsplit, urlunsplit

import psycopg

ROOT = Path(__file__).resolve().parent.parent
NAME = "talentwatch_bench_flows"
ORGANIZATIONS, GROUPS = 2000, 500
INDEX = "index, no database"
TARGETS = {
    INDEX: "",
    "moves, a page": "moves/",
    **{
        f"{period} by {level}": f"flows/?period={period}&level={level}"
        for period in ("all", "year", "month")
        for level in ("unit", "group")
    },
    "all by unit, page of 200": "flows/?page_size=200",
    "from the largest, by year": "flows/?origin=firm-0001&period=year",
    "from a medium one, by month": "flows/?origin=firm-0900&period=month",
    "to the largest, all": "flows/?destination=firm-0001",
    "within 2015, by month": "flows/?after=2015&before=2015&period=month",
    "returns, by year": "flows/?kind=return&period=year",
    "one person's": "flows/?person=person-7",
    "of the largest, by year": "organizations/firm-0001/flows/?period=year",
    "of the largest, by month": "organizations/firm-0001/flows/?period=month",
    "of a medium one, by year": "organizations/firm-0900/flows/?period=year",
}
SLOW = {  # what reads everything, and says so in the documentation
    "the largest first, all by group": "flows/?level=group&ordering=-possible",
    "count, all by group": "flows/?level=group&count=true",
}
FILL = """
INSERT INTO people_organization (slug, name, search_key, status, created_at, updated_at, published_at, version, kind,
    country, website, wikidata_id, description, parent_id)
SELECT 'firm-' || to_char(i, 'FM0000'), 'Firm ' || i, 'firm', 'published', now(), now(), now(), 1, 'company', '', '', '', '', CASE WHEN i > %(groups)s THEN nullif(i %% %(groups)s, 0) END
FROM generate_series(1, %(organizations)s) i ORDER BY i;

INSERT INTO people_person (slug, name, search_key, status, created_at, updated_at, published_at, version,
    description, wikidata_id, orcid, website)
SELECT 'person-' || i, 'Person ' || i, 'person', 'published', now(), now(), now(), 1, '', '', '', '' FROM generate_series(1, %(moves)s / 4) i ORDER BY i;

INSERT INTO people_employment (slug, status, created_at, updated_at, published_at, version, person_id, organization_id,
    title, role, end_state, note, end_reason, left_for, confidence, has_conflict)
SELECT 'job-' || i, 'published', now(), now(), now(), 1, (i + 3) / 4, 1 + floor(%(organizations)s * power(random(), 3)), '', 'research', 'unknown', '', '', '',
    CASE WHEN random() < 0.4 THEN 'confirmed' WHEN random() < 0.9 THEN 'reported' ELSE 'disputed' END, false
FROM generate_series(1, %(moves)s) i ORDER BY i;

INSERT INTO people_person (slug, name, search_key, status, created_at, updated_at, version, description, wikidata_id,
    orcid, website)
SELECT 'draft-' || i, 'Draft ' || i, 'draft', 'draft', now(), now(), 1, '', '', '', ''
FROM generate_series(1, %(moves)s / 200) i;
INSERT INTO people_employment (slug, status, created_at, updated_at, version, person_id, organization_id,
    title, role, end_state, note, end_reason, left_for, confidence, has_conflict)
SELECT 'draft-' || i, 'draft', now(), now(), 1, i, 1, '', 'research', 'unknown', '', '', '', 'unsourced', false
FROM generate_series(1, %(moves)s / 100) i;

INSERT INTO people_move (slug, updated_at, person_id, origin_employment_id, destination_employment_id, origin_id,
    destination_id, origin_unit, destination_unit, origin_group, destination_group, date_earliest, date_latest, left_for,
    end_reason, kind, confidence)
SELECT 'move-' || d.id, now(), d.person_id, o.id, d.id, o.organization_id, d.organization_id,
    coalesce(ou.slug, '~'), du.slug, coalesce(og.slug, ou.slug, '~'), coalesce(dg.slug, du.slug), w.day,
    CASE WHEN random() < 0.1 THEN w.day + 400 WHEN random() < 0.5 THEN w.day
        ELSE (date_trunc('month', w.day) + interval '1 month - 1 day')::date END,
    '', '', CASE WHEN o.id IS NULL THEN 'arrival' WHEN random() < 0.02 THEN 'return' ELSE 'move' END, d.confidence
FROM people_employment d
JOIN LATERAL (SELECT CASE WHEN d.id %% 20 > 0 THEN date '2000-01-01' + (random() * 9000)::int END AS day) w ON true
LEFT JOIN people_employment o ON o.id = d.id - 1 AND d.person_id = o.person_id
JOIN people_organization du ON du.id = d.organization_id LEFT JOIN people_organization dg ON dg.id = du.parent_id
LEFT JOIN people_organization ou ON ou.id = o.organization_id LEFT JOIN people_organization og ON og.id = ou.parent_id
WHERE d.status = 'published' ORDER BY d.id;
"""


def fill(moves: int) -> None:
    """Insert the rows by SQL, bypassing save(): a million moves in half a minute."""
    from django.core.management import call_command
    from django.db import connection

    call_command("migrate", verbosity=0)
    with connection.cursor() as cursor:
        cursor.execute("SELECT setseed(0.5)")
        cursor.execute(FILL, {"moves": moves, "organizations": ORGANIZATIONS, "groups": GROUPS})
        cursor.execute("VACUUM ANALYZE")
        cursor.execute("SELECT count(*) FROM people_move")
        print(f"{cursor.fetchone()[0]:,} moves, {ORGANIZATIONS:,} organizations in {GROUPS} groups, PostgreSQL")


def measure(rounds: int) -> None:
    from django.test import Client

    client = Client(headers={"host": "localhost"})
    times: dict[str, list[float]] = {name: [] for name in TARGETS | SLOW}
    for number in range(rounds + 1):  # the first warms up
        for name, address in (TARGETS | SLOW).items():
            start = time.perf_counter()
            response = client.get(f"/api/v1/{address}")
            elapsed = (time.perf_counter() - start) * 1000
            if response.status_code != 200:
                raise SystemExit(f"{address}: {response.content.decode()}")
            times[name] += [elapsed] if number else []
    base = statistics.median(times[INDEX])
    print(f"{f'median of {rounds}':<36}{'ms':>8}{'least':>8}{'x index':>9}")
    for name, values in times.items():
        median = statistics.median(values)
        print(f"{name:<36}{median:>8.1f}{min(values):>8.1f}{median / base:>9.1f}")


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("moves", nargs="?", type=int, default=1_000_000)
    parser.add_argument("rounds", nargs="?", type=int, default=15)
    parser.add_argument("--template", default="template0", help="a migrated database to copy, which saves ten seconds")
    options = parser.parse_args()
    server = os.environ.get("POSTGRES_URL", "postgres://postgres@127.0.0.1:5432/postgres")
    own = urlunsplit(urlsplit(server)._replace(path=f"/{NAME}"))
    with psycopg.connect(server, autocommit=True) as connection:
        connection.execute(f"DROP DATABASE IF EXISTS {NAME}")
        connection.execute(f"CREATE DATABASE {NAME} TEMPLATE {options.template}")
        try:
            os.environ |= {"DATABASE_URL": own, "API_REQUESTS_PER_MINUTE": "1000000", "DEBUG": "0"}
            os.environ["DJANGO_SETTINGS_MODULE"] = "talentwatch.settings"
            import django

            django.setup()
            fill(options.moves)
            measure(options.rounds)
            django.db.connections.close_all()
        finally:
            connection.execute(f"DROP DATABASE {NAME} WITH (FORCE)")


if __name__ == "__main__":
    sys.path.insert(0, str(ROOT))
    main()
