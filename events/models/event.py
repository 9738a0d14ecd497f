"""News events: what happened, as the desk reports it."""

from datetime import date
from functools import cache
from typing import Any, Self

from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import Q, TextChoices

from events.models.currencies import CURRENCIES, CURRENCY_ERROR, check_currency
from people.evidence import Confidence, confidence_of
from people.models import Employment, Organization, Person, Source
from people.models.evidenced import EvidencedQuerySet
from talentwatch.records.constraints import lengths, not_blank
from talentwatch.records.date_lookups import Certainty, not_after, not_before
from talentwatch.records.declarations import OnMerge, OnWithdraw, Reference
from talentwatch.records.fields import (
    MAX_TEXT_LENGTH,
    MultiLineField,
    PartialDateAttribute,
    SearchKeyField,
    SingleLineField,
    UpperCaseField,
    bounds_in_calendar,
    bounds_in_order,
    one_of,
)
from talentwatch.records.models import PublishableRecord
from talentwatch.records.search_text import search
from talentwatch.records.status import Status
from talentwatch.text import search_key

MAX_PEOPLE = 10_000_000
MAX_AMOUNT = 10**15  # of any currency; JavaScript still counts so far without loss


class EventKind(TextChoices):
    DEPARTURE = "departure", "Departure"
    HIRE = "hire", "Hire"
    FOUNDING = "founding", "Founding"
    ROLE_CHANGE = "role_change", "Change of role"
    RETURN = "return", "Return"
    ACQUISITION = "acquisition", "Acquisition"
    INVESTMENT = "investment", "Investment"
    LAYOFF = "layoff", "Layoff"
    REORGANISATION = "reorganisation", "Reorganisation"
    OFFER_DECLINED = "offer_declined", "Offer declined"
    OTHER = "other", "Other"


class Outcome(TextChoices):
    HAPPENED = "happened", "Happened"
    PLANNED = "planned", "Planned"
    IN_TALKS = "in_talks", "In talks"
    FAILED = "failed", "Failed"


class NewsEventQuerySet(EvidencedQuerySet):
    evidence = "citations"

    def search(self, text: str) -> Self:
        """Every word of the text occurs in the headline, the summary, or a name of a published record that the event names."""
        found: Self = search(self, text)
        return found

    def after(self, day: date, certainty: str = Certainty.POSSIBLE) -> Self:
        """On the day or later."""
        return self.filter(not_before("date", day, certainty, nullable=False))

    def before(self, day: date, certainty: str = Certainty.POSSIBLE) -> Self:
        """On the day or earlier."""
        return self.filter(not_after("date", day, certainty, nullable=False))


class NewsEvent(PublishableRecord):
    """Something that happened, dated and described by the desk, with the sources that report it."""

    kind = models.CharField(max_length=20, choices=EventKind, help_text="The kind of event.")
    outcome = models.CharField(
        max_length=10,
        choices=Outcome,
        default=Outcome.HAPPENED,
        help_text="What became of it. A takeover that was only discussed is an acquisition that failed, or is in talks.",
    )
    date_earliest = models.DateField(editable=False)
    date_latest = models.DateField(editable=False)
    date = PartialDateAttribute()
    headline = SingleLineField(
        max_length=200, help_text="What happened, in our own words. The stance of each source refers to this sentence."
    )
    summary = MultiLineField(
        blank=True,
        default="",
        help_text="What the sources say and nothing more, in two or three sentences of our own; optional.",
    )
    people = models.ManyToManyField(
        Person,
        blank=True,
        related_name="events",
        help_text="The people it is about. Search by any name, in any script.",
    )
    organizations = models.ManyToManyField(
        Organization,
        through="events.EventOrganization",
        related_name="events",
        help_text="The organizations it is about.",
    )
    employments = models.ManyToManyField(
        Employment, blank=True, related_name="events", help_text="The jobs that began, changed or ended with it."
    )
    people_affected_min = models.PositiveIntegerField(
        "people affected, at least",
        null=True,
        blank=True,
        validators=[MinValueValidator(1), MaxValueValidator(MAX_PEOPLE)],
        help_text="How many people it affects, such as those laid off, if a source says so: the lowest number.",
    )
    people_affected_max = models.PositiveIntegerField(
        "people affected, at most",
        null=True,
        blank=True,
        validators=[MinValueValidator(1), MaxValueValidator(MAX_PEOPLE)],
        help_text="The highest number; the same as the lowest if the source gives one number.",
    )
    stake_percent = models.DecimalField(
        "stake in percent",
        max_digits=5,
        decimal_places=2,
        null=True,
        blank=True,
        validators=[MinValueValidator(0), MaxValueValidator(100)],
        help_text="The share of the target that changes hands, from 0 to 100, if a source says so.",
    )
    amount = models.PositiveBigIntegerField(
        null=True,
        blank=True,
        validators=[MinValueValidator(1), MaxValueValidator(MAX_AMOUNT)],
        help_text="What is paid or invested, if a source says so, in whole units of the currency: 14300000000 is 14.3 billion.",
    )
    currency = UpperCaseField(
        max_length=3,
        blank=True,
        default="",
        validators=[check_currency],
        help_text="The currency of the amount: an ISO 4217 code, such as USD, EUR or CNY.",
    )
    sources = models.ManyToManyField(Source, through="events.Citation", related_name="events")
    confidence = models.CharField(
        max_length=10,
        choices=Confidence.choices,
        default=Confidence.UNSOURCED,
        editable=False,
        help_text="Derived from the stances of the citations and the independence of their publishers.",
    )
    search_key = SearchKeyField(editable=False, default="")
    _history_m2m_fields = (people, employments)

    objects = NewsEventQuerySet.as_manager()

    references = (
        Reference("people", OnWithdraw.REVIEW),
        Reference("organizations", OnWithdraw.REVIEW),
        Reference("employments", OnWithdraw.REVIEW),
        Reference("citations__source", OnWithdraw.REVIEW, evidence=True),
    )
    on_merge = PublishableRecord.on_merge | dict.fromkeys(("people", "employments"), OnMerge.REPOINT)
    derived_fields = frozenset({"confidence", "search_key"})
    hidden_fields = {"search_key": "search compares it"}
    happened_if = {"date": ("outcome", (Outcome.HAPPENED,))}

    class Meta(PublishableRecord.Meta):
        constraints = [
            *PublishableRecord.Meta.constraints,
            lengths("newsevent", slug=200, headline=200, summary=MAX_TEXT_LENGTH),
            not_blank("headline", "newsevent"),
            one_of("kind", EventKind, "newsevent"),
            one_of("confidence", Confidence, "newsevent"),
            one_of("outcome", Outcome, "newsevent"),
            bounds_in_order("date", "newsevent"),
            bounds_in_calendar("date", "newsevent"),
            models.CheckConstraint(
                name="newsevent_date_is_bounded",
                condition=Q(date_earliest__isnull=False, date_latest__isnull=False),
                violation_error_message="An event needs a date with an earliest and a latest day; “2023” is enough.",
            ),
            models.CheckConstraint(
                name="newsevent_affects_people",
                condition=(Q(people_affected_min__isnull=True) | Q(people_affected_min__range=(1, MAX_PEOPLE)))
                & (Q(people_affected_max__isnull=True) | Q(people_affected_max__range=(1, MAX_PEOPLE))),
                violation_error_message=f"Enter numbers of people from 1 to {MAX_PEOPLE:,}.",
            ),
            models.CheckConstraint(
                name="newsevent_affected_in_order",
                condition=Q(people_affected_min__isnull=True)
                | Q(people_affected_max__isnull=True)
                | Q(people_affected_min__lte=models.F("people_affected_max")),
                violation_error_message="The lowest number of people affected can't be above the highest.",
            ),
            models.CheckConstraint(
                name="newsevent_stake_is_a_share",
                condition=Q(stake_percent__isnull=True) | Q(stake_percent__range=(0, 100)),
                violation_error_message="Enter a stake from 0 to 100 percent.",
            ),
            models.CheckConstraint(
                name="newsevent_amount_is_positive",
                condition=Q(amount__isnull=True) | Q(amount__range=(1, MAX_AMOUNT)),
                violation_error_message=f"Enter an amount from 1 to {MAX_AMOUNT:,}.",
            ),
            models.CheckConstraint(
                name="newsevent_amount_has_currency",
                condition=Q(amount__isnull=True, currency="") | (Q(amount__isnull=False) & ~Q(currency="")),
                violation_error_message="An amount needs a currency, and a currency an amount.",
            ),
            models.CheckConstraint(
                name="newsevent_currency_is_known",
                condition=Q(currency__in=["", *sorted(CURRENCIES)]),
                violation_error_message=CURRENCY_ERROR,
            ),
        ]
        indexes = [
            models.Index(fields=["-date_earliest", "slug"], name="newsevent_by_date"),
            models.Index(fields=["kind", "-date_earliest", "slug"], name="newsevent_by_kind"),
            models.Index(fields=["outcome", "-date_earliest", "slug"], name="newsevent_by_outcome"),
            models.Index(fields=["confidence", "-date_earliest", "slug"], name="newsevent_by_confidence"),
            models.Index(fields=["id"], name="newsevent_not_public", condition=~Q(status=Status.PUBLISHED)),
        ]

    def __str__(self) -> str:
        return self.headline

    @classmethod
    @cache
    def recompute_prefetches(cls) -> list[models.Prefetch]:
        citations: Any = cls._meta.get_field("citations")
        rows = citations.related_model._base_manager.filter(source__status=Status.PUBLISHED)
        rows = rows.select_related("source__derived_from__derived_from").order_by()
        return [models.Prefetch("citations", rows, to_attr="fetched_evidence")]

    def evidence(self) -> list[Any]:
        """The citations that count: those of published sources."""
        models.prefetch_related_objects([self], *self.recompute_prefetches())
        # Once: the next call may come after another edit.
        evidence: list[Any] = self.__dict__.pop("fetched_evidence")
        return evidence

    def own_derived_values(self) -> dict[str, Any]:
        return {"search_key": search_key(self.headline, self.summary)}

    def derived_values(self) -> dict[str, Any]:
        return {"confidence": confidence_of(self.evidence()), **self.own_derived_values()}
