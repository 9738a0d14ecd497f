"""Worlds that are put back leave the database as building them would."""

import pytest
from django.core.management.color import no_style
from django.db import connection, transaction

from people.models import Person
from tests.support.built_once import built_once
from tests.support.factories import make_person

pytestmark = pytest.mark.django_db


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
