"""The addresses of the reconciliation service, under /reconcile/. An id is a type and a slug: person:ada-lovelace."""

from django.urls import path

from talentwatch.reconciliation.entities import TYPES
from talentwatch.reconciliation.manifest import SUGGESTED
from talentwatch.reconciliation.views import EndpointView, EntityView, PreviewView, PropertiesView, SuggestView

urlpatterns = [
    path("", EndpointView.as_view(), name="reconciliation"),
    path("properties/", PropertiesView.as_view()),
    *(path(f"suggest/{name}/", SuggestView.as_view(), {"what": name}) for name in SUGGESTED),
    *(
        path(f"{place}/{one.prefix}:<str:slug>/", view.as_view(of=one), name=f"reconciliation-{place}-{one.prefix}")
        for place, view in (("entity", EntityView), ("preview", PreviewView))
        for one in TYPES.values()
    ),
]
