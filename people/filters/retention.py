"""Parameters of retention."""

from people.models import Organization
from people.retention import Interval
from talentwatch.api.parameters import Choice, Parameter, Slugs, Span, Truth

RETENTION: dict[str, Parameter] = {
    "organization": Slugs(model=Organization),
    "include_descendants": Truth(required=False),
    "from": Span(required=False),
    "to": Span(required=False),
    "interval": Choice(choices=Interval.values, required=False),
}
