"""What an editor may type into a field, and the sentence where it is refused."""

import pytest
from django.core.exceptions import ValidationError

from events.models import Citation, NewsEvent
from people.models import (
    Claim,
    Cohort,
    CohortMember,
    Employment,
    Organization,
    OrganizationName,
    Person,
    PersonName,
    Source,
)
from people.models.countries import COUNTRIES
from tests.support.factories import make_cohort, make_employment, make_organization, make_person, make_source

pytestmark = pytest.mark.django_db

MISSING = ["This field cannot be null."]
BLANK = ["This field cannot be blank."]
NO_LATIN = (
    "The slug is made of Latin letters and digits, and this name has none. Enter the Latin spelling as the "
    "name and the native one under other names, or type a slug."
)


def errors_of(row):
    with pytest.raises(ValidationError) as refusal:
        row.full_clean()
    return refusal.value.message_dict


@pytest.mark.parametrize(
    ("model", "errors"),
    [
        (Person, {"name": BLANK, "__all__": [NO_LATIN]}),
        (Organization, {"name": BLANK, "kind": BLANK, "__all__": [NO_LATIN]}),
        (Source, {"language": BLANK, "__all__": [NO_LATIN]}),
        (Employment, {"person": MISSING, "organization": MISSING}),
        (Claim, {"employment": MISSING, "source": MISSING}),
        (Cohort, {"name": BLANK, "source": MISSING, "expected_size": MISSING, "__all__": [NO_LATIN]}),
        (CohortMember, {"cohort": MISSING, "person": MISSING}),
        (PersonName, {"text": BLANK, "language": BLANK, "person": MISSING}),
        (OrganizationName, {"text": BLANK, "language": BLANK, "organization": MISSING}),
        (Citation, {"event": MISSING, "source": MISSING}),
    ],
)
def test_an_empty_row_is_told_what_it_lacks(model, errors):
    assert errors_of(model()) == errors


def test_an_empty_event_is_told_what_it_lacks():
    errors = errors_of(NewsEvent())
    assert errors.pop("__all__")[0] == NO_LATIN
    assert errors == {"kind": BLANK, "headline": BLANK}


@pytest.mark.parametrize("name", ["יאן לקון", "杨立昆", "Ян Лекун", "!!!"])
def test_a_name_without_latin_letters_asks_for_the_latin_spelling(name):
    assert errors_of(Person(name=name)) == {"__all__": [NO_LATIN]}
    with pytest.raises(ValidationError, match="no Latin letters or digits to make a slug of"):
        Person(name=name).save()


def test_a_slug_that_was_typed_serves_where_the_name_gives_none():
    person = Person(name="יאן לקון", slug="yann-lecun")
    person.full_clean()
    person.save()
    assert Person.objects.get().slug == "yann-lecun"


@pytest.mark.parametrize(
    "slug",
    ["Ada", "ada_lovelace", "ada lovelace", "-ada", "ada-", "ada--lovelace", "ada\n", "адa", "ä", "ada/2", "a.b"],
)
def test_a_slug_is_lower_case_ascii_words_and_single_hyphens(slug):
    assert errors_of(Person(name="Ada", slug=slug)) == {
        "slug": ["Use lower-case letters a–z, digits and single hyphens between them."]
    }


def test_a_slug_holds_200_characters():
    Person(name="Ada", slug="a" * 200).full_clean()
    assert errors_of(Person(name="Ada", slug="a" * 201)) == {
        "slug": ["Ensure this value has at most 200 characters (it has 201)."]
    }


@pytest.mark.parametrize(
    ("name", "sentence"),
    [
        ("Ada\x00", "Remove the control characters."),
        (
            "Ada \u202eecalevoL",
            "Remove the characters that override the direction of text (U+202A–U+202E, U+2066–U+2069).",
        ),
        ("Ada" + "\u0301" * 9, "Use at most 4 combining marks on a letter."),
        ("Ada\nLovelace", "Enter one line of text."),
        ("Ada\u2028Lovelace", "Enter one line of text."),
    ],
)
def test_a_name_is_one_line_of_harmless_text(name, sentence):
    assert errors_of(Person(name=name)) == {"name": [sentence]}


def test_prose_may_have_lines_but_no_control_characters():
    Person(name="Ada", description="One.\n\nTwo.\tThree.").full_clean()
    assert errors_of(Person(name="Ada", description="One\x08")) == {"description": ["Remove the control characters."]}


def test_typed_text_is_kept_composed_and_trimmed():
    person = Person(name="  Aure\u0301lien Rodriguez \n")
    person.full_clean()
    assert person.name == "Aurélien Rodriguez"


@pytest.mark.parametrize("language", ["it", "he", "zh-Hans", "pt-BR", "zh-Hans-CN", "es-419", "yue"])
def test_languages_are_bcp_47(language):
    make_source(language=language).full_clean()


@pytest.mark.parametrize("language", ["I", "italian", "pt-BRA", "it-", "x-klingon", "zh-Hans-Hant"])
def test_other_languages_are_refused(language):
    assert errors_of(Source(publisher="A", language=language)) == {
        "language": ["Enter a BCP 47 language tag such as it, he, zh-Hans or pt-BR."]
    }


@pytest.mark.parametrize("item", ["Q", "Q0", "Q042", "42", "P31", "Q4 2", "Q४२"])
def test_other_wikidata_items_are_refused(item):
    for row in (Person(name="Ada", wikidata_id=item), Organization(name="Acme", kind="lab", wikidata_id=item)):
        assert errors_of(row) == {"wikidata_id": ["Enter a Wikidata item such as Q42."]}


@pytest.mark.parametrize("orcid", ["0000-0002-1825-0097", "0000-0001-5109-3700", "0000-0002-1694-233X"])
def test_orcids_are_known_by_their_check_digit(orcid):
    Person(name="Ada", orcid=orcid).full_clean()


@pytest.mark.parametrize(
    ("orcid", "sentence"),
    [
        ("0000-0002-1825-0098", "This ORCID iD has a wrong check digit."),
        ("0000-0002-1694-2330", "This ORCID iD has a wrong check digit."),
        ("abcd", "Enter an ORCID iD such as 0000-0002-1825-0097."),
        ("-", "Enter an ORCID iD such as 0000-0002-1825-0097."),
        ("٠٠٠٠-٠٠٠٢-١٨٢٥-٠٠٩٧", "Enter an ORCID iD such as 0000-0002-1825-0097."),
    ],
)
def test_other_orcids_are_refused(orcid, sentence):
    assert errors_of(Person(name="Ada", orcid=orcid)) == {"orcid": [sentence]}


@pytest.mark.parametrize("code", ["", "US", "FR", "CN", "IL"])
def test_countries_are_iso_3166(code):
    Organization(name="Acme", kind="lab", country=code).full_clean()


@pytest.mark.parametrize("code", ["UK", "EU", "XX", "U"])
def test_other_countries_are_refused(code):
    errors = errors_of(Organization(name="Acme", kind="lab", country=code))
    assert list(errors) == ["country"]


def test_all_countries_are_two_capitals():
    assert len(COUNTRIES) == 249
    assert all(len(code) == 2 and code.isascii() and code.isupper() for code in COUNTRIES)


@pytest.mark.parametrize(
    "url", ["ftp://example.org/a", "javascript:alert(1)", "example.org", "http://[", "//a.b", "http://a b"]
)
def test_addresses_are_http_or_https(url):
    for column in ("url", "archive_url"):
        assert errors_of(Source(publisher="A", language="en", **{column: url})) == {column: ["Enter a valid URL."]}
    assert errors_of(Person(name="Ada", website=url)) == {"website": ["Enter a valid URL."]}


def test_an_address_may_be_long_and_international():
    Source(language="en", url="https://www.aljazeera.net/مقال?" + "a" * 900).full_clean()


@pytest.mark.parametrize("months", [0, -1, 1201])
def test_stated_months_are_a_possible_length_of_service(months):
    claim = make_employment().claims.get()
    claim.stated_months = months
    assert list(errors_of(claim)) == ["stated_months"]


def test_positions_count_from_one():
    member = make_cohort(make_person()).members.get()
    member.position = 0
    assert errors_of(member) == {"position": ["Ensure this value is greater than or equal to 1."]}


def test_a_source_is_called_by_its_publisher_and_day():
    assert str(make_source("Fortune", published="2024-04", title="Why")) == "Fortune, April 2024"
    assert str(make_source("", title="Why", published="[..2024]")) == "Why, by 2024"
    assert str(make_source("", url="https://www.example.org/a")) == "example-org"


@pytest.mark.parametrize(
    ("values", "slug"),
    [
        ({"publisher": "Fortune", "title": "Why they left", "published": "2024-04"}, "fortune-why-they-left-2024-04"),
        ({"publisher": "", "url": "https://www.Example.org/a?b"}, "example-org"),
        ({"publisher": "כלכליסט", "url": "https://www.calcalist.co.il/a", "published": "2025"}, "calcalist-co-il-2025"),
        ({"publisher": "The Paper", "title": "a" * 70}, f"the-paper-{'a' * 60}"),
    ],
)
def test_the_slug_of_a_source_tells_who_what_and_when(values, slug):
    assert make_source(**values).slug == slug


def test_details_are_called_by_what_they_join():
    post = make_employment()
    cohort = make_cohort(post.person, name="The authors")
    assert str(post) == "Ada Lovelace, Acme"
    assert str(post.claims.get()) == "Ada Lovelace, Acme: The Paper"
    assert str(cohort.members.get()) == "Ada Lovelace, The authors"
    assert str(PersonName(person=post.person, text="Augusta")) == "Augusta"
    assert str(make_organization("FAIR")) == "FAIR"
    event = NewsEvent(headline="Ada joins")
    assert str(Citation(event=event, source=make_source("Fortune"))) == "Ada joins: Fortune"


def test_a_typed_address_without_scheme_is_https():
    box = Source._meta.get_field("url").formfield()
    assert box.clean("example.org/a") == "https://example.org/a"
