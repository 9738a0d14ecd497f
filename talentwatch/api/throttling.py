"""How much one client may ask: so many requests a minute, told in RateLimit headers."""

import time
from contextlib import suppress
from typing import Any

from django.conf import settings
from django.core.cache import cache
from rest_framework.request import Request
from rest_framework.throttling import BaseThrottle

from talentwatch.api.clients import client_address
from talentwatch.cache import ignore_cache_errors

WINDOW = 60  # seconds


class AnonymousThrottle(BaseThrottle):
    """Counts the requests of one address in each minute of the clock.

    Headers as in the IETF draft "RateLimit header fields for HTTP". The count is shared by all processes that share
    the cache (CACHE_URL); while the cache is away nobody is counted.
    """

    timer = staticmethod(time.time)

    def allow_request(self, request: Request, view: Any) -> bool:
        window, passed = divmod(int(self.timer()), WINDOW)
        self.seconds_left = WINDOW - passed
        limit = settings.API_REQUESTS_PER_MINUTE
        key = f"throttle:{client_address(request)}:{window}"
        used = 1  # also where the count is evicted between the two calls
        with ignore_cache_errors(), suppress(ValueError):
            cache.add(key, 0, WINDOW * 2)
            used = cache.incr(key)
        view.rate_limit = {
            "RateLimit-Policy": f'"anonymous";q={limit};w={WINDOW}',
            "RateLimit": f'"anonymous";r={max(limit - used, 0)};t={self.seconds_left}',
        }
        return bool(used <= limit)

    def wait(self) -> float:
        return self.seconds_left
