"""The desk in a real browser."""

from tests.support.browser import Browser
from tests.support.desk import make_editor


def test_the_front_page_of_the_desk_is_accessible(browser: Browser) -> None:
    browser.client = make_editor()
    browser.open("/admin/")
    assert browser.axe() == []


def test_an_editor_drafts_a_person(browser: Browser) -> None:
    browser.client = make_editor()
    page = browser.open("/admin/people/person/add/")
    page.get_by_label("Name:", exact=True).fill("Ada Lovelace")
    page.get_by_role("button", name="Save", exact=True).click()
    page.wait_for_url("**/admin/people/person/")
    assert "Ada Lovelace" in page.content()
