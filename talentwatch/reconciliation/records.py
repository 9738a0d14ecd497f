"""Public records with all that the service asks of them, read in a constant number of queries."""

from collections.abc import Collection
from dataclasses import dataclass
from typing import Any

from django.db.models import Prefetch

from people.models import CohortMember, Employment, Organization
from talentwatch.reconciliation.entities import PERSON, EntityType
from talentwatch.records.status import Status

MAX_TOLD = 3  # posts in a description


def posts() -> Any:
    """The posts that tell where somebody worked, in order of time."""
    return Employment.objects.published().not_refuted().in_order_of_time().select_related("organization")


def load(one: EntityType, pks: Collection[int], chosen_posts: Any = None) -> dict[int, Any]:
    """The records that are public, by primary key, with `all_names` (to find by) and `shown_names` (to show).

    A person comes with posts, or the chosen ones of them, and with the public lists they are on.
    """
    names = one.names._default_manager.all()
    rows: Any = one.model._default_manager
    rows = (
        rows.published()
        .filter(pk__in=pks)
        .prefetch_related(
            Prefetch("names", names, to_attr="all_names"),
            Prefetch("names", names.shown().in_order(), to_attr="shown_names"),
        )
    )
    if one is PERSON:
        listed = CohortMember.objects.filter(cohort__status=Status.PUBLISHED).select_related("cohort")
        rows = rows.prefetch_related(
            Prefetch("employments", posts() if chosen_posts is None else chosen_posts),
            Prefetch("memberships", listed.order_by("cohort__slug")),
        )
    else:
        rows = rows.select_related("parent")
    return {row.pk: row for row in rows}


def about(record: Any) -> str:
    """What tells a loaded record from a namesake: its description, else where a person last was, or what it is."""
    if record.description:
        return str(record.description)
    if isinstance(record, Organization):
        return ", ".join(filter(None, [record.get_kind_display(), record.country]))
    places = [post.organization.name for post in record.employments.all()]
    return ", ".join(dict.fromkeys(reversed(places[-MAX_TOLD:])))


@dataclass(frozen=True)
class Tree:
    """The public organizations: their slugs, and which is a part of which."""

    slugs: dict[int, str]
    parents: dict[int, int | None]

    @classmethod
    def read(cls) -> "Tree":
        rows = list(Organization.objects.published().values_list("pk", "slug", "parent_id"))
        return cls({pk: slug for pk, slug, _ in rows}, {pk: parent for pk, _, parent in rows})

    def upwards(self, pk: int | None) -> set[str]:
        """The slugs of an organization and of all that it is a part of, as far up as they are public."""
        found: dict[int, str] = {}
        while pk in self.slugs and pk not in found:
            found[pk] = self.slugs[pk]
            pk = self.parents[pk]
        return set(found.values())
