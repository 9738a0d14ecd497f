"""The system's Chromium, driven by playwright. What a page asks for is answered by Django's test client, inside the test's
own transaction: no server, no port, and the same rows as any other test."""

import os
import shutil
from collections.abc import Iterator
from contextvars import copy_context
from pathlib import Path
from typing import Any
from urllib.parse import urljoin, urlsplit

import pytest
from django.contrib.staticfiles import finders
from django.test import Client
from playwright.sync_api import Page, Route, sync_playwright

HOME = "http://localhost"
PACKAGES = Path(__file__).parent / "node_modules"
CHROMIUM = shutil.which("chromium")
IS_REQUIRED = bool(os.environ.get("BROWSER_REQUIRED"))
REDIRECTS = {301, 302, 303, 307, 308}
REDIS_TIMEOUTS = 10_000  # milliseconds
ONWARD = '<!doctype html><html lang="en"><title>…</title><meta http-equiv="refresh" content="0;url={}">'


class Browser:
    """One page in one window, with those that it opens, and what went wrong in them."""

    def __init__(self, page: Page, client: Client) -> None:
        self.page, self.client = page, client
        self.complaints: list[str] = []
        self._context = copy_context()  # for Django's connection: playwright calls back in a context of its own
        page.context.on("console", lambda message: self._note(message.type, message.text))
        page.context.on("weberror", lambda error: self._note("error", str(error.error)))
        page.on("dialog", self._refuse)
        page.context.route("**/*", self._answer)

    def open(self, address: str) -> Page:
        """Go to an address of ours, such as /admin/."""
        self.page.goto(urljoin(HOME, address))
        return self.page

    def axe(self) -> list[str]:
        """What axe finds serious or critical on the page as it stands, each with its place."""
        heard = len(self.complaints)
        self.page.evaluate((PACKAGES / "axe-core" / "axe.min.js").read_text())
        found = self.page.evaluate("axe.run(document, {resultTypes: ['violations']})")
        del self.complaints[heard:]  # axe tries styles of its own, which our policy refuses it
        return [
            f"{violation['id']}: {node['html'][:200]}"
            for violation in found["violations"]
            if violation["impact"] in {"serious", "critical"}
            for node in violation["nodes"]
        ]

    def photograph(self, name: str) -> None:
        """Keep the whole page in screenshots/, for people to look at."""
        self.page.screenshot(path=Path("screenshots") / f"{name}.png", full_page=True, caret="initial")

    def _refuse(self, dialog: Any) -> None:
        """Nothing of ours asks so: a script that somebody typed would."""
        self.complaints.append(f"The page says {dialog.message!r}.")
        dialog.dismiss()

    def _note(self, kind: str, text: str) -> None:
        if kind in {"error", "warning"}:
            self.complaints.append(text)

    def _answer(self, route: Route) -> None:
        request = route.request
        address = urlsplit(request.url)
        if f"{address.scheme}://{address.netloc}" != HOME:
            self.complaints.append(f"The page asks for {request.url}.")
            route.abort()
        elif address.path.startswith("/static/"):
            self._answer_file(route, finders.find(address.path.removeprefix("/static/")))
        elif address.path.startswith("/packages/"):
            self._answer_file(route, PACKAGES / address.path.removeprefix("/packages/"))
        else:
            self._answer_page(route, self._context.copy().run(self._ask, request))

    def _ask(self, request: Any) -> Any:
        headers = {name: value for name, value in request.headers.items() if name not in {"content-type", "cookie"}}
        return self.client.generic(
            request.method,
            request.url.removeprefix(HOME),
            request.post_data_buffer or b"",
            content_type=request.headers.get("content-type", "application/octet-stream"),
            headers=headers,
        )

    def _answer_file(self, route: Route, path: Any) -> None:
        if path and Path(path).is_file():
            route.fulfill(path=path)
        else:
            route.fulfill(status=404)

    def _answer_page(self, route: Route, response: Any) -> None:
        """A redirect is followed by the page itself, so that its address is the right one."""
        headers = {name: value for name, value in response.headers.items() if name != "Set-Cookie"}
        if response.status_code in REDIRECTS:
            target = urljoin(route.request.url, headers["Location"])
            route.fulfill(status=200, content_type="text/html; charset=utf-8", body=ONWARD.format(target))
        else:
            route.fulfill(status=response.status_code, headers=headers, body=response.getvalue())


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Say it where the browser is missing; fail where it is required."""
    if IS_REQUIRED or (CHROMIUM and PACKAGES.is_dir()):
        return
    skip = pytest.mark.skip(reason="needs Chromium and npm: see docs/architecture.md")
    for item in items:
        if Path(__file__).parent in item.path.parents:
            item.add_marker(skip)


@pytest.fixture(scope="session")
def chromium() -> Iterator[Any]:
    """The browser itself; playwright keeps an event loop running in this thread, which Django would mind."""
    os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "1"
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=["--no-sandbox"])
        yield browser
        browser.close()
    del os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"]


@pytest.fixture
def browser(chromium: Any, db: None, request: pytest.FixtureRequest) -> Iterator[Browser]:
    """A new window for a reader; `browser.client` may be set to an editor's. The test fails where the page complains."""
    size = getattr(request, "param", {"width": 1280, "height": 900})
    context = chromium.new_context(viewport=size, reduced_motion="reduce")
    context.set_default_timeout(REDIS_TIMEOUTS)
    window = Browser(context.new_page(), Client())
    yield window
    context.close()
    assert window.complaints == []
