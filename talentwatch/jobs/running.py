"""Running a job: its progress, cancelling it, its final write; and the task that the worker calls."""

import json
import logging
from collections.abc import Callable
from typing import Any

from django.core.exceptions import BadRequest, PermissionDenied
from django.core.serializers.json import DjangoJSONEncoder
from django.db import OperationalError, transaction
from django.utils import timezone
from django_tasks import task

from talentwatch.jobs.kinds import KINDS, JobError
from talentwatch.jobs.models import MAX_STEP_LENGTH, Job, State, check_open_jobs
from talentwatch.records.locks import LOCK_TIMEOUT_MESSAGE, is_lock_timeout

MAX_ATTEMPTS = 30  # to get the lock for the final write, each of EDIT_LOCK_TIMEOUT; editors save in between
CRASHED = "Something went wrong. The server's log says what. Nothing was changed."
INTERRUPTED = "The worker was stopped before the work was done. Nothing was changed."
NOT_ALLOWED = "You may no longer log in to the desk, so your task wasn’t run."
WRITING = "Writing"
NUL = r"\u0000"  # in JSON
logger = logging.getLogger(__name__)


class JobCancelledError(Exception):
    """Its owner cancelled the job."""


class JobInterruptedError(Exception):
    """The worker is being stopped."""


class JobRun:
    """A job while it runs. The work says how far it is by `update`, which ends it where that was asked for.

    Nothing is stored here: the connection of the work may see a copy of the records only, or be in a transaction. The
    worker's second thread stores the progress, and looks whether the job was cancelled (worker.py).
    """

    current: "JobRun | None" = None  # the one of this process

    def __init__(self, job: Job) -> None:
        self.job, self.user = job, job.owner
        self.step, self.done, self.total = "", 0, 0
        self.is_writing = self.is_cancelled = self.is_interrupted = False

    def begin(self, step: str) -> None:
        """The work goes on with another step, which an editor reads: “Checking”.

        Raises ValueError if that is too long for the monitor to store, which on SQLite nothing else would notice.
        """
        if len(step) > MAX_STEP_LENGTH:
            raise ValueError(f"{step!r} is longer than {MAX_STEP_LENGTH} characters.")
        self.step, self.done, self.total = step, 0, 0
        self.check()

    def update(self, done: int, total: int) -> None:
        """So many records of this step are done. Raises JobCancelledError or JobInterruptedError to end the work."""
        self.done, self.total = done, total
        self.check()

    def check(self) -> None:
        if self.is_interrupted:
            raise JobInterruptedError
        if self.is_cancelled and not self.is_writing:
            raise JobCancelledError

    def write(self, act: Callable[[], dict[str, Any]]) -> dict[str, Any]:
        """Do the final write in one transaction, together with the end of the job, and return its result.

        So a job whose changes are stored is never shown as interrupted, nor the other way round. Raises
        JobCancelledError if the job was cancelled before, and JobError if other edits hold the lock for too long.
        """
        running = Job.objects.filter(pk=self.job.pk, state=State.RUNNING, is_cancelled=False)
        if not running.update(is_writing=True):
            raise JobCancelledError
        self.is_writing = True
        for _ in range(MAX_ATTEMPTS):
            self.begin(WRITING)
            try:
                with transaction.atomic():
                    result = act()
                    if not self.job.finish(State.DONE, result=result):
                        raise JobInterruptedError
            except OperationalError as error:
                if not is_lock_timeout(error):
                    raise
            else:
                return result
        raise JobError(LOCK_TIMEOUT_MESSAGE)

    def stop_writing(self) -> None:
        """The final write was given up and undone, and the work goes on without one: it can be cancelled again."""
        self.is_writing = False
        Job.objects.filter(pk=self.job.pk, state=State.RUNNING).update(is_writing=False)


@task()
def run_job(pk: int) -> None:
    """Run one job of the queue. Does nothing if it was cancelled or deleted while it waited."""
    values = {"state": State.RUNNING, "started_at": timezone.now(), "step": "", "done": 0, "total": 0}
    if not Job.objects.filter(pk=pk, state=State.QUEUED).update(**values):
        return
    job = Job.objects.select_related("owner").get(pk=pk)
    run = JobRun.current = JobRun(job)
    try:
        result = run_checked(run)
        # Where there was a final write, it has ended the job.
        job.finish(State.DONE, result=result)
    except JobCancelledError:
        job.finish(State.CANCELLED)
    except JobInterruptedError:
        job.finish(State.INTERRUPTED, error=INTERRUPTED)
    except JobError as error:
        job.finish(State.FAILED, error=str(error))
    except Exception:
        logger.exception("The job %s (%s) failed.", job.pk, job)
        job.finish(State.FAILED, error=CRASHED)
    finally:
        JobRun.current = None


def run_checked(run: JobRun) -> dict[str, Any]:
    """Do the work, if its owner still may. Raises JobError where they may not."""
    kind = KINDS[run.job.kind]
    if not (run.user.is_active and run.user.is_staff):
        raise JobError(NOT_ALLOWED)
    if error := kind.permission_error(run.job, run.user):
        raise JobError(error)
    return kind.run(run)


def queue_job(kind: str, user: Any, title: str, parameters: dict[str, Any], file: bytes | None = None) -> Job:
    """Queue a job of this user.

    Raises PermissionDenied where the user may not do the work, QueueFullError where too many of their jobs are open, and
    BadRequest for a NUL in a parameter, which PostgreSQL can't store and no form sends.
    """
    # A backslash that was typed is two in JSON.
    if NUL in json.dumps(parameters, cls=DjangoJSONEncoder).replace(r"\\", ""):
        raise BadRequest("What was sent has a NUL.")
    check_open_jobs(user)
    job = Job(kind=kind, owner=user, title=title[:300], parameters=parameters, file=file)
    if error := KINDS[kind].permission_error(job, user):
        raise PermissionDenied(error)
    # A worker sees either both or none.
    with transaction.atomic():
        job.save()
        run_job.enqueue(job.pk)
    return job


def restart_job(job: Job) -> bool:
    """Queue a job that failed or was interrupted again; False for any other."""
    if not job.can_restart:
        return False
    check_open_jobs(job.owner)
    values = {
        "state": State.QUEUED,
        "queued_at": timezone.now(),
        "started_at": None,
        "finished_at": None,
        "error": "",
        "is_cancelled": False,
    }
    with transaction.atomic():
        # Pressed twice, it is queued once.
        if not Job.objects.filter(pk=job.pk, state=job.state).update(**values):
            return False
        run_job.enqueue(job.pk)
    return True
