"""No page of the desk runs what an editor typed, and names of any direction are isolated."""

import re
from html.parser import HTMLParser
from typing import Any

import pytest
from django.contrib.auth.models import User
from django.test import Client
from django.urls import reverse

from events.models import NewsEvent
from people.models import Cohort, Employment, Organization, Person, Source
from talentwatch.records.edit import edit
from tests.support.desk import address, make_editor, save
from tests.support.factories import (
    make_person,
)
from tests.support.hostile import MARKUP
from tests.support.worlds import make_one_of_each

HEBREW = "עדה 1815, Acme"

pytestmark = pytest.mark.django_db


class RunnableMarkup(HTMLParser):
    """Collects what a browser would run, or fetch, because of what somebody typed."""

    def __init__(self, page: str) -> None:
        super().__init__()
        self.found: list[Any] = []
        self.feed(page)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        has = dict(attrs)
        is_ours = (has.get("src") or "").startswith(("/static/", "/admin/jsi18n/")) or has.get(
            "type"
        ) == "application/json"
        is_link_to_code = any("script:" in (value or "") for name, value in attrs if name in {"href", "src", "action"})
        handles = [name for name in has if name.startswith("on")]
        if (tag == "script" and not is_ours) or is_link_to_code or handles or has.get("src") == "x":
            self.found.append((tag, attrs))


@pytest.fixture
def desk() -> Client:
    return make_editor()


def pages(client: Client, record: Any) -> list[str]:
    """Every page of the desk that shows a record, as text."""
    model = type(record)
    urls = [
        address(model, page, record.pk) for page in ("change", "history", "submit", "publish", "withdraw", "delete")
    ]
    urls += [address(model, "simple_history", record.pk, row.pk) for row in record.history.all()]
    urls += [address(model, "changelist"), address(model, "changelist") + "?q=alert"]
    history = client.get(address(model, "history", record.pk))
    changes = [one for row in history.context["page_obj"] for one in getattr(row, "field_diffs", ()) if one.key]
    urls += [f"{history.context['undo_url']}?change={one.key}" for one in changes]
    chosen = {"_selected_action": [record.pk]}
    actions = [
        client.post(address(model, "changelist"), chosen | {"action": action})
        for action in ("submit", "publish", "withdraw", "delete_selected")
    ]
    return [page.content.decode() for page in [*(client.get(url, follow=True) for url in urls), *actions]]


@pytest.mark.parametrize(("status", "text"), [("draft", MARKUP[3]), ("published", "".join(MARKUP[:3]))])
def test_no_page_runs_what_was_typed(desk: Client, status: str, text: str) -> None:
    records = make_one_of_each(text, status)
    User.objects.update(first_name=text)
    for record in records:
        with edit(f"Why {text}"):
            name = next(one for one in ("name", "headline", "title") if hasattr(record, one))
            setattr(record, name, f"D {text}")
            record.save()
        for page in pages(desk, record):
            assert RunnableMarkup(page).found == []
            assert "14{%" not in page
    stale = desk.post(address(Person, "change", records[0].pk), {"name": f"E {text}", "seen": "0", "reason": text})
    assert stale.context["conflicts"]
    assert RunnableMarkup(stale.content.decode()).found == []


@pytest.mark.parametrize("text", MARKUP[:3])
def test_the_check_would_notice_it(text: str) -> None:
    assert RunnableMarkup(f"<title>{text}</title>" if "title" in text else f'<p class="{text}">{text}</p>').found


def test_suggestions_are_data(desk: Client) -> None:
    make_person(f"A {MARKUP[0]}")
    query = {"app_label": "people", "model_name": "employment", "field_name": "person", "term": "alert"}
    response = desk.get(reverse("admin:autocomplete"), query)
    assert response["Content-Type"] == "application/json"
    assert response.json()["results"][0]["text"] == f"A {MARKUP[0]}"


def test_every_page_forbids_inline_scripts(desk: Client) -> None:
    person = make_person()
    for page in ("change", "history", "withdraw"):
        policy = desk.get(address(Person, page, person.pk))["Content-Security-Policy"]
        assert "script-src 'self'" in policy
        assert "unsafe" not in policy


@pytest.mark.parametrize("model", [Person, Organization, Source, Employment, NewsEvent, Cohort])
def test_a_right_to_left_name_is_isolated(desk: Client, model: Any) -> None:
    """In steps, history and messages each name is isolated, or digits beside it would change places."""
    record = next(one for one in make_one_of_each(HEBREW, "published") if type(one) is model)
    save(desk, address(model, "change", record.pk), slug="same", reason=HEBREW)
    record.refresh_from_db()
    for page in ("withdraw", "history"):
        page_text = desk.get(address(model, page, record.pk)).content.decode()
        assert not re.search(rf"<(?:td|li|p|h2)>[^<]*{HEBREW}", page_text)
    boxes = desk.get(address(model, "change", record.pk)).context["adminform"].form
    texts = [boxes[name] for name in ("name", "headline", "title", "description", "summary") if name in boxes.fields]
    assert all('dir="auto"' in str(box) for box in texts)
