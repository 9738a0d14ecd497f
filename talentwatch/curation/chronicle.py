"""The history pages of a record: who changed what, when and why, and the way back to an older version."""

from typing import Any

from django.http import HttpRequest
from simple_history.admin import SimpleHistoryAdmin

from talentwatch.curation.versions import Names, detail_rows, rows_of, tell


class ChronicleAdmin(SimpleHistoryAdmin):
    """History told by version: the record and its details together."""

    object_history_template: Any = "admin/curation/history.html"
    object_history_list_template = "admin/curation/versions.html"
    object_history_form_template = "admin/curation/version.html"
    history_list_per_page = 50

    def get_history_queryset(self, request: HttpRequest, history_manager: Any, pk_name: str, object_id: Any) -> Any:
        model = history_manager.model
        rows = history_manager.filter(**{pk_name: object_id}).select_related("history_user")
        links = [rows_of(link, model) for link in model._history_m2m_fields]
        return rows.prefetch_related(*links).order_by("-history_date", "-history_id")

    def set_history_delta_changes(
        self,
        request: HttpRequest,
        historical_records: Any,
        foreign_keys_are_objs: bool = True,  # noqa: FBT001, FBT002 the signature of simple-history
    ) -> None:
        versions = list(historical_records)
        if not versions:
            return
        older, newer = versions[-1].prev_record, versions[0].next_record
        around = [*versions, *([older] if older else [])]
        details = detail_rows(versions[0].instance_type(pk=versions[0].id))
        sets = [rows_of(link, type(versions[0])) for link in versions[0]._history_m2m_fields]
        links = [one for row in around for name in sets for one in getattr(row, name).all()]
        names = Names([*around, *details, *links], self._related)
        tell(versions, older, newer, details, names)

    def _related(self, model: Any) -> tuple[str, ...]:
        related: tuple[str, ...] = getattr(self.admin_site._registry.get(model), "related", ())
        return related
