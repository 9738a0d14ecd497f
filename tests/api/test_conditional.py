"""ETags: the same for the same bytes, another as soon as any byte would change, and 304 for whoever has them."""

import pytest

from people.models import PersonName
from tests.support.built_once import built_once
from tests.support.factories import make_cohort, make_employment, make_event, make_organization, make_person

PEOPLE, ADA = "/api/v1/people/", "/api/v1/people/ada/"

pytestmark = pytest.mark.django_db


@pytest.fixture
@built_once
def post():
    return make_employment(make_person("Ada"), make_organization("Acme"))


def etag(api, address):
    return api.get(address)["ETag"]


def test_a_repeat_has_the_same_bytes_and_the_same_etag(api, post):
    for address in (PEOPLE, ADA, "/api/v1/", "/api/v1/schema/", "/api/v1/docs/", "/api/v1/employments/?count=true"):
        first, second = api.get(address), api.get(address)
        assert first.content == second.content
        assert first["ETag"] == second["ETag"]
        assert first["ETag"].startswith('"')


def test_no_two_answers_share_an_etag(api, post):
    addresses = [PEOPLE, ADA, f"{PEOPLE}?fields=slug", f"{PEOPLE}?count=true", f"{PEOPLE}?q=nobody", "/api/v1/claims/"]
    assert len({etag(api, address) for address in addresses}) == len(addresses)


def rename(record):
    record.name = "Zeta"
    record.save()


CHANGES = [
    ("the person", lambda post: rename(post.person), [PEOPLE, ADA, "/api/v1/employments/", "/api/v1/events/"]),
    (
        "the organization",
        lambda post: rename(post.organization),
        [ADA, "/api/v1/organizations/", "/api/v1/employments/ada-acme/", "/api/v1/claims/", "/api/v1/events/"],
    ),
    (
        "another name",
        lambda post: PersonName.objects.create(person=post.person, text="עדה", language="he"),
        [PEOPLE, ADA],
    ),
    ("another post", lambda post: make_employment(post.person, make_organization("Initech")), [ADA]),
    (
        "the source",
        lambda post: post.claims.get().source.__class__.objects.update(publisher="Zine"),
        ["/api/v1/sources/", "/api/v1/claims/", "/api/v1/employments/ada-acme/", "/api/v1/events/", "/api/v1/cohorts/"],
    ),
    (
        "a claim",
        lambda post: post.claims.get().delete() if post.claims.count() > 1 else post.claims.update(stance="denied"),
        ["/api/v1/claims/", "/api/v1/employments/"],
    ),
]


@pytest.mark.parametrize(("change", "addresses"), [case[1:] for case in CHANGES], ids=[case[0] for case in CHANGES])
def test_it_changes_on_every_page_that_shows_the_change(api, post, change, addresses):
    make_event(people=(post.person,), organizations=(post.organization,), sources=(post.claims.get().source,))
    make_cohort(post.person, source=post.claims.get().source)
    before = {address: etag(api, address) for address in addresses}
    change(post)
    assert [address for address in addresses if etag(api, address) == before[address]] == []


def test_who_has_the_answer_gets_304(api, post):
    for address in (PEOPLE, ADA, "/api/v1/schema/"):
        for ask in (api.get, api.head):
            response = ask(address, headers={"If-None-Match": etag(api, address)})
            assert (response.status_code, response.content) == (304, b"")


def test_304_keeps_the_headers_that_a_caller_needs(api, post):
    full = api.get(ADA)
    response = api.get(ADA, headers={"If-None-Match": full["ETag"], "Origin": "https://a.example"})
    for name in ("ETag", "Cache-Control", "RateLimit-Policy"):
        assert response[name] == full[name]
    assert response["RateLimit"].startswith('"anonymous";r=')
    assert response["X-Request-Id"]
    assert response["Access-Control-Allow-Origin"] == "*"
    assert "Content-Type" not in response


@pytest.mark.parametrize(
    ("form", "status"),
    [
        ("{}", 304),
        ("W/{}", 304),
        ('"other", {}', 304),
        ('"other",W/{} , "more"', 304),
        ("*", 304),
        ('"other"', 200),
        ('W/"other"', 200),
        ("garbage", 200),
        ("", 200),
        ("{}x", 200),
    ],
)
def test_the_forms_of_if_none_match(api, post, form, status):
    assert api.get(ADA, headers={"If-None-Match": form.format(etag(api, ADA))}).status_code == status


def test_an_old_etag_gets_the_new_answer(api, post):
    old = etag(api, ADA)
    rename(post.organization)
    response = api.get(ADA, headers={"If-None-Match": old})
    assert response.status_code == 200
    assert response.json()["employments"][0]["organization"]["name"] == "Zeta"


def test_an_error_is_never_304(api):
    for address, status in ((ADA, 404), (f"{PEOPLE}?x=1", 400)):
        response = api.get(address, headers={"If-None-Match": "*"})
        assert response.status_code == status
        assert "ETag" not in response


def test_if_match_is_honoured(api, post):
    assert api.get(ADA, headers={"If-Match": etag(api, ADA)}).status_code == 200
    response = api.get(ADA, headers={"If-Match": '"other"'})
    assert (response.status_code, response["Content-Type"]) == (412, "application/problem+json")
    assert response.json()["detail"] == "The response differs from the one named in If-Match."


@pytest.mark.parametrize("since", ["Thu, 01 Jan 1970 00:00:00 GMT", "Fri, 01 Jan 2100 00:00:00 GMT", "yesterday"])
def test_dates_are_ignored_where_no_answer_has_one(api, post, since):
    for name in ("If-Unmodified-Since", "If-Modified-Since"):
        assert api.get(ADA, headers={name: since}).status_code == 200
        headers = {name: since, "If-None-Match": etag(api, ADA)}
        assert api.get(ADA, headers=headers).status_code == 304


def test_options_and_health_have_no_etag(api):
    assert "ETag" not in api.options(PEOPLE)
    assert "ETag" not in api.get("/healthz")
