"""The fixtures of tests in a browser: the system's Chromium, driven by playwright, and a window in it."""

import os
import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from django.test import Client
from playwright.sync_api import expect, sync_playwright

from tests.support.browser import PACKAGES, Browser

# The shell draws no window, toolbar or menu around the page, and takes a fifth less processor time.
CHROMIUM = shutil.which("chromium-headless-shell") or shutil.which("chromium")
IS_REQUIRED = bool(os.environ.get("BROWSER_REQUIRED"))
TIMEOUT = 30_000  # milliseconds: more than a busy machine needs, for a failing test waits that long only once
expect.set_options(timeout=TIMEOUT)


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Skip these tests where there is no browser; where one is required, let them fail."""
    if IS_REQUIRED or (CHROMIUM and PACKAGES.is_dir()):
        return
    skip = pytest.mark.skip(reason="needs Chromium and npm: see docs/architecture.md")
    for item in items:
        if Path(__file__).parent in item.path.parents:
            item.add_marker(skip)


@pytest.fixture(scope="session")
def chromium() -> Iterator[Any]:
    """The browser itself."""
    # Playwright keeps an event loop running in this thread, where Django would refuse to use the database.
    os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "1"
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=["--no-sandbox", "--disable-gpu"])
        yield browser
        browser.close()
    del os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"]


@pytest.fixture
def browser(chromium: Any, db: None, request: pytest.FixtureRequest) -> Iterator[Browser]:
    """A new window for a reader; set `browser.client` to an editor's to log in. The test fails if the page complains."""
    size = getattr(request, "param", {"width": 1280, "height": 900})
    context = chromium.new_context(viewport=size, reduced_motion="reduce")
    context.set_default_timeout(TIMEOUT)
    window = Browser(context.new_page(), Client())
    yield window
    context.close()
    assert window.complaints == []
