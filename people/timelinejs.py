"""The career of one person as slides of TimelineJS: a span for each post, in the row of its organization."""

from typing import Any

from django.utils.html import escape, format_html
from django.utils.safestring import SafeString

from people.evidence import EndState
from people.models import Role
from talentwatch.api.timelinejs import TimelineJSRenderer, first_day, link, slide, timeline
from talentwatch.phrases import format_date_range, split_bounds

Post = dict[str, Any]


class CareerTimelineJSRenderer(TimelineJSRenderer):
    unsupported = {"fields": "A slide has fixed fields."}

    def timeline(self, data: Any, request: Any) -> dict[str, Any]:
        return career(data)


def career(person: dict[str, Any]) -> dict[str, Any]:
    """A person of the API, with their posts; those without any date are named on the title slide."""
    posts = person["employments"]
    undated = ", ".join(_headline(post) for post in posts if not _days(post))
    paragraphs = [escape(person["description"] or "")]
    if undated:
        paragraphs.append(format_html("Nobody says when: {}.", undated))
    return timeline(person["name"], paragraphs, [_slide(post) for post in posts if _days(post)])


def _slide(post: Post) -> dict[str, Any]:
    is_ended = post["end_state"] == EndState.ENDED
    return slide(
        post["slug"],
        _headline(post),
        _paragraphs(post),
        start=split_bounds(post["start"] or "")[0] or min(_days(post), key=first_day),
        end=split_bounds(post["end"])[1] if is_ended else post["verified_on"] or "",
        date=format_date_range(post),
        group=post["organization"]["name"],
    )


def _days(post: Post) -> list[str]:
    """The days, months and years that are known of a post: of its start, when a source first saw it, of its end."""
    start, end = split_bounds(post["start"] or ""), split_bounds(post["end"] or "")
    return [day for day in (*start, post["verified_from"], *end) if day]


def _headline(post: Post) -> str:
    role = "" if post["role"] == Role.OTHER else post["role"].capitalize()
    return ", ".join(filter(None, [post["title"] or role, post["organization"]["name"]]))


def _paragraphs(post: Post) -> list[SafeString]:
    conflict = ", with a conflict" if post["has_conflict"] else ""
    return [
        format_html(
            "{}{}: {}", post["confidence"].capitalize(), conflict, link(post["url"], "the claims of its sources")
        )
    ]
