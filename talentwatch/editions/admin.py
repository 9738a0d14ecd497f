"""Editions at the desk: a publisher looks at what one would hold, and releases it. Only its note can be changed afterwards."""

from typing import Any

from django import forms
from django.contrib import admin
from django.core.exceptions import PermissionDenied, ValidationError
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.template.response import TemplateResponse
from django.utils import timezone
from django.utils.decorators import method_decorator
from django.views.decorators.csrf import csrf_protect
from simple_history.admin import SimpleHistoryAdmin

from talentwatch.desk.job_admin import start_job
from talentwatch.desk.links import admin_url
from talentwatch.desk.model_admin import DeskModelAdmin
from talentwatch.desk.unsaved_forms import take_form
from talentwatch.editions.models import Edition
from talentwatch.editions.release import (
    NOTHING_PUBLIC,
    NOUNS,
    ListChanges,
    count_rows,
    describe_changes,
    preview_release,
    release_edition,
)
from talentwatch.jobs.kinds import JobError, JobKind, register
from talentwatch.jobs.running import JobRun

RELEASE = "release edition"
MAX_ROWS_IN_REQUEST = 10_000  # whose files take some five seconds


class ReleaseForm(forms.ModelForm):
    seen = forms.IntegerField(widget=forms.HiddenInput, required=False)

    class Meta:
        model = Edition
        fields = ("slug", "note")
        widgets = {"note": forms.Textarea(attrs={"class": "vLargeTextField", "rows": 4, "dir": "auto"})}


@admin.register(Edition)
class EditionAdmin(DeskModelAdmin, SimpleHistoryAdmin):
    list_display = ("slug", "at", "last_change", "note")
    fields = ("slug", "at", "last_change", "note", "new")
    readonly_fields = ("slug", "at", "last_change", "new")
    search_fields = ("slug", "note")
    ordering = ("-at",)

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False

    @admin.display(description="last change", ordering="seq")
    def last_change(self, edition: Edition) -> str:
        return f"number {edition.seq:,}"

    @admin.display(description="changes")
    def new(self, edition: Edition) -> str:
        return " ".join(describe_changes({name: ListChanges(**one) for name, one in edition.changes.items()}))

    @method_decorator(csrf_protect)
    def add_view(self, request: HttpRequest, form_url: str = "", extra_context: Any = None) -> HttpResponse:
        """Show what the edition would hold; release exactly that once it is confirmed. Files are written outside a transaction."""
        if not self.has_add_permission(request):
            raise PermissionDenied
        try:
            preview = preview_release()
        except ValidationError:
            preview = None
        data = request.POST if request.method == "POST" else take_form(request)
        month = f"{timezone.now():%Y-%m}"
        form = ReleaseForm(data, initial={"slug": "" if Edition.objects.filter(slug=month).exists() else month})
        if request.method == "POST" and form.is_valid():
            if preview is None:
                form.add_error(None, NOTHING_PUBLIC)
            elif form.cleaned_data["seen"] != preview.seq:
                form.add_error(
                    None, "Something has changed since you opened this page. Look at it, and release it again."
                )
            elif response := self._release(request, form, sum(preview.rows.values())):
                return response
        if data:
            form.data = {**data.dict(), "seen": str(preview.seq) if preview else ""}
        form.initial["seen"] = preview.seq if preview else None
        context = {
            **self.admin_site.each_context(request),
            "title": "Release an edition",
            "form": form,
            "preview": preview,
            "rows": [count_rows(preview.rows[name], name) for name in NOUNS if name in preview.rows] if preview else [],
            "changes": describe_changes(preview.changes) if preview else [],
            "opts": self.opts,
            "media": self.media,
        }
        return TemplateResponse(request, "admin/editions/release.html", context)

    def _release(self, request: HttpRequest, form: ReleaseForm, rows: int) -> HttpResponse | None:
        slug, note = form.cleaned_data["slug"], form.cleaned_data["note"]
        if rows > MAX_ROWS_IN_REQUEST:
            return start_job(request, self, RELEASE, f"Release edition {slug}", {"slug": slug, "note": note})
        try:
            edition = release_edition(slug, note, user=request.user)
        except ValidationError as error:
            form.add_error(None, error.messages)
            return None
        self.log_addition(request, edition, "Released.")
        self.message_user(request, f"Edition {edition} is released.")
        return HttpResponseRedirect(admin_url(edition))


def run_release(run: JobRun) -> dict[str, Any]:
    """Release what was confirmed; what changed since is in it too."""
    run.begin("Writing the files")
    try:
        edition = release_edition(run.job.parameters["slug"], run.job.parameters["note"], user=run.user)
    except ValidationError as error:
        raise JobError(" ".join(error.messages)) from error
    return {
        "lines": [{"text": "Released", "links": [{"name": f"Edition {edition}", "url": admin_url(edition)}]}],
    }


def release_error(user: Any) -> str:
    return "" if user.has_perm("editions.add_edition") else "Your role doesn’t let you release editions."


register(JobKind(RELEASE, run_release, lambda _job, user: release_error(user)))
