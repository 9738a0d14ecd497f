"""What an Employment and a Claim have in common: a title, a start and an end."""

from django.db import models
from django.db.models import CheckConstraint, F, Q, TextChoices

from people.evidence import EndState
from talentwatch.records.fields import (
    PartialDateAttribute,
    SingleLineField,
    bounds_in_calendar,
    bounds_in_order,
    date_bound,
    one_of,
)

# What a model with a tenure declares of dates that have happened.
TENURE_HAPPENED_IF = {
    "start": ("end_state", (EndState.ONGOING, EndState.ENDED)),
    "end": ("end_state", (EndState.ENDED,)),
}


class EndReason(TextChoices):
    RESIGNED = "resigned", "Resigned"
    DISMISSED = "dismissed", "Dismissed"
    LAID_OFF = "laid_off", "Laid off"
    RETIRED = "retired", "Retired"
    CONTRACT_ENDED = "contract_ended", "Contract ended"
    DIED = "died", "Died"
    OTHER = "other", "Other"


class LeftFor(TextChoices):
    INDEPENDENT = "independent", "Independent work"
    OWN_VENTURE = "own_venture", "Their own venture"
    UNNAMED_EMPLOYER = "unnamed_employer", "An employer that nobody names"
    STUDY = "study", "Study"
    LEAVE = "leave", "Leave"


class Tenure(models.Model):
    """A job, held from one partial date to another."""

    title = SingleLineField(max_length=200, blank=True, default="", help_text="The job title, in English.")
    start_earliest, start_latest = date_bound(), date_bound()
    start = PartialDateAttribute()
    end_earliest, end_latest = date_bound(), date_bound()
    end = PartialDateAttribute()
    end_state = models.CharField(
        max_length=10,
        choices=EndState.choices,
        default=EndState.UNKNOWN,
        help_text="“Ended” needs an end. If no source says when, enter “by” and the date of the first report that it is over.",
    )

    end_reason = models.CharField(
        max_length=20,
        choices=EndReason,
        blank=True,
        default="",
        help_text="Why the job ended. Leave it empty if no source says.",
    )
    left_for = models.CharField(
        max_length=20,
        choices=LeftFor,
        blank=True,
        default="",
        help_text="What the person left the job for, if not for another organization that is known.",
    )

    # A merge takes these only from a row whose end state it keeps.
    goes_with = dict.fromkeys(("end", "end_reason", "left_for"), "end_state")

    class Meta:
        abstract = True


def tenure_constraints(owner: str) -> list[CheckConstraint]:
    """The constraints of a Tenure; `owner` is the model's name, which begins theirs."""
    return [
        one_of("end_state", EndState, owner),
        one_of("end_reason", EndReason, owner, blank=True),
        one_of("left_for", LeftFor, owner, blank=True),
        bounds_in_order("start", owner),
        bounds_in_order("end", owner),
        bounds_in_calendar("start", owner),
        bounds_in_calendar("end", owner),
        CheckConstraint(
            name=f"{owner}_starts_before_it_ends",
            condition=Q(start_earliest__isnull=True)
            | Q(end_latest__isnull=True)
            | Q(start_earliest__lte=F("end_latest")),
            violation_error_message="A job can't end before it starts.",
        ),
        CheckConstraint(
            name=f"{owner}_ended_has_an_end",
            condition=~Q(end_state=EndState.ENDED) | Q(end_latest__isnull=False),
            violation_error_message="An ended job needs the latest day it can have ended; “by 30 June 2023” is enough.",
        ),
        CheckConstraint(
            name=f"{owner}_only_ended_has_an_end",
            condition=Q(end_state=EndState.ENDED) | Q(end_earliest__isnull=True, end_latest__isnull=True),
            violation_error_message="Only a job that ended has an end: set the end state to “ended”, or clear the end.",
        ),
        CheckConstraint(
            name=f"{owner}_only_ended_was_left",
            condition=Q(end_state=EndState.ENDED) | Q(end_reason="", left_for=""),
            violation_error_message=(
                "Only a job that ended has an end reason or “left for”: set the end state to “ended”, or clear both."
            ),
        ),
    ]
