"""The app of people, which derives moves as every edit closes."""

from django.apps import AppConfig

from talentwatch.records.edit import Phase, on_close


class PeopleConfig(AppConfig):
    name = "people"

    def ready(self) -> None:
        from people.models.move import rebuild_after_edit  # noqa: PLC0415 models only import once the apps are ready

        on_close(Phase.DERIVE, rebuild_after_edit)
