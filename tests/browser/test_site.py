"""The public pages in a real browser: large and small, light and dark, with a keyboard and in print."""

import pytest

from people.models import PersonName
from talentwatch.exchange.downloads import build_downloads
from talentwatch.records.edit import edit
from tests.support.browser import Browser
from tests.support.factories import (
    make_cohort,
    make_employment,
    make_event,
    make_organization,
    make_person,
    make_source,
)

PAGES = [
    "/",
    "/moves/",
    "/moves/?person=ada-lovelace&certainty=certain",
    "/people/",
    "/organizations/?ordering=-left",
    "/cohorts/",
    "/people/ada-lovelace/",
    "/organizations/acme/?on=2020-06-15",
    "/cohorts/the-authors/",
    "/events/ada-lovelace-joins-acme/",
    "/about/",
    "/corrections/",
    "/embed/people/ada-lovelace/",
    "/embed/cohorts/the-authors/",
    "/embed/moves/",
    "/data/",
]
LARGE, SMALL = {"width": 1280, "height": 900}, {"width": 320, "height": 640}
TWICE_THE_TEXT = """() => {
    const sheet = new CSSStyleSheet();
    sheet.replaceSync("html { font-size: 200% !important }");
    document.adoptedStyleSheets = [sheet];
}"""
SIZES_OF_TEXT = """() => Array.from(document.querySelectorAll("body *:not(script)"))
    .filter(one => Array.from(one.childNodes).some(node => node.nodeType === Node.TEXT_NODE && node.data.trim()))
    .map(one => [parseFloat(getComputedStyle(one).fontSize), one.textContent.slice(0, 60)])"""


@pytest.fixture
def site(browser: Browser) -> Browser:
    """Ada left Acme in 2021, as two papers say, or in 2025, as one says; another denies that she was at Zeta at all."""
    ada = make_person("Ada Lovelace", description="Wrote the first programme.", website="https://ada.example/")
    PersonName.objects.create(person=ada, text="עדה לאבלייס (Ada)", language="he", kind="native")
    acme = make_organization("Acme", country="FR", founded="2015")
    make_organization("Acme Laboratories of Applied Internationalisation", parent=acme)
    papers = [make_source(f"Paper {number}", url=f"https://paper{number}.example/") for number in range(3)]
    hebrew = make_source("הארץ, 2025", language="he", published="2025-05-26")
    first_job = make_employment(
        ada,
        acme,
        title="Chief Internationalisation Officer",
        start="2018",
        end="2021",
        end_state="ended",
        claims=(
            *({"source": paper, "start": "early 2018", "end": "2021", "end_state": "ended"} for paper in papers[:2]),
            {"source": papers[2], "end": "2025", "end_state": "ended"},
        ),
    )
    make_employment(
        ada, make_organization("Zeta"), came_from=first_job, claims=({"source": hebrew, "stance": "denied"}, {})
    )
    make_event(
        "Ada Lovelace joins Acme",
        people=(ada,),
        organizations=(acme,),
        employments=(first_job,),
        sources=tuple(papers),
        summary="She begins in June.",
    )
    # A row of the table of moves that is as wide as rows get: words of every column that can't be broken.
    make_employment(
        make_person("Wolfeschlegelstein"),
        make_organization("Entwicklungsgesellschaft"),
        title="Kommunikationsleiterin",
        claims=({"source": make_source("Nachrichtenagentur")},),
    )
    make_cohort(ada, make_person("Bob"), name="The authors", description="Of the paper.")
    with edit() as current:
        current.set_correction("The first version had the title of her predecessor.")
        first_job.title = "Chief Officer of Internationalisation"
        first_job.save()
    return browser


@pytest.mark.parametrize(
    ("browser", "scheme"), [(LARGE, "light"), (SMALL, "dark")], ids=["large", "small"], indirect=["browser"]
)
def test_every_page_is_accessible_and_fits(site: Browser, scheme: str) -> None:
    build_downloads()
    site.page.emulate_media(color_scheme=scheme)  # type: ignore[arg-type]  # a parameter of tests is any text
    for address in PAGES:
        page = site.open(address)
        page.evaluate("document.querySelectorAll('details').forEach(one => one.open = true)")
        assert site.axe() == [], address
        assert page.evaluate("document.documentElement.scrollWidth <= innerWidth"), address
        for image in page.locator("img").all():
            image.scroll_into_view_if_needed()
            page.wait_for_function("image => image.complete && image.naturalWidth > 0", arg=image.element_handle())


@pytest.mark.parametrize(
    "browser", [{"width": 360, "height": 640}, {"width": 1440, "height": 900}], ids=["small", "large"], indirect=True
)
def test_every_page_fits_at_twice_the_size_of_text(site: Browser) -> None:
    """A reader's own style enlarges the text, and no query of the window's size knows of it."""
    build_downloads()
    for address in PAGES:
        page = site.open(address)
        before = page.evaluate(SIZES_OF_TEXT)
        page.evaluate(TWICE_THE_TEXT)
        after = page.evaluate(SIZES_OF_TEXT)
        assert [text for (size, text), (large, _) in zip(before, after, strict=True) if large < 1.7 * size] == [], (
            address
        )
        page.evaluate("document.querySelectorAll('details').forEach(one => one.open = true)")
        assert page.evaluate("document.documentElement.scrollWidth <= innerWidth"), address


def test_the_dark_pages_are_dark(site: Browser) -> None:
    shade = "getComputedStyle(document.documentElement).backgroundColor"
    site.page.emulate_media(color_scheme="dark")
    assert site.open("/").evaluate(shade) == "rgb(21, 23, 26)"
    site.page.emulate_media(color_scheme="light")
    assert site.page.evaluate(shade) == "rgb(255, 253, 248)"


def test_in_print_sources_show_their_addresses_and_the_navigation_is_hidden(site: Browser) -> None:
    page = site.open("/people/ada-lovelace/")
    site.page.emulate_media(media="print")
    assert not page.get_by_role("navigation", name="Main").is_visible()
    content = "getComputedStyle(document.querySelector('.claims a'), '::after').content"
    assert "https://paper2.example/" in page.evaluate(content)
    # The first thing on the paper is the name, and nothing is printed that only a screen can use.
    assert page.evaluate("document.querySelector('h1').getBoundingClientRect().top") < 100
    for hidden in (".top", ".bottom", ".tools"):
        assert not page.locator(hidden).is_visible(), hidden


def test_a_reader_searches_and_filters(site: Browser) -> None:
    page = site.open("/")
    page.get_by_label("Words, or a name in any script").fill("לאבלייס")
    page.get_by_label("What happened").select_option("Hire")
    page.get_by_role("button", name="Search").click()
    page.wait_for_url("**/?*kind=hire")
    assert "organization=" not in page.url
    assert page.get_by_role("heading", name="Ada Lovelace joins Acme").is_visible()
    page.get_by_role("article").get_by_role("link", name="Ada Lovelace", exact=True).click()
    page.wait_for_url("**/people/ada-lovelace/")
    assert page.get_by_text("Two sources say 2021, one says 2025.").is_visible()


def test_a_bad_date_is_stopped_before_it_is_sent(site: Browser) -> None:
    page = site.open("/")
    page.get_by_label("From").fill("June")
    page.get_by_role("button", name="Search").click()
    assert page.evaluate("document.querySelector('#after').validity.patternMismatch")


def test_the_keyboard_reaches_everything_and_shows_where_it_is(site: Browser) -> None:
    page = site.open("/people/ada-lovelace/")
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.textContent") == "Skip to the content"
    assert page.evaluate("document.activeElement.getBoundingClientRect().left >= 0")
    reached = set()
    # One more for the embed code, which opens.
    for _ in range(len(page.get_by_role("link").all()) + 3):
        page.keyboard.press("Tab")
        reached.add(page.evaluate("document.activeElement.href || ''"))
        assert page.evaluate(
            "document.activeElement === document.body || getComputedStyle(document.activeElement).outlineStyle !== 'none'"
        )
    assert {link.evaluate("link => link.href") for link in page.get_by_role("link").all()} - reached <= {
        page.evaluate("location.href + '#main'")
    }


def test_the_navigation_can_be_skipped(site: Browser) -> None:
    page = site.open("/")
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    assert page.evaluate("document.activeElement.id") == "main"


def test_the_json_ld_can_be_parsed(site: Browser) -> None:
    page = site.open("/people/ada-lovelace/")
    data = "JSON.parse(document.querySelector('script[type=\"application/ld+json\"]').textContent)['name']"
    assert page.evaluate(data) == "Ada Lovelace"


def test_nothing_moves_when_the_chart_loads(site: Browser) -> None:
    page = site.open("/people/ada-lovelace/")
    image = page.locator("img").evaluate(
        "image => [image.height / image.width, image.naturalHeight / image.naturalWidth, image.width]"
    )
    assert image[0] == pytest.approx(image[1], abs=0.01)
    assert image[2] <= 992
    ratios = """one => {
        const sources = Array.from(one.parentElement.querySelectorAll("source"))
        const chosen = sources.find(source => matchMedia(source.media).matches) || one
        return [chosen.getAttribute("height") / chosen.getAttribute("width"), one.naturalHeight / one.naturalWidth]
    }"""
    assert page.locator("img").evaluate(ratios) == pytest.approx(image[:1] * 2, abs=0.01)
    shift = """() => new Promise(done => new PerformanceObserver(list =>
        done(list.getEntries().reduce((sum, one) => sum + one.value, 0))).observe({type: 'layout-shift', buffered: true})
        || setTimeout(() => done(0), 300))"""
    assert page.evaluate(shift) < 0.1


def test_an_unknown_record_is_not_found(site: Browser) -> None:
    page = site.open("/people/nobody/")
    assert page.get_by_role("heading", name="Not Found").is_visible()
    assert site.axe() == []
    site.complaints.clear()  # the browser itself notes every 404
