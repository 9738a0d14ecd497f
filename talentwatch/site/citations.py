"""How to cite the page of a record: as text, as BibTeX, and as CSL-JSON, which programs for references read."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any, ClassVar

import orjson

from talentwatch.api.feeds import NAME
from talentwatch.changefeed.models import Change
from talentwatch.phrases import SHORT_MONTHS, format_date
from talentwatch.resources import record_type_of
from talentwatch.text import replace_non_xml

BIBTEX_ESCAPES = str.maketrans(
    {letter: f"\\{letter}" for letter in "&%$#_"}
    | {
        "\\": r"\textbackslash{}",
        # BibTeX counts braces, also those after a backslash.
        "{": r"\textbraceleft{}",
        "}": r"\textbraceright{}",
        "~": r"\textasciitilde{}",
        "^": r"\textasciicircum{}",
    }
)


@dataclass(frozen=True)
class SuggestedCitation:
    """The page of a record as of its latest change, which has the number `change` in the API's list of changes."""

    slug: str
    title: str
    page: str
    change: int | None
    changed: date
    accessed: date

    csl_type: ClassVar[str] = "webpage"

    @property
    def version(self) -> str:
        return f"change {self.change}" if self.change else ""

    @property
    def text(self) -> str:
        version = " of ".join(filter(None, [self.version, format_date(self.changed)]))
        return f"“{self.title}”, {NAME}, {version}, {self.page} (accessed {format_date(self.accessed)})."

    @property
    def bibtex(self) -> str:
        note = "; ".join(filter(None, [self.version, f"accessed {format_date(self.accessed)}"]))
        fields = {
            # The inner braces keep the capitals of the title, and the author's name in one piece.
            "title": f"{{{self.title.translate(BIBTEX_ESCAPES)}}}",
            "author": f"{{{NAME}}}",
            "year": str(self.changed.year),
            "month": "",
            "url": self.page,
            "urldate": self.accessed.isoformat(),
            "note": note[:1].upper() + note[1:],
        }
        lines = [f"  {name} = {{{value}}}," for name, value in fields.items() if value]
        # A month is one of BibTeX's own words, without braces.
        lines.insert(3, f"  month = {SHORT_MONTHS[self.changed.month].lower()},")
        return "\n".join([f"@misc{{{NAME}-{self.slug},", *lines, "}", ""])

    @property
    def csl(self) -> list[dict[str, Any]]:
        """Items of CSL-JSON, the citation style language's form of references."""
        item = {
            "id": f"{NAME}-{self.slug}",
            "type": self.csl_type,
            "title": self.title,
            "container-title": NAME,
            "author": [{"literal": NAME}],
            "issued": {"date-parts": [_date_parts(self.changed)]},
            "accessed": {"date-parts": [_date_parts(self.accessed)]},
            "URL": self.page,
        }
        return [item | ({"version": self.version} if self.version else {})]

    @property
    def csl_json(self) -> str:
        return orjson.dumps(self.csl, option=orjson.OPT_INDENT_2).decode() + "\n"


def cite(record: Any, page: str, day: date) -> SuggestedCitation:
    """The citation of a public record's page as somebody reads it on this day."""
    latest = Change.objects.live().filter(resource=record_type_of(type(record)).name, slug=record.slug)
    change, at = latest.values_list("pk", "at").first() or (None, record.updated_at)
    title = citation_title({"name": record.headline if hasattr(record, "headline") else record.name})
    return SuggestedCitation(record.slug, title, page, change, at.date(), day)


def citation_title(record: Mapping[str, Any]) -> str:
    """The name or the headline of a record's JSON, in one line."""
    return " ".join(replace_non_xml(record.get("headline") or record["name"]).split())


def _date_parts(day: date) -> list[int]:
    return [day.year, day.month, day.day]
