"""GET /api/v1/people/ and one of them."""

from datetime import UTC, date, datetime

import pytest

from people.models import Person, PersonName
from talentwatch.records.edit import edit
from talentwatch.records.status import Status
from tests.support.built_once import built_once
from tests.support.factories import make_cohort, make_employment, make_organization, make_person

MOMENT = datetime(2026, 1, 2, 3, 4, 5, tzinfo=UTC)


@pytest.fixture
@built_once
def lab():
    return make_organization("Acme")


@pytest.fixture
@built_once
def returner(lab):
    """Ada left Acme in 2011 and has been at Initech since 2015."""
    ada = make_person("Ada Lovelace")
    make_employment(ada, lab, role="research", start="2008", end="2011", end_state="ended")
    make_employment(ada, make_organization("Initech"), role="founder", start="2015", end_state="ongoing")
    return ada


@pytest.fixture
@built_once
def stayer(lab):
    """Bob has been at Acme since 2018."""
    bob = make_person("Bob Noyce")
    make_employment(bob, lab, role="lead", start="2018", end_state="ongoing")
    return bob


def test_organization_and_day_speak_of_the_same_job(api, returner, stayer):
    assert api.slugs("people/", organization="acme", on="2020-06-01") == ["bob-noyce"]
    assert api.slugs("people/", organization="acme", on="2010-06-01") == ["ada-lovelace"]
    assert api.slugs("people/", organization="initech", on="2020-06-01") == ["ada-lovelace"]


def test_organization_and_role_speak_of_the_same_job(api, returner, stayer):
    assert api.slugs("people/", organization="acme", role="founder") == []
    assert api.slugs("people/", organization="acme", role="research") == ["ada-lovelace"]
    assert api.slugs("people/", organization="acme", role="research,lead") == ["ada-lovelace", "bob-noyce"]


def test_somebody_with_two_jobs_that_fit_comes_once(api, lab, returner):
    make_employment(returner, lab, start="2012", end_state="ongoing")
    assert api.slugs("people/", organization="acme") == ["ada-lovelace"]


def test_a_row(api):
    with edit(at=MOMENT):
        ada = make_person(
            "Ada Lovelace",
            description="Wrote the first program.",
            wikidata_id="Q7259",
            orcid="0000-0002-1825-0097",
            website="https://ada.example/",
        )
        for text, language, kind in [
            ("עדה לאבלייס", "he", "native"),
            ("Ada King", "en", "former"),
            ("Ada Lovelance", "en", "misspelling"),
        ]:
            PersonName.objects.create(person=ada, text=text, language=language, kind=kind)
    assert api.get_json("people/") == {
        "next": None,
        "previous": None,
        "results": [
            {
                "slug": "ada-lovelace",
                "url": "http://testserver/api/v1/people/ada-lovelace/",
                "page": "http://testserver/people/ada-lovelace/",
                "updated_at": "2026-01-02T03:04:05Z",
                "name": "Ada Lovelace",
                "description": "Wrote the first program.",
                "names": [
                    {"text": "Ada King", "language": "en", "kind": "former"},
                    {"text": "עדה לאבלייס", "language": "he", "kind": "native"},
                ],
                "wikidata_id": "Q7259",
                "orcid": "0000-0002-1825-0097",
                "website": "https://ada.example/",
            }
        ],
    }


def test_what_nobody_entered_is_null(api):
    make_person()
    [row] = api.get_json("people/", fields="description,names,wikidata_id,orcid,website")["results"]
    assert row == {"description": None, "names": [], "wikidata_id": None, "orcid": None, "website": None}


def test_one_person_has_their_posts_in_order_of_time(api):
    ada = make_person()
    for name, dates in {
        "Undated": {},
        "Left": {"end": "by June 2013", "end_state": "ended"},
        "Started By": {"start": "by 2012"},
        "Third": {"start": "2015-06"},
        "First": {"start": "2010", "end": "2011", "end_state": "ended"},
        "Also First": {"start": "2010"},
    }.items():
        make_employment(ada, make_organization(name), **dates)
    make_employment(make_person("Bob Noyce"), make_organization("Elsewhere"))
    body = api.get_json("people/ada-lovelace/")
    assert [post["organization"]["slug"] for post in body.pop("employments")] == [
        "also-first",
        "first",
        "started-by",
        "left",
        "third",
        "undated",
    ]
    [row] = api.get_json("people/", q="ada")["results"]
    assert body == row


def test_a_post_of_one_person_is_the_post_of_its_own_list(api, returner):
    assert api.get_json("people/ada-lovelace/")["employments"] == api.get_json("employments/")["results"]


@pytest.fixture
@built_once
def named():
    make_person("Ada Lovelace", names=("Augusta Ada King", "עדה", "Ada Lovelance"))
    make_person("Bob Noyce")


@pytest.mark.parametrize("words", ["ada", "LOVELACE", "love ada", "augusta", "lovelance", "עדה", "d'a", "ada-lovelace"])
def test_q_finds_by_any_name_in_any_script(api, named, words):
    assert api.slugs("people/", q=words.replace("d'a", "ad'a")) == ["ada-lovelace"]


def test_q_finds_nobody_by_words_of_two_people(api):
    make_person("Ada Lovelace")
    make_person("Bob Noyce")
    assert api.slugs("people/", q="ada noyce") == []


@pytest.mark.parametrize("words", ["'", "—", "%", "_", "a " * 11, "a" * 201])
def test_q_refuses(api, words):
    assert api.refusals("people/", q=words) == {
        "q": "Accepted: 1 to 10 words with letters or digits, at most 200 characters."
    }


def test_q_takes_ten_words_and_two_hundred_characters(api):
    make_person("Ada Lovelace")
    assert api.slugs("people/", q="a " * 10) == ["ada-lovelace"]
    assert api.slugs("people/", q="a" * 200) == []


@pytest.fixture
def whole(lab):
    part = make_organization("Acme Labs", parent=lab)
    make_employment(make_person("Cleo"), make_organization("Acme Robotics", parent=part), start="2020")
    return lab


def test_an_organization_means_its_parts_too(api, whole, stayer):
    assert api.slugs("people/", organization="acme") == ["bob-noyce", "cleo"]
    assert api.slugs("people/", organization="acme", include_descendants="true") == ["bob-noyce", "cleo"]
    assert api.slugs("people/", organization="acme", include_descendants="false") == ["bob-noyce"]
    assert api.slugs("people/", organization="acme-labs") == ["cleo"]
    assert api.slugs("people/", organization="acme-labs", include_descendants="false") == []


def test_a_part_of_a_hidden_part_is_no_part(api):
    acme = make_organization("Acme")
    hidden = make_organization("Stealth", parent=acme, status="draft")
    make_employment(make_person("Cleo"), make_organization("Stealth Labs", parent=hidden))
    assert api.slugs("people/", organization="acme") == []


@pytest.mark.parametrize("value", ["nope", "acme,nope", "Acme", "acme,", ",acme", "acme, initech", "acme;initech", "*"])
def test_organization_refuses(api, returner, value):
    assert list(api.refusals("people/", organization=value)) == ["organization"]


@pytest.mark.parametrize("value", ["1", "yes", "Falsch", "true,false"])
def test_include_descendants_refuses(api, value):
    assert api.refusals("people/", include_descendants=value) == {"include_descendants": "Accepted: true, false."}


@pytest.mark.parametrize("value", ["boss", "LEAD", "lead,", "lead,boss"])
def test_role_refuses(api, value):
    assert api.refusals("people/", role=value)["role"].startswith("Accepted: founder, executive, lead,")


def test_cohort(api, stayer, returner):
    make_cohort(stayer, make_person("Cleo"), name="Authors")
    make_cohort(returner, name="Others")
    assert api.slugs("people/", cohort="authors") == ["bob-noyce", "cleo"]
    assert api.slugs("people/", cohort="authors,others") == ["ada-lovelace", "bob-noyce", "cleo"]
    assert api.slugs("people/", cohort="authors", organization="initech") == []
    assert api.refusals("people/", cohort="nope") == {"cohort": "Unknown cohort: nope."}


@pytest.fixture
@built_once
def dot():
    make_employment(make_person("Dot"), start="2020", end="2022", end_state="ended")


@pytest.mark.parametrize(
    ("day", "possible", "certain"),
    [
        ("2019-12-31", [], []),
        ("2020-01-01", ["dot"], []),
        ("2020-12-31", ["dot"], ["dot"]),
        ("2022-01-01", ["dot"], ["dot"]),
        ("2022-01-02", ["dot"], []),
        ("2022-12-31", ["dot"], []),
        ("2023-01-01", [], []),
    ],
)
def test_on_includes_the_last_day(api, dot, day, possible, certain):
    assert api.slugs("people/", on=day) == possible
    assert api.slugs("people/", on=day, certainty="possible") == possible
    assert api.slugs("people/", on=day, certainty="certain") == certain


@pytest.mark.parametrize(
    "day", ["2023", "2023-06", "2023-13-01", "2023-02-29", "2023-6-1", "20230615", "٢٣٢٣-٢٢-٢٣", "today"]
)
def test_on_refuses(api, day):
    assert api.refusals("people/", on=day) == {"on": "Accepted: a day, such as 2023-06-15."}


@pytest.mark.parametrize("value", ["possible,certain", "Certain", "sure", "certain,"])
def test_certainty_is_one_of_two(api, value):
    assert api.refusals("people/", certainty=value) == {"certainty": "Accepted: one of possible, certain."}


@pytest.mark.parametrize(
    ("ordering", "slugs"),
    [
        ("last_move", ["ada-lovelace", "bob-noyce", "zoe"]),
        ("-last_move", ["bob-noyce", "ada-lovelace", "zoe"]),
    ],
)
def test_last_move_orders_by_the_earliest_day_with_nulls_last(api, returner, stayer, ordering, slugs):
    make_employment(stayer, make_organization("Zeta"), start="2019", end="2021", end_state="ended")
    make_employment(returner, make_organization("Zeta 2"))
    make_employment(make_person("Zoe"), make_organization("Zeta 3"))
    make_person("Draft", status=Status.DRAFT)
    Person._base_manager.filter(slug="draft").update(last_move_earliest=date(2024, 1, 1))
    assert api.slugs("people/", ordering=ordering) == slugs
    first = api.get_json("people/", ordering=ordering, page_size=1)
    second = api.get(first["next"]).json()
    assert [second["results"][0]["slug"], api.get(second["next"]).json()["results"][0]["slug"]] == slugs[1:]
    assert "group_by" in api.refusals("people/", group_by="last_move")


def test_ordering(api):
    for day, name in enumerate(["Cleo", "Ada", "Bob"], 1):
        with edit(at=MOMENT.replace(day=day)):
            make_person(name)
    assert api.slugs("people/") == ["ada", "bob", "cleo"]
    assert api.slugs("people/", ordering="slug") == ["ada", "bob", "cleo"]
    assert api.slugs("people/", ordering="-slug") == ["cleo", "bob", "ada"]
    assert api.slugs("people/", ordering="updated_at") == ["cleo", "ada", "bob"]
    assert api.slugs("people/", ordering="-updated_at") == ["bob", "ada", "cleo"]
    assert api.refusals("people/", ordering="name") == {
        "ordering": "Accepted: slug, updated_at, last_move, -slug, -updated_at, -last_move."
    }


@pytest.mark.parametrize(
    ("moment", "found"),
    [
        ("2026-01-02", ["ada"]),
        ("2026-01-03", []),
        ("2026-01-02T03:04:05Z", ["ada"]),
        ("2026-01-02t03:04:05z", ["ada"]),
        ("2026-01-02T03:04:05.000001Z", []),
        ("2026-01-02T03:04Z", ["ada"]),
        ("2026-01-02T04:04:05+01:00", ["ada"]),
        ("2026-01-02T04:04:05-01:00", []),
        ("0001-01-01T00:00:00+14:00", ["ada"]),
        ("9999-12-31T23:59:59-14:00", []),
    ],
)
def test_updated_after_includes_the_moment(api, moment, found):
    with edit(at=MOMENT):
        make_person("Ada")
    assert api.slugs("people/", updated_after=moment) == found


@pytest.mark.parametrize(
    "moment",
    [
        "2026",
        "2026-01",
        "2026-13-01",
        "2026-01-02T03:04:05",
        "2026-01-02T03:04:05 01:00",
        "2026-01-02 03:04:05Z",
        "2026-01-02T25:04:05Z",
        "2026-01-02T03:04:05+99:99",
        "2026-01-02T٢٣:04:05Z",
        "2026-W01-1T00:00:00Z",
        "0000-01-01T00:00:00Z",
        "now",
    ],
)
def test_updated_after_refuses(api, moment):
    assert api.refusals("people/", updated_after=moment) == {
        "updated_after": "Accepted: 2026-11-21T18:30:00Z or 2026-11-21; write + as %2B."
    }


def test_fields_leave_out_all_others(api, returner):
    assert api.get_json("people/", fields="name,slug")["results"] == [{"slug": "ada-lovelace", "name": "Ada Lovelace"}]
    assert api.get_json("people/ada-lovelace/", fields="name,name") == {"name": "Ada Lovelace"}
    assert list(api.get_json("people/ada-lovelace/", fields="employments")) == ["employments"]


@pytest.mark.parametrize("value", ["password", "slug,", "Slug", "employments", "names.text", ",".join(["slug"] * 101)])
def test_fields_refuses(api, value):
    assert api.refusals("people/", fields=value) == {
        "fields": "Accepted: slug, url, page, updated_at, name, description, names, wikidata_id, orcid, website; "
        "separated by commas."
    }


@pytest.mark.parametrize(
    ("parameters", "slugs"),
    [
        ({"wikidata_id": "Q42"}, ["ada"]),
        ({"wikidata_id": "q42,https://www.wikidata.org/wiki/Q7"}, ["ada", "bob"]),
        ({"wikidata_id": "Q43"}, []),
        ({"wikidata_id": "42"}, None),
        ({"orcid": "0000-0002-1694-233X"}, ["ada"]),
        ({"orcid": "https://orcid.org/0000-0002-1694-233x,0000-0002-1825-0097"}, ["ada"]),
        ({"orcid": "0000-0002-1825-0097"}, []),
        ({"orcid": "0000"}, None),
    ],
)
def test_identifiers(api, parameters, slugs):
    make_person("Ada", wikidata_id="Q42", orcid="0000-0002-1694-233X"), make_person("Bob", wikidata_id="Q7")
    if slugs is None:
        assert list(api.refusals("people/", **parameters)) == list(parameters)
    else:
        assert api.slugs("people/", **parameters) == slugs
