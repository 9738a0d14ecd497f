"""Ways of saying who left or joined what, in the languages that have them, and sentences that only look alike."""

import pytest

from talentwatch.articles.reading import read_article
from talentwatch.articles.reading.names import well_known_organizations
from tests.support.reading import DESK, PUBLISHED, read_moves, read_rows

Move = tuple[str, str, str]
JANE, TOM = "Jane Doe", "Tom Baker"
LONG = (
    "Jane Doe, chercheuse chez Google, rejoint Apple. Elle avait quitté Meta en 2023. "
    "Elle sera remplacée en mai par Tom Baker, débauché chez Cohere."
)

SECOND_DATE = [
    ("en", "Jane Doe left Meta in 2020 and Google in 2022.", [(JANE, "Meta", ""), (JANE, "Google", "")]),
    ("en", "Jane Doe joined Meta in 2020 and Google in 2022.", [(JANE, "", "Meta"), (JANE, "", "Google")]),
    ("de", "Jane Doe verließ Meta 2020 und Google 2022.", [(JANE, "Meta", ""), (JANE, "Google", "")]),
    ("it", "Jane Doe ha lasciato Meta nel 2020 e Google nel 2022.", [(JANE, "Meta", ""), (JANE, "Google", "")]),
    ("fr", "Jane Doe a quitté Meta en 2020 et Google en 2022.", [(JANE, "Meta", ""), (JANE, "Google", "")]),
    ("es", "Jane Doe dejó Meta en 2020 y Google en 2022.", [(JANE, "Meta", ""), (JANE, "Google", "")]),
    ("en", "Jane Doe left Meta in 2020 and Google responded in 2022.", [(JANE, "Meta", "")]),
    ("en", "Jane Doe left Meta in 2020 and Google bought her start-up in 2022.", [(JANE, "Meta", "")]),
    ("en", "Jane Doe left Meta in 2020 and Google in 2022 gave up.", [(JANE, "Meta", "")]),
    ("en", "Jane Doe left Meta in 2020 and then met Google in 2022.", [(JANE, "Meta", "")]),
]
PARTING = [
    ("de", "Google und Jane Doe gehen getrennte Wege.", [(JANE, "Google", "")]),
    ("de", "Jane Doe und Meta gehen künftig getrennte Wege.", [(JANE, "Meta", "")]),
    ("de", "Die Wege von Meta und Jane Doe trennen sich.", [(JANE, "Meta", "")]),
    ("de", "Seit Mai gehen Google und Jane Doe getrennte Wege.", [(JANE, "Google", "")]),
    ("en", "Google and Jane Doe have parted ways.", [(JANE, "Google", "")]),
    ("it", "Google e Jane Doe si separano.", [(JANE, "Google", "")]),
    ("fr", "Google et Jane Doe se séparent.", [(JANE, "Google", "")]),
    ("es", "Google y Jane Doe separan sus caminos.", [(JANE, "Google", "")]),
    ("zh", "谷歌与王芳分道扬镳。", [("王芳", "Google", "")]),
    ("de", "Seit Mai gehen der Konzern und Jane Doe getrennte Wege. Google schweigt.", []),
    ("de", "Google schrumpft. Seit Mai gehen der Konzern und Jane Doe getrennte Wege.", [(JANE, "Google", "")]),
    ("de", "Meta und Google gehen getrennte Wege, sagt Jane Doe.", []),
    ("de", "Meta und Google gehen getrennte Wege.", []),
    ("en", "Jane Doe and Tom Baker have parted ways.", []),
    ("en", "Google, Jane Doe and Tom Baker have parted ways.", []),
    ("en", "Google and Jane Doe, after all that was said, have parted ways.", []),
]
WAY = [
    ("de", "Jane Doe kommt von Google zu Meta.", [(JANE, "Google", "Meta")]),
    ("it", "Jane Doe arriva da Google in Meta.", [(JANE, "Google", "Meta")]),
    ("fr", "Jane Doe arrive de Google chez Meta.", [(JANE, "Google", "Meta")]),
    ("es", "Jane Doe llega de Google a Meta.", [(JANE, "Google", "Meta")]),
    ("en", "Jane Doe comes from Google to Meta.", [(JANE, "Google", "Meta")]),
    ("en", "Jane Doe came to Meta from Google.", [(JANE, "Google", "Meta")]),
    ("de", "Die Idee kommt von Google, sagt Jane Doe zu Meta.", []),
    ("de", "Jane Doe kommt von Google und grüßt Meta.", []),
]
NEWCOMERS = [
    ("de", "Neu bei Meta ist Jane Doe.", [(JANE, "", "Meta")]),
    ("de", "Neu bei Meta: Jane Doe, zuletzt bei Google.", [(JANE, "Google", "Meta")]),
    ("de", "Neu im Team von Meta ist die Forscherin Jane Doe.", [(JANE, "", "Meta")]),
    ("en", "New at Meta is Jane Doe.", [(JANE, "", "Meta")]),
    ("en", "New at Meta: Jane Doe and Tom Baker.", [(JANE, "", "Meta"), (TOM, "", "Meta")]),
    ("it", "Nuova in Meta è Jane Doe.", [(JANE, "", "Meta")]),
    ("fr", "Nouvelle chez Meta : Jane Doe.", [(JANE, "", "Meta")]),
    ("es", "Nueva en Meta: Jane Doe.", [(JANE, "", "Meta")]),
    ("de", "Neu bei Meta ist ein Modell, das Jane Doe entwickelt hat.", []),
    ("de", "Neu bei Meta ist das Modell von Jane Doe.", []),
    ("de", "Vieles ist neu bei Meta: Jane Doe freut das.", []),
    ("en", "New to all of this, Meta asked Jane Doe.", []),
    ("en", "New at Meta: nobody.", []),
    ("en", "New at the office that Jane Doe runs.", []),
]
LAID_OFF = [
    ("en", "Laid off at Meta: Jane Doe, Tom Baker.", [(JANE, "Meta", ""), (TOM, "Meta", "")]),
    ("en", "Laid off at Meta this week: Jane Doe and Tom Baker.", [(JANE, "Meta", ""), (TOM, "Meta", "")]),
    ("en", "Laid off at Meta: 40 people, among them researcher Jane Doe.", [(JANE, "Meta", "")]),
    ("it", "Licenziati da Meta: Jane Doe e Tom Baker.", [(JANE, "Meta", ""), (TOM, "Meta", "")]),
    ("es", "Despedidos de Meta: Jane Doe y Tom Baker.", [(JANE, "Meta", ""), (TOM, "Meta", "")]),
    ("en", "Laid off at Meta, people look to Jane Doe.", []),
    ("en", "Laid off at Meta and Google: Jane Doe.", []),
    ("en", "Laid off at Meta: Jane Doe counts them.", []),
]
OFFICES = [
    (
        "it",
        "Jane Doe ha lasciato la cattedra a Google per dirigere il laboratorio di Meta.",
        [(JANE, "Google", "Meta")],
    ),
    ("it", "Jane Doe ha lasciato il posto a Google.", [(JANE, "Google", "")]),
    ("fr", "Jane Doe a quitté son poste à Google.", [(JANE, "Google", "")]),
    ("it", "Jane Doe passa a Google.", [(JANE, "", "Google")]),
]
PREDECESSORS = [
    (
        "fr",
        "Google a nommé Jane Doe directrice. Son prédécesseur, Tom Baker, part à la retraite.",
        [(JANE, "", "Google"), (TOM, "Google", "")],
    ),
    (
        "en",
        "Jane Doe has joined Google. Her predecessor, Tom Baker, has resigned.",
        [(JANE, "", "Google"), (TOM, "Google", "")],
    ),
    ("en", "Google grows. Her predecessor, Tom Baker, has resigned.", []),
]
HAS_NEW = [
    ("en", "Google has a new chief scientist: Jane Doe.", [(JANE, "", "Google")]),
    ("de", "Google hat eine neue Finanzchefin: Jane Doe.", [(JANE, "", "Google")]),
    ("it", "Google ha una nuova direttrice: Jane Doe.", [(JANE, "", "Google")]),
    ("es", "Google tiene nueva directora general: Jane Doe.", [(JANE, "", "Google")]),
    ("en", "Google has told the new chief scientist: Jane Doe knew.", []),
]
COMPANIONS = [
    (
        "en",
        "He started Acme Labs with his college roommate, Jane Doe.",
        [],
    ),
    (
        "it",
        "Tom Baker insieme a Jane Doe ha lasciato Google.",
        [(TOM, "Google", ""), (JANE, "Google", "")],
    ),
]
ORIGINS = [
    (
        "it",
        "Meta ha assunto da Google l'ingegnera Jane Doe e da Apple Tom Baker.",
        [(JANE, "Google", "Meta"), (TOM, "Apple", "Meta")],
    ),
    (
        "en",
        "Meta hired Jane Doe from Google and from Apple Tom Baker.",
        [(JANE, "Google", "Meta"), (TOM, "Apple", "Meta")],
    ),
    ("de", "Unterdessen holt Meta die Forscherin Jane Doe von Google.", [(JANE, "Google", "Meta")]),
    ("it", "Jane Doe, assunta da Google, brinda.", [(JANE, "", "Google")]),
]
CHINESE = [
    ("zh", "李明，曾在谷歌工作七年，近日加入Meta。", [("李明", "Google", "Meta")]),
    ("zh", "李明，谷歌研究员，加入了Meta。", [("李明", "", "Meta")]),
    ("zh", "王芳：谷歌→Meta，任副总裁。", [("王芳", "Google", "Meta")]),
    ("zh", "王芳由谷歌转投Meta。", [("王芳", "Google", "Meta")]),
    ("zh", "大卫·史密斯则选择离开谷歌。", [("大卫·史密斯", "Google", "")]),
    ("zh", "谷歌的王芳却离开了。", [("王芳", "Google", "")]),
    ("zh", "曾担任谷歌产品经理的王芳加入Meta。", [("王芳", "Google", "Meta")]),
    ("zh", "王芳离开谷歌，创办了“未名”。", [("王芳", "Google", "未名")]),
    ("zh", "王芳获聘为星野智行首席科学家。", [("王芳", "", "星野智行")]),
    ("zh", "王芳升任大模型负责人。", []),
    ("zh", "王女士，曾在谷歌工作，加入了Meta。", []),
    ("zh", "李明，你好。他加入了Meta。", []),
    ("zh", "大家都认识李明，曾在谷歌工作。", []),
    ("zh", "初创公司星海图灵任命前谷歌工程师王芳为首席执行官。", [("王芳", "Google", "星海图灵")]),
    ("zh", "王芳出任谷歌月之暗面负责人。", [("王芳", "", "Moonshot AI")]),
]
NAMES = [
    ("it", "Obscura, una start-up di Torino, ha assunto Jane Doe.", [(JANE, "", "Obscura")]),
    ("en", "Obscura, the Denver robotics start-up, has hired Jane Doe.", [(JANE, "", "Obscura")]),
    ("de", "Obscura, ein Berliner Start-up, holt Jane Doe.", [(JANE, "", "Obscura")]),
    ("en", "Jane Doe has left Google for a start-up called Obscura.", [(JANE, "Google", "Obscura")]),
    ("de", "Jane Doe wechselt zu einem Start-up namens Obscura.", [(JANE, "", "Obscura")]),
    ("en", "Jane Doe founded a company, Obscura.", [(JANE, "", "Obscura")]),
    ("he", "דנה לוי עזבה את גוגל והיא מקימה סטארט-אפ בשם טאלוס.", [("דנה לוי", "Google", "טאלוס")]),
    ("he", "דנה לוי מסיימת את תפקידה בטאלוס.", [("דנה לוי", "טאלוס", "")]),
    ("he", "חברת נובה גייסה את דנה לוי. נובה הוקמה בשנת 2020.", [("דנה לוי", "", "נובה")]),
    ("en", "Obscura, the company's founder, has hired Jane Doe.", []),
    ("it", "Tuttavia, l’azienda è al centro di polemiche. Jane Doe ha lasciato Google.", [(JANE, "Google", "")]),
    ("it", "Intanto, una start-up di Torino, la Obscura, brinda. Jane Doe passa a Google.", [(JANE, "", "Google")]),
    (
        "it",
        "Google ha ingaggiato l’ex Obscura Marco Neri come direttore.",
        [("Marco Neri", "Obscura", "Google")],
    ),
    ("it", "Google ha ingaggiato Obscura Marco Neri.", [("Obscura Marco Neri", "", "Google")]),
    ("de", "Im Mai verließ Tom Baker Obscura AI.", [(TOM, "Obscura AI", "")]),
    ("de", "Im Mai verließ Tom Baker Google.", [(TOM, "Google", "")]),
    ("it", "Se n’è andato da Google Eugenio Paternò di Roccella.", [("Eugenio Paternò di Roccella", "Google", "")]),
    ("it", "Eugenio Paternò di Obscura Labs passa a Google.", [("Eugenio Paternò", "Obscura Labs", "Google")]),
    ("it", "Marco Neri di Obscura se ne va.", [("Marco Neri", "Obscura", "")]),
    ("en", "Obscura, by any measure, has hired Jane Doe.", []),
    ("en", "Zora Obscura, chief of a start-up, has hired Jane Doe for Google.", [(JANE, "", "Google")]),
    ("it", "Gioia Obscura, società specializzata in robot, ha assunto Jane Doe.", [(JANE, "", "Gioia Obscura")]),
    ("it", "Zbigna Obscura, società specializzata in robot, ha assunto Jane Doe.", [(JANE, "", "Zbigna Obscura")]),
    ("he", "דנה לוי עזבה את גוגל. היא מקימה סטארט-אפ בשם החברה.", [("דנה לוי", "Google", "")]),
    ("he", "גדעון לוי חזר לגוגל אחרי שנתיים במטא.", [("גדעון לוי", "Meta", "Google")]),
    ("he", "לגבי יכולתה של גוגל אין ספק.", []),
    ("zh", "谷歌研究员隋文静离开了公司。", [("隋文静", "Google", "")]),
    ("de", "Zu Google war Jane Doe im Januar von Meta gekommen.", [(JANE, "Meta", "Google")]),
    ("de", "Jane Doe ist um die Ruhe gekommen.", []),
    ("he", "חברת נובה. דנה לוי עזבה את גוגל.", [("דנה לוי", "Google", "")]),
]

RESPECTIVELY = [
    (
        "es",
        "Meta anunció la contratación de Jane Doe y de Tom Baker, procedentes de Google y de Apple, respectivamente.",
        [(JANE, "Google", "Meta"), (TOM, "Apple", "Meta")],
    ),
    (
        "en",
        "Jane Doe and Tom Baker have joined Google and Apple, respectively.",
        [(JANE, "", "Google"), (TOM, "", "Apple")],
    ),
    ("en", "Respectively, Jane Doe and Tom Baker have joined Google.", [(JANE, "", "Google"), (TOM, "", "Google")]),
    ("en", "Jane Doe and Tom Baker have joined Google, respectively.", [(JANE, "", "Google"), (TOM, "", "Google")]),
    ("en", "Jane Doe has joined Google, Meta and Apple respectively said.", [(JANE, "", "Google")]),
]
LISTS = [
    (
        "fr",
        "Google a perdu trois des siens : Jane Doe rejoint Meta, Tom Baker rallie Apple et Luc Roy raccroche.",
        [(JANE, "Google", "Meta"), (TOM, "Google", "Apple"), ("Luc Roy", "Google", "")],
    ),
    (
        "en",
        "Google has lost two of its own: Jane Doe joins Meta, Tom Baker heads to Apple.",
        [(JANE, "Google", "Meta"), (TOM, "Google", "Apple")],
    ),
    ("en", "Google has lost patience: Jane Doe joins Meta.", [(JANE, "", "Meta")]),
    ("en", "Google has lost two lawsuits, says a lawyer: Jane Doe joins Meta.", [(JANE, "", "Meta")]),
    (
        "fr",
        "Jane Doe rejoint Meta et Tom Baker rallie Apple. Le géant recrute Luc Roy.",
        [(JANE, "", "Meta"), (TOM, "", "Apple")],
    ),
]
SUCCESSORS = [
    (
        "fr",
        LONG,
        [(JANE, "Google", "Apple"), (JANE, "Meta", ""), (TOM, "Cohere", "Google")],
    ),
    (
        "en",
        "Jane Doe has left Google. Her successor, Tom Baker, comes from Meta.",
        [(JANE, "Google", ""), (TOM, "Meta", "Google")],
    ),
]
OTHERS = [
    ("es", "Quien sí deja Google es Jane Doe.", [(JANE, "Google", "")]),
    ("es", "Si deja Google, Jane Doe lo dirá.", []),
    ("es", "Jane Doe renunció el viernes a Google.", [(JANE, "Google", "")]),
    (
        "es",
        "Jane Doe ha dejado Google. En realidad renunció el 31 de julio y se incorporará a Meta.",
        [(JANE, "Google", "Meta")],
    ),
    ("de", "Seit April leitet Jane Doe die Forschung von Google.", [(JANE, "", "Google")]),
    ("de", "Jane Doe leitet seit April das Labor von Google.", [(JANE, "", "Google")]),
    ("fr", "Jane Doe sourit. Depuis le 2 mai, elle dirige la recherche de Google.", [(JANE, "", "Google")]),
    ("es", "Jane Doe dejó Meta en mayo y desde marzo dirige Google.", [(JANE, "Meta", "Google")]),
    ("it", "Dal 2015 Jane Doe dirige Google.", []),
    ("it", "Dal 1° marzo Jane Doe dirige Google.", [(JANE, "", "Google")]),
    ("it", "Da marzo Google tace. Jane Doe dirige Meta.", []),
    ("it", "Dal 1° marzo, spiega Google, Jane Doe dirige Meta.", []),
    ("it", "Dal 1° marzo Jane Doe dirige il gruppo che per mesi aveva dato filo da torcere a Google.", []),
    ("it", "Dal 1° marzo Jane Doe dirige un coro.", []),
    (
        "it",
        "Google assume Jane Doe. Entra inoltre in squadra Tom Baker, già ricercatore di Meta.",
        [(JANE, "", "Google"), (TOM, "Meta", "Google")],
    ),
    ("it", "Jane Doe ha deciso di concludere la propria esperienza in Google.", [(JANE, "Google", "")]),
    ("en", "Jane Doe left Google. Meta hired him a few weeks later.", [(JANE, "Google", "Meta")]),
    (
        "en",
        "Jane Doe left Google in 2020. In 2022, Meta lured her away from Apple.",
        [(JANE, "Google", ""), (JANE, "Apple", "Meta")],
    ),
    ("it", "Jane Doe ha lasciato Google. Meta l’ha assunta in maggio.", [(JANE, "Google", "Meta")]),
    ("de", "Jane Doe hat Google verlassen. Meta hat sie abgeworben.", [(JANE, "Google", "Meta")]),
    ("fr", "Jane Doe a quitté Google. Meta l’a recrutée.", [(JANE, "Google", "Meta")]),
    ("es", "Jane Doe dejó Google. Meta la fichó en mayo.", [(JANE, "Google", "Meta")]),
    ("en", "Jane Doe left Google. Meta hired her team.", [(JANE, "Google", "")]),
    ("en", "Jane Doe left Google. Meta hired many people.", [(JANE, "Google", "")]),
    ("en", "Jane Doe and Tom Baker left Google. Meta hired him.", [(JANE, "Google", ""), (TOM, "Google", "")]),
    ("en", "Jane Doe left Google. They say that Meta hired him.", [(JANE, "Google", "")]),
    (
        "it",
        "Google ha ingaggiato Jane Doe e suo fratello Tom Baker, entrambi ex ricercatori di Meta.",
        [(JANE, "Meta", "Google"), (TOM, "Meta", "Google")],
    ),
    (
        "en",
        "Google has hired Jane Doe and Tom Baker, both former researchers at Meta.",
        [(JANE, "Meta", "Google"), (TOM, "Meta", "Google")],
    ),
    ("en", "Jane Doe has resigned and was named chief scientist of Google.", [(JANE, "", "Google")]),
    (
        "en",
        "Meta has grown, hiring Jane Doe away from Google and naming former Apple researcher Tom Baker its chief.",
        [(JANE, "Google", "Meta"), (TOM, "Apple", "Meta")],
    ),
    ("de", "Die Obscura GmbH holt Jane Doe. Obscura wächst.", [(JANE, "", "Obscura")]),
    ("it", "Jane Doe lascia lo studio Rossi & Partners.", [(JANE, "Rossi & Partners", "")]),
    (
        "he",
        "טאלוס ממנה את דנה לוי לסמנכ״לית. היא עזבה את גוגל. טאלוס גדלה.",
        [("דנה לוי", "", "טאלוס"), ("דנה לוי", "Google", "")],
    ),
    ("he", "אתמול ממנה את דנה לוי. אתמול היא עזבה את גוגל.", [("דנה לוי", "Google", "")]),
    (
        "de",
        "Google holt Jane Doe. Die promovierte Informatikerin war zuvor bei Apple tätig.",
        [(JANE, "Apple", "Google")],
    ),
    ("it", "Il Karlsruher Institut für Technologie perde Jane Doe.", [(JANE, "Karlsruhe Institute of Technology", "")]),
]


@pytest.mark.parametrize(
    ("language", "text", "moves"),
    [
        *RESPECTIVELY,
        *LISTS,
        *SUCCESSORS,
        *OTHERS,
        *SECOND_DATE,
        *PARTING,
        *WAY,
        *NEWCOMERS,
        *LAID_OFF,
        *OFFICES,
        *PREDECESSORS,
        *HAS_NEW,
        *COMPANIONS,
        *ORIGINS,
        *CHINESE,
        *NAMES,
    ],
)
def test_moves_are_read(language: str, text: str, moves: list[Move]) -> None:
    assert sorted(read_moves(text, language)) == sorted(moves)


def test_each_of_two_organizations_has_its_date() -> None:
    rows = read_rows("Jane Doe left Meta in 2020 and Google in 2022.", "en")
    assert sorted((row[1], row[2]) for row in rows) == [("Google", "2022"), ("Meta", "2020")]
    assert {row[7] for row in rows} == {"departure"}


@pytest.mark.parametrize(
    ("language", "text"),
    [
        ("en", "It is not the case that Jane Doe has joined Google."),
        ("es", "Tampoco es cierto que Jane Doe haya fichado por Google."),
        ("it", "È falso che Jane Doe sia passata a Google."),
        ("fr", "Il est faux que Jane Doe ait rejoint Google."),
        ("zh", "文中称王芳加入谷歌，有误。"),
    ],
)
def test_what_is_called_false_is_denied(language: str, text: str) -> None:
    assert [(row[4], row[6]) for row in read_rows(text, language)] == [("Google", "denied")]


@pytest.mark.parametrize(
    ("language", "text", "dates"),
    [
        ("en", "Jane Doe is leaving Google for Meta. Her last day is June 30.", ("2025-06-30", "")),
        ("en", "Jane Doe is leaving Google for Meta. She starts in June.", ("", "2025-06")),
        ("it", "Jane Doe passa da Google a Meta. L’incarico comincia il 1° giugno.", ("", "2025-06-01")),
        ("de", "Jane Doe wechselt von Google zu Meta. Dienstantritt ist der 1. Juni.", ("", "2025-06-01")),
        ("fr", "Jane Doe quitte Google pour Meta. Son dernier jour est le 30 juin.", ("2025-06-30", "")),
        ("es", "Jane Doe deja Google por Meta. Su último día es el 30 de junio.", ("2025-06-30", "")),
        ("es", "Jane Doe, según se supo el pasado 20 de mayo, dejó Google por Meta el 21 de mayo.", ("2025-05-21", "")),
        ("es", "Jane Doe dejó Google por Meta el pasado 20 de mayo.", ("2025-05-20", "")),
        ("es", "Jane Doe dejó Google por Meta el pasado 30 de mayo.", ("2024-05-30", "")),
        ("en", "Jane Doe is leaving Google for Meta. Her last day is not June 30.", ("", "")),
        ("en", "Jane Doe is leaving Google for Meta. The last day of the trial is near, and she starts.", ("", "")),
        ("en", "Jane Doe is leaving Google for Meta. June 30 is a holiday.", ("", "")),
        ("en", "Jane Doe is leaving Google for Meta.\n\nHer last day is June 30.", ("", "")),
        ("en", "Jane Doe denied that she is leaving Google for Meta. Her last day is June 30.", ("", "")),
        ("en", "Jane Doe is leaving Google for Meta on June 1. Her last day is June 30.", ("2025-06-01", "")),
    ],
)
def test_the_next_sentence_says_when(language: str, text: str, dates: tuple[str, str]) -> None:
    (row,) = read_article(text, language=language, published=PUBLISHED, names=DESK).rows
    left = row["left"]["end"] or row["event_date"] or ""
    assert (left if "[" not in left else "", row["joined"]["start"]) == dates


def test_all_well_known_organizations_are_known() -> None:
    names = {known.name for known in well_known_organizations()}
    assert {"Boston Dynamics", "Bosch", "Meta", "Technion"} <= names
    assert "names" not in names


@pytest.mark.parametrize(
    ("language", "text"),
    [
        ("it", "Jane Doe pesca da Google i dati per lo studio."),
        ("it", "Google si rafforza con una acquisizione, dice Jane Doe."),
        ("it", "Google mette a segno un colpo, commenta Jane Doe di Meta."),
        ("it", "Arrivano in Meta le critiche di Jane Doe."),
        ("it", "Vola a Parigi Jane Doe di Meta."),
        ("it", "Jane Doe torna a criticare Google."),
        ("it", "Jane Doe passa a criticare Google."),
        ("it", "Jane Doe ha lasciato la sede di Google."),
        ("it", "Jane Doe ha lasciato la riunione con Google."),
        ("it", "Google affida la guida a un algoritmo, dice Jane Doe."),
        ("it", "Jane Doe guida un corteo contro Google."),
        ("it", "Dal 1° maggio Jane Doe guida la protesta contro Google."),
        ("it", "Entra nel team di Google una nuova idea, dice Jane Doe."),
        ("fr", "Jane Doe retrouve Google au tribunal."),
        ("fr", "Jane Doe revient sur le procès de Google."),
        ("fr", "Jane Doe a quitté les bureaux de Google à midi."),
        ("fr", "Jane Doe met le cap sur l'IA, selon Google."),
        ("fr", "Google fait venir Jane Doe à la barre."),
        ("fr", "Google perd son procès : Jane Doe se réjouit."),
        ("fr", "Depuis mai, Jane Doe supervise l'enquête sur Google."),
        ("es", "Google suma 30 millones de usuarios, dice Jane Doe."),
        ("es", "Google convence a Jane Doe de que venda sus acciones."),
        ("es", "Jane Doe vuelve a criticar a Google."),
        ("es", "Jane Doe abandonó la reunión con Google."),
        ("es", "Desde marzo Jane Doe lidera la demanda contra Google."),
        ("es", "Jane Doe se queda sin Google."),
        ("en", "Google bagged an award from Jane Doe."),
        ("en", "Google, naming Jane Doe as a witness, asked for time."),
        ("en", "Jane Doe walked out of Google's hearing."),
        ("en", "Jane Doe left Google's offices at noon."),
        ("en", "Jane Doe left the meeting with Google."),
        ("en", "New to Google is the idea, says Jane Doe."),
        ("en", "Google has a new problem: Jane Doe."),
        ("en", "Google has a new chief critic: Jane Doe."),
        ("en", "Google hired him, says Jane Doe."),
        ("en", "Jane Doe sued Google. Meta named her in the suit."),
        ("en", "Jane Doe sued Google. Meta signed him up for a trial."),
        ("en", "Jane Doe criticised Google. Her last day in court is June 30."),
        ("en", "Google and Jane Doe part ways on the question of safety."),
        ("de", "Google und Jane Doe trennen sich in dieser Frage."),
        ("de", "Jane Doe hat die Zentrale von Google verlassen."),
        ("de", "Seit März leitet Jane Doe die Ermittlungen gegen Google."),
        ("de", "Neu bei Google: Jane Doe erklärt das Modell."),
        ("de", "Jane Doe ist gut an Google vorbei gekommen."),
        ("de", "Jane Doe arbeitet seit März an einem Buch über Google."),
        ("de", "Google weist die Kritik von Jane Doe zurück."),
        ("zh", "李明，谷歌的批评者，加入了对Meta的诉讼。"),
        ("zh", "大厂李明离开了会议室。"),
        ("he", "דנה לוי הגיעה לגוגל לפגישה."),
        ("he", "דנה לוי עזבה את הפגישה בגוגל."),
    ],
)
def test_what_only_looks_alike_is_no_move(language: str, text: str) -> None:
    assert read_moves(text, language) == []


@pytest.mark.parametrize(
    ("language", "text", "moves"),
    [
        ("it", "Jane Doe torna a lavorare in Google.", [(JANE, "", "Google")]),
        ("de", "Google hat seine Chefforscherin Jane Doe an Meta verloren.", [(JANE, "Google", "Meta")]),
        ("de", "Google hat Jane Doe verloren.", [(JANE, "Google", "")]),
        ("de", "Jane Doe hat Google verloren.", []),
        ("de", "Jane Doe hat bei Google den Mut verloren.", []),
        ("de", "Google hat den Streit mit Jane Doe verloren.", []),
        ("de", "Meta konnte Jane Doe von Google abwerben.", [(JANE, "Google", "Meta")]),
        ("fr", "Jane Doe dit au revoir à Google.", [(JANE, "Google", "")]),
        ("it", "Arriva in Google la ricercatrice Jane Doe.", [(JANE, "", "Google")]),
        ("it", "Vola in Google Jane Doe di Meta.", [(JANE, "Meta", "Google")]),
        ("es", "Jane Doe vuelve a trabajar en Google.", [(JANE, "", "Google")]),
        ("fr", "Après deux ans chez Meta, Jane Doe retrouve Google.", [(JANE, "Meta", "Google")]),
        ("en", "Google and Jane Doe parted ways in May.", [(JANE, "Google", "")]),
        ("en", "The exits at Google follow those of Jane Doe.", [(JANE, "Google", "")]),
        ("en", "Google loses two researchers: Jane Doe and Tom Baker.", [(JANE, "Google", ""), (TOM, "Google", "")]),
        ("en", "Jane Doe left Google. Meta named her chief scientist.", [(JANE, "Google", "Meta")]),
        ("he", "דנה לוי הגיעה לגוגל ממטא.", [("דנה לוי", "Meta", "Google")]),
    ],
)
def test_what_looks_alike_may_be_one(language: str, text: str, moves: list[Move]) -> None:
    assert sorted(read_moves(text, language)) == sorted(moves)
