"""What search engines ask for."""

import xml.etree.ElementTree as ET

import pytest

from people.models import Person
from talentwatch.editions.release import release_edition
from talentwatch.site import sitemaps
from tests.support.built_once import built_once
from tests.support.factories import make_cohort, make_event, make_organization, make_person

SPACE = "{http://www.sitemaps.org/schemas/sitemap/0.9}"
PAGES = ["", "moves/", "people/", "organizations/", "cohorts/", "data/", "about/", "corrections/"]
SECTIONS = ["pages", "organizations", "people", "cohorts", "events", "editions"]

pytestmark = pytest.mark.django_db


@pytest.fixture
@built_once
def world():
    make_cohort(make_person("Ada"), name="List")
    make_organization("Acme")
    make_event("News")
    make_person("Draft", status="draft")


def locations(reader, address, item, tag="loc"):
    response = reader.get(address)
    assert (response.status_code, response["Content-Type"]) == (200, "application/xml")
    return [one.findtext(f"{SPACE}{tag}") for one in ET.fromstring(response.content).iter(f"{SPACE}{item}")]


def test_the_index_names_every_section(reader, world):
    assert locations(reader, "/sitemap.xml", "sitemap") == [
        f"http://testserver/sitemap-{name}.xml" for name in SECTIONS
    ]
    assert None not in locations(reader, "/sitemap.xml", "sitemap", "lastmod")[1:-1]


def test_every_public_page_is_in_one(reader, world):
    pages = [address for name in SECTIONS for address in locations(reader, f"/sitemap-{name}.xml", "url")]
    records = ["organizations/acme/", "people/ada/", "cohorts/list/", "events/news/"]
    assert pages == [f"http://testserver/{page}" for page in (*PAGES, *records)]
    for address in pages:
        reader.open(address)


def test_every_edition_is_in_one(reader, world, settings, tmp_path):
    settings.DOWNLOADS_DIR = tmp_path
    edition = release_edition("2026-11", "The first.")
    released = f"{edition.at:%Y-%m-%d}"
    (address,) = locations(reader, "/sitemap-editions.xml", "url")
    assert address == "http://testserver/data/editions/2026-11/"
    assert locations(reader, "/sitemap-editions.xml", "url", "lastmod") == [released]
    assert locations(reader, "/sitemap.xml", "sitemap", "lastmod")[-1].startswith(released)
    reader.open(address)


def test_lastmod_is_the_last_change(reader, world):
    changed = Person.objects.get(slug="ada").updated_at
    assert locations(reader, "/sitemap-people.xml", "url", "lastmod") == [f"{changed:%Y-%m-%d}"]


def test_a_long_section_has_pages(reader, world, monkeypatch):
    make_person("Bob")
    monkeypatch.setattr(sitemaps.Records, "limit", 1)
    assert locations(reader, "/sitemap.xml", "sitemap")[2:4] == [
        "http://testserver/sitemap-people.xml",
        "http://testserver/sitemap-people.xml?p=2",
    ]
    assert locations(reader, "/sitemap-people.xml?p=2", "url") == ["http://testserver/people/bob/"]


def test_without_public_records_they_are_empty(reader):
    assert locations(reader, "/sitemap-people.xml", "url") == []
    assert locations(reader, "/sitemap.xml", "sitemap", "lastmod") == [None] * len(SECTIONS)


@pytest.mark.parametrize(
    ("address", "status"),
    [
        ("/sitemap-people.xml?p=", 404),
        ("/sitemap-people.xml?p=9", 404),
        ("/sitemap-people.xml?p=x", 404),
        ("/sitemap-nope.xml", 404),
    ],
)
def test_what_is_refused(reader, address, status):
    assert reader.open(address, status)


@pytest.mark.parametrize("name", ["sitemap.xml", "sitemap-people.xml", "robots.txt"])
def test_what_others_add_to_the_address_changes_nothing(reader, name):
    make_person("Ada")
    decorated = reader.get(f"/{name}?fbclid=x&utm_source=news&p[]=1")
    assert (decorated.status_code, decorated.content) == (200, reader.get(f"/{name}").content)


def test_robots_txt_names_the_sitemap(reader):
    response = reader.get("/robots.txt")
    assert response["Content-Type"] == "text/plain; charset=utf-8"
    lines = response.content.decode().splitlines()
    assert lines == [
        "User-agent: *",
        "Disallow: /admin/",
        "Disallow: /*?*cursor=",
        "Sitemap: http://testserver/sitemap.xml",
    ]


def test_they_are_read_only(reader):
    for address in ("/sitemap.xml", "/sitemap-people.xml", "/robots.txt"):
        assert reader.post(address).status_code == 405
        assert reader.head(address).content == b""
