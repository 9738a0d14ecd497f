"""The kinds of jobs. A package that has long work registers a kind for it; the queue knows none of them."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from talentwatch.jobs.models import Job

if TYPE_CHECKING:
    from talentwatch.jobs.running import JobRun


# Some five seconds at forty rows a second: longer than that, no editor should wait for a page.
MAX_ROWS_IN_REQUEST = 200


class JobError(Exception):
    """A job can't be done; the message says why, and what to do."""


@dataclass(frozen=True)
class JobKind:
    """One kind of long work; `name` is stored.

    `run` returns the result, as JSON has it, and raises JobError where the work can't be done. `permission_error` is the
    sentence that says why this user may not do it, or empty; it is asked when the job is queued and when it runs.
    `result_url` is the address of the page that shows the result. Without one, the page of the job shows its `lines`: of
    each a text, and links with name and url.
    """

    name: str
    run: "Callable[[JobRun], dict[str, Any]]"
    permission_error: Callable[[Job, Any], str]
    result_url: Callable[[Job], str] | None = None


KINDS: dict[str, JobKind] = {}


def register(kind: JobKind) -> None:
    KINDS[kind.name] = kind
