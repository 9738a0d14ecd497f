"""The API resources of people: each is a queryset, a serializer and a filterset."""

from typing import Any

from people import filters, serializers
from people.charts import TitledBalanceChart, TitledFlowChart, TitledMoveChart, TitledRetentionChart
from people.feeds import MoveAtomRenderer, MoveCalendarRenderer, MoveJSONFeedRenderer
from people.jsonld import OrganizationJSONLDRenderer, PersonJSONLDRenderer
from people.models import Claim, Cohort, Employment, Move, Organization, Person, Source
from people.retention import ReportRangeError, retention_report
from people.serializers import career
from people.timelinejs import CareerTimelineJSRenderer
from talentwatch.api.computed import ComputedPagination
from talentwatch.api.files import FILE_RENDERERS
from talentwatch.api.problems import BadParameters
from talentwatch.api.renderers import JSONRenderer
from talentwatch.api.views import DocumentListViewSet, ListViewSet, RecordViewSet, ReportView, missing_record_error
from talentwatch.charts.career import CareerChart
from talentwatch.charts.cohort import CohortChart


class PersonViewSet(RecordViewSet):
    """People who work, or have worked, in AI."""

    queryset = Person.objects.published()
    serializer_class = serializers.PersonSerializer
    detail_serializer_class = serializers.PersonWithEmploymentsSerializer
    detail_serializer_by_format = {"svg": career.PersonCareerSerializer}
    filterset_class = filters.PersonFilterSet
    detail_renderer_classes = (JSONRenderer, PersonJSONLDRenderer, CareerTimelineJSRenderer, CareerChart)


class OrganizationViewSet(RecordViewSet):
    """Companies, laboratories, universities and other organizations, and their parts."""

    queryset = Organization.objects.published()
    serializer_class = serializers.OrganizationSerializer
    detail_serializer_class = serializers.OrganizationWithChildrenSerializer
    filterset_class = filters.OrganizationFilterSet
    detail_renderer_classes = (JSONRenderer, OrganizationJSONLDRenderer)


class EmploymentViewSet(RecordViewSet):
    """Who worked where, from when to when, as the desk concludes."""

    queryset = Employment.objects.published()
    serializer_class = serializers.EmploymentSerializer
    detail_serializer_class = serializers.EmploymentWithClaimsSerializer
    filterset_class = filters.EmploymentFilterSet


class ClaimViewSet(DocumentListViewSet):
    """What one source says about one employment, in that source's own terms."""

    queryset = Claim.objects.published()
    serializer_class = serializers.ClaimSerializer
    named_through = "employments"
    filterset_class = filters.ClaimFilterSet


class SourceViewSet(RecordViewSet):
    """Articles and statements."""

    queryset = Source.objects.published()
    serializer_class = serializers.SourceSerializer
    filterset_class = filters.SourceFilterSet


class MoveViewSet(RecordViewSet):
    """Who left which organization for which: derived from employments."""

    lookup_value_regex = "[a-z0-9-]+"  # two slugs, joined by two hyphens
    queryset = Move.objects.published()
    serializer_class = serializers.MoveSerializer
    filterset_class = filters.MoveFilterSet
    renderer_classes = (
        *RecordViewSet.renderer_classes,
        MoveAtomRenderer,
        MoveJSONFeedRenderer,
        MoveCalendarRenderer,
        TitledMoveChart,
    )


class FlowViewSet(ListViewSet):
    """Moves counted by origin, destination and period, with how many are certain and how many possible."""

    queryset = Move.objects.all()
    serializer_class = serializers.FlowSerializer
    filterset_class = filters.FlowFilterSet
    renderer_classes = (JSONRenderer, *FILE_RENDERERS, TitledFlowChart)
    pagination_class = ComputedPagination


class OrganizationFlowViewSet(ListViewSet):
    """How many people came to an organization and how many left it, by period; moves within it don't count."""

    queryset = Organization.objects.published()
    serializer_class = serializers.BalanceSerializer
    renderer_classes = (JSONRenderer, *FILE_RENDERERS, TitledBalanceChart)
    filterset_class = filters.BalanceFilterSet
    pagination_class = ComputedPagination

    def get_queryset(self) -> Any:
        organizations = super().get_queryset().filter(slug=self.kwargs["slug"])
        if not organizations:
            raise missing_record_error(Organization, self.request, self.kwargs["slug"])
        return organizations


class RetentionView(ReportView):
    """How many of a cohort are at an organization over time, where the others are now, and how long they had stayed."""

    queryset = Cohort.objects.published()
    parameters = filters.RETENTION
    serializer_class = serializers.RetentionSerializer
    renderer_classes = (JSONRenderer, TitledRetentionChart)

    def report(self, record: Cohort, **values: Any) -> dict[str, Any]:
        start, end = values["from"], values["to"]
        try:
            return retention_report(
                record,
                values["organization"],
                include_descendants=values["include_descendants"] is not False,
                span=(start and start.earliest, end and end.latest),
                interval=values["interval"],
            )
        except ReportRangeError as error:
            raise BadParameters({error.parameter: str(error)}) from error


class CohortViewSet(RecordViewSet):
    """Fixed lists of people, each from one source."""

    queryset = Cohort.objects.published()
    serializer_class = serializers.CohortSerializer
    detail_serializer_class = serializers.CohortWithMembersSerializer
    detail_serializer_by_format = {"svg": career.CohortCareersSerializer}
    detail_renderer_classes = (JSONRenderer, CohortChart)
    filterset_class = filters.CohortFilterSet
