"""The worker as a process: killed in the middle of a write, and ended together with its server."""

import json
import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

import pytest
from django.conf import settings
from django.contrib.auth.models import User

from people.models import Person
from talentwatch.changefeed.models import Change
from talentwatch.exchange.import_jobs import IMPORT, stored_report
from talentwatch.jobs.models import Job, State
from talentwatch.jobs.running import INTERRUPTED, queue_job, restart_job
from talentwatch.jobs.worker_lock import worker_is_running
from tests.support.jobs import database_of_its_own

pytestmark = pytest.mark.django_db(transaction=True)
WORKER = [sys.executable, "manage.py", "run_jobs"]
WITH_WORKER = [".ci/with-worker", "sleep", "120"]
ROWS = 1_500  # enough for the final write to be seen


def wait_for(condition: Callable[[], Any]) -> None:
    end = time.monotonic() + 60
    while not condition():
        assert time.monotonic() < end, "It didn't happen within a minute."
        time.sleep(0.05)


@contextmanager
def started(command: list[str], database: str) -> Iterator[subprocess.Popen[bytes]]:
    environment = {**os.environ, "DATABASE_URL": database, "LOG_LEVEL": "WARNING"}
    # In a session of its own, as a terminal starts it: a signal to the group is Ctrl-C. What runs in the background ignores
    # it, and so would its children, such as these if the tests run there.
    ignored = signal.signal(signal.SIGINT, signal.default_int_handler)
    try:
        process = subprocess.Popen(command, cwd=settings.ROOT, env=environment, start_new_session=True)
    finally:
        signal.signal(signal.SIGINT, ignored)
    try:
        wait_for(worker_is_running)
        yield process
    finally:
        if process.poll() is None:
            os.killpg(process.pid, signal.SIGKILL)
        process.wait()


def test_a_killed_worker_leaves_nothing_half_written(tmp_path):
    with database_of_its_own(tmp_path) as database:
        root = User.objects.create(username="root", is_staff=True, is_superuser=True)
        people = [{"slug": f"person-{number}", "name": f"Person {number}"} for number in range(ROWS)]
        preview = {"file": "people.json", "publish": False, "reason": "Test", "answers": {}, "different_because": ""}
        parameters = {"model": "people.person", "preview": preview, "correction": None, "previewed_in": None}
        file = json.dumps({"people": people}).encode()
        job = queue_job(IMPORT, root, "Preview", parameters, file)

        with started(WORKER, database) as worker:
            wait_for(lambda: Job.objects.get(pk=job.pk).state == State.DONE)
            report = stored_report(Job.objects.get(pk=job.pk))
            assert {row.outcome for row in report.rows} == {"new"}
            assert not Person.objects.exists()
            shown = preview | {"digest": report.digest}
            job = queue_job(IMPORT, root, "Import", parameters | {"preview": shown, "correction": ""}, file)
            wait_for(lambda: Job.objects.get(pk=job.pk).is_writing)
            worker.kill()
            worker.wait()
            wait_for(lambda: not worker_is_running())
        job.refresh_from_db()
        assert job.state == State.RUNNING
        assert (Person.objects.count(), Change.objects.count()) == (0, 0)

        with started(WORKER, database) as worker:
            wait_for(lambda: Job.objects.get(pk=job.pk).state == State.INTERRUPTED)
            job.refresh_from_db()
            assert (job.error, job.can_restart) == (INTERRUPTED, True)
            restart_job(job)
            wait_for(lambda: not Job.objects.get(pk=job.pk).is_open)
            worker.terminate()
            assert worker.wait(timeout=30) == 0
        job.refresh_from_db()
        assert (job.state, job.result["is_imported"]) == (State.DONE, True)
        assert Person.objects.count() == ROWS
        assert Person.history.count() == ROWS


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGKILL])
def test_the_worker_ends_with_its_server(tmp_path, number):
    with database_of_its_own(tmp_path) as database, started(WITH_WORKER, database) as server:
        if number == signal.SIGINT:
            os.killpg(server.pid, number)
        else:
            server.send_signal(number)
        server.wait(timeout=30)
        wait_for(lambda: not worker_is_running())
        # None of the group is left.
        with pytest.raises(ProcessLookupError):
            wait_for(lambda: os.killpg(server.pid, 0))
