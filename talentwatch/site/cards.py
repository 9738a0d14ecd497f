"""The picture that social networks and messengers show of a page: its name, its headline fact, and whose page it is.

Drawn as SVG with a font of our own, so that it looks the same everywhere, and rendered as PNG by resvg.
"""

from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path
from urllib.parse import urlsplit

import resvg_py
from django.core.cache import cache
from django.template.loader import render_to_string

from talentwatch.api.feeds import NAME
from talentwatch.cache import ignore_cache_errors
from talentwatch.charts.text_metrics import runs_right_to_left, wrap
from talentwatch.text import replace_non_xml

WIDTH, HEIGHT, MARGIN = 1200, 630, 80
TITLE_SIZE, FACT_SIZE = 68, 38
MAX_TITLE_LINES, MAX_FACT_LINES = 3, 3
KEPT = 3600  # seconds; there is no end to what readers can ask
MOTTO = "Who moves between AI labs, and who says so"
FONTS = [str(path) for path in sorted((Path(__file__).parent / "fonts").glob("*.ttf"))]
# What the fonts have letters for: the scripts of Europe, Hebrew and Arabic, and the signs of ordinary text.
COVERED = (
    range(0x20, 0x7F), range(0xA0, 0x250), range(0x300, 0x350), range(0x384, 0x38B), range(0x38E, 0x3A2),
    range(0x3A3, 0x526), range(0x531, 0x557), range(0x561, 0x588), range(0x5B0, 0x5C4), range(0x5D0, 0x5EB),
    range(0x5F0, 0x5F5), range(0x60C, 0x60D), range(0x621, 0x63B), range(0x640, 0x656), range(0x660, 0x671),
    range(0x679, 0x6C0), range(0x6F0, 0x6FA), range(0x10D0, 0x10FD), range(0x1E00, 0x1EFC), range(0x200B, 0x2060), range(0x2066, 0x206A),
    range(0x20A0, 0x20B6), range(0x2190, 0x2300),
)  # fmt: skip


@dataclass(frozen=True)
class TextLine:
    """A line of text, from the right where it runs from right to left."""

    text: str
    y: int
    style: str

    @property
    def x(self) -> int:
        return WIDTH - MARGIN if runs_right_to_left(self.text) else MARGIN

    @property
    def anchor(self) -> str:
        return "end" if runs_right_to_left(self.text) else "start"


def card_address(page: str) -> str:
    """The address of the card of a page, which has the same parameters."""
    parts = urlsplit(page)
    return parts._replace(path=f"{parts.path}card.png").geturl()


def draw_card(title: str, fact: str) -> bytes:
    """A PNG of 1200 by 630 pixels; long texts are cut, and the site's own name stands in for a title in another script."""
    title, fact = (_visible(text) for text in (title, fact))
    titles = _wrap(title or NAME, TITLE_SIZE, "title", MAX_TITLE_LINES)
    # Two lines of the title stand in the middle.
    lines = _place(titles, 270 - 41 * len(titles), TITLE_SIZE, "title")
    lines += _place(_wrap(fact or MOTTO, FACT_SIZE, "fact", MAX_FACT_LINES), lines[-1].y + 78, FACT_SIZE, "fact")
    svg = render_to_string(
        "site/card.svg", {"lines": lines, "width": WIDTH, "height": HEIGHT, "name": NAME, "motto": MOTTO}
    )
    key, image = f"card-{sha256(svg.encode()).hexdigest()}", None
    with ignore_cache_errors():
        image = cache.get(key)
    if image is None:
        image = bytes(resvg_py.svg_to_bytes(svg_string=svg, skip_system_fonts=True, font_files=FONTS))
        with ignore_cache_errors():
            cache.set(key, image, KEPT)
    return image


def _visible(text: str) -> str:
    """The words that the fonts can show; none of them shows half a word."""
    words = replace_non_xml(text).split()
    return " ".join(word for word in words if all(_is_covered(ord(letter)) for letter in word))


def _is_covered(letter: int) -> bool:
    return any(letter in letters for letters in COVERED)


def _wrap(text: str, size: int, style: str, max_lines: int) -> list[str]:
    return wrap(text, WIDTH - 2 * MARGIN, size, max_lines=max_lines, bold=style == "title")


def _place(texts: list[str], y: int, size: int, style: str) -> list[TextLine]:
    return [TextLine(text, round(y + number * size * 1.2), style) for number, text in enumerate(texts)]
