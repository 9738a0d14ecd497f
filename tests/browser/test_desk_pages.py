"""Every page of the desk in a real browser, with hostile texts in all fields: nothing runs, and everybody can use it."""

from collections.abc import Iterator
from typing import Any

import pytest

from tests.browser.conftest import Browser
from tests.desk import address, make_editor
from tests.test_hostile_texts import cast

TEXT = "\"><img src=x onerror=alert(1)></title><svg/onload=alert(1)>'-alert(1)-' עדה 1815, Acme {{ 7|add:7 }}"


def pages(record: Any) -> Iterator[str]:
    """Every page of the desk that shows one record, for an editor who may do everything."""
    model = type(record)
    open_steps = {"draft": ("submit", "publish", "delete"), "in_review": ("send-back",), "published": ("withdraw",)}
    for page in ("change", "history", *open_steps.get(record.status, ())):
        yield address(model, page, record.pk)
    yield address(model, "simple_history", record.pk, record.history.latest().pk)


def look(browser: Browser, place: str) -> list[str]:
    page = browser.open(place)
    assert page.locator("#content").count() == 1, place
    return [f"{place}: {found}" for found in browser.axe()]


@pytest.mark.parametrize("status", ["draft", "in_review", "published", "withdrawn"])
def test_every_page_of_a_record(browser: Browser, status: str) -> None:
    import time

    browser.client = make_editor()
    found = []
    for record in cast(TEXT, status):
        for place in pages(record):
            t = time.time()
            found += look(browser, place)
            browser.photograph(f"x-{status}-{place.strip('/').replace('/', '-')}")
            print(place, round(time.time() - t, 2))
    print("\n".join(found))
    assert found == []
