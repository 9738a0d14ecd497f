"""Serializer of a number that is known to lie in a range."""

from rest_framework import serializers


class RangeSerializer(serializers.Serializer):
    """The least and the most that it can be; null if not known."""

    min = serializers.IntegerField(allow_null=True, help_text="The least; null if not known.")
    max = serializers.IntegerField(allow_null=True, help_text="The most; null if not known.")
