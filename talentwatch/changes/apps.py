"""The log of changes as a Django app: it follows every edit."""

from django.apps import AppConfig


class ChangesConfig(AppConfig):
    name = "talentwatch.changes"

    def ready(self) -> None:
        from talentwatch.changes.log import follow  # noqa: PLC0415 models only import once the apps are ready models only import once the apps are ready
        from talentwatch.curation.edits import followers  # noqa: PLC0415 models only import once the apps are ready

        followers.append(follow)
