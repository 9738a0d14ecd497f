"""The citation of a record as a file: BibTeX or CSL-JSON."""

from typing import Any, ClassVar

from django.http import HttpResponse
from django.urls import reverse
from django.utils import timezone
from rest_framework.request import Request

from talentwatch.api.feeds import NAME
from talentwatch.api.views import missing_record_error
from talentwatch.resources import record_type_of
from talentwatch.site.base_views import PageView
from talentwatch.site.citations import cite

MEDIA_TYPES = {"bib": "application/x-bibtex; charset=utf-8", "json": "application/vnd.citationstyles.csl+json"}


class CitationFile(PageView):
    """One record's citation in one format; `model` is that of the address."""

    model: ClassVar[Any] = None
    file_format: ClassVar[str] = ""

    def parameter_names(self) -> tuple[str, ...]:
        return ()

    def get(self, request: Request, slug: str) -> HttpResponse:
        record = self.model.objects.published().filter(slug=slug).first()
        if not record:
            raise missing_record_error(self.model, request, slug)
        page = reverse(str(record_type_of(self.model).page), kwargs={"slug": slug})
        citation = cite(record, request.build_absolute_uri(page), timezone.now().date())
        text = citation.bibtex if self.file_format == "bib" else citation.csl_json
        response = HttpResponse(text, content_type=MEDIA_TYPES[self.file_format])
        response["Content-Disposition"] = f'attachment; filename="{NAME}-{slug}.{self.file_format}"'
        return response
