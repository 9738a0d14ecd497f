"""What did not happen, and what only sounds as if it had not."""

import pytest

from tests.support.reading import read_moves, read_rows

Move = tuple[str, str, str]  # person, left, joined


@pytest.mark.parametrize(
    ("language", "text"),
    [
        ("en", "Should Daniel Moore leave Meta, he would be welcome at Apple."),
        ("en", "Had Laura Bennett left OpenAI, she would have joined Anthropic."),
        ("en", "Were she to leave OpenAI, Microsoft would hire Laura Bennett."),
        ("en", "Will Laura Bennett leave OpenAI?"),
        ("en", "Daniel Moore helped Tom Baker to leave Meta."),
        ("en", "Daniel Moore helped Tom Baker leave Meta."),
        ("en", "Nobody but Daniel Moore has left Cohere."),
        ("de", "Sollte Jonas Weber Meta verlassen, wäre das ein Rückschlag."),
        ("de", "Verlässt Klara Vogel OpenAI, dann gerät der Zeitplan in Gefahr."),
        ("de", "Niemand außer Jonas Weber hat Cohere verlassen."),
        ("it", "Giulia Conti ha aiutato Marco Bianchi a lasciare Meta."),
        ("it", "Nessuno tranne Giulia Conti ha lasciato Cohere."),
        ("fr", "Camille Roux a aidé Julien Mercier à quitter Meta."),
        ("es", "De dejar Lucía Romero Meta, el proyecto peligraría."),
        ("he", "לו דנה לוי הייתה עוזבת את מטא, הפרויקט היה נכשל."),
        ("zh", "一旦李明离开Meta，项目将受影响。"),
        ("it", "Meta avrebbe offerto 10 milioni a Giulia Conti per lasciare OpenAI."),
        ("fr", "Meta aurait offert 10 millions à Camille Roux pour quitter OpenAI."),
    ],
)
def test_what_did_not_happen_is_no_row(language: str, text: str) -> None:
    assert read_moves(text, language) == []


@pytest.mark.parametrize(
    ("language", "text", "moves"),
    [
        ("en", "As he should, Daniel Moore has left Meta.", [("Daniel Moore", "Meta", "")]),
        ("en", "Daniel Moore leaves Meta: who comes next?", [("Daniel Moore", "Meta", "")]),
        ("en", "Daniel Moore helped the firm before he left Meta.", [("Daniel Moore", "Meta", "")]),
        ("de", "Verlassen hat Meta auch Klara Vogel.", [("Klara Vogel", "Meta", "")]),
        # "No longer there" is a departure.
        ("en", "Laura Bennett is no longer with OpenAI.", [("Laura Bennett", "OpenAI", "")]),
        ("de", "Jonas Weber ist nicht mehr bei xAI.", [("Jonas Weber", "xAI", "")]),
        ("it", "Marco Bianchi non lavora più in xAI.", [("Marco Bianchi", "xAI", "")]),
        ("fr", "Camille Roux ne travaille plus chez xAI.", [("Camille Roux", "xAI", "")]),
        ("es", "Javier Ortega ya no trabaja en xAI.", [("Javier Ortega", "xAI", "")]),
        ("he", "יואב כהן כבר לא עובד ב-xAI.", [("יואב כהן", "xAI", "")]),
        # And so is a last day.
        ("en", "Friday was Laura Bennett's last day at OpenAI.", [("Laura Bennett", "OpenAI", "")]),
        ("en", '"Today was my last day at OpenAI," wrote Daniel Moore.', [("Daniel Moore", "OpenAI", "")]),
        ("fr", "Dernier jour chez OpenAI pour Camille Roux", [("Camille Roux", "OpenAI", "")]),
    ],
)
def test_what_did_happen_is_one(language: str, text: str, moves: list[Move]) -> None:
    assert read_moves(text, language) == moves


@pytest.mark.parametrize(
    ("language", "text", "moves"),
    [
        ("en", "Laura Bennett, who built the team that beat Google, has joined Meta.", [("Laura Bennett", "", "Meta")]),
        ("en", "Laura Bennett, who built search at Apple, has joined Meta.", [("Laura Bennett", "Apple", "Meta")]),
        ("en", "Laura Bennett has swapped Google for Meta.", [("Laura Bennett", "Google", "Meta")]),
        ("en", "Daniel Moore swapped jokes with Google's Laura Bennett.", []),
        (
            "en",
            "The departure of Daniel Moore, a former Google engineer, from Cohere was amicable.",
            [("Daniel Moore", "Cohere", "")],
        ),
        ("en", "Laura Bennett left the door open to Apple.", []),
        (
            "it",
            "Giulia Conti, uscita da OpenAI a maggio, collabora con Microsoft a un progetto.",
            [("Giulia Conti", "OpenAI", "")],
        ),
        (
            "it",
            "Lo ha annunciato Giulia Conti, ricercatrice di OpenAI: Marco Bianchi entra in Apple come direttore.",
            [("Marco Bianchi", "", "Apple")],
        ),
        ("it", "L'arrivo di Marco Bianchi in Cohere segue quello di tanti.", [("Marco Bianchi", "", "Cohere")]),
        ("it", "L'arrivo di Marco Bianchi, lodato in Cohere, segue quello di tanti.", []),
        (
            "de",
            "Jonas Weber soll bei Meta ein Team aufbauen, nachdem er Apple im April den Rücken gekehrt hat.",
            [("Jonas Weber", "Apple", "")],
        ),
        ("es", "Lucía Romero cambia Google por Meta.", [("Lucía Romero", "Google", "Meta")]),
        ("es", "Lucía Romero cambia de opinión sobre Google.", []),
        ("es", "Lucía Romero deja claro que OpenAI no venderá.", []),
        ("de", "Klara Vogel geht davon aus, dass Google gewinnt.", []),
        ("zh", "谷歌失去了市场，李明在Meta表示。", []),
        (
            "fr",
            "« Je quitte Anthropic après trois belles années », a écrit Mathilde Renard sur LinkedIn.",
            [("Mathilde Renard", "Anthropic", "")],
        ),
    ],
)
def test_a_verb_means_a_move_only_with_its_object(language: str, text: str, moves: list[Move]) -> None:
    assert read_moves(text, language) == moves


@pytest.mark.parametrize(
    ("text", "moves"),
    [
        ("Jonas Weber tritt am 1. März seine neue Stelle bei Nvidia an.", [("Jonas Weber", "", "Nvidia")]),
        ("Klara Vogel kehrt Apple den Rücken und heuert bei Meta an.", [("Klara Vogel", "Apple", "Meta")]),
        ("Klara Vogel legt ihr Amt als Finanzchefin von Cohere nieder.", [("Klara Vogel", "Cohere", "")]),
        ("Klara Vogel steigt bei Cohere ein.", [("Klara Vogel", "", "Cohere")]),
        # The particle closes its clause, or it is another verb.
        ("Klara Vogel kündigte bei Cohere ein Modell an.", []),
        ("Klara Vogel steigt bei Cohere ein Treppchen höher.", []),
        ("Klara Vogel steigt. Bei Cohere ein.", []),
    ],
)
def test_a_german_verb_in_two_parts_is_read_whole(text: str, moves: list[Move]) -> None:
    assert read_moves(text, "de") == moves


@pytest.mark.parametrize(
    ("language", "text"),
    [
        ("en", "Meta may hire Jane Doe."),
        ("it", "Meta vuole assumere Jane Doe."),
        ("fr", "Meta veut recruter Jane Doe."),
        ("es", "Meta quiere fichar a Jane Doe."),
        ("he", "מטא רוצה לגייס את יאן לקון."),
        ("zh", "腾讯想挖走李航。"),
    ],
)
def test_a_wish_is_a_rumour(language: str, text: str) -> None:
    assert [row[6] for row in read_rows(text, language)] == ["rumoured"]
