"""A merged record leads to its survivor, in addresses and in filters."""

import pytest

from people.models import Person
from talentwatch.api.parameters import SlugsParameter
from tests.support.built_once import built_once
from tests.support.factories import make_cohort, make_employment, make_organization, make_person

pytestmark = pytest.mark.django_db


def merge(record, survivor):
    type(record)._base_manager.filter(pk=record.pk).update(status="withdrawn", merged_into=survivor)
    record.refresh_from_db()
    return record


@pytest.fixture
@built_once
def ada():
    return make_person("Ada Lovelace")


@pytest.fixture
@built_once
def twin(ada):
    """Ada under her maiden name, entered twice."""
    return merge(make_person("Ada Byron"), ada)


def moved_to(api, address):
    response = api.get(f"/api/v1/{address}")
    assert response.status_code == 301
    assert response["Content-Type"] == "application/problem+json"
    assert response.json()["detail"] == "This record was merged into another."
    # Django's test client follows what has an url.
    assert response.url == response["Location"]
    return response["Location"]


def test_its_address_leads_to_the_survivor(api, twin):
    assert moved_to(api, "people/ada-byron/") == "http://testserver/api/v1/people/ada-lovelace/"
    assert api.slugs("people/") == ["ada-lovelace"]


def test_its_address_keeps_the_parameters(api, twin):
    assert moved_to(api, "people/ada-byron/?fields=slug,name").endswith("/ada-lovelace/?fields=slug%2Cname")
    for name in ("jsonld", "timelinejs"):
        assert moved_to(api, f"people/ada-byron/?format={name}").endswith(f"/ada-lovelace/?format={name}")
    api.get_json("people/ada-byron/", 400, q="ada")


def test_a_chain_of_merges_is_followed_to_the_end(api, twin, ada):
    last = make_person("Ada King")
    merge(ada, last)
    assert moved_to(api, "people/ada-byron/").endswith("/ada-king/")
    assert moved_to(api, "people/ada-lovelace/").endswith("/ada-king/")


def test_a_withdrawn_survivor_answers_for_itself(api, twin, ada):
    Person._base_manager.filter(pk=ada.pk).update(status="withdrawn")
    assert moved_to(api, "people/ada-byron/").endswith("/ada-lovelace/")
    api.get_json("people/ada-lovelace/", 410)


def test_a_survivor_that_was_never_public_is_not_named(api, twin, ada):
    Person._base_manager.filter(pk=ada.pk).update(status="draft", published_at=None)
    api.get_json("people/ada-byron/", 410)


def test_what_was_never_public_leads_nowhere(api, twin):
    Person._base_manager.filter(pk=twin.pk).update(published_at=None)
    api.get_json("people/ada-byron/", 404)
    assert api.refusals("cohorts/", person="ada-byron") == {"person": "Unknown person: ada-byron."}


def test_a_circle_of_merges_ends(api, twin, ada):
    merge(ada, twin)
    assert moved_to(api, "people/ada-byron/").endswith("/ada-lovelace/")
    assert list(api.refusals("cohorts/", person="ada-byron,ada-lovelace")) == ["person"]


def test_in_a_filter_it_means_the_survivor(api, twin, ada):
    make_employment(ada, make_organization("Acme"))
    make_cohort(ada, name="Authors")
    assert api.slugs("employments/", person="ada-byron") == ["ada-lovelace-acme"]
    assert (
        api.slugs("cohorts/", person="ada-byron")
        == api.slugs("cohorts/", person="ada-byron,ada-lovelace")
        == ["authors"]
    )


def test_in_a_filter_it_means_the_last_survivor(api, twin, ada):
    last = make_person("Ada King")
    merge(ada, last)
    make_employment(last, make_organization("Acme"))
    assert api.slugs("employments/", person="ada-byron") == ["ada-king-acme"]


@pytest.mark.parametrize("status", ["draft", "in_review", "withdrawn"])
def test_in_a_filter_a_hidden_survivor_is_unknown(api, twin, ada, status):
    Person._base_manager.filter(pk=ada.pk).update(status=status)
    assert api.refusals("cohorts/", person="ada-byron") == {"person": "Unknown person: ada-byron."}


def test_an_organization_merged_away_brings_the_parts_of_its_survivor(api):
    acme = make_organization("Acme")
    make_employment(make_person("Bob"), make_organization("Acme Labs", parent=acme))
    merge(make_organization("Acme Inc"), acme)
    assert api.slugs("people/", organization="acme-inc") == ["bob"]


def test_known_slugs_cost_one_query_and_merged_ones_three(ada, twin, django_assert_num_queries):
    slugs = SlugsParameter(model=Person, required=False)
    with django_assert_num_queries(1):
        assert slugs.clean("ada-lovelace") == [ada.pk]
    with django_assert_num_queries(3):
        assert slugs.clean("ada-byron") == [ada.pk]
