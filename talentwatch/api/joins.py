"""What this project reads of Django's undocumented query internals; tests/api/test_filters.py fails if they change."""

from typing import Any


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
