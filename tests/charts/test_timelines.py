"""Every chart of the curated timeline, and the two in the documentation."""

from pathlib import Path

import pytest
from django.conf import settings
from django.db import connection

from people.models import Cohort
from tests.support import svg

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("timeline", "_unlimited")]
DOCUMENTED = {
    "llama-authors": "cohorts/llama-paper-authors/?format=svg",
    "llama-retention": "cohorts/llama-paper-authors/retention/?organization=meta&format=svg",
}


@pytest.fixture
def _unlimited(settings):
    settings.API_REQUESTS_PER_MINUTE = 1_000_000


def draw(api, address):
    response = api.get(f"/api/v1/{address}")
    assert response.status_code == 200, response.content.decode()
    return response.content


@pytest.mark.parametrize(("name", "address"), DOCUMENTED.items())
def test_the_documentation_shows_the_charts_as_they_are(api, name, address):
    committed = Path(settings.ROOT) / "docs" / f"{name}.svg"
    assert draw(api, address) == committed.read_bytes(), f"make run; curl -o docs/{name}.svg '…/api/v1/{address}'"


@pytest.mark.parametrize("section", ["people", "organizations", "cohorts"])
def test_the_charts_of_pages_are_drawn(reader, section):
    # One page in four, and other pages on PostgreSQL: equal rows make equal charts on both.
    for chart in reader.charts(section, start=0 if connection.vendor == "sqlite" else 2, step=4):
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
