"""The service manifest of the specification: what this service can do, and where."""

from typing import Any

from rest_framework.request import Request
from rest_framework.reverse import reverse

from talentwatch.reconciliation.data_extension import SETTINGS
from talentwatch.reconciliation.entities import TYPES
from talentwatch.reconciliation.queries import BATCH_SIZE

PREVIEW = {"width": 400, "height": 240}  # pixels
SUGGEST_SERVICES = ("entity", "type", "property")


def manifest(request: Request) -> dict[str, Any]:
    root = reverse("reconciliation", request=request).rstrip("/")
    return {
        "versions": ["0.2"],
        "name": "talentwatch: people and organizations of AI",
        "identifierSpace": f"{root}/entity/",
        "schemaSpace": f"{root}/properties/",
        "documentation": reverse("docs", request=request),
        "defaultTypes": [entity_type.reference() for entity_type in TYPES.values()],
        "batchSize": BATCH_SIZE,
        "view": {"url": f"{root}/entity/{{{{id}}}}/"},
        "preview": {"url": f"{root}/preview/{{{{id}}}}/", **PREVIEW},
        "suggest": {name: {"service_url": root, "service_path": f"/suggest/{name}/"} for name in SUGGEST_SERVICES},
        "extend": {
            "propose_properties": {"service_url": root, "service_path": "/properties/"},
            "property_settings": SETTINGS,
        },
    }
