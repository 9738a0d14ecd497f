"""Wrong passwords: each costs the server the time of a hash, so who has sent too many is refused before it is computed."""

from typing import Any

from axes.attempts import get_cool_off_threshold
from axes.handlers.database import AxesDatabaseHandler
from axes.models import AccessAttempt
from django.conf import settings
from django.db.models import Sum
from django.http import HttpRequest


class LoginHandler(AxesDatabaseHandler):
    """Axes locks a name at an address; this handler also locks an address that tries many names.

    An address has its own, higher limit, as a whole newsroom may share one. A successful login forgets the failures of its own
    name only, or anybody with a login could go on guessing those of others.
    """

    def is_locked(self, request: HttpRequest, credentials: dict[str, Any] | None = None) -> bool:
        return super().is_locked(request, credentials) or is_address_locked(request)


def is_address_locked(request: Any) -> bool:
    recent = AccessAttempt.objects.filter(
        ip_address=request.axes_ip_address, attempt_time__gte=get_cool_off_threshold(request)
    )
    failures: int = recent.aggregate(count=Sum("failures_since_start"))["count"] or 0
    return failures >= settings.LOGIN_FAILURES_PER_ADDRESS
