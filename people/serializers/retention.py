"""Retention to JSON: how many of a cohort stayed, how long, and where the others are."""

from rest_framework import serializers

from people.retention import Interval
from talentwatch.api.serializers import ReferenceSerializer


class PointSerializer(serializers.Serializer):
    """How many are there on one day: certainly, and possibly."""

    date = serializers.DateField(help_text="The day: the first of the span, of each interval within it, or the last.")
    certain = serializers.IntegerField(help_text="How many surely are there.")
    possible = serializers.IntegerField(help_text="How many may be there, those included.")


class ElsewhereSerializer(serializers.Serializer):
    """How many of those who left are now at one organization."""

    organization = ReferenceSerializer(help_text="Where they are.")
    people = serializers.IntegerField(help_text="How many of them.")


class StatsSerializer(serializers.Serializer):
    """Of so many people the least, mean, middle and greatest number of months; null where there are none."""

    people = serializers.IntegerField(help_text="Of how many people it is known.")
    min = serializers.FloatField(allow_null=True, help_text="The least of months.")
    mean = serializers.FloatField(allow_null=True, help_text="Their mean.")
    median = serializers.FloatField(allow_null=True, help_text="Their median.")
    max = serializers.FloatField(allow_null=True, help_text="The most of months.")


class TenureStatsSerializer(serializers.Serializer):
    """How long those who left had stayed: as sources state it, and the least and most that the desk's dates allow."""

    stated = StatsSerializer(help_text="As sources state it; of several, their median.")
    derived_min = StatsSerializer(help_text="The least that the desk's dates allow.")
    derived_max = StatsSerializer(help_text="The most that the desk's dates allow.")


class RetentionSerializer(serializers.Serializer):
    """How many of a cohort are at an organization over time."""

    cohort = ReferenceSerializer(help_text="The list of people.")
    organizations = ReferenceSerializer(many=True, help_text="The organizations asked for, counted as one.")
    expected_size = serializers.IntegerField(help_text="How many the source of the list counts.")
    remaining = serializers.IntegerField(help_text="Members with a post there that isn't known to be over.")
    left = serializers.IntegerField(help_text="Members whose posts there are all over.")
    interval = serializers.ChoiceField(Interval.choices, help_text="From one point to the next.")
    points = PointSerializer(many=True, help_text="How many are there, day by day.")
    elsewhere = ElsewhereSerializer(many=True, help_text="Where those who left are now; one may be at several.")
    whereabouts_unknown = serializers.IntegerField(
        help_text="How many of those who left no source places anywhere now."
    )
    tenure_months = TenureStatsSerializer(help_text="How many months those who left had stayed.")
