"""The resource of events: a queryset, a serializer and a filterset."""

from events.feeds import EventAtomRenderer, EventCalendarRenderer, EventJSONFeedRenderer
from events.filters import NewsEventFilterSet
from events.jsonld import EventJSONLDRenderer
from events.models import NewsEvent
from events.serializers import NewsEventSerializer
from events.timelinejs import EventTimelineJSRenderer
from talentwatch.api.renderers import JSONRenderer
from talentwatch.api.views import RecordViewSet


class NewsEventViewSet(RecordViewSet):
    """What happened, as the desk reports it, with the sources that report it."""

    queryset = NewsEvent.objects.published()
    serializer_class = NewsEventSerializer
    filterset_class = NewsEventFilterSet
    renderer_classes = (
        *RecordViewSet.renderer_classes,
        EventAtomRenderer,
        EventJSONFeedRenderer,
        EventTimelineJSRenderer,
        EventCalendarRenderer,
    )
    detail_renderer_classes = (JSONRenderer, EventJSONLDRenderer)
