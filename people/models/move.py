"""Moves: a person leaves one organization for another. The table is derived from employments and always equals a rebuild."""

from collections.abc import Collection, Iterable
from datetime import date
from functools import reduce
from operator import or_
from typing import Any, Self

from django.db import models
from django.db.models.functions import Coalesce

from people.evidence import Confidence
from people.models.employment import Employment
from people.models.move_derivation import NOT_KNOWN, move_rows
from people.models.organization import Organization
from people.models.person import Person
from people.models.tenure import EndReason, LeftFor
from people.moves import MoveKind
from talentwatch.chunks import chunked
from talentwatch.records.columns import insert_rows, write_columns
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
from talentwatch.records.models.versioned_model import differing_values
from talentwatch.records.querysets import hidden, keys_of_any, names_hidden
from talentwatch.text import isolate_bidi

REFRESHED_AT_ONCE = 1_000  # people
# The columns that flows read of a move beside its organizations, so that an index alone answers.
FLOW_COLUMNS = ("date_earliest", "date_latest", "confidence")


class MoveQuerySet(models.QuerySet):
    def published(self) -> Self:
        """What the public may see: moves between public employments, even if the table wasn't refreshed."""
        named = {
            "person": Person,
            **dict.fromkeys(("origin", "destination"), Organization),
            **dict.fromkeys(("origin_employment", "destination_employment"), Employment),
        }
        return self.filter(*(~names_hidden(path, model) for path, model in named.items()))

    def visible_only(self, *slug_columns: str) -> Self:
        """Without moves that aren't public, and without those that have a non-public organization's slug in these columns.

        Like published(), but the cost grows with the number of hidden records, not of moves. Every edit refreshes the table,
        so it only leaves something out after a change that bypassed save().
        """
        not_public = Move.objects.hidden_keys(slug_columns)
        return self.exclude(pk__in=not_public) if not_public.exists() else self.all()

    def hidden_keys(self, slug_columns: Iterable[str] = ()) -> Any:
        """The primary keys of moves that name a record which isn't public, or have such an organization's slug in these columns."""
        organizations = hidden(Organization)
        sides = ("origin", "destination")
        return keys_of_any(
            self,
            [
                models.Q(person__in=hidden(Person)),
                *(models.Q(**{f"{side}_employment__in": hidden(Employment)}) for side in sides),
                *(models.Q(**{f"{side}__in": organizations}) for side in sides),
                *(models.Q(**{f"{column}__in": organizations.values("slug")}) for column in slug_columns),
            ],
        )

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
        """Derive the moves of these people (primary keys), store what differs, and return how many rows did.

        When the people last moved is stored as the edit closes.
        """
        pks = list(people)
        differing = 0
        with edit() as current:
            for number, chunk in enumerate(chunked(pks, REFRESHED_AT_ONCE)):
                differing += self._refresh(chunk, current.moved)
                current.progress("moves", number * REFRESHED_AT_ONCE + len(chunk), len(pks))
        return differing

    def _refresh(self, people: list[int], moved: set[int]) -> int:
        derived = {row["slug"]: row for row in move_rows(people)}
        stored = {move.slug: move for move in Move.objects.filter(person__in=people).order_by()}
        obsolete = [move for slug, move in stored.items() if slug not in derived]
        new: list[Any] = [Move(**row) for slug, row in derived.items() if slug not in stored]
        changes = {
            move: differing
            for slug, move in stored.items()
            if slug in derived and (differing := differing_values(move, derived[slug]))
        }
        if obsolete:
            self.filter(pk__in=[move.pk for move in obsolete]).delete()
        insert_rows(new)
        write_columns(Move, ((move.pk, values) for move, values in changes.items()))
        moved |= {move.person_id for move in (*obsolete, *new, *changes)}
        moved |= {values["person_id"] for values in changes.values() if "person_id" in values}
        return len(obsolete) + len(new) + len(changes)

    def date_last_moves(self, people: Collection[int]) -> int:
        """Store the earliest day of the latest move of each of these people, where it differs; returns for how many it did."""
        of_person = self.filter(person=models.OuterRef("pk")).order_by().values("person")
        last = models.Subquery(of_person.annotate(last=models.Max("date_earliest")).values("last"))
        # In one statement; null, which equals nothing, as a day before all others.
        differing = ~models.Q(stored_day=models.F("derived_day"))
        people_rows = Person._base_manager.filter(pk__in=people).alias(
            stored_day=Coalesce("last_move_earliest", date.min), derived_day=Coalesce(last, date.min)
        )
        return people_rows.filter(differing).update(last_move_earliest=last)

    def rebuild(self) -> int:
        """Derive all moves, and when each person last moved; store what differs, and return how many rows did."""
        people = list(Person.objects.order_by("pk").values_list("pk", flat=True))
        with edit() as current:
            # One whose job is another person's would stand in the way, where that person comes first.
            misplaced = self.misplaced() if len(people) > REFRESHED_AT_ONCE else self.none()
            differing = self.remove(misplaced, current.moved) + self.refresh(people)
            return differing + sum(self.date_last_moves(chunk) for chunk in chunked(people, REFRESHED_AT_ONCE))

    def misplaced(self) -> Self:
        """Moves of another person than that of the jobs, which changed hands or were changed bypassing save()."""
        is_misplaced = (
            models.Q(**{f"{side}__isnull": False}) & ~models.Q(**{f"{side}__person": models.F("person")})
            for side in ("origin_employment", "destination_employment")
        )
        return self.filter(reduce(or_, is_misplaced))

    def remove(self, moves: Iterable[Any], moved: set[int]) -> int:
        """Delete these moves until they are derived again, and return how many they are."""
        removed = list(moves)
        moved |= {move.person_id for move in removed}
        for chunk in chunked(move.pk for move in removed):
            self.filter(pk__in=chunk).delete()
        return len(removed)


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
    end_reason = models.CharField(
        max_length=20,
        choices=EndReason.choices,
        blank=True,
        default="",
        help_text="Why the job they leave ended.",
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
            one_of("end_reason", EndReason, "move", blank=True),
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
            models.CheckConstraint(
                name="move_end_reason_has_an_origin",
                condition=models.Q(end_reason="") | models.Q(origin_employment__isnull=False),
                violation_error_message="Only a move with an origin says why a job ended.",
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
            models.Index(
                fields=["end_reason", "-date_earliest", "slug"],
                name="move_by_end_reason",
                condition=~models.Q(end_reason=""),
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


def rebuild_after_edit(edit: Edit) -> None:
    """As an edit closes: derive again the moves of all people that it may have changed."""
    # Moves are made of public employments, and no move names a job or an organization that never was public. A fixture may
    # take the moment of publication back.
    recomputed = [record for record in edit.recomputed if record.published_at or edit.is_loaded(record)]
    employments = [record for record in recomputed if isinstance(record, Employment)]
    people = {employment.person_id for employment in employments}
    # An employment that was given to another person still belongs to the stored moves of the first.
    for chunk in chunked(employment.pk for employment in employments if not edit.is_new(employment)):
        moves = Move.objects.filter(models.Q(origin_employment__in=chunk) | models.Q(destination_employment__in=chunk))
        people |= set(moves.order_by().values_list("person", flat=True))
    # What names a new organization was saved in the same edit, so its employments are here themselves.
    regrouped = [
        record.pk
        for record in recomputed
        if isinstance(record, Organization)
        and not edit.is_new(record)
        and edit.may_differ_in(record, "parent", "status")
    ]
    if regrouped:
        for chunk in chunked(Organization.objects.all().with_parts(regrouped)):
            people |= set(Employment.objects.at_organizations(chunk).order_by().values_list("person", flat=True))
    if len(people) > REFRESHED_AT_ONCE:
        Move.objects.remove(Move.objects.misplaced(), edit.moved)
    if people:
        Move.objects.refresh(sorted(people))
    loaded = {record.pk for record in edit.recomputed if isinstance(record, Person) and edit.is_loaded(record)}
    for chunk in chunked(edit.moved | loaded, REFRESHED_AT_ONCE):
        Move.objects.date_last_moves(chunk)
