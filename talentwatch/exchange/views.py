"""The pages on which lists of records come in and go out: upload, preview, confirm; choose a format, download."""

import time
from pathlib import PurePath
from typing import Any

from django import forms
from django.contrib import admin, messages
from django.contrib.admin.options import IncorrectLookupParameters
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect, JsonResponse
from django.template.response import TemplateResponse
from django.urls import path, reverse
from django.utils import timezone
from django.utils.decorators import method_decorator
from django.views.decorators.http import require_POST
from import_export.admin import ImportExportMixin

from talentwatch.desk.reason_fields import ReasonField
from talentwatch.exchange import limits, uploads
from talentwatch.exchange.layout import LAYOUTS, LIST_OF
from talentwatch.exchange.limits import FileError
from talentwatch.exchange.readers import FORMATS, check_file, read
from talentwatch.exchange.report import CHANGED, NEW, OUTCOMES, Report
from talentwatch.exchange.run_import import ImportOptions, run_import
from talentwatch.exchange.serialization import serialized
from talentwatch.exchange.writers import TYPES, WRITERS
from talentwatch.publishing.permissions import has_permission
from talentwatch.text import whole_number

STALE = "Something changed since you looked: this is what the import does now. Nothing was taken in yet."
GONE = "This upload is gone: it is kept for an hour, for whoever sent it. Upload the file again."


class UploadForm(forms.Form):
    """Which file, and what becomes of its new rows."""

    file = forms.FileField(label="File", widget=forms.FileInput(attrs={"accept": ",".join(FORMATS)}))
    publish = forms.BooleanField(label="Publish new records", required=False, help_text="Otherwise they are drafts.")
    reason = ReasonField()

    def __init__(self, *args: Any, may_publish: bool, **options: Any) -> None:
        super().__init__(*args, **options)
        if not may_publish:
            del self.fields["publish"]

    def clean_file(self) -> Any:
        """Refused by its name and its size, before anything of it is read."""
        file = self.cleaned_data["file"]
        try:
            check_file(file.name, file.size)
        except FileError as error:
            raise forms.ValidationError(str(error)) from error
        return file


class FormatForm(forms.Form):
    format = forms.ChoiceField(
        choices=(
            ("xlsx", "Excel workbook (.xlsx)"),
            ("csv", "CSV for spreadsheets (.csv)"),
            ("json", "JSON, byte-exact, for machines (.json)"),
        ),
        widget=forms.RadioSelect,
        initial="xlsx",
    )
    items = forms.CharField(required=False, widget=forms.HiddenInput)


class ExchangeAdmin(ImportExportMixin, admin.ModelAdmin):
    """A ModelAdmin of a PublishableRecord model whose records are imported and exported in the form of the timeline file."""

    actions = ("export_selected",)

    @property
    def kind(self) -> str:
        return LIST_OF[self.model]

    def get_urls(self) -> Any:
        name = f"{self.opts.app_label}_{self.opts.model_name}_import_progress"
        view = self.admin_site.admin_view(self.progress_view)
        return [path("import/progress/", view, name=name), *super().get_urls()]

    # In

    def import_action(self, request: HttpRequest, **_: Any) -> HttpResponse:
        """The question which file; then what would become of each of its rows."""
        if not self.has_import_permission(request):
            raise PermissionDenied
        sent = (request.POST, request.FILES) if request.method == "POST" else ()
        form = UploadForm(*sent, may_publish=has_permission(request.user, "publish", self.model))
        if form.is_valid():
            file, wanted = form.cleaned_data["file"], form.cleaned_data
            data = file.read()
            shown = {
                "file": PurePath(file.name).name,
                "publish": wanted.get("publish", False),
                "reason": wanted["reason"] or f"import of {PurePath(file.name).name}",
            }
            try:
                return self._import_preview(request, shown, data)
            except FileError as error:
                form.add_error("file", str(error))
        return self._exchange_page(request, f"Import {self.opts.verbose_name_plural}", {"form": form})

    @method_decorator(require_POST)
    def process_import(self, request: HttpRequest, **_: Any) -> HttpResponse:
        """Take in what was shown, if it still does what was shown."""
        if not self.has_import_permission(request):
            raise PermissionDenied
        shown = uploads.unsigned(request.user, request.POST.get("seal", ""))
        data = uploads.fetch(shown["stored"]) if shown else None
        if shown is None or data is None:
            self.message_user(request, GONE, messages.WARNING)
            return HttpResponseRedirect(self._own_address("import"))
        report = self._take_in(request, shown, data, expected=shown["digest"])
        uploads.forget(shown["stored"])
        if report.is_wrong or report.digest != shown["digest"]:
            return self._import_preview(request, shown, data, STALE)
        counts = ", ".join(f"{number} {outcome}" for outcome, number in _tally(report) if number)
        self.message_user(request, f"{shown['file']} is taken in: {counts or 'no rows'}.", messages.SUCCESS)
        return HttpResponseRedirect(self._own_address("changelist"))

    def _take_in(self, request: HttpRequest, shown: dict[str, Any], data: bytes, **options: Any) -> Report:
        watch = uploads.Progress(request.user, request.POST.get("watch", ""))
        terms = ImportOptions(publish=shown["publish"], reason=shown["reason"], user=request.user, **options)
        try:
            return run_import(read(shown["file"], data, self.kind), terms, watch)
        finally:
            watch.close()

    def _import_preview(self, request: HttpRequest, shown: dict[str, Any], data: bytes, word: str = "") -> HttpResponse:
        began = time.monotonic()
        report = self._take_in(request, shown, data, dry_run=True)
        context = {"report": report, "shown": shown, "word": word, "tally": _tally(report), "outcomes": OUTCOMES}
        context |= {"seconds": round(time.monotonic() - began), "writes": _writes(report)}
        if not report.is_wrong:
            kept = {**shown, "stored": uploads.keep(data), "digest": report.digest}
            context["seal"] = uploads.signed(request.user, kept)
        return self._exchange_page(request, f"Import {shown['file']}", context)

    def progress_view(self, request: HttpRequest) -> HttpResponse:
        """How far this editor's import has come: {done, of}."""
        done, of = uploads.Progress(request.user, request.GET.get("watch", "")).seen()
        return JsonResponse({"done": done, "of": of}, headers={"Cache-Control": "no-store"})

    # Out

    def export_action(self, request: HttpRequest) -> HttpResponse:
        """The question which format; then the records of the list as it was filtered, or those that were ticked."""
        if not self.has_export_permission(request):
            raise PermissionDenied
        try:
            records = self.get_export_queryset(request)
        except IncorrectLookupParameters:
            return HttpResponseRedirect(self._own_address("changelist") + "?e=1")
        form = FormatForm(request.POST if request.method == "POST" else None)
        if form.is_valid():
            try:
                return self._file(form.cleaned_data["format"], records, form.cleaned_data["items"])
            except FileError as error:
                form.add_error(None, str(error))
        return self._export_page(request, form, records.count(), self._own_address("export") + _query(request))

    @admin.action(description="Export selected %(verbose_name_plural)s", permissions=["export"])
    def export_selected(self, request: HttpRequest, queryset: Any) -> HttpResponse:
        form = FormatForm(initial={"items": ",".join(map(str, queryset.order_by("pk").values_list("pk", flat=True)))})
        return self._export_page(request, form, queryset.count(), self._own_address("export"))

    def _file(self, format_: str, records: Any, items: str) -> HttpResponse:
        chosen = self.model._base_manager.filter(pk__in=records.order_by().values("pk")).order_by("slug")
        if items:
            keys = {key for item in items.split(",") if (key := whole_number(item)) is not None}
            chosen = self.model._base_manager.filter(pk__in=keys).order_by("slug")
        data = WRITERS[format_]({self.kind: serialized(self.kind, chosen)})
        name = f"{self.kind}-{timezone.now():%Y-%m-%d}.{format_}"
        attachment = {"Content-Disposition": f'attachment; filename="{name}"'}
        return HttpResponse(data, content_type=TYPES[format_], headers=attachment)

    def _export_page(self, request: HttpRequest, form: FormatForm, count: int, target: str) -> HttpResponse:
        context = {"form": form, "count": count, "target": target}
        return self._exchange_page(
            request, f"Export {self.opts.verbose_name_plural}", context, "admin/exchange/export.html"
        )

    # Both

    def _own_address(self, page: str) -> str:
        return reverse(f"admin:{self.opts.app_label}_{self.opts.model_name}_{page}")

    def _exchange_page(
        self, request: HttpRequest, title: str, context: dict[str, Any], template: str = "admin/exchange/import.html"
    ) -> TemplateResponse:
        part = LAYOUTS[self.kind]
        told = {
            "limits": limits.LIMITS,
            "per_minute": limits.PER_SECOND * 60,
            "kind": self.kind,
            "columns": part.columns,
            "lists": {key: " | ".join(detail.columns) for key, detail in part.children.items()},
            "watch": uploads.Progress.new_key(),
            "progress_url": self._own_address("import_progress"),
            "opts": self.opts,
            "title": title,
            "media": self.media,
        }
        shared = {**self.admin_site.each_context(request), **told}
        return TemplateResponse(request, template, shared | context)


def _tally(report: Report) -> list[tuple[str, int]]:
    counts = [row.outcome for row in report.rows]
    return [(outcome, counts.count(outcome)) for outcome in OUTCOMES]


def _writes(report: Report) -> bool:
    return any(row.outcome in {NEW, CHANGED} for row in report.rows)


def _query(request: HttpRequest) -> str:
    return f"?{request.GET.urlencode()}" if request.GET else ""
