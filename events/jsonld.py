"""Events as JSON-LD in the words of schema.org.

A NewsArticle of the desk that cites others, not an Event: schema.org's Event is a concert or a congress, with a place and
without citations; what we have is a report, and its sources are what matters.
"""

from typing import Any

from django.conf import settings

from people.jsonld import reference
from talentwatch.api.feeds import LICENCE_ADDRESS, NAME
from talentwatch.api.jsonld import CONTEXT, JSONLDRenderer, exact_date, node
from talentwatch.phrases import split_bounds
from talentwatch.text import is_web_address

Record = dict[str, Any]


class EventJSONLDRenderer(JSONLDRenderer):
    def to_jsonld(self, data: Record) -> Record:
        return event_jsonld(data)


def event_jsonld(event: Record) -> Record:
    """An event of the API as a NewsArticle about whom it names, citing its sources; confidence is among the keywords."""
    url, desk = event["url"], node("Organization", name=NAME)
    return {"@context": CONTEXT, "@id": url} | node(
        "NewsArticle",
        headline=event["headline"],
        articleBody=event["summary"],
        inLanguage=settings.LANGUAGE_CODE,
        datePublished=event["published_at"],
        dateModified=event["updated_at"],
        temporalCoverage=_span(event["date"]),
        keywords=[event["kind"], event["confidence"]],
        about=[
            *(reference("Person", person, url, "people") for person in event["people"]),
            *(reference("Organization", one, url, "organizations") for one in event["organizations"]),
        ],
        citation=[_citation(source) for source in event["sources"]],
        author=desk,
        publisher=desk,
        license=LICENCE_ADDRESS,
    )


def _span(date: str) -> str:
    """A day, month or year, or the interval (ISO 8601) in which it lies."""
    return exact_date(date) or "/".join(split_bounds(date))


def _citation(source: Record) -> Record:
    """A source, with its stance toward the headline as a keyword."""
    return node(
        "NewsArticle",
        identifier=source["slug"],
        url=source["link"] if is_web_address(source["link"]) else None,
        publisher=source["publisher"] and node("Organization", name=source["publisher"]),
        datePublished=exact_date(source["published"]),
        inLanguage=source["language"],
        keywords=source["stance"],
    )
