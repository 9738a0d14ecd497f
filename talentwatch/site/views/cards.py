"""The addresses of cards: one for the site, and one for each record."""

from typing import Any, ClassVar

from django.http import HttpResponse
from rest_framework.request import Request

from talentwatch.api.views import missing_record_error
from talentwatch.site.base_views import PageView
from talentwatch.site.cards import draw_card
from talentwatch.site.facts import headline_fact


class SiteCard(PageView):
    """The card of every page that has none of its own."""

    def parameter_names(self) -> tuple[str, ...]:
        return ()

    def get(self, request: Request) -> HttpResponse:
        return HttpResponse(draw_card("", ""), content_type="image/png")


class RecordCard(PageView):
    """The card of a record; `model` is that of the address."""

    model: ClassVar[Any] = None

    def parameter_names(self) -> tuple[str, ...]:
        return ()

    def get(self, request: Request, slug: str) -> HttpResponse:
        record = self.model.objects.published().filter(slug=slug).first()
        if not record:
            raise missing_record_error(self.model, request, slug)
        title = record.headline if hasattr(record, "headline") else record.name
        return HttpResponse(draw_card(title, headline_fact(record)), content_type="image/png")
