"""Bulk writes keep every rule, in one edit, with as many queries for many rows as for two."""

import pytest
from django.core.exceptions import FieldDoesNotExist, ValidationError
from django.db import IntegrityError, connection, transaction
from django.db.models import F, Value
from django.test.utils import CaptureQueriesContext

from people.models import Claim, CohortMember, Employment, Organization, Person, PersonName, Source
from talentwatch.documents.models import Document
from talentwatch.records.columns import insert_rows
from talentwatch.records.edit import edit
from talentwatch.typed_dates import parse_typed
from tests.support.factories import make_cohort, make_employment, make_organization, make_person, make_source

pytestmark = pytest.mark.django_db


def versions(model):
    return dict(model.objects.values_list("slug", "version"))


def test_update_edits_each_row():
    make_person("Ada"), make_person("Grace", description="Countess")
    with edit("same words"):
        assert Person.objects.update(description="Countess") == 2
    assert versions(Person) == {"ada": 2, "grace": 1}
    assert [row.history_change_reason for row in Person.history.filter(history_type="~")] == ["same words"]


def test_update_sets_partial_dates_and_links():
    post, zenith = make_employment(), make_organization("Zenith")
    Employment.objects.update(start=parse_typed("June 2023"), organization=zenith)
    post.refresh_from_db()
    assert (str(post.start), post.organization, post.version) == ("2023-06", zenith, 2)
    Employment.objects.update(organization_id=Organization.objects.get(slug="acme").pk)
    assert versions(Employment) == {"ada-lovelace-acme": 3}


def test_update_takes_no_expressions():
    make_person()
    for expression in (F("slug"), Value("x")):
        with pytest.raises(TypeError, match="plain values, not expressions"):
            Person.objects.update(description=expression)


def test_update_knows_its_columns():
    make_person()
    with pytest.raises(FieldDoesNotExist, match="Person has no nmae, agee"):
        Person.objects.update(nmae="Ada", name="Ada", agee=36)
    assert versions(Person) == {"ada-lovelace": 1}


def test_update_is_all_or_nothing():
    make_person("Ada"), make_person("Grace")
    with pytest.raises(IntegrityError), transaction.atomic():
        Person.objects.update(wikidata_id="Q1")
    assert set(Person.objects.values_list("wikidata_id", flat=True)) == {""}
    assert Person.history.count() == 2


def test_update_cannot_pass_the_gate():
    make_employment()
    for rows, values in ((Person.objects, {"status": "draft"}), (Source.objects, {"status": "withdrawn"})):
        with pytest.raises(ValidationError, match="Ada Lovelace, Acme is published, but"):
            rows.update(**values)
    assert versions(Employment) == {"ada-lovelace-acme": 1}


def test_bulk_create_makes_slugs_versions_and_history():
    made = Person.objects.bulk_create([Person(name="Ada"), Person(name="Ada"), Person(name="Łukasz")], batch_size=2)
    assert [person.slug for person in made] == ["ada", "ada-2", "lukasz"]
    assert versions(Person) == {"ada": 1, "ada-2": 1, "lukasz": 1}
    assert [person.pk is not None and person.history.count() for person in made] == [1, 1, 1]
    assert Person.objects.search("lukasz").get() == made[2]


def test_bulk_create_of_details_is_one_edit_of_the_parent():
    person = make_person()
    PersonName.objects.bulk_create([PersonName(person=person, text=text, language="en") for text in ("A", "B")], 10)
    assert versions(Person) == {"ada-lovelace": 2}
    assert sorted(PersonName.objects.values_list("search_key", flat=True)) == ["a", "b"]


@pytest.mark.parametrize(
    ("positional", "named"),
    [((), {"ignore_conflicts": True}), ((), {"update_conflicts": True, "unique_fields": ["slug"]}), ((None, True), {})],
)
def test_bulk_create_neither_ignores_nor_updates_rows(positional, named):
    with pytest.raises(TypeError, match="it can't ignore or update conflicting rows"):
        Person.objects.bulk_create([Person(name="Ada")], *positional, **named)
    assert versions(Person) == {}


def test_bulk_create_does_not_overwrite():
    person, claim = make_person("Grace"), make_employment().claims.get()
    with pytest.raises(IntegrityError), transaction.atomic():
        Person.objects.bulk_create([Person(pk=person.pk, name="Ada")])
    with pytest.raises(IntegrityError), transaction.atomic():
        Claim.objects.bulk_create([claim])
    assert versions(Person) == {"ada-lovelace": 1, "grace": 1}


def test_bulk_update_saves_the_named_columns():
    people = [make_person("Ada"), make_person("Grace")]
    for person in people:
        person.name, person.description = "Augusta", "Countess"
    assert Person.objects.bulk_update(people, ["description"]) == 2
    assert dict(Person.objects.values_list("name", "description")) == {"Ada": "Countess", "Grace": "Countess"}
    assert versions(Person) == {"ada": 2, "grace": 2}


def test_bulk_update_of_details_is_one_edit_of_the_parent():
    cohort = make_cohort(make_person("Ada"), make_person("Grace"))
    members = list(cohort.members.all())
    for member in members:
        member.position += 10
    CohortMember.objects.bulk_update(members, ["position"])
    cohort.refresh_from_db()
    assert (cohort.version, [member.position for member in cohort.members.all()]) == (2, [11, 12])


def test_delete_of_many_is_one_edit():
    post = make_employment(claims=({}, {}, {}))
    post.claims.filter(pk__in=post.claims.values_list("pk")[:2]).delete()
    post.refresh_from_db()
    assert (post.version, post.history.count(), post.claims.count()) == (2, 2, 1)


def test_rows_are_found_by_their_natural_keys():
    post = make_employment()
    claim, member = post.claims.get(), make_cohort(post.person).members.get()
    source = claim.source
    name = PersonName.objects.create(person=post.person, text="Augusta", language="en")
    for row in (post, source, claim, member, name):
        assert type(row).objects.get_by_natural_key(*row.natural_key()) == row
    assert claim.natural_key() == ("ada-lovelace-acme", "the-paper")
    assert name.natural_key() == ("ada-lovelace", "Augusta", "en")


def test_links_to_one_set_from_the_far_side_save_as_well():
    acme, unit = make_organization("Acme"), make_organization("Unit")
    unit.parent = acme
    unit.save()
    acme.children.clear()
    assert versions(Organization) == {"acme": 1, "unit": 3}
    source = make_source()
    assert source.repetitions.update(publisher="x") == 0


def count_queries(act):
    with CaptureQueriesContext(connection) as queries:
        act()
    # executemany() is one statement that is sent once.
    return len([query for query in queries if not query["sql"].startswith(("SAVEPOINT", "RELEASE"))])


@pytest.mark.parametrize("change", [{"description": "Countess"}, {"status": "draft"}])
def test_many_rows_take_as_many_queries_as_two(change):
    def save(name, number):
        people = [Person(name=f"{name} {count}", status="published") for count in range(number)]
        Person.objects.bulk_create(people)
        PersonName.objects.bulk_create(PersonName(person=one, text=f"Dr {one}", language="en") for one in people)
        return Person.objects.filter(pk__in=[one.pk for one in people])

    save("Warm", 2).update(**change)
    few, many = save("Ada", 2), save("Grace", 20)
    assert count_queries(lambda: many.update(**change)) == count_queries(lambda: few.update(**change))
    assert count_queries(lambda: save("Alan", 20)) == count_queries(lambda: save("Joan", 2))


def test_rows_of_one_name_get_slugs_that_neither_others_nor_stored_ones_have():
    make_person("Ada"), make_person("Ada", slug="ada-3")
    people = [Person(name="Ada"), Person(name="Ada", slug="ada-2"), Person(name="Ada"), Person(name="Grace")]
    Person.objects.bulk_create(people)
    assert [person.slug for person in people] == ["ada-4", "ada-2", "ada-5", "grace"]


def test_a_link_to_what_was_saved_meanwhile_is_stored():
    parent, other = Organization(name="Parent", kind="lab"), make_organization("Other")
    other.parent = parent
    with pytest.raises(ValueError, match="Save the parent first"):
        other.save()
    parent.save()
    other.save()
    other.refresh_from_db()
    assert other.parent == parent


def test_texts_of_many_rows_are_stored_in_their_normal_form():
    people = [make_person("Ada"), make_person("Grace")]
    Person.objects.update(description="Countess\u2028of Lovelace")
    PersonName.objects.bulk_create(PersonName(person=one, text="A\u0301da", language="en") for one in people)
    assert set(Person.objects.values_list("description", flat=True)) == {"Countess\nof Lovelace"}
    for rows in (PersonName.objects, PersonName.history):
        assert set(rows.values_list("text", flat=True)) == {"\u00c1da"}


def test_what_the_database_refuses_of_many_rows_is_an_error_of_django():
    """A page knows those: a full disk or a lost connection is 503."""
    twice = [
        Document(since=7, resource="people", slug="ada", row="{}"),
        Document(since=7, resource="people", slug="eve"),
    ]
    with pytest.raises(IntegrityError), transaction.atomic():
        insert_rows(twice)
    assert not Document.objects.exists()
