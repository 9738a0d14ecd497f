"""/data/editions/2026-11/: an edition for people, its files, and how to cite it."""

from typing import Any, ClassVar

from django.http import HttpResponse
from django.http.response import HttpResponseBase
from django.urls import reverse
from django.utils import timezone
from rest_framework.exceptions import NotFound
from rest_framework.request import Request
from rest_framework.response import Response

from talentwatch.api.problems import Gone
from talentwatch.changefeed.models import Change
from talentwatch.changefeed.serializers import CorrectionSerializer
from talentwatch.editions.files import current_build, is_as_released
from talentwatch.editions.models import Edition
from talentwatch.editions.serializers import EditionSerializer
from talentwatch.exchange.downloads import CHECKSUMS, TABLE
from talentwatch.site.base_views import PageView
from talentwatch.site.cards import draw_card
from talentwatch.site.corrections import WordedCorrectionSerializer, is_correction
from talentwatch.site.edition_citations import citation_cff, cite_edition, datacite_json
from talentwatch.site.file_response import file_response
from talentwatch.site.views.data import preparing_response

MAX_CORRECTIONS = 20  # on the page of an edition
MAX_COMPARED = 200  # the latest changes among which they are looked for


class EditionView(PageView):
    """Something about one edition."""

    def edition(self, slug: str) -> Edition:
        """Raises NotFound."""
        edition: Edition | None = EditionSerializer.fetch(Edition.objects.filter(slug=slug)).first()
        if edition is None:
            raise NotFound(f"There is no such edition. {self.request.build_absolute_uri(reverse('data'))} lists them.")
        return edition

    def page(self, edition: Edition) -> str:
        return str(self.request.build_absolute_uri(edition.get_absolute_url()))


class EditionPage(EditionView):
    """What an edition holds, what is new in it, and how to cite it."""

    template_name = "site/edition.html"
    is_remembered = False  # its files may be written again

    def get(self, request: Request, slug: str) -> Response:
        edition = self.edition(slug)
        build = current_build(edition)
        row = EditionSerializer(edition, context={"request": request}).data
        complete = [file for file in row["files"] if file["media_type"] != TABLE and file["name"] != CHECKSUMS]
        return Response(
            {
                "canonical": self.page(edition),
                "edition": edition,
                "row": row,
                "build": build,
                "is_as_released": bool(build and is_as_released(edition, build)),
                "complete": complete,
                "tables": [file for file in row["files"] if file["media_type"] == TABLE],
                "checksums": CHECKSUMS,
                "corrections": corrections_of(edition, request),
                "citation": cite_edition(edition, self.page(edition), timezone.now().date()),
            }
        )


class EditionCard(EditionView):
    """Its card: what is new in it."""

    def get(self, request: Request, slug: str) -> HttpResponse:
        row = EditionSerializer(self.edition(slug), context={"request": request}).data
        return HttpResponse(draw_card(f"Edition {slug}", row["summary"]), content_type="image/png")


class EditionFile(EditionView):
    """One of the files of an edition."""

    is_remembered = False

    def get(self, request: Request, slug: str, name: str) -> HttpResponseBase:
        edition = self.edition(slug)
        if not edition.file(name):
            raise NotFound(f"There is no such file. {self.page(edition)} lists them.")
        build = current_build(edition)
        if not build:
            return preparing_response(request)
        file = build.file(name)
        if not file:
            raise Gone("This version of the software doesn't write this file any more.")
        return file_response(request, build, file)


class CitationCff(EditionView):
    """CITATION.cff, of the Citation File Format."""

    def get(self, request: Request, slug: str) -> HttpResponse:
        edition = self.edition(slug)
        return attachment(citation_cff(edition, self.page(edition)), "application/yaml", "CITATION.cff")


class DataCite(EditionView):
    """The metadata that a repository of research data asks for."""

    def get(self, request: Request, slug: str) -> HttpResponse:
        edition = self.edition(slug)
        previous = edition.previous
        content = datacite_json(edition, self.page(edition), self.page(previous) if previous else None)
        return attachment(content, "application/vnd.datacite.datacite+json", f"talentwatch-{slug}-datacite.json")


class BibTeX(EditionView):
    """The entry for a bibliography."""

    media_type: ClassVar[str] = "application/x-bibtex; charset=utf-8"

    def get(self, request: Request, slug: str) -> HttpResponse:
        edition = self.edition(slug)
        citation = cite_edition(edition, self.page(edition), timezone.now().date())
        return attachment(citation.bibtex, self.media_type, f"talentwatch-{slug}.bib")


def attachment(content: str | bytes, media_type: str, name: str) -> HttpResponse:
    return HttpResponse(
        content, content_type=media_type, headers={"Content-Disposition": f'attachment; filename="{name}"'}
    )


def corrections_of(edition: Edition, request: Request) -> list[dict[str, Any]]:
    """The latest corrections since the edition before, in words; none in the first one, which corrects nothing."""
    previous = edition.previous
    if previous is None:
        return []
    changes = Change.objects.corrections().filter(seq__gt=previous.seq, seq__lte=edition.seq, is_typo=False)
    latest = CorrectionSerializer.fetch(changes).order_by("-seq")[:MAX_COMPARED]
    shown = [change for change in latest if is_correction(change)][:MAX_CORRECTIONS]
    rows: Any = WordedCorrectionSerializer(shown, many=True, context={"request": request}).data if shown else []
    return [
        {
            **row,
            "sentences": [
                sentence
                for difference in row["worded"]
                if difference.before != difference.after
                for sentence in difference.sentences
            ],
        }
        for row in rows
    ]
