"""Sentences in which a person, an organization or a direction is easily read wrongly: each needs a rule of its own."""

import pytest

from talentwatch.articles.reading import read_article
from tests.support.reading import DESK, EMPTY_DESK, PUBLISHED, read_rows

Move = tuple[str, str, str]  # person, left, joined
SENTENCES: list[tuple[str, str, list[Move]]] = [
    # An adjective is no organization.
    (
        "en",
        "James Osborne is leaving the Cambridge-based company to join Nvidia.",
        [("James Osborne", "", "Nvidia")],
    ),
    ("en", "The French company lost Daniel Moore to Cohere.", []),
    # "The company" of somebody new isn't one that was named in passing, nor where somebody else went.
    (
        "en",
        "Apple shrinks. Jane Doe is going to Meta. Robby Walker is due to leave the company in June.",
        [("Jane Doe", "", "Meta")],
    ),
    (
        "en",
        "OpenAI shrinks, and OpenAI suffers. Amazon hopes for a new Amazon. Robby Walker is due to leave the company in June.",
        [],
    ),
    (
        "en",
        "OpenAI shrinks. OpenAI suffers. Robby Walker is due to leave the company in June.",
        [("Robby Walker", "OpenAI", "")],
    ),
    # Nor is it one that the person came from, or was at before.
    (
        "en",
        "Former Meta engineer Laura Bennett joins Cohere. James Osborne, her predecessor, has resigned.\n",
        [("Laura Bennett", "Meta", "Cohere")],
    ),
    # In Romance languages, whoever is taken "to" an organization is taken from it.
    ("it", "Meta strappa Jane Doe ad Apple.", [("Jane Doe", "Apple", "Meta")]),
    ("fr", "Meta arrache Jane Doe à Google.", [("Jane Doe", "Google", "Meta")]),
    ("es", "Meta arrebata a Jane Doe a Google.", [("Jane Doe", "Google", "Meta")]),
    ("it", "Nomine: Jane Doe a Google, dopo le dimissioni di Tom Baker.", [("Jane Doe", "", "Google")]),
    # Behind a German participle, "former" is said of the people before it.
    (
        "de",
        "Periodic Labs wurde von Jane Doe und Tom Baker gegründet, zwei früheren Mitarbeitern von Google.",
        [("Jane Doe", "Google", "Periodic Labs"), ("Tom Baker", "Google", "Periodic Labs")],
    ),
    ("de", "Meta holt Jane Doe, verliert aber frühere Mitarbeiter von Google.", [("Jane Doe", "", "Meta")]),
    # A sentence that begins with a participle is about whoever stands behind its comma.
    ("fr", "Limogée de Meta mardi, Jane Doe a déjà retrouvé un poste.", [("Jane Doe", "Meta", "")]),
    ("es", "Despedida de Meta el martes, Jane Doe ya tiene trabajo.", [("Jane Doe", "Meta", "")]),
    ("es", "Jane Doe regresó a Google. Venía de Meta.", [("Jane Doe", "Meta", "Google")]),
    ("en", "Jane Doe moves up from manager to director at Meta.", []),
    # What was done to somebody stands behind the letter of the Chinese passive.
    ("zh", "李航被谷歌解雇。", [("Li Hang", "Google", "")]),
    ("zh", "李航被谷歌聘请为首席科学家。", [("Li Hang", "", "Google")]),
    # Who goes into retirement doesn't go to the organization.
    ("de", "Jane Doe geht bei Meta in den Ruhestand.", [("Jane Doe", "Meta", "")]),
    ("fr", "Jane Doe prend sa retraite de Meta.", [("Jane Doe", "Meta", "")]),
    ("it", "Jane Doe, di Meta, va in pensione.", [("Jane Doe", "Meta", "")]),
    ("es", "Jane Doe se jubila de Meta.", [("Jane Doe", "Meta", "")]),
    # "She" is somebody whose name nobody knows.
    ("en", "Jane Doe is liked. Dismissed by Acme, Xyrla Abcdef has a new job: she will join Meta.", []),
    ("en", "Jane Doe is liked. On Monday, she will join Meta.", [("Jane Doe", "", "Meta")]),
    # A place for an organization.
    (
        "it",
        "Dopo Ruoming Pang, passato a Meta, anche Chiara Romano lascia Cupertino.",
        [("Ruoming Pang", "", "Meta")],
    ),
    (
        "it",
        "OpenAI cambia. OpenAI soffre. Chiara Romano lascia Cupertino.",
        [("Chiara Romano", "OpenAI", "")],
    ),
    # Behind "and", another verb begins.
    (
        "it",
        "Elena Greco si è dimessa venerdì e dal primo maggio sarà vicepresidente di Cohere a Colonia.",
        [],
    ),
    # Behind a colon, another sentence begins; a place of service is none that somebody returns to.
    ("it", "Torna a casa Andrea Vallone: dopo gli anni tra Google e OpenAI sarà docente.", []),
    ("de", "Nina Keller kehrt nach sechs Jahren bei Google an die Universität zurück.", []),
    ("en", "Elon Musk loses a founder of xAI: a man of few words is leaving the company.", []),
    (
        "en",
        "After years of doubts, Jane Doe leaves OpenAI for good: she joins Meta.",
        [("Jane Doe", "OpenAI", "Meta")],
    ),
    ("en", "Jane Doe: from OpenAI she moved to Meta.", [("Jane Doe", "OpenAI", "Meta")]),
    # Who hires for another organization than the one that they were at.
    (
        "it",
        "Mira Murati, ex direttrice tecnica di OpenAI, ha reclutato per la sua Thinking Machines Lab Barret Zoph.",
        [("Barret Zoph", "", "Thinking Machines Lab")],
    ),
    # "The two" are those who were hired, and not who hired them.
    (
        "en",
        "Former OpenAI chief Mira Murati has hired Barret Zoph and Luke Metz for Cohere. The two had left Meta.",
        [
            ("Barret Zoph", "", "Cohere"),
            ("Luke Metz", "", "Cohere"),
            ("Barret Zoph", "Meta", ""),
            ("Luke Metz", "Meta", ""),
        ],
    ),
    # Who reports it founds nothing.
    (
        "de",
        "Yann LeCun will Meta verlassen und ein eigenes Start-up gründen, berichtet die Bloomberg.",
        [("Yann LeCun", "Meta", "")],
    ),
    # Each of several people comes from elsewhere.
    (
        "en",
        "Cohere has hired Jane Doe from Google as general manager, and Thomas Reed, a biologist, as head of policy.",
        [("Jane Doe", "Google", "Cohere"), ("Thomas Reed", "", "Cohere")],
    ),
    # Somebody else's dismissal.
    ("en", "Jane Doe left OpenAI. Sam Altman denied that she had been fired.", [("Jane Doe", "OpenAI", "")]),
    ("en", "Jane Doe left OpenAI. OpenAI CEO Sam Altman said she had resigned.", [("Jane Doe", "OpenAI", "")]),
    (
        "en",
        "Jane Doe left OpenAI. Tom Baker of Meta said he had resigned.",
        [("Jane Doe", "OpenAI", ""), ("Tom Baker", "Meta", "")],
    ),
    (
        "en",
        "Jane Doe left OpenAI. Tom Baker joined Meta. Jane Doe said she had resigned.",
        [("Jane Doe", "OpenAI", ""), ("Tom Baker", "", "Meta")],
    ),
    # Who was replaced was neither hired, nor is from where the new one comes.
    (
        "en",
        "OpenAI has appointed Google's Marcus Hale, replacing Dana Whitfield, who resigned in August.",
        [("Marcus Hale", "Google", "OpenAI"), ("Dana Whitfield", "OpenAI", "")],
    ),
    # The day of a month is no start-up, and ends its sentence.
    (
        "en",
        "OpenAI has appointed Google's Marcus Hale. He starts on Dec. 1. Before Google he was in London.",
        [("Marcus Hale", "Google", "OpenAI")],
    ),
    (
        "en",
        "A chemist, after five years at Google, announced it on X. Kyle Kosic returned to OpenAI.",
        [("Kyle Kosic", "", "OpenAI")],
    ),
    # Who paid for it.
    ("en", "Jane Doe has founded a start-up (investors: Google, Nvidia).", []),
    # What somebody only threatened to do.
    ("en", "Shengjia Zhao had threatened to go back to OpenAI.", []),
    # "To" leads to where somebody was taken from, in an aside.
    (
        "it",
        "Tom Baker, strappato ad aprile a Google DeepMind, ha annunciato le dimissioni.",
        [],
    ),
    # To whom somebody else reports.
    (
        "it",
        "Meta cambia dopo l'arrivo di Alexandr Wang, ex capo di Scale AI, a cui Yann LeCun riporta.",
        [("Alexandr Wang", "Scale AI", "Meta")],
    ),
    # Where somebody came from isn't "the company" of the next sentence, nor what somebody who was hired had left.
    (
        "it",
        "Arthur Mensch ha fondato Mistral AI. Mensch arrivava da Google. La società annuncia l'ingresso di Jane Doe.",
        [("Arthur Mensch", "", "Mistral AI"), ("Jane Doe", "", "Mistral AI")],
    ),
    (
        "it",
        "Mistral AI assume Jane Doe, in precedenza in Google. Lascia invece l'azienda Florian Bressand.",
        [("Jane Doe", "Google", "Mistral AI"), ("Florian Bressand", "Mistral AI", "")],
    ),
    (
        "de",
        "Die frühere OpenAI-Technikchefin Mira Murati hat für ihr Unternehmen Jonathan Lachman gewonnen.",
        [],
    ),
    # Whose former job is that of nobody in particular.
    (
        "de",
        "SAP wächst. Walter Sun war bis 2023 bei Microsoft. Jürgen Müller, der im September zurückgetreten war, ruht.",
        [],
    ),
    # In Hebrew, the subject may stand behind its verb; "the laboratory" isn't "worked", nor "the founder of" "founded".
    (
        "he",
        "מטא גדלה. השבוע מינה יאן לקון את אלכסנדר וואנג, מייסד Scale AI, לראש המעבדה החדשה.",
        [
            ("אלכסנדר וואנג", "Scale AI", "Meta"),
        ],
    ),
    # A first line with a full stop is no headline.
    (
        "en",
        "Daniel Gross has left Safe Superintelligence.\n\nHe joins Meta with Nat Friedman.\n\nSam Altman was fired.",
        [("Daniel Gross", "Safe Superintelligence", ""), ("Daniel Gross", "", "Meta")],
    ),
    # Somebody else's origin.
    (
        "en",
        "Boris Cherny joined Anthropic in 2024 after seven years at Meta, and Wu in August from Google.",
        [("Boris Cherny", "Meta", "Anthropic")],
    ),
    (
        "en",
        "Boris Cherny joined Anthropic in May and August from Google.",
        [("Boris Cherny", "Google", "Anthropic")],
    ),
    # Who is there already isn't hired.
    (
        "en",
        "Jane Doe has joined Cohere. It has named Cohere researcher Tom Baker its chief.",
        [("Jane Doe", "", "Cohere")],
    ),
    ("en", "Cohere named Jane Doe, its general counsel, interim chief executive.", []),
    # In the active voice, who dismisses somebody stays.
    (
        "en",
        "Jane Doe left OpenAI. Her colleague was angry at Mira Murati, who fired him on Wednesday.",
        [
            ("Jane Doe", "OpenAI", ""),
        ],
    ),
    ("it", "Jane Doe ha lasciato OpenAI. È stata Mira Murati che lo ha licenziato.", [("Jane Doe", "OpenAI", "")]),
    # For whom somebody hires who is named, the sentence before needn't say; for whom "it" does, it does.
    (
        "en",
        "Jane Doe has joined OpenAI. Mira Murati named Soumith Chintala, who had joined her from Meta, her deputy.",
        [("Jane Doe", "", "OpenAI")],
    ),
    (
        "en",
        "Jane Doe has joined OpenAI. Mira Murati hired Tom Baker.",
        [("Jane Doe", "", "OpenAI")],
    ),
    # Where somebody isn't.
    (
        "de",
        "Nicht bei Anthropic, sondern bei xAI hat dagegen Kyle Kosic angeheuert.",
        [("Kyle Kosic", "", "xAI")],
    ),
    ("en", "Jane Doe left not for Meta but for Google.", [("Jane Doe", "", "Google")]),
    ("en", "Not OpenAI but Google Jane Doe has left.", [("Jane Doe", "Google", "")]),
    # Several people, and several organizations: who left which?
    (
        "en",
        "Arthur Mensch and Timothée Lacroix, who left Google DeepMind and Meta, have founded Mistral AI.",
        [("Arthur Mensch", "", "Mistral AI"), ("Timothée Lacroix", "", "Mistral AI")],
    ),
    # Who left one for the other may leave either.
    (
        "en",
        "Jane Doe left Google and joined Mistral AI. The chief denied a report that Jane Doe was leaving.",
        [("Jane Doe", "Google", "Mistral AI")],
    ),
    # Who also goes there comes from elsewhere.
    (
        "it",
        "Con Daniel Gross, amministratore delegato di SSI, passerà a Meta anche Nat Friedman.",
        [("Daniel Gross", "Safe Superintelligence", "Meta"), ("Nat Friedman", "", "Meta")],
    ),
    # Whose chief?
    (
        "en",
        "Meta failed to buy Safe Superintelligence, and then hired its chief executive, Daniel Gross.",
        [],
    ),
    ("en", "Meta has hired its first AI chief, Jane Doe.", [("Jane Doe", "", "Meta")]),
    # Whom somebody else advises.
    ("en", "Jane Doe, who went to Paris and since then advises Meta, is happy.", []),
    ("de", "Der Portugiese folgt auf Anna Schmidt, die ging und seitdem Meta berät.", []),
    # A surname has its particle behind the first name.
    (
        "de",
        "Cohere hat Anna Schmidt von Lumenwerk als Produktchefin gewonnen.",
        [("Anna Schmidt", "Lumenwerk", "Cohere")],
    ),
    # Every form of "not".
    (
        "en",
        "Mira Murati left OpenAI. Lilian Weng and Barret Zoph haven't left, nor has Jane Doe resigned.",
        [
            ("Mira Murati", "OpenAI", ""),
        ],
    ),
    # What hasn't happened.
    ("en", "If Jane Doe leaves OpenAI, Meta will hire her.", []),
    ("en", "Jane Doe almost left OpenAI for Meta.", []),
    ("en", "After almost six years, Jane Doe left OpenAI.", [("Jane Doe", "OpenAI", "")]),
    ("it", "Jane Doe ha quasi lasciato OpenAI.", []),
    (
        "it",
        "Prima se ne erano andate Jane Doe, passata a Cohere, e Ann Lee.",
        [("Jane Doe", "", "Cohere")],
    ),
    ("it", "Jane Doe se ne va da OpenAI.", [("Jane Doe", "OpenAI", "")]),
    ("de", "Wenn Anna Schmidt Meta verlässt, geht sie zu Google.", []),
    ("de", "Anna Schmidt wäre beinahe zu Meta gewechselt.", []),
    ("de", "Anna Schmidt hat nach fast sechs Jahren Meta verlassen.", [("Anna Schmidt", "Meta", "")]),
    ("de", "Anna Schmidt wollte Meta verlassen, blieb aber.", []),
    ("he", "אם יאן לקון יעזוב את מטא, הוא יצטרף לגוגל.", []),
    ("he", "יאן לקון כמעט עזב את מטא.", []),
    # What somebody is only asked to do.
    ("en", "Mark Zuckerberg asked Tom Baker to leave Meta.", []),
    ("en", "Tom Baker, asked by Reuters, said he had left OpenAI to join Meta.", [("Tom Baker", "OpenAI", "Meta")]),
    ("en", "Jane Doe, who was asked to lead the team, left OpenAI for Meta.", [("Jane Doe", "OpenAI", "Meta")]),
    ("de", "Max Müller wurde aufgefordert, Google zu verlassen.", []),
    ("it", "Meta ha chiesto a Marco Rossi di lasciare Google.", []),
    ("fr", "Meta a demandé à Jean Dupont de quitter Google.", []),
    ("es", "Meta invita a Juan Pérez a dejar Google.", []),
    ("he", "מטא ביקשה מיאן לקון לעזוב את גוגל.", []),
    # Somebody's relative.
    ("it", "Il marito di Jane Doe, Tom Baker, ha lasciato Meta.", [("Tom Baker", "Meta", "")]),
    # A farewell to somebody whose name isn't known.
    ("he", "אילון מאסק נפרד מאחד ממייסדי xAI.", []),
    ("en", "Elon Musk bids farewell to the chief scientist of xAI.", []),
    ("it", "Il direttore ha salutato la collega Joelle Pineau.", []),
    # One word before the verb may be somebody's surname, or say when.
    ("it", "Giulia Ferri ha lasciato Google. Bianchi è passato a Meta.", [("Giulia Ferri", "Google", "")]),
    ("it", "Giulia Ferri ha lasciato Google. Poi è passata a Meta.", [("Giulia Ferri", "Google", "Meta")]),
    ("he", "יאן לקון עזב את xAI. בבושקין הצטרף למטא ב-2023.", [("Yann LeCun", "xAI", "")]),
]


@pytest.mark.parametrize(("language", "text", "moves"), SENTENCES)
def test_nothing_wrong_is_proposed(language: str, text: str, moves: list[Move]) -> None:
    assert [(row[0], row[1], row[4]) for row in read_rows(text, language)] == moves


@pytest.mark.parametrize(
    ("language", "text"),
    [
        ("en", "Jane Doe left OpenAI in 2019 and 2023."),
        ("it", "Barret Zoph e Luke Metz hanno lasciato OpenAI rispettivamente a settembre e a ottobre."),
        # The day on which it was said.
        ("en", "Jane Doe has left OpenAI, she said in a post on LinkedIn on Tuesday."),
        ("it", "Elena Greco, assunta nel 2018, si è dimessa da OpenAI."),
    ],
)
def test_a_date_that_may_be_of_something_else_is_none(language: str, text: str) -> None:
    rows = read_article(text, language=language, published=PUBLISHED, names=DESK).rows
    assert {row["left"]["end"] for row in rows} == {"[..2025-05-28]"}


@pytest.mark.parametrize(
    ("language", "text", "start", "end_state"),
    [
        # Somebody else is expected to do something.
        ("en", "With Yann LeCun expected to go, many look to Jane Doe, who joined Meta.", "", "ongoing"),
        ("he", "יאן לקון יצטרף למירה מוראטי, שעברה לאנתרופיק בינואר.", "2025-01", "ongoing"),
        # "Today" for "now".
        (
            "it",
            "Dopo l'arrivo di Jane Doe in Meta, Tom Baker è passato a Cohere, e Ann Lee, oggi in OpenAI.",
            "",
            "ongoing",
        ),
        # The dates of others.
        ("de", "Alan Dye wechselt zu Meta, Kate Adams hört Ende 2026 auf.", "", "ongoing"),
        ("de", "Kate Adams hört Ende 2026 auf, Alan Dye wechselt zu Meta.", "", "ongoing"),
        ("en", "In March 2024, Jane Doe joined Meta.", "2024-03", "ongoing"),
        # A month inside a name.
        ("it", "Amar Subramanya, ingegnere, entra in Apple.", "", "ongoing"),
        ("it", "Jane Doe è entrata in Apple nell'aprile scorso.", "2025-04", "ongoing"),
        # The date behind a semicolon.
        ("en", "Cohere named Jane Doe chief executive; he was replaced in April.", "", "ongoing"),
        ("de", "Anna Schmidt geht; sie war im April von Google zu Meta gewechselt.", "2025-04", "ongoing"),
    ],
)
def test_what_has_begun(language: str, text: str, start: str, end_state: str) -> None:
    rows = read_article(text, language=language, published=PUBLISHED, names=DESK).rows
    (joined,) = [row["joined"] for row in rows if row["joined"]][-1:]
    assert (joined["start"], joined["end_state"]) == (start, end_state)


def test_to_lead_is_no_title() -> None:
    (row,) = read_rows("Jane Doe has joined Cohere to lead engineering.", "en")
    assert row[5] == ""


def test_each_of_several_people_has_their_own_title() -> None:
    text = "Cohere has hired Jane Doe from Google, and Thomas Reed, a biologist, as head of policy."
    titles = {row[0]: row[5] for row in read_rows(text, "en")}
    assert titles == {"Jane Doe": "", "Thomas Reed": "Head of policy"}


@pytest.mark.parametrize(
    ("language", "text", "moves"),
    [
        # An owner is no organization.
        ("en", "Igor Babuschkin is leaving Elon Musk's company.", []),
        ("en", "Igor Babuschkin is leaving Elon Musk's lab xAI.", [("Igor Babuschkin", "xAI", "")]),
        ("en", "Igor Babuschkin is leaving Elon Musk's artificial intelligence company.", []),
        # Nor is a bank a person.
        (
            "en",
            "Cohere has hired Mark Miller, a former Morgan Stanley banker.",
            [("Mark Miller", "Morgan Stanley", "Cohere")],
        ),
        (
            "it",
            "Kyle Kosic, ricercatore, ha lasciato la società di Elon Musk. Anche Marco Bianchi lascia Musk.",
            [],
        ),
        # Nor are those whom somebody is with.
        ("it", "Il rapporto con Zuckerberg si era raffreddato dopo l'arrivo di Marco Bianchi.", []),
        # "It" is the one that spoke, and nobody knows.
        (
            "en",
            "Mark Miller has joined Anthropic. Anysphere said it wished him well. It has since hired Paul Young from Google.",
            [("Mark Miller", "", "Anthropic")],
        ),
        (
            "en",
            "Mark Miller has joined Anthropic. Miller said he was happy. It has since hired Paul Young from Google.",
            [("Mark Miller", "", "Anthropic"), ("Paul Young", "Google", "Anthropic")],
        ),
    ],
)
def test_nothing_wrong_is_proposed_to_an_empty_desk(language: str, text: str, moves: list[Move]) -> None:
    assert [(row[0], row[1], row[4]) for row in read_rows(text, language, EMPTY_DESK)] == moves
