"""The pages on which two records become one, and two again: choose, look at every row, confirm, undo."""

from typing import Any

from django import forms
from django.contrib import messages
from django.contrib.admin.utils import unquote
from django.contrib.admin.widgets import AutocompleteSelect
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import IntegrityError
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.template.response import TemplateResponse
from django.urls import URLPattern, path
from django.utils.html import format_html

from talentwatch.desk.reason_fields import ReasonField
from talentwatch.desk.transition_views import TransitionAdmin, admin_url
from talentwatch.merging.merge import STALE, merge, merge_of, rehearse, undo, undo_permission_errors
from talentwatch.merging.plan import MergePlan, by_age
from talentwatch.publishing.permissions import has_permission

NEW = "Your choices change what happens. Look once more at what it does now, then merge."


class RequiredReasonForm(forms.Form):
    reason = ReasonField()

    def __init__(self, data: Any = None) -> None:
        super().__init__(data)
        self.fields["reason"].required = True


class OtherSelect(AutocompleteSelect):
    """The box says what belongs into it: select2 gives it no other name."""

    def build_attrs(self, *args: Any, **options: Any) -> Any:
        return super().build_attrs(*args, **options) | {"data-placeholder": "The other record"}


class OtherForm(forms.Form):
    """Which record is the same as this one."""

    def __init__(self, desk: Any, data: Any = None) -> None:
        super().__init__(data)
        self.fields["other"] = forms.ModelChoiceField(
            desk.model._base_manager.filter(merged_into=None),
            label="The same as",
            widget=OtherSelect(desk.model._meta.get_field("merged_into"), desk.admin_site),
            help_text="Found by any name, in any script. The older of the two stays.",
        )


class MergeAdmin(TransitionAdmin):
    """A ModelAdmin of a PublishableRecord model whose records are merged here; the permission is merge_MODEL."""

    def get_urls(self) -> list[URLPattern]:
        pages = (("merge", self.merge_view), ("unmerge", self.unmerge_view))
        name = f"{self.opts.app_label}_{self.opts.model_name}"
        own = [
            path(f"<path:object_id>/{page}/", self.admin_site.admin_view(view), name=f"{name}_{page}")
            for page, view in pages
        ]
        return own + super().get_urls()

    def has_merge_permission(self, request: HttpRequest) -> bool:
        return has_permission(request.user, "merge", self.model)

    def merges_open_to(self, request: HttpRequest, record: Any) -> list[dict[str, str]]:
        """The buttons of a record's form: to merge it, or to undo that it was."""
        if not self.has_merge_permission(request):
            return []
        if not record.merged_into_id:
            return [{"label": "Merge…", "name": "merge", "url": admin_url(record, "merge")}]
        merger = merge_of(record)
        if merger and not undo_permission_errors(request.user, merger):
            return [{"label": "Undo the merger…", "name": "unmerge", "url": admin_url(record, "unmerge")}]
        return []

    def _wanted(self, request: HttpRequest, object_id: str) -> Any:
        record = self.get_object(request, unquote(object_id))
        if record is None:
            raise Http404
        if not self.has_merge_permission(request):
            raise PermissionDenied
        return record

    # Two become one

    def merge_view(self, request: HttpRequest, object_id: str) -> HttpResponse:
        """First the question which other record; then what the merger does; then its outcome."""
        record = self._wanted(request, object_id)
        choosing = OtherForm(self, request.GET if "other" in request.GET else None)
        if not choosing.is_valid():
            return self._question(request, record, choosing)
        pair = by_age(record, choosing.cleaned_data["other"])
        if request.method != "POST":
            return self._preview(request, pair, rehearse(*pair, {}, request.user), RequiredReasonForm())
        return self._merge(request, pair)

    def _question(self, request: HttpRequest, record: Any, choosing: OtherForm) -> HttpResponse:
        empty = OtherForm(self)  # the box can't show what it doesn't know
        word = " ".join(map(str, choosing.errors.get("other", [])))
        context = {"record": record, "form": empty, "word": word, "media": self.media + empty.media}
        return self._page(request, "admin/desk/merge_choose.html", f"Merge {record}", context)

    def _merge(self, request: HttpRequest, pair: tuple[Any, Any]) -> HttpResponse:
        """Do what was shown, where nothing stands against it; else show what it does now."""
        picks = {key: request.POST[key] for key in request.POST}
        plan, form = rehearse(*pair, picks, request.user), RequiredReasonForm(request.POST)
        word = self._word_on(request, plan)
        if plan.obstacles or plan.is_open or word or not form.is_valid():
            return self._preview(request, pair, plan, form, word)
        try:
            merge(*pair, picks, form.cleaned_data["reason"], user=request.user, shown=plan.digest)
        except (ValidationError, IntegrityError):  # somebody was faster, between the two
            return self._preview(request, pair, rehearse(*pair, picks, request.user), form, STALE)
        survivor, loser = pair
        text = format_html(
            '<a href="{}"><bdi>{}</bdi></a> is one with <bdi>{}</bdi> now.', admin_url(loser), loser, survivor
        )
        self.message_user(request, text, messages.SUCCESS)
        self.log_change(request, survivor, f"Merged {loser} into it.")
        return HttpResponseRedirect(admin_url(survivor))

    def _word_on(self, request: HttpRequest, plan: MergePlan) -> str:
        """Why what was shown isn't what would be done: somebody edited a record meanwhile, or other choices were made."""
        if request.POST.get("versions") != _versions(plan):
            return STALE
        return NEW if request.POST.get("shown") != plan.digest else ""

    def _preview(
        self, request: HttpRequest, pair: tuple[Any, Any], plan: MergePlan, form: RequiredReasonForm, word: str = ""
    ) -> HttpResponse:
        survivor, loser = pair
        context = {
            "survivor": survivor,
            "loser": loser,
            "plan": plan,
            "versions": _versions(plan),
            "open": [choice for choice in plan.choices if choice.is_open] if form.is_bound else [],
            "word": word,
            "form": form,
            "media": self.media,
        }
        return self._page(request, "admin/desk/merge.html", f"Merge {loser} into {survivor}", context)

    # And two again

    def unmerge_view(self, request: HttpRequest, object_id: str) -> HttpResponse:
        loser = self._wanted(request, object_id)
        merger = merge_of(loser)
        if merger is None or not loser.merged_into_id:
            self.message_user(request, f"There is no merger of {loser} to undo.", messages.WARNING)
            return HttpResponseRedirect(admin_url(loser))
        form = RequiredReasonForm(request.POST if request.method == "POST" else None)
        refusals = closed = undo_permission_errors(request.user, merger)
        if form.is_valid() and not closed:
            try:
                undo(merger, form.cleaned_data["reason"], user=request.user)
            except ValidationError as error:
                refusals = error.messages
            else:
                self.message_user(request, f"{loser} stands by itself again.", messages.SUCCESS)
                self.log_change(request, loser, f"Undid its merger into {loser.merged_into}.")
                return HttpResponseRedirect(admin_url(loser))
        context = {"loser": loser, "merger": merger, "refusals": refusals, "is_open": not closed}
        context |= {"form": form, "media": self.media}
        return self._page(request, "admin/desk/unmerge.html", f"Undo the merger of {loser}", context)

    def _page(self, request: HttpRequest, template: str, title: str, context: dict[str, Any]) -> TemplateResponse:
        shared = {**self.admin_site.each_context(request), "opts": self.opts, "title": title}
        return TemplateResponse(request, template, shared | context)


def _versions(plan: MergePlan) -> str:
    return "-".join(map(str, plan.versions))
