"""Long work in tests: kinds of jobs made up for them, and the queue run without a worker."""

import sqlite3
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from pathlib import Path
from typing import Any

from django.db import connection
from django.test import Client
from django.urls import reverse

from talentwatch.jobs.kinds import KINDS, JobKind
from talentwatch.jobs.models import Job, State
from talentwatch.jobs.running import JobRun, run_job
from tests.support.migrated import connected_to


def run_queue() -> list[Job]:
    """Run all jobs that wait, as the worker does, and return them."""
    waiting = list(Job.objects.filter(state=State.QUEUED).order_by("pk"))
    for job in waiting:
        run_job.call(job.pk)
        job.refresh_from_db()
    return waiting


def open_result(desk: Client, response: Any) -> Any:
    """Follow an answer to the page of a job, run the queue, and open the page of the result."""
    assert "/jobs/job/" in response.url
    run_queue()
    return desk.get(response.url, follow=True)


def job_address(job: Job, page: str = "change") -> str:
    return reverse(f"admin:jobs_job_{page}", args=[job.pk])


@contextmanager
def kind_of_job(run: Callable[[JobRun], dict[str, Any]], error: str = "", name: str = "test") -> Iterator[JobKind]:
    """A kind of job that does this; `error` is why nobody may."""
    KINDS[name] = JobKind(name, run, lambda _job, _user: error)
    try:
        yield KINDS[name]
    finally:
        del KINDS[name]


@contextmanager
def database_of_its_own(folder: Path) -> Iterator[str]:
    """The test's database as other processes reach it, by its address: on SQLite a copy of it in a file."""
    if connection.vendor == "postgresql":
        values = connection.settings_dict
        yield f"postgres://{values['USER']}@{values['HOST']}:{values['PORT']}/{values['NAME']}"
        return
    file = folder / "copy.sqlite3"
    connection.ensure_connection()
    with closing(sqlite3.connect(file)) as copy:
        connection.connection.backup(copy)
    with connected_to(str(file)):
        yield f"sqlite:///{file}"
