"""The kit as a Django app, with the signals that no path to the data goes around; and the admin as the desk."""

from django.apps import AppConfig
from django.contrib.admin import apps as admin_apps
from django.core import checks
from django.db.models.signals import post_delete, post_migrate, post_save, pre_delete


class CurationConfig(AppConfig):
    name = "talentwatch.curation"
    verbose_name = "Judgements"
    default = True

    def ready(self) -> None:
        from talentwatch.curation import deleting, loading, roles, ties  # noqa: PLC0415 models only import once the apps are ready

        checks.register(ties.check_ties)
        pre_delete.connect(deleting.protect_published)
        pre_delete.connect(deleting.keep_for_history)
        post_delete.connect(deleting.touch_parent)
        post_save.connect(loading.take_after_load)
        post_migrate.connect(roles.grant)


class DeskConfig(admin_apps.AdminConfig):
    """Stock Django admin, on our own site."""

    default = False
    default_site = "talentwatch.curation.desk.Desk"
