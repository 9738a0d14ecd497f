"""Releasing an edition: what it would hold, and naming it."""

import json
import logging
import shutil
from dataclasses import asdict, dataclass
from datetime import datetime
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import Count, Exists, OuterRef

from talentwatch.changefeed.models import Change
from talentwatch.documents.models import Document, DocumentQuerySet
from talentwatch.editions.files import keep_build, libraries, new_folder, write_edition
from talentwatch.editions.models import Edition
from talentwatch.exchange.datapackage import descriptor_bytes
from talentwatch.exchange.downloads import lock_builds
from talentwatch.exchange.package_schemas import table_layout
from talentwatch.exchange.package_tables import TABLES
from talentwatch.records.locks import acquire_edit_lock
from talentwatch.records.moments import next_moment

logger = logging.getLogger(__name__)
NOTHING_PUBLIC = "Nothing is public yet."
CHANGED_MEANWHILE = "Something was withdrawn while the files were written. Release it again."
# What the lists hold, one and several.
NOUNS = {
    "people": "person,people",
    "organizations": "organization,organizations",
    "employments": "job,jobs",
    "claims": "claim,claims",
    "sources": "source,sources",
    "moves": "move,moves",
    "cohorts": "cohort,cohorts",
    "events": "event,events",
}


@dataclass(frozen=True)
class ListChanges:
    """How many rows of a list were added, changed and removed from one moment to another."""

    added: int
    changed: int
    removed: int


@dataclass(frozen=True)
class ReleasePreview:
    """What an edition would hold if it were released now: its last change, its rows by list, and what is new in it."""

    seq: int
    rows: dict[str, int]
    previous: Edition | None
    changes: dict[str, ListChanges]


def preview_release() -> ReleasePreview:
    """Raises ValidationError if nothing is public."""
    seq = Change.objects.order_by("-seq").values_list("seq", flat=True).first() or 0
    rows = count_by_list(Document.objects.at(seq))
    if not rows:
        raise ValidationError(NOTHING_PUBLIC)
    previous = Edition.objects.first()
    return ReleasePreview(seq, rows, previous, count_changes(previous.seq if previous else 0, seq))


def count_changes(first: int, last: int) -> dict[str, ListChanges]:
    """By list, what changed after the change `first` up to the change `last`; lists without any are left out."""
    before, after = Document.objects.at(first), Document.objects.at(last)

    def same_row(documents: DocumentQuerySet) -> Any:
        return documents.filter(resource=OuterRef("resource"), slug=OuterRef("slug"))

    as_before = same_row(before).filter(row=OuterRef("row"), nested=OuterRef("nested"))
    counts = {
        "added": count_by_list(after.filter(~Exists(same_row(before)))),
        "changed": count_by_list(after.filter(Exists(same_row(before)), ~Exists(as_before), since__gt=first)),
        "removed": count_by_list(before.filter(~Exists(same_row(after)))),
    }
    return {
        name: ListChanges(**{kind: numbers.get(name, 0) for kind, numbers in counts.items()})
        for name in NOUNS
        if any(name in numbers for numbers in counts.values())
    }


def count_by_list(documents: DocumentQuerySet) -> dict[str, int]:
    rows = documents.order_by().values("resource").annotate(count=Count("since")).values_list("resource", "count")
    return dict(rows)


def describe_changes(changes: dict[str, ListChanges]) -> list[str]:
    """“12 people and 14 jobs were added.”, “1 person was removed.”"""
    sentences = []
    for kind, verb in (("added", "added"), ("changed", "changed"), ("removed", "removed")):
        # In the order of the nouns: PostgreSQL sorts the keys of stored JSON.
        numbers = {name: getattr(changes[name], kind) for name in NOUNS if name in changes}
        counts = {name: number for name, number in numbers.items() if number}
        parts = [count_rows(number, name) for name, number in counts.items()]
        if parts:
            listed = " and ".join(filter(None, [", ".join(parts[:-1]), parts[-1]]))
            sentences.append(f"{listed} {'was' if list(counts.values()) == [1] else 'were'} {verb}.")
    return sentences or ["Nothing changed."]


def count_rows(number: int, name: str) -> str:
    """“12 people”."""
    one, several = NOUNS[name].split(",")
    return f"{number:,} {one if number == 1 else several}"


def release_edition(slug: str, note: str = "", *, user: Any = None) -> Edition:
    """Name the state of all that is public now, and write its files. Raises ValidationError for a name that won't do."""
    edition = Edition(slug=slug, note=note)
    edition.seq, edition.at = name_moment()
    edition.full_clean(exclude=["package", "layouts", "files", "libraries", "changes"])
    preview = preview_release()
    layouts = tuple(map(table_layout, TABLES))
    with lock_builds(wait=True):
        folder = new_folder(slug)
        try:
            written = write_edition(folder, slug, edition.seq, layouts)
            if "withheld" in written.package:
                raise ValidationError(CHANGED_MEANWHILE)
            edition.package = descriptor_bytes(written.package).decode()
            edition.layouts = json.dumps([asdict(layout) for layout in layouts], ensure_ascii=False)
            edition.files = [asdict(file) for file in written.files]
            edition.libraries = libraries()
            first = preview.previous.seq if preview.previous else 0
            edition.changes = {name: asdict(one) for name, one in count_changes(first, edition.seq).items()}
            edition._history_user = user  # type: ignore[attr-defined]  # simple-history reads it
            with transaction.atomic():
                edition.save(force_insert=True)
        except BaseException:
            shutil.rmtree(folder, ignore_errors=True)
            raise
        try:
            keep_build(folder, edition, written)
        except OSError:
            # It is released, and its files are written again by whoever asks for them next.
            logger.exception("The files of edition %s could not be kept.", edition)
            shutil.rmtree(folder, ignore_errors=True)
    return edition


def name_moment() -> tuple[int, datetime]:
    """The number of the last change, and a moment between it and the next one. Raises ValidationError if there is none."""
    with transaction.atomic():
        acquire_edit_lock()
        seq = Change.objects.order_by("-seq").values_list("seq", flat=True).first()
        if not seq:
            raise ValidationError(NOTHING_PUBLIC)
        return seq, next_moment()
