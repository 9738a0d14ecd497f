"""A publishable record: permanent slug, status, version, and the record it was merged into."""

from collections.abc import Collection, Iterator, Sequence
from contextlib import suppress
from datetime import datetime
from itertools import count, islice
from typing import TYPE_CHECKING, Any, ClassVar, Self

from django.core.exceptions import ObjectDoesNotExist, ValidationError
from django.db import IntegrityError, models, transaction
from django.db.models import CheckConstraint, Q
from django.utils import timezone

from talentwatch.chunks import chunked
from talentwatch.matching.comparison import Comparison
from talentwatch.records.columns import write_columns
from talentwatch.records.constraints import not_itself, slug_form
from talentwatch.records.declarations import OnMerge, Reference
from talentwatch.records.edit import Edit, edit
from talentwatch.records.fields import SlugField, one_of
from talentwatch.records.models.erased_address import ErasedAddress, address_digest, erased_slugs
from talentwatch.records.models.versioned_model import VersionedModel, edit_history
from talentwatch.records.status import Status
from talentwatch.text import make_slug

if TYPE_CHECKING:
    from talentwatch.records.models.child_record import ChildRecord

SLUG_LENGTH = 200
MAX_ERASED = 30  # of one name
NO_SLUG_TEXT = (
    "The slug is made of Latin letters and digits, and this name has none. Enter the Latin spelling as the name and the "
    "native one under other names, or type a slug."
)
RECORD_PERMISSIONS = (
    "view",
    "add",
    "change",
    "delete",
    "submit",
    "send_back",
    "merge",
    "import",
    "publish",
    "withdraw",
)


class PublishableRecord(VersionedModel):
    """A record of the timeline, from draft to published to withdrawn, with a permanent public slug."""

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
    history = edit_history
    merged_into_id: int | None

    references: ClassVar[tuple[Reference, ...]] = ()
    on_merge: ClassVar[dict[str, OnMerge]] = {"merged_into": OnMerge.KEEP}
    merge_keys: ClassVar[tuple[str, ...]] = ()  # only records that agree in these can be merged; needs may_be_same()
    comparison: ClassVar[Comparison | None] = None  # how duplicates are found; None: nobody looks for them
    bookkeeping_fields = frozenset({"id", "created_at", "updated_at", "published_at", "version"})

    class Meta:
        abstract = True
        ordering = ["slug"]
        default_permissions = RECORD_PERMISSIONS
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
            not_itself("merged_into", "%(class)s", "A record can't be merged into itself."),
            slug_form("%(class)s"),
            CheckConstraint(
                name="%(class)s_version_from_one",
                condition=Q(version__gte=1),
                violation_error_message="Versions count from 1.",
            ),
        ]

    @classmethod
    def save_rows(cls, rows: Sequence[Self], *, are_new: bool = False, fields: Collection[str] | None = None) -> None:
        """Insert or update records inside an edit; where nothing changed, nothing is written.

        Raises ValidationError where a slug would change, or where the edit leaves a published record without what it
        needs to be public.
        """
        with edit() as current:
            for row in rows:
                row.complete_links()
            stored = {} if are_new else cls.stored_rows(rows)
            new = [row for row in rows if row.pk not in stored]
            changed = [
                (row, stored[row.pk], differing)
                for row in rows
                if row.pk in stored and (differing := row.differing_fields(stored[row.pk], fields))
            ]
            cls._insert(new, current.at)
            cls._update(changed, current)
            for row in new:
                current.mark_changed(row, "+")
            for row, _stored, differing in changed:
                current.mark_changed(row, "~", differing)
            for row in rows:
                if row.is_published != (row.pk in stored and stored[row.pk].is_published):
                    current.recheck(row)

    def own_derived_values(self) -> dict[str, Any]:
        """Those of the derived_values() that depend on its own columns alone: save() stores them with these."""
        return {}

    def derived_values(self) -> dict[str, Any]:
        return self.own_derived_values()

    def natural_key(self) -> tuple[str]:
        return (self.slug,)

    def slug_text(self) -> str:
        """The text that a new slug is made of."""
        return str(self)

    def records_to_recompute(self) -> list["PublishableRecord"]:
        return [self]

    @classmethod
    def with_repetitions(cls, records: list[Any]) -> list[Any]:
        """These records, then those that only repeat what they say: evidence that cites one of them rests on it."""
        return records

    def carried_over_details(self, other: Any) -> "list[ChildRecord]":
        """Child rows to add in a merge, for what the other record said and the survivor has no field for."""
        return []

    @property
    def is_published(self) -> bool:
        return self.status == Status.PUBLISHED

    @property
    def is_public(self) -> bool:
        """Readers may see it; some records are public only while the records that they name are."""
        return self.is_published

    def survivor(self) -> Self:
        """The record that this one was merged into, followed to the end; itself if it never was."""
        chain = [self]
        while (into := chain[-1].merged_into) and into not in chain:
            chain.append(into)  # type: ignore[arg-type]  # of the same model
        return chain[-1]

    def clean(self) -> None:
        super().clean()
        if not self.slug and self._lacks_slug_text():
            raise ValidationError(NO_SLUG_TEXT)

    def _lacks_slug_text(self) -> bool:
        try:
            return not make_slug(self.slug_text())
        except ObjectDoesNotExist:  # made of the names of records that have yet to be chosen
            return False

    @classmethod
    def _insert(cls, rows: Sequence[Self], at: datetime) -> None:
        for row in rows:
            row.created_at = row.updated_at = at
            if row.is_published and not row.published_at:
                row.published_at = at
            for name, value in row.own_derived_values().items():
                setattr(row, name, value)
        if len(rows) > 1:
            refuse_erased(cls, [row.slug for row in rows if row.slug])
            slugs = cls._free_slugs(rows)
            for row, slug in zip(rows, slugs, strict=True):
                row.slug = slug
            # One of them may be refused for its slug, which another process has just taken.
            with suppress(IntegrityError), transaction.atomic():
                cls._base_manager.bulk_create(rows)
                return
        for row in rows:
            row._insert_one()

    @classmethod
    def _free_slugs(cls, rows: Sequence[Self]) -> list[str]:
        """The slug of each row, and free ones for those without."""
        bases = [row.slug or row._slug_base() for row in rows]
        taken = {row.slug for row in rows if row.slug}
        stored = set()
        for chunk in chunked(base for base, row in zip(bases, rows, strict=True) if not row.slug):
            stored |= set(cls._base_manager.filter(slug__in=chunk).order_by().values_list("slug", flat=True))
            stored |= erased_slugs(cls, chunk)
        slugs = []
        for base, row in zip(bases, rows, strict=True):
            slug = row.slug or base
            if not row.slug and (base in taken or base in stored):
                others = cls._slugs_beginning(base) | taken
                slug = next(slug for slug in numbered_slugs(base) if slug not in others)
            taken.add(slug)
            slugs.append(slug)
        return slugs

    def _slug_base(self) -> str:
        base = make_slug(self.slug_text(), SLUG_LENGTH - 8)
        if not base:
            raise ValidationError({"slug": "There are no Latin letters or digits to make a slug of: type one."})
        return base

    def _insert_one(self) -> None:
        if self.slug:
            refuse_erased(type(self), [self.slug])
            if not self._insert_if_slug_is_free():
                raise ValidationError({"slug": "Another record has just taken this slug."})
            return
        base = self._slug_base()
        taken = self._slugs_beginning(base)
        for slug in numbered_slugs(base):  # pragma: no branch  it counts until one is free
            self.slug = slug
            if self.slug not in taken and self._insert_if_slug_is_free():
                return

    @classmethod
    def _slugs_beginning(cls, base: str) -> set[str]:
        """The slugs that are this one, or this one with more words, and erased ones that would be proposed next.

        One query, however many have the same name.
        """
        # In the order of slugs, "." is what comes after "-".
        longer = Q(slug__gt=f"{base}-", slug__lt=f"{base}.")
        stored = cls._base_manager.filter(Q(slug=base) | longer).order_by().values_list("slug")
        erased = {address_digest(cls, slug): slug for slug in islice(numbered_slugs(base), MAX_ERASED)}
        digests = ErasedAddress.objects.filter(digest__in=erased).values_list("digest")
        return {erased.get(value, value) for (value,) in stored.union(digests, all=True)}

    def _is_slug_taken(self) -> bool:
        return type(self)._base_manager.filter(slug=self.slug).exists()

    def _insert_if_slug_is_free(self) -> bool:
        # Another process may insert the slug between the look and the insert.
        try:
            with transaction.atomic():
                type(self)._base_manager.bulk_create([self])
        except IntegrityError:
            if self._is_slug_taken():
                return False
            raise
        return True

    @classmethod
    def _update(cls, changed: Sequence[tuple[Self, Self, set[str]]], current: Edit) -> None:
        """Write what differs of each row from the stored one beside it, by the names of its fields."""
        if any(row.slug != stored.slug for row, stored, _differing in changed):
            raise ValidationError({"slug": "A slug never changes: it is the record's public address."})
        current.ensure_baselines(stored for _row, stored, _differing in changed)
        changes = []
        for row, stored, differing in changed:
            row.version = stored.version + (not current.has_changed(row))
            row.created_at, row.updated_at = stored.created_at, current.at
            row.published_at = stored.published_at or (current.at if row.is_published else None)
            written = {*differing, "version", "updated_at", "published_at"}
            columns = (field.attname for field in cls._meta.concrete_fields if field.name in written)
            changes.append((row.pk, {name: getattr(row, name) for name in columns}))
        write_columns(cls, changes)

    def baseline_moment(self) -> datetime:
        return self.updated_at


def refuse_erased(model: type[PublishableRecord], slugs: Collection[str]) -> None:
    """Raise ValidationError if any of these slugs was that of a row that was erased."""
    for chunk in chunked(slugs):
        if erased := erased_slugs(model, chunk):
            raise ValidationError(
                {"slug": f"{', '.join(sorted(erased))}: this address was erased, and isn't given again."}
            )


def numbered_slugs(base: str) -> Iterator[str]:
    """base, base-2, base-3 and so on."""
    return (base if number == 1 else f"{base}-{number}" for number in count(1))
