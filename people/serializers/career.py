"""The data of career charts: a person or a cohort with jobs, and with the moves between them."""

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
from people.serializers.columns import employment_columns, own_columns
from talentwatch.api.serializers import ReferenceSerializer
from talentwatch.charts import cohort


class JoinSerializer(serializers.ModelSerializer):
    """A move from one job to another."""

    origin_employment = ReferenceSerializer(read_only=True)
    destination_employment = ReferenceSerializer(read_only=True)

    class Meta:
        model = Move
        fields = ("origin_employment", "destination_employment")
        read_only_fields = fields

    @classmethod
    def fetch(cls, rows: Any) -> Any:
        moves = rows.filter(origin_employment__isnull=False, destination_employment__isnull=False).order_by("slug")
        named = [f"{path}__{part}" for path in cls.Meta.fields for part in ("person", "organization")]
        columns = [name for path in cls.Meta.fields for name in employment_columns(path)]
        return moves.select_related(*named).only("slug", "person", *columns)


class PersonCareerSerializer(PersonWithEmploymentsSerializer):
    """One person, with their jobs and the moves between them."""

    moves = JoinSerializer(many=True, read_only=True)

    class Meta(PersonWithEmploymentsSerializer.Meta):
        fields = (*PersonWithEmploymentsSerializer.Meta.fields, "moves")

    @classmethod
    def fetch(cls, rows: Any) -> Any:
        return super().fetch(rows).prefetch_related(Prefetch("moves", JoinSerializer.fetch(Move.objects.published())))


class MemberCareerSerializer(MemberSerializer):
    """One member of a cohort, with their jobs and moves; the person is null if not public."""

    employments = EmploymentSerializer(many=True, read_only=True, source="person.employments")
    moves = JoinSerializer(many=True, read_only=True, source="person.moves")

    class Meta(MemberSerializer.Meta):
        fields = (*MemberSerializer.Meta.fields, "employments", "moves")
        read_only_fields = fields


class CohortCareersSerializer(CohortWithMembersSerializer):
    """One cohort, with the number of its members and as many of them as fit into the chart, with their careers."""

    listed = serializers.IntegerField(read_only=True)
    members = MemberCareerSerializer(many=True, read_only=True, source="charted_members")

    class Meta(CohortWithMembersSerializer.Meta):
        fields = (*CohortWithMembersSerializer.Meta.fields, "listed")

    @classmethod
    def fetch(cls, rows: Any) -> Any:
        employments = EmploymentSerializer.fetch(Employment.objects.published().in_order_of_time())
        moves = JoinSerializer.fetch(Move.objects.published())
        people = Person.objects.only("slug", "status", "name").prefetch_related(
            Prefetch("employments", employments), Prefetch("moves", moves)
        )
        members = CohortMember.objects.as_listed().only(*own_columns(CohortMember), "cohort", "person")
        charted = members.prefetch_related(Prefetch("person", people))[: cohort.MAX_PEOPLE]
        # Not the fetch of the parent class: it would prefetch every member.
        cohorts = super(CohortWithMembersSerializer, cls).fetch(rows).annotate(listed=Count("members"))
        return cohorts.prefetch_related(Prefetch("members", charted, to_attr="charted_members"))
