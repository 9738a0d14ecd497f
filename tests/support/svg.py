"""What every chart must be: well-formed, without anything that runs or loads, and within its edges."""

import math
import re
from typing import Any
from xml.etree.ElementTree import Element, fromstring

SVG = "{http://www.w3.org/2000/svg}"
ELEMENTS = {
    *("svg", "title", "desc", "style", "defs", "linearGradient", "stop", "pattern", "marker"),
    *("a", "g", "rect", "path", "text"),
}
ATTRIBUTES = {
    *(
        "viewBox",
        "width",
        "height",
        "role",
        "aria-labelledby",
        "aria-describedby",
        "aria-label",
        "aria-hidden",
        "id",
        "class",
        "x",
        "y",
        "d",
        "fill",
        "direction",
    ),
    *("text-anchor", "transform", "offset", "stop-opacity", "patternUnits", "patternTransform", "marker-end"),
    *("href", "tabindex", "refX", "refY", "markerWidth", "markerHeight", "markerUnits", "orient"),
}
NUMBER = re.compile(r"-?\d+(?:\.\d+)?(?:e-?\d+)?")


def read(chart: bytes | str) -> Element:
    """The root of a chart; fails if something about it is wrong."""
    text = chart.decode() if isinstance(chart, bytes) else chart
    root = fromstring(text)
    assert "NaN" not in text
    assert "Infinity" not in text
    assert root.tag == f"{SVG}svg"
    assert root.attrib["role"] == "group"
    assert [root[0].tag, root[1].tag] == [f"{SVG}title", f"{SVG}desc"]
    assert all((root[number].text or "").strip() for number in (0, 1))
    for element in root.iter():
        check_element(element)
    check_places(root)
    return root


def check_element(element: Element) -> None:
    assert element.tag.removeprefix(SVG) in ELEMENTS
    assert set(element.attrib) <= ATTRIBUTES
    for name, value in element.attrib.items():
        if name == "href":
            assert re.match(r"https?://[^/]+/(people|organizations|moves)/", value), value
        assert "url(" not in value or re.fullmatch(r"url\(#[a-z0-9]+\)", value), value
        if name in {"width", "height", "x", "y"}:
            assert math.isfinite(float(value))
    assert all(float(element.get(name, "0")) >= 0 for name in ("width", "height"))


def check_places(root: Element) -> None:
    """Only the definitions that others refer to may reach beyond the edge."""
    width, height = (float(value) for value in root.attrib["viewBox"].split()[2:])
    for element in drawn(root):
        for x, y in corners(element):
            assert -0.5 <= x <= width + 0.5, (element.tag, element.attrib)
            assert -0.5 <= y <= height + 0.5, (element.tag, element.attrib)


def drawn(element: Element) -> Any:
    for child in element:
        if child.tag != f"{SVG}defs":
            yield child
            yield from drawn(child)


def corners(element: Element) -> list[tuple[float, float]]:
    x, y = (float(element.get(name, "0")) for name in ("x", "y"))
    if element.tag == f"{SVG}rect":
        return [(x, y), (x + float(element.attrib["width"]), y + float(element.attrib["height"]))]
    if element.tag == f"{SVG}path":
        return path(element.attrib["d"])
    if "transform" in element.attrib:
        x, y = (float(number) for number in NUMBER.findall(element.attrib["transform"])[:2])
    return [(x, y)]


def path(commands: str) -> list[tuple[float, float]]:
    """Every corner and every handle of a path."""
    places, x, y = [], 0.0, 0.0
    for letter, rest in re.findall(r"([A-Z])([^A-Z]*)", commands):
        numbers = [float(number) for number in NUMBER.findall(rest)]
        if letter == "H":
            numbers = [numbers[0], y]
        elif letter == "V":
            numbers = [x, numbers[0]]
        for x, y in zip(numbers[::2], numbers[1::2], strict=True):
            places.append((x, y))
    return places


def texts(root: Element) -> list[str]:
    """The visible texts in the order of the chart, without the full texts of what was shortened."""
    texts = []
    for element in root.iter(f"{SVG}text"):
        title = element.find(f"{SVG}title")
        texts.append((title.tail if title is not None else element.text) or "")
    return texts
