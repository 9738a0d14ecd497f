"""What is known between a least and a most."""

from rest_framework import serializers


class RangeSerializer(serializers.Serializer):
    """The least and the most that it can be; null where it isn't known."""

    min = serializers.IntegerField(allow_null=True, help_text="The least; null where it isn't known.")
    max = serializers.IntegerField(allow_null=True, help_text="The most; null where it isn't known.")
