"""What this project reads of Django's undocumented query internals; tests/api/test_filters.py fails if they change."""

from typing import Any

from django.db.models.lookups import IsNull
from django.db.models.sql.where import OR, WhereNode


def to_many_joins(rows: Any) -> set[str]:
    """The aliases of a queryset's joins that can give one row several times."""
    query = rows.query
    return {
        alias
        for alias, join in query.alias_map.items()
        if query.alias_refcount[alias]
        and join.parent_alias
        and (join.join_field.one_to_many or join.join_field.many_to_many)
    }


def with_value(rows: Any, column: str) -> Any:
    """The rows that have a value in a column of their own, without the parts of their conditions that say “or none”.

    An index answers `date <= X` in order, but not `date <= X OR date IS NULL`.
    """
    dated = rows.filter(**{f"{column}__isnull": False})
    target = rows.model._meta.get_field(column)

    def is_of_no_value(condition: Any) -> bool:
        return (
            isinstance(condition, IsNull)
            and condition.rhs is True
            and getattr(condition.lhs, "target", None) is target
            and condition.lhs.alias == dated.query.base_table
        )

    for node in dated.query.where.children:
        if isinstance(node, WhereNode) and node.connector == OR and not node.negated:
            node.children = [one for one in node.children if not is_of_no_value(one)] or node.children
    return dated
