import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from talentwatch.text import is_web_address, make_slug, publisher_key, replace_non_xml, search_key, text_error

TEXTS = st.text(st.characters(exclude_categories=["Cs"]), max_size=40)
thorough = settings(max_examples=300, deadline=None)


@pytest.mark.parametrize(
    ("text", "key"),
    [
        ("", ""),
        ("Guillaume Lample", "guillaume lample"),
        ("  Guillaume\n\tLample ", "guillaume lample"),
        ("LAMPLE", "lample"),
        ("Aurélien Rodriguez", "aurelien rodriguez"),
        ("Aure\u0301lien", "aurelien"),
        ("Łukasz Kaiser", "lukasz kaiser"),
        ("Søren Åkesson", "soren akesson"),
        ("Groß, Ægir, Þór, Đặng", "gross aegir thor dang"),
        ("GROSS", "gross"),
        ("İstanbul ıstanbul", "istanbul istanbul"),
        ("Ｌａｍｐｌｅ", "lample"),
        ("ﬁnance", "finance"),
        ("Marie-Anne", "marie anne"),
        ("J. K. Rowling (née O’Neil)", "j k rowling nee oneil"),
        ("O'Neil O`Neil O´Neil", "oneil oneil oneil"),
        ("C++ / R&D_2 100%", "c r d 2 100"),
        ("co\u00adoperate zero\u200bwidth", "cooperate zerowidth"),
        ("למפל", "למפל"),
        ("גִּיּוֹם לַמְפֶּל", "גיום למפל"),
        ("צה״ל ג׳ורג׳", "צהל גורג"),
        ("مُحَمَّد", "محمد"),
        ("Алексей Ёлкин", "алексей ёлкин"),
        ("北京大学", "北京大学"),
        ("ガ", "ガ"),
        ("カ\u3099", "ガ"),
        ("ｶﾞ", "ガ"),
        ("x²", "x2"),
        ("٣", "٣"),
        ("\x00a\x1fb", "a b"),
        ("!?…", ""),
        ("\ue000", ""),
    ],
)
def test_a_key_folds_case_accents_and_punctuation_but_no_script(text, key):
    assert search_key(text) == key


def test_a_key_is_made_of_several_texts():
    assert search_key("Fortune", "", "Ada Lovelace") == "fortune ada lovelace"


@given(TEXTS)
@thorough
def test_a_key_is_its_own_key(text):
    assert search_key(search_key(text)) == search_key(text)


@given(TEXTS)
@thorough
def test_a_key_has_no_capitals(text):
    assert search_key(text) == search_key(text).casefold()


@given(TEXTS, TEXTS)
@thorough
def test_each_word_of_a_text_is_in_the_key_of_both(one, other):
    assert all(word in search_key(one, other) for word in search_key(one).split())


@given(TEXTS)
@thorough
def test_a_key_is_words_parted_by_single_spaces(text):
    key = search_key(text)
    assert key == " ".join(key.split())
    assert not {"%", "_", "\\", "\x00", "'"} & set(key)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Business Insider", "BUSINESS  insider"),
        ("Business Insider", "BusinessInsider"),
        ("Le Monde", "Le-Monde"),
        ("L’Équipe", "L'Equipe"),
        ("Süddeutsche", "Suddeutsche"),
    ],
)
def test_spellings_of_one_publisher_give_one_key(one, other):
    assert publisher_key(one) == publisher_key(other)


def test_publishers_of_different_names_have_different_keys():
    assert len({publisher_key(name) for name in ("Fortune", "Forbes", "כלכליסט", "גלובס", "Fortune Italia")}) == 5


@pytest.mark.parametrize(
    ("text", "slug"),
    [
        ("Guillaume Lample", "guillaume-lample"),
        ("Łukasz Kaiser", "lukasz-kaiser"),
        ("Marie-Anne Lachaux", "marie-anne-lachaux"),
        ("O’Neil & Co.", "oneil-co"),
        ("xAI (X.AI)", "xai-x-ai"),
        ("Yann LeCun יאן לקון", "yann-lecun"),
        ("יאן לקון", ""),
        ("北京", ""),
        ("٢٠٢٣", ""),
        ("--", ""),
        ("a" * 300, "a" * 200),
        ("a" * 199 + " b", "a" * 199),
    ],
)
def test_a_slug_is_made_of_the_latin_letters_and_digits(text, slug):
    assert make_slug(text) == slug


@given(TEXTS)
@thorough
def test_a_slug_is_its_own_slug(text):
    assert make_slug(make_slug(text)) == make_slug(text)


@pytest.mark.parametrize(
    ("text", "sentence"),
    [
        ("Guillaume Lample", ""),
        ("", ""),
        ("two\nlines\tand a tab\r\n", ""),
        ("יאן לקון", ""),
        ("גִּיּוֹם", ""),
        ("نص\u200fعربي", ""),
        ("Đặng Ngọc", ""),
        ("a\u0301\u0302\u0303\u0304", ""),
        ("👩\u200d🔬", ""),
        ("nul\x00", "Remove the control characters."),
        ("bell\x07", "Remove the control characters."),
        ("next\x85line", "Remove the control characters."),
        ("private\ue000", "Remove the control characters."),
        ("half\ud83d", "Remove the control characters."),
        *(
            (
                f"Ada{mark}Lovelace",
                "Remove the characters that override the direction of text (U+202A–U+202E, U+2066–U+2069).",
            )
            for mark in "\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069"
        ),
        ("x" + "\u0301" * 5, "Use at most 4 combining marks on a letter."),
        ("é\u0302\u0303\u0304\u0305", "Use at most 4 combining marks on a letter."),
        ("\u0e01" + "\u0e31" * 9, "Use at most 4 combining marks on a letter."),  # marks of no combining class
        ("ကြွှံ့", ""),
        ("e" + "\u0301" * 10_000, "Use at most 4 combining marks on a letter."),
        ("no\ufffe", "Remove the control characters."),
        ("no\U0010ffff", "Remove the control characters."),
        ("no\ufdd0", "Remove the control characters."),
        ("\u3164", "Enter at least one visible character."),
        ("\u2800\u115f", "Enter at least one visible character."),
        ("김\u3164", ""),
        (" ", "Enter at least one visible character."),
        ("\u200b\u200e\u2060", "Enter at least one visible character."),
        ("\u0301", "Enter at least one visible character."),
        ("\u3000", "Enter at least one visible character."),
    ],
)
def test_a_flaw_is_told_in_a_sentence(text, sentence):
    assert text_error(text) == sentence


@pytest.mark.parametrize(
    ("text", "is_one"),
    [
        ("https://a.example/x?y=1", True),
        ("http://a.example/", True),
        ("HTTP://a.example/", True),
        ("http:a", False),
        ("javascript:alert(1)", False),
        (" javascript:alert(1)", False),
        ("javascript://a.example/%0Aalert(1)", False),
        ("data:text/html,x", False),
        ("//a.example/", False),
        ("http://[", False),
        ("", False),
        (None, False),
    ],
)
def test_a_web_address_may_be_a_link(text, is_one):
    assert is_web_address(text) is is_one


@pytest.mark.parametrize("letter", ["\x00", "\x0b", "\ud800", "\ufffe", "\uffff"])
def test_what_no_xml_may_hold(letter):
    assert replace_non_xml(f"a{letter}\n\U0001f600") == "a\ufffd\n\U0001f600"
