"""The section on downloads in docs/analysis.md does what it says, with polars, pandas and Datasette in an environment of their own, and with R."""

import os
import re
import shlex
import shutil
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings

from talentwatch.exchange.downloads import build_downloads
from tests.support.worlds import load_llama

TOOLS = Path(__file__).parent / ".venv" / "bin"
IS_REQUIRED = bool(os.environ.get("BROWSER_REQUIRED"))
SECTION = re.compile(r"## The downloads\n(.*?)\n## ", re.DOTALL)
BLOCK = re.compile(r"```(python|sh|r)\n([^`]*)```\n\n```text\n([^`]*)```")
SEPARATOR = "\x1e"

pytestmark = pytest.mark.django_db


def run(*command: str, folder: Path, text: str = "") -> str:
    done = subprocess.run(command, cwd=folder, input=text, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout + done.stderr
    return done.stdout


def lacks_r() -> bool:
    """R, or a package that the examples use, isn't installed; only CI's own tools are required."""
    program = shutil.which("Rscript")
    packages = "stopifnot(requireNamespace('RSQLite', quietly = TRUE), requireNamespace('readr', quietly = TRUE))"
    return not program or subprocess.run([program, "-e", packages], capture_output=True, check=False).returncode != 0


@pytest.fixture
def folder(tmp_path: Path, settings: Any) -> Path:
    """A folder with the downloads of the example."""
    load_llama()
    settings.DOWNLOADS_DIR = tmp_path / "downloads"
    build = build_downloads()
    assert build
    for name in ("moves.parquet", "talentwatch.sqlite3", "talentwatch-csv.zip"):
        shutil.copy(build.directory / name, tmp_path)
    return tmp_path


def documented_blocks(*kinds: str) -> list[tuple[str, str, str]]:
    """The blocks of the section that are in these languages: the language, the code, and what it prints."""
    document = (Path(settings.ROOT) / "docs" / "analysis.md").read_text(encoding="utf-8")
    blocks: list[tuple[str, str, str]] = BLOCK.findall(SECTION.findall(document)[0])
    return [block for block in blocks if block[0] in kinds]


@pytest.mark.skipif(not (IS_REQUIRED or TOOLS.is_dir()), reason="needs make analysis: see docs/architecture.md")
def test_every_example_prints_what_stands_under_it(folder: Path) -> None:
    blocks = documented_blocks("python", "sh")
    printed = []
    # DuckDB is among the project's own tools; one process runs all that the others read.
    code = f"\nprint({SEPARATOR!r}, end='')\n".join(
        code for kind, code, _ in blocks if kind == "python" and "duckdb" not in code
    )
    others = iter(run(str(TOOLS / "python"), "-W", "error", "-", folder=folder, text=code).split(SEPARATOR))
    for kind, code, _ in blocks:
        if kind == "sh":
            program, *arguments = shlex.split(code)
            printed.append(run(str(TOOLS / program), *arguments, folder=folder))
        elif "duckdb" in code:
            printed.append(run(sys.executable, "-", folder=folder, text=code))
        else:
            printed.append(next(others))
    assert printed == [expected for _, _, expected in blocks]


@pytest.mark.skipif(lacks_r(), reason="needs R with RSQLite and readr: apt install r-cran-rsqlite r-cran-readr")
def test_the_examples_in_r_print_what_stands_under_them(folder: Path) -> None:
    blocks = documented_blocks("r")
    assert len(blocks) == 2
    assert [run("Rscript", "-e", code, folder=folder) for _, code, _ in blocks] == [
        expected for _, _, expected in blocks
    ]
