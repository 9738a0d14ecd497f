"""The texts of a chart: how wide they are, how they are shortened and wrapped, and in which direction they run."""

import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import accumulate

from talentwatch.text import FIRST_STRONG_ISOLATE, POP_DIRECTIONAL_ISOLATE

SIZE, SMALL = 13, 12  # of letters, in units of the chart
ELLIPSIS = "…"
JOINER = "\u200d"
MARKS, ZERO_WIDTH = {"Mn", "Mc", "Me"}, {"Mn", "Me", "Cf"}  # categories of Unicode
SKIN_TONES = range(0x1F3FB, 0x1F400)
FLAG_LETTERS = range(0x1F1E6, 0x1F200)  # two of them make a flag
NARROW = {0.34: "ijlIJł., ·’'|/:;\\!", 0.45: 'frt()[]-"', 0.57: "szčcLkF*_?`–"}
WIDE = {0.83: "wOQDGNHCU\u05e7\u05e9&", 1.02: "mMW%@#+<=>^~→…"}
WIDTHS = {letter: width for table in (NARROW, WIDE) for width, letters in table.items() for letter in letters}
# In ems of a wide typeface, so that texts overlap in no typeface.
DEFAULT_WIDTH, UPPER_WIDTH, FULL_WIDTH = 0.66, 0.76, 1.1
BOLD = 1.1  # how much wider bold letters are


def clusters(text: str) -> Iterator[str]:
    """The letters as readers see them: each with its accents, an emoji with all that is joined to it."""
    cluster = ""
    for letter in text:
        if cluster and not _is_joined(cluster, letter):
            yield cluster
            cluster = ""
        cluster += letter
    if cluster:
        yield cluster


def _is_joined(cluster: str, letter: str) -> bool:
    if cluster.endswith(JOINER) or letter == JOINER or ord(letter) in SKIN_TONES:
        return True
    is_half_a_flag = len(cluster) == 1 and ord(cluster) in FLAG_LETTERS
    return unicodedata.category(letter) in MARKS or (is_half_a_flag and ord(letter) in FLAG_LETTERS)


def width(text: str, size: float = SIZE, *, bold: bool = False) -> float:
    """The most that a text takes, in units of the chart."""
    return sum(_ems(letter) for letter in text) * size * (BOLD if bold else 1)


def _ems(letter: str) -> float:
    # Every part of a joined emoji counts, because some typefaces show the parts side by side.
    if unicodedata.category(letter) in ZERO_WIDTH:
        return 0
    if letter in WIDTHS:
        return WIDTHS[letter]
    if unicodedata.east_asian_width(letter) in {"W", "F"} or not letter.isprintable():
        return FULL_WIDTH
    return UPPER_WIDTH if letter.isupper() else DEFAULT_WIDTH


def shorten(text: str, max_width: float, size: float = SIZE, *, bold: bool = False) -> str:
    """The text, or as much of its beginning as fits, with an ellipsis."""
    if width(text, size, bold=bold) <= max_width:
        return text
    letters, limit = list(clusters(text)), max_width - width(ELLIPSIS, size, bold=bold)
    ends = accumulate(width(letter, size, bold=bold) for letter in letters)
    beginning = "".join(letter for letter, end in zip(letters, ends, strict=True) if end <= limit)
    return beginning.rstrip() + ELLIPSIS


def wrap(text: str, max_width: float, size: float = SIZE, *, max_lines: int = 3, bold: bool = False) -> list[str]:
    """The text in lines, broken between words; what doesn't fit into the last line is cut."""
    words, lines = text.split(), [""]
    for number, word in enumerate(words):
        longer = f"{lines[-1]} {word}".strip()
        if width(longer, size, bold=bold) <= max_width or not lines[-1]:
            lines[-1] = longer
        elif len(lines) < max_lines:
            lines.append(word)
        else:
            lines[-1] = " ".join([lines[-1], *words[number:]])
            break
    return [shorten(line, max_width, size, bold=bold) for line in lines if line]


def runs_right_to_left(text: str) -> bool:
    """The first letter that has a direction, isolated runs aside, is Hebrew, Arabic or the like."""
    depth = 0
    for letter in text:
        depth += {FIRST_STRONG_ISOLATE: 1, POP_DIRECTIONAL_ISOLATE: -1}.get(letter, 0)
        direction = unicodedata.bidirectional(letter)
        if depth <= 0 and direction in {"L", "R", "AL"}:
            return direction != "L"
    return False


@dataclass(frozen=True)
class Label:
    """A line of text whose box starts (or ends, or is centred) at x, with its baseline at y; `full` if it was cut.

    `href` is where the text leads.
    """

    text: str
    x: float
    y: float
    style: str = ""
    side: str = "start"
    full: str = ""
    href: str = ""

    @property
    def direction(self) -> str:
        return "rtl" if runs_right_to_left(self.text) else "ltr"

    @property
    def anchor(self) -> str:
        """The text-anchor of SVG: a text that runs from right to left starts on the right."""
        mirrored = {"start": "end", "end": "start"} if self.direction == "rtl" else {}
        return mirrored.get(self.side, self.side)


STYLES = {  # size and boldness, as in chart.css
    "title": (18, True),
    "name": (14, True),
    "text": (SMALL, False),
    "small": (SMALL, False),
    "on-colour": (SMALL, False),
    "": (SIZE, False),
}


def label(  # noqa: PLR0913 a place, a style and a limit
    text: str,
    x: float,
    y: float,
    max_width: float,
    style: str = "",
    *,
    side: str = "start",
    full: str = "",
    href: str = "",
) -> Label:
    """A label that is no wider than max_width."""
    size, bold = STYLES[style]
    short = shorten(text, max_width, size, bold=bold)
    return Label(short, round(x, 1), round(y, 1), style, side, full or (text if short != text else ""), href)


def measure(text: str, style: str = "") -> float:
    """The width of a label of this style."""
    size, bold = STYLES[style]
    return width(text, size, bold=bold)
