"""The admin site of the project, with its front page, suggestions of records, and the preview of partial dates."""

from collections.abc import Callable
from functools import wraps
from typing import Any
from urllib.parse import urlencode

from django.conf import settings
from django.contrib import admin
from django.contrib.contenttypes.models import ContentType
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect, JsonResponse
from django.template.response import TemplateResponse
from django.urls import URLPattern, URLResolver, path, reverse
from django.utils import timezone
from django.views.decorators.cache import never_cache

from talentwatch.dates import FIRST_FOUNDING_YEAR, FIRST_YEAR
from talentwatch.desk.autocomplete import RecordAutocompleteView
from talentwatch.desk.date_preview import preview_date
from talentwatch.desk.login import DeskLoginForm
from talentwatch.desk.model_admin import DeskModelAdmin
from talentwatch.desk.queues import summarise_queues
from talentwatch.desk.two_factor import TwoFactorLoginForm, is_satisfied, needs_setup, two_factor_view
from talentwatch.desk.unsaved_forms import forget_forms_of_others, keep_form
from talentwatch.records.references import publishable_models
from talentwatch.text import whole_number

# Of the views at the desk; those of simple-history have them without a name.
KEY_ARGUMENTS = {"object_id", "version_id", "content_type_id", "id"}
FrontPageSection = Callable[[HttpRequest], str]  # HTML; empty for users it doesn't concern


class DeskSite(admin.AdminSite):
    site_header = site_title = "talentwatch"
    index_title = "The desk"
    index_template = "admin/desk/index.html"
    login_template = "admin/desk/login.html"
    enable_nav_sidebar = False  # the front page has the same links; lists need the room

    def __init__(self, name: str = "admin") -> None:
        super().__init__(name)
        self.front_page_sections: list[FrontPageSection] = []  # those of apps above the desk, which add them when ready

    def get_urls(self) -> list[URLPattern | URLResolver]:
        return [
            path("read-date/", self.admin_view(self.read_date), name="read_date"),
            path("two-factor/", never_cache(self.two_factor), name="two_factor"),
            *super().get_urls(),
        ]

    @property
    def login_form(self) -> Any:  # type: ignore[override]  # by the setting of each moment
        return DeskLoginForm if settings.TOTP == "off" else TwoFactorLoginForm

    def has_permission(self, request: HttpRequest) -> bool:
        return super().has_permission(request) and is_satisfied(request.user)

    def each_context(self, request: HttpRequest) -> dict[str, Any]:
        return {**super().each_context(request), "has_two_factor": settings.TOTP != "off"}

    def two_factor(self, request: HttpRequest) -> HttpResponse:
        return two_factor_view(self, request)

    def register(self, model_or_iterable: Any, admin_class: Any = None, **options: Any) -> None:
        """Django's, with DeskModelAdmin put before admin classes of Django and of libraries."""
        admin_class = admin_class or DeskModelAdmin
        if not issubclass(admin_class, DeskModelAdmin):
            admin_class = type(admin_class.__name__, (DeskModelAdmin, admin_class), {"__doc__": admin_class.__doc__})
        super().register(model_or_iterable, admin_class, **options)

    def admin_view(self, view: Any, cacheable: bool = False) -> Any:  # noqa: FBT001, FBT002 Django's signature
        """Django's, which also keeps what is sent after the session's end, and finds nothing where no key is in the address.

        All models at the desk have whole numbers as keys.
        """

        @wraps(view)
        def view_of_key(request: HttpRequest, *args: Any, **kwargs: Any) -> Any:
            keys = [*args, *(kwargs[name] for name in KEY_ARGUMENTS & kwargs.keys())]
            if any(whole_number(key) is None for key in keys):
                raise Http404
            # The link to a record on the site takes any content type, also one whose keys are UUIDs.
            if "content_type_id" in kwargs and not self.has_content_type(kwargs["content_type_id"]):
                raise Http404
            return view(request, *args, **kwargs)

        protected = super().admin_view(view_of_key, cacheable)

        @wraps(protected)
        def view_of_editor(request: HttpRequest, *args: Any, **kwargs: Any) -> Any:
            if request.method == "POST" and not self.has_permission(request):
                keep_form(request)
            return protected(request, *args, **kwargs)

        return view_of_editor

    def has_content_type(self, pk: Any) -> bool:
        content_type = ContentType.objects.filter(pk=pk).first()
        model: Any = content_type and content_type.model_class()
        return self.is_registered(model)

    def login(self, request: HttpRequest, extra_context: dict[str, Any] | None = None) -> HttpResponse:
        response = super().login(request, extra_context)
        if request.method == "POST" and request.user.is_authenticated:
            forget_forms_of_others(request)
        if super().has_permission(request) and needs_setup(request.user):
            target = getattr(response, "url", request.GET.get("next", ""))
            return HttpResponseRedirect(f"{reverse('admin:two_factor')}?{urlencode({'next': target})}")
        return response

    def index(self, request: HttpRequest, extra_context: dict[str, Any] | None = None) -> TemplateResponse:
        """The front page: what other apps add, the queues, then all models."""
        admins = [self.get_model_admin(model) for model in publishable_models() if self.is_registered(model)]
        queues = summarise_queues(admins, request, timezone.localdate())
        sections = [section(request) for section in self.front_page_sections]
        return super().index(request, {"queues": queues, "sections": sections} | (extra_context or {}))

    def autocomplete_view(self, request: HttpRequest) -> Any:
        return RecordAutocompleteView.as_view(admin_site=self)(request)

    def read_date(self, request: HttpRequest) -> JsonResponse:
        """What `text` is understood as: {text, earliest, latest, reading}, or {error}.

        `first_year` is the earliest that the field accepts; `happened` is 1 if the date is of something that has happened.
        """
        first_year = max(whole_number(request.GET.get("first_year", "")) or FIRST_YEAR, FIRST_FOUNDING_YEAR)
        day = timezone.localdate() if request.GET.get("happened") == "1" else None
        return JsonResponse(preview_date(request.GET.get("text", ""), first_year=first_year, day=day))
