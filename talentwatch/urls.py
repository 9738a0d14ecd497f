"""The table of contents."""

from django.contrib import admin
from django.urls import include, path, re_path
from django.views.generic import RedirectView
from rest_framework.routers import SimpleRouter

from events.views import NewsEventViewSet
from people.views import (
    ClaimViewSet,
    CohortViewSet,
    EmploymentViewSet,
    FlowViewSet,
    MoveViewSet,
    OrganizationFlowViewSet,
    OrganizationViewSet,
    PersonViewSet,
    RetentionView,
    SourceViewSet,
)
from talentwatch.api import problems
from talentwatch.api.docs import DocsView, SchemaView
from talentwatch.api.health import healthz, readyz
from talentwatch.api.views import IndexView

router = SimpleRouter()
router.register("people", PersonViewSet)
router.register("organizations", OrganizationViewSet)
router.register("employments", EmploymentViewSet)
router.register("claims", ClaimViewSet)
router.register("sources", SourceViewSet)
router.register("cohorts", CohortViewSet)
router.register("moves", MoveViewSet)
router.register("flows", FlowViewSet, basename="flow")
router.register("events", NewsEventViewSet)

urlpatterns = [
    path("", RedirectView.as_view(pattern_name="docs")),
    path("api/v1/", IndexView.as_view(), name="index"),
    path("api/v1/", include(router.urls)),
    path("api/v1/cohorts/<str:slug>/retention/", RetentionView.as_view(), name="cohort-retention"),
    path(
        "api/v1/organizations/<str:slug>/flows/",
        OrganizationFlowViewSet.as_view({"get": "list"}),
        name="organization-flows",
    ),
    path("api/v1/schema/", SchemaView.as_view(), name="schema"),
    path("api/v1/docs/", DocsView.as_view(), name="docs"),
    re_path(r"^api/", problems.nothing_here),
    path("admin/", admin.site.urls),
    path("healthz", healthz),
    path("readyz", readyz),
]
handler400 = problems.bad_request
handler403 = problems.forbidden
handler404 = problems.not_found
handler500 = problems.server_error
