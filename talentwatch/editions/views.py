"""The list of editions, and each by its name."""

from collections.abc import Iterable

from rest_framework.exceptions import NotFound
from rest_framework.request import Request
from rest_framework.response import Response

from talentwatch.api.filters import COMMON_PARAMETERS, DateTimeFilter, StrictFilterSet
from talentwatch.api.renderers import JSONRenderer
from talentwatch.api.views import ListViewSet
from talentwatch.editions.models import Edition
from talentwatch.editions.serializers import EditionSerializer
from talentwatch.text import SLUG


class EditionFilterSet(StrictFilterSet):
    ordering = "-at"
    columns = {"at": "at"}

    updated_after = DateTimeFilter(field_name="at", lookup_expr="gte", help_text="Released at or after this time.")


class EditionViewSet(ListViewSet):
    """The named editions of all that is public, the latest first."""

    queryset = Edition.objects.all()
    serializer_class = EditionSerializer
    filterset_class = EditionFilterSet
    renderer_classes = (JSONRenderer,)
    lookup_field = "slug"
    lookup_value_regex = SLUG

    def parameter_names(self) -> Iterable[str]:
        return COMMON_PARAMETERS if self.detail else super().parameter_names()

    def retrieve(self, request: Request, slug: str) -> Response:
        edition = EditionSerializer.fetch(self.get_queryset()).filter(slug=slug).first()
        if edition is None:
            raise NotFound("No such edition.")
        return Response(self.get_serializer(edition).data)
