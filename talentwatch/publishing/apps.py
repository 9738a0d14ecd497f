"""Publishing as a Django app: every edit is held to the requirements, and the groups have their permissions after migrate."""

from django.apps import AppConfig
from django.db.models.signals import post_migrate

from talentwatch.records.edit import Phase, on_close


class PublishingConfig(AppConfig):
    name = "talentwatch.publishing"

    def ready(self) -> None:
        from talentwatch.publishing import permissions, requirements  # noqa: PLC0415 models only import once the apps are ready

        on_close(Phase.CHECK, requirements.check_requirements)
        post_migrate.connect(permissions.grant_permissions)
