"""How many queries an edit takes, for whoever adds a hook to see what each save pays for it."""

from collections.abc import Callable
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from people.models import Claim, Employment, Person
from talentwatch.publishing.transitions import publish
from talentwatch.records.edit import edit
from tests.support.factories import make_organization, make_person, make_source

pytestmark = pytest.mark.django_db

QUERIES = {"save a job": 9, "publish it": 38, "change it": 39, "save a person": 7, "publish them": 19}
# Savepoints, which are transactions outside of tests; and the lock, which SQLite has without asking.
NOT_COUNTED = ("SAVEPOINT", "pg_advisory_xact_lock")


def queries_of(act: Callable[[], Any]) -> int:
    with CaptureQueriesContext(connection) as queries:
        act()
    return len([query for query in queries if not any(text in query["sql"] for text in NOT_COUNTED)])


def test_an_edit_takes_so_many_queries() -> None:
    person, organization, source = make_person(), make_organization(), make_source()
    job, other = Employment(person=person, organization=organization), Person(name="Grace Hopper")

    def save_job_with_claim() -> None:
        with edit():
            job.save()
            Claim(employment=job, source=source).save()

    acts: dict[str, Callable[[], Any]] = {
        "save a job": save_job_with_claim,
        "publish it": lambda: publish(job),
        "change it": lambda: Employment.objects.filter(pk=job.pk).update(title="Countess"),
        "save a person": other.save,
        "publish them": lambda: publish(other),
    }
    assert {name: queries_of(act) for name, act in acts.items()} == QUERIES
