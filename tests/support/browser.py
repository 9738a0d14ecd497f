"""A browser window whose requests are answered by Django's test client, inside the test's own transaction: no server,
no port, and the same rows as any other test."""

from contextvars import copy_context
from pathlib import Path
from typing import Any
from urllib.parse import urljoin, urlsplit

from django.conf import settings
from django.contrib.staticfiles import finders
from django.test import Client
from playwright.sync_api import Page, Route

HOME = "http://localhost"
PACKAGES = Path(settings.ROOT) / "tests" / "browser" / "node_modules"
REDIRECTS = {301, 302, 303, 307, 308}
# The impact of a problem is that of its rule, so what is only minor or moderate needn't be looked for. `axe._audit` is undocumented:
# axe.getRules() doesn't say the impact. Where it is gone, every test of accessibility fails.
AXE = """async () => {
    const isMinor = rule => ['minor', 'moderate'].includes(rule.impact);
    const rules = Object.fromEntries(axe._audit.rules.filter(isMinor).map(rule => [rule.id, {enabled: false}]));
    const {violations} = await axe.run(document, {reporter: 'no-passes', selectors: false, rules});
    return violations.filter(violation => !isMinor(violation))
        .flatMap(violation => violation.nodes.map(node => `${violation.id}: ${node.html.slice(0, 200)}`));
}"""
ONWARD = '<!doctype html><html lang="en"><title>…</title><meta http-equiv="refresh" content="0;url={}">'


class Browser:
    """One page in one window, the pages that it opens, and what went wrong in them."""

    def __init__(self, page: Page, client: Client) -> None:
        self.page, self.client = page, client
        self.complaints: list[str] = []
        # Django keeps its connection in the context, and playwright calls back in another one.
        self._context = copy_context()
        page.context.on("console", lambda message: self._add_complaint(message.type, message.text))
        page.context.on("weberror", lambda error: self._add_complaint("error", str(error.error)))
        page.on("dialog", self._refuse_dialog)
        page.context.route("**/*", self._answer)

    def open(self, address: str) -> Page:
        """Go to an address of ours, such as /admin/."""
        self.page.goto(urljoin(HOME, address))
        return self.page

    def axe(self) -> list[str]:
        """The serious and critical problems that axe finds on the page as it is now, each with its place."""
        number_of_complaints = len(self.complaints)
        self.page.evaluate((PACKAGES / "axe-core" / "axe.min.js").read_text())
        problems: list[str] = self.page.evaluate(AXE)
        # Axe tries out styles, which our policy refuses.
        del self.complaints[number_of_complaints:]
        return problems

    def photograph(self, name: str) -> None:
        """Keep the whole page in screenshots/, for people to look at."""
        self.page.screenshot(path=Path("screenshots") / f"{name}.png", full_page=True, caret="initial")

    def _refuse_dialog(self, dialog: Any) -> None:
        """None of our pages opens a dialog: a script that an editor typed into a field would."""
        self.complaints.append(f"The page says {dialog.message!r}.")
        dialog.dismiss()

    def _add_complaint(self, kind: str, text: str) -> None:
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
            self._answer_page(route, self._context.copy().run(self._request, request))

    def _request(self, request: Any) -> Any:
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
        """Let the page itself follow a redirect, so that its address is the right one."""
        headers = {name: value for name, value in response.headers.items() if name != "Set-Cookie"}
        if response.status_code in REDIRECTS:
            target = urljoin(route.request.url, headers["Location"])
            route.fulfill(status=200, content_type="text/html; charset=utf-8", body=ONWARD.format(target))
        else:
            route.fulfill(status=response.status_code, headers=headers, body=response.getvalue())
