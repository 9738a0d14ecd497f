"""The one fact about a record that matters most, in a line: for cards, and for what search engines and messengers show."""

from typing import Any

from django.db.models import Q

from events.models import NewsEvent
from people.evidence import CERTAIN_CONFIDENCES
from people.models import Cohort, Employment, Move, MoveKind, Organization, Person
from talentwatch.phrases import format_leaving, format_left_for, format_short_date
from talentwatch.site.cohorts import Membership
from talentwatch.site.wording import count


def headline_fact(record: Any) -> str:
    """“Meta → OpenAI, June 2025”; empty if there is nothing to say."""
    return FACTS[type(record)](record)


def person_fact(person: Person) -> str:
    """The latest move; without any, the latest job."""
    moves = Move.objects.published().filter(person=person).select_related("origin", "destination")
    move = moves.exclude(kind=MoveKind.INTERNAL).first() or moves.first()
    if move is None:
        jobs = Employment.objects.published().filter(person=person).select_related("organization")
        job = jobs.in_order_of_time().last()
        return ", ".join(filter(None, [job.title, job.organization.name])) if job else ""
    doubt = "" if move.confidence in CERTAIN_CONFIDENCES else str(move.confidence)
    return ", ".join(filter(None, [_move_words(move), format_short_date(move.date), doubt]))


def _move_words(move: Move) -> str:
    if move.origin and move.destination:
        return f"{move.origin.name} → {move.destination.name}"
    if move.destination:
        return f"Joined {move.destination.name}"
    assert move.origin  # noqa: S101 a move has at least one of them
    verb = format_leaving(move.end_reason).capitalize()
    return f"{verb} {move.origin.name} {format_left_for(move.left_for)}".strip()


def organization_fact(organization: Organization) -> str:
    group = Organization.objects.published().with_parts([organization.pk])
    moves = Move.objects.published().exclude(kind=MoveKind.INTERNAL)
    joined, left = Q(destination__in=group), Q(origin__in=group)
    numbers = [moves.filter(side).values("person").distinct().count() for side in (joined, left)]
    return f"{count(numbers[0], 'person,people')} joined, {numbers[1]:,} left" if any(numbers) else ""


def cohort_fact(cohort: Cohort) -> str:
    retention = Membership(cohort).retention()
    size = count(cohort.expected_size, "person,people")
    if not retention:
        return size
    left = f"{retention['left']:,} left {retention['organization'].name}"
    return f"{size}: {left}, {retention['remaining']:,} not known to have left"


def event_fact(event: NewsEvent) -> str:
    return ", ".join(filter(None, [event.get_kind_display(), format_short_date(event.date)]))


FACTS: dict[type, Any] = {
    Person: person_fact,
    Organization: organization_fact,
    Cohort: cohort_fact,
    NewsEvent: event_fact,
}
