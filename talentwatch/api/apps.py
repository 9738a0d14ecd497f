"""Api as a Django app, for its templates and static files."""

from django.apps import AppConfig


class ApiConfig(AppConfig):
    name = "talentwatch.api"
