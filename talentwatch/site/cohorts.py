"""A cohort as its page shows it: who is on the list, where each of them is now, and how many stayed."""

from collections import defaultdict
from collections.abc import Mapping
from typing import Any

from people.models import Cohort, CohortMember, Employment, EndState, Organization
from people.retention import Retention
from people.serializers import MemberSerializer
from people.serializers.columns import named, own

MAX_MEMBERS = 100


class Membership:
    """The first members on the list, and all posts that the public may see of the cohort."""

    def __init__(self, cohort: Cohort) -> None:
        self.cohort = cohort
        on_list = CohortMember.objects.filter(cohort=cohort).select_related("person").as_listed()
        listed = list(on_list.only(*own(CohortMember), "cohort", *named("person"))[: MAX_MEMBERS + 1])
        self.listed, self.has_more = listed[:MAX_MEMBERS], len(listed) > MAX_MEMBERS

    def posts_now(self) -> Any:
        """The posts that the members who are shown are said to hold still."""
        people = [member.person_id for member in self.listed]
        posts = Employment.objects.published().not_refuted().filter(person__in=people, end_state=EndState.ONGOING)
        return posts.order_by("person__slug", "slug")

    def members(self, posts: list[Mapping[str, Any]]) -> dict[str, Any]:
        """Each place on the list with the posts held now."""
        held = defaultdict(list)
        for post in posts:
            held[post["person"]["slug"]].append(post)
        rows = MemberSerializer(self.listed, many=True).data
        for row in rows:
            row["now"] = held[row["person"]["slug"]] if row["person"] else []
        return {"rows": rows, "more": self.has_more}

    def retention(self) -> dict[str, Any] | None:
        """How many remain at the organization, taken with its parts, where most of them had posts; None without any."""
        home = self._home()
        if home is None:
            return None
        there = Retention(self.cohort, Organization.objects.published().with_parts([home.pk]))
        elsewhere, unknown = there.elsewhere()
        return {
            "organization": home,
            "remaining": len(there.remaining),
            "left": len(there.left),
            "elsewhere": elsewhere,
            "unknown": unknown,
        }

    def _home(self) -> Organization | None:
        homes = Organization.objects.published().top_level_slugs()
        people = defaultdict(set)
        posts = Employment.objects.published().not_refuted().filter(person__memberships__cohort=self.cohort)
        for person, organization in posts.values_list("person", "organization"):
            people[homes[organization]].add(person)
        most = min(people, key=lambda home: (-len(people[home]), home), default=None)
        return Organization.objects.get(slug=most) if most else None
