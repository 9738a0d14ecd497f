"""Logs in JSON: of the application, of gunicorn and of its requests."""

import json
import logging
import sys
from logging.config import dictConfig
from runpy import run_path

import pytest
from django.conf import settings
from gunicorn.config import Config
from gunicorn.glogging import SafeAtoms

from talentwatch.json_logs import JSONFormatter

ATOMS = {
    "h": "192.0.2.1",
    "r": 'GET /people/?q="\ud800 HTTP/1.1',
    "s": "200",
    "B": 512,
    "M": 12,
    "a": "curl/8",
    "{x-request-id}o": "0123456789",
}


def log(name, message, *args, **values):
    record = logging.LogRecord(name, logging.ERROR, __file__, 1, message, args, values.pop("exc_info", None))
    record.__dict__.update(values)
    (line,) = JSONFormatter().format(record).splitlines()
    return json.loads(line.encode("ascii"))


def test_a_line_of_the_application():
    line = log("django.request", "Not\nfound: %s", "/x", request_id="0123456789")
    assert line.pop("time").endswith("+00:00")
    assert line == {
        "level": "ERROR",
        "logger": "django.request",
        "message": "Not\nfound: /x",
        "request_id": "0123456789",
    }


def test_an_exception_is_in_its_line():
    try:
        raise ValueError("wrong")
    except ValueError:
        line = log("talentwatch", "It failed", exc_info=sys.exc_info())
    assert line["exception"].endswith("ValueError: wrong")
    assert line["request_id"] == "-"


def test_a_request_is_a_line_of_values():
    line = log("gunicorn.access", "%(r)s", SafeAtoms(ATOMS))
    assert line["request"] == 'GET /people/?q=\\"\ud800 HTTP/1.1'
    assert (line["status"], line["milliseconds"], line["bytes"]) == (200, 12, "512")
    assert (line["client"], line["user_agent"], line["request_id"]) == ("192.0.2.1", "curl/8", "0123456789")


@pytest.mark.parametrize("log_format", ["line", "json"])
def test_gunicorn_accepts_its_configuration(monkeypatch, log_format):
    monkeypatch.setenv("LOG_FORMAT", log_format)
    configuration = Config()
    values = run_path(str(settings.ROOT / "talentwatch" / "gunicorn.py"))
    for name, value in values.items():
        if name in configuration.settings:
            configuration.set(name, value)
    assert bool(configuration.logconfig_dict) == (log_format == "json")


def test_gunicorn_logs_in_json(capsys, monkeypatch):
    monkeypatch.setenv("LOG_FORMAT", "json")
    root = logging.getLogger()
    handlers, level = root.handlers[:], root.level
    try:
        dictConfig(run_path(str(settings.ROOT / "talentwatch" / "gunicorn.py"))["logconfig_dict"])
        logging.getLogger("gunicorn.error").info("Listening at: %s", "unix:x")
    finally:
        root.handlers[:] = handlers
        root.setLevel(level)
        for name in ("gunicorn.error", "gunicorn.access"):
            logging.getLogger(name).handlers.clear()
    assert json.loads(capsys.readouterr().out)["message"] == "Listening at: unix:x"
