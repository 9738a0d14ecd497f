"""Worlds that are put back leave the database as building them would."""

import pytest
from django.contrib.auth.models import Group, User
from django.core.management.color import no_style
from django.db import connection, transaction

from people.models import Person
from tests.support.built_once import built_once
from tests.support.factories import make_person

pytestmark = pytest.mark.django_db


def test_a_world_is_not_built_again_because_another_user_logged_in():
    built = []
    world = built_once(lambda: built.append(make_person("Ada").pk))
    for name in ("grace", "joan"):
        with transaction.atomic():
            User.objects.create(username=name)
            world()
            assert Person.objects.get().pk == built[0]
            transaction.set_rollback(True)
    assert len(built) == 1


def test_a_world_that_names_a_user_is_built_again_for_another_one():
    world = built_once(lambda: User.objects.get().groups.add(Group.objects.first()))
    for name in ("grace", "joan"):
        with transaction.atomic():
            user = User.objects.create(pk=1_000_000 + len(name), username=name)
            world()
            assert user.groups.count() == 1
            transaction.set_rollback(True)


def test_a_row_can_be_added_to_a_world_that_was_put_back():
    world = built_once(lambda: [make_person(name).pk for name in ("Ada", "Bob")])
    with transaction.atomic():
        keys = world()
        transaction.set_rollback(True)
    # The rows are gone, as after the test that built them, and another fixture sets the counter to its own rows.
    with connection.cursor() as cursor:
        for statement in connection.ops.sequence_reset_sql(no_style(), [Person]):
            cursor.execute(statement)
    assert world() == keys
    assert make_person("Cy").pk > max(keys)
