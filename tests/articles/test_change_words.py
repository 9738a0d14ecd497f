"""The preview of an article says what changes in stored records as the desk's forms would, not as the cells of a file."""

import pytest
from django.contrib.auth.models import User

from talentwatch.articles.change_words import WordedChange
from talentwatch.articles.enter_article import SaveAction, enter_article
from talentwatch.articles.screen import read_screen
from tests.support.articles import make_row, make_screen
from tests.support.factories import make_claim, make_employment, make_organization, make_person, make_source

pytestmark = pytest.mark.django_db
SOURCE = {"url": "https://example.org/article", "publisher": "Example", "title": "An article", "language": "en"}


def changes(screen: dict[str, object]) -> dict[str, list[WordedChange]]:
    """By list, what an article would change."""
    report = enter_article(read_screen(screen), User.objects.create(is_superuser=True), SaveAction.DRAFT)
    assert (report.errors, report.questions) == ([], [])
    return {kind: worded for (kind, _slug), worded in report.changes.items()}


def test_a_new_claim_and_another_name_are_told_in_words() -> None:
    make_employment(make_person("Ada Lovelace"), make_organization("Meta"), end="2023", end_state="ended")
    row = make_row(
        native_name="עדה לאבלייס", left__organization="Meta", left__end="by June 2023", left__stated_months="18"
    )
    assert changes(make_screen(row)) == {
        "people": [WordedChange("Name עדה לאבלייס", "", "language: he; kind: Transliteration")],
        "employments": [
            WordedChange(
                "Claim of Example, 1 June 2025",
                "",
                "stance: Reported; stated months: 18; end state: Ended; end: by June 2023",
            )
        ],
    }


def test_a_claim_that_changes_says_only_what_differs() -> None:
    job = make_employment(make_person("Ada Lovelace"), make_organization("Meta"), end="2023", end_state="ended")
    make_claim(job, make_source(**SOURCE, published="2025-06-01"), end="2023", end_state="ended")
    row = make_row(left__organization="Meta", left__end="June 2023", left__title="Researcher")
    assert changes(make_screen(row, fills_empty=True, correction="It said less."))["employments"] == [
        WordedChange("Title", "–", "Researcher"),
        WordedChange("Claim of Example, 1 June 2025, title", "–", "Researcher"),
        WordedChange("Claim of Example, 1 June 2025, end", "2023", "June 2023"),
    ]
