"""Editors who wait hold up no reader, and a database that hangs holds up nobody for long."""

import sqlite3
import time
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing, contextmanager

import httpx
import psycopg
import pytest

from talentwatch.records.locks import EDIT_LOCK
from tests.support.load import Load
from tests.support.production import Cluster, serving

EDITORS = 20  # of which 2 workers let MAX_WAITING_EDITS each wait
QUICK = {"MAX_WAITING_EDITS": "4", "EDIT_LOCK_TIMEOUT": "6"}
# The first limit is 1 second, and a busy machine gets twice as long. A database that hangs is answered for in 3.
HEALTH_SECONDS, HUNG_SECONDS = 2, 5


@contextmanager
def edit_lock(url: str):
    """Another edit that doesn't end."""
    if url.startswith("sqlite"):
        with closing(sqlite3.connect(url.removeprefix("sqlite:///"), isolation_level=None)) as connection:
            connection.execute("BEGIN IMMEDIATE")
            yield
    else:
        with psycopg.connect(url) as connection:
            connection.execute("SELECT pg_advisory_xact_lock(%s)", [EDIT_LOCK])
            yield


def get_repeatedly(load: Load, path: str, times: int) -> list[float]:
    with load.client() as client:
        for _ in range(times):
            load.ask(client, path, "GET", path)
            time.sleep(0.05)
    return [answer.seconds for answer in load.answers if answer.role == path]


def check_readers(folder, url: str) -> None:
    with serving(folder, url, **QUICK) as service, ThreadPoolExecutor(EDITORS) as pool:
        load = Load(service)
        path = f"/admin/people/person/{load.service.sessions[0]['person']}/change/"
        with load.client(load.service.sessions[0]) as client:
            page = client.get(path)
        cookies = {**client.cookies, "sessionid": load.service.sessions[0]["session"]}

        def save(number: int) -> None:
            with httpx.Client(base_url=service.address, cookies=cookies, timeout=30) as editor:
                load.save(editor, path, page, f"Writer {number} waits")

        with edit_lock(url):
            saves = [pool.submit(save, number) for number in range(EDITORS)]
            time.sleep(1)
            assert max(get_repeatedly(load, "/api/v1/people/", 20)) < HEALTH_SECONDS
            assert max(get_repeatedly(load, "/healthz", 20)) < HEALTH_SECONDS
            for done in saves:
                done.result()
        editors = [answer for answer in load.answers if answer.role == "editor"]
        assert {answer.status for answer in editors} == {503}
        assert {answer.headers["Retry-After"] for answer in editors} == {"5"}
        # Those who found no place were told so at once, the others when the lock was waited for long enough.
        assert sum(answer.seconds < 3 for answer in editors) >= EDITORS - 2 * int(QUICK["MAX_WAITING_EDITS"])
        assert {answer.status for answer in load.answers if answer.role != "editor"} == {200}


def test_readers_wait_for_no_writer_on_sqlite(folder, sqlite_url):
    check_readers(folder, sqlite_url)


def test_readers_wait_for_no_writer_on_postgresql(folder, cluster):
    check_readers(folder, cluster.url)


@pytest.fixture
def hung_requests():
    return ["/api/v1/people/", "/people/writer-1/", "/api/v1/changes/", "/admin/people/person/", "/"] * 6


def test_a_database_that_hangs_is_answered_for_and_comes_back(folder, cluster: Cluster, hung_requests):
    with serving(folder, cluster.url) as service, ThreadPoolExecutor(len(hung_requests)) as pool:
        load = Load(service)

        def get(path: str, role: str) -> None:
            with load.client(load.service.sessions[0]) as client:
                load.ask(client, role, "GET", path)

        # Each thread gets a connection, as in a service that has run for a while.
        list(pool.map(lambda path: get(path, "before"), hung_requests))
        with cluster.stopped_processes():
            hung = [pool.submit(get, path, "hung") for path in hung_requests]
            time.sleep(0.2)
            get_repeatedly(load, "/healthz", 10)
            get_repeatedly(load, "/readyz", 2)
            for done in hung:
                done.result()
            list(pool.map(lambda path: get(path, "later"), hung_requests))
        answers = [answer for answer in load.answers if answer.role in {"hung", "later"}]
        assert {answer.status for answer in answers} == {503}
        assert {answer.headers["Retry-After"] for answer in answers} == {"5"}
        assert load.slowest("hung") < HUNG_SECONDS and load.slowest("later") < HUNG_SECONDS
        assert load.slowest("/healthz") < HEALTH_SECONDS and load.slowest("/readyz") < 2 * HEALTH_SECONDS
        assert load.statuses("/healthz").keys() == {200} and load.statuses("/readyz").keys() == {503}
        deadline = time.monotonic() + 2 * HUNG_SECONDS
        while time.monotonic() < deadline and load.answers[-1].status != 200:
            get("/api/v1/people/", "recovery")
        assert load.answers[-1].status == 200
