"""Logging in with a password. A wrong one costs the server the time of a hash, so an address that sent too many is refused before.

two_factor.py adds the code of an authenticator app.
"""

from typing import Any

from axes.attempts import get_cool_off_threshold
from axes.handlers.database import AxesDatabaseHandler
from axes.models import AccessAttempt
from django.conf import settings
from django.contrib.admin.forms import AdminAuthenticationForm
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


class DeskLoginForm(AdminAuthenticationForm):
    """Django's, which checks the length of a name only in the browser; PostgreSQL refuses to log a failed login with a longer one."""

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        # What was refused comes back with the name, and without the password.
        if self.data.get("username"):
            self.fields["username"].widget.attrs.pop("autofocus")
            self.fields["password"].widget.attrs["autofocus"] = True

    def clean_username(self) -> str:
        username: str = self.cleaned_data["username"]
        if len(username) > self.fields["username"].widget.attrs["maxlength"]:
            raise self.get_invalid_login_error()
        return username
