"""Serializer of other names."""

from typing import Any

from django.db.models import Prefetch
from rest_framework import serializers

from people.models import PersonName

OTHER_NAMES = "Other names, without misspellings."
NAMED_KWARGS = {
    "name": {"help_text": "The name in Latin letters."},
    "description": {"help_text": "One or two sentences in the desk's own words."},
    "wikidata_id": {"help_text": "The Wikidata item, such as Q42."},
}


class NameSerializer(serializers.ModelSerializer):
    """Another name."""

    class Meta:
        model = PersonName
        fields = ("text", "language", "kind")
        read_only_fields = fields
        extra_kwargs = {"kind": {"help_text": "The kind of name."}}

    @classmethod
    def fetch(cls, rows: Any, owner: str) -> Prefetch:
        """The prefetch of these names; `owner` is the foreign key to the person or organization."""
        return Prefetch("names", rows.for_readers().in_order().only(owner, *cls.Meta.fields))
