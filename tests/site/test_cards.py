"""Cards: what social networks show of a page."""

import struct

import pytest
import resvg_py
from django.test import override_settings

from people.models import Organization, Person
from talentwatch.merging.merge import merge
from talentwatch.records.status import Status
from talentwatch.site.cards import _visible, draw_card
from talentwatch.site.facts import headline_fact
from tests.support.built_once import built_once
from tests.support.factories import make_cohort, make_employment, make_event, make_organization, make_person

pytestmark = pytest.mark.django_db

NAMES = [
    "Ada Lovelace",
    "עדה לאבלייס",
    "عدا لوفلايس",
    "Дмитрий Ελένη Łukasz Çağ",
    "杨植麟",
    "x" * 500,
    "Word " * 100,
    "</text><script>&amp;\x00\x0b￿",
    "a" + "\u0301" * 50,
    "👩‍👩‍👧",
    "\u202e\u2067",
    "",
]


def size(png):
    assert png[:8] == b"\x89PNG\r\n\x1a\n"
    return struct.unpack(">II", png[16:24])


@pytest.mark.parametrize("name", NAMES)
def test_any_name_makes_a_card(name):
    assert size(draw_card(name, name)) == (1200, 630)


def test_a_card_is_drawn_once(monkeypatch):
    drawn = []
    render = resvg_py.svg_to_bytes
    monkeypatch.setattr(resvg_py, "svg_to_bytes", lambda **options: drawn.append(options) or render(**options))
    cards = {draw_card("Ada Lovelace " * 20, "Meta → OpenAI, 2025 " * 10) for _ in range(3)}
    assert (len(cards), len(drawn)) == (1, 1)


@override_settings(
    CACHES={"default": {"BACKEND": "django.core.cache.backends.redis.RedisCache", "LOCATION": "redis://127.0.0.1:1"}}
)
def test_it_does_without_a_cache():
    assert size(draw_card("Ada", "")) == (1200, 630)


def test_words_in_letters_that_the_fonts_lack_are_left_out():
    assert _visible("Zhilin Yang 杨植麟 (Moonshot)") == "Zhilin Yang (Moonshot)"
    assert draw_card("杨植麟", "") == draw_card("", "")
    assert draw_card("Ada", "") != draw_card("", "")


def test_the_fact_of_each_record():
    ada, meta, openai = make_person("Ada"), make_organization("Meta"), make_organization("OpenAI")
    assert (headline_fact(ada), headline_fact(meta)) == ("", "")
    make_employment(ada, meta, start="2020", end="2025-06", end_state="ended")
    make_employment(ada, openai, start="2025-07", end_state="ongoing")
    assert headline_fact(ada) == "Meta → OpenAI, Jun 2025"
    assert headline_fact(openai) == "1 person joined, 0 left"
    assert headline_fact(meta) == "1 person joined, 1 left"
    bob = make_person("Bob")
    make_employment(bob, meta, start="2020", end="2021", end_state="ended", left_for="study")
    assert headline_fact(bob) == "Left Meta to study, 2021"
    job = bob.employments.get()
    job.left_for, job.end_reason = "", "retired"
    job.save()
    assert headline_fact(bob) == "Retired from Meta, 2021"
    eve = make_person("Eve")
    make_employment(eve, meta, start="2020-05", claims=({}, {"stance": "denied"}))
    assert headline_fact(eve) == "Joined Meta, May 2020, disputed"
    advisor = make_person("Advisor")
    make_employment(advisor, meta, role="advisor", title="Wise Woman")
    assert headline_fact(advisor) == "Wise Woman, Meta"
    assert headline_fact(make_cohort(ada, bob, eve, name="Three")) == "3 people: 2 left Meta, 1 not known to have left"
    assert headline_fact(make_cohort(make_person("Nobody"), name="One")) == "1 person"
    assert headline_fact(make_event("News", kind="departure", date="2025-06")) == "Departure, Jun 2025"


def meta_of(page):
    return {one.get("property") or one.get("name"): one.get("content") for one in page.all("meta")}


@pytest.mark.parametrize(
    ("page", "title", "card"),
    [
        ("/people/ada/", "Ada & <Co>", "/people/ada/card.png"),
        ("/people/?organization=acme", "People – talentwatch", "/people/card.png?organization=acme"),
        ("/people/?ordering=-last_move&fbclid=x", "People – talentwatch", "/people/card.png"),
        ("/organizations/", "Organizations – talentwatch", "/organizations/card.png"),
        ("/cohorts/", "Cohorts – talentwatch", "/cohorts/card.png"),
        ("/moves/?origin=acme&after=2025", "Who left Acme", "/moves/card.png?after=2025&origin=acme"),
        ("/moves/", "Who moves between AI labs – talentwatch", "/moves/card.png"),
        ("/corrections/?resource=people", "Corrections – talentwatch", "/corrections/card.png?resource=people"),
        ("/data/", "Data – talentwatch", "/data/card.png"),
        ("/", "talentwatch", "/card.png"),
        ("/?kind=hire&utm_source=x", "Results – talentwatch", "/card.png?kind=hire"),
        ("/about/", "About – talentwatch", "/about/card.png"),
    ],
)
def test_every_page_names_its_card(reader, page, title, card, settings, tmp_path):
    settings.DOWNLOADS_DIR = tmp_path  # where nothing was built
    make_person("Ada & <Co>", slug="ada")
    make_organization("Acme")
    meta = meta_of(reader.open(page))
    assert meta["og:title"].startswith(title)
    assert meta["og:image"] == f"http://testserver{card}"
    assert meta["og:image:alt"] == meta["og:title"]
    assert meta["og:description"] == meta["description"]
    assert meta["twitter:card"] == "summary_large_image"
    response = reader.get(card)
    assert (response.status_code, response["Content-Type"]) == (200, "image/png")
    assert size(response.content) == (1200, 630)
    assert reader.get(card, headers={"If-None-Match": response["ETag"]}).status_code == 304


def test_an_error_has_no_card(reader):
    assert not [one for one in reader.open("/nope", 404).all("meta") if "property" in one]


@pytest.fixture
def drawn(monkeypatch):
    """The texts of the cards that are drawn."""
    texts = []
    monkeypatch.setattr("talentwatch.site.views.cards.draw_card", lambda *pair: texts.append(pair) or b"")
    return texts


@pytest.fixture
@built_once
def leavers():
    acme = make_organization("Acme", kind="lab")
    for name, place in (("Ada", "Beta"), ("Bob", "Beta"), ("Cleo", "Core"), ("Dan", "Delta"), ("Eve", None)):
        left = make_employment(make_person(name), acme, start="2020", end="2025-03", end_state="ended", role="research")
        if place:
            other = Organization.objects.filter(name=place).first() or make_organization(place)
            make_employment(left.person, other, start="2025-03", came_from=left)
    make_cohort(Person.objects.get(slug="ada"), name="Authors")
    make_organization("Secret", status=Status.DRAFT)
    make_person("Hidden", status=Status.DRAFT)
    make_event("Ada leaves", kind="departure", date="2025-03")
    return acme


@pytest.mark.parametrize(
    ("card", "title", "fact"),
    [
        (
            "moves/card.png?origin=acme&after=2025&before=2025",
            "Who left Acme in 2025, and for where?",
            "5 people left Acme in 2025; all certainly. 2 for Beta, 1 for Core.",
        ),
        (
            "moves/card.png?destination=beta",
            "Who joined Beta, and from where?",
            "2 people joined Beta; all certainly. 2 from Acme.",
        ),
        (
            "moves/card.png?origin=acme&destination=beta&cohort=authors",
            "Who left Acme for Beta? (on the list Authors)",
            "One person left Acme for Beta; this is certain.",
        ),
        (
            "moves/card.png?organization=acme",
            "Who left or joined Acme?",
            "5 people left Acme; all certainly. 5 people joined Acme; all certainly.",
        ),
        ("moves/card.png?person=ada", "The moves of Ada", "2 moves known."),
        ("card.png", "Who moves between AI labs", "At least 5 moves in 2025: 5 people left Acme"),
        ("card.png?kind=departure", "Events", "1 event · kind: departure"),
        ("people/card.png", "People", "5 people"),
        ("people/card.png?organization=beta&q=ada", "People", "1 person · organization: Beta · words: ada"),
        ("organizations/card.png?kind=lab", "Organizations", "1 organization · kind: lab"),
        ("cohorts/card.png", "Cohorts", "1 cohort"),
        ("corrections/card.png", "Corrections", "0 corrections"),
        ("about/card.png", "About talentwatch", "5 people, 4 organizations, 11 sources, in 1 language"),
        ("data/card.png", "Data", "Everything as CSV, NDJSON, SQLite, Parquet"),
    ],
)
def test_the_card_of_a_page_says_what_is_asked_and_the_numbers(reader, leavers, drawn, card, title, fact):
    assert reader.get(f"/{card}").status_code == 200
    assert drawn == [(title, fact)]


@pytest.mark.parametrize(
    "card",
    [
        "moves/card.png?origin=secret",
        "people/card.png?organization=secret",
        "moves/card.png?after=x",
        "people/card.png?role=",
    ],
)
def test_a_card_refuses_what_its_page_refuses(reader, leavers, drawn, card):
    page, card = (reader.get(f"/{address}") for address in (card.replace("card.png", ""), card))
    assert page.status_code == card.status_code in {302, 400}
    assert drawn == []


def test_a_merged_record_sends_to_the_card_of_its_survivor(reader):
    loser, survivor = make_person("Ada L."), make_person("Ada Lovelace")
    merge(survivor, loser, {}, "the same", correction="They are one.")
    assert reader.get("/people/ada-l/card.png")["Location"] == "http://testserver/people/ada-lovelace/card.png"


@pytest.mark.parametrize("count", [1, 12])
def test_a_card_costs_the_same_for_one_job_and_for_twelve(reader, django_assert_num_queries, count):
    ada = make_person("Ada")
    for number in range(count):
        make_employment(ada, make_organization(f"Place {number}"), start=str(2000 + number))
    with django_assert_num_queries(2):
        reader.get("/people/ada/card.png")


@pytest.mark.parametrize(
    "page", ["", "moves/", "people/", "organizations/", "cohorts/", "corrections/", "about/", "data/"]
)
@pytest.mark.parametrize(
    "query",
    [
        "after=2100&before=1900",
        "after=%00&q=%00",
        "q=" + "x" * 201,
        "q=%D8%B9%D8%AF%D8%A7+%F0%9F%91%A9",
        "organization=" + ",".join(f"x{number}" for number in range(300)),
        "organization=acme&organization=acme&kind=hire&kind=lab",
        "origin=acme&destination=acme&organization=acme&person=ada&certainty=certain&include_descendants=false",
        "ordering=password&cursor=x&format=json&width=1",
        "updated_after=now&resource=people&since=-1&typos=TRUE",
    ],
)
def test_whatever_is_asked_a_card_is_drawn_or_refused(reader, leavers, page, query):
    response = reader.get(f"/{page}card.png?{query}")
    assert response.status_code in {200, 302, 400}, response.content
    assert response.status_code != 200 or size(response.content) == (1200, 630)
