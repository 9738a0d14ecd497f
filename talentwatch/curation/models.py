"""What every record of the timeline is: a Curated with a slug, a status and versions, or a Detail that belongs to one."""

from abc import abstractmethod
from collections.abc import Collection
from contextlib import suppress
from datetime import datetime
from functools import reduce
from itertools import count
from typing import Any, ClassVar, Self

from django.core.exceptions import ObjectDoesNotExist, ValidationError
from django.db import IntegrityError, models, transaction
from django.db.models import CheckConstraint, Q
from django.utils import timezone
from simple_history.models import HistoricalRecords

from talentwatch.curation.edits import edit
from talentwatch.curation.fields import SlugField, one_of
from talentwatch.curation.history import EditHistory
from talentwatch.curation.judgements import Distinction, Merge
from talentwatch.curation.likeness import Measure
from talentwatch.curation.references import Reference
from talentwatch.curation.status import Status
from talentwatch.curation.ties import Rejoin
from talentwatch.text import slug_of

__all__ = ["Curated", "Detail", "Distinction", "Merge", "Recorded"]  # Django looks for models here

SLUG_LENGTH = 200
RIGHTS = ("view", "add", "change", "delete", "submit", "send_back", "merge", "import", "publish", "withdraw")
_history = EditHistory(inherit=True)


class Recorded(models.Model):
    """A row that is written only when an editor's column changed, and only inside an edit."""

    derived: ClassVar[frozenset[str]] = frozenset()  # columns that follow from others
    bookkeeping: ClassVar[frozenset[str]] = frozenset({"id"})  # columns that the kit itself keeps
    private: ClassVar[frozenset[str]] = frozenset()  # columns for the desk, which no reader or fixture gets
    rejoins: ClassVar[dict[str, Rejoin]] = {}  # what the row does when a record that it names is merged, by field
    decisive: ClassVar[frozenset[str]] = frozenset()  # columns that an editor must choose wherever two rows differ
    history: Any

    class Meta:
        abstract = True

    def delete(self, *args: Any, **options: Any) -> Any:
        """Delete inside an edit, with all that belongs to the row."""
        with edit():
            return super().delete(*args, **options)

    def derive(self) -> dict[str, Any]:
        """What the derived columns should hold, by name."""
        return {}

    @abstractmethod
    def derive_first(self) -> list["Curated"]:
        """The records that the derived columns are to be computed of once the row was loaded; its own, where it has
        any, are computed by this."""

    def differs_from(self, stored: Self, fields: Collection[str] | None = None) -> bool:
        """Some column that an editor decides, among the fields to be saved (None: all), isn't as stored."""
        kept = self.derived | self.bookkeeping
        columns = [
            field.attname
            for field in self._meta.concrete_fields
            if field.name not in kept and (fields is None or field.name in fields or field.attname in fields)
        ]
        return any(getattr(self, column) != getattr(stored, column) for column in columns)

    def stored(self) -> Self | None:
        """The row as the database has it, locked until the edit ends; None for a new one."""
        return type(self)._base_manager.select_for_update().filter(pk=self.pk).first() if self.pk else None

    def store_derived(self, at: datetime | None = None) -> dict[str, Any]:
        """Write the derived columns that are off, and updated_at where a moment is given. Returns what was off."""
        return self.store(self.derive(), at)

    def store(self, columns: dict[str, Any], at: datetime | None) -> dict[str, Any]:
        """Write those of the columns that hold something else, behind the back of save(). Returns them."""
        off = {name: value for name, value in columns.items() if getattr(self, name) != value}
        if off:
            written = {**off, "updated_at": at} if at else off
            type(self)._base_manager.filter(pk=self.pk).update(**written)
            for name, value in written.items():
                setattr(self, name, value)
        return off

    @abstractmethod
    def stood_since(self) -> datetime:
        """A moment at which the row was as it is now, for one that has no history to tell."""

    def keep_baseline(self) -> None:
        """Give a row without history, such as one that came by loaddata, the row that says how it began."""
        if not type(self).history.filter(id=self.pk).exists():
            stored = type(self)._base_manager.get(pk=self.pk)
            stored._history_user = None  # type: ignore[attr-defined]  # who loaded it isn't who edits it now
            stored.record_history("+", "as loaded", stored.stood_since())

    def record_history(self, history_type: str, reason: str, at: datetime) -> None:
        self.say(reason, at)
        _history.create_historical_record(self, history_type)

    def say(self, reason: str, at: datetime) -> None:
        """What the next row of history will give as its reason and its moment."""
        self._change_reason, self._history_date = reason, at


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
    history = _history
    merged_into_id: int | None

    references: ClassVar[tuple[Reference, ...]] = ()
    rejoins: ClassVar[dict[str, Rejoin]] = {"merged_into": Rejoin.STAY}
    anchors: ClassVar[tuple[str, ...]] = ()  # the records without which two of these can't be the same
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

    def may_repeat(self, other: Any) -> bool:
        """Hung on the same anchors, the two can be one and the same."""
        return False

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


class Detail(Recorded):
    """A row that belongs to one Curated record, its parent: to change it is to edit the parent."""

    history = HistoricalRecords(inherit=True)

    parent_name: ClassVar[str]  # the foreign key to the parent
    natural_fields: ClassVar[tuple[str, ...]]  # what tells one row from all others, as lookups

    class Meta:
        abstract = True

    def save(self, *args: Any, **options: Any) -> None:
        """Insert or update inside an edit of the parent; where nothing changed, nothing is written."""
        with edit() as current:
            stored = None if options.get("force_insert") else self.stored()
            if stored and not self.differs_from(stored, options.get("update_fields")):
                return
            if stored:
                stored.keep_baseline()
            self.stamp(current.at)
            for name, value in self.derive().items():
                setattr(self, name, value)
            if options.get("update_fields") is not None:
                options["update_fields"] = {*options["update_fields"], *self.derived, *self.bookkeeping - {"id"}}
            self.say(current.reason, current.at)
            super().save(**options)
            for parent in {self.parent, stored.parent} if stored else {self.parent}:
                current.touch(parent)

    @property
    def is_needless(self) -> bool:
        """It says nothing that its parent doesn't."""
        return False

    @property
    def parent(self) -> Curated:
        parent: Curated = getattr(self, self.parent_name)
        return parent

    def derive_first(self) -> list[Curated]:
        """Its parent, if that is there yet."""
        with suppress(ObjectDoesNotExist):
            self.store_derived()
        field: Any = self._meta.get_field(self.parent_name)
        return list(field.related_model._base_manager.filter(pk=getattr(self, field.attname)))

    def stamp(self, at: datetime) -> None:
        """Keep the moment of the edit, in the models that have a column for it."""

    def stood_since(self) -> datetime:
        return self.parent.created_at

    def natural_key(self) -> tuple[Any, ...]:
        return tuple(reduce(getattr, name.split("__"), self) for name in self.natural_fields)
