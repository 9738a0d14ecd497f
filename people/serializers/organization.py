"""Organizations to JSON, one of them with its parts."""

from typing import Any

from django.db.models import Prefetch

from people.models import Organization, OrganizationName
from people.serializers.columns import NAMED, RECORD, named, own
from people.serializers.name import NameSerializer
from talentwatch.api.serializers import PartialDateField, RecordSerializer, ReferenceSerializer


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
        names = NameSerializer.fetch(OrganizationName.objects, "organization")
        related = rows.select_related("parent").prefetch_related(names)
        return related.only(*own(Organization), *named("parent"))


class OrganizationWithChildrenSerializer(OrganizationSerializer):
    """One organization, with its direct parts."""

    children = ReferenceSerializer(many=True, read_only=True)

    class Meta(OrganizationSerializer.Meta):
        fields = (*OrganizationSerializer.Meta.fields, "children")

    @classmethod
    def fetch(cls, rows: Any) -> Any:
        children = Organization.objects.published().only(*NAMED, "parent").order_by("slug")
        return super().fetch(rows).prefetch_related(Prefetch("children", children))
