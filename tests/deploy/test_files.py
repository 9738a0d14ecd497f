"""The files of deploy/ that no test can start: units of systemd, and the container."""

import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest
import yaml

from tests.support.deployed import DEPLOY, ROOT, SOCKET, read_environment, read_unit


@pytest.mark.skipif(not Path("/usr/bin/systemd-analyze").exists(), reason="needs systemd-analyze")
def test_systemd_understands_the_units(tmp_path: Path) -> None:
    units = sorted((DEPLOY / "systemd").iterdir())
    for unit in units:
        # The programs of an installation, which systemd looks for.
        text = unit.read_text().replace("/srv/talentwatch/.venv/bin/", "/usr/bin/env ")
        (tmp_path / unit.name).write_text(text)
    command = ["systemd-analyze", "verify", "--man=no", *(str(tmp_path / unit.name) for unit in units)]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    ours = [line for line in done.stderr.splitlines() if "talentwatch" in line]
    assert (done.returncode, ours) == (0, [])


def test_every_timer_has_a_service() -> None:
    timers = [unit.stem for unit in (DEPLOY / "systemd").glob("*.timer")]
    assert sorted(timers) == ["talentwatch-backup", "talentwatch-downloads", "talentwatch-sessions"]
    for timer in timers:
        assert read_unit(f"{timer}.service")["Service"]["Type"] == "oneshot"


def test_the_environment_has_what_must_be_set() -> None:
    assert {"SECRET_KEY", "ALLOWED_HOSTS", "DATABASE_URL", "HTTPS"} <= set(read_environment())


def test_what_the_container_copies_is_enough_to_start(tmp_path: Path) -> None:
    lines = (DEPLOY / "Containerfile").read_text().splitlines()
    copies = [line.split()[1:] for line in lines if line.startswith("COPY ") and "--from" not in line]
    sources = [source for *sources, _target in copies for source in sources]
    ignored = (DEPLOY / "Containerfile.dockerignore").read_text().splitlines()
    assert sorted(sources) == sorted(line[1:] for line in ignored if line.startswith("!"))
    for source in sources:
        copy = shutil.copytree if (ROOT / source).is_dir() else shutil.copy
        copy(ROOT / source, tmp_path / source)
    environment = {
        **read_environment(),
        "SECRET_KEY": "only-for-these-tests-0123456789-abcdefghijklmnopqrstuvwxyz",
        "PYTHONWARNINGS": "error::ImportWarning",
    }
    command = [
        sys.executable,
        "-m",
        "gunicorn",
        "--check-config",
        "--config",
        "talentwatch/gunicorn.py",
        "talentwatch.wsgi",
    ]
    done = subprocess.run(command, cwd=tmp_path, env=environment, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr


def test_the_services_of_the_composition_share_the_paths_of_the_others() -> None:
    services = yaml.safe_load((DEPLOY / "compose.yaml").read_text())["services"]
    site = (DEPLOY / "nginx" / "talentwatch.conf").read_text()
    for name in ("application", "nginx"):
        volumes = dict(volume.split(":")[:2] for volume in services[name]["volumes"])
        assert volumes["socket"] == str(Path(SOCKET).parent)
        assert volumes["static"] in site
    assert re.search(rf"unix:{SOCKET}", (DEPLOY / "Containerfile").read_text())
    assert services["application"]["depends_on"]["setup"]["condition"] == "service_completed_successfully"


def test_the_worker_is_the_same_everywhere() -> None:
    command = yaml.safe_load((DEPLOY / "compose.yaml").read_text())["services"]["worker"]["command"]
    unit = read_unit("talentwatch-worker.service")["Service"]
    assert unit["ExecStart"].endswith(" ".join(["/bin/python", *command[1:]]))
    assert unit["Restart"] == "always"
