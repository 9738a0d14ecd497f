"""Posts at the desk, with the claims they follow from."""

from typing import Any

from django.contrib import admin, messages
from django.db.models import Q
from django.http import HttpRequest
from django.utils.html import format_html
from django.utils.safestring import SafeString

from people.admin.claims import ClaimInline
from people.admin.dates import date_column, shown
from people.admin.evidence import EvidenceAdmin
from people.admin.queues import DUE, FROM_ONE_PUBLISHER, IN_CONFLICT, OLD_RUMOURS, UNVERIFIED
from people.models import Employment, EndState, Organization, Person
from talentwatch.desk.changelist import status_badge
from talentwatch.desk.forms import PartialDateField, RecordForm
from talentwatch.desk.record_admin import RecordAdmin
from talentwatch.text import isolated, search_key

SEEN = (
    "Sources that say “ongoing” saw them there by the first of these days, and on the second or later. One source dated "
    "to a month gives its last day and its first."
)


class EmploymentForm(RecordForm):
    start = PartialDateField()
    end = PartialDateField()


@admin.display(description="end", ordering="end_earliest")
def end(post: Employment) -> str:
    return shown(post.end) if post.end else post.get_end_state_display().lower()


@admin.display(description="confidence", ordering="confidence")
def confidence(post: Employment) -> str:
    return post.confidence.capitalize()


@admin.display(description="conflict", ordering="has_conflict")
def conflict(post: Employment) -> SafeString | str:
    return format_html('<span class="conflict">{}</span>', "⚠ yes") if post.has_conflict else "–"


@admin.register(Employment)
class EmploymentAdmin(EvidenceAdmin, RecordAdmin):
    form = EmploymentForm
    list_display = (
        "person",
        "organization",
        status_badge,
        conflict,
        date_column("start"),
        end,
        confidence,
        "role",
    )
    list_filter = ("status", "has_conflict", "confidence", "end_state", "role")
    date_hierarchy = "start_earliest"
    queues = (IN_CONFLICT, FROM_ONE_PUBLISHER, OLD_RUMOURS, UNVERIFIED, DUE)
    autocomplete_fields = ("person", "organization", "came_from")
    related = ("person", "organization", "came_from__person", "came_from__organization")
    own_fieldsets = (
        (None, {"fields": ("person", "organization", ("title", "role"))}),
        ("From when to when", {"fields": ("start", "end_state", "end", "came_from")}),
        ("For the desk", {"fields": ("note",)}),
    )
    inlines = (ClaimInline,)
    readonly_fields = ("verified_from", "verified_on")

    def get_fieldsets(self, request: HttpRequest, obj: Any = None) -> Any:
        *own, record = super().get_fieldsets(request, obj)
        seen = ("Seen in the post", {"fields": (("verified_from", "verified_on"),), "description": SEEN})
        return [*own, *([seen] if obj else []), record]

    def search(self, records: Any, text: str) -> Any:
        """Every word occurs in some name of the person or of the organization."""
        for word in search_key(text).split():
            people, organizations = Person.objects.search(word), Organization.objects.search(word)
            records = records.filter(Q(person__in=people) | Q(organization__in=organizations))
        return records

    def in_full(self, record: Any) -> str:
        span = f"{record.start or '?'} – {record.end or record.get_end_state_display().lower()}"
        return ", ".join(filter(None, [str(record), isolated(record.title), span]))

    def save_related(self, request: HttpRequest, form: Any, formsets: Any, change: bool) -> None:  # noqa: FBT001 Django's signature
        super().save_related(request, form, formsets, change)
        if form.changed_data:
            self._warn_of_overlaps(request, form.instance)

    def _warn_of_overlaps(self, request: HttpRequest, post: Employment) -> None:
        others = Employment.objects.not_withdrawn().filter(person=post.person_id).exclude(pk=post.pk).named()
        told = [self.describe(other) for other in others if surely_overlap(post, other)]
        if told:
            text = f"At the same time, they hold: {'; '.join(told)}. That can be so; check that it is meant."
            self.message_user(request, text, messages.WARNING)


def surely_overlap(one: Employment, other: Employment) -> bool:
    """On some day both were held, however their partial dates are read; a post without a start never counts."""
    return _surely_reaches(one, other) and _surely_reaches(other, one)


def _surely_reaches(one: Employment, other: Employment) -> bool:
    """One surely goes on past the start of the other."""
    if other.start_latest is None:
        return False
    last = one.end_earliest if one.end_state == EndState.ENDED else one.verified_on
    going = one.end_state == EndState.ONGOING
    return going or (last is not None and last > other.start_latest)
