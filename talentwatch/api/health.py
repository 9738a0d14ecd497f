"""Health checks: is the process alive, and is it ready to serve?"""

from functools import cache

from django.db import Error, connection
from django.db.migrations.loader import MigrationLoader
from django.db.migrations.recorder import MigrationRecorder
from django.http import HttpRequest, JsonResponse
from django.views.decorators.cache import never_cache
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_safe

MigrationKey = tuple[str, str]  # app label and migration name


@csrf_exempt
@never_cache
@require_safe
def healthz(_request: HttpRequest) -> JsonResponse:
    """200 while the process answers."""
    return JsonResponse({"status": "ok"})


@csrf_exempt
@never_cache
@require_safe
def readyz(_request: HttpRequest) -> JsonResponse:
    """200 if the database answers and all migrations are applied, else 503."""
    try:
        applied = MigrationRecorder(connection).applied_migrations().keys()
    except Error:
        return JsonResponse({"status": "the database is unavailable"}, status=503)
    unapplied = [
        key for key, replaced in _migrations().items() if key not in applied and not (replaced and replaced <= applied)
    ]
    if unapplied:
        return JsonResponse({"status": f"{len(unapplied)} migrations are not applied"}, status=503)
    return JsonResponse({"status": "ready"})


@cache
def _migrations() -> dict[MigrationKey, set[MigrationKey]]:
    """All migrations in the code, each with those it replaces; read once per process."""
    return {key: set(migration.replaces) for key, migration in MigrationLoader(None).graph.nodes.items()}
