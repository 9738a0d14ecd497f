"""Flows: a Sankey diagram of few, a matrix of many, small labs combined."""

from dataclasses import replace

import pytest

from talentwatch.charts.flow_data import OTHERS, UNKNOWN, MoveTotal, sum_flows
from talentwatch.charts.flows import MAX_SANKEY_LINKS, FlowChart
from tests.support import svg
from tests.support.charts import FRAME
from tests.support.factories import make_employment, make_organization, make_person


def flow(origin, destination, certain, possible, period=None):
    ends = ({"slug": name.lower(), "name": name} if name else None for name in (origin, destination))
    return {
        **dict(zip(("origin", "destination"), ends, strict=True)),
        "period": period,
        "certain": certain,
        "possible": possible,
    }


def draw(rows, frame=FRAME):
    return svg.read(FlowChart().svg({"results": rows}, frame))


def test_flows_are_summed_over_periods():
    flows = sum_flows([flow("A", "B", 1, 2, "2022"), flow("A", "B", 0, 1, "2023"), flow("A", None, 0, 0)], 9)
    assert flows.counts == {("a", "b"): MoveTotal(1, 3)}
    assert str(MoveTotal(1, 3)) == "1–3"


def test_small_labs_are_combined():
    rows = [
        flow("A", "B", 9, 9),
        flow("C", "D", 1, 1),
        flow("D", "A", 1, 2),
        flow(None, "E", 1, 1),
        flow("F", None, 1, 1),
    ]
    flows = sum_flows(rows, 2)
    assert flows.counts == {
        ("a", "b"): MoveTotal(9, 9),
        (OTHERS, OTHERS): MoveTotal(1, 1),
        (OTHERS, "a"): MoveTotal(1, 2),
        (UNKNOWN, OTHERS): MoveTotal(1, 1),
        (OTHERS, UNKNOWN): MoveTotal(1, 1),
    }
    assert flows.names[OTHERS] == "4 others"
    assert list(flows.side(0)) == ["a", OTHERS, UNKNOWN]


def test_a_single_lab_beyond_the_limit_is_named():
    assert OTHERS not in sum_flows([flow("A", "B", 1, 1), flow("B", "C", 1, 1)], 2).labs()


def test_no_flows_are_a_chart_too():
    root = draw([])
    assert "No moves are known." in svg.texts(root)
    assert root[1].text == "No moves are known."


def test_few_flows_are_a_sankey_diagram():
    root = draw(
        [flow("OpenAI", "Meta", 15, 16), flow("Meta", None, 0, 3), flow(None, "Meta", 2, 2), flow("Meta", "Meta", 1, 1)]
    )
    assert root[1].text == (
        "22 moves, 18 of them certain. OpenAI to Meta: 15–16; Meta to none known: 0–3; none known to Meta: 2; Meta to Meta: 1."
    )
    assert {"OpenAI 15–16", "Meta 18–19", "none known 0–3"} <= set(svg.texts(root))
    assert len(root.findall(f".//{svg.SVG}path[@class='certain']")) == 3


def test_one_flow():
    assert "1 move." in svg.texts(draw([flow("A", "B", 1, 1)]))


def test_many_flows_are_a_matrix():
    rows = [flow(f"Lab {number}", f"Lab {(number * 7 + 3) % 30}", number % 3, 2 + number) for number in range(60)]
    rows += [flow(None, f"Lab {number}", 1, 150) for number in range(30)]
    root = draw(rows)
    assert len(sum_flows(rows, 8).counts) > MAX_SANKEY_LINKS
    texts = svg.texts(root)
    assert any(text.endswith("others") for text in texts)
    assert "150" in texts
    assert "and " in root[1].text


def test_a_figure_stands_in_each_square_that_has_room_for_it():
    rows = [flow(f"Lab {number % 5}", f"Lab {number // 5}", 4, 4) for number in range(25)]
    rows[7:10] = [flow("Lab 2", "Lab 1", 0, 3), flow("Lab 3", "Lab 1", 8, 12), flow("Lab 4", "Lab 1", 0, 1)]
    root = draw(rows, replace(FRAME, width=800))
    figures = {
        cell.findtext(f"{svg.SVG}title"): (cell.find(f"{svg.SVG}text").get("class"), cell.findtext(f"{svg.SVG}text"))
        for cell in root.iter(f"{svg.SVG}g")
        if cell.find(f"{svg.SVG}rect") is not None and cell.find(f"{svg.SVG}text") is not None
    }
    assert len(figures) == 24
    assert figures["Lab 0 → Lab 0: 4"] == ("on-colour", "4")
    assert figures["Lab 2 → Lab 1: 0–3"] == ("text", "3")
    assert figures["Lab 3 → Lab 1: 8–12"] == ("on-colour", "12")
    assert "Lab 4 → Lab 1: 0–1" not in figures


def test_a_matrix_without_a_link_between_named_labs():
    rows = [flow(None, f"Lab {number}", 1, 1) for number in range(15)] + [
        flow(f"Lab {number}", None, 1, 1) for number in range(15)
    ]
    assert svg.texts(draw(rows, replace(FRAME, width=800))).count("1") == 30


@pytest.mark.django_db
def test_the_chart_shows_all_flows_at_once(api):
    job = make_employment(make_person("Ada"), make_organization("Acme"), end="2020", end_state="ended")
    make_employment(job.person, make_organization("Beta"), start="2020")
    root = svg.read(api.get("/api/v1/flows/?format=svg&destination=beta").content.decode())
    assert "Acme" in (root[1].text or "") and "Beta" in (root[1].text or "")
    assert api.refusals("flows/", format="svg", period="year", page_size="2").keys() == {"period", "page_size"}


@pytest.mark.parametrize("text", ["<script>alert(1)</script>", '"><image href="x">', "👩‍👩‍👧‍👦" * 50, "גיום למפל" * 20])
def test_no_name_is_more_than_a_text(text):
    few = [flow(text, f"{text} {number}", 1, 2) for number in range(3)]
    many = [flow(f"{text} {number}", f"{text} {number % 5}", 1, 2) for number in range(40)]
    for rows in (few, many):
        assert text in (draw(rows)[1].text or "")
