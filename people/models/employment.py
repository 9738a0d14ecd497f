"""Employments: the desk's conclusion of who worked where, from when to when."""

from collections import defaultdict
from collections.abc import Collection, Iterable
from datetime import date
from functools import cache
from typing import Any, Self

from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import Q, TextChoices, UniqueConstraint
from django.db.models.functions import Coalesce

from people.evidence import (
    CERTAIN_CONFIDENCES,
    Confidence,
    EndState,
    announced_for,
    confidence_of,
    conflicts_of,
    verified_days,
)
from people.models.evidenced import EvidencedQuerySet
from people.models.organization import Organization
from people.models.person import Person
from people.models.tenure import TENURE_HAPPENED_IF, Tenure, tenure_constraints
from talentwatch.chunks import chunked
from talentwatch.dates import months_between
from talentwatch.records.constraints import lengths, not_itself
from talentwatch.records.date_lookups import Certainty, not_after, not_before
from talentwatch.records.declarations import OnMerge, OnWithdraw, Reference
from talentwatch.records.fields import MAX_TEXT_LENGTH, MultiLineField, one_of
from talentwatch.records.models import PublishableRecord
from talentwatch.records.models.versioned_model import Outdated, differing_values
from talentwatch.records.querysets import hidden, keys_of_any, names_hidden
from talentwatch.records.status import Status
from talentwatch.text import isolate_bidi

OVERLAPS = "This person has other jobs at the same time: {}. Check that this is right."


class Role(TextChoices):
    FOUNDER = "founder", "Founder"
    EXECUTIVE = "executive", "Executive"
    LEAD = "lead", "Lead"
    RESEARCH = "research", "Research"
    ENGINEERING = "engineering", "Engineering"
    PRODUCT = "product", "Product"
    POLICY = "policy", "Policy"
    ADVISOR = "advisor", "Advisor"
    BOARD = "board", "Board"
    STUDENT = "student", "Student"
    OTHER = "other", "Other"


class EmploymentQuerySet(EvidencedQuerySet):
    evidence = "claims"

    def published(self) -> Self:
        """What the public may see: published employments of published people at published organizations."""
        return self.filter(
            ~names_hidden("person", Person), ~names_hidden("organization", Organization), status=Status.PUBLISHED
        )

    def hidden_keys(self) -> Any:
        conditions = [Q(person__in=hidden(Person)), Q(organization__in=hidden(Organization))]
        return keys_of_any(self, [~Q(status=Status.PUBLISHED), *conditions])

    def named(self) -> Self:
        """With the person and the organization, whose names make an employment's name."""
        return self.select_related("person", "organization")

    def in_order_of_time(self) -> Self:
        """By the first known day, of the start or else of the end; those without dates last."""
        first_day = Coalesce("start_earliest", "start_latest", "end_earliest", "end_latest")
        return self.order_by(first_day.asc(nulls_last=True), "slug")

    def at_organizations(self, organizations: Iterable[int]) -> Self:
        """Employments at any of these organizations (primary keys), not at their parts."""
        return self.filter(organization__in=organizations)

    def in_conflict(self) -> Self:
        """A published source contradicts the desk's conclusion."""
        return self.not_withdrawn().filter(has_conflict=True)

    def unverified_since(self, day: date) -> Self:
        """Published as ongoing, but no source places the person there on that day or later."""
        ongoing = self.published().not_refuted().filter(end_state=EndState.ONGOING)
        return ongoing.filter(Q(verified_on__isnull=True) | Q(verified_on__lt=day))

    def overdue_announcements(self, day: date) -> Self:
        """The start or the end was announced for a date that has passed by that day, and no source has confirmed it since."""
        return self.not_withdrawn().filter(announced_for__lt=day)

    def overlapping(self, jobs: "Collection[Employment]") -> "dict[int | None, list[Employment]]":
        """By the primary keys of these jobs: those in this queryset, without withdrawn ones, that the same person certainly
        held on some day of that job."""
        of_person: dict[int, list[Employment]] = defaultdict(list)
        for people in chunked({job.person_id for job in jobs}):
            others: Any = self.not_withdrawn().filter(person__in=people).named()
            for job in others:
                of_person[job.person_id].append(job)
        return {
            job.pk: [one for one in of_person[job.person_id] if one.pk != job.pk and job.certainly_overlaps(one)]
            for job in jobs
        }

    def on(self, day: date, certainty: str = Certainty.POSSIBLE) -> Self:
        """Held on the day, the last day included; refuted employments never are (docs/api.md).

        Certain only if confirmed or reported, from the earlier of start_latest and verified_from to the later of
        end_earliest and verified_on. An ongoing employment that wasn't verified since is possible, not certain.
        """
        possible = self.not_refuted().filter(
            Q(start_earliest__isnull=True) | Q(start_earliest__lte=day),
            ~Q(end_state=EndState.ENDED) | Q(end_latest__gte=day),
        )
        if certainty == Certainty.POSSIBLE:
            return possible
        return possible.filter(
            Q(start_latest__lte=day) | Q(verified_from__lte=day),
            Q(end_earliest__gte=day) | Q(verified_on__gte=day),
            confidence__in=CERTAIN_CONFIDENCES,
        )

    def started_after(self, day: date, certainty: str = Certainty.POSSIBLE) -> Self:
        """Started on the day or later; so not one that ended before."""
        return self.filter(not_before("start", day, certainty), not_before("end", day))

    def started_before(self, day: date, certainty: str = Certainty.POSSIBLE) -> Self:
        """Started on the day or earlier."""
        return self.filter(not_after("start", day, certainty))

    def ended_after(self, day: date, certainty: str = Certainty.POSSIBLE) -> Self:
        """Ended, on the day or later."""
        return self.filter(not_before("end", day, certainty), end_state=EndState.ENDED)

    def ended_before(self, day: date, certainty: str = Certainty.POSSIBLE) -> Self:
        """Ended, on the day or earlier; so not one that started later."""
        return self.filter(not_after("end", day, certainty), not_after("start", day), end_state=EndState.ENDED)


class Employment(PublishableRecord, Tenure):
    """The desk's conclusion that a person held a job at an organization, from one partial date to another."""

    person = models.ForeignKey(
        Person,
        on_delete=models.PROTECT,
        related_name="employments",
        # The index employment_of_person begins with it.
        db_index=False,
        help_text="Search by any name, in any script.",
    )
    organization = models.ForeignKey(
        Organization,
        on_delete=models.PROTECT,
        related_name="employments",
        help_text="The unit if sources name one (FAIR, Google DeepMind), otherwise the whole organization.",
    )
    role = models.CharField(
        max_length=20,
        choices=Role,
        default=Role.OTHER,
        help_text="The kind of work. The exact job title goes into “Title”.",
    )
    came_from = models.ForeignKey(
        "self",
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="led_to",
        help_text="The job that the same person left for this one. Fill it in only if a source says so.",
    )
    note = MultiLineField(
        blank=True, default="", help_text="For the desk: the reasons for this conclusion. Readers don't see it."
    )
    confidence = models.CharField(
        max_length=10,
        choices=Confidence.choices,
        default=Confidence.UNSOURCED,
        editable=False,
        help_text="Derived from the stances of the claims and the independence of their publishers.",
    )
    verified_from = models.DateField(
        null=True,
        blank=True,
        editable=False,
        help_text="The first day on which a source places the person in this job.",
    )
    verified_on = models.DateField(
        null=True, blank=True, editable=False, help_text="The last day on which a source places the person in this job."
    )
    has_conflict = models.BooleanField(
        default=False, editable=False, help_text="A claim contradicts what is concluded here."
    )
    announced_for = models.DateField(
        null=True,
        blank=True,
        editable=False,
        help_text="The last possible day of a start or an end that was announced and that no source has confirmed.",
    )

    objects = EmploymentQuerySet.as_manager()

    references = (
        Reference("person", OnWithdraw.WITHDRAW),
        Reference("organization", OnWithdraw.WITHDRAW),
        Reference("came_from", OnWithdraw.KEEP, needed=False),
        Reference("claims__source", OnWithdraw.REVIEW, evidence=True),
    )
    on_merge = PublishableRecord.on_merge | dict.fromkeys(("person", "organization", "came_from"), OnMerge.REPOINT)
    merge_keys = ("person", "organization")
    derived_fields = frozenset({"confidence", "verified_from", "verified_on", "has_conflict", "announced_for"})
    hidden_fields = {
        "announced_for": "the desk lists announced dates that have passed; claims and sources have the dates"
    }
    private_fields = frozenset({"note"})
    happened_if = TENURE_HAPPENED_IF

    class Meta(PublishableRecord.Meta):
        constraints = [
            *PublishableRecord.Meta.constraints,
            *tenure_constraints("employment"),
            lengths("employment", slug=200, title=200, note=MAX_TEXT_LENGTH),
            not_itself("came_from", "employment", "A job can't have come from itself."),
            one_of("role", Role, "employment"),
            one_of("confidence", Confidence, "employment"),
            UniqueConstraint(
                fields=["came_from"],
                name="employment_left_for_one",
                violation_error_message="Another employment already came from this one.",
            ),
        ]
        indexes = [
            models.Index(fields=["person", "organization"], name="employment_of_person"),
            models.Index(fields=["organization", "slug"], name="employment_of_organization"),
            models.Index(fields=["organization", "start_earliest", "slug"], name="employment_of_org_by_start"),
            models.Index(fields=["organization", "end_state"], name="employment_by_organization"),
            models.Index(fields=["role", "slug"], name="employment_by_role"),
            models.Index(fields=["confidence", "slug"], name="employment_by_confidence"),
            models.Index(fields=["end_reason", "slug"], name="employment_by_end_reason", condition=~Q(end_reason="")),
            models.Index(fields=["left_for", "slug"], name="employment_by_left_for", condition=~Q(left_for="")),
            models.Index(fields=["slug"], name="employment_in_conflict", condition=Q(has_conflict=True)),
            models.Index(
                fields=["announced_for"], name="employment_announced", condition=Q(announced_for__isnull=False)
            ),
            models.Index(fields=["start_earliest", "slug"], name="employment_by_start"),
            models.Index(fields=["end_earliest", "slug"], name="employment_by_end"),
            models.Index(fields=["id"], name="employment_not_public", condition=~Q(status=Status.PUBLISHED)),
        ]

    def __str__(self) -> str:
        return f"{isolate_bidi(str(self.person))}, {isolate_bidi(str(self.organization))}"

    def slug_text(self) -> str:
        return f"{self.person.slug} {self.organization.slug}"

    def overlapping(self) -> "list[Employment]":
        """The person's other jobs, without withdrawn ones, that were certainly held on some day of this one."""
        return Employment.objects.overlapping([self])[self.pk]

    def certainly_overlaps(self, other: "Employment") -> bool:
        """Both were held on some day, however their partial dates are read; never of one without a start."""
        return self._certainly_outlasts_start(other) and other._certainly_outlasts_start(self)

    def _certainly_outlasts_start(self, other: "Employment") -> bool:
        if other.start_latest is None:
            return False
        last_day = self.end_earliest if self.end_state == EndState.ENDED else self.verified_on
        is_ongoing = self.end_state == EndState.ONGOING
        return is_ongoing or (last_day is not None and last_day > other.start_latest)

    def may_be_same_period(self, other: "Employment") -> bool:
        """The two can have begun on the same day, and neither ended before the other began."""
        if not self.start.overlaps(other.start):
            return False
        return not (self.end.before(other.start) or other.end.before(self.start))

    def may_be_same(self, other: "Employment") -> bool:
        """Nothing that is known of the two differs: neither role, nor end state, nor dates."""
        roles = {self.role, other.role} - {Role.OTHER}
        states = {self.end_state, other.end_state} - {EndState.UNKNOWN}
        if len(roles) > 1 or len(states) > 1:
            return False
        if not (self.start.overlaps(other.start) and self.end.overlaps(other.end)):
            return False
        return not self.end.narrowed(other.end).before(self.start.narrowed(other.start))

    @property
    def is_public(self) -> bool:
        return self.is_published and self.person.is_published and self.organization.is_published

    def days_held(self, certainty: str = Certainty.POSSIBLE) -> tuple[date, date] | None:
        """The first and the last day on which on() finds this employment; None if there is none."""
        if self.confidence == Confidence.REFUTED:
            return None
        first, last = self.start_earliest or date.min, date.max
        if self.end_state == EndState.ENDED:
            # Without a latest end, which the database refuses, on() finds nothing either.
            last = self.end_latest or date.min
        if certainty == Certainty.CERTAIN:
            begins = [day for day in (self.start_latest, self.verified_from) if day]
            ends = [day for day in (self.end_earliest, self.verified_on) if day]
            if self.confidence not in CERTAIN_CONFIDENCES or not begins or not ends:
                return None
            first, last = max(first, min(begins)), min(last, max(ends))
        return (first, last) if first <= last else None

    @property
    def tenure_months(self) -> dict[str, int | None]:
        """The shortest and the longest time in the job, in whole months; null if not known.

        A job that hasn't ended counts to the day on which it was last verified, and has no max.
        """
        last_day = self.end_earliest if self.end_state == EndState.ENDED else self.verified_on
        return {
            "min": months_between(self.start_latest, last_day) if self.start_latest and last_day else None,
            "max": months_between(self.start_earliest, self.end_latest)
            if self.start_earliest and self.end_latest
            else None,
        }

    @classmethod
    @cache
    def recompute_prefetches(cls) -> list[models.Prefetch]:
        claims: Any = cls._meta.get_field("claims")
        rows = claims.related_model._base_manager.select_related("source__derived_from__derived_from").order_by()
        return [models.Prefetch("claims", rows, to_attr="fetched_claims")]

    def all_claims(self) -> list[Any]:
        """Its claims, of published sources and others, with their sources and what those repeat."""
        models.prefetch_related_objects([self], *self.recompute_prefetches())
        # Once: the next call may come after another edit.
        claims: list[Any] = self.__dict__.pop("fetched_claims")
        for claim in claims:
            claim.employment = self
        return claims

    def derived_values(self) -> dict[str, Any]:
        return self._derived_from(self.all_claims())

    def outdated(self) -> list[Outdated]:
        """Also of its claims, whose conflicts depend on its dates."""
        claims = self.all_claims()
        of_claims = [pair for claim in claims for pair in claim.outdated()]
        return [*of_claims, (self, differing_values(self, self._derived_from(claims)))]

    def _derived_from(self, claims: list[Any]) -> dict[str, Any]:
        counted = [claim for claim in claims if claim.source.is_published]
        verified_from, verified_on = verified_days(counted)
        return {
            "confidence": confidence_of(counted),
            "verified_from": verified_from,
            "verified_on": verified_on,
            "has_conflict": any(conflicts_of(claim, self) for claim in counted),
            "announced_for": announced_for(counted, self),
        }

    @classmethod
    def clean_prefetches(cls) -> list[str]:
        return ["led_to", "came_from__led_to"]

    def clean(self) -> None:
        """Rules about came_from: the same person's ended employment, and no cycle."""
        super().clean()
        if self.came_from:
            self._clean_came_from(self.came_from)
        for later in self.led_to.all() if self.pk else ():
            # No list of the person's jobs shows it.
            hint = " That other job is withdrawn: clear what it came from." if later.status == Status.WITHDRAWN else ""
            if self.end_state != EndState.ENDED:
                raise ValidationError(
                    {"end_state": f"The person left this job for another ({later}), so it has ended.{hint}"}
                )
            if self.left_for:
                raise ValidationError(
                    {"left_for": f"The person left this job for another ({later}): clear this.{hint}"}
                )
            if later.person_id != self.person_id:
                raise ValidationError({"person": f"Another person's job came from this one: {later}.{hint}"})

    def _clean_came_from(self, origin: "Employment") -> None:
        if self.person_id and origin.person_id != self.person_id:
            raise ValidationError({"came_from": "Choose a job of the same person."})
        if origin.end_state != EndState.ENDED:
            raise ValidationError({"came_from": "Choose a job that has ended."})
        if origin.left_for:
            label = origin.get_left_for_display().lower()
            raise ValidationError(
                {"came_from": f"That job says it was left for something else ({label}): clear that first."}
            )
        previous: Employment | None = origin
        while previous:
            if previous.pk == self.pk:
                raise ValidationError({"came_from": "A job can't come from itself."})
            previous = previous.came_from
        for later in origin.led_to.all():
            if later.pk != self.pk:
                # No list of the person's jobs shows it.
                hint = " It is withdrawn: clear what it came from." if later.status == Status.WITHDRAWN else ""
                raise ValidationError({"came_from": f"The person left that job for another already ({later}).{hint}"})
