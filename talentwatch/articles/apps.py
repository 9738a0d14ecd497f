"""The entry of articles as a Django app: its unfinished articles, its templates, and its place on the desk's front page."""

from django.apps import AppConfig
from django.contrib import admin


class ArticlesConfig(AppConfig):
    name = "talentwatch.articles"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        from talentwatch.articles.front_page import render_section  # noqa: PLC0415 models are loaded by now

        admin.site.front_page_sections.append(render_section)  # type: ignore[attr-defined]  # our DeskSite has them
