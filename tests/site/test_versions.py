"""The versions of a record on its page, and the page as it was published."""

from datetime import UTC, date, datetime
from typing import Any

import pytest

from events.models import NewsEvent
from people.models import Cohort, Employment, Organization, Person
from talentwatch.changefeed.models import Change
from talentwatch.dates import parse
from talentwatch.documents.models import Document
from talentwatch.phrases import format_date
from talentwatch.publishing import transitions
from talentwatch.records.edit import edit
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
from tests.support.pages import Page, Reader

pytestmark = pytest.mark.django_db
PAGES = ["/people/ada/", "/organizations/labs/", "/events/ada-moves/", "/cohorts/the-authors/"]


@pytest.fixture
@built_once
def world() -> None:
    """Ada at Labs, a part of Acme, and then at Beta; an event, a list and a source name them."""
    with edit():
        acme, beta = make_organization("Acme"), make_organization("Beta")
        labs = make_organization("Labs", parent=acme)
        paper = make_source("Paper", title="Who left Labs")
        ada = make_person("Ada")
        old = make_employment(ada, labs, start="2018", end="2020", end_state="ended", claims=({"source": paper},))
        new = make_employment(ada, beta, start="2020", claims=({"source": paper},))
        make_event("Ada moves", people=(ada,), organizations=(beta,), employments=(old, new), sources=(paper,))
        make_cohort(ada, source=paper)


def last_moment() -> str:
    return Change.objects.latest("seq").at.isoformat().replace("+00:00", "Z")


def today() -> str:
    return format_date(date.today())  # noqa: DTZ011 the tests run in UTC


def versions(page: Page) -> str:
    return page.text.partition("Earlier versions")[2].partition("Cite this")[0].strip()


def set_and_save(record: Any, **values: Any) -> None:
    for name, value in values.items():
        setattr(record, name, value)
    record.save()


def test_versions_say_what_changed(reader: Reader, world: None) -> None:
    assert f"{today()}: published; job at Beta added; job at Labs added." in versions(reader.open("/people/ada/"))
    job = Employment.objects.get(slug="ada-labs")
    make_claim(job, make_source("Gazette", published="2021"), end="2021", end_state="ended")
    with edit():
        set_and_save(job, end=parse("2021"), title="Fellow")
        set_and_save(job.person, description="x" * 101)
    set_and_save(Person.objects.get(slug="ada"), description="")
    text = versions(reader.open("/people/ada/"))
    assert "job at Labs: source added: Gazette reports it: ended in 2021" in text
    assert "job at Labs: end changed from 2020 to 2021" in text
    assert "job at Labs: title added: Fellow" in text
    assert f"description added: {'x' * 99}…;" in text
    assert text.index("sources no longer disagree") < text.index("job at Labs: sources disagree")
    assert f"description removed, which was {'x' * 99}…." in text


def test_long_texts_are_rewritten(reader: Reader, world: None) -> None:
    event = NewsEvent.objects.get()
    set_and_save(event, summary="x" * 101)
    set_and_save(event, summary="y" * 101)
    assert "summary rewritten" in versions(reader.open("/events/ada-moves/"))


def test_a_version_leads_to_the_page_of_then(reader: Reader, world: None) -> None:
    set_and_save(Person.objects.get(slug="ada"), name="Ada Byron")
    page = reader.open("/people/ada/")
    [second, first] = [link for link in page.links if "as_published=" in link]
    then = reader.open(first)
    assert then.all("h1") and "Ada Byron" not in then.text.partition("Earlier versions")[0]
    assert f"This is an earlier version : the page as it was published on {today()}, " in then.text
    assert "Beta" in then.text and "Who left Labs" in then.text
    assert [link["href"] for link in then.all("link") if link["rel"] == "canonical"] == [
        "http://testserver/people/ada/"
    ]
    assert {"name": "robots", "content": "noindex, follow"} in then.all("meta")
    assert "http://testserver/people/ada/" in then.links
    assert f"change {Change.objects.filter(resource='people', slug='ada').earliest('seq').seq}" in then.text
    assert "Ada Byron" in reader.open(second).text


@pytest.mark.parametrize("address", PAGES)
def test_each_page_as_it_was(reader: Reader, world: None, address: str) -> None:
    moment = last_moment()
    before = reader.open(address)
    assert f"{today()}: published" in versions(before)
    with edit():
        set_and_save(Person.objects.get(slug="ada"), name="Ada Byron")
        set_and_save(Organization.objects.get(slug="labs"), name="Laboratories", description="More")
        set_and_save(Organization.objects.get(slug="beta"), name="Beta Inc")
        set_and_save(NewsEvent.objects.get(), headline="Byron moves", summary="More")
        set_and_save(Cohort.objects.get(), name="Other authors")
    then = reader.open(address, as_published=moment)
    text = then.text.partition("Earlier versions")[0]
    for name in ("Byron", "Laboratories", "Beta Inc", "More", "Other"):
        assert name not in text
    assert not then.all("img")
    assert {"name": "robots", "content": "noindex, follow"} in then.all("meta")
    # Today's end is now, but for charts.
    day = f"{datetime.now(UTC):%Y-%m-%d}"
    now = reader.open(address, as_published=day)
    assert f"the page as it was published at the end of {today()}, UTC" in now.text
    [box] = [one for one in now.all("input") if one["name"] == "as_published"]
    assert box["value"] == day
    # Before it was published, and after today, there is nothing to show.
    assert (box["min"], box["max"]) == (str(Change.objects.first().at.date()), str(datetime.now(UTC).date()))


def test_what_is_not_public_now_is_withheld_and_counted(reader: Reader, world: None) -> None:
    moment = last_moment()
    event = NewsEvent.objects.get()
    bob = make_person("Bob Secret")
    with edit():
        event.people.add(bob)
        event.headline = "Bob Secret moves"
        event.save()
    with edit():
        event.people.remove(bob)
        event.headline = "Ada moves on"
        event.save()
    assert "Bob Secret" in versions(reader.open("/events/ada-moves/"))
    transitions.withdraw(bob)
    page = reader.open("/events/ada-moves/")
    assert "Secret" not in page.text
    assert "3 versions aren’t shown: they name what is no longer public." in page.text
    assert reader.open("/events/ada-moves/", 410, as_published=moment)
    person = reader.open("/people/ada/", as_published=moment)
    assert "1 entry of it isn’t shown: it names what is no longer public." in person.text


def test_many_versions_are_cut(reader: Reader, world: None) -> None:
    organization = Organization.objects.get(slug="labs")
    for number in range(12):
        set_and_save(organization, description=f"Number {number}.")
    text = versions(reader.open("/organizations/labs/"))
    assert [number for number in range(12) if f"to Number {number}." in text] == list(range(2, 12))
    assert "There are earlier ones: choose a day above." in text


def test_many_changes_of_one_edit_are_cut(reader: Reader, world: None) -> None:
    person = Person.objects.get(slug="ada")
    with edit():
        for number in range(8):
            make_employment(person, make_organization(f"Lab {number}"), claims=({"source": make_source(f"S{number}")},))
    text = versions(reader.open("/people/ada/"))
    assert "job at Lab 5 added; and 2 more changes." in text


def test_versions_of_the_time_before_documents_have_no_page(reader: Reader, world: None) -> None:
    set_and_save(Organization.objects.get(slug="labs"), country="DE")
    first = Document.objects.filter(resource="organizations", slug="labs").earliest("since")
    Document.objects.filter(pk=first.pk).update(until=first.since)
    page = reader.open("/organizations/labs/")
    assert len([link for link in page.links if "as_published=" in link]) == 1
    assert f"{today()}: published." in versions(page)


def test_published_again(reader: Reader, world: None) -> None:
    ada = Person.objects.get(slug="ada")
    transitions.withdraw(ada)
    ada.refresh_from_db()
    transitions.publish(ada)
    assert "published again" in versions(reader.open("/people/ada/"))


@pytest.mark.parametrize(
    ("address", "parameters", "status"),
    [
        ("/people/ada/", {"as_published": "yesterday"}, 400),
        ("/people/ada/", {"as_published": "1999-01-01"}, 400),
        ("/organizations/labs/", {"as_published": "2999-01-01", "on": "2020-01-01"}, 400),
        ("/people/nobody/", {"as_published": "2999-01-01"}, 404),
    ],
)
def test_what_it_refuses(reader: Reader, world: None, address: str, parameters: dict[str, str], status: int) -> None:
    reader.open(address, status, **parameters)


def test_before_its_publication_there_is_no_page(reader: Reader, world: None) -> None:
    moment = last_moment()
    make_person("Zoe")
    assert "It wasn't public then." in reader.open("/people/zoe/", 404, as_published=moment).text
    assert reader.get("/people/ada/", {"as_published": ""})["Location"] == "/people/ada/"
    # The day means its end.
    reader.open("/people/zoe/", as_published=str(datetime.now(UTC).date()))
