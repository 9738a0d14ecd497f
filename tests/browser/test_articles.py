"""Entering an article by keyboard alone: eleven people, their 22 employments and eleven events, in few keys and page loads."""

import re
from typing import Any

import pytest
from django.contrib.auth.models import User
from playwright.sync_api import Page, expect

from people.models import Employment, Person
from talentwatch.articles.models import UnfinishedArticle
from tests.support.api import ApiClient
from tests.support.articles import ADDRESS, ELEVEN, META, PUBLISHED, hebrew_text
from tests.support.browser import Browser
from tests.support.desk import as_role, make_editor
from tests.support.factories import make_employment, make_organization, make_person, make_source

FREE_KEYS = {"Tab", "Shift+Tab", "ArrowLeft", "ArrowRight", "ArrowUp", "ArrowDown"}
MAX_KEYS, MAX_PAGES = 40, 3


class Typist:
    """Somebody at the keyboard, who counts: typed text, Tab and arrows are free; every other key is counted."""

    def __init__(self, page: Page) -> None:
        self.page, self.keys, self.pages = page, 0, 0
        page.on("request", self._count_page)

    def _count_page(self, request: Any) -> None:
        self.pages += request.is_navigation_request()

    def press(self, *keys: str) -> None:
        for key in keys:
            self.keys += key not in FREE_KEYS
            self.page.keyboard.press(key)

    def type(self, *texts: str) -> None:
        """Type a text, and go to the next cell, for each."""
        for text in texts:
            if text:
                self.page.keyboard.insert_text(text)
            self.page.keyboard.press("Tab")


def paste(page: Page, text: str) -> None:
    """Paste a text into what has the focus, as from a spreadsheet."""
    page.evaluate(
        """text => {
            const clipboardData = new DataTransfer()
            clipboardData.setData("text/plain", text)
            document.activeElement.dispatchEvent(new ClipboardEvent("paste", {clipboardData, bubbles: true, cancelable: true}))
        }""",
        text,
    )


def enter_eleven(typist: Typist) -> None:
    """The source, then a row for each person; Tab leads from cell to cell, and adds rows."""
    typist.type(ADDRESS, "allm.link", "", "he", PUBLISHED)
    typist.press("F6", "F6")
    for name, hebrew, title, role, destination, end, months in ELEVEN:
        years = f"{months // 12} years {months % 12} months"
        typist.type(
            name, hebrew, META, "", "", "", end, years, "", "", "", destination, title, role, "", "", "", "", ""
        )


def check_eleven_are_published() -> None:
    """People with both names, 22 jobs with dates and stated months, eleven events; and who left Meta for Mistral."""
    names = set(Person.objects.published().values_list("name", "names__text"))
    assert names == {(name, hebrew) for name, hebrew, *_ in ELEVEN}
    assert Employment.objects.published().count() == 22
    left = Employment.objects.published().filter(organization__slug="meta", end_state="ended")
    months = sorted(left.values_list("claims__stated_months", flat=True))
    assert months == sorted(row[-1] for row in ELEVEN)
    assert all(job.end.is_bounded for job in left)
    api = ApiClient()
    assert len(api.slugs("events/")) == 11
    assert len(api.slugs("moves/", origin="meta", destination="mistral-ai")) == 5


@pytest.mark.parametrize("browser", [{"width": 1440, "height": 900}], indirect=True)
def test_eleven_people_by_keyboard_from_an_empty_database(browser: Browser) -> None:
    browser.client = make_editor()
    page = browser.open("/admin/")
    typist = Typist(page)
    page.get_by_role("link", name="Enter an article").focus()
    typist.press("Enter")
    page.wait_for_url("**/enter/")
    page.wait_for_selector("#grid table")
    enter_eleven(typist)
    browser.photograph("article-1440")
    typist.press("Control+s")
    page.wait_for_selector("#report :is(#save, .errorlist)")
    browser.photograph("article-preview")
    assert browser.axe() == []
    typist.press("Enter")
    page.wait_for_selector("#report a[href^='/people/']", state="attached")
    browser.photograph("article-saved")
    assert typist.keys <= MAX_KEYS
    assert typist.pages <= MAX_PAGES
    check_eleven_are_published()


@pytest.mark.parametrize("browser", [{"width": 1440, "height": 900}], indirect=True)
def test_eleven_people_are_read_from_the_text(browser: Browser) -> None:
    browser.client = make_editor()
    page = browser.open("/admin/")
    typist = Typist(page)
    page.get_by_role("link", name="Enter an article").focus()
    typist.press("Enter")
    page.wait_for_url("**/enter/")
    page.wait_for_selector("#grid table")
    typist.type(ADDRESS, "allm.link", "", "he", PUBLISHED)
    typist.press("F6")
    page.keyboard.insert_text(hebrew_text())
    typist.press("F6")
    page.get_by_text("11 proposed").wait_for()
    cell(page, 1, "left.end").focus()
    browser.photograph("article-read-1440")
    typist.press("Shift+F8", "Control+s")
    page.wait_for_selector("#report :is(#save, .errorlist)")
    browser.photograph("article-read-preview")
    typist.press("Enter")
    page.get_by_role("heading", name="Saved:").wait_for()
    assert page.url.endswith("/enter/")
    assert typist.keys <= MAX_KEYS
    assert typist.pages <= MAX_PAGES
    check_eleven_are_published()


TEXT = """חדשות

  • נאמן גויאל (Naman Goyal)

    • תפקיד נוכחי: חוקר במטא
    • תאריך: פברואר 2025
"""
ENTER = "/admin/articles/enter/"


def cell(page: Page, row: int, key: str) -> Any:
    return page.locator(f"[id='cell-{row - 1}-{key}']")


def wait_until_kept(page: Page) -> None:
    page.get_by_text(re.compile(r"Kept as unfinished at \d\d:\d\d$")).wait_for()


def reopen(browser: Browser) -> Page:
    """Another page in the same browser, as after a crash: what the old one held in memory is gone."""
    browser.page.close()
    browser.page = browser.page.context.new_page()
    return browser.page


def test_what_was_typed_is_found_again_after_a_crash(browser: Browser) -> None:
    browser.client = make_editor()
    page = browser.open(ENTER)
    page.get_by_label("Address").fill("https://example.org/a")
    page.locator("#text").fill(TEXT)
    cell(page, 1, "person").fill("Ada Lovelace")
    cell(page, 1, "left.organization").fill("Meta")
    cell(page, 1, "left.title").focus()
    # The event is proposed once the server has answered, and kept after that.
    expect(page.locator("#event-1-headline")).to_have_value("Ada Lovelace leaves Meta")
    wait_until_kept(page)
    browser.client.logout()
    reopen(browser)
    browser.client.force_login(User.objects.get())
    browser.open("/admin/").get_by_role("link", name="https://example.org/a").click()
    page = browser.page
    expect(cell(page, 1, "left.organization")).to_have_value("Meta")
    expect(page.get_by_label("Address")).to_have_value("https://example.org/a")
    assert page.locator("#text").input_value() == TEXT
    expect(page.locator("#event-1-headline")).to_have_value("Ada Lovelace leaves Meta")


def test_to_open_an_article_changes_nothing(browser: Browser) -> None:
    make_person("Erik Meijer")
    make_organization("Meta")
    source = make_source("Example", url="https://example.org/a", title="An article")
    browser.client = make_editor()
    page = browser.open(ENTER)
    page.get_by_label("Address").fill(source.url)
    page.get_by_text("This source exists already").wait_for()
    page.locator("#text").fill("Erik Meijer left Meta in March 2025.")
    page.get_by_label("Address").focus()
    page.get_by_text("1 proposed").wait_for()
    wait_until_kept(page)
    page.wait_for_timeout(2000)
    article = UnfinishedArticle.objects.get()
    page = reopen(browser)
    browser.open(f"{ENTER}?article={article.pk}")
    page.get_by_text("This source exists already").wait_for()
    page.locator("#marked-text").wait_for()
    page.wait_for_timeout(2000)
    expect(page.get_by_text("1 proposed")).to_be_visible()
    assert UnfinishedArticle.objects.get().revision == article.revision


def test_the_source_that_is_repeated_keeps_its_name(browser: Browser) -> None:
    repeated = make_source("Business Insider", title="The exodus", published="2025-05-26")
    make_source("Example", url="https://example.org/b", derived_from=repeated)
    browser.client = make_editor()
    page = browser.open(ENTER)
    page.get_by_label("Address").fill("https://example.org/a")
    page.get_by_label("Repeats").fill("Business")
    page.locator("#suggestions li").wait_for()
    page.keyboard.press("Enter")
    expect(page.get_by_label("Repeats")).to_have_value(re.compile(f"^{repeated}"))
    wait_until_kept(page)
    page = reopen(browser)
    article = UnfinishedArticle.objects.get()
    assert article.screen["source"]["derived_from"] == repeated.slug
    browser.open(f"{ENTER}?article={article.pk}")
    expect(page.get_by_label("Repeats")).to_have_value(re.compile(f"^{repeated}"))
    page.get_by_label("Address").fill("https://example.org/b")
    page.get_by_text("This source exists already").wait_for()
    expect(page.get_by_label("Repeats")).to_have_value(re.compile(f"^{repeated}"))


def test_what_was_typed_after_the_session_ended_is_offered_after_the_login(browser: Browser) -> None:
    browser.client = make_editor()
    page = browser.open(ENTER)
    browser.client.logout()
    cell(page, 1, "person").fill("Ada Lovelace")
    cell(page, 1, "native_name").focus()
    page.get_by_text("Your session has ended").wait_for()
    assert page.get_by_role("link", name="Log in again").is_visible()
    browser.client.force_login(User.objects.get())
    reopen(browser)
    page = browser.open(ENTER)
    page.get_by_role("button", name="Bring it back").click()
    page.wait_for_url("**?article=*")
    expect(cell(page, 1, "person")).to_have_value("Ada Lovelace")
    assert page.get_by_text("didn’t reach the server").count() == 0


def test_two_tabs_lose_neither(browser: Browser) -> None:
    browser.client = make_editor()
    page = browser.open(ENTER)
    cell(page, 1, "person").fill("Ada Lovelace")
    cell(page, 1, "native_name").focus()
    wait_until_kept(page)
    second = page.context.new_page()
    second.goto(page.url)
    cell(second, 1, "person").fill("Grace Hopper")
    cell(second, 1, "native_name").focus()
    wait_until_kept(second)
    cell(page, 1, "native_name").fill("עדה")
    cell(page, 1, "left.organization").focus()
    page.get_by_text("kept as an unfinished article of its own").wait_for()
    expect(page.get_by_text("Kept as unfinished")).to_be_visible()
    # The browser itself notes the refused request.
    assert [complaint for complaint in browser.complaints if "409" not in complaint] == []
    browser.complaints.clear()
    people = [article.screen["rows"][0]["cells"]["person"] for article in UnfinishedArticle.objects.order_by("pk")]
    assert people == ["Grace Hopper", "Ada Lovelace"]


def test_the_grid_is_worked_by_keys(browser: Browser) -> None:
    make_person("Grace Hopper", names=("גרייס הופר",))
    browser.client = make_editor()
    page = browser.open(ENTER)
    keyboard = page.keyboard
    cell(page, 1, "person").focus()
    # Two letters in any script, and Enter before the list is there: what is chosen matches what was typed.
    keyboard.insert_text("גר")
    keyboard.press("Enter")
    expect(cell(page, 1, "person")).to_have_value("Grace Hopper")
    keyboard.press("ArrowRight")
    keyboard.press("ArrowRight")
    keyboard.insert_text("Meta")
    # A name that isn't known is the last choice.
    expect(page.locator("#suggestions [aria-selected=true]")).to_contain_text("new organization")
    keyboard.press("Enter")
    # A row is added as soon as the last one has something; the cell above is copied.
    cell(page, 2, "person").focus()
    keyboard.press("Control+d")
    expect(cell(page, 2, "person")).to_have_value("Grace Hopper")
    cell(page, 2, "left.stated_months").focus()
    keyboard.insert_text("6 years 7 months")
    keyboard.press("Shift+Tab")
    expect(cell(page, 2, "left.stated_months")).to_have_value("79")
    keyboard.insert_text("Feb 2025")
    keyboard.press("Shift+Tab")
    # The start that follows from both is accepted with one key.
    expect(cell(page, 2, "left.start")).to_have_attribute("placeholder", "about July 2018")
    keyboard.press("Enter")
    expect(cell(page, 2, "left.start")).to_have_value("[2018-06..2018-08]")
    keyboard.press("Control+z")
    expect(cell(page, 2, "left.start")).to_have_value("")
    keyboard.press("Control+y")
    expect(cell(page, 2, "left.start")).to_have_value("[2018-06..2018-08]")
    cell(page, 2, "left.role").focus()
    keyboard.insert_text("eng")
    keyboard.press("Tab")
    expect(cell(page, 2, "left.role")).to_have_value("Engineering")
    cell(page, 1, "person").focus()
    keyboard.press("Control+Enter")
    expect(cell(page, 2, "person")).to_be_focused()
    expect(cell(page, 3, "person")).to_have_value("Grace Hopper")
    keyboard.press("Control+Delete")
    expect(cell(page, 2, "person")).to_have_value("Grace Hopper")
    assert page.locator("#grid tbody tr").count() == 3


@pytest.mark.parametrize("browser", [{"width": 360, "height": 500}], indirect=True)
def test_suggestions_stay_beside_their_box_while_the_page_scrolls(browser: Browser) -> None:
    make_person("Grace Hopper")
    browser.client = make_editor()
    page = browser.open(ENTER)
    cell(page, 1, "person").focus()
    page.keyboard.insert_text("gr")
    # Before the list is there, and after.
    for _ in range(2):
        page.mouse.wheel(0, 30)
        page.locator("#suggestions li").first.wait_for()
        page.wait_for_timeout(300)
        assert page.evaluate(
            "Math.abs(suggestions.getBoundingClientRect().top - document.activeElement.getBoundingClientRect().bottom) < 4"
            " || Math.abs(suggestions.getBoundingClientRect().bottom - document.activeElement.getBoundingClientRect().top) < 4"
        )
    page.keyboard.press("Enter")
    expect(cell(page, 1, "person")).to_have_value("Grace Hopper")


def test_a_click_shows_what_can_be_chosen(browser: Browser) -> None:
    browser.client = make_editor()
    page = browser.open(ENTER)
    role = cell(page, 1, "left.role")
    role.click()
    page.get_by_role("option", name="Founder").wait_for()
    # Nothing is chosen until somebody does.
    page.keyboard.press("Enter")
    expect(cell(page, 1, "left.role")).to_have_value("")
    role.click()
    page.get_by_role("option", name="Research").click()
    expect(role).to_have_value("Research")
    role.click()
    page.keyboard.press("Enter")
    expect(role).to_have_value("Research")
    # Nor does Enter choose anything else before the list is there.
    role.evaluate(
        "box => (box.click(), box.dispatchEvent(new KeyboardEvent('keydown', {key: 'Enter', bubbles: true})))"
    )
    expect(page.locator("#suggestions")).to_be_hidden()
    expect(role).to_have_value("Research")


def test_what_is_being_typed_survives_new_rows_and_accepting_all(browser: Browser) -> None:
    make_person("Erik Meijer")
    make_organization("Meta")
    browser.client = make_editor()
    page = browser.open(ENTER)
    page.get_by_label("Language").fill("en")
    page.locator("#text").fill("Erik Meijer left Meta in March 2025.")
    page.get_by_label("Address").focus()
    page.get_by_text("1 proposed").wait_for()
    cell(page, 1, "left.title").fill("Director")
    page.keyboard.press("Shift+F8")
    expect(cell(page, 1, "left.title")).to_have_value("Director")
    cell(page, 1, "left.title").fill("Senior director")
    page.keyboard.press("Control+Enter")
    expect(cell(page, 2, "person")).to_be_focused()
    expect(cell(page, 1, "left.title")).to_have_value("Senior director")


def test_the_buttons_of_a_row_are_pressed_without_a_mouse(browser: Browser) -> None:
    browser.client = make_editor()
    page = browser.open(ENTER)
    cell(page, 1, "person").fill("Ada Lovelace")
    cell(page, 1, "native_name").focus()
    # As a screen reader does: a click, and no mouse that goes down.
    page.get_by_role("button", name="Remove row 1").dispatch_event("click")
    expect(cell(page, 1, "person")).to_have_value("")


def test_cells_are_pasted_from_a_spreadsheet(browser: Browser) -> None:
    browser.client = make_editor()
    page = browser.open(ENTER)
    cell(page, 1, "person").focus()
    paste(page, "נאמן גויאל (Naman Goyal)\t\tMeta\tEngineer\tengineering\r\nAda Lovelace\t\tAcme\r\n")
    shown = [
        cell(page, *place).input_value()
        for place in ((1, "person"), (1, "native_name"), (1, "left.role"), (2, "left.organization"))
    ]
    assert shown == ["Naman Goyal", "נאמן גויאל", "Engineering", "Acme"]
    page.keyboard.press("Control+z")
    expect(cell(page, 1, "person")).to_have_value("")


def test_lookalikes_are_answered_with_one_key(browser: Browser) -> None:
    make_person("Yann LeCun")
    make_person("Grace Hopper")
    browser.client = make_editor()
    page = browser.open(ENTER)
    page.get_by_label("Address").fill("https://example.org/a")
    page.get_by_label("Language").fill("en")
    for row, name in enumerate(("Yan LeCun", "Grace Hoper"), 1):
        cell(page, row, "person").fill(name)
        cell(page, row, "joined.organization").fill("Meta")
        cell(page, row, "joined.start").fill("2025")
        cell(page, row, "passage").focus()
    page.keyboard.press("Control+s")
    page.get_by_text("Row 1: Yan LeCun may already exist.").wait_for()
    browser.photograph("article-questions")
    page.keyboard.press("Enter")
    page.keyboard.press("n")
    page.locator("#save").wait_for()
    page.keyboard.press("Enter")
    page.get_by_role("heading", name="Saved:").wait_for()
    assert set(Person.objects.values_list("slug", flat=True)) == {"yann-lecun", "grace-hopper", "grace-hoper"}


def test_questions_are_answered_in_any_order(browser: Browser) -> None:
    make_person("Yann LeCun")
    make_person("Grace Hopper")
    browser.client = make_editor()
    page = browser.open(ENTER)
    page.get_by_label("Address").fill("https://example.org/a")
    page.get_by_label("Language").fill("en")
    for row, name in enumerate(("Yan LeCun", "Grace Hoper"), 1):
        cell(page, row, "person").fill(name)
        cell(page, row, "left.organization").fill("Meta")
        cell(page, row, "left.end").fill("2025")
        cell(page, row, "passage").focus()
    page.keyboard.press("Control+s")
    page.get_by_role("group", name="Grace Hoper may already exist.").get_by_role("button").first.click()
    expect(page.locator(".question p")).to_have_text("Row 1: Yan LeCun may already exist.")
    page.get_by_role("group", name="Yan LeCun may already exist.").get_by_role("button").first.click()
    page.locator("#save").wait_for()


def test_errors_stand_at_their_cells(browser: Browser) -> None:
    browser.client = make_editor()
    page = browser.open(ENTER)
    cell(page, 1, "person").fill("Ada Lovelace")
    cell(page, 1, "left.organization").fill("Meta")
    cell(page, 1, "left.end").fill("soon")
    page.get_by_label("Address").fill("https://example.org/a")
    page.keyboard.press("Control+s")
    page.get_by_text("Row 1 Left: End. “soon” is not a date").wait_for()
    page.get_by_text("Source Language. This field cannot be blank.").wait_for()
    page.get_by_role("button", name="Row 1", exact=True).first.click()
    expect(cell(page, 1, "left.end")).to_be_focused()
    expect(cell(page, 1, "left.end")).to_have_attribute("aria-invalid", "true")
    expect(page.locator("#cell-status")).to_contain_text("is not a date")


def test_a_missing_note_for_readers_is_asked_for_at_its_box(browser: Browser) -> None:
    source = make_source("Example", url="https://example.org/a", published="2025-06-01")
    claim = {"source": source, "end": "2023", "end_state": "ended"}
    make_employment(
        make_person("Ada Lovelace"), make_organization("Meta"), end="2023", end_state="ended", claims=(claim,)
    )
    browser.client = make_editor()
    page = browser.open(ENTER)
    page.get_by_label("Address").fill(source.url)
    page.get_by_text("This source exists already").wait_for()
    for key, text in (
        ("person", "Ada Lovelace"),
        ("left.organization", "Meta"),
        ("left.end", "June 2023"),
        ("event", ""),
    ):
        cell(page, 1, key).fill(text)
    page.keyboard.press("Control+s")
    page.get_by_role("button", name="Public correction note").click()
    expect(page.get_by_label("Public correction note")).to_be_focused()


def test_an_error_of_a_whole_job_leads_to_its_organization(browser: Browser) -> None:
    browser.client = make_editor()
    page = browser.open(ENTER)
    page.get_by_label("Address").fill("https://example.org/a")
    page.get_by_label("Language").fill("en")
    row = (("person", "Ada Lovelace"), ("left.organization", "Meta"), ("left.start", "2025"), ("left.end", "2024"))
    for key, text in (*row, ("event", "")):
        cell(page, 1, key).fill(text)
    page.keyboard.press("Control+s")
    page.get_by_text("Row 1 Left. A job can't end before it starts.").wait_for()
    page.get_by_role("button", name="Row 1", exact=True).click()
    expect(cell(page, 1, "left.organization")).to_be_focused()
    expect(cell(page, 1, "left.organization")).to_have_attribute("aria-invalid", "true")


def test_a_writer_is_told_that_a_publisher_has_to_save_it(browser: Browser) -> None:
    make_employment(make_person("Ada Lovelace"), make_organization("Meta"), end="2023", end_state="ended")
    browser.client = as_role("writer")
    page = browser.open(ENTER)
    page.get_by_label("Address").fill("https://example.org/a")
    page.get_by_label("Language").fill("en")
    row = (("person", "Ada Lovelace"), ("left.organization", "Meta"), ("left.end", "2023"))
    for key, text in (*row, ("event", "")):
        cell(page, 1, key).fill(text)
    page.keyboard.press("Control+s")
    page.get_by_role("heading", name="A publisher has to save this article").wait_for()
    page.get_by_text("Ada Lovelace, Meta. Leave the article to a publisher").wait_for()
    expect(page.get_by_role("button", name="Leave it to a publisher")).to_be_focused()
    page.keyboard.press("Enter")
    page.wait_for_url("**/admin/")
    expect(page.get_by_role("region", name="Articles")).to_contain_text("left to a publisher")
    assert UnfinishedArticle.objects.get().screen["left_to_publisher"] is True


def test_an_article_is_thrown_away_only_after_a_question(browser: Browser) -> None:
    browser.client = make_editor()
    page = browser.open(ENTER)
    cell(page, 1, "person").fill("Ada Lovelace")
    cell(page, 1, "native_name").focus()
    wait_until_kept(page)
    page.get_by_role("button", name="Discard").click()
    page.get_by_role("button", name="Keep it").click()
    expect(page.get_by_role("button", name="Discard")).to_be_focused()
    assert page.get_by_text("Throw this article away?").count() == 0
    page.get_by_role("button", name="Discard").click()
    page.route("**/discard/", lambda route: route.abort())
    page.get_by_role("button", name="Throw it away").click()
    page.get_by_text("The server can’t be reached. Nothing was thrown away.").wait_for()
    browser.complaints.clear()  # the browser itself notes the request
    page.unroute("**/discard/")
    page.get_by_role("button", name="Discard").click()
    page.get_by_role("button", name="Throw it away").click()
    page.wait_for_url("**/admin/")
    assert not UnfinishedArticle.objects.exists()


def test_nothing_pasted_is_shown_as_html(browser: Browser) -> None:
    make_organization("Meta")
    browser.client = make_editor()
    page = browser.open(ENTER)
    page.locator("#text").fill("<p>At Meta<img src=x onerror=alert(1)><script>alert(2)</script> again</p>")
    page.get_by_label("Address").focus()
    expect(page.locator("#marked-text mark")).to_have_text("Meta")
    assert page.locator("#marked-text :is(img, script)").count() == 0


def test_a_selected_passage_goes_to_the_row(browser: Browser) -> None:
    make_organization("Meta", slug="meta")
    browser.client = make_editor()
    page = browser.open(ENTER)
    page.locator("#text").fill("Ada left Meta in May. Nothing else.")
    cell(page, 1, "person").focus()
    page.locator("#marked-text mark").wait_for()
    page.locator("#marked-text").focus()
    page.keyboard.press("Control+Home")
    assert page.get_by_role("button", name="Use selection").is_visible()
    for _ in "Ada left Meta":
        page.keyboard.press("Shift+ArrowRight")
    page.keyboard.press("F7")
    expect(cell(page, 1, "passage")).to_have_value("Ada left Meta")


@pytest.mark.parametrize("browser", [{"width": 360, "height": 800}], indirect=True)
def test_it_fits_a_telephone(browser: Browser) -> None:
    browser.client = make_editor()
    page = browser.open(ENTER)
    page.locator("#text").fill(TEXT)
    cell(page, 1, "person").fill("Ada Lovelace")
    cell(page, 1, "left.organization").fill("Meta")
    cell(page, 1, "left.title").focus()
    page.locator("#event-1-headline").wait_for()
    browser.photograph("article-360")
    assert page.evaluate("document.documentElement.scrollWidth") <= 360
    assert browser.axe() == []


def test_a_name_in_another_script_becomes_the_name_of_the_record(browser: Browser) -> None:
    make_person("Grace Hopper", names=("גרייס הופר",))
    browser.client = make_editor()
    page = browser.open(ENTER)
    # Typed to its end, and nothing chosen: readers see the headline that is made of it.
    cell(page, 1, "person").fill("גרייס הופר")
    cell(page, 1, "left.organization").fill("Navy")
    cell(page, 1, "left.title").focus()
    expect(cell(page, 1, "person")).to_have_value("Grace Hopper")
    expect(page.locator("#event-1-headline")).to_have_value("Grace Hopper leaves Navy")


def test_an_event_is_proposed_no_date_that_it_would_be_refused_for(browser: Browser) -> None:
    browser.client = make_editor()
    page = browser.open(ENTER)
    page.get_by_label("Address").fill("https://example.org/a")
    page.get_by_label("Language").fill("en")
    typed = (("Ada Lovelace", "[..2025-06]"), ("Grace Hopper", "2025-06"), ("Alan Turing", "by June 2025"))
    for row, (person, end) in enumerate(typed, 1):
        cell(page, row, "person").fill(person)
        cell(page, row, "left.organization").fill("Meta")
        cell(page, row, "left.end").fill(end)
    cell(page, 3, "left.title").focus()
    expect(page.locator("#event-2-date")).to_have_value("2025-06")
    expect(page.locator("#event-1-date")).to_have_value("")
    expect(page.locator("#event-3-date")).to_have_value("")
    cell(page, 2, "left.end").fill("June 2025")
    cell(page, 3, "left.title").focus()
    expect(page.locator("#event-2-date")).to_have_value("June 2025")
    wait_until_kept(page)
    page = reopen(browser)
    browser.open(f"{ENTER}?article={UnfinishedArticle.objects.get().pk}")
    expect(page.locator("#event-2-date")).to_have_value("June 2025")
    expect(page.locator("#event-1-date")).to_have_value("")
    expect(page.locator("#event-3-date")).to_have_value("")
    page.keyboard.press("Control+s")
    page.get_by_role("button", name="Event 1", exact=True).wait_for()


def test_of_a_departure_that_is_only_announced_no_reason_is_proposed(browser: Browser) -> None:
    make_person("Erik Meijer")
    make_organization("Meta")
    browser.client = make_editor()
    page = browser.open(ENTER)
    page.get_by_label("Language").fill("it")
    page.locator("#text").fill("Erik Meijer ha annunciato il suo addio a Meta per dedicarsi a ricerche indipendenti.")
    page.get_by_label("Address").focus()
    page.get_by_text("1 proposed").wait_for()
    expect(cell(page, 1, "left.end_state")).to_have_value("Unknown")
    expect(cell(page, 1, "left.left_for")).to_have_value("")
    # Nor an event, which needs a date.
    expect(cell(page, 1, "event")).to_have_value("")


def test_the_day_of_a_planned_departure_is_that_of_its_event(browser: Browser) -> None:
    make_person("Erik Meijer")
    make_organization("Meta")
    browser.client = make_editor()
    page = browser.open(ENTER)
    page.get_by_label("Language").fill("it")
    page.get_by_label("Published").fill("2025-05-28")
    page.locator("#text").fill("Erik Meijer lascerà Meta il 3 giugno.")
    page.get_by_label("Address").focus()
    page.get_by_text("1 proposed").wait_for()
    cell(page, 1, "person").focus()
    page.keyboard.press("F8")
    expect(page.locator("#event-1-date")).to_have_value("2025-06-03")
    # Only a job that ended has an end.
    expect(cell(page, 1, "left.end")).to_have_value("")
