"""Our slides in TimelineJS itself: the package from npm, in a page such as an embedding site has."""

from pathlib import Path
from urllib.parse import urlencode

import pytest

from tests.support.browser import Browser
from tests.support.factories import make_employment, make_event, make_organization, make_person, make_source
from tests.support.hostile import HOSTILE

PAGE = Path(__file__).with_name("timeline.html")


@pytest.fixture
def show(browser: Browser):
    """Open the page with the slides at an address of the API, and wait until they are there."""

    def open_page(address: str):
        browser.page.route("**/embed?*", lambda route: route.fulfill(path=PAGE))
        page = browser.open(f"/embed?{urlencode({'data': f'/api/v1/{address}'})}")
        page.wait_for_function("document.title == 'loaded'")
        assert page.locator(".tl-message-full").filter(has_text="error").count() == 0
        return page

    return open_page


def slides(page):
    return page.locator(".tl-slide h2.tl-headline").all_inner_texts()


def test_events(browser, show):
    fortune = make_source("Fortune", url="https://fortune.example/a.pdf?spotify", published="2023-06-15")
    denied = (make_source("Echo & Co", slug="echo"), "denied")
    make_event("Ada joins Acme", date="2023-06-15", sources=(fortune, denied))
    make_event("Bob leaves <Acme>", date="early 2023", kind="role_change", summary="So & so.", sources=(fortune,))
    make_event("Acme is founded", date="2019", kind="founding")
    make_event("Ada returns", date="2024-05", kind="return")
    page = show("events/?format=timelinejs")
    assert slides(page) == [
        "Who moves between AI labs",
        "Acme is founded",
        "Bob leaves <Acme>",
        "Ada joins Acme",
        "Ada returns",
    ]
    dates = page.locator(".tl-slide .tl-headline-date").all_inner_texts()
    assert [date.lower() for date in dates] == [
        "",
        "2019",
        "between january and april 2023",
        "15 june 2023",
        "may 2024",
    ]
    groups = page.locator(".tl-timegroup-message").all_inner_texts()
    assert sorted(groups) == ["Founding", "Hire", "Return", "Role change"]
    page.evaluate("timeline.goToId('ada-joins-acme')")
    page.wait_for_timeout(300)
    slide = page.locator("#ada-joins-acme.tl-slide")
    assert slide.locator("blockquote").inner_text() == "Disputed: 2 sources"
    assert slide.locator(".tl-credit").inner_text() == "Echo & Co (denies it), Fortune (15 June 2023)"
    assert slide.locator(".tl-credit a").get_attribute("href") == "https://fortune.example/a.pdf?spotify"
    browser.photograph("timelinejs-events")


def test_a_career(browser, show):
    ada, acme = make_person("Ada Lovelace", description="She writes programs."), make_organization("Acme")
    make_employment(ada, acme, start="2015", end="2020-06", end_state="ended", title="Engineer")
    make_employment(ada, make_organization("Initech"), start="2020-07", end_state="ongoing", claims=(
        {"source": make_source(published="2024-05-01"), "end_state": "ongoing"},
    ))  # fmt: skip
    make_employment(ada, acme, end="by 2012", end_state="ended", role="student")
    make_employment(ada, make_organization("Globex"))
    page = show("people/ada-lovelace/?format=timelinejs")
    assert slides(page) == ["Ada Lovelace", "Student, Acme", "Engineer, Acme", "Initech"]
    assert "Dates unknown: Globex." in page.locator(".tl-slide-titleslide").inner_text()
    assert page.locator(".tl-timemarker-with-end").count() == 2
    assert sorted(page.locator(".tl-timegroup-message").all_inner_texts()) == ["Acme", "Initech"]
    page.evaluate("timeline.goToId('ada-lovelace-initech')")
    page.wait_for_timeout(300)
    browser.photograph("timelinejs-career")


def test_nothing_hostile_runs_in_it(browser, show):
    dialogs = []
    browser.page.on("dialog", lambda dialog: (dialogs.append(dialog.message), dialog.dismiss()))
    ada = make_person(HOSTILE["script"], slug="ada", description=HOSTILE["image"])
    for number, text in enumerate(HOSTILE.values()):
        source = make_source(text, slug=f"s{number}", url=text if text.startswith("https:") else "")
        make_event(text, slug=f"e{number}", summary=text, sources=(source,))
        place = make_organization(text, slug=f"o{number}")
        make_employment(ada, place, title=text, start=f"{2000 + number}", claims=({"source": source},))
    texts = sorted(map(plain, HOSTILE.values()))
    page = show("events/?format=timelinejs")
    assert sorted(map(plain, slides(page)[1:])) == texts
    page = show("people/ada/?format=timelinejs")
    assert sorted(map(plain, page.locator(".tl-timegroup-message").all_inner_texts())) == texts
    assert page.locator(".tl-timeline :is(script, svg, [onmouseover], [onerror])").count() == 0
    assert dialogs == []


def plain(text: str) -> str:
    """As a browser lays it out: without invisible marks, with single spaces."""
    return " ".join("".join(letter for letter in text if letter not in "\ufeff\u200b\u0085").split())
