"""Merging as a Django app. Its label is that of the package it came from, which keeps its tables."""

from django.apps import AppConfig
from django.core import checks


class MergingConfig(AppConfig):
    name = "talentwatch.merging"
    label = "curation"
    verbose_name = "Merges"

    def ready(self) -> None:
        from talentwatch.merging import relations  # noqa: PLC0415 models only import once the apps are ready

        checks.register(relations.check_relations)
