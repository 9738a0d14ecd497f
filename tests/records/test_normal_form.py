"""One normal form of text at every door: forms, imports, fixtures; and in what was stored before."""

from importlib import import_module
from typing import Any

import pytest
from django.apps import apps
from django.core.management import call_command
from django.db import connection
from hypothesis import given
from hypothesis import strategies as st

from people.models import Organization, Person, PersonName, Source
from talentwatch.changefeed.models import Change
from talentwatch.exchange.integrity import check_timeline
from talentwatch.exchange.run_import import import_timeline
from talentwatch.records.normal_form import normalise_rows
from talentwatch.text import normalise_text
from tests.support.desk import address, make_editor, read_form, save
from tests.support.factories import make_organization, make_person, make_source

LINES = "First line.\n\nThird line."
TYPED = "\ufeffFirst line. \t\r\n\r\nThird\u00ad line.\u200b \r\n"


@pytest.mark.parametrize(
    ("text", "normal"),
    [
        (TYPED, LINES),
        ("a\rb\u2028c\u2029d", "a\nb\nc\nd"),
        ("  indented\n  too", "indented\n  too"),
        ("Aure\u0301lien", "Aurélien"),
        ("Pourquoi\u00a0?", "Pourquoi\u00a0?"),  # as French is set
        ("می\u200cخواهم \u200fעב", "می\u200cخواهم \u200fעב"),  # joiners and direction marks are part of words
        ("\u2060", ""),
    ],
)
def test_one_form_of_a_text(text: str, normal: str) -> None:
    assert normalise_text(text) == normal


@given(st.text(max_size=30))
def test_the_normal_form_is_its_own(text: str) -> None:
    assert normalise_text(normalise_text(text)) == normalise_text(text)


@pytest.mark.parametrize(
    ("field", "typed", "stored"),
    [
        (Person.orcid.field, "https://orcid.org/0000-0002-1825-0097", "0000-0002-1825-0097"),
        (Person.orcid.field, " orcid.org/0000-0002-9079-593x/ ", "0000-0002-9079-593X"),
        (Person.orcid.field, "0000000218250097", "0000-0002-1825-0097"),
        (Person.orcid.field, "soon", "soon"),
        (Person.wikidata_id.field, "https://www.wikidata.org/wiki/Q3571662#P31", "Q3571662"),
        (Person.wikidata_id.field, "http://www.wikidata.org/entity/Q42", "Q42"),
        (Person.wikidata_id.field, "https://m.wikidata.org/wiki/Q42?uselang=fr", "Q42"),
        (Person.wikidata_id.field, "\ufeffq42", "Q42"),
        (Person.wikidata_id.field, "https://example.org/Q42", "https://example.org/Q42"),
        (Source.language.field, "EN", "en"),
        (Source.language.field, "ZH-hans", "zh-Hans"),
        (Source.language.field, "pt_br", "pt-BR"),
        (Source.language.field, "zh-HANT-tw", "zh-Hant-TW"),
        (Source.url.field, " https://example.org/a\u200b ", "https://example.org/a"),
        (Organization.country.field, "fr", "FR"),
    ],
)
def test_codes_are_read_as_they_are_typed_or_pasted(field: Any, typed: str, stored: str) -> None:
    assert field.to_python(typed) == stored
    assert field.formfield().to_python(typed) == stored


@pytest.mark.django_db
def test_a_form_that_is_saved_unchanged_changes_nothing() -> None:
    import_timeline(
        {"people": [{"slug": "ada", "name": "Ada", "names": [], "description": "One. \r\nTwo."}]}, publish=True
    )
    ada = Person.objects.get()
    assert ada.description == "One.\nTwo."
    desk, page = make_editor(), address(Person, "change", ada.pk)
    form = read_form(desk.get(page))
    # Browsers end the lines of a text area so.
    sent = {**form, "description": form["description"].replace("\n", "\r\n"), "reason": "Nothing"}
    assert desk.post(page, sent).status_code == 302
    ada.refresh_from_db()
    assert (ada.version, Change.objects.filter(is_correction=True).count()) == (1, 0)


@pytest.mark.django_db
def test_a_form_takes_pasted_addresses_and_tags_in_any_case() -> None:
    desk = make_editor()
    values = {"name": "Ada", "wikidata_id": "https://www.wikidata.org/wiki/Q7259", "website": "ada.example\ufeff"}
    response = save(desk, address(Person, "add"), orcid="https://orcid.org/0000-0002-1825-0097", **values)
    assert response.status_code == 302
    ada = Person.objects.get()
    assert (ada.wikidata_id, ada.orcid, ada.website) == ("Q7259", "0000-0002-1825-0097", "https://ada.example")
    form = desk.get(address(Person, "change", ada.pk)).context["adminform"].form
    assert "maxlength" not in form["wikidata_id"].as_widget()  # which would cut a pasted address
    assert 'maxlength="200"' in form["name"].as_widget()
    save(desk, address(Source, "add"), title="A title", language="PT-br")
    assert Source.objects.get().language == "pt-BR"


@pytest.mark.django_db
def test_a_fixture_is_loaded_in_normal_form(tmp_path: Any) -> None:
    make_person("Ada", slug="ada", description="One.\nTwo.")
    fixture = tmp_path / "people.json"
    call_command("dumpdata", "people.person", natural_foreign=True, natural_primary=True, output=str(fixture))
    fixture.write_text(fixture.read_text().replace("One.\\nTwo.", "\\ufeffOne. \\r\\nTwo."), encoding="utf-8")
    call_command("loaddata", str(fixture), verbosity=0)
    assert Person.objects.get().description == "One.\nTwo."


# What was stored before


def store(model: Any, pk: Any, column: str, value: str) -> None:
    """By SQL, because the fields normalise whatever is written by them."""
    table, key = model._meta.db_table, model._meta.pk.column
    with connection.cursor() as cursor:
        cursor.execute(f'UPDATE "{table}" SET "{column}" = %s WHERE "{key}" = %s', [value, pk])


@pytest.mark.django_db
def test_stored_rows_and_their_history_become_normal_without_a_version_or_a_correction() -> None:
    ada = make_person("Ada", slug="ada", description="One.\nTwo.")
    source = make_source(slug="paper", url="https://example.org/a")
    ada.description = LINES
    ada.save()
    store(Person, ada.pk, "description", TYPED)
    store(Person.history.model, Person.history.get(version=2).pk, "description", TYPED)
    for column in ("url", "url_key"):
        store(Source, source.pk, column, "https://example.org/a\u200b")
    import_module("people.migrations.0012_normal_texts").normalise(apps, None)
    ada.refresh_from_db(), source.refresh_from_db()
    assert (ada.description, ada.version) == (LINES, 2)
    assert (source.url, source.url_key) == ("https://example.org/a", "example.org/a")
    assert Person.history.get(version=2).description == LINES
    assert check_timeline() == []


@pytest.mark.django_db
def test_of_two_rows_that_become_equal_the_later_stays_as_it_is() -> None:
    ada = make_person("Ada", names=("A. L.", "A. King"))
    store(PersonName, ada.names.get(text="A. King").pk, "text", "A. L.\u200b")
    normalise_rows(apps, "people")
    assert sorted(ada.names.values_list("text", flat=True)) == ["A. L.", "A. L.\u200b"]


@pytest.mark.django_db
def test_what_is_normal_is_not_written() -> None:
    organization = make_organization("Acme", description=LINES, country="FR")
    make_source("Fortune", language="zh-Hans")
    normalise_rows(apps, "people")
    organization.refresh_from_db()
    assert (organization.description, organization.version) == (LINES, 1)
