"""Parameters of the retention report."""

from people.models import Organization
from people.retention import MAX_POINTS, Interval
from talentwatch.api.parameters import (
    BooleanParameter,
    ChoiceParameter,
    Parameter,
    PartialDateParameter,
    SlugsParameter,
)

RETENTION: dict[str, Parameter] = {
    "organization": SlugsParameter(
        model=Organization, help_text="Organizations by slug, counted as one, with all their parts."
    ),
    "include_descendants": BooleanParameter(required=False, help_text="false: without the parts of the organizations."),
    "from": PartialDateParameter(required=False, help_text="Start of the span; by default the first known date."),
    "to": PartialDateParameter(required=False, help_text="End of the span; by default the last known date."),
    "interval": ChoiceParameter(
        choices=Interval.values,
        required=False,
        help_text=f"Interval between points; by default the finest that gives at most {MAX_POINTS} points.",
    ),
}
