"""Checks of a row that are evaluated without the database: they say what the database says, for every model."""

import random
from datetime import date
from decimal import Decimal
from typing import Any

import pytest
from django.apps import apps
from django.core.exceptions import NON_FIELD_ERRORS, ValidationError
from django.db import models
from django.db.models import CheckConstraint, Exists, Q
from django.utils import timezone

from people.models import Claim, Employment, Person
from talentwatch.records.check_evaluation import NotEvaluatedError, is_violated
from talentwatch.records.models import VersionedModel
from tests.support.factories import make_employment, make_source

MODELS = [model for model in apps.get_models() if issubclass(model, VersionedModel)]
CHECKS = [(model, check) for model in MODELS for check in model._meta.constraints if type(check) is CheckConstraint]
TEXTS = ["", " ", "\n", "a", "A", "a\n", "a-b", "a--b", "é", "Q42", "Q0", "Q4x", "0000-0002-1825-009X", "0000-0002"]
TEXTS += ["http://a.b", "HTTPS://a.b", "ftp://a.b", "xhttp://a", "en", "zh-Hans", "pt-BR", "en_US", "yue-419", "USD"]
DAYS = [date(999, 1, 1), date(1899, 12, 31), date(1900, 1, 1), date(2020, 5, 5), date(2100, 12, 31), date(2101, 1, 1)]
NUMBERS = [-1, 0, 1, 2, 50, 100, 101, 1200, 1201, 10_000, 10_001]

pytestmark = pytest.mark.django_db


def any_value(field: Any, dice: random.Random) -> Any:
    if field.null and dice.random() < 0.4:
        return None
    if field.choices:
        return dice.choice([*(value for value, _label in field.choices), "", "nonsense"])
    if field.is_relation or field.primary_key:
        return dice.choice([1, 2])
    values: dict[Any, list[Any]] = {
        models.DateTimeField: [timezone.now()],
        models.DateField: DAYS,
        models.DecimalField: [Decimal(number) for number in NUMBERS],
        models.BooleanField: [True, False],
        models.CharField | models.TextField: TEXTS,
    }
    return dice.choice(next((some for kind, some in values.items() if isinstance(field, kind)), NUMBERS))


@pytest.mark.parametrize("model", MODELS)
def test_they_are_evaluated_as_the_database_does(model: Any) -> None:
    """For 25 rows of each model."""
    dice = random.Random(model.__name__)
    fields = model._meta.concrete_fields
    outcomes = set()
    for _ in range(25):
        row = model(**{field.attname: any_value(field, dice) for field in fields})
        excluded = {field.name for field in fields if dice.random() < 0.1}
        values = {
            field.name: field.to_python(getattr(row, field.attname)) for field in fields if field.name not in excluded
        }
        for check in (check for of_model, check in CHECKS if of_model is model):
            try:
                check.validate(model, row, exclude=excluded)
                refused = False
            except ValidationError:
                refused = True
            assert is_violated(check, values) is refused, (check.name, values)
            outcomes.add(refused)
    assert outcomes in ({True, False}, set())


@pytest.mark.parametrize(
    "condition", [Q(name__contains="x"), Q(Exists(Person.objects.all())), Q(name="a") ^ Q(name="b")]
)
def test_what_can_not_be_evaluated_is_left_to_the_database(condition: Q) -> None:
    with pytest.raises(NotEvaluatedError):
        is_violated(CheckConstraint(condition=condition, name="x"), {"name": "a"})


def test_the_checks_of_a_row_take_no_query(django_assert_num_queries: Any) -> None:
    claim = Claim(employment=make_employment(), source=make_source(), title=" ")
    claim.end_state, claim.end_latest, claim.left_for = "ongoing", date(2020, 1, 1), "study"
    # One for each that asks about other rows.
    with django_assert_num_queries(1), pytest.raises(ValidationError) as refusal:
        claim.validate_constraints()
    assert refusal.value.message_dict == {
        NON_FIELD_ERRORS: [
            "Only a job that ended has an end: set the end state to “ended”, or clear the end.",
            "Only a job that ended has an end reason or “left for”: set the end state to “ended”, or clear both.",
        ]
    }
    with django_assert_num_queries(0):
        Employment(organization_id=1, person_id=1).validate_constraints(exclude={"slug"})
