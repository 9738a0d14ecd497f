"""The change feed as a Django app: every edit is recorded. It keeps the label, and so the table, of its first name."""

from django.apps import AppConfig
from django.core import checks
from django.db.models.signals import post_migrate

from talentwatch.api.data_version import provide_data_version
from talentwatch.documents.log import provide_log
from talentwatch.records.edit import Phase, on_close


class ChangefeedConfig(AppConfig):
    name = "talentwatch.changefeed"
    label = "changes"

    def ready(self) -> None:
        from talentwatch.changefeed.data_version import current_version_text  # noqa: PLC0415 the same
        from talentwatch.changefeed.log import ChangeLog  # noqa: PLC0415 the same
        from talentwatch.changefeed.moments import keep_moments  # noqa: PLC0415 the same
        from talentwatch.changefeed.recorder import record_edit  # noqa: PLC0415 models only import once the apps are ready
        from talentwatch.changefeed.upgrade import compare_after_migrating  # noqa: PLC0415 the same
        from talentwatch.resources import check_record_types  # noqa: PLC0415 the same

        # After the derived columns, which may be all that readers see change; before moves, which take over the moment.
        on_close(Phase.RECOMPUTE, keep_moments)
        on_close(Phase.LOG, record_edit)
        provide_data_version(current_version_text)
        provide_log(ChangeLog())
        checks.register(check_record_types)
        post_migrate.connect(compare_after_migrating, sender=self)
