"""Jobs that a title gives without a verb of moving."""

import pytest

from tests.support.reading import read_moves, read_rows

Move = tuple[str, str, str]  # person, left, joined


@pytest.mark.parametrize(
    ("language", "text", "moves"),
    [
        (
            "en",
            "The new chief scientist of Cohere is Daniel Moore, formerly of Apple.",
            [("Daniel Moore", "Apple", "Cohere")],
        ),
        ("en", "Cohere's new chief scientist, Daniel Moore, praised the team.", [("Daniel Moore", "", "Cohere")]),
        ("en", "Daniel Moore, the new head of research at Cohere, praised the team.", [("Daniel Moore", "", "Cohere")]),
        ("de", "Neuer Technikvorstand bei Cohere wird Jonas Weber.", [("Jonas Weber", "", "Cohere")]),
        (
            "de",
            "Neue Forschungschefin von Mistral AI ist Klara Vogel. Sie war bisher bei Google.",
            [("Klara Vogel", "Google", "Mistral AI")],
        ),
        ("de", "Zur neuen Finanzchefin von Cohere wurde Klara Vogel ernannt.", [("Klara Vogel", "", "Cohere")]),
        (
            "it",
            "Nuovo direttore di Mistral AI è Marco Bianchi, ex Google.",
            [("Marco Bianchi", "Google", "Mistral AI")],
        ),
        (
            "fr",
            "Le nouveau directeur de la recherche de Cohere est Julien Mercier.",
            [("Julien Mercier", "", "Cohere")],
        ),
        ("es", "El nuevo director de investigación de Cohere es Javier Ortega.", [("Javier Ortega", "", "Cohere")]),
        ("he", "המדען הראשי החדש של מטא הוא יואב כהן, לשעבר מגוגל.", [("יואב כהן", "Google", "Meta")]),
        ("he", "דנה לוי היא המדענית הראשית החדשה של מטא.", [("דנה לוי", "", "Meta")]),
        ("zh", "Anthropic的新任首席技术官是李明。", [("李明", "", "Anthropic")]),
        # By whom is said by who announces it.
        (
            "en",
            "Cohere announced that Daniel Moore will become its first chief revenue officer.",
            [("Daniel Moore", "", "Cohere")],
        ),
        # Of what somebody leads.
        ("it", "A guidare la ricerca di Cohere sarà Giulia Conti.", [("Giulia Conti", "", "Cohere")]),
        (
            "fr",
            "Camille Roux, auparavant chez Google, prend la tête de la recherche de Kyutai.",
            [("Camille Roux", "Google", "Kyutai")],
        ),
        (
            "en",
            "The appointment of Laura Bennett, previously at Nvidia, as chief executive of Cohere was announced.",
            [("Laura Bennett", "Nvidia", "Cohere")],
        ),
        (
            "en",
            "Meta's newest recruit is Laura Bennett, who led speech at Apple.",
            [("Laura Bennett", "Apple", "Meta")],
        ),
        ("it", "È Alberto Marchetti il nuovo direttore di Cohere.", [("Alberto Marchetti", "", "Cohere")]),
        ("fr", "Chez Mistral AI, Camille Roux est nommée directrice juridique.", [("Camille Roux", "", "Mistral AI")]),
        ("es", "Javier Ortega asume la dirección técnica de Mistral AI.", [("Javier Ortega", "", "Mistral AI")]),
        (
            "de",
            "Klara Vogel wird Chefin von Cohere. Die Physikerin kommt von Apple.",
            [("Klara Vogel", "Apple", "Cohere")],
        ),
        # Somebody else, or nothing of the kind.
        ("fr", "Le nouveau patron de Cohere est proche de Camille Roux.", []),
        ("it", "Il nuovo capo di Cohere è amico di Giulia Conti.", []),
        ("en", "Daniel Moore will lead a discussion at Google on Friday.", []),
        ("en", "To lead the market, OpenAI needs Microsoft, Daniel Moore wrote.", []),
        ("es", "Lucía Romero encabezará la lucha contra OpenAI.", []),
        ("en", "Daniel Moore welcomed the promotion of Laura Bennett to head of research at Cohere.", []),
        ("en", "The new head of research at Cohere isn't Daniel Moore.", []),
        ("en", "The new chief scientist of Cohere met Daniel Moore.", []),
        ("en", "The new chief scientist of Cohere is admired by Daniel Moore.", []),
        ("en", "The new model of Cohere is faster, Daniel Moore said.", []),
        ("en", "The new chief scientist has praised Cohere and Daniel Moore.", []),
        ("en", "The new chief scientist will be Daniel Moore.", []),
        ("en", "Daniel Moore's new head of research at Cohere was praised.", []),
        ("en", "Daniel Moore said that he trusted the new chief scientist of Cohere.", []),
        ("en", "The new chief scientist of Cohere is Cohere researcher Daniel Moore.", []),
        ("en", "Promoted to new chief scientist of Cohere: Daniel Moore.", []),
        # Who works there is promoted.
        ("en", "Daniel Moore, a vice president at Cohere, has been named its chief technology officer.", []),
        ("en", "Cohere researcher Daniel Moore becomes chief scientist of Cohere.", []),
        ("en", "Cohere said that Apple engineer Daniel Moore will become the chief of all.", []),
        ("en", "Daniel Moore will lead a start-up within Google.", []),
        ("de", "Jonas Weber wird bei Cohere zum Technikchef befördert.", []),
        ("de", "Klara Vogel wechselt innerhalb von Google in die Forschung.", []),
        ("de", "Jean Dupont, Mitgründer von Mistral AI, zieht sich aus dem Tagesgeschäft zurück.", []),
    ],
)
def test_a_title_tells_of_a_new_job(language: str, text: str, moves: list[Move]) -> None:
    assert read_moves(text, language) == moves


def test_the_title_and_the_day_are_those_of_the_appointment() -> None:
    (row,) = read_rows("The new chief scientist of Cohere is Daniel Moore, from June 2025.", "en")
    assert (row[5], row[7]) == ("Chief scientist", "hire")


@pytest.mark.parametrize(
    ("text", "title"),
    [("Klara Vogel wird neue Deutschlandchefin von OpenAI.", "Head"), ("Klara Vogel wird Chefin von OpenAI.", "CEO")],
)
def test_a_german_office_is_a_title_whatever_it_is_called(text: str, title: str) -> None:
    (row,) = read_rows(text, "de")
    assert row[5] == title
