"""Whatever is pasted is read or refused, within the text and in time that grows with its length."""

import time
from collections.abc import Callable

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from talentwatch.articles.reading import ArticleError, company_references, read_article
from talentwatch.articles.reading.moves import MAX_PASSAGE
from tests.support.reading import DESK, PUBLISHED

LANGUAGES = ("", "de", "en", "es", "fr", "he", "it", "ja", "zh", "xx")
PIECES = [
    "Jane Doe", "Guillaume Lample", "OpenAI", "Meta", "מטא", "ל", "谷歌", "李明", "離開", "加入", "left", "joined", "hires", "founded by", "former",
    "verlässt", "hat", "lascia", "passa da", "a", "quitte", "deja", "עזב", "הצטרף", "2024", "in March 2024", "last week", "six years",
    "6年7个月", "chief scientist", "head of", "reportedly", "denied", "will", " ", "\n", "  • ", "\t", "|", ":", "Left:", "Previous role:", ", ",
    " and ", ". ", "。", "(", ")", "→", "Left:\n", "Name\t", "'s", "-", "·", "<li>", "</ul>", "<", "&amp;", "http://x.ai/Meta", "\u0301", "\u200f",
]  # fmt: skip
SLOWEST = 20  # seconds of CPU time for the longest text, on a machine that does other things too


def check(text: str, language: str) -> None:
    try:
        reading = read_article(text, language=language, published=PUBLISHED, names=DESK).as_json()
    except ArticleError as error:
        assert str(error).endswith(".")
        return
    length = len(reading["text"])
    ends = 0
    for mention in reading["mentions"]:
        assert ends <= mention["start"] < mention["end"] <= length
        ends = mention["end"]
    for row in reading["rows"]:
        start, end = row["passage"]
        assert 0 <= start < end <= length
        assert end - start <= MAX_PASSAGE
        assert row["left"] or row["joined"]
        assert all(0 <= first < last <= length for first, last in row["cells"].values())


@settings(max_examples=100)
@given(st.text(), st.sampled_from(LANGUAGES))
def test_any_text_is_read_or_refused(text: str, language: str) -> None:
    check(text, language)


@settings(max_examples=200)
@given(st.lists(st.sampled_from(PIECES), max_size=40), st.sampled_from(LANGUAGES))
def test_any_order_of_telling_words_is_read_or_refused(pieces: list[str], language: str) -> None:
    check("".join(piece + " " * (len(piece) > 2) for piece in pieces), language)


@pytest.mark.parametrize(
    "unit",
    [
        "a", "A", "Aa ", "Ab", "(", "<div>", "<ul><li>", "<script>", " ", "\n \t", "1", "2024-", "a.", "A. ", "a@", "http://", "Meta", "מטא ",
        "·李", "王", "a\t", "|", "Jane Doe, ", "Jane Doe (Jane Doe)\n", "Left: 2024\n", "six years ", "and ", "chief scientist ", "A'", "A-", "“",
        "从谷歌挖走李明，", "He was succeeded by Jane Doe, now at Google. ", "Nvidia: Jane Doe quits.\n",
    ],
)  # fmt: skip
def test_time_grows_with_length(unit: str) -> None:
    start = time.process_time()
    check(unit * (15_000 // len(unit)) + "_", "")
    assert time.process_time() - start < SLOWEST


@pytest.mark.parametrize(
    "unit",
    [
        "He was succeeded by Jane Doe, now at Google. ",
        "Jane Doe left Meta in 2020 and Google in 2022, and ",
        "Jane Doe lascia Meta e passa a Google. ",
        "Meta hired Jane Doe from Google, ",
        "Google has hired Jane Doe and Tom Baker, both former researchers at Meta, ",
    ],
)
def test_time_of_a_long_article_of_one_sentence_stays_short(unit: str) -> None:
    text = unit * (40_000 // len(unit))
    start = time.process_time()
    read_article(text, language="it" if "lascia" in unit else "en", published=PUBLISHED, names=DESK)
    assert time.process_time() - start < SLOWEST


def test_the_topic_is_looked_for_once(monkeypatch: pytest.MonkeyPatch) -> None:
    asked = []
    is_former = company_references.is_former
    monkeypatch.setattr(company_references, "is_former", lambda *arguments: asked.append(1) or is_former(*arguments))
    read_article("He was succeeded by Jane Doe, now at Google. " * 200, language="en", names=DESK)
    assert len(asked) < 1_000


@pytest.mark.parametrize("wrap", [str.upper, str.lower, lambda text: text.replace(" ", "\n")])
def test_other_cases_and_line_breaks_do_no_harm(wrap: Callable[[str], str]) -> None:
    check(wrap("Jane Doe left OpenAI for Meta in March 2024 after six years as chief scientist."), "en")
