"""Erasure as a Django app, for its page at the desk."""

from django.apps import AppConfig


class ErasureConfig(AppConfig):
    name = "talentwatch.erasure"
