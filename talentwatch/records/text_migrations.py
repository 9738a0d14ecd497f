"""Migrations of texts that the database doesn't store: help texts, labels, and the messages of constraints."""

from collections.abc import Sequence
from typing import Any

from django.db.migrations import SeparateDatabaseAndState
from django.db.migrations.operations.base import Operation


class AlterTexts(SeparateDatabaseAndState):
    """The operations, which change the state alone. By themselves, each would make Django build all related models anew."""

    def __init__(self, operations: Sequence[Operation]) -> None:
        super().__init__(state_operations=operations)

    def state_forwards(self, app_label: str, state: Any) -> None:
        # A state whose models aren't built has none to build anew; the next operation that needs them builds them once.
        state.is_delayed = True
        state.clear_delayed_apps_cache()
        super().state_forwards(app_label, state)
