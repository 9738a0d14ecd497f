"""Charts as a Django app, for its templates and static files."""

from django.apps import AppConfig


class ChartsConfig(AppConfig):
    name = "talentwatch.charts"
