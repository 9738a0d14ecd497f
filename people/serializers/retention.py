"""Retention to JSON: how many of a cohort stayed, how long, and where the others are."""

from rest_framework import serializers

from talentwatch.api.serializers import ReferenceSerializer


class PointSerializer(serializers.Serializer):
    """How many are there on one day: certainly, and possibly."""

    date = serializers.DateField()
    certain = serializers.IntegerField()
    possible = serializers.IntegerField()


class ElsewhereSerializer(serializers.Serializer):
    """How many of those who left are now at one organization."""

    organization = ReferenceSerializer()
    people = serializers.IntegerField()


class StatsSerializer(serializers.Serializer):
    """Of so many people the least, mean, middle and greatest number of months; null where there are none."""

    people = serializers.IntegerField()
    min = serializers.FloatField(allow_null=True)
    mean = serializers.FloatField(allow_null=True)
    median = serializers.FloatField(allow_null=True)
    max = serializers.FloatField(allow_null=True)


class TenureStatsSerializer(serializers.Serializer):
    """How long those who left had stayed: as sources state it, and the least and most that the desk's dates allow."""

    stated = StatsSerializer()
    derived_min = StatsSerializer()
    derived_max = StatsSerializer()


class RetentionSerializer(serializers.Serializer):
    """How many of a cohort are at an organization over time."""

    cohort = ReferenceSerializer()
    organizations = ReferenceSerializer(many=True)
    expected_size = serializers.IntegerField()
    remaining = serializers.IntegerField(help_text="Members with a post there that isn't known to be over.")
    left = serializers.IntegerField(help_text="Members whose posts there are all over.")
    points = PointSerializer(many=True)
    elsewhere = ElsewhereSerializer(many=True, help_text="Where those who left are now; one may be at several.")
    whereabouts_unknown = serializers.IntegerField(help_text="Of how many who left nobody says where they are now.")
    tenure_months = TenureStatsSerializer()
