"""SQLite as it is usually built takes 32,766 values in a query, far fewer than Debian's; nothing asks with more."""

import sqlite3
from datetime import date

import pytest
from django.db import connection

from events.models import NewsEvent
from people.models import Claim, Cohort, Employment, Move, Organization, Source
from people.retention import MAX_POINTS, Retention, interval_days
from talentwatch.changefeed.models import Change
from talentwatch.chunks import chunked
from talentwatch.exchange.dump import dump_timeline
from talentwatch.exchange.integrity import check_timeline
from talentwatch.exchange.serialization import serialized
from talentwatch.records.edit import no_progress
from talentwatch.records.recompute import rows_to_check
from tests.support.factories import make_employment
from tests.support.worlds import load_llama

STANDARD = 32_766

needs_sqlite = pytest.mark.skipif(connection.vendor != "sqlite", reason="PostgreSQL takes as many as there are")


@pytest.mark.parametrize(
    ("values", "batches"), [([], []), ([1], [[1]]), ([1, 2], [[1, 2]]), ([1, 2, 3, 4, 5], [[1, 2], [3, 4], [5]])]
)
def test_batches(values, batches):
    assert list(chunked(values, 2)) == batches


@pytest.fixture
def limit():
    """Lowers the limit of the connection; it is raised again after the test."""
    connection.ensure_connection()
    before = connection.connection.getlimit(sqlite3.SQLITE_LIMIT_VARIABLE_NUMBER)

    def lower(most):
        connection.connection.setlimit(sqlite3.SQLITE_LIMIT_VARIABLE_NUMBER, most)

    yield lower
    lower(before)


@needs_sqlite
def test_retention_at_very_many_organizations(db, limit, timeline):
    limit(STANDARD)
    cohort = Cohort.objects.get(slug="llama-paper-authors")
    when = list(interval_days(date(2006, 1, 1), date(2025, 12, 1), "month"))
    assert len(when) == MAX_POINTS
    everywhere = list(Organization.objects.values_list("pk", flat=True))
    assert len(everywhere) * MAX_POINTS > STANDARD
    posts = Employment.objects.published().not_refuted().at_organizations(everywhere)
    there = posts.filter(person__memberships__cohort=cohort).on(when[-1], "possible")
    possible = len(set(there.values_list("person", flat=True)))
    assert Retention(cohort, everywhere).points(when)[-1]["possible"] == possible > 0


@needs_sqlite
def test_a_timeline_of_more_rows_than_a_query_takes_values(db, limit, monkeypatch):
    """All of it small: the limit, the batches, and the story of five articles."""
    monkeypatch.setattr(chunked, "__defaults__", (10,))
    monkeypatch.setattr("talentwatch.changefeed.snapshots.CHUNK", 10)
    monkeypatch.setattr("talentwatch.changefeed.recorder.OWNERS_AT_ONCE", 10)
    monkeypatch.setattr("people.models.move.REFRESHED_AT_ONCE", 10)
    monkeypatch.setattr("talentwatch.exchange.dump.MAX_PREFETCHED", 10)
    monkeypatch.setattr("talentwatch.records.search_text.REFRESHED_AT_ONCE", 10)
    monkeypatch.setattr(connection.features, "max_query_params", 80)  # of batches that Django makes
    # The codes of countries and currencies in two constraints are the only long lists of constants: 250 at most.
    for model, name in ((Organization, "organization_country_is_known"), (NewsEvent, "newsevent_currency_is_known")):
        constraints = [rule for rule in model._meta.constraints if rule.name != name]
        monkeypatch.setattr(model._meta, "constraints", constraints)
    limit(80)
    load_llama()
    assert Employment.objects.count() > 40  # asked for by two columns
    assert Move.objects.rebuild() == 0
    assert check_timeline() == []
    assert dump_timeline()[1] > Employment.objects.count() + Claim.objects.count()
    meta = Organization.objects.get(slug="meta")
    meta.name = "Facebook"
    meta.save()
    assert Change.objects.filter(resource="employments", action="changed").exists()


def test_links_of_more_rows_than_an_expression_of_sqlite_has_terms(db):
    post = make_employment(claims=(), status="draft")
    sources = [Source(slug=f"source-{number}", language="en") for number in range(1_001)]
    Source._base_manager.bulk_create(sources)
    Claim._base_manager.bulk_create(
        Claim(slug=f"claim-{source.slug}", employment=post, source=source) for source in sources
    )
    (row,) = serialized("employments", Employment.objects.filter(pk=post.pk))
    checked = [claim for claim in rows_to_check(Claim, no_progress) if claim.employment_id == post.pk]
    assert len(row["claims"]) == len(checked) == 1_001
