"""Events as slides of TimelineJS."""

from typing import Any

from django.template.defaultfilters import pluralize
from django.utils.html import escape, format_html, format_html_join

from events.citations import cited_sources
from talentwatch.api.feeds import filters_in_words
from talentwatch.api.timelinejs import TimelineJSRenderer, link, slide, timeline
from talentwatch.phrases import format_date, format_event_numbers, format_outcome, split_bounds


class EventTimelineJSRenderer(TimelineJSRenderer):
    def timeline(self, data: Any, request: Any) -> dict[str, Any]:
        slides = [event_slide(event) for event in data["results"]]
        return timeline("Who moves between AI labs", [escape(filters_in_words(request))], slides)


def event_slide(event: dict[str, Any]) -> dict[str, Any]:
    """A slide from the API's JSON of an event, grouped by kind, with its sources as the media."""
    start, end = split_bounds(event["date"])
    facts = "; ".join(filter(None, [format_outcome(event["outcome"]), format_event_numbers(event)]))
    return slide(
        event["slug"],
        event["headline"],
        [
            escape(event["summary"] or ""),
            escape(facts[:1].upper() + facts[1:]),
            link(event["page"], "What the sources say"),
        ],
        start=start,
        end=end if end != start else "",
        date=format_date(event["date"]),
        group=event["kind"].replace("_", " ").capitalize(),
        media=_attribution(event),
    )


def _attribution(event: dict[str, Any]) -> dict[str, str]:
    """The media of a slide: the confidence as a quotation, credited to the sources.

    TimelineJS guesses the kind of media from the text of the url (“.pdf” or “spotify” anywhere in it counts), so the
    quotation contains only words of our own.
    """
    sources = cited_sources(event["sources"])
    number = len(sources)
    statement = f"{event['confidence'].capitalize()}: {number} source{pluralize(number)}"
    credit = format_html_join(", ", "{}", ((_source(source),) for source in sources))
    return {"url": f"<blockquote>{statement}</blockquote>", "credit": credit}


def _source(source: dict[str, Any]) -> str:
    """“Fortune (15 June 2023)” or “Fortune (15 June 2023; denies it)”."""
    details = "; ".join(filter(None, [format_date(source["published"]), "denies it" * ("denied" in source["stances"])]))
    name = link(source["link"], source["publisher"] or source["slug"])
    return format_html("{} ({})", name, details) if details else name
