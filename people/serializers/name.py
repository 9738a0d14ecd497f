"""Other names to JSON."""

from typing import Any

from django.db.models import Prefetch
from rest_framework import serializers

from people.models import PersonName


class NameSerializer(serializers.ModelSerializer):
    """Another name, as readers may see it."""

    class Meta:
        model = PersonName
        fields = ("text", "language", "kind")
        read_only_fields = fields

    @classmethod
    def fetch(cls, rows: Any, owner: str) -> Prefetch:
        """The names of owners, a person or an organization each."""
        return Prefetch("names", rows.shown().in_order().only(owner, *cls.Meta.fields))
