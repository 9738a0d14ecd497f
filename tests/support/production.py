"""The service as it is deployed, in processes of its own: a PostgreSQL cluster, gunicorn, and commands on their database."""

import json
import os
import shutil
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from functools import cached_property
from hashlib import sha256
from pathlib import Path
from random import SystemRandom
from tempfile import TemporaryDirectory
from typing import Any

import httpx
import psycopg
from django.conf import settings

from tests.support.migrated import FOLDER, locked

ROOT = Path(settings.ROOT)
# Those that the system doesn't give to clients, so nobody takes one before the server does.
PORTS = range(20_000, 32_000)
PROGRAMS = max(Path("/usr/lib/postgresql").glob("*/bin/initdb"), default=Path("initdb")).parent
# PostgreSQL refuses to run as root.
ACCOUNT = {"user": "postgres", "group": "postgres", "extra_groups": []} if os.geteuid() == 0 else {}
has_postgresql = (PROGRAMS / "postgres").exists()
# In memory, where there is room for it: a disk may take ten seconds to delete the thousands of files of a few clusters.
FAST_PLACE = "/dev/shm" if Path("/dev/shm").is_dir() and shutil.disk_usage("/dev/shm").free > 2 * 1024**3 else None


def free_port() -> int:
    while True:
        # Tests of properties set the seed of random().
        port = SystemRandom().choice(PORTS)
        with suppress(OSError), socket.create_server(("127.0.0.1", port)):
            return port


def wait_until(is_true: Any, seconds: float = 20) -> None:
    deadline = time.monotonic() + seconds
    while not is_true():
        assert time.monotonic() < deadline, "It took too long."
        time.sleep(0.05)


def children(pid: int) -> list[int]:
    return [int(child) for child in Path(f"/proc/{pid}/task/{pid}/children").read_text().split()]


def is_alive(pid: int) -> bool:
    try:
        # The name of the program, in brackets, comes before the state.
        state = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[0]
    except FileNotFoundError:
        return False
    return state != "Z"


class Cluster:
    """A PostgreSQL cluster on a free port of this machine."""

    def __init__(self, folder: Path) -> None:
        self.folder, self.port = folder, free_port()

    @property
    def url(self) -> str:
        return f"postgres://postgres@127.0.0.1:{self.port}/talentwatch"

    def create(self) -> None:
        self._run("initdb", "--username=postgres", "--auth=trust", "--no-sync", "--encoding=UTF8", "--locale=C.UTF-8")
        self.start()
        with psycopg.connect(self.url.replace("/talentwatch", "/postgres"), autocommit=True) as connection:
            connection.execute("CREATE DATABASE talentwatch")

    def start(self, **options: Any) -> None:
        # Only processes are killed here, and what they have written stays in the memory of the system: no need to wait for disks.
        own = {"listen_addresses": "127.0.0.1", "unix_socket_directories": "", "max_wal_size": "64MB", "fsync": "off"}
        options = own | options
        text = " ".join(f"-c {name}='{value}'" for name, value in options.items())
        log = self.folder / "log"
        status = self._run("pg_ctl", "start", "-w", "-l", str(log), "-o", f"-p {self.port} {text}", check=False)
        assert status == 0, log.read_text()[-2000:]

    def copy_to(self, replica: "Cluster", name: str, servers: "list[Cluster]") -> None:
        """Make the other one a streaming replica of this one, called `name`, with deploy/postgresql/replication.conf: it
        follows whichever of the `servers` is the primary.
        """
        replica.folder.mkdir(mode=0o700)
        own(replica.folder)
        address = f"host=127.0.0.1 port={self.port} user=postgres"
        replica._run("pg_basebackup", "--dbname", address, "--checkpoint=fast", "--no-sync")
        with (replica.folder / "postgresql.auto.conf").open("a") as file:
            file.write(replication_settings(name, servers))
        (replica.folder / "standby.signal").touch()

    def promote(self) -> None:
        self._run("pg_ctl", "promote", "-w")

    def execute(self, statement: str) -> Any:
        """The first row of what it returns, if anything."""
        with psycopg.connect(self.url, autocommit=True) as connection:
            cursor = connection.execute(statement)
            return cursor.fetchone() if cursor.description else None

    def stop(self, mode: str = "immediate") -> None:
        self._run("pg_ctl", "stop", "-m", mode, check=False)

    def is_running(self) -> bool:
        return self._run("pg_ctl", "status", check=False) == 0

    @property
    def pid(self) -> int:
        return int((self.folder / "postmaster.pid").read_text().split()[0])

    def kill(self) -> None:
        """All of its processes at once, as a machine that loses its power."""
        pids = [self.pid, *children(self.pid)]
        for pid in pids:
            os.kill(pid, signal.SIGKILL)
        # It can't start again before the last of them has left the shared memory.
        wait_until(lambda: not any(is_alive(pid) for pid in pids))
        # In a container where nobody asks how it ended, its number is still taken.
        (self.folder / "postmaster.pid").unlink()

    @contextmanager
    def stopped_processes(self) -> Iterator[None]:
        """SIGSTOP for all of its processes, as a machine that hangs; SIGCONT at the end."""
        pids = [self.pid, *children(self.pid)]
        for pid in pids:
            os.kill(pid, signal.SIGSTOP)
        try:
            yield
        finally:
            for pid in pids:
                os.kill(pid, signal.SIGCONT)

    def _run(self, program: str, *arguments: str, check: bool = True) -> int:
        command = [PROGRAMS / program, "-D", self.folder, *arguments]
        # Into a file: the server keeps an open pipe for as long as it runs.
        with TemporaryDirectory() as folder, (Path(folder) / "output").open("w+") as output:
            done = subprocess.run(command, stdout=output, stderr=output, check=False, cwd="/", **ACCOUNT)
            output.seek(0)
            assert done.returncode == 0 or not check, output.read()
            return done.returncode


def replication_settings(name: str, servers: list[Cluster]) -> str:
    """deploy/postgresql/replication.conf with the addresses of these servers, and the server's own name."""
    text = (ROOT / "deploy" / "postgresql" / "replication.conf").read_text()
    for old, new in {
        "pg1.example.org,pg2.example.org,pg3.example.org": ",".join(["127.0.0.1"] * len(servers)),
        "port=5432": f"port={','.join(str(server.port) for server in servers)}",
        "user=replicator": "user=postgres",
        "application_name=pg2": f"application_name={name}",
    }.items():
        assert old in text
        text = text.replace(old, new)
    return text


def own(folder: Path) -> None:
    """Let the account of PostgreSQL use the folder."""
    if ACCOUNT:
        for path in (folder, *folder.rglob("*")):
            shutil.chown(path, "postgres", "postgres")


@contextmanager
def new_folder() -> Iterator[Path]:
    """Where the account of PostgreSQL may enter; pytest's own folders are for one account only."""
    with TemporaryDirectory(dir=FAST_PLACE, ignore_cleanup_errors=True) as name:
        Path(name).chmod(0o755)
        yield Path(name)


def copy_kept_cluster(name: str, make: Callable[[Cluster], None], folder: Path) -> Cluster:
    """A stopped cluster in this folder, which doesn't exist yet: the copy of one that is made once for the same code."""
    template = FOLDER / f"{name}-{code_key()}"
    with locked(f"{name}-lock"):
        if not template.exists():
            forget(f"{name}-*/")
            with new_folder() as parent:
                own(parent)
                cluster = Cluster(parent / "new")
                make(cluster)
                unfinished = template.with_suffix(".unfinished")
                shutil.copytree(cluster.folder, unfinished)
            unfinished.rename(template)
    shutil.copytree(template, folder)
    own(folder)
    folder.chmod(0o700)
    return Cluster(folder)


def copy_migrated_cluster(folder: Path) -> Cluster:
    """A stopped cluster in this folder, whose database has all tables."""

    def make(cluster: Cluster) -> None:
        cluster.folder.mkdir(mode=0o700)
        own(cluster.folder)
        try:
            cluster.create()
            run_module("manage", cluster.url, "migrate", "--verbosity=0")
        finally:
            cluster.stop("fast")

    return copy_kept_cluster("migrated-cluster", make, folder)


@contextmanager
def new_cluster(folder: Path | None = None, **options: Any) -> Iterator[Cluster]:
    """A running cluster whose database has the tables and the world of tests.support.fault_world."""

    def make(cluster: Cluster) -> None:
        copied = copy_migrated_cluster(cluster.folder)
        copied.start()
        try:
            run_world(copied.url, "build")
        finally:
            copied.stop("fast")

    with new_folder() as parent:
        own(folder or parent)
        cluster = copy_kept_cluster("cluster", make, (folder or parent) / "data")
        cluster.start(**options)
        try:
            yield cluster
        finally:
            cluster.stop()


@contextmanager
def new_replicas(primary: Cluster, names: list[str]) -> Iterator[list[Cluster]]:
    """Running streaming replicas of the cluster, which follow one of them once that is promoted."""
    with new_folder() as folder:
        own(folder)
        replicas = [Cluster(folder / name) for name in names]
        try:
            for replica, name in zip(replicas, names, strict=True):
                primary.copy_to(replica, name, [primary, *replicas])
                replica.start()
            yield replicas
        finally:
            for replica in replicas:
                replica.stop()


def new_file(folder: Path) -> str:
    """The address of a new SQLite database with the same world."""
    template = FOLDER / f"faults-{code_key()}.sqlite3"
    with locked("faults-lock"):
        if not template.exists():
            forget("faults-*.*")
            unfinished = template.with_suffix(".unfinished")
            # Where the tests run on SQLite, they have migrated a file already.
            for migrated in FOLDER.glob("[0-9a-f]*.sqlite3"):
                shutil.copy(migrated, unfinished)
            run_world(f"sqlite:///{unfinished}", "build")
            unfinished.rename(template)
    shutil.copy(template, folder / "db.sqlite3")
    return f"sqlite:///{folder / 'db.sqlite3'}"


def forget(pattern: str) -> None:
    for path in FOLDER.glob(pattern):
        shutil.rmtree(path) if path.is_dir() else path.unlink()


def code_key() -> str:
    """The same for the same code and requirements."""
    packages = ("talentwatch", "people", "events", "tests/support")
    code = sorted(path for package in packages for path in (ROOT / package).rglob("*.py"))
    contents = [path.read_bytes() for path in (ROOT / "requirements.txt", *code)]
    return sha256(b"\0".join([sys.version.encode(), *contents])).hexdigest()[:16]


def environment(url: str) -> dict[str, str]:
    return {
        "PATH": os.environ["PATH"],
        "DATABASE_URL": url,
        "SECRET_KEY": "only-for-these-tests-0123456789-abcdefghijklmnopqrstuvwxyz",
        "ALLOWED_HOSTS": "127.0.0.1",
        "HTTPS": "0",
        "API_REQUESTS_PER_MINUTE": "1000000",
        "DOWNLOADS_ON_REQUEST": "0",
        "DJANGO_SETTINGS_MODULE": "talentwatch.settings",
    }


def run_module(module: str, url: str, *arguments: str) -> str:
    """Run it in a process of its own on this database; returns its output."""
    command = [sys.executable, "-m", module, *arguments]
    done = subprocess.run(command, env=environment(url), cwd=ROOT, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    return done.stdout


def run_world(url: str, command: str, *arguments: str) -> Any:
    """A command of tests.support.fault_world on this database; what it prints as JSON."""
    return json.loads(run_module("tests.support.fault_world", url, command, *arguments))


class Service:
    """gunicorn with the project's configuration."""

    def __init__(self, folder: Path, url: str, **variables: str) -> None:
        self.url, self.port, self.log = url, free_port(), folder / "gunicorn.log"
        self.address = f"http://127.0.0.1:{self.port}"
        configuration = ("--config", "talentwatch/gunicorn.py", "--bind", f"127.0.0.1:{self.port}")
        with self.log.open("w") as log:
            self.process = subprocess.Popen(
                [sys.executable, "-m", "gunicorn", *configuration, "talentwatch.wsgi"],
                env=environment(url) | variables,
                cwd=ROOT,
                stdout=log,
                stderr=log,
            )
        wait_until(self.is_up)

    @cached_property
    def sessions(self) -> list[dict[str, Any]]:
        """One of each writer of the world: its key, and the person that they edit."""
        sessions: list[dict[str, Any]] = run_world(self.url, "log_in")["sessions"]
        return sessions

    def is_up(self) -> bool:
        assert self.process.poll() is None, self.log.read_text()
        try:
            return self.get("/healthz", timeout=5).status_code == 200
        except httpx.TransportError:
            return False

    def get(self, path: str, **options: Any) -> httpx.Response:
        """The answer to a request over a connection of its own."""
        return self.request("GET", path, **options)

    def request(self, method: str, path: str, **options: Any) -> httpx.Response:
        # To read the certificates of the system takes thirty milliseconds, and HTTP needs none.
        return httpx.request(method, f"{self.address}{path}", verify=False, **options)

    def workers(self) -> list[int]:
        return children(self.process.pid)

    def stop(self) -> None:
        # At once: what is under way is lost, which is what these tests are about.
        for pid in [self.process.pid, *self.workers()]:
            os.kill(pid, signal.SIGKILL)
        self.process.wait()


class JobWorker:
    """`manage.py run_jobs`, started again when it is gone, as systemd does."""

    def __init__(self, folder: Path, url: str) -> None:
        self.url, self.log = url, folder / "worker.log"
        self.start()

    def start(self) -> None:
        with self.log.open("a") as log:
            self.process = subprocess.Popen(
                [sys.executable, "manage.py", "run_jobs"], env=environment(self.url), cwd=ROOT, stdout=log, stderr=log
            )

    def kill(self) -> None:
        self.process.kill()
        self.process.wait()


@dataclass
class ReplicatedService:
    """A service that reads from streaming replicas of its database."""

    service: Service
    primary: Cluster
    replicas: list[Cluster]


@contextmanager
def serving(folder: Path, url: str, **variables: str) -> Iterator[Service]:
    service = Service(folder, url, **variables)
    try:
        yield service
    finally:
        service.stop()
