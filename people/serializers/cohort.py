"""Cohorts to JSON, one of them with everybody on the list."""

from typing import Any

from django.db.models import Prefetch
from rest_framework import serializers

from people.models import Cohort, CohortMember
from people.serializers.columns import RECORD, named, own, source
from talentwatch.api.serializers import RecordSerializer, ReferenceSerializer


class MemberSerializer(serializers.ModelSerializer):
    """One place on a list; person and name_as_listed are null where the person isn't public."""

    person = ReferenceSerializer(read_only=True, allow_null=True, help_text="Who it is; null where not public.")
    name_as_listed = serializers.SerializerMethodField(
        allow_null=True, help_text="Their name as the source writes it; null where the person isn't public."
    )

    class Meta:
        model = CohortMember
        fields: tuple[str, ...] = ("person", "position", "name_as_listed")
        read_only_fields = fields

    def get_name_as_listed(self, member: CohortMember) -> str | None:
        return member.name_as_listed or None if member.person.is_published else None


class CohortSerializer(RecordSerializer):
    """A fixed list of people that a source names together."""

    source = ReferenceSerializer(read_only=True, allow_null=True, help_text="Which source names them together.")  # type: ignore[assignment]  # DRF itself calls a setting of fields source

    class Meta:
        model = Cohort
        fields: tuple[str, ...] = (*RECORD, "name", "description", "source", "expected_size")
        extra_kwargs = {"description": {"help_text": "Who is on it, in the desk's own words."}}

    @classmethod
    def fetch(cls, rows: Any) -> Any:
        return rows.select_related("source").only(*own(Cohort), *source("source"))


class CohortWithMembersSerializer(CohortSerializer):
    """One cohort, with everybody on the list."""

    members = MemberSerializer(many=True, read_only=True, help_text="Everybody on the list, in its order.")

    class Meta(CohortSerializer.Meta):
        fields = (*CohortSerializer.Meta.fields, "members")

    @classmethod
    def fetch(cls, rows: Any) -> Any:
        members = CohortMember.objects.select_related("person").as_listed()
        members = members.only(*own(CohortMember), "cohort", *named("person"))
        return super().fetch(rows).prefetch_related(Prefetch("members", members))
