"""Whatever box of the desk a name is typed into: what could deceive is refused in a sentence, what is only spelt otherwise is kept
in one spelling, and searches find nothing instead of failing."""

from collections.abc import Iterator
from typing import Any

import pytest
from django.apps import apps
from django.core.exceptions import ValidationError
from django.db import models
from django.test import Client
from django.urls import reverse

from people.models import Employment, Move, Organization, Person, PersonName, Source
from talentwatch.desk.reason_fields import ReasonField
from talentwatch.records.search_text import SearchText
from tests.support.built_once import built_once
from tests.support.desk import address, errors, make_editor, save
from tests.support.factories import make_employment, make_person
from tests.support.worlds import make_one_of_each

OVERRIDE = "Remove the characters that override the direction of text (U+202A–U+202E, U+2066–U+2069)."
INVISIBLE = "Enter at least one visible character."
SENTENCES = {
    "Ada\x07": "Remove the control characters.",
    "Ada\u202eecalevoL": OVERRIDE,
    "\u2067Ada": OVERRIDE,
    "\u200b\u200d\ufeff": INVISIBLE,
    "\u3164": INVISIBLE,
    "A" + "\u0301" * 5: "Use at most 4 combining marks on a letter.",
}
SEARCHES = ["\u202e", "\u200b", "a\u0301" * 10_000, "\u0301" * 10_000, "عدا 1815", "%_\\'\"", "\x07", "https://\u202e"]

pytestmark = pytest.mark.django_db


def text_fields() -> Iterator[Any]:
    """Every column of text that an editor types freely."""
    for model in apps.get_models():
        if (
            model._meta.app_label in {"people", "events"}
            and not model.__name__.startswith("Historical")
            and model != Move
            and not issubclass(model, SearchText)
        ):
            for field in model._meta.get_fields():
                if isinstance(field, models.CharField | models.TextField) and field.editable and not field.choices:
                    yield field


@pytest.mark.parametrize("field", list(text_fields()), ids=str)
def test_no_field_of_any_model_accepts_it(field: Any) -> None:
    for text in SENTENCES:
        with pytest.raises(ValidationError):
            field.clean(text, None)
    if isinstance(field, models.URLField):
        with pytest.raises(ValidationError, match="override the direction"):
            field.clean("https://a.example/\u202egpj.exe", None)


def test_the_fields_are_known() -> None:
    """The names are among them, or the test above would say nothing of them."""
    assert {str(field) for field in text_fields()} >= {
        "people.Person.name",
        "people.PersonName.text",
        "people.Source.title",
        "people.Source.url",
        "people.CohortMember.name_as_listed",
        "people.Claim.note",
        "events.NewsEvent.headline",
    }


@pytest.mark.parametrize(("text", "sentence"), SENTENCES.items())
def test_the_form_says_why(text: str, sentence: str) -> None:
    desk, person = make_editor(), make_person()
    change = address(Person, "change", person.pk)
    assert sentence in errors(save(desk, change, name=text, reason="why"))
    assert sentence in errors(save(desk, change, reason=text))
    row = {"names__TOTAL_FORMS": 1, "names__0__text": text, "names__0__language": "he", "names__0__kind": "native"}
    assert sentence in errors(save(desk, change, reason="why", **row))
    assert not PersonName.objects.exists()


def test_ten_thousand_marks_are_refused_at_once() -> None:
    desk, text = make_editor(), "e" + "\u0301" * 10_000
    messages = errors(save(desk, address(Person, "add"), name=text, description=text))
    assert "Use at most 4 combining marks on a letter." in messages
    assert "Ensure this value has at most 200 characters (it has 10000)." in messages


def test_one_spelling_is_kept() -> None:
    desk, person = make_editor(), make_person()
    save(desk, address(Person, "change", person.pk), name="Aure\u0301lien", reason="e\u0301")
    person.refresh_from_db()
    assert (person.name, person.history.latest().history_change_reason) == ("Aur\u00e9lien", "\u00e9")
    assert ReasonField().clean(" e\u0301 ") == "\u00e9"


def test_an_address_may_be_in_any_script_but_not_deceive() -> None:
    desk = make_editor()
    assert save(desk, address(Source, "add"), url="https://a.example/שלום", language="he").status_code == 302
    messages = errors(save(desk, address(Source, "add"), url="https://a.example/\u202egpj.exe", language="he"))
    assert messages == [OVERRIDE]


@pytest.fixture
@built_once
def ada() -> None:
    make_one_of_each("עדה 1815", "published")


@pytest.mark.parametrize("text", SEARCHES)
def test_a_search_for_it_fails_nowhere(ada: None, text: str) -> None:
    desk: Client = make_editor()
    for model in (Person, Organization, Source, Employment):
        page = desk.get(address(model, "changelist"), {"q": text})
        assert page.status_code == 200
    query = {"app_label": "people", "model_name": "employment", "field_name": "person", "term": text}
    assert desk.get(reverse("admin:autocomplete"), query).status_code == 200


def test_the_reason_of_a_transition_is_checked_too() -> None:
    desk, post = make_editor(), make_employment()
    page = desk.post(address(Employment, "withdraw", post.pk), {"reason": "\u202e", "seen": "0"})
    assert OVERRIDE in page.content.decode()
    post.refresh_from_db()
    assert post.status == "published"
