"""Long work at the desk: the page of a job, cancelling it and starting it again, and the list on the front page."""

import pytest
from django.contrib.auth.models import User
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from talentwatch.desk.job_admin import NO_WORKER
from talentwatch.jobs.models import MAX_OPEN, Job, State
from talentwatch.jobs.running import INTERRUPTED, queue_job
from talentwatch.jobs.worker import Monitor
from tests.support.desk import as_role, make_editor, read_messages
from tests.support.jobs import job_address, kind_of_job, run_queue

pytestmark = pytest.mark.django_db


@pytest.fixture
def desk() -> Client:
    return as_role("editor")


@pytest.fixture
def job(desk: Client):
    line = {"text": "Counted", "links": [{"name": "Ada & Co", "url": "/admin/people/"}]}
    with kind_of_job(lambda _run: {"lines": [line]}):
        yield queue_job("test", User.objects.get(), "Count all", {"page": "/admin/people/person/"})


@pytest.fixture
def _worker():
    monitor = Monitor()
    monitor.tick()
    yield
    monitor.lock.release()


def text_of(desk: Client, job: Job) -> str:
    return desk.get(job_address(job, "progress")).json()["text"]


def test_without_a_worker_the_desk_says_so(desk, job):
    assert text_of(desk, job) == NO_WORKER
    front = desk.get(reverse("admin:index")).content.decode()
    assert NO_WORKER in front
    # A job is an employment at the desk.
    assert "Your background tasks" in front
    Job.objects.update(state=State.RUNNING)
    assert text_of(desk, job).startswith("The worker has ended before the task was done.")
    assert ">Interrupted<" in desk.get(job_address(job)).content.decode()


@pytest.mark.usefixtures("_worker")
def test_the_page_shows_the_progress(desk, job):
    second = queue_job("test", User.objects.get(), "Again", {})
    assert text_of(desk, job) == "It begins in a moment."
    assert text_of(desk, second) == "It waits for 1 other task."
    page = desk.get(job_address(job)).content.decode()
    assert "desk/job.js" in page
    assert '<noscript><meta http-equiv="refresh"' in page
    Job.objects.filter(pk=job.pk).update(state=State.RUNNING)
    assert text_of(desk, job) == "Reading …"
    Job.objects.filter(pk=job.pk).update(step="Checking", done=3, total=9)
    assert text_of(desk, job) == "Checking: 3 of 9 records."
    job.cancel()
    assert text_of(desk, job) == "It is being cancelled."
    Job.objects.filter(pk=job.pk).update(is_writing=True)
    assert "can’t be cancelled any more" in desk.get(job_address(job)).content.decode()
    index = desk.get(reverse("admin:index")).content.decode()
    assert job_address(job) in index
    assert NO_WORKER not in index


def test_the_page_shows_the_result(desk, job):
    run_queue()
    page = desk.get(job_address(job)).content.decode()
    assert 'Counted: <a href="/admin/people/"><bdi>Ada &amp; Co</bdi></a>' in page
    assert "It is kept for 7 days" in page
    assert 'href="/admin/people/person/"' in page
    assert "desk/job.js" not in page
    assert text_of(desk, job) == "Done."


def test_cancel(desk, job):
    assert "Cancel the task" in desk.get(job_address(job)).content.decode()
    assert desk.get(job_address(job, "cancel")).status_code == 405
    assert desk.post(job_address(job, "cancel")).url == job_address(job)
    job.refresh_from_db()
    assert job.state == State.CANCELLED
    assert read_messages(desk.post(job_address(job, "cancel"))) == ["It was too late to cancel this task."]


def test_start_again(desk, job):
    Job.objects.update(state=State.INTERRUPTED, error=INTERRUPTED, finished_at=timezone.now())
    page = desk.get(job_address(job)).content.decode()
    assert INTERRUPTED in page
    assert "Start it again" in page
    desk.post(job_address(job, "restart"))
    job.refresh_from_db()
    assert job.state == State.QUEUED
    assert read_messages(desk.post(job_address(job, "restart"))) == ["This task can’t be started again."]
    Job.objects.update(state=State.INTERRUPTED)
    for _ in range(MAX_OPEN):
        queue_job("test", User.objects.get(), "Again", {})
    assert "of your tasks wait or run already" in read_messages(desk.post(job_address(job, "restart")))[-1]


def test_jobs_are_their_owners(desk, job):
    bob, root = as_role("editor", "bob"), make_editor("root")
    for page, status in (("change", 302), ("progress", 404)):
        assert bob.get(job_address(job, page)).status_code == status
        assert root.get(job_address(job, page)).status_code == 200
    assert bob.post(job_address(job, "cancel")).status_code == 404
    assert root.post(job_address(job, "restart")).status_code == 403
    address = reverse("admin:jobs_job_changelist")
    assert "Count all" in desk.get(address).content.decode()
    assert "Count all" not in bob.get(address).content.decode()
    assert Client().get(job_address(job)).status_code == 302
    for page in ("delete", "history"):
        assert root.get(reverse(f"admin:jobs_job_{page}", args=[job.pk])).status_code in {200, 403}


def test_who_can_start_nothing_reads_of_no_worker():
    assert NO_WORKER not in as_role("writer").get(reverse("admin:index")).content.decode()
    assert NO_WORKER in as_role("publisher").get(reverse("admin:index")).content.decode()
