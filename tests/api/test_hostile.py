"""Texts that try to be more than text, through every field into every format: each comes back as it was, and stays text."""

import json
from html.parser import HTMLParser
from xml.etree.ElementTree import fromstring

import feedparser
import pytest
from django.db import transaction

from people.jsonld import person_jsonld
from people.models import Person
from people.serializers import PersonWithEmploymentsSerializer
from talentwatch.api.jsonld import script_element
from talentwatch.records.edit import edit
from tests.support.hostile import HOSTILE, make_hostile_world
from tests.support.linked import expanded

ATOM = "{http://www.w3.org/2005/Atom}"


SLUGS = {text: f"hostile-{number}" for number, text in enumerate(HOSTILE.values())}


@pytest.fixture(scope="module")
def _worlds(django_db_setup, django_db_blocker):
    """One of each record for every text, made once and undone after the last test."""
    with django_db_blocker.unblock(), transaction.atomic():
        with edit():
            for text, slug in SLUGS.items():
                make_hostile_world(text, slug)
        yield
        transaction.set_rollback(True)


@pytest.fixture(params=HOSTILE.values(), ids=HOSTILE)
def text(request, _worlds, db):
    return request.param


class Markup(HTMLParser):
    """What a browser would see in a piece of HTML: its elements with their attributes, and its text."""

    def __init__(self, html):
        super().__init__()
        self.elements, self.text = [], ""
        self.feed(html)
        self.close()

    def handle_starttag(self, tag, attrs):
        self.elements.append((tag, dict(attrs)))

    def handle_data(self, data):
        self.text += data


def events(api, text, name):
    """The list with the one event that holds the text."""
    return get(api, "events/", name, source=SLUGS[text])


def get(api, address, name, **parameters):
    response = api.get(f"/api/v1/{address}", {"format": name, **parameters})
    assert response.status_code == 200, response.content
    assert response["X-Content-Type-Options"] == "nosniff"
    return response.content


def is_link(text):
    return text.startswith("https://")


def as_xml_reads(text):
    """Every XML parser makes one of the two characters that end a line elsewhere (XML 1.0, 2.11)."""
    return text.replace("\r\n", "\n")


def test_atom(api, text):
    content = events(api, text, "atom")
    entry = fromstring(content).find(f"{ATOM}entry")
    assert entry.findtext(f"{ATOM}title") == as_xml_reads(text)
    assert entry.findtext(f"{ATOM}summary") == as_xml_reads(f"{text}\n\nJune 2023; reported.")
    assert entry.findtext(f"{ATOM}author/{ATOM}name") == as_xml_reads(text)
    assert sorted(child.tag.removeprefix(ATOM) for child in entry.iter()) == sorted(
        ["entry", "id", "title", "updated", "published", "author", "name", "summary"]
        + ["category"] * 2
        + ["link"] * (2 if is_link(text) else 1)
    )
    assert [link.get("href") for link in entry.iter(f"{ATOM}link") if link.get("rel") == "via"] == [text] * is_link(
        text
    )
    assert feedparser.parse(content).bozo is False


def test_the_title_of_a_feed(api, text):
    response = api.get("/api/v1/events/", {"format": "atom", "q": text})
    if response.status_code == 200:
        assert fromstring(response.content).findtext(f"{ATOM}title") == as_xml_reads(f"talentwatch events (q: {text})")
    answer = api.get("/api/v1/events/", {"format": "jsonfeed", "q": text})
    assert answer.status_code == response.status_code
    if answer.status_code == 200:
        assert answer.json()["title"] == f"talentwatch events (q: {text})"


def test_json_feed(api, text):
    (item,) = json.loads(events(api, text, "jsonfeed"))["items"]
    assert (item["title"], item["authors"]) == (text, [{"name": text}])
    assert item["content_text"] == f"{text}\n\nJune 2023; reported."
    assert item.get("external_url") == (text if is_link(text) else None)
    assert "content_html" not in item


def test_timelinejs_of_events(api, text):
    (slide,) = json.loads(events(api, text, "timelinejs"))["events"]
    headline, body, credit = (
        Markup(html) for html in (slide["text"]["headline"], slide["text"]["text"], slide["media"]["credit"])
    )
    assert (headline.text, headline.elements) == (text, [])
    page = f"http://testserver/events/{SLUGS[text]}/"
    assert (body.text, body.elements) == (f"{text}What the sources say", [("p", {}), ("p", {}), ("a", {"href": page})])
    assert credit.text == f"{text} (June 2023)"
    assert credit.elements == ([("a", {"href": text})] if is_link(text) else [])
    assert slide["media"]["url"] == "<blockquote>Reported: 1 source</blockquote>"


def test_timelinejs_of_a_person(api, text):
    drawn = json.loads(get(api, f"people/{SLUGS[text]}/", "timelinejs"))
    title, body = (Markup(drawn["title"]["text"][name]) for name in ("headline", "text"))
    assert (title.text, title.elements) == (text, [])
    assert (body.text, body.elements) == (f"{text}Dates unknown: {text}, {text}.", [("p", {}), ("p", {})])
    (slide,) = drawn["events"]
    assert Markup(slide["text"]["headline"]).text == f"{text}, {text}"
    assert Markup(slide["text"]["headline"]).elements == []
    assert [tag for tag, _ in Markup(slide["text"]["text"]).elements] == ["p", "a"]
    once = Markup(slide["group"])
    assert once.elements == []
    assert (Markup(once.text).text, Markup(once.text).elements) == (text, [])


@pytest.mark.parametrize(("address", "name"), [("people", "name"), ("organizations", "name"), ("events", "headline")])
def test_json_ld(api, text, address, name):
    content = get(api, f"{address}/{SLUGS[text]}/", "jsonld").decode()
    body = json.loads(content)
    assert body[name] == text
    assert {body.get("description", text), body.get("articleBody", text)} == {text}
    assert body["url"] == body["mainEntityOfPage"] == f"http://testserver/{address}/{SLUGS[text]}/"
    assert (text in body.get("sameAs", [])) == (is_link(text) and address != "events")
    assert not {"<", ">", "&", "\u2028", "\u2029"} & set(content)
    if not is_link(text):  # which is no address that JSON-LD could keep as it is
        expanded(body)


def test_json_ld_in_a_page(api, text, rf):
    person = PersonWithEmploymentsSerializer.fetch(Person.objects.published()).get(slug=SLUGS[text])
    linked = person_jsonld(PersonWithEmploymentsSerializer(person, context={"request": rf.get("/")}).data)
    element = str(script_element(linked))
    inner = element.removeprefix('<script type="application/ld+json">').removesuffix("</script>")
    assert (element.count("<"), element.count(">")) == (2, 2)
    assert json.loads(inner) == linked
    assert linked["name"] == text
