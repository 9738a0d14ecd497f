"""Who founded what, in the passive."""

import pytest

from talentwatch.articles.reading import read_article
from tests.support.reading import DESK, PUBLISHED, read_rows

BOTH = [("Maria Chen", "Periodic Labs"), ("Tom Baker", "Periodic Labs")]
CHEN = BOTH[:1]
SENTENCES: list[tuple[str, str, list[tuple[str, str]]]] = [
    ("de", "Gegründet wurde Periodic Labs von Maria Chen und Tom Baker.", BOTH),
    ("de", "Gegründet wurde das Start-up Periodic Labs im Jahr 2023 von Maria Chen und Tom Baker.", BOTH),
    ("de", "Periodic Labs, das von Maria Chen gegründet wurde, wächst.", CHEN),
    ("de", "Gegründet wurde Periodic Labs 2017 von einem Chemiker; dessen Freund Tom Baker zog sich zurück.", []),
    ("en", "Periodic Labs was founded by a chemist, whose friend Tom Baker left.", []),
    ("de", "Meta kauft das von Maria Chen gegründete Start-up Periodic Labs.", CHEN),
    ("de", "Meta kauft ein von Maria Chen gegründetes Start-up.", []),
    ("it", "Periodic Labs è stata fondata nel 2023 da Maria Chen e Tom Baker.", BOTH),
    ("it", "Fondata nel 2023 da Maria Chen, Periodic Labs ha raccolto fondi.", CHEN),
    ("it", "È stata fondata da Maria Chen la startup Periodic Labs.", CHEN),
    ("it", "Meta ha comprato Periodic Labs, fondata nel 2023 da Maria Chen.", CHEN),
    ("it", "Meta ha comprato una startup fondata da Maria Chen.", []),
    ("it", "Fondata nel 2023, Periodic Labs è guidata da Maria Chen.", []),
    ("it", "Periodic Labs è stata fondata nel 2023 e oggi è guidata da Maria Chen.", []),
    ("en", "Founded in 2023 by Maria Chen, Periodic Labs has raised money.", CHEN),
    ("en", "Founded by former Meta researchers Maria Chen and Tom Baker, Periodic Labs grows.", BOTH),
    ("en", "Meta has bought Periodic Labs, a startup founded by Maria Chen.", CHEN),
    ("en", "Meta has bought a startup founded by Maria Chen.", []),
    ("en", "Meta has bought a young and very promising startup founded by Maria Chen, a friend of OpenAI.", []),
    ("en", "Maria Chen knows Periodic Labs. Founded in 2023, the company is led by Tom Baker.", []),
    ("en", "Periodic Labs has grown. It was founded by Maria Chen.", CHEN),
    ("he", "Periodic Labs נוסדה ב-2023 על ידי Maria Chen.", CHEN),
    ("he", "Periodic Labs נוסדה ב-2023 ומנוהלת בידי Maria Chen.", []),
    ("he", "את Periodic Labs הקימה מירה מוראטי.", [("Mira Murati", "Periodic Labs")]),
]


@pytest.mark.parametrize(("language", "text", "founders"), SENTENCES)
def test_founders_are_read(language: str, text: str, founders: list[tuple[str, str]]) -> None:
    founded = [(row[0], row[4]) for row in read_rows(text, language) if row[7] == "founding"]
    assert founded == founders


@pytest.mark.parametrize(
    ("language", "text"),
    [
        ("de", "Periodic Labs wurde 2023 von Maria Chen gegründet."),
        ("it", "Fondata nel 2023 da Maria Chen, Periodic Labs ha raccolto fondi."),
        ("he", "Periodic Labs נוסדה ב-2023 על ידי Maria Chen."),
    ],
)
def test_when_something_was_founded(language: str, text: str) -> None:
    (row,) = read_article(text, language=language, published=PUBLISHED, names=DESK).rows
    assert row["joined"]["start"] == "2023"
