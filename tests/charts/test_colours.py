"""Colours: they stand out from the paper, differ for all eyes, and go to the organizations that most share."""

import re
from itertools import combinations

import pytest

from talentwatch.charts.colours import COLOURS, colours_of, preferred_colour
from talentwatch.charts.renderer import STYLE


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


LABS = ["openai", "meta", "google-deepmind", "anthropic", "mistral-ai", "xai", "thinking-machines-lab"]
TWIN = "cohere"  # prefers the colour of another one
LIGHT, DARK = STYLE.partition("@media print")[0].split("@media screen and (prefers-color-scheme: dark)")
PALETTES = [(LIGHT, "#fffdf8"), (DARK, "#15171a")]


@pytest.mark.parametrize(("part", "paper"), PALETTES, ids=["light", "dark"])
def test_colours_stand_out_from_the_paper(part, paper):
    colours = palette(part)
    assert len(colours) == COLOURS + 1
    assert {
        number: round(contrast(colour, paper), 1) for number, colour in colours.items() if contrast(colour, paper) < 3
    } == {}
    for ink in re.findall(r"(?:text|\.small) \{[^}]*?fill: (#[0-9a-f]{6})", part):
        assert contrast(ink, paper) >= 4.5
    # The figures in the squares of a matrix.
    assert contrast(re.findall(r"\.on-colour \{[^}]*?fill: (#[0-9a-f]{6})", part)[0], colours["1"]) >= 4.5


@pytest.mark.parametrize("matrix", SEEN.values(), ids=SEEN)
@pytest.mark.parametrize(("part", "paper"), PALETTES, ids=["light", "dark"])
def test_colours_differ_for_all_eyes(part, paper, matrix):
    seen = {number: lab(colour, matrix) for number, colour in palette(part).items() if number != "0"}
    apart = {
        (one, other): sum((a - b) ** 2 for a, b in zip(seen[one], seen[other], strict=True)) ** 0.5
        for one, other in combinations(seen, 2)
    }
    assert {pair: round(distance) for pair, distance in apart.items() if distance < 15} == {}


def test_an_organization_keeps_its_colour_from_chart_to_chart():
    alone = {slug: colours_of([[slug]])[slug] for slug in LABS}
    assert colours_of([[slug] for slug in LABS]) == alone
    assert len(set(alone.values())) == COLOURS


def test_the_most_shared_choose_first():
    first, second = colours_of([["meta"], ["meta"], [TWIN]]), colours_of([["meta"], [TWIN], [TWIN]])
    assert preferred_colour("meta") == preferred_colour(TWIN) == first["meta"] == second[TWIN]
    assert first[TWIN] != first["meta"]


def test_who_is_alone_or_too_late_is_grey():
    assert colours_of([["meta", "openai"], ["openai"], ["xai"]], min_groups=2) == {
        "meta": 0,
        "openai": preferred_colour("openai"),
        "xai": 0,
    }
    assert 0 not in colours_of([["meta"], ["openai"]], min_groups=2).values()
    many = colours_of([[str(number)] for number in range(9)])
    assert (many["8"], len(set(many.values()))) == (0, COLOURS + 1)
    assert colours_of([]) == {}
