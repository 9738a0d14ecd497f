"""Responses that were computed before, answered again while no change has become visible since.

What the API and the public pages show follows from the address, what the client accepts, the day, this release, and the
data: so a response is remembered with the number of the latest change before it was computed, and answers again, with its
ETag, for as long as that is the latest one in the database that would answer. Without a cache, every response is computed.
"""

from collections.abc import Callable
from dataclasses import dataclass
from hashlib import md5
from http import HTTPStatus
from typing import Any

from django.conf import settings
from django.core.cache import cache
from django.db import Error
from django.db.models import Subquery
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.utils import timezone

from talentwatch.api.data_version import content_tag
from talentwatch.api.throttling import AnonymousThrottle
from talentwatch.cache import ignore_cache_errors
from talentwatch.changefeed.models import Change
from talentwatch.content_coding import choose_coding
from talentwatch.databases.fixed_queries import FixedQuery
from talentwatch.databases.replicas import latest_visible_change
from talentwatch.editions.models import Edition
from talentwatch.release import code_fingerprint
from talentwatch.site.models import SiteText

SECONDS = 3600  # that a response is remembered if nobody asks for it
MAX_SIZE = 200_000  # bytes; longer ones are computed each time
NOT_REMEMBERED = ("RateLimit", "RateLimit-Policy", "Date")  # headers of one response
REQUESTED = "requested once"
GetResponse = Callable[[HttpRequest], HttpResponseBase]


@dataclass(frozen=True)
class RememberedResponse:
    version: str
    content: bytes
    headers: dict[str, str]

    def answer(self) -> HttpResponse:
        return HttpResponse(self.content, headers=self.headers)


class RememberedResponseMiddleware:
    """Remembers what is asked for more than once. It stands inside EntityTagMiddleware, which answers 304.

    A view says that its responses may be remembered (ContractView.is_remembered). The rate limit counts them all the same.
    """

    def __init__(self, get_response: GetResponse) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        # Who is logged in reads what they just wrote, and forms.
        if request.method not in {"GET", "HEAD"} or settings.SESSION_COOKIE_NAME in request.COOKIES:
            return self.get_response(request)
        key, entry = response_key(request), None
        with ignore_cache_errors():
            entry = cache.get(key)
        if entry is None:
            first: Any = self.get_response(request)
            if may_be_remembered(first):
                with ignore_cache_errors():
                    cache.set(key, REQUESTED, SECONDS)
            return first
        # Before the rows are read: if they change meanwhile, this is too old, and the response never answers again.
        version = current_version()
        if isinstance(entry, RememberedResponse) and entry.version == version and version:
            throttle = AnonymousThrottle()
            # Beyond the limit, the view refuses.
            if throttle.allow_request(request, self):  # type: ignore[arg-type]  # it reads what both kinds of requests have
                remembered = entry.answer()
                throttle.announce(remembered)
                return remembered
        response: Any = self.get_response(request)
        if version and request.method == "GET" and may_be_remembered(response):
            response["ETag"] = content_tag(response.content)
            headers = {name: value for name, value in response.items() if name not in NOT_REMEMBERED}
            with ignore_cache_errors():
                cache.set(key, RememberedResponse(version, response.content, headers), SECONDS)
        return response


def may_be_remembered(response: Any) -> bool:
    return bool(
        getattr(response, "is_remembered", False)
        and response.status_code == HTTPStatus.OK
        and not response.streaming
        and not response.cookies
        # The permission to be framed is no header yet: middleware further out makes it one.
        and not getattr(response, "xframe_options_exempt", False)
        and len(response.content) <= MAX_SIZE
    )


def response_key(request: HttpRequest) -> str:
    """The key in the cache of all that a response depends on, but for the data."""
    headers = request.headers
    parts = (
        code_fingerprint(),
        timezone.now().date(),
        request.scheme,
        request.get_host(),
        request.get_full_path(),
        headers.get("Accept", ""),
        choose_coding(headers.get("Accept-Encoding", "")),
    )
    return f"response:{md5(repr(parts).encode(), usedforsecurity=False).hexdigest()}"


def current_version() -> str:
    """The latest change of what readers see, the latest one that the list of changes shows, and the latest edit of the desk's own
    texts and of editions; empty if one of them isn't known, or if the database doesn't answer.
    """
    try:
        latest = LATEST.rows()
        visible = latest_visible_change(wait=False)
    except Error:
        # The view says in its own way that the database is unavailable.
        return ""
    return " ".join(map(str, (*latest[0], visible))) if latest else ""


def _latest() -> Any:
    texts, editions = (model.history.order_by("-history_id").values("history_id")[:1] for model in (SiteText, Edition))
    return Change.objects.order_by("-seq").values_list("seq", "at", Subquery(texts), Subquery(editions))[:1]


LATEST = FixedQuery(_latest)
