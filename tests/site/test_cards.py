"""Cards: what social networks show of a page."""

import struct

import pytest
import resvg_py
from django.test import override_settings

from talentwatch.merging.merge import merge
from talentwatch.site.cards import _visible, draw_card
from talentwatch.site.facts import headline_fact
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
    eve = make_person("Eve")
    make_employment(eve, meta, start="2020-05", claims=({}, {"stance": "denied"}))
    assert headline_fact(eve) == "Joined Meta, May 2020, disputed"
    advisor = make_person("Advisor")
    make_employment(advisor, meta, role="advisor", title="Wise Woman")
    assert headline_fact(advisor) == "Wise Woman, Meta"
    assert headline_fact(make_cohort(ada, bob, eve, name="Three")) == "3 people: 2 left Meta, 1 not known to have left"
    assert headline_fact(make_cohort(make_person("Nobody"), name="One")) == "1 person"
    assert headline_fact(make_event("News", kind="departure", date="2025-06")) == "Departure, Jun 2025"


def test_every_page_names_its_card(reader):
    make_person("Ada & <Co>", slug="ada")
    for page, title, card in [
        ("/people/ada/", "Ada & <Co>", "/people/ada/card.png"),
        ("/people/", "People – talentwatch", "/card.png"),
        ("/", "talentwatch", "/card.png"),
        ("/about/", "About – talentwatch", "/card.png"),
    ]:
        meta = {one.get("property") or one.get("name"): one.get("content") for one in reader.open(page).all("meta")}
        assert meta["og:title"] == title
        assert meta["og:url"] == f"http://testserver{page}"
        assert meta["og:image"] == f"http://testserver{card}"
        assert meta["og:description"] == meta["description"]
        assert meta["twitter:card"] == "summary_large_image"
        response = reader.get(card)
        assert (response.status_code, response["Content-Type"]) == (200, "image/png")
        assert reader.get(card, headers={"If-None-Match": response["ETag"]}).status_code == 304
    assert not [one for one in reader.open("/nope", 404).all("meta") if "property" in one]


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
