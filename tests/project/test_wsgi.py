"""Production refuses to start without the required settings."""

import os
import subprocess
import sys
from importlib import import_module, reload
from io import BytesIO
from runpy import run_path

import pytest
from django.conf import settings
from django.core.exceptions import ImproperlyConfigured

ENVIRONMENT = {
    "SECRET_KEY": "k9-Zr2_xQm7LwVb4TnYs8HdPf3JgUc6RaEo1BiKtXeNvMhWzGq",
    "ALLOWED_HOSTS": "talentwatch.example",
    "DATABASE_URL": "sqlite:////tmp/never-opened.sqlite3",
    "HTTPS": "1",
}


@pytest.fixture
def missing_settings(monkeypatch):
    """The check; its module can only be imported where nothing is missing."""
    for name, value in ENVIRONMENT.items():
        monkeypatch.setenv(name, value)
    return import_module("talentwatch.wsgi").missing_settings


def test_nothing_is_missing_from_a_complete_environment(missing_settings):
    assert missing_settings(ENVIRONMENT) == []
    assert missing_settings({**ENVIRONMENT, "HTTPS": "0"}) == []


@pytest.mark.parametrize("name", ENVIRONMENT)
@pytest.mark.parametrize("empty", [True, False])
def test_each_setting_is_required(missing_settings, name, empty):
    environment = {key: value for key, value in ENVIRONMENT.items() if key != name} | ({name: ""} if empty else {})
    [line] = missing_settings(environment)
    assert line.startswith(f"{name}: ")


def test_all_missing_settings_are_listed_at_once(missing_settings):
    assert [line.partition(":")[0] for line in missing_settings({})] == list(ENVIRONMENT)


@pytest.mark.parametrize("key", ["short", "a" * 60, "abcd" * 20, "django-insecure-" + ENVIRONMENT["SECRET_KEY"]])
def test_a_key_that_is_easy_to_guess_is_refused(missing_settings, key):
    assert missing_settings({**ENVIRONMENT, "SECRET_KEY": key}) == ["SECRET_KEY: this one is too easy to guess"]


@pytest.mark.parametrize("name", ENVIRONMENT)
def test_the_application_does_not_start_without_it(missing_settings, monkeypatch, name):
    monkeypatch.setenv(name, "")
    with pytest.raises(ImproperlyConfigured, match=f"(?s)^Set these, or DEBUG=1 for development:.*{name}: "):
        reload(sys.modules["talentwatch.wsgi"])


def test_gunicorn_reads_the_environment(monkeypatch):
    monkeypatch.setenv("WEB_CONCURRENCY", "3")
    configuration = run_path(str(settings.ROOT / "talentwatch" / "gunicorn.py"))
    assert (configuration["workers"], configuration["preload_app"]) == (3, True)
    assert "%({x-request-id}o)s" in configuration["access_log_format"]


def start(**environment):
    """Import the application as a server does."""
    variables = {"PATH": os.environ["PATH"], "DEBUG": "0", **environment}
    command = [sys.executable, "-c", "import talentwatch.wsgi; print('started')"]
    return subprocess.run(command, cwd=settings.ROOT, env=variables, capture_output=True, text=True, check=False)


def test_the_server_starts_with_all_and_not_without():
    assert start(**ENVIRONMENT).stdout == "started\n"
    refused = start(**ENVIRONMENT | {"SECRET_KEY": ""})
    assert refused.returncode == 1
    assert "SECRET_KEY: 50 random characters or more, kept secret" in refused.stderr
    assert "ImproperlyConfigured" in refused.stderr


@pytest.mark.parametrize("charset", ["base64", "idna", "undefined", "utf-16", "latin-1", "nonsense"])
def test_no_encoding_of_the_content_is_tried_on_the_address(missing_settings, charset):
    """Django would decode the address with it before any middleware can refuse it."""
    application = import_module("talentwatch.wsgi").application
    environment = {
        "REQUEST_METHOD": "GET",
        "PATH_INFO": "/healthz",
        "QUERY_STRING": "q=%C3%A9",
        "CONTENT_TYPE": f"text/plain; charset={charset}",
        "SERVER_NAME": "localhost",
        "SERVER_PORT": "80",
        "wsgi.input": BytesIO(),
    }
    request = application.request_class(environment)
    assert request.GET["q"] == "é"
