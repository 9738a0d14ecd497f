"""From a person to the jobs and back, with the keyboard alone; and Save pressed twice."""

from playwright.sync_api import expect

from people.models import Employment, Person
from tests.support.browser import Browser
from tests.support.desk import address, make_editor
from tests.support.factories import make_employment, make_organization, make_person


def test_the_next_job_is_one_key_away(browser: Browser) -> None:
    ada = make_person("Ada Lovelace")
    make_employment(
        ada, make_organization("Acme"), start="2018", end="2020", end_state="ended", claims=({"start": "2015"},)
    )
    beta = make_organization("Beta")
    browser.client = make_editor()
    page = browser.open(address(Person, "change", ada.pk))
    career = page.get_by_role("region", name="Career")
    expect(career.get_by_role("row").nth(1)).to_contain_text("2018 – 2020")
    browser.photograph("desk-career")
    assert browser.axe() == []
    # Chromium without a window obeys no access keys.
    add = page.get_by_role("link", name="Add employment")
    assert add.get_attribute("accesskey") == "e"
    add.press("Enter")
    page.wait_for_url("**/employment/add/**")
    expect(page.get_by_role("combobox", name="Person: Ada Lovelace")).to_be_visible()
    # The person is filled in, so that the next box has the focus.
    expect(page.get_by_role("combobox", name="Organization")).to_be_focused()
    page.keyboard.press("Enter")
    page.get_by_role("searchbox", name="Search: Organization").press_sequentially("beta")
    page.get_by_role("option", name="Beta").wait_for()
    page.keyboard.press("Enter")
    page.get_by_label("Title:", exact=True).press("Enter")
    page.wait_for_url(f"**{address(Person, 'change', ada.pk)}")
    assert Employment.objects.get(organization=beta).person == ada
    expect(page.get_by_role("region", name="Career").get_by_role("row")).to_have_count(3)
    expect(page.get_by_role("link", name="Add the next job of this person")).to_be_focused()
    page.keyboard.press("Enter")
    page.wait_for_url("**/employment/add/**")
    expect(page.get_by_role("combobox", name="Person: Ada Lovelace")).to_be_visible()


def test_a_row_is_typed_in_as_soon_as_it_was_added(browser: Browser) -> None:
    job = make_employment(make_person("Ada Lovelace"), make_organization("Acme"), status="draft")
    browser.client = make_editor()
    page = browser.open(address(Person, "change", job.person.pk))
    page.get_by_role("button", name="Add another Other name").press("Enter")
    expect(page.locator("#id_names-0-text")).to_be_focused()
    page.locator("#names-0 .inline-deletelink").press("Enter")
    expect(page.get_by_role("button", name="Add another Other name")).to_be_focused()
    page = browser.open(address(Employment, "change", job.pk))
    page.get_by_role("button", name="Add another Claim").press("Enter")
    expect(page.get_by_role("combobox", name="Source", exact=True)).to_be_focused()


def test_save_pressed_twice_saves_once(browser: Browser) -> None:
    browser.client = make_editor()
    page = browser.open(address(Person, "add"))
    page.get_by_label("Name:", exact=True).fill("Ada Lovelace")
    page.get_by_role("button", name="Save", exact=True).dblclick()
    page.wait_for_url("**/admin/people/person/")
    expect(page.locator("#result_list tbody tr")).to_have_count(1)
    assert Person.objects.count() == 1
