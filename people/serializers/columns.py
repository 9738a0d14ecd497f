"""The columns that serializers fetch: of the record itself, and of the records that it refers to."""

from django.db.models import Model

from talentwatch.records.fields import SearchKeyField

RECORD_JSON_FIELDS = ("slug", "url", "page", "updated_at")
REFERENCE_COLUMNS = ("slug", "status", "name")
PUBLISHED_COLUMNS = ("published_earliest", "published_latest")
CITED_SOURCE_COLUMNS = ("slug", "publisher", "url", "language", *PUBLISHED_COLUMNS)
INTERNAL_COLUMNS = {"created_at", "published_at", "version"}  # never served, but for published_at of events
TENURE_JSON_FIELDS = (
    "title",
    "start",
    "start_earliest",
    "start_latest",
    "end",
    "end_earliest",
    "end_latest",
    "end_state",
    "end_reason",
    "left_for",
)
TENURE_KWARGS = {
    "end_state": {"help_text": "Whether the job has ended, as far as is known."},
    "end_reason": {"help_text": "Why it ended; null if no source says, or if it isn't known to have ended."},
    "left_for": {
        "help_text": "What the person left it for, if not for an organization that is known; null if no source says."
    },
}


def reference_columns(path: str) -> list[str]:
    """The columns for a reference to the person or organization at this path."""
    return [path, *(f"{path}__{column}" for column in REFERENCE_COLUMNS)]


def employment_columns(path: str) -> list[str]:
    """The columns for a reference to the employment at this path."""
    columns = [path, f"{path}__slug", f"{path}__status"]
    return [*columns, *reference_columns(f"{path}__person"), *reference_columns(f"{path}__organization")]


def source_columns(path: str) -> list[str]:
    """The columns for a reference to the source at this path."""
    return [path, *(f"{path}__{column}" for column in ("slug", "status", "publisher", "title", *PUBLISHED_COLUMNS))]


def own_columns(model: type[Model], *hidden: str) -> list[str]:
    """All columns of a model but foreign keys, search keys, private and internal columns, and the `hidden` ones."""
    excluded = {*hidden, *getattr(model, "private_fields", ()), *INTERNAL_COLUMNS}
    return [
        field.name
        for field in model._meta.concrete_fields
        if not field.is_relation and field.name not in excluded and not isinstance(field, SearchKeyField)
    ]
