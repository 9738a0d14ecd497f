"""The app that every record is built on, with the signals that no way of saving or deleting bypasses."""

from django.apps import AppConfig
from django.db.models.signals import post_delete, post_save, pre_delete, pre_save

from talentwatch.records.edit import Phase, on_close


class RecordsConfig(AppConfig):
    name = "talentwatch.records"

    def ready(self) -> None:
        from talentwatch.records import deletion, loaddata, recompute  # noqa: PLC0415 models only import once the apps are ready

        on_close(Phase.RECOMPUTE, recompute.recompute_derived)
        pre_delete.connect(deletion.forbid_if_published)
        pre_delete.connect(deletion.record_deletion)
        post_delete.connect(deletion.touch_parent)
        pre_save.connect(loaddata.refuse_merged_row)
        post_save.connect(loaddata.mark_loaded_row)
