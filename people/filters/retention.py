"""Parameters of retention."""

from people.models import Organization
from people.retention import MAX_POINTS, Interval
from talentwatch.api.parameters import Choice, Parameter, Slugs, Span, Truth

RETENTION: dict[str, Parameter] = {
    "organization": Slugs(model=Organization, help_text="Organizations by slug, counted as one, with all their parts."),
    "include_descendants": Truth(required=False, help_text="false: the organizations alone, without their parts."),
    "from": Span(required=False, help_text="Where the span begins; with the first date that is known, unless given."),
    "to": Span(required=False, help_text="Where the span ends; with the last date that is known, unless given."),
    "interval": Choice(
        choices=Interval.values,
        required=False,
        help_text=f"From one point to the next; the finest that gives at most {MAX_POINTS}, unless given.",
    ),
}
