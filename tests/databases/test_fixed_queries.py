"""A query that Django builds once says the same as one that is built each time."""

from itertools import pairwise

import pytest

from people.models import Organization, Person
from talentwatch.databases.fixed_queries import FixedQuery
from tests.support.factories import make_person

pytestmark = pytest.mark.django_db


def test_the_texts_of_each_query_take_the_place_of_those_it_was_built_with(django_assert_num_queries):
    people = [make_person("Ada"), make_person("Bob"), make_person("Eve", status="draft"), make_person("Ida")]
    query = FixedQuery(lambda *slugs: Person.objects.published().filter(slug__in=slugs).values_list("slug", "pk"), 2)
    for one, other in pairwise(people):
        expected = [(person.slug, person.pk) for person in (one, other) if person.status == "published"]
        with django_assert_num_queries(1):
            assert sorted(query.rows(one.slug, other.slug)) == sorted(expected)
    with pytest.raises(ValueError, match="shorter"):
        query.rows("ada")


def test_a_text_that_stands_for_others_is_one_itself():
    make_person("Ada", description="<text 0>")
    query = FixedQuery(lambda text: Person.objects.filter(description=text).values_list("slug"), 1)
    assert query.rows("<text 0>") == [("ada",)]
    assert query.rows("text") == query.rows("' OR 1=1 --") == []


def test_it_is_built_once():
    built = []
    query = FixedQuery(lambda: built.append(1) or Organization.objects.values_list("slug"))
    assert query.rows() == query.rows() == [] and len(built) == 1
