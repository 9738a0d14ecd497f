"""Every page of the desk in a real browser, with hostile texts in all fields: nothing runs, everybody can use it, and names of
any direction keep their place."""

from collections.abc import Iterator
from typing import Any

import pytest
from django.urls import reverse
from playwright.sync_api import expect

from events.models import NewsEvent
from people.models import Cohort, Employment, Move, Organization, Person, Source
from talentwatch.merging.models import MergeDecision, NotDuplicate
from talentwatch.records.edit import edit
from tests.support.browser import Browser
from tests.support.desk import address, make_editor, save
from tests.support.factories import make_employment, make_organization, make_person, make_source
from tests.support.hostile import MARKUP
from tests.support.worlds import make_one_of_each

STOCK = 'list: <ul class="select2-selection__rendered">'  # how select2 itself builds a box of several records
TEXT = f"{''.join(MARKUP[:3])} עדה 1815, Acme"
MODELS = (Person, Organization, Source, Employment, NewsEvent, Cohort)


def record_pages(record: Any) -> Iterator[str]:
    """Those that differ by kind of record; of a post, all."""
    model, is_draft = type(record), record.status == "draft"
    yield address(model, "change", record.pk)
    yield address(model, "publish" if is_draft else "withdraw", record.pk)
    if model is Employment:
        for page in ("history", "submit", "delete") if is_draft else ("history", "merge"):
            yield address(model, page, record.pk)
        yield address(model, "simple_history", record.pk, record.history.latest().pk)


def walk(browser: Browser, places: Any) -> list[str]:
    """What is wrong with these pages, each with its place; that nothing ran and nothing was refused, the fixture checks."""
    problems = []
    for place in places:
        page = browser.open(place)
        assert page.locator("#content").count() == 1, place
        problems += [f"{place}: {one}" for one in browser.axe() if STOCK not in one]
    return problems


def test_every_page_of_a_draft(browser: Browser) -> None:
    browser.client = make_editor(first_name=TEXT[:100])
    assert walk(browser, (place for record in make_one_of_each(TEXT, "draft") for place in record_pages(record))) == []


def test_every_page_of_a_published_record(browser: Browser) -> None:
    browser.client = make_editor()
    assert (
        walk(browser, (place for record in make_one_of_each(TEXT, "published") for place in record_pages(record))) == []
    )


def test_what_goes_with_a_withdrawal_can_be_read_on_dark(browser: Browser) -> None:
    browser.client = make_editor()
    make_one_of_each(TEXT, "published")
    browser.page.emulate_media(color_scheme="dark")
    page = browser.open(address(Organization, "withdraw", Organization.objects.first().pk))  # type: ignore[union-attr]
    assert page.locator(".effect-withdraw").count() > 0
    assert browser.axe() == []


def test_every_list_every_form_and_the_other_pages(browser: Browser) -> None:
    browser.client = make_editor()
    person, *_ = make_one_of_each(TEXT, "published")
    twin = make_person(f"A {TEXT}", slug="twin")
    lists = [address(model, "changelist") for model in (*MODELS, Move, NotDuplicate, MergeDecision)]
    forms = [address(model, "add") for model in MODELS]
    around = [
        reverse("admin:index"),
        reverse("admin:password_change"),
        address(Person, "changelist") + "?q=alert",
        address(Person, "changelist") + "?status__exact=nonsense",
        address(Person, "duplicates"),
        address(Person, "merge", person.pk) + f"?other={twin.pk}",
    ]
    assert walk(browser, [*lists, *forms, *around]) == []
    browser.client.logout()
    assert browser.open(reverse("admin:login")).get_by_label("Username:").count() == 1
    assert browser.page.get_by_role("heading", name="Log in", level=1).count() == 1
    assert browser.axe() == []


PLACES = """([selector, parts]) => {
    const holds = one => parts.every(part => one.textContent.includes(part));
    const within = [...document.querySelectorAll(selector)].filter(holds);
    const one = within.find(one => ![...one.children].some(holds));
    if (!one) return null;
    const walker = document.createTreeWalker(one, NodeFilter.SHOW_TEXT), nodes = [];
    for (let node = walker.nextNode(), start = 0; node; start += node.length, node = walker.nextNode()) nodes.push([start, node]);
    const at = index => { const [start, node] = nodes.findLast(([start]) => start <= index); return [node, index - start]; };
    return parts.map(part => {
        const range = document.createRange(), start = one.textContent.indexOf(part);
        range.setStart(...at(start));
        range.setEnd(...at(start + part.length - 1));
        const box = range.getBoundingClientRect();
        return [Math.round(box.top / 30), box.left];
    });
}"""


def stand_in_order(browser: Browser, *parts: str, within: str = "#content *") -> bool:
    """In the text that holds them all, each is right of the one before."""
    places = browser.page.evaluate(PLACES, [within, list(parts)])
    assert places, f"{parts} are nowhere."
    return bool(places == sorted(places))


def test_right_to_left_names_keep_their_place_beside_latin_and_digits(browser: Browser) -> None:
    browser.client = make_editor()
    ada, acme = make_person("עדה 1815", slug="ada"), make_organization("Acme 2")
    paper = make_source("הארץ 7", title="כותרת 8", language="he", published="2023-06-15", slug="haaretz")
    post = make_employment(
        ada, acme, title="CEO", start="2020", end="2021", end_state="ended", claims=({"source": paper},)
    )
    save(browser.client, address(Employment, "change", post.pk), title="CTO", reason="הארץ 7 says so")
    whole = ("עדה 1815", "Acme 2", "CTO", "2020", "2021")

    browser.open(address(Employment, "changelist"))
    assert stand_in_order(browser, "עדה 1815", "Acme 2", "2020", "2021", within="#result_list tr")
    browser.open(address(Source, "changelist"))
    assert stand_in_order(browser, "הארץ 7", "כותרת 8", "15 Jun 2023", within="#result_list tr")
    browser.open(address(Employment, "change", post.pk))
    assert stand_in_order(browser, "עדה 1815", "Acme 2", within="#content > h2")
    assert stand_in_order(browser, "הארץ 7", "15 June 2023", within=".field-source .select2-selection__rendered")
    assert stand_in_order(browser, "הארץ 7", "15 June 2023", within=".evidence th bdi")
    assert stand_in_order(browser, "עדה 1815", "Acme 2", "הארץ 7", "15 June 2023", within=".inline_label")
    browser.open(address(Employment, "history", post.pk))
    assert stand_in_order(browser, "CEO", "CTO", within="#change-history li")
    assert stand_in_order(browser, "עדה 1815", "Acme 2", within=".breadcrumbs *")
    browser.open(address(Employment, "withdraw", post.pk))
    assert stand_in_order(browser, "עדה 1815", "Acme 2", within=".preview h2 *")
    browser.open(address(Person, "withdraw", ada.pk))
    assert stand_in_order(browser, *whole, within=".preview li *")


def test_they_keep_it_in_suggestions_and_in_the_preview_of_a_merge(browser: Browser) -> None:
    browser.client = make_editor()
    ada, twin = make_person("עדה 1815", slug="ada"), make_person("Ada Lovelace", names=("עדה 1815",))
    make_employment(ada, make_organization("Acme 2"), title="CTO", start="2020", end_state="ongoing")
    make_employment(twin, make_organization("Beta 3"), start="2021", end_state="ongoing")

    page = browser.open(address(NewsEvent, "add"))
    for field, typed, parts in (
        ("people", "עדה", ("עדה 1815", "Acme 2")),
        ("employments", "acme", ("עדה 1815", "Acme 2", "CTO", "2020", "ongoing")),
    ):
        page.locator(f".field-{field} .select2-selection").click()
        page.locator(f".field-{field} .select2-search__field").fill(typed)
        page.locator(".select2-results__option", has_text="Acme 2").wait_for()
        assert stand_in_order(browser, *parts, within=".select2-results__option")
        page.keyboard.press("Escape")
    browser.open(address(Person, "merge", ada.pk) + f"?other={twin.pk}")
    browser.photograph("merge-right-to-left")
    assert stand_in_order(browser, "Ada Lovelace", "Beta 3", "עדה 1815", within=".row-changes tr")


@pytest.mark.parametrize("browser", [{"width": 320, "height": 256}], indirect=True)
def test_a_history_and_what_it_undoes_fit_the_window_at_400_percent(browser: Browser) -> None:
    browser.client = make_editor()
    person = make_person("Ada Lovelace")
    with edit("She is called so in her publications"):
        person.name = "Augusta Ada King, Countess of Lovelace"
        person.save()
    page = browser.open(address(Person, "history", person.pk))
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")
    # A column of a phone would break its words.
    assert page.evaluate("document.querySelector('#change-history li').clientWidth > 200")
    page.get_by_text("undo…").click()
    page.get_by_text("Undoing saves a new version.").wait_for()
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")
    page.get_by_label("Reason").press("Enter")
    expect(page.get_by_role("navigation", name="Errors").get_by_role("link").first).to_be_focused()


@pytest.mark.parametrize("browser", [{"width": 360, "height": 640}], indirect=True)
def test_the_evidence_breaks_no_words_on_a_phone(browser: Browser) -> None:
    browser.client = make_editor()
    job = make_employment(make_person("Ada Lovelace"), make_organization("Acme"), title="Chief Scientist", claims=({},))
    page = browser.open(address(Employment, "change", job.pk))
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")
    broken = page.locator(".evidence th[scope=col]").evaluate_all("""cells => cells.filter(cell => {
        const word = document.createRange();
        word.selectNodeContents(cell);
        return word.getClientRects().length > 1;
    }).map(cell => cell.textContent)""")
    assert broken == []


TWICE_THE_TEXT = """() => {
    const sheet = new CSSStyleSheet();
    sheet.replaceSync("html { font-size: 200% !important }");
    document.adoptedStyleSheets = [sheet];
}"""


@pytest.mark.parametrize(
    "browser",
    [{"width": 320, "height": 640}, {"width": 1440, "height": 900}],
    ids=["small", "large"],
    indirect=True,
)
def test_the_pages_of_the_desk_fit_at_twice_the_size_of_text(browser: Browser) -> None:
    browser.client = make_editor()
    person, *records = make_one_of_each("Ada Lovelace", "published")
    twin = make_person("Ada King, Countess of Lovelace", slug="twin")
    make_employment(twin, make_organization("Acme"), title="Chief Officer of Internationalisation")
    places = [
        reverse("admin:index"),
        reverse("articles:enter"),
        *(address(type(one), "change", one.pk) for one in (person, *records)),
        *(address(model, "changelist") for model in MODELS),
        *(address(Person, name, person.pk) for name in ("withdraw", "history")),
        address(Person, "duplicates"),
        address(Person, "merge", person.pk) + f"?other={twin.pk}",
    ]
    too_wide = []
    for place in places:
        page = browser.open(place)
        page.evaluate(TWICE_THE_TEXT)
        if page.evaluate("document.documentElement.scrollWidth > innerWidth"):
            too_wide.append(place)
    assert too_wide == []
    browser.client.logout()
    page = browser.open(reverse("admin:login"))
    page.evaluate(TWICE_THE_TEXT)
    # What is too wide there is cut off, the beginning of it too.
    assert page.evaluate("document.getElementById('site-name').getBoundingClientRect().left > 0")
    assert page.evaluate("document.querySelector('.theme-toggle').getBoundingClientRect().right < innerWidth")
