"""Public rows are counted as all rows less the hidden ones: with the same result as one by one, whatever is hidden."""

from collections import Counter
from contextlib import contextmanager

import pytest
from django.db import transaction
from django.db.models import Q
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from events.models import EventOrganization, NewsEvent
from people.models import Claim, Employment, Move, Organization, Person, Source
from talentwatch.api import counting
from talentwatch.api.counting import count_public, count_public_by, largest_groups, rows_to_count
from talentwatch.records.status import Status
from tests.support.built_once import built_once
from tests.support.worlds import make_worlds

RECORDS = [Person, Organization, Employment, Source, NewsEvent]
COUNTED = {
    Person: ["description"],
    Source: ["kind", "derived_from", "language"],
    NewsEvent: ["kind", "date_earliest"],
    Employment: ["organization", "person", "role", "came_from"],
    Claim: ["source", "employment", "stance", "employment__organization"],
    Move: ["origin", "destination", "kind"],
    EventOrganization: ["organization", "part"],
}
HIDDEN = st.lists(
    st.tuples(st.sampled_from(RECORDS), st.integers(0, 5), st.sampled_from([Status.DRAFT, Status.WITHDRAWN])),
    max_size=5,
)


@pytest.fixture
@built_once
def world(db):
    make_worlds(3)


@contextmanager
def hiding(records):
    """For as long as the block lasts, and past the rules, so that anything may be hidden beside what names it."""
    with transaction.atomic():
        for model, number, status in records:
            pks = list(model._base_manager.order_by("pk").values_list("pk", flat=True))
            model._base_manager.filter(pk=pks[number % len(pks)]).update(status=status)
        yield
        transaction.set_rollback(True)


def in_order(counts):
    return sorted(counts.items(), key=lambda group: (-group[1], group[0] is None, group[0]))


@pytest.mark.parametrize("model", RECORDS)
def test_the_hidden_records_have_an_index(model):
    assert any(index.condition == ~Q(status=Status.PUBLISHED) for index in model._meta.indexes)


@given(hidden=HIDDEN, candidates=st.sampled_from([1, 2, 1000]), most=st.sampled_from([1, 2, 200]))
@settings(max_examples=15, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_counts_are_those_of_public_rows_one_by_one(world, hidden, candidates, most):
    with hiding(hidden), pytest.MonkeyPatch.context() as patch:
        patch.setattr(counting, "CANDIDATES", candidates)
        for model, paths in COUNTED.items():
            public = model.objects.published()
            rows = rows_to_count(public)
            hidden_keys = {pk for (pk,) in rows.hidden_keys().values_list("pk")}
            assert hidden_keys == {*rows.values_list("pk", flat=True)} - {*public.values_list("pk", flat=True)}
            assert count_public(rows) == public.count()
            for path in paths:
                counts = Counter(public.values_list(path, flat=True))
                assert largest_groups(rows, path, most) == in_order(counts)[:most], (model, path)
                assert +count_public_by(rows, path) == {(value,): count for value, count in counts.items()}
