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
from gunicorn.config import Config
from gunicorn.http import RequestParser

from talentwatch.environment import Environment

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


def test_no_header_of_a_client_moves_an_address():
    """A proxy passes on every header. gunicorn believed this one: /organizations/ was remembered as the front page."""
    ours = run_path(str(settings.ROOT / "talentwatch" / "gunicorn.py"))
    configuration = Config()
    for name in ("forwarded_allow_ips", "forwarder_headers"):
        configuration.set(name, ours[name])
    sent = b"GET /organizations/ HTTP/1.1\r\nHost: localhost\r\nSCRIPT_NAME: /organizations\r\n\r\n"
    request = next(RequestParser(configuration, iter([sent]), ("127.0.0.1", 50000)))
    assert [name for name, _ in request.headers] == ["HOST"]


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


WRONG = {
    "HTTPS": ("enabled", "is 1 or 0, and not 'enabled'."),
    "WEB_THREADS": ("3", "is a whole number, 4 or more, and not '3'."),
    "CONNECT_TIMEOUT": ("soon", "is a whole number, 1 or more, and not 'soon'."),
    "READER_STATEMENT_TIMEOUT": ("3s", "is a number, 0.1 or more, and not '3s'."),
    "DESK_STATEMENT_TIMEOUT": ("nan", "is a number, 0.1 or more, and not 'nan'."),
    "EDIT_LOCK_TIMEOUT": ("inf", "is a number, 0.1 or more, and not 'inf'."),
    "API_REQUESTS_PER_MINUTE": ("-1", "is a whole number, 1 or more, and not '-1'."),
    "TOTP": ("yes", "is off or optional or required, and not 'yes'."),
    "LOG_LEVEL": ("info", "is INFO or DEBUG or WARNING or ERROR or CRITICAL, and not 'info'."),
    "CACHE_URL": ("redis", "is rediscache://127.0.0.1:6379/0, or another address that django-environ reads."),
    "EMAIL_URL": ("smtp://secret@host:mail", "is smtp+tls://user:password@host:587, or another"),
}
POSTGRESQL = "is postgres://user:password@host:5432/name (with %2F for a / in the password)"


@pytest.mark.parametrize(("name", "value", "message"), [(name, *wrong) for name, wrong in WRONG.items()])
def test_a_value_that_cannot_be_is_refused_by_its_name(monkeypatch, name, value, message):
    monkeypatch.setenv(name, value)
    with pytest.raises(ImproperlyConfigured) as refused:
        run_path(str(settings.ROOT / "talentwatch" / "settings.py"))
    assert f"{name} {message}" in str(refused.value)
    assert "secret" not in str(refused.value)


@pytest.mark.parametrize(
    "url",
    [
        "",
        "nonsense",
        "postgres:///",
        "postgres://secret@host:abc/name",
        "postgres://user:sec/ret@host/name",
        "mysql://secret@host/name",
        "postgres://[::1/name",
        "sqlite://file",
    ],
)
def test_an_address_that_is_no_database_is_refused(monkeypatch, url):
    """It may have a password, so it isn't repeated."""
    environment = Environment()
    monkeypatch.setenv("DATABASE_URL", url)
    with pytest.raises(ImproperlyConfigured) as refused:
        environment.database("DATABASE_URL", "sqlite:///unused")
    assert str(refused.value) == f"DATABASE_URL {POSTGRESQL}, or sqlite:////path/to/file."
    monkeypatch.setenv("REPLICA_URLS", "sqlite:////tmp/file")
    with pytest.raises(ImproperlyConfigured) as refused:
        environment.replicas("REPLICA_URLS")
    assert str(refused.value) == f"REPLICA_URLS {POSTGRESQL}."


@pytest.mark.parametrize(
    ("value", "is_on"), [("1", True), ("true", True), ("On", True), ("0", False), ("no", False), ("", False)]
)
def test_what_is_on_and_what_is_off(monkeypatch, value, is_on):
    monkeypatch.setenv("FOUR_EYES", value)
    assert Environment().flag("FOUR_EYES", default=not is_on) is is_on


def test_a_key_may_begin_with_any_character(monkeypatch):
    """A fiftieth of the keys that Django itself proposes begins with a $, which django-environ takes for another variable."""
    monkeypatch.setenv("SECRET_KEY", "$e(ret")
    assert Environment().secret("SECRET_KEY", "") == "$e(ret"


def test_a_command_says_it_in_one_sentence():
    command = [sys.executable, "manage.py", "migrate"]
    variables = {"PATH": os.environ["PATH"], "WEB_THREADS": "many"}
    refused = subprocess.run(command, cwd=settings.ROOT, env=variables, capture_output=True, text=True, check=False)
    assert (refused.returncode, refused.stderr) == (1, "WEB_THREADS is a whole number, 4 or more, and not 'many'.\n")


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
