"""Posts: the desk's conclusion of who worked where, from when to when."""

from collections.abc import Iterable
from datetime import date, datetime
from typing import Any, Self

from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import Exists, F, OuterRef, Q, TextChoices, UniqueConstraint
from django.db.models.functions import Coalesce

from people.evidence import Confidence, EndState, confidence_of, conflicts_of, verified
from people.models.evidenced import EvidencedQuerySet
from people.models.organization import Organization
from people.models.person import Person
from people.models.tenure import Tenure, tenure_constraints
from talentwatch.dates import months_between
from talentwatch.records.date_lookups import Certainty, not_after, not_before
from talentwatch.records.declarations import OnMerge, OnWithdraw, Reference
from talentwatch.records.fields import MultiLineField, one_of
from talentwatch.records.models import PublishableRecord
from talentwatch.records.status import Status
from talentwatch.text import isolated


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
        """What the public may see: published posts of published people at published organizations."""
        return self.filter(
            status=Status.PUBLISHED, person__status=Status.PUBLISHED, organization__status=Status.PUBLISHED
        )

    def named(self) -> Self:
        """With the names that a post is called by."""
        return self.select_related("person", "organization")

    def in_order_of_time(self) -> Self:
        """By the first day that is known of a post, its start or else its end; the undated ones last."""
        first = Coalesce("start_earliest", "start_latest", "end_earliest", "end_latest")
        return self.order_by(first.asc(nulls_last=True), "slug")

    def at(self, organizations: Iterable[int]) -> Self:
        """Posts at one of these organizations."""
        return self.filter(organization__in=organizations)

    def in_conflict(self) -> Self:
        """A published source says what can't be true together with the desk's conclusion."""
        return self.not_withdrawn().filter(has_conflict=True)

    def unverified_since(self, day: date) -> Self:
        """Published as ongoing, and no source places the person there on that day or later."""
        found = self.published().not_refuted().filter(end_state=EndState.ONGOING)
        return found.filter(Q(verified_on__isnull=True) | Q(verified_on__lt=day))

    def due(self, day: date) -> Self:
        """A start or an end that was only ever foretold is past by that day: it is time to look whether it came true.

        Foretold: a source gives a date after its own. Only ever: no source is of the concluded last possible day or later.
        """
        return self.not_withdrawn().filter(self._was_only_foretold("start", day) | self._was_only_foretold("end", day))

    def _was_only_foretold(self, side: str, day: date) -> Q:
        foretelling = self.counting().filter(**{f"{side}_earliest__gt": F("source__published_latest")})
        after = self.counting().filter(source__published_earliest__gte=OuterRef(f"{side}_latest"))
        return Q(Exists(foretelling), ~Exists(after), **{f"{side}_latest__lt": day})

    def on(self, day: date, certainty: str = Certainty.POSSIBLE) -> Self:
        """Held on the day, the last day included; refuted posts never are.

        Certain is for confirmed and reported posts, from the earlier of start_latest and verified_from to the later of
        end_earliest and verified_on; an ongoing post not verified since is possible, not certain.
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
            confidence__in=[Confidence.CONFIRMED, Confidence.REPORTED],
        )

    def started_after(self, day: date, certainty: str = Certainty.POSSIBLE) -> Self:
        """Started on the day or later; a post that was over before can't have."""
        return self.filter(not_before("start", day, certainty), not_before("end", day))

    def started_before(self, day: date, certainty: str = Certainty.POSSIBLE) -> Self:
        """Started on the day or earlier."""
        return self.filter(not_after("start", day, certainty))

    def ended_after(self, day: date, certainty: str = Certainty.POSSIBLE) -> Self:
        """Ended, on the day or later."""
        return self.filter(not_before("end", day, certainty), end_state=EndState.ENDED)

    def ended_before(self, day: date, certainty: str = Certainty.POSSIBLE) -> Self:
        """Ended, on the day or earlier; a post that started later can't have."""
        return self.filter(not_after("end", day, certainty), not_after("start", day), end_state=EndState.ENDED)


class Employment(PublishableRecord, Tenure):
    """The desk's conclusion: this person held this post here, from – to."""

    person = models.ForeignKey(
        Person, on_delete=models.PROTECT, related_name="employments", help_text="Found by any name, in any script."
    )
    organization = models.ForeignKey(
        Organization,
        on_delete=models.PROTECT,
        related_name="employments",
        help_text="The unit if sources name it (FAIR, Google DeepMind), else the whole. Found by any name.",
    )
    role = models.CharField(
        max_length=20,
        choices=Role.choices,
        default=Role.OTHER,
        help_text="The sort of work; the exact title goes into Title.",
    )
    came_from = models.ForeignKey(
        "self",
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="led_to",
        help_text="The same person's post that they left for this one, only where a source says so.",
    )
    note = MultiLineField(
        blank=True, default="", help_text="For the desk: why it was concluded so. Readers don't see it."
    )
    confidence = models.CharField(
        max_length=10,
        choices=Confidence.choices,
        default=Confidence.UNSOURCED,
        editable=False,
        help_text="Follows from the stances of the claims and the independence of their publishers.",
    )
    verified_from = models.DateField(
        null=True, blank=True, editable=False, help_text="The first day on which a source places them in the post."
    )
    verified_on = models.DateField(
        null=True, blank=True, editable=False, help_text="The last day on which a source places them in the post."
    )
    has_conflict = models.BooleanField(
        default=False, editable=False, help_text="Some claim can't be true together with what is concluded here."
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
    derived_fields = frozenset({"confidence", "verified_from", "verified_on", "has_conflict"})
    private_fields = frozenset({"note"})

    class Meta(PublishableRecord.Meta):
        constraints = [
            *PublishableRecord.Meta.constraints,
            *tenure_constraints("employment"),
            one_of("role", Role, "employment"),
            one_of("confidence", Confidence, "employment"),
            UniqueConstraint(
                fields=["came_from"],
                name="employment_left_for_one",
                violation_error_message="Another post says already that this one was left for it.",
            ),
        ]
        indexes = [
            models.Index(fields=["organization", "end_state"], name="employment_by_organization"),
            models.Index(fields=["start_earliest", "slug"], name="employment_by_start"),
            models.Index(fields=["end_earliest", "slug"], name="employment_by_end"),
            models.Index(fields=["status"], name="employment_hidden", condition=~Q(status=Status.PUBLISHED)),
        ]

    def __str__(self) -> str:
        return f"{isolated(str(self.person))}, {isolated(str(self.organization))}"

    def slug_text(self) -> str:
        return f"{self.person.slug} {self.organization.slug}"

    def may_be_same(self, other: "Employment") -> bool:
        """Nothing that is known of the two posts differs: neither the role, nor the state, nor the days."""
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

    @property
    def tenure_months(self) -> dict[str, int | None]:
        """The shortest and the longest length of the post in whole months; max is null unless it has ended.

        A post that isn't known to be over counts to the day on which it was last verified.
        """
        until = self.end_earliest if self.end_state == EndState.ENDED else self.verified_on
        return {
            "min": months_between(self.start_latest, until) if self.start_latest and until else None,
            "max": months_between(self.start_earliest, self.end_latest)
            if self.start_earliest and self.end_latest
            else None,
        }

    def told(self) -> list[Any]:
        """All that sources say of it, published or not, with what weighing that needs."""
        claims = list(self.claims.select_related("source__derived_from__derived_from"))
        for claim in claims:
            claim.employment = self
        return claims

    def derived_values(self) -> dict[str, Any]:
        return self._weigh(self.told())

    def recompute(self, at: datetime | None = None) -> dict[str, Any]:
        """Its claims too: their conflicts follow from what is concluded here."""
        claims = self.told()
        off = {claim.slug: claim.recompute(at) for claim in claims}
        own = self.store(self._weigh(claims), at)
        return {**own, **{slug: columns for slug, columns in off.items() if columns}}

    def _weigh(self, told: list[Any]) -> dict[str, Any]:
        claims = [claim for claim in told if claim.source.is_published]
        verified_from, verified_on = verified(claims)
        return {
            "confidence": confidence_of(claims),
            "verified_from": verified_from,
            "verified_on": verified_on,
            "has_conflict": any(conflicts_of(claim, self) for claim in claims),
        }

    def clean(self) -> None:
        super().clean()
        if self.came_from:
            self._clean_came_from(self.came_from)
        for later in self.led_to.all() if self.pk else ():
            self._clean_led_to(later)

    def _clean_came_from(self, origin: "Employment") -> None:
        if self.person_id and origin.person_id != self.person_id:
            raise ValidationError({"came_from": "Choose a post of the same person."})
        if origin.end_state != EndState.ENDED:
            raise ValidationError({"came_from": "Choose a post that has ended: who left it for this one isn't there."})
        before: Employment | None = origin
        while before:
            if before.pk == self.pk:
                raise ValidationError({"came_from": "A post can't come from itself."})
            before = before.came_from

    def _clean_led_to(self, later: "Employment") -> None:
        if self.end_state != EndState.ENDED:
            raise ValidationError({"end_state": f"It was left for another post ({later}), so it has ended."})
        if later.person_id != self.person_id:
            raise ValidationError({"person": f"It was left for a post of another person: {later}."})
