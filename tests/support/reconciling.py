"""How the tests ask the reconciliation service, and the specification's own schemas where they are at hand."""

import json
import os
from pathlib import Path
from typing import Any
from urllib.parse import urlencode

import pytest
from django.conf import settings
from jsonschema import Draft7Validator
from referencing import Registry, Resource

FORM = "application/x-www-form-urlencoded"


def post(api: Any, **form: Any) -> Any:
    """POST with each value as JSON in a form, as OpenRefine does."""
    body = urlencode({name: value if isinstance(value, str) else json.dumps(value) for name, value in form.items()})
    return api.post("/reconcile/", body, content_type=f"{FORM}; charset=UTF-8")


def candidates(api: Any, query: str = "", **asked: Any) -> list[dict[str, Any]]:
    """The candidates of one query; Person unless another type is asked for, any for type=None."""
    given = {"query": query, "type": "Person", **asked}
    response = post(api, queries={"q0": {name: value for name, value in given.items() if value not in ("", None)}})
    assert response.status_code == 200, response.content.decode()
    return response.json()["q0"]["result"]


def found(api: Any, query: str = "", **asked: Any) -> dict[str, bool]:
    """The ids of the candidates, in their order, and which is a match."""
    return {one["id"]: one["match"] for one in candidates(api, query, **asked)}


def refusal(response: Any, status: int = 400) -> str:
    """What a refusal says, of one parameter or as a whole."""
    assert response.status_code == status, response.content.decode()
    assert response["Content-Type"] == "application/problem+json"
    body = response.json()
    return " ".join(error["detail"] for error in body["errors"]) if body["errors"] else body["detail"]


def _folder() -> Path | None:
    """RECONCILIATION_SCHEMAS, or a folder `reconciliation` in a folder beside the repository."""
    given = os.environ.get("RECONCILIATION_SCHEMAS")
    places = [Path(given) / "manifest.json"] if given else []
    for above in list(Path(settings.ROOT).parents)[:2]:
        places += above.glob("*/reconciliation/manifest.json")
    return next((place.parent for place in places if place.is_file()), None)


def check(name: str, answer: Any) -> None:
    """Hold an answer, or a question, against the schema of that name; skip where the schemas aren't at hand."""
    folder = _folder()
    if not folder:
        pytest.skip("The specification's schemas aren't at hand: set RECONCILIATION_SCHEMAS to their folder.")
    read = {path.stem: json.loads(path.read_text(encoding="utf-8")) for path in folder.glob("*.json")}
    registry: Registry = Registry().with_resources(
        (schema["$id"], Resource.from_contents({**schema, "$schema": "http://json-schema.org/draft-07/schema#"}))
        for schema in read.values()
    )
    assert [error.message for error in Draft7Validator(read[name], registry=registry).iter_errors(answer)] == []
