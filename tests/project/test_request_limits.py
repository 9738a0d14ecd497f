"""A thread is always free for /healthz: who finds no place is told to come back, and takes what they typed along."""

import html
import re
import time
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack

import pytest
from django.core.cache import cache
from django.test import Client

from people.models import Person
from talentwatch import request_limits
from talentwatch.request_limits import READERS_AT_ONCE
from talentwatch.site.errors import OVERLOADED
from talentwatch.site.views.people import PersonPage
from tests.support.desk import address, make_editor, read_form
from tests.support.factories import make_person

pytestmark = pytest.mark.django_db

HIDDEN = re.compile(r'<textarea name="([^"]+)" hidden>\n(.*?)</textarea>', re.DOTALL)


@pytest.fixture
def no_place(settings, monkeypatch):
    settings.WEB_THREADS = settings.FREE_THREADS
    monkeypatch.setattr(request_limits, "STALLED", 0)


@pytest.fixture
def one_place(settings):
    settings.WEB_THREADS = settings.FREE_THREADS + 1


@pytest.mark.parametrize(
    ("path", "media_type"),
    [
        ("/", "text/html"),
        ("/api/v1/people/", "application/problem+json"),
        ("/admin/", "text/html"),
        ("/nope", "text/html"),
    ],
)
def test_who_finds_no_place_is_told_to_come_back(client, no_place, path, media_type):
    response = client.get(path)
    assert (response.status_code, response["Retry-After"]) == (503, "5")
    assert response["Content-Type"].startswith(media_type) and "no-store" in response["Cache-Control"]
    assert OVERLOADED in response.content.decode()


def test_health_needs_no_place(client, no_place):
    assert client.get("/healthz").status_code == 200
    assert client.get("/readyz").status_code == 200


def test_a_place_is_left_after_each_answer(client, one_place, monkeypatch):
    make_person("Ada")
    paths = ("/people/ada/", "/people/nobody/", "/api/v1/people/", "/people/ada/")
    assert [client.get(path).status_code for path in paths] == [200, 404, 200, 200]
    cache.clear()
    monkeypatch.setattr(PersonPage, "get_context", lambda *_args: 1 / 0)
    unlucky = Client(raise_request_exception=False)
    assert [unlucky.get(path).status_code for path in paths] == [500, 404, 200, 500]


def test_a_file_holds_its_place_until_it_is_sent(client, one_place):
    make_person("Ada")
    file = client.get("/api/v1/people/?format=csv")
    assert file.streaming and request_limits._taken == 1
    assert b"ada" in b"".join(file.streaming_content)
    assert request_limits._taken == 0


def test_who_comes_while_places_change_hands_waits_for_one(one_place, monkeypatch):
    monkeypatch.setattr(request_limits, "STALLED", 20)
    monkeypatch.setattr(request_limits, "MAX_WAIT", 20)
    with ThreadPoolExecutor(1) as pool:
        assert request_limits.take_place()
        other = pool.submit(lambda: (request_limits.take_place(), request_limits.leave_place()))
        time.sleep(0.1)
        assert not other.done()
        request_limits.leave_place()
        assert other.result() == (True, None)
    assert request_limits._taken == 0


def test_a_reader_goes_ahead_when_others_hang(client, monkeypatch):
    monkeypatch.setattr(request_limits, "TURN_WAIT", 0.1)
    with ExitStack() as turns:
        for _ in range(READERS_AT_ONCE):
            turns.enter_context(request_limits._turns)
        assert client.get("/api/v1/people/").status_code == 200
    assert client.get("/api/v1/people/").status_code == 200


@pytest.mark.django_db(transaction=True)
def test_what_was_typed_can_be_sent_again_from_the_page_of_the_error(settings):
    person, desk = make_person("Ada"), make_editor()
    page = address(Person, "change", person.pk)
    shown = desk.get(page)
    editor = re.search(r'name="_editor" value="([^"]+)"', shown.content.decode())[1]
    typed = read_form(shown) | {"name": 'Ada "<King>"', "reason": "a letter", "_editor": editor, "password1": "secret"}
    settings.MAX_WAITING_EDITS = 0
    refusal = desk.post(page, typed)
    text = refusal.content.decode()
    assert (refusal.status_code, refusal["Retry-After"]) == (503, "5")
    assert "Nothing was saved. What you typed is kept on this page" in text and "secret" not in text
    settings.MAX_WAITING_EDITS = 1
    again = {name: html.unescape(value) for name, value in HIDDEN.findall(text)}
    assert desk.post(page, again).status_code == 302
    assert Person.objects.get().name == 'Ada "<King>"'


def test_what_is_no_form_of_an_editor_does_not_come_back(client, no_place):
    response = client.post("/admin/login/", {"username": "typed", "password": "secret", "_editor": "forged"})
    assert response.status_code == 503
    assert not {"typed", "secret", "forged", "Save again"} & set(re.findall(r"[\w ]+", response.content.decode()))
