"""The choices of the pages' filters; the current value is always among them."""

from collections import Counter

from django.db.models import Count

from events.models import Citation, EventKind, NewsEvent
from people.models import Cohort, Move, MoveKind, Organization, OrganizationKind, Role, Source
from talentwatch.phrases import format_date
from talentwatch.site.wording import language_name, source_name

MAX_ORGANIZATIONS = 60  # those most in the news; the search finds the others by name
MAX_COHORTS, MAX_SOURCES = 40, 30  # the sources that say most
Choices = list[tuple[str, str]]  # values and labels, as in Django
DIRECTIONS: Choices = [("both", "left or joined"), ("left", "left"), ("joined", "joined")]


def kinds(current: str | None) -> Choices:
    return include_current(list(EventKind.choices), current)


def organizations(current: str | None) -> Choices:
    """Those that the most public events name."""
    events = NewsEvent.objects.published()
    named = Organization.objects.published().filter(events__in=events)
    top = named.annotate(mentions=Count("events")).order_by("-mentions", "slug")[:MAX_ORGANIZATIONS]
    by_name = sorted(top.values_list("slug", "name"), key=lambda pair: pair[1].casefold())
    return include_current(by_name, current)


def languages(current: str | None) -> Choices:
    """Those of the public sources of public events."""
    tags = Citation.objects.published().order_by().values_list("source__language", flat=True).distinct()
    by_name = sorted(((tag, language_name(tag)) for tag in tags), key=lambda pair: pair[1])
    return include_current(by_name, current)


def organizations_of_moves(current: str | None) -> Choices:
    """The top-level organizations that most moves lead from or to."""
    moves = Move.objects.published().order_by()
    counts: Counter[str] = Counter()
    for column in ("origin_group", "destination_group"):
        counts.update(dict(moves.values_list(column).annotate(moves=Count("pk"))))
    ranked = sorted(counts, key=lambda slug: (-counts[slug], slug))
    top = Organization.objects.published().filter(slug__in=ranked[: MAX_ORGANIZATIONS + 1])
    by_name = sorted(top.values_list("slug", "name"), key=lambda pair: pair[1].casefold())
    return include_current(by_name, current)


def move_kinds(current: str | None) -> Choices:
    return include_current(list(MoveKind.choices), current)


def roles(current: str | None) -> Choices:
    return include_current(list(Role.choices), current)


def cohorts(current: str | None) -> Choices:
    names = Cohort.objects.published().order_by("name", "slug").values_list("slug", "name")
    return include_current(list(names[:MAX_COHORTS]), current)


def sources_of_moves(current: str | None) -> Choices:
    """The public sources that say something about the most public jobs."""
    claims = Source.objects.published().filter(claims__employment__status="published")
    top = claims.annotate(jobs=Count("claims")).order_by("-jobs", "slug")[:MAX_SOURCES]
    return include_current([(source.slug, source_label(source)) for source in top], current)


def source_label(source: Source) -> str:
    """“The Information, 12 June 2025: Meta hires …”."""
    name = source_name({"publisher": source.publisher, "link": source.url})
    label = ", ".join(filter(None, [name, format_date(source.published)]))
    return f"{label}: {source.title[:40]}" if source.title else label


def organization_kinds(current: str | None) -> Choices:
    return include_current(list(OrganizationKind.choices), current)


def countries(current: str | None) -> Choices:
    """Those of public organizations, as ISO codes."""
    codes = Organization.objects.published().exclude(country="").order_by("country")
    return include_current([(code, code) for code in codes.values_list("country", flat=True).distinct()], current)


def include_current(choices: Choices, current: str | None) -> Choices:
    # The current value may be several, separated by commas, or one beyond the limit.
    return choices if not current or current in dict(choices) else [*choices, (current, current)]
