"""Other names to JSON."""

from typing import Any

from django.db.models import Prefetch
from rest_framework import serializers

from people.models import PersonName

OTHER_NAMES = "All names but misspellings, beside the canonical one."
NAMED_KWARGS = {
    "name": {"help_text": "The canonical name, in Latin letters."},
    "description": {"help_text": "One or two sentences in the desk's own words."},
    "wikidata_id": {"help_text": "The item in Wikidata, such as Q42."},
}


class NameSerializer(serializers.ModelSerializer):
    """Another name, as readers may see it."""

    class Meta:
        model = PersonName
        fields = ("text", "language", "kind")
        read_only_fields = fields
        extra_kwargs = {"kind": {"help_text": "What sort of name it is."}}

    @classmethod
    def fetch(cls, rows: Any, owner: str) -> Prefetch:
        """The names of owners, a person or an organization each."""
        return Prefetch("names", rows.shown().in_order().only(owner, *cls.Meta.fields))
