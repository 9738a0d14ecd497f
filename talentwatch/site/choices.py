"""The choices of the front page's filters; the current value is always among them."""

from django.db.models import Count

from events.models import Citation, EventKind, NewsEvent
from people.models import Organization
from talentwatch.site.wording import language_name

MAX_ORGANIZATIONS = 60  # those most in the news; the search finds the others by name
Choices = list[tuple[str, str]]  # values and labels, as in Django


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


def include_current(choices: Choices, current: str | None) -> Choices:
    # The current value may be several, separated by commas, or one beyond the limit.
    return choices if not current or current in dict(choices) else [*choices, (current, current)]
