"""The project as clients of their own meet it: over WSGI in this process, or on a port, with the rows of the test's
transaction. For SQLite only, where the connection stays open between requests."""

import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any
from wsgiref.simple_server import WSGIRequestHandler, make_server

import httpx
from django.core.handlers.wsgi import WSGIHandler
from django.db import connection, connections


class RecordingTransport(httpx.BaseTransport):
    """Answers requests of httpx in this process, and keeps them and what was answered."""

    def __init__(self) -> None:
        self.answers: list[httpx.Response] = []
        self._wsgi = httpx.WSGITransport(app=WSGIHandler())

    def handle_request(self, request: httpx.Request) -> httpx.Response:
        response = self._wsgi.handle_request(request)
        response.request = request
        self.answers.append(response)
        return response


class _QuietHandler(WSGIRequestHandler):
    def log_message(self, format: str, *args: Any) -> None:  # noqa: A002 - the name of the standard library
        """Nothing is written to the terminal."""


@contextmanager
def served() -> Iterator[str]:
    """The address of the project on a free port. One request at a time, over the connection of this test: for SQLite only."""
    with make_server("127.0.0.1", 0, WSGIHandler(), handler_class=_QuietHandler) as server:
        connection.inc_thread_sharing()
        thread = threading.Thread(target=_with_connection(server.serve_forever), daemon=True)
        thread.start()
        try:
            yield f"http://127.0.0.1:{server.server_port}"
        finally:
            server.shutdown()
            thread.join()
            connection.dec_thread_sharing()


def _with_connection(function: Callable[[], None]) -> Callable[[], None]:
    shared = connections["default"]

    def run() -> None:
        connections["default"] = shared
        function()

    return run
