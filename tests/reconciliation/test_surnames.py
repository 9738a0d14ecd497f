"""A surname alone, for every person of the shipped timeline, as OpenRefine sends a column of them."""

import pytest

from people.models import Person
from talentwatch.api.throttling import AnonymousThrottle
from talentwatch.chunks import chunked
from talentwatch.reconciliation.queries import BATCH_SIZE
from tests.support.api import ApiClient
from tests.support.reconciling import post

pytestmark = pytest.mark.django_db


def surname(name):
    """The last word of a name, or what stands before a comma."""
    return name.split(",")[0].split()[-1]


def test_the_right_person_is_among_the_candidates(timeline, monkeypatch):
    monkeypatch.setattr(AnonymousThrottle, "allow_request", lambda *_: True)
    people = dict(Person.objects.published().values_list("slug", "name"))
    missing, matches = set(people), set()
    for batch in chunked(people, BATCH_SIZE):
        queries = {slug: {"query": surname(people[slug]), "type": "Person"} for slug in batch}
        for slug, answer in post(ApiClient(), queries=queries).json().items():
            found = {each["id"].removeprefix("person:") for each in answer["result"]}
            missing -= {slug} & found
            matches |= {each["id"] for each in answer["result"] if each["match"]}
    assert missing == set()
    # A surname alone is never enough to be a match that nobody checks.
    assert matches == set()
