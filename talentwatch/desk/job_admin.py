"""The pages about long work: an editor's jobs, and for each its progress, its result, and the buttons to cancel or repeat it."""

from typing import Any

from django.contrib import admin, messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect, JsonResponse
from django.shortcuts import get_object_or_404
from django.template.loader import render_to_string
from django.template.response import TemplateResponse
from django.urls import path, reverse
from django.utils.decorators import method_decorator
from django.views.decorators.http import require_POST

from talentwatch.desk.links import admin_url
from talentwatch.desk.model_admin import DeskModelAdmin
from talentwatch.jobs.kinds import KINDS
from talentwatch.jobs.models import KEPT, Job, QueueFullError, State
from talentwatch.jobs.running import queue_job, restart_job
from talentwatch.jobs.worker_lock import worker_is_running
from talentwatch.publishing.permissions import has_permission
from talentwatch.records.references import publishable_models

MAX_LISTED = 5
NO_WORKER = (
    "No worker is running, so background tasks wait. The people who run the server can start one: manage.py run_jobs."
)


@admin.register(Job)
class JobAdmin(DeskModelAdmin):
    """Each editor's own jobs; a superuser sees all."""

    list_display = ("title", "state", "owner", "queued_at", "started_at", "finished_at")
    list_display_links = ("title",)
    list_select_related = ("owner",)
    list_per_page = 50
    change_form_template = "admin/desk/job.html"

    def get_urls(self) -> Any:
        views = (("cancel", self.cancel_view), ("restart", self.restart_view), ("progress", self.progress_view))
        urls = [
            path(f"<str:object_id>/{name}/", self.admin_site.admin_view(view), name=f"jobs_job_{name}")
            for name, view in views
        ]
        return [*urls, *super().get_urls()]

    def get_queryset(self, request: HttpRequest) -> Any:
        jobs = super().get_queryset(request).defer("file", "result")
        return jobs if request.user.is_superuser else jobs.filter(owner=request.user.pk)

    def has_module_permission(self, request: HttpRequest) -> bool:
        return self.admin_site.has_permission(request)

    def has_view_permission(self, request: HttpRequest, obj: Job | None = None) -> bool:
        return self.admin_site.has_permission(request)

    def has_add_permission(self, request: HttpRequest) -> bool:
        return False

    def has_change_permission(self, request: HttpRequest, obj: Job | None = None) -> bool:
        return False

    def has_delete_permission(self, request: HttpRequest, obj: Job | None = None) -> bool:
        return False

    def change_view(
        self, request: HttpRequest, object_id: str, form_url: str = "", extra_context: Any = None
    ) -> HttpResponse:
        """How far the job is, or what came of it. A job whose result has a page of its own goes there."""
        job = self.get_object(request, object_id)
        if job is None:
            # As Django's own pages of records.
            self.message_user(request, f"There is no such task. Tasks are kept for {KEPT.days} days.", messages.WARNING)
            return HttpResponseRedirect(reverse("admin:index"))
        result_url = KINDS[job.kind].result_url
        if job.state == State.DONE and result_url:
            return HttpResponseRedirect(result_url(job))
        context = {
            **self.admin_site.each_context(request),
            **progress_context(job),
            "job": job,
            "opts": self.opts,
            "title": job.title,
            "kept_days": KEPT.days,
            "media": self.media,
        }
        return TemplateResponse(request, self.change_form_template, context)

    def progress_view(self, request: HttpRequest, object_id: str) -> HttpResponse:
        """What the script of the page asks for: {is_open, text}."""
        job = self.get_job(request, object_id)
        text = render_to_string("admin/desk/job_progress.html", {"job": job, **progress_context(job)}).strip()
        return JsonResponse({"is_open": job.is_open, "text": text}, headers={"Cache-Control": "no-store"})

    @method_decorator(require_POST)
    def cancel_view(self, request: HttpRequest, object_id: str) -> HttpResponse:
        job = self.get_job(request, object_id)
        if not job.cancel():
            self.message_user(request, "It was too late to cancel this task.", messages.WARNING)
        return HttpResponseRedirect(admin_url(job))

    @method_decorator(require_POST)
    def restart_view(self, request: HttpRequest, object_id: str) -> HttpResponse:
        job = self.get_job(request, object_id)
        if job.owner != request.user:
            raise PermissionDenied
        try:
            if not restart_job(job):
                self.message_user(request, "This task can’t be started again.", messages.WARNING)
        except QueueFullError as error:
            self.message_user(request, str(error), messages.WARNING)
        return HttpResponseRedirect(admin_url(job))

    def get_job(self, request: HttpRequest, object_id: str) -> Job:
        job: Job = get_object_or_404(self.get_queryset(request), pk=object_id)
        return job


def progress_context(job: Job) -> dict[str, Any]:
    """The parts of the progress line. A running job without a worker was lost with its worker."""
    has_worker = not job.is_open or worker_is_running()
    before = Job.objects.open().filter(pk__lt=job.pk).count() if job.state == State.QUEUED else 0
    return {"has_worker": has_worker, "before": before, "no_worker": NO_WORKER}


def start_job(  # noqa: PLR0913, PLR0917 a job has no fewer parts
    request: HttpRequest,
    model_admin: "admin.ModelAdmin[Any]",
    kind: str,
    title: str,
    parameters: dict[str, Any],
    file: bytes | None = None,
) -> HttpResponse | None:
    """Queue a job and go to its page; where too many of the user's jobs are open, say so and return None."""
    try:
        job = queue_job(kind, request.user, title, parameters | {"page": request.get_full_path()}, file)
    except QueueFullError as error:
        model_admin.message_user(request, str(error), messages.WARNING)
        return None
    return HttpResponseRedirect(admin_url(job))


def finished_job(request: HttpRequest, kind: str, key: str) -> Job:
    """The job of this user, of this kind, that the address names and that has a result. Raises Http404."""
    if not (key.isascii() and key.isdecimal() and len(key) < 19):  # noqa: PLR2004 of a 64-bit integer
        raise Http404
    return get_object_or_404(Job.objects.owned_by(request.user).filter(kind=kind, state=State.DONE), pk=key)


def render_jobs(request: HttpRequest) -> str:
    """A section of the front page: this editor's latest jobs, and whether a worker runs at all."""
    jobs = list(Job.objects.owned_by(request.user).defer("file", "result")[:MAX_LISTED])
    may_start = any(has_permission(request.user, "merge", model) for model in publishable_models())
    if not (jobs or may_start):
        return ""
    context = {"jobs": jobs, "no_worker": "" if worker_is_running() else NO_WORKER}
    return render_to_string("admin/desk/jobs.html", context, request) if jobs or context["no_worker"] else ""
