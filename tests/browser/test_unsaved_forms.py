"""In a browser: the session ends while somebody types, and nothing is lost."""

from typing import Any

import pytest
from django.contrib.auth.models import User
from django.contrib.sessions.models import Session
from django.test import Client

from people.admin.names import PersonNameInline
from people.models import Person
from tests.support.browser import Browser
from tests.support.desk import address, make_editor
from tests.support.factories import make_person

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize("browser", [{"width": 1440, "height": 900}, {"width": 360, "height": 740}], indirect=True)
def test_what_was_typed_outlives_the_session(browser: Browser) -> None:
    User.objects.create_superuser("grace", password="right")
    person = make_person("Ada", names=("עדה",))
    browser.client = Client()
    page: Any = browser.open(address(Person, "change", person.pk))
    log_in(page)
    page.get_by_label("Description").fill("Typed for an\nhour")
    page.get_by_text("Add another Other name").click()
    page.locator("#id_names-1-text").fill("Countess")
    page.locator("#id_names-1-language").fill("en")
    page.get_by_label("Reason").fill("why")
    Session.objects.all().delete()
    page.get_by_role("button", name="Save", exact=True).first.click()
    page.get_by_text("Your session has ended.").wait_for()
    browser.photograph(f"unsaved-login-{page.viewport_size['width']}")
    log_in(page)
    page.get_by_text("You had to log in again").first.wait_for()
    assert page.get_by_label("Description").input_value() == "Typed for an\nhour"
    assert page.locator("#id_names-1-text").input_value() == "Countess"
    browser.photograph(f"unsaved-form-{page.viewport_size['width']}")
    page.get_by_role("button", name="Save", exact=True).first.click()
    page.get_by_text("was changed successfully").wait_for()
    person.refresh_from_db()
    assert person.description.splitlines() == ["Typed for an", "hour"]
    assert [name.text for name in person.names.order_by("pk")] == ["עדה", "Countess"]


def log_in(page: Any) -> None:
    page.get_by_label("Username").fill("grace")
    page.get_by_label("Password").fill("right")
    page.get_by_role("button", name="Log in").click()
    page.get_by_text("Log out").wait_for()


def test_what_was_typed_on_a_page_of_a_list_is_not_left_unasked(
    browser: Browser, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(PersonNameInline, "page_rows", 2)
    person = make_person("Ada", names=("One", "Three", "Two"))
    browser.client = make_editor()
    page: Any = browser.open(address(Person, "change", person.pk))
    first = page.locator("#id_names-0-text")
    first.fill("Typed")
    page.get_by_label("Page 2 of other names").click()
    find = page.get_by_label("Find in other names")
    find.fill("two")
    find.press("Enter")
    # The browser of the tests refuses what it is asked.
    asked, _ = browser.complaints
    assert "What you typed on this page isn’t saved. Leave it all the same?" in asked
    browser.complaints.clear()
    assert first.input_value() == "Typed"
    first.fill("One")
    find.press("Enter")
    page.get_by_text("Other names 1–1 of 1 with “two”").wait_for()
    assert page.locator("#id_names-0-text").input_value() == "Two"
    assert not browser.axe()
    page.get_by_text("Show all").click()
    page.get_by_label("Page 2 of other names").click()
    page.get_by_text("Other names 3–3 of 3").wait_for()
