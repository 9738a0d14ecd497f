"""The page of an organization: who is there on a day, who came and who left."""

import json

import pytest

from people.models import OrganizationName
from talentwatch.site import limits
from tests.support import svg
from tests.support.built_once import built_once
from tests.support.factories import make_employment, make_event, make_organization, make_person, make_source

pytestmark = pytest.mark.django_db


@pytest.fixture
@built_once
def acme():
    """Acme with its part Acme Labs. Ada is surely there in 2020, Bob perhaps, Cleo went from Labs to Zeta."""
    whole = make_organization("Acme", country="FR", founded="2015", description="They make things.")
    labs = make_organization("Acme Labs", kind="lab", parent=whole)
    zeta = make_organization("Zeta")
    OrganizationName.objects.create(organization=whole, text="אקמה", language="he", kind="native")
    seen = {"source": make_source("Seen", published="2021-03-02"), "end_state": "ongoing"}
    make_employment(make_person("Ada"), whole, title="Chair", start="2019-05", end_state="ongoing", claims=(seen,))
    make_employment(make_person("Bob"), labs, start="2019", claims=({"stance": "rumoured"},))
    cleo = make_person("Cleo")
    left = make_employment(cleo, labs, start="2018", end="2019-06", end_state="ended")
    make_employment(cleo, zeta, start="2019-08", came_from=left)
    dora = make_person("Dora")
    origin = make_employment(dora, zeta, start="2017", end="2018", end_state="ended")
    make_employment(dora, whole, start="2018", end="2019", end_state="ended", came_from=origin)
    make_event("Acme shrinks", kind="layoff", organizations=(whole, labs))
    return whole


def part(page, heading, following):
    return page.text.partition(heading)[2].partition(following)[0]


def test_what_it_is(reader, acme):
    text = reader.open("/organizations/acme/").text
    assert "Acme Company · FR · founded in 2015 They make things. Also known as אקמה (Hebrew, native)" in text


def test_its_parent_and_its_parts(reader, acme):
    page = reader.open("/organizations/acme-labs/")
    assert "Lab, part of Acme" in page.text
    assert "/organizations/acme/" in page.links
    assert "/organizations/acme-labs/" in reader.open("/organizations/acme/").links


def test_when_it_was_dissolved(reader):
    make_organization("Gone", founded="", dissolved="2020-06")
    assert "Company · dissolved in June 2020" in reader.open("/organizations/gone/").text


def test_who_was_there_on_a_day(reader, acme):
    page = reader.open("/organizations/acme/", on="2020-06-15")
    assert part(page, "Certain on 15 June 2020", "Possible on").split("last reported")[0].strip() == "Ada Chair"
    assert part(page, "Possible on 15 June 2020", "Parts").strip() == (
        "Bob, Acme Labs began in 2019; not known whether it has ended · rumoured only"
    )


def test_a_job_that_has_ended_shows_its_dates(reader, acme):
    seen = {"source": make_source("Early", published="2020-01-02"), "end_state": "ongoing"}
    make_employment(make_person("Fay"), acme, start="2019", end="2021", end_state="ended", claims=(seen,))
    text = reader.open("/organizations/acme/", on="2020-06-15").text
    assert "Fay began in 2019; ended in 2021 · reported by one independent publisher" in text


def test_the_day_is_today_unless_asked(reader, acme):
    page = reader.open("/organizations/acme/")
    assert "Certain on" not in page.text
    assert "Ada Chair last reported there 2 March 2021" in part(page, "Possible on", "Parts")
    assert page.text.count("no source says that they had left") == 1


def test_an_organization_without_jobs(reader):
    make_organization("Void")
    page = reader.open("/organizations/void/", on="2020-06-15")
    assert "Show No one, as far as is known." in page.text
    assert page.all("img") == []


@pytest.mark.parametrize("query", ["on=2020", "on=2020-02-30", "on=June", "on=2020-01-01&on=2021-01-01"])
def test_a_day_is_one_day(reader, query):
    make_organization("Acme")
    assert reader.open(f"/organizations/acme/?{query}", 400)


def test_an_empty_box_is_today(reader, acme):
    response = reader.get("/organizations/acme/?on=")
    assert (response.status_code, response["Location"]) == (302, "/organizations/acme/")


def test_who_left_and_who_joined(reader, acme):
    page = reader.open("/organizations/acme/")
    assert "Cleo: Acme Labs to Zeta June 2019 · move" in part(page, "Who left", "Who joined")
    assert "Dora: Zeta to Acme 2018 · move" in part(page, "Who joined", "Who is there")
    assert page.text.index("Who joined") < page.text.index("Who is there") < page.text.index("In the news")


def test_it_says_where_those_are_counted_who_moved_on_an_unknown_day(reader, acme):
    note = "Who moved at an unknown date is in none of these years; the page of a year counts them as possible"
    assert note not in reader.open("/organizations/acme/").text
    make_employment(make_person("Zoe"), acme, end_state="ongoing")
    assert note in reader.open("/organizations/acme/").text


def test_it_leads_with_numbers_by_year_and_place(reader, acme):
    page = reader.open("/organizations/acme/")
    table = part(page, "Joined and left, year by year", "Who left")
    assert "3 people joined Acme; all certainly. 2 people left Acme; all certainly." in table
    assert table.strip().endswith("Year Joined Left 2019 1 2 before 2019 2 0")
    assert part(page, "Who left", "Download").strip() == "1 for Zeta 1 destination unknown"
    assert part(page, "Who joined", "Download").strip() == "1 from Zeta 2 previous employer unknown"
    assert {
        "/moves/?origin=acme&after=2019&before=2019",
        "/moves/?destination=acme&before=2018",
        "/moves/?origin=acme&destination=zeta",
        "/moves/?destination=acme&origin=zeta",
    } <= set(page.links)


@pytest.fixture
@built_once
def eve(acme):
    """She went from Acme Labs to Acme, which is a move within Acme, but one out of the labs."""
    left = make_employment(make_person("Eve"), acme.children.get(), start="2018", end="2019", end_state="ended")
    make_employment(left.person, acme, start="2019", came_from=left)


def test_moves_between_its_parts_are_neither(reader, eve):
    page = reader.open("/organizations/acme/")
    assert "Eve: Acme" not in part(page, "Who left", "Internal moves")
    assert "Eve: Acme Labs to Acme 2019 · internal" in page.text.partition("Internal moves")[2]
    page = reader.open("/organizations/acme-labs/")
    assert "Internal moves" not in page.text
    assert part(page, "Who left", "Download").strip() == "1 for other parts of Acme 1 for Zeta"


@pytest.mark.parametrize(
    ("slug", "left", "joined"),
    [
        ("acme", {"Cleo", "Dora"}, {"Ada", "Cleo", "Dora", "Eve"}),
        ("acme-labs", {"Cleo", "Eve"}, {"Cleo", "Eve"}),
        ("zeta", {"Dora"}, {"Cleo", "Dora"}),
    ],
)
def test_the_lists_the_charts_and_the_data_say_the_same(reader, api, eve, slug, left, joined):
    page = reader.open(f"/organizations/{slug}/")
    following = "Internal moves" if "Internal moves" in page.text else "Who is there"
    lists = part(page, "Who left", "Who joined"), part(page, "Who joined", following)
    for chart, text, people in zip(page.all("img"), lists, (left, joined), strict=True):
        query = chart["src"].partition("?")[2].removesuffix("&format=svg")
        flows = api.get(f"/api/v1/flows/?{query}").json()["results"]
        moves = api.get(f"/api/v1/moves/?{query.removesuffix('&level=group')}").json()["results"]
        moves = [move for move in moves if slug != "acme" or move["kind"] != "internal"]
        assert people == {move["person"]["name"] for move in moves}
        assert people == {name for name in ("Ada", "Bob", "Cleo", "Dora", "Eve") if f"{name}: " in text}
        assert sum(flow["possible"] for flow in flows) == len(moves)
        assert int(chart["height"]) == pytest.approx(
            int(svg.read(api.get(chart["src"]).content).attrib["height"]), abs=60
        )
        assert slug in {flow[query.partition("=")[0]]["slug"] for flow in flows}


def test_its_news(reader, acme):
    page = reader.open("/organizations/acme/")
    assert page.text.count("Acme shrinks") == 1
    assert "/events/acme-shrinks/" in page.links


def test_its_charts_and_its_data(reader, acme):
    page = reader.open("/organizations/acme/")
    assert [image["src"] for image in page.all("img")] == [
        "/api/v1/flows/?origin=acme&level=group&format=svg",
        "/api/v1/flows/?destination=acme&level=group&format=svg",
    ]
    assert "/api/v1/employments/?organization=acme&format=csv" in page.links
    assert json.loads(page.scripts[0])["@type"] == "Organization"


def test_rows_beyond_the_limits_are_a_link_away(reader, monkeypatch):
    for limit in ("MAX_MOVES", "MAX_NAMES", "MAX_EVENTS"):
        monkeypatch.setattr(limits, limit, 1)
    whole, zeta = make_organization("Whole"), make_organization("Zeta")
    for number in range(2):
        make_organization(f"Part {number:02}", parent=whole)
        person = make_person(f"Person {number:02}")
        sure = {"source": make_source(f"S{number}", published="2020-06-15"), "end_state": "ongoing"}
        make_employment(person, whole, start="2019", end_state="ongoing", claims=(sure,))
        guest = make_person(f"Guest {number:02}")
        left = make_employment(guest, whole, start="2015", end="2016", end_state="ended")
        make_employment(guest, zeta, start="2016", end="2017", end_state="ended", came_from=left)
        make_employment(make_person(f"Maybe {number:02}"), whole)
        make_event(f"News {number:02}", organizations=(whole,))
    page = reader.open("/organizations/whole/", on="2020-06-15")
    day = "organization=whole&on=2020-06-15"
    assert {
        f"/api/v1/employments/?{day}&certainty=certain",
        f"/api/v1/employments/?{day}",
        "/moves/?origin=whole",
        "/moves/?destination=whole",
        "/organizations/?parent=whole",
        "/?organization=whole",
    } <= set(page.links)
