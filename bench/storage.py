"""What is stored of a timeline on PostgreSQL, and how long it takes to render all of it again.

    python bench/storage.py [--jobs 100000] [--write]    # a database of its own on the server at POSTGRES_URL
    python bench/storage.py --url URL                    # one that bench/growth.py has filled: all its documents are changed

A release that shows rows differently renders each once, as it is migrated. Here every document is given another text, so all of them
differ: the longest that such a migration takes. --write puts the tables into docs/performance.md.
"""

import argparse
import time
from typing import Any

from growth import database, run_growth, set_up, write_section

TABLES = {
    "records": ("people_%", "events_%"),
    "their history": ("%_historical%",),
    "what they are found by": ("%searchtext",),
    "documents": ("documents_document",),
    "what documents name": ("documents_mention",),
    "changes": ("changes_change",),
}
SIZES = """
    SELECT CAST(sum(pg_table_size(oid)) AS bigint), CAST(sum(pg_indexes_size(oid)) AS bigint) FROM pg_class
    WHERE relkind = 'r' AND relname LIKE ANY(%s) AND NOT relname LIKE ALL(%s)"""
TEXTS = """
    SELECT resource, count(*), avg(octet_length("row")), avg(octet_length(nested)), max(octet_length("row") + octet_length(nested))
    FROM documents_document WHERE until IS NULL GROUP BY resource ORDER BY resource"""


def measure(url: str) -> list[str]:
    """Lines of Markdown: the texts by list, the tables, and the time of a migration."""
    set_up(url)
    from django.db import connection
    from django.db.models import Value
    from django.db.models.functions import Concat, Substr

    from people.models import Employment
    from talentwatch.changefeed.recorder import catch_up
    from talentwatch.documents.models import Document
    from talentwatch.records.edit import edit

    def rows(statement: str, *parameters: Any) -> list[Any]:
        with connection.cursor() as cursor:
            cursor.execute(statement, parameters)
            return cursor.fetchall()

    texts = rows(TEXTS)
    documents = sum(count for _, count, *_ in texts)
    introduction = (
        f"Of {Employment.objects.count():,} jobs, as `bench/storage.py` measures it. Each version of a public row is one document, with a change and"
        " what it names: its text in the list, and what only its own page has."
    )
    lines = [
        introduction,
        "",
        "| list | documents | bytes in the list | of its own page | of the longest |",
        "|---|--:|--:|--:|--:|",
        *(
            f"| {name} | {count:,} | {row:,.0f} | {nested:,.0f} | {most:,} |"
            for name, count, row, nested, most in texts
        ),
        "",
        "| | MB | MB of indexes | bytes per document |",
        "|---|--:|--:|--:|",
    ]
    for name, patterns in TABLES.items():
        # Tables of history and of words are named after those of records.
        others = [*TABLES["their history"], *TABLES["what they are found by"]] if name == "records" else [""]
        [(table, indexes)] = rows(SIZES, list(patterns), others)
        each = (table + indexes) / documents
        lines.append(f"| {name} | {table / 1e6:,.0f} | {indexes / 1e6:,.0f} | {each:,.0f} |")
    Document.objects.current().update(row=Concat(Value("{ "), Substr("row", 2)))
    started = time.monotonic()
    with edit() as current:
        changed = catch_up(current)
    seconds = time.monotonic() - started
    release = (
        f"A release that shows all of them differently renders and compares them in {seconds:,.0f} s of the clock as it is migrated,"
        f" {seconds / changed * 1000:.2f} ms each."
    )
    return [*lines, "", release]


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--jobs", type=int, default=100_000)
    parser.add_argument("--url", help="a database that bench/growth.py has filled")
    parser.add_argument("--template", default="template1", help="a migrated database to copy, which saves ten seconds")
    parser.add_argument("--write", action="store_true", help="put the tables into docs/performance.md")
    options = parser.parse_args()
    if options.url:
        lines = measure(options.url)
    else:
        with database(is_sqlite=False, jobs=options.jobs, template=options.template) as url:
            run_growth("fill", url, str(options.jobs))
            lines = measure(url)
    print("\n".join(lines))
    if options.write:
        write_section("storage", ["## Storage on PostgreSQL", "", *lines])


if __name__ == "__main__":
    main()
