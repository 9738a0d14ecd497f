"""The resource of events: a queryset, a serializer and a filterset."""

from events.filters import NewsEventFilterSet
from events.models import NewsEvent
from events.serializers import NewsEventSerializer
from talentwatch.api.views import RecordViewSet


class NewsEventViewSet(RecordViewSet):
    """What happened, told by the desk, with the sources that report it."""

    queryset = NewsEvent.objects.published()
    serializer_class = NewsEventSerializer
    filterset_class = NewsEventFilterSet
