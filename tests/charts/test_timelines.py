"""Every chart of the curated timeline, and the two in the documentation."""

import re
from datetime import UTC, datetime
from pathlib import Path

import pytest
from django.conf import settings

from people.models import Cohort
from talentwatch.charts.cohort import CohortChart
from talentwatch.charts.renderer import Frame
from talentwatch.charts.retention import RetentionChart
from talentwatch.charts.steps import StepPlot
from talentwatch.charts.text_metrics import measure
from tests.support import svg

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("timeline", "_unlimited")]
DOCUMENTED = {
    "llama-authors": "cohorts/llama-paper-authors/?format=svg&width=800",
    "llama-retention": "cohorts/llama-paper-authors/retention/?organization=meta&format=svg&width=800",
}
CHARTS = {"llama-authors": CohortChart(), "llama-retention": RetentionChart()}
CREDIT = re.compile(r"CC BY 4.0 · ([0-9]+ [A-Z][a-z]+ [0-9]{4})")


@pytest.fixture
def _unlimited(settings):
    settings.API_REQUESTS_PER_MINUTE = 1_000_000


def draw(api, address):
    response = api.get(f"/api/v1/{address}")
    assert response.status_code == 200, response.content.decode()
    return response.content


@pytest.mark.parametrize(("name", "address"), DOCUMENTED.items())
def test_the_documentation_shows_the_charts_as_they_were_on_their_day(api, name, address):
    committed = (Path(settings.ROOT) / "docs" / f"{name}.svg").read_text()
    day = datetime.strptime(CREDIT.findall(committed)[0], "%d %B %Y").replace(tzinfo=UTC).date()
    data = api.get(f"/api/v1/{address}", headers={"Host": "127.0.0.1:8000"}).data
    drawn = CHARTS[name].svg(data, Frame(day, 800, site="http://127.0.0.1:8000"))
    assert drawn == committed, f"make run; curl -o docs/{name}.svg '…/api/v1/{address}'"


def career(api, slug):
    """The lines of a career in the order of the chart, and the last x of what is drawn of each job."""
    root = svg.read(draw(api, f"people/{slug}/?format=svg&width=800"))
    bars = [link for link in root.iter(f"{svg.SVG}a") if link.get("aria-hidden")]
    ends = {}
    for bar in bars:
        places = [corner for shape in bar for corner in svg.corners(shape) if shape.tag != f"{svg.SVG}title"]
        ends[bar[0].text] = max(x for x, _ in places)
    today = next(tick for tick in root.iter(f"{svg.SVG}path") if tick.get("class") == "today")
    return list(ends), ends, svg.corners(today)[0][0]


def test_an_ongoing_job_reaches_today_though_nobody_has_reported_it_since(api):
    order, ends, today = career(api, "yann-lecun")
    assert order[:3] == ["Bell Labs", "University of Toronto", "New York University"]
    assert ends["New York University"] == pytest.approx(today, abs=1)
    assert ends["Meta FAIR"] < today


def test_a_job_without_a_start_stands_before_those_that_began_when_it_had_ended(api):
    order, _, _ = career(api, "mira-murati")
    assert order.index("Tesla") < order.index("OpenAI")


@pytest.mark.parametrize("width", [360, 800])
@pytest.mark.parametrize("slug", ["guillaume-lample", "ilya-sutskever", "robert-fergus"])
def test_no_arrow_runs_through_a_period(api, slug, width):
    root = svg.read(draw(api, f"people/{slug}/?format=svg&width={width}"))
    arrows = [svg.path(one.attrib["d"]) for one in root.iter(f"{svg.SVG}path") if one.get("class") == "arrow"]
    group = next(one for one in root.iter(f"{svg.SVG}g") if one.get("class") == "halo")
    periods = [one for one in group.iter(f"{svg.SVG}text") if one.get("class") == "small" and len(one.text) > 1]
    assert arrows and periods
    for text in periods:
        x, y = (float(text.attrib[name]) for name in ("x", "y"))
        left = x - measure(text.text, "small") if text.get("text-anchor") == "end" else x
        for (_, _), (at, start), (_, end), _ in arrows:
            is_beside = at <= left or at >= left + measure(text.text, "small")
            assert is_beside or not min(start, end) < y < max(start, end), text.text


def test_the_certain_line_of_the_authors_never_rises_again(api):
    data = api.get(f"/api/v1/{DOCUMENTED['llama-retention']}").data
    assert [point["certain"] for point in data["points"]][-2:] == [0, 3]
    plot = StepPlot(data["points"], 0, 100, 0, 14)
    heights = [certain for _, certain, _ in plot.points]
    peak = heights.index(min(heights))
    assert heights[peak:] == sorted(heights[peak:])
    assert heights[-1] == plot.y(3)


@pytest.mark.parametrize(("section", "step"), [("people", 20), ("organizations", 16), ("cohorts", 2)])
def test_the_charts_of_pages_are_drawn(reader, section, step):
    """One page in so many; the next test draws every cohort, and test_story.py all of another timeline."""
    for chart in reader.charts(section, step=step):
        svg.read(chart)


def test_every_cohort_is_drawn(api):
    for cohort in Cohort.objects.published().order_by("slug"):
        root = svg.read(draw(api, f"cohorts/{cohort.slug}/?format=svg"))
        names = {member.person.name for member in cohort.members.select_related("person")}
        assert names <= set(svg.texts(root))
        svg.read(
            draw(api, f"cohorts/{cohort.slug}/retention/?organization=meta,openai,google&interval=year&format=svg")
        )


def test_the_chart_of_the_authors_says_who_left_for_what(api):
    texts = svg.texts(svg.read(draw(api, DOCUMENTED["llama-authors"])))
    row = texts[texts.index("Guillaume Lample") :]
    assert row[1:3] == ["Meta, to Jan–Apr 2023", "Mistral AI, from Apr 2023"]
