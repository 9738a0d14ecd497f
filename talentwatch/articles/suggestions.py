"""Suggestions for a cell: records one of whose names has a word that begins as typed, in any script."""

from typing import Any

from django.contrib import admin
from django.db.models import Case, Exists, OuterRef, Q, When

from people.models import Organization, Person, Source
from talentwatch.desk.changelist import is_too_long
from talentwatch.matching.addresses import is_address
from talentwatch.text import search_key

SHOWN = 8
MIN_LENGTH = 2
MODELS: dict[str, Any] = {"person": Person, "organization": Organization, "source": Source}


def suggest(kind: str, text: str) -> list[dict[str, Any]]:
    """The best matches: {slug, name, label, exact}; exact: one of its names is the text."""
    key = search_key(text)
    if is_too_long(text) and not is_address(text):
        return []
    if kind == "source":
        sources = Source.objects.not_withdrawn()
        rows = sources.at_address(text) if is_address(text) else sources.search(text)
        return [as_json(kind, row, key) for row in (rows[:SHOWN] if len(text) >= MIN_LENGTH else ())]
    if len(key) < MIN_LENGTH:
        return []
    records = named_from_the_start(MODELS[kind], key)
    return [as_json(kind, record, key) for record in described(kind, records)]


def named_from_the_start(model: Any, key: str) -> Any:
    """Records with a name that begins with the key, or that has a word which does; exact names first."""
    other_names = model.names.rel.related_model
    same_record = {other_names.parent_field: OuterRef("pk")}

    def has_name(**lookup: str) -> Any:
        return Q(**lookup) | Exists(other_names._base_manager.filter(**lookup, **same_record))

    exact, whole, word = (
        has_name(search_key=key),
        has_name(search_key__startswith=key),
        has_name(search_key__contains=f" {key}"),
    )
    rank = Case(When(exact, then=0), When(whole, then=1), default=2)
    return model.objects.not_withdrawn().filter(whole | word).order_by(rank, "search_key", "slug")


def described(kind: str, records: Any) -> Any:
    model_admin: Any = admin.site.get_model_admin(MODELS[kind])
    return model_admin.autocomplete_queryset(records.select_related(*model_admin.related)).prefetch_related("names")[
        :SHOWN
    ]


def as_json(kind: str, record: Any, key: str) -> dict[str, Any]:
    model_admin: Any = admin.site.get_model_admin(MODELS[kind])
    names = [record.name, *(other.text for other in record.names.all())] if kind != "source" else [str(record)]
    is_exact = any(search_key(name) == key for name in names)
    # Show the name that was typed, where it isn't the Latin one.
    typed = next((name for name in names[1:] if f" {search_key(name)}".find(f" {key}") >= 0), "")
    is_own = f" {search_key(names[0])}".find(f" {key}") >= 0
    label = model_admin.autocomplete_label(record)
    return {
        "slug": record.slug,
        "name": names[0],
        "label": label if is_own or not typed else f"{label} ({typed})",
        "exact": is_exact,
    }
