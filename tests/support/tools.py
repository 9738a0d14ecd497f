"""What npm and the environment in tests/clients bring: other people's tools, which run as commands."""

import os
import subprocess
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings

CLIENTS = Path(settings.ROOT) / "tests" / "clients"
TOOLS, PYTHON = CLIENTS / "node_modules" / ".bin", CLIENTS / ".venv" / "bin"
DESCRIPTION = Path(settings.ROOT) / "docs" / "openapi.json"
IS_REQUIRED = bool(os.environ.get("BROWSER_REQUIRED"))

needs_tools = pytest.mark.skipif(
    not (IS_REQUIRED or (TOOLS.is_dir() and PYTHON.is_dir())), reason="needs npm: see docs/architecture.md"
)


def run(*command: Any, folder: Path = CLIENTS, given: str = "", **environment: str) -> str:
    """The output of a command, which has to succeed."""
    path = f"{PYTHON}{os.pathsep}{os.environ['PATH']}"
    done = subprocess.run(
        list(map(str, command)),
        cwd=folder,
        env={**os.environ, "PATH": path, **environment},
        input=given,
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stdout + done.stderr
    return done.stdout + done.stderr
