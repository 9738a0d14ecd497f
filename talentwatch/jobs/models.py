"""A job: one piece of work that is too long for a request, with its progress and its result."""

from datetime import timedelta
from typing import Any

from django.conf import settings
from django.core.serializers.json import DjangoJSONEncoder
from django.db import models, transaction
from django.utils import timezone

KEPT = timedelta(days=7)  # that a job, its file and its result are kept after its end
MAX_STEP_LENGTH = 60
MAX_OPEN = 5  # jobs of one user that wait or run


class QueueFullError(Exception):
    """The user has as many open jobs as one user may have; the message says so."""


class State(models.TextChoices):
    QUEUED = "queued", "Waiting"
    RUNNING = "running", "Running"
    DONE = "done", "Done"
    FAILED = "failed", "Failed"
    CANCELLED = "cancelled", "Cancelled"
    INTERRUPTED = "interrupted", "Interrupted"


OPEN_STATES = (State.QUEUED, State.RUNNING)
RESTARTABLE_STATES = (State.FAILED, State.INTERRUPTED)


class JobQuerySet(models.QuerySet["Job"]):
    def open(self) -> "JobQuerySet":
        return self.filter(state__in=OPEN_STATES)

    def owned_by(self, user: Any) -> "JobQuerySet":
        return self.filter(owner=user)

    def newest_result(self, kind: str, model: type[models.Model]) -> "Job | None":
        """The last job of this kind about a model that has a result."""
        done = self.filter(kind=kind, state=State.DONE, parameters__model=model._meta.label_lower)
        return done.order_by("-finished_at", "-pk").first()


class Job(models.Model):
    """One piece of long work. A worker (`manage.py run_jobs`) runs one after the other."""

    dates_edits = False  # it is no part of the timeline

    kind = models.CharField(max_length=40, editable=False, help_text="What is done: import, merge …")
    title = models.CharField(max_length=300, editable=False, help_text="What is done, in words.")
    owner = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.CASCADE,
        related_name="+",
        editable=False,
        help_text="Who started it, and whose permissions it has.",
    )
    parameters = models.JSONField(default=dict, encoder=DjangoJSONEncoder, editable=False)
    file = models.BinaryField(null=True, editable=False)
    state = models.CharField(max_length=20, choices=State, default=State.QUEUED, editable=False, db_index=True)
    step = models.CharField(
        max_length=MAX_STEP_LENGTH, blank=True, default="", editable=False, help_text="What it does now."
    )
    done = models.PositiveIntegerField(default=0, editable=False, help_text="Records done in this step.")
    total = models.PositiveIntegerField(default=0, editable=False, help_text="Records to do in this step.")
    is_writing = models.BooleanField(
        default=False, editable=False, help_text="The final write has begun, and it can't be cancelled."
    )
    is_cancelled = models.BooleanField(default=False, editable=False, help_text="Somebody asked to cancel it.")
    result = models.JSONField(null=True, encoder=DjangoJSONEncoder, editable=False)
    error = models.TextField(blank=True, default="", editable=False, help_text="Why it failed.")
    queued_at = models.DateTimeField(default=timezone.now, editable=False)
    started_at = models.DateTimeField(null=True, editable=False)
    finished_at = models.DateTimeField(null=True, editable=False)

    objects = JobQuerySet.as_manager()

    class Meta:
        ordering = ["-pk"]
        default_permissions = ()  # users who may do the work may start it, and look at their own
        verbose_name = "background task"  # an editor's job is an employment

    def __str__(self) -> str:
        return self.title

    @property
    def is_open(self) -> bool:
        return self.state in OPEN_STATES

    @property
    def can_cancel(self) -> bool:
        return self.is_open and not self.is_writing and not self.is_cancelled

    @property
    def can_restart(self) -> bool:
        return self.state in RESTARTABLE_STATES

    def finish(self, state: State, *, result: Any = None, error: str = "") -> bool:
        """End the running job; False if it was ended already, as interrupted by another worker."""
        values = {
            "state": state,
            "result": result,
            "error": error.replace("\0", ""),
            "finished_at": timezone.now(),
            "is_writing": False,
        }
        # A file is needed as long as the job may be confirmed or started again.
        if state == State.CANCELLED:
            values["file"] = None
        is_ended = bool(Job.objects.filter(pk=self.pk, state=State.RUNNING).update(**values))
        self.refresh_from_db()
        return is_ended

    def cancel(self) -> bool:
        """Cancel the job: at once if it waits, else at its next step. False once its final write has begun."""
        waiting = Job.objects.filter(pk=self.pk, state=State.QUEUED)
        if waiting.update(state=State.CANCELLED, is_cancelled=True, file=None, finished_at=timezone.now()):
            return True
        running = Job.objects.filter(pk=self.pk, state=State.RUNNING, is_writing=False)
        return bool(running.update(is_cancelled=True))


def check_open_jobs(user: Any) -> None:
    """Raise QueueFullError if the user has as many open jobs as one user may have."""
    if Job.objects.open().owned_by(user).count() >= MAX_OPEN:
        raise QueueFullError(f"{MAX_OPEN} of your tasks wait or run already. Wait for one of them, or cancel one.")


def prune_jobs() -> None:
    """Delete the jobs that ended longer ago than they are kept."""
    with transaction.atomic():
        Job.objects.filter(finished_at__lt=timezone.now() - KEPT).delete()
