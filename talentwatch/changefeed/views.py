"""Two lists of one log: changes and corrections."""

from talentwatch.api.views import ListViewSet
from talentwatch.changefeed import filters, serializers
from talentwatch.changefeed.models import Change


class ChangeViewSet(ListViewSet):
    """What was published, changed, withdrawn or merged, in order and without gaps, for keeping a copy."""

    queryset = Change.objects.all()
    serializer_class = serializers.ChangeSerializer
    filterset_class = filters.ChangeFilterSet


class CorrectionViewSet(ListViewSet):
    """Earlier values of public records, field by field, and why they were corrected; newest first."""

    queryset = Change.objects.corrections()
    serializer_class = serializers.CorrectionSerializer
    filterset_class = filters.CorrectionFilterSet
