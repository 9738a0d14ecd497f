"""Charts of moves as readers asked for them: each title says what the filters say, and parts lead to lists of moves."""

from collections.abc import Collection, Mapping
from typing import Any
from urllib.parse import urlencode

from django.urls import reverse

from people.evidence import CERTAIN_CONFIDENCES
from people.filters import BalanceFilterSet, FlowFilterSet, MoveFilterSet
from people.filters.retention import RETENTION
from people.flows import Level
from people.models import Cohort, Move, MoveKind, Organization, Person, Role, Source
from talentwatch.api.parameters import read_parameters
from talentwatch.charts.flow_data import NO_LIST, MoveList
from talentwatch.charts.flows import BalanceChart, FlowChart, MoveChart
from talentwatch.charts.retention import RetentionChart
from talentwatch.phrases import format_date, format_left_for, format_span
from talentwatch.records.date_lookups import Certainty

MAX_NAMES = 3
KINDS = {
    MoveKind.DEPARTURE: "departures",
    MoveKind.INTERNAL: "internal moves",
    MoveKind.RETURN: "returns",
    MoveKind.FOUNDING: "foundings",
    MoveKind.ARRIVAL: "arrivals",
    MoveKind.MOVE: "moves to another organization",
}
ARRIVING = {MoveKind.FOUNDING, MoveKind.ARRIVAL}
BETWEEN_ORGANIZATIONS = set(MoveKind.values) - {MoveKind.INTERNAL}
NAMED = {"origin": Organization, "destination": Organization, "organization": Organization, "person": Person}
# Of the filters of a chart, those that the page of moves has too.
LIST_FILTERS = (
    *("person", "kind", "left_for", "end_reason", "confidence", "role", "source", "cohort"),
    *("certainty", "after", "before", "updated_after"),
)
PLACES = ("origin", "destination", "organization")


def moves_title(values: Mapping[str, Any], head: str = "") -> str:
    """“Moves out of Meta, 2025”, of the cleaned values of a filterset; `head` replaces “Moves out of Meta”."""
    names = {name: _names(model, values.get(name)) for name, model in NAMED.items()}
    kinds = set(values.get("kind") or ())
    if not head:
        head = "Moves" if not kinds or kinds == BETWEEN_ORGANIZATIONS else format_kinds(kinds)
        head = head[0].upper() + head[1:]
        head += f" of {names['person']}" if names["person"] else ""
        if names["origin"] and names["destination"]:
            head += f" from {names['origin']} to {names['destination']}"
        else:
            head += f" out of {names['origin']}" if names["origin"] else ""
            head += f" into {names['destination']}" if names["destination"] else ""
        head += f" out of or into {names['organization']}" if names["organization"] else ""
        if head == "Moves":
            head = "Who moves where"
    span = format_span(values.get("after"), values.get("before"))
    return ", ".join(filter(None, [head, span, *filter_details(values)]))


def format_kinds(kinds: Collection[str]) -> str:
    """“returns or foundings”."""
    return _join([words for kind, words in KINDS.items() if kind in kinds])


def filter_details(values: Mapping[str, Any]) -> list[str]:
    """“role research”, “on the list LLaMA paper authors”: what filters ask beside people, places, kinds and dates."""
    cohorts, sources = _names(Cohort, values.get("cohort")), _names(Source, values.get("source"))
    details = [
        f"role {_join([Role(role).label.lower() for role in values.get('role') or ()])}" if values.get("role") else "",
        f"left {_join([format_left_for(aim) for aim in values.get('left_for') or ()])}"
        if values.get("left_for")
        else "",
        _join([reason.replace("_", " ") for reason in values.get("end_reason") or ()]),
        f"on the list {cohorts}" if cohorts else "",
        f"by what {sources} says" if sources else "",
        _join(list(values.get("confidence") or ())),
        "certain dates only" if values.get("certainty") == Certainty.CERTAIN else "",
        "without parts" if values.get("include_descendants") is False else "",
        f"changed since {format_date(values['updated_after'].date())}" if values.get("updated_after") else "",
    ]
    return list(filter(None, details))


def _names(model: Any, pks: Any) -> str:
    if not pks:
        return ""
    if model is Source:
        names = [source.publisher or source.title or source.slug for source in model.objects.filter(pk__in=pks)]
    else:
        names = list(model.objects.filter(pk__in=pks).order_by("slug").values_list("name", flat=True))
    return _join(names) if len(names) <= MAX_NAMES else f"any of {len(names)}"


def _join(words: list[str]) -> str:
    return " or ".join(filter(None, [", ".join(words[:-1]), *words[-1:]]))


def _cleaned_values(filterset_class: Any, request: Any) -> dict[str, Any]:
    """The values of the request, which its view has checked already."""
    filterset = filterset_class(request.query_params, queryset=Move.objects.none(), request=request)
    values: dict[str, Any] = filterset.values
    return values


def _moves_page(request: Any, **filters: str) -> str:
    query = {name: request.query_params[name] for name in LIST_FILTERS if name in request.query_params} | filters
    return f"{request.build_absolute_uri(reverse('moves'))}?{urlencode(query, safe=',')}{'&' if query else ''}"


def _list_of_moves(request: Any, values: Mapping[str, Any], level: str) -> MoveList:
    """The page that lists the moves of a chart whose labs are organizations of this level."""
    places = {name: values[name] for name in PLACES if values[name]}
    asked = {pk for pks in places.values() for pk in pks}
    with_parts, organizations = values["include_descendants"] is not False, Organization.objects.published()
    slugs = dict(organizations.filter(pk__in=asked).values_list("pk", "slug")) if asked else {}
    if level == Level.GROUP:
        are_labs = not asked or (with_parts and organizations.top_level_slugs(asked).items() >= slugs.items())
    else:
        are_labs = not (asked and with_parts) or organizations.with_parts(asked) == asked
    if level == Level.GROUP and not are_labs:
        # The chart counts some parts of its labs, and a list is of one part or of all.
        return NO_LIST
    address = _moves_page(request, **({} if level == Level.GROUP else {"include_descendants": "false"}))
    return MoveList(address, {name: [slugs[pk] for pk in pks] for name, pks in places.items()}, are_labs)


def is_certain(move: Mapping[str, Any], values: Mapping[str, Any]) -> bool:
    """Whether a row of moves/ is certain in the time that the filters ask about, as PeriodCounter.is_certain counts."""
    # ISO days sort as texts.
    earliest, latest = move["date_earliest"], move["date_latest"]
    after, before = values["after"] and values["after"].earliest, values["before"] and values["before"].latest
    return (
        move["confidence"] in CERTAIN_CONFIDENCES
        and (not after or bool(earliest and earliest >= after.isoformat()))
        and (not before or bool(latest and latest <= before.isoformat()))
    )


class TitledMoveChart(MoveChart):
    """The moves of a list. Certain are those of confirmed or reported jobs on days that are surely in the time asked about."""

    def render_data(self, data: Any, request: Any) -> bytes:
        values = _cleaned_values(MoveFilterSet, request)
        rows = [{**row, "certain": int(is_certain(row, values)), "possible": 1} for row in data["results"]]
        return super().render_data({"results": rows}, request)

    def title(self, request: Any) -> str:
        return moves_title(_cleaned_values(MoveFilterSet, request))

    def move_list(self, request: Any) -> MoveList:
        return _list_of_moves(request, _cleaned_values(MoveFilterSet, request), Level.UNIT)


class TitledFlowChart(FlowChart):
    """Flows: of top-level organizations with all their parts, or of single ones."""

    def title(self, request: Any) -> str:
        return moves_title(_cleaned_values(FlowFilterSet, request))

    def move_list(self, request: Any) -> MoveList:
        values = _cleaned_values(FlowFilterSet, request)
        return _list_of_moves(request, values, values["level"] or Level.UNIT)


class TitledBalanceChart(BalanceChart):
    """Who joined and who left one organization."""

    def title(self, request: Any) -> str:
        name = Organization.objects.get(slug=request.resolver_match.kwargs["slug"]).name
        values = _cleaned_values(BalanceFilterSet, request)
        kinds = set(values["kind"] or ())
        if not kinds or kinds == BETWEEN_ORGANIZATIONS:
            return moves_title(values, f"Who joined and who left {name}")
        sides = "out of" if kinds <= {MoveKind.DEPARTURE} else "into" if kinds <= ARRIVING else "into or out of"
        words = format_kinds(kinds)
        return moves_title({**values, "kind": None}, f"{words[0].upper()}{words[1:]} {sides} {name}")

    def move_list(self, request: Any) -> MoveList:
        organization = Organization.objects.get(slug=request.resolver_match.kwargs["slug"])
        filters = {}
        if _cleaned_values(BalanceFilterSet, request)["include_descendants"] is False:
            filters["include_descendants"] = "false"
        elif organization.parent_id is None and "kind" not in request.query_params:
            # Those within it aren't counted; to or from a part alone, they are.
            filters["kind"] = ",".join(sorted(BETWEEN_ORGANIZATIONS))
        return MoveList(_moves_page(request, **filters))


class TitledRetentionChart(RetentionChart):
    """Retention, with the time that was asked for."""

    def title(self, request: Any) -> str:
        values = read_parameters(request.query_params, RETENTION)
        span = format_span(values["from"], values["to"])
        return f", {span}" if span else ""
