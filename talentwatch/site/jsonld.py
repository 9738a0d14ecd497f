"""A cohort as JSON-LD in the words of schema.org: a list, as far as its members are public."""

from collections.abc import Iterable, Mapping
from typing import Any

from people.jsonld import reference
from talentwatch.api.jsonld import CONTEXT, node


def cohort_jsonld(cohort: Mapping[str, Any], members: Iterable[Mapping[str, Any]]) -> dict[str, Any]:
    """A cohort of the API, with the members that its page shows, as an ItemList."""
    people = [member["person"] for member in members if member["person"]]
    return {"@context": CONTEXT, "@id": cohort["url"]} | node(
        "ItemList",
        name=cohort["name"],
        description=cohort["description"],
        numberOfItems=cohort["expected_size"],
        itemListElement=[reference("Person", person, cohort["url"], "people") for person in people],
    )
