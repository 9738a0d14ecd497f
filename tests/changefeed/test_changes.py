"""/api/v1/changes/"""

import pytest

from talentwatch.changefeed.models import Change
from talentwatch.publishing import transitions
from tests.support.factories import make_employment, make_event, make_organization, make_person, make_source

pytestmark = pytest.mark.django_db


def logged_changes(api, **parameters):
    return [f"{row['action']} {row['resource']}/{row['slug']}" for row in rows(api, **parameters)]


def rows(api, **parameters):
    return api.get_json("changes/", **parameters)["results"]


@pytest.fixture
def acme():
    return make_organization("Acme")


def test_one_change_in_full(api, acme):
    (row,) = rows(api)
    assert row.pop("at").endswith("Z")
    assert row == {
        "seq": 1,
        "action": "published",
        "resource": "organizations",
        "slug": "acme",
        "url": "http://testserver/api/v1/organizations/acme/",
    }


def test_a_post_brings_its_claim_and_its_move(api, acme):
    make_employment(make_person("Ada"), acme, claims=({"source": make_source()},))
    assert logged_changes(api, since=3) == [
        "published employments/ada-acme",
        "changed people/ada",  # which shows its posts
        "published claims/ada-acme--the-paper",
        "published moves/ada-acme",
    ]


def test_every_address_leads_to_the_row(api, acme):
    post = make_employment(make_person("Ada"), acme)
    make_event(people=(post.person,))
    for row in rows(api):
        found = api.get(row["url"]).json()
        assert row["slug"] in {found.get("slug"), *(one["slug"] for one in found.get("results", ()))}


def test_since_is_not_included(api, acme):
    make_person("Ada")
    assert logged_changes(api, since=1) == ["published people/ada"]
    assert logged_changes(api, since=2) == logged_changes(api, since=2**63 - 1) == []


def test_the_newest_first(api, acme):
    make_person("Ada")
    assert [row["seq"] for row in rows(api, ordering="-seq", page_size=1)] == [2]


def test_pages_follow_each_other_without_a_gap(api, acme):
    make_employment(make_person("Ada"), acme)
    seen, page = [], api.get_json("changes/", page_size=2, since=1)
    while page["next"]:
        seen += [row["seq"] for row in page["results"]]
        page = api.get(page["next"]).json()
    seen += [row["seq"] for row in page["results"]]
    assert seen == list(range(2, Change.objects.count() + 1))


def test_by_resource_and_action(api, acme):
    acme.name = "Acme Inc"
    acme.save()
    make_person("Ada")
    assert logged_changes(api, resource="people") == ["published people/ada"]
    assert logged_changes(api, resource="people,organizations", action="changed") == ["changed organizations/acme"]


def test_updated_after(api, acme):
    make_person("Ada")
    assert logged_changes(api, updated_after=rows(api)[1]["at"]) == ["published people/ada"]


def test_withdrawn_and_back(api, acme):
    transitions.withdraw(acme)
    transitions.publish(acme)
    assert logged_changes(api, since=1) == ["withdrawn organizations/acme", "published organizations/acme"]


def test_merged(api, acme):
    twin = make_organization("Acme Inc")
    twin.status, twin.merged_into = "withdrawn", acme
    twin.save()
    assert logged_changes(api, since=2) == ["merged organizations/acme-inc"]


def test_drafts_are_nowhere(api):
    post = make_employment(
        make_person("Ada", status="draft"), make_organization("Acme", status="draft"), status="draft"
    )
    make_event(people=(post.person,), status="in_review", sources=(make_source(status="draft"),))
    assert logged_changes(api) == ["published sources/the-paper"]


def test_what_changes_nothing_for_readers_isn_t_logged(api, acme):
    post = make_employment(make_person("Ada", status="draft"), acme, status="draft")
    seq = Change.objects.count()
    post.title = "Researcher"
    post.save()
    assert logged_changes(api, since=seq) == []


@pytest.mark.parametrize(
    ("parameters", "detail"),
    [
        ({"since": "-1"}, "Accepted: a whole number from 0 to 9223372036854775807."),
        ({"since": "9223372036854775808"}, "Accepted: a whole number from 0 to 9223372036854775807."),
        ({"since": "2026-11-21"}, "Accepted: a whole number from 0 to 9223372036854775807."),
        (
            {"action": "deleted"},
            "Accepted: published, changed, withdrawn, merged, erased; at most 100, separated by commas.",
        ),
        ({"ordering": "slug"}, "Accepted: seq, -seq."),
    ],
)
def test_what_it_refuses(api, parameters, detail):
    assert list(api.refusals("changes/", **parameters).values()) == [detail]


def test_it_is_a_file_too(api, acme):
    lines = b"".join(api.get("/api/v1/changes/?format=csv&fields=seq,slug").streaming_content).decode().splitlines()
    assert lines == ["seq,slug", "1,acme"]
