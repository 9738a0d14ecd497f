"""What holds for the project as a whole."""

import ast
import json
import re
from collections import Counter
from datetime import date
from pathlib import Path

import pytest
from django.apps import apps
from django.conf import settings
from django.core.management import call_command

from talentwatch.records.models import VersionedModel

ROOT = Path(settings.ROOT)
MODELS = [model for model in apps.get_models() if issubclass(model, VersionedModel)]
DOCS = [ROOT / "README.md", *sorted((ROOT / "docs").glob("*.md"))]


@pytest.mark.django_db
def test_migrations_are_current():
    call_command("makemigrations", check=True, dry_run=True, verbosity=0)


@pytest.mark.parametrize("model", MODELS, ids=lambda model: model.__name__)
def test_every_column_an_editor_fills_in_says_what_belongs_there(model):
    parent = getattr(model, "parent_field", None)  # filled in by the form that the row stands in
    fields = [*model._meta.concrete_fields, *model._meta.many_to_many]
    silent = {field.name for field in fields if field.editable and not field.help_text} - {"id", parent, "sources"}
    assert silent == set()


@pytest.mark.parametrize("page", DOCS, ids=lambda page: page.name)
def test_links_and_paths_in_the_docs_lead_somewhere(page):
    text = page.read_text(encoding="utf-8")
    links = [link for link in re.findall(r"\]\(([^)#]+)\)", text) if "://" not in link]
    paths = re.findall(r"`((?:talentwatch|people|events|docs|fixtures|bench|tests)/[\w./-]*)`", text)
    missing = [link for link in links if not (page.parent / link).exists()]
    assert missing + [path for path in paths if not (ROOT / path).exists()] == []


def test_the_readme_says_how_much_is_in_the_timeline_and_how_old_it_is():
    rows = json.loads((ROOT / "fixtures" / "timeline.json").read_text(encoding="utf-8"))
    counts = Counter(row["model"] for row in rows)
    sources = [row["fields"] for row in rows if row["model"] == "people.source"]
    languages = {source["language"].partition("-")[0] for source in sources}
    latest = date.fromisoformat(max(source.get("published_earliest") or "" for source in sources))
    text = " ".join((ROOT / "README.md").read_text(encoding="utf-8").split())
    assert (
        f"It ships with {counts['people.employment']} employments of {counts['people.person']} people"
        f" at {counts['people.organization']} organizations, and {counts['events.newsevent']} events,"
        f" from {counts['people.source']} sources in {len(languages)} languages."
        f" The latest source is of {latest.day} {latest:%B %Y};"
    ) in text


def test_no_file_names_a_package_index():
    for name in ("requirements.txt", "requirements-dev.txt"):
        assert "://" not in (ROOT / name).read_text(encoding="utf-8")


def test_no_test_module_imports_another():
    """Shared code belongs to tests/support: an imported test module brings its fixtures and marks along."""
    imports = {}
    # The generated clients are tested in an environment of their own, below tests/.
    for path in sorted(path for path in (ROOT / "tests").rglob("*.py") if ".venv" not in path.parts):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            names = [alias.name for alias in node.names] if isinstance(node, ast.Import) else []
            if isinstance(node, ast.ImportFrom):
                names = [node.module or "", *(f"{node.module}.{alias.name}" for alias in node.names)]
            for name in names:
                if name.startswith("tests.") and not name.startswith("tests.support"):
                    imports.setdefault(str(path.relative_to(ROOT)), set()).add(name)
    assert imports == {}
