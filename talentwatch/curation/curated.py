"""A record of the timeline: a slug for life, a status, versions, and what it turned out to repeat."""

from collections.abc import Collection
from datetime import datetime
from itertools import count
from typing import TYPE_CHECKING, Any, ClassVar, Self

from django.core.exceptions import ObjectDoesNotExist, ValidationError
from django.db import IntegrityError, models, transaction
from django.db.models import CheckConstraint, Q
from django.utils import timezone

from talentwatch.curation.edits import edit
from talentwatch.curation.fields import SlugField, one_of
from talentwatch.curation.likeness import Measure
from talentwatch.curation.recorded import Recorded, kept_by_edits
from talentwatch.curation.references import Reference
from talentwatch.curation.status import Status
from talentwatch.curation.ties import Rejoin
from talentwatch.text import slug_of

if TYPE_CHECKING:
    from talentwatch.curation.detail import Detail

SLUG_LENGTH = 200
RIGHTS = ("view", "add", "change", "delete", "submit", "send_back", "merge", "import", "publish", "withdraw")


class Curated(Recorded):
    """One record of the timeline, from draft to published to withdrawn, with a public slug for life."""

    slug = SlugField(
        max_length=SLUG_LENGTH,
        unique=True,
        blank=True,
        help_text="The public identifier, for life. Leave it empty to have it made from the Latin name.",
        error_messages={"unique": "Another record has this slug. Leave the box empty to get a free one."},
    )
    status = models.CharField(
        max_length=20,
        choices=Status.choices,
        default=Status.DRAFT,
        editable=False,
        help_text="Changed by submitting, publishing and withdrawing, never typed. Readers see published records only.",
    )
    created_at = models.DateTimeField(default=timezone.now, editable=False, help_text="When the record was made.")
    updated_at = models.DateTimeField(
        default=timezone.now, editable=False, db_index=True, help_text="When what the record says last changed."
    )
    published_at = models.DateTimeField(
        null=True, blank=True, editable=False, help_text="When it was first published; set once."
    )
    version = models.PositiveIntegerField(default=1, editable=False, help_text="Counts the edits, from 1.")
    merged_into = models.ForeignKey(
        "self",
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        editable=False,
        related_name="merged",
        help_text="The older record that this one turned out to repeat.",
    )
    history = kept_by_edits
    merged_into_id: int | None

    references: ClassVar[tuple[Reference, ...]] = ()
    rejoins: ClassVar[dict[str, Rejoin]] = {"merged_into": Rejoin.STAY}
    anchors: ClassVar[
        tuple[str, ...]
    ] = ()  # the records without which two of these can't be the same; whoever has them says may_repeat()
    measure: ClassVar[Measure | None] = None  # how alike two of these are, for the search for duplicates
    bookkeeping = frozenset({"id", "created_at", "updated_at", "published_at", "version"})

    class Meta:
        abstract = True
        ordering = ["slug"]
        default_permissions = RIGHTS
        constraints = [
            one_of("status", Status, "%(class)s"),
            CheckConstraint(
                name="%(class)s_published_has_moment",
                condition=~Q(status=Status.PUBLISHED) | Q(published_at__isnull=False),
                violation_error_message="A published record needs the moment of its first publication.",
            ),
            CheckConstraint(
                name="%(class)s_merged_is_withdrawn",
                condition=Q(merged_into__isnull=True) | Q(status=Status.WITHDRAWN),
                violation_error_message="A merged record is withdrawn.",
            ),
        ]

    def save(self, *args: Any, **options: Any) -> None:
        """Insert or update inside an edit; where nothing changed, nothing is written.

        Raises ValidationError where a slug would change, or a published record would break the publishing gate.
        """
        with edit() as current:
            stored = None if options.get("force_insert") else self.stored()
            if stored is None:
                self._insert(current.at, **options)
                current.note(self, "+")
            elif self.differs_from(stored, options.get("update_fields")):
                self._update(stored, current.at, is_counted=current.has(self), **options)
                current.note(self)
            if self.is_published != (stored is not None and stored.is_published):
                current.let_pass(self)

    def natural_key(self) -> tuple[str]:
        return (self.slug,)

    def slug_text(self) -> str:
        """The text that a new slug is made of."""
        return str(self)

    def derive_first(self) -> list["Curated"]:
        return [self]

    def echoes(self) -> list[Any]:
        """The records that say the same as this one, itself first: what rests on one of them rests on it."""
        return [self]

    def heirlooms(self, others: Collection[Any]) -> "list[Detail]":
        """New rows that keep what these records said, and the one that they became has no place for."""
        return []

    @property
    def is_published(self) -> bool:
        return self.status == Status.PUBLISHED

    @property
    def is_public(self) -> bool:
        """Readers may see it; some records are public only while others are."""
        return self.is_published

    def survivor(self) -> Self:
        """The record that this one was merged into, and that one in turn, to the end; itself where it never was."""
        found = [self]
        while (after := found[-1].merged_into) and after not in found:
            found.append(after)  # type: ignore[arg-type]  # of the same model
        return found[-1]

    def clean(self) -> None:
        super().clean()
        if not self.slug and self._cannot_make_slug():
            raise ValidationError(
                "The slug is made of Latin letters and digits, and here are none. Enter the Latin spelling as the name "
                "and the native one among the other names, or type a slug."
            )

    def _cannot_make_slug(self) -> bool:
        try:
            return not slug_of(self.slug_text())
        except ObjectDoesNotExist:  # it is made of the names of records that are yet to be chosen
            return False

    def _insert(self, at: datetime, **options: Any) -> None:
        self.created_at = self.updated_at = at
        if self.is_published and not self.published_at:
            self.published_at = at
        if self.slug:
            if not self._won_slug(**options):
                raise ValidationError({"slug": "Another record has taken this slug meanwhile."})
            return
        base = slug_of(self.slug_text(), SLUG_LENGTH - 8)
        if not base:
            raise ValidationError({"slug": "There are no Latin letters or digits to make a slug of: type one."})
        for number in count(1):  # pragma: no branch  it counts until one is free
            self.slug = base if number == 1 else f"{base}-{number}"
            if not self._slug_is_taken() and self._won_slug(**options):
                return

    def _slug_is_taken(self) -> bool:
        return type(self)._base_manager.filter(slug=self.slug).exists()

    def _won_slug(self, **options: Any) -> bool:
        """Insert; False where somebody else inserted the slug since it was looked for."""
        try:
            with transaction.atomic():
                super().save(**options)
        except IntegrityError:
            if self._slug_is_taken():
                return False
            raise
        return True

    def _update(self, stored: Self, at: datetime, *, is_counted: bool, **options: Any) -> None:
        if self.slug != stored.slug:
            raise ValidationError({"slug": "A slug never changes: it is the public address of the record."})
        self.version = stored.version
        if not is_counted:
            stored.keep_baseline()
            self.version += 1
        self.created_at, self.updated_at = stored.created_at, at
        self.published_at = stored.published_at or (at if self.is_published else None)
        if options.get("update_fields") is not None:
            options["update_fields"] = {*options["update_fields"], "version", "updated_at", "published_at"}
        super().save(**options)

    def stood_since(self) -> datetime:
        return self.updated_at
