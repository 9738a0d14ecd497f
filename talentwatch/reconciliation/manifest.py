"""What the service says of itself: the specification's service manifest."""

from typing import Any

from rest_framework.request import Request
from rest_framework.reverse import reverse

from talentwatch.reconciliation.entities import TYPES
from talentwatch.reconciliation.extension import SETTINGS
from talentwatch.reconciliation.queries import BATCH_SIZE

PREVIEW = {"width": 400, "height": 240}  # pixels
SUGGESTED = ("entity", "type", "property")


def manifest(request: Request) -> dict[str, Any]:
    root = reverse("reconciliation", request=request).rstrip("/")
    return {
        "versions": ["0.2"],
        "name": "talentwatch: people and organizations of AI",
        "identifierSpace": f"{root}/entity/",
        "schemaSpace": f"{root}/properties/",
        "documentation": reverse("docs", request=request),
        "defaultTypes": [one.reference() for one in TYPES.values()],
        "batchSize": BATCH_SIZE,
        "view": {"url": f"{root}/entity/{{{{id}}}}/"},
        "preview": {"url": f"{root}/preview/{{{{id}}}}/", **PREVIEW},
        "suggest": {name: {"service_url": root, "service_path": f"/suggest/{name}/"} for name in SUGGESTED},
        "extend": {
            "propose_properties": {"service_url": root, "service_path": "/properties/"},
            "property_settings": SETTINGS,
        },
    }
