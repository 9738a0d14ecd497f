"""Tables that other sites show in a frame: a career, a cohort, moves. They have no script, no form and no cookie."""

from abc import abstractmethod
from collections.abc import Collection, Iterable, Mapping
from typing import Any, ClassVar

from csp.decorators import csp_replace
from django.conf import settings
from django.urls import reverse
from django.views.decorators.clickjacking import xframe_options_exempt
from rest_framework.request import Request
from rest_framework.response import Response

from people.filters import MoveFilterSet
from people.models import Cohort, Employment, Move, Person
from people.serializers import EmploymentSerializer, MoveSerializer
from talentwatch.api.filters import read_filters
from talentwatch.api.paging import KeysetPagination
from talentwatch.api.stored_rows import document_data, read_rows, select_documents
from talentwatch.api.views import missing_record_error
from talentwatch.phrases import format_short_date, format_short_period, format_whereabouts
from talentwatch.site.base_views import PageView
from talentwatch.site.cohorts import Membership

FRAMED = {**settings.CONTENT_SECURITY_POLICY["DIRECTIVES"], "frame-ancestors": ["*"]}
MAX_ROWS = 100
Cell = list[tuple[str, str]]  # texts, each with the address that it links to, if any


def text_cell(text: str) -> Cell:
    return [(text, "")] if text else []


def record_cell(page: str, record: Mapping[str, Any] | None, otherwise: str = "") -> Cell:
    """A reference of the API as a link to its page."""
    if record is None:
        return text_cell(otherwise)
    return [(record["name"], reverse(page, kwargs={"slug": record["slug"]}))]


class FramedView(PageView):
    """A table that any site may frame. That is safe: anybody may read what is on it, and there is nothing to press."""

    template_name = "site/embed.html"

    def parameter_names(self) -> Iterable[str]:
        return ()

    @classmethod
    def as_view(cls, **options: Any) -> Any:
        return xframe_options_exempt(csp_replace(FRAMED)(super().as_view(**options)))

    def table(self, title: str, page: str, columns: tuple[str, ...], rows: list[list[Cell]]) -> Response:
        """The answer; `page` is the path of the page that shows more."""
        return Response(
            {
                "title": title,
                "page": self.request.build_absolute_uri(page),
                "columns": columns,
                "rows": rows[:MAX_ROWS],
                "more": len(rows) > MAX_ROWS,
            }
        )


class RecordTable(FramedView):
    """The table of one record."""

    model: ClassVar[Any]

    def get(self, request: Request, slug: str) -> Response:
        record = self.model.objects.published().filter(slug=slug).first()
        if not record:
            raise missing_record_error(self.model, request, slug)
        return self.table_of(record)

    @abstractmethod
    def table_of(self, record: Any) -> Response:
        """The answer for a public record."""


class CareerTable(RecordTable):
    """The jobs of a person."""

    model = Person

    def table_of(self, record: Any) -> Response:
        jobs = Employment.objects.published().filter(person=record).in_order_of_time()
        rows = read_rows(jobs, EmploymentSerializer, self.request, MAX_ROWS + 1)
        return self.table(
            f"The career of {record.name}",
            reverse("person", kwargs={"slug": record.slug}),
            ("Organization", "Position", "When", "Confidence"),
            [
                [
                    record_cell("organization", job["organization"]),
                    text_cell(job["title"] or ""),
                    text_cell(format_short_period(job)),
                    text_cell(job["confidence"]),
                ]
                for job in rows
            ],
        )


class CohortTable(RecordTable):
    """The members of a cohort, and where each of them is."""

    model = Cohort

    def table_of(self, record: Any) -> Response:
        membership = Membership(record)
        jobs = read_rows(membership.current_employments(), EmploymentSerializer, self.request)
        rows = [
            [
                record_cell("person", member["person"], "not public"),
                [cell for job in member["jobs"] for cell in record_cell("organization", job["organization"])]
                or text_cell("" if member["person"] is None else "unknown"),
                text_cell(
                    "; ".join(format_short_date(job["verified_on"]) for job in member["jobs"] if job["verified_on"])
                ),
            ]
            for member in membership.members(jobs)["rows"]
        ]
        page = reverse("cohort", kwargs={"slug": record.slug})
        return self.table(record.name, page, ("Person", "Now at", "Last reported there"), rows)


class MovesTable(FramedView):
    """Moves, by the filters and in the order of the API's list."""

    queryset = Move.objects.published()
    filterset_class = MoveFilterSet
    api_only = ("count", "cursor", "expand", "fields", "format", "group_by", "page_size")

    def parameter_names(self) -> Iterable[str]:
        return [name for name in self.filterset_class.parameter_names() if name not in self.api_only]

    def list_parameter_names(self) -> Collection[str]:
        return self.filterset_class.list_parameter_names()

    def get(self, request: Request) -> Response:
        moves = select_documents(read_filters(request, self.queryset, self).qs, MoveSerializer)
        pages = KeysetPagination()
        rows = pages.rows_beyond(moves, pages.ordering(self), None, MAX_ROWS + 1)
        query = request.query_params.urlencode()
        return self.table(
            "Moves between AI labs",
            "?".join(filter(None, [reverse("moves"), query])),
            ("Person", "From", "To", "When", "Confidence"),
            [
                [
                    record_cell("person", move["person"]),
                    record_cell("organization", move["origin"], "unknown"),
                    record_cell("organization", move["destination"], format_whereabouts(move) or "unknown"),
                    text_cell(format_short_date(move["date"])),
                    text_cell(move["confidence"]),
                ]
                for move in (document_data(row, request) for row in rows if row.document_row)
            ],
        )
