"""Which names are marked in an article, in which scripts, and which letters are no names."""

import pytest

from talentwatch.articles.reading import KnownName, KnownNames, read_article

NAMES = KnownNames(
    [
        KnownName(text, kind, slug, name, language, is_misspelling)
        for kind, slug, name, texts in [
            ("organization", "meta", "Meta", ["Meta", "Meta Platforms", "Facebook", "מטא", "ميتا", "メタ", "메타"]),
            ("organization", "openai", "OpenAI", ["OpenAI"]),
            ("organization", "google", "Google", ["Google", "גוגל", "谷歌"]),
            ("organization", "google-deepmind", "Google DeepMind", ["Google DeepMind", "DeepMind"]),
            ("organization", "apple", "Apple", ["Apple", "苹果"]),
            ("organization", "microsoft", "Microsoft", ["Microsoft", "微软"]),
            ("organization", "mistral-ai", "Mistral AI", ["Mistral AI", "Mistral"]),
            ("organization", "fair", "Meta FAIR", ["FAIR"]),
            ("organization", "xai", "xAI", ["xAI"]),
            ("organization", "uber", "Uber", ["Uber"]),
            ("organization", "memories-ai", "Memories.ai", ["Memories.ai"]),
            ("organization", "peking-university", "Peking University", ["北大"]),
            ("person", "jose", "Jose", ["Jose"]),
            ("organization", "x", "X", ["X"]),
            ("person", "guillaume-lample", "Guillaume Lample", ["Guillaume Lample", "גיום למפל"]),
            ("person", "aurelien-rodriguez", "Aurélien Rodriguez", ["Aurélien Rodriguez"]),
            ("person", "adam-dangelo", "Adam D'Angelo", ["Adam D'Angelo"]),
            ("person", "sam-altman", "Sam Altman", ["Sam Altman", "Сэм Альтман"]),
            ("person", "jack-altman", "Jack Altman", ["Jack Altman"]),
            ("person", "yao-shunyu", "Yao Shunyu", ["姚顺雨"]),
            ("person", "benjamin-mann", "Benjamin Mann", ["Benjamin Mann"]),
            ("person", "mark-zuckerberg", "Mark Zuckerberg", ["Mark Zuckerberg", "马克·扎克伯格"]),
            ("person", "laurens-van-der-maaten", "Laurens van der Maaten", ["Laurens van der Maaten"]),
        ]
        for text, language, is_misspelling in [(text, "", False) for text in texts]
    ]
)


@pytest.mark.parametrize(
    ("language", "text", "expected"),
    [
        # boundaries
        ("en", "Meta and Facebook", ["Meta: meta", "Facebook: meta"]),
        ("en", "At Metallica and in Metaphysics", []),
        ("en", "Meta Platforms left", ["Meta Platforms: meta"]),
        ("en", "At Google DeepMind, not at Google", ["Google DeepMind: google-deepmind", "Google: google"]),
        ("en", "The ex-Google and the Google-led group", ["Google: google", "Google: google"]),
        ("en", "See https://openai.com/Google, OpenAI.com, x@meta.com and @Google", []),
        ("en", "He joined Memories.ai in May", ["Memories.ai: memories-ai"]),
        # genitives and elisions
        ("en", "Meta's lab, OpenAI’s board", ["Meta: meta", "OpenAI: openai"]),
        ("de", "Metas Labor und Googles Forscher", ["Meta: meta", "Google: google"]),
        ("en", "Googles it", []),
        ("it", "dell'OpenAI, dall’Apple", ["OpenAI: openai", "Apple: apple"]),
        ("fr", "d'OpenAI et l’Apple", ["OpenAI: openai", "Apple: apple"]),
        # letters joined to a name
        ("he", "למטא, במטא, ממטא, ומטא, שמטא, כשמטא, לכשמטא", ["מטא: meta"] * 7),
        (
            "he",
            "ל-OpenAI וב־Google, מגוגל ולגוגל",
            ["OpenAI: openai", "Google: google", "גוגל: google", "גוגל: google"],
        ),
        ("he", "המטאור נפל", []),
        ("ar", "وميتا وبميتا وكميتا", ["ميتا: meta"] * 3),
        ("ar", "ميتاً", ["ميتاً: meta"]),
        ("ko", "메타는 메타에서 메타의", ["메타: meta"] * 3),
        ("ru", "Сэм Альтман", ["Сэм Альтман: sam-altman"]),
        # no spaces between words
        ("zh", "他离开谷歌加入OpenAI", ["谷歌: google", "OpenAI: openai"]),
        ("zh", "姚顺雨加入微软", ["姚顺雨: yao-shunyu", "微软: microsoft"]),
        ("ja", "彼はメタを去った", ["メタ: meta"]),
        ("ja", "メタルとメタバース", []),
        ("zh", "东北大学的学生", []),
        # a letter alone
        ("en", "Solve for X and Y", []),
        # everyday words
        ("en", "An apple a day. Apple pie is sweet.", []),
        ("en", "Apple hires again.", ["Apple: apple"]),
        ("en", "He is at Apple.", ["Apple: apple"]),
        ("de", "Über die Gründe wurde nicht gesprochen.", []),
        ("en", "It was a fair deal. Fair enough.", []),
        ("zh", "我吃了一个苹果", []),
        ("zh", "苹果和谷歌", ["苹果: apple", "谷歌: google"]),
        # products
        ("en", "Google Cloud, Apple Intelligence and the Meta AI assistant", []),
        ("en", "Ray-Ban Meta glasses and Microsoft Azure", []),
        ("en", "xAI's Grok beats Llama", ["xAI: xai"]),
        # accents and apostrophes
        (
            "en",
            "Aurelien Rodriguez and Adam D’Angelo",
            ["Aurelien Rodriguez: aurelien-rodriguez", "Adam D’Angelo: adam-dangelo"],
        ),
        # parts of names
        (
            "en",
            "Guillaume Lample left. Then Lample spoke.",
            ["Guillaume Lample: guillaume-lample", "Lample: guillaume-lample"],
        ),
        ("en", "Then Lample spoke. Guillaume Lample left.", ["Guillaume Lample: guillaume-lample"]),
        ("en", "Sam Altman met Brian Altman.", ["Sam Altman: sam-altman"]),
        (
            "en",
            "Sam Altman and Jack Altman met. Now Altman said no.",
            ["Sam Altman: sam-altman", "Jack Altman: jack-altman"],
        ),
        ("en", "Jose left, and José stayed.", ["Jose: jose"]),
        ("en", "At last Zuckerberg spoke.", ["Zuckerberg: mark-zuckerberg"]),
        ("zh", "马克·扎克伯格说。扎克伯格还说", ["马克·扎克伯格: mark-zuckerberg", "扎克伯格: mark-zuckerberg"]),
        ("he", "גיום למפל עזב. למפל אמר", ["גיום למפל: guillaume-lample", "למפל: guillaume-lample"]),
        (
            "en",
            "Laurens van der Maaten left. Van der Maaten joined.",
            ["Laurens van der Maaten: laurens-van-der-maaten", "Van der Maaten: laurens-van-der-maaten"],
        ),
        (
            "en",
            "Guillaume Lample left. The lample, Lamplesque or Lample-Klein.",
            ["Guillaume Lample: guillaume-lample"],
        ),
        # misspelt
        ("en", "It was Guilaume Lample who left", ["Guilaume Lample: guillaume-lample"]),
        ("en", "It was Ben Mann who left", ["Ben Mann: benjamin-mann"]),
    ],
)
def test_known_names_are_marked(language: str, text: str, expected: list[str]) -> None:
    reading = read_article(text, language=language, names=NAMES)
    assert reading.text == text
    found = [mention for mention in reading.mentions if mention.slug]
    assert [f"{text[mention.start : mention.end]}: {mention.slug}" for mention in found] == expected


def test_a_name_of_two_records_is_marked_without_a_record() -> None:
    names = KnownNames(
        [
            KnownName("Jane Doe", "person", "jane-doe", "Jane Doe"),
            KnownName("Jane Doe", "person", "jane-doe-2", "Jane Doe"),
        ]
    )
    (mention,) = read_article("So Jane Doe left.", language="en", names=names).mentions
    assert (mention.name, mention.slug) == ("Jane Doe", None)


def test_a_misspelling_of_one_word_counts_in_its_language_only() -> None:
    names = KnownNames([KnownName("Fair", "organization", "fair", "FAIR", "de", is_misspelling=True)])
    assert [m.slug for m in read_article("Bei Fair ist er.", language="de", names=names).mentions] == ["fair"]
    assert read_article("The Fair was over.", language="en", names=names).mentions == []


@pytest.mark.parametrize(
    ("language", "text", "people"),
    [
        ("he", "  • נאמן גויאל (Naman Goyal)", [("Naman Goyal", "נאמן גויאל")]),
        ("zh", "李明（Ming Li）加入OpenAI。", [("Ming Li", "李明")]),
        ("ru", "Иван Петров (Ivan Petrov) пришёл", [("Ivan Petrov", "Иван Петров")]),
        ("en", "- Priya Raghunathan", [("Priya Raghunathan", "")]),
        ("en", "The CEO Xaver Quint spoke.", [("Xaver Quint", "")]),
    ],
)
def test_new_people_are_offered(language: str, text: str, people: list[tuple[str, str]]) -> None:
    reading = read_article(text, language=language, names=KnownNames([])).as_json()
    offered = reading["people"] + [row["person"] for row in reading["rows"]]
    assert [(person["name"], person["native_name"]) for person in offered] == people


@pytest.mark.parametrize(
    ("language", "text", "organizations"),
    [
        ("en", "Jane Doe joined Obscura Labs in May.", ["Obscura Labs"]),
        ("en", "Jane Doe has founded Novelco.", ["Novelco"]),
        ("it", "Anna Rossi ha fondato Novelco.", ["Novelco"]),
        ("he", "דנה כהן הצטרפה לנובלקו.", ["נובלקו"]),
        ("zh", "李明加入了新奇科技。", ["新奇科技"]),
    ],
)
def test_new_organizations_are_offered_beside_verbs(language: str, text: str, organizations: list[str]) -> None:
    mentions = read_article(text, language=language, names=KnownNames([])).mentions
    assert [mention.name for mention in mentions if mention.kind == "organization"] == organizations


def test_well_known_organizations_are_offered_on_an_empty_desk() -> None:
    mentions = read_article("הוא עבד בגוגל", language="he", names=KnownNames([])).mentions
    assert [(mention.name, mention.slug) for mention in mentions] == [("Google", None)]
    assert read_article("הוא עבד בגוגל", language="he", names=KnownNames([], well_known=False)).mentions == []


def test_other_spellings_of_a_well_known_organization_mean_the_desks_record() -> None:
    names = KnownNames([KnownName("DeepMind", "organization", "deepmind", "DeepMind")])
    (mention,) = read_article("Now at Google DeepMind.", language="en", names=names).mentions
    assert (mention.slug, mention.name) == ("deepmind", "DeepMind")
