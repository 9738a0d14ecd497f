"""Parameters of retention."""

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
    "include_descendants": BooleanParameter(
        required=False, help_text="false: the organizations alone, without their parts."
    ),
    "from": PartialDateParameter(
        required=False, help_text="Where the span begins; with the first date that is known, unless given."
    ),
    "to": PartialDateParameter(
        required=False, help_text="Where the span ends; with the last date that is known, unless given."
    ),
    "interval": ChoiceParameter(
        choices=Interval.values,
        required=False,
        help_text=f"From one point to the next; the finest that gives at most {MAX_POINTS}, unless given.",
    ),
}
