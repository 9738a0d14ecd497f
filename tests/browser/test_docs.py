"""The API's documentation page, Swagger UI, in a real browser."""

import pytest

from tests.support.browser import Browser


@pytest.mark.parametrize("browser", [{"width": 360, "height": 800}], indirect=True)
def test_the_docs_are_accessible_and_lead_back(browser: Browser) -> None:
    page = browser.open("/api/v1/docs/")
    people = page.locator("#operations-people-people_list")
    people.get_by_role("button", name="get \u200b/api\u200b/v1\u200b/people\u200b/").click()
    people.locator(".parameters").first.wait_for()
    assert page.get_by_role("main").count() == 1
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")
    assert "people_list" in page.evaluate("location.hash")
    people.get_by_role("button", name="Execute").click()
    people.locator(".live-responses-table").wait_for()
    assert browser.axe() == []
    page.set_viewport_size({"width": 1440, "height": 900})
    assert browser.axe() == []
    # Swagger UI notes each format that it has no control of its own for, and shows a plain one.
    browser.complaints = [
        each for each in browser.complaints if not each.startswith("Could not find component: JsonSchema_")
    ]
    page.get_by_role("link", name="Back to talentwatch").click()
    page.wait_for_url("http://localhost/")
