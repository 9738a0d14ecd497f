"""The queue as a Django app."""

from django.apps import AppConfig
from django.contrib import admin


class JobsConfig(AppConfig):
    name = "talentwatch.jobs"
    verbose_name = "Background tasks"

    def ready(self) -> None:
        from django_tasks_db.models import DBTaskResult  # noqa: PLC0415 models only import once the apps are ready

        # The desk shows jobs, which say what an editor wants to know; the rows of the library are theirs to it.
        admin.site.unregister(DBTaskResult)
