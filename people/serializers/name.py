"""Other names to JSON."""

from rest_framework import serializers

from people.models import PersonName


class NameSerializer(serializers.ModelSerializer):
    """Another name, as readers may see it."""

    class Meta:
        model = PersonName
        fields = ("text", "language", "kind")
        read_only_fields = fields
