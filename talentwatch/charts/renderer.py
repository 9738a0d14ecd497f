"""Charts as SVG: each draws the JSON of an address as one self-contained image, which any page or press can show."""

from abc import abstractmethod
from base64 import b64encode
from dataclasses import dataclass, field
from datetime import date
from hashlib import sha256
from pathlib import Path
from typing import Any

from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import timezone

from talentwatch.api.parameters import ChoiceParameter, read_parameters
from talentwatch.api.renderers import DerivedRenderer
from talentwatch.charts.flow_data import NO_LIST, MoveList
from talentwatch.charts.text_metrics import SMALL, Label, label, wrap
from talentwatch.phrases import format_date
from talentwatch.text import replace_non_xml

# In CSS pixels: no text is smaller than 12 where a chart is as wide as that. The first is the default.
WIDTHS = (360, 560, 800)
MARGIN = 12
MIN_DISPLAY_WIDTH = 540  # unless the page sets another
TITLE_HEIGHT, SUBTITLE_HEIGHT, LINE_HEIGHT = 22, 17, 16
CREDIT = "Data: talentwatch, CC BY 4.0 · {}"
STYLE = (Path(__file__).parent / "chart.css").read_text(encoding="utf-8")
POLICY = (
    "default-src 'none'; frame-ancestors 'none'; base-uri 'none'; sandbox; "
    f"style-src 'sha256-{b64encode(sha256(STYLE.encode()).digest()).decode()}'"
)


class WidthParameter(ChoiceParameter):
    """One of the widths, as a pattern in OpenAPI: typed clients have no names for numbers."""

    def __init__(self, **options: Any) -> None:
        super().__init__(choices=map(str, WIDTHS), **options)
        self.schema = {"type": "string", "pattern": f"^({'|'.join(self.choices)})$"}


WIDTH_PARAMETER = WidthParameter(
    required=False,
    help_text=f"With format=svg: lay the chart out for this width in pixels; {WIDTHS[0]} by default, which suits every screen.",
)


@dataclass(frozen=True)
class Frame:
    """What a chart depends on beside its data: the day, its width, what was asked, and where the site is."""

    today: date
    width: int = WIDTHS[0]
    title: str = ""  # if the filters of the request say more than the data
    site: str = ""  # the address in front of those of its pages
    slug: str = ""  # of the record that the address names
    move_list: MoveList = NO_LIST

    @property
    def right(self) -> int:
        return self.width - MARGIN

    @property
    def text_width(self) -> int:
        return self.width - 2 * MARGIN

    @property
    def display_width(self) -> int:
        return max(self.width, MIN_DISPLAY_WIDTH)

    def page(self, name: str, slug: str) -> str:
        """The address of the page of a record."""
        return self.site + reverse(name, args=[slug])


@dataclass
class Chart:
    """What a template draws: titles, a description for readers who can't see it, and shapes from `top` to `bottom`."""

    frame: Frame
    title: str
    description: str
    subtitle: str = ""
    legend: str = ""
    bottom: float = 0.0
    shapes: dict[str, Any] = field(default_factory=dict)

    @property
    def heading(self) -> list[Label]:
        width = self.frame.text_width
        titles = wrap(self.title, width, 18, bold=True)
        subtitles = wrap(self.subtitle, width, max_lines=3)
        full = self.title if " ".join(titles) != " ".join(self.title.split()) else ""
        last_title_y = 26 + TITLE_HEIGHT * (len(titles) - 1)
        return [
            *(
                label(text, MARGIN, 26 + TITLE_HEIGHT * row, width, "title", full=full)
                for row, text in enumerate(titles)
            ),
            *(
                label(text, MARGIN, last_title_y + 20 + SUBTITLE_HEIGHT * row, width)
                for row, text in enumerate(subtitles)
            ),
        ]

    @property
    def top(self) -> float:
        """The y where the shapes may begin."""
        return self.heading[-1].y + 12

    @property
    def footer(self) -> list[Label]:
        width = self.frame.text_width
        credit = CREDIT.format(format_date(self.frame.today))
        lines = [*wrap(self.legend, width, SMALL, max_lines=7), credit]
        return [
            label(text, MARGIN, self.bottom + 20 + LINE_HEIGHT * row, width, "small") for row, text in enumerate(lines)
        ]

    @property
    def height(self) -> int:
        return round(self.footer[-1].y + 12)

    @property
    def display_height(self) -> int:
        return round(self.height * self.frame.display_width / self.frame.width)

    def show_text(self, text: str) -> None:
        """Show a line of text in place of shapes."""
        self.shapes = {"labels": [label(text, MARGIN, self.top + 14, self.frame.text_width)]}
        self.bottom = self.top + 22


class ChartRenderer(DerivedRenderer):
    """format=svg: each kind of chart says how it is built, and names its template."""

    media_type = "image/svg+xml"
    format = "svg"
    parameters = {"width": WIDTH_PARAMETER}
    unsupported = {"fields": "A chart always shows the same fields."}
    headers = {"Content-Security-Policy": POLICY}
    template: str

    @abstractmethod
    def build(self, data: Any, frame: Frame) -> Chart:
        """The chart of the data that JSON would have."""

    def title(self, request: Any) -> str:
        """What was asked, if the data don't say it."""
        return ""

    def move_list(self, request: Any) -> MoveList:
        """The page that lists the moves that the chart counts, with the filters of the request."""
        return NO_LIST

    def render_data(self, data: Any, request: Any) -> bytes:
        width = read_parameters(request.query_params, self.parameters)["width"]
        frame = Frame(
            today=timezone.now().date(),
            width=int(width or WIDTHS[0]),
            title=self.title(request),
            site=request.build_absolute_uri("/").rstrip("/"),
            slug=request.resolver_match.kwargs.get("slug", ""),
            move_list=self.move_list(request),
        )
        return self.svg(data, frame).encode()

    def svg(self, data: Any, frame: Frame) -> str:
        chart = self.build(data, frame)
        context = {"chart": chart, "frame": frame, "style": STYLE, "margin": MARGIN, **chart.shapes}
        return replace_non_xml(render_to_string(f"charts/{self.template}.svg", context))
