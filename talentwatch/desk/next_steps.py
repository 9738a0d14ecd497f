"""What an editor does next after saving a record, one key away; and the way back to the record that they came from."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlencode

from django.contrib import admin, messages
from django.contrib.admin.options import IS_POPUP_VAR
from django.db.models import ForeignKey, Model
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.utils.html import format_html, format_html_join
from django.utils.safestring import mark_safe

from talentwatch.desk.links import admin_url, model_url

RETURN = "_return"  # names the relation to the record to go back to, in the address of a form
STAYS = {"_continue", "_addanother", IS_POPUP_VAR}  # buttons that say themselves what comes next


@dataclass(frozen=True)
class NextStep:
    """An offer to add a record of `model` after one of another model was saved."""

    label: str
    model: type[Model]
    values: Callable[[Any], dict[str, Any]]  # what to fill in the new form, for the saved record

    def address(self, record: Any) -> str:
        return add_address(self.model, self.values(record))


_steps: dict[type[Model], list[NextStep]] = {}


def offer_next(after: type[Model], step: NextStep) -> None:
    """Offer the step after a record of a model was saved; the steps of apps further up come after those further down."""
    _steps.setdefault(after, []).append(step)


def add_address(model: type[Model], values: dict[str, Any]) -> str:
    """The address of a form for a new record, filled in; `rows-field` fills a new row of the form's table `rows`."""
    return f"{model_url(model, 'add')}?{urlencode(values)}"


def go_on(
    model_admin: "admin.ModelAdmin[Any]", request: HttpRequest, record: Any, response: HttpResponse
) -> HttpResponse:
    """After a save: offer the next steps in a message, and go back where the editor came from."""
    if STAYS & request.POST.keys():
        return response
    links = [
        (step.address(record), mark_safe(" autofocus") if number == 0 else "", step.label)
        for number, step in enumerate(permitted_steps(model_admin, request))
    ]
    if links:
        text = format_html("Next: {}", format_html_join(" · ", '<a href="{}"{}>{}</a>', links))
        model_admin.message_user(request, text, messages.INFO)
    origin = record_to_return_to(request, record)
    return HttpResponseRedirect(admin_url(origin)) if origin else response


def permitted_steps(model_admin: "admin.ModelAdmin[Any]", request: HttpRequest) -> list[NextStep]:
    site = model_admin.admin_site
    return [
        step
        for step in _steps.get(model_admin.model, ())
        if site.is_registered(step.model) and site.get_model_admin(step.model).has_add_permission(request)
    ]


def record_to_return_to(request: HttpRequest, record: Any) -> Any:
    """The record that the saved one links to by the relation which the address names; None if it names none."""
    name = request.GET.get(RETURN, "")
    field = next((field for field in record._meta.concrete_fields if field.name == name), None)
    return getattr(record, name) if isinstance(field, ForeignKey) else None
