"""group_by: how many rows of a list have each value of a filter, or lie in each year."""

from collections import Counter
from typing import Any

from django.db.models import Count, Exists, F, Model, OuterRef
from django.http import QueryDict

from talentwatch.api.counting import count_public_by, largest_groups, public_rows
from talentwatch.api.filters import ChoicesFilter, StrictFilterSet
from talentwatch.api.joins import to_many_joins
from talentwatch.api.paging import LIST_PARAMETERS
from talentwatch.api.parameters import ChoiceParameter, read_parameters
from talentwatch.api.problems import BadParameters
from talentwatch.api.serializers import ReferenceSerializer
from talentwatch.records.querysets import except_rows

MAX_GROUPS = 200
YEAR = "year"
NOT_WITH_GROUPS = (*LIST_PARAMETERS, "fields", "expand")


def read_group_by(query: QueryDict, filterset: type[StrictFilterSet], format_name: str) -> str | None:
    """The name to group by, None for a plain list. Raises BadParameters."""
    names = filterset.groupings()
    parameter = {"group_by": ChoiceParameter(choices=names, required=False)} if names else {}
    group_by: str | None = read_parameters(query, parameter).get("group_by")
    if group_by and (others := [name for name in NOT_WITH_GROUPS if name in query]):
        raise BadParameters(dict.fromkeys(others, "Groups take filters only."))
    if group_by and format_name != "json":
        raise BadParameters({"format": "Accepted with group_by: json."})
    return group_by


def count_groups(group_by: str, filterset: Any) -> dict[str, Any]:
    """The groups of a valid filterset over rows_to_count(): years in their order, others with the largest first."""
    if group_by == YEAR:
        return {"group_by": group_by, "groups": _years(filterset.qs, filterset.dates[0])}
    rows, path, counted = filterset.grouped_rows(group_by)
    if isinstance(filterset.base_filters[group_by], ChoicesFilter):
        groups = [
            {"value": value or None, "name": value.replace("_", " ").capitalize() if value else None, "count": count}
            for value, count in _largest(rows, path, counted)
        ]
    else:
        groups = _records(rows, path, counted, filterset.base_filters[group_by].extra["model"])
    return {"group_by": group_by, "groups": groups}


def _largest(rows: Any, path: str, counted: str) -> list[tuple[Any, int]]:
    # What may be joined twice is counted apart, which takes several times as long.
    if counted == "pk" and not to_many_joins(rows.values_list(path)):
        return largest_groups(rows, path, MAX_GROUPS)
    counts = public_rows(rows).order_by().values_list(path).annotate(size=Count(counted, distinct=True))
    return list(counts.order_by("-size", F(path).asc(nulls_last=True))[:MAX_GROUPS])


def _records(rows: Any, path: str, counted: str, model: type[Model]) -> list[dict[str, Any]]:
    """Groups by public records; null are rows without any."""
    manager: Any = model._default_manager
    public = manager.published()
    sizes = _largest(rows, path, counted)
    records = public.named() if hasattr(public, "named") else public
    named = records.in_bulk([pk for pk, _ in sizes if pk])
    # A public row may name a hidden record, such as a list that its person is on; one may come after the last group.
    may_be_more = len(sizes) == MAX_GROUPS and None in dict(sizes)
    if may_be_more or any(pk not in named for pk, _ in sizes if pk):
        sizes = _sizes_of_public(rows, path, counted, public)
        named = records.in_bulk([pk for pk, _ in sizes if pk])
    groups = []
    for pk, count in sizes:
        reference = ReferenceSerializer(named[pk]).data if pk else {"slug": None, "name": None}
        groups.append({"value": reference["slug"], "name": reference["name"], "count": count})
    return groups


def _sizes_of_public(rows: Any, path: str, counted: str, public: Any) -> list[tuple[Any, int]]:
    """The same where a hidden record is none: readers can't tell a row that names one from a row that names nothing."""
    hidden = except_rows(public.model._base_manager.all(), public)
    shown = rows.filter(~Exists(hidden.filter(pk=OuterRef(path))), **{f"{path}__isnull": False})
    # An event counts as one that names nobody on a list as soon as one of its people is on none.
    steps, owner = path.split("__"), rows.model
    for step in steps[:-2]:
        owner = owner._meta.get_field(step).related_model
    naming = owner._base_manager.filter(**{f"{'__'.join(steps[-2:])}__in": public.values("pk")})
    nameless = public_rows(rows).filter(~Exists(naming.filter(pk=OuterRef("__".join(steps[:-2]) or "pk"))))
    none = nameless.aggregate(size=Count(counted, distinct=True))["size"]
    sizes = [*_largest(shown, path, counted), *([(None, none)] if none else [])]
    return sorted(sizes, key=lambda group: -group[1])[:MAX_GROUPS]


def _years(rows: Any, date: str) -> list[dict[str, Any]]:
    """A vague date counts as possible in each year that it may lie in; null are those without both bounds."""
    # By day: there are few, and databases take longer to say the year of each row than to count the rows.
    bounds = [f"{date}_{bound}" for bound in ("earliest", "latest")]
    certain: Counter[int | None] = Counter()
    possible: Counter[int | None] = Counter()
    for (first, last), count in count_public_by(rows, *bounds).items():
        if first is None or last is None:
            possible[None] += count
            continue
        for year in range(first.year, last.year + 1):
            possible[year] += count
        if first.year == last.year:
            certain[first.year] += count
    return [
        {"value": year, "name": year and str(year), "certain": certain[year], "possible": possible[year]}
        for year in sorted(+possible, key=lambda year: (year is None, year or 0))[-MAX_GROUPS:]
    ]
