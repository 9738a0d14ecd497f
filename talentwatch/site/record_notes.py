"""What the page of every record has below its own content: its versions, how to cite it, how to report an error, how to embed it."""

from typing import Any
from urllib.parse import urlencode

from django.urls import reverse
from django.utils import timezone
from rest_framework.request import Request

from people.models import Cohort, Person
from talentwatch.api.as_published import NAME, MomentParameter
from talentwatch.changefeed.models import Change
from talentwatch.documents.models import Document
from talentwatch.editions.models import Edition
from talentwatch.site.citations import SuggestedCitation, citation_title, cite
from talentwatch.site.models import SiteText
from talentwatch.site.report_link import report_link
from talentwatch.site.versions import record_past

EMBEDDED: dict[type, str] = {Person: "embed-person", Cohort: "embed-cohort"}  # the names of their tables' addresses


def record_notes(record: Any, page: str, request: Request) -> dict[str, Any]:
    """Its part of the template's context; `page` is the address of the record's page."""
    citation = cite(record, page, timezone.now().date())
    address = SiteText.objects.report_address()
    embed = EMBEDDED.get(type(record))
    edition = edition_with(record)
    return {
        "page_name": citation.title,
        "edition": edition,
        "edition_page": f"{page}?{urlencode({NAME: edition.at.isoformat().replace('+00:00', 'Z')})}" if edition else "",
        "citation": citation,
        "cite_bib": f"{request.path}cite.bib",
        "cite_json": f"{request.path}cite.json",
        **record_past(record, request),
        "report_link": report_link(address, f"Error: {citation.title}, {page}"),
        "embed_url": request.build_absolute_uri(reverse(embed, kwargs={"slug": record.slug})) if embed else "",
    }


def edition_with(record: Any) -> Edition | None:
    """The latest edition that has a public record."""
    editions = Edition.objects.filter(at__gte=record.published_at).only("slug", "at")
    return editions.first()


def past_record_notes(record: Any, document: Document, page: str, request: Request) -> dict[str, Any]:
    """The same for its page as it was published; `document` is what it was."""
    moment = request.query_params[NAME]
    change = Change.objects.get(pk=document.since)
    address = f"{page}?{urlencode({NAME: moment})}"
    title = citation_title(document.data)
    citation = SuggestedCitation(record.slug, title, address, change.seq, change.at.date(), timezone.now().date())
    return {
        "page_name": citation.title,
        "citation": citation,
        "past": {
            "parameter": moment,
            # A day means its end.
            "day": moment if len(moment) == len("2026-12-24") else "",
            "at": MomentParameter().clean(moment),
            "changed": change,
            "api": f"{reverse(f'{type(record)._meta.model_name}-detail', kwargs={'slug': record.slug})}?{urlencode({NAME: moment})}",
        },
        **record_past(record, request),
        "corrections": {},
    }
