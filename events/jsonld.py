"""Events as JSON-LD, with the vocabulary of schema.org.

Each is a NewsArticle by the desk that cites its sources, not an Event: schema.org's Event is a concert or a conference, which
has a place and no citations. So there is no eventStatus either, whose values are those of a concert (cancelled, postponed): the outcome of
a bid that failed is among the keywords.
"""

from typing import Any

from django.conf import settings

from events.citations import cited_sources
from people.jsonld import reference
from talentwatch.api.feeds import LICENCE_ADDRESS, NAME
from talentwatch.api.jsonld import CONTEXT, JSONLDRenderer, exact_date, node
from talentwatch.phrases import format_outcome, split_bounds
from talentwatch.text import is_web_address


class EventJSONLDRenderer(JSONLDRenderer):
    def to_jsonld(self, data: dict[str, Any]) -> dict[str, Any]:
        return event_jsonld(data)


def event_jsonld(event: dict[str, Any]) -> dict[str, Any]:
    """A schema.org NewsArticle, from the API's JSON of an event; the confidence is among the keywords."""
    desk = node("Organization", name=NAME)
    return {"@context": CONTEXT, "@id": event["url"]} | node(
        "NewsArticle",
        url=event["page"],
        mainEntityOfPage=event["page"],
        headline=event["headline"],
        articleBody=event["summary"],
        inLanguage=settings.LANGUAGE_CODE,
        datePublished=event["published_at"],
        dateModified=event["updated_at"],
        # A day, month or year, or an ISO 8601 interval.
        temporalCoverage=exact_date(event["date"]) or "/".join(split_bounds(event["date"])),
        keywords=[event["kind"], *filter(None, [format_outcome(event["outcome"])]), event["confidence"]],
        about=[
            *(reference("Person", person, event, "people") for person in event["people"]),
            *(
                reference("Organization", organization, event, "organizations")
                for organization in event["organizations"]
            ),
        ],
        citation=[_citation(source) for source in cited_sources(event["sources"])],
        author=desk,
        publisher=desk,
        license=LICENCE_ADDRESS,
    )


def _citation(source: dict[str, Any]) -> dict[str, Any]:
    """The node of a source, with its stances on the headline as keywords."""
    return node(
        "NewsArticle",
        identifier=source["slug"],
        url=source["link"] if is_web_address(source["link"]) else None,
        publisher=source["publisher"] and node("Organization", name=source["publisher"]),
        datePublished=exact_date(source["published"]),
        inLanguage=source["language"],
        keywords=", ".join(source["stances"]),
    )
