"""A database of the release before: migrated back to it, filled with its own models, and compared.

Run as `python -m tests.support.previous_release ROWS`, with the environment of tests/support/production.py: it migrates the
database back, forward, back and forward again with so many rows, and prints as JSON what was lost or is wrong.
"""

import json
import sys
from collections import Counter
from datetime import date
from hashlib import sha256
from typing import Any

if __name__ == "__main__":
    import django

    django.setup()

from django.apps import apps as current_apps
from django.contrib.contenttypes.models import ContentType
from django.core.management import call_command
from django.db import connection
from django.db.migrations.executor import MigrationExecutor
from django.utils import timezone

PREVIOUS_RELEASE = (
    ("people", "0006_help_texts"),
    ("events", "0003_help_texts"),
    ("curation", "0002_judgements"),
    ("changes", "0002_corrections_of_a_record"),
)
FILLED = ("people.Person", "people.Organization", "people.Source", "people.Employment", "people.Claim")
ORGANIZATIONS = 100


def migrate_to_previous() -> Any:
    """Migrate to the previous release, and return its models."""
    for app, migration in PREVIOUS_RELEASE:
        # The command, not the executor: its signals rename content types and create permissions.
        call_command("migrate", app, migration, verbosity=0)
    ContentType.objects.clear_cache()
    return MigrationExecutor(connection).loader.project_state(list(PREVIOUS_RELEASE)).apps


def migrate_forward() -> None:
    call_command("migrate", verbosity=0)
    ContentType.objects.clear_cache()


def fill(apps: Any, rows: int) -> None:
    """As many rows, of which each person has one job at one of a hundred organizations, in one source of its own."""
    now = timezone.now()
    public = {"status": "published", "published_at": now, "updated_at": now, "created_at": now}

    def insert(label: str, number: int, **values: Any) -> list[Any]:
        model = apps.get_model(label)
        made = [
            model(**{key: value(n) if callable(value) else value for key, value in values.items()})
            for n in range(number)
        ]
        model._base_manager.bulk_create(made, batch_size=500)
        return list(model._base_manager.filter(slug__startswith="row-").order_by("pk"))

    number = (rows - ORGANIZATIONS) // 4
    named = {"slug": "row-{}".format, "name": "Row {}".format, "search_key": "row {}".format}
    people = insert("people.Person", number, **named, **public)
    organizations = insert("people.Organization", ORGANIZATIONS, **named, kind="company", **public)
    sources = insert(
        "people.Source",
        number,
        slug="row-{}".format,
        publisher="Paper {}".format,
        publisher_key="paper {}".format,
        search_key="paper {}".format,
        language="en",
        published_earliest=date(2021, 1, 1),
        published_latest=date(2021, 12, 31),
        **public,
    )
    employments = insert(
        "people.Employment",
        number,
        slug="row-{}".format,
        person=people.__getitem__,
        organization=lambda n: organizations[n % ORGANIZATIONS],
        role="research",
        **public,
    )
    left = rows - ORGANIZATIONS - 3 * number
    insert(
        "people.Claim",
        left,
        slug="row-{}".format,
        employment=employments.__getitem__,
        source=sources.__getitem__,
        **{key: now for key in ("updated_at", "created_at") if has_field(apps, "people.Claim", key)},
    )


def has_field(apps: Any, label: str, name: str) -> bool:
    return any(field.name == name for field in apps.get_model(label)._meta.fields)


def contents(apps: Any) -> dict[str, tuple[int, str]]:
    """The number of rows of each table that was filled, and a hash of all their values."""
    found = {}
    for label in FILLED:
        rows = apps.get_model(label)._base_manager.order_by("pk").values_list()
        digest = sha256()
        for row in rows.iterator():
            digest.update(repr(row).encode())
        found[label] = (len(rows), digest.hexdigest())
    return found


def missing_documents() -> list[str]:
    """The tables whose public rows aren't served, because they have no document."""
    from talentwatch.documents.models import Document

    served = Counter(Document.objects.filter(until=None).values_list("resource", flat=True))
    expected = contents(current_apps)
    lists = {label: current_apps.get_model(label)._meta.verbose_name_plural for label in FILLED}
    return [label for label in FILLED if served[str(lists[label])] < expected[label][0]]


def migrate_there_and_back(rows: int) -> dict[str, Any]:
    previous = migrate_to_previous()
    fill(previous, rows)
    before = contents(previous)
    migrate_forward()
    missing = missing_documents()
    back = contents(migrate_to_previous())
    migrate_forward()
    after = contents(current_apps)
    return {
        "rows": sum(number for number, _digest in before.values()),
        "changed": [label for label in FILLED if before[label] != back[label]],
        "lost": [label for label in FILLED if before[label][0] != after[label][0]],
        "not served": missing + missing_documents(),
    }


if __name__ == "__main__":
    sys.stdout.write(json.dumps(migrate_there_and_back(int(sys.argv[1]))))
