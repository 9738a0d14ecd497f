"""nginx, gunicorn and PostgreSQL, started from the files of deploy/: slow clients, limits, compression, ETags, ids, restarts."""

import json
import re
import shlex
import socket
import ssl
import time
from collections.abc import Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import ExitStack, suppress
from pathlib import Path

import httpx
import pytest

from tests.support.deployed import (
    HOST,
    ROOT,
    Deployment,
    deployed,
    free_port,
    missing_programs,
    read_command,
    running,
    wait_for,
)
from tests.support.production import wait_until

SLOW_CLIENTS = 200
FORM = "application/x-www-form-urlencoded"

pytestmark = pytest.mark.skipif(
    bool(missing_programs()), reason=f"needs programs that are not installed: {', '.join(missing_programs())}"
)


@pytest.fixture(scope="module")
def site() -> Iterator[Deployment]:
    with deployed() as deployment:
        yield deployment


def connect(site: Deployment, number: int) -> ssl.SSLSocket:
    """A connection of one of many clients: each has an address of its own, and little room for what it doesn't read."""
    raw = socket.socket()
    raw.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, 4096)
    raw.bind((f"127.0.1.{number + 1}", 0))
    raw.settimeout(20)
    raw.connect(("127.0.0.1", site.port))
    return site.tls.wrap_socket(raw, server_hostname=HOST)


@pytest.fixture(scope="module", autouse=True)
def unended_headers(site: Deployment) -> Iterator[Future[tuple[bytes, float]]]:
    """What a client that never ends its headers receives, and after how many seconds. It waits while other tests run."""

    def send() -> tuple[bytes, float]:
        with connect(site, SLOW_CLIENTS) as slow:
            slow.sendall(b"GET / HTTP/1.1\r\n")
            started = time.monotonic()
            return slow.recv(100), time.monotonic() - started

    with ThreadPoolExecutor() as executor:
        yield executor.submit(send)


def test_200_slow_clients_keep_nobody_waiting(site: Deployment) -> None:
    head = f" HTTP/1.1\r\nHost: {HOST}\r\nUser-Agent: slow\r\n"
    beginnings = {
        "headers": f"GET /api/v1/people/{head}X-Slow: ",
        "body": f"POST /reconcile/{head}Content-Type: application/x-www-form-urlencoded\r\nContent-Length: 90000\r\n\r\nqueries=",
        "reading": f"GET /api/v1/schema/{head}Accept-Encoding: identity\r\n\r\n",
    }
    with ExitStack() as stack, site.client(timeout=20) as client:
        clients = []
        for number in range(SLOW_CLIENTS):
            kind = list(beginnings)[number % len(beginnings)]
            slow = stack.enter_context(connect(site, number))
            slow.sendall(beginnings[kind].encode())
            # What is read slowly has been answered: so many at the same moment would be told to come back.
            assert kind != "reading" or slow.recv(1) == b"H"
            clients.append((kind, slow))
        seconds = []
        for _ in range(5):
            for kind, slow in clients:
                # One that nginx has dropped is no longer slow.
                with suppress(OSError):
                    slow.send(b"a" if kind != "reading" else b"")
            started = time.perf_counter()
            assert client.get("/api/v1/people/").status_code == 200
            seconds.append(time.perf_counter() - started)
        # The best of five: the machine may be busy with other tests, but a thread that waits for a client waits ten seconds.
        assert min(seconds) < 1, seconds
        # Those who read slowly get it all in the end.
        *_, (kind, reader) = (item for item in clients if item[0] == "reading")
        assert json.loads(read_response(reader))["openapi"] == "3.1.1"


def read_response(connection: ssl.SSLSocket) -> bytes:
    with connection.makefile("rb") as file:
        # Its first letter was read before.
        assert file.readline().startswith(b"TTP/1.1 200")
        length = 0
        while line := file.readline().strip():
            name, _, value = line.decode().partition(":")
            length = int(value) if name.lower() == "content-length" else length
        return file.read(length)


@pytest.mark.parametrize(("path", "size"), [("/reconcile/", 3_200_000), ("/admin/login/", 11_600_000)])
def test_a_body_over_the_limit_never_reaches_the_application(site: Deployment, path: str, size: int) -> None:
    with connect(site, 0) as client:
        client.sendall(f"POST {path} HTTP/1.1\r\nHost: {HOST}\r\nContent-Length: {size}\r\n\r\n".encode())
        assert client.recv(100).startswith(b"HTTP/1.1 413")


@pytest.mark.parametrize(
    ("path", "size", "content_type", "status"),
    [
        # Refused by nginx, and by the application before it reads them.
        ("/reconcile/", 3_200_000, FORM, 413),
        ("/reconcile/", 2_700_000, FORM, 413),
        ("/api/v1/people/", 3_200_000, FORM, 413),
        ("/api/v1/people/", 2_700_000, FORM, 405),
        ("/api/v1/people/", 2_700_000, f"{FORM}; charset=latin-1", 415),
        ("/people/", 3_200_000, FORM, 413),
        ("/admin/login/", 11_600_000, FORM, 413),
        ("/admin/login/", 10_000_000, FORM, 413),
        ("/admin/login/", 2_000_000, f"{FORM}; charset=latin-1", 415),
    ],
)
def test_who_sends_too_much_gets_the_whole_answer(
    site: Deployment, path: str, size: int, content_type: str, status: int
) -> None:
    body = b"queries=" + b"x" * size
    with site.client(timeout=30) as client:
        # A reset shows on some connections only, depending on what was on its way.
        for _ in range(5):
            answer = client.post(path, content=body, headers={"Content-Type": content_type})
            assert answer.status_code == status
            is_for_programs = path.startswith(("/api/", "/reconcile"))
            assert (answer.headers["Content-Type"] == "application/problem+json") == is_for_programs
            assert not is_for_programs or (answer.json()["status"], bool(answer.json()["detail"])) == (status, True)


def test_one_address_has_a_limited_number_of_connections(site: Deployment) -> None:
    with ExitStack() as stack:
        for _ in range(50):
            slow = stack.enter_context(connect(site, 5))
            slow.sendall(f"POST /reconcile/ HTTP/1.1\r\nHost: {HOST}\r\nContent-Length: 9000\r\n\r\n".encode())
        time.sleep(0.5)
        one_more = stack.enter_context(connect(site, 5))
        one_more.sendall(f"GET / HTTP/1.1\r\nHost: {HOST}\r\n\r\n".encode())
        assert one_more.recv(100).startswith(b"HTTP/1.1 429")


@pytest.mark.parametrize("coding", ["gzip", "zstd", "identity"])
@pytest.mark.parametrize("path", ["/api/v1/", "/"])
def test_etags_pass_through_for_each_coding(site: Deployment, path: str, coding: str) -> None:
    with site.client() as client:
        headers = {"Accept-Encoding": coding}
        with client.stream("GET", path, headers=headers) as first:
            etag = first.headers["ETag"]
            assert (first.status_code, first.headers.get("Content-Encoding", "identity")) == (200, coding)
            assert not etag.startswith("W/")
        again = client.get(path, headers=headers | {"If-None-Match": etag})
        assert (again.status_code, again.content) == (304, b"")


def test_static_files_are_compressed_and_revalidated(site: Deployment) -> None:
    with site.client() as client:
        style = client.get("/static/desk/desk.css", headers={"Accept-Encoding": "gzip"})
        assert (style.status_code, style.headers["Content-Encoding"]) == (200, "gzip")
        assert (style.headers["Content-Type"], style.headers["Cache-Control"]) == ("text/css", "public, max-age=60")
        assert client.get("/static/desk/desk.css", headers={"If-None-Match": style.headers["ETag"]}).status_code == 304
        assert client.get("/static/../manage.py").status_code == 404


def test_no_page_of_the_desk_is_compressed(site: Deployment) -> None:
    with site.client() as client:
        page = client.get("/admin/login/", headers={"Accept-Encoding": "gzip"})
        assert page.status_code == 200
        assert "Content-Encoding" not in page.headers
        assert page.headers["Set-Cookie"].endswith("Secure")


def test_plain_http_leads_to_https(site: Deployment) -> None:
    request = f"GET /people/?q=a HTTP/1.1\r\nHost: {HOST}\r\nConnection: close\r\n\r\n".encode()
    with socket.create_connection(("127.0.0.1", site.plain_port)) as connection:
        connection.sendall(request)
        answer = connection.makefile("rb").read().decode()
    assert answer.startswith("HTTP/1.1 301")
    assert f"Location: https://{HOST}/people/?q=a\r\n" in answer


def test_one_id_of_a_request_is_in_all_logs(site: Deployment) -> None:
    with site.client() as client:
        own = client.get("/api/v1/", headers={"X-Request-Id": "the-client-s-own"}).headers["X-Request-Id"]
        forged = client.get("/api/v1/nothing/", headers={"X-Request-Id": '"} \\'}).headers["X-Request-Id"]
    assert own == "the-client-s-own"
    for request_id in (own, forged):

        def lines(request_id: str = request_id) -> list[dict[str, str]]:
            logs = [read_log(site.folder / name) for name in ("access.json", "gunicorn.log")]
            return [line for log in logs for line in log if line.get("request_id") == request_id]

        # Either may write its line after the client has its answer.
        wait_until(lambda: {line.get("logger", "nginx") for line in lines()} >= {"nginx", "gunicorn.access"})
        assert len({line["status"] for line in lines() if "status" in line}) == 1


def read_log(path: Path) -> list[dict[str, str]]:
    """Every line of it is JSON."""
    return [json.loads(line) for line in path.read_text().splitlines()]


def test_while_gunicorn_is_away_clients_are_asked_to_come_back(site: Deployment) -> None:
    address = site.folder / "gunicorn.sock"
    away = address.rename(site.folder / "away.sock")
    try:
        with site.client() as client:
            answers = [client.get(path) for path in ("/", "/admin/", "/api/v1/people/")]
    finally:
        away.rename(address)
    assert [answer.status_code for answer in answers] == [503, 503, 503]
    assert {answer.headers["Retry-After"] for answer in answers} == {"5"}
    assert answers[-1].headers["Content-Type"] == "application/problem+json"
    assert answers[-1].json()["status"] == 503


def test_metrics_are_for_this_machine_alone(site: Deployment) -> None:
    port = free_port()
    command = [*shlex.split(read_command("talentwatch-metrics.service")), f"--port={port}"]
    with site.client() as client, running(command, site.folder / "metrics.log", cwd=ROOT, env=site.environment):
        assert client.get("/api/v1/people/").status_code == 200
        assert client.get("/metrics").status_code == 404
        wait_for((site.folder / "metrics.log").read_text, site.folder / "metrics.log")
        metrics = httpx.get(f"http://127.0.0.1:{port}/metrics").text
    assert re.search(
        r'^talentwatch_request_seconds_count{method="GET",status="200",view="person-list"} [1-9]', metrics, re.MULTILINE
    )


# At the end, when its time is over.
def test_a_client_that_never_ends_its_headers_is_dropped(unended_headers: Future[tuple[bytes, float]]) -> None:
    received, seconds = unended_headers.result()
    assert received == b""
    assert 5 < seconds < 15
