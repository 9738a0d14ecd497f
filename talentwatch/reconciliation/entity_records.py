"""Public records with everything that the service says of them, read in a constant number of queries."""

from collections.abc import Collection
from dataclasses import dataclass
from typing import Any

from django.db.models import Prefetch

from people.models import CohortMember, Employment, Organization
from talentwatch.reconciliation.entities import PERSON, EntityType
from talentwatch.records.status import Status

MAX_EMPLOYERS = 3  # in a description


def employments() -> Any:
    """The jobs that say where somebody worked, in order of time."""
    return Employment.objects.published().not_refuted().in_order_of_time().select_related("organization")


def load(entity_type: EntityType, pks: Collection[int], selected_employments: Any = None) -> dict[int, Any]:
    """The public records among these, by primary key, with `all_names` (to find by) and `shown_names` (to show).

    A person comes with the selected jobs, or all of them, and with the public lists they are on.
    """
    names = entity_type.names._default_manager.all()
    records: Any = entity_type.model._default_manager
    records = (
        records.published()
        .filter(pk__in=pks)
        .prefetch_related(
            Prefetch("names", names, to_attr="all_names"),
            Prefetch("names", names.for_readers().in_order(), to_attr="shown_names"),
        )
    )
    if entity_type is PERSON:
        members = CohortMember.objects.filter(cohort__status=Status.PUBLISHED).select_related("cohort")
        records = records.prefetch_related(
            Prefetch("employments", employments() if selected_employments is None else selected_employments),
            Prefetch("memberships", members.order_by("cohort__slug")),
        )
    else:
        records = records.select_related("parent")
    return {record.pk: record for record in records}


def about(record: Any) -> str:
    """What tells a loaded record from a namesake: its description, else the last employers, or the kind and country."""
    if record.description:
        return str(record.description)
    if isinstance(record, Organization):
        return ", ".join(filter(None, [record.get_kind_display(), record.country]))
    employers = [employment.organization.name for employment in record.employments.all()]
    return ", ".join(dict.fromkeys(reversed(employers[-MAX_EMPLOYERS:])))


@dataclass(frozen=True)
class OrganizationTree:
    """The slugs of the public organizations, and which is a part of which, by primary key."""

    slugs: dict[int, str]
    parents: dict[int, int | None]

    @classmethod
    def read(cls) -> "OrganizationTree":
        rows = list(Organization.objects.published().values_list("pk", "slug", "parent_id"))
        return cls({pk: slug for pk, slug, _ in rows}, {pk: parent for pk, _, parent in rows})

    def with_ancestors(self, pk: int | None) -> set[str]:
        """The slugs of an organization and of all that it is a part of, as far up as they are public."""
        slugs: dict[int, str] = {}
        while pk in self.slugs and pk not in slugs:
            slugs[pk] = self.slugs[pk]
            pk = self.parents[pk]
        return set(slugs.values())
