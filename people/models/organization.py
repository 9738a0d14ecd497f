"""Organizations and the tree they form."""

from collections.abc import Iterable
from typing import Any

from django.core.exceptions import ValidationError
from django.db import connections, models
from django.db.models import Q, TextChoices, UniqueConstraint
from django.utils.functional import cached_property

from people.models.countries import COUNTRIES, COUNTRY_ERROR, check_country
from people.models.name import Named, NamedQuerySet
from people.models.person import wikidata_field
from talentwatch.chunks import chunked
from talentwatch.dates import FIRST_FOUNDING_YEAR
from talentwatch.matching.comparison import ORGANIZATION_NAMES
from talentwatch.records.constraints import http_address, lengths, not_itself, wikidata_form
from talentwatch.records.declarations import OnMerge, OnWithdraw, Reference
from talentwatch.records.fields import (
    MAX_ADDRESS_LENGTH,
    MAX_TEXT_LENGTH,
    MultiLineField,
    PartialDateAttribute,
    UpperCaseField,
    WebAddressField,
    bounds_in_calendar,
    bounds_in_order,
    date_bound,
    one_of,
)
from talentwatch.records.status import Status


class OrganizationKind(TextChoices):
    COMPANY = "company", "Company"
    STARTUP = "startup", "Start-up"
    LAB = "lab", "Laboratory"
    UNIVERSITY = "university", "University"
    GOVERNMENT = "government", "Government"
    NONPROFIT = "nonprofit", "Non-profit"
    MEDIA = "media", "Media"
    TEAM = "team", "Team"


class OrganizationQuerySet(NamedQuerySet):
    @cached_property
    def _children(self) -> tuple[str, tuple[Any, ...]]:
        """SQL and parameters: each organization with its parent."""
        return self.order_by().values("id", "parent_id").query.sql_with_params()

    def with_parts(self, pks: Iterable[int]) -> set[int]:
        """The primary keys of these organizations and all their parts; only parts in this queryset are followed."""
        organizations = set(pks)
        children, parameters = self._children
        for chunk in chunked(tuple(organizations)):
            wanted = ", ".join(["%s"] * len(chunk))
            # UNION leaves out what was found before: a cycle, which only a change that bypassed clean() can make, ends here.
            statement = (
                f"WITH RECURSIVE part(id) AS (SELECT id FROM people_organization WHERE id IN ({wanted}) "  # noqa: S608 values are parameters
                f"UNION SELECT child.id FROM part JOIN ({children}) child ON child.parent_id = part.id) SELECT id FROM part"
            )
            with connections[self.db].cursor() as cursor:
                cursor.execute(statement, [*chunk, *parameters])
                organizations |= {pk for (pk,) in cursor.fetchall()}
        return organizations

    def top_level_slugs(self, pks: Iterable[int] | None = None) -> dict[int, str]:
        """The slug of the top-level organization of each, or of these (primary keys); only parents in this queryset are followed."""
        parents: dict[int, int | None] = {}
        slugs: dict[int, str] = {}
        wanted = None if pks is None else set(pks)
        while wanted is None or wanted:
            rows = self if wanted is None else self.filter(pk__in=wanted)
            for pk, parent, slug in rows.order_by().values_list("pk", "parent_id", "slug"):
                parents[pk], slugs[pk] = parent, slug
            if wanted is None:
                break
            # One query for each level of the tree.
            wanted = {parent for pk in wanted if (parent := parents.get(pk)) and parent not in parents}
        top_levels = {}
        for pk in parents:
            path = [pk]
            while (parent := parents[path[-1]]) in parents and parent not in path:
                path.append(parent)
            top_levels[pk] = slugs[path[-1]]
        return top_levels


class Organization(Named):
    """A company, laboratory, university, or a part of one."""

    kind = models.CharField(max_length=20, choices=OrganizationKind, help_text="The kind of organization.")
    parent = models.ForeignKey(
        "self",
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="children",
        help_text="The organization that this one is part of. A search for the parent includes its parts.",
    )
    country = UpperCaseField(
        max_length=2,
        blank=True,
        default="",
        validators=[check_country],
        help_text="ISO 3166-1 alpha-2 code, such as US, FR or CN.",
    )
    founded_earliest, founded_latest = date_bound(), date_bound()
    founded = PartialDateAttribute(first_year=FIRST_FOUNDING_YEAR)
    dissolved_earliest, dissolved_latest = date_bound(), date_bound()
    dissolved = PartialDateAttribute(first_year=FIRST_FOUNDING_YEAR)
    website = WebAddressField(help_text="The organization's website: an http or https address.")
    wikidata_id = wikidata_field()
    description = MultiLineField(
        blank=True, default="", help_text="One or two sentences for readers, in our own words."
    )

    objects = OrganizationQuerySet.as_manager()

    references = (Reference("parent", OnWithdraw.KEEP, needed=False),)
    on_merge = Named.on_merge | {"parent": OnMerge.REPOINT}
    comparison = ORGANIZATION_NAMES

    class Meta(Named.Meta):
        constraints = [
            *Named.Meta.constraints,
            lengths(
                "organization",
                slug=200,
                name=200,
                wikidata_id=20,
                website=MAX_ADDRESS_LENGTH,
                description=MAX_TEXT_LENGTH,
            ),
            wikidata_form("organization"),
            http_address("website", "organization"),
            not_itself("parent", "organization", "An organization can't be part of itself."),
            one_of("kind", OrganizationKind, "organization"),
            models.CheckConstraint(
                name="organization_country_is_known",
                condition=Q(country__in=["", *sorted(COUNTRIES)]),
                violation_error_message=COUNTRY_ERROR,
            ),
            bounds_in_order("founded", "organization"),
            bounds_in_order("dissolved", "organization"),
            bounds_in_calendar("founded", "organization", first_year=FIRST_FOUNDING_YEAR),
            bounds_in_calendar("dissolved", "organization", first_year=FIRST_FOUNDING_YEAR),
            models.CheckConstraint(
                name="organization_founded_before_dissolved",
                condition=Q(founded_earliest__isnull=True)
                | Q(dissolved_latest__isnull=True)
                | Q(founded_earliest__lte=models.F("dissolved_latest")),
                violation_error_message="An organization can't be dissolved before it was founded.",
            ),
            UniqueConstraint(
                fields=["wikidata_id"],
                condition=~Q(wikidata_id=""),
                name="organization_wikidata_id_once",
                violation_error_message="Another organization has this Wikidata item.",
            ),
        ]

        indexes = [
            models.Index(fields=["id"], name="organization_not_public", condition=~Q(status=Status.PUBLISHED)),
        ]

    def clean(self) -> None:
        super().clean()
        ancestor, seen = self.parent, {self.pk}
        while ancestor:
            if ancestor.pk in seen:
                raise ValidationError({"parent": "An organization can't be part of itself."})
            seen.add(ancestor.pk)
            ancestor = ancestor.parent
