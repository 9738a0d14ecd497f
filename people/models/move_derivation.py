"""What moves are derived from, the posts that count; and the columns that a move is kept in."""

from collections import defaultdict
from collections.abc import Iterable
from typing import Any

from people.models.employment import Employment, Role
from people.models.organization import Organization
from people.moves import SUREST_FIRST, Derived, Post, moves_of

UNKNOWN = "~"  # in place of a slug where no source tells the organization; sorts after every slug
EXCLUDED_ROLES = (Role.ADVISOR, Role.BOARD, Role.STUDENT)  # roles that nobody leaves a post for


def eligible_posts(people: Iterable[int]) -> dict[int, dict[str, tuple[Employment, Post]]]:
    """By person and slug, the posts that count, each with what the rules ask of it."""
    rows = (
        Employment.objects.published()
        .filter(person__in=people, confidence__in=SUREST_FIRST)
        .exclude(role__in=EXCLUDED_ROLES)
        .select_related("came_from", "organization")
    )
    homes = Organization.objects.published().top_level_slugs()
    found: dict[int, dict[str, tuple[Employment, Post]]] = defaultdict(dict)
    for row in rows:
        found[row.person_id][row.slug] = (row, _post(row, homes[row.organization_id]))
    return found


def _post(row: Employment, home: str) -> Post:
    return Post(
        slug=row.slug,
        start=row.start,
        end=row.end,
        end_state=row.end_state,
        confidence=row.confidence,
        home=home,
        is_founding=row.role == Role.FOUNDER,
        came_from=row.came_from.slug if row.came_from else None,
    )


def rows_of(posts: dict[str, tuple[Employment, Post]]) -> list[dict[str, Any]]:
    """The columns of each move of one person."""
    rows = {slug: row for slug, (row, _) in posts.items()}
    return [_row(move, rows) for move in moves_of(post for _, post in posts.values())]


def _row(move: Derived, rows: dict[str, Employment]) -> dict[str, Any]:
    origin = rows[move.origin.slug] if move.origin else None
    destination = rows[move.destination.slug] if move.destination else None
    ends = [row for row in (origin, destination) if row]
    gap_min, gap_max = move.gap_days
    return {
        "slug": move.slug,
        "updated_at": max(row.updated_at for row in ends),
        "person_id": ends[0].person_id,
        "origin_id": origin.organization_id if origin else None,
        "destination_id": destination.organization_id if destination else None,
        "origin_employment_id": origin.pk if origin else None,
        "destination_employment_id": destination.pk if destination else None,
        **_places("origin", move.origin, origin),
        **_places("destination", move.destination, destination),
        "date_earliest": move.date.earliest,
        "date_latest": move.date.latest,
        "gap_min": gap_min,
        "gap_max": gap_max,
        "kind": move.kind.value,
        "confidence": str(move.confidence),
    }


def _places(side: str, post: Post | None, row: Employment | None) -> dict[str, str]:
    unit, group = (row.organization.slug, post.home) if row and post else (UNKNOWN, UNKNOWN)
    return {f"{side}_unit": unit, f"{side}_group": group}
