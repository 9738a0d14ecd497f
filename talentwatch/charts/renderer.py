"""Draws what the API would serve as JSON: one picture, complete in itself, which any page, press or reader can show."""

from abc import abstractmethod
from base64 import b64encode
from dataclasses import dataclass, field
from hashlib import sha256
from pathlib import Path
from typing import Any

from django.template.loader import render_to_string

from talentwatch.api.renderers import DerivedRenderer
from talentwatch.charts.text_metrics import SMALL, Label, label, lines
from talentwatch.text import for_xml

WIDTH, MARGIN = 480, 14
ROOM = WIDTH - 2 * MARGIN
SHOWN_WIDTH = 640  # in pixels of CSS, where the page doesn't say otherwise
CREDIT = "Data: talentwatch, CC BY 4.0"
STYLE = (Path(__file__).parent / "chart.css").read_text(encoding="utf-8")
POLICY = (
    "default-src 'none'; frame-ancestors 'none'; base-uri 'none'; sandbox; "
    f"style-src 'sha256-{b64encode(sha256(STYLE.encode()).digest()).decode()}'"
)


@dataclass
class Chart:
    """What a template draws: a title, what the picture says in words, and its shapes, from `top` down to `bottom`."""

    title: str
    description: str
    subtitle: str = ""
    note: str = ""  # how to read it
    bottom: float = 0.0
    shapes: dict[str, Any] = field(default_factory=dict)

    @property
    def heading(self) -> list[Label]:
        titles = lines(self.title, ROOM, 18, bold=True)
        subtitles = lines(self.subtitle, ROOM, most=2)
        full = self.title if " ".join(titles) != " ".join(self.title.split()) else ""
        big = [label(text, *_at(26 + 22 * row), ROOM, "title", full=full) for row, text in enumerate(titles)]
        below = 26 + 22 * (len(titles) - 1)
        return big + [label(text, *_at(below + 19 + 17 * row), ROOM) for row, text in enumerate(subtitles)]

    @property
    def top(self) -> float:
        """Where the shapes may begin."""
        return self.heading[-1].y + 12

    @property
    def footer(self) -> list[Label]:
        texts = [*lines(self.note, ROOM, SMALL, most=5), CREDIT]
        return [label(text, *_at(self.bottom + 18 + 15 * row), ROOM, "small") for row, text in enumerate(texts)]

    @property
    def height(self) -> int:
        return round(self.footer[-1].y + 10)

    @property
    def shown_height(self) -> int:
        return round(self.height * SHOWN_WIDTH / WIDTH)


def _at(y: float) -> tuple[float, float]:
    return MARGIN, y


class ChartRenderer(DerivedRenderer):
    """A format that shows: each kind of picture says what it shows, and by which template."""

    media_type = "image/svg+xml"
    format = "svg"
    unsupported = {"fields": "A picture shows all it needs."}
    headers = {"Content-Security-Policy": POLICY}
    template: str

    @abstractmethod
    def picture(self, data: Any) -> Chart:
        """The picture of what JSON would hold."""

    def render_data(self, data: Any, request: Any) -> bytes:
        return self.svg(data).encode()

    def svg(self, data: Any) -> str:
        picture = self.picture(data)
        context = {"picture": picture, "style": STYLE, "width": WIDTH, "shown_width": SHOWN_WIDTH, **picture.shapes}
        return for_xml(render_to_string(f"charts/{self.template}.svg", context))
