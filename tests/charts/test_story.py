"""The charts of the shipped story of the five articles."""

from tests.support import svg
from tests.support.pages import Reader
from tests.support.worlds import load_llama


def test_every_chart_of_every_page_is_drawn(reader: Reader) -> None:
    load_llama()
    sections = ("people", "organizations", "cohorts", "events")
    drawn = {section: [svg.read(chart) for chart in reader.charts(section)] for section in sections}
    assert [section for section, charts in drawn.items() if not charts] == ["events"]
