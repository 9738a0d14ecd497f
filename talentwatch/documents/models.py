"""The JSON of every public row, from one change of the log to the next."""

from typing import Any, Self

from django.db import models
from django.db.models import Exists, F, Func, OuterRef, Q

from talentwatch.documents.json_text import fill_addresses, join_forms, parse
from talentwatch.records.fields import PublicIdField
from talentwatch.records.models import SLUG_LENGTH


class DocumentQuerySet(models.QuerySet):
    def current(self) -> Self:
        """What readers are served now."""
        return self.filter(until__isnull=True)

    def at(self, seq: int) -> Self:
        """What readers were served after this change of the log, and before the next one."""
        return self.filter(Q(until__isnull=True) | Q(until__gt=seq), since__lte=seq)

    def mentioning(self, resource: str, slugs: Any) -> Self:
        """Those that name any of these records."""
        named = Mention.objects.filter(document=OuterRef("pk"), resource=resource, slug__in=slugs)
        return self.filter(Exists(named))

    def erased(self) -> Self:
        """What named somebody who was erased: nothing is left of it."""
        return self.filter(row="")

    def servable(self) -> Self:
        """Without those of the time before documents were kept as they were served."""
        return self.filter(Q(until__isnull=True) | Q(until__gt=F("since")))


class Document(models.Model):
    """The JSON of one public row, as readers are served it from one change of the log to the next.

    It is kept as the text to serve, with a placeholder before each address of this site (see json_text.py). Texts of the
    time before they were kept so are served to nobody: there, `until` is the same as `since`. What named somebody who was
    erased is empty, and is withheld for ever; if its own row was erased, its slug is one that no row can have.
    """

    since = models.BigIntegerField(primary_key=True, help_text="The change from which on readers are served it.")
    until = models.BigIntegerField(null=True, help_text="The change that ended this; null while it is served.")
    resource = models.CharField(max_length=20, help_text="The list that the row belongs to, as in its URL.")
    slug = PublicIdField(max_length=2 * SLUG_LENGTH + 12, help_text="The public identifier of the row.")
    row = models.TextField(help_text="The JSON of the row in lists.")
    nested = models.TextField(
        blank=True, default="", help_text="The JSON of what only the record itself shows, if any."
    )

    objects = DocumentQuerySet.as_manager()

    class Meta:
        ordering = ["since"]
        constraints = [
            models.UniqueConstraint(
                fields=["resource", "slug"], condition=Q(until__isnull=True), name="document_current_once"
            ),
        ]
        indexes = [models.Index(fields=["resource", "slug", "since"], name="document_versions")]

    def __str__(self) -> str:
        return f"{self.resource}/{self.slug}/ since {self.since}"

    @property
    def record(self) -> str:
        """The JSON of the record itself."""
        return join_forms(self.row, self.nested)

    @property
    def data(self) -> dict[str, Any]:
        """The record as parsed JSON; its addresses are incomplete. Empty if it was erased."""
        return parse(self.record) if self.row else {}

    def data_at(self, site: str) -> dict[str, Any]:
        """The record as parsed JSON with complete addresses; `site` is where this one is: https://example.org"""
        return parse(fill_addresses(self.record, site))


class Mention(models.Model):
    """A document names a public record: anywhere in it, as {slug, name} or with more."""

    document = models.ForeignKey(Document, on_delete=models.CASCADE, related_name="mentions")
    resource = models.CharField(max_length=20, help_text="The list that the named record belongs to.")
    slug = PublicIdField(max_length=SLUG_LENGTH, help_text="Its public identifier.")

    class Meta:
        constraints = [models.UniqueConstraint(fields=["resource", "slug", "document"], name="mention_once")]

    def __str__(self) -> str:
        return f"{self.document} names {self.resource}/{self.slug}/"


class ComparedRelease(models.Model):
    """The code whose rendering of every row was last compared with the documents: one row, or none."""

    code = models.CharField(max_length=12, help_text="The fingerprint of the code (talentwatch/release.py).")

    def __str__(self) -> str:
        return self.code


def with_documents(rows: Any, resource: str, *, nested: bool) -> Any:
    """The rows, each with the text of its document as `document_row`, and as `document_nested` if asked for.

    Both are None for a row that isn't public. They are read in the same query as the row, so they belong together.
    """
    columns = ("row", "nested") if nested else ("row",)
    return rows.annotate(**{f"document_{name}": CurrentText(name, resource) for name in columns})


class CurrentText(Func):
    """A column of the document of a row that has a slug: a subquery in one piece, which Django needn't build for each list."""

    template = (
        '(SELECT current_document."%(column)s" FROM documents_document current_document WHERE current_document.until IS NULL'
        " AND current_document.resource = '%(resource)s' AND current_document.slug = %(expressions)s)"
    )

    def __init__(self, column: str, resource: str) -> None:
        super().__init__("slug", column=column, resource=resource, output_field=models.TextField(null=True))
