"""The addresses of the reconciliation service, under /reconcile/. An id is a type and a slug: person:ada-lovelace."""

from django.urls import path

from talentwatch.reconciliation.entities import TYPES
from talentwatch.reconciliation.manifest import SUGGEST_SERVICES
from talentwatch.reconciliation.views import EndpointView, EntityView, PreviewView, PropertiesView, SuggestView

urlpatterns = [
    path("", EndpointView.as_view(), name="reconciliation"),
    path("properties/", PropertiesView.as_view()),
    *(path(f"suggest/{name}/", SuggestView.as_view(), {"what": name}) for name in SUGGEST_SERVICES),
    *(
        path(
            f"{name}/{entity_type.prefix}:<str:slug>/",
            view.as_view(of=entity_type),
            name=f"reconciliation-{name}-{entity_type.prefix}",
        )
        for name, view in (("entity", EntityView), ("preview", PreviewView))
        for entity_type in TYPES.values()
    ),
]
