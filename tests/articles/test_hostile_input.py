"""Whatever is sent to the screen gets an answer with a sentence, and does no harm."""

import json
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from people.models import Person
from tests.support.articles import make_row, make_screen
from tests.support.desk import as_role

pytestmark = pytest.mark.django_db

NAMES = ("read", "autosave", "discard", "preview", "save")
BODIES = (
    b"",
    b"\0",
    b"\xff",
    b"[" * 100_000,
    b"[]",
    b"null",
    b'{"screen": []}',
    b'{"screen": {"rows": 1}, "action": "draft", "digest": "", "text": 1}',
    b'{"screen": {"rows": [1]}, "action": "draft", "digest": ""}',
    b'{"screen": {"rows": [{"cells": []}]}, "action": "draft", "digest": ""}',
    b'{"screen": {"rows": [{"cells": {"person": 1}}]}, "action": "draft", "digest": ""}',
    b'{"screen": {"rows": [{"cells": {"person": "A"}, "chosen": 1}]}, "action": "draft", "digest": ""}',
    b'{"screen": {"source": "x"}, "action": "draft", "digest": ""}',
    b'{"screen": {"source_differs": [[], 1, "x"]}, "action": "erase", "digest": ""}',
    b'{"screen": {"rows": [%s{}]}, "action": "draft", "digest": ""}' % (b"{}," * 200),
    b'{"text": "' + b"a" * 5_000_000 + b'"}',
    b'{"text": "' + b"a" * 2_200_000 + b'"}',
)


@pytest.fixture
def publisher() -> Client:
    return as_role("publisher")


@pytest.mark.parametrize("body", BODIES, ids=range(len(BODIES)))
@pytest.mark.parametrize("name", NAMES)
def test_every_body_is_answered(publisher: Client, name: str, body: bytes) -> None:
    response = publisher.post(reverse(f"articles:{name}"), body, content_type="application/json")
    assert response.status_code < 500
    if response.status_code != 200:
        assert response.json()["error"]


@pytest.mark.parametrize("method", ["get", "put", "delete"])
def test_other_methods_are_refused(publisher: Client, method: str) -> None:
    assert getattr(publisher, method)(reverse("articles:save")).status_code == 405


TEXTS = (
    "\0",
    "\ud800",
    "a\u202eb",
    "<script>alert(1)</script>",
    "=1+1",
    "\u3164",
    "a" * 5000,
    "\ufdd0",
    "é" + "\u0301" * 50,
    "\ue000",
)


@pytest.mark.parametrize("text", TEXTS, ids=range(len(TEXTS)))
def test_any_text_in_any_cell_is_answered(publisher: Client, text: str) -> None:
    cells = dict.fromkeys(
        ("native_name", "left__organization", "left__title", "left__role", "left__end", "joined__organization"), text
    )
    more = dict.fromkeys(
        ("left__stated_months", "left__end_state", "stance", "event", "passage", "joined__start"), text
    )
    screen = make_screen(
        make_row(text, **cells, **more),
        source=dict.fromkeys(
            ("slug", "url", "title", "publisher", "language", "published", "kind", "derived_from"), text
        ),
        events=[dict.fromkeys(("number", "kind", "date", "headline", "summary"), text)],
        organizations=[dict.fromkeys(("name", "kind", "native_name"), text)],
        cohort=dict.fromkeys(("name", "expected_size"), text),
        reason=text,
    )
    body: dict[str, Any] = {"screen": screen, "action": "publish"}
    response = publisher.post(reverse("articles:preview"), json.dumps(body), content_type="application/json")
    assert response.status_code == 200
    assert response.json()["errors"]
    assert not Person.objects.exists()


@pytest.mark.parametrize("text", [*TEXTS[1:], "", "a", "%", "_", "https://[", "x" * 10_000])
@pytest.mark.parametrize("kind", ["person", "organization", "source", "nonsense"])
def test_any_text_is_looked_for(publisher: Client, kind: str, text: str) -> None:
    query = {"kind": kind, "text": text.encode(errors="replace").decode()}
    response = publisher.get(reverse("articles:suggest"), query)
    assert response.status_code == (400 if kind == "nonsense" else 200)


@pytest.mark.parametrize("address", ["", "https://[", "x" * 5000, "javascript:alert(1)"])
def test_any_address_is_looked_for(publisher: Client, address: str) -> None:
    assert publisher.get(reverse("articles:source"), {"address": address}).json() == {"source": None}
