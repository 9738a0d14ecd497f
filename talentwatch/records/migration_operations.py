"""Operations of migrations that are applied together, so that Django builds the related models once and not after each."""

from collections.abc import Sequence
from typing import Any

from django.db.migrations import AddConstraint, SeparateDatabaseAndState
from django.db.migrations.operations.base import Operation


class AlterTexts(SeparateDatabaseAndState):
    """Operations on what the database doesn't store: help texts, labels, options, validators, and the messages of constraints."""

    def __init__(self, operations: Sequence[Operation]) -> None:
        super().__init__(state_operations=operations)

    def state_forwards(self, app_label: str, state: Any) -> None:
        # A state whose models aren't built has none to build anew; the next operation that needs them builds them once.
        state.is_delayed = True
        state.clear_delayed_apps_cache()
        super().state_forwards(app_label, state)


class AddTogether(AlterTexts):
    """Only new models, only indexes, or only check constraints: none of them needs the models without the others."""

    def database_forwards(self, app_label: str, schema_editor: Any, from_state: Any, to_state: Any) -> None:
        for operation in self._needed(schema_editor):
            operation.database_forwards(app_label, schema_editor, from_state, to_state)

    def database_backwards(self, app_label: str, schema_editor: Any, from_state: Any, to_state: Any) -> None:
        for operation in reversed(self._needed(schema_editor)):
            operation.database_backwards(app_label, schema_editor, from_state, to_state)

    def _needed(self, schema_editor: Any) -> list[Operation]:
        """All; but of the constraints of a model one on SQLite, which then makes its table anew with all of them."""
        operations: list[Any] = list(self.state_operations)
        if schema_editor.connection.vendor == "sqlite" and isinstance(operations[0], AddConstraint):
            return list({operation.model_name: operation for operation in operations}.values())
        return operations
