"""The evidence panel in the form of an employment, and the button that adopts the date of a claim."""

from typing import Any

from people.evidence_panel import adopted_values, compare_claims, end_text, explain_confidence, publisher_name
from people.models import Claim, Employment
from talentwatch.desk.form_submission import form_submission
from talentwatch.phrases import format_date
from talentwatch.text import whole_number

ADOPT = "_adopt"
SIDES = ("start", "end")
CLAIM_GONE = "This claim no longer exists. Nothing was saved. Check the claims again."


def evidence_context(employment: Employment, *, is_open: bool) -> dict[str, Any]:
    """What the template of the panel shows; `is_open`: with buttons to adopt a date."""
    claims = employment.all_claims()
    return {
        "employment": employment,
        "why": explain_confidence(claims),
        "rows": compare_claims(claims, employment),
        "start": format_date(employment.start),
        "end": end_text(employment),
        "is_open": is_open,
    }


def adopt_claimed_date(request: Any, employment_id: str) -> None:
    """Put the date of a claim into the form as if it were typed, so that all rules of saving a form apply to it."""
    data = request.POST = request.POST.copy()
    pk, _, side = data.pop(ADOPT)[-1].partition("-")
    claims = Claim.objects.filter(pk=whole_number(pk) or 0, employment=whole_number(employment_id) or 0)
    claim = claims.select_related("source").first()
    if claim is None or side not in SIDES:
        form_submission(request).errors = (CLAIM_GONE,)
        return
    has_next = Employment.objects.filter(came_from=claim.employment_id).exists()
    for name, value in adopted_values(claim, side, has_next=has_next).items():
        data[name] = value
    if not data.get("reason", "").strip():
        data["reason"] = f"{side} adopted from {claim.source}"
    if not data.get("correction", "").strip() and claim.source.is_published:
        data["correction"] = f"The {side} is now as {publisher_name(claim.source)} gives it."
    data["_continue"] = "1"
