"""WSGI entry point. In production it refuses to start until the required settings are present."""

import os
from collections.abc import Mapping

from django.conf import settings
from django.core.exceptions import ImproperlyConfigured
from django.core.handlers.wsgi import WSGIRequest
from django.core.wsgi import get_wsgi_application

REQUIRED = {
    "SECRET_KEY": "50 random characters or more, kept secret",
    "ALLOWED_HOSTS": "the host names of this site, separated by commas",
    "DATABASE_URL": "postgres://user:password@host:5432/name, or sqlite:////path/to/file",
    "HTTPS": "1 behind TLS, which readers and editors should have, or 0 for plain HTTP",
}
MIN_KEY_LENGTH, MIN_KEY_CHARACTERS = 50, 5


class UTF8Request(WSGIRequest):
    """A request whose address is in UTF-8, whatever its Content-Type says: some of Python's encodings aren't for text."""

    @property
    def encoding(self) -> str:
        return "utf-8"

    @encoding.setter
    def encoding(self, charset: str) -> None:
        """BadRequestMiddleware refuses content in any other."""


def missing_settings(environment: Mapping[str, str]) -> list[str]:
    """One line for each required variable that is missing, or too weak."""
    lines = [f"{name}: {description}" for name, description in REQUIRED.items() if not environment.get(name)]
    key = environment.get("SECRET_KEY", "")
    if key and (len(key) < MIN_KEY_LENGTH or len(set(key)) < MIN_KEY_CHARACTERS or key.startswith("django-insecure-")):
        lines.append("SECRET_KEY: this one is too easy to guess")
    return lines


os.environ.setdefault("DJANGO_SETTINGS_MODULE", "talentwatch.settings")
if not settings.DEBUG and (lines := missing_settings(os.environ)):
    raise ImproperlyConfigured("Set these, or DEBUG=1 for development:\n  " + "\n  ".join(lines))
application = get_wsgi_application()
application.request_class = UTF8Request
