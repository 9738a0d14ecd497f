"""RecordAdmin, which the admin of every publishable record extends. Its views are in the modules beside this one."""

from functools import partial
from typing import Any
from uuid import uuid4

from django.contrib import admin, messages
from django.contrib.admin.options import IS_POPUP_VAR
from django.db.models import Model, QuerySet
from django.http import HttpRequest, HttpResponse
from django.urls import URLPattern, path
from simple_history.admin import SimpleHistoryAdmin

from talentwatch.desk.autocomplete import AutocompleteAdmin, best_matches_first, has_name, suggest_by_name
from talentwatch.desk.changelist import RecordChangeList, is_too_long
from talentwatch.desk.delete_views import delete_one, delete_selected_records, named_rows, protection_notes
from talentwatch.desk.deleted_views import deleted_view, restore_view
from talentwatch.desk.duplicate_views import duplicates_view
from talentwatch.desk.edit_conflicts import form_values, sign_values
from talentwatch.desk.error_summary import error_links
from talentwatch.desk.form_submission import form_submission, submit_form
from talentwatch.desk.forms import RecordForm, cut_date_messages, mojibake_messages
from talentwatch.desk.history_views import history_queryset, version_view
from talentwatch.desk.identifiers import search_by_identifier
from talentwatch.desk.inlines import ChildInline
from talentwatch.desk.links import admin_url, model_url, name_relations
from talentwatch.desk.merge_views import merge_links, merge_view, unmerge_view
from talentwatch.desk.model_admin import DeskModelAdmin
from talentwatch.desk.models import FORM_TOKEN
from talentwatch.desk.next_steps import go_on
from talentwatch.desk.queues import COMMON_QUEUES, IN_REVIEW, PARAMETER, Queue, QueueFilter
from talentwatch.desk.transition_views import resume_action, transition_actions, transition_links, transition_view
from talentwatch.desk.undo_views import undo_view
from talentwatch.merging.models import mark_not_duplicate
from talentwatch.publishing.permissions import has_permission, permission_error
from talentwatch.publishing.review import with_submitter
from talentwatch.publishing.transitions import TRANSITIONS
from talentwatch.revisions.deleted import deleted_versions
from talentwatch.revisions.diff import attach_diffs, last_transition
from talentwatch.text import make_slug, search_key

RECORD_FIELDS = ("status", "version", "published_at", "created_at", "updated_at", "merged_into")


class RecordAdmin(AutocompleteAdmin, DeskModelAdmin, SimpleHistoryAdmin):
    """The admin of a publishable record. A subclass says what its lists and forms show; the rules are kept here."""

    related: tuple[str, ...] = ()  # the relations that a record's name is made of
    queues: tuple[Queue, ...] = ()  # beside those that every model has

    form = RecordForm
    search_fields = ("slug",)  # shows the search box; search() says what it finds
    show_facets = admin.ShowFacets.ALWAYS
    # Without a search or a filter, the number of rows is counted once, not twice.
    show_full_result_count = False
    list_per_page = 50
    history_list_per_page = 50
    change_form_template = "admin/desk/change_form.html"
    change_list_template = "admin/desk/change_list.html"
    delete_confirmation_template = "admin/desk/delete.html"
    delete_selected_confirmation_template = "admin/desk/delete.html"
    object_history_template = "admin/desk/history.html"
    object_history_list_template = "admin/desk/history_list.html"
    object_history_form_template = "admin/desk/history_form.html"

    def get_urls(self) -> list[URLPattern]:
        views: dict[str, Any] = {
            **{transition.name: partial(transition_view, transition=transition) for transition in TRANSITIONS},
            "merge": merge_view,
            "unmerge": unmerge_view,
            "undo": undo_view,
        }
        prefix = f"{self.opts.app_label}_{self.opts.model_name}"
        urls = [
            path(f"<path:object_id>/{name}/", self.admin_site.admin_view(partial(view, self)), name=f"{prefix}_{name}")
            for name, view in views.items()
        ]
        for address, view_of_model, name in (
            ("", deleted_view, "deleted"),
            ("<int:history_id>/", restore_view, "restore_deleted"),
        ):
            view = self.admin_site.admin_view(partial(view_of_model, self))
            urls.append(path(f"deleted/{address}", view, name=f"{prefix}_{name}"))
        if self.model.comparison is not None:
            view = self.admin_site.admin_view(partial(duplicates_view, self))
            urls.append(path("duplicates/", view, name=f"{prefix}_duplicates"))
        return [*urls, *super().get_urls()]

    # Lists and suggestions

    def get_queryset(self, request: HttpRequest) -> "QuerySet[Any]":
        records = super().get_queryset(request).select_related(*self.related)
        return with_submitter(records) if self.shows_submitter(request) else records

    def get_list_display(self, request: HttpRequest) -> Any:
        columns = super().get_list_display(request)
        return (*columns, "submitted_by") if self.shows_submitter(request) else columns

    def shows_submitter(self, request: HttpRequest) -> bool:
        """In the list of what is in review."""
        return request.GET.get(PARAMETER) == IN_REVIEW.name

    @admin.display(description="submitted by")
    def submitted_by(self, record: Any) -> str:
        return record.submitter or "–"

    def get_changelist(self, request: HttpRequest, **_: Any) -> type[RecordChangeList]:
        return RecordChangeList

    def changelist_view(self, request: HttpRequest, extra_context: dict[str, Any] | None = None) -> HttpResponse:
        resume_action(request)
        has_duplicates_page = self.model.comparison is not None and has_permission(request.user, "merge", self.model)
        context = {
            "duplicates_url": model_url(self.model, "duplicates") if has_duplicates_page else "",
            "deleted_url": model_url(self.model, "deleted") if deleted_versions(self.model).exists() else "",
        }
        return super().changelist_view(request, context | (extra_context or {}))

    def all_queues(self) -> tuple[Queue, ...]:
        return (*COMMON_QUEUES, *self.queues)

    def get_list_filter(self, request: HttpRequest) -> Any:
        return (QueueFilter, *super().get_list_filter(request))

    def get_actions(self, request: HttpRequest) -> dict[str, Any]:
        actions: dict[str, Any] = super().get_actions(request)
        if "delete_selected" in actions:
            actions["delete_selected"] = (delete_selected_records, *actions["delete_selected"][1:])
        return actions if IS_POPUP_VAR in request.GET else transition_actions(request, self.model) | actions

    def list_queryset(self, records: "QuerySet[Any]") -> "QuerySet[Any]":
        """The rows of a list, with what its columns need."""
        return records

    def get_search_results(
        self, request: HttpRequest, queryset: "QuerySet[Any]", search_term: str
    ) -> "tuple[QuerySet[Any], bool]":
        if (identified := search_by_identifier(queryset, search_term)) is not None:
            return identified, False
        return (self.search(queryset, search_term) if self.can_search(search_term) else queryset.none()), False

    def can_search(self, text: str) -> bool:
        return not is_too_long(text)

    def search(self, records: Any, text: str) -> Any:
        return records.search(text)

    def suggest(self, request: HttpRequest, records: "QuerySet[Any]", text: str) -> "QuerySet[Any]":
        """The records to suggest for what is typed into a box, the likeliest first."""
        records = self.autocomplete_queryset(records)
        if self.has_names and search_key(text) and self.can_search(text):
            return suggest_by_name(self.model, records, text)
        matches, _ = self.get_search_results(request, records, text)
        return best_matches_first(matches, text)

    @property
    def has_names(self) -> bool:
        """Whether the records go by names that people misspell, and that the engine of matching/ compares."""
        return self.model.comparison is not None and self.model.comparison.has_typos

    def values_to_create(self, text: str, *, is_found: bool) -> dict[str, str]:
        """What to fill in the form of a new record of what was typed into a box; empty: it isn't offered.

        `is_found`: records are suggested for it.
        """
        if not self.has_names or not self.can_search(text) or has_name(self.model, text):
            return {}
        # The main name is in Latin letters; any other is a row of the table of names.
        return {"name": text} if make_slug(text) else {"names-text": text, "names-kind": "native"}

    def autocomplete_queryset(self, records: "QuerySet[Any]") -> "QuerySet[Any]":
        """The records that may be chosen, with what their labels need."""
        return records.filter(merged_into=None)

    def autocomplete_label(self, record: Any) -> str:
        status = "" if record.is_published else f" ({record.get_status_display().lower()})"
        return f"{self.describe(record)}{status}"

    def describe(self, record: Any) -> str:
        """What tells a record from others of the same name, including the records that it belongs to."""
        return self.name_with_details(record)

    def name_with_details(self, record: Any) -> str:
        """The name of a record, with those of its fields that tell it from others of the same name."""
        return str(record)

    # Forms

    def get_formset_kwargs(self, request: HttpRequest, obj: Any, inline: Any, prefix: str) -> dict[str, Any]:
        options: dict[str, Any] = super().get_formset_kwargs(request, obj, inline, prefix)
        if isinstance(inline, ChildInline):
            options |= inline.shown_rows(request, obj, prefix)
        # Only where the form is opened: when it is sent, a row that equals its initial values would count as empty.
        if request.method == "GET" and isinstance(inline, ChildInline) and (row := inline.initial_row(request)):
            options["initial"] = [row]
        return options

    def get_fieldsets(self, request: HttpRequest, obj: Model | None = None) -> Any:
        fields = ("slug", *(RECORD_FIELDS if obj else ()))
        record_fieldset = ("Record", {"fields": fields, "classes": ("collapse",) if obj else ()})
        return [*(self.fieldsets or ()), record_fieldset]

    def get_readonly_fields(self, request: HttpRequest, obj: Model | None = None) -> tuple[str, ...]:
        return (*super().get_readonly_fields(request, obj), *RECORD_FIELDS, *(("slug",) if obj else ()))

    def changeform_view(
        self, request: HttpRequest, object_id: str | None = None, form_url: str = "", extra_context: Any = None
    ) -> HttpResponse:
        view = partial(super().changeform_view, request, object_id, form_url, extra_context)
        return submit_form(self, request, object_id, view, has_rows=True)

    def get_form(self, request: HttpRequest, *args: Any, **options: Any) -> Any:
        form = super().get_form(request, *args, **options)
        submission = form_submission(request)
        sent = {
            "edit_errors": submission.errors,
            "correction_error": submission.correction_error,
            "is_rehearsal": submission.is_rehearsal,
        }
        return type(form.__name__, (form,), sent)

    def message_user(self, request: HttpRequest, *args: Any, **options: Any) -> None:
        """While a form is being saved, wait until the edit is: it may still be refused."""
        send_message = partial(super().message_user, request, *args, **options)
        pending_messages = form_submission(request).pending_messages
        if pending_messages is None:
            send_message()
        else:
            pending_messages.append(send_message)

    def response_add(self, request: HttpRequest, obj: Any, post_url_continue: str | None = None) -> HttpResponse:
        return go_on(self, request, obj, super().response_add(request, obj, post_url_continue))

    def response_change(self, request: HttpRequest, obj: Any) -> HttpResponse:
        return go_on(self, request, obj, super().response_change(request, obj))

    def save_model(self, request: HttpRequest, obj: Any, form: Any, change: bool) -> None:  # noqa: FBT001 Django's signature
        if change and (stored := obj.stored()):
            # An older version that is restored has the slug, status and merge of its time.
            obj.slug, obj.status, obj.merged_into_id = stored.slug, stored.status, stored.merged_into_id
            # It also has no database, and without one no many-to-many links.
            obj._state.db = stored._state.db
        super().save_model(request, obj, form, change)
        if not change:
            form_submission(request).added = obj
        for other in form.similar:
            mark_not_duplicate(obj, other, form.cleaned_data["other_because"], request.user)

    def save_related(self, request: HttpRequest, form: Any, formsets: Any, change: bool) -> None:  # noqa: FBT001 Django's signature
        super().save_related(request, form, formsets, change)
        forms = [form, *(row for formset in formsets for row in formset.forms)]
        for sentence in [*cut_date_messages(forms), *mojibake_messages(forms)]:
            self.message_user(request, sentence, messages.WARNING)

    def render_change_form(self, request: HttpRequest, context: Any, *args: Any, **options: Any) -> HttpResponse:
        if record := context["original"]:
            context["record_links"] = [*transition_links(request, record), *merge_links(request, record)]
            # Why this record is closed to a user who may change or publish others.
            context["restrictions"] = [
                error
                for permission in ("change", "publish")
                if has_permission(request.user, permission, self.model)
                and (error := permission_error(request.user, permission, record))
            ]
            context["last_transition"] = last_transition(record)
        context["conflicts"] = form_submission(request).conflicts
        context["form_token"] = request.POST.get(FORM_TOKEN) or uuid4().hex
        context["error_links"] = error_links(context["adminform"].form, context["inline_admin_formsets"])
        if request.method == "POST":
            context["opened"] = request.POST.get("opened", "")
        else:
            inlines = context["inline_admin_formsets"]
            formsets = [inline.formset for inline in inlines if isinstance(inline.opts, ChildInline)]
            context["opened"] = sign_values(form_values(context["adminform"].form, formsets))
        return super().render_change_form(request, context, *args, **options)

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        # An editor whose save was refused gets the form back as they left it, with the reason.
        is_refused = obj is not None and form_submission(request).forbidden_pk == obj.pk
        return has_permission(request.user, "change", self.model if obj is None or is_refused else obj)

    # Deletion

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return not (obj and obj.published_at) and has_permission(request.user, "delete", obj or self.model)

    def delete_view(self, request: HttpRequest, object_id: str, extra_context: Any = None) -> HttpResponse:
        view = super().delete_view
        return delete_one(
            self, request, object_id, lambda context: view(request, object_id, context | (extra_context or {}))
        )

    def get_deleted_objects(self, objs: Any, request: HttpRequest) -> Any:
        """Records that were public are protected, with the reason and what can be done instead."""
        drafts = [record for record in objs if not record.published_at]
        public = [record for record in objs if record.published_at]
        to_delete, counts, forbidden, protected = super().get_deleted_objects(drafts, request)
        return named_rows(to_delete), counts, forbidden, [*protected, *protection_notes(public)]

    # History

    def history_form_view(
        self, request: HttpRequest, object_id: str, version_id: str, extra_context: Any = None
    ) -> HttpResponse:
        view = partial(super().history_form_view, request, object_id, version_id, extra_context)
        return version_view(self, request, object_id, view)

    def get_history_queryset(self, request: HttpRequest, history_manager: Any, pk_name: str, object_id: Any) -> Any:
        return history_queryset(history_manager.filter(**{pk_name: object_id}))

    def set_history_delta_changes(
        self,
        request: HttpRequest,
        historical_records: Any,
        foreign_keys_are_objs: bool = True,  # noqa: FBT001, FBT002 the signature of simple-history
    ) -> None:
        attach_diffs(list(historical_records), partial(name_relations, self.admin_site))

    def render_history_view(self, request: HttpRequest, template: str, context: Any, **options: Any) -> Any:
        record = context.get("object")
        # A record that was deleted has a history, but nothing to undo in it.
        if record and record._state.db and self.has_change_permission(request, record):
            context["undo_url"] = admin_url(record, "undo")
        context["conflicts"] = form_submission(request).conflicts
        return super().render_history_view(request, template, context, **options)
