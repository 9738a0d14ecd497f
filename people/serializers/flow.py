"""Serializers of flows: moves, counted."""

from rest_framework import serializers

from talentwatch.api.serializers import ReferenceSerializer, RowSerializer

PERIOD = "2023 or 2023-06; null for all time, or if the date isn't known."
CERTAIN = "Moves certainly within the period, with both jobs confirmed or reported."
POSSIBLE = "Moves possibly within the period, certain ones included."


class FlowSerializer(RowSerializer):
    """Moves from one organization to another, counted."""

    origin = ReferenceSerializer(
        read_only=True, allow_null=True, help_text="The organization they leave; null if not known."
    )
    destination = ReferenceSerializer(
        read_only=True, allow_null=True, help_text="The organization they join; null if not known."
    )
    period = serializers.CharField(allow_null=True, help_text=PERIOD)
    certain = serializers.IntegerField(help_text=CERTAIN)
    possible = serializers.IntegerField(help_text=POSSIBLE)

    class Meta:
        fields = ("origin", "destination", "period", "certain", "possible")


class CountSerializer(serializers.Serializer):
    """How many moves, certainly and possibly."""

    certain = serializers.IntegerField(help_text=CERTAIN)
    possible = serializers.IntegerField(help_text=POSSIBLE)


class NetSerializer(serializers.Serializer):
    """Arrivals less departures, at least and at most."""

    # Unlike a RangeSerializer, both are always known.

    min = serializers.IntegerField(help_text="At least; negative if more people left.")
    max = serializers.IntegerField(help_text="At most; negative if more people left.")


class BalanceSerializer(RowSerializer):
    """How many people came to an organization and how many left it."""

    period = serializers.CharField(allow_null=True, help_text=PERIOD)
    # “in” is a keyword of Python, and can't be assigned as an attribute.
    vars()["in"] = CountSerializer(source="arrivals", help_text="How many came.")
    out = CountSerializer(source="departures", help_text="How many left.")
    net = NetSerializer(help_text="Arrivals less departures.")

    class Meta:
        fields = ("period", "in", "out", "net")
