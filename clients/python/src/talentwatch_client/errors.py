"""What can go wrong, as exceptions; all of them are a TalentwatchError."""

from typing import Any


class TalentwatchError(Exception):
    """Anything that kept the client from an answer."""


class NoAnswerError(TalentwatchError):
    """The server can't be reached, or what it sent isn't of this API."""


class ApiError(TalentwatchError):
    """The server answered with an error. Its text says what it is, parameter by parameter where some are wrong."""

    def __init__(self, problem: dict[str, Any], url: str) -> None:
        self.status: int = problem["status"]
        self.title: str = problem["title"]
        self.detail: str = problem.get("detail", "")
        # Something between us and the server may have another idea of what errors are.
        errors = [each for each in problem.get("errors") or () if isinstance(each, dict)]
        self.parameters: dict[str, str] = {each["parameter"]: each["detail"] for each in errors if "parameter" in each}
        self.url = url
        reasons = [f"{name}: {detail}" for name, detail in self.parameters.items()]
        super().__init__(" ".join([f"{self.status} {self.title}.", self.detail, *reasons]).strip())


class BadParametersError(ApiError):
    """400: `parameters` says of each wrong parameter what is accepted."""


class NotFoundError(ApiError):
    """404: there is no such record."""


class NoLongerPublicError(ApiError):
    """410: the record was withdrawn. Remove your copy."""


class TooBusyError(ApiError):
    """429 or 503, again and again, or for longer than the client may wait: `retry_after` says how many seconds."""

    retry_after: float = 0


ERRORS: dict[int, type[ApiError]] = {
    400: BadParametersError,
    404: NotFoundError,
    410: NoLongerPublicError,
    429: TooBusyError,
    503: TooBusyError,
}
