"""Articles and statements: where every fact comes from."""

from datetime import date
from typing import Any, Self
from urllib.parse import urlsplit

from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import Q, TextChoices, UniqueConstraint

from people.models.name import language_field
from talentwatch.chunks import chunked
from talentwatch.matching.addresses import address_key, pasted_key
from talentwatch.matching.comparison import EXACT_KEYS
from talentwatch.phrases import format_date
from talentwatch.records.constraints import http_address, language_form, lengths, not_itself
from talentwatch.records.date_lookups import Certainty, not_after, not_before
from talentwatch.records.declarations import OnMerge, OnWithdraw, Reference
from talentwatch.records.fields import (
    MAX_ADDRESS_LENGTH,
    PartialDateAttribute,
    SearchKeyField,
    SingleLineField,
    WebAddressField,
    bounds_in_calendar,
    bounds_in_order,
    date_bound,
    one_of,
)
from talentwatch.records.models import PublishableRecord
from talentwatch.records.querysets import PublishableQuerySet
from talentwatch.records.search_text import search
from talentwatch.records.status import Status
from talentwatch.text import isolate_bidi, make_slug, publisher_key, search_key

LAST_CHARACTER = "\U0010ffff"  # sorts after any other


class SourceKind(TextChoices):
    STATEMENT = "statement", "Statement"
    REPORT = "report", "Report"
    INTERVIEW = "interview", "Interview"
    AGGREGATOR = "aggregator", "Aggregator"


class SourceQuerySet(PublishableQuerySet):
    def search(self, text: str) -> Self:
        """Every word of the text occurs in the title, the publisher or the author."""
        found: Self = search(self, text)
        return found

    def at_address(self, address: str) -> Self:
        """Sources at this address, under it, or archived at it; “www.”, tracking parameters and the like are ignored."""
        key = pasted_key(address)
        # A range, because startswith ignores case on SQLite only.
        here = Q(url_key__gte=key, url_key__lt=key + LAST_CHARACTER) if key else Q()
        return self.filter(here | Q(archive_url=address.strip()))

    def without_address(self) -> Self:
        """Without a web address, so that readers can't look them up."""
        return self.not_withdrawn().filter(url="")

    def identities(self) -> list[tuple[int, str]]:
        """The keys by which the same article is recognised, as (primary key, key); for finding duplicates."""
        rows = self.order_by("pk").values("pk", "url", "publisher", "title")
        return [(row["pk"], key) for row in rows for key in Source.keys_of(row)]

    def after(self, day: date, certainty: str = Certainty.POSSIBLE) -> Self:
        """Published on the day or later."""
        return self.filter(not_before("published", day, certainty))

    def before(self, day: date, certainty: str = Certainty.POSSIBLE) -> Self:
        """Published on the day or earlier."""
        return self.filter(not_after("published", day, certainty))


class Source(PublishableRecord):
    """One published article or statement."""

    url = WebAddressField(help_text="The web address of the article, http or https.")
    title = SingleLineField(
        max_length=300, blank=True, default="", help_text="The headline as published, in its original language."
    )
    publisher = SingleLineField(
        max_length=200, blank=True, default="", help_text="The publisher, such as Fortune or Calcalist."
    )
    author = SingleLineField(max_length=200, blank=True, default="", help_text="The byline.")
    language = language_field("The language of the text.")
    published_earliest, published_latest = date_bound(), date_bound()
    published = PartialDateAttribute()
    archive_url = WebAddressField(help_text="The web address of an archived copy.")
    kind = models.CharField(max_length=20, choices=SourceKind, default=SourceKind.REPORT, help_text="The kind of text.")
    derived_from = models.ForeignKey(
        "self",
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="repetitions",
        help_text="The source that this one repeats. Five papers that repeat one report count as one.",
    )
    search_key = SearchKeyField(editable=False, default="")
    publisher_key = SearchKeyField(editable=False, default="")
    url_key = SearchKeyField(editable=False, default="")

    objects = SourceQuerySet.as_manager()

    references = (Reference("derived_from", OnWithdraw.REVIEW),)
    on_merge = PublishableRecord.on_merge | {"derived_from": OnMerge.REPOINT}
    derived_fields = frozenset({"search_key", "publisher_key", "url_key"})
    hidden_fields = {
        "search_key": "search compares it",
        "publisher_key": "tells publishers apart, however they are spelt",
        "url_key": "finds an article by any spelling of its address",
    }
    comparison = EXACT_KEYS

    class Meta(PublishableRecord.Meta):
        constraints = [
            *PublishableRecord.Meta.constraints,
            lengths(
                "source",
                slug=200,
                url=MAX_ADDRESS_LENGTH,
                archive_url=MAX_ADDRESS_LENGTH,
                title=300,
                publisher=200,
                author=200,
            ),
            http_address("url", "source"),
            http_address("archive_url", "source"),
            language_form("language", "source"),
            not_itself("derived_from", "source", "A source can't repeat itself."),
            one_of("kind", SourceKind, "source"),
            bounds_in_order("published", "source"),
            bounds_in_calendar("published", "source"),
            UniqueConstraint(
                fields=["url"],
                condition=~Q(url=""),
                name="source_url_once",
                violation_error_message="There is already a source with this address.",
            ),
        ]
        indexes = [
            models.Index(fields=["published_earliest", "slug"], name="source_by_date"),
            models.Index(fields=["publisher_key", "slug"], name="source_by_publisher"),
            models.Index(fields=["language", "slug"], name="source_by_language"),
            models.Index(fields=["kind", "slug"], name="source_by_kind"),
            models.Index(fields=["url_key"], name="source_by_address"),
            models.Index(fields=["id"], name="source_not_public", condition=~Q(status=Status.PUBLISHED)),
        ]

    def __str__(self) -> str:
        name = self.publisher or self.title or self.slug
        return ", ".join(filter(None, [isolate_bidi(name), format_date(self.published)]))

    def slug_text(self) -> str:
        publisher = self.publisher
        if not make_slug(publisher):
            # Such as a Hebrew name, which gives no slug: the host of the address stands in for it.
            try:
                publisher = (urlsplit(self.url).hostname or "").removeprefix("www.")
            except ValueError:
                # Not an address; the field's own validator says so.
                publisher = ""
        return " ".join(filter(None, [publisher, self.title[:60], str(self.published)]))

    def own_derived_values(self) -> dict[str, Any]:
        return {
            "search_key": search_key(self.title, self.publisher, self.author),
            "publisher_key": publisher_key(self.publisher),
            "url_key": address_key(self.url),
        }

    def clean(self) -> None:
        super().clean()
        if self.pk and self.derived_from and self in self.derived_from.derivation_chain():
            raise ValidationError({"derived_from": "A source can't repeat itself."})

    def derivation_chain(self) -> list["Source"]:
        """This source, the one it repeats, and so on to the original."""
        chain = [self]
        while (repeated := chain[-1].derived_from) and repeated not in chain:
            chain.append(repeated)
        return chain

    def original(self) -> "Source":
        """The source at the end of the chain that this one repeats; itself if it repeats none."""
        return self.derivation_chain()[-1]

    @classmethod
    def with_repetitions(cls, records: "list[Source]") -> "list[Source]":
        """These sources and all that repeat them, directly or not."""
        sources = dict.fromkeys(records)
        latest = records
        while latest:
            chunks = (Source._base_manager.filter(derived_from__in=chunk) for chunk in chunked(latest))
            latest = [one for repetitions in chunks for one in repetitions if one not in sources]
            sources |= dict.fromkeys(latest)
        return list(sources)

    @classmethod
    def keys_of(cls, values: dict[str, Any]) -> list[str]:
        """The keys by which the same article is recognised: its normalised address, and its publisher with its headline."""
        publisher, title = (values.get(name) or "" for name in ("publisher", "title"))
        headline_key = f"{publisher_key(publisher)}: {search_key(title)}" if publisher and title else ""
        return list(filter(None, [address_key(values.get("url") or ""), headline_key]))

    def original_publisher_key(self) -> str:
        """The key of the publisher that counts as independent: that of the original, or the original itself without one."""
        original = self.original()
        return publisher_key(original.publisher) or f"source {original.slug}"
