"""What others' tools make of docs/openapi.json: two linters, and a client in Python and one in TypeScript, checked strictly."""

import json
import os
import subprocess
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings

HERE = Path(__file__).parent
TOOLS, PYTHON = HERE / "node_modules" / ".bin", HERE / ".venv" / "bin"
DESCRIPTION = Path(settings.ROOT) / "docs" / "openapi.json"
IS_REQUIRED = bool(os.environ.get("BROWSER_REQUIRED"))

pytestmark = pytest.mark.skipif(
    not (IS_REQUIRED or (TOOLS.is_dir() and PYTHON.is_dir())), reason="needs npm: see docs/architecture.md"
)


def run(*command: Any, folder: Path = HERE) -> str:
    """The output of a command, which has to succeed."""
    path = f"{PYTHON}{os.pathsep}{os.environ['PATH']}"
    done = subprocess.run(
        list(map(str, command)),
        cwd=folder,
        env={**os.environ, "PATH": path},
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stdout + done.stderr
    return done.stdout + done.stderr


def lists() -> Iterator[tuple[str, str, dict[str, list[str]]]]:
    """The address and the operation of each list, with two values for each parameter that takes a list."""
    description = json.loads(DESCRIPTION.read_text(encoding="utf-8"))
    for address, item in description["paths"].items():
        if "{" not in address:
            values = {
                each["name"]: each["schema"]["items"].get("enum", ["one", "two"])[:2]
                for each in item["get"]["parameters"]
                if each["schema"]["type"] == "array"
            }
            yield address, item["get"]["operationId"], values


def test_spectral_has_no_complaint():
    output = run(TOOLS / "spectral", "lint", DESCRIPTION, "--ruleset", "spectral.yaml", "--fail-severity", "hint")
    assert "No results" in output


def test_redocly_has_no_complaint():
    output = run(TOOLS / "redocly", "lint", DESCRIPTION, "--config", "redocly.yaml")
    assert "warning" not in output.replace("Deprecation warning", "").lower()


def test_a_client_in_typescript_is_typed(tmp_path):
    """Compiled strictly: each list with two values, and rows whose fields are there."""
    run(TOOLS / "openapi-typescript", DESCRIPTION, "--output", tmp_path / "schema.d.ts")
    calls = [
        f"await client.GET({json.dumps(address)}, {{ params: {{ query: {json.dumps(values)} }} }});"
        for address, _, values in lists()
    ]
    (tmp_path / "calls.ts").write_text(
        'import createClient from "openapi-fetch";\n'
        'import type { paths } from "./schema";\n'
        'const client = createClient<paths, "application/json">({ baseUrl: "http://localhost" });\n'
        "export async function callAll(): Promise<string[]> {\n"
        f"  {' '.join(calls)}\n"
        '  const { data } = await client.GET("/api/v1/people/", {});\n'
        "  const slugs: string[] = (data?.results ?? []).map((person) => person.slug);\n"
        "  return slugs;\n}\n",
        encoding="utf-8",
    )
    (tmp_path / "node_modules").symlink_to(HERE / "node_modules")
    options = ["--strict", "--noEmit", "--module", "esnext", "--moduleResolution", "bundler", "--target", "es2022"]
    run(TOOLS / "tsc", *options, "--lib", "es2022,dom", "calls.ts", folder=tmp_path)


def test_a_client_in_python_is_typed(tmp_path):
    """Generated without a warning, checked strictly, and sending two values as the API reads them."""
    client = tmp_path / "client"
    generate = ["generate", "--path", DESCRIPTION, "--output-path", client, "--fail-on-warning"]
    run(PYTHON / "openapi-python-client", *generate, folder=tmp_path)
    lines = ["from talentwatch_client import Client", "from talentwatch_client.models import Person", ""]
    body = ["client = Client(base_url='http://localhost')"]
    for address, operation, values in lists():
        name = address.split("/")[-2]
        lines.append(f"from talentwatch_client.api.{name} import {operation}")
        texts = {parameter: each for parameter, each in values.items() if each == ["one", "two"]}
        given = "".join(f", {parameter}={each!r}" for parameter, each in texts.items())
        body.append(f"{operation}.sync_detailed(client=client{given})")
    lines += ["", "def call_all() -> None:", *(f"    {line}" for line in body)]
    lines += ["", "def slug(person: Person) -> str:", "    return person.slug", ""]
    (client / "calls.py").write_text("\n".join(lines), encoding="utf-8")
    run(PYTHON / "mypy", "--strict", "calls.py", folder=client)
    show = (
        "from talentwatch_client.api.people.people_list import _get_kwargs as k; print(k(cohort=['a', 'b'])['params'])"
    )
    assert run(PYTHON / "python", "-c", show, folder=client) == "{'cohort': ['a', 'b']}\n"
