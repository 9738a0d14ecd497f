"""Serializers of the retention report."""

from rest_framework import serializers

from people.retention import Interval
from talentwatch.api.serializers import ReferenceSerializer


class PointSerializer(serializers.Serializer):
    """How many people are there on one day, certainly and possibly."""

    date = serializers.DateField(
        help_text="The first or last day of the span, or the first day of an interval within it."
    )
    certain = serializers.IntegerField(help_text="How many are certainly there.")
    possible = serializers.IntegerField(help_text="How many are possibly there, certain ones included.")


class ElsewhereSerializer(serializers.Serializer):
    """How many of those who left are now at one organization."""

    organization = ReferenceSerializer(help_text="The organization.")
    people = serializers.IntegerField(help_text="How many people.")


class StatsSerializer(serializers.Serializer):
    """Statistics of a number of months; null if it is known of nobody."""

    people = serializers.IntegerField(help_text="Of how many people the number is known.")
    min = serializers.FloatField(allow_null=True, help_text="The minimum.")
    mean = serializers.FloatField(allow_null=True, help_text="The mean.")
    median = serializers.FloatField(allow_null=True, help_text="The median.")
    max = serializers.FloatField(allow_null=True, help_text="The maximum.")


class TenureStatsSerializer(serializers.Serializer):
    """How long those who left had stayed: as sources state it, and as the desk's dates allow at least and at most."""

    stated = StatsSerializer(help_text="As sources state it; the median if several do.")
    derived_min = StatsSerializer(help_text="The least that the desk's dates allow.")
    derived_max = StatsSerializer(help_text="The most that the desk's dates allow.")


class RetentionSerializer(serializers.Serializer):
    """How many of a cohort are at an organization over time."""

    cohort = ReferenceSerializer(help_text="The cohort.")
    organizations = ReferenceSerializer(many=True, help_text="The requested organizations, counted as one.")
    expected_size = serializers.IntegerField(help_text="How many people the source of the list counts.")
    remaining = serializers.IntegerField(help_text="Members with a job there that isn't known to have ended.")
    left = serializers.IntegerField(help_text="Members whose jobs there have all ended.")
    interval = serializers.ChoiceField(Interval.choices, help_text="The interval between points.")
    points = PointSerializer(many=True, help_text="How many people are there, by day.")
    elsewhere = ElsewhereSerializer(
        many=True, help_text="Where those who left are now; a person can be at several organizations."
    )
    whereabouts_unknown = serializers.IntegerField(
        help_text="How many of those who left aren't known to be anywhere now."
    )
    tenure_months = TenureStatsSerializer(help_text="How many months those who left had stayed.")
