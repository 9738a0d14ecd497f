"""URL parameters of people's resources, each a word of a QuerySet."""

from collections.abc import Iterable
from typing import Any, ClassVar

from people.flows import BY_PAIR, LARGEST_FIRST, Asked, Balances, Flows, Level, Period
from people.models import (
    Cohort,
    Confidence,
    Employment,
    EndState,
    Move,
    MoveKind,
    Organization,
    OrganizationKind,
    Person,
    Role,
    Source,
    SourceKind,
    Stance,
)
from people.retention import Interval
from talentwatch.api.filters import (
    AfterFilter,
    BeforeFilter,
    CertaintyFilter,
    ChoicesFilter,
    DayFilter,
    DescendantsFilter,
    LanguageFilter,
    Modifier,
    RecordFilter,
    SearchFilter,
    StrictFilter,
    StrictFilterSet,
    TruthFilter,
    ValuesFilter,
)
from talentwatch.api.parameters import Choice, Parameter, Slugs, Span, Truth, Values, any_of
from talentwatch.api.problems import BadParameters
from talentwatch.text import publisher_key


class OrganizationFilter(RecordFilter):
    """An organization and all its parts; it alone with include_descendants=false."""

    def __init__(self, **options: Any) -> None:
        super().__init__(Organization, **options)

    def narrow(self, rows: Any, value: Any) -> Any:
        return super().narrow(rows, meant(value, self.parent.form.cleaned_data["include_descendants"]))


class UnitFilter(OrganizationFilter):
    """An organization and all its parts; it alone with include_descendants=false."""

    def narrow(self, rows: Any, value: Any) -> Any:
        """By the slugs that moves keep of their ends, where the indexes of flows have them."""
        pks = meant(value, self.parent.form.cleaned_data["include_descendants"])
        return rows.filter(**{f"{self.field_name}__in": slugs_of(pks)})


def meant(organizations: Iterable[int], include_descendants: bool | None) -> Iterable[int]:  # noqa: FBT001 as it is asked for
    """These organizations, with all their parts unless told otherwise."""
    return organizations if include_descendants is False else Organization.objects.published().with_parts(organizations)


def slugs_of(organizations: Iterable[int]) -> list[str]:
    return list(Organization.objects.filter(pk__in=organizations).values_list("slug", flat=True))


class CohortFilter(RecordFilter):
    """People who are on a list."""

    def __init__(self, path: str = "") -> None:
        super().__init__(Cohort, field_name=f"{path}memberships__cohort")


class Publishers(Values):
    """Names of publishers, as the keys they are compared by."""

    def __init__(self, **options: Any) -> None:
        super().__init__(pattern="[^,]+", accepted="names of publishers", **options)
        self.schema = any_of({"type": "string", "format": "publisher"})

    def to_python(self, value: str | None) -> list[str] | None:
        names = super().to_python(value)
        keys = names and [publisher_key(name) for name in names]
        if keys and not all(keys):
            raise self.refusal()
        return keys


class PublisherFilter(StrictFilter):
    """Publishers, however they are spelt; leave out the commas in a name."""

    field_class = Publishers

    def __init__(self) -> None:
        super().__init__(field_name="publisher_key", lookup_expr="in")


class ConflictFilter(TruthFilter):
    """Claims that can't, or can, be true together with the desk's conclusion."""

    def narrow(self, rows: Any, value: Any) -> Any:
        return rows.in_conflict(value)


class PersonFilterSet(StrictFilterSet):
    """What is asked of jobs must hold for one and the same published job."""

    JOB = ("organization", "role", "on")

    q = SearchFilter()
    organization = OrganizationFilter(field_name="organization")
    include_descendants = DescendantsFilter()
    role = ChoicesFilter(Role.values)
    cohort = CohortFilter()
    on = DayFilter()
    certainty = CertaintyFilter()

    def filter_queryset(self, queryset: Any) -> Any:
        values = self.form.cleaned_data
        asked = [name for name in self.JOB if values[name] is not None]
        jobs = Employment.objects.published()
        for name in asked:
            jobs = self.filters[name].filter(jobs, values[name])
        for name in values.keys() - set(self.JOB):
            queryset = self.filters[name].filter(queryset, values[name])
        return queryset.filter(pk__in=jobs.values("person")) if asked else queryset


class OrganizationFilterSet(StrictFilterSet):
    dates = ("founded", "dissolved")

    q = SearchFilter()
    kind = ChoicesFilter(OrganizationKind.values)
    parent = RecordFilter(Organization)
    country = ValuesFilter("[A-Z]{2}", "ISO 3166-1 alpha-2 codes such as US or FR")


class EmploymentFilterSet(StrictFilterSet):
    dates = ("start", "end")

    person = RecordFilter(Person)
    organization = OrganizationFilter(field_name="organization")
    include_descendants = DescendantsFilter()
    role = ChoicesFilter(Role.values)
    end_state = ChoicesFilter(EndState.values)
    confidence = ChoicesFilter(Confidence.values)
    has_conflict = TruthFilter()
    cohort = CohortFilter("person__")
    on = DayFilter()
    certainty = CertaintyFilter()
    started_after = AfterFilter()
    started_before = BeforeFilter()
    ended_after = AfterFilter()
    ended_before = BeforeFilter()


class ClaimFilterSet(StrictFilterSet):
    dates = ("start", "end")

    employment = RecordFilter(Employment)
    person = RecordFilter(Person, field_name="employment__person")
    organization = OrganizationFilter(field_name="employment__organization")
    include_descendants = DescendantsFilter()
    source = RecordFilter(Source)
    stance = ChoicesFilter(Stance.values)
    language = LanguageFilter(field_name="source__language")
    cohort = CohortFilter("employment__person__")
    has_conflict = ConflictFilter()


class MoveFilterSet(StrictFilterSet):
    ordering = "-date"
    dates: ClassVar[tuple[str, ...]] = ("date",)

    person = RecordFilter(Person)
    origin = UnitFilter(field_name="origin_unit")
    destination = UnitFilter(field_name="destination_unit")
    include_descendants = DescendantsFilter()
    kind = ChoicesFilter(MoveKind.values)
    confidence = ChoicesFilter(Confidence.values)
    cohort = CohortFilter("person__")
    certainty = CertaintyFilter()
    after = AfterFilter()
    before = BeforeFilter()


class LevelFilter(Modifier):
    """unit: by the organizations themselves (the default). group: by their top-level ones, without moves within one."""

    field_class = Choice

    def __init__(self) -> None:
        super().__init__(choices=Level.values)


class PeriodFilter(Modifier):
    """By all time in one (the default), by year or by month."""

    field_class = Choice

    def __init__(self) -> None:
        super().__init__(choices=Period.values)


class CountedFilterSet(StrictFilterSet):
    """What is asked of the moves that are counted, and by what period they are."""

    @property
    def asked(self) -> Asked:
        """Raises BadParameters where the span turns back."""
        values = self.form.cleaned_data
        after, before = values["after"] and values["after"].earliest, values["before"] and values["before"].latest
        if after and before and before < after:
            raise BadParameters({"after": f"Accepted: a date before {before}, where the span ends."})
        return Asked(values["period"] or Period.ALL, after, before)


class FlowFilterSet(MoveFilterSet, CountedFilterSet):
    ordering = BY_PAIR
    orderings = (BY_PAIR, LARGEST_FIRST)
    dates: ClassVar[tuple[str, ...]] = ()

    level = LevelFilter()
    period = PeriodFilter()

    def filter_queryset(self, queryset: Any) -> Any:
        level = self.form.cleaned_data["level"] or Level.UNIT
        return Flows(super().filter_queryset(queryset), level, self.asked)


class BalanceFilterSet(CountedFilterSet):
    """Of the moves to and from the one organization that the queryset holds."""

    ordering = "period"
    orderings = ("period",)

    include_descendants = DescendantsFilter()
    kind = ChoicesFilter(MoveKind.values)
    confidence = ChoicesFilter(Confidence.values)
    cohort = CohortFilter("person__")
    certainty = CertaintyFilter()
    after = AfterFilter()
    before = BeforeFilter()
    period = PeriodFilter()

    def filter_queryset(self, queryset: Any) -> Any:
        pks = meant([one.pk for one in queryset], self.form.cleaned_data["include_descendants"])
        return Balances(super().filter_queryset(Move.objects.all()), slugs_of(pks), self.asked)


RETENTION: dict[str, Parameter] = {
    "organization": Slugs(model=Organization),
    "include_descendants": Truth(required=False),
    "from": Span(required=False),
    "to": Span(required=False),
    "interval": Choice(choices=Interval.values, required=False),
}


class SourceFilterSet(StrictFilterSet):
    dates = ("published",)

    q = SearchFilter()
    publisher = PublisherFilter()
    language = LanguageFilter(field_name="language")
    kind = ChoicesFilter(SourceKind.values)
    certainty = CertaintyFilter()
    after = AfterFilter()
    before = BeforeFilter()


class CohortFilterSet(StrictFilterSet):
    q = SearchFilter()
    person = RecordFilter(Person, field_name="members__person")
    source = RecordFilter(Source)
