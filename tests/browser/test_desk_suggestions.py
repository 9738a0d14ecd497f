"""The boxes that suggest records, in a real browser: while an answer is late, and where nothing has the typed name."""

from collections.abc import Callable
from typing import Any

import pytest
from django.urls import reverse
from playwright.sync_api import Page, Route, expect

from people.models import Person
from tests.support.browser import Browser
from tests.support.desk import make_editor
from tests.support.factories import make_organization, make_person


@pytest.fixture
def page(browser: Browser) -> Page:
    make_organization("Adept")
    make_organization("Mistral AI")
    make_person("Sam Altman")
    browser.client = make_editor()
    return browser.open(reverse("admin:people_employment_add"))


def hold_answers(page: Page) -> Callable[[], None]:
    """Keep the answers of boxes back until the function that is returned is called."""
    held: list[Route] = []
    page.route("**/admin/autocomplete/**", lambda route: held.append(route))  # noqa: PLW0108 playwright sets attributes on it

    def release() -> None:
        page.unroute("**/admin/autocomplete/**")
        for route in held:
            route.fallback()

    return release


def open_box(page: Page, name: str) -> Any:
    page.get_by_role("combobox", name=name).focus()
    page.keyboard.press("Enter")
    return page.get_by_role("searchbox", name=f"Search: {name}")


def test_enter_selects_nothing_of_the_list_before(page: Page) -> None:
    search = open_box(page, "Organization")
    page.get_by_role("option", name="Adept").wait_for()
    release = hold_answers(page)
    search.press_sequentially("mistral")
    page.keyboard.press("Enter")
    expect(page.get_by_role("option", name="Adept")).to_have_count(0)
    assert page.locator("#id_organization").input_value() == ""
    release()
    page.get_by_role("option", name="Mistral AI").wait_for()
    page.keyboard.press("Enter")
    expect(page.get_by_role("combobox", name="Organization: Mistral AI")).to_be_visible()


def test_a_similar_name_is_suggested_and_only_selected_by_choice(page: Page) -> None:
    open_box(page, "Person").press_sequentially("Altmann")
    page.get_by_role("group", name="Similar names").get_by_role("option", name="Sam Altman").wait_for()
    page.keyboard.press("Enter")
    assert page.locator("#id_person").input_value() == ""
    page.keyboard.press("ArrowDown")
    page.keyboard.press("Enter")
    expect(page.get_by_role("combobox", name="Person: Sam Altman")).to_be_visible()


def test_a_name_without_results_becomes_a_new_record(browser: Browser, page: Page) -> None:
    open_box(page, "Person").press_sequentially("Ada Lovelace")
    page.get_by_role("option", name="Create “Ada Lovelace”").wait_for()
    assert browser.axe() == []
    with page.expect_popup() as opened:
        page.keyboard.press("Enter")
    form = opened.value
    expect(form.get_by_label("Name:", exact=True)).to_have_value("Ada Lovelace")
    form.get_by_role("button", name="Save", exact=True).click()
    expect(page.get_by_role("combobox", name="Person: Ada Lovelace")).to_be_visible()
    assert page.locator("#id_person").input_value() == str(Person.objects.get(name="Ada Lovelace").pk)
