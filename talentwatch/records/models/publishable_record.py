"""A publishable record: permanent slug, status, version, and the record it was merged into."""

from collections.abc import Collection
from datetime import datetime
from itertools import count
from typing import TYPE_CHECKING, Any, ClassVar, Self

from django.core.exceptions import ObjectDoesNotExist, ValidationError
from django.db import IntegrityError, models, transaction
from django.db.models import CheckConstraint, Q
from django.utils import timezone

from talentwatch.matching.comparison import Comparison
from talentwatch.records.constraints import not_itself, slug_form
from talentwatch.records.declarations import OnMerge, Reference
from talentwatch.records.edit import edit
from talentwatch.records.fields import SlugField, one_of
from talentwatch.records.models.versioned_model import VersionedModel, edit_history
from talentwatch.records.status import Status
from talentwatch.text import make_slug

if TYPE_CHECKING:
    from talentwatch.records.models.child_record import ChildRecord

SLUG_LENGTH = 200
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

    def save(self, *args: Any, **options: Any) -> None:
        """Insert or update inside an edit; where nothing changed, nothing is written.

        Raises ValidationError where the slug would change, or where the edit leaves a published record without what it
        needs to be public.
        """
        with edit() as current:
            stored = None if options.get("force_insert") else self.stored()
            if stored is None:
                self._insert(current.at, **options)
                current.mark_changed(self, "+")
            elif self.differs_from(stored, options.get("update_fields")):
                self._update(stored, current.at, is_counted=current.has_changed(self), **options)
                current.mark_changed(self)
            if self.is_published != (stored is not None and stored.is_published):
                current.recheck(self)

    def natural_key(self) -> tuple[str]:
        return (self.slug,)

    def slug_text(self) -> str:
        """The text that a new slug is made of."""
        return str(self)

    def recompute_after_load(self) -> list["PublishableRecord"]:
        return [self]

    def with_repetitions(self) -> list[Any]:
        """This record, then those that only repeat what it says: evidence that cites one of them rests on it."""
        return [self]

    def carried_over_details(self, others: Collection[Any]) -> "list[ChildRecord]":
        """Child rows to add in a merge, for what these records said and the survivor has no field for."""
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

    def _insert(self, at: datetime, **options: Any) -> None:
        self.created_at = self.updated_at = at
        if self.is_published and not self.published_at:
            self.published_at = at
        if self.slug:
            if not self._insert_if_slug_is_free(**options):
                raise ValidationError({"slug": "Another record has just taken this slug."})
            return
        base = make_slug(self.slug_text(), SLUG_LENGTH - 8)
        if not base:
            raise ValidationError({"slug": "There are no Latin letters or digits to make a slug of: type one."})
        taken = self._slugs_beginning(base)
        for number in count(1):  # pragma: no branch  it counts until one is free
            self.slug = base if number == 1 else f"{base}-{number}"
            if self.slug not in taken and self._insert_if_slug_is_free(**options):
                return

    def _slugs_beginning(self, base: str) -> set[str]:
        """The slugs that are this one, or this one with more words. One query, however many have the same name."""
        # In the order of slugs, "." is what comes after "-".
        longer = Q(slug__gt=f"{base}-", slug__lt=f"{base}.")
        return set(type(self)._base_manager.filter(Q(slug=base) | longer).values_list("slug", flat=True))

    def _is_slug_taken(self) -> bool:
        return type(self)._base_manager.filter(slug=self.slug).exists()

    def _insert_if_slug_is_free(self, **options: Any) -> bool:
        # Another process may insert the slug between the look and the insert.
        try:
            with transaction.atomic():
                super().save(**options)
        except IntegrityError:
            if self._is_slug_taken():
                return False
            raise
        return True

    def _update(self, stored: Self, at: datetime, *, is_counted: bool, **options: Any) -> None:
        if self.slug != stored.slug:
            raise ValidationError({"slug": "A slug never changes: it is the record's public address."})
        self.version = stored.version
        if not is_counted:
            stored.ensure_baseline()
            self.version += 1
        self.created_at, self.updated_at = stored.created_at, at
        self.published_at = stored.published_at or (at if self.is_published else None)
        if options.get("update_fields") is not None:
            options["update_fields"] = {*options["update_fields"], "version", "updated_at", "published_at"}
        super().save(**options)

    def baseline_moment(self) -> datetime:
        return self.updated_at
