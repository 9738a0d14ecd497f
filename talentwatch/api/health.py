"""Whether the service lives, and whether it can do its work."""

from functools import cache

from django.db import Error, connection
from django.db.migrations.loader import MigrationLoader
from django.db.migrations.recorder import MigrationRecorder
from django.http import HttpRequest, JsonResponse
from django.views.decorators.cache import never_cache
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_safe

Name = tuple[str, str]  # the app's, and the migration's in it


@csrf_exempt
@never_cache
@require_safe
def healthz(_request: HttpRequest) -> JsonResponse:
    """200 as long as the process answers."""
    return JsonResponse({"status": "ok"})


@csrf_exempt
@never_cache
@require_safe
def readyz(_request: HttpRequest) -> JsonResponse:
    """200 when the database answers and its migrations are applied, else 503."""
    try:
        applied = MigrationRecorder(connection).applied_migrations().keys()
    except Error:
        return JsonResponse({"status": "the database can't be reached"}, status=503)
    known = _migrations().items()
    waiting = [name for name, replaced in known if name not in applied and not (replaced and replaced <= applied)]
    if waiting:
        return JsonResponse({"status": f"{len(waiting)} migrations are waiting"}, status=503)
    return JsonResponse({"status": "ready"})


@cache
def _migrations() -> dict[Name, set[Name]]:
    """All migrations of this code, each with those that it replaces, if any; read once: a process keeps its code."""
    return {name: set(migration.replaces) for name, migration in MigrationLoader(None).graph.nodes.items()}
