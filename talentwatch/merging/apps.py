"""Merging as a Django app. It keeps the label, and so the tables, of the package it came from."""

from django.apps import AppConfig
from django.core import checks


class MergingConfig(AppConfig):
    name = "talentwatch.merging"
    label = "curation"
    verbose_name = "Merges"

    def ready(self) -> None:
        from talentwatch.merging import relations  # noqa: PLC0415 models only import once the apps are ready

        checks.register(relations.check_relations)
