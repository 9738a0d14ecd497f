"""The worker: it runs the jobs of the queue, one after the other, and its second thread keeps their progress."""

import logging
import os
import platform
import signal
import threading
import time
from typing import Any

from django.core.management import call_command
from django.db import Error, connection, connections
from django_tasks import DEFAULT_TASK_BACKEND_ALIAS, DEFAULT_TASK_QUEUE_NAME
from django_tasks_db.management.commands.db_worker import Worker as LibraryWorker
from django_tasks_db.models import DBTaskResult

from talentwatch.jobs.models import KEPT, Job, State, prune_jobs
from talentwatch.jobs.running import INTERRUPTED, JobRun, run_job
from talentwatch.jobs.worker_lock import WorkerLock

INTERVAL = 1.0  # seconds between two looks at the queue, and between two updates of the progress
PRUNED_EVERY = 3600  # seconds
STOPPED_WITHIN = 10  # seconds in which a worker whose server has ended stops what it does
logger = logging.getLogger(__name__)


class Monitor(threading.Thread):
    """The worker's second thread, with a connection of its own: it holds the lock and stores the progress.

    On SQLite it can't store anything during the final write of a job; there the progress stops until that is done.
    """

    def __init__(self, parent: int | None = None) -> None:
        super().__init__(daemon=True)
        self.parent = parent  # the process that the worker ends with
        self.lock = WorkerLock()
        self.stopped = threading.Event()
        self.parent_gone_at: float | None = None

    def run(self) -> None:  # pragma: no cover  a thread; what it repeats is tested
        try:
            while not self.stopped.wait(0 if not self.lock.is_held else INTERVAL):
                self.tick()
                if not self.lock.is_held:
                    self.stopped.wait(INTERVAL)
        finally:
            self.lock.release()
            connections.close_all()

    def tick(self) -> None:
        """What is done every second: look after the parent, the lock, and the running job."""
        self.look_after_parent()
        try:
            if self.lock.is_held:
                self.lock.confirm()
            elif self.lock.acquire():
                interrupt_lost_jobs()
            self.store_progress()
        except Error as error:
            self.handle_error(error)

    def handle_error(self, error: Error) -> None:
        """Without its connection, the worker has no lock on PostgreSQL, so that another one may have begun."""
        logger.warning("The worker has no database: %s", error)
        if connection.vendor == "postgresql":  # pragma: no cover  coverage is measured on SQLite
            if run := JobRun.current:
                run.is_interrupted = True
            connection.close_if_unusable_or_obsolete()
            self.lock.release()

    def store_progress(self) -> None:
        """Store how far the running job is, and tell it if it was cancelled."""
        run = JobRun.current
        if run is None:
            return
        # A row that the final write is about to change isn't waited for.
        if run.is_writing and connection.vendor == "sqlite":
            return
        row = Job.objects.filter(pk=run.job.pk, state=State.RUNNING)
        row.update(step=run.step, done=run.done, total=run.total)
        run.is_cancelled = row.filter(is_cancelled=True).exists()

    def look_after_parent(self) -> None:
        """End the worker once the server that it was started with has ended, in whatever way."""
        if self.parent is None or os.getppid() == self.parent:
            return
        if self.parent_gone_at is None:
            self.parent_gone_at = time.monotonic()
            os.kill(os.getpid(), signal.SIGTERM)
        elif time.monotonic() - self.parent_gone_at > STOPPED_WITHIN:
            # Nothing half done is stored: the database undoes it, and the next worker says that the job was interrupted.
            os._exit(1)


def interrupt_lost_jobs() -> None:
    """The process that has the lock is the only worker, so jobs that run elsewhere don't."""
    lost = Job.objects.filter(state=State.RUNNING)
    if run := JobRun.current:
        lost = lost.exclude(pk=run.job.pk)
    for job in lost:
        job.finish(State.INTERRUPTED, error=INTERRUPTED)


class Worker:
    """Runs the queue until it is stopped by a signal."""

    def __init__(self, parent: int | None = None) -> None:
        self.monitor = Monitor(parent)
        self.pruned_at: float | None = None
        self.is_stopping = False

    def run(self) -> None:
        signal.signal(signal.SIGTERM, self.stop)
        # A process that was started in the background ignores Ctrl-C, which is for the server beside it.
        if signal.getsignal(signal.SIGINT) != signal.SIG_IGN:
            signal.signal(signal.SIGINT, self.stop)
        self.monitor.start()
        try:
            while not self.is_stopping:
                if not self.tick():
                    time.sleep(INTERVAL)
        finally:
            self.monitor.stopped.set()
            self.monitor.join(STOPPED_WITHIN)

    def stop(self, _number: int, _frame: Any) -> None:
        """End after what runs now, and that at its next record; at a second signal, at once."""
        if self.is_stopping:
            os._exit(1)
        self.is_stopping = True
        if run := JobRun.current:
            run.is_interrupted = True

    def tick(self) -> bool:
        """Run the next job, if this is the worker; False if there was none, or no database."""
        if not self.monitor.lock.is_held:
            return False
        try:
            if self.pruned_at is None or time.monotonic() - self.pruned_at > PRUNED_EVERY:
                prune_jobs()
                call_command("prune_db_task_results", min_age_days=KEPT.days, verbosity=0)
                self.pruned_at = time.monotonic()
            if not Job.objects.filter(state=State.QUEUED).exists():
                return False
            # The other way round, a job that is queued between the two looks would seem to have no task.
            if not DBTaskResult.objects.ready().exists():
                queue_lost_jobs()
            run_next_job()
        except Error as error:
            logger.warning("The worker has no database: %s", error)
            connection.close_if_unusable_or_obsolete()
            return False
        return True


def queue_lost_jobs() -> None:
    """Give the jobs that wait a task again, which they lost if the worker ended, or its database failed, as it took the task.

    One task too many does no harm: run_job() runs only what waits.
    """
    for pk in Job.objects.filter(state=State.QUEUED).order_by("pk").values_list("pk", flat=True):
        run_job.enqueue(pk)


def run_next_job() -> None:
    """Run one task by the library's own worker, which marks it as taken, so that none runs twice.

    Its command would set signal handlers of its own, which lose a signal that comes while a task ends.
    """
    LibraryWorker(
        queue_names=[DEFAULT_TASK_QUEUE_NAME],
        excluded_queue_names=[],
        interval=0,
        batch=True,
        backend_name=DEFAULT_TASK_BACKEND_ALIAS,
        startup_delay=False,
        max_tasks=1,
        worker_id=f"{platform.node()}-{os.getpid()}"[:64],
    ).run()
