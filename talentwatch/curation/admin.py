"""The admin of a Curated record: every save is one edit, and what the edit refuses is said in the form."""

from collections.abc import Callable
from typing import Any

from django.contrib import admin, messages
from django.core.exceptions import ObjectDoesNotExist, ValidationError
from django.db import IntegrityError
from django.db.models import Model, QuerySet
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.utils.html import format_html

from talentwatch.curation import remembering  # noqa: F401 its admins register themselves
from talentwatch.curation.chronicle import ChronicleAdmin
from talentwatch.curation.edits import edit
from talentwatch.curation.forms import CuratedForm
from talentwatch.curation.judgements import distinguish
from talentwatch.curation.lists import RecordList, is_too_long
from talentwatch.curation.models import Curated
from talentwatch.curation.passage import address
from talentwatch.curation.queue import QueueAdmin
from talentwatch.curation.suggestions import Suggesting

RECORD_FIELDS = ("status", "version", "published_at", "created_at", "updated_at", "merged_into")
AT_ONCE = "Somebody saved a record like this one at the same moment. Look at it, and try again."


class CuratedAdmin(Suggesting, ChronicleAdmin, QueueAdmin):
    """Columns, filters and boxes are the subclass's; the kit's rules are kept here."""

    form = CuratedForm
    change_form_template = "admin/curation/change_form.html"
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

    def get_changelist(self, request: HttpRequest, **_: Any) -> type[RecordList]:
        return RecordList

    def listed(self, records: "QuerySet[Any]") -> "QuerySet[Any]":
        """The rows of a list, with what its columns need."""
        return records

    def get_search_results(
        self, request: HttpRequest, queryset: "QuerySet[Any]", search_term: str
    ) -> "tuple[QuerySet[Any], bool]":
        found = queryset.none() if is_too_long(search_term) else self.search(queryset, search_term)
        return found, False

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
        return self._in_one_edit(request, lambda: view(request, object_id, form_url, extra_context))

    def history_form_view(
        self, request: HttpRequest, object_id: str, version_id: str, extra_context: Any = None
    ) -> HttpResponse:
        """One version as a form; what it names may be gone by now, and its address may be nonsense."""
        if not (object_id.isdecimal() and version_id.isdecimal()):
            raise Http404
        view = super().history_form_view
        try:
            return self._in_one_edit(request, lambda: view(request, object_id, version_id, extra_context))
        except ObjectDoesNotExist:
            text = "This version can't be shown: it names a record that was deleted since."
            self.message_user(request, text, messages.WARNING)
            return HttpResponseRedirect("../")

    def _in_one_edit(self, request: HttpRequest, view: Callable[[], HttpResponse]) -> HttpResponse:
        """Run a view that may save; what the edit refuses at its end is told by the form, which is run again for it."""
        if request.method != "POST":
            return view()
        said: Any = messages.get_messages(request)
        before = len(said._queued_messages)
        try:
            with edit(" ".join(request.POST.get("reason", "").split())):
                return view()
        except (ValidationError, IntegrityError) as error:
            del said._queued_messages[before:]  # that all was saved
            sentences = error.messages if isinstance(error, ValidationError) else [AT_ONCE]
            request.META["talentwatch.refusals"] = tuple(sentences)
            return view()

    def get_form(self, request: HttpRequest, *args: Any, **options: Any) -> Any:
        form = super().get_form(request, *args, **options)
        return type(form.__name__, (form,), {"refusals": request.META.get("talentwatch.refusals", ())})

    def save_model(self, request: HttpRequest, obj: Any, form: Any, change: bool) -> None:  # noqa: FBT001 Django's signature
        """Whatever version is restored: the status, the slug and the merger are not the form's to change."""
        if change and (stored := obj.stored()):
            obj.slug, obj.status, obj.merged_into_id = stored.slug, stored.status, stored.merged_into_id
            obj._state.db = stored._state.db  # a version from history has none, and then no links
        super().save_model(request, obj, form, change)
        for other in form.similar:
            distinguish(obj, other, form.cleaned_data["other_because"], request.user)

    def render_change_form(self, request: HttpRequest, context: Any, *args: Any, **options: Any) -> HttpResponse:
        record = context["original"]
        steps = [*self.steps_open_to(request, record), *self.joins_open_to(request, record)] if record else []
        context["steps"] = steps
        return super().render_change_form(request, context, *args, **options)

    # Deleting

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return not (obj and obj.published_at) and super().has_delete_permission(request, obj)

    def get_deleted_objects(self, objs: Any, request: HttpRequest) -> Any:
        """What was ever public is in the way, with the reason and the way out."""
        public = [record for record in objs if record.published_at]
        drafts = [record for record in objs if not record.published_at]
        to_delete, counts, lacking, protected = super().get_deleted_objects(drafts, request)
        return to_delete, counts, lacking, [*protected, *map(_why_kept, public)]

    def delete_model(self, request: HttpRequest, obj: Model) -> None:
        with edit("deleted"):
            super().delete_model(request, obj)

    def delete_queryset(self, request: HttpRequest, queryset: "QuerySet[Any]") -> None:
        with edit("deleted"):
            super().delete_queryset(request, queryset)


def _why_kept(record: Curated) -> str:
    page, why = "change", "it was public, so it is kept"
    if record.is_published:
        page, why = "withdraw", "it is published, so it can only be withdrawn"
    return format_html('<a href="{}"><bdi>{}</bdi></a>: {}.', address(record, page), record, why)
