"""as_published: what a list or a record was at some moment, byte for byte but for addresses."""

from collections import defaultdict
from collections.abc import Mapping
from datetime import UTC, datetime, time, timedelta
from typing import Any

from django.core.exceptions import ValidationError
from django.utils import timezone
from rest_framework.exceptions import NotFound
from rest_framework.response import Response

from talentwatch.api.counting import count_public, rows_to_count
from talentwatch.api.files import CHUNK, FileRenderer
from talentwatch.api.paging import Cursor, KeysetPagination, Ordering
from talentwatch.api.parameters import (
    BooleanParameter,
    DateTimeParameter,
    DayParameter,
    ListParameter,
    Parameter,
    array_schema,
    read_parameters,
)
from talentwatch.api.problems import BadParameters, Gone
from talentwatch.api.stored_rows import as_json, site_address
from talentwatch.chunks import chunked
from talentwatch.documents.json_text import fill_addresses
from talentwatch.documents.log import log
from talentwatch.documents.models import Document, DocumentQuerySet, Mention
from talentwatch.documents.past import BeforeTheFirstDayError, change_at, gone_since, still_public, withheld_at

NAME = "as_published"
DESCRIPTION = (
    "What readers were served at this time, or at the end of this day (UTC), byte for byte but for addresses. On a list it goes "
    "with slug, person and organization only, as JSON, CSV or NDJSON. Rows that aren't public any more, and those that name one, "
    "are left out; `withheld` says how many of this page, and the header X-Withheld how many of a file; with person or organization, "
    "both say how many rows of the whole list then aren't public now. Older answers may lack fields: typed clients need the plain answer."
)
CLOCK_TOLERANCE = timedelta(minutes=5)  # by which a client's clock may be ahead
FIRST_MIDNIGHT = timedelta(hours=14)  # by which a day begins somewhere before it begins in UTC
WITHHELD_HEADER = "X-Withheld"
WITHHELD = "What it said then names a record that is no longer public."


class MomentParameter(Parameter):
    """A time with its zone, or a day, which means its end in UTC; neither may lie ahead."""

    schema = DateTimeParameter.schema

    def to_python(self, value: Any) -> datetime:
        moment = DateTimeParameter().to_python(value)
        try:
            day = DayParameter().to_python(value)
        except ValidationError:
            refuse_future(moment, CLOCK_TOLERANCE)
            return moment
        refuse_future(moment, FIRST_MIDNIGHT)
        return datetime.combine(day, time.max, UTC)


def refuse_future(moment: datetime, tolerance: timedelta) -> None:
    """Refuse a moment that lies ahead by more: who types 2062 for 2026 would take today's state for that of another time.

    A change is never ahead, also where the server's clock was set back since.
    """
    now = timezone.now()
    if moment <= now + tolerance:
        return
    last = log().last_change(datetime.max.replace(tzinfo=UTC))
    if last is None or moment > log().time_of(last):
        raise ValidationError(
            f"Accepted: a time up to now, which is {now:%Y-%m-%dT%H:%M:%SZ}, or a day that has begun."
        )


class AnySlugsParameter(ListParameter):
    """Slugs, also of records that aren't public any more."""

    def __init__(self, **options: Any) -> None:
        super().__init__(pattern=r"[a-z0-9-]+", accepted="slugs", **options)
        self.schema = array_schema({"type": "string", "pattern": "^[a-z0-9-]+$"})


PARAMETERS: dict[str, Parameter] = {
    NAME: MomentParameter(required=False, help_text=DESCRIPTION),
    "slug": AnySlugsParameter(required=False, help_text=f"With {NAME}: the rows with these slugs."),
}


class DocumentPagination(KeysetPagination):
    """The envelope of a list of documents."""

    def count_rows(self, rows: Any, view: Any) -> int:
        is_whole = view.filterset_class.filter_parameters().keys().isdisjoint(view.request.query_params)
        return count_public(rows_to_count(view.queryset)) if is_whole else super().count_rows(rows, view)

    def get_paginated_response_schema(self, schema: dict[str, Any]) -> dict[str, Any]:
        envelope = super().get_paginated_response_schema(schema)
        envelope["properties"]["withheld"] = {
            "type": "integer",
            "description": (
                f"With {NAME}: how many rows of this page aren't shown, since they, or what they name, aren't public now. "
                "With person or organization, how many rows of the whole list aren't public now."
            ),
        }
        return envelope


class PastPagination(KeysetPagination):
    """Pages of what a list was, in the order of the slugs."""

    def ordering(self, view: Any) -> Ordering:
        return Ordering("slug", "slug", has_nulls=False, address=f"{view.request.path} {NAME}")


class SelectedPagination(PastPagination):
    """Pages of the rows that a filter selects by what they said, without those that are withheld.

    A number of those, a page without rows, or a cursor that names one would tell which people and organizations they named.
    """

    def __init__(self, seq: int, through: str) -> None:
        super().__init__()
        self.seq, self.through = seq, through

    def rows_beyond(self, rows: Any, ordering: Ordering, cursor: Cursor | None, most: int) -> list[Any]:
        backwards = bool(cursor and cursor.backwards)
        selected: list[Any] = []
        size = most
        while True:
            batch = super().rows_beyond(rows, ordering, cursor, size)
            selected += self._visible(batch)
            if len(batch) < size or len(selected) >= most:
                return selected[:most]
            cursor, size = Cursor.at(batch[-1], ordering, backwards=backwards), CHUNK

    def _visible(self, documents: list[Document]) -> list[Document]:
        """Those that aren't withheld, nor is what names the person or the organization for them."""
        documents = still_public(documents)
        if not self.through:
            return documents
        named: dict[int, set[str]] = defaultdict(set)
        mentions = Mention.objects.filter(document__in=[one.pk for one in documents], resource=self.through)
        for pk, slug in mentions.values_list("document", "slug"):
            named[pk].add(slug)
        naming = Document.objects.at(self.seq).filter(resource=self.through, slug__in=set().union(*named.values()))
        visible = {one.slug for one in still_public(naming)}
        return [one for one in documents if named[one.pk] <= visible]


def read_moment(query: Mapping[str, str]) -> int:
    """The number of the change that `as_published` asks for. Raises BadParameters."""
    return change_of(NAME, read_parameters(query, {NAME: PARAMETERS[NAME]})[NAME])


def change_of(parameter: str, moment: datetime) -> int:
    """The number of the change whose documents readers were served at a moment. Raises BadParameters for the parameter."""
    try:
        return change_at(moment)
    except BeforeTheFirstDayError as error:
        first = error.first
        # To the microsecond: the second that it lies in begins too early.
        detail = f"Accepted: a time from {first:%Y-%m-%dT%H:%M:%S.%fZ} on." if first else "Nothing was published yet."
        raise BadParameters({parameter: detail}) from error


def past_list(view: Any) -> Any:
    """The answer of a list, or a file of all its rows."""
    query = view.request.query_params
    accepted = ["slug", *(name for name in ("person", "organization") if name in view.filterset_class.base_filters)]
    parameters: dict[str, Parameter] = {name: AnySlugsParameter(required=False) for name in accepted}
    if "organization" in accepted:
        parameters["include_descendants"] = BooleanParameter(required=False)
    others = query.keys() - {NAME, *parameters, "page_size", "cursor", "format"}
    if others:
        known = ", ".join([*parameters, "page_size", "cursor"])
        raise BadParameters(dict.fromkeys(sorted(others), f"With {NAME}, these go: {known}."))
    renderer = view.request.accepted_renderer
    if renderer.format != "json" and not isinstance(renderer, FileRenderer):
        raise BadParameters({"format": f"Accepted with {NAME}: json, csv, ndjson."})
    seq, values = read_moment(query), read_parameters(query, parameters)
    documents = _filtered(view, seq, values)
    is_selected = bool(values.get("person") or values.get("organization"))
    pages = SelectedPagination(seq, view.named_through) if is_selected else PastPagination()
    # The number that a filter selects would tell what they named: it is that of the list.
    gone = gone_since(seq, view.serializer_class.resource) if is_selected else 0
    if isinstance(renderer, FileRenderer):
        return _selected_file(view, documents, pages, gone) if is_selected else _past_file(view, documents, seq)
    page = pages.paginate_queryset(documents, view.request, view)
    visible, site = page if is_selected else still_public(page), site_address(view.request)
    response = pages.get_paginated_response([as_json(fill_addresses(document.row, site)) for document in visible])
    response.data = {**response.data, "withheld": gone if is_selected else len(page) - len(visible)}
    return response


def _filtered(view: Any, seq: int, values: Mapping[str, Any]) -> DocumentQuerySet:
    """The rows of a list after a change, by the values of its parameters."""
    documents = Document.objects.at(seq).filter(resource=view.serializer_class.resource)
    if values["slug"]:
        documents = documents.filter(slug__in=values["slug"])
    if values.get("person"):
        documents = _naming(view, documents, seq, "people", values["person"])
    if values.get("organization"):
        organizations = set(values["organization"])
        if values["include_descendants"] is not False:
            organizations = _with_parts(organizations, seq)
        documents = _naming(view, documents, seq, "organizations", organizations)
    return documents


def _past_file(view: Any, documents: DocumentQuerySet, seq: int) -> Any:
    """All rows as a file. How many are withheld is known before the first line is sent, since a header says so."""
    etag = view.file_tag()
    withheld, keys = withheld_at(seq), list(documents.order_by("slug").values_list("pk", flat=True))
    visible = [key for key in keys if key not in withheld]
    site = site_address(view.request)
    texts = (
        fill_addresses(text, site)
        for chunk in chunked(visible)
        for text in Document.objects.filter(pk__in=chunk).order_by("slug").values_list("row", flat=True)
    )
    response = view.file_response(map(view.present, chunked(texts, CHUNK)), etag)
    response[WITHHELD_HEADER] = str(len(keys) - len(visible))
    return response


def _selected_file(view: Any, documents: DocumentQuerySet, pages: PastPagination, gone: int) -> Any:
    """The rows that a filter selects as a file; `gone` is the number for its header."""
    etag, site = view.file_tag(), site_address(view.request)
    batches = pages.in_order(documents, pages.ordering(view), CHUNK)
    texts = ([fill_addresses(document.row, site) for document in batch] for batch in batches)
    response = view.file_response(map(view.present, texts), etag)
    response[WITHHELD_HEADER] = str(gone)
    return response


def past_record(view: Any, slug: str) -> Response:
    """The answer of a record. Raises NotFound if it wasn't public then, and Gone if it is withheld."""
    query = view.request.query_params
    if "fields" in query or view.request.accepted_renderer.format != "json":
        name = "fields" if "fields" in query else "format"
        raise BadParameters({name: f"It doesn't go with {NAME}."})
    document = past_document(view.serializer_class.resource, slug, read_moment(query))
    return Response(as_json(fill_addresses(document.record, site_address(view.request))))


def past_document(resource: str, slug: str, seq: int) -> Document:
    """What a record was after a change. Raises NotFound if it wasn't public then, and Gone if it is withheld."""
    document = Document.objects.at(seq).filter(resource=resource, slug=slug).first()
    if not document:
        raise NotFound("It wasn't public then.")
    if not still_public([document]):
        raise Gone(WITHHELD)
    return document


def _naming(view: Any, documents: DocumentQuerySet, seq: int, resource: str, slugs: Any) -> DocumentQuerySet:
    """Those that name any of these records, or, where they name it only by way of a record of theirs, through that one."""
    through = view.named_through
    if not through:
        return documents.mentioning(resource, slugs)
    named = Document.objects.at(seq).filter(resource=through).mentioning(resource, slugs)
    return documents.mentioning(through, named.values("slug"))


def _with_parts(organizations: set[str], seq: int) -> set[str]:
    """The organizations, with those that were parts of them then."""
    with_parts, newest = set(organizations), set(organizations)
    while newest:
        documents = Document.objects.at(seq).filter(resource="organizations").mentioning("organizations", newest)
        # What was a part of an organization that isn't public now is withheld.
        parents = {document.slug: document.data["parent"] for document in still_public(documents)}
        newest = {slug for slug, parent in parents.items() if parent and parent["slug"] in newest} - with_parts
        with_parts |= newest
    return with_parts
