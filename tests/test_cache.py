"""Without the cache, everything works: a server that hangs is asked once in a while."""

import time
from typing import Any

import pytest

from talentwatch import cache as module
from talentwatch.cache import PAUSE, PausingRedisCache, ignore_cache_errors


class HangingClient:
    """Stands for Redis: each call takes its time, and fails."""

    calls = 0

    def get(self, *_: Any) -> None:
        self.calls += 1
        raise TimeoutError


def test_after_an_error_redis_is_left_alone_for_a_while(
    monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    client, cache = HangingClient(), PausingRedisCache("redis://127.0.0.1:1/0", {})
    monkeypatch.setattr(cache, "_cache", client, raising=False)
    monkeypatch.setattr(module, "_paused_until", 0.0)

    def ask() -> None:
        with ignore_cache_errors():
            cache.get("key")

    for _ in range(3):
        ask()
    assert (client.calls, caplog.text.count("The cache is unavailable.")) == (1, 1)
    later = time.monotonic() + PAUSE + 1
    monkeypatch.setattr(time, "monotonic", lambda: later)
    ask()
    assert client.calls == 2
