"""Metrics: off unless asked for, and of few values whatever clients send."""

from io import StringIO

import pytest
from django.core.exceptions import MiddlewareNotUsed
from django.core.management import CommandError, call_command
from django.http import HttpResponse
from django.urls import resolve
from prometheus_client import REGISTRY

from talentwatch.api.management.commands import serve_metrics
from talentwatch.metrics import MetricsMiddleware

NAME = "talentwatch_request_seconds_count"


def test_without_a_directory_nothing_is_counted(monkeypatch):
    monkeypatch.delenv("PROMETHEUS_MULTIPROC_DIR", raising=False)
    with pytest.raises(MiddlewareNotUsed):
        MetricsMiddleware(lambda _request: HttpResponse())


@pytest.mark.parametrize(
    ("method", "path", "labels"),
    [
        ("GET", "/api/v1/people/", {"method": "GET", "view": "person-list", "status": "418"}),
        ("BREW", "/api/v1/people/", {"method": "other", "view": "person-list", "status": "418"}),
        ("GET", None, {"method": "GET", "view": "other", "status": "418"}),
        # Without a name.
        ("GET", "/healthz", {"method": "GET", "view": "talentwatch.api.health.healthz", "status": "418"}),
    ],
)
def test_a_request_is_counted_by_view_method_and_status(monkeypatch, rf, method, path, labels):
    monkeypatch.setenv("PROMETHEUS_MULTIPROC_DIR", "somewhere")
    request = rf.generic(method, path or "/nothing/")
    request.resolver_match = resolve(path) if path else None
    before = REGISTRY.get_sample_value(NAME, labels) or 0
    MetricsMiddleware(lambda _request: HttpResponse(status=418))(request)
    assert REGISTRY.get_sample_value(NAME, labels) == before + 1


def test_the_command_says_what_is_missing(monkeypatch, tmp_path):
    monkeypatch.delenv("PROMETHEUS_MULTIPROC_DIR", raising=False)
    with pytest.raises(CommandError, match="Set PROMETHEUS_MULTIPROC_DIR"):
        call_command("serve_metrics")
    monkeypatch.setenv("PROMETHEUS_MULTIPROC_DIR", str(tmp_path / "missing"))
    with pytest.raises(CommandError, match="No metrics can be served"):
        call_command("serve_metrics")


def test_it_serves_this_machine_unless_told_otherwise(monkeypatch, tmp_path):
    class Thread:
        def join(self):
            """As if it had been stopped."""

    served = []
    monkeypatch.setenv("PROMETHEUS_MULTIPROC_DIR", str(tmp_path))
    monkeypatch.setattr(serve_metrics, "start_http_server", lambda *args: served.append(args) or (None, Thread()))
    output = StringIO()
    call_command("serve_metrics", stdout=output)
    assert output.getvalue() == "Metrics at http://127.0.0.1:9464/metrics\n"
    assert served[0][:2] == (9464, "127.0.0.1")
