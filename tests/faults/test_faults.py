"""Faults of a running service: nothing that was acknowledged is lost, and it recovers without help.

Each fault breaks something for some seconds while editors save, readers read and /healthz is asked for.
"""

import json
import os
import random
import shutil
import signal
import socket
import sqlite3
import struct
import subprocess
import time
from collections.abc import Callable, Iterator
from contextlib import ExitStack, closing, contextmanager
from pathlib import Path
from typing import Any

import psycopg
import pytest

from tests.support.fault_report import Report
from tests.support.load import Load
from tests.support.production import (
    PROGRAMS,
    Cluster,
    JobWorker,
    Service,
    free_port,
    has_postgresql,
    new_cluster,
    new_file,
    new_folder,
    run_world,
    serving,
    wait_until,
)

SECONDS = 2  # that a fault lasts
KILLS = 6  # of workers
EDITORS, READERS = 3, 2
LONG = 250  # rows of a file that is long work
DISK = "160m"  # of PostgreSQL; SQLite's is 8 MB
pytestmark = pytest.mark.skipif(not Path("/proc").exists(), reason="These tests signal processes as Linux lists them.")


def survive(
    report: Report,
    fault: str,
    service: Service,
    url: str,
    create: Callable[[Load], None],
    *,
    editors: int = EDITORS,
    importers: int = 0,
    rows: int = 20,
) -> Load:
    """Create the fault while everybody works, wait until they work again, and check what is stored then."""
    load = Load(service, rows=rows)
    with load.running(editors, READERS, importers):
        wait_until(lambda: len(load.acknowledged) >= editors)
        create(load)
        over, imported = time.monotonic(), len(load.imported)
        wait_until(lambda: load.has_recovered(over), seconds=60)
        # Also one of those that were under way.
        wait_until(lambda: not importers or len(load.imported) > imported, seconds=120)
    result = verify(url, load)
    statuses = load.statuses()
    errors = sum(number for status, number in statuses.items() if status >= 500 and status != 503)
    assert not result["lost"] and not result["problems"]
    assert not errors and statuses.keys() <= {0, 200, 302, 503}, statuses
    assert all(one.headers["Retry-After"] for one in load.answers if one.status == 503)
    assert load.statuses("health").keys() <= {0, 200}
    report.add(
        fault,
        "SQLite" if url.startswith("sqlite") else "PostgreSQL",
        acknowledged=len(load.acknowledged) + len(load.imported),
        lost=len(result["lost"]),
        unavailable=statuses[503],
        errors=errors,
        recovery=load.recovered_after(over),
    )
    return load


def verify(url: str, load: Load) -> dict[str, list[Any]]:
    result: dict[str, list[Any]] = run_world(url, "verify", json.dumps(load.acknowledged), json.dumps(load.imported))
    return result


@pytest.fixture(scope="module")
def postgresql() -> Iterator[tuple[Cluster, Service]]:
    if not has_postgresql:
        pytest.skip("PostgreSQL's own programs aren't installed here.")
    with new_folder() as folder, new_cluster() as cluster, serving(folder, cluster.url) as service:
        yield cluster, service


@pytest.fixture(scope="module")
def sqlite() -> Iterator[tuple[str, Service]]:
    with new_folder() as folder:
        url = new_file(folder)
        with serving(folder, url) as service:
            yield url, service


def kill_workers(service: Service) -> None:
    for _ in range(KILLS):
        wait_until(service.workers)
        os.kill(random.choice(service.workers()), signal.SIGKILL)
        time.sleep(random.uniform(0, 2 * SECONDS / KILLS))


def test_workers_are_killed_on_postgresql(postgresql, report):
    cluster, service = postgresql
    survive(report, f"{KILLS} workers killed (-9)", service, cluster.url, lambda _load: kill_workers(service))


def test_workers_are_killed_on_sqlite(sqlite, report):
    url, service = sqlite
    survive(report, f"{KILLS} workers killed (-9)", service, url, lambda _load: kill_workers(service))


@pytest.mark.parametrize("database", ["postgresql", "sqlite"])
def test_workers_are_killed_while_they_import(database, request, report):
    source, service = request.getfixturevalue(database)
    survive(
        report,
        f"{KILLS} workers killed (-9) while importing",
        service,
        url_of(source),
        lambda _load: kill_workers(service),
        editors=1,
        importers=2,
    )


@pytest.mark.parametrize("database", ["postgresql", "sqlite"])
def test_the_worker_of_long_work_is_killed_while_it_imports(database, request, report, folder):
    source, service = request.getfixturevalue(database)
    url = url_of(source)
    worker = JobWorker(folder, url)

    def kill_worker(load: Load) -> None:
        # In the preview; then in the final write, which ends as one transaction or not at all.
        for state in ("state = 'running'", "is_writing"):
            wait_until(lambda state=state: count_jobs(url, state), seconds=60)
            time.sleep(random.uniform(0, 0.3))
            worker.kill()
            worker.start()

    try:
        fault = "worker of long work killed (-9) twice while importing"
        survive(report, fault, service, url, kill_worker, editors=1, importers=1, rows=LONG)
    finally:
        worker.kill()


def url_of(source: Cluster | str) -> str:
    return source if isinstance(source, str) else source.url


def count_jobs(url: str, condition: str) -> int:
    question = f"SELECT count(*) FROM jobs_job WHERE {condition}"
    if url.startswith("sqlite"):
        with closing(sqlite3.connect(url.removeprefix("sqlite:///"))) as connection:
            return int(connection.execute(question).fetchone()[0])
    with psycopg.connect(url) as connection:
        return int(connection.execute(question).fetchone()[0])


def test_postgresql_is_stopped_at_once_and_started_again(postgresql, report):
    cluster, service = postgresql

    def restart(_load: Load) -> None:
        for _ in range(2):
            cluster.stop("immediate")
            time.sleep(SECONDS / 4)
            cluster.start()
            time.sleep(SECONDS / 4)

    survive(report, "restarted twice with `-m immediate`", service, cluster.url, restart)


def test_postgresql_hangs(postgresql, report):
    cluster, service = postgresql

    def hang(load: Load) -> None:
        with cluster.stopped_processes():
            refused = load.statuses("reader")[503]
            wait_until(lambda: load.statuses("reader")[503] > refused)
            time.sleep(SECONDS)

    load = survive(report, "hung (SIGSTOP)", service, cluster.url, hang)
    assert load.slowest("health") < 2


def test_postgresql_has_no_more_connections(postgresql, report):
    cluster, service = postgresql

    def take_all(_load: Load) -> None:
        with ExitStack() as connections:
            taken = connections.enter_context(psycopg.connect(cluster.url, autocommit=True))
            # Those of the service are taken too.
            taken.execute("SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE pid != pg_backend_pid()")
            with pytest.raises(psycopg.OperationalError):
                for _ in range(1000):
                    connections.enter_context(psycopg.connect(cluster.url))
            time.sleep(SECONDS)

    survive(report, "out of connections", service, cluster.url, take_all)


def test_the_clock_is_set_back(postgresql, report):
    cluster, service = postgresql
    # As if it had been an hour ahead until now; `verify` compares the moments of the log.
    run_world(cluster.url, "edit_ahead")
    survive(report, "clock set back an hour", service, cluster.url, lambda _load: time.sleep(SECONDS / 2))


def test_clients_disappear_in_the_middle_of_a_file(postgresql, report):
    cluster, service = postgresql

    def disappear(_load: Load) -> None:
        for _ in range(2 * 32 * len(service.workers())):
            with socket.create_connection(("127.0.0.1", service.port)) as client:
                client.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
                client.sendall(b"GET /api/v1/changes/?format=ndjson HTTP/1.1\r\nHost: 127.0.0.1\r\n\r\n")
                assert client.recv(100).startswith(b"HTTP/1.1 200")

    survive(report, "128 clients gone in the middle of a file", service, cluster.url, disappear)


def test_eight_editors_at_once_on_sqlite(sqlite, report):
    url, service = sqlite
    survive(report, "eight editors at once", service, url, lambda _load: time.sleep(SECONDS), editors=8)


@contextmanager
def small_disk(size: str) -> Iterator[Path]:
    """A file system that is easily filled."""
    with new_folder() as folder:
        disk = folder / "disk"
        disk.mkdir()
        done = subprocess.run(
            ["mount", "-t", "tmpfs", "-o", f"size={size}", "tmpfs", disk], capture_output=True, check=False
        )
        if done.returncode:
            pytest.skip(f"A small disk can't be mounted here: {done.stderr.decode().strip()}")
        disk.chmod(0o755)
        try:
            yield disk
        finally:
            subprocess.run(["umount", "--lazy", disk], check=True)


def fill(disk: Path) -> None:
    """Until nothing fits."""
    with (disk / "filling").open("wb", buffering=0) as file:
        for size in (1 << 20, 4096):
            try:
                while True:
                    file.write(b"\0" * size)
            except OSError:
                continue


def stay_full(disk: Path, load: Load) -> None:
    refused = load.statuses("editor")[503]
    deadline = time.monotonic() + 10 * SECONDS
    # What was freed meanwhile, such as an old file of the log, is taken too.
    while load.statuses("editor")[503] < refused + EDITORS and time.monotonic() < deadline:
        fill(disk)
        time.sleep(0.2)
    assert load.statuses("editor")[503] > refused
    (disk / "filling").unlink()


def test_the_disk_of_postgresql_is_full(report):
    if not has_postgresql:
        pytest.skip("PostgreSQL's own programs aren't installed here.")
    with (
        small_disk(DISK) as disk,
        new_folder() as folder,
        new_cluster(disk) as cluster,
        serving(folder, cluster.url) as one,
    ):

        def run_out(load: Load) -> None:
            stay_full(disk, load)
            # A server that couldn't write its log has stopped, and systemd would start it.
            if not cluster.is_running():
                cluster.start()

        survive(report, "out of disk", one, cluster.url, run_out)


def test_the_disk_of_sqlite_is_full(report):
    with small_disk("8m") as disk, new_folder() as folder:
        url = new_file(disk)
        with serving(folder, url) as service:
            survive(report, "out of disk", service, url, lambda load: stay_full(disk, load))


@pytest.fixture
def redis(folder: Path) -> Iterator[Any]:
    if not shutil.which("redis-server"):
        pytest.skip("Redis isn't installed here.")
    port = free_port()
    command = ["redis-server", "--port", str(port), "--bind", "127.0.0.1", "--save", "", "--dir", folder]

    def start() -> subprocess.Popen[bytes]:
        return subprocess.Popen(command, stdout=subprocess.DEVNULL)

    processes = [start()]
    try:
        yield port, processes, start
    finally:
        processes[-1].send_signal(signal.SIGCONT)
        processes[-1].kill()
        processes[-1].wait()


def test_redis_hangs_and_is_gone(folder, redis, report):
    port, processes, start = redis
    url = new_file(folder)
    with serving(folder, url, CACHE_URL=f"rediscache://127.0.0.1:{port}/0") as service:

        def hang(_load: Load) -> None:
            processes[-1].send_signal(signal.SIGSTOP)
            time.sleep(SECONDS)
            processes[-1].send_signal(signal.SIGCONT)

        load = survive(report, "Redis hung (SIGSTOP)", service, url, hang)
        assert not load.statuses()[503]

        def go(_load: Load) -> None:
            processes[-1].kill()
            processes[-1].wait()
            time.sleep(SECONDS)
            processes.append(start())

        load = survive(report, "Redis gone", service, url, go)
        assert not load.statuses()[503]


def test_a_backup_under_writes_of_postgresql_is_whole(postgresql, report, folder):
    cluster, service = postgresql
    copy = cluster.url.replace("/talentwatch", "/copy")
    load = Load(service)
    with load.running(EDITORS, 0):
        wait_until(lambda: len(load.acknowledged) >= EDITORS)
        saved = list(load.acknowledged)
        subprocess.run([PROGRAMS / "pg_dump", "--format=custom", f"--file={folder}/dump", cluster.url], check=True)
    with psycopg.connect(cluster.url, autocommit=True) as connection:
        connection.execute("CREATE DATABASE copy")
    subprocess.run([PROGRAMS / "pg_restore", "--exit-on-error", f"--dbname={copy}", f"{folder}/dump"], check=True)
    check_copy(copy, saved)


def test_a_backup_under_writes_of_sqlite_is_whole(sqlite, folder):
    url, service = sqlite
    load = Load(service)
    with load.running(EDITORS, 0):
        wait_until(lambda: len(load.acknowledged) >= EDITORS)
        saved = list(load.acknowledged)
        # As `sqlite3 db.sqlite3 ".backup copy.sqlite3"` does it.
        with (
            closing(sqlite3.connect(url.removeprefix("sqlite:///"))) as source,
            closing(sqlite3.connect(folder / "copy")) as copy,
        ):
            source.backup(copy)
    check_copy(f"sqlite:///{folder / 'copy'}", saved)


def check_copy(url: str, saved: list[tuple[int, str]]) -> None:
    result = run_world(url, "verify", json.dumps(saved), "[]")
    assert not result["lost"] and not result["problems"]
