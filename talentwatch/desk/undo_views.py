"""The page on which an editor undoes one change, from the history of a record."""

from typing import Any

from django import forms
from django.contrib.admin.utils import unquote
from django.core.exceptions import PermissionDenied, ValidationError
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.template.response import TemplateResponse
from django.urls import URLPattern, path

from talentwatch.desk.reason_fields import CorrectionField, ReasonField, TypoField
from talentwatch.desk.transition_views import TransitionAdmin, admin_url
from talentwatch.publishing.permissions import permission_error
from talentwatch.records.edit import edit
from talentwatch.records.models import PublishableRecord
from talentwatch.revisions.diff import versions_since
from talentwatch.revisions.undo import Undo, find_undo
from talentwatch.text import whole_number


class UndoForm(forms.Form):
    """Why, and which version the editor had before their eyes."""

    reason = ReasonField()
    correction, is_typo = CorrectionField(), TypoField()
    seen = forms.IntegerField(widget=forms.HiddenInput)

    def __init__(self, data: Any, record: PublishableRecord) -> None:
        super().__init__(data, initial={"seen": record.version})
        self.fields["reason"].required = record.published_at is not None


class UndoAdmin(TransitionAdmin):
    """A ModelAdmin of a PublishableRecord model, any change of which can be undone by itself."""

    def get_urls(self) -> list[URLPattern]:
        name = f"{self.opts.app_label}_{self.opts.model_name}_undo"
        return [
            path("<path:object_id>/undo/", self.admin_site.admin_view(self.undo_view), name=name),
            *super().get_urls(),
        ]

    def undo_view(self, request: HttpRequest, object_id: str) -> HttpResponse:
        record = self.get_object(request, unquote(object_id))
        if record is None:
            raise Http404
        if sentence := permission_error(request.user, "change", record):
            raise PermissionDenied(sentence)
        undoing = find_undo(record, request.GET.get("change", ""), self.related_of)
        if undoing is None:
            raise Http404
        form = UndoForm(request.POST if request.method == "POST" else None, record)
        if form.is_valid() and self._undo(record, undoing, form):
            self.log_change(request, record, f"Undone: {undoing.diff.label}.")
            self.message_user(request, f"Undone: {undoing.diff.label}.")
            return HttpResponseRedirect(admin_url(record, "history"))
        return self._undo_page(request, record, undoing, form)

    def _undo(self, record: PublishableRecord, undoing: Undo, form: UndoForm) -> bool:
        """Whether it is undone; what is in the way is said in the form."""
        try:
            with edit(form.cleaned_data["reason"]) as current:
                current.set_correction(form.cleaned_data["correction"], is_typo=form.cleaned_data["is_typo"])
                record.refresh_from_db(fields=["version"])
                if record.version != form.cleaned_data["seen"]:
                    raise ValidationError("Somebody saved this record while you had this open: look at what changed.")
                undoing.undo(form.cleaned_data["reason"])
        except ValidationError as error:
            form.add_error(None, error.messages)
        return form.is_valid()

    def _undo_page(self, request: HttpRequest, record: Any, undoing: Undo, form: UndoForm) -> HttpResponse:
        known = whole_number(form.data.get("seen", ""))
        if form.is_bound:
            form.data = {name: form.data.get(name, "") for name in form.fields} | {"seen": record.version}
        context = {
            **self.admin_site.each_context(request),
            "title": "Undo one change",
            "record": record,
            "undoing": undoing,
            "form": form,
            "versions": versions_since(record, record.version if known is None else known, self.related_of),
            "opts": self.opts,
            "media": self.media,
        }
        return TemplateResponse(request, "admin/desk/undo.html", context)
