"""Import and export at the desk: upload, preview and confirm a file; choose a format and download it."""

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

from talentwatch.desk.job_admin import finished_job, start_job
from talentwatch.desk.reason_fields import CorrectionField, ReasonField, SentenceField
from talentwatch.exchange import limits, uploads
from talentwatch.exchange.cells import line_format
from talentwatch.exchange.import_jobs import IMPORT, import_content, is_imported, preview_content, stored_report
from talentwatch.exchange.importer import Content
from talentwatch.exchange.layout import LAYOUTS, LIST_OF
from talentwatch.exchange.limits import FileError
from talentwatch.exchange.readers import FORMATS, check_file, read
from talentwatch.exchange.report import CHANGED, NEW, ImportReport
from talentwatch.exchange.serialization import serialized
from talentwatch.exchange.writers import CONTENT_TYPES, WRITERS, template
from talentwatch.jobs.kinds import MAX_ROWS_IN_REQUEST
from talentwatch.jobs.models import Job, State
from talentwatch.publishing.permissions import has_permission
from talentwatch.text import whole_number

OUTDATED = "The records have changed since the preview. This is what the import would do now; nothing was imported yet."
EXPIRED_JOB = "The file of this preview was imported already, or isn’t kept any more. Upload it again."
EXPIRED = "This upload has expired: files are kept for an hour, for the editor who sent them. Upload the file again."


ANSWER = "answer-"  # begins the name of the box about a row, before its list and slug
PREVIEW = "_preview"  # the button that shows the outcome of other answers
DIFFERENT = "="  # its value, which no slug is, for a record that is another one


class UploadForm(forms.Form):
    """The file, and what to do with its new records."""

    file = forms.FileField(label="File", widget=forms.FileInput(attrs={"accept": ",".join(FORMATS)}))
    publish = forms.BooleanField(label="Publish new records", required=False, help_text="Otherwise they are drafts.")
    reason = ReasonField()

    def __init__(self, *args: Any, can_publish: bool, **options: Any) -> None:
        super().__init__(*args, **options)
        if not can_publish:
            del self.fields["publish"]

    def clean_file(self) -> Any:
        """Refuse a file by its name and size, before reading any of it."""
        file = self.cleaned_data["file"]
        try:
            check_file(file.name, file.size)
        except FileError as error:
            raise forms.ValidationError(str(error)) from error
        return file


class ConfirmForm(forms.Form):
    """The note for readers about an import that corrects something."""

    correction = CorrectionField()
    different_because = SentenceField(
        "How the new ones differ",
        "Why those that you call different are, such as another field. Kept, so that nobody is asked again.",
    )


class FormatForm(forms.Form):
    format = forms.ChoiceField(
        choices=(
            ("xlsx", "Excel workbook (.xlsx)"),
            ("csv", "CSV for spreadsheets (.csv)"),
            ("json", "JSON, exact, for programs (.json)"),
        ),
        widget=forms.RadioSelect,
        initial="xlsx",
    )
    items = forms.CharField(required=False, widget=forms.HiddenInput)  # the primary keys of those that were selected

    def clean(self) -> dict[str, Any]:
        cleaned: dict[str, Any] = self.cleaned_data
        items = cleaned["items"].split(",") if cleaned.get("items") else []
        keys = {key for item in items if (key := whole_number(item)) is not None}
        if len(keys) > limits.MAX_ROWS:
            text = f"Select at most {limits.MAX_ROWS:,} records, or export the list as it is filtered."
            raise forms.ValidationError(text)
        if items and not keys:
            raise forms.ValidationError("Select the records again: this isn’t a list of records.")
        return cleaned | {"items": keys}


def has_other_answers(request: HttpRequest, preview: dict[str, Any], answered: dict[str, Any]) -> bool:
    """Whether a preview with other answers was asked for, or other answers were given than it had."""
    has_answers = answered["answers"] or preview["answers"]
    return PREVIEW in request.POST or bool(
        has_answers and any(preview[key] != value for key, value in answered.items())
    )


def imported_message(report: ImportReport, preview: dict[str, Any]) -> str:
    counts = ", ".join(f"{count} {outcome}" for outcome, count in report.totals.items() if count)
    return f"Imported {preview['file']}: {counts or 'no rows'}."


def read_answers(request: HttpRequest, form: ConfirmForm) -> dict[str, Any]:
    """What was answered of rows that may repeat stored records, and why others differ; without a reason, none does."""
    boxes = {key.removeprefix(ANSWER): slug for key, slug in request.POST.items() if key.startswith(ANSWER) and slug}
    reason = form.cleaned_data["different_because"] if form.is_valid() else ""
    if form.is_valid() and DIFFERENT in boxes.values() and not reason:
        form.add_error("different_because", "Say why these are different.")
    answers = {key: slug for key, slug in boxes.items() if slug != DIFFERENT}
    answers |= {key: "" for key, slug in boxes.items() if slug == DIFFERENT and reason}
    return {"answers": answers, "different_because": reason}


class ExchangeAdmin(admin.ModelAdmin):
    """A ModelAdmin of a record whose list can be imported and exported as a timeline file."""

    change_list_template = "admin/exchange/change_list.html"
    actions = ("export_selected",)

    @property
    def kind(self) -> str:
        return LIST_OF[self.model]

    def get_urls(self) -> Any:
        views = [
            ("import/", self.import_view, "import"),
            ("import/template/", self.template_view, "import_template"),
            ("import/progress/", self.progress_view, "import_progress"),
            ("process_import/", self.confirm_import_view, "process_import"),
            ("export/", self.export_view, "export"),
        ]
        prefix = f"{self.opts.app_label}_{self.opts.model_name}"
        urls = [
            path(address, self.admin_site.admin_view(view), name=f"{prefix}_{name}") for address, view, name in views
        ]
        return [*urls, *super().get_urls()]

    def url_of(self, page: str) -> str:
        return reverse(f"admin:{self.opts.app_label}_{self.opts.model_name}_{page}")

    def has_import_permission(self, request: HttpRequest) -> bool:
        return has_permission(request.user, "import", self.model)

    def has_export_permission(self, request: HttpRequest) -> bool:
        return has_permission(request.user, "view", self.model)

    def changelist_view(self, request: HttpRequest, extra_context: dict[str, Any] | None = None) -> HttpResponse:
        permissions = {
            "has_import_permission": self.has_import_permission(request),
            "has_export_permission": self.has_export_permission(request),
        }
        return super().changelist_view(request, permissions | (extra_context or {}))

    # Import

    def import_view(self, request: HttpRequest) -> HttpResponse:
        """Ask for a file; then show what would become of each of its rows."""
        if not self.has_import_permission(request):
            raise PermissionDenied
        data = (request.POST, request.FILES) if request.method == "POST" else ()
        if key := request.GET.get("job"):
            return self.show_job(request, finished_job(request, IMPORT, key))
        form = UploadForm(*data, can_publish=has_permission(request.user, "publish", self.model))
        if form.is_valid():
            file = form.cleaned_data["file"]
            name = PurePath(file.name).name
            preview = {
                "file": name,
                "publish": form.cleaned_data.get("publish", False),
                "reason": form.cleaned_data["reason"] or f"import of {name}",
                "answers": {},
                "different_because": "",
            }
            data = file.read()
            try:
                content = read(name, data, self.kind)
            except FileError as error:
                form.add_error("file", str(error))
            else:
                if len(content) <= MAX_ROWS_IN_REQUEST:
                    return self.preview_import(request, preview, data, content)
                if response := self.start_import(request, f"Preview of {name}", preview, data):
                    return response
        layout = LAYOUTS[self.kind]
        context = {
            "form": form,
            "kind": self.kind,
            "columns": layout.columns,
            "lists": {key: line_format(child) for key, child in layout.children.items()},
            "limits": limits.LIMITS,
            "rows_per_minute": f"{limits.ROWS_PER_SECOND * 60:,}",
        }
        return self.render_import(request, f"Import {self.opts.verbose_name_plural}", context)

    def template_view(self, request: HttpRequest) -> HttpResponse:
        """A workbook to fill in and import."""
        if not self.has_import_permission(request):
            raise PermissionDenied
        attachment = {"Content-Disposition": f'attachment; filename="{self.kind}.xlsx"'}
        return HttpResponse(template(self.kind), content_type=CONTENT_TYPES["xlsx"], headers=attachment)

    @method_decorator(require_POST)
    def confirm_import_view(self, request: HttpRequest) -> HttpResponse:
        """Import the file that was previewed, if the outcome is still the one that was shown."""
        if not self.has_import_permission(request):
            raise PermissionDenied
        preview = uploads.unsign(request.user, request.POST.get("token", ""))
        if preview and "job" in preview:
            return self.confirm_long_import(request, preview)
        data = uploads.load_upload(preview["upload"]) if preview else None
        if preview is None or data is None:
            self.message_user(request, EXPIRED, messages.WARNING)
            return HttpResponseRedirect(self.url_of("import"))
        content = read(preview["file"], data, self.kind)
        form = ConfirmForm(request.POST)
        answered = read_answers(request, form)
        if has_other_answers(request, preview, answered):
            uploads.delete_upload(preview["upload"])
            return self.preview_import(request, preview | answered, data, content, confirm_form=form)
        if not form.is_valid():
            return self.preview_import(request, preview, data, content, confirm_form=form)
        correction = form.cleaned_data["correction"]
        with uploads.counted(request) as progress:
            report = import_content(content, preview, request.user, correction=correction, progress=progress)
        uploads.delete_upload(preview["upload"])
        if report.note_error:
            form.add_error("correction", report.note_error)
        if not is_imported(report, preview):
            warning, shown_form = ("", form) if report.note_error else (OUTDATED, None)
            return self.preview_import(request, preview, data, content, warning, shown_form)
        self.message_user(request, imported_message(report, preview), messages.SUCCESS)
        return HttpResponseRedirect(self.url_of("changelist"))

    def confirm_long_import(self, request: HttpRequest, preview: dict[str, Any]) -> HttpResponse:
        """Queue the import of a file whose preview was a job; or another preview, if the answers are others now."""
        job = Job.objects.owned_by(request.user).filter(kind=IMPORT, state=State.DONE, pk=preview["job"]).first()
        if job is None or job.file is None:
            self.message_user(request, EXPIRED_JOB, messages.WARNING)
            return HttpResponseRedirect(self.url_of("import"))
        form = ConfirmForm(request.POST)
        answered = read_answers(request, form)
        data = bytes(job.file)
        if has_other_answers(request, preview, answered):
            response = self.start_import(request, f"Preview of {preview['file']}", preview | answered, data)
            return response or self.show_job(request, job, form)
        if form.is_valid() and (error := stored_report(job).note_error) and not form.cleaned_data["correction"]:
            form.add_error("correction", error)
        if not form.is_valid():
            return self.show_job(request, job, form)
        title, correction = f"Import of {preview['file']}", form.cleaned_data["correction"]
        response = self.start_import(request, title, preview, data, correction, job.pk)
        return response or self.show_job(request, job, form)

    def start_import(  # noqa: PLR0913, PLR0917 a job has no fewer parts
        self,
        request: HttpRequest,
        title: str,
        preview: dict[str, Any],
        data: bytes,
        correction: str | None = None,
        previewed_in: int | None = None,
    ) -> HttpResponse | None:
        """Queue a preview, or with a correction (an empty text, if there is none) an import. None: the queue is full."""
        stored = {key: value for key, value in preview.items() if key not in {"user", "job"}}
        parameters = {"model": self.opts.label_lower, "preview": stored, "correction": correction}
        return start_job(request, self, IMPORT, title, parameters | {"previewed_in": previewed_in}, data)

    def show_job(self, request: HttpRequest, job: Job, confirm_form: ConfirmForm | None = None) -> HttpResponse:
        """The report of a preview or an import that was a job, as of one that wasn't."""
        report, preview = stored_report(job), job.parameters["preview"]
        is_import = job.parameters["correction"] is not None
        done = job.result["is_imported"]  # type: ignore[index]  # it has one
        place = {"job": job.pk} if job.file and not done else None
        context = {"success": imported_message(report, preview) if done else ""}
        warning = OUTDATED if is_import and not done else ""
        return self.render_preview(request, report, preview, place, confirm_form, context | {"warning": warning})

    def preview_import(  # noqa: PLR0913, PLR0917 the page needs them all
        self,
        request: HttpRequest,
        preview: dict[str, Any],
        data: bytes,
        content: Content,
        warning: str = "",
        confirm_form: ConfirmForm | None = None,
    ) -> HttpResponse:
        started = time.monotonic()
        with uploads.counted(request) as progress:
            report = preview_content(content, preview, request.user, progress)
        context = {"warning": warning, "seconds": round(time.monotonic() - started)}
        place = None if report.has_errors else {"upload": uploads.store_upload(request.user, data)}
        return self.render_preview(request, report, preview, place, confirm_form, context)

    def render_preview(  # noqa: PLR0913, PLR0917 the same
        self,
        request: HttpRequest,
        report: ImportReport,
        preview: dict[str, Any],
        place: dict[str, Any] | None,
        confirm_form: ConfirmForm | None,
        context: dict[str, Any],
    ) -> HttpResponse:
        """The page of a report; `place` says where its file is kept, if it can be confirmed."""
        context |= {
            "report": report,
            "preview": preview,
            "confirm_form": confirm_form or ConfirmForm(initial={"different_because": preview["different_because"]}),
            "has_similar": any(row.similar for row in report.rows),
            "stored_answers": [(key, slug) for key, slug in preview["answers"].items() if slug],
            "has_changes": bool(report.totals[NEW] or report.totals[CHANGED] or report.stores_unversioned),
        }
        if place and not report.has_errors:
            context["token"] = uploads.sign(request.user, {**preview, **place, "digest": report.digest})
        return self.render_import(request, f"Import {preview['file']}", context)

    def render_import(self, request: HttpRequest, title: str, context: dict[str, Any]) -> TemplateResponse:
        progress = {"progress_key": uploads.Progress.new_key(), "progress_url": self.url_of("import_progress")}
        return self.render(request, "admin/exchange/import.html", title, progress | context)

    def progress_view(self, request: HttpRequest) -> HttpResponse:
        """How far this editor's import is: {done, of}."""
        done, total = uploads.Progress(request.user, request.GET.get("progress_key", "")).read()
        return JsonResponse({"done": done, "of": total}, headers={"Cache-Control": "no-store"})

    # Export

    def export_view(self, request: HttpRequest) -> HttpResponse:
        """Ask for a format; then send the records of the list as it is filtered, or those that were selected."""
        if not self.has_export_permission(request):
            raise PermissionDenied
        try:
            records = self.get_changelist_instance(request).queryset
        except IncorrectLookupParameters:
            return HttpResponseRedirect(self.url_of("changelist") + "?e=1")
        form = FormatForm(request.POST if request.method == "POST" else None)
        if form.is_valid():
            try:
                return self.export_file(form.cleaned_data["format"], records, form.cleaned_data["items"])
            except FileError as error:
                form.add_error(None, str(error))
        query = f"?{request.GET.urlencode()}" if request.GET else ""
        return self.render_export(request, form, records.count(), query)

    @admin.action(description="Export selected %(verbose_name_plural)s", permissions=["export"])
    def export_selected(self, request: HttpRequest, queryset: Any) -> HttpResponse:
        items = ",".join(map(str, queryset.order_by("pk").values_list("pk", flat=True)))
        return self.render_export(request, FormatForm(initial={"items": items}), queryset.count())

    def export_file(self, format_: str, records: Any, items: set[int]) -> HttpResponse:
        if items:
            chosen = self.model._base_manager.filter(pk__in=items)
        else:
            chosen = self.model._base_manager.filter(pk__in=records.order_by().values("pk"))
        data = WRITERS[format_]({self.kind: serialized(self.kind, chosen.order_by("slug"))})
        name = f"{self.kind}-{timezone.now():%Y-%m-%d}.{format_}"
        attachment = {"Content-Disposition": f'attachment; filename="{name}"'}
        return HttpResponse(data, content_type=CONTENT_TYPES[format_], headers=attachment)

    def render_export(self, request: HttpRequest, form: FormatForm, count: int, query: str = "") -> TemplateResponse:
        context = {"form": form, "count": count, "target": self.url_of("export") + query}
        title = f"Export {self.opts.verbose_name_plural}"
        return self.render(request, "admin/exchange/export.html", title, context)

    def render(self, request: HttpRequest, template: str, title: str, context: dict[str, Any]) -> TemplateResponse:
        page = {"opts": self.opts, "title": title, "media": self.media}
        return TemplateResponse(request, template, {**self.admin_site.each_context(request), **page, **context})
