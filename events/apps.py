"""The app of events, which derives search texts as every edit closes."""

from django.apps import AppConfig
from django.db.models.signals import post_migrate

from talentwatch.records.edit import Phase, on_close


class EventsConfig(AppConfig):
    name = "events"

    def ready(self) -> None:
        # Models only import once the apps are ready.
        from events.models.search_text import refresh_after_edit  # noqa: PLC0415 models only import once the apps are ready
        from talentwatch.records.search_text import after_migrating  # noqa: PLC0415 the same

        on_close(Phase.DERIVE, refresh_after_edit)
        post_migrate.connect(after_migrating, sender=self)
