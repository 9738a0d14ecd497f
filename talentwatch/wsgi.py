"""The door that production comes in by: it stays shut until the environment has said what production must."""

import os
from collections.abc import Mapping

from django.conf import settings
from django.core.exceptions import ImproperlyConfigured
from django.core.wsgi import get_wsgi_application

REQUIRED = {
    "SECRET_KEY": "50 random characters or more, kept secret",
    "ALLOWED_HOSTS": "the host names it answers to, with commas",
    "DATABASE_URL": "postgres://user:password@host:5432/name, or sqlite:////path/to/file",
    "HTTPS": "1 behind TLS, which readers and editors should have, or 0 for plain HTTP",
}
SHORTEST_KEY, FEWEST_CHARACTERS = 50, 5


def missing(environment: Mapping[str, str]) -> list[str]:
    """What production must say and the environment doesn't, a line for each."""
    lines = [f"{name}: {what}" for name, what in REQUIRED.items() if not environment.get(name)]
    key = environment.get("SECRET_KEY", "")
    if key and (len(key) < SHORTEST_KEY or len(set(key)) < FEWEST_CHARACTERS or key.startswith("django-insecure-")):
        lines.append("SECRET_KEY: the one given is too easy to guess")
    return lines


os.environ.setdefault("DJANGO_SETTINGS_MODULE", "talentwatch.settings")
if not settings.DEBUG and (lines := missing(os.environ)):
    raise ImproperlyConfigured("Set these, or DEBUG=1 for development:\n  " + "\n  ".join(lines))
application = get_wsgi_application()
