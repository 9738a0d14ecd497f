"""Two lists of one log: changes and corrections."""

from typing import Any

from talentwatch.api.problems import Gone
from talentwatch.api.views import ListViewSet
from talentwatch.changefeed import filters, serializers
from talentwatch.changefeed.feeds import CorrectionAtomRenderer, CorrectionFeedRenderer, CorrectionJSONFeedRenderer
from talentwatch.changefeed.models import Action, Change

READ_AGAIN = "Records were erased since that number. Delete your copy, and read everything again."


class ChangeViewSet(ListViewSet):
    """What was published, changed, withdrawn or merged, in order and without gaps, for keeping a copy."""

    queryset = Change.objects.all()
    serializer_class = serializers.ChangeSerializer
    filterset_class = filters.ChangeFilterSet

    def filter_queryset(self, queryset: Any) -> Any:
        changes = super().filter_queryset(queryset)
        since = self.request.query_params.get("since")
        if since is not None and Change.objects.filter(action=Action.ERASED, seq__gt=int(since)).exists():
            raise Gone(READ_AGAIN)
        return changes

    def get_queryset(self) -> Any:
        changes: Any = super().get_queryset()
        return changes.visible()


class CorrectionViewSet(ListViewSet):
    """Earlier values of public records, field by field, and why they were corrected; newest first."""

    queryset = Change.objects.corrections()
    serializer_class = serializers.CorrectionSerializer
    filterset_class = filters.CorrectionFilterSet
    renderer_classes = (*ListViewSet.renderer_classes, CorrectionAtomRenderer, CorrectionJSONFeedRenderer)

    def get_serializer_class(self) -> Any:
        is_feed = isinstance(getattr(self.request, "accepted_renderer", None), CorrectionFeedRenderer)
        return serializers.NamedCorrectionSerializer if is_feed else self.serializer_class
