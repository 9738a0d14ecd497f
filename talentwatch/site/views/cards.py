"""The addresses of cards: one for each page, below its own."""

from collections.abc import Collection
from typing import Any, ClassVar

from django.http import HttpResponse
from rest_framework.request import Request

from talentwatch.api.views import missing_record_error
from talentwatch.site.base_views import PageView
from talentwatch.site.cards import draw_card
from talentwatch.site.facts import headline_fact


class PageCard(PageView):
    """The card of a page that isn't a record's; `page` is its view. It has the page's filters, and no other parameter."""

    page: ClassVar[type[PageView]] = PageView

    def parameter_names(self) -> Collection[str]:
        return self.page().card_parameters()

    def list_parameter_names(self) -> Collection[str]:
        return self.page().list_parameter_names()

    def get(self, request: Request) -> HttpResponse:
        return HttpResponse(draw_card(*self.page().card_texts(request)), content_type="image/png")


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
