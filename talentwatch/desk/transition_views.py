"""The pages on which an editor takes records through the publishing gate, one at a time or several from a list."""

from collections import defaultdict
from collections.abc import Iterable
from typing import Any

from django import forms
from django.contrib import admin, messages
from django.contrib.admin.helpers import ACTION_CHECKBOX_NAME
from django.contrib.admin.utils import unquote
from django.core.exceptions import PermissionDenied
from django.db.models import Model, QuerySet, prefetch_related_objects
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.template.response import TemplateResponse
from django.urls import URLPattern, path, reverse
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString

from talentwatch.desk.reason_fields import ReasonField
from talentwatch.publishing.permissions import has_permission, permission_error
from talentwatch.publishing.transitions import (
    PUBLISH,
    TRANSITIONS,
    BulkTransition,
    Transition,
    TransitionPreview,
    TransitionResult,
    preview_transition,
)
from talentwatch.records.models import PublishableRecord
from talentwatch.records.status import Status
from talentwatch.revisions.diff import versions_since
from talentwatch.text import whole_number

MAX_AT_ONCE = 200


class TransitionForm(forms.Form):
    together = forms.BooleanField(
        label="Publish what it needs together with it", required=False, initial=True, label_suffix=""
    )
    reason = ReasonField()

    def __init__(self, data: Any, step: Transition, outlooks: list[TransitionPreview]) -> None:
        super().__init__(data)
        was_public = any(one.record.published_at for one in outlooks)
        self.fields["reason"].required = step.requires_reason or was_public
        if not any(one.together for one in outlooks):
            del self.fields["together"]


class TransitionAdmin(admin.ModelAdmin):
    """A ModelAdmin of a PublishableRecord model whose status is only changed here."""

    related: tuple[str, ...] = ()  # what a record's name is made of

    def get_urls(self) -> list[URLPattern]:
        own = [
            path(
                f"<path:object_id>/{step.name}/",
                self.admin_site.admin_view(self.transition_view),
                {"step": step},
                name=f"{self.opts.app_label}_{self.opts.model_name}_{step.name}",
            )
            for step in TRANSITIONS
        ]
        return own + super().get_urls()

    def get_actions(self, request: HttpRequest) -> dict[str, Any]:
        """One per step that the role knows, before the stock ones; none in a popup."""
        stock: dict[str, Any] = super().get_actions(request)
        if "_popup" in request.GET:
            return stock
        known = [step for step in TRANSITIONS if has_permission(request.user, step.permission, self.model)]
        return {step.name: (action_of(step), step.name, f"{step.label}…") for step in known} | stock

    def transitions_open_to(self, request: HttpRequest, record: PublishableRecord) -> list[dict[str, str]]:
        return [
            {"label": label_of(step, record), "name": step.name, "url": admin_url(record, step.name)}
            for step in TRANSITIONS
            if step.is_open_to(record) and has_permission(request.user, step.permission, record)
        ]

    def transition_view(self, request: HttpRequest, object_id: str, step: Transition) -> HttpResponse:
        record = self.get_object(request, unquote(object_id))
        if record is None:
            raise Http404
        if sentence := permission_error(request.user, step.permission, self.model):
            raise PermissionDenied(sentence)
        if request.method != "POST" and not step.is_open_to(record):
            self.message_user(request, f"{record} is {record.get_status_display().lower()}.", messages.WARNING)
            return HttpResponseRedirect(admin_url(record))
        return self.transition_page(request, step, [record], is_sent=request.method == "POST")

    def transition_page(
        self, request: HttpRequest, step: Transition, records: list[Any], *, is_sent: bool
    ) -> HttpResponse:
        """What the step would mean; or, once just that was read and sent, its outcome."""
        outlooks = [preview_transition(step, record, request.user) for record in records]
        form = TransitionForm(request.POST if is_sent else None, step, outlooks)
        changed = self._changed_since(request, outlooks) if is_sent else []
        if is_sent and form.is_valid() and not changed:
            together = form.cleaned_data.get("together", False)
            taking = BulkTransition(step, request.user, form.cleaned_data["reason"], together=together)
            return self._report(request, step, taking.run(records))
        self._name(one for ahead in outlooks for one in [*ahead.together, *(c.record for c in ahead.effects)])
        context = {
            **self.admin_site.each_context(request),
            "title": label_of(step, *records),
            "step": step,
            "label": label_of(step, *records),
            "outlooks": outlooks,
            "changed": changed,
            "form": form,
            "opts": self.opts,
            "is_possible": any(not one.obstacles for one in outlooks),
            "is_action": ACTION_CHECKBOX_NAME in request.POST,
            "action_checkbox_name": ACTION_CHECKBOX_NAME,
            "media": self.media,
        }
        return TemplateResponse(request, "admin/desk/step.html", context)

    def _changed_since(self, request: HttpRequest, outlooks: list[TransitionPreview]) -> list[dict[str, Any]]:
        """The records of which something else is shown than was, each with the versions that came in between."""
        seen = dict(one.split(":", 1) for one in request.POST.getlist("seen") if ":" in one)
        changed = []
        for ahead in outlooks:
            then = seen.get(str(ahead.record.pk), "").partition(":")[0]
            if ahead.digest not in request.POST.getlist("seen"):
                known = whole_number(then)
                version = ahead.record.version if known is None else known
                changed.append(
                    {"record": ahead.record, "versions": versions_since(ahead.record, version, self.related_of)}
                )
        return changed

    def related_of(self, model: Any) -> tuple[str, ...]:
        """What the name of a record of the model is made of."""
        related: tuple[str, ...] = getattr(self.admin_site._registry.get(model), "related", ())
        return related

    def _name(self, records: Iterable[PublishableRecord]) -> None:
        """Fetch what the names of the records are made of, for all of a model at once."""
        by_model: dict[type[Model], list[PublishableRecord]] = defaultdict(list)
        for record in records:
            by_model[type(record)].append(record)
        for model, group in by_model.items():
            prefetch_related_objects(group, *self.related_of(model))

    def _report(self, request: HttpRequest, step: Transition, outcome: TransitionResult) -> HttpResponse:
        for record in outcome.done:
            self.log_change(request, record, f"{step.label}.")
        if outcome.done:
            text = format_html("{}: {}.", step.target.label, _links(outcome.done))
            self.message_user(request, text, messages.SUCCESS)
        for how in dict.fromkeys(how for _one, how in outcome.side_effects):
            along = [one for one, its in outcome.side_effects if its == how]
            text = format_html("With that, this {}: {}.", how, _links(along))
            self.message_user(request, text, messages.SUCCESS)
        for record, sentences in outcome.refused:
            text = format_html("Not done: {}. {}", _links([record]), " ".join(sentences))
            self.message_user(request, text, messages.ERROR)
        if ACTION_CHECKBOX_NAME in request.POST:
            return HttpResponseRedirect(request.get_full_path())
        return HttpResponseRedirect(admin_url((outcome.done or [outcome.refused[0][0]])[0]))


def action_of(step: Transition) -> Any:
    """The step for the records chosen in a list: first its page, then its outcome."""

    def action(
        desk: TransitionAdmin, request: HttpRequest, records: "QuerySet[PublishableRecord]"
    ) -> HttpResponse | None:
        chosen = list(records[: MAX_AT_ONCE + 1])
        if len(chosen) > MAX_AT_ONCE:
            desk.message_user(request, f"Choose at most {MAX_AT_ONCE} records at once.", messages.WARNING)
            return None
        return desk.transition_page(request, step, chosen, is_sent="post" in request.POST)

    return action


def label_of(step: Transition, *records: PublishableRecord) -> str:
    """To publish again what was withdrawn is called so."""
    is_return = step is PUBLISH and all(record.status == Status.WITHDRAWN for record in records)
    return "Restore" if is_return else step.label


def admin_url(record: PublishableRecord, page: str = "change") -> str:
    return reverse(f"admin:{record._meta.app_label}_{record._meta.model_name}_{page}", args=[record.pk])


def _links(records: list[PublishableRecord]) -> SafeString:
    return format_html_join(", ", '<a href="{}"><bdi>{}</bdi></a>', ((admin_url(one), one) for one in records))
