"""Flows to JSON: moves, counted."""

from rest_framework import serializers

from talentwatch.api.serializers import ReferenceSerializer, RowSerializer


class FlowSerializer(RowSerializer):
    """Moves from one organization to another, counted."""

    origin = ReferenceSerializer(read_only=True, allow_null=True, help_text="Null where nobody says.")
    destination = ReferenceSerializer(read_only=True, allow_null=True, help_text="Null where nobody says.")
    period = serializers.CharField(allow_null=True, help_text="2023 or 2023-06; null for all time, or nobody says.")
    certain = serializers.IntegerField(help_text="Surely within it, both posts confirmed or reported.")
    possible = serializers.IntegerField(help_text="All that may fall within it.")

    class Meta:
        fields = ("origin", "destination", "period", "certain", "possible")


class CountSerializer(serializers.Serializer):
    """How many moves, surely and possibly."""

    certain = serializers.IntegerField()
    possible = serializers.IntegerField()


class NetSerializer(serializers.Serializer):
    """The least and the most by which those who came outnumber those who left."""

    min = serializers.IntegerField()
    max = serializers.IntegerField()


class BalanceSerializer(RowSerializer):
    """Who came to an organization and who left it, counted."""

    period = serializers.CharField(allow_null=True, help_text="2023 or 2023-06; null for all time, or nobody says.")
    vars()["in"] = CountSerializer(source="came")  # a word of Python's own
    out = CountSerializer(source="went")
    net = NetSerializer()

    class Meta:
        fields = ("period", "in", "out", "net")
