"""What the filters of the front page offer to choose from: the value that is asked for is always among them."""

from django.db.models import Count

from events.models import Citation, EventKind, NewsEvent
from people.models import Organization
from talentwatch.site.wording import language_words

MAX_ORGANIZATIONS = 60  # those most in the news; all others are found by name
Options = list[tuple[str, str]]  # each a value and what it is called


def kinds(asked: str | None) -> Options:
    return _with(asked, list(EventKind.choices))


def organizations(asked: str | None) -> Options:
    """Those that most public events name."""
    events = NewsEvent.objects.published()
    named = Organization.objects.published().filter(events__in=events)
    most = named.annotate(mentions=Count("events")).order_by("-mentions", "slug")[:MAX_ORGANIZATIONS]
    return _with(asked, sorted(most.values_list("slug", "name"), key=lambda pair: pair[1].casefold()))


def languages(asked: str | None) -> Options:
    """Those of the public sources of public events."""
    tags = Citation.objects.published().order_by().values_list("source__language", flat=True).distinct()
    return _with(asked, sorted(((tag, language_words(tag)) for tag in tags), key=lambda pair: pair[1]))


def _with(asked: str | None, options: Options) -> Options:
    """Several values with commas, or one that is seldom asked for, are an option of their own."""
    return options if not asked or asked in dict(options) else [*options, (asked, asked)]
