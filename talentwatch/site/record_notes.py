"""What the page of every record has below its own content: corrections, how to cite it, how to report an error, how to embed it."""

from typing import Any

from django.urls import reverse
from django.utils import timezone
from rest_framework.request import Request

from people.models import Cohort, Person
from talentwatch.site.citations import cite
from talentwatch.site.corrections import record_corrections
from talentwatch.site.models import SiteText
from talentwatch.site.report_link import report_link

EMBEDDED: dict[type, str] = {Person: "embed-person", Cohort: "embed-cohort"}  # the names of their tables' addresses


def record_notes(record: Any, page: str, request: Request) -> dict[str, Any]:
    """Its part of the template's context; `page` is the address of the record's page."""
    citation = cite(record, page, timezone.now().date())
    address = SiteText.objects.report_address()
    embed = EMBEDDED.get(type(record))
    return {
        "page_name": citation.title,
        "card": request.build_absolute_uri(f"{request.path}card.png"),
        "citation": citation,
        "cite_bib": f"{request.path}cite.bib",
        "cite_json": f"{request.path}cite.json",
        "corrections": record_corrections(record, request),
        "report_link": report_link(address, f"Error: {citation.title}, {page}"),
        "embed_url": request.build_absolute_uri(reverse(embed, kwargs={"slug": record.slug})) if embed else "",
    }
