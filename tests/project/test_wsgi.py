"""Production refuses to start without its secrets."""

import os
import subprocess
import sys
from importlib import import_module, reload
from runpy import run_path

import pytest
from django.conf import settings
from django.core.exceptions import ImproperlyConfigured

SAID = {
    "SECRET_KEY": "k9-Zr2_xQm7LwVb4TnYs8HdPf3JgUc6RaEo1BiKtXeNvMhWzGq",
    "ALLOWED_HOSTS": "talentwatch.example",
    "DATABASE_URL": "sqlite:////tmp/never-opened.sqlite3",
    "HTTPS": "1",
}


@pytest.fixture
def missing(monkeypatch):
    """The check, taken from a module that can't be imported without what it checks."""
    for name, value in SAID.items():
        monkeypatch.setenv(name, value)
    return import_module("talentwatch.wsgi").missing


def test_nothing_is_missing_where_all_is_said(missing):
    assert missing(SAID) == []
    assert missing({**SAID, "HTTPS": "0"}) == []


@pytest.mark.parametrize("name", SAID)
@pytest.mark.parametrize("empty", [True, False])
def test_each_must_be_said(missing, name, empty):
    environment = {key: value for key, value in SAID.items() if key != name} | ({name: ""} if empty else {})
    [line] = missing(environment)
    assert line.startswith(f"{name}: ")


def test_all_that_is_missing_is_told_at_once(missing):
    assert [line.partition(":")[0] for line in missing({})] == list(SAID)


@pytest.mark.parametrize("key", ["short", "a" * 60, "abcd" * 20, "django-insecure-" + SAID["SECRET_KEY"]])
def test_a_key_that_is_easy_to_guess_is_refused(missing, key):
    assert missing({**SAID, "SECRET_KEY": key}) == ["SECRET_KEY: the one given is too easy to guess"]


@pytest.mark.parametrize("name", SAID)
def test_without_it_the_door_stays_shut(missing, monkeypatch, name):
    monkeypatch.setenv(name, "")
    with pytest.raises(ImproperlyConfigured, match=f"(?s)^Set these, or DEBUG=1 for development:.*{name}: "):
        reload(sys.modules["talentwatch.wsgi"])


def test_gunicorn_is_told_by_the_environment(monkeypatch):
    monkeypatch.setenv("WEB_CONCURRENCY", "3")
    told = run_path(str(settings.ROOT / "talentwatch" / "gunicorn.py"))
    assert (told["workers"], told["preload_app"]) == (3, True)
    assert "%({x-request-id}o)s" in told["access_log_format"]


def start(**environment):
    """Import the application as a server does."""
    said = {"PATH": os.environ["PATH"], "DEBUG": "0", **environment}
    command = [sys.executable, "-c", "import talentwatch.wsgi; print('started')"]
    return subprocess.run(command, cwd=settings.ROOT, env=said, capture_output=True, text=True, check=False)


def test_the_server_starts_with_all_and_not_without():
    assert start(**SAID).stdout == "started\n"
    refused = start(**SAID | {"SECRET_KEY": ""})
    assert refused.returncode == 1
    assert "SECRET_KEY: 50 random characters or more, kept secret" in refused.stderr
    assert "ImproperlyConfigured" in refused.stderr
