"""Moves: a person leaves one organization for another. Derived, never typed; the table always equals a rebuild."""

from collections import defaultdict
from collections.abc import Iterable
from datetime import date
from typing import Any, Self

from django.db import models, transaction

from people.evidence import Confidence
from people.models.employment import Employment
from people.models.move_derivation import UNKNOWN, eligible_posts, rows_of
from people.models.organization import Organization
from people.models.person import Person
from people.moves import MoveKind
from talentwatch.chunks import chunked
from talentwatch.records.date_lookups import Certainty, not_after, not_before
from talentwatch.records.declarations import OnMerge
from talentwatch.records.edit import Edit, edit
from talentwatch.records.fields import PartialDateAttribute, PublicIdField, bounds_in_order, date_bound, one_of
from talentwatch.records.models import SLUG_LENGTH
from talentwatch.records.status import Status
from talentwatch.text import isolated

COUNTED = ("date_earliest", "date_latest", "confidence")  # what flows ask of a move beside its ends


class MoveQuerySet(models.QuerySet):
    def published(self) -> Self:
        """What the public may see: moves between public posts, even where the table has yet to be refreshed."""
        found = self.filter(person__status=Status.PUBLISHED)
        for post in ("origin_employment", "destination_employment"):
            public = {f"{post}__status": Status.PUBLISHED, f"{post}__organization__status": Status.PUBLISHED}
            found = found.filter(models.Q(**{post: None}) | models.Q(**public))
        return found

    def visible_only(self, *columns: str) -> Self:
        """Without the moves that the public may not see, nor those whose slugs in these columns it may not see.

        The same as published(), asked the other way round: the table is refreshed with each edit, so nothing is to be
        left out but after a change behind the back of the rules. To see that costs as little as there are hidden records.
        """
        hidden = Move.objects.hidden(columns)
        return self.exclude(pk__in=hidden) if hidden.exists() else self.all()

    def hidden(self, columns: Iterable[str]) -> "models.QuerySet[Any, Any]":
        """The keys of moves that name a record which isn't public."""
        people, posts, organizations = (
            model._base_manager.exclude(status=Status.PUBLISHED) for model in (Person, Employment, Organization)
        )
        slugs = organizations.values("slug")
        first, *others = [
            self.filter(condition).order_by().values("pk")
            for condition in (
                models.Q(person__in=people),
                *(models.Q(**{f"{side}_employment__in": posts}) for side in ("origin", "destination")),
                *(models.Q(**{f"{side}__in": organizations}) for side in ("origin", "destination")),
                *(models.Q(**{f"{column}__in": slugs}) for column in columns),
            )
        ]
        return first.union(*others)

    def after(self, day: date, certainty: str = Certainty.POSSIBLE) -> Self:
        """On the day or later."""
        return self.filter(not_before("date", day, certainty))

    def before(self, day: date, certainty: str = Certainty.POSSIBLE) -> Self:
        """On the day or earlier."""
        return self.filter(not_after("date", day, certainty))

    def refresh(self, people: Iterable[int]) -> int:
        """Make the moves of these people what their posts make them; returns how many rows were off."""
        with transaction.atomic():
            wanted: dict[str, dict[str, Any]] = {}
            stored: dict[str, Any] = {}
            for some in chunked(people):
                wanted |= {move["slug"]: move for group in eligible_posts(some).values() for move in rows_of(group)}
                stored |= {move.slug: move for move in Move.objects.filter(person__in=some)}
            gone = [move.pk for slug, move in stored.items() if slug not in wanted]
            new: list[Any] = [Move(**row) for slug, row in wanted.items() if slug not in stored]
            changed = [move for slug, move in stored.items() if slug in wanted and move.take(wanted[slug])]
            for some in chunked(gone):
                self.filter(pk__in=some).delete()
            self.bulk_create(new)
            for move in changed:
                move.save()
        return len(gone) + len(new) + len(changed)

    def rebuild(self) -> int:
        """Make all moves anew where they are off; returns how many rows were."""
        people = list(Person.objects.order_by("pk"))
        with edit() as current:
            off = self.refresh([person.pk for person in people])
            for person in people if off else ():
                current.mark_stale(person)  # whoever follows edits has to look at them again
        return off


def _place(what: str) -> PublicIdField:
    """An organization by its slug, which is for life: flows are counted by it, in its order, from an index alone."""
    return PublicIdField(
        max_length=SLUG_LENGTH, default=UNKNOWN, editable=False, help_text=f"{what}, by its slug; ~ where nobody says."
    )


class Move(models.Model):
    """A person leaves one organization for another, or is only seen to leave, or to arrive."""

    slug = PublicIdField(max_length=2 * SLUG_LENGTH + 12, unique=True)
    updated_at = models.DateTimeField(db_index=True, help_text="When the later of its posts last changed.")
    person = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="moves", help_text="Who moves.")
    origin = models.ForeignKey(
        Organization,
        on_delete=models.CASCADE,
        null=True,
        blank=True,
        related_name="leavers",
        help_text="What they leave; nothing where no source tells.",
    )
    destination = models.ForeignKey(
        Organization,
        on_delete=models.CASCADE,
        null=True,
        blank=True,
        related_name="joiners",
        help_text="Where they go; nothing where no source tells.",
    )
    origin_employment = models.OneToOneField(
        Employment, on_delete=models.CASCADE, null=True, blank=True, related_name="leaving", help_text="The post left."
    )
    destination_employment = models.OneToOneField(
        Employment,
        on_delete=models.CASCADE,
        null=True,
        blank=True,
        related_name="arriving",
        help_text="The post taken up.",
    )
    origin_unit, origin_group = _place("What they leave"), _place("The top-level organization of what they leave")
    destination_unit, destination_group = _place("Where they go"), _place("The top-level organization of where they go")
    date_earliest, date_latest = date_bound(), date_bound()
    date = PartialDateAttribute()
    gap_min = models.IntegerField(
        null=True, blank=True, help_text="The fewest days between the posts; negative where they overlap."
    )
    gap_max = models.IntegerField(null=True, blank=True, help_text="The most days between the posts.")
    kind = models.CharField(max_length=10, choices=MoveKind.choices, help_text="What sort of move it is.")
    confidence = models.CharField(
        max_length=10, choices=Confidence.choices, help_text="That of the less sure of its two posts."
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
            bounds_in_order("date", "move"),
            models.CheckConstraint(
                name="move_has_a_post",
                condition=models.Q(origin_employment__isnull=False) | models.Q(destination_employment__isnull=False),
                violation_error_message="A move leaves a post, takes one up, or both.",
            ),
        ]
        indexes = [
            models.Index(fields=["date_earliest", "slug"], name="move_by_date"),
            models.Index(fields=["-date_earliest", "slug"], name="move_by_date_newest_first"),
            models.Index(fields=["origin_unit", "destination_unit", *COUNTED], name="move_by_origin"),
            models.Index(fields=["destination_unit", "origin_unit", *COUNTED], name="move_by_destination"),
            models.Index(fields=["origin_group", "destination_group", *COUNTED], name="move_by_group"),
        ]

    def __str__(self) -> str:
        person, origin, destination = (
            isolated(str(one or "?")) for one in (self.person, self.origin, self.destination)
        )
        return f"{person}: {origin} → {destination}"

    @property
    def gap_days(self) -> dict[str, int | None]:
        """The fewest and the most days between the two posts."""
        return {"min": self.gap_min, "max": self.gap_max}

    def take(self, row: dict[str, Any]) -> bool:
        """Take over the columns; whether any was different."""
        off = {name: value for name, value in row.items() if getattr(self, name) != value}
        for name, value in off.items():
            setattr(self, name, value)
        return bool(off)


def rebuild_after_edit(edit: Edit) -> None:
    """As an edit closes: derive the moves of everybody it concerns again."""
    by_model: dict[type, list[Any]] = defaultdict(list)
    for record in edit.recomputed:
        by_model[type(record)].append(record)
    people = {person.pk for person in by_model[Person]} | _people_of(by_model[Employment])
    if organizations := by_model[Organization]:
        concerned = Organization.objects.all().with_parts(organization.pk for organization in organizations)
        people |= set(Employment.objects.at(concerned).values_list("person", flat=True))
    if people:
        Move.objects.refresh(people)


def _people_of(posts: list[Employment]) -> set[int]:
    """Whose posts these are, or were until now."""
    people = {post.person_id for post in posts}
    for some in chunked(posts):
        moves = Move.objects.filter(models.Q(origin_employment__in=some) | models.Q(destination_employment__in=some))
        people |= set(moves.values_list("person", flat=True))
    return people
