"""The page of deleted records of a model, and that on which an editor restores one."""

from typing import Any

from django.contrib import admin, messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import IntegrityError
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.template.response import TemplateResponse

from talentwatch.desk.links import admin_url
from talentwatch.desk.merge_views import RequiredReasonForm
from talentwatch.publishing.permissions import has_permission, permission_error
from talentwatch.revisions.deleted import deleted_name, deleted_rows, deleted_versions, restore_deleted

MAX_SHOWN = 200


def deleted_view(model_admin: "admin.ModelAdmin[Any]", request: HttpRequest) -> HttpResponse:
    """The deleted records, the latest first."""
    if not has_permission(request.user, "view", model_admin.model):
        raise PermissionDenied
    versions = deleted_versions(model_admin.model)
    context = {
        "versions": [(version, deleted_name(version)) for version in versions[:MAX_SHOWN]],
        "count": versions.count(),
        "may_restore": has_permission(request.user, "add", model_admin.model),
    }
    title = f"Deleted {model_admin.opts.verbose_name_plural}"
    return deleted_page(model_admin, request, "admin/desk/deleted.html", title, context)


def restore_view(model_admin: "admin.ModelAdmin[Any]", request: HttpRequest, history_id: int) -> HttpResponse:
    """Show what comes back; restore it, once the editor has confirmed that."""
    if sentence := permission_error(request.user, "add", model_admin.model):
        raise PermissionDenied(sentence)
    version = deleted_versions(model_admin.model).filter(history_id=history_id).first()
    if version is None:
        raise Http404
    name = deleted_name(version)
    errors: list[str] = []
    form = RequiredReasonForm(request.POST if request.method == "POST" else None)
    if form.is_valid():
        try:
            record = restore_deleted(version, form.cleaned_data["reason"])
        except ValidationError as error:
            errors = error.messages
        except IntegrityError:
            errors = ["Something that it names, or that must be unique, has changed since."]
        else:
            model_admin.log_change(request, record, "Restored after it was deleted.")
            model_admin.message_user(request, f"{record} was restored, as a draft.", messages.SUCCESS)
            return HttpResponseRedirect(admin_url(record))
    rows = [(row.instance_type._meta.verbose_name, deleted_name(row)) for row in deleted_rows(version)]
    context = {"version": version, "name": name, "rows": rows, "errors": errors, "form": form}
    return deleted_page(model_admin, request, "admin/desk/restore_deleted.html", f"Restore {name}", context)


def deleted_page(
    model_admin: "admin.ModelAdmin[Any]", request: HttpRequest, template: str, title: str, context: dict[str, Any]
) -> TemplateResponse:
    page = {"opts": model_admin.opts, "title": title, "media": model_admin.media}
    return TemplateResponse(request, template, {**model_admin.admin_site.each_context(request), **page, **context})
