"""Charts in a real browser: their style applies, and no text is cut off or overlaps another."""

from itertools import combinations
from typing import Any

from tests.support.browser import Browser
from tests.support.factories import make_employment, make_organization, make_person
from tests.support.worlds import load_llama

COHORT = "/api/v1/cohorts/llama-paper-authors/?format=svg"
RETENTION = "/api/v1/cohorts/llama-paper-authors/retention/?organization=meta&format=svg"
CAREER = "/api/v1/people/guillaume-lample/?format=svg"
BOXES = """() => Array.from(document.querySelectorAll("text"), text => {
    const {left, top, right, bottom} = text.getBoundingClientRect()
    return {text: text.lastChild.nodeValue, left, top, right, bottom}
})"""
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
    for address in (COHORT, RETENTION, CAREER):
        page = browser.open(address)
        assert page.evaluate(STYLES) == ["18px", "rgb(255, 255, 255)"]
        for width in (360, 768, 1280):
            page.set_viewport_size({"width": width, "height": 800})
            assert page.evaluate(EDGE)["width"] == min(width, 640)
            check_texts(page)
    page.emulate_media(color_scheme="dark")
    assert page.evaluate(STYLES) == ["18px", "rgb(20, 23, 28)"]
    page.emulate_media(color_scheme="dark", media="print")
    assert page.evaluate(STYLES) == ["18px", "rgb(255, 255, 255)"]
    assert browser.open("/api/v1/docs/").evaluate(AS_IMAGE, CAREER) == [640, True]


def test_names_of_any_script_keep_apart(browser: Browser) -> None:
    person = make_person("גיום למפל", slug="guillaume-lample", description="吴永辉 and גיום (Guillaume) and عادل")
    titles = ("מדען (ראשי)", "首席科学家" * 9, "W" * 99, "Ελληνικά и Кириллица", "👩‍👩‍👧‍👦" * 28)
    for number, title in enumerate(titles):
        make_employment(person, make_organization(f"{title[:40]} {number}"), title=title, start=str(2010 + number))
    check_texts(browser.open(CAREER))
