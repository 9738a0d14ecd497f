"""Charts as SVG: each draws the JSON of an address as one self-contained image, which any page or press can show."""

from abc import abstractmethod
from base64 import b64encode
from dataclasses import dataclass, field
from hashlib import sha256
from pathlib import Path
from typing import Any

from django.template.loader import render_to_string

from talentwatch.api.renderers import DerivedRenderer
from talentwatch.charts.text_metrics import SMALL, Label, label, wrap
from talentwatch.text import replace_non_xml

WIDTH, MARGIN = 480, 14
TEXT_WIDTH = WIDTH - 2 * MARGIN
DISPLAY_WIDTH = 640  # in CSS pixels, unless the page sets another
CREDIT = "Data: talentwatch, CC BY 4.0"
STYLE = (Path(__file__).parent / "chart.css").read_text(encoding="utf-8")
POLICY = (
    "default-src 'none'; frame-ancestors 'none'; base-uri 'none'; sandbox; "
    f"style-src 'sha256-{b64encode(sha256(STYLE.encode()).digest()).decode()}'"
)


@dataclass
class Chart:
    """What a template draws: titles, a description for readers who can't see it, and shapes from `top` to `bottom`."""

    title: str
    description: str
    subtitle: str = ""
    legend: str = ""
    bottom: float = 0.0
    shapes: dict[str, Any] = field(default_factory=dict)

    @property
    def heading(self) -> list[Label]:
        titles = wrap(self.title, TEXT_WIDTH, 18, bold=True)
        subtitles = wrap(self.subtitle, TEXT_WIDTH, max_lines=2)
        full = self.title if " ".join(titles) != " ".join(self.title.split()) else ""
        last_title_y = 26 + 22 * (len(titles) - 1)
        return [
            *(label(text, MARGIN, 26 + 22 * row, TEXT_WIDTH, "title", full=full) for row, text in enumerate(titles)),
            *(label(text, MARGIN, last_title_y + 19 + 17 * row, TEXT_WIDTH) for row, text in enumerate(subtitles)),
        ]

    @property
    def top(self) -> float:
        """The y where the shapes may begin."""
        return self.heading[-1].y + 12

    @property
    def footer(self) -> list[Label]:
        lines = [*wrap(self.legend, TEXT_WIDTH, SMALL, max_lines=5), CREDIT]
        return [label(text, MARGIN, self.bottom + 18 + 15 * row, TEXT_WIDTH, "small") for row, text in enumerate(lines)]

    @property
    def height(self) -> int:
        return round(self.footer[-1].y + 10)

    @property
    def display_height(self) -> int:
        return round(self.height * DISPLAY_WIDTH / WIDTH)

    def show_text(self, text: str) -> None:
        """Show a line of text in place of shapes."""
        self.shapes = {"labels": [label(text, MARGIN, self.top + 14, TEXT_WIDTH)]}
        self.bottom = self.top + 22


class ChartRenderer(DerivedRenderer):
    """format=svg: each kind of chart says how it is built, and names its template."""

    media_type = "image/svg+xml"
    format = "svg"
    unsupported = {"fields": "A chart always shows the same fields."}
    headers = {"Content-Security-Policy": POLICY}
    template: str

    @abstractmethod
    def build(self, data: Any) -> Chart:
        """The chart of the data that JSON would have."""

    def render_data(self, data: Any, request: Any) -> bytes:
        return self.svg(data).encode()

    def svg(self, data: Any) -> str:
        chart = self.build(data)
        context = {"chart": chart, "style": STYLE, "width": WIDTH, "display_width": DISPLAY_WIDTH, **chart.shapes}
        return replace_non_xml(render_to_string(f"charts/{self.template}.svg", context))
