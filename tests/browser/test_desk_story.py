"""An evening at the desk, in a real browser: an article in Hebrew becomes a post, an event, a page; two sources disagree."""

from typing import Any
from urllib.parse import parse_qs, urlsplit

from django.test import Client
from playwright.sync_api import Locator, Page

from events.models import NewsEvent
from people.models import Employment, Person, Source
from tests.support.browser import Browser
from tests.support.desk import address, as_role
from tests.support.factories import make_employment, make_organization, make_person, make_source

HEBREW_NAME, HEBREW_PUBLISHER = "ארמנד ג׳ולין", "תקציר allm.link"


def choose(page: Page, box: Locator, typed: str, label: str) -> None:
    """Find a record by what is typed, and take the one with this label."""
    box.locator(".select2-selection").click()
    with page.expect_response(lambda response: parse_qs(urlsplit(response.url).query).get("term") == [typed]):
        page.locator(".select2-container--open .select2-search__field").last.fill(typed)
    page.locator(".select2-results__option--highlighted", has_text=label).wait_for()
    # Not by the mouse: a click on a list that still fills may select nothing.
    page.keyboard.press("Enter")
    box.locator(".select2-selection", has_text=label).wait_for()


def save_it(page: Page) -> None:
    page.get_by_role("button", name="Save and continue editing").click()
    page.locator(".messagelist, .errornote").first.wait_for()
    assert page.locator(".errorlist").all_inner_texts() == []
    page.get_by_text("was added successfully").wait_for()


def add_source(browser: Browser) -> None:
    page = browser.open(address(Source, "add"))
    page.locator("#id_url").fill("https://digest.allm.link/he/")
    page.get_by_label("Publisher:").fill(HEBREW_PUBLISHER)
    page.get_by_label("Language:").fill("he")
    page.get_by_label("Published:").fill("26 May 2025")
    page.locator(".field-published .reading", has_text="26 May 2025").wait_for()
    save_it(page)


def add_person(browser: Browser) -> None:
    page = browser.open(address(Person, "add"))
    page.get_by_label("Name:", exact=True).fill("Armand Joulin")
    page.get_by_role("button", name="Add another Other name").click()
    page.locator("#id_names-0-text").fill(HEBREW_NAME)
    page.locator("#id_names-0-language").fill("he")
    page.locator("#id_names-0-kind").select_option("transliteration")
    save_it(page)


def add_post(browser: Browser) -> None:
    page = browser.open(address(Employment, "add"))
    choose(page, page.locator(".field-person"), "ארמנד", "Armand Joulin")
    with page.expect_popup() as opened:
        page.locator("#add_id_organization").click()
    popup = opened.value
    popup.get_by_label("Name:", exact=True).fill("Meta")
    popup.get_by_label("Kind:").select_option("company")
    with popup.expect_event("close"):
        popup.get_by_role("button", name="Save", exact=True).click()
    assert page.locator(".field-organization .select2-selection__rendered").inner_text() == "Meta"
    page.get_by_label("Role:").select_option("research")
    page.locator("#id_start").fill("by 2014")
    page.locator(".field-start .reading", has_text="31 December 2014 or any day before").wait_for()
    page.locator("#id_end").fill("May 2023")
    page.locator(".field-end .reading", has_text="any day from 1 May to 31 May 2023").wait_for()
    page.locator("#id_end_state").select_option("ended")
    page.get_by_role("button", name="Add another Claim").click()
    choose(page, page.locator("#claims-0 .field-source"), "תקציר", HEBREW_PUBLISHER)
    page.locator("#id_claims-0-end").fill("May 2023")
    # It moves the button down when it comes: a click at that moment would miss.
    page.locator("#claims-0 .field-end .reading", has_text="any day from 1 May to 31 May 2023").wait_for()
    page.locator("#id_claims-0-end_state").select_option("ended")
    page.locator("#id_claims-0-stated_months").fill("104")
    # So does the offer of a start.
    page.locator("#claims-0 .start-offer button").wait_for()
    browser.photograph("story-post")
    save_it(page)


def add_event(browser: Browser) -> None:
    page = browser.open(address(NewsEvent, "add"))
    page.get_by_label("Headline:").fill("Armand Joulin leaves Meta")
    page.get_by_label("Summary:").fill("He was there for 8 years and 8 months.")
    page.get_by_label("Kind:").select_option("departure")
    page.locator("#id_date").fill("May 2023")
    choose(page, page.locator(".field-people"), "joulin", "Armand Joulin")
    choose(page, page.locator(".field-employments"), "ג׳ולין", "Armand Joulin, Meta")
    page.get_by_role("button", name="Add another Organization").click()
    choose(page, page.locator("#parts-0 .field-organization"), "meta", "Meta")
    page.get_by_label("Part").first.select_option("origin")
    page.get_by_role("button", name="Add another Citation").click()
    choose(page, page.locator("#citations-0 .field-source"), HEBREW_PUBLISHER, HEBREW_PUBLISHER)
    save_it(page)
    browser.photograph("story-event")


def take(page: Page, action: str, button: str, reason: str) -> None:
    page.get_by_role("link", name=action, exact=True).click()
    page.get_by_label("Reason (internal").fill(reason)
    page.get_by_role("button", name=button).click()


def test_an_article_in_hebrew_is_entered_from_nothing(browser: Browser) -> None:
    browser.client = as_role("editor")
    add_source(browser)
    add_person(browser)
    add_post(browser)
    add_event(browser)
    take(browser.page, "Submit for review", "Submit for review", "From the Hebrew digest")
    browser.page.get_by_text("In review").first.wait_for()

    assert Client().get("/api/v1/events/").json()["results"] == []
    browser.client = as_role("publisher")
    page = browser.open(address(NewsEvent, "change", NewsEvent.objects.get().pk))
    page.get_by_role("link", name="Publish", exact=True).click()
    browser.photograph("story-publish")
    page.get_by_label("Reason (internal").fill("Read, and the source says so")
    page.get_by_role("button", name="Publish", exact=True).click()
    page.get_by_text("As a result, this is published").wait_for()
    read_what_is_public(browser)


def read_what_is_public(browser: Browser) -> None:
    """What a client of the API and a reader of the page find."""
    (event,) = Client().get("/api/v1/events/?person=armand-joulin").json()["results"]
    assert (event["kind"], event["date"], event["confidence"]) == ("departure", "2023-05", "reported")
    assert [(one["publisher"], one["language"], one["published"]) for one in event["sources"]] == [
        (HEBREW_PUBLISHER, "he", "2025-05-26")
    ]
    (post,) = Client().get("/api/v1/employments/?person=armand-joulin").json()["results"]
    assert (post["organization"]["name"], post["start"], post["end"]) == ("Meta", "[..2014]", "2023-05")
    (claim,) = Client().get("/api/v1/claims/?language=he").json()["results"]
    assert (claim["stance"], claim["end"], claim["stated_months"]) == ("reported", "2023-05", 104)
    people = Client().get("/api/v1/people/", {"q": HEBREW_NAME}).json()["results"]
    assert [person["name"] for person in people] == ["Armand Joulin"]

    browser.client = Client()
    page = browser.open("/people/armand-joulin/")
    assert page.get_by_role("heading", name="Armand Joulin leaves Meta").is_visible()
    assert page.get_by_text(HEBREW_NAME).is_visible()
    assert page.get_by_text(HEBREW_PUBLISHER).first.is_visible()


def test_a_conflict_is_found_and_settled(browser: Browser) -> None:
    hebrew = make_source(HEBREW_PUBLISHER, language="he", published="2025-05-26")
    make_source("新智元", language="zh-Hant", published="2023", kind="report")
    joulin = make_person("Armand Joulin", names=(HEBREW_NAME,))
    make_employment(make_person("Ada"), make_organization("Acme"), start="2023")
    claim: dict[str, Any] = {"source": hebrew, "end": "August 2023", "end_state": "ended"}
    post = make_employment(joulin, make_organization("Meta"), end="2023-08", end_state="ended", claims=(claim,))
    browser.client = as_role("publisher")

    page = browser.open(address(Employment, "change", post.pk))
    page.get_by_role("button", name="Add another Claim").click()
    choose(page, page.locator("#claims-1 .field-source"), "新智元", "新智元")
    page.locator("#id_claims-1-end").fill("May 2023")
    page.locator("#id_claims-1-end_state").select_option("ended")
    page.get_by_label("Reason (internal").fill("A second source")
    page.get_by_role("button", name="Save", exact=True).click()
    page.wait_for_url(f"**{address(Employment, 'changelist')}")
    page.get_by_role("row", name="Armand Joulin").get_by_text("⚠ yes").wait_for()
    page.get_by_role("link", name="Yes (1)").first.click()
    page.wait_for_url("**has_conflict*")
    assert page.locator("#result_list tbody tr").count() == 1
    browser.photograph("conflict-list")

    page.get_by_role("link", name="Armand Joulin").click()
    page.get_by_text("the source says “May 2023”, the desk “August 2023”").wait_for()
    browser.photograph("conflict-form")
    page.locator("#id_end").fill("May 2023")
    page.get_by_label("Reason (internal").fill("His successor began in June 2023")
    page.get_by_label("Public correction note:").fill("He left in May, not in August.")
    page.get_by_role("button", name="Save and continue editing").click()
    page.get_by_label("Save it all the same: I have weighed these sources").check()
    page.get_by_role("button", name="Save and continue editing").click()
    page.get_by_text("was changed successfully").wait_for()
    page.get_by_text("the source says “August 2023”, the desk “May 2023”").wait_for()  # settled, and not hidden
    assert page.get_by_text("this claim is compatible with the desk’s conclusion").count() == 1

    claim = page.locator(".inline-related", has_text="⚠")
    claim.locator("textarea[name$=note]").fill("They have corrected it since: May.")
    claim.get_by_label("End", exact=True).fill("May 2023")
    page.get_by_label("Reason (internal").fill("The digest was corrected")
    page.get_by_label("Public correction note:").fill("The digest now says May.")
    page.get_by_role("button", name="Save and continue editing").click()
    page.get_by_text("no published source contradicts it").wait_for()
    assert not Employment.objects.get(pk=post.pk).has_conflict
    assert [row.history_change_reason for row in post.history.all()][:1] == ["The digest was corrected"]


def test_a_person_is_added_and_submitted_with_the_keyboard_only(browser: Browser) -> None:
    browser.client = as_role("writer")
    page = browser.open(address(Person, "changelist"))
    go_to(page, "Add person")
    page.keyboard.press("Enter")
    page.wait_for_url("**/add/")
    page.wait_for_function("document.activeElement.id === 'id_name'")
    page.keyboard.type("Marie-Anne Lachaux")
    go_to(page, "Add another Other name")
    page.keyboard.press("Enter")
    page.locator("#id_names-0-text").wait_for()
    go_to(page, "Text")
    page.keyboard.type("מארי-אן לאשו")
    page.keyboard.press("Tab")
    page.keyboard.type("he")
    page.keyboard.press("Tab")
    page.keyboard.type("Transl")
    go_to(page, "Save and continue editing")
    page.keyboard.press("Enter")
    page.get_by_text("was added successfully").wait_for()
    person = Person.objects.get()
    assert [(name.text, name.language, name.kind) for name in person.names.all()] == [
        ("מארי-אן לאשו", "he", "transliteration")
    ]
    go_to(page, "Submit for review")
    page.keyboard.press("Enter")
    page.wait_for_url("**/submit/")
    go_to(page, "Reason (internal):")
    page.keyboard.type("Listed among the authors")
    page.keyboard.press("Enter")
    page.wait_for_url(f"**{address(Person, 'change', person.pk)}")
    person.refresh_from_db()
    assert person.status == "in_review"


FOCUSED = """() => {
    const one = document.activeElement;
    return (one.labels?.[0]?.textContent || one.getAttribute("aria-label") || one.value || one.textContent).trim();
}"""
SHOWS = """() => {
    const one = document.activeElement;
    if (one === document.body) return true;
    const look = () => ["outlineStyle", "outlineWidth", "borderColor", "backgroundColor", "textDecorationLine", "color",
        "boxShadow"].map(name => getComputedStyle(one)[name]).join();
    const focused = look();
    one.blur();
    const plain = look();
    one.focus({focusVisible: true});
    return focused !== plain;
}"""


def go_to(page: Page, label: str) -> None:
    """Press Tab until what is called so is reached; each stop on the way looks otherwise than without the focus."""
    for _ in range(60):
        page.keyboard.press("Tab")
        assert page.evaluate(SHOWS), page.evaluate("document.activeElement.outerHTML")
        if page.evaluate(FOCUSED) == label:
            return
    raise AssertionError(f"Tab never reaches {label}.")
