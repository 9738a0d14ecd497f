"""The order in which a career is drawn: jobs without a start stand where the dates of others place them."""

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from talentwatch.charts.axis import to_day
from talentwatch.charts.bars import EmploymentRow

Move = Mapping[str, Any]


def pairs_of(jobs: Iterable[EmploymentRow], moves: Iterable[Move]) -> list[tuple[EmploymentRow, EmploymentRow]]:
    """Each job that was left for another one, with that one; both must be among the jobs."""
    by_slug = {job["slug"]: job for job in jobs}
    slugs = [(move["origin_employment"], move["destination_employment"]) for move in moves]
    pairs = ((by_slug.get(old["slug"]), by_slug.get(new["slug"])) for old, new in slugs if old and new)
    return [(old, new) for old, new in pairs if old and new]


def in_career_order(jobs: Sequence[EmploymentRow], moves: Iterable[Move]) -> list[EmploymentRow]:
    """The jobs, given in the order of the API, with those without a start moved to where they belong.

    Such a job stands before the one it was left for, else after the one left for it, else before the first job that
    may have ended as late; the order of the API places it by its end, after jobs that began before that.
    """
    pairs = pairs_of(jobs, moves)
    following = {old["slug"]: new["slug"] for old, new in pairs}
    previous = {new["slug"]: old["slug"] for old, new in pairs}
    ordered = [job for job in jobs if _has_start(job)]
    undated = [job for job in jobs if not _has_start(job)]
    while undated:
        placed = {job["slug"]: place for place, job in enumerate(ordered)}
        tied = [job for job in undated if {following.get(job["slug"]), previous.get(job["slug"])} & placed.keys()]
        job = (tied or undated)[0]
        undated.remove(job)
        if (slug := following.get(job["slug"])) in placed:
            place = placed[slug]
        elif (slug := previous.get(job["slug"])) in placed:
            place = placed[slug] + 1
        else:
            place = next((place for place, other in enumerate(ordered) if _ends_as_late(other, job)), len(ordered))
        ordered.insert(place, job)
    return ordered


def _has_start(job: EmploymentRow) -> bool:
    return bool(job["start_earliest"] or job["start_latest"])


def _ends_as_late(other: EmploymentRow, job: EmploymentRow) -> bool:
    """The other job has a start, and may have ended when this one did, or later."""
    end, other_end = to_day(job["end_latest"]), to_day(other["end_latest"])
    return _has_start(other) and end is not None and (other_end is None or other_end >= end)
