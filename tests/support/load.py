"""Editors and readers who go on while something breaks, and what they were answered."""

import json
import random
import string
import threading
import time
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any

import httpx

from tests.support.fuzzing import FormReader
from tests.support.production import Service

PAGES = ("/api/v1/people/", "/api/v1/changes/", "/people/writer-1/", "/api/v1/moves/")


def form_values(page: str) -> dict[str, str]:
    """What the form on a page would send, without a button."""
    return {key: value for key, value in FormReader(page).values if not key.startswith("_") or key == "_editor"}


def random_word() -> str:
    """Of letters, so that no name resembles another one."""
    return "".join(random.choices(string.ascii_lowercase, k=12))


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
    """Each editor saves one person after the other name, each importer imports one file after the other, each reader reads
    PAGES, and one asks for /healthz.
    """

    service: Service
    rows: int = 20  # of each file; from 201 on, the worker of long work imports it
    acknowledged: list[tuple[int, str]] = field(default_factory=list)
    imported: list[str] = field(default_factory=list)  # what the slugs of each file begin with
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
        form = form_values(page.text) | {"name": name, "reason": "test", "correction": "It was wrong.", "_save": "Save"}
        response = self.ask(client, "editor", "POST", path, data=form)
        assert response is None or response.status_code != 200, response.text
        return response is not None and response.status_code == 302

    def import_files(self, session: dict[str, Any]) -> None:
        address = "/admin/people/person/import/"
        with self.client(session) as client:
            while not self._stop.is_set():
                mark = f"import-{self.rows}-{random_word()}"
                page = self.ask(client, "importer", "GET", address)
                if page is not None and page.status_code == 200:
                    people = [
                        {"slug": f"{mark}-{n}", "name": f"{random_word()} {random_word()}"} for n in range(self.rows)
                    ]
                    file = {"file": ("people.json", json.dumps({"people": people}))}
                    preview = self.follow(
                        client, self.ask(client, "importer", "POST", address, data=form_values(page.text), files=file)
                    )
                    if preview is not None and self.confirm(client, preview):
                        self.imported.append(mark)
                time.sleep(self.pause)

    def confirm(self, client: httpx.Client, preview: httpx.Response) -> bool:
        """Whether the file of the preview was imported, as far as the desk says so."""
        values = form_values(preview.text)
        assert "token" in values, preview.text
        answer = self.ask(client, "importer", "POST", "/admin/people/person/process_import/", data=values)
        if answer is None or answer.status_code != 302:
            return False
        if "/jobs/job/" not in answer.headers["Location"]:
            return True
        result = self.follow(client, answer)
        return result is not None and "Imported people.json" in result.text

    def follow(self, client: httpx.Client, answer: httpx.Response | None) -> httpx.Response | None:
        """The page of the result: at once, or once the job is done, which its editor starts again if its worker is killed."""
        if answer is None or answer.status_code != 302:
            return answer if answer is not None and answer.status_code == 200 else None
        job = answer.headers["Location"]
        deadline = time.monotonic() + 120
        while time.monotonic() < deadline:
            page = self.ask(client, "importer", "GET", job)
            if page is not None and page.status_code == 302:
                return self.ask(client, "importer", "GET", page.headers["Location"])
            restart = job.replace("/change/", "/restart/")
            if page is not None and restart in page.text:
                self.ask(client, "importer", "POST", restart, data=form_values(page.text))
            time.sleep(self.pause)
        return None

    def read(self, paths: tuple[str, ...], role: str) -> None:
        with self.client() as client:
            while not self._stop.is_set():
                for path in paths:
                    self.ask(client, role, "GET", path)
                    time.sleep(self.pause)

    def client(self, session: dict[str, Any] | None = None) -> httpx.Client:
        cookies = {"sessionid": session["session"]} if session else {}
        return httpx.Client(base_url=self.service.address, cookies=cookies, timeout=30, verify=False)

    @contextmanager
    def running(self, editors: int = 4, readers: int = 2, importers: int = 0) -> Iterator[None]:
        targets = [(self.edit, (session,)) for session in self.service.sessions[:editors]]
        targets += [(self.import_files, (session,)) for session in self.service.sessions[-importers:] if importers]
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
