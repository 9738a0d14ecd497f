"""The page of a person: their career, with what each source says of it."""

import json
from xml.etree.ElementTree import fromstring

import pytest

from people.models import PersonName
from talentwatch.site import limits
from tests.support.built_once import built_once
from tests.support.factories import (
    make_cohort,
    make_employment,
    make_event,
    make_organization,
    make_person,
    make_source,
)

pytestmark = pytest.mark.django_db


def paper(name, **values):
    return make_source(name, url=f"https://{name.lower()}.example/", **values)


@pytest.fixture
@built_once
def ada():
    person = make_person(
        "Ada Lovelace",
        description="Wrote the first programme.",
        wikidata_id="Q7259",
        orcid="0000-0002-1825-0097",
        website="https://ada.example/",
    )
    for text, language, kind in [
        ("עדה לאבלייס", "he", "transliteration"),
        ("Ada Byron", "en", "former"),
        ("Ada Lovelase", "en", "misspelling"),
    ]:
        PersonName.objects.create(person=person, text=text, language=language, kind=kind)
    return person


@pytest.fixture
@built_once
def career(ada):
    """Until 2023 at Acme, on whose end three papers disagree; then at Zeta, which one denies."""
    acme, zeta = make_organization("Acme"), make_organization("Zeta")
    first_job = make_employment(
        ada,
        acme,
        title="Researcher",
        start="2018",
        end="2023-06",
        end_state="ended",
        claims=(
            {"source": paper("Alpha"), "end": "2023-06", "end_state": "ended", "stated_months": 66},
            {"source": paper("Beta", language="he", published="2025-05-26"), "end": "2023-06", "end_state": "ended"},
            {"source": paper("Gamma"), "end": "2025-05", "end_state": "ended", "title": "Fellow"},
        ),
    )
    make_employment(
        ada,
        zeta,
        start="2023-07",
        end_state="ongoing",
        came_from=first_job,
        claims=(
            {"source": paper("Delta", published="2024-05-12"), "end_state": "ongoing", "stance": "announced"},
            {"source": paper("Epsilon"), "stance": "denied"},
        ),
    )


def test_names_in_every_script_but_no_misspelling(reader, ada):
    page = reader.open("/people/ada-lovelace/")
    assert "Ada Lovelace Wrote the first programme. Also known as Ada Byron (former)" in page.text
    assert "עדה לאבלייס (Hebrew, transliteration)" in page.text
    assert "Lovelase" not in page.text
    assert {"lang": "he"} in page.all("bdi")


def test_identifiers_and_website_are_linked(reader, ada):
    assert {
        "https://ada.example/",
        "https://www.wikidata.org/wiki/Q7259",
        "https://orcid.org/0000-0002-1825-0097",
    } <= set(reader.open("/people/ada-lovelace/").links)


def test_conflicts_are_spelled_out(reader, career):
    text = reader.open("/people/ada-lovelace/").text
    assert "Acme Researcher Began in 2018; ended in June 2023. Length: 4 years 5 months to 5 years 5 months." in text
    assert "Confirmed · Sources disagree by about two years End Two sources say June 2023, one says May 2025." in text
    assert "The job itself One source reports it, one denies it." in text


def test_each_source_with_its_claim(reader, career):
    page = reader.open("/people/ada-lovelace/")
    assert "Alpha reports it; ended in June 2023; for 5 years 6 months." in page.text
    assert "Beta (Hebrew, 26 May 2025) reports it; ended in June 2023." in page.text
    assert (
        "Gamma reports it: Fellow; ended in May 2025. Differs from the conclusion above by about two years."
        in page.text
    )
    assert "Delta (12 May 2024) quotes the announcement; still there." in page.text
    assert "Epsilon denies it. Contradicts the conclusion above." in page.text
    assert "https://gamma.example/" in page.links


def test_a_source_that_repeats_another_says_so(reader, ada):
    root = paper("Root")
    echo, secret = paper("Echo", derived_from=root), paper("Secret")
    claims = ({"source": root}, {"source": echo, "title": "Fellow"})
    job = make_employment(ada, make_organization("Acme"), claims=claims)
    text = reader.open("/people/ada-lovelace/").text
    assert "Reported by one independent publisher" in text
    assert "Echo reports it, repeating Root: Fellow." in text
    type(echo)._base_manager.filter(pk=echo.pk).update(derived_from=secret)
    type(secret)._base_manager.filter(pk=secret.pk).update(status="draft")
    assert job.claims.count() == 2
    assert "Secret" not in reader.open("/people/ada-lovelace/").text


def test_an_ongoing_job_says_when_it_was_last_reported(reader, career):
    text = reader.open("/people/ada-lovelace/").text
    assert "Began in July 2023; ongoing." in text
    assert "Last reported there on 12 May 2024. They left Acme for this job. Disputed: a source denies it" in text


def test_jobs_are_in_order_of_time(reader, career):
    ids = [item["id"] for item in reader.open("/people/ada-lovelace/").all("li") if "id" in item]
    assert ids == ["ada-lovelace-acme", "ada-lovelace-zeta"]


def test_moves_news_and_cohorts(reader, ada, career):
    make_event("Ada Lovelace leaves Acme", kind="departure", people=(ada,))
    make_cohort(ada, name="The first programmers")
    page = reader.open("/people/ada-lovelace/")
    assert "Moves Acme to Zeta June 2023 · move · disputed: a source denies it" in page.text
    assert "In the news June 2023 Ada Lovelace leaves Acme Departure" in page.text
    links = {"/events/ada-lovelace-leaves-acme/", "/cohorts/the-first-programmers/", "/moves/?person=ada-lovelace"}
    assert links <= set(page.links)


def test_the_chart_has_an_alt_text_and_a_size(reader, career):
    (chart,) = reader.open("/people/ada-lovelace/").all("img")
    assert chart["src"] == "/api/v1/people/ada-lovelace/?format=svg"
    assert chart["alt"].startswith("The career of Ada Lovelace over time")
    assert chart["width"].isdigit() and chart["height"].isdigit()


def test_a_person_without_jobs(reader, ada):
    page = reader.open("/people/ada-lovelace/")
    assert "No job is public." in page.text
    assert page.all("img") == []


def test_claims_beyond_the_limit_are_a_link_away(reader, ada):
    claims = tuple({"source": paper(f"Paper{number}"), "start": "2020"} for number in range(9))
    conflicting = {"source": paper("Zulu"), "start": "1999"}
    make_employment(ada, make_organization(), start="2020", claims=(*claims, conflicting))
    page = reader.open("/people/ada-lovelace/")
    assert "Nine sources say 2020, one says 1999." in page.text
    assert "Zulu reports it; began in 1999." in page.text
    assert "Three more, as JSON" in page.text
    assert "/api/v1/claims/?employment=ada-lovelace-acme" in page.links


def test_jobs_and_news_beyond_the_page_are_a_link_away(reader, ada, monkeypatch):
    monkeypatch.setattr(limits, "MAX_JOBS", 2)
    monkeypatch.setattr(limits, "MAX_EVENTS", 2)
    for number in range(3):
        make_employment(ada, make_organization(f"Place {number:02}"), start=str(2000 + number))
        make_event(f"News {number:02}", people=(ada,), date=str(2000 + number))
        make_cohort(ada, name=f"List {number:02}")
    page = reader.open("/people/ada-lovelace/")
    assert len([item for item in page.all("li") if "id" in item]) == 2
    assert {
        "/api/v1/employments/?person=ada-lovelace",
        "/moves/?person=ada-lovelace",
        "/?person=ada-lovelace",
        "/cohorts/?person=ada-lovelace",
    } <= set(page.links)
    assert ("News 02" in page.text, "News 00" in page.text) == (True, False)


def test_the_size_of_the_chart_is_right_with_more_jobs_than_the_page_lists(reader, api, ada, monkeypatch):
    monkeypatch.setattr(limits, "MAX_JOBS", 2)
    for number in range(4):
        make_employment(ada, make_organization(f"Place {number}"), start=str(2000 + number))
    (chart,) = reader.open("/people/ada-lovelace/").all("img")
    svg = fromstring(api.get(chart["src"]).content)
    assert {name: chart[name] for name in ("width", "height")} == {name: svg.get(name) for name in ("width", "height")}


def test_its_json_ld(reader, career):
    page = reader.open("/people/ada-lovelace/")
    assert [script["type"] for script in page.all("script")] == ["application/ld+json"]
    (block,) = page.scripts
    node = json.loads(block)
    assert (node["@type"], node["name"]) == ("Person", "Ada Lovelace")
    assert node["@id"] == "http://testserver/api/v1/people/ada-lovelace/"
    assert node["alternateName"] == ["Ada Byron", "עדה לאבלייס"]
    assert node["sameAs"] == [
        "https://www.wikidata.org/entity/Q7259",
        "https://orcid.org/0000-0002-1825-0097",
        "https://ada.example/",
    ]


def test_its_address_and_its_data(reader, career):
    page = reader.open("/people/ada-lovelace/")
    links = {(link["rel"], link.get("type")): link["href"] for link in page.all("link")}
    assert links["canonical", None] == "http://testserver/people/ada-lovelace/"
    assert links["describedby", "application/json"] == "/api/v1/people/ada-lovelace/"
    assert links["alternate", "application/atom+xml"] == "/api/v1/events/?person=ada-lovelace&format=atom"
    assert page.links.count("/api/v1/people/ada-lovelace/?format=jsonld") == 1


def test_what_others_add_to_the_address_changes_nothing(reader, ada):
    decorated = reader.open("/people/ada-lovelace/?fbclid=IwAR0&utm_source=x&utm_source=y&on=2020-01-01")
    assert decorated.text == reader.open("/people/ada-lovelace/").text
    assert decorated.links.count("/people/ada-lovelace/?fbclid=IwAR0") == 0
    [canonical] = [link["href"] for link in decorated.all("link") if link["rel"] == "canonical"]
    assert canonical == "http://testserver/people/ada-lovelace/"


def test_what_somebody_left_for_is_said_instead_of_an_unknown_destination(reader):
    ended = {"end": "2021-05", "end_state": "ended"}
    make_employment(
        make_person("Erik"), make_organization("Meta"), end_reason="laid_off", left_for="independent", **ended
    )
    page = reader.open("/people/erik/")
    assert "Start unknown; ended in May 2021. They were laid off; they left to work independently." in page.text
    assert "left Meta to work independently" in page.text
    assert "destination unknown" not in page.text
    make_employment(make_person("Eve"), make_organization("Acme"), **ended)
    assert "left Acme, destination unknown" in reader.open("/people/eve/").text


@pytest.mark.parametrize(
    ("end_reason", "words"), [("retired", "retired from Meta"), ("died", "died while at Meta"), ("other", "left Meta,")]
)
def test_who_retired_or_died_has_no_unknown_destination(reader, end_reason, words):
    make_employment(
        make_person("Erik"), make_organization("Meta"), end="2021-05", end_state="ended", end_reason=end_reason
    )
    page = reader.open("/people/erik/")
    assert words in page.text
    assert ("destination unknown" in page.text) == (end_reason == "other")
    assert f"{words.strip(',')} May 2021" in reader.open("/people/").text
    feed = reader.get("/api/v1/moves/", {"format": "atom"}).content.decode()
    assert f"Erik: {words.strip(',')}" in feed
    assert ("destination unknown" in feed) == (end_reason == "other")


def test_the_chart_can_be_downloaded_and_embedded(reader, career):
    page = reader.open("/people/ada-lovelace/")
    (link,) = [link for link in page.all("a") if "download" in link]
    assert link["download"] == "talentwatch-people-ada-lovelace.svg"
    assert '<a href="http://testserver/people/ada-lovelace/"><img src="http://testserver/api/v1/people/' in page.text
