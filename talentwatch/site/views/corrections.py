"""The page /corrections/: what was corrected, and why."""

from typing import Any

from django.http import QueryDict
from rest_framework.request import Request

from talentwatch.api.paging import KeysetPagination
from talentwatch.changefeed.filters import CorrectionFilterSet
from talentwatch.changefeed.models import Change
from talentwatch.resources import PUBLISHABLE_TYPES
from talentwatch.site.base_views import ListPage
from talentwatch.site.corrections import WordedCorrectionSerializer

KINDS = [(name, "Jobs" if name == "employments" else name.capitalize()) for name in PUBLISHABLE_TYPES]


class CorrectionsPage(ListPage):
    """What was corrected, the latest first."""

    template_name = "site/corrections.html"
    api_name = "correction-list"
    heading, counted = "Corrections", "correction,corrections"
    form_fields = ("resource", "updated_after")
    queryset = Change.objects.corrections()
    serializer_class = WordedCorrectionSerializer
    filterset_class = CorrectionFilterSet

    def read_page(self, pages: KeysetPagination, request: Request) -> tuple[list[Any], Any]:
        changes = pages.paginate_queryset(self.serializer_class.fetch(self.filterset.qs), request, self)
        return changes, self.serializer_class(changes, many=True, context={"request": request}).data

    def get_context(self, params: QueryDict) -> dict[str, Any]:
        return {"kinds": KINDS}
