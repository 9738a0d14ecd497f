"""What a name is made of."""

import pytest

from talentwatch.matching.first_names import SHORT_FORMS, is_same_first_name
from talentwatch.matching.names import parse_organization_name, parse_person_name
from talentwatch.text import search_key


@pytest.mark.parametrize(
    ("name", "bare"),
    [
        ("Acme Inc", "acme"),
        ("Acme Co., Ltd.", "acme"),
        ("SAS", "sas"),
        ("Inc Acme", "inc acme"),
        ("OpenAI, Inc.", "openai"),
        ("OpenAI, L.L.C.", "openai"),
        ("OpenAI OpCo, LLC", "openai opco"),
        ("Anthropic PBC", "anthropic"),
        ("Anthropic, P.B.C.", "anthropic"),
        ("Acme Public Benefit Corporation", "acme"),
        ("Mistral AI S.A.S.", "mistral ai"),
        ("Aleph Alpha GmbH", "aleph alpha"),
        ("ООО Яндекс", "яндекс"),
        ("北京智谱华章科技股份有限公司", "北京智谱华章科技"),
        ("株式会社サカナ", search_key("サカナ")),
        ("H Company", "h company"),  # a letter is no name
        ("Ltd Inc", "ltd"),
    ],
)
def test_legal_forms_are_left_out(name, bare):
    assert " ".join(parse_organization_name(search_key(name)).words) == bare


@pytest.mark.parametrize(
    ("name", "words"),
    [
        ("Dr. Ada King", "ada king"),
        ("Prof. Dr. h.c. Ada King", "ada king"),
        ("Dr.-Ing. Ada King", "ada king"),
        ("Professor Ada King, Ph.D.", "ada king"),
        ("King, Dr. Ada", "king ada"),
        ("Dame Ada King", "ada king"),
        ("פרופ' עדה קינג", "עדה קינג"),
        ("Dr. No", "no"),
        ("Dr", "dr"),  # a title alone is a name
        ("Ada Dame", "ada dame"),
    ],
)
def test_titles_are_left_out(name, words):
    assert " ".join(parse_person_name(search_key(name)).words) == words


@pytest.mark.parametrize(
    ("name", "words", "generation"),
    [
        ("Sammy Davis Jr.", "sammy davis", "jr"),
        ("Davis, Sammy, Junior", "davis sammy", "jr"),
        ("Davis Jr., Sammy", "davis sammy", "jr"),
        ("Sammy Davis Sr", "sammy davis", "sr"),
        ("Sammy Davis 3rd", "sammy davis", "iii"),
        ("Junior Davis", "junior davis", ""),
        ("Sammy V", "sammy v", ""),  # an initial
    ],
)
def test_the_generation_is_no_word(name, words, generation):
    parsed = parse_person_name(search_key(name))
    assert (" ".join(parsed.words), parsed.generation) == (words, generation)


def test_single_letters_are_initials_of_people_in_scripts_with_upper_case():
    assert parse_person_name("ада а в").initials == ("а", "в")
    assert parse_person_name("a b king").full == ("king",)
    assert parse_person_name("梁 文").initials == ()
    assert parse_organization_name("h company x").initials == ()


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("ben", "benjamin"),
        ("mike", "michael"),
        ("bill", "will"),
        ("durk", "diederik"),
        ("pepe", "jose"),
        ("gianni", "giovanni"),
        ("sasha", "aleksandr"),
        ("kasia", "katarzyna"),
        ("саша", "александр"),
        ("יוסי", "יוסף"),
    ],
)
def test_short_first_names(one, other):
    assert is_same_first_name(one, other)
    assert is_same_first_name(other, one)


@pytest.mark.parametrize(("one", "other"), [("albert", "robert"), ("ben", "bernard"), ("mike", "mark"), ("", "ben")])
def test_other_first_names(one, other):
    assert not is_same_first_name(one, other)


def test_the_table_of_first_names_holds_search_keys_and_no_name_as_its_own_short_form():
    for long, short_forms in SHORT_FORMS.items():
        words = [long, *short_forms.split()]
        assert words == [search_key(word) for word in words]
        assert len(words) == len(set(words))
