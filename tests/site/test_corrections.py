"""/corrections/, and the corrections on the page of a record."""

from datetime import date

import pytest
from django.core.cache import cache
from django.db import connection
from django.test.utils import CaptureQueriesContext

from people.models import PersonName
from talentwatch.dates import parse
from talentwatch.phrases import format_date
from talentwatch.publishing import transitions
from talentwatch.records.edit import edit
from talentwatch.site.correction_words import describe
from tests.support.built_once import built_once
from tests.support.factories import (
    make_claim,
    make_cohort,
    make_employment,
    make_event,
    make_organization,
    make_person,
    make_source,
)

pytestmark = pytest.mark.django_db


def correct(record, note="It was wrong.", *, is_typo=False, **values):
    with edit() as current:
        current.set_correction("" if is_typo else note, is_typo=is_typo)
        for name, value in values.items():
            setattr(record, name, value)
        record.save()


@pytest.fixture
@built_once
def job():
    ada = make_person("Ada Lovelace")
    return make_employment(ada, make_organization("Acme"), start="2020", claims=({"source": make_source("Alpha")},))


def today():
    return format_date(date.today())  # noqa: DTZ011 the tests run in UTC


def test_none_is_said(reader, db):
    assert "No corrections." in reader.open("/corrections/").text


def test_what_was_said_and_what_it_says_now(reader, job):
    correct(job, "The first version had the year of her thesis.", start=parse("2021-03"), title="Fellow")
    page = reader.open("/corrections/")
    assert (
        f"{today()} Ada Lovelace, Acme Correction The first version had the year of her thesis."
        " Title Before: not stated Now: Fellow Start Before: 2020 Now: March 2021"
    ) in page.text
    assert "http://testserver/people/ada-lovelace/#ada-lovelace-acme" in page.links
    assert "/api/v1/corrections/" in page.links


def test_additions_and_spelling_are_called_what_they_are(reader, job):
    make_claim(job, make_source("Beta", published="2024"), title="Fellow", end_state="ongoing")
    correct(job.person, is_typo=True, name="Ada Lovelacé")
    text = reader.open("/corrections/").text
    assert "Addition" in text
    assert "Claims Added: Beta, 2024 reports it: Fellow; still there" in text
    assert "Spelling" not in text
    assert "Spelling Name Before: Ada Lovelace Now: Ada Lovelacé" in reader.open("/corrections/?typos=true").text


def test_by_kind_day_and_record(reader, job):
    correct(job.person, name="Ada King")
    correct(job.organization, name="Acme Inc")
    assert reader.get("/corrections/?resource=people&updated_after=")["Location"] == "/corrections/?resource=people"
    text = reader.open("/corrections/?resource=people").text
    assert ("Ada King" in text, "Acme Inc" in text) == (True, False)
    assert "Acme Inc" in reader.open("/corrections/?slug=acme&updated_after=2020-01-01").text
    assert "No corrections of this kind." in reader.open("/corrections/?updated_after=2100-01-01").text
    refused = reader.open("/corrections/?resource=nonsense", 400)
    assert "resource" in refused.text


def test_they_have_pages(reader, job):
    for number in range(21):
        correct(job.person, name=f"Ada {number}")
    page = reader.open("/corrections/")
    assert len(page.all("article")) == 20
    [following] = [link["href"] for link in page.all("a") if link.get("rel") == "next"]
    assert len(reader.open(following).all("article")) == 1


def test_a_withdrawn_record_takes_its_corrections_along(reader, job):
    correct(job.person, name="Ada Secret")
    correct(job.person, name="Ada King")
    transitions.withdraw(job.person)
    assert "Secret" not in reader.open("/corrections/").text


def test_the_page_of_a_person_has_corrections_of_her_jobs(reader, job):
    assert "Corrected on" not in reader.open("/people/ada-lovelace/").text
    correct(job, "The thesis was of 2020.", start=parse("2021"))
    correct(job.person, "It is her name since 2022.", name="Ada King")
    PersonName.objects.create(person=job.person, text="Countess", language="en")
    page = reader.open("/people/ada-lovelace/")
    assert f"Corrections Corrected on {today()}: It is her name since 2022." in page.text
    assert f"Corrected on {today()}, Ada King, Acme: The thesis was of 2020." in page.text
    # The other name was only added.
    assert page.text.count("Corrected on") == 2
    assert "/corrections/?slug=ada-lovelace,ada-lovelace-acme" in page.links
    assert len(reader.open("/corrections/?slug=ada-lovelace,ada-lovelace-acme").all("article")) == 3


def test_a_correction_without_a_note_names_its_fields(reader, job):
    with edit():
        job.organization.country = "DE"
        job.organization.save()
    with edit():
        job.organization.country = "FR"
        job.organization.save()
    assert f"Corrected on {today()}: country." in reader.open("/organizations/acme/").text


def test_of_many_corrections_a_page_shows_the_latest(reader, job):
    for number in range(8):
        correct(job.person, f"Note {number}.", name=f"Ada {number}")
    text = reader.open("/people/ada-lovelace/").text
    assert [number for number in range(8) if f"Note {number}." in text] == [3, 4, 5, 6, 7]


def test_ten_corrections_take_as_many_queries_as_four(reader, job):
    def count():
        counts = {}
        for address in ("/corrections/", "/people/ada-lovelace/"):
            cache.clear()
            with CaptureQueriesContext(connection) as queries:
                reader.open(address)
            counts[address] = len(queries)
        return counts

    for number in range(2):
        correct(job, start=parse(str(2001 + number)))
        correct(job.person, name=f"Ada {number}")
    few = count()
    for number in range(3):
        correct(job, start=parse(str(2005 + number)))
        correct(job.person, name=f"Ada King {number}")
    assert count() == few


@pytest.mark.parametrize(
    ("difference", "worded"),
    [
        (("end_state", "ongoing", "ended"), ("Whether it has ended", ["ongoing"], ["ended"])),
        (("verified_on", "2024-05-12", None), ("Last reported there", ["12 May 2024"], ["not stated"])),
        (("has_conflict", True, False), ("Sources disagree", ["yes"], ["no"])),
        (("amount", 14_300_000_000, None), ("Amount", ["14,300,000,000"], ["not stated"])),
        (("language", "he", "en"), ("Language", ["Hebrew"], ["English"])),
        (("came_from", None, {"slug": "a", "name": "Ada, Acme"}), ("Previous job", ["not stated"], ["Ada, Acme"])),
        (
            ("people_affected", {"min": 600, "max": None}, {"min": 600, "max": 700}),
            ("People affected", ["min 600, max not stated"], ["min 600, max 700"]),
        ),
        (
            ("names", [], [{"text": "עדה", "language": "he", "kind": "native"}]),
            ("Names", [], ["עדה (Hebrew, native)"]),
        ),
        (("names", [{"text": None, "language": "en", "kind": "alias"}], []), ("Names", ["not stated"], [])),
        (
            ("members", [{"person": None, "position": 2, "name_as_listed": None}], []),
            ("People on the list", ["2. not public"], []),
        ),
        (
            ("members", [], [{"person": {"slug": "ada", "name": "Ada"}, "position": None, "name_as_listed": "A. L."}]),
            ("People on the list", [], ["A. L."]),
        ),
        (
            ("sources", [], [{"slug": "alpha", "name": "Alpha", "stance": "denied"}]),
            ("Sources", [], ["Alpha (denies it)"]),
        ),
        (
            ("organizations", [], [{"slug": "acme", "name": "Acme", "part": "target"}]),
            ("Organizations", [], ["Acme (target)"]),
        ),
        (("employments", [], [{"slug": "a", "name": "Ada, Acme"}]), ("Employments", [], ["Ada, Acme"])),
        (("conflicts", ["start"], []), ("Conflicts", ["start"], [])),
    ],
)
def test_each_kind_of_value_in_words(difference, worded):
    field, before, after = difference
    told = describe({"field": field, "before": before, "after": after})
    assert (told.label, list(told.before), list(told.after)) == worded


def test_every_kind_of_record_is_worded(reader):
    ada, acme, source = make_person("Ada"), make_organization("Acme"), make_source("Alpha", published="2024-05")
    cohort = make_cohort(ada, name="Authors", source=source)
    event = make_event("Ada joins", people=(ada,), organizations=(acme,), sources=(source,))
    correct(cohort, expected_size=7)
    correct(event, headline="Ada left", kind="departure")
    correct(source, publisher="Beta")
    text = reader.open("/corrections/").text
    assert "Beta, May 2024 Correction It was wrong. Publisher Before: Alpha Now: Beta" in text
    assert "Ada left Correction It was wrong. Kind Before: hire Now: departure" in text
    assert "Authors Correction It was wrong. People on the list Before: 1 Now: 7" in text
