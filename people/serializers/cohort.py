"""Serializers of cohorts, for lists and for one with its members."""

from typing import Any

from django.db.models import Prefetch
from rest_framework import serializers

from people.models import Cohort, CohortMember
from people.serializers.columns import RECORD_JSON_FIELDS, own_columns, reference_columns, source_columns
from talentwatch.api.serializers import RecordSerializer, ReferenceSerializer


class MemberSerializer(serializers.ModelSerializer):
    """One member of a cohort; person and name_as_listed are null if the person isn't public."""

    person = ReferenceSerializer(read_only=True, allow_null=True, help_text="The person; null if not public.")
    name_as_listed = serializers.SerializerMethodField(
        allow_null=True, help_text="The name as the source writes it; null if the person isn't public."
    )

    class Meta:
        model = CohortMember
        fields: tuple[str, ...] = ("person", "position", "name_as_listed")
        read_only_fields = fields

    def get_name_as_listed(self, member: CohortMember) -> str | None:
        return member.name_as_listed or None if member.person.is_published else None


class CohortSerializer(RecordSerializer):
    """A fixed list of people from one source."""

    resource = "cohorts"
    page_name = "cohort"

    source = ReferenceSerializer(
        read_only=True, allow_null=True, help_text="The source that lists these people together."
    )  # type: ignore[assignment]  # DRF itself calls a setting of fields source

    class Meta:
        model = Cohort
        fields: tuple[str, ...] = (*RECORD_JSON_FIELDS, "name", "description", "source", "expected_size")
        extra_kwargs = {"description": {"help_text": "Who is on the list, in the desk's own words."}}

    @classmethod
    def fetch(cls, rows: Any) -> Any:
        return rows.select_related("source").only(*own_columns(Cohort), *source_columns("source"))


class CohortWithMembersSerializer(CohortSerializer):
    """One cohort, with its members."""

    nested_fields = ("members",)

    members = MemberSerializer(many=True, read_only=True, help_text="The members, in the order of the list.")

    class Meta(CohortSerializer.Meta):
        fields = (*CohortSerializer.Meta.fields, "members")

    @classmethod
    def fetch(cls, rows: Any) -> Any:
        members = CohortMember.objects.select_related("person").as_listed()
        members = members.only(*own_columns(CohortMember), "cohort", *reference_columns("person"))
        return super().fetch(rows).prefetch_related(Prefetch("members", members))
