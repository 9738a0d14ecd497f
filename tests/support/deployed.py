"""The project as deploy/ installs it, from those very files: PostgreSQL, gunicorn by its systemd unit, and nginx.

Only paths, ports, the host name and the secrets are other ones; each has to be in the file that is changed.
"""

import os
import shlex
import shutil
import signal
import ssl
import subprocess
import sys
import time
from collections.abc import Iterator
from configparser import ConfigParser
from contextlib import ExitStack, contextmanager
from pathlib import Path
from typing import Any

import httpx

from tests.support.production import (
    ACCOUNT,
    PROGRAMS,
    ROOT,
    children,
    copy_migrated_cluster,
    free_port,
    has_postgresql,
    new_folder,
    own,
)

DEPLOY = ROOT / "deploy"
HOST = "talentwatch.example.org"
SOCKET = "/run/talentwatch/gunicorn.sock"
MAIN = """
daemon off;
pid {folder}/nginx.pid;
error_log {folder}/error.log;
{user}
events {{ worker_connections 768; }}
http {{
    include /etc/nginx/mime.types;
    # As in Debian's own file: the site has to switch it off where it would do harm.
    gzip on;
    client_body_temp_path {folder}/body;
    proxy_temp_path {folder}/proxy;
    fastcgi_temp_path {folder}/fastcgi;
    uwsgi_temp_path {folder}/uwsgi;
    scgi_temp_path {folder}/scgi;
    include {folder}/talentwatch.conf;
}}
"""


def missing_programs() -> list[str]:
    """The names of the programs that a deployment needs and this machine lacks."""
    here = {
        "nginx": find_nginx(),
        "openssl": shutil.which("openssl"),
        "PostgreSQL": has_postgresql,
    }
    return [name for name, program in here.items() if not program]


def find_nginx() -> str | None:
    return shutil.which("nginx", path=f"{os.environ['PATH']}:/usr/sbin")


def replace(text: str, replacements: dict[str, str]) -> str:
    for old, new in replacements.items():
        assert old in text, f"The file doesn't contain {old!r}."
        text = text.replace(old, new)
    return text


@contextmanager
def running(command: list[str], log: Path, **options: Any) -> Iterator[subprocess.Popen[bytes]]:
    # A shell's job in the background ignores SIGINT, and so would a server in Python that tests start there.
    ignored = signal.signal(signal.SIGINT, signal.default_int_handler)
    try:
        with log.open("wb") as output:
            process = subprocess.Popen(command, stdout=output, stderr=output, **options)
    finally:
        signal.signal(signal.SIGINT, ignored)
    try:
        yield process
    finally:
        # To each of the three servers: stop now.
        process.send_signal(signal.SIGINT)
        try:
            process.wait(timeout=20)
        except subprocess.TimeoutExpired:
            process.kill()
            process.wait()


def read_environment() -> dict[str, str]:
    """The variables of deploy/talentwatch.env."""
    lines = (DEPLOY / "talentwatch.env").read_text().splitlines()
    return dict(line.split("=", 1) for line in lines if line and not line.startswith("#"))


def read_unit(name: str) -> ConfigParser:
    """A unit of systemd. A key that is there more than once has its last value."""
    unit = ConfigParser(interpolation=None, strict=False)
    unit.optionxform = str  # type: ignore[assignment,method-assign]  # as configparser documents it
    unit.read(DEPLOY / "systemd" / name)
    return unit


@contextmanager
def postgresql(folder: Path) -> Iterator[str]:
    """A new cluster with deploy/postgresql/talentwatch.conf; the address of a database that has all tables, and no rows."""
    data, archive, port = folder / "data", folder / "wal-archive", free_port()
    archive.mkdir(mode=0o700)
    own(archive)
    copy_migrated_cluster(data)
    configuration = (DEPLOY / "postgresql" / "talentwatch.conf").read_text()
    settings = f"port = {port}\nlisten_addresses = '127.0.0.1'\nunix_socket_directories = ''\n"
    with (data / "postgresql.conf").open("a") as file:
        file.write(replace(configuration, {"/var/lib/postgresql/wal-archive": str(archive)}) + settings)
    server = [str(PROGRAMS / "postgres"), "-D", str(data)]
    with running(server, folder / "postgresql.log", cwd="/", **ACCOUNT):
        ready = [str(PROGRAMS / "pg_isready"), "-q", "-h", "127.0.0.1", "-p", str(port)]
        wait_for(lambda: subprocess.run(ready, check=False).returncode == 0, folder / "postgresql.log")
        yield f"postgres://postgres@127.0.0.1:{port}/talentwatch"


def read_command(unit: str) -> str:
    """What a unit starts, with the programs of this environment."""
    command = read_unit(unit)["Service"]["ExecStart"]
    return replace(command, {"/srv/talentwatch/.venv/bin": str(Path(sys.executable).parent)})


@contextmanager
def gunicorn(folder: Path, environment: dict[str, str]) -> Iterator[int]:
    """What talentwatch.service starts, without systemd's socket and limits; its process id."""
    command = replace(read_command("talentwatch.service"), {SOCKET: str(folder / "gunicorn.sock")})
    with running(shlex.split(command), folder / "gunicorn.log", cwd=ROOT, env=environment) as process:
        wait_for((folder / "gunicorn.sock").exists, folder / "gunicorn.log")
        yield process.pid


@contextmanager
def nginx(folder: Path) -> Iterator[tuple[int, int]]:
    """nginx with the site of deploy/; its ports for HTTP and HTTPS."""
    ports = free_port(), free_port()
    key, certificate = folder / "key.pem", folder / "certificate.pem"
    names = ["-subj", f"/CN={HOST}", "-addext", f"subjectAltName=DNS:{HOST},IP:127.0.0.1"]
    openssl = [
        "openssl",
        "req",
        "-x509",
        "-newkey",
        "ec",
        "-pkeyopt",
        "ec_paramgen_curve:prime256v1",
        "-nodes",
        "-days",
        "2",
    ]
    subprocess.run([*openssl, "-keyout", key, "-out", certificate, *names], check=True, capture_output=True)
    site = replace(
        (DEPLOY / "nginx" / "talentwatch.conf").read_text(),
        {
            SOCKET: str(folder / "gunicorn.sock"),
            "listen 80;": f"listen 127.0.0.1:{ports[0]};",
            "listen 443 ssl http2;": f"listen 127.0.0.1:{ports[1]} ssl http2;",
            "listen [::]:80;": "",
            "listen [::]:443 ssl http2;": "",
            f"/etc/letsencrypt/live/{HOST}/fullchain.pem": str(certificate),
            f"/etc/letsencrypt/live/{HOST}/privkey.pem": str(key),
            "/var/log/nginx/talentwatch.json": str(folder / "access.json"),
            "/srv/talentwatch/staticfiles/": f"{folder}/staticfiles/",
        },
    )
    (folder / "talentwatch.conf").write_text(site)
    user = "user root;" if os.geteuid() == 0 else ""
    (folder / "nginx.conf").write_text(MAIN.format(folder=folder, user=user))
    command = [str(find_nginx()), "-e", str(folder / "error.log"), "-c", str(folder / "nginx.conf")]
    with running(command, folder / "nginx.log"):
        wait_for((folder / "nginx.pid").exists, folder / "error.log")
        yield ports


def wait_for(is_ready: Any, log: Path, seconds: float = 60) -> None:
    deadline = time.monotonic() + seconds
    while not is_ready():
        assert time.monotonic() < deadline, log.read_text()
        time.sleep(0.1)


def manage(environment: dict[str, str], *arguments: str) -> None:
    command = [sys.executable, "manage.py", *arguments]
    done = subprocess.run(command, cwd=ROOT, env=environment, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr


class Deployment:
    """The whole of it: `port` speaks TLS, `plain_port` doesn't."""

    def __init__(self, folder: Path, environment: dict[str, str], pid: int, ports: tuple[int, int]) -> None:
        self.folder, self.environment, self.pid = folder, environment, pid
        self.plain_port, self.port = ports
        # TLS as clients speak it, with the certificate of this test.
        self.tls = ssl.create_default_context(cafile=str(folder / "certificate.pem"))

    def manage(self, *arguments: str, **variables: str) -> None:
        """A command of manage.py on its database."""
        manage(self.environment | variables, *arguments)

    def workers(self) -> list[int]:
        """The process ids of gunicorn's workers."""
        return children(self.pid)

    def client(self, **options: Any) -> httpx.Client:
        return httpx.Client(
            base_url=f"https://127.0.0.1:{self.port}", headers={"Host": HOST}, verify=self.tls, **options
        )


@contextmanager
def deployed() -> Iterator[Deployment]:
    with ExitStack() as stack:
        # Not one of pytest's, whose names are long: the path of a socket has at most 107 bytes.
        folder = stack.enter_context(new_folder())
        environment = {
            **read_environment(),
            "PATH": os.environ["PATH"],
            "SECRET_KEY": "only-for-these-tests-0123456789-abcdefghijklmnopqrstuvwxyz",
            "DATABASE_URL": stack.enter_context(postgresql(folder)),
            "DOWNLOADS_DIR": str(folder / "downloads"),
            "DOWNLOADS_ON_REQUEST": "0",
            "STATIC_ROOT": str(folder / "staticfiles"),
            "PROMETHEUS_MULTIPROC_DIR": str(folder / "metrics"),
            "API_REQUESTS_PER_MINUTE": "1000000",
        }
        (folder / "metrics").mkdir()
        manage(environment, "migrate", "--verbosity=0")
        manage(environment, "collectstatic", "--noinput", "--verbosity=0")
        pid = stack.enter_context(gunicorn(folder, environment))
        yield Deployment(folder, environment, pid, stack.enter_context(nginx(folder)))
