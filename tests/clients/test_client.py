"""clients/python against the project itself, in one process; and what it does where a server is busy or gone."""

import json
import sys
from datetime import date
from email.utils import format_datetime

import httpx
import pytest
from django.conf import settings as django_settings
from django.utils import timezone
from talentwatch_client import (
    ApiError,
    BadParametersError,
    Client,
    NoAnswerError,
    NoLongerPublicError,
    NotFoundError,
    TalentwatchError,
    TooBusyError,
    models,
)

from people.models import Organization, Person
from talentwatch.editions.release import release_edition
from talentwatch.publishing import transitions
from tests.support.factories import (
    make_cohort,
    make_employment,
    make_event,
    make_organization,
    make_person,
    make_source,
)
from tests.support.served import RecordingTransport

pytestmark = pytest.mark.django_db
NEW, FEW = {"start": "2020-05", "end_state": "ongoing"}, 3


@pytest.fixture
def transport():
    return RecordingTransport()


@pytest.fixture
def client(transport):
    with Client("http://testserver", transport=transport) as client:
        yield client


@pytest.fixture
def acme():
    """Three people at Acme, one of whom left for Beta, which is older than nanoseconds."""
    acme, beta = make_organization("Acme"), make_organization("Beta")
    Organization.objects.filter(slug="beta").update(founded_earliest="1209-01-01", founded_latest="1209-12-31")
    for name in ("Ada", "Bob", "Cleo"):
        make_employment(make_person(name), acme, start="2018", end="2020-03", end_state="ended")
    make_employment(Person.objects.get(slug="ada"), beta, **NEW)
    return acme


def test_rows_of_all_pages_are_read_when_they_are_wanted(client, transport, acme):
    people = client.people(organization=["acme", "beta"], page_size=2)
    assert transport.answers == []
    assert [person["slug"] for person in people] == ["ada", "bob", "cleo"]
    assert [len(page) for page in people.pages()] == [2, 1]
    assert "organization=acme&organization=beta" in str(transport.answers[0].request.url)
    assert people.url == "http://testserver/api/v1/people/?organization=acme&organization=beta&page_size=2"


def test_a_value_of_a_list_may_have_a_comma(client):
    for publisher in ("Dow Jones, Inc.", "Dow Jones", "Inc.", "Back\\slash"):
        make_source(publisher)

    def found(publisher):
        return {source["publisher"] for source in client.sources(publisher=publisher)}

    assert found(["Dow Jones, Inc.", "Back\\slash"]) == {"Dow Jones, Inc.", "Back\\slash"}
    assert found("Dow Jones, Inc.") == {"Dow Jones", "Inc."}
    assert found("Dow Jones\\, Inc.") == {"Dow Jones, Inc."}


def test_a_query_is_counted_grouped_and_begun(client, acme):
    moves = client.moves(origin="acme", ordering="-date", after=date(2020, 1, 1), include_descendants=False)
    assert moves.count() == FEW
    assert moves.groups("destination") == [
        {"value": None, "name": None, "count": 2},
        {"value": "beta", "name": "Beta", "count": 1},
    ]
    assert [move["person"]["name"] for move in moves.head(1)] == ["Ada"]
    assert moves.first() == moves.head(1)[0]
    assert client.moves(origin="acme", destination="acme").first() is None


def test_every_list_and_every_record_has_a_method(client, transport, acme, settings, tmp_path):
    make_cohort(Person.objects.get(slug="ada"), name="Authors")
    make_event("Ada joins Beta")
    settings.DOWNLOADS_DIR = tmp_path
    release_edition("2026-11")
    description = json.loads((django_settings.ROOT / "docs" / "openapi.json").read_text(encoding="utf-8"))
    records = {
        client.people: client.person,
        client.organizations: client.organization,
        client.employments: client.employment,
        client.sources: client.source,
        client.moves: client.move,
        client.cohorts: client.cohort,
        client.events: client.event,
        client.editions: client.edition,
    }
    for rows, record in records.items():
        row = rows().first()
        assert row.items() <= {**record(row["slug"]), "url": row["url"]}.items()
    for rows in (client.claims, client.flows, client.changes, client.corrections, client.differences):
        assert list(rows()) == client.get(rows().address, page_size=200)["results"]
    assert client.organization_flows("acme", period="year").first()["period"] == "2018"
    assert client.retention("authors", "acme", first="2019", last=date(2021, 1, 1), interval="year")["left"] == 1
    asked = {answer.request.url.path for answer in transport.answers}
    for address in description["paths"]:
        start, _, end = address.partition("{slug}")
        assert any(path.startswith(start) and path.endswith(end) for path in asked), address


def test_the_types_are_those_of_the_answers(client, acme):
    make_event("Ada joins Beta")
    lists = [client.people, client.organizations, client.employments, client.claims, client.sources, client.moves]
    for rows in [*lists, client.flows, client.events, client.changes]:
        assert rows().first().keys() == rows().model.__annotations__.keys(), rows
    assert client.organization_flows("acme").first().keys() == models.Balance.__annotations__.keys()
    assert client.person("ada").keys() == models.PersonWithEmployments.__annotations__.keys()


def test_what_is_asked_wrongly_is_said_parameter_by_parameter(client, acme):
    with pytest.raises(
        BadParametersError, match=r"400 Bad Request. Some parameters are wrong. on: Accepted: a day"
    ) as error:
        client.people(on="June").first()
    assert list(error.value.parameters) == ["on"]
    with pytest.raises(NotFoundError):
        client.person("no/body")
    transitions.withdraw(Person.objects.get(slug="bob"))
    with pytest.raises(NoLongerPublicError):
        client.person("bob")


def test_the_same_answer_is_sent_once(transport, acme):
    with Client("http://testserver", transport=transport, cache_size=1) as client:
        first = client.person("ada")
        assert client.person("ada") == first
        client.person("bob"), client.person("ada")
    assert [answer.status_code for answer in transport.answers] == [200, 304, 200, 200]


def test_a_dataframe_has_the_same_columns_whatever_the_rows(client, acme):
    moves = client.moves().to_dataframe()
    assert list(client.moves(person="ada", kind="return").to_dataframe().columns) == list(moves.columns)
    left = moves[moves["origin_slug"] == "acme"]
    assert sorted(left["destination_name"].fillna("?")) == ["?", "?", "Beta"]
    assert set(left["date_earliest"].dt.month) == {3}
    assert str(moves["updated_at"].dtype).endswith("UTC]")
    founded = client.organizations().to_dataframe().set_index("slug")["founded_earliest"]
    assert founded["beta"].year == 1209
    assert client.people().to_dataframe()["names"].tolist() == [[], [], []]


def test_without_pandas_a_dataframe_says_what_it_needs(client, monkeypatch):
    monkeypatch.setitem(sys.modules, "talentwatch_client.frames", None)
    with pytest.raises(ImportError, match=r"pip install 'talentwatch-client\[pandas\]'"):
        client.people().to_dataframe()


def answering(*answers, **options):
    """A client of a server that gives these answers, and what the client waited."""
    waits, left = [], list(answers)

    def answer(request):
        response = left.pop(0)
        if isinstance(response, Exception):
            raise response
        return response

    return Client("http://x", transport=httpx.MockTransport(answer), sleep=waits.append, **options), waits


def problem(status, **headers):
    body = {"type": "about:blank", "title": "Busy", "status": status, "detail": "Later."}
    return httpx.Response(status, json=body, headers={"Content-Type": "application/problem+json", **headers})


def test_a_busy_server_is_asked_again_when_it_says(settings):
    soon = format_datetime(timezone.now() + timezone.timedelta(seconds=90), usegmt=True)
    client, waits = answering(
        problem(429, **{"Retry-After": "7"}),
        problem(503, **{"Retry-After": soon}),
        problem(503, **{"Retry-After": "soon"}),
        httpx.ConnectError("refused"),
        problem(503),
        httpx.Response(200, json={"results": []}),
    )
    assert client.people().first() is None
    assert [round(wait) for wait in waits] == [7, pytest.approx(89, abs=2), 4, 8, 16]


def test_it_gives_up_in_the_end(settings):
    client, waits = answering(*[problem(429, **{"Retry-After": "2"})] * 3, max_retries=2)
    with pytest.raises(TooBusyError, match=r"429 Busy. Later.") as error:
        client.people().first()
    assert (waits, error.value.retry_after) == ([2, 2], 2)
    client, waits = answering(problem(429, **{"Retry-After": "3600"}))
    with pytest.raises(TooBusyError):
        client.people().first()
    assert waits == []
    client, waits = answering(*[httpx.ConnectError("refused")] * 2, max_retries=1)
    with pytest.raises(NoAnswerError, match=r"http://x/api/v1/people/.page_size=1 doesn't answer: refused"):
        client.people().first()
    assert waits == [1]


def test_what_is_no_answer_of_ours_is_named():
    client, _ = answering(httpx.Response(200, text="<html>"), httpx.Response(502, text="<html>"))
    with pytest.raises(NoAnswerError, match=r"Is it the address of a talentwatch server"):
        client.person("ada")
    foreign, _ = answering(*[httpx.Response(200, json={"items": []})] * 4)
    people = foreign.people()
    for read in (people.first, people.count, lambda: list(people), lambda: people.groups("role")):
        with pytest.raises(NoAnswerError, match=r"JSON of this API"):
            read()
    with pytest.raises(ApiError, match=r"502 Bad Gateway.") as error:
        client.person("ada")
    assert error.value.status == 502


@pytest.mark.parametrize(
    "response",
    [
        httpx.Response(200, json=[]),
        httpx.Response(200, text="[" * 100_000),
        httpx.Response(400, text="{", headers={"Content-Type": "application/problem+json"}),
        httpx.Response(400, json=["no"], headers={"Content-Type": "application/problem+json"}),
        httpx.Response(400, json={"errors": {"on": "no"}}, headers={"Content-Type": "application/problem+json"}),
        httpx.Response(302, headers={"Location": "http://x/api/v1/people/ada/"}),
    ],
)
def test_whatever_comes_is_an_error_of_ours(response):
    client = Client("http://x", transport=httpx.MockTransport(lambda _request: response))
    with pytest.raises(TalentwatchError):
        client.person("ada")


def test_what_would_end_the_same_way_is_not_tried_again():
    packed = httpx.Response(200, stream=httpx.ByteStream(b"no"), headers={"Content-Encoding": "gzip"})
    client, waits = answering(packed)
    with pytest.raises(NoAnswerError, match=r"http://x/api/v1/people/ada/ doesn't answer: Error -3"):
        client.person("ada")
    client = Client("http://x", sleep=waits.append)
    for address in ("http://[::1", "ftp://x/"):
        with pytest.raises(NoAnswerError):
            client.get(address)
    assert waits == []


@pytest.mark.parametrize(
    "address",
    ["", "localhost:8000", "127.0.0.1:8000", "talentwatch.example", "//x", "http://", "http://[::1", "ftp://x"],
)
def test_what_is_no_address_of_a_server_is_refused_at_once(address):
    with pytest.raises(NoAnswerError, match=r"isn't the address of a server\."):
        Client(address)


def test_the_api_throttles_and_the_client_waits(client, transport, acme, settings, monkeypatch):
    settings.API_REQUESTS_PER_MINUTE = 1
    waits = []
    monkeypatch.setattr(
        client.connection, "sleep", lambda wait: (waits.append(wait), setattr(settings, "API_REQUESTS_PER_MINUTE", 9))
    )
    client.person("ada"), client.person("bob")
    assert [answer.status_code for answer in transport.answers] == [200, 429, 200]
    assert waits == [float(transport.answers[1].headers["Retry-After"])]
