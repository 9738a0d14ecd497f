"""A cohort as its page shows it: who is on the list, where each member is now, and how many stayed."""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from typing import Any

from people.jsonld import reference
from people.models import Cohort, CohortMember, Employment, EndState, Organization
from people.retention import Retention
from people.serializers import MemberSerializer
from people.serializers.columns import own_columns, reference_columns
from talentwatch.api.jsonld import CONTEXT, node

MAX_MEMBERS = 100


class Membership:
    """The first members of a cohort, and the public jobs of all of them."""

    def __init__(self, cohort: Cohort) -> None:
        self.cohort = cohort
        in_order = CohortMember.objects.filter(cohort=cohort).select_related("person").as_listed()
        fetched = list(
            in_order.only(*own_columns(CohortMember), "cohort", *reference_columns("person"))[: MAX_MEMBERS + 1]
        )
        self.first_members, self.has_more = fetched[:MAX_MEMBERS], len(fetched) > MAX_MEMBERS

    def current_employments(self) -> Any:
        """Those of the first members that are said to be ongoing."""
        people = [member.person_id for member in self.first_members]
        employments = Employment.objects.published().not_refuted()
        return employments.filter(person__in=people, end_state=EndState.ONGOING).order_by("person__slug", "slug")

    def members(self, jobs: Iterable[Mapping[str, Any]]) -> dict[str, Any]:
        """Each place on the list, with those of the jobs that its person holds."""
        jobs_by_person = defaultdict(list)
        for job in jobs:
            jobs_by_person[job["person"]["slug"]].append(job)
        rows = MemberSerializer(self.first_members, many=True).data
        for row in rows:
            row["jobs"] = jobs_by_person[row["person"]["slug"]] if row["person"] else []
        return {"rows": rows, "more": self.has_more}

    def retention(self) -> dict[str, Any] | None:
        """How many remain at the top-level organization where most of them had jobs; None without any."""
        top_level = Organization.objects.published().top_level_slugs()
        people = defaultdict(set)
        employments = Employment.objects.published().not_refuted().filter(person__memberships__cohort=self.cohort)
        for person, employer in employments.values_list("person", "organization"):
            people[top_level.get(employer)].add(person)
        # Withdrawn since the first query.
        people.pop(None, None)
        slug = min(people, key=lambda slug: (-len(people[slug]), slug), default=None)
        if slug is None:
            return None
        organization = Organization.objects.get(slug=slug)
        retention = Retention(self.cohort, Organization.objects.published().with_parts([organization.pk]))
        elsewhere, unknown = retention.elsewhere()
        return {
            "organization": organization,
            "remaining": len(retention.remaining),
            "left": len(retention.left),
            "elsewhere": elsewhere,
            "unknown": unknown,
            "without_job": self.cohort.expected_size - len(retention.remaining) - len(retention.left),
        }


def cohort_jsonld(cohort: Mapping[str, Any], members: Iterable[Mapping[str, Any]]) -> dict[str, Any]:
    """The cohort as an ItemList of schema.org, with the public ones of the members that its page shows."""
    people = [member["person"] for member in members if member["person"]]
    return {"@context": CONTEXT, "@id": cohort["url"]} | node(
        "ItemList",
        url=cohort["page"],
        mainEntityOfPage=cohort["page"],
        name=cohort["name"],
        description=cohort["description"],
        numberOfItems=cohort["expected_size"],
        itemListElement=[reference("Person", person, cohort, "people") for person in people],
    )
