"""Editions as a Django app, for their table."""

from django.apps import AppConfig

from talentwatch.api.data_version import provide_data_version


class EditionsConfig(AppConfig):
    name = "talentwatch.editions"

    def ready(self) -> None:
        from talentwatch.documents.past import provide_editions  # noqa: PLC0415 models only import once the apps are ready
        from talentwatch.editions.files import build_editions  # noqa: PLC0415 the same
        from talentwatch.editions.models import change_of, latest_version  # noqa: PLC0415 the same
        from talentwatch.exchange.downloads import also_build  # noqa: PLC0415 the same

        provide_editions(change_of)
        provide_data_version(latest_version)
        also_build(build_editions)
