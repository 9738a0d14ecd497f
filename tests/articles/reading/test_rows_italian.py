"""Rows from invented Italian news."""

import pytest

from tests.support.reading import Row, read_rows

PAST = "[..2025-05-28]"  # left, on no stated day: by the day of the article

CASES: list[tuple[str, list[Row]]] = [
    (
        "Anna Rossi ha lasciato OpenAI per Mistral AI a marzo 2024 dopo sei anni.",
        [("Anna Rossi", "OpenAI", "2024-03", 72, "Mistral AI", "", "reported", "departure")],
    ),
    (
        "Anthropic assume Anna Rossi da Google come capo scienziato.",
        [("Anna Rossi", "Google", PAST, None, "Anthropic", "Chief scientist", "reported", "hire")],
    ),
    (
        "Anna Rossi, ex ricercatrice di OpenAI, è entrata in Thinking Machines Lab.",
        [("Anna Rossi", "OpenAI", PAST, None, "Thinking Machines Lab", "", "reported", "hire")],
    ),
    (
        "Meta strappa tre ricercatori a OpenAI: Lucas Beyer, Alexander Kolesnikov e Xiaohua Zhai.",
        [
            ("Lucas Beyer", "OpenAI", PAST, None, "Meta", "", "reported", "hire"),
            ("Alexander Kolesnikov", "OpenAI", PAST, None, "Meta", "", "reported", "hire"),
            ("Xiaohua Zhai", "OpenAI", PAST, None, "Meta", "", "reported", "hire"),
        ],
    ),
    (
        "La startup Periodic Labs è stata fondata dagli ex ricercatori di Google Marco Bianchi e Anna Rossi.",
        [
            ("Marco Bianchi", "Google", PAST, None, "Periodic Labs", "Founder", "reported", "founding"),
            ("Anna Rossi", "Google", PAST, None, "Periodic Labs", "Founder", "reported", "founding"),
        ],
    ),
    (
        "Secondo indiscrezioni, Anna Rossi starebbe per lasciare Apple.",
        [("Anna Rossi", "Apple", "", None, "", "", "rumoured", "departure")],
    ),
    (
        "Anna Rossi ha smentito di voler lasciare Anthropic.",
        [("Anna Rossi", "Anthropic", "", None, "", "", "denied", "departure")],
    ),
    (
        "Marco Bianchi passa da Google DeepMind a Microsoft AI.",
        [("Marco Bianchi", "Google DeepMind", PAST, None, "Microsoft AI", "", "reported", "departure")],
    ),
    (
        "La settimana scorsa Anna Rossi si è dimessa da Meta per fondare una startup.",
        [("Anna Rossi", "Meta", "[2025-05-19..2025-05-25]", None, "", "", "reported", "departure")],
    ),
    (
        "Anna Rossi tornerà in Google nel 2025.",
        [("Anna Rossi", "", "", None, "Google", "", "reported", "return")],
    ),
    (
        "• Anna Rossi\n  • Ruolo precedente: ricercatrice in Meta\n  • Ruolo attuale: capo scienziato di Mistral AI\n  • Data di uscita: febbraio 2025\n  • Tempo in Meta: sei anni e sette mesi\n",
        [("Anna Rossi", "Meta", "2025-02", 79, "Mistral AI", "Chief scientist", "reported", "departure")],
    ),
    (
        "Ilya Sutskever dice addio a OpenAI dopo quasi dieci anni.",
        [("Ilya Sutskever", "OpenAI", PAST, None, "", "", "reported", "departure")],
    ),
    (
        "Apple perde Ruoming Pang, passato a Meta.",
        [("Ruoming Pang", "Apple", PAST, None, "Meta", "", "reported", "departure")],
    ),
    (
        "Il ricercatore Marco Bianchi è stato assunto da Anthropic dopo cinque anni in Google.",
        [("Marco Bianchi", "Google", PAST, 60, "Anthropic", "", "reported", "hire")],
    ),
    (
        "John Schulman, cofondatore di OpenAI, ha annunciato che lascerà l'azienda per unirsi ad Anthropic.",
        [("John Schulman", "OpenAI", "", None, "Anthropic", "", "announced", "departure")],
    ),
    (
        "Meta ha ingaggiato Ruoming Pang, che guidava il team dei modelli di Apple.",
        [("Ruoming Pang", "Apple", PAST, None, "Meta", "", "reported", "hire")],
    ),
    (
        "Marco Bianchi ha fondato Periodic Labs nel 2024 insieme ad Anna Rossi.",
        [
            ("Marco Bianchi", "", "", None, "Periodic Labs", "Founder", "reported", "founding"),
            ("Anna Rossi", "", "", None, "Periodic Labs", "Founder", "reported", "founding"),
        ],
    ),
    (
        "Mira Murati, chief technology officer di OpenAI, si è dimessa a settembre 2024 dopo sei anni e mezzo.",
        [("Mira Murati", "OpenAI", "2024-09", 78, "", "", "reported", "departure")],
    ),
    (
        "Dopo l'addio a OpenAI, John Schulman è approdato in Anthropic.",
        [("John Schulman", "OpenAI", PAST, None, "Anthropic", "", "reported", "departure")],
    ),
    (
        "Il nuovo direttore scientifico di Mistral AI è Anna Rossi, in precedenza ricercatrice presso Google DeepMind.",
        [("Anna Rossi", "Google DeepMind", PAST, None, "Mistral AI", "Chief scientist", "reported", "hire")],
    ),
    (
        "Andrej Karpathy ha lasciato OpenAI per dedicarsi a progetti personali.",
        [("Andrej Karpathy", "OpenAI", PAST, None, "", "", "reported", "departure")],
    ),
    (
        "Microsoft ha nominato Mustafa Suleyman, cofondatore di DeepMind, alla guida di Microsoft AI.",
        [("Mustafa Suleyman", "Google DeepMind", PAST, None, "Microsoft", "", "reported", "hire")],
    ),
    (
        "Anna Rossi non lascerà Google.",
        [],
    ),
    (
        "Tizio Calvani\nRuolo precedente: ricercatore presso Obscura\nRuolo attuale: direttore tecnico di Novelco\nData di uscita: maggio 2024\n",
        [("Tizio Calvani", "Obscura", "2024-05", None, "Novelco", "Chief technology officer", "reported", "departure")],
    ),
    (
        "Tizio Calvani lascia Obscura per Novelco dopo tre anni e due mesi.",
        [("Tizio Calvani", "Obscura", PAST, 38, "Novelco", "", "reported", "departure")],
    ),
    (
        "È ufficiale: Tizio Calvani entra in Mistral AI come responsabile della ricerca. Lo ha annunciato l'azienda.",
        [("Tizio Calvani", "", "", None, "Mistral AI", "Research lead", "reported", "hire")],
    ),
    (
        "Marco Bellini, ricercatore al Politecnico di Milano, è passato a Mistral AI lo scorso settembre.",
        [("Marco Bellini", "Politecnico di Milano", PAST, None, "Mistral AI", "", "reported", "hire")],
    ),
    (
        "Apple ha perso un dirigente: Marco Bellini, che guidava una squadra dal 2022, si è dimesso ad aprile.",
        [("Marco Bellini", "Apple", "2025-04", None, "", "", "reported", "departure")],
    ),
    (
        "Chiara Rossi ha lasciato la società di Elon Musk, xAI, per fondare Nova Labs.",
        [("Chiara Rossi", "xAI", PAST, None, "Nova Labs", "Founder", "reported", "founding")],
    ),
    (
        "L’ingegnere Chiara Rossi, 34 anni, ex Tesla, ha fondato a Parigi la startup Robonova.",
        [("Chiara Rossi", "Tesla", PAST, None, "Robonova", "Founder", "reported", "founding")],
    ),
    (
        "Si tratta di Marco Bellini e Chiara Rossi: il primo è entrato in Mistral AI, il secondo in Apple.",
        [("Marco Bellini", "", "", None, "Mistral AI", "", "reported", "hire")],
    ),
    (
        "Claudio Monti ha detto addio a Google DeepMind: dal primo giugno sarà in Anthropic.",
        [("Claudio Monti", "Google DeepMind", PAST, None, "", "", "reported", "departure")],
    ),
    (
        "Tornano in Italia due ricercatori di xAI, Fabio Leone e Marta Neri.",
        [],
    ),
    (
        "A Mistral AI si è dimesso dopo appena quattro mesi di lavoro il responsabile delle vendite Enrico Basile.",
        [("Enrico Basile", "Mistral AI", PAST, None, "", "", "reported", "departure")],
    ),
    (
        "Marco Bellini passa a Mistral AI. Con lui se ne va anche la sua vice, di cui non si conosce il nome.",
        [("Marco Bellini", "", "", None, "Mistral AI", "", "reported", "hire")],
    ),
    (
        "Cohere ha scelto Gaia Ferrero per dirigere la nuova sede. Ferrero, ex Microsoft, risponderà al fondatore.",
        [("Gaia Ferrero", "Microsoft", PAST, None, "Cohere", "", "reported", "hire")],
    ),
    (
        "Il laboratorio Periodic Labs, fondato nel 2024 da Anna Rossi, cresce.",
        [("Anna Rossi", "", "", None, "Periodic Labs", "Founder", "reported", "founding")],
    ),
    (
        "L'Obscura ha assunto Anna Rossi da Google.",
        [("Anna Rossi", "Google", PAST, None, "Obscura", "", "reported", "hire")],
    ),
    (
        "OpenAI saluta la sua ricercatrice Anna Rossi, diretta a Meta.",
        [("Anna Rossi", "OpenAI", PAST, None, "Meta", "", "reported", "departure")],
    ),
    (
        "Anna Rossi è entrata in Cohere. Le dimissioni da Google erano attese.",
        [("Anna Rossi", "", "", None, "Cohere", "", "reported", "hire")],
    ),
]


@pytest.mark.parametrize(("text", "rows"), CASES)
def test_rows_are_read(text: str, rows: list[Row]) -> None:
    assert read_rows(text, "it") == rows
