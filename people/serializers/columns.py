"""Which columns a fetch brings: of the record itself, and of those that it refers to."""

from django.db.models import Model

from talentwatch.records.fields import SearchKeyField

RECORD = ("slug", "url", "updated_at")
NAMED = ("slug", "status", "name")  # the columns that a reference shows
PUBLISHED = ("published_earliest", "published_latest")
CITED = ("slug", "publisher", "url", "language", *PUBLISHED)  # what stands beside the word of a source
KEPT_BACK = {"created_at", "published_at", "version"}  # of the desk's bookkeeping; events alone show the second
TENURE = ("title", "start", "start_earliest", "start_latest", "end", "end_earliest", "end_latest", "end_state")
TENURE_KWARGS = {"end_state": {"help_text": "Whether it is over, as far as anybody says."}}


def named(path: str) -> list[str]:
    """The columns that a reference at the end of this path shows."""
    return [path, *(f"{path}__{column}" for column in NAMED)]


def post(path: str) -> list[str]:
    """The columns that a reference to a post shows."""
    shown = [path, f"{path}__slug", f"{path}__status"]
    return [*shown, *named(f"{path}__person"), *named(f"{path}__organization")]


def source(path: str) -> list[str]:
    """The columns that a reference to a source shows."""
    return [path, *(f"{path}__{column}" for column in ("slug", "status", "publisher", "title", *PUBLISHED))]


def own(model: type[Model], *hidden: str) -> list[str]:
    """All columns of the record itself but its links, what it is searched by, and what readers don't see."""
    unseen = {*hidden, *getattr(model, "private_fields", ()), *KEPT_BACK}
    return [
        field.name
        for field in model._meta.concrete_fields
        if not field.is_relation and field.name not in unseen and not isinstance(field, SearchKeyField)
    ]
