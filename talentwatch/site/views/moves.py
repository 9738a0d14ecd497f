"""The page of moves: who left which organization for which, as the filters ask."""

from collections.abc import Iterable
from functools import cached_property
from http import HTTPStatus
from typing import Any

from django.http import QueryDict
from rest_framework.request import Request
from rest_framework.response import Response

from people.filters import MoveFilterSet
from people.models import Move, Organization, Person
from people.serializers import MoveSerializer
from talentwatch.api.filters import read_filters
from talentwatch.api.parameters import ChoiceParameter, SearchParameter, read_parameters
from talentwatch.api.problems import Moved
from talentwatch.site import choices
from talentwatch.site.base_views import ListPage, active_filter_links, query_without
from talentwatch.site.chart_images import flow_chart
from talentwatch.site.move_evidence import add_jobs_and_sources
from talentwatch.site.move_question import ORGANIZATION_FILTERS, MoveQuestion
from talentwatch.site.named_records import named_records
from talentwatch.site.rankings import kept_ranking

# Of the form only: they become filters of the API, so that a question has one address.
DIRECTIONS = {"left": "origin", "joined": "destination", "both": "organization"}
FORM_ONLY = ("q", "direction")
FILTER_LABELS = {
    "organization": "left or joined",
    "origin": "left",
    "destination": "joined",
    "include_descendants": "with parts",
    "left_for": "left for",
    "end_reason": "why they left",
    "certainty": "dates",
    "after": "from",
    "before": "to",
    "updated_after": "updated since",
    "ordering": "order",
}
MAX_YEARS = 10


class SameQuestion(Moved):
    """302: the same question in the spelling that is its address."""

    status_code = HTTPStatus.FOUND
    default_detail = "The same question at its own address."


class MovesPage(ListPage):
    """Who moved, with the answer in a sentence, a chart and a table."""

    template_name = "site/moves.html"
    api_name = "move-list"
    heading, counted = "Moves", "move,moves"
    form_fields = (
        "q",
        "organization",
        "direction",
        "kind",
        "end_reason",
        "role",
        "cohort",
        "source",
        "after",
        "before",
    )
    page_size = 40
    serializer_class = MoveSerializer
    filterset_class = MoveFilterSet

    @cached_property
    def queryset(self) -> Any:
        # Many are counted, which is cheaper without asking of each whether it is public.
        return Move.objects.visible_only()

    def parameter_names(self) -> Iterable[str]:
        return [*super().parameter_names(), *FORM_ONLY]

    def check_parameters(self, request: Request) -> None:
        super().check_parameters(request)
        params = request.query_params
        form_only = {
            "q": SearchParameter(required=False),
            "direction": ChoiceParameter(choices=DIRECTIONS, required=False),
        }
        direction = read_parameters(params, form_only)["direction"]
        if direction:
            organization = params.get("organization")
            sides = {"organization": None, DIRECTIONS[direction]: organization} if organization else {}
            # The form always sends a direction: a name that is typed there must be looked for all the same.
            raise SameQuestion(self._address(params, **sides, q=params.get("q") or None))

    def get(self, request: Request) -> Response:
        words = request.query_params.get("q", "")
        models: dict[str, Any] = {"person": Person, "organization": Organization}
        self.named = {name: named_records(model, words) for name, model in models.items()}
        if len(matching := self._links("matching")) == 1:
            raise SameQuestion(matching[0][0])
        return super().get(request)

    @property
    def canonical_url(self) -> str:
        """With the filters, since each question is a page of its own, but not with the place in the list."""
        filters = QueryDict(mutable=True)
        filters.update(dict(sorted(self.request.query_params.dict().items())))
        return self.request.build_absolute_uri(self._address(filters, ordering=None))

    def card_texts(self, request: Request) -> tuple[str, str]:
        question = MoveQuestion(read_filters(request, self.queryset, self))
        return question.title, question.short_answer()

    def get_context(self, params: QueryDict) -> dict[str, Any]:
        question = MoveQuestion(self.filterset)
        add_jobs_and_sources(self.rows)
        side = next((name for name in DIRECTIONS.values() if name in params), "organization")
        filters = self._filters()
        flows: dict[str, Any] = {
            name: value for name, value in params.dict().items() if name not in ("cursor", "ordering", *FORM_ONLY)
        }
        return {
            "question": question.title,
            "answer": question.answer(),
            "chart": flow_chart(
                f"{question.title} The sentences above and the table below say the same.",
                {"rows": self.rows, "more": len(self.rows) == self.page_size},
                **flows,
                level=question.level,
            ),
            "years": self._years(params),
            "any_time": self._address(params, after=None, before=None),
            "query": query_without(params, "cursor", *FORM_ONLY),
            "filters": filters,
            "hidden_filters": [each for each in filters if each["name"] not in (*self.form_fields, side)],
            "asked_organization": params.get(side),
            "directions": [(value, label, DIRECTIONS[value] == side) for value, label in choices.DIRECTIONS],
            "organizations": choices.organizations_of_moves(params.get(side)),
            "kinds": choices.move_kinds(params.get("kind")),
            "end_reasons": choices.end_reasons(params.get("end_reason")),
            "roles": choices.roles(params.get("role")),
            "cohorts": choices.cohorts(params.get("cohort")),
            "sources": choices.sources_of_moves(params.get("source")),
            "matching": self._links("matching"),
            "similar": self._links("similar"),
            "by_person": self._address(params, ordering="slug"),
            "by_date": self._address(params, ordering="date" if self._ordering == "-date" else "-date"),
            "ordering": self._ordering,
            # Search engines find the questions that many ask, not every combination of filters.
            "is_indexed": not params.keys() - {*ORGANIZATION_FILTERS, "after", "before"},
        }

    @property
    def _ordering(self) -> str:
        return self.request.query_params.get("ordering", self.filterset_class.ordering)

    def _address(self, params: QueryDict, **values: str | None) -> str:
        """This page with these parameters, or without those that are None; on its first page."""
        query = params.copy()
        for name in ("cursor", *FORM_ONLY, *values):
            query.pop(name, None)
        query.update({name: value for name, value in values.items() if value is not None})
        return "?".join(filter(None, [self.request.path, query.urlencode()]))

    def _years(self, params: QueryDict) -> list[tuple[int, str, bool]]:
        """The latest years with moves, each with the address of the same question about it."""
        bounds = {params.get("after"), params.get("before")}
        return [
            (year, self._address(params, after=str(year), before=str(year)), bounds == {str(year)})
            for year in kept_ranking("years of moves", _latest_years)
        ]

    def _links(self, sort: str) -> list[tuple[str, Any]]:
        """The named records, each with the address of the same question about its moves."""
        return [
            (self._about(name, record), record)
            for name, named in self.named.items()
            for _, record in getattr(named, sort)
        ]

    def _about(self, name: str, record: Any) -> str:
        others = dict.fromkeys(ORGANIZATION_FILTERS) if name == "organization" else {}
        return self._address(self.request.query_params, **{**others, name: record.slug})

    def _filters(self) -> list[dict[str, str]]:
        """The filters in use, with names in place of slugs."""
        return [
            {
                **each,
                "label": FILTER_LABELS.get(each["name"], each["name"]),
                "shown": each["shown"].replace("_", " "),
            }
            for each in active_filter_links(self.request, self.filter_names)
            if each["name"] not in FORM_ONLY
        ]


def _latest_years() -> list[int]:
    latest = Move.objects.visible_only().dates("date_latest", "year", order="DESC")[:MAX_YEARS]
    return [day.year for day in latest]
