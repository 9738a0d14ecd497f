"""Serializers of organizations, for lists and for one with its parts."""

from typing import Any

from django.db.models import Prefetch

from people.models import Organization, OrganizationName
from people.serializers.columns import RECORD_JSON_FIELDS, REFERENCE_COLUMNS, own_columns, reference_columns
from people.serializers.name import NAMED_KWARGS, OTHER_NAMES, NameSerializer
from talentwatch.api.serializers import PartialDateField, RecordSerializer, ReferenceSerializer


class OrganizationSerializer(RecordSerializer):
    """An organization, or a part of one."""

    resource = "organizations"
    page_name = "organization"

    parent = ReferenceSerializer(
        read_only=True, allow_null=True, help_text="The organization that this one is part of, if any."
    )
    founded = PartialDateField("When it was founded")
    dissolved = PartialDateField("When it was dissolved")
    names = NameSerializer(many=True, read_only=True, help_text=OTHER_NAMES)

    class Meta:
        model = Organization
        fields: tuple[str, ...] = (
            *RECORD_JSON_FIELDS,
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
        extra_kwargs = NAMED_KWARGS

    @classmethod
    def fetch(cls, rows: Any) -> Any:
        names = NameSerializer.fetch(OrganizationName.objects, "organization")
        related = rows.select_related("parent").prefetch_related(names)
        return related.only(*own_columns(Organization), *reference_columns("parent"))


class OrganizationWithChildrenSerializer(OrganizationSerializer):
    """One organization, with its direct parts."""

    nested_fields = ("children",)

    children = ReferenceSerializer(many=True, read_only=True, help_text="Its direct parts.")

    class Meta(OrganizationSerializer.Meta):
        fields = (*OrganizationSerializer.Meta.fields, "children")

    @classmethod
    def fetch(cls, rows: Any) -> Any:
        children = Organization.objects.published().only(*REFERENCE_COLUMNS, "parent").order_by("slug")
        return super().fetch(rows).prefetch_related(Prefetch("children", children))
