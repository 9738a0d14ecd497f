"""Each file of words is complete and says only what the rules understand."""

import re
import tomllib
from pathlib import Path
from typing import Any

import pytest

from people.models import Role
from people.models.tenure import EndReason, LeftFor
from talentwatch.articles.reading.article_day import PARTS
from talentwatch.articles.reading.cues import vocabulary
from talentwatch.articles.reading.date_expressions import find_dates, month_names
from talentwatch.articles.reading.language import FOLDER, load_language, recognise_language
from talentwatch.articles.reading.service_lengths import find_lengths

FILES = sorted(path.stem for path in FOLDER.glob("*.toml"))
DOCS = Path(__file__).resolve().parents[3] / "docs" / "articles.md"
OPTIONAL = {
    "word_prefix",
    "prefixes",
    "final",
    "adjective_endings",
    "surnames",
    "compound_surnames",
    "not_organizations",
    "behind",
    "first_objects",
    "not_lost",
    "work_beginnings",
}
TABLES_OF_THEIR_OWN = {
    "titles",
    "fields",
    "left_for",
    "end_reason",
}  # their keys are words of the language or of the data


def read(code: str) -> dict[str, Any]:
    return tomllib.loads((FOLDER / f"{code}.toml").read_text("utf-8"))


def keys(rules: dict[str, Any]) -> set[str]:
    found = set(rules) - OPTIONAL
    for name, table in rules.items():
        if isinstance(table, dict) and name not in TABLES_OF_THEIR_OWN | OPTIONAL:
            found |= {f"{name}.{key}" for key in table if key not in OPTIONAL}
    return found


def test_the_seven_languages_are_there() -> None:
    assert set(FILES) >= {"de", "en", "es", "fr", "he", "it", "zh"}


@pytest.mark.parametrize("code", FILES)
def test_each_file_has_every_list(code: str) -> None:
    assert keys(read(code)) == keys(read("en"))


@pytest.mark.parametrize("code", FILES)
def test_lists_hold_words_each_once(code: str) -> None:
    for name, table in read(code).items():
        if isinstance(table, dict) and name not in {"titles", "fields"}:
            for key, words in table.items():
                if isinstance(words, list):
                    assert all(isinstance(word, str) and word.strip() for word in words), (name, key)
                    assert len(words) == len(set(words)), (name, key, [w for w in words if words.count(w) > 1])


@pytest.mark.parametrize("code", FILES)
def test_titles_have_roles_of_the_data(code: str) -> None:
    assert set(read(code)["titles"]) <= {str(role) for role in Role}


@pytest.mark.parametrize("code", FILES)
def test_reasons_are_those_of_the_data(code: str) -> None:
    rules = read(code)
    assert set(rules["left_for"]) <= {str(value) for value in LeftFor}
    assert set(rules["end_reason"]) <= {str(value) for value in EndReason}


@pytest.mark.parametrize("code", FILES)
def test_relative_dates_are_a_unit_and_a_count(code: str) -> None:
    units = "|".join(("day", "week", "month", "year", *PARTS))
    for phrase, meaning in read(code)["dates"]["relative"].items():
        assert re.fullmatch(rf"({units}) -?\d+", meaning), phrase


@pytest.mark.parametrize("code", FILES)
def test_words_make_patterns_that_match_nothing_in_nothing(code: str) -> None:
    language = load_language(code)
    assert find_dates("", language, None) == []
    assert list(find_lengths("", language)) == []
    assert vocabulary(language).phrases


@pytest.mark.parametrize("code", sorted(set(FILES) - {"zh"}))
def test_months_are_those_of_unicode(code: str) -> None:
    assert set(month_names(code).values()) == set(range(1, 13))


def test_the_docs_name_every_list() -> None:
    text = DOCS.read_text("utf-8")
    rules = read("en")
    tables = ("cues", "labels", "dates", "durations", "names", "context")
    names = {*rules, *(key for table in tables for key in rules[table]), *OPTIONAL}
    assert sorted(name for name in names if f"`{name}`" not in text) == []


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("She has left the company for a rival, and nobody knows why.", "en"),
        ("La ricercatrice ha lasciato l'azienda per una startup.", "it"),
        ("Die Forscherin hat das Unternehmen verlassen und ist zu einem Start-up gegangen.", "de"),
        ("La chercheuse a quitté l'entreprise pour une start-up.", "fr"),
        ("La investigadora deja la empresa para unirse a una startup.", "es"),
        ("החוקרת עזבה את Meta והצטרפה ל-OpenAI", "he"),
        ("李明离开Meta，加入OpenAI", "zh"),
        ("彼女は会社を去った", "ja"),
        ("그녀는 회사를 떠났다", "ko"),
        ("غادرت الشركة", "ar"),
        ("Она ушла из компании", "ru"),
        ("Jane Doe left OpenAI.", "en"),
        ("Xyzzy", ""),
        ("12345 !?", ""),
    ],
)
def test_the_language_of_a_text_is_recognised(text: str, code: str) -> None:
    assert recognise_language(text) == code


@pytest.mark.parametrize("tag", ["zh-Hans", "ZH", "zh"])
def test_a_tag_means_its_language(tag: str) -> None:
    assert load_language(tag).code == "zh"
    assert load_language(tag).is_known


@pytest.mark.parametrize("tag", ["", "xx", "../en", "en/../it", "中文"])
def test_a_language_without_a_file_has_no_words(tag: str) -> None:
    assert not load_language(tag).is_known
