"""Flows to JSON: moves, counted."""

from rest_framework import serializers

from talentwatch.api.serializers import ReferenceSerializer, RowSerializer

PERIOD = "2023 or 2023-06; null for all time, or nobody says."
CERTAIN = "Surely within it, both posts confirmed or reported."
POSSIBLE = "All that may fall within it."


class FlowSerializer(RowSerializer):
    """Moves from one organization to another, counted."""

    origin = ReferenceSerializer(read_only=True, allow_null=True, help_text="From where; null where nobody says.")
    destination = ReferenceSerializer(read_only=True, allow_null=True, help_text="Where to; null where nobody says.")
    period = serializers.CharField(allow_null=True, help_text=PERIOD)
    certain = serializers.IntegerField(help_text=CERTAIN)
    possible = serializers.IntegerField(help_text=POSSIBLE)

    class Meta:
        fields = ("origin", "destination", "period", "certain", "possible")


class CountSerializer(serializers.Serializer):
    """How many moves, surely and possibly."""

    certain = serializers.IntegerField(help_text=CERTAIN)
    possible = serializers.IntegerField(help_text=POSSIBLE)


class NetSerializer(serializers.Serializer):
    """By how many those who came outnumber those who left."""  # always known, unlike a range

    min = serializers.IntegerField(help_text="The least; negative where more left.")
    max = serializers.IntegerField(help_text="The most; negative where more left.")


class BalanceSerializer(RowSerializer):
    """Who came to an organization and who left it, counted."""

    period = serializers.CharField(allow_null=True, help_text=PERIOD)
    vars()["in"] = CountSerializer(source="came", help_text="How many came.")  # a word of Python's own
    out = CountSerializer(source="went", help_text="How many left.")
    net = NetSerializer(help_text="By how many those who came outnumber those who left.")

    class Meta:
        fields = ("period", "in", "out", "net")
