"""The entry of articles as a Django app: its unfinished articles, templates and static files."""

from django.apps import AppConfig


class ArticlesConfig(AppConfig):
    name = "talentwatch.articles"
