"""Filters narrow a list and never repeat a row, whatever relations they cross."""

import pytest

from people.filters import EmploymentFilterSet
from people.views import EmploymentViewSet
from talentwatch.api.filters import ChoicesFilter, LanguageFilter, StrictFilter
from talentwatch.api.parameters import ListParameter
from tests.support.built_once import built_once
from tests.support.factories import make_employment, make_organization, make_person, make_source

pytestmark = pytest.mark.django_db


class PublisherFilter(StrictFilter):
    """Crosses two relations in a narrow() that doesn't use its field name."""

    field_class = ListParameter

    def narrow(self, rows, value):
        return rows.filter(claims__source__publisher__in=value, person__names__language="en")


class WideFilterSet(EmploymentFilterSet):
    language = LanguageFilter(field_name="claims__source__language")
    stance = ChoicesFilter(["reported", "denied"], field_name="claims__stance")
    publisher = PublisherFilter(pattern=".+", accepted="publishers")
    country = LanguageFilter(field_name="organization__country")


@pytest.fixture(autouse=True)
def _wide_filters(monkeypatch):
    monkeypatch.setattr(EmploymentViewSet, "filterset_class", WideFilterSet)


@pytest.fixture
@built_once
def posts():
    """Two posts with three claims each: two in English, one in French."""
    acme = make_organization("Acme", country="US")
    sources = [make_source("The Paper"), make_source("The Herald"), make_source("Le Journal", language="fr")]
    for name in ("Ada", "Bob"):
        person = make_person(name, names=("Alias", "Nickname"))
        make_employment(person, acme, claims=[{"source": source} for source in sources])
    make_employment(make_person("Cleo"), make_organization("Other"))


@pytest.mark.usefixtures("posts")
@pytest.mark.parametrize(
    "parameters",
    [
        {"language": "fr,en", "person": "ada,bob"},
        {"stance": "reported", "language": "fr"},
        {"publisher": "The Paper,The Herald"},
        {"publisher": "The Paper,The Herald", "language": "en", "organization": "acme"},
    ],
)
def test_a_filter_across_a_to_many_relation_gives_each_row_once(api, parameters):
    body = api.get_json("employments/", count="true", **parameters)
    assert [row["slug"] for row in body["results"]] == ["ada-acme", "bob-acme"]
    assert body["count"] == 2


@pytest.mark.usefixtures("posts")
def test_a_filter_across_a_to_many_relation_costs_no_query_but_that_for_languages(api, django_assert_num_queries):
    with django_assert_num_queries(2):
        assert api.slugs("employments/", language="en", stance="reported") == ["ada-acme", "bob-acme", "cleo-other"]


@pytest.mark.usefixtures("posts")
def test_a_filter_across_to_one_relations_needs_no_subquery(api, django_assert_num_queries):
    # The second one is for the languages.
    with django_assert_num_queries(2) as queries:
        assert api.slugs("employments/", country="US") == ["ada-acme", "bob-acme"]
    # Beside that of the documents, and the two that look for a hidden person and a hidden organization.
    assert queries[1]["sql"].count("SELECT") == 4
