"""The page of a person: their career, with what each source says of it."""

import json
from xml.etree.ElementTree import fromstring

import pytest

from people.models import PersonName
from talentwatch.site import views
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
def career(ada):
    """Until 2023 at Acme, as three papers tell in two ways; then at Zeta, which one denies."""
    acme, zeta = make_organization("Acme"), make_organization("Zeta")
    left = make_employment(
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
        came_from=left,
        claims=(
            {"source": paper("Delta", published="2024-05-12"), "end_state": "ongoing", "stance": "announced"},
            {"source": paper("Epsilon"), "stance": "denied"},
        ),
    )


def test_names_in_every_script_but_no_misspelling(reader, ada):
    page = reader.open("/people/ada-lovelace/")
    assert "Ada Lovelace Wrote the first programme. Also Ada Byron (former)" in page.text
    assert "עדה לאבלייס (Hebrew, transliteration)" in page.text
    assert "Lovelase" not in page.text
    assert {"lang": "he"} in page.all("bdi")


def test_what_else_is_known_of_them_is_linked(reader, ada):
    assert {
        "https://ada.example/",
        "https://www.wikidata.org/wiki/Q7259",
        "https://orcid.org/0000-0002-1825-0097",
    } <= set(reader.open("/people/ada-lovelace/").links)


def test_conflicts_are_said_plainly(reader, career):
    text = reader.open("/people/ada-lovelace/").text
    assert "Acme Researcher Began in 2018; ended in June 2023. That is 4 years 5 months to 5 years 5 months." in text
    assert "Confirmed · Sources disagree The end Two sources say June 2023, one says May 2025." in text
    assert "Whether it is so One source says so, one denies it." in text


def test_each_source_is_told_with_what_it_says(reader, career):
    page = reader.open("/people/ada-lovelace/")
    assert "Alpha reports it; ended in June 2023; for 5 years 6 months." in page.text
    assert "Beta (Hebrew, 26 May 2025) reports it; ended in June 2023." in page.text
    assert "Gamma reports it: Fellow; ended in May 2025. Can’t be true together with what is said above." in page.text
    assert "Delta (12 May 2024) announces it; still there." in page.text
    assert "Epsilon denies it. Can’t be true together with what is said above." in page.text
    assert "https://gamma.example/" in page.links


def test_who_only_repeats_another_is_told(reader, ada):
    root = paper("Root")
    echo, secret = paper("Echo", derived_from=root), paper("Secret")
    claims = ({"source": root}, {"source": echo, "title": "Fellow"})
    post = make_employment(ada, make_organization("Acme"), claims=claims)
    text = reader.open("/people/ada-lovelace/").text
    assert "Reported by one independent publisher" in text
    assert "Echo reports it, repeating Root: Fellow." in text
    type(echo)._base_manager.filter(pk=echo.pk).update(derived_from=secret)
    type(secret)._base_manager.filter(pk=secret.pk).update(status="draft")
    assert post.claims.count() == 2
    assert "Secret" not in reader.open("/people/ada-lovelace/").text


def test_what_goes_on_is_told_with_the_day_it_was_last_seen(reader, career):
    text = reader.open("/people/ada-lovelace/").text
    assert "Began in July 2023; ongoing." in text
    assert "A source last places them there on 12 May 2024. They left Acme for it. Disputed: somebody denies it" in text


def test_posts_stand_in_order_of_time(reader, career):
    ids = [one["id"] for one in reader.open("/people/ada-lovelace/").all("li") if "id" in one]
    assert ids == ["ada-lovelace-acme", "ada-lovelace-zeta"]


def test_moves_news_and_lists(reader, ada, career):
    make_event("Ada Lovelace leaves Acme", kind="departure", people=(ada,))
    make_cohort(ada, name="The first programmers")
    page = reader.open("/people/ada-lovelace/")
    assert "Moves Acme to Zeta June 2023 · move · disputed: somebody denies it" in page.text
    assert "In the news June 2023 Ada Lovelace leaves Acme Departure" in page.text
    assert {"/events/ada-lovelace-leaves-acme/", "/cohorts/the-first-programmers/"} <= set(page.links)


def test_a_picture_with_words_and_room(reader, career):
    (picture,) = reader.open("/people/ada-lovelace/").all("img")
    assert picture["src"] == "/api/v1/people/ada-lovelace/?format=svg"
    assert picture["alt"].startswith("The posts of Ada Lovelace over time")
    assert picture["width"].isdigit() and picture["height"].isdigit()


def test_nobody_knows_of_a_post(reader, ada):
    page = reader.open("/people/ada-lovelace/")
    assert "No post is public." in page.text
    assert page.all("img") == []


def test_what_a_claim_left_out_is_a_link_away(reader, ada):
    claims = tuple({"source": paper(f"Paper{number}"), "start": "2020"} for number in range(9))
    clash = {"source": paper("Zulu"), "start": "1999"}
    make_employment(ada, make_organization(), start="2020", claims=(*claims, clash))
    page = reader.open("/people/ada-lovelace/")
    assert "Nine sources say 2020, one says 1999." in page.text
    assert "Zulu reports it; began in 1999." in page.text
    assert "Two more" in page.text
    assert "/api/v1/claims/?employment=ada-lovelace-acme" in page.links


def test_posts_and_news_beyond_the_page_are_a_link_away(reader, ada, monkeypatch):
    monkeypatch.setattr(views, "POSTS", 2)
    monkeypatch.setattr(views, "NEWS", 2)
    for number in range(3):
        make_employment(ada, make_organization(f"Place {number:02}"), start=str(2000 + number))
        make_event(f"News {number:02}", people=(ada,), date=str(2000 + number))
        make_cohort(ada, name=f"List {number:02}")
    page = reader.open("/people/ada-lovelace/")
    assert len([one for one in page.all("li") if "id" in one]) == 2
    assert {
        "/api/v1/employments/?person=ada-lovelace",
        "/api/v1/moves/?person=ada-lovelace",
        "/?person=ada-lovelace",
        "/cohorts/?person=ada-lovelace",
    } <= set(page.links)
    assert ("News 02" in page.text, "News 00" in page.text) == (True, False)


def test_the_picture_keeps_its_place_however_many_posts_the_page_has(reader, api, ada, monkeypatch):
    monkeypatch.setattr(views, "POSTS", 2)
    for number in range(4):
        make_employment(ada, make_organization(f"Place {number}"), start=str(2000 + number))
    (picture,) = reader.open("/people/ada-lovelace/").all("img")
    drawn = fromstring(api.get(picture["src"]).content)
    assert {name: picture[name] for name in ("width", "height")} == {
        name: drawn.get(name) for name in ("width", "height")
    }


def test_it_says_the_same_to_machines(reader, career):
    page = reader.open("/people/ada-lovelace/")
    assert [one["type"] for one in page.all("script")] == ["application/ld+json"]
    (block,) = page.scripts
    said = json.loads(block)
    assert (said["@type"], said["name"]) == ("Person", "Ada Lovelace")
    assert said["@id"] == "http://testserver/api/v1/people/ada-lovelace/"
    assert said["alternateName"] == ["Ada Byron", "עדה לאבלייס"]
    assert said["sameAs"] == [
        "https://www.wikidata.org/entity/Q7259",
        "https://orcid.org/0000-0002-1825-0097",
        "https://ada.example/",
    ]


def test_its_address_and_its_data(reader, career):
    page = reader.open("/people/ada-lovelace/")
    links = {(one["rel"], one.get("type")): one["href"] for one in page.all("link")}
    assert links["canonical", None] == "http://testserver/people/ada-lovelace/"
    assert links["alternate", "application/json"] == "/api/v1/people/ada-lovelace/"
    assert links["alternate", "application/atom+xml"] == "/api/v1/events/?person=ada-lovelace&format=atom"
    assert page.links.count("/api/v1/people/ada-lovelace/?format=jsonld") == 1


def test_no_parameter_means_anything_here(reader, ada):
    assert "on This address takes no parameters." in reader.open("/people/ada-lovelace/?on=2020-01-01", 400).text
