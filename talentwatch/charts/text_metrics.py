"""Texts in a picture: how wide they are, how they are shortened, and in which direction they run."""

import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import accumulate

from talentwatch.text import FIRST, LAST

SIZE, SMALL = 12.5, 11.5  # of letters, in units of the picture
ELLIPSIS = "…"
JOINER = "\u200d"
MARKS, UNSEEN = {"Mn", "Mc", "Me"}, {"Mn", "Me", "Cf"}
MODIFIERS = range(0x1F3FB, 0x1F400)  # skin tones
FLAGS = range(0x1F1E6, 0x1F200)  # two of them make a flag
NARROW = {0.34: "ijlIJł., ·’'|/:;\\!", 0.45: 'frt()[]-"', 0.57: "szčcLkF*_?`–"}
WIDE = {0.83: "wOQDGNHCU\u05e7\u05e9&", 1.02: "mMW%@#+<=>^~→…"}
WIDTHS = {letter: width for table in (NARROW, WIDE) for width, letters in table.items() for letter in letters}
USUAL, UPPER, FULL = 0.66, 0.76, 1.1  # widths of letters in ems; all are those of a wide typeface, so that none overlap
BOLD = 1.1  # how much wider bold letters are


def clusters(text: str) -> Iterator[str]:
    """What readers take for one letter: with its accents, or an emoji with all that is joined to it."""
    cluster = ""
    for letter in text:
        if cluster and not _goes_with(cluster, letter):
            yield cluster
            cluster = ""
        cluster += letter
    if cluster:
        yield cluster


def _goes_with(cluster: str, letter: str) -> bool:
    if cluster.endswith(JOINER) or letter == JOINER or ord(letter) in MODIFIERS:
        return True
    is_half_a_flag = len(cluster) == 1 and ord(cluster) in FLAGS
    return unicodedata.category(letter) in MARKS or (is_half_a_flag and ord(letter) in FLAGS)


def width(text: str, size: float = SIZE, *, bold: bool = False) -> float:
    """The room that a text takes at most, in units of the picture."""
    return sum(_ems(letter) for letter in text) * size * (BOLD if bold else 1)


def _ems(letter: str) -> float:
    """An emoji that is joined of several takes the room of all of them: not every typeface joins them."""
    if unicodedata.category(letter) in UNSEEN:
        return 0
    if letter in WIDTHS:
        return WIDTHS[letter]
    if unicodedata.east_asian_width(letter) in {"W", "F"} or not letter.isprintable():
        return FULL
    return UPPER if letter.isupper() else USUAL


def shortened(text: str, room: float, size: float = SIZE, *, bold: bool = False) -> str:
    """The text, or as much of its beginning as there is room for, with an ellipsis."""
    if width(text, size, bold=bold) <= room:
        return text
    letters, left = list(clusters(text)), room - width(ELLIPSIS, size, bold=bold)
    taken = accumulate(width(letter, size, bold=bold) for letter in letters)
    kept = "".join(letter for letter, end in zip(letters, taken, strict=True) if end <= left)
    return kept.rstrip() + ELLIPSIS


def lines(text: str, room: float, size: float = SIZE, *, most: int = 3, bold: bool = False) -> list[str]:
    """The text in lines, broken between words; what goes beyond the last line is left out."""
    words, found = text.split(), [""]
    for number, word in enumerate(words):
        longer = f"{found[-1]} {word}".strip()
        if width(longer, size, bold=bold) <= room or not found[-1]:
            found[-1] = longer
        elif len(found) < most:
            found.append(word)
        else:
            found[-1] = " ".join([found[-1], *words[number:]])
            break
    return [shortened(line, room, size, bold=bold) for line in found if line]


def runs_right_to_left(text: str) -> bool:
    """The first letter that has a direction, what is isolated aside, is Hebrew, Arabic or the like."""
    depth = 0
    for letter in text:
        depth += {FIRST: 1, LAST: -1}.get(letter, 0)
        direction = unicodedata.bidirectional(letter)
        if depth <= 0 and direction in {"L", "R", "AL"}:
            return direction != "L"
    return False


@dataclass(frozen=True)
class Label:
    """A line of text whose box begins (or ends, or has its middle) at x and stands on y; `full` is what was shortened."""

    text: str
    x: float
    y: float
    style: str = ""
    side: str = "start"
    full: str = ""

    @property
    def direction(self) -> str:
        return "rtl" if runs_right_to_left(self.text) else "ltr"

    @property
    def anchor(self) -> str:
        """As SVG has it: in a text that runs from right to left the start is on the right."""
        turned = {"start": "end", "end": "start"} if self.direction == "rtl" else {}
        return turned.get(self.side, self.side)


STYLES = {  # how large, and whether bold; as chart.css has it
    "title": (18, True),
    "name": (13.5, True),
    "text": (SMALL, False),
    "small": (SMALL, False),
    "": (SIZE, False),
}


def label(  # noqa: PLR0913 where, what and how
    text: str, x: float, y: float, room: float, style: str = "", *, side: str = "start", full: str = ""
) -> Label:
    """A label that takes no more than the room."""
    size, bold = STYLES[style]
    short = shortened(text, room, size, bold=bold)
    return Label(short, round(x, 1), round(y, 1), style, side, full or (text if short != text else ""))


def measure(text: str, style: str = "") -> float:
    """The room that a label of this style takes."""
    size, bold = STYLES[style]
    return width(text, size, bold=bold)
