"""People and organizations as JSON-LD in the words of schema.org."""

from typing import Any
from urllib.parse import quote

from people.evidence import Confidence, EndState
from people.models import Role
from talentwatch.api.jsonld import CONTEXT, JSONLDRenderer, exact_date, node, sibling_url
from talentwatch.text import is_web_address

ASSERTED = {Confidence.CONFIRMED, Confidence.REPORTED}  # schema.org has no word for “rumoured” or “disputed”
TIES = ("worksFor", "alumniOf", "affiliation")
Record = dict[str, Any]


class PersonJSONLDRenderer(JSONLDRenderer):
    def to_jsonld(self, data: Record) -> Record:
        return person_jsonld(data)


class OrganizationJSONLDRenderer(JSONLDRenderer):
    def to_jsonld(self, data: Record) -> Record:
        return organization_jsonld(data)


def person_jsonld(person: Record) -> Record:
    """A person of the API, with their posts, as a Person; only what is confirmed or reported is said of them."""
    posts = [post for post in person["employments"] if post["confidence"] in ASSERTED]
    ties = {tie: [_role(post, tie, person["url"]) for post in posts if _tie(post) == tie] for tie in TIES}
    orcid = person["orcid"] and f"https://orcid.org/{quote(person['orcid'], safe='')}"
    return _named("Person", person, [orcid]) | {tie: roles for tie, roles in ties.items() if roles}


def organization_jsonld(organization: Record) -> Record:
    """An organization of the API, with its parts, as an Organization."""
    parent, url = organization["parent"], organization["url"]
    country = organization["country"]
    return _named("Organization", organization) | node(
        "Organization",
        parentOrganization=parent and _organization(parent, url),
        subOrganization=[_organization(part, url) for part in organization["children"]],
        foundingDate=exact_date(organization["founded"]),
        dissolutionDate=exact_date(organization["dissolved"]),
        address=country and node("PostalAddress", addressCountry=country),
    )


def reference(kind: str, record: Record, url: str, collection: str) -> Record:
    """Another record, by its address beside that of this one."""
    return {"@id": sibling_url(url, collection, record["slug"])} | node(kind, name=record["name"])


def _named(kind: str, record: Record, pages: list[str | None] | None = None) -> Record:
    wikidata = record["wikidata_id"] and f"https://www.wikidata.org/entity/{quote(record['wikidata_id'], safe='')}"
    website = record["website"] if is_web_address(record["website"]) else None
    return {"@context": CONTEXT, "@id": record["url"]} | node(
        kind,
        name=record["name"],
        alternateName=list(dict.fromkeys(name["text"] for name in record["names"])),
        description=record["description"],
        url=website,
        sameAs=[page for page in (wikidata, *(pages or ()), website) if page],
    )


def _organization(record: Record, url: str) -> Record:
    return reference("Organization", record, url, "organizations")


def _tie(post: Record) -> str:
    """The property of schema.org that says what a post is: a job, one that is over, or some looser tie."""
    if post["role"] in {Role.ADVISOR, Role.BOARD}:
        return "affiliation"
    if post["end_state"] == EndState.ENDED:
        return "alumniOf"
    return "worksFor" if post["end_state"] == EndState.ONGOING and post["role"] != Role.STUDENT else "affiliation"


def _role(post: Record, tie: str, url: str) -> Record:
    """An OrganizationRole says the property again, as schema.org's roles do, with the title and the dates."""
    return {"@id": post["url"]} | node(
        "OrganizationRole",
        roleName=post["title"] or post["role"],
        startDate=exact_date(post["start"]),
        endDate=exact_date(post["end"]),
        **{tie: _organization(post["organization"], url)},
    )
