"""Setting up: which Python is used, when the environment is built again, and what is said if something is missing."""

import os
import shutil
import socket
import subprocess
import sys
from pathlib import Path

import pytest
from django.conf import settings

ROOT = Path(settings.ROOT)
OLD_PYTHON = """#!/bin/sh
case "$2" in *platform*) echo "Python 3.10.13";; *) exit 1;; esac
"""


# Stands for a suitable Python: `-m venv` makes an environment of two scripts, in no time.
NEW_PYTHON = """#!/bin/sh
case "$1 $2" in
  "-m venv") mkdir -p .venv/bin; cp "$0" .venv/bin/python; cp "$0" .venv/bin/pip;;
  -c*platform*) echo "Python 3.12.1";;
  install*) echo "$@" >> installed;;
esac
"""


def write_script(path, text):
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text, encoding="utf-8")
    path.chmod(0o755)


@pytest.fixture
def project(tmp_path):
    """A copy of what setting up needs, and a PATH that begins with a python3 that says it is 3.10."""
    (tmp_path / ".ci").mkdir()
    shutil.copy(ROOT / ".ci" / "venv", tmp_path / ".ci")
    (tmp_path / "requirements.txt").write_text("# nothing\n", encoding="utf-8")
    write_script(tmp_path / "bin" / "python3", OLD_PYTHON)
    return tmp_path


def set_up(project, path=None, **environment):
    path = path or f"{project / 'bin'}:{os.environ['PATH']}"
    command = [project / ".ci" / "venv", "requirements.txt"]
    return subprocess.run(command, env={"PATH": path, **environment}, capture_output=True, text=True, check=False)


def test_the_newest_suitable_python_is_taken_and_the_second_call_does_nothing(project):
    write_script(project / "bin" / "python3.29", OLD_PYTHON)
    write_script(project / "bin" / "python3.28", NEW_PYTHON)
    result = set_up(project)
    assert (result.returncode, result.stdout, result.stderr) == (0, "", "")
    assert (project / ".venv" / "bin" / "python").read_text(encoding="utf-8") == NEW_PYTHON
    mark = project / ".venv" / "mark"
    mark.touch()
    assert set_up(project).stdout == ""
    assert mark.exists()


def test_an_environment_that_was_left_half_made_is_built_again(project):
    (project / ".venv").mkdir()
    result = set_up(project, PYTHON=sys.executable)
    assert result.stdout == "Building .venv again: it has no Python that runs, or is incomplete.\n"
    assert (result.returncode, result.stderr) == (0, "")
    assert (
        subprocess.run([project / ".venv" / "bin" / "pip", "check"], capture_output=True, check=False).returncode == 0
    )


@pytest.mark.parametrize(
    ("python", "pip", "version"),
    [(OLD_PYTHON, NEW_PYTHON, "3.10.13"), (NEW_PYTHON, "#!/nowhere/.venv/bin/python\n", "3.12.1")],
    ids=["too old", "moved"],
)
def test_an_environment_that_does_not_fit_is_built_again(project, python, pip, version):
    write_script(project / ".venv" / "bin" / "python", python)
    write_script(project / ".venv" / "bin" / "pip", pip)
    write_script(project / "python", NEW_PYTHON)
    result = set_up(project, PYTHON=str(project / "python"))
    assert result.stdout == f"Building .venv again: it has Python {version}, or is incomplete.\n"
    assert (result.returncode, result.stderr) == (0, "")
    assert (project / ".venv" / "bin" / "python").read_text(encoding="utf-8") == NEW_PYTHON
    assert (project / ".venv" / "bin" / "pip").read_text(encoding="utf-8") == NEW_PYTHON


def test_requirements_are_installed_when_they_change(project):
    write_script(project / "python", NEW_PYTHON)
    for text in ("# one\n", "# one\n", "# two\n"):
        (project / "requirements.txt").write_text(text, encoding="utf-8")
        set_up(project, PYTHON=str(project / "python"))
    assert len((project / "installed").read_text(encoding="utf-8").splitlines()) == 2


def test_without_a_suitable_python_it_says_which_is_needed_and_makes_nothing(project):
    for tool in ("dirname", "seq", "sed", "sh"):
        (project / "bin" / tool).symlink_to(shutil.which(tool))
    result = set_up(project, path=str(project / "bin"))
    assert result.returncode == 1
    assert result.stderr.splitlines() == [
        "talentwatch needs Python 3.11 or newer with the modules venv and ensurepip (Debian: python3-venv).",
        "python3 is Python 3.10.13. Install a newer one, or name it: PYTHON=/path/to/python3.12 make run",
    ]
    assert not (project / ".venv").exists()


@pytest.mark.parametrize(
    ("url", "place"),
    [
        ("postgres://me:secret@127.0.0.1:1/talentwatch", "127.0.0.1:1"),
        ("sqlite:////nowhere/at/all.sqlite3", "/nowhere/at/all.sqlite3"),
    ],
    ids=["postgresql", "sqlite"],
)
def test_a_database_that_cannot_be_reached_is_one_sentence(url, place):
    command = [sys.executable, ROOT / "manage.py", "first_run"]
    environment = {"PATH": os.environ["PATH"], "DATABASE_URL": url}
    result = subprocess.run(command, env=environment, capture_output=True, text=True, check=False)
    (line,) = result.stderr.splitlines()
    assert line.startswith(f"The database at {place} can't be reached: ")
    assert line.endswith(". DATABASE_URL says where it is.")
    assert (result.returncode, result.stdout, "secret" in line) == (1, "", False)


def test_a_port_in_use_is_one_sentence():
    with socket.create_server(("127.0.0.1", 0)) as server:
        port = server.getsockname()[1]
        command = ["make", "--silent", "-o", "environment", "run", f"PORT={port}", f"BIN={Path(sys.executable).parent}"]
        result = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)
    assert result.stdout == f"Port {port} is in use. Choose another one: PORT=8080 make run\n"
    assert result.returncode != 0


@pytest.mark.parametrize(("answer", "is_left"), [("yes\n", False), ("no\n", True), ("", True)])
def test_only_a_yes_deletes_the_database_and_clean_keeps_it(tmp_path, answer, is_left):
    shutil.copy(ROOT / "Makefile", tmp_path)
    database = tmp_path / "db.sqlite3"
    database.touch()
    subprocess.run(["make", "clean"], cwd=tmp_path, capture_output=True, check=True)
    assert database.exists()
    subprocess.run(["make", "delete-database"], cwd=tmp_path, input=answer, capture_output=True, text=True, check=False)
    assert database.exists() == is_left
