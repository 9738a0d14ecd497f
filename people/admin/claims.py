"""Claims, as rows in the form of the post that they speak of, each with where it contradicts the desk."""

from typing import Any

from django.contrib import admin
from django.utils.html import format_html
from django.utils.safestring import SafeString, mark_safe

from people.models import Claim, Conflict
from talentwatch.desk.forms import DatedForm, PartialDateField
from talentwatch.desk.inlines import StackedChildInline


class ClaimForm(DatedForm):
    start = PartialDateField(help_text="As this source gives it; often it doesn't.")
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
                    "note",
                )
            },
        ),
    )

    @admin.display(description="conflict")
    def conflict(self, claim: Any) -> SafeString:
        """Where the claim, as saved, can't be true together with the desk's conclusion."""
        if claim.pk is None:
            return mark_safe("Shown once it is saved.")
        return conflict_mark(claim)


def conflict_mark(claim: Claim) -> SafeString:
    sentences = [_sentence(one, claim, claim.employment) for one in claim.conflicts]
    if not sentences:
        return mark_safe("None: this can be true together with what the desk concludes.")
    return format_html('<span class="conflict">⚠ {}</span>', " ".join(sentences))


def _sentence(conflict: str, claim: Any, desk: Any) -> str:
    if conflict == Conflict.EXISTENCE:
        return "Existence: the source denies the post."
    told, concluded = (_told(one, getattr(one, conflict)) for one in (claim, desk))
    if not getattr(claim, conflict):
        told = f"“still there” on {claim.source.published}"
    return f"{Conflict(conflict).label}: the source says {told}, the desk {concluded}."


def _told(tenure: Any, when: Any) -> str:
    return f"“{when}”" if when else f"“{tenure.get_end_state_display().lower()}”"
