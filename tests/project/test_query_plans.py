"""No list reads much more of a table than its page: what PostgreSQL reads is counted, on a made-up timeline.

A plan that reads everything is only slow on a large timeline, where nobody sees it before it is deployed.
"""

import sys
from pathlib import Path

import pytest
from django.conf import settings
from django.db import connection, transaction

from tests.support.api import ApiClient

sys.path.insert(0, str(Path(settings.ROOT) / "bench"))
from synthetic import fill_database

pytestmark = [
    pytest.mark.django_db,
    pytest.mark.skipif(connection.vendor != "postgresql", reason="SQLite doesn't say how many rows it reads."),
]

JOBS = 3_000
MAX_READ = 1_200  # rows of one table for one page of 50
MOST, SOME = "lab-00000", "lab-00000,lab-00001,lab-00002,lab-00003"


@pytest.fixture(scope="module")
def timeline(django_db_setup, django_db_blocker):
    with django_db_blocker.unblock(), transaction.atomic():
        fill_database(JOBS, is_vacuumed=False)
        # PostgreSQL would check all of these rows again after each test: what it checks there is undone.
        connection.check_constraints()
        yield
        transaction.set_rollback(True)


LISTS = [
    *(
        f"people/?{query}"
        for query in (
            "",
            "ordering=-slug",
            "ordering=updated_at",
            "ordering=-last_move",
            "ordering=last_move",
            "cohort=authors-1",
            "role=research",
        )
    ),
    *(f"people/?{query}" for query in ("q=zzyzxq", "q=wei+zu", f"organization={MOST}", f"organization={SOME}")),
    *(f"organizations/?{query}" for query in ("", "q=lab+60", f"parent={MOST}")),
    *(f"employments/?ordering={name}" for name in ("slug", "-slug", "updated_at", "start", "-start", "end", "-end")),
    *(
        f"employments/?{query}"
        for query in ("cohort=authors-1", "confidence=refuted", "role=board", "has_conflict=true")
    ),
    *(f"employments/?{query}" for query in (f"organization={MOST}", f"organization={SOME}", "started_after=2020")),
    *(f"employments/?{query}" for query in (f"organization={MOST}&on=2012-05-15&certainty=certain", "on=2012-05-15")),
    *(f"claims/?ordering={name}" for name in ("slug", "updated_at", "start", "-end")),
    *(
        f"claims/?{query}"
        for query in ("cohort=authors-1", "stance=denied", "has_conflict=true", f"organization={MOST}")
    ),
    *(f"sources/?ordering={name}" for name in ("slug", "published", "-published", "updated_at")),
    *(f"sources/?{query}" for query in ("language=he", "kind=interview", "link=https://example.com/5")),
    *(f"events/?ordering={name}" for name in ("date", "-date", "updated_at", "slug")),
    *(f"events/?{query}" for query in ("q=zzyzxq", "q=safety+agent", "before=2003", "kind=hire", "language=en")),
    *(f"events/?{query}" for query in ("cohort=authors-1", f"organization={MOST}", f"organization={SOME}&kind=hire")),
    *(f"moves/?ordering={name}" for name in ("date", "-date", "slug", "updated_at")),
    *(f"moves/?{query}" for query in ("before=2003", "kind=return", "cohort=authors-1", f"origin={MOST}")),
    "flows/",
    "cohorts/authors-0/retention/?organization=lab-00000",
]


@pytest.mark.parametrize("address", LISTS)
def test_a_page_reads_few_rows(timeline, address):
    read = {}

    def explain(execute, sql, params, many, context):
        if sql.startswith("SELECT"):
            with context["connection"].cursor().cursor as cursor:
                cursor.execute(f"EXPLAIN (ANALYZE, FORMAT JSON) {sql}", params)
                count_rows(cursor.fetchone()[0][0]["Plan"], read)
        return execute(sql, params, many, context)

    # The tables are small beside those that the rule is about.
    with connection.cursor() as cursor:
        cursor.execute("SET LOCAL enable_seqscan = off")
    with connection.execute_wrapper(explain):
        ApiClient().get_json(address)
    assert read
    assert {table: rows for table, rows in read.items() if rows > MAX_READ} == {}


def count_rows(node, read):
    """Add the rows that each scan in the plan reads, also those that it leaves out, by table or index."""
    if "Scan" in node["Node Type"] and "Bitmap Heap" not in node["Node Type"]:
        rows = (node["Actual Rows"] + node.get("Rows Removed by Filter", 0)) * node["Actual Loops"]
        name = node.get("Relation Name") or node.get("Index Name") or node["Node Type"]
        read[name] = max(rows, read.get(name, 0))
    for child in node.get("Plans", ()):
        count_rows(child, read)
