"""The choices of the pages' filters; the current value is always among them."""

from collections import Counter

from django.db.models import Count, Exists

from events.models import Citation, EventKind, EventOrganization
from people.models import Claim, Cohort, EndReason, Move, MoveKind, Organization, OrganizationKind, Role, Source
from talentwatch.phrases import format_date
from talentwatch.records.distinct import distinct_values
from talentwatch.site.rankings import kept_ranking
from talentwatch.site.wording import language_name, source_name

MAX_ORGANIZATIONS = 60  # those most in the news; the search finds the others by name
MAX_COHORTS, MAX_SOURCES = 40, 30  # the sources that say most
Choices = list[tuple[str, str]]  # values and labels, as in Django
DIRECTIONS: Choices = [("both", "left or joined"), ("left", "left"), ("joined", "joined")]


def kinds(current: str | None) -> Choices:
    return include_current(list(EventKind.choices), current)


def organizations(current: str | None) -> Choices:
    """Those that the most public events name."""
    return include_current(_by_name(kept_ranking("organizations in events", _most_mentioned)), current)


def _most_mentioned() -> list[str]:
    links = EventOrganization.objects.published().order_by().values_list("organization__slug")
    ranked = links.annotate(mentions=Count("pk")).order_by("-mentions", "organization__slug")
    return [slug for slug, _ in ranked[:MAX_ORGANIZATIONS]]


def _by_name(slugs: list[str]) -> Choices:
    """The organizations that are public, by name."""
    named = Organization.objects.published().filter(slug__in=slugs).values_list("slug", "name")
    return sorted(named, key=lambda pair: pair[1].casefold())


def languages(current: str | None) -> Choices:
    """Those of the public sources of public events."""
    languages = distinct_values(Source, "language")
    # Of each language one citation is enough, and is found at once.
    cited = {
        f"language_{place}": Exists(Citation.objects.published().filter(source__language=tag))
        for place, tag in enumerate(languages)
    }
    is_cited = Source.objects.order_by("pk").annotate(**cited).values(*cited).first() if cited else None
    tags = [tag for place, tag in enumerate(languages) if is_cited and is_cited[f"language_{place}"]]
    by_name = sorted(((tag, language_name(tag)) for tag in tags), key=lambda pair: pair[1])
    return include_current(by_name, current)


def organizations_of_moves(current: str | None) -> Choices:
    """The top-level organizations that most moves lead from or to."""
    return include_current(_by_name(kept_ranking("organizations in moves", _most_moves)), current)


def _most_moves() -> list[str]:
    moves = Move.objects.visible_only().order_by()
    counts: Counter[str] = Counter()
    for column in ("origin_group", "destination_group"):
        counts.update(dict(moves.values_list(column).annotate(moves=Count("pk"))))
    # One more, because moves from or to places that nobody knows have a group of their own.
    return sorted(counts, key=lambda slug: (-counts[slug], slug))[: MAX_ORGANIZATIONS + 1]


def move_kinds(current: str | None) -> Choices:
    return include_current(list(MoveKind.choices), current)


def end_reasons(current: str | None) -> Choices:
    return include_current(list(EndReason.choices), current)


def roles(current: str | None) -> Choices:
    return include_current(list(Role.choices), current)


def cohorts(current: str | None) -> Choices:
    names = Cohort.objects.published().order_by("name", "slug").values_list("slug", "name")
    return include_current(list(names[:MAX_COHORTS]), current)


def sources_of_moves(current: str | None) -> Choices:
    """The public sources that say something about the most public jobs."""
    slugs = kept_ranking("sources of moves", _most_jobs)
    sources = Source.objects.published().filter(slug__in=slugs)
    top = sorted(sources, key=lambda source: slugs.index(source.slug))
    return include_current([(source.slug, source_label(source)) for source in top], current)


def _most_jobs() -> list[str]:
    # An index counts all claims, and with those of drafts hardly any other sources come first.
    ranked = Claim.objects.order_by().values_list("source").annotate(claims=Count("*")).order_by("-claims", "source")
    candidates = [source for source, _ in ranked[: 3 * MAX_SOURCES]]
    claims = Source.objects.published().filter(pk__in=candidates, claims__employment__status="published")
    top = claims.annotate(jobs=Count("claims")).order_by("-jobs", "slug")[:MAX_SOURCES]
    return list(top.values_list("slug", flat=True))


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
