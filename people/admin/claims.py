"""Claims, as rows in the form of their employment, each with its conflicts with the desk's conclusion."""

from typing import Any

from django.contrib import admin
from django.urls import reverse
from django.utils.html import format_html
from django.utils.safestring import SafeString, mark_safe

from people.models import Claim, Conflict, EndState
from people.models.claim import MAX_MONTHS
from people.stated_length import start_from_length
from talentwatch.dates import UNKNOWN, PartialDateError
from talentwatch.desk.forms import DatedForm, PartialDateField
from talentwatch.desk.inlines import StackedChildInline
from talentwatch.phrases import format_about, format_date, format_date_with_preposition
from talentwatch.text import whole_number
from talentwatch.typed_dates import parse_typed


class ClaimForm(DatedForm):
    start = PartialDateField(help_text="As this source gives it; leave it empty if it doesn't.")
    end = PartialDateField(help_text="As this source gives it.")

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        if months := self.fields.get("stated_months"):
            months.widget.attrs["data-read-length"] = reverse("admin:people_employment_read_length")


def offer_start(end: str, months: str) -> dict[str, str]:
    """{text, reading} of the start that follows from the end and the stated length of a claim, as they are typed.

    Empty where nothing follows.
    """
    length = whole_number(months) or 0
    try:
        start = start_from_length(parse_typed(end), length) if 1 <= length <= MAX_MONTHS else UNKNOWN
    except PartialDateError:
        return {}
    return {"text": str(start), "reading": format_about(start)} if start else {}


class ClaimInline(StackedChildInline):
    model = Claim
    form = ClaimForm
    related = ("source",)
    autocomplete_fields = ("source",)
    readonly_fields = ("conflict",)
    fieldsets = (
        (
            None,
            {
                "classes": ("compact",),
                "fields": (
                    "conflict",
                    ("source", "stance", "title"),
                    ("start", "end_state", "end", "end_reason", "left_for", "stated_months"),
                    ("note", "quote", "quote_language"),
                ),
            },
        ),
    )

    @admin.display(description="conflict")
    def conflict(self, claim: Any) -> SafeString:
        """How the claim, as it is saved, contradicts the desk's conclusion."""
        if claim.pk is None:
            return mark_safe("Shown after the claim is saved.")
        conflicts = [conflict_sentence(conflict, claim, claim.employment) for conflict in claim.conflicts]
        if not conflicts:
            return mark_safe("None: this claim is compatible with the desk’s conclusion.")
        return format_html('<span class="conflict">⚠ {}</span>', " ".join(conflicts))


def conflict_sentence(conflict: str, claim: Any, employment: Any) -> str:
    if conflict == Conflict.EXISTENCE:
        return "Existence: the source denies the job."
    claimed = getattr(claim, conflict)
    said, concluded = date_text(claim, conflict), date_text(employment, conflict)
    if claimed.overlaps(getattr(employment, conflict)):
        # It contradicts the other date of the desk, or the day of the source does.
        if conflict == Conflict.START and employment.end.before(claimed):
            concluded = f"that it ended {format_date_with_preposition(employment.end)}"
        elif conflict == Conflict.END and claimed.before(employment.start):
            concluded = f"that it began {format_date_with_preposition(employment.start)}"
        elif claim.end_state == EndState.ONGOING:
            said = f"“ongoing” {format_date_with_preposition(claim.source.published)}"
    return f"{Conflict(conflict).label}: the source says {said}, the desk {concluded}."


def date_text(tenure: Any, side: str) -> str:
    date = getattr(tenure, side)
    return f"“{format_date(date)}”" if date else f"“{tenure.get_end_state_display().lower()}”"
