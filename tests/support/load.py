"""Editors and readers who go on while something breaks, and what they were answered."""

import random
import threading
import time
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any

import httpx

from tests.support.fuzzing import FormReader
from tests.support.production import Service, run_world

PAGES = ("/api/v1/people/", "/api/v1/changes/", "/people/writer-1/", "/api/v1/moves/")


@dataclass
class Answer:
    """One request: who sent it, when it was answered, with what (0: the connection broke), and after how many seconds."""

    role: str
    at: float
    status: int
    seconds: float
    headers: Any = None


@dataclass
class Load:
    """Each editor saves one person after the other name, each reader reads PAGES, and one asks for /healthz."""

    service: Service
    sessions: list[dict[str, Any]]
    acknowledged: list[tuple[int, str]] = field(default_factory=list)
    answers: list[Answer] = field(default_factory=list)
    pause: float = 0.1
    _stop: threading.Event = field(default_factory=threading.Event)

    def ask(self, client: httpx.Client, role: str, method: str, path: str, **options: Any) -> Any:
        start = time.monotonic()
        try:
            response = client.request(method, path, **options)
        except httpx.TransportError:
            response = None
        now = time.monotonic()
        status, headers = (response.status_code, response.headers) if response is not None else (0, {})
        self.answers.append(Answer(role, now, status, now - start, headers))
        return response

    def edit(self, session: dict[str, Any]) -> None:
        path = f"/admin/people/person/{session['person']}/change/"
        number = 0
        with self.client(session) as client:
            while not self._stop.is_set():
                number += 1
                page = self.ask(client, "editor", "GET", path)
                if page is not None and page.status_code == 200:
                    name = f"Writer {session['person']} edit {number} {random.getrandbits(32):x}"
                    if self.save(client, path, page, name):
                        self.acknowledged.append((session["person"], name))
                time.sleep(self.pause)

    def save(self, client: httpx.Client, path: str, page: httpx.Response, name: str) -> bool:
        """Whether the form was saved and said so."""
        values = {
            key: value for key, value in FormReader(page.text).values if not key.startswith("_") or key == "_editor"
        }
        form = values | {"name": name, "reason": "test", "correction": "It was wrong.", "_save": "Save"}
        response = self.ask(client, "editor", "POST", path, data=form)
        assert response is None or response.status_code != 200, response.text
        return response is not None and response.status_code == 302

    def read(self, paths: tuple[str, ...], role: str) -> None:
        with self.client() as client:
            while not self._stop.is_set():
                for path in paths:
                    self.ask(client, role, "GET", path)
                    time.sleep(self.pause)

    def client(self, session: dict[str, Any] | None = None) -> httpx.Client:
        cookies = {"sessionid": session["session"]} if session else {}
        return httpx.Client(base_url=self.service.address, cookies=cookies, timeout=30)

    @contextmanager
    def running(self, editors: int = 4, readers: int = 2) -> Iterator[None]:
        targets = [(self.edit, (session,)) for session in self.sessions[:editors]]
        targets += [(self.read, (PAGES, "reader"))] * readers + [(self.read, (("/healthz",), "health"))]
        threads = [threading.Thread(target=target, args=args) for target, args in targets]
        for thread in threads:
            thread.start()
        try:
            yield
        finally:
            self._stop.set()
            for thread in threads:
                thread.join()

    def statuses(self, *roles: str) -> Counter[int]:
        return Counter(answer.status for answer in list(self.answers) if not roles or answer.role in roles)

    def slowest(self, role: str, since: float = 0) -> float:
        return max(answer.seconds for answer in self.answers if answer.role == role and answer.at >= since)

    def has_recovered(self, moment: float) -> bool:
        """Whether, since then, a reader was answered and a form was saved."""
        answers = [one for one in list(self.answers) if one.at - one.seconds > moment]
        kinds = {(one.role, one.status) for one in answers}
        return {("reader", 200), ("editor", 302)} <= kinds

    def recovered_after(self, moment: float) -> float:
        """Seconds until a reader was answered and a form was saved that were sent since."""
        reads = (
            one.at
            for one in self.answers
            if one.role == "reader" and one.status == 200 and one.at - one.seconds > moment
        )
        saves = (
            one.at
            for one in self.answers
            if one.role == "editor" and one.status == 302 and one.at - one.seconds > moment
        )
        return max(next(iter(sorted(reads))), next(iter(sorted(saves)))) - moment


def new_load(service: Service, url: str) -> Load:
    return Load(service, run_world(url, "log_in")["sessions"])
