"""The front page and the evidence of a post, in a real browser: labels for screen readers, and no mouse needed."""

from django.urls import reverse
from playwright.sync_api import expect

from people.models import Employment, Source
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

WIDTHS = (1280, 800)


def photograph(browser: Browser, name: str) -> None:
    """Wide and narrow, light and dark; nothing serious in either light."""
    for scheme in ("light", "dark"):
        browser.page.emulate_media(color_scheme=scheme)
        for width in WIDTHS:
            browser.page.set_viewport_size({"width": width, "height": 900})
            browser.photograph(f"{name}-{width}-{scheme}")
        assert (name, scheme, browser.axe()) == (name, scheme, [])
    browser.page.emulate_media(color_scheme="light")


def test_the_front_page_links_to_the_lists_of_its_queues(browser: Browser) -> None:
    make_employment(make_person("Ada Lovelace"), claims=({"start": "2020"},), start="2023", end_state="ongoing")
    make_person("עדה King", status="in_review")
    make_event(status="in_review")
    make_cohort(expected_size=14)
    browser.client = make_editor()
    page = browser.open(reverse("admin:index"))
    photograph(browser, "desk-front")
    page.get_by_role("listitem").filter(has_text="Sources in conflict").get_by_role("link", name="1 employment").click()
    page.get_by_role("link", name="Ada Lovelace").wait_for()
    expect(page.locator("#result_list tbody tr")).to_have_count(1)
    photograph(browser, "desk-queue")


def test_a_date_is_adopted_with_the_keyboard(browser: Browser) -> None:
    fortune = make_source("Fortune", published="2023-07-27", url="https://fortune.example/llama")
    post = make_employment(
        make_person("Guillaume Lample"),
        make_organization("Mistral AI"),
        start="2023",
        end_state="ongoing",
        claims=(
            {"source": fortune, "start": "2023-05", "end_state": "ongoing", "title": "Chief scientist"},
            {"source": make_source("Business Insider", derived_from=fortune, published="2023-08"), "start": "2023"},
            {
                "source": make_source("כלכליסט", published="2024-05", language="he"),
                "start": "2024",
                "title": "Co-founder",
            },
            {"source": make_source("Blog", published="2024-06"), "stance": "denied"},
        ),
    )
    browser.client = make_editor()
    page = browser.open(address(Employment, "change", post.pk))
    photograph(browser, "desk-evidence")
    title = page.get_by_label("Title:").first
    title.fill("Chief scientist and co-founder")
    page.get_by_role("button", name="Adopt and save: start May 2023, of Fortune").focus()
    page.keyboard.press("Enter")
    page.get_by_text("was changed successfully").wait_for()
    post.refresh_from_db()
    assert (str(post.start), post.title) == ("2023-05", "Chief scientist and co-founder")
    assert post.history.latest().history_change_reason == "start adopted from Fortune, 27 July 2023"
    title.fill("Chief scientist")
    page.get_by_label("Reason (internal").fill("as Fortune has it")
    page.get_by_label("Public correction note:").fill("Co-founder is no title.")
    title.press("Enter")
    page.wait_for_url("**/admin/people/employment/")
    post.refresh_from_db()
    assert (str(post.start), post.title) == ("2023-05", "Chief scientist")


def test_the_fields_that_suggest_records_have_labels(browser: Browser) -> None:
    make_source("Fortune", url="https://fortune.example/llama")
    browser.client = make_editor()
    page = browser.open(reverse("admin:people_employment_add"))
    expect(page.get_by_role("combobox", name="Person")).to_be_visible()
    assert browser.axe() == []
    page.get_by_text("Add another Claim").click()
    box = page.get_by_role("combobox", name="Source")
    box.focus()
    page.keyboard.press("Enter")
    search = page.get_by_role("searchbox", name="Search: Source")
    search.fill("http://www.fortune.example/llama/?utm_source=x")
    page.get_by_role("option", name="Fortune").wait_for()
    assert browser.axe() == []
    page.keyboard.press("Enter")
    expect(page.get_by_role("combobox", name="Source: Fortune")).to_be_visible()
    page = browser.open(reverse("admin:events_newsevent_add"))
    assert browser.axe() == []


def test_a_pasted_address_shows_the_existing_source(browser: Browser) -> None:
    source = make_source("Fortune", url="https://fortune.example/llama")
    browser.client = make_editor()
    page = browser.open(reverse("admin:people_source_add"))
    page.get_by_label("Address:", exact=True).fill("fortune.example/llama?fbclid=1")
    link = page.locator(".existing").get_by_role("link", name="Fortune")
    link.wait_for()
    assert link.get_attribute("href") == address(Source, "change", source.pk)
    browser.photograph("desk-address")
    assert browser.axe() == []
