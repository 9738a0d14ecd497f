"""The limit on requests per minute and client, announced in RateLimit headers."""

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
    """Counts the requests of each IP address per clock minute.

    The headers follow the IETF draft "RateLimit header fields for HTTP". All processes that share a cache (CACHE_URL)
    share the count. Without a cache there is no limit.
    """

    timer = staticmethod(time.time)

    def allow_request(self, request: Request, view: Any) -> bool:
        window, passed = divmod(int(self.timer()), WINDOW)
        self.seconds_left = WINDOW - passed
        limit = settings.API_REQUESTS_PER_MINUTE
        key = f"throttle:{client_address(request)}:{window}"
        used = 1  # also if the cache drops the key between the two calls
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
