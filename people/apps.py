"""The app of people, which derives moves and search texts as every edit closes."""

from django.apps import AppConfig
from django.db.models.signals import post_migrate

from talentwatch.records.edit import Phase, on_close


class PeopleConfig(AppConfig):
    name = "people"

    def ready(self) -> None:
        # Models only import once the apps are ready.
        from people.models.move import rebuild_after_edit  # noqa: PLC0415 models only import once the apps are ready
        from people.models.search_text import refresh_after_edit  # noqa: PLC0415 the same
        from talentwatch.records.search_text import after_migrating  # noqa: PLC0415 the same

        on_close(Phase.DERIVE, rebuild_after_edit)
        on_close(Phase.DERIVE, refresh_after_edit)
        post_migrate.connect(after_migrating, sender=self)
