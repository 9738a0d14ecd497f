"""Migrations that add constraints: rows that break them are named, with what is wrong, before anything is changed."""

from collections.abc import Sequence
from typing import Any

from django.core.management import CommandError
from django.db.migrations import AddConstraint, RunPython
from django.db.migrations.operations.base import Operation

from talentwatch.records.migration_operations import AddTogether

REFUSED = "The database will refuse these rows from now on. Nothing was changed."
CORRECT = (
    "Correct them with the version that you ran until now, or in the database, and migrate again. "
    "check_timeline names them too."
)
MAX_NAMED = 20  # rows of one rule


def checked(app_label: str, operations: Sequence[AddConstraint]) -> list[Operation]:
    """The operations, after a look for rows that their check constraints would refuse."""
    added: list[tuple[str, Any]] = [(one.model_name, one.constraint) for one in operations]

    def check(apps: Any, schema_editor: Any) -> None:
        lines = []
        for model_name, constraint in added:
            model = apps.get_model(app_label, model_name)
            rows = (
                model._base_manager.using(schema_editor.connection.alias).exclude(constraint.condition).order_by("pk")
            )
            count = rows.count()
            sentence = f"{constraint.violation_error_message} ({constraint.name})"
            lines += [f"{app_label}.{model_name} {name_of(row)}: {sentence}" for row in rows[:MAX_NAMED]]
            if count > MAX_NAMED:
                lines.append(f"{app_label}.{model_name}: {count - MAX_NAMED:,} more rows break {constraint.name}.")
        if lines:
            raise CommandError("\n".join([REFUSED, *lines, CORRECT]))

    return [RunPython(check, RunPython.noop), AddTogether(operations)]


def name_of(row: Any) -> str:
    """The slug and the key of a row, or its key alone."""
    return f"{row.slug!r} (number {row.pk})" if getattr(row, "slug", "") else f"number {row.pk}"
