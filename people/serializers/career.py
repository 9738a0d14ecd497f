"""What the pictures of careers are drawn from: the JSON of a person or of a cohort, with the posts and what they were left for."""

from typing import Any

from django.db.models import Count, Prefetch
from rest_framework import serializers

from people.models import CohortMember, Employment, Move, Person
from people.serializers import (
    CohortWithMembersSerializer,
    EmploymentSerializer,
    MemberSerializer,
    PersonWithEmploymentsSerializer,
)
from people.serializers.columns import own, post
from talentwatch.api.serializers import ReferenceSerializer
from talentwatch.charts import cohort


class JoinSerializer(serializers.ModelSerializer):
    """Which post was left for which."""

    origin_employment = ReferenceSerializer(read_only=True)
    destination_employment = ReferenceSerializer(read_only=True)

    class Meta:
        model = Move
        fields = ("origin_employment", "destination_employment")
        read_only_fields = fields

    @classmethod
    def fetch(cls, rows: Any) -> Any:
        pairs = rows.filter(origin_employment__isnull=False, destination_employment__isnull=False).order_by("slug")
        ends = [f"{path}__{end}" for path in cls.Meta.fields for end in ("person", "organization")]
        shown = [name for path in cls.Meta.fields for name in post(path)]
        return pairs.select_related(*ends).only("slug", "person", *shown)


class PersonCareerSerializer(PersonWithEmploymentsSerializer):
    """One person, with their posts, and which was left for which."""

    moves = JoinSerializer(many=True, read_only=True)

    class Meta(PersonWithEmploymentsSerializer.Meta):
        fields = (*PersonWithEmploymentsSerializer.Meta.fields, "moves")

    @classmethod
    def fetch(cls, rows: Any) -> Any:
        return super().fetch(rows).prefetch_related(Prefetch("moves", JoinSerializer.fetch(Move.objects.published())))


class MemberCareerSerializer(MemberSerializer):
    """One place on a list, with the person's posts; none where the person isn't public."""

    employments = EmploymentSerializer(many=True, read_only=True, source="person.employments")
    moves = JoinSerializer(many=True, read_only=True, source="person.moves")

    class Meta(MemberSerializer.Meta):
        fields = (*MemberSerializer.Meta.fields, "employments", "moves")
        read_only_fields = fields


class CohortCareersSerializer(CohortWithMembersSerializer):
    """One cohort, with how many are on the list, and as many of them as the sheet shows, with their posts."""

    listed = serializers.IntegerField(read_only=True)
    members = MemberCareerSerializer(many=True, read_only=True, source="shown")

    class Meta(CohortWithMembersSerializer.Meta):
        fields = (*CohortWithMembersSerializer.Meta.fields, "listed")

    @classmethod
    def fetch(cls, rows: Any) -> Any:
        posts = EmploymentSerializer.fetch(Employment.objects.published().in_order_of_time())
        joins = JoinSerializer.fetch(Move.objects.published())
        people = Person.objects.only("slug", "status", "name").prefetch_related(
            Prefetch("employments", posts), Prefetch("moves", joins)
        )
        members = CohortMember.objects.as_listed().only(*own(CohortMember), "cohort", "person")
        shown = members.prefetch_related(Prefetch("person", people))[: cohort.MAX_PEOPLE]
        counted = super(CohortWithMembersSerializer, cls).fetch(rows).annotate(listed=Count("members"))
        return counted.prefetch_related(Prefetch("members", shown, to_attr="shown"))
