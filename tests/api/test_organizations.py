"""GET /api/v1/organizations/ and one of them."""

from datetime import UTC, date, datetime

import pytest

from people.models import Organization, OrganizationName
from talentwatch.exchange.run_import import TimelineError, import_timeline
from talentwatch.records.edit import edit
from tests.support.built_once import built_once
from tests.support.factories import make_employment, make_organization
from tests.support.timeline_file import small_timeline

MOMENT = datetime(2026, 1, 2, 3, 4, 5, tzinfo=UTC)


@pytest.fixture
@built_once
def acme():
    return make_organization("Acme", country="US", kind="company")


@pytest.fixture
@built_once
def labs(acme):
    return make_organization("Acme Labs", country="FR", kind="lab", parent=acme)


def test_a_row(api, acme):
    with edit(at=MOMENT):
        labs = make_organization(
            "Acme Labs",
            kind="lab",
            parent=acme,
            country="FR",
            founded="early 2015",
            dissolved="by June 2023",
            website="https://labs.example/",
            wikidata_id="Q42",
            description="Where Acme thinks.",
        )
        OrganizationName.objects.create(organization=labs, text="AL", language="en", kind="abbreviation")
        OrganizationName.objects.create(organization=labs, text="Akme", language="en", kind="misspelling")
    assert api.get_json("organizations/", q="labs")["results"] == [
        {
            "slug": "acme-labs",
            "url": "http://testserver/api/v1/organizations/acme-labs/",
            "page": "http://testserver/organizations/acme-labs/",
            "updated_at": "2026-01-02T03:04:05Z",
            "name": "Acme Labs",
            "kind": "lab",
            "parent": {"slug": "acme", "name": "Acme"},
            "country": "FR",
            "founded": "[2015-01..2015-04]",
            "founded_earliest": "2015-01-01",
            "founded_latest": "2015-04-30",
            "dissolved": "[..2023-06]",
            "dissolved_earliest": None,
            "dissolved_latest": "2023-06-30",
            "website": "https://labs.example/",
            "wikidata_id": "Q42",
            "description": "Where Acme thinks.",
            "names": [{"text": "AL", "language": "en", "kind": "abbreviation"}],
        }
    ]


def test_what_nobody_entered_is_null(api):
    make_organization()
    row = api.get_json("organizations/acme/")
    assert {name for name, value in row.items() if value is None} == {
        "parent",
        "country",
        "founded",
        "founded_earliest",
        "founded_latest",
        "dissolved",
        "dissolved_earliest",
        "dissolved_latest",
        "website",
        "wikidata_id",
        "description",
    }
    assert row["names"] == row["children"] == []


def test_one_organization_has_its_direct_parts(api, acme, labs):
    make_organization("Acme Robotics", parent=acme)
    make_organization("Acme Labs Paris", parent=labs)
    body = api.get_json("organizations/acme/")
    assert body.pop("children") == [
        {"slug": "acme-labs", "name": "Acme Labs"},
        {"slug": "acme-robotics", "name": "Acme Robotics"},
    ]
    assert body in api.get_json("organizations/")["results"]


def test_q_finds_by_a_former_name(api, acme, labs):
    OrganizationName.objects.create(organization=acme, text="Initech", language="en", kind="former")
    assert api.slugs("organizations/", q="INITECH") == ["acme"]
    assert api.slugs("organizations/", q="acme") == ["acme", "acme-labs"]
    assert api.slugs("organizations/", q="globex") == []
    assert list(api.refusals("organizations/", q="…")) == ["q"]


def test_kind(api, acme, labs):
    assert api.slugs("organizations/", kind="lab") == ["acme-labs"]
    assert api.slugs("organizations/", kind="lab,company") == ["acme", "acme-labs"]
    assert api.slugs("organizations/", kind="media") == []
    assert api.refusals("organizations/", kind="shop") == {
        "kind": "Accepted: company, startup, lab, university, government, nonprofit, media, team; "
        "at most 100, separated by commas."
    }


def test_parent_means_the_direct_parts(api, acme, labs):
    make_organization("Acme Labs Paris", parent=labs)
    assert api.slugs("organizations/", parent="acme") == ["acme-labs"]
    assert api.slugs("organizations/", parent="acme,acme-labs") == ["acme-labs", "acme-labs-paris"]
    assert api.slugs("organizations/", parent="acme-labs-paris") == []
    assert api.refusals("organizations/", parent="nope") == {"parent": "Unknown organization: nope."}


def test_country(api, acme, labs):
    assert api.slugs("organizations/", country="FR") == ["acme-labs"]
    assert api.slugs("organizations/", country="FR,US") == ["acme", "acme-labs"]
    assert api.slugs("organizations/", country="CN") == []


@pytest.mark.parametrize("value", ["fr", "FRA", "France", "FR,", "F", "XX", "FR,UK"])
def test_country_refuses(api, value):
    assert api.refusals("organizations/", country=value) == {
        "country": "Accepted: ISO 3166-1 alpha-2 codes such as US or FR; at most 100, separated by commas."
    }


@pytest.mark.parametrize("name", ["founded", "dissolved"])
def test_ordering_puts_what_has_no_date_last(api, name):
    make_organization("Undated")
    make_organization("Late", **{name: "2020"})
    make_organization("Open", **{name: "by 2015"})
    make_organization("Early", **{name: "2010"})
    make_organization("Also Late", **{name: "Jan 2020"})
    assert api.slugs("organizations/", ordering=name) == ["early", "also-late", "late", "open", "undated"]
    assert api.slugs("organizations/", ordering=f"-{name}") == ["also-late", "late", "early", "open", "undated"]


@pytest.mark.django_db
def test_an_old_organization_is_served_like_any_other(api, client):
    harvard = make_organization("Harvard", kind="university")
    Organization.objects.update(founded_earliest=date(1636, 10, 28), founded_latest=date(1636, 10, 28))
    row = api.get_json("organizations/harvard/")
    assert (row["founded"], row["founded_earliest"]) == ("1636-10-28", "1636-10-28")
    assert api.get_json("organizations/harvard/", format="jsonld")["foundingDate"] == "1636-10-28"
    assert "founded on 28 October 1636" in client.get("/organizations/harvard/").content.decode()
    assert make_employment(organization=harvard, start="1900").start.first_year == 1900


@pytest.mark.django_db
def test_an_old_organization_is_imported():
    data = small_timeline()
    data["organizations"][0]["founded"] = "1636"
    import_timeline(data)
    assert str(Organization.objects.get(slug=data["organizations"][0]["slug"]).founded) == "1636"
    data["employments"][0]["start"] = "1636"
    with pytest.raises(TimelineError, match="only the years 1900 to 2100"):
        import_timeline(data)


@pytest.mark.parametrize(
    ("parameters", "slugs"),
    [
        ({"wikidata_id": "Q42"}, ["ada"]),
        ({"wikidata_id": "q42,https://www.wikidata.org/wiki/Q7"}, ["ada", "bob"]),
        ({"wikidata_id": "Q43"}, []),
        ({"wikidata_id": "42"}, None),
    ],
)
def test_identifiers(api, parameters, slugs):
    make_organization("Ada", wikidata_id="Q42"), make_organization("Bob", wikidata_id="Q7")
    if slugs is None:
        assert list(api.refusals("organizations/", **parameters)) == list(parameters)
    else:
        assert api.slugs("organizations/", **parameters) == slugs
