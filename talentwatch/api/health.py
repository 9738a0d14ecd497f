"""Health checks: is the process alive, and is it ready to serve?"""

from django.db import Error
from django.http import HttpRequest, JsonResponse
from django.views.decorators.cache import never_cache
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_safe

from talentwatch.api.migration_state import unapplied_migrations


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
        unapplied = unapplied_migrations()
    except Error:
        return JsonResponse({"status": "the database is unavailable"}, status=503)
    if unapplied:
        return JsonResponse({"status": f"{len(unapplied)} migrations are not applied"}, status=503)
    return JsonResponse({"status": "ready"})
