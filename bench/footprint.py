"""How much of our own code three everyday acts run through, and how small it is cut.

    python bench/footprint.py

Counts the files and functions of this project that run for a GET of events, for saving an employment with one claim in
its form, and for importing a CSV; and, of the source, its lines, functions, private functions and functions used once. Needs no
database: it makes one in memory.
"""

import ast
import os
import re
import sys
import tempfile
from collections.abc import Callable, Iterator
from http import HTTPStatus
from io import StringIO
from pathlib import Path
from types import CodeType, FrameType
from typing import Any

ROOT = Path(__file__).resolve().parent.parent
PACKAGES = ("talentwatch", "people", "events")
sys.path.insert(0, str(ROOT))
os.environ |= {"DJANGO_SETTINGS_MODULE": "talentwatch.settings", "DATABASE_URL": "sqlite://:memory:"}


def main() -> None:
    import django
    from django.core.management import call_command

    django.setup()
    call_command("migrate", verbosity=0)
    print(f"{'':<44}{'files':>7}{'functions':>11}")
    for name, act in acts():
        files, functions = footprint(act)
        print(f"{name:<44}{files:>7}{functions:>11}")
    print()
    for name, value in source_figures().items():
        print(f"{name:<44}{value:>18}")


def acts() -> Iterator[tuple[str, Callable[[], object]]]:
    from django.contrib.auth import get_user_model
    from django.core.management import call_command
    from django.db.models import Count
    from django.test import Client

    from people.models import Employment

    call_command("loaddata", "llama.json", verbosity=0)
    desk = Client(headers={"host": "localhost"})
    desk.force_login(get_user_model().objects.create_superuser("root", "root@example.org", "root"))
    employment = Employment.objects.annotate(number=Count("claims")).filter(number=1).first()
    page = f"/admin/people/employment/{employment.pk}/change/"
    said = {
        "title": "Research scientist, as the source says",
        "reason": "the title",
        "correction": "It was another title.",
    }
    form = filled_form(desk.get(page)) | said

    def save() -> None:
        response = desk.post(page, form)
        if response.status_code != HTTPStatus.FOUND:
            raise RuntimeError(response.context_data["errors"])

    def import_csv() -> None:
        with tempfile.TemporaryDirectory() as folder:
            file = Path(folder) / "people.csv"
            file.write_text("slug,name,names\ngrace,Grace Hopper,\n", encoding="utf-8")
            call_command("import_timeline", str(file), verbosity=0, stdout=StringIO())

    desk.get("/api/v1/events/")  # what only the first request does is left out
    yield "GET /api/v1/events/", lambda: desk.get("/api/v1/events/")
    yield "save a published employment with one claim", save
    yield "import a CSV of one person", import_csv


def filled_form(response: Any) -> dict[str, Any]:
    """The boxes of an admin form as a browser would send them back unchanged."""
    formsets = [one.formset for one in response.context_data["inline_admin_formsets"]]
    forms = [response.context_data["adminform"].form]
    forms += [form for formset in formsets for form in (formset.management_form, *formset.initial_forms)]
    sent = {box.html_name: box.field.prepare_value(box.value()) for form in forms for box in form}
    hidden = {"opened": response.context_data.get("opened", "")}
    return {name: value for name, value in (sent | hidden).items() if value not in (None, False)}


def footprint(act: Callable[[], object]) -> tuple[int, int]:
    """How many files of ours, and functions in them, run during the act."""
    seen: set[CodeType] = set()

    def profile(frame: FrameType, event: str, _argument: Any) -> None:
        if event == "call":
            seen.add(frame.f_code)

    sys.setprofile(profile)
    try:
        act()
    finally:
        sys.setprofile(None)
    ours = {code for code in seen if code.co_filename.startswith(tuple(f"{ROOT / name}/" for name in PACKAGES))}
    functions = {code for code in ours if not code.co_name.startswith("<")}
    return len({code.co_filename for code in ours}), len(functions)


def source_figures() -> dict[str, str]:
    files = [
        path for name in PACKAGES for path in sorted((ROOT / name).rglob("*.py")) if "migrations" not in path.parts
    ]
    texts = {path: path.read_text(encoding="utf-8") for path in files}
    whole = "\n".join(texts.values())
    names = [
        node.name
        for text in texts.values()
        for node in ast.walk(ast.parse(text))
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef) and not node.name.startswith("__")
    ]
    lines = whole.count("\n")
    private = [name for name in names if name.startswith("_")]
    once = [name for name in private if len(re.findall(rf"\b{name}\b", whole)) == 2]
    comments = len(re.findall(r"^\s*#", whole, re.MULTILINE))
    return {
        "modules": str(len(files)),
        "lines": str(lines),
        "functions": str(len(names)),
        "functions in 100 lines": f"{100 * len(names) / lines:.1f}",
        "private functions, share": f"{100 * len(private) / len(names):.0f} %",
        "private functions used once, share": f"{100 * len(once) / len(names):.0f} %",
        "comments on their own line, in 100 lines": f"{100 * comments / lines:.1f}",
    }


if __name__ == "__main__":
    main()
