"""Check constraints evaluated here: Django asks the database a question for each of them and each row.

The one module that looks into Q objects: Django documents how to build them, and no way to read them. Conditions with
anything else than the lookups below are left to the database; a test compares the two for every model.
"""

import operator
import re
from collections.abc import Callable, Mapping
from contextlib import suppress
from functools import lru_cache
from typing import Any

from django.core.exceptions import ValidationError
from django.db.models import BaseConstraint, CheckConstraint, F, Model, Q
from django.db.models.constants import LOOKUP_SEP

from talentwatch.records.constraints import glob_to_regex


def _compare(compare: Callable[[Any, Any], bool]) -> Callable[[Any, Any], bool | None]:
    return lambda value, other: None if value is None or other is None else compare(value, other)


@lru_cache(maxsize=1_000)
def _glob_pattern(glob: str) -> re.Pattern[str]:
    return re.compile(glob_to_regex(glob), re.DOTALL)


# True, False, or None where SQL has NULL.
LOOKUPS: dict[str, Callable[[Any, Any], bool | None]] = {
    "exact": _compare(operator.eq),
    "lt": _compare(operator.lt),
    "lte": _compare(operator.le),
    "gte": _compare(operator.ge),
    "range": _compare(lambda value, bounds: bool(bounds[0] <= value <= bounds[1])),
    "in": _compare(lambda value, values: value in values),
    "glob": _compare(lambda value, glob: _glob_pattern(glob).fullmatch(value) is not None),
    "isnull": lambda value, is_null: (value is None) == is_null,
}


class NotEvaluatedError(Exception):
    """The condition has something that only the database can evaluate."""


class MissingColumnError(Exception):
    """The condition is about a column that isn't to be validated."""


def validate_constraint(constraint: BaseConstraint, row: Model, values: Mapping[str, Any], exclude: set[str]) -> None:
    """What constraint.validate() of Django does, without a query where the check can be evaluated here.

    `values` are those of the row's columns that aren't excluded. Raises ValidationError.
    """
    # Subclasses say themselves what they validate.
    if type(constraint) is CheckConstraint:
        with suppress(NotEvaluatedError):
            if is_violated(constraint, values):
                raise ValidationError(constraint.get_violation_error_message(), code=constraint.violation_error_code)
            return
    constraint.validate(type(row), row, exclude=exclude)


def is_violated(constraint: CheckConstraint, values: Mapping[str, Any]) -> bool:
    """Whether a row with these values violates the constraint; never, if it is about a column without a value here.

    Raises NotEvaluatedError.
    """
    try:
        return _evaluate(constraint.condition, values) is False
    except MissingColumnError:
        return False


def _evaluate(condition: Any, values: Mapping[str, Any]) -> bool | None:
    if isinstance(condition, Q):
        # All of them, even if the first decides: one may be about a missing column.
        results = [_evaluate(child, values) for child in condition.children]
        if condition.connector == Q.AND:
            result = False if False in results else None if None in results else True
        elif condition.connector == Q.OR:
            result = True if True in results else None if None in results else False
        else:
            raise NotEvaluatedError(condition)
        return not result if condition.negated and result is not None else result
    if not isinstance(condition, tuple):
        raise NotEvaluatedError(condition)
    name, other = condition
    column, _, lookup = name.partition(LOOKUP_SEP)
    if (lookup or "exact") not in LOOKUPS:
        raise NotEvaluatedError(condition)
    value = _value(column, values)
    if isinstance(other, F):
        reference: Any = other
        other = _value(reference.name, values)
    return LOOKUPS[lookup or "exact"](value, other)


def _value(column: str, values: Mapping[str, Any]) -> Any:
    try:
        return values[column]
    except KeyError:
        raise MissingColumnError(column) from None
