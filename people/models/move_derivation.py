"""The employments that moves are derived from, and the columns that a move is stored in."""

from collections import defaultdict
from collections.abc import Iterable
from typing import Any

from people.models.employment import Employment, Role
from people.models.organization import Organization
from people.moves import SUREST_FIRST, EligibleEmployment, derive_moves

NOT_KNOWN = "~"  # stands for a slug if no source names the organization; sorts after every slug
EXCLUDED_ROLES = (Role.ADVISOR, Role.BOARD, Role.STUDENT)  # nobody leaves another job for one of these


def move_rows(people: Iterable[int]) -> list[dict[str, Any]]:
    """The columns of every move of these people (primary keys), derived from their published employments."""
    employments = (
        Employment.objects.published()
        .filter(person__in=people, confidence__in=SUREST_FIRST)
        .exclude(role__in=EXCLUDED_ROLES)
        .select_related("came_from", "organization")
        .order_by()
    )
    by_person: dict[int, dict[str, Employment]] = defaultdict(dict)
    for employment in employments:
        by_person[employment.person_id][employment.slug] = employment
    organizations = {employment.organization_id for by_slug in by_person.values() for employment in by_slug.values()}
    groups = Organization.objects.published().top_level_slugs(organizations)
    return [row for by_slug in by_person.values() for row in _move_rows_of_person(by_slug, groups)]


def _move_rows_of_person(by_slug: dict[str, Employment], groups: dict[int, str]) -> list[dict[str, Any]]:
    eligible = [
        EligibleEmployment(
            slug=slug,
            start=employment.start,
            end=employment.end,
            end_state=employment.end_state,
            confidence=employment.confidence,
            group=groups[employment.organization_id],
            is_founding=employment.role == Role.FOUNDER,
            came_from=employment.came_from.slug if employment.came_from else None,
        )
        for slug, employment in by_slug.items()
    ]
    rows = []
    for move in derive_moves(eligible):
        origin = by_slug[move.origin.slug] if move.origin else None
        destination = by_slug[move.destination.slug] if move.destination else None
        employments = [employment for employment in (origin, destination) if employment]
        gap_min, gap_max = move.gap_days
        rows.append(
            {
                "slug": move.slug,
                "updated_at": max(employment.updated_at for employment in employments),
                "person_id": employments[0].person_id,
                **_side_columns("origin", origin, groups),
                **_side_columns("destination", destination, groups),
                "date_earliest": move.date.earliest,
                "date_latest": move.date.latest,
                "left_for": origin.left_for if origin and not destination else "",
                "end_reason": origin.end_reason if origin else "",
                "gap_min": gap_min,
                "gap_max": gap_max,
                "kind": move.kind.value,
                "confidence": str(move.confidence),
            }
        )
    return rows


def _side_columns(side: str, employment: Employment | None, groups: dict[int, str]) -> dict[str, Any]:
    return {
        f"{side}_id": employment.organization_id if employment else None,
        f"{side}_employment_id": employment.pk if employment else None,
        f"{side}_unit": employment.organization.slug if employment else NOT_KNOWN,
        f"{side}_group": groups[employment.organization_id] if employment else NOT_KNOWN,
    }
