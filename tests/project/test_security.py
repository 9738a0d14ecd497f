"""What docs/security.md promises of the whole project."""

import ast
import re
from pathlib import Path

import pytest
from django.conf import settings

TEXT = (settings.ROOT / "docs" / "security.md").read_text(encoding="utf-8")
NAMED_TESTS = re.findall(r"`(tests/[\w/]+\.py)::(\w+)`", TEXT)
FETCHING = {"http.client", "httpx", "requests", "socket", "urllib.request", "urllib3", "aiohttp", "ftplib"}


@pytest.mark.parametrize("number", range(1, 11))
def test_each_risk_has_tests(number: int) -> None:
    [section] = re.findall(rf"\*\*API{number} .*?(?=\n\*\*API|\n## )", TEXT, re.DOTALL)
    assert "::test_" in section


@pytest.mark.parametrize(("path", "name"), NAMED_TESTS, ids=[name for _path, name in NAMED_TESTS])
def test_every_named_test_exists(path: str, name: str) -> None:
    module = ast.parse((settings.ROOT / path).read_text(encoding="utf-8"))
    assert name in {node.name for node in module.body if isinstance(node, ast.FunctionDef)}


def test_the_server_fetches_nothing() -> None:
    """No module of ours imports what could open an address."""
    imports = set()
    for package in ("talentwatch", "people", "events"):
        for path in Path(settings.ROOT, package).rglob("*.py"):
            for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
                if isinstance(node, ast.Import):
                    imports |= {alias.name for alias in node.names}
                elif isinstance(node, ast.ImportFrom) and node.module:
                    imports |= {node.module, *(f"{node.module}.{alias.name}" for alias in node.names)}
    assert "urllib.parse" in imports
    assert not imports & FETCHING
