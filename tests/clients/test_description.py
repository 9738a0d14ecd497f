"""What others' linters say of docs/openapi.json."""

from tests.support.tools import DESCRIPTION, TOOLS, needs_tools, run

pytestmark = needs_tools


def test_spectral_has_no_complaint():
    output = run(TOOLS / "spectral", "lint", DESCRIPTION, "--ruleset", "spectral.yaml", "--fail-severity", "hint")
    assert "No results" in output


def test_redocly_has_no_complaint():
    output = run(TOOLS / "redocly", "lint", DESCRIPTION, "--config", "redocly.yaml")
    assert "warning" not in output.replace("Deprecation warning", "").lower()
