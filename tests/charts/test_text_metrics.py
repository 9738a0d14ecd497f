"""Texts of charts: their width, shortening, wrapping and direction."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from talentwatch.charts.text_metrics import clusters, label, runs_right_to_left, shorten, width, wrap

FAMILY = "👩‍👩‍👧‍👦"


@pytest.mark.parametrize(
    ("text", "letters"),
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
def test_what_readers_see_as_one_letter_stays_together(text, letters):
    assert list(clusters(text)) == letters


@settings(max_examples=25)
@given(st.text(max_size=60), st.floats(20, 200))
def test_what_is_shortened_fits_and_is_a_beginning(text, max_width):
    """25 random texts."""
    short = shorten(text, max_width)
    assert width(short) <= max_width
    whole = list(clusters(text))
    beginning = list(clusters(short.removesuffix("…"))) if short != text else whole
    assert whole[: len(beginning)] == beginning


def test_shortening_keeps_accents_and_families_whole():
    assert shorten("x\u0301" * 9, 40) == "x\u0301" * 3 + "…"
    assert shorten(FAMILY * 9, 130) == FAMILY * 2 + "…"


def test_wide_letters_take_more_room():
    assert width("吴") > width("w") > width("a") > width("i")
    assert width("a", bold=True) > width("a")


@pytest.mark.parametrize(
    ("text", "lines"),
    [
        ("", []),
        ("one two three", ["one two", "three"]),
        ("one two three four five six", ["one two", "three fo…"]),
        ("W" * 20, ["WWWW…"]),
    ],
)
def test_lines_are_broken_between_words(text, lines):
    assert wrap(text, 72, 12.5, max_lines=2) == lines


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
