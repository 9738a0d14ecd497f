"""Moves: a person leaves one organization for another. The table is derived from employments and always equals a rebuild."""

from collections import defaultdict
from collections.abc import Collection, Iterable
from datetime import date
from typing import Any, Self

from django.db import models, transaction

from people.evidence import Confidence
from people.models.employment import Employment
from people.models.move_derivation import NOT_KNOWN, move_rows
from people.models.organization import Organization
from people.models.person import Person
from people.models.tenure import LeftFor
from people.moves import MoveKind
from talentwatch.chunks import chunked
from talentwatch.records.constraints import public_id_form
from talentwatch.records.date_lookups import Certainty, not_after, not_before
from talentwatch.records.declarations import OnMerge
from talentwatch.records.edit import Edit, edit
from talentwatch.records.fields import (
    PartialDateAttribute,
    PublicIdField,
    bounds_in_calendar,
    bounds_in_order,
    date_bound,
    one_of,
)
from talentwatch.records.models import SLUG_LENGTH
from talentwatch.records.status import Status
from talentwatch.text import isolate_bidi

# The columns that flows read of a move beside its organizations, so that an index alone answers.
FLOW_COLUMNS = ("date_earliest", "date_latest", "confidence")


class MoveQuerySet(models.QuerySet):
    def published(self) -> Self:
        """What the public may see: moves between public employments, even if the table wasn't refreshed."""
        moves = self.filter(person__status=Status.PUBLISHED)
        for side in ("origin_employment", "destination_employment"):
            public = {f"{side}__status": Status.PUBLISHED, f"{side}__organization__status": Status.PUBLISHED}
            moves = moves.filter(models.Q(**{side: None}) | models.Q(**public))
        return moves

    def visible_only(self, *slug_columns: str) -> Self:
        """Without moves that aren't public, and without those that have a non-public organization's slug in these columns.

        Like published(), but the cost grows with the number of hidden records, not of moves. Every edit refreshes the table,
        so it only leaves something out after a change that bypassed save().
        """
        hidden = Move.objects.hidden(slug_columns)
        return self.exclude(pk__in=hidden) if hidden.exists() else self.all()

    def hidden(self, slug_columns: Iterable[str]) -> "models.QuerySet[Any, Any]":
        """The primary keys of moves that name a record which isn't public."""
        people, employments, organizations = (
            model._base_manager.exclude(status=Status.PUBLISHED) for model in (Person, Employment, Organization)
        )
        conditions = [
            models.Q(person__in=people),
            *(models.Q(**{f"{side}_employment__in": employments}) for side in ("origin", "destination")),
            *(models.Q(**{f"{side}__in": organizations}) for side in ("origin", "destination")),
            *(models.Q(**{f"{column}__in": organizations.values("slug")}) for column in slug_columns),
        ]
        first, *others = [self.filter(condition).order_by().values("pk") for condition in conditions]
        return first.union(*others)

    def after(self, day: date, certainty: str = Certainty.POSSIBLE) -> Self:
        """On the day or later."""
        return self.filter(not_before("date", day, certainty))

    def before(self, day: date, certainty: str = Certainty.POSSIBLE) -> Self:
        """On the day or earlier."""
        return self.filter(not_after("date", day, certainty))

    def out_of(self, organizations: Collection[str]) -> Self:
        """Moves from any of these organizations (slugs) to elsewhere."""
        return self.filter(origin_unit__in=organizations).exclude(destination_unit__in=organizations)

    def into(self, organizations: Collection[str]) -> Self:
        """Moves from elsewhere to any of these organizations (slugs)."""
        return self.filter(destination_unit__in=organizations).exclude(origin_unit__in=organizations)

    def within(self, organizations: Collection[str]) -> Self:
        """Moves from one of these organizations (slugs) to one of them."""
        return self.filter(origin_unit__in=organizations, destination_unit__in=organizations)

    def refresh(self, people: Iterable[int]) -> int:
        """Derive the moves of these people (primary keys) and store what differs; returns how many rows did."""
        with transaction.atomic():
            derived: dict[str, dict[str, Any]] = {}
            stored: dict[str, Any] = {}
            for chunk in chunked(people):
                derived |= {row["slug"]: row for row in move_rows(chunk)}
                stored |= {move.slug: move for move in Move.objects.filter(person__in=chunk)}
            obsolete = [move.pk for slug, move in stored.items() if slug not in derived]
            new: list[Any] = [Move(**row) for slug, row in derived.items() if slug not in stored]
            changed = [move for slug, move in stored.items() if slug in derived and move.assign(derived[slug])]
            for chunk in chunked(obsolete):
                self.filter(pk__in=chunk).delete()
            self.bulk_create(new)
            for move in changed:
                move.save()
        return len(obsolete) + len(new) + len(changed)

    def rebuild(self) -> int:
        """Derive all moves and store what differs; returns how many rows did."""
        people = list(Person.objects.order_by("pk"))
        with edit() as current:
            differing = self.refresh([person.pk for person in people])
            for person in people if differing else ():
                # Marked as recomputed, so that the change feed compares what readers saw of their moves.
                current.mark_stale(person)
        return differing


def _organization_slug(description: str) -> PublicIdField:
    """The permanent slug of an organization: flows count, filter and sort by it, from an index alone."""
    return PublicIdField(
        max_length=SLUG_LENGTH,
        default=NOT_KNOWN,
        editable=False,
        help_text=f"{description}: its slug, or ~ if not known.",
    )


class Move(models.Model):
    """A person leaves one organization for another; or only leaves, or only arrives, as far as sources say."""

    slug = PublicIdField(max_length=2 * SLUG_LENGTH + 12, unique=True)
    updated_at = models.DateTimeField(db_index=True, help_text="When the later of its two employments last changed.")
    person = models.ForeignKey(
        Person, on_delete=models.CASCADE, related_name="moves", help_text="The person who moves."
    )
    origin = models.ForeignKey(
        Organization,
        on_delete=models.CASCADE,
        null=True,
        blank=True,
        related_name="leavers",
        help_text="The organization they leave; empty if not known.",
    )
    destination = models.ForeignKey(
        Organization,
        on_delete=models.CASCADE,
        null=True,
        blank=True,
        related_name="joiners",
        help_text="The organization they join; empty if not known.",
    )
    origin_employment = models.OneToOneField(
        Employment,
        on_delete=models.CASCADE,
        null=True,
        blank=True,
        related_name="leaving",
        help_text="The job they leave.",
    )
    destination_employment = models.OneToOneField(
        Employment,
        on_delete=models.CASCADE,
        null=True,
        blank=True,
        related_name="arriving",
        help_text="The job they start.",
    )
    origin_unit, origin_group = _organization_slug("Origin"), _organization_slug("Top-level organization of the origin")
    destination_unit = _organization_slug("Destination")
    destination_group = _organization_slug("Top-level organization of the destination")
    date_earliest, date_latest = date_bound(), date_bound()
    date = PartialDateAttribute()
    left_for = models.CharField(
        max_length=20,
        choices=LeftFor.choices,
        blank=True,
        default="",
        help_text="What they left for, if no source names the organization they joined.",
    )
    gap_min = models.IntegerField(
        null=True, blank=True, help_text="The fewest days between the two jobs; negative if they overlap."
    )
    gap_max = models.IntegerField(
        null=True, blank=True, help_text="The most days between the two jobs; negative if they overlap."
    )
    kind = models.CharField(max_length=10, choices=MoveKind.choices, help_text="The kind of move.")
    confidence = models.CharField(
        max_length=10, choices=Confidence.choices, help_text="The lower confidence of its two employments."
    )

    objects = MoveQuerySet.as_manager()

    on_merge = dict.fromkeys(
        ("person", "origin", "destination", "origin_employment", "destination_employment"), OnMerge.RECOMPUTE
    )

    class Meta:
        ordering = [models.F("date_earliest").desc(nulls_last=True), "slug"]
        constraints = [
            one_of("kind", MoveKind, "move"),
            one_of("confidence", Confidence, "move"),
            one_of("left_for", LeftFor, "move", blank=True),
            bounds_in_order("date", "move"),
            bounds_in_calendar("date", "move"),
            public_id_form("move"),
            models.CheckConstraint(
                name="move_gap_in_order",
                condition=models.Q(gap_min__isnull=True)
                | models.Q(gap_max__isnull=True)
                | models.Q(gap_min__lte=models.F("gap_max")),
                violation_error_message="The fewest days between two jobs can't be more than the most.",
            ),
            models.CheckConstraint(
                name="move_has_a_post",
                condition=models.Q(origin_employment__isnull=False) | models.Q(destination_employment__isnull=False),
                violation_error_message="A move needs an origin employment, a destination employment, or both.",
            ),
            models.CheckConstraint(
                name="move_left_for_has_no_destination",
                condition=models.Q(left_for="") | models.Q(destination_employment__isnull=True),
                violation_error_message="Only a move without a destination says what the person left for.",
            ),
        ]
        indexes = [
            models.Index(fields=["date_earliest", "slug"], name="move_by_date"),
            models.Index(fields=["-date_earliest", "slug"], name="move_by_date_newest_first"),
            models.Index(fields=["kind", "-date_earliest", "slug"], name="move_by_kind"),
            models.Index(fields=["confidence", "-date_earliest", "slug"], name="move_by_confidence"),
            models.Index(
                fields=["left_for", "-date_earliest", "slug"], name="move_by_left_for", condition=~models.Q(left_for="")
            ),
            models.Index(fields=["origin_unit", "-date_earliest", "slug"], name="move_of_origin"),
            models.Index(fields=["destination_unit", "-date_earliest", "slug"], name="move_of_destination"),
            models.Index(fields=["origin_unit", "destination_unit", *FLOW_COLUMNS], name="move_by_origin"),
            models.Index(fields=["destination_unit", "origin_unit", *FLOW_COLUMNS], name="move_by_destination"),
            models.Index(fields=["origin_group", "destination_group", *FLOW_COLUMNS], name="move_by_group"),
        ]

    def __str__(self) -> str:
        person, origin, destination = (
            isolate_bidi(str(record or "?")) for record in (self.person, self.origin, self.destination)
        )
        return f"{person}: {origin} → {destination}"

    @property
    def gap_days(self) -> dict[str, int | None]:
        """The fewest and the most days between the two employments; null if not known."""
        return {"min": self.gap_min, "max": self.gap_max}

    def assign(self, values: dict[str, Any]) -> bool:
        """Set these columns; returns whether any differed."""
        differing = {name: value for name, value in values.items() if getattr(self, name) != value}
        for name, value in differing.items():
            setattr(self, name, value)
        return bool(differing)


def rebuild_after_edit(edit: Edit) -> None:
    """As an edit closes: derive again the moves of all people that it may have changed."""
    by_model: dict[type, list[Any]] = defaultdict(list)
    for record in edit.recomputed:
        # What names a new person or organization was saved in the same edit, so its employments are here themselves.
        if isinstance(record, Employment) or not edit.is_new(record):
            by_model[type(record)].append(record)
    people = {person.pk for person in by_model[Person]}
    people |= {employment.person_id for employment in by_model[Employment]}
    for chunk in chunked(by_model[Employment]):
        # An employment that was given to another person still belongs to the stored moves of the first.
        moves = Move.objects.filter(models.Q(origin_employment__in=chunk) | models.Q(destination_employment__in=chunk))
        people |= set(moves.values_list("person", flat=True))
    if organizations := by_model[Organization]:
        parts = Organization.objects.all().with_parts(organization.pk for organization in organizations)
        people |= set(Employment.objects.at_organizations(parts).values_list("person", flat=True))
    if people:
        Move.objects.refresh(people)
