"""Tables that other sites show in a frame."""

import pytest

from talentwatch.publishing import transitions
from talentwatch.records.edit import edit
from tests.support.built_once import built_once
from tests.support.factories import make_cohort, make_employment, make_organization, make_person, make_source

pytestmark = pytest.mark.django_db


@pytest.fixture
@built_once
def ada():
    ada, meta = make_person("Ada"), make_organization("Meta")
    make_employment(ada, meta, title="Fellow", start="2020", end="2025-06", end_state="ended")
    claims = ({"source": make_source(published="2026-01-02"), "end_state": "ongoing"},)
    make_employment(ada, make_organization("OpenAI"), start="2025-07", end_state="ongoing", claims=claims)
    gone = make_person("Gone")
    make_cohort(ada, make_person("Bob"), gone, name="Three")
    transitions.withdraw(gone)
    make_person("Draft", status="draft")
    return ada


ADDRESSES = ["/embed/people/ada/", "/embed/cohorts/three/", "/embed/moves/", "/embed/moves/?origin=meta"]


@pytest.mark.parametrize("address", ADDRESSES)
def test_any_site_may_frame_a_table_and_nothing_can_be_pressed(reader, ada, address):
    response = reader.get(address)
    assert "X-Frame-Options" not in response
    assert "frame-ancestors *" in response["Content-Security-Policy"]
    assert "default-src 'none'" in response["Content-Security-Policy"]
    assert not response.cookies
    page = reader.open(address)
    assert [page.all(tag) for tag in ("script", "form", "button", "input")] == [[], [], [], []]
    assert all(link.get("target") == "_top" for link in page.all("a"))
    assert {"name": "robots", "content": "noindex"} in page.all("meta")


@pytest.mark.parametrize("address", ["/people/ada/", "/about/", "/card.png", "/people/ada/cite.bib"])
def test_no_other_page_may_be_framed(reader, ada, address):
    response = reader.get(address)
    assert response["X-Frame-Options"] == "DENY"
    assert "frame-ancestors 'none'" in response["Content-Security-Policy"]


def test_a_career(reader, ada):
    page = reader.open("/embed/people/ada/")
    assert "The career of Ada Organization Position When Confidence Meta Fellow 2020 → Jun 2025 reported" in page.text
    assert "OpenAI Jul 2025 → still there on 2 Jan 2026 reported" in page.text
    assert {"/organizations/meta/", "http://testserver/people/ada/"} <= set(page.links)


def test_a_cohort_without_those_who_are_not_public(reader, ada):
    page = reader.open("/embed/cohorts/three/")
    assert "Three Person Now at Last reported there Ada OpenAI 2 Jan 2026 Bob unknown not public" in page.text
    assert "Gone" not in page.text


def test_moves_by_the_filters_of_the_api(reader, ada):
    assert "Ada Meta OpenAI Jun 2025 reported Ada unknown Meta 2020 reported" in reader.open("/embed/moves/").text
    page = reader.open("/embed/moves/?origin=meta&after=2025&utm_source=x")
    assert "Ada Meta OpenAI Jun 2025 reported talentwatch" in page.text
    assert "http://testserver/moves/?origin=meta&after=2025" in page.links
    assert "Nothing to show." in reader.open("/embed/moves/?origin=openai").text
    assert "Unknown" in reader.open("/embed/moves/?origin=nobody", 400).text


def test_moves_in_the_order_of_the_address(reader, ada):
    for ordering, order in (("", [2025, 2020]), ("ordering=-date", [2025, 2020]), ("ordering=date", [2020, 2025])):
        text = reader.open(f"/embed/moves/?{ordering}").text
        assert sorted((2020, 2025), key=lambda year: text.index(f"{year} reported")) == order
    assert "Accepted: slug, " in reader.open("/embed/moves/?ordering=height", 400).text


def test_a_long_table_is_cut_and_says_so(reader, ada, monkeypatch):
    monkeypatch.setattr("talentwatch.site.views.embeds.MAX_ROWS", 1)
    for address in ("/embed/people/ada/", "/embed/moves/"):
        page = reader.open(address)
        assert len(page.all("tr")) == 2
        assert "The first 1." in page.text


def test_pages_have_the_code_to_copy(reader, ada):
    for page, table in (("/people/ada/", "embed/people/ada/"), ("/cohorts/three/", "embed/cohorts/three/")):
        opened = reader.open(page)
        assert f'<iframe src="http://testserver/{table}" title="' in opened.text
        assert f"http://testserver/{table}" in opened.links
    moves = reader.open("/moves/?origin=meta&after=2025")
    assert '<iframe src="http://testserver/embed/moves/?origin=meta&amp;after=2025" title="' in moves.text
    assert "http://testserver/embed/moves/?origin=meta&after=2025" in moves.links
    assert "<iframe" not in reader.open("/organizations/meta/").text


def test_unknown_records_have_no_table(reader, ada):
    for address in ("/embed/people/draft/", "/embed/people/nobody/", "/embed/cohorts/nobody/"):
        assert reader.get(address).status_code == 404


@pytest.mark.parametrize("count", [1, 10])
def test_a_table_costs_the_same_for_one_row_and_for_ten(reader, django_assert_num_queries, count):
    with edit():
        people = [make_person(f"Person {number}") for number in range(count)]
        for number, person in enumerate(people):
            make_employment(person, make_organization(f"Place {number}"), start="2020", end_state="ongoing")
            make_employment(people[0], make_organization(f"More {number}"), start="2021")
        make_cohort(*people, name="Everybody")
    for address, queries in (("/embed/people/person-0/", 2), ("/embed/cohorts/everybody/", 3), ("/embed/moves/", 2)):
        with django_assert_num_queries(queries):
            assert len(reader.open(address).all("tr")) > count
