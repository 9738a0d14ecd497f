"""Claims, as rows in the form of their employment, each with its conflicts with the desk's conclusion."""

from typing import Any

from django.contrib import admin
from django.utils.html import format_html
from django.utils.safestring import SafeString, mark_safe

from people.models import Claim, Conflict
from talentwatch.desk.forms import DatedForm, PartialDateField
from talentwatch.desk.inlines import StackedChildInline


class ClaimForm(DatedForm):
    start = PartialDateField(help_text="As this source gives it; leave it empty if it doesn't.")
    end = PartialDateField(help_text="As this source gives it.")


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
                "fields": (
                    "conflict",
                    ("source", "stance"),
                    ("title", "stated_months"),
                    ("start", "end_state", "end"),
                    ("end_reason", "left_for"),
                    "note",
                    ("quote", "quote_language"),
                )
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
    claimed = date_text(claim, conflict) if getattr(claim, conflict) else f"“ongoing” on {claim.source.published}"
    return f"{Conflict(conflict).label}: the source says {claimed}, the desk {date_text(employment, conflict)}."


def date_text(tenure: Any, side: str) -> str:
    date = getattr(tenure, side)
    return f"“{date}”" if date else f"“{tenure.get_end_state_display().lower()}”"
