"""Health checks: is the process alive, and is it ready to serve?"""

import threading

from django.db import Error
from django.http import HttpRequest, JsonResponse
from django.views.decorators.cache import never_cache
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_safe

from talentwatch.api.migration_state import unapplied_migrations
from talentwatch.databases.limits import UNLIMITED, Limits, set_limits
from talentwatch.databases.replicas import replicas
from talentwatch.jobs.worker_lock import worker_is_running

# They limit themselves, and need no place among the threads.
HEALTH_PATHS = {"/healthz", "/readyz"}
LIMITS = Limits(statement=1, lock=1, answer=2)
UNAVAILABLE = "the database is unavailable"
# One at a time, so that many who ask about a database that hangs hold no more threads.
_checking = threading.Lock()


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
    """200 if the database answers in a second or two and all migrations are applied, else 503; and whether a worker does long
    work, and which replicas answer readers.

    Without these, readers and editors are served as ever, so they don't count.
    """
    if not _checking.acquire(timeout=1):
        return JsonResponse({"status": UNAVAILABLE}, status=503)
    try:
        set_limits(LIMITS)
        unapplied = unapplied_migrations()
        worker = "running" if worker_is_running() else "not running"
    except Error:
        return JsonResponse({"status": UNAVAILABLE}, status=503)
    finally:
        set_limits(UNLIMITED)
        _checking.release()
    if unapplied:
        return JsonResponse({"status": f"{len(unapplied)} migrations are not applied"}, status=503)
    return JsonResponse({"status": "ready", "worker": worker} | replicas.status())
