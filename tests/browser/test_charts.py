"""Charts in a real browser: their style applies, and no text is cut off or overlaps another."""

from itertools import combinations
from typing import Any

from django.test import Client

from tests.support.browser import Browser
from tests.support.factories import make_employment, make_organization, make_person
from tests.support.worlds import load_llama

PERSON, GROUP, MOVES = "/people/guillaume-lample/", "/cohorts/llama-paper-authors/", "/organizations/meta/"
COHORT = "/api/v1/cohorts/llama-paper-authors/?format=svg"
RETENTION = "/api/v1/cohorts/llama-paper-authors/retention/?organization=meta&format=svg"
CAREER = "/api/v1/people/guillaume-lample/?format=svg"
FLOWS = "/api/v1/flows/?origin=meta&level=group&format=svg"
MATRIX = "/api/v1/flows/?format=svg"
BALANCES = "/api/v1/organizations/meta/flows/?period=year&format=svg"
BOXES = """() => Array.from(document.querySelectorAll("text"), text => {
    const {left, top, right, bottom} = text.getBoundingClientRect()
    return {text: text.lastChild.nodeValue, left, top, right, bottom}
})"""
SIZES = """() => Array.from(document.querySelectorAll("text"), text =>
    parseFloat(getComputedStyle(text).fontSize) * text.getScreenCTM().d || parseFloat(getComputedStyle(text).fontSize)
        * Math.abs(text.getScreenCTM().b))"""
SCALES = """() => Array.from(document.querySelectorAll(".chart picture"), picture => {
    const source = Array.from(picture.querySelectorAll("source")).find(one => matchMedia(one.media).matches)
    const image = picture.querySelector("img")
    const address = new URL(source ? source.srcset : image.src, document.baseURI)
    return image.width / (address.searchParams.get("width") || 360)
})"""
MIN_SIZE, SMALLEST = 11, 12  # pixels of any text on the screen; units of the chart of the smallest text in it
STYLES = """() => [
    getComputedStyle(document.querySelector(".title")).fontSize,
    getComputedStyle(document.querySelector(".background")).fill,
]"""
EDGE = "() => document.documentElement.getBoundingClientRect().toJSON()"
AS_IMAGE = """address => new Promise((done, failed) => {
    const image = new Image()
    image.onload = () => done([image.naturalWidth, image.naturalHeight > 0])
    image.onerror = failed
    image.src = address
})"""
SLACK = 1.5  # pixels; the boxes of letters are higher than the letters


def overlap(one: dict[str, Any], other: dict[str, Any]) -> bool:
    across = min(one["right"], other["right"]) - max(one["left"], other["left"])
    down = min(one["bottom"], other["bottom"]) - max(one["top"], other["top"])
    return across > SLACK and down > 3 * SLACK


def check_texts(page: Any) -> None:
    boxes = page.evaluate(BOXES)
    edge = page.evaluate(EDGE)
    assert boxes
    beyond = [box for box in boxes if min(box["left"], box["top"]) < 0 or box["right"] > edge["width"]]
    assert beyond + [box for box in boxes if box["bottom"] > edge["height"]] == []
    assert [(a["text"], b["text"]) for a, b in combinations(boxes, 2) if overlap(a, b)] == []


def test_charts_are_styled_and_legible_at_every_width(browser: Browser) -> None:
    load_llama()
    for address in (COHORT, RETENTION, CAREER, FLOWS, MATRIX, BALANCES):
        page = browser.open(address)
        assert page.evaluate(STYLES) == ["18px", "rgb(255, 253, 248)"]
        for width in (360, 768, 1280):
            page.set_viewport_size({"width": width, "height": 800})
            assert page.evaluate(EDGE)["width"] == min(width, 540)
            assert min(page.evaluate(SIZES)) >= MIN_SIZE, (address, width)
            check_texts(page)
    page.emulate_media(color_scheme="dark")
    assert page.evaluate(STYLES) == ["18px", "rgb(21, 23, 26)"]
    page.emulate_media(color_scheme="dark", media="print")
    assert page.evaluate(STYLES) == ["18px", "rgb(255, 255, 255)"]
    assert browser.open("/api/v1/docs/").evaluate(AS_IMAGE, CAREER) == [540, True]


def test_pages_show_each_chart_laid_out_for_its_width(browser: Browser) -> None:
    load_llama()
    for address in (PERSON, GROUP, MOVES):
        page = browser.open(address)
        for width in (360, 480, 624, 700, 864, 1440):
            page.set_viewport_size({"width": width, "height": 900})
            scales = page.evaluate(SCALES)
            assert scales
            assert min(scales) * SMALLEST >= MIN_SIZE, (address, width, scales)
            assert page.evaluate("document.documentElement.scrollWidth <= innerWidth"), (address, width)


def test_a_part_of_a_chart_leads_to_its_page(browser: Browser) -> None:
    load_llama()
    # The links of a chart are absolute.
    browser.client = Client(SERVER_NAME="localhost")
    page = browser.open(CAREER)
    page.get_by_role("link", name="Mistral AI").click()
    page.wait_for_url("**/organizations/mistral-ai/")
    assert page.get_by_role("heading", name="Mistral AI", level=1).is_visible()


def test_a_chart_is_accessible_where_its_links_are(browser: Browser) -> None:
    load_llama()
    for address in (CAREER, FLOWS):
        chart = browser.client.get(address).content.decode()
        # No script runs in the policy of the chart itself.
        browser.page.set_content(
            f'<!doctype html><html lang="en"><title>Chart</title><main><h1>Chart</h1>{chart}</main></html>'
        )
        assert browser.axe() == []


def test_names_of_any_script_keep_apart(browser: Browser) -> None:
    person = make_person("גיום למפל", slug="guillaume-lample", description="吴永辉 and גיום (Guillaume) and عادل")
    titles = ("מדען (ראשי)", "首席科学家" * 9, "W" * 99, "Ελληνικά и Кириллица", "👩‍👩‍👧‍👦" * 28)
    for number, title in enumerate(titles):
        make_employment(person, make_organization(f"{title[:40]} {number}"), title=title, start=str(2010 + number))
    check_texts(browser.open(CAREER))
