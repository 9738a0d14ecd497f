"""The limit on requests per minute and client, announced in RateLimit headers. What costs more than one counts as several."""

import time
from collections.abc import Iterable, Iterator
from contextlib import suppress
from typing import Any

from django.conf import settings
from django.core.cache import cache
from rest_framework.request import Request
from rest_framework.throttling import BaseThrottle

from talentwatch.api.clients import client_address
from talentwatch.cache import ignore_cache_errors

WINDOW = 60  # seconds
SECONDS_PER_REQUEST = 0.25  # of processor time; a page takes less than a tenth of it


class AnonymousThrottle(BaseThrottle):
    """Counts the requests of each IP address per clock minute.

    The headers follow the IETF draft "RateLimit header fields for HTTP". All processes that share a cache (CACHE_URL)
    share the count. Without a cache there is no limit.
    """

    timer = staticmethod(time.time)
    cpu_timer = staticmethod(time.thread_time)

    def allow_request(self, request: Request, view: Any) -> bool:
        window, passed = divmod(int(self.timer()), WINDOW)
        self.seconds_left = WINDOW - passed
        self.key = f"throttle:{client_address(request)}:{window}"
        self.used = 1  # also if the cache drops the key between the two calls
        with ignore_cache_errors(), suppress(ValueError):
            try:
                self.used = cache.incr(self.key)
            except ValueError:
                # It is the first of this minute.
                cache.add(self.key, 0, WINDOW * 2)
                self.used = cache.incr(self.key)
        view.throttle = self
        return bool(self.used <= settings.API_REQUESTS_PER_MINUTE)

    def wait(self) -> float:
        return self.seconds_left

    def charge(self, seconds: float) -> None:
        """Count a request that took so many seconds of processor time once more for each SECONDS_PER_REQUEST."""
        if more := int(seconds / SECONDS_PER_REQUEST):
            self.used += more
            with ignore_cache_errors(), suppress(ValueError):
                self.used = cache.incr(self.key, more)

    @property
    def headers(self) -> dict[str, str]:
        limit = settings.API_REQUESTS_PER_MINUTE
        return {
            "RateLimit-Policy": f'"anonymous";q={limit};w={WINDOW}',
            "RateLimit": f'"anonymous";r={max(limit - self.used, 0)};t={self.seconds_left}',
        }

    def announce(self, response: Any) -> None:
        """Say in the response's headers how much is left."""
        for name, value in self.headers.items():
            response[name] = value


def metered(lines: Iterable[bytes], throttle: AnonymousThrottle, spent: float) -> Iterator[bytes]:
    """The lines of a file, whose processor time is charged when the client has them or goes away."""
    start = throttle.cpu_timer()
    try:
        for line in lines:
            spent += throttle.cpu_timer() - start
            yield line
            start = throttle.cpu_timer()
    finally:
        throttle.charge(spent)
