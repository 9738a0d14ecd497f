"""Documents as a Django app, for its table."""

from django.apps import AppConfig


class DocumentsConfig(AppConfig):
    name = "talentwatch.documents"
