"""The environment, in which a value that can't be is refused with the name of its variable and with what it may be.

django-environ alone takes every word that isn't “true” for false, and passes on what a database or a limit of time can't be.
"""

import math
import warnings
from collections.abc import Callable
from typing import Any, TypeVar

import environ
from django.core.exceptions import ImproperlyConfigured

TRUE, FALSE = {"1", "true", "on", "yes", "y", "ok", "t"}, {"0", "false", "off", "no", "n", "f", ""}
POSTGRESQL_URL = "postgres://user:password@host:5432/name (with %2F for a / in the password)"
DATABASE_URL = f"{POSTGRESQL_URL}, or sqlite:////path/to/file"
CACHE_URL = "rediscache://127.0.0.1:6379/0, or another address that django-environ reads"
EMAIL_URL = "smtp+tls://user:password@host:587, or another address that django-environ reads"
Number = TypeVar("Number", int, float)
NUMBERS = {int: "a whole number", float: "a number"}
MEMORY = ":memory:"
ENGINES = ["django.db.backends.postgresql", "django.db.backends.sqlite3"]


class Environment(environ.Env):
    def secret(self, name: str, default: str) -> str:
        """As it stands: a value that begins with $ would be read as the name of another variable, and a key may."""
        return str(self.ENVIRON.get(name, default))

    def flag(self, name: str, *, default: bool) -> bool:
        value = self.str(name, default="1" if default else "0").strip().lower()
        if value not in TRUE | FALSE:
            raise ImproperlyConfigured(f"{name} is 1 or 0, and not {value!r}.")
        return value in TRUE

    def number(self, name: str, default: Number, *, at_least: Number) -> Number:
        """Of the kind of `default`; numbers below `at_least` are refused."""
        text = self.str(name, default=str(default))
        try:
            value = type(default)(text)
        except ValueError:
            value = type(default)(at_least - 1)
        if value < at_least or not math.isfinite(value):
            raise ImproperlyConfigured(f"{name} is {NUMBERS[type(default)]}, {at_least} or more, and not {text!r}.")
        return value

    def choice(self, name: str, *choices: str) -> str:
        """One of these; without the variable, the first."""
        value = self.str(name, default=choices[0])
        if value not in choices:
            raise ImproperlyConfigured(f"{name} is {' or '.join(choices)}, and not {value!r}.")
        return value

    def database(self, name: str, default: str) -> Any:
        return self.database_of(self.str(name, default=default), name, DATABASE_URL)

    def replicas(self, name: str) -> list[Any]:
        return [self.database_of(url, name, POSTGRESQL_URL) for url in self.list(name, default=[])]

    def database_of(self, url: str, name: str, expected: str) -> Any:
        engines = ENGINES[:1] if expected == POSTGRESQL_URL else ENGINES
        is_known = self.DB_SCHEMES.get(url.partition(":")[0]) in engines
        database = self._read(self.db_url_config, url, name, expected) if is_known else {}
        # Without its path, or with two slashes, SQLite's file would be the memory of each connection.
        if not database.get("NAME") or (database["NAME"] == MEMORY and MEMORY not in url):
            raise ImproperlyConfigured(f"{name} is {expected}.")
        return database

    def cache_address(self, name: str, default: str) -> Any:
        return self._read(self.cache_url_config, self.str(name, default=default), name, CACHE_URL)

    def email_address(self, name: str, default: str) -> Any:
        return self._read(self.email_url_config, self.str(name, default=default), name, EMAIL_URL)

    def _read(self, read: Callable[[str], Any], url: str, name: str, expected: str) -> Any:
        try:
            with warnings.catch_warnings():
                warnings.simplefilter("error")
                return read(url)
        except (ValueError, Warning, ImproperlyConfigured):
            # It may have a password, and so isn't repeated.
            raise ImproperlyConfigured(f"{name} is {expected}.") from None
