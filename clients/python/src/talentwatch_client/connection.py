"""Requests to one server: it waits and tries again where the server asks for it, and turns errors into exceptions."""

import time
from collections import OrderedDict
from collections.abc import Callable, Collection, Iterable, Mapping
from datetime import UTC, date, datetime
from email.utils import parsedate_to_datetime
from typing import Any

import httpx

from talentwatch_client.errors import ERRORS, ApiError, NoAnswerError, TooBusyError

USER_AGENT = "talentwatch-client/0.1"
FIRST_WAIT = 1.0  # seconds, doubled with each try, where the server names none
# After these, the next try would end the same way: a circle of redirects, a body that can't be unpacked.
FINAL = (httpx.TooManyRedirects, httpx.DecodingError, httpx.UnsupportedProtocol)


class Connection:
    """GET requests for JSON.

    A busy server (429, 503) and a broken connection are tried again up to `max_retries` times, after the seconds that the
    server names; if it names more than `max_wait`, TooBusyError is raised at once. The last `cache_size` answers are asked for
    again with their ETag, and not sent again where nothing changed.
    """

    def __init__(  # noqa: PLR0913 - all have defaults, and names
        self,
        url: str,
        *,
        timeout: float = 30,
        max_retries: int = 5,
        max_wait: float = 120,
        cache_size: int = 0,
        transport: httpx.BaseTransport | None = None,
        sleep: Callable[[float], None] = time.sleep,
    ) -> None:
        check_address(url)
        self.base = f"{url.rstrip('/')}/api/v1/"
        self.max_retries, self.max_wait, self.cache_size, self.sleep = max_retries, max_wait, cache_size, sleep
        self._cache: OrderedDict[str, tuple[str, Any]] = OrderedDict()
        self._http = httpx.Client(
            headers={"Accept": "application/json", "User-Agent": USER_AGENT},
            timeout=timeout,
            follow_redirects=True,
            transport=transport,
        )

    def get(self, address: str, parameters: Mapping[str, Any] | None = None, *, keys: Collection[str] = ()) -> Any:
        """The JSON at an address of the API, such as `people/`, or at a whole address, such as `next` of a page.

        It is an object with these keys; anything else raises NoAnswerError.
        """
        url = self.address(address, parameters or {})
        etag, cached = self._cache.get(url, ("", None))
        response = self._request(url, {"If-None-Match": etag} if etag else {})
        if response.status_code == httpx.codes.NOT_MODIFIED:
            return cached
        answer = json_object(response)
        if answer is None or not answer.keys() >= set(keys):
            raise NoAnswerError(
                f"{url} didn't answer with JSON of this API. Is it the address of a talentwatch server?"
            )
        self._remember(url, response.headers.get("ETag", ""), answer)
        return answer

    def address(self, address: str, parameters: Mapping[str, Any]) -> str:
        """The whole address, with these parameters after those that it has."""
        try:
            url = httpx.URL(self.base).join(address)
        except httpx.InvalidURL as error:
            raise NoAnswerError(f"{address} isn't an address: {error}") from error
        pairs = [*url.params.multi_items(), *query(parameters)]
        return str(url.copy_with(params=pairs) if pairs else url)

    def close(self) -> None:
        self._http.close()

    def _request(self, url: str, headers: dict[str, str]) -> httpx.Response:
        for number in range(self.max_retries + 1):
            is_last, wait = number == self.max_retries, FIRST_WAIT * 2**number
            try:
                response = self._http.get(url, headers=headers)
            except httpx.RequestError as error:
                if is_last or isinstance(error, FINAL):
                    raise NoAnswerError(f"{url} doesn't answer: {error}") from error
            else:
                if response.is_success or response.status_code == httpx.codes.NOT_MODIFIED:
                    return response
                problem = error_of(response)
                if not isinstance(problem, TooBusyError):
                    raise problem
                wait = problem.retry_after = seconds(response.headers.get("Retry-After"), wait)
                if is_last or wait > self.max_wait:
                    raise problem
            self.sleep(wait)
        raise AssertionError("The last try returns or raises.")

    def _remember(self, url: str, etag: str, answer: Any) -> None:
        if self.cache_size and etag:
            self._cache[url] = (etag, answer)
            self._cache.move_to_end(url)
            if len(self._cache) > self.cache_size:
                self._cache.popitem(last=False)


def check_address(url: str) -> None:
    """Raises NoAnswerError for what can't be the address of a server."""
    try:
        parsed = httpx.URL(url)
        if parsed.scheme in {"http", "https"} and parsed.host:
            return
        reason = "Write it with http:// or https:// and a name."
    except httpx.InvalidURL as error:
        reason = str(error)
    raise NoAnswerError(f"{url!r} isn't the address of a server. {reason}")


def json_object(response: httpx.Response) -> dict[str, Any] | None:
    """The JSON object in a response; None for anything else."""
    try:
        answer = response.json()
    except (ValueError, RecursionError):
        return None
    return answer if isinstance(answer, dict) else None


def query(parameters: Mapping[str, Any]) -> Iterable[tuple[str, str]]:
    """Parameters as the API reads them: a list is repeated, with a comma within one of its values escaped; None is left out."""
    for name, value in parameters.items():
        is_list = isinstance(value, list | tuple | set | frozenset)
        for each in value if is_list else [value]:
            if each is not None:
                text = text_of(each)
                yield name, text.replace("\\", "\\\\").replace(",", "\\,") if is_list else text


def text_of(value: Any) -> str:
    if isinstance(value, bool):
        return str(value).lower()
    return value.isoformat() if isinstance(value, date) else str(value)


def seconds(retry_after: str | None, otherwise: float) -> float:
    """How long to wait: the header holds seconds, or a time."""
    try:
        if not retry_after or retry_after.isdigit():
            return float(retry_after or otherwise)
        return max((parsedate_to_datetime(retry_after) - datetime.now(UTC)).total_seconds(), 0)
    except (TypeError, ValueError):
        return otherwise


def error_of(response: httpx.Response) -> ApiError:
    """The error as an exception; something between us and the server may answer without a problem document."""
    problem = {"status": response.status_code, "title": response.reason_phrase or "Error"}
    if response.headers.get("Content-Type", "").startswith("application/problem+json"):
        problem |= json_object(response) or {}
    return ERRORS.get(response.status_code, ApiError)(problem, str(response.url))
