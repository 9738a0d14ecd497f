"""The admin of a PublishableRecord record: every save is one edit, and what the edit refuses is said in the form."""

from collections.abc import Callable
from http import HTTPStatus
from typing import Any

from django.contrib import admin, messages
from django.contrib.admin.utils import unquote
from django.core.exceptions import ObjectDoesNotExist, PermissionDenied, ValidationError
from django.db import IntegrityError
from django.db.models import Model, QuerySet
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect

from talentwatch.desk import merge_admin  # noqa: F401 its admins register themselves
from talentwatch.desk.autocomplete import AutocompleteAdmin
from talentwatch.desk.changelist import RecordChangeList, is_too_long
from talentwatch.desk.delete_views import DeleteAdmin
from talentwatch.desk.duplicate_views import DuplicatesAdmin
from talentwatch.desk.edit_conflicts import CONFLICTS, FormMerge, form_values, sign
from talentwatch.desk.forms import RecordForm
from talentwatch.desk.history_views import HistoryAdmin
from talentwatch.desk.inlines import ChildInline
from talentwatch.desk.queues import QueueAdmin
from talentwatch.merging.models import mark_not_duplicate
from talentwatch.publishing.permissions import has_permission, permission_error
from talentwatch.records.edit import edit
from talentwatch.records.models import PublishableRecord
from talentwatch.revisions.diff import last_transition
from talentwatch.text import composed, whole_number

RECORD_FIELDS = ("status", "version", "published_at", "created_at", "updated_at", "merged_into")
ERRORS, CLOSED = "talentwatch.refusals", "talentwatch.closed"  # kept with the request
LOOK_BELOW = "Nothing of yours is lost, and nothing is saved yet: look below at what differs, then save again."
AT_ONCE = "Somebody saved a record like this one at the same moment. Look at it, and try again."


class RecordAdmin(AutocompleteAdmin, QueueAdmin, DeleteAdmin, HistoryAdmin, DuplicatesAdmin):
    """Columns, filters and boxes are the subclass's; the kit's rules are kept here."""

    form = RecordForm
    change_form_template = "admin/desk/change_form.html"
    search_fields = ("slug",)  # shows the search box; what it finds is for search() to say
    show_facets = admin.ShowFacets.ALWAYS
    list_per_page = 50
    own_fieldsets: tuple[Any, ...] = ()

    def get_fieldsets(self, request: HttpRequest, obj: Model | None = None) -> Any:
        kept = (
            "Record",
            {"fields": ("slug", *(RECORD_FIELDS if obj else ())), "classes": ("collapse",) if obj else ()},
        )
        return [*self.own_fieldsets, kept]

    def get_readonly_fields(self, request: HttpRequest, obj: Model | None = None) -> tuple[str, ...]:
        return (*super().get_readonly_fields(request, obj), *RECORD_FIELDS, *(("slug",) if obj else ()))

    # Lists and suggestions

    def get_queryset(self, request: HttpRequest) -> "QuerySet[Any]":
        return super().get_queryset(request).select_related(*self.related)

    def get_changelist(self, request: HttpRequest, **_: Any) -> type[RecordChangeList]:
        return RecordChangeList

    def listed(self, records: "QuerySet[Any]") -> "QuerySet[Any]":
        """The rows of a list, with what its columns need."""
        return records

    def get_search_results(
        self, request: HttpRequest, queryset: "QuerySet[Any]", search_term: str
    ) -> "tuple[QuerySet[Any], bool]":
        found = self.search(queryset, search_term) if self.can_search(search_term) else queryset.none()
        return found, False

    def can_search(self, text: str) -> bool:
        return not is_too_long(text)

    def search(self, records: Any, text: str) -> Any:
        return records.search(text)

    def suggest(self, records: "QuerySet[Any]") -> "QuerySet[Any]":
        """The records that may be chosen, with what their labels need."""
        return records.filter(merged_into=None)

    def label(self, record: Any) -> str:
        """What tells a suggested record from its namesakes."""
        note = "" if record.is_published else f" ({record.get_status_display().lower()})"
        return f"{self.describe(record)}{note}"

    def describe(self, record: Any) -> str:
        return self.in_full(record)

    def in_full(self, record: Any) -> str:
        """Its name, and what else of its own tells it from its namesakes."""
        return str(record)

    # Saving

    def changeform_view(
        self, request: HttpRequest, object_id: str | None = None, form_url: str = "", extra_context: Any = None
    ) -> HttpResponse:
        view = super().changeform_view
        return self._in_one_edit(request, object_id, lambda: view(request, object_id, form_url, extra_context))

    def history_form_view(
        self, request: HttpRequest, object_id: str, version_id: str, extra_context: Any = None
    ) -> HttpResponse:
        """One version as a form; what it names may be gone by now, and its address may be nonsense."""
        if whole_number(object_id) is None or whole_number(version_id) is None:
            raise Http404
        view = super().history_form_view
        try:
            return self._in_one_edit(request, object_id, lambda: view(request, object_id, version_id, extra_context))
        except ObjectDoesNotExist:
            text = "This version can't be shown: it names a record that was deleted since."
            self.message_user(request, text, messages.WARNING)
            return HttpResponseRedirect("../")

    def _in_one_edit(
        self, request: HttpRequest, object_id: str | None, view: Callable[[], HttpResponse]
    ) -> HttpResponse:
        """Run a view that may save; what the edit refuses at its end is told by the form, which is run again for it."""
        if request.method != "POST":
            return view()
        said: Any = messages.get_messages(request)
        before = len(said._queued_messages)
        try:
            with edit(composed(" ".join(request.POST.get("reason", "").split()))) as current:
                current.set_correction(composed(request.POST.get("correction", "")), is_typo="is_typo" in request.POST)
                self._look_first(request, object_id)
                return self._answered(request, view())
        except (ValidationError, IntegrityError) as error:
            del said._queued_messages[before:]  # that all was saved
            sentences = error.messages if isinstance(error, ValidationError) else [AT_ONCE]
            request.META[ERRORS] = tuple(sentences)
            return view()

    def _look_first(self, request: HttpRequest, object_id: str | None) -> None:
        """Nobody saves what isn't theirs to save, nor what they haven't seen; the form tells them, and keeps what they typed."""
        record = self.get_object(request, unquote(object_id)) if object_id else None
        if record is None:
            return
        if sentence := permission_error(request.user, "change", self.model):
            raise PermissionDenied(sentence)
        if sentence := permission_error(request.user, "change", record):
            request.META[ERRORS] = (f"{sentence} Nothing was saved; what you typed still stands here.",)
            request.META[CLOSED] = record.pk
        elif request.POST.get("seen") != str(record.version):
            self._reconcile(request, record)

    def _reconcile(self, request: Any, record: Any) -> None:
        """The form goes back with what was saved meanwhile; the next try is made in sight of it."""
        form = self.get_form(request, record, change=True)(instance=record)
        is_restored = request.resolver_match.url_name.endswith("simple_history")
        both = FormMerge(request.POST, form, [] if is_restored else self._formsets(request, record))
        both.data["seen"] = str(record.version)
        request.POST = both.data
        request.META[CONFLICTS] = both.notes
        last = record.history.order_by("history_date", "history_id").last()
        who, why = (last.history_user, last.history_change_reason) if last else (None, None)
        saved = f"{who or 'somebody'} saved version {record.version}{f' (“{why}”)' if why else ''}"
        request.META[ERRORS] = (f"While you had this open, {saved}. {LOOK_BELOW}",)

    def _formsets(self, request: HttpRequest, record: Any) -> list[Any]:
        """The rows that belong to the record, as stored, under the names that the page gives them."""
        return [
            formset(instance=record, prefix=formset.get_default_prefix(), queryset=inline.get_queryset(request))
            for formset, inline in self.get_formsets_with_inlines(request, record)
            if isinstance(inline, ChildInline)
        ]

    def _answered(self, request: HttpRequest, response: HttpResponse) -> HttpResponse:
        if CLOSED in request.META:
            response.status_code = HTTPStatus.FORBIDDEN
        return response

    def get_form(self, request: HttpRequest, *args: Any, **options: Any) -> Any:
        form = super().get_form(request, *args, **options)
        return type(form.__name__, (form,), {"refusals": request.META.get(ERRORS, ())})

    def save_model(self, request: HttpRequest, obj: Any, form: Any, change: bool) -> None:  # noqa: FBT001 Django's signature
        """Whatever version is restored: the status, the slug and the merger are not the form's to change."""
        if change and (stored := obj.stored()):
            obj.slug, obj.status, obj.merged_into_id = stored.slug, stored.status, stored.merged_into_id
            obj._state.db = stored._state.db  # a version from history has none, and then no links
        super().save_model(request, obj, form, change)
        for other in form.similar:
            mark_not_duplicate(obj, other, form.cleaned_data["other_because"], request.user)

    def render_change_form(self, request: HttpRequest, context: Any, *args: Any, **options: Any) -> HttpResponse:
        record = context["original"]
        steps = [*self.transitions_open_to(request, record), *self.merges_open_to(request, record)] if record else []
        context["steps"] = steps
        context["hints"] = self._hints(request, record) if record else []
        context["passage"] = last_transition(record) if record else None
        context["notes"] = request.META.get(CONFLICTS, ())
        rows = [inline.formset for inline in context["inline_admin_formsets"] if isinstance(inline.opts, ChildInline)]
        is_sent = request.method == "POST"
        context["opened"] = (
            request.POST.get("opened", "") if is_sent else sign(form_values(context["adminform"].form, rows))
        )
        return super().render_change_form(request, context, *args, **options)

    def _hints(self, request: HttpRequest, record: PublishableRecord) -> list[str]:
        """Why somebody finds no boxes here, or no way on."""
        rights = [right for right in ("change", "publish") if has_permission(request.user, right, self.model)]
        return [sentence for right in rights if (sentence := permission_error(request.user, right, record))]

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        """Whoever is told by the form itself that they may not finds it as they left it."""
        is_told = obj is not None and request.META.get(CLOSED) == obj.pk
        return has_permission(request.user, "change", self.model if obj is None or is_told else obj)
