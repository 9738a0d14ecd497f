"""Sessions that end: after a time without a request, and some hours after the login, whatever happens."""

from contextlib import suppress
from datetime import datetime, timedelta
from typing import Any

from django.conf import settings
from django.contrib.auth import SESSION_KEY
from django.contrib.sessions.backends.db import SessionStore as DatabaseSessionStore
from django.db import OperationalError, transaction
from django.utils import timezone

STARTED = "_started"  # seconds since 1970, of the login
WITHOUT_LOGIN = timedelta(days=1)  # as long as a form that was sent after a session had ended is kept


class SessionStore(DatabaseSessionStore):
    """Django's, with SESSION_IDLE beside SESSION_COOKIE_AGE.

    The cookie lasts until SESSION_COOKIE_AGE after the login. The row lasts until SESSION_IDLE after the latest request,
    which moves only its date: to save all of a session at each request would undo what another request saves.
    """

    def load(self) -> dict[str, Any]:
        row = self._get_session_from_db()  # type: ignore[attr-defined]  # not in the stubs
        if row is None:
            return {}
        data: dict[str, Any] = self.decode(row.session_data)
        if SESSION_KEY not in data:
            return data
        now = timezone.now()
        # Those from before sessions had a start have lasted long enough too.
        if STARTED not in data or end_of_session(data, now) <= now:
            self._session_key = None
            return {}
        expire_date = expiry_of_session(data, now)
        # Not at each request: on SQLite, writing waits for an edit.
        if abs(expire_date - row.expire_date) > settings.SESSION_IDLE / 10:
            with suppress(OperationalError), transaction.atomic():
                self.model.objects.filter(session_key=self.session_key).update(expire_date=expire_date)
        return data

    def create(self) -> None:
        """Also called at login, and when an editor changes the password, with the contents of the session before."""
        self[STARTED] = timezone.now().timestamp()
        super().create()

    def get_expiry_age(self, **kwargs: Any) -> int:
        """Seconds that the cookie lasts."""
        now = timezone.now()
        return int((end_of_session(self, now) - now).total_seconds())

    def get_expiry_date(self, **kwargs: Any) -> datetime:
        """The moment when the row expires, unless there are further requests."""
        return expiry_of_session(self, timezone.now())


def end_of_session(session: Any, now: datetime) -> datetime:
    """The moment when a session ends whatever happens."""
    if SESSION_KEY not in session:
        return now + WITHOUT_LOGIN
    return datetime.fromtimestamp(session[STARTED], now.tzinfo) + timedelta(seconds=settings.SESSION_COOKIE_AGE)


def expiry_of_session(session: Any, now: datetime) -> datetime:
    """The moment when a session ends without further requests."""
    end = end_of_session(session, now)
    return min(end, now + settings.SESSION_IDLE) if SESSION_KEY in session else end
