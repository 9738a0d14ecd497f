"""What pictures are made of: letters, dates in words, axes, bars, colours, links, places for names."""

import re
from datetime import date
from itertools import combinations, pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from talentwatch.dates import parse
from talentwatch.pictures.axis import axis_over
from talentwatch.pictures.bars import bar_of, span_of
from talentwatch.pictures.colours import COLOURS, colours_of
from talentwatch.pictures.flows import MOST_LABS, MOST_RIBBONS, FlowPicture
from talentwatch.pictures.lettering import clusters, label, lines, runs_right_to_left, shortened, width
from talentwatch.pictures.links import OTHERS, UNKNOWN, Count, flows_of
from talentwatch.pictures.reading import period, until, words
from talentwatch.pictures.renderer import STYLE
from talentwatch.pictures.steps import Field, names
from tests import svg

DAYS = ("start_earliest", "start_latest", "end_earliest", "end_latest", "verified_from", "verified_on")
FAMILY = "👩‍👩‍👧‍👦"


def post(start="", end="", state="unknown", seen=None, **values):
    """A row as JSON has it, of dates as texts."""
    row = dict.fromkeys(DAYS) | {"end_state": "ended" if end else state, "confidence": "reported"}
    for name, text in (("start", start), ("end", end)):
        when = parse(text) if text else None
        row |= {f"{name}_earliest": when and when.earliest, f"{name}_latest": when and when.latest}
    organization = {"slug": "acme", "name": "Acme"}
    return row | {"verified_from": seen, "verified_on": seen, "organization": organization} | values


# Letters


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("abc", ["a", "b", "c"]),
        ("x\u0301y", ["x\u0301", "y"]),
        (f"{FAMILY}!", [FAMILY, "!"]),
        ("👍🏽👍", ["👍🏽", "👍"]),
        ("🇫🇷🇮🇱", ["🇫🇷", "🇮🇱"]),
        ("שָׁ", ["שָׁ"]),
        ("", []),
    ],
)
def test_what_readers_take_for_one_letter_stays_together(text, found):
    assert list(clusters(text)) == found


@given(st.text(max_size=60), st.floats(20, 200))
def test_what_is_shortened_fits_and_is_a_beginning(text, room):
    short = shortened(text, room)
    assert width(short) <= room
    whole = list(clusters(text))
    kept = list(clusters(short.removesuffix("…"))) if short != text else whole
    assert whole[: len(kept)] == kept


def test_shortening_keeps_accents_and_families_whole():
    assert shortened("x\u0301" * 9, 40) == "x\u0301" * 3 + "…"
    assert shortened(FAMILY * 9, 130) == FAMILY * 2 + "…"


def test_wide_letters_take_more_room():
    assert width("吴") > width("w") > width("a") > width("i")
    assert width("a", bold=True) > width("a")


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("", []),
        ("one two three", ["one two", "three"]),
        ("one two three four five six", ["one two", "three fo…"]),
        ("W" * 20, ["WWWW…"]),
    ],
)
def test_lines_are_broken_between_words(text, found):
    assert lines(text, 72, 12.5, most=2) == found


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Ada", False),
        ("גיום", True),
        ("(גיום)", True),
        ("عادل", True),
        ("吴", False),
        ("1–2", False),
        ("\u2068גיום\u2069, left", False),
    ],
)
def test_the_first_letter_tells_the_direction(text, expected):
    assert runs_right_to_left(text) is expected


@pytest.mark.parametrize(
    ("text", "side", "anchor"), [("Ada", "end", "end"), ("גיום", "end", "start"), ("גיום", "middle", "middle")]
)
def test_a_label_is_anchored_where_its_box_is(text, side, anchor):
    assert label(text, 0, 0, 100, side=side).anchor == anchor


def test_what_is_shortened_is_kept_in_full():
    assert label("A long name", 0, 0, 40).full == "A long name"
    assert label("Ada", 0, 0, 40).full == ""


# Dates


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("2023", "2023"),
        ("2023-06", "Jun 2023"),
        ("2023-06-05", "5 Jun 2023"),
        ("[2023-01..2023-04]", "Jan–Apr 2023"),
        ("[2014-12..2015-02]", "Dec 2014–Feb 2015"),
        ("[2023-11-19..2023-11-22]", "19–22 Nov 2023"),
        ("[2025-01-26..2025-02-06]", "26 Jan–6 Feb 2025"),
        ("[2015..2017]", "2015–2017"),
        ("[..2023-06]", "by Jun 2023"),
        ("[2025-04..]", "Apr 2025 or later"),
    ],
)
def test_dates_in_words(text, expected):
    assert words(parse(text)) == expected


@pytest.mark.parametrize(
    ("row", "whole", "short"),
    [
        (post("2018", "2020-01"), "2018 → Jan 2020", "to Jan 2020"),
        (post("", "[..2020]"), "? → by 2020", "left by 2020"),
        (post("2023-04", state="ongoing", seen="2025-05-26"), "Apr 2023 → there on 26 May 2025", "from Apr 2023"),
        (post("[..2023]", state="ongoing"), "by 2023 → ongoing", "there by 2023"),
        (post("", seen="2020-02-01"), "? → seen on 1 Feb 2020", ""),
        (post(), "? → ?", ""),
    ],
)
def test_a_post_in_words(row, whole, short):
    assert (period(row), until(row)) == (whole, short)


# Axes and bars


def test_an_axis_runs_from_the_first_day_to_the_last():
    axis = axis_over([date(2024, 1, 1), date(2014, 1, 1)], 0, 452)
    assert (axis.x(date(2014, 1, 1)), axis.x(date(2024, 1, 1))) == (26, 426)
    assert [tick.text for tick in axis.ticks()] == ["2014", "2015", "2016"] + [str(year) for year in range(2017, 2025)]


def test_without_dates_there_are_no_years():
    assert list(axis_over([], 0, 452).ticks()) == []


@pytest.mark.parametrize("days", [[date(2020, 6, 1)], [date(1900, 1, 1), date(2100, 12, 31)]])
def test_any_days_have_an_axis_with_years(days):
    axis = axis_over(days, 0, 452)
    ticks = list(axis.ticks())
    assert 1 <= len(ticks) <= 11
    assert all(after.x - before.x >= 40 for before, after in pairwise(ticks))


@pytest.mark.parametrize(
    ("row", "inner", "is_sure"),
    [
        (post("[2015..2017]", "[2023-01..2023-04]"), ("2017-12-31", "2023-01-01"), True),
        (post("2023-04", state="ongoing", seen="2025-05-26"), ("2023-04-30", "2025-05-26"), True),
        (post("", state="ongoing", seen="2025-05-26"), ("2025-05-26", "2025-05-26"), True),
        (post("2023", "2023"), ("2023-01-01", "2023-12-31"), False),
        (post("2023"), ("2023-12-31", "2023-12-31"), False),
        (post("", "2020-01"), ("2020-01-01", "2020-01-01"), False),
        (post("", "[..2020]"), None, False),
        (post("[2020..]", "[..2022]"), None, False),
        (post("2020-06", state="ongoing", verified_from="2021-01-01", verified_on="2020-01-01"), None, False),
        (post(), None, False),
    ],
)
def test_what_is_sure_of_a_post(row, inner, is_sure):
    span = span_of(row)
    if inner or span.inner is None:
        assert span.inner == (inner and tuple(date.fromisoformat(day) for day in inner))
    assert span.is_sure is is_sure


def test_a_bar_fades_where_its_dates_are_vague():
    axis = axis_over([date(2015, 1, 1), date(2023, 4, 30)], 0, 452)
    bar = bar_of(post("[2015..2017]", "[2023-01..2023-04]"), axis, 10, 1)
    assert [piece.fade for piece in bar.pieces] == ["in", "", "out"]
    assert (bar.questions, bar.is_sure, bar.left, round(bar.right)) == ([], True, 26, 426)


def test_a_bar_is_open_where_nobody_says_when():
    axis = axis_over([date(2020, 1, 1), date(2024, 1, 1)], 0, 452)
    assert len(bar_of(post("2021"), axis, 0, 1).questions) == 1
    assert bar_of(post("2021", state="ongoing"), axis, 0, 1).questions == []
    assert len(bar_of(post(seen="2022-01-01"), axis, 0, 1).questions) == 2


def test_an_open_bar_begins_where_the_post_before_it_ended():
    axis = axis_over([date(2020, 1, 1), date(2024, 1, 1)], 0, 452)
    seen = post(state="ongoing", seen="2023-01-01")
    assert bar_of(seen, axis, 0, 1, date(2021, 1, 1)).left == axis.x(date(2021, 1, 1))
    assert bar_of(seen, axis, 0, 1, date(2023, 6, 1)).left == axis.x(date(2023, 1, 1)) - 13


day = st.dates(date(1990, 1, 1), date(2030, 1, 1))


@given(
    st.lists(st.none() | day, min_size=6, max_size=6), st.sampled_from(["ended", "ongoing", "unknown"]), st.none() | day
)
def test_every_bar_stays_within_the_picture(days, state, before):
    row = post(end_state=state) | dict(zip(DAYS, days, strict=True))
    for name in ("start", "end"):
        low, high = row[f"{name}_earliest"], row[f"{name}_latest"]
        if low and high and high < low:
            row |= {f"{name}_earliest": high, f"{name}_latest": low}
    if state != "ended":
        row |= {"end_earliest": None, "end_latest": None}
    if row["start_earliest"] and row["end_latest"] and row["end_latest"] < row["start_earliest"]:
        row |= {"start_earliest": None}
    axis = axis_over([found for name in DAYS if (found := row[name])] + [before] * bool(before), 14, 466)
    bar = bar_of(row, axis, 0, 1, before)
    assert 14 <= bar.left < bar.right <= 466.5
    assert all(piece.width > 0 and piece.x >= 14 and piece.right <= 466.5 for piece in bar.pieces)


# Colours


def lightness(colour):
    channels = [int(colour[place : place + 2], 16) / 255 for place in (1, 3, 5)]
    linear = [value / 12.92 if value <= 0.04045 else ((value + 0.055) / 1.055) ** 2.4 for value in channels]
    return linear, 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


def contrast(one, other):
    dark, light = sorted((lightness(one)[1], lightness(other)[1]))
    return (light + 0.05) / (dark + 0.05)


SEEN = {  # how the colours of light mix for whoever lacks one sort of cone (Machado, Oliveira and Fernandes 2009)
    "trichromacy": [[1, 0, 0], [0, 1, 0], [0, 0, 1]],
    "deuteranopia": [[0.367322, 0.860646, -0.227968], [0.280085, 0.672501, 0.047413], [-0.01182, 0.04294, 0.968881]],
    "protanopia": [[0.152286, 1.052583, -0.204868], [0.114503, 0.786281, 0.099216], [-0.003882, -0.048116, 1.051998]],
}


def lab(colour, matrix):
    linear = lightness(colour)[0]
    red, green, blue = (max(0, min(1, sum(a * b for a, b in zip(row, linear, strict=True)))) for row in matrix)
    x = (0.4124 * red + 0.3576 * green + 0.1805 * blue) / 0.9505
    y = 0.2126 * red + 0.7152 * green + 0.0722 * blue
    z = (0.0193 * red + 0.1192 * green + 0.9505 * blue) / 1.089
    x, y, z = (value ** (1 / 3) if value > 0.008856 else 7.787 * value + 16 / 116 for value in (x, y, z))
    return 116 * y - 16, 500 * (x - y), 200 * (y - z)


def palette(part):
    return dict(re.findall(r"\.c([0-9]) \{\s*fill: (#[0-9a-f]{6});", part))


LIGHT, DARK = STYLE.split("@media screen and (prefers-color-scheme: dark)")
PALETTES = [(LIGHT, "#ffffff"), (DARK, "#14171c")]


@pytest.mark.parametrize(("part", "paper"), PALETTES, ids=["light", "dark"])
def test_colours_stand_out_from_the_paper(part, paper):
    colours = palette(part)
    assert len(colours) == COLOURS + 1
    assert {
        number: round(contrast(colour, paper), 1) for number, colour in colours.items() if contrast(colour, paper) < 3
    } == {}
    for ink in re.findall(r"(?:text|\.small) \{[^}]*?fill: (#[0-9a-f]{6})", part):
        assert contrast(ink, paper) >= 4.5


@pytest.mark.parametrize("matrix", SEEN.values(), ids=SEEN)
@pytest.mark.parametrize(("part", "paper"), PALETTES, ids=["light", "dark"])
def test_colours_differ_for_all_eyes(part, paper, matrix):
    seen = {number: lab(colour, matrix) for number, colour in palette(part).items() if number != "0"}
    apart = {
        (one, other): sum((a - b) ** 2 for a, b in zip(seen[one], seen[other], strict=True)) ** 0.5
        for one, other in combinations(seen, 2)
    }
    assert {pair: round(distance) for pair, distance in apart.items() if distance < 15} == {}


def test_the_most_shared_get_the_first_colours():
    assert colours_of([["a", "b"], ["b", "b"], ["c"]]) == {"a": 2, "b": 1, "c": 3}
    assert colours_of([["a", "b"], ["b"], ["c"]], least=2) == {"a": 0, "b": 1, "c": 0}
    assert colours_of([["a"], ["b"]], least=2) == {"a": 1, "b": 2}
    assert colours_of([[str(number)] for number in range(9)])["8"] == 0
    assert colours_of([]) == {}


# Retention


def points(*counts):
    return [
        {"date": date(2010 + number, 1, 1), "certain": certain, "possible": possible}
        for number, (certain, possible) in enumerate(counts)
    ]


def test_steps_hold_until_the_next_count():
    field = Field(points((0, 2), (1, 4)), 0, 100, 0, 4)
    assert field.corners("possible") == ["0.0,105.0", "100.0,105.0", "100.0,0.0"]
    assert list(field.counts()) == [0, 1, 2, 3, 4]


@pytest.mark.parametrize(
    ("counts", "size", "shown"),
    [
        ([(1, 2), (2, 2), (2, 3)], 6, ["possibly there", "certainly there"]),
        ([(0, 1), (0, 1), (0, 1)], 10, ["possibly there"]),
        ([(0, 4), (0, 4)], 4, ["possibly there", "certainly there"]),
        ([(4, 4), (4, 4)], 4, ["certainly there"]),
        ([(1, 1)], 400, ["possibly there"]),
    ],
)
def test_lines_are_named_where_there_is_room(counts, size, shown):
    field = Field(points(*counts), 44, 466, 50, size)
    found = names(field)
    assert [one.text for one in found] == shown
    for one in found:
        assert one.x >= 44
        assert one.x + width(one.text, 13.5, bold=True) <= 466
        assert field.top + 10 <= one.y <= field.bottom


# Flows


def flow(origin, destination, certain, possible, period=None):
    ends = ({"slug": name.lower(), "name": name} if name else None for name in (origin, destination))
    return {
        **dict(zip(("origin", "destination"), ends, strict=True)),
        "period": period,
        "certain": certain,
        "possible": possible,
    }


def draw(rows, **page):
    return svg.read(FlowPicture().svg({"next": None, "previous": None, "results": rows, **page}))


def test_flows_are_summed_over_periods():
    flows = flows_of([flow("A", "B", 1, 2, "2022"), flow("A", "B", 0, 1, "2023"), flow("A", None, 0, 0)], 9)
    assert flows.counts == {("a", "b"): Count(1, 3)}
    assert str(Count(1, 3)) == "1–3"


def test_small_labs_are_put_together():
    rows = [
        flow("A", "B", 9, 9),
        flow("C", "D", 1, 1),
        flow("D", "A", 1, 2),
        flow(None, "E", 1, 1),
        flow("F", None, 1, 1),
    ]
    flows = flows_of(rows, 2)
    assert flows.counts == {
        ("a", "b"): Count(9, 9),
        (OTHERS, OTHERS): Count(1, 1),
        (OTHERS, "a"): Count(1, 2),
        (UNKNOWN, OTHERS): Count(1, 1),
        (OTHERS, UNKNOWN): Count(1, 1),
    }
    assert flows.names[OTHERS] == "4 others"
    assert list(flows.side(0)) == ["a", OTHERS, UNKNOWN]


def test_one_beyond_the_most_is_named():
    assert OTHERS not in flows_of([flow("A", "B", 1, 1), flow("B", "C", 1, 1)], 2).labs()


def test_no_flows_are_a_picture_too():
    root = draw([])
    assert "No moves are known." in svg.texts(root)
    assert root[1].text == "No moves are known."


def test_few_flows_are_ribbons():
    root = draw(
        [flow("OpenAI", "Meta", 15, 16), flow("Meta", None, 0, 3), flow(None, "Meta", 2, 2), flow("Meta", "Meta", 1, 1)]
    )
    assert root[1].text == (
        "18–22 moves. OpenAI to Meta: 15–16; Meta to not known: 0–3; not known to Meta: 2; Meta to Meta: 1."
    )
    assert {"OpenAI 15–16", "Meta 18–19", "not known 0–3"} <= set(svg.texts(root))
    assert len(root.findall(f".//{svg.SVG}path[@class='firm']")) == 3


def test_one_flow():
    assert "1 move between labs." in svg.texts(draw([flow("A", "B", 1, 1)]))


def test_many_flows_are_a_table():
    rows = [flow(f"Lab {number}", f"Lab {(number * 7 + 3) % 30}", number % 3, 2 + number) for number in range(60)]
    rows += [flow(None, f"Lab {number}", 1, 150) for number in range(30)]
    root = draw(rows)
    assert len(flows_of(rows, MOST_LABS).counts) > MOST_RIBBONS
    told = svg.texts(root)
    assert any(text.endswith("others") for text in told)
    assert "150" in told
    assert "and " in root[1].text


def test_a_table_without_a_link_between_named_labs():
    rows = [flow(None, f"Lab {number}", 1, 1) for number in range(15)] + [
        flow(f"Lab {number}", None, 1, 1) for number in range(15)
    ]
    assert svg.texts(draw(rows)).count("1") == 30


def test_a_page_that_is_not_all_says_so():
    assert any(
        "first of them only" in text for text in svg.texts(draw([flow("A", "B", 1, 1)], next="http://x/?cursor=1"))
    )


@pytest.mark.parametrize("text", ["<script>alert(1)</script>", '"><image href="x">', "👩‍👩‍👧‍👦" * 50, "גיום למפל" * 20])
def test_no_name_is_more_than_a_text(text):
    few = [flow(text, f"{text} {number}", 1, 2) for number in range(3)]
    many = [flow(f"{text} {number}", f"{text} {number % 5}", 1, 2) for number in range(40)]
    for rows in (few, many):
        assert text in (draw(rows)[1].text or "")
