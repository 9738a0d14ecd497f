"""Merging in a real browser: the question before saving, the queue, the preview with its question, and the way back."""

from people.models import Person
from tests.support.browser import Browser
from tests.support.desk import address, make_editor
from tests.support.factories import (
    make_cohort,
    make_employment,
    make_event,
    make_organization,
    make_person,
    make_source,
)


def test_two_records_are_merged_and_the_merge_is_undone(browser: Browser) -> None:
    browser.client = make_editor()
    acme, paper = make_organization("Acme"), make_source("Calcalist", published="2023-06-15")
    ada = make_person("Ada Lovelace", wikidata_id="Q1", names=("עדה לאבלייס",))
    twin = make_person("Ada K. Lovelace", wikidata_id="Q2", names=("עדה לאבלייס",), description="Mathematician.")
    for person, start in ((ada, "2023"), (twin, "2023-06")):
        make_employment(person, acme, start=start, claims=({"source": paper, "start": start},))
    make_cohort(ada, twin)
    make_event(people=(ada, twin))

    page = browser.open(address(Person, "changelist"))
    page.get_by_role("link", name="Possible duplicates").click()
    page.wait_for_url("**/duplicates/")
    assert browser.axe() == []
    browser.photograph("duplicates")
    page.get_by_role("link", name="Merge Ada K. Lovelace into Ada Lovelace").click()
    page.wait_for_url("**/merge/?other=*")
    page.get_by_label("Reason (internal").fill("The same person")
    page.get_by_role("button", name="Merge", exact=True).click()
    page.get_by_text("Choose one.").wait_for()
    assert browser.axe() == []
    browser.photograph("merge-question")
    page.get_by_role("radio", name="Q2").check()
    page.get_by_role("button", name="Merge", exact=True).click()
    page.get_by_text("Your choices change what the merge does").wait_for()
    browser.photograph("merge-preview")
    page.get_by_label("Public correction note").fill("Q1 is somebody else.")
    page.get_by_role("button", name="Merge", exact=True).click()
    page.wait_for_url(f"**{address(Person, 'change', ada.pk)}")
    assert "was merged into" in page.content()
    browser.photograph("merge-done")

    page = browser.open(address(Person, "change", twin.pk))
    page.get_by_role("link", name="Undo the merge…").click()
    page.wait_for_url("**/unmerge/")
    assert browser.axe() == []
    browser.photograph("unmerge")
    page.get_by_label("Reason (internal").fill("A mistake")
    page.get_by_label("Public correction note").fill("They are two people.")
    page.get_by_role("button", name="Undo the merge").click()
    page.wait_for_url(f"**{address(Person, 'change', twin.pk)}")
    assert "was undone" in page.content()


def test_a_new_person_similar_to_another_is_questioned(browser: Browser) -> None:
    browser.client = make_editor()
    make_person("Guillaume Lample")
    page = browser.open(address(Person, "add"))
    page.get_by_label("Name:", exact=True).fill("Lample, Guillaume")
    page.get_by_role("button", name="Save", exact=True).click()
    page.get_by_role("heading", name="This may already exist").wait_for()
    assert browser.axe() == []
    browser.photograph("lookalike")
    page.get_by_label("This one is different").check()
    page.get_by_label("How it differs").fill("His cousin")
    page.get_by_role("button", name="Save", exact=True).click()
    page.wait_for_url(f"**{address(Person, 'changelist')}")


def test_the_other_record_is_chosen_by_name(browser: Browser) -> None:
    browser.client = make_editor()
    ada, twin = make_person("Ada Lovelace"), make_person("Ada Byron")
    page = browser.open(address(Person, "merge", ada.pk))
    page.locator(".select2-selection").click()
    page.locator(".select2-search__field").fill("byron")
    page.locator(".select2-results__option", has_text="Ada Byron").click()
    browser.photograph("merge-choose")
    page.get_by_role("button", name="Preview").click()
    page.wait_for_url(f"**?other={twin.pk}")
