"""What changed for readers, and what records said before: two lists over one log."""

from talentwatch.api.views import ListViewSet
from talentwatch.changefeed import filters, serializers
from talentwatch.changefeed.models import Change


class ChangeViewSet(ListViewSet):
    """What became public, changed, was withdrawn or merged, in order and without a gap, for keeping a copy in step."""

    queryset = Change.objects.all()
    serializer_class = serializers.ChangeSerializer
    filterset_class = filters.ChangeFilterSet


class CorrectionViewSet(ListViewSet):
    """What public records said before, field by field, and why it was changed; the newest first."""

    queryset = Change.objects.corrections()
    serializer_class = serializers.CorrectionSerializer
    filterset_class = filters.CorrectionFilterSet
