"""Evidence at a glance, in the form of a post; and the button that adopts the date of a claim."""

from typing import Any

from django.contrib import admin
from django.contrib.admin.utils import unquote
from django.http import HttpRequest, HttpResponse

from people.evidence_panel import adopted, end_text, rows_of, why
from people.models import Claim, Employment
from talentwatch.desk.record_admin import ERRORS
from talentwatch.text import whole_number

ADOPT = "_adopt"
SIDES = ("start", "end")
GONE = "That claim isn’t there any more: look again at what the sources say. Nothing was saved."


class EvidenceAdmin(admin.ModelAdmin):
    """The admin of posts: a date is adopted by typing it into the form, so all that holds for saving holds here."""

    change_form_template = "admin/people/employment.html"

    def changeform_view(
        self, request: Any, object_id: str | None = None, form_url: str = "", extra_context: Any = None
    ) -> HttpResponse:
        if request.method == "POST" and object_id and ADOPT in request.POST:
            _adopt(request, unquote(object_id))
        return super().changeform_view(request, object_id, form_url, extra_context)

    def render_change_form(self, request: HttpRequest, context: Any, *args: Any, **options: Any) -> HttpResponse:
        if post := context["original"]:
            told = post.told()
            stored = Employment.objects.get(pk=post.pk) if request.method == "POST" else post  # the form writes on it
            context["glance"] = {
                "post": stored,
                "why": why(told),
                "rows": rows_of(told, stored),
                "end": end_text(stored),
                "is_open": self.has_change_permission(request, post),
            }
        return super().render_change_form(request, context, *args, **options)


def _adopt(request: Any, post_id: str) -> None:
    """Put the date of the claim into its box as if it were typed, with a reason where none is given."""
    sent = request.POST = request.POST.copy()
    pk, _, side = sent.pop(ADOPT)[-1].partition("-")
    claims = Claim.objects.filter(pk=whole_number(pk) or 0, employment=whole_number(post_id) or 0).select_related(
        "source"
    )
    claim = claims.first()
    if claim is None or side not in SIDES:
        request.META[ERRORS] = (GONE,)
        return
    for name, value in adopted(claim, side).items():
        sent[name] = value
    if not sent.get("reason", "").strip():
        sent["reason"] = f"{side} adopted from {claim.source}"
    sent["_continue"] = "1"
