"""format=jsonld of a person, an organization, an event."""

from datetime import UTC, datetime

import pytest

from people.models import OrganizationName, PersonName
from talentwatch.records.edit import edit
from tests.support.built_once import built_once
from tests.support.factories import make_employment, make_event, make_organization, make_person, make_source
from tests.support.linked import expanded

SITE = "http://testserver"
API = f"{SITE}/api/v1"
SCHEMA = "http://schema.org/"

pytestmark = pytest.mark.django_db


def linked(api, address, **parameters):
    response = api.get(f"/api/v1/{address}", {"format": "jsonld", **parameters})
    assert response.status_code == 200, response.content
    assert response["Content-Type"] == "application/ld+json"
    return response.json()


def page_at(path):
    """What search engines and people open: the page, not the JSON."""
    return {"url": f"{SITE}/{path}", "mainEntityOfPage": f"{SITE}/{path}"}


@pytest.fixture
@built_once
def ada():
    person = make_person(
        "Ada Lovelace",
        description="She writes programs.",
        wikidata_id="Q7259",
        orcid="0000-0002-1825-0097",
        website="https://ada.example/",
    )
    PersonName.objects.create(person=person, text="עדה לאבלייס", language="he")
    PersonName.objects.create(person=person, text="Ada Lovelance", language="en", kind="misspelling")
    return person


@pytest.fixture
@built_once
def acme():
    return make_organization("Acme")


def test_a_person(api, ada, acme):
    make_employment(ada, acme, title="Chief", start="2020-06", end_state="ongoing")
    make_employment(
        ada, make_organization("Initech"), role="research", start="2015", end="2020-05-31", end_state="ended"
    )
    body = linked(api, "people/ada-lovelace/")
    assert body == {
        "@context": "https://schema.org",
        "@id": f"{API}/people/ada-lovelace/",
        "@type": "Person",
        "name": "Ada Lovelace",
        "alternateName": ["עדה לאבלייס"],
        "description": "She writes programs.",
        **page_at("people/ada-lovelace/"),
        "sameAs": [
            "https://www.wikidata.org/entity/Q7259",
            "https://orcid.org/0000-0002-1825-0097",
            "https://ada.example/",
        ],
        "worksFor": [
            {
                "@id": f"{API}/employments/ada-lovelace-acme/",
                "url": f"{SITE}/people/ada-lovelace/#ada-lovelace-acme",
                "@type": "OrganizationRole",
                "roleName": "Chief",
                "startDate": "2020-06",
                "worksFor": {
                    "@id": f"{API}/organizations/acme/",
                    "@type": "Organization",
                    "name": "Acme",
                    "url": f"{SITE}/organizations/acme/",
                },
            }
        ],
        "alumniOf": [
            {
                "@id": f"{API}/employments/ada-lovelace-initech/",
                "url": f"{SITE}/people/ada-lovelace/#ada-lovelace-initech",
                "@type": "OrganizationRole",
                "roleName": "research",
                "startDate": "2015",
                "endDate": "2020-05-31",
                "alumniOf": {
                    "@id": f"{API}/organizations/initech/",
                    "@type": "Organization",
                    "name": "Initech",
                    "url": f"{SITE}/organizations/initech/",
                },
            }
        ],
    }
    (role,) = expanded(body)[f"{SCHEMA}worksFor"]
    assert role["@type"] == [f"{SCHEMA}OrganizationRole"]
    assert role[f"{SCHEMA}startDate"] == [{"@type": f"{SCHEMA}Date", "@value": "2020-06"}]


def test_a_person_of_whom_nothing_is_known(api):
    make_person("Ada")
    body = linked(api, "people/ada/")
    assert body == {
        "@context": "https://schema.org",
        "@id": f"{API}/people/ada/",
        "@type": "Person",
        "name": "Ada",
        **page_at("people/ada/"),
    }
    expanded(body)


@pytest.mark.parametrize(
    ("values", "tie"),
    [
        ({"end_state": "ongoing"}, "worksFor"),
        ({"end": "2020", "end_state": "ended"}, "alumniOf"),
        ({"end_state": "unknown"}, "affiliation"),
        ({"end_state": "ongoing", "role": "student"}, "affiliation"),
        ({"end": "2020", "end_state": "ended", "role": "student"}, "alumniOf"),
        ({"end_state": "ongoing", "role": "advisor"}, "affiliation"),
        ({"end": "2020", "end_state": "ended", "role": "board"}, "affiliation"),
    ],
)
def test_what_ties_a_person_to_an_organization(api, ada, acme, values, tie):
    make_employment(ada, acme, **values)
    body = linked(api, "people/ada-lovelace/")
    assert {"worksFor", "alumniOf", "affiliation"} & body.keys() == {tie}
    assert body[tie][0][tie]["name"] == "Acme"
    expanded(body)


@pytest.mark.parametrize(
    ("start", "said"),
    [
        ("2020", "2020"),
        ("2020-06", "2020-06"),
        ("2020-06-15", "2020-06-15"),
        ("early 2020", None),
        ("by 2020", None),
        ("from 2020 on", None),
    ],
)
def test_a_date_is_never_made_more_precise(api, ada, acme, start, said):
    make_employment(ada, acme, start=start, end_state="ongoing")
    (role,) = linked(api, "people/ada-lovelace/")["worksFor"]
    assert role.get("startDate") == said


@pytest.mark.parametrize(
    ("stances", "is_said"),
    [
        (("announced",), True),
        (("reported",), True),
        (("rumoured",), False),
        (("denied",), False),
        (("announced", "denied"), False),
    ],
)
def test_only_what_is_confirmed_or_reported_is_asserted(api, ada, acme, stances, is_said):
    claims = tuple({"stance": stance, "source": make_source(stance)} for stance in stances)
    make_employment(ada, acme, end_state="ongoing", claims=claims)
    assert ("worksFor" in linked(api, "people/ada-lovelace/")) is is_said


def test_an_organization(api, acme):
    part = make_organization(
        "FAIR",
        parent=acme,
        founded="2013-12",
        dissolved="early 2025",
        country="US",
        website="https://fair.example/",
        wikidata_id="Q1",
        description="A laboratory.",
    )
    OrganizationName.objects.create(organization=part, text="FAIR Lab", language="en")
    make_organization("FAIR Paris", parent=part)
    body = linked(api, "organizations/fair/")
    assert body == {
        "@context": "https://schema.org",
        "@id": f"{API}/organizations/fair/",
        "@type": "Organization",
        "name": "FAIR",
        "alternateName": ["FAIR Lab"],
        "description": "A laboratory.",
        **page_at("organizations/fair/"),
        "sameAs": ["https://www.wikidata.org/entity/Q1", "https://fair.example/"],
        "parentOrganization": {
            "@id": f"{API}/organizations/acme/",
            "@type": "Organization",
            "name": "Acme",
            "url": f"{SITE}/organizations/acme/",
        },
        "subOrganization": [
            {
                "@id": f"{API}/organizations/fair-paris/",
                "@type": "Organization",
                "name": "FAIR Paris",
                "url": f"{SITE}/organizations/fair-paris/",
            }
        ],
        "foundingDate": "2013-12",
        "address": {"@type": "PostalAddress", "addressCountry": "US"},
    }
    expanded(body)
    assert linked(api, "organizations/acme/").keys() == {
        "@context",
        "@id",
        "@type",
        "name",
        "url",
        "mainEntityOfPage",
        "subOrganization",
    }


def test_an_event_cites_its_sources(api, ada, acme):
    with edit(at=datetime(2026, 1, 2, 3, 4, 5, tzinfo=UTC)):
        make_event(
            "Ada joins Acme",
            date="early 2023",
            people=(ada,),
            organizations=(acme,),
            sources=(
                make_source("Corriere", slug="a", language="it", url="https://c.example/1", published="2023-06-15"),
                (make_source("", slug="b", published="by 2023"), "denied"),
            ),
        )
    body = linked(api, "events/ada-joins-acme/")
    assert body == {
        "@context": "https://schema.org",
        "@id": f"{API}/events/ada-joins-acme/",
        "@type": "NewsArticle",
        **page_at("events/ada-joins-acme/"),
        "headline": "Ada joins Acme",
        "articleBody": "It is so.",
        "inLanguage": "en-gb",
        "datePublished": "2026-01-02T03:04:05Z",
        "dateModified": "2026-01-02T03:04:05Z",
        "temporalCoverage": "2023-01/2023-04",
        "keywords": ["hire", "disputed"],
        "about": [
            {
                "@id": f"{API}/people/ada-lovelace/",
                "@type": "Person",
                "name": "Ada Lovelace",
                "url": f"{SITE}/people/ada-lovelace/",
            },
            {
                "@id": f"{API}/organizations/acme/",
                "@type": "Organization",
                "name": "Acme",
                "url": f"{SITE}/organizations/acme/",
            },
        ],
        "citation": [
            {
                "@type": "NewsArticle",
                "identifier": "a",
                "url": "https://c.example/1",
                "publisher": {"@type": "Organization", "name": "Corriere"},
                "datePublished": "2023-06-15",
                "inLanguage": "it",
                "keywords": "reported",
            },
            {"@type": "NewsArticle", "identifier": "b", "inLanguage": "en", "keywords": "denied"},
        ],
        "author": {"@type": "Organization", "name": "talentwatch"},
        "publisher": {"@type": "Organization", "name": "talentwatch"},
        "license": "https://creativecommons.org/licenses/by/4.0/",
    }
    assert [one["@type"] for one in expanded(body)[f"{SCHEMA}citation"]] == [[f"{SCHEMA}NewsArticle"]] * 2


def test_a_date_of_one_unit_stays_one(api):
    make_event("Ada joins Acme", date="2023-06")
    assert linked(api, "events/ada-joins-acme/")["temporalCoverage"] == "2023-06"


@pytest.mark.parametrize("address", ["people/ada-lovelace/", "organizations/acme/"])
@pytest.mark.parametrize("parameters", [{"fields": "slug"}, {"page_size": "5"}, {"depth": "2"}])
def test_bad_parameters_are_problems_here_too(api, ada, acme, address, parameters):
    assert list(api.refusals(address, format="jsonld", **parameters)) == list(parameters)


def test_lists_are_not_linked(api):
    for name in ("people", "organizations", "events"):
        assert list(api.refusals(f"{name}/", format="jsonld")) == ["format"]


def test_it_may_be_asked_for_by_accept(api, ada):
    response = api.get("/api/v1/people/ada-lovelace/", headers={"accept": "application/ld+json"})
    assert response["Content-Type"] == "application/ld+json"
    again = api.get("/api/v1/people/ada-lovelace/?format=jsonld", headers={"If-None-Match": response["ETag"]})
    assert again.status_code == 304
