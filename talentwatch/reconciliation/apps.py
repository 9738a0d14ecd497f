"""Reconciliation as a Django app, for its templates and static files."""

from django.apps import AppConfig


class ReconciliationConfig(AppConfig):
    name = "talentwatch.reconciliation"
