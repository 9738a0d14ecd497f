"""The career of one person as slides of TimelineJS: a span for each job, grouped by organization."""

from typing import Any

from django.utils.html import escape, format_html

from people.evidence import EndState
from people.models import Role
from talentwatch.api.timelinejs import TimelineJSRenderer, first_day, link, slide, timeline
from talentwatch.phrases import format_date_range, format_departure, split_bounds


class CareerTimelineJSRenderer(TimelineJSRenderer):
    unsupported = {"fields": "A slide has fixed fields."}

    def timeline(self, data: Any, request: Any) -> dict[str, Any]:
        return career_slides(data)


def career_slides(person: dict[str, Any]) -> dict[str, Any]:
    """The timeline, from the API's JSON of one person with employments. The title slide lists jobs without dates."""
    jobs = person["employments"]
    undated = ", ".join(_headline(job) for job in jobs if not _known_dates(job))
    paragraphs = [escape(person["description"] or "")]
    if undated:
        paragraphs.append(format_html("Dates unknown: {}.", undated))
    return timeline(person["name"], paragraphs, [_slide(job) for job in jobs if _known_dates(job)])


def _slide(job: dict[str, Any]) -> dict[str, Any]:
    conflict = ", with a conflict" if job["has_conflict"] else ""
    confidence, claims = job["confidence"].capitalize(), link(job["page"], "the claims of its sources")
    paragraphs = [format_html("{}{}: {}", confidence, conflict, claims)]
    if departure := format_departure(job):
        paragraphs.append(escape(f"{departure.capitalize()}."))
    return slide(
        job["slug"],
        _headline(job),
        paragraphs,
        start=split_bounds(job["start"] or "")[0] or min(_known_dates(job), key=first_day),
        end=split_bounds(job["end"])[1] if job["end_state"] == EndState.ENDED else job["verified_on"] or "",
        date=format_date_range(job),
        group=job["organization"]["name"],
    )


def _known_dates(job: dict[str, Any]) -> list[str]:
    """The days, months and years in the start, verified_from and end of a job."""
    start, end = split_bounds(job["start"] or ""), split_bounds(job["end"] or "")
    return [day for day in (*start, job["verified_from"], *end) if day]


def _headline(job: dict[str, Any]) -> str:
    role = "" if job["role"] == Role.OTHER else job["role"].capitalize()
    return ", ".join(filter(None, [job["title"] or role, job["organization"]["name"]]))
