"""Jobs: queued, run, cancelled, interrupted, started again; what is stored, and for how long."""

from datetime import timedelta
from typing import Any

import pytest
from django.contrib.auth.models import User
from django.core.exceptions import PermissionDenied
from django.db import OperationalError
from django.utils import timezone
from django_tasks_db.models import DBTaskResult

from people.models import Person
from talentwatch.jobs import running
from talentwatch.jobs.models import KEPT, MAX_OPEN, Job, QueueFullError, State, prune_jobs
from talentwatch.jobs.running import (
    CRASHED,
    INTERRUPTED,
    NOT_ALLOWED,
    JobRun,
    queue_job,
    restart_job,
    run_job,
)
from talentwatch.records.locks import LOCK_NOT_AVAILABLE, LOCK_TIMEOUT_MESSAGE
from tests.support.factories import make_person
from tests.support.jobs import kind_of_job, run_queue

pytestmark = pytest.mark.django_db


@pytest.fixture
def grace() -> User:
    return User.objects.create(username="grace", is_staff=True)


def queue(user: User, file: bytes | None = None) -> Job:
    return queue_job("test", user, "Test", {"number": 1}, file)


class LockTimeoutError(Exception):
    sqlstate = LOCK_NOT_AVAILABLE


def lock_timeout() -> OperationalError:
    error = OperationalError("canceling statement due to lock timeout")
    error.__cause__ = LockTimeoutError()
    return error


def test_a_job_waits_runs_and_keeps_its_result(grace):
    seen = []

    def work(run: JobRun) -> dict[str, Any]:
        run.begin("Counting")
        run.update(1, 2)
        job = Job.objects.get()
        seen.append((job.state, job.started_at is not None, run.step, run.done, run.total, JobRun.current is run))
        return {"number": run.job.parameters["number"]}

    with kind_of_job(work):
        job = queue(grace)
        assert (job.state, DBTaskResult.objects.ready().count()) == (State.QUEUED, 1)
        run_queue()
    job.refresh_from_db()
    assert seen == [(State.RUNNING, True, "Counting", 1, 2, True)]
    assert (job.state, job.result, job.error) == (State.DONE, {"number": 1}, "")
    assert job.finished_at is not None
    assert JobRun.current is None
    assert job.finish(State.FAILED) is False  # it has ended


def test_who_may_not_do_the_work_can_not_queue_it(grace):
    with kind_of_job(lambda _run: {}, error="No."), pytest.raises(PermissionDenied, match="No"):
        queue(grace)
    assert not Job.objects.exists()


def test_permissions_are_checked_again_when_the_job_runs(grace):
    with kind_of_job(lambda _run: pytest.fail("It ran.")):
        job = queue(grace)
    with kind_of_job(lambda _run: pytest.fail("It ran."), error="Your role doesn’t let you."):
        run_queue()
    job.refresh_from_db()
    assert (job.state, job.error) == (State.FAILED, "Your role doesn’t let you.")


@pytest.mark.parametrize("lost", ["is_active", "is_staff"])
def test_who_left_has_nothing_done(grace, lost):
    with kind_of_job(lambda _run: pytest.fail("It ran.")):
        job = queue(grace)
        User.objects.update(**{lost: False})
        run_queue()
    job.refresh_from_db()
    assert (job.state, job.error) == (State.FAILED, NOT_ALLOWED)


def test_a_waiting_job_is_cancelled_at_once(grace):
    with kind_of_job(lambda _run: pytest.fail("It ran.")):
        job = queue(grace, b"file")
        assert job.cancel()
        run_job.call(job.pk)
    job.refresh_from_db()
    assert (job.state, job.file, job.can_cancel, job.can_restart) == (State.CANCELLED, None, False, False)
    assert not job.cancel()


def test_a_running_job_is_cancelled_at_its_next_step(grace):
    def work(run: JobRun) -> dict[str, Any]:
        assert Job.objects.get().cancel()
        # The worker's second thread reads what was stored.
        run.is_cancelled = True
        run.update(1, 2)
        return pytest.fail("It went on.")

    with kind_of_job(work):
        job = queue(grace, b"file")
        run_queue()
    job.refresh_from_db()
    assert (job.state, job.file) == (State.CANCELLED, None)


def test_nothing_is_written_once_it_is_cancelled(grace):
    def work(run: JobRun) -> dict[str, Any]:
        Job.objects.get().cancel()
        return run.write(lambda: pytest.fail("It was written."))

    with kind_of_job(work):
        job = queue(grace)
        run_queue()
    job.refresh_from_db()
    assert job.state == State.CANCELLED


def test_the_final_write_is_not_cancelled(grace):
    def work(run: JobRun) -> dict[str, Any]:
        def write() -> dict[str, Any]:
            assert not Job.objects.get().cancel()
            assert not Job.objects.get().can_cancel
            run.is_cancelled = True
            run.update(1, 1)
            make_person("Ada")
            return {"written": True}

        return run.write(write)

    with kind_of_job(work):
        job = queue(grace)
        run_queue()
    job.refresh_from_db()
    assert (job.state, job.result, job.is_writing) == (State.DONE, {"written": True}, False)
    assert Person.objects.exists()


def test_nothing_is_written_by_a_worker_that_another_one_has_replaced(grace):
    def work(run: JobRun) -> dict[str, Any]:
        def write() -> dict[str, Any]:
            make_person("Ada")
            Job.objects.update(state=State.INTERRUPTED)
            return {}

        return run.write(write)

    with kind_of_job(work):
        job = queue(grace)
        run_queue()
    job.refresh_from_db()
    assert not Person.objects.exists()
    # In the test both are one connection, so the write of the other worker was undone with it.
    assert (job.state, job.error) == (State.INTERRUPTED, INTERRUPTED)


@pytest.mark.parametrize(
    ("failures", "state", "error"), [(2, State.DONE, ""), (30, State.FAILED, LOCK_TIMEOUT_MESSAGE)]
)
def test_the_final_write_waits_for_other_edits(grace, failures, state, error):
    attempts = []

    def work(run: JobRun) -> dict[str, Any]:
        def write() -> dict[str, Any]:
            attempts.append(1)
            if len(attempts) <= failures:
                raise lock_timeout()
            return {}

        return run.write(write)

    with kind_of_job(work):
        job = queue(grace)
        run_queue()
    job.refresh_from_db()
    assert (job.state, job.error) == (state, error)


def test_what_goes_wrong_is_logged(grace, caplog):
    def work(run: JobRun) -> dict[str, Any]:
        def write() -> dict[str, Any]:
            raise OperationalError("disk full")

        return run.write(write)

    with kind_of_job(work):
        job = queue(grace)
        run_queue()
    job.refresh_from_db()
    assert (job.state, job.error) == (State.FAILED, CRASHED)
    assert "disk full" in caplog.text


def test_a_job_that_is_interrupted_ends_at_its_next_step(grace):
    def work(run: JobRun) -> dict[str, Any]:
        run.is_interrupted = True
        run.update(1, 2)
        return pytest.fail("It went on.")

    with kind_of_job(work):
        job = queue(grace, b"file")
        run_queue()
    job.refresh_from_db()
    assert (job.state, job.error, bytes(job.file)) == (State.INTERRUPTED, INTERRUPTED, b"file")


def test_an_interrupted_job_can_be_started_again_once(grace):
    with kind_of_job(lambda _run: {}):
        job = queue(grace)
        assert not restart_job(job)  # it waits
        Job.objects.update(state=State.INTERRUPTED, error=INTERRUPTED, finished_at=timezone.now())
        job.refresh_from_db()
        twin = Job.objects.get()
        assert restart_job(job)
        assert not restart_job(twin)
        run_queue()
    job.refresh_from_db()
    assert (job.state, job.error) == (State.DONE, "")


def test_one_user_has_so_many_open_jobs(grace):
    with kind_of_job(lambda _run: {}):
        for _ in range(MAX_OPEN):
            queue(grace)
        with pytest.raises(QueueFullError, match="Wait for one of them"):
            queue(grace)
        lost = Job.objects.latest("pk")
        Job.objects.filter(pk=lost.pk).update(state=State.INTERRUPTED)
        queue(grace)
        lost.refresh_from_db()
        with pytest.raises(QueueFullError):
            restart_job(lost)


def test_what_ended_is_kept_for_a_week(grace):
    with kind_of_job(lambda _run: {}):
        old, new, waiting = queue(grace), queue(grace), queue(grace)
    now = timezone.now()
    Job.objects.filter(pk=old.pk).update(state=State.DONE, finished_at=now - KEPT - timedelta(minutes=1))
    Job.objects.filter(pk=new.pk).update(state=State.DONE, finished_at=now - KEPT + timedelta(minutes=1))
    prune_jobs()
    assert set(Job.objects.all()) == {new, waiting}
    assert str(new) == "Test"
    assert running.MAX_ATTEMPTS > 1


def test_a_step_whose_words_cannot_be_stored_is_an_error_on_both_databases(grace):
    with kind_of_job(lambda run: run.begin("a" * 61)):
        job = queue(grace)
        run_queue()
    job.refresh_from_db()
    assert job.state == State.FAILED
