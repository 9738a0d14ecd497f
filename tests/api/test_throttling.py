"""How much one client may ask."""

from itertools import count
from types import SimpleNamespace

import pytest

from talentwatch.api.throttling import AnonymousThrottle, metered
from tests.support.factories import make_person

PEOPLE = "/api/v1/people/"
AWAY = {"BACKEND": "django.core.cache.backends.redis.RedisCache", "LOCATION": "redis://127.0.0.1:1/0"}
MINUTE = 29_000_000

pytestmark = pytest.mark.django_db


@pytest.fixture
def at(monkeypatch, settings):
    """Two requests a minute; says which second of which minute it is."""
    settings.API_REQUESTS_PER_MINUTE = 2

    def set_time(second):
        monkeypatch.setattr(AnonymousThrottle, "timer", staticmethod(lambda: MINUTE * 60 + second))

    set_time(10)
    return set_time


def answers(api, count, **headers):
    return [api.get(PEOPLE, headers=headers).status_code for _ in range(count)]


def test_each_answer_says_what_is_left(api, at):
    told = [(response["RateLimit"], response["RateLimit-Policy"]) for response in (api.get(PEOPLE) for _ in range(3))]
    assert told == [
        ('"anonymous";r=1;t=50', '"anonymous";q=2;w=60'),
        ('"anonymous";r=0;t=50', '"anonymous";q=2;w=60'),
        ('"anonymous";r=0;t=50', '"anonymous";q=2;w=60'),
    ]


def test_more_than_the_limit_is_refused_until_the_minute_is_over(api, at):
    assert answers(api, 3) == [200, 200, 429]
    response = api.get(PEOPLE)
    assert response["Content-Type"] == "application/problem+json"
    assert (response.json()["title"], response.json()["status"]) == ("Too Many Requests", 429)
    assert 50 <= int(response["Retry-After"]) <= 51
    at(59)
    assert answers(api, 1) == [429]
    at(60)
    assert answers(api, 3) == [200, 200, 429]


def test_every_page_and_every_refusal_counts(api, at):
    assert api.get("/api/v1/").status_code == 200
    assert api.get(f"{PEOPLE}?x=1").status_code == 400
    assert api.get("/api/v1/people/nobody/").status_code == 429


def test_304_counts_too(api, at):
    etag = api.get(PEOPLE)["ETag"]
    assert [api.get(PEOPLE, headers={"If-None-Match": etag}).status_code for _ in range(2)] == [304, 429]


def test_other_addresses_are_counted_apart(api, at):
    assert answers(api, 3) == [200, 200, 429]
    assert api.get(PEOPLE, REMOTE_ADDR="192.0.2.7").status_code == 200


def test_without_a_proxy_nobody_is_somebody_else_by_saying_so(api, at):
    assert [answers(api, 1, **{"X-Forwarded-For": f"192.0.2.{number}"}) for number in range(3)] == [[200], [200], [429]]


def test_behind_a_proxy_only_what_the_proxy_says_counts(api, at, settings):
    settings.NUM_PROXIES = 1
    said = [f"203.0.113.{number}, 192.0.2.1" for number in range(3)]
    assert [answers(api, 1, **{"X-Forwarded-For": chain}) for chain in said] == [[200], [200], [429]]
    assert answers(api, 1, **{"X-Forwarded-For": "203.0.113.1, 192.0.2.2"}) == [200]


def test_a_count_that_the_cache_has_lost_begins_again(api, at, settings):
    settings.CACHES = {"default": {"BACKEND": "django.core.cache.backends.dummy.DummyCache"}}
    assert answers(api, 3) == [200, 200, 200]


@pytest.mark.parametrize("said", ["", "unknown", "192.0.2.1:443", "fe80::1%eth0", "9" * 5000, "192.0.2.1,"])
def test_what_is_no_address_is_the_proxy_itself(api, at, settings, said):
    settings.NUM_PROXIES = 1
    assert answers(api, 2) == [200, 200]
    assert answers(api, 1, **{"X-Forwarded-For": said}) == [429]


def test_one_address_has_many_spellings(api, at, settings):
    settings.NUM_PROXIES = 1
    spellings = ["2001:db8::1", "2001:DB8:0:0::1", " 2001:0db8::0001 "]
    assert [answers(api, 1, **{"X-Forwarded-For": one}) for one in spellings] == [[200], [200], [429]]


def test_while_the_cache_is_away_everybody_is_let_in(api, at, settings, caplog):
    settings.CACHES = {"default": AWAY}
    assert answers(api, 3) == [200, 200, 200]
    assert api.get("/").status_code == 200
    assert "The cache is unavailable." in caplog.text


@pytest.fixture
def costs(monkeypatch, settings):
    """Each look at the clock of the processor is this number of seconds after the last; 100 requests a minute."""
    settings.API_REQUESTS_PER_MINUTE = 100
    monkeypatch.setattr(AnonymousThrottle, "timer", staticmethod(lambda: MINUTE * 60))

    def set_costs(seconds):
        clock = count(step=seconds)
        monkeypatch.setattr(AnonymousThrottle, "cpu_timer", staticmethod(lambda: next(clock)))

    return set_costs


def left(response):
    return int(response["RateLimit"].partition(";r=")[2].partition(";")[0])


@pytest.mark.parametrize(("seconds", "counted"), [(0.24, 1), (0.25, 2), (19.5, 79)])
def test_what_takes_long_counts_as_several(api, costs, seconds, counted):
    costs(seconds)
    assert left(api.get(PEOPLE)) == 100 - counted


def test_a_page_and_a_refusal_are_charged_too(api, costs):
    costs(1)
    assert left(api.get("/people/")) == 95
    assert left(api.get(f"{PEOPLE}?x=1")) == 90
    costs(30)
    assert [left(api.get(PEOPLE)), api.get(PEOPLE).status_code] == [0, 429]


def test_a_file_is_charged_when_it_ends(api, costs):
    for name in ("Ada", "Grace"):
        make_person(name)
    costs(1)
    response = api.get(f"{PEOPLE}?format=ndjson")
    assert left(response) == 99
    assert len(response.getvalue().splitlines()) == 2
    # The file took two seconds, the page one: twelve more than three requests count.
    assert left(api.get(PEOPLE)) == 86


def test_a_file_that_nobody_waits_for_is_charged(rf, costs):
    costs(1)
    throttle = AnonymousThrottle()
    assert throttle.allow_request(rf.get(PEOPLE), SimpleNamespace())
    lines = metered(iter([b"Ada", b"Grace"]), throttle, 3)
    assert (next(lines), throttle.used) == (b"Ada", 1)
    lines.close()
    # Three seconds of the view, and one of the line.
    assert throttle.used == 1 + 4 * 4


def test_health_is_not_counted(api, at):
    assert [api.get("/healthz").status_code for _ in range(4)] == [200] * 4
