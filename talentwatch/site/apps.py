"""The public pages as a Django app, with the texts that the newsroom writes about itself."""

from django.apps import AppConfig
from django.db.models.signals import post_migrate


class SiteConfig(AppConfig):
    name = "talentwatch.site"

    def ready(self) -> None:
        from talentwatch.site.models import store_shipped_texts  # noqa: PLC0415 models only import once the apps are ready

        post_migrate.connect(store_shipped_texts, sender=self)
