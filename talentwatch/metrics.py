"""Numbers for Prometheus: requests by view, method and status, and how long they took.

They are off unless PROMETHEUS_MULTIPROC_DIR, prometheus-client's own variable, names a directory: there each process writes
what it counted, and `manage.py serve_metrics` adds it up for Prometheus, on an address that the server's users can't reach.
"""

import os
import time
from collections.abc import Callable

from django.core.exceptions import MiddlewareNotUsed
from django.http import HttpRequest
from django.http.response import HttpResponseBase
from prometheus_client import Histogram

SECONDS = Histogram(
    "talentwatch_request_seconds",
    "Seconds that a request took, by the name of its view, its method and its status.",
    ["view", "method", "status"],
    buckets=(0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30),
)
METHODS = {"GET", "HEAD", "OPTIONS", "POST"}


class MetricsMiddleware:
    """Counts each request. Its labels are of few values: a client can't make new ones."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        if not os.environ.get("PROMETHEUS_MULTIPROC_DIR"):
            raise MiddlewareNotUsed
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        started = time.perf_counter()
        response = self.get_response(request)
        view = request.resolver_match.view_name if request.resolver_match else ""
        method = str(request.method)
        labels = (view or "other", method if method in METHODS else "other", str(response.status_code))
        SECONDS.labels(*labels).observe(time.perf_counter() - started)
        return response
