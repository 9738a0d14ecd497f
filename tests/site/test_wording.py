"""Codes in plain words."""

import pytest

from talentwatch.site import wording


@pytest.mark.parametrize(
    ("text", "alone", "in_a_sentence"),
    [("2023-06", "June 2023", "in June 2023"), (None, "date unknown", "at an unknown time")],
)
def test_dates(text, alone, in_a_sentence):
    when = wording.partial(text)
    assert (wording.date_words(when), wording.when_words(when)) == (alone, in_a_sentence)


@pytest.mark.parametrize(
    ("months", "told"),
    [
        (0, "less than a month"),
        (1, "1 month"),
        (11, "11 months"),
        (12, "1 year"),
        (24, "2 years"),
        (79, "6 years 7 months"),
    ],
)
def test_lengths(months, told):
    assert wording.length_words(months) == told


@pytest.mark.parametrize(
    ("least", "most", "told"),
    [
        (None, None, ""),
        (None, 24, "at most 2 years"),
        (24, None, "at least 2 years"),
        (24, 24, "2 years"),
        (23, 24, "1 year 11 months to 2 years"),
    ],
)
def test_tenures(least, most, told):
    assert wording.tenure_words({"min": least, "max": most}) == told


def post(start=None, end=None, end_state="unknown", stated_months=None):
    return {"start": start, "end": end, "end_state": end_state, "stated_months": stated_months}


@pytest.mark.parametrize(
    ("told", "span", "said"),
    [
        (post(), "start unknown; not known whether it has ended", ""),
        (post("2020", None, "ongoing"), "began in 2020; ongoing", "began in 2020; still there"),
        (
            post("2020-06-05", "[..2023]", "ended", 36),
            "began on 5 June 2020; ended by 2023",
            "began on 5 June 2020; ended by 2023; for 3 years",
        ),
        (post(None, "2023", "ended"), "start unknown; ended in 2023", "ended in 2023"),
    ],
)
def test_from_when_to_when(told, span, said):
    assert (wording.span_words(told), wording.said_words(told)) == (span, said)


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
def test_languages(tag, name):
    assert wording.language_words(tag) == name


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
        (None, None, "A source without a name"),
    ],
)
def test_who_speaks(publisher, link, name):
    assert wording.speaker_words({"publisher": publisher, "link": link}) == name


@pytest.mark.parametrize(
    ("language", "published", "with_day", "told"),
    [
        ("en", "2023", False, ""),
        ("en", "2023", True, "2023"),
        ("he", None, True, "Hebrew"),
        ("he", "2023-06-05", True, "Hebrew, 5 June 2023"),
    ],
)
def test_what_stands_beside_a_source(language, published, with_day, told):
    assert wording.beside_words({"language": language, "published": published}, with_day) == told


@pytest.mark.parametrize(
    ("language", "kind", "told"),
    [("en", "alias", ""), ("en", "former", "former"), ("he", "alias", "Hebrew"), ("he", "native", "Hebrew, native")],
)
def test_what_stands_beside_a_name(language, kind, told):
    assert wording.name_words({"language": language, "kind": kind}) == told
