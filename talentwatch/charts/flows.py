"""The chart of flows: who moves where, as a Sankey diagram of few links or a matrix of many."""

from collections.abc import Mapping, Sequence
from typing import Any
from urllib.parse import urlencode

from talentwatch.api.renderers import UnpagedRenderer
from talentwatch.charts.flow_data import FlowData, MoveTotal, sum_flows
from talentwatch.charts.matrix import matrix
from talentwatch.charts.renderer import MARGIN, Chart, ChartRenderer, Frame
from talentwatch.charts.sankey import sankey
from talentwatch.charts.text_metrics import label
from talentwatch.text import isolate_bidi

LABS_PER_WIDTH = 1 / 45  # with a name; the rest are summed
MAX_SANKEY_LINKS = 24
MAX_DESCRIBED_LINKS = 12
SANKEY_LEGEND = "From left to right. Strong: certain. Faint: possible, as far as sources say."
BALANCE_LEGEND = "Strong: certain. Faint: possible, as far as sources say."
MAX_PERIODS = 240
NO_MOVES = "No moves are known."
BAR_LEFT, BAR_HEIGHT, COUNT_WIDTH = MARGIN + 60, 14, 90
MATRIX_LEGEND = (
    "From row to column. The area shows the number. Strong: certain. Faint: possible. "
    "Figures: all possible moves. From or to others, or none known: figures only."
)


class FlowChart(ChartRenderer, UnpagedRenderer):
    template = "flows"
    max_rows = 10_000
    unsupported = {
        **ChartRenderer.unsupported,
        **UnpagedRenderer.unsupported,
        "period": "A chart shows all periods together; use after and before to choose a time.",
    }

    def build(self, data: Mapping[str, Any], frame: Frame) -> Chart:
        flows = sum_flows(data["results"], round(frame.width * LABS_PER_WIDTH), frame.move_list)
        chart = Chart(
            frame,
            title=frame.title or "Who moves where",
            subtitle=_count_moves(flows.total),
            description=_description(flows),
        )
        if not flows.counts:
            chart.subtitle = ""
            chart.show_text(NO_MOVES)
        elif len(flows.counts) <= MAX_SANKEY_LINKS:
            chart.legend = SANKEY_LEGEND
            chart.shapes, chart.bottom = sankey(flows, chart.top, frame)
        else:
            chart.legend = MATRIX_LEGEND
            chart.shapes, chart.bottom = matrix(flows, chart.top, frame)
        return chart


class MoveChart(FlowChart):
    """The moves of a list, each counted as flows are: `certain` is 0 or 1, and `possible` 1."""

    unsupported = {**ChartRenderer.unsupported, **UnpagedRenderer.unsupported}


class BalanceChart(ChartRenderer, UnpagedRenderer):
    """How many joined an organization and how many left it: a pair of bars for each period."""

    template = "flows"
    max_rows = MAX_PERIODS

    unsupported = {**ChartRenderer.unsupported, **UnpagedRenderer.unsupported}

    def build(self, data: Mapping[str, Any], frame: Frame) -> Chart:
        rows = data["results"]
        chart = Chart(
            frame,
            title=frame.title or "Who joined and who left",
            subtitle=_count_sides(rows) if rows else "",
            description=" ".join(
                f"{_period(row, rows)}: {_total(row['in'])} joined, {_total(row['out'])} left." for row in rows
            )
            or NO_MOVES,
            legend=BALANCE_LEGEND if rows else "",
        )
        if rows:
            _draw_balances(chart, rows)
        else:
            chart.show_text(NO_MOVES)
        return chart


def _count_sides(rows: Sequence[Mapping[str, Any]]) -> str:
    """“At least 3 joined and 1 left.”, of those who certainly did: a vague move counts in every period that it may belong to."""
    sides = {verb: sum(row[side]["certain"] for row in rows) for side, verb in (("in", "joined"), ("out", "left"))}
    counts = " and ".join(f"{number:,} {verb}" for verb, number in sides.items() if number)
    return f"At least {counts}." if counts else "No move is certain."


def _total(count: Mapping[str, int]) -> MoveTotal:
    return MoveTotal(count["certain"], count["possible"])


def _period(row: Mapping[str, Any], rows: Sequence[Mapping[str, Any]]) -> str:
    return row["period"] or ("undated" if len(rows) > 1 else "all time")


def _draw_balances(chart: Chart, rows: Sequence[Mapping[str, Any]]) -> None:
    """Two bars for each period, one above the other: those who joined, and those who left."""
    bar_width = chart.frame.right - COUNT_WIDTH - BAR_LEFT
    scale = bar_width / max(row[side]["possible"] for row in rows for side in ("in", "out"))
    y, links, labels = chart.top + 10, [], []
    for row in rows:
        labels.append(
            label(_period(row, rows), BAR_LEFT - 8, y + BAR_HEIGHT + 4, BAR_LEFT - MARGIN, "text", side="end")
        )
        for colour, (side, verb) in enumerate((("in", "joined"), ("out", "left")), 1):
            count = _total(row[side])
            href = _balance_address(chart.frame, side, row["period"], len(rows))
            links.append(
                {
                    "colour": colour,
                    "tooltip": f"{_period(row, rows)}: {count} {verb}",
                    "href": href if count.possible else "",
                    "possible": _bar(y, count.possible * scale),
                    "certain": _bar(y, count.certain * scale) if count.certain else "",
                }
            )
            text, x = f"{count} {verb}", BAR_LEFT + count.possible * scale + 6
            labels.append(label(text, x, y + BAR_HEIGHT - 2, COUNT_WIDTH, "text"))
            y += BAR_HEIGHT + 2
        y += 8
    chart.shapes, chart.bottom = {"links": links, "labels": labels}, y


def _balance_address(frame: Frame, side: str, period: str | None, periods: int) -> str:
    """The list of those who joined or left in a period; no list shows only those whose date isn't known."""
    if not frame.move_list.address or (period is None and periods > 1):
        return ""
    organization = {"in": "destination", "out": "origin"}[side]
    dates = {"after": period, "before": period} if period else {}
    return f"{frame.move_list.address}{urlencode({organization: frame.slug, **dates})}"


def _bar(y: float, width: float) -> str:
    return f"M{BAR_LEFT} {y:.2f}H{BAR_LEFT + width:.2f}V{y + BAR_HEIGHT:.2f}H{BAR_LEFT}Z"


def _count_moves(count: MoveTotal) -> str:
    """“40 moves, 35 of them certain.”"""
    words = "1 move" if count.possible == 1 else f"{count.possible:,} moves"
    if count.certain == count.possible:
        return f"{words}."
    return f"{words}, {f'{count.certain:,} of them certain' if count.certain else 'none of them certain'}."


def _description(flows: FlowData) -> str:
    """The largest links in words."""
    if not flows.counts:
        return NO_MOVES
    ranked = sorted(flows.counts.items(), key=lambda item: (-item[1].possible, item[0]))
    links = [
        f"{isolate_bidi(flows.names[origin])} to {isolate_bidi(flows.names[destination])}: {count}"
        for (origin, destination), count in ranked[:MAX_DESCRIBED_LINKS]
    ]
    rest = f"; and {len(ranked) - len(links)} more" if len(ranked) > len(links) else ""
    return f"{_count_moves(flows.total)} {'; '.join(links)}{rest}."
