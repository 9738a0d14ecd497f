"""The first evening of docs/desk.md: from an article to a move that readers see."""

from typing import Any

import pytest
from django.contrib.auth.models import Group, User
from django.test import Client

from events.models import NewsEvent
from people.models import Employment, Organization, Person, Source
from tests.support.desk import address, make_editor, run_transition, save
from tests.support.factories import make_organization
from tests.support.pages import Reader

pytestmark = pytest.mark.django_db


def member(group: str) -> Client:
    client = make_editor(group, is_superuser=False)
    User.objects.get(username=group).groups.add(Group.objects.get(name=group))
    return client


def add(client: Client, model: Any, /, **values: Any) -> Any:
    response = save(client, address(model, "add"), **values)
    assert response.status_code == 302, response.context["errors"]
    return model.objects.latest("pk")


def row(inline: str, **values: Any) -> dict[str, Any]:
    """What one row of an inline sends."""
    return {f"{inline}__TOTAL_FORMS": 1} | {f"{inline}__0__{name}": value for name, value in values.items()}


@pytest.mark.parametrize("has_came_from", [True, False])
def test_a_first_evening(reader: Reader, api: Any, has_came_from: bool) -> None:
    writer, publisher = member("writer"), member("publisher")
    meta, mistral = make_organization("Meta"), make_organization("Mistral AI", status="draft")

    article = {"url": "https://www.calcalist.co.il/x", "publisher": "Calcalist", "published": "2023-07-02"}
    source = add(writer, Source, language="he", **article)
    name = row("names", text="גיום למפל", language="he", kind="transliteration")
    person = add(writer, Person, name="Guillaume Lample", **name)
    ended, started = {"end_state": "ended", "end": "early 2023"}, {"end_state": "ongoing", "start": "2023"}
    claim = {"source": source.pk, "stance": "reported"}
    both = {"person": person.pk, "role": "research"}
    old = add(writer, Employment, organization=meta.pk, **both, **ended, **row("claims", **claim, **ended))
    came_from = {"came_from": old.pk} if has_came_from else {}
    new = add(
        writer, Employment, organization=mistral.pk, **both, **started, **came_from, **row("claims", **claim, **started)
    )
    texts = {"headline": "Lample leaves Meta", "summary": "Our words.", "kind": "departure", "date": "early 2023"}
    links = {"people": [person.pk], "employments": [old.pk, new.pk]}
    parts = row("parts", organization=meta.pk, part="origin") | {"parts__TOTAL_FORMS": 2}
    parts |= {"parts__1__organization": mistral.pk, "parts__1__part": "destination"}
    event = add(writer, NewsEvent, **texts, **links, **parts, **row("citations", **claim))
    assert reader.get("/people/guillaume-lample/").status_code == 404, "no reader sees a draft"

    run_transition(writer, event, "submit")
    page = publisher.get(address(NewsEvent, "publish", event.pk)).content.decode()
    assert [one for one in (person, mistral, old, new, source) if str(one) not in page] == []
    run_transition(publisher, event, "publish", together="on")
    (move,) = api.get_json("moves/?person=guillaume-lample&origin=meta")["results"]
    assert (move["origin"]["slug"], move["destination"]["slug"]) == ("meta", "mistral-ai")
    assert (move["date"], move["confidence"]) == ("[2023-01..2023-04]", "reported")
    (result,) = api.get_json("events/?q=למפל")["results"]
    assert [one["publisher"] for one in result["sources"]] == ["Calcalist"]
    career = reader.open("/people/guillaume-lample/").text
    assert "Mistral AI" in career and "Lample leaves Meta" in career
    assert Organization.objects.get(slug="mistral-ai").status == "published"
