"""People as a Django app: its moves follow every edit."""

from django.apps import AppConfig


class PeopleConfig(AppConfig):
    name = "people"

    def ready(self) -> None:
        from people.models.move import follow  # noqa: PLC0415 models only import once the apps are ready
        from talentwatch.curation.edits import followers  # noqa: PLC0415 models only import once the apps are ready

        followers.append(follow)
