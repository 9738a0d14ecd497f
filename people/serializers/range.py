"""What is known between a least and a most."""

from rest_framework import serializers


class TenureMonthsSerializer(serializers.Serializer):
    """A length of time in whole months; null where it isn't known."""

    min = serializers.IntegerField(allow_null=True)
    max = serializers.IntegerField(allow_null=True)


class GapSerializer(serializers.Serializer):
    """The fewest and the most days between two posts; negative where they overlap, null where it isn't known."""

    min = serializers.IntegerField(allow_null=True)
    max = serializers.IntegerField(allow_null=True)
