"""The table of contents."""

from typing import Any

from django.contrib import admin
from django.urls import URLPattern, include, path, re_path
from django.views.decorators.csrf import csrf_exempt
from django.views.generic import RedirectView
from rest_framework.routers import SimpleRouter

from people.views import FlowViewSet, OrganizationFlowViewSet, RetentionView
from talentwatch.api import problems
from talentwatch.api.docs import DocsView, SchemaView
from talentwatch.api.health import healthz, readyz
from talentwatch.api.views import IndexView
from talentwatch.changefeed.differences import DifferenceViewSet
from talentwatch.changefeed.views import ChangeViewSet, CorrectionViewSet
from talentwatch.editions.views import EditionViewSet
from talentwatch.reconciliation.views import EndpointView
from talentwatch.resources import RECORD_TYPES
from talentwatch.site import errors, sitemaps
from talentwatch.site.views import (
    about,
    cards,
    citations,
    cohorts,
    corrections,
    data,
    editions,
    embeds,
    events,
    front,
    moves,
    organizations,
    people,
)


def read_only_redirect(name: str, **options: Any) -> Any:
    """A view that leads to the page of this name, and answers 405 to whatever would write, as pages do."""
    methods = ["get", "head", "options"]
    return csrf_exempt(RedirectView.as_view(pattern_name=name, http_method_names=methods, **options))


router = SimpleRouter()
for record_type in RECORD_TYPES.values():
    router.register(record_type.name, record_type.viewset)
router.register("flows", FlowViewSet, basename="flow")
router.register("changes", ChangeViewSet)
router.register("corrections", CorrectionViewSet, basename="correction")
router.register("editions", EditionViewSet)
router.register("differences", DifferenceViewSet, basename="difference")
PAGES_WITH_CARDS = {
    "": front.FrontPage,
    "moves/": moves.MovesPage,
    "people/": people.PeoplePage,
    "organizations/": organizations.OrganizationsPage,
    "cohorts/": cohorts.CohortsPage,
    "corrections/": corrections.CorrectionsPage,
    "about/": about.AboutPage,
    "data/": data.DataPage,
}
route_names = [str(route.name) for route in router.urls if isinstance(route, URLPattern)]

urlpatterns = [
    # In order of how often they are asked for: each address is compared with the patterns before its own.
    path(
        "api/v1/", IndexView.as_view(list_names=[name for name in route_names if name.endswith("-list")]), name="index"
    ),
    path("api/v1/", include(router.urls)),
    path("api/v1/cohorts/<str:slug>/retention/", RetentionView.as_view(), name="cohort-retention"),
    path(
        "api/v1/organizations/<str:slug>/flows/",
        OrganizationFlowViewSet.as_view({"get": "list"}),
        name="organization-flows",
    ),
    path("api/v1/schema/", SchemaView.as_view(), name="schema"),
    path("api/v1/docs/", DocsView.as_view(), name="docs"),
    re_path(r"^api/", problems.api_not_found),
    path("", front.FrontPage.as_view(), name="front"),
    path("moves/", moves.MovesPage.as_view(), name="moves"),
    path("people/", people.PeoplePage.as_view(), name="people"),
    path("people/<slug:slug>/", people.PersonPage.as_view(), name="person"),
    path("organizations/", organizations.OrganizationsPage.as_view(), name="organizations"),
    path("organizations/<slug:slug>/", organizations.OrganizationPage.as_view(), name="organization"),
    path("cohorts/", cohorts.CohortsPage.as_view(), name="cohorts"),
    path("cohorts/<slug:slug>/", cohorts.CohortPage.as_view(), name="cohort"),
    path("events/<slug:slug>/", events.EventPage.as_view(), name="event"),
    # Where readers get by shortening the address of an event or an edition.
    path("events/", read_only_redirect("front", query_string=True)),
    path("data/editions/", read_only_redirect("data")),
    path("data/", data.DataPage.as_view(), name="data"),
    *(
        path(f"{name}card.png", cards.PageCard.as_view(page=page, is_remembered=page.is_remembered))
        for name, page in PAGES_WITH_CARDS.items()
    ),
    path("data/editions/<slug:slug>/", editions.EditionPage.as_view(), name="edition"),
    path("data/editions/<slug:slug>/card.png", editions.EditionCard.as_view()),
    path("data/editions/<slug:slug>/CITATION.cff", editions.CitationCff.as_view(), name="edition-cff"),
    path("data/editions/<slug:slug>/datacite.json", editions.DataCite.as_view(), name="edition-datacite"),
    path("data/editions/<slug:slug>/cite.bib", editions.BibTeX.as_view(), name="edition-bibtex"),
    path("data/editions/<slug:slug>/<str:name>", editions.EditionFile.as_view(), name="edition-file"),
    path("data/<str:name>", data.DownloadView.as_view(), name="download"),
    path("about/", about.AboutPage.as_view(), name="about"),
    path("corrections/", corrections.CorrectionsPage.as_view(), name="corrections"),
    *(
        path(f"{name}/<slug:slug>/{file}", view.as_view(model=one.model, **options), name=f"{one.page}-{file}")
        for name, one in RECORD_TYPES.items()
        if one.page
        for file, view, options in (
            ("card.png", cards.RecordCard, {}),
            ("cite.bib", citations.CitationFile, {"file_format": "bib"}),
            ("cite.json", citations.CitationFile, {"file_format": "json"}),
        )
    ),
    path("embed/people/<slug:slug>/", embeds.CareerTable.as_view(), name="embed-person"),
    path("embed/cohorts/<slug:slug>/", embeds.CohortTable.as_view(), name="embed-cohort"),
    path("embed/moves/", embeds.MovesTable.as_view(), name="embed-moves"),
    path("sitemap.xml", sitemaps.sitemap_index, name="sitemaps"),
    path("sitemap-<section>.xml", sitemaps.sitemap, name="sitemap"),
    path("robots.txt", sitemaps.robots, name="robots"),
    # Without the slash too: Django can't redirect a POST without losing what it says.
    path("reconcile", EndpointView.as_view()),
    path("reconcile/", include("talentwatch.reconciliation.urls")),
    path("admin/articles/", include("talentwatch.articles.urls")),
    path("admin/", admin.site.urls),
    path("healthz", healthz),
    path("readyz", readyz),
]
handler400 = errors.bad_request
handler403 = errors.forbidden
handler404 = errors.not_found
handler500 = errors.server_error
