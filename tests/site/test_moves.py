"""/moves/: the question, the answer with its numbers, and the table."""

import json
import re

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from people.move_counts import PeopleCount
from talentwatch.phrases import format_span
from talentwatch.records.edit import edit
from talentwatch.site import choices
from talentwatch.site.move_places import Place
from talentwatch.site.move_question import answer_sentence
from talentwatch.site.views.moves import MovesPage
from talentwatch.typed_dates import parse_typed
from tests.support.built_once import built_once
from tests.support.factories import make_cohort, make_employment, make_organization, make_person, make_source

pytestmark = pytest.mark.django_db
LEFT_META = "/moves/?origin=meta&after=2025&before=2025"


def move(person, origin, destination, day, *, claims=({},), **values):
    """The person leaves one job for another that begins on the same day."""
    left = make_employment(person, origin, end=day, end_state="ended", claims=claims, **values)
    if destination:
        make_employment(person, destination, start=day, came_from=left, role="research", claims=claims)


@pytest.fixture
@built_once
def world():
    """Seven people leave Meta, one of them twice; Fay only moves within it; Gus joins it, nobody says when or from where."""
    meta = make_organization("Meta")
    fair = make_organization("FAIR", parent=meta)
    others = {name: make_organization(name) for name in ("OpenAI", "Kyutai", "Cohere")}
    paper = make_source("The Paper", slug="paper", url="https://paper.example/", published="2025-04", title="Who goes")
    with edit():
        people = {name: make_person(f"{name} X") for name in ("Ada", "Bob", "Cleo", "Dora", "Eve", "Fay", "Gus", "Hal")}
        said = ({"source": paper, "stance": "announced"},)
        move(people["Ada"], fair, others["OpenAI"], "2025-03", claims=said, title="Chair")
        move(people["Bob"], meta, others["OpenAI"], "2025-05-06")
        move(people["Cleo"], meta, others["Kyutai"], "between December 2024 and January 2025")
        move(people["Dora"], meta, None, "2025-06", left_for="study")
        move(people["Eve"], meta, None, "2025", claims=({}, {"stance": "denied", "source": paper}))
        move(people["Fay"], fair, meta, "2025-07")
        move(people["Hal"], meta, others["Cohere"], "2025-01")
        move(people["Hal"], meta, others["Cohere"], "2025-10")
        make_employment(people["Gus"], meta, end_state="ongoing")
        make_cohort(people["Ada"], people["Bob"], name="Authors", source=paper)
    return meta


def test_who_retired_or_died_is_counted_as_such(reader, world):
    for name, reason in (("Ida", "retired"), ("Jon", "died")):
        make_employment(make_person(name), world, end="2023", end_state="ended", end_reason=reason)
    page = reader.open("/moves/?origin=meta&after=2023&before=2023")
    assert "2 people left Meta in 2023: 1 by death, 1 to retire; all certainly." in page.text
    table = page.text.partition("The moves, one by one")[2]
    assert ("Meta retired" in table, "Meta died" in table, "not known" in table) == (True, True, True)
    only = reader.open("/moves/?origin=meta&end_reason=died,laid_off")
    assert "(died or laid off)" in only.text
    assert "why they left" in only.text
    laid_off = reader.open("/moves/?origin=meta&end_reason=laid_off")
    [chosen] = [each for each in laid_off.all("option") if each.get("value") == "laid_off"]
    assert "selected" in chosen


def lead(page):
    """The sentences between the question and the years."""
    sentences = page.text.partition("?")[2].partition("All years")[0].strip()
    return re.sub(r"\A\([^)]*\) ", "", sentences)


def test_the_answer_counts_people_once_and_says_what_is_certain(reader, world):
    page = reader.open(LEFT_META)
    assert "Who left Meta in 2025, and for where? " in page.text
    assert lead(page) == (
        "Up to 6 people left Meta in 2025: 2 for OpenAI, 1 for Cohere, 1 for Kyutai, 1 to study, 1 destination unknown; "
        "at least 4 certainly. One person moved within Meta in 2025; this is certain."
    )


@pytest.mark.parametrize(
    ("query", "other"),
    [
        ("origin=meta&after=2025&before=2025", "destination"),
        ("origin=meta&after=2024&before=2024", "destination"),
        ("origin=meta", "destination"),
        ("origin=fair&after=2025", "destination"),
        ("destination=openai&before=2025-03", "origin"),
        ("origin=meta&role=research&cohort=authors", "destination"),
        ("origin=meta&source=paper&certainty=certain", "destination"),
        ("origin=meta&kind=return,founding", "destination"),
    ],
)
def test_the_numbers_are_those_of_the_api(reader, api, world, query, other):
    slug = query.partition("=")[2].partition("&")[0]
    inside = {slug, *(["fair"] if slug == "meta" else [])}

    def people(*more):
        address = "&".join(["/api/v1/moves/?page_size=200", query, *more])
        rows = api.get(address).json()["results"]
        return {row["person"]["slug"] for row in rows if (row[other] or {}).get("slug") not in inside}

    certain = people("confidence=confirmed,reported", *([] if "certainty" in query else ["certainty=certain"]))
    possible = people()
    sentence = lead(reader.open(f"/moves/?{query}"))
    if not possible:
        assert sentence.startswith("No one is known to have left Meta")
        return
    number = "ne person" if len(possible) == 1 else f"{len(possible)} people"
    assert number in sentence.partition(":")[0].partition(",")[0]
    if len(possible) > 1:
        words = {len(possible): "all certainly", 0: "none certainly"}.get(
            len(certain), f"at least {len(certain)} certainly"
        )
        assert f"; {words}" in sentence.partition(".")[0]


@pytest.mark.parametrize(
    ("count", "parts", "sentence"),
    [
        (PeopleCount(), [], "No one is known to have left."),
        (PeopleCount(1, 1), [("for Beta", 1)], "One person left, for Beta; this is certain."),
        (
            PeopleCount(0, 1),
            [("for Beta", 1), ("to study", 1)],
            "One person may have left, for Beta and to study; this isn’t certain.",
        ),
        (PeopleCount(2, 2), [("for Beta", 2)], "2 people left: 2 for Beta; all certainly."),
        (
            PeopleCount(2, 2),
            [("for Beta", 2), ("to study", 1)],
            "2 people left: 2 for Beta, 1 to study, some counted more than once; all certainly.",
        ),
        (PeopleCount(0, 2, 2), [], "2 people may have left; none certainly, 2 at an unknown date."),
        (PeopleCount(1234, 1500, 1), [], "Up to 1,500 people left; at least 1,234 certainly, 1 at an unknown date."),
        (PeopleCount(0, 1, 1), [], "One person may have left; this isn’t certain, at an unknown date."),
    ],
)
def test_the_grammar_of_none_one_and_many(count, parts, sentence):
    places = [Place(words, PeopleCount(number, number)) for words, number in parts]
    assert answer_sentence(count, "left", places, with_undated=True) == sentence


@pytest.mark.parametrize(
    ("after", "before", "words"),
    [
        ("2025", "2025", "in 2025"),
        ("2025-03", "2025-03", "in March 2025"),
        ("2025-03-04", "2025-03-04", "on 4 March 2025"),
        ("2023", "2025", "from 2023 to 2025"),
        ("2023-06", "2025", "from June 2023 to December 2025"),
        ("2025", None, "in 2025 or later"),
        (None, "2025", "by 2025"),
        (None, None, ""),
        ("2025", "2023", "from 2025 to 2023"),
    ],
)
def test_the_time_in_words(after, before, words):
    span = after and parse_typed(after), before and parse_typed(before)
    assert format_span(*span, with_preposition=True) == words
    assert format_span(*span) == words.removeprefix("in ").removeprefix("on ").removeprefix("from ")


@pytest.mark.parametrize(
    ("query", "question"),
    [
        ("", "Who moves between AI labs"),
        ("after=2025&before=2025", "Who moved in 2025?"),
        ("destination=openai", "Who joined OpenAI, and from where?"),
        ("origin=meta&destination=openai", "Who left Meta for OpenAI?"),
        ("organization=meta,openai", "Who left or joined Meta or OpenAI?"),
        ("origin=meta,openai,kyutai,cohere", "Who left any of 4 organizations, and for where?"),
        ("origin=meta&role=research", "Who left Meta, and for where? (role research)"),
        (
            "origin=meta&kind=return,move&cohort=authors&certainty=certain",
            "Who left Meta, and for where? (returns or moves to another organization, on the list Authors, certain dates only)",
        ),
        ("source=paper", "Who moves between AI labs (by what The Paper says)"),
        ("person=ada-x&destination=openai", "Who joined OpenAI, and from where? (Ada X)"),
        ("person=ada-x&after=2025", "The moves of Ada X in 2025 or later"),
    ],
)
def test_the_question_says_what_is_asked(reader, world, query, question):
    page = reader.open(f"/moves/?{query}")
    assert f"About {question} " in page.text
    assert len(page.all("table")) == 1


def test_each_place_is_named_once(reader, world):
    """Whatever people left it for."""
    text = reader.open("/moves/").text
    assert "Up to 6 people left an organization: 6 Meta; at least 5 certainly." in text


def test_the_table(reader, world):
    page = reader.open(f"{LEFT_META}&person=ada-x")
    assert "Ada X FAIR OpenAI research March 2025 confirmed The Paper" in page.text
    links = page.links
    assert {
        "/people/ada-x/#ada-x-openai",
        "/organizations/fair/",
        "/organizations/openai/",
        "https://paper.example/",
    } <= set(links)
    page = reader.open(f"{LEFT_META}&kind=departure")
    assert "Dora X Meta left to study not known June 2025" in page.text
    assert "disputed The Paper · The Paper denies it" in page.text
    headings = [one.get("scope") for one in page.all("th")]
    assert (headings.count("col"), headings.count("row")) == (7, 2)


def test_a_question_has_one_address(reader, world):
    page = reader.open("/moves/?before=2025&utm_source=x&origin=meta&after=2025&ordering=date")
    (canonical,) = (one["href"] for one in page.all("link") if one["rel"] == "canonical")
    assert canonical == "http://testserver/moves/?after=2025&before=2025&origin=meta"
    assert canonical in page.links
    assert [one["content"] for one in page.all("meta") if one.get("name") == "robots"] == ["noindex, follow"]
    assert not [one for one in reader.open(LEFT_META).all("meta") if one.get("name") == "robots"]


@pytest.mark.parametrize(
    ("query", "tidy"),
    [
        ("organization=meta&direction=left&after=2025", "after=2025&origin=meta"),
        ("organization=meta&direction=joined&origin=openai", "origin=openai&destination=meta"),
        ("organization=meta&direction=both", "organization=meta"),
        ("direction=left&kind=move", "kind=move"),
        ("q=Meta&origin=openai&after=2025", "after=2025&organization=meta"),
        ("q=Ada&origin=meta", "origin=meta&person=ada-x"),
        ("q=X&organization=meta&direction=left", "origin=meta&q=X"),
    ],
)
def test_the_form_leads_to_that_address(reader, world, query, tidy):
    response = reader.get(f"/moves/?{query}")
    assert (response.status_code, response["Location"]) == (302, f"/moves/?{tidy}")
    reader.open(response["Location"])


def test_a_name_is_looked_for_whatever_else_the_form_sends(reader, world):
    """It always sends a direction."""
    address = "/moves/?q=Ada&organization=&direction=both&after=&before=&kind=&role=&cohort=&source="
    visited = []
    while (response := reader.get(address)).status_code == 302:
        address = response["Location"]
        visited.append(address)
    assert visited == ["/moves/?q=Ada&direction=both", "/moves/?q=Ada", "/moves/?person=ada-x"]


def test_more_words_than_a_name_has_are_refused(reader, world):
    """Each of them is compared with all names."""
    assert "Accepted: 1 to 10 words" in reader.open(f"/moves/?q={'+'.join(['ada'] * 11)}", 400).text


def test_the_form_shows_the_question(reader, world):
    page = reader.open(f"{LEFT_META}&destination=openai&person=ada-x&kind=move")
    assert [one["value"] for one in page.all("option") if "selected" in one] == ["meta", "left", "move"]
    hidden = {one["name"]: one["value"] for one in page.all("input") if one.get("type") == "hidden"}
    assert hidden == {"destination": "openai", "person": "ada-x"}
    assert "left: Meta remove left" in page.text
    assert "joined: OpenAI remove joined" in page.text
    assert "person: Ada X remove person" in page.text
    assert "/moves/?origin=meta&destination=openai&person=ada-x&kind=move" in page.links


def test_a_name_in_any_spelling_leads_to_its_moves(reader, world):
    make_person("Sam Altman")
    make_person("Sam Altmann", status="draft")
    page = reader.open("/moves/", q="Altmann", after="2025")
    assert "Similar names: Sam Altman." in page.text
    assert "/moves/?after=2025&person=sam-altman" in page.links
    page = reader.open("/moves/", q="X")
    assert "Whose moves? Ada X, Bob X," in page.text
    assert "No name here is like “Zzyzx”." in reader.open("/moves/", q="Zzyzx").text
    assert not [link for link in page.links if link.startswith("/api/") and "q=" in link]


@pytest.mark.parametrize(
    ("query", "box", "accepted"),
    [
        ("direction=up&organization=meta", "direction", "Accepted: one of left, joined, both."),
        ("origin=nobody", "origin", "Unknown organization: nobody."),
        ("kind=party", "kind", "Accepted: "),
        ("after=2026&before=2025", "from", "Accepted: a date before 2025-12-31, where the span ends."),
        ("ordering=name", "ordering", "Accepted: slug, updated_at,"),
        ("cursor=x", "cursor", "Use a cursor from next or previous, unchanged."),
    ],
)
def test_an_error_says_what_is_accepted(reader, query, box, accepted):
    make_organization("Meta")
    assert f"{box} {accepted}" in reader.open(f"/moves/?{query}", 400).text


def test_the_same_question_as_data_and_back(reader, api, world):
    page = reader.open(LEFT_META)
    filters = "origin=meta&after=2025&before=2025"
    for end in ("", *(f"&format={name}" for name in ("csv", "atom", "jsonfeed", "ics"))):
        address = f"/api/v1/moves/?{filters}{end}"
        assert address in page.links
        assert api.get(address).status_code == 200
    alternates = {one["type"]: one["href"] for one in page.all("link") if one["rel"] == "alternate"}
    assert alternates == {
        "application/atom+xml": f"/api/v1/moves/?{filters}&format=atom",
        "application/feed+json": f"/api/v1/moves/?{filters}&format=jsonfeed",
    }
    home = "http://testserver/moves/?after=2025&before=2025&origin=meta"
    assert json.loads(api.get(alternates["application/feed+json"]).content)["home_page_url"] == home
    assert home.replace("&", "&amp;") in api.get(alternates["application/atom+xml"]).content.decode()
    (image,) = page.all("img")
    chart = api.get(image["src"])
    assert (chart.status_code, chart["Content-Type"]) == (200, "image/svg+xml")
    flows = api.get(image["src"].replace("svg", "json")).json()["results"]
    assert (
        sum(flow["certain"] for flow in flows if flow["destination"] and flow["destination"]["slug"] == "openai") == 2
    )


def test_no_moves_no_table(reader):
    page = reader.open("/moves/?after=2025&before=2025")
    assert lead(page) == (
        "No one is known to have left an organization in 2025. No one is known to have joined one in 2025."
    )
    assert "No results." in page.text
    assert page.all("img") == page.all("table") == []


def test_pages_keep_the_filters(reader, world, monkeypatch):
    monkeypatch.setattr(MovesPage, "page_size", 3)
    page, seen = reader.open("/moves/?origin=meta"), []
    while True:
        seen += [one for one in page.links if one.startswith("/people/")]
        following = [one["href"] for one in page.all("a") if one.get("rel") == "next"]
        if not following:
            break
        page = reader.open(following[0])
        assert "Who left Meta, and for where?" in page.text
    assert len({link for link in seen if "#" in link}) == 8


def test_the_answer_about_all_moves_is_counted_once_until_the_next_change(reader, world):
    assert "Up to 6 people left an organization: " in reader.open("/moves/").text
    with CaptureQueriesContext(connection) as queries:
        again = reader.open("/moves/?ordering=date")
    assert [query["sql"] for query in queries if "COUNT(DISTINCT" in query["sql"]] == []
    assert "Up to 6 people left an organization: " in again.text
    move(make_person("Ivy X"), world, None, "2025-08")
    assert "Up to 7 people left an organization: " in reader.open("/moves/").text


def test_the_sources_to_choose_from_are_those_that_say_most_about_public_jobs(monkeypatch):
    monkeypatch.setattr(choices, "MAX_SOURCES", 2)
    by_jobs = [make_source(slug=slug) for slug in ("d-drafts", "c-two", "b-one", "a-one", "e-one")]
    for status, sources in (("draft", by_jobs[:1] * 3), ("published", [by_jobs[1], *by_jobs[1:]])):
        for number, source in enumerate(sources):
            make_employment(make_person(f"{status} {number}"), status=status, claims=({"source": source},))
    assert [slug for slug, _ in choices.sources_of_moves(None)] == ["c-two", "a-one"]
