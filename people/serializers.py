"""Rows of people to JSON, each serializer with the fetch it needs."""

from typing import Any

from django.db.models import Model, Prefetch
from drf_spectacular.utils import extend_schema_field
from rest_framework import serializers

from people.models import (
    Claim,
    Cohort,
    CohortMember,
    Conflict,
    Employment,
    Move,
    Organization,
    OrganizationName,
    Person,
    PersonName,
    Source,
)
from people.retention import Interval
from talentwatch.api.serializers import (
    OptionalAddress,
    OptionalText,
    PartialDateField,
    RecordSerializer,
    ReferenceSerializer,
    RowSerializer,
    address,
)

RECORD = ("slug", "url", "updated_at")
NAMED = ("slug", "status", "name")  # the columns that a reference shows
PUBLISHED = ("published_earliest", "published_latest")
TENURE = ("title", "start", "start_earliest", "start_latest", "end", "end_earliest", "end_latest", "end_state")


def named(path: str) -> list[str]:
    """The columns that a reference at the end of this path shows."""
    return [path, *(f"{path}__{column}" for column in NAMED)]


def post(path: str) -> list[str]:
    """The columns that a reference to a post shows."""
    shown = [path, f"{path}__slug", f"{path}__status"]
    return [*shown, *named(f"{path}__person"), *named(f"{path}__organization")]


def own(model: type[Model], *hidden: str) -> list[str]:
    """All columns of the record itself but its links and the ones that readers don't see."""
    private = getattr(model, "private", ())
    return [
        field.name
        for field in model._meta.concrete_fields
        if not field.is_relation and field.name not in hidden and field.name not in private
    ]


class NameSerializer(serializers.ModelSerializer):
    """Another name, as readers may see it."""

    class Meta:
        model = PersonName
        fields = ("text", "language", "kind")
        read_only_fields = fields


class SourceSerializer(RecordSerializer):
    """An article or a statement."""

    link = OptionalAddress(
        source="url", read_only=True, allow_null=True, help_text=Source._meta.get_field("url").help_text
    )
    published = PartialDateField()
    derived_from = ReferenceSerializer(read_only=True, allow_null=True)

    class Meta:
        model = Source
        fields = (
            *RECORD,
            "link",
            "title",
            "publisher",
            "author",
            "language",
            "published",
            "published_earliest",
            "published_latest",
            "archive_url",
            "kind",
            "derived_from",
        )

    @classmethod
    def fetch(cls, rows: Any) -> Any:
        told = (f"derived_from__{column}" for column in ("slug", "status", "publisher", "title", *PUBLISHED))
        return rows.select_related("derived_from").only(*own(Source, "search_key"), "derived_from", *told)


class CitedSourceSerializer(serializers.ModelSerializer):
    """A source beside what it says."""

    publisher = OptionalText(read_only=True, allow_null=True)
    link = OptionalAddress(source="url", read_only=True, allow_null=True)
    published = PartialDateField()

    class Meta:
        model = Source
        fields = ("slug", "publisher", "link", "language", "published")
        read_only_fields = fields


class ClaimSerializer(RecordSerializer):
    """What one source says about one post, as that source gives it."""

    url = serializers.SerializerMethodField()
    employment = ReferenceSerializer(read_only=True)
    source = CitedSourceSerializer(read_only=True)  # type: ignore[assignment]  # DRF itself calls a setting of fields source
    start = PartialDateField()
    end = PartialDateField()
    conflicts = serializers.ListField(
        child=serializers.ChoiceField(Conflict.choices),
        read_only=True,
        help_text="Where it can't be true together with the desk's conclusion.",
    )

    class Meta:
        model = Claim
        fields = (*RECORD, "employment", "source", "stance", *TENURE, "stated_months", "conflicts")

    @classmethod
    def fetch(cls, rows: Any) -> Any:
        told = (f"source__{column}" for column in ("slug", "publisher", "url", "language", *PUBLISHED))
        related = rows.select_related("employment__person", "employment__organization", "source")
        return related.only(*own(Claim), *post("employment"), "source", *told)

    @extend_schema_field({"type": "string", "format": "uri"})
    def get_url(self, claim: Claim) -> str:
        return address("claim-list", self.context, employment=claim.employment.slug, source=claim.source.slug)


class TenureMonthsSerializer(serializers.Serializer):
    """A length of time in whole months; null where it isn't known."""

    min = serializers.IntegerField(allow_null=True)
    max = serializers.IntegerField(allow_null=True)


class EmploymentSerializer(RecordSerializer):
    """A post: the desk's conclusion of who worked where, from when to when."""

    person = ReferenceSerializer(read_only=True)
    organization = ReferenceSerializer(read_only=True)
    came_from = ReferenceSerializer(read_only=True, allow_null=True)
    start = PartialDateField()
    end = PartialDateField()
    tenure_months = TenureMonthsSerializer(read_only=True)

    class Meta:
        model = Employment
        fields: tuple[str, ...] = (
            *RECORD,
            "person",
            "organization",
            *TENURE[:1],
            "role",
            "came_from",
            *TENURE[1:],
            "confidence",
            "verified_from",
            "verified_on",
            "has_conflict",
            "tenure_months",
        )

    @classmethod
    def fetch(cls, rows: Any) -> Any:
        related = rows.select_related("person", "organization", "came_from__person", "came_from__organization")
        return related.only(*own(Employment), *named("person"), *named("organization"), *post("came_from"))


class EmploymentWithClaimsSerializer(EmploymentSerializer):
    """One post, with the evidence for it."""

    claims = ClaimSerializer(many=True, read_only=True)

    class Meta(EmploymentSerializer.Meta):
        fields = (*EmploymentSerializer.Meta.fields, "claims")

    @classmethod
    def fetch(cls, rows: Any) -> Any:
        claims = ClaimSerializer.fetch(Claim.objects.published())
        return super().fetch(rows).prefetch_related(Prefetch("claims", claims))


class PersonSerializer(RecordSerializer):
    """A person, with all names but misspellings."""

    names = NameSerializer(many=True, read_only=True)

    class Meta:
        model = Person
        fields: tuple[str, ...] = (*RECORD, "name", "description", "names", "wikidata_id", "orcid", "website")

    @classmethod
    def fetch(cls, rows: Any) -> Any:
        return rows.prefetch_related(Prefetch("names", PersonName.objects.shown().in_order()))


class PersonWithEmploymentsSerializer(PersonSerializer):
    """One person, with their posts in order of time."""

    employments = EmploymentSerializer(many=True, read_only=True)

    class Meta(PersonSerializer.Meta):
        fields = (*PersonSerializer.Meta.fields, "employments")

    @classmethod
    def fetch(cls, rows: Any) -> Any:
        posts = EmploymentSerializer.fetch(Employment.objects.published().in_order_of_time())
        return super().fetch(rows).prefetch_related(Prefetch("employments", posts))


class OrganizationSerializer(RecordSerializer):
    """An organization, or a part of one."""

    parent = ReferenceSerializer(read_only=True, allow_null=True)
    founded = PartialDateField()
    dissolved = PartialDateField()
    names = NameSerializer(many=True, read_only=True)

    class Meta:
        model = Organization
        fields: tuple[str, ...] = (
            *RECORD,
            "name",
            "kind",
            "parent",
            "country",
            "founded",
            "founded_earliest",
            "founded_latest",
            "dissolved",
            "dissolved_earliest",
            "dissolved_latest",
            "website",
            "wikidata_id",
            "description",
            "names",
        )

    @classmethod
    def fetch(cls, rows: Any) -> Any:
        names = Prefetch("names", OrganizationName.objects.shown().in_order())
        related = rows.select_related("parent").prefetch_related(names)
        return related.only(*own(Organization, "search_key"), *named("parent"))


class OrganizationWithChildrenSerializer(OrganizationSerializer):
    """One organization, with its direct parts."""

    children = ReferenceSerializer(many=True, read_only=True)

    class Meta(OrganizationSerializer.Meta):
        fields = (*OrganizationSerializer.Meta.fields, "children")

    @classmethod
    def fetch(cls, rows: Any) -> Any:
        children = Organization.objects.published().only(*NAMED, "parent").order_by("slug")
        return super().fetch(rows).prefetch_related(Prefetch("children", children))


class MemberSerializer(serializers.ModelSerializer):
    """One place on a list; person and name_as_listed are null where the person isn't public."""

    person = ReferenceSerializer(read_only=True, allow_null=True)
    name_as_listed = serializers.SerializerMethodField(allow_null=True)

    class Meta:
        model = CohortMember
        fields: tuple[str, ...] = ("person", "position", "name_as_listed")
        read_only_fields = fields

    def get_name_as_listed(self, member: CohortMember) -> str | None:
        return member.name_as_listed or None if member.person.is_published else None


class GapSerializer(serializers.Serializer):
    """The fewest and the most days between two posts; negative where they overlap, null where it isn't known."""

    min = serializers.IntegerField(allow_null=True)
    max = serializers.IntegerField(allow_null=True)


class MoveSerializer(RecordSerializer):
    person = ReferenceSerializer(read_only=True)
    origin = ReferenceSerializer(read_only=True, allow_null=True)
    destination = ReferenceSerializer(read_only=True, allow_null=True)
    date = PartialDateField()
    gap_days = GapSerializer(read_only=True)
    origin_employment = ReferenceSerializer(read_only=True, allow_null=True)
    destination_employment = ReferenceSerializer(read_only=True, allow_null=True)

    class Meta:
        model = Move
        fields = (
            *RECORD,
            "person",
            "origin",
            "destination",
            "date",
            "date_earliest",
            "date_latest",
            "gap_days",
            "kind",
            "confidence",
            "origin_employment",
            "destination_employment",
        )

    @classmethod
    def fetch(cls, rows: Any) -> Any:
        posts = ("origin_employment", "destination_employment")
        ends = [f"{path}__{end}" for path in posts for end in ("person", "organization")]
        shown = [*named("person"), *named("origin"), *named("destination"), *post(posts[0]), *post(posts[1])]
        counted_by = [f"{side}_{level}" for side in ("origin", "destination") for level in ("unit", "group")]
        return rows.select_related("person", "origin", "destination", *ends).only(*own(Move, *counted_by), *shown)


class FlowSerializer(RowSerializer):
    """Moves from one organization to another, counted."""

    origin = ReferenceSerializer(read_only=True, allow_null=True, help_text="Null where nobody says.")
    destination = ReferenceSerializer(read_only=True, allow_null=True, help_text="Null where nobody says.")
    period = serializers.CharField(allow_null=True, help_text="2023 or 2023-06; null for all time, or nobody says.")
    certain = serializers.IntegerField(help_text="Surely within it, both posts confirmed or reported.")
    possible = serializers.IntegerField(help_text="All that may fall within it.")

    class Meta:
        fields = ("origin", "destination", "period", "certain", "possible")


class CountSerializer(serializers.Serializer):
    """How many moves, surely and possibly."""

    certain = serializers.IntegerField()
    possible = serializers.IntegerField()


class NetSerializer(serializers.Serializer):
    """The least and the most by which those who came outnumber those who left."""

    min = serializers.IntegerField()
    max = serializers.IntegerField()


class BalanceSerializer(RowSerializer):
    """Who came to an organization and who left it, counted."""

    period = serializers.CharField(allow_null=True, help_text="2023 or 2023-06; null for all time, or nobody says.")
    vars()["in"] = CountSerializer(source="came")  # a word of Python's own
    out = CountSerializer(source="went")
    net = NetSerializer()

    class Meta:
        fields = ("period", "in", "out", "net")


class CohortSerializer(RecordSerializer):
    """A fixed list of people that a source names together."""

    source = ReferenceSerializer(read_only=True, allow_null=True)  # type: ignore[assignment]  # as above

    class Meta:
        model = Cohort
        fields: tuple[str, ...] = (*RECORD, "name", "description", "source", "expected_size")

    @classmethod
    def fetch(cls, rows: Any) -> Any:
        return rows.select_related("source")


class CohortWithMembersSerializer(CohortSerializer):
    """One cohort, with everybody on the list."""

    members = MemberSerializer(many=True, read_only=True)

    class Meta(CohortSerializer.Meta):
        fields = (*CohortSerializer.Meta.fields, "members")

    @classmethod
    def fetch(cls, rows: Any) -> Any:
        members = CohortMember.objects.select_related("person").as_listed()
        members = members.only(*own(CohortMember), "cohort", *named("person"))
        return super().fetch(rows).prefetch_related(Prefetch("members", members))


class PointSerializer(serializers.Serializer):
    """How many are there on one day: certainly, and possibly."""

    date = serializers.DateField()
    certain = serializers.IntegerField()
    possible = serializers.IntegerField()


class ElsewhereSerializer(serializers.Serializer):
    """How many of those who left are now at one organization."""

    organization = ReferenceSerializer()
    people = serializers.IntegerField()


class StatsSerializer(serializers.Serializer):
    """Of so many people the least, mean, middle and greatest number of months; null where there are none."""

    people = serializers.IntegerField()
    min = serializers.FloatField(allow_null=True)
    mean = serializers.FloatField(allow_null=True)
    median = serializers.FloatField(allow_null=True)
    max = serializers.FloatField(allow_null=True)


class TenureStatsSerializer(serializers.Serializer):
    """How long those who left had stayed: as sources state it, and the least and most that the desk's dates allow."""

    stated = StatsSerializer()
    derived_min = StatsSerializer()
    derived_max = StatsSerializer()


class RetentionSerializer(serializers.Serializer):
    """How many of a cohort are at an organization over time."""

    cohort = ReferenceSerializer()
    organizations = ReferenceSerializer(many=True)
    expected_size = serializers.IntegerField()
    remaining = serializers.IntegerField(help_text="Members with a post there that isn't known to be over.")
    left = serializers.IntegerField(help_text="Members whose posts there are all over.")
    interval = serializers.ChoiceField(Interval.choices, help_text="From one point to the next.")
    points = PointSerializer(many=True)
    elsewhere = ElsewhereSerializer(many=True, help_text="Where those who left are now; one may be at several.")
    whereabouts_unknown = serializers.IntegerField(help_text="Of how many who left nobody says where they are now.")
    tenure_months = TenureStatsSerializer()
