"""Which database a request reads from, what a replica needs to have for that, and what the log shows meanwhile."""

import json
import subprocess
import sys
from contextvars import copy_context
from time import monotonic
from types import SimpleNamespace

import pytest
from django.conf import settings as project_settings
from django.core.exceptions import MiddlewareNotUsed
from django.db import DEFAULT_DB_ALIAS, OperationalError, ProgrammingError
from django.http import HttpResponse

from people.models import Person
from talentwatch import request_databases
from talentwatch.databases import replicas as replicas_module
from talentwatch.databases.replicas import (
    MAX_LAG,
    PrimaryState,
    PrimaryWatcher,
    ReplicaRouter,
    Replicas,
    ReplicaState,
    ReplicaWatcher,
    Requirement,
    latest_visible_change,
    read_from,
)
from talentwatch.remembered_responses import current_version
from talentwatch.request_databases import RequestDatabaseMiddleware, is_anonymous_read
from talentwatch.site.errors import unavailable_response
from tests.support.factories import make_person

LOST = OperationalError("connection refused")


@pytest.fixture(autouse=True)
def _primary_afterwards():
    yield
    read_from(DEFAULT_DB_ALIAS, is_anonymous=False)


def primary(*states: tuple[float, int], error: Exception | None = None) -> PrimaryWatcher:
    """One that answered so many seconds ago with this position and, as the latest change, a hundredth of it."""
    watcher = PrimaryWatcher()
    now = monotonic()
    watcher.states.extend(PrimaryState(now - ago, now - ago, position, position // 100) for ago, position in states)
    watcher.error = error
    return watcher


@pytest.mark.parametrize(
    ("states", "error", "expected"),
    [
        ([], None, None),
        # What it had two seconds ago, not what it has now.
        ([(5, 100), (1.5, 200), (0.5, 300)], None, Requirement(200, primary_answers=True)),
        ([(5, 100), (1.5, 200)], LOST, Requirement(200, primary_answers=False)),
        # It is slow, so nobody knows what it has.
        ([(5, 100), (4, 200)], None, None),
        ([(5, 100), (4, 200)], ProgrammingError("no such table"), None),
        # It is gone, and had nothing else.
        ([(5, 100), (4, 200)], LOST, Requirement(200, primary_answers=False)),
    ],
)
def test_a_replica_needs_what_the_primary_had_two_seconds_ago(states, error, expected):
    assert primary(*states, error=error).requirement() == expected


def test_a_request_that_could_not_reach_the_primary_knows_more_than_the_watcher():
    assert primary((1.5, 200)).requirement(is_lost=True) == Requirement(200, primary_answers=False)
    assert primary((4, 200)).requirement(is_lost=True) == Requirement(200, primary_answers=False)
    assert primary().requirement(is_lost=True) is None


@pytest.mark.parametrize(
    ("primary_answers", "state", "problem"),
    [
        (True, ReplicaState(200, is_receiving=True, has_replayed_all=True), ""),
        (True, ReplicaState(300, is_receiving=True, has_replayed_all=False), ""),
        (True, ReplicaState(199, is_receiving=True, has_replayed_all=True), "is over 2 seconds behind"),
        (True, ReplicaState(300, is_receiving=False, has_replayed_all=True), "receives nothing from the primary"),
        (False, ReplicaState(200, is_receiving=False, has_replayed_all=True), ""),
        (False, ReplicaState(300, is_receiving=True, has_replayed_all=False), "is over 2 seconds behind"),
        (False, ReplicaState(199, is_receiving=False, has_replayed_all=True), "is over 2 seconds behind"),
        (True, None, "is no replica: it was promoted"),
    ],
)
def test_what_is_wrong_with_a_replica(primary_answers, state, problem):
    assert Requirement(200, primary_answers=primary_answers).unmet_by(state) == problem


CURRENT = ReplicaState(300, is_receiving=True, has_replayed_all=True)


@pytest.fixture
def replicas(settings, monkeypatch):
    """Two, both as they should be; `replicas.answers` is what each says as a request begins."""
    settings.REPLICAS = ["replica 1", "replica 2"]
    replicas = Replicas()
    replicas.primary = primary((2.5, 100), (1.5, 200), (0.5, 300))
    for alias in settings.REPLICAS:
        watcher = ReplicaWatcher(alias, replicas.primary)
        watcher.state, watcher.asked_at = CURRENT, monotonic()
        replicas.watchers[alias] = watcher
    replicas.answers = dict.fromkeys(settings.REPLICAS, CURRENT)
    monkeypatch.setattr(replicas_module, "ask_replica", replicas.answers.get)
    monkeypatch.setattr(replicas_module, "replicas", replicas)
    monkeypatch.setattr(request_databases, "replicas", replicas)
    monkeypatch.setattr(replicas, "start", lambda: None)
    return replicas


class FlakyWatcher(PrimaryWatcher):
    """It fails in a way that nobody thought of, then answers, then ends."""

    def observe(self, started):
        answers = len(self.states)
        if not answers and not self.error:
            raise ValueError("unexpected")
        if answers:
            raise SystemExit
        self.states.append(PrimaryState(started, started, 100, 1))


def test_watching_goes_on_after_whatever_error(monkeypatch, caplog):
    monkeypatch.setattr(replicas_module, "INTERVAL", 0.01)
    with pytest.raises(SystemExit):
        copy_context().run(FlakyWatcher().run)
    assert [(record.getMessage(), bool(record.exc_info)) for record in caplog.records] == [
        ("default fails: unexpected.", True),
        ("default is used.", False),
    ]


def test_both_are_chosen(replicas):
    assert {replicas.choose([]) for _ in range(100)} == {"replica 1", "replica 2"}
    assert replicas.choose(["replica 1"]) == "replica 2"
    assert replicas.choose(["replica 1", "replica 2"]) == DEFAULT_DB_ALIAS
    assert replicas.choose(["replica 1", "replica 2", DEFAULT_DB_ALIAS]) is None


def test_one_that_hangs_or_fails_or_is_behind_is_not_asked(replicas):
    first, second = replicas.watchers.values()
    first.asked_at -= MAX_LAG + 1
    assert {replicas.choose([]) for _ in range(20)} == {"replica 2"}
    second.error = LOST
    assert replicas.choose([]) == DEFAULT_DB_ALIAS
    assert replicas.status() == {"replicas": {"replica 1": "doesn't answer", "replica 2": "doesn't answer"}}


def test_one_that_has_started_again_says_itself_that_it_is_behind(replicas):
    replicas.answers["replica 1"] = ReplicaState(150, is_receiving=True, has_replayed_all=True)
    assert {replicas.choose([]) for _ in range(20)} == {"replica 2"}


def test_while_the_primary_is_lost_replicas_answer(replicas):
    replicas.primary.error = LOST
    replicas.answers |= dict.fromkeys(replicas.answers, ReplicaState(300, is_receiving=False, has_replayed_all=True))
    assert replicas.choose([]).startswith("replica")


def respond(failing: set[str], used: list[str]):
    """A view that reads, from databases of which some fail."""

    def view(request):
        used.append(ReplicaRouter().db_for_read(Person))
        failed = used[-1] in failing
        return unavailable_response(request, LOST) if failed else HttpResponse("read")

    return view


@pytest.mark.parametrize(
    ("failing", "tried", "status"),
    [
        (set(), 1, 200),
        ({"replica 1", "replica 2"}, 3, 200),
        ({"replica 1", "replica 2", DEFAULT_DB_ALIAS}, 3, 503),
    ],
)
def test_a_request_goes_on_to_the_next_database(replicas, rf, failing, tried, status):
    used = []
    response = RequestDatabaseMiddleware(respond(failing, used))(rf.get("/api/v1/people/"))
    assert (response.status_code, len(used), len(set(used))) == (status, tried, tried)
    assert ReplicaRouter().db_for_write(Person) == DEFAULT_DB_ALIAS


def test_the_primary_and_then_a_replica_after_all(replicas, rf):
    # Both lost the primary a moment ago, and its watcher doesn't know yet.
    replicas.answers |= dict.fromkeys(replicas.answers, ReplicaState(300, is_receiving=False, has_replayed_all=True))
    used = []
    response = RequestDatabaseMiddleware(respond({DEFAULT_DB_ALIAS}, used))(rf.get("/people/"))
    assert response.status_code == 200
    assert used[0] == DEFAULT_DB_ALIAS and used[1].startswith("replica")


@pytest.mark.parametrize(
    ("method", "path", "cookies", "expected"),
    [
        ("GET", "/api/v1/people/", {}, True),
        ("HEAD", "/people/ada/", {"csrftoken": "a"}, True),
        ("POST", "/reconcile/", {}, True),
        ("POST", "/api/v1/people/", {}, False),
        ("GET", "/people/ada/", {"sessionid": "a"}, False),
        ("GET", "/admin/login/", {}, False),
        ("GET", "/readyz", {}, False),
    ],
)
def test_who_reads_from_replicas(rf, method, path, cookies, expected):
    request = rf.generic(method, path)
    request.COOKIES = cookies
    assert is_anonymous_read(request) == expected


def test_without_replicas_there_is_no_middleware():
    with pytest.raises(MiddlewareNotUsed):
        RequestDatabaseMiddleware(lambda _request: HttpResponse())


@pytest.mark.django_db
def test_the_log_shows_what_was_there_two_seconds_ago(replicas, api):
    def numbers():
        return [row["seq"] for row in api.get_json("changes/")["results"]]

    for name in ("Ada", "Bob", "Cleo"):
        make_person(name)
    replicas.primary = primary((2.5, 200), (0.5, 300))
    assert numbers() == [1, 2]
    read_from(DEFAULT_DB_ALIAS, is_anonymous=True)
    version = current_version()
    replicas.primary = primary((2.5, 300))
    assert numbers() == [1, 2, 3]
    # What the list showed before isn't remembered for now.
    assert current_version() != version
    # An editor reads the primary, and sees it at once.
    replicas.primary = primary((2.5, 100), (0.5, 300))
    api.cookies[project_settings.SESSION_COOKIE_NAME] = "of an editor"
    assert numbers() == [1, 2, 3]


@pytest.mark.django_db
def test_a_process_that_has_just_started_waits_and_remembers_nothing(replicas, monkeypatch):
    read_from(DEFAULT_DB_ALIAS, is_anonymous=True)
    make_person("Ada")
    replicas.primary = primary((0.5, 100))
    assert current_version() == ""
    monkeypatch.setattr(replicas_module, "MAX_LAG", 0.1)
    assert latest_visible_change() == 1
    replicas.primary = primary()
    with pytest.raises(OperationalError):
        latest_visible_change()


def test_only_the_primary_is_migrated():
    router = ReplicaRouter()
    assert router.allow_migrate(DEFAULT_DB_ALIAS, "people") and not router.allow_migrate("replica 1", "people")
    assert router.allow_relation(SimpleNamespace(), SimpleNamespace())


def databases(**variables: str) -> subprocess.CompletedProcess[str]:
    code = "import json; from talentwatch import settings; print(json.dumps(settings.DATABASES))"
    return subprocess.run(
        [sys.executable, "-c", code],
        env=variables,
        cwd=project_settings.ROOT,
        capture_output=True,
        text=True,
        check=False,
    )


def test_the_addresses_of_several_servers():
    hosts = "postgres://talentwatch:secret@first:5432,second:5433/talentwatch"
    output = databases(DATABASE_URL=hosts, REPLICA_URLS="postgres://second/talentwatch,postgres://third/talentwatch")
    configured = json.loads(output.stdout)
    assert list(configured) == ["default", "replica 1", "replica 2"]
    assert (configured["default"]["HOST"], configured["default"]["PORT"]) == ("first,second", "5432,5433")
    assert configured["default"]["OPTIONS"]["target_session_attrs"] == "read-write"
    assert (configured["replica 2"]["HOST"], configured["replica 2"]["NAME"]) == ("third", "talentwatch")
    assert "target_session_attrs" not in configured["replica 2"]["OPTIONS"]


def test_replicas_are_postgresqls():
    output = databases(DATABASE_URL="sqlite:///db.sqlite3", REPLICA_URLS="postgres://second/talentwatch")
    assert "REPLICA_URLS needs PostgreSQL" in output.stderr
