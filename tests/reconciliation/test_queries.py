"""Reconciliation queries: who is found, and when it is called a match."""

import json
from collections import Counter

import pytest
from django.utils import timezone

from people.models import Organization, Person, PersonName
from talentwatch.api.throttling import AnonymousThrottle
from talentwatch.reconciliation.properties import Property
from talentwatch.reconciliation.queries import BATCH_SIZE
from talentwatch.records.edit import edit
from tests.support.built_once import built_once
from tests.support.factories import make_cohort, make_employment, make_organization, make_person
from tests.support.reconciling import candidates, check, found, post, refusal

ADA, GRACE = "person:ada-lovelace", "person:grace-hopper"

pytestmark = pytest.mark.django_db


@pytest.fixture
@built_once
def ada():
    return make_person("Ada Lovelace", names=("Augusta Ada King",), orcid="0000-0002-1825-0097", description="A poet.")


@pytest.fixture
@built_once
def scene(ada):
    """Ada at a part of Acme; Grace, who once was at Navy; on a list together."""
    grace = make_person("Grace Hopper", wikidata_id="Q11641")
    acme = make_organization("Acme", country="FR")
    make_organization("Grace Systems", kind="startup")
    labs = make_organization("Acme Labs", kind="lab", parent=acme)
    make_employment(ada, labs, role="research", title="Countess")
    make_employment(grace, make_organization("Navy", kind="government"), role="engineering")
    make_cohort(ada, grace, name="First of all")


def test_the_whole_answer(api, scene):
    assert post(api, queries={"q0": {"query": "lovelace ADA"}}).json() == {
        "q0": {
            "result": [
                {
                    "id": ADA,
                    "name": "Ada Lovelace",
                    "description": "A poet.",
                    "type": [{"id": "Person", "name": "Person"}],
                    "score": 100,
                    "features": [{"id": "name", "value": 100}],
                    "match": True,
                }
            ]
        }
    }


def test_get_answers_as_post_does(api, scene):
    asked = '{"a": {"query": "Ada Lovelace"}, "b": {"query": "Grace Hopper", "limit": 1}}'
    response = api.get("/reconcile/", {"queries": asked})
    assert response.json() == post(api, queries=asked).json()
    assert list(response.json()) == ["a", "b"]


@pytest.mark.parametrize("kind", ["alias", "former", "transliteration", "native", "abbreviation"])
def test_every_right_name_is_a_match(api, ada, kind):
    PersonName.objects.create(person=ada, text="Эйда Лавлейс", language="ru", kind=kind)
    assert found(api, "Эйда Лавлейс") == {ADA: True}


@pytest.mark.parametrize("kind", ["misspelling", "initials"])
def test_a_name_for_finding_finds_and_never_matches_nor_shows(api, ada, kind):
    PersonName.objects.create(person=ada, text="Eda Loveless", language="en", kind=kind)
    (only,) = candidates(api, "Eda Loveless")
    assert (only["id"], only["name"], only["match"]) == (ADA, "Ada Lovelace", False)


@pytest.mark.parametrize(
    ("query", "is_match"),
    [
        ("Ada Lovelace", True),
        ("Ada Lovelase", True),
        ("A. Lovelace", False),
        ("Lovelace", False),
        ("Ada", False),
        ("Ada Lovel", False),
        ("person:ada-lovelace", True),
    ],
)
def test_what_is_safe_to_match(api, ada, query, is_match):
    assert found(api, query).get(ADA, False) is is_match


@pytest.mark.parametrize(
    ("query", "score", "is_match"),
    [
        ("Wolfgang Mozart", 95, True),
        ("Wolfgang A. Mozart", 96, True),
        ("Wolf Mozart", 94, True),
        ("Dr. Wolfgang Amadeus Mozart", 100, True),
        ("Mozart, Wolfgang Amadeus", 100, True),
        ("Wolfgang Amadeus Mozart Jr.", 90, False),
        ("Mozart, W. A.", 88, False),
        ("Mozart", 86, False),
    ],
)
def test_a_person_is_found_under_variations_of_the_name(api, query, score, is_match):
    make_person("Wolfgang Amadeus Mozart")
    (candidate,) = candidates(api, query)
    assert (candidate["score"], candidate["match"]) == (score, is_match)


def test_two_generations_are_two_people(api):
    make_person("Sammy Davis III")
    assert found(api, "Sammy Davis Jr.") == {}
    assert found(api, "Sammy Davis") == {"person:sammy-davis-iii": False}


@pytest.mark.parametrize("query", ["Open AI", "OpenAI, Inc.", "openai LLC"])
def test_an_organization_is_found_under_variations_of_the_name(api, query):
    make_organization("OpenAI")
    (candidate,) = candidates(api, query, type="Organization")
    assert (candidate["score"], candidate["match"]) == (100, True)


def test_two_of_one_name_are_no_match(api, ada):
    make_person("Ada Lovelace")
    assert found(api, "Ada Lovelace") == {ADA: False, "person:ada-lovelace-2": False}


def test_two_near_each_other_are_no_match_but_the_exact_one_is(api):
    make_person("Karen Simonyan"), make_person("Karen Simonyen")
    assert found(api, "Karen Simonyin") == {"person:karen-simonyan": False, "person:karen-simonyen": False}
    assert found(api, "Karen Simonyan") == {"person:karen-simonyan": True, "person:karen-simonyen": False}


def test_one_word_matches_where_it_is_exact_unique_and_of_the_type_asked_for(api):
    make_organization("Meta")
    assert found(api, "META", type="Organization") == {"organization:meta": True}
    assert found(api, "Meta", type=None) == {"organization:meta": False}
    assert found(api, "Metta", type="Organization") == {"organization:meta": False}


def test_a_person_and_an_organization_of_one_name_are_told_apart_by_type(api):
    make_person("Mistral Blanc"), make_organization("Mistral Blanc")
    both = {"organization:mistral-blanc": False, "person:mistral-blanc": False}
    assert found(api, "Mistral Blanc", type=None) == both
    assert found(api, "Mistral Blanc", type=["Person", "Organization"], type_strict="should") == both
    assert found(api, "Mistral Blanc", type=["Person", "Organization"], type_strict="all") == {}
    assert found(api, "Mistral Blanc", type="Organization") == {"organization:mistral-blanc": True}


def test_the_limit_holds(api):
    for number in range(3):
        make_person(f"Ada Lovelace {number}")
    assert len(candidates(api, "Ada Lovelace", limit=2)) == 2


@pytest.mark.parametrize("query", ["—", "…", "\u0000", "\u202e"])
def test_a_cell_without_a_letter_finds_nobody(api, ada, query):
    assert found(api, query) == {}


def of(pid, *values):
    return [{"pid": pid, "v": values[0] if len(values) == 1 else list(values)}]


@pytest.mark.parametrize(
    ("pid", "holds", "fails"),
    [
        ("employer", "Acme Labs", "Navy"),
        ("employer", "acme", "Nobody Ltd"),
        ("employer", {"id": "organization:acme-labs"}, {"id": "organization:navy"}),
        ("employer", {"id": "acme", "name": "?"}, {"id": "nowhere"}),
        ("role", "Research", "board"),
        ("cohort", "First of all", "Last of all"),
        ("cohort", "first-of-all", 7),
        ("orcid", "https://orcid.org/0000-0002-1825-0097", "0000-0001-5109-3700"),
    ],
)
def test_a_constraint_of_people(api, scene, pid, holds, fails):
    assert found(api, "Ada Lovelace", properties=of(pid, holds)) == {ADA: True}
    assert found(api, "Ada Lovelace", properties=of(pid, fails, holds))[ADA] is True
    (against,) = candidates(api, "Ada Lovelace", properties=of(pid, fails))
    assert (against["match"], against["score"]) == (False, 85)
    assert against["features"][1:] == [{"id": pid, "value": False}]


@pytest.mark.parametrize(
    ("pid", "holds", "fails"),
    [("country", "fr", "US"), ("kind", "Company", "lab")],
)
def test_a_constraint_of_organizations(api, scene, pid, holds, fails):
    assert found(api, "Acme", type="Organization", properties=of(pid, holds))["organization:acme"] is True
    assert found(api, "Acme", type="Organization", properties=of(pid, fails))["organization:acme"] is False


def test_a_parent_is_any_organization_above(api, scene):
    for parent, is_match in (("Acme", True), ("Navy", False)):
        asked = {"type": "Organization", "properties": of("parent", parent)}
        assert found(api, "Acme Labs", **asked)["organization:acme-labs"] is is_match


@pytest.mark.parametrize("properties", [of("wikidata_id", "Q7259"), of("employer", " "), of("employer", "")])
def test_what_is_not_known_or_not_given_is_not_held_against_anybody(api, scene, properties):
    assert found(api, "Ada Lovelace", properties=properties) == {ADA: True}


def test_no_posts_are_not_held_against_anybody(api, ada):
    assert found(api, "Ada Lovelace", properties=of("employer", "Acme")) == {ADA: True}


def test_a_constraint_of_the_other_type_fails(api, scene):
    assert found(api, "Acme", type="Organization", properties=of("role", "lead"))["organization:acme"] is False


def test_an_equal_identifier_decides_and_needs_no_name(api, scene):
    asked = of("wikidata_id", "http://www.wikidata.org/entity/q11641")
    assert found(api, "Somebody Else", properties=asked) == {GRACE: True}
    assert found(api, properties=asked) == {GRACE: True}
    assert found(api, "Ada Lovelace", properties=asked) == {GRACE: True, ADA: False}


def test_identifiers_that_contradict_each_other_decide_nothing(api, scene):
    Person._base_manager.filter(slug="ada-lovelace").update(wikidata_id="Q7259")
    both = [*of("orcid", "0000-0002-1825-0097"), *of("wikidata_id", "Q11641")]
    assert found(api, "Ada Lovelace", properties=both) == {GRACE: True, ADA: False}
    assert found(api, "Ada Lovelace", properties=of("wikidata_id", "Q7259", "Q11641")) == {ADA: False, GRACE: False}


def test_a_constraint_without_a_name_or_an_identifier_finds_nobody(api, scene):
    assert found(api, properties=of("employer", "Acme")) == {}


@pytest.mark.parametrize("status", ["draft", "in_review", "withdrawn"])
def test_the_hidden_are_nowhere(api, scene, status):
    assert found(api, "Ada Lovelace") == {ADA: True}
    Person._base_manager.filter(slug="ada-lovelace").update(status=status)
    for asked in ("Ada Lovelace", "Augusta Ada King", ADA):
        assert found(api, asked) == {}
    assert found(api, properties=of("orcid", "0000-0002-1825-0097")) == {}
    Organization._base_manager.filter(slug="navy").update(status=status)
    assert found(api, "Grace Hopper", properties=of("employer", "Nowhere")) == {GRACE: True}  # no post is known then


def test_a_merged_one_is_found_as_its_survivor_by_its_old_id(api, ada):
    twin = make_person("Ada Byron")
    Person._base_manager.filter(pk=twin.pk).update(status="withdrawn", merged_into=ada)
    assert found(api, "person:ada-byron") == {ADA: True}
    assert found(api, "Ada Byron") == {}


def test_an_edit_is_seen_at_once(api, ada):
    assert found(api, "Enchantress Number") == {}
    name = PersonName.objects.create(person=ada, text="Enchantress Number", language="en")
    assert found(api, "Enchantress Number") == {ADA: True}
    name.text = "Enchantress of Numbers"
    name.save()
    assert found(api, "Enchantress of Numbers") == {ADA: True}
    name.delete()
    assert found(api, "Enchantress of Numbers") == {}
    ada.name = "Countess Lovelace"
    ada.save()
    assert found(api, "Countess Lovelace") == {ADA: True}


def test_names_that_are_behind_show_nothing_hidden(api, ada, monkeypatch):
    monkeypatch.setattr("talentwatch.records.name_index.fingerprint", lambda _records: (0, 0, None))
    assert found(api, "Ada Lovelace") == {ADA: True}
    Person._base_manager.filter(pk=ada.pk).update(status="withdrawn", updated_at=timezone.now())
    assert found(api, "Ada Lovelace") == {}


BROKEN = [
    ("{", "This isn't JSON"),
    ("[]", "Accepted: a JSON object."),
    ('"\\ud800"', "Accepted: a JSON object."),
    ({"q": []}, "q: Accepted: a JSON object."),
    ({"q": {}}, "q: Give a query, properties, or both."),
    ({"q": {"properties": []}}, "q: Give a query, properties, or both."),
    ({"q": {"query": ["x"]}}, "q.query: Accepted: a text of at most 500 characters."),
    (
        {"q": {"query": "x", "colour": 1}},
        "q: Not known: colour. Accepted: query, type, limit, properties, type_strict.",
    ),
    ({"q": {"query": "x", "type": "Robot"}}, "q.type: Accepted: Person, Organization."),
    ({"q": {"query": "x", "type": [["Person"]]}}, "q.type: Accepted: Person, Organization."),
    ({"q": {"query": "x", "type": 7}}, "q.type: Accepted: a list of at most 10."),
    ({"q": {"query": "x", "type_strict": "maybe"}}, "q.type_strict: Accepted: should, all, any."),
    *(
        ({"q": {"query": "x", "limit": limit}}, "q.limit: Accepted: a whole number from 1 to 100.")
        for limit in (0, -1, 101, 2.5, True, "3", None)
    ),
    ({"q": {"query": "x", "properties": {}}}, "q.properties: Accepted: a list of at most 20."),
    ({"q": {"query": "x", "properties": ["employer"]}}, "q.properties: Accepted: a JSON object."),
    ({"q": {"query": "x", "properties": [{"pid": "employer"}]}}, "q.properties: Give pid and v."),
    ({"q": {"query": "x", "properties": of("shoe", "9")}}, "q.properties.pid: Accepted: employer, role, cohort"),
    ({"q": {"query": "x", "properties": of("website", "9")}}, "q.properties.pid: Accepted: employer, role, cohort"),
    ({"q": {"query": "x", "properties": of("employer", {"name": "Acme"})}}, "q.properties.v.id: Accepted: a text"),
    ({"q": {"query": "x", "properties": of("role", *"abcdefghijklmnopqrstu")}}, "q.properties.v: Accepted: a list of"),
]


@pytest.mark.parametrize(("queries", "said"), BROKEN)
def test_what_is_broken_is_refused_in_words(api, queries, said):
    assert refusal(post(api, queries=queries)).startswith(said)


@pytest.mark.parametrize("cell", [None, 7, 2.5, True, "x" * 501, "", "!"])
def test_an_odd_cell_fails_no_batch(api, ada, cell):
    queries = {
        "right": {"query": "Ada Lovelace", "type": "Person"},
        "odd": {"query": cell},
        "odder": {"query": "Ada Lovelace", "properties": of("employer", cell)},
    }
    answer = post(api, queries=queries).json()
    assert [one["id"] for one in answer["right"]["result"]] == [ADA]
    assert answer["odd"]["result"] == []
    assert [one["id"] for one in answer["odder"]["result"]] == [ADA]


@pytest.mark.parametrize(
    ("escaped", "finds"),
    [
        (r"Ada Lovelace \ud83d", True),
        (r"\uDE00 Ada Lovelace", True),
        (r"Ada Lovelace \ud83d\ude00", True),
        (r"Ada Lovelace \ude00\ud83d", True),
        (r"Ada \\ud83d", False),  # a backslash and letters
    ],
)
def test_half_a_character_fails_no_batch(api, ada, escaped, finds):
    """orjson refuses a text with half of a surrogate pair, such as a cell that was cut in the middle of an emoji."""
    answer = post(api, queries=f'{{"right": {{"query": "Ada Lovelace"}}, "odd": {{"query": "{escaped}"}}}}').json()
    assert [one["id"] for one in answer["right"]["result"]] == [ADA]
    assert [one["id"] for one in answer["odd"]["result"] if one["match"]] == ([ADA] if finds else [])


def test_a_surname_alone_finds_all_who_have_it(api, ada):
    make_person("Bob van der Lovelace")
    for surname in ("Lovelace", "van der Lovelace"):
        assert "person:bob-van-der-lovelace" in found(api, surname)
    assert found(api, "Lovelace")[ADA] is False


def test_without_its_slash_the_endpoint_takes_batches_too(api, ada):
    body = "queries=" + json.dumps({"q0": {"query": "Ada Lovelace"}})
    response = api.post("/reconcile", body, content_type="application/x-www-form-urlencoded")
    assert [one["id"] for one in response.json()["q0"]["result"]] == [ADA]
    assert api.get("/reconcile").json() == api.get("/reconcile/").json()


def test_a_whole_number_may_be_written_as_a_fraction_and_values_as_numbers(api, ada):
    assert found(api, "Ada Lovelace", limit=1.0, properties=of("orcid", 3, True)) == {ADA: False}


def test_a_batch_has_a_size(api):
    batch = {str(number): {"query": "Ada"} for number in range(BATCH_SIZE + 1)}
    assert refusal(post(api, queries=batch), 413) == "A batch may hold 50 queries; this one has 51."
    batch.popitem()
    assert len(post(api, queries=batch).json()) == BATCH_SIZE
    assert post(api, queries={}).json() == {}


def test_the_constraints_of_a_batch_have_a_size(api, ada):
    full = {"query": "Ada Lovelace", "properties": [{"pid": "role", "v": [f"{n}" for n in range(20)]}] * 10}
    batch = {str(number): full for number in range(5)}
    assert len(post(api, queries=batch).json()) == 5
    batch["more"] = {"query": "Ada", "properties": of("role", "research")}
    message = "The constraints of a batch may hold 1,000 values; these hold 1,001. Send fewer queries at once."
    assert refusal(post(api, queries=batch), 413) == message


def test_a_value_is_folded_once_for_all_candidates(api, monkeypatch):
    with edit():
        for number in range(30):
            make_person(f"Ada Lovelace {number}")
    folded = Counter()
    fold = Property.fold
    monkeypatch.setattr(Property, "fold", lambda prop, text: folded.update([text]) or fold(prop, text))
    post(api, queries={"q": {"query": "Ada Lovelace", "limit": 100, "properties": of("role", "engineering")}})
    # To look for identifiers, and to compare.
    assert folded["engineering"] == 2


@pytest.mark.parametrize("count", [1, 20])
def test_a_batch_costs_the_same_for_one_query_and_for_twenty(api, scene, django_assert_num_queries, count):
    with edit():
        for number in range(count):
            make_employment(make_person(f"Ada Lovelace {number}"), make_organization(f"Place {number}"))
    given = [
        *of("employer", "Acme", {"id": "organization:navy"}),
        *of("orcid", "0000-0002-1825-0097"),
        *of("cohort", "x"),
    ]
    asked = {"type": "Person", "properties": given}
    batch = {str(number): {"query": f"Ada Lovelace {number}", **asked} for number in range(count)}
    post(api, queries=batch)  # reads the names, which each process keeps
    # the tree · ids given, people and organizations, · names, the stamp of each · an ORCID · people with all they have
    with django_assert_num_queries(MAX_QUERIES):
        post(api, queries=batch)


MAX_QUERIES = 10


@pytest.mark.parametrize(
    "queries",
    [
        {"q0": {"query": "Ada Lovelace"}, "q1": {"query": "Nobody"}},
        {"q0": {"query": "Ada", "type": ["Person"], "type_strict": "any", "limit": 3}},
        {"q0": {"properties": [{"pid": "employer", "v": ["Acme", {"id": "acme", "name": "Acme"}, 3, True]}]}},
    ],
)
def test_questions_and_answers_are_as_the_schemas_have_them(api, scene, queries):
    check("reconciliation-query-batch", queries)
    check("reconciliation-result-batch", post(api, queries=queries).json())


def test_requests_are_counted_with_those_of_the_api(api, ada, settings, monkeypatch):
    settings.API_REQUESTS_PER_MINUTE = 2
    monkeypatch.setattr(AnonymousThrottle, "timer", staticmethod(lambda: 60))
    assert api.get("/api/v1/").status_code == 200
    assert post(api, queries={})["RateLimit"] == '"anonymous";r=0;t=60'
    assert "Retry-After" in post(api, queries={})
    refusal(api.get("/reconcile/"), 429)
