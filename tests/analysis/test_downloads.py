"""The section on downloads in docs/analysis.md does what it says, with polars, pandas and Datasette in an environment of their own."""

import os
import re
import shlex
import shutil
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from talentwatch.exchange.downloads import build_downloads
from tests.support.worlds import load_llama

TOOLS = Path(__file__).parent / ".venv" / "bin"
IS_REQUIRED = bool(os.environ.get("BROWSER_REQUIRED"))
SECTION = re.compile(r"## The downloads\n(.*?)\n## ", re.DOTALL)
BLOCK = re.compile(r"```(python|sh)\n([^`]*)```\n\n```text\n([^`]*)```")
SEPARATOR = "\x1e"

pytestmark = [
    pytest.mark.django_db,
    pytest.mark.skipif(not (IS_REQUIRED or TOOLS.is_dir()), reason="needs make analysis: see docs/architecture.md"),
]


def run(*command: str, folder: Path, text: str = "") -> str:
    done = subprocess.run(command, cwd=folder, input=text, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout + done.stderr
    return done.stdout


def test_every_example_prints_what_stands_under_it(tmp_path: Path, settings: Any) -> None:
    load_llama()
    settings.DOWNLOADS_DIR = tmp_path / "downloads"
    build = build_downloads()
    assert build
    for name in ("moves.parquet", "talentwatch.sqlite3"):
        shutil.copy(build.directory / name, tmp_path)
    document = (Path(settings.ROOT) / "docs" / "analysis.md").read_text(encoding="utf-8")
    blocks = BLOCK.findall(SECTION.findall(document)[0])
    printed = []
    # DuckDB is among the project's own tools; one process runs all that the others read.
    code = f"\nprint({SEPARATOR!r}, end='')\n".join(
        code for kind, code, _ in blocks if kind == "python" and "duckdb" not in code
    )
    others = iter(run(str(TOOLS / "python"), "-W", "error", "-", folder=tmp_path, text=code).split(SEPARATOR))
    for kind, code, _ in blocks:
        if kind == "sh":
            program, *arguments = shlex.split(code)
            printed.append(run(str(TOOLS / program), *arguments, folder=tmp_path))
        elif "duckdb" in code:
            printed.append(run(sys.executable, "-", folder=tmp_path, text=code))
        else:
            printed.append(next(others))
    assert printed == [expected for _, _, expected in blocks]
