"""Serializers of people, for lists and for one with their employments."""

from typing import Any

from django.db.models import Prefetch

from people.models import Employment, Person, PersonName
from people.serializers.columns import RECORD_JSON_FIELDS, own_columns
from people.serializers.employment import EmploymentSerializer
from people.serializers.name import NAMED_KWARGS, OTHER_NAMES, NameSerializer
from talentwatch.api.serializers import RecordSerializer


class PersonSerializer(RecordSerializer):
    """A person, with other names."""

    resource = "people"
    page_name = "person"

    names = NameSerializer(many=True, read_only=True, help_text=OTHER_NAMES)

    class Meta:
        model = Person
        fields: tuple[str, ...] = (
            *RECORD_JSON_FIELDS,
            "name",
            "description",
            "names",
            "wikidata_id",
            "orcid",
            "website",
        )
        extra_kwargs = {**NAMED_KWARGS, "orcid": {"help_text": "The ORCID iD, such as 0000-0002-1825-0097."}}

    @classmethod
    def fetch(cls, rows: Any) -> Any:
        names = NameSerializer.fetch(PersonName.objects, "person")
        return rows.prefetch_related(names).only(*own_columns(Person))


class PersonWithEmploymentsSerializer(PersonSerializer):
    """One person, with their employments in chronological order."""

    nested_fields = ("employments",)

    employments = EmploymentSerializer(many=True, read_only=True, help_text="All employments, in chronological order.")

    class Meta(PersonSerializer.Meta):
        fields = (*PersonSerializer.Meta.fields, "employments")

    @classmethod
    def fetch(cls, rows: Any) -> Any:
        employments = EmploymentSerializer.fetch(Employment.objects.published().in_order_of_time())
        return super().fetch(rows).prefetch_related(Prefetch("employments", employments))
