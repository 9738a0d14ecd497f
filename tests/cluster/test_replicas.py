"""Anonymous readers are answered by replicas, never with less than the log of changes has shown them, and by the primary where
replicas are behind, hung or gone.
"""

import itertools
import json
import random
import threading
import time
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, field
from typing import Any

import httpx
import pytest

from talentwatch.databases.replicas import MAX_LAG
from tests.support.load import Load
from tests.support.production import Cluster, ReplicatedService, wait_until

PAUSED = "SELECT pg_wal_replay_pause()"
RESUMED = "SELECT pg_wal_replay_resume()"
# Connections of the service whose last statement wasn't a question about the position or the limits.
READING = (
    "FROM pg_stat_activity WHERE datname = 'talentwatch' AND pid != pg_backend_pid() AND query LIKE '%people_person%'"
)
READS = f"SELECT count(*) {READING}"
FORGOTTEN = f"SELECT count(pg_terminate_backend(pid)) {READING}"


@pytest.fixture(autouse=True)
def both_replicas_are_used(site: ReplicatedService) -> Iterator[None]:
    wait_until(lambda: all_are_used(site), 60)
    yield


def status(site: ReplicatedService) -> dict[str, str]:
    return site.service.get("/readyz", timeout=10).json().get("replicas", {})


def all_are_used(site: ReplicatedService) -> bool:
    # Each of the two processes has its own view.
    return all(set(status(site).values()) == {"is used"} for _ in range(6))


@contextmanager
def paused(*replicas: Cluster) -> Iterator[None]:
    """They receive what the primary writes, and don't replay it."""
    for replica in replicas:
        replica.execute(PAUSED)
    try:
        yield
    finally:
        for replica in replicas:
            replica.execute(RESUMED)


def get(site: ReplicatedService, path: str, **options: Any) -> httpx.Response:
    return site.service.get(path, timeout=30, **options)


def latest_change(site: ReplicatedService) -> int:
    return int(site.primary.execute("SELECT max(seq) FROM changes_change")[0])


def rename(load: Load, number: int, name: str) -> None:
    """As an editor, at the desk."""
    session = load.service.sessions[number]
    path = f"/admin/people/person/{session['person']}/change/"
    with load.client(session) as client:
        assert load.save(client, path, client.get(path), name)


def shown_name(site: ReplicatedService, number: int, **options: Any) -> str:
    return get(site, f"/api/v1/people/writer-{number}/", **options).json()["name"]


def test_both_replicas_read_and_the_primary_does_not(site: ReplicatedService) -> None:
    names = itertools.count()

    def only_replicas_read() -> bool:
        site.primary.execute(FORGOTTEN)
        # Each another one, so that none is remembered.
        for name in itertools.islice(names, 40):
            assert get(site, f"/api/v1/people/?q=Writer+{name}").status_code == 200
        # A query of the reconciliation service is a read, too.
        query = {"queries": json.dumps({"q": {"query": "Writer 1"}})}
        answer = site.service.request("POST", "/reconcile/", data=query, timeout=30)
        assert answer.json()["q"]["result"]
        return all(replica.execute(READS)[0] for replica in site.replicas) and site.primary.execute(READS) == (0,)

    # On a busy machine, the primary answers where replicas are held up for two seconds.
    wait_until(only_replicas_read, 60)


def test_editors_read_what_they_wrote_and_others_two_seconds_later(site: ReplicatedService) -> None:
    load = Load(site.service)
    cookies = {"sessionid": load.service.sessions[1]["session"]}
    before = latest_change(site)
    with paused(*site.replicas):
        rename(load, 1, "Paused Writer")
        saved_at = time.monotonic()
        assert shown_name(site, 1, cookies=cookies) == "Paused Writer"
        assert get(site, "/api/v1/changes/", params={"since": before}, cookies=cookies).json()["results"]
        wait_until(lambda: shown_name(site, 1) == "Paused Writer", 30)
        # Both replicas are behind by now, so this was the primary.
        assert time.monotonic() - saved_at > MAX_LAG - 1
        wait_until(lambda: set(status(site).values()) == {f"is over {MAX_LAG} seconds behind"})
        wait_until(lambda: get(site, "/api/v1/changes/", params={"since": before}).json()["results"])


def test_a_replica_that_hangs_or_is_gone_is_skipped(site: ReplicatedService) -> None:
    first, second = site.replicas
    with ExitStack() as stack:
        statuses, seconds = set[int](), list[float]()

        def read(times: int) -> None:
            for _ in range(times):
                started = time.monotonic()
                statuses.add(get(site, "/api/v1/people/").status_code)
                seconds.append(time.monotonic() - started)

        read(10)
        stack.enter_context(first.stopped_processes())
        read(20)
        wait_until(lambda: "doesn't answer" in str(status(site)))
        second.kill()
        try:
            read(20)
            wait_until(lambda: str(status(site)).count("doesn't answer") == len(site.replicas))
            read(20)
        finally:
            second.start()
    assert statuses == {200}
    assert max(seconds) < 10


@contextmanager
def disturbed(site: ReplicatedService, seed: int) -> Iterator[None]:
    """Replicas stop replaying, hang, and start again, at random."""
    stop, chance = threading.Event(), random.Random(seed)

    def disturb() -> None:
        while not stop.is_set():
            replica, kind = chance.choice(site.replicas), chance.choice(["pause", "hang", "restart", "nothing"])
            seconds = chance.uniform(0.2, 2 * MAX_LAG)
            if kind == "pause":
                with paused(replica):
                    stop.wait(seconds)
            elif kind == "hang":
                with replica.stopped_processes():
                    stop.wait(seconds)
            elif kind == "restart":
                replica.kill()
                replica.start()
            else:
                stop.wait(seconds)

    thread = threading.Thread(target=disturb)
    thread.start()
    try:
        yield
    finally:
        stop.set()
        thread.join()


@dataclass
class Follower:
    """A client that keeps a copy in step: for each new change it asks for the record, with the ETag of its last answer."""

    address: str
    since: int
    stop: threading.Event
    failures: list[str] = field(default_factory=list)
    compared: int = 0

    def follow(self) -> None:
        copies = dict[str, tuple[str, str]]()
        with httpx.Client(base_url=self.address, timeout=30, verify=False) as client:
            while not self.stop.is_set():
                page = client.get("/api/v1/changes/", params={"since": self.since, "resource": "people"}).json()
                for change in page["results"]:
                    self.since = change["seq"]
                    for _ in range(3):
                        self.compare(client, change, copies)
                time.sleep(0.05)

    def compare(self, client: httpx.Client, change: dict[str, Any], copies: dict[str, tuple[str, str]]) -> None:
        path = f"/api/v1/people/{change['slug']}/"
        etag, updated_at = copies.get(path, ("", ""))
        answer = client.get(path, headers={"If-None-Match": etag} if etag else {})
        if answer.status_code == 200:
            updated_at = answer.json()["updated_at"]
            copies[path] = answer.headers["ETag"], updated_at
        self.compared += 1
        if answer.status_code not in {200, 304} or updated_at < change["at"]:
            self.failures.append(f"{answer.status_code} {path}: of {updated_at}, and {change['at']} in the log")


def test_no_record_is_older_than_the_log_says(site: ReplicatedService) -> None:
    load = Load(site.service)
    stop, since = threading.Event(), latest_change(site)
    followers = [Follower(site.service.address, since, stop) for _ in range(2)]
    threads = [threading.Thread(target=follower.follow) for follower in followers]
    with load.running(editors=2, readers=1), disturbed(site, seed=1):
        for thread in threads:
            thread.start()
        time.sleep(9)
        stop.set()
        for thread in threads:
            thread.join()
    assert not [failure for follower in followers for failure in follower.failures]
    assert all(follower.compared > 10 for follower in followers)
    assert load.acknowledged and load.statuses("reader").keys() == {200}
