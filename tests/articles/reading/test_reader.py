"""What a reading tells the screen."""

from typing import Any

import pytest

from talentwatch.articles.reading import ArticleError, KnownName, KnownNames, read_article
from talentwatch.articles.reading.moves import MAX_PASSAGE, MAX_ROWS_OF_ONE
from tests.support.reading import DESK, EMPTY_DESK, PUBLISHED

LIST = """Where they went:

  • נאמן גויאל (Naman Goyal)

    • תפקיד קודם במטא: לא זמין
    • תפקיד נוכחי: חבר צוות טכני במעבדת Thinking Machines
    • תאריך עזיבה ממטא: פברואר 2025
    • זמן במטא: 6 שנים, 7 חודשים
"""


def read(text: str, language: str = "en", names: KnownNames = DESK, **options: Any) -> dict[str, Any]:
    return read_article(text, language=language, published=PUBLISHED, names=names, **options).as_json()


@pytest.mark.parametrize("names", [DESK, EMPTY_DESK])
def test_a_row_of_a_list_has_all_its_cells(names: KnownNames) -> None:
    reading = read(LIST, "he", names)
    (row,) = reading["rows"]
    assert row["person"] | {"slug": ""} == {
        "slug": "",
        "name": "Naman Goyal",
        "native_name": "נאמן גויאל",
        "language": "he",
    }
    left, joined = row["left"], row["joined"]
    assert (left["organization"]["name"], joined["organization"]["name"]) == ("Meta", "Thinking Machines Lab")
    assert {key: left[key] for key in left if key != "organization"} == {
        "title": "",
        "role": "",
        "start": "[2018-06..2018-08]",
        "end": "2025-02",
        "end_state": "ended",
        "stated_months": 79,
        "left_for": "",
        "end_reason": "",
    }
    assert {key: joined[key] for key in joined if key != "organization"} == {
        "title": "Member of technical staff",
        "role": "research",
        "start": "",
        "end_state": "ongoing",
    }
    assert (row["stance"], row["event"]) == ("reported", "departure")


def test_each_cell_knows_its_passage() -> None:
    reading = read(LIST, "he")
    (row,) = reading["rows"]
    assert {cell: reading["text"][slice(*place)] for cell, place in row["cells"].items()} == {
        "person": "נאמן גויאל",
        "left.organization": "מטא",
        "left.end": "פברואר 2025",
        "left.stated_months": "6 שנים, 7 חודשים",
        "joined.organization": "מעבדת Thinking Machines",
        "joined.title": "חבר צוות טכני",
    }
    start, end = row["passage"]
    assert reading["text"][start:end].startswith("נאמן גויאל")
    assert reading["text"][start:end].endswith("7 חודשים")


def test_a_passage_is_the_sentence_and_no_longer_than_it_may_be() -> None:
    sentence = "Jane Doe left OpenAI in May 2024."
    reading = read(f"Nothing happened before. {sentence} Nothing after.")
    start, end = reading["rows"][0]["passage"]
    assert reading["text"][start:end].strip() == sentence
    long = "Jane Doe left OpenAI " + "and so on " * 60 + "in May."
    start, end = read(long)["rows"][0]["passage"]
    assert end - start == MAX_PASSAGE


def test_a_passage_far_into_a_long_sentence_holds_the_names() -> None:
    reading = read("After a year of talks, " + "and more talks, " * 25 + "Jane Doe left OpenAI for Meta.")
    start, end = reading["rows"][0]["passage"]
    assert reading["text"][start:end].endswith("Jane Doe left OpenAI for Meta.")
    assert end - start <= MAX_PASSAGE


def test_a_role_without_a_side_is_of_what_was_left() -> None:
    (row,) = read("Priya Raghunathan\nPrevious company: OpenAI\nRole: Research engineer\n")["rows"]
    assert (row["left"]["organization"]["name"], row["left"]["title"]) == ("OpenAI", "Research engineer")


def test_a_start_date_below_a_name_is_that_of_the_new_job() -> None:
    (row,) = read("Priya Raghunathan\nNew company: OpenAI\nDate joined: May 2024\n")["rows"]
    assert (row["joined"]["organization"]["name"], row["joined"]["start"]) == ("OpenAI", "2024-05")


def test_who_also_left_has_their_own_title() -> None:
    rows = read("Tom Baker has left Meta, followed by Maria Chen, a research engineer.")["rows"]
    assert {row["person"]["name"]: row["left"]["title"] for row in rows} == {
        "Tom Baker": "",
        "Maria Chen": "Research engineer",
    }


def test_a_founding_member_has_the_role_of_their_work() -> None:
    (row,) = read("Jane Doe joins Cohere as founding member and research engineer.")["rows"]
    assert (row["joined"]["title"], row["joined"]["role"]) == (
        "Founding member and research engineer",
        "engineering",
    )


def test_of_one_person_no_more_rows_are_proposed_than_anybody_has_jobs() -> None:
    reading = read("".join(f"Jane Doe joined Obscura in {year}.\n" for year in range(1980, 2020)))
    assert len(reading["rows"]) == MAX_ROWS_OF_ONE


def test_two_sentences_on_one_person_are_one_row() -> None:
    reading = read("Jane Doe left OpenAI in May 2024. After four years at OpenAI, Jane Doe joined Meta.")
    (row,) = reading["rows"]
    assert (row["left"]["end"], row["left"]["stated_months"]) == ("2024-05", 48)


@pytest.mark.parametrize(
    ("text", "left_for", "end_reason"),
    [
        ("Jane Doe left OpenAI to work on personal projects.", "independent", ""),
        ("Jane Doe resigned from OpenAI.", "", "resigned"),
        ("OpenAI fired Jane Doe.", "", "dismissed"),
        ("Jane Doe was laid off by OpenAI.", "", "laid_off"),
        ("Jane Doe retired from OpenAI.", "", "retired"),
        ("Jane Doe left OpenAI to start her own company.", "own_venture", ""),
        ("Jane Doe left OpenAI to pursue a PhD.", "study", ""),
        ("Jane Doe left OpenAI for a sabbatical.", "leave", ""),
        ("Jane Doe left OpenAI for another company.", "unnamed_employer", ""),
    ],
)
def test_reasons_are_read_where_plainly_said(text: str, left_for: str, end_reason: str) -> None:
    (row,) = read(text)["rows"]
    assert (row["left"]["left_for"], row["left"]["end_reason"]) == (left_for, end_reason)


def test_what_is_only_planned_has_not_ended() -> None:
    (row,) = read("Jane Doe will leave OpenAI for Meta.")["rows"]
    assert (row["left"]["end"], row["left"]["end_state"], row["joined"]["end_state"]) == ("", "unknown", "unknown")


@pytest.mark.parametrize("text", ["Jane Doe denied that she left OpenAI.", "Jane Doe reportedly left OpenAI."])
def test_what_is_denied_or_rumoured_on_no_day_has_not_ended(text: str) -> None:
    (row,) = read(text)["rows"]
    assert (row["left"]["end"], row["left"]["end_state"]) == ("", "unknown")


def test_new_people_without_a_row_are_listed_where_first_named() -> None:
    reading = read("The CEO Xaver Quint spoke to Meta. Xaver Quint smiled.")
    assert reading["people"] == [
        {"slug": None, "name": "Xaver Quint", "native_name": "", "language": "", "start": 8, "end": 19}
    ]


@pytest.mark.parametrize(
    ("language", "text", "native"),
    [
        ("en", "The new star of Meta is Ming Li (李明).", {"Ming Li": "李明"}),
        (
            "zh",
            "研究员亚历山大·科列斯尼科夫（Alexander Kolesnikov）来了。",
            {"Alexander Kolesnikov": "亚历山大·科列斯尼科夫"},
        ),
        (
            "he",
            "דנה כהן (Dana Cohen) ויוסי לוי (Yossi Levi) דיברו.",
            {"Dana Cohen": "דנה כהן", "Yossi Levi": "יוסי לוי"},
        ),
        # An organization in two scripts is nobody.
        ("he", "ת'ינקינג משינס (Thinking Machines) צומחת.", {}),
        ("en", "The market of Obscura Labs (奥博) grows.", {}),
    ],
)
def test_a_new_person_is_named_in_both_scripts(language: str, text: str, native: dict[str, str]) -> None:
    names = KnownNames([KnownName("Thinking Machines", "organization", "thinking-machines", "Thinking Machines")])
    people = read(text, language, names)["people"]
    assert {person["name"]: person["native_name"] for person in people} == native


def test_an_organization_that_everybody_knows_is_no_person_of_that_name() -> None:
    names = KnownNames([KnownName("Mistral", "person", "frederic-mistral", "Frédéric Mistral")])
    assert [(one["kind"], one["slug"]) for one in read("He is at Mistral AI.", names=names)["mentions"]] == [
        ("organization", None)
    ]


def test_names_are_marked_in_a_language_without_rules() -> None:
    reading = read("OpenAI и Meta", "ru")
    assert [mention["slug"] for mention in reading["mentions"]] == ["openai", "meta"]
    assert reading["messages"] == ["No rules for this language yet, so names are marked and no rows are proposed."]


def test_a_date_that_needs_the_day_of_the_article_is_reported() -> None:
    reading = read_article("Jane Doe left OpenAI last week.", language="en", names=DESK)
    assert reading.messages == ["Dates such as “last week” can’t be read without the day of the article."]
    assert reading.rows[0]["left"]["end"] == ""


def test_a_page_is_read_as_its_text() -> None:
    reading = read("<ul><li>Jane Doe: OpenAI &rarr; Meta</li></ul>")
    assert reading["text"] == "  * Jane Doe: OpenAI → Meta"
    assert [row["joined"]["organization"]["name"] for row in reading["rows"]] == ["Meta"]


def test_the_language_is_recognised() -> None:
    assert read("Jane Doe hat Meta verlassen.", "")["language"] == "de"


def test_what_cant_be_read_raises() -> None:
    with pytest.raises(ArticleError):
        read("a\0b")
