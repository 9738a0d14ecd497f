"""Which differences readers are owed a note for."""

import pytest

from talentwatch.changefeed.comparison import corrections, new_conflicts
from talentwatch.changefeed.spelling import is_respelling

FORTUNE = {"source": {"slug": "fortune"}, "stance": "reported", "title": "CEO", "start": None, "end_state": "ongoing"}


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("César", "Cesar"),
        ("OPENAI", "OpenAI"),
        ("Open AI", "OpenAI"),
        ("Guillaume Lampel", "Guillaume Lample"),
        ("Head of reserach", "Head of research"),
        ("“Chief Scientist”", "Chief scientist"),
        ("יאן לקון", "יאן לקון."),
        ("Вместе с ними", "Вмемте с ними"),
    ],
)
def test_spelling(old: str, new: str) -> None:
    assert is_respelling(old, new)
    assert is_respelling(new, old)


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("Ada Byron", "Ada King"),
        ("hired", "fired"),
        ("She is not there", "She is now there"),
        ("an approved plan", "an unapproved plan"),
        ("a stake of 49%", "a stake of 49"),
        ("USD 1.5 billion", "USD 15 billion"),
        ("$5 billion", "€5 billion"),
        ("14 authors", "13 authors"),
        ("已离开公司", "未离开公司"),
        ("עזב את החברה", "עזבה את החברה"),
        ("Alise and Robb met Carrl", "Alice and Rob met Carl"),
        ("Chief Scientist", ""),
        ("Chief Scientist", "Chief Scientist, AI"),
    ],
)
def test_other_words_are_no_spelling(old: str, new: str) -> None:
    assert not is_respelling(old, new)
    assert not is_respelling(new, old)


@pytest.mark.parametrize(
    ("resource", "before", "after", "corrected"),
    [
        # Dates, choices, links and addresses
        ("employments", {"start": "2023"}, {"start": "2023-06"}, ["start"]),
        ("employments", {"start": "2023"}, {"start": None}, ["start"]),
        ("employments", {"role": "lead"}, {"role": "board"}, ["role"]),
        ("employments", {"person": {"slug": "ada"}}, {"person": {"slug": "adah"}}, ["person"]),
        ("people", {"website": "https://a.example/"}, {"website": "https://b.example/"}, ["website"]),
        ("events", {"stake_percent": 49}, {"stake_percent": 50}, ["stake_percent"]),
        ("events", {"people_affected": {"min": 6, "max": None}}, {"people_affected": {"min": 7, "max": 7}}, ["people_affected"]),
        # Texts
        ("people", {"name": "Ada Byron"}, {"name": "Ada King"}, ["name"]),
        ("people", {"name": "Ada Byrron"}, {"name": "Ada Byron"}, []),
        # What was empty
        ("employments", {"start": None, "title": ""}, {"start": "2023", "title": "CEO"}, []),
        ("employments", {"end_state": "unknown", "end": None}, {"end_state": "ended", "end": "2024"}, []),
        ("employments", {"role": "other"}, {"role": "engineering"}, []),
        ("events", {"people_affected": {"min": 6, "max": None}}, {"people_affected": {"min": 6, "max": 7}}, []),
        # A job that ends, and one that is said not to have ended after all
        ("employments", {"end_state": "ongoing", "end": None}, {"end_state": "ended", "end": "2024"}, []),
        ("employments", {"end_state": "ended", "end": "2024"}, {"end_state": "ongoing", "end": None}, ["end_state", "end"]),
        # What follows from other fields
        ("employments", {"confidence": "reported", "has_conflict": False}, {"confidence": "confirmed", "has_conflict": True}, []),
        # Rows
        ("employments", {"claims": [FORTUNE]}, {"claims": [FORTUNE, FORTUNE | {"source": {"slug": "wired"}}]}, []),
        ("employments", {"claims": [FORTUNE]}, {"claims": []}, ["claims"]),
        ("employments", {"claims": [FORTUNE]}, {"claims": [FORTUNE | {"start": "2023"}]}, []),
        ("employments", {"claims": [FORTUNE]}, {"claims": [FORTUNE | {"stance": "denied"}]}, ["claims"]),
        ("employments", {"claims": [FORTUNE]}, {"claims": [FORTUNE | {"end_state": "ended"}]}, ["claims"]),
        ("events", {"people": [{"slug": "a"}, {"slug": "b"}]}, {"people": [{"slug": "b"}, {"slug": "a"}]}, []),
        ("events", {"people": [{"slug": "a"}]}, {"people": [{"slug": "b"}]}, ["people"]),
        (
            "people",
            {"names": [{"text": "Countes", "language": "en", "kind": "alias"}]},
            {"names": [{"text": "Ada", "language": "en", "kind": "alias"}, {"text": "Countess", "language": "en", "kind": "alias"}]},
            [],
        ),
    ],
)  # fmt: skip
def test_what_needs_a_note(resource: str, before: dict, after: dict, corrected: list[str]) -> None:
    assert corrections(resource, before, after) == corrected


def test_new_conflicts_are_those_of_the_desks_own_dates() -> None:
    claim = {
        "source": {"slug": "fortune", "publisher": "Fortune"},
        "start": "2024-04",
        "end": None,
        "end_state": "unknown",
    }
    before = {"start": "2024", "end": None, "end_state": "ongoing", "claims": [claim | {"conflicts": []}]}
    conflicting = [claim | {"conflicts": ["start"]}]
    after = before | {"start": "2024-03", "claims": conflicting}
    sentence = "Fortune gives the start as April 2024, the desk now as March 2024."
    assert new_conflicts(before, after) == [sentence]
    assert new_conflicts(after, after | {"start": "2024-02"}) == [], "it was there before"
    assert new_conflicts(before, before | {"claims": conflicting}) == [], "the source says something else now"
