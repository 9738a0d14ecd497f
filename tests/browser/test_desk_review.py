"""Editors at the desk, in a real browser: two at one form, a writer and a publisher, and one without a mouse."""

from django.contrib.auth.models import Group, User

from people.models import Employment, Person
from tests.support.browser import Browser
from tests.support.desk import address, as_role, make_editor, save
from tests.support.factories import make_employment, make_event, make_organization, make_person, make_source


def test_two_editors_at_one_form_lose_nothing(browser: Browser) -> None:
    person = make_person("Ada", description="A countess.", names=("עדה לאבלייס",))
    browser.client = make_editor("grace")
    page = browser.open(address(Person, "change", person.pk))
    save(make_editor("alan"), address(Person, "change", person.pk), name="Ada King", reason="she married")
    page.get_by_label("Description:").fill("A mathematician, 1815–1852.")
    page.get_by_label("Name:", exact=True).fill("Ada Lovelace")
    page.get_by_label("Reason (internal").fill("the name she is known by")
    page.get_by_label("Public correction note:").fill("She is known as Lovelace.")
    page.get_by_role("button", name="Save", exact=True).click()
    row = page.get_by_role("row", name="Name Ada Lovelace Ada King yours")
    row.wait_for()
    browser.photograph("stale-form")
    assert browser.axe() == []
    assert page.get_by_label("Name:", exact=True).input_value() == "Ada Lovelace"
    page.get_by_role("button", name="Save", exact=True).click()
    page.wait_for_url("**/admin/people/person/")
    person.refresh_from_db()
    assert (person.name, person.description) == ("Ada Lovelace", "A mathematician, 1815–1852.")


def test_a_writer_submits_and_a_publisher_sends_back_then_publishes_together(browser: Browser) -> None:
    writer, publisher = as_role("writer"), as_role("publisher")
    bob, source = make_person("Bob", status="draft"), make_source("Paper", status="draft")
    post = make_employment(bob, make_organization("Acme"), claims=({"source": source},), status="draft")
    change = address(Employment, "change", post.pk)

    browser.client = writer
    page = browser.open(change)
    browser.photograph("draft-as-writer")
    page.get_by_role("link", name="Submit for review").click()
    page.get_by_label("Reason (internal").fill("His own page says so")
    page.get_by_role("button", name="Submit for review").click()
    page.wait_for_url(f"**{change}")
    assert page.get_by_role("link", name="Publish").count() == 0

    browser.client = publisher
    page = browser.open(change)
    browser.photograph("in-review-as-publisher")
    page.get_by_role("link", name="Send back").click()
    page.get_by_label("Reason (internal").fill("Since when?")
    page.get_by_role("button", name="Send back to draft").click()
    page.wait_for_url(f"**{change}")

    browser.client = writer
    page = browser.open(change)
    assert "Since when?" in page.locator(".last-transition").inner_text()
    page.get_by_label("Start:", exact=True).first.fill("June 2023")
    page.get_by_role("button", name="Save and continue editing").click()
    page.get_by_text("was changed successfully").wait_for()
    page.get_by_role("link", name="Submit for review").click()
    page.get_by_role("button", name="Submit for review").click()
    page.wait_for_url(f"**{change}")

    browser.client = publisher
    page = browser.open(change)
    page.get_by_role("link", name="Publish", exact=True).click()
    page.get_by_label("Reason (internal").fill("Sourced")
    browser.photograph("publish-together")
    assert browser.axe() == []
    page.get_by_role("button", name="Publish", exact=True).click()
    page.get_by_text("As a result, this is published").wait_for()
    assert {one.status for one in (*Person.objects.all(), *Employment.objects.all())} == {"published"}

    browser.client = writer
    page = browser.open(change)
    assert "only a publisher can change what readers see" in page.locator("#content").inner_text()
    assert page.get_by_role("button", name="Save", exact=True).count() == 0
    browser.photograph("published-as-writer")
    assert browser.axe() == []


def test_withdrawing_history_and_undoing_with_the_keyboard_only(browser: Browser) -> None:
    post = make_employment(make_person("Ada Lovelace"), start="2023", end_state="ongoing")
    make_event(people=(post.person,))
    browser.client = as_role("publisher")
    save(browser.client, address(Employment, "change", post.pk), start="June 2023", reason="Her profile: “since יוני”")
    page = browser.open(address(Employment, "history", post.pk))
    browser.photograph("history")
    assert browser.axe() == []
    page.get_by_role("link", name="Undo: Start").focus()
    page.keyboard.press("Enter")
    page.get_by_label("Reason (internal").focus()
    page.keyboard.type("The month is a guess")
    page.get_by_label("Public correction note:").focus()
    page.keyboard.type("No source gives the month.")
    browser.photograph("undo")
    assert browser.axe() == []
    page.keyboard.press("Enter")
    page.get_by_text("Undone: Start.").wait_for()
    page = browser.open(address(Person, "withdraw", post.person_id))
    browser.photograph("withdraw")
    assert browser.axe() == []
    page.get_by_label("Reason (internal").focus()
    page.keyboard.type("She asked us to")
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    page.get_by_text("Withdrawn: Ada Lovelace.").wait_for()
    browser.photograph("withdrawn")
    page.get_by_role("link", name="Restore").focus()
    page.keyboard.press("Enter")
    page.get_by_label("Reason (internal").focus()
    page.keyboard.type("She thought again")
    page.keyboard.press("Enter")
    page.get_by_text("Published: Ada Lovelace.").wait_for()
    assert Group.objects.get(name="publisher") in User.objects.get(username="publisher").groups.all()
