"""The worker: its lock, its progress, what it does when the database or its server is away."""

import os
import signal

import pytest
from django.contrib.auth.models import User
from django.core.management import call_command
from django.db import OperationalError, connection
from django_tasks_db.models import DBTaskResult

from talentwatch.jobs import worker, worker_lock
from talentwatch.jobs.models import Job, State
from talentwatch.jobs.running import INTERRUPTED, JobRun, queue_job
from talentwatch.jobs.worker import Monitor, Worker
from talentwatch.jobs.worker_lock import lock_path, worker_is_running
from tests.support.jobs import kind_of_job

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _handlers():
    numbers = (signal.SIGINT, signal.SIGTERM)
    before = {number: signal.getsignal(number) for number in numbers}
    yield
    for number, handler in before.items():
        signal.signal(number, handler)


@pytest.fixture
def monitor():
    monitor = Monitor()
    yield monitor
    monitor.lock.release()


@pytest.fixture
def job():
    grace = User.objects.create(username="grace", is_staff=True)
    with kind_of_job(lambda _run: {"done": True}):
        yield queue_job("test", grace, "Test", {})


def test_everybody_sees_whether_a_worker_runs(monitor):
    assert not worker_is_running()
    monitor.tick()
    assert worker_is_running()
    monitor.tick()
    monitor.lock.release()
    assert not worker_is_running()


@pytest.mark.skipif("connection.vendor == 'postgresql'", reason="one connection may take its lock twice")
def test_a_second_worker_waits(monitor):
    monitor.tick()
    second = Monitor()
    second.tick()
    assert not second.lock.is_held
    monitor.lock.release()
    second.tick()
    assert second.lock.is_held
    second.lock.release()


@pytest.mark.skipif("connection.vendor == 'postgresql'", reason="it has no file")
def test_the_lock_of_a_file_is_beside_it(monkeypatch):
    monkeypatch.setitem(connection.settings_dict, "NAME", "/srv/db.sqlite3")
    assert str(lock_path()) == "/srv/db.sqlite3-worker"


def test_the_only_worker_ends_what_another_one_left(monitor, job):
    Job.objects.update(state=State.RUNNING)
    monitor.tick()
    job.refresh_from_db()
    assert (job.state, job.error) == (State.INTERRUPTED, INTERRUPTED)


def test_it_does_not_end_its_own_job_when_it_gets_the_lock_again(monitor, job, monkeypatch):
    Job.objects.update(state=State.RUNNING)
    monkeypatch.setattr(JobRun, "current", JobRun(job))
    monitor.tick()
    job.refresh_from_db()
    assert job.state == State.RUNNING


def test_progress_is_stored_and_cancelling_is_seen(monitor, job, monkeypatch):
    monitor.tick()
    Job.objects.update(state=State.RUNNING)
    run = JobRun(job)
    monkeypatch.setattr(JobRun, "current", run)
    run.begin("Checking")
    run.update(3, 9)
    monitor.tick()
    job.refresh_from_db()
    assert (job.step, job.done, job.total, run.is_cancelled) == ("Checking", 3, 9, False)
    job.cancel()
    monitor.tick()
    assert run.is_cancelled


def test_on_sqlite_no_progress_is_stored_while_the_database_is_written(monitor, job, monkeypatch):
    monitor.tick()
    Job.objects.update(state=State.RUNNING)
    run = JobRun(job)
    monkeypatch.setattr(JobRun, "current", run)
    run.is_writing = True
    run.update(3, 9)
    monitor.tick()
    job.refresh_from_db()
    assert job.done == (3 if connection.vendor == "postgresql" else 0)


def test_without_its_database_it_goes_on_and_tries_again(monitor, job, monkeypatch, caplog):
    def away(*args):
        raise OperationalError("gone")

    monitor.tick()
    run = JobRun(job)
    monkeypatch.setattr(JobRun, "current", run)
    monkeypatch.setattr(worker_lock.WorkerLock, "confirm", away)
    monitor.tick()
    assert "The worker has no database: gone" in caplog.text
    # On PostgreSQL the lock went with the connection, so that another worker may have begun.
    assert run.is_interrupted == (connection.vendor == "postgresql")


def test_it_ends_with_its_server(monkeypatch):
    ended = []
    monkeypatch.setattr(os, "kill", lambda pid, number: ended.append((pid, number)))
    monkeypatch.setattr(os, "_exit", ended.append)
    monitor = Monitor(os.getppid())
    monitor.look_after_parent()
    assert ended == []
    monkeypatch.setattr(os, "getppid", lambda: 1)
    monitor.look_after_parent()
    monitor.look_after_parent()
    assert ended == [(os.getpid(), signal.SIGTERM)]
    monkeypatch.setattr(worker, "STOPPED_WITHIN", -1)
    monitor.look_after_parent()
    assert ended[1:] == [1]


@pytest.mark.django_db(transaction=True)  # the library closes connections
def test_it_runs_what_waits_once_it_has_the_lock(job):
    one = Worker()
    assert not one.tick()
    one.monitor.tick()
    try:
        assert one.tick()
        assert not one.tick()
    finally:
        one.monitor.lock.release()
    job.refresh_from_db()
    assert (job.state, job.result) == (State.DONE, {"done": True})
    assert DBTaskResult.objects.successful().count() == 1


@pytest.mark.django_db(transaction=True)  # the library closes connections
def test_it_runs_a_job_whose_task_was_taken_by_a_worker_that_ended(job):
    DBTaskResult.objects.update(status="RUNNING")
    one = Worker()
    one.monitor.tick()
    try:
        assert one.tick()
        assert not one.tick()
    finally:
        one.monitor.lock.release()
    job.refresh_from_db()
    assert job.state == State.DONE


def test_it_waits_for_a_database_that_is_away(monkeypatch, caplog):
    def away():
        raise OperationalError("gone")

    monkeypatch.setattr(worker, "prune_jobs", away)
    one = Worker()
    one.monitor.lock.is_held = True
    assert not one.tick()
    assert "The worker has no database: gone" in caplog.text


def test_a_signal_ends_it_after_its_job_and_a_second_one_at_once(job, monkeypatch):
    ended = []
    monkeypatch.setattr(os, "_exit", ended.append)
    run = JobRun(job)
    monkeypatch.setattr(JobRun, "current", run)
    one = Worker()
    one.stop(signal.SIGTERM, None)
    assert (one.is_stopping, run.is_interrupted, ended) == (True, True, [])
    one.stop(signal.SIGTERM, None)
    assert ended == [1]
    monkeypatch.setattr(JobRun, "current", None)
    idle = Worker()
    idle.stop(signal.SIGTERM, None)
    assert idle.is_stopping


@pytest.mark.parametrize("ignored", [True, False])
def test_the_command_works_until_it_is_stopped(monkeypatch, ignored):
    """In the background, Ctrl-C isn't for the worker."""
    ticks = []

    def tick(self):
        ticks.append(signal.getsignal(signal.SIGINT) == signal.SIG_IGN)
        if len(ticks) > 1:
            os.kill(os.getpid(), signal.SIGTERM)
        return len(ticks) > 1

    monkeypatch.setattr(Worker, "tick", tick)
    monkeypatch.setattr(Monitor, "run", lambda _self: None)
    monkeypatch.setattr(worker, "INTERVAL", 0)
    signal.signal(signal.SIGINT, signal.SIG_IGN if ignored else signal.default_int_handler)
    call_command("run_jobs", parent=os.getppid())
    assert ticks == [ignored, ignored]
