"""People and organizations as JSON-LD, with the vocabulary of schema.org."""

from collections.abc import Mapping
from typing import Any
from urllib.parse import quote

from people.evidence import CERTAIN_CONFIDENCES, EndState
from people.models import Role
from talentwatch.api.jsonld import CONTEXT, JSONLDRenderer, exact_date, node, sibling_url
from talentwatch.text import is_web_address

JOB_PROPERTIES = ("worksFor", "alumniOf", "affiliation")


class PersonJSONLDRenderer(JSONLDRenderer):
    def to_jsonld(self, data: dict[str, Any]) -> dict[str, Any]:
        return person_jsonld(data)


class OrganizationJSONLDRenderer(JSONLDRenderer):
    def to_jsonld(self, data: dict[str, Any]) -> dict[str, Any]:
        return organization_jsonld(data)


def person_jsonld(person: dict[str, Any]) -> dict[str, Any]:
    """A schema.org Person, from the API's JSON of one person with employments."""
    # schema.org can't say “rumoured” or “disputed”, so only certain jobs are included.
    jobs = [job for job in person["employments"] if job["confidence"] in CERTAIN_CONFIDENCES]
    roles = {name: [_role(job, name, person) for job in jobs if _job_property(job) == name] for name in JOB_PROPERTIES}
    orcid = person["orcid"] and f"https://orcid.org/{quote(person['orcid'], safe='')}"
    return _named_node("Person", person, [orcid]) | {name: values for name, values in roles.items() if values}


def organization_jsonld(organization: dict[str, Any]) -> dict[str, Any]:
    """A schema.org Organization, from the API's JSON of one organization with its parts."""
    parent, country = organization["parent"], organization["country"]
    return _named_node("Organization", organization) | node(
        "Organization",
        parentOrganization=parent and reference("Organization", parent, organization, "organizations"),
        subOrganization=[
            reference("Organization", part, organization, "organizations") for part in organization["children"]
        ],
        foundingDate=exact_date(organization["founded"]),
        dissolutionDate=exact_date(organization["dissolved"]),
        address=country and node("PostalAddress", addressCountry=country),
    )


def reference(kind: str, other: dict[str, Any], record: Mapping[str, Any], collection: str) -> dict[str, Any]:
    """A node for another record, by its address in that collection of the API; `record` is the one that refers to it."""
    page = sibling_url(record["page"], collection, other["slug"])
    return {"@id": sibling_url(record["url"], collection, other["slug"])} | node(kind, name=other["name"], url=page)


def _named_node(kind: str, record: dict[str, Any], pages: list[str | None] | None = None) -> dict[str, Any]:
    wikidata = record["wikidata_id"] and f"https://www.wikidata.org/entity/{quote(record['wikidata_id'], safe='')}"
    website = record["website"] if is_web_address(record["website"]) else None
    return {"@context": CONTEXT, "@id": record["url"]} | node(
        kind,
        name=record["name"],
        alternateName=list(dict.fromkeys(name["text"] for name in record["names"])),
        description=record["description"],
        url=record["page"],
        mainEntityOfPage=record["page"],
        sameAs=[page for page in (wikidata, *(pages or ()), website) if page],
    )


def _job_property(job: dict[str, Any]) -> str:
    """The schema.org property of a person for this job."""
    if job["role"] in {Role.ADVISOR, Role.BOARD}:
        return "affiliation"
    if job["end_state"] == EndState.ENDED:
        return "alumniOf"
    return "worksFor" if job["end_state"] == EndState.ONGOING and job["role"] != Role.STUDENT else "affiliation"


def _role(job: dict[str, Any], name: str, person: dict[str, Any]) -> dict[str, Any]:
    """An OrganizationRole, which adds title and dates to the property and, by schema.org's rule, repeats its name."""
    return {"@id": job["url"]} | node(
        "OrganizationRole",
        url=job["page"],
        roleName=job["title"] or job["role"],
        startDate=exact_date(job["start"]),
        endDate=exact_date(job["end"]),
        **{name: reference("Organization", job["organization"], person, "organizations")},
    )
