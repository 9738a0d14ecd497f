"""Bulk writes keep every rule: they save row by row, in one edit."""

import pytest
from django.core.exceptions import FieldDoesNotExist, ValidationError
from django.db import IntegrityError, transaction
from django.db.models import F, Value

from people.models import Claim, CohortMember, Employment, Organization, Person, PersonName, Source
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
