"""What readers were served before: at which change of the log a moment lies, and what of it may still be shown."""

from collections import defaultdict
from collections.abc import Callable, Iterable
from datetime import datetime

from django.db.models import Exists, OuterRef

from talentwatch.chunks import chunked
from talentwatch.documents.log import log
from talentwatch.documents.models import Document, Mention

RecordKey = tuple[str, str]  # resource and slug
EDITION_NAME = r"[0-9]{4}-(0[1-9]|1[0-2])(-[a-z][a-z0-9]{0,19})?"  # 2026-11, 2026-11-corrected


class BeforeTheFirstDayError(Exception):
    """Nobody knows any more what readers were served then; `first` is the earliest moment that is known."""

    def __init__(self, first: datetime | None) -> None:
        super().__init__()
        self.first = first


def change_at(moment: datetime) -> int:
    """The number of the change whose documents readers were served at a moment. Raises BeforeTheFirstDayError."""
    first = Document.objects.servable().order_by("since").values_list("since", flat=True).first()
    last = log().last_change(moment)
    if first is None or last is None or last < first:
        raise BeforeTheFirstDayError(log().time_of(first) if first else None)
    return last


_editions: list[Callable[[str], int | None]] = []


def provide_editions(change_of: Callable[[str], int | None]) -> None:
    """Editions stand above: this function gives the number of the change that one shows, by its name."""
    _editions[:] = [change_of]


def change_of_edition(name: str) -> int | None:
    """The number of the change that an edition shows; None if there is no such edition."""
    return next((change_of(name) for change_of in _editions), None)


def still_public(documents: Iterable[Document]) -> list[Document]:
    """Those whose row is public today, itself or as the record that it was merged into, and all the records that they name.

    The texts of an earlier document may name a record that only another version of the row refers to. So all versions count,
    but for sources, which texts don't name.
    """
    documents = list(documents)
    named: dict[int, set[RecordKey]] = {document.pk: {(document.resource, document.slug)} for document in documents}
    mentions = Mention.objects.filter(document__in=list(named))
    for pk, resource, slug in mentions.values_list("document", "resource", "slug"):
        named[pk].add((resource, slug))
    earlier: dict[RecordKey, list[int]] = defaultdict(list)
    for document in documents:
        if document.until is not None:
            earlier[document.resource, document.slug].append(document.pk)
    for list_name, slugs in _slugs_by_resource(earlier).items():
        versions = Mention.objects.filter(document__resource=list_name, document__slug__in=slugs).exclude(
            resource="sources"
        )
        columns = ("document__resource", "document__slug", "resource", "slug")
        for of_resource, of_slug, resource, slug in versions.values_list(*columns).distinct():
            for pk in earlier[of_resource, of_slug]:
                named[pk].add((resource, slug))
    public = _public(key for keys in named.values() for key in keys)
    # Nothing is left of what was erased.
    return [document for document in documents if document.row and named[document.pk] <= public]


def withheld_at(seq: int) -> frozenset[int]:
    """Of all documents of a moment, the keys of those that still_public() leaves out."""
    documents = Document.objects.at(seq)
    withheld = set(documents.erased().values_list("pk", flat=True))
    for resource, slugs in _slugs_by_resource(_hidden_records()).items():
        for chunk in chunked(sorted(slugs)):
            withheld.update(documents.filter(resource=resource, slug__in=chunk).values_list("pk", flat=True))
            withheld.update(documents.mentioning(resource, chunk).values_list("pk", flat=True))
            if resource == "sources":
                continue
            rows = Document.objects.mentioning(resource, chunk).values_list("resource", "slug").distinct()
            for list_name, names in _slugs_by_resource(rows).items():
                for part in chunked(sorted(names)):
                    ended = documents.filter(until__isnull=False, resource=list_name, slug__in=part)
                    withheld.update(ended.values_list("pk", flat=True))
    return frozenset(withheld)


def gone_since(seq: int, resource: str) -> int:
    """How many rows of a list at a moment aren't public today, themselves or as the record that they were merged into."""
    current = Document.objects.current().filter(resource=OuterRef("resource"), slug=OuterRef("slug"))
    ended = Document.objects.at(seq).filter(~Exists(current), resource=resource)
    slugs = list(ended.values_list("slug", flat=True))
    return len(slugs) - len(_public((resource, slug) for slug in slugs))


def was_served(resource: str, slug: str) -> bool:
    """Whether readers were ever served this row; not of a row that was erased, which has no slug any more."""
    return Document.objects.filter(resource=resource, slug=slug).exists()


def _hidden_records() -> set[RecordKey]:
    """All that a document shows or names, and that isn't public today, itself or as the record that it was merged into."""
    current = Document.objects.current().filter(resource=OuterRef("resource"), slug=OuterRef("slug"))
    ended = Document.objects.filter(until__isnull=False).exclude(row="")
    gone = {
        key
        for rows in (Mention.objects.all(), ended)
        for key in rows.filter(~Exists(current)).order_by().values_list("resource", "slug").distinct()
    }
    for resource, slugs in _slugs_by_resource(gone).items():
        for chunk in chunked(sorted(slugs)):
            survivors = log().survivors(resource, chunk)
            public = set(_current(resource, set(survivors.values())))
            gone -= {(resource, slug) for slug, survivor in survivors.items() if survivor in public}
    return gone


def _public(keys: Iterable[RecordKey]) -> set[RecordKey]:
    public: set[RecordKey] = set()
    for resource, slugs in _slugs_by_resource(keys).items():
        current = set(_current(resource, slugs))
        survivors = log().survivors(resource, slugs - current)
        public_survivors = set(_current(resource, set(survivors.values())))
        current |= {slug for slug, survivor in survivors.items() if survivor in public_survivors}
        public |= {(resource, slug) for slug in current}
    return public


def _slugs_by_resource(keys: Iterable[RecordKey]) -> dict[str, set[str]]:
    slugs: dict[str, set[str]] = defaultdict(set)
    for resource, slug in keys:
        slugs[resource].add(slug)
    return slugs


def _current(resource: str, slugs: set[str]) -> Iterable[str]:
    documents = (
        Document.objects.current().filter(resource=resource, slug__in=slugs) if slugs else Document.objects.none()
    )
    return documents.values_list("slug", flat=True)
