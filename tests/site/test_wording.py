"""Codes in plain words: languages, sources, names."""

import pytest

from talentwatch.site import wording


@pytest.mark.parametrize(
    ("tag", "name"),
    [
        ("he", "Hebrew"),
        ("zh-Hans", "Simplified Chinese"),
        ("pt-BR", "Brazilian Portuguese"),
        ("zh", "Chinese"),
        ("tlh", "tlh"),
    ],
)
def test_language_names(tag, name):
    assert wording.language_name(tag) == name


@pytest.mark.parametrize(
    ("address", "link"), [("https://a.example/x?y=1",) * 2, ("javascript:alert(1)", ""), ("", ""), (None, "")]
)
def test_only_addresses_of_the_web_are_links(address, link):
    assert wording.web_address(address) == link


@pytest.mark.parametrize(
    ("publisher", "link", "name"),
    [
        ("Fortune", "https://fortune.example/", "Fortune"),
        (None, "https://www.fortune.example/a", "fortune.example"),
        (None, None, "Unnamed source"),
    ],
)
def test_name_of_a_source(publisher, link, name):
    assert wording.source_name({"publisher": publisher, "link": link}) == name


@pytest.mark.parametrize(
    ("language", "published", "with_date", "details"),
    [
        ("en", "2023", False, ""),
        ("en", "2023", True, "2023"),
        ("he", None, True, "Hebrew"),
        ("he", "2023-06-05", True, "Hebrew, 5 June 2023"),
    ],
)
def test_details_of_a_source(language, published, with_date, details):
    assert wording.source_details({"language": language, "published": published}, with_date) == details


@pytest.mark.parametrize(
    ("language", "kind", "details"),
    [
        ("en", "alias", ""),
        ("und", "alias", ""),
        ("en", "former", "former"),
        ("he", "alias", "Hebrew"),
        ("he", "native", "Hebrew, native"),
    ],
)
def test_details_of_a_name(language, kind, details):
    assert wording.name_details({"language": language, "kind": kind}) == details
