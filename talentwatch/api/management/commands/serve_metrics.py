"""Serve the numbers that the processes of the server count, for Prometheus."""

import os
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from prometheus_client import CollectorRegistry, start_http_server
from prometheus_client.multiprocess import MultiProcessCollector


class Command(BaseCommand):
    help = "Serve metrics for Prometheus until it is stopped. PROMETHEUS_MULTIPROC_DIR says where the server counts."
    requires_system_checks = ()

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--port", type=int, default=9464)
        parser.add_argument("--address", default="127.0.0.1", help="this machine only, unless another one is given")

    def handle(self, *args: Any, port: int, address: str, **options: Any) -> None:
        if not os.environ.get("PROMETHEUS_MULTIPROC_DIR"):
            raise CommandError(
                "Set PROMETHEUS_MULTIPROC_DIR to the same directory as the server's, which has to exist."
            )
        registry = CollectorRegistry()
        try:
            MultiProcessCollector(registry)  # type: ignore[no-untyped-call]  # it has no types
            _server, thread = start_http_server(port, address, registry)
        except (OSError, ValueError) as error:
            raise CommandError(f"No metrics can be served. {error}") from error
        self.stdout.write(f"Metrics at http://{address}:{port}/metrics")
        self.stdout.flush()
        thread.join()
