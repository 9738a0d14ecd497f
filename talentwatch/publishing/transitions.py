"""The transitions of a record: draft, in review, published, withdrawn; what each would do, and doing it."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from typing import Any
from zlib import crc32

from django.core.exceptions import ValidationError
from django.db import OperationalError

from talentwatch.chunks import chunked
from talentwatch.publishing.permissions import permission_error
from talentwatch.publishing.requirements import UnmetRequirement, all_unmet_requirements
from talentwatch.publishing.withdrawal import WithdrawalEffect, withdrawal_effects, withdrawn_with
from talentwatch.records.declarations import OnWithdraw
from talentwatch.records.edit import by_model, edit
from talentwatch.records.locks import LOCK_TIMEOUT_MESSAGE, is_lock_timeout
from talentwatch.records.models import PublishableRecord
from talentwatch.records.status import Status


def submit(record: PublishableRecord, reason: str = "") -> None:
    """Draft to in review. Raises ValidationError from any other status, and where it could never be published."""
    if sentences := all_unmet_requirements(record).sentences:
        raise ValidationError(list(sentences))
    _change_status(record, Status.DRAFT, Status.IN_REVIEW, reason)


def send_back(record: PublishableRecord, reason: str = "") -> None:
    """In review to draft. Raises ValidationError from any other status."""
    _change_status(record, Status.IN_REVIEW, Status.DRAFT, reason)


def _change_status(record: PublishableRecord, old: Status, new: Status, reason: str) -> None:
    with edit(reason):
        record.refresh_from_db(fields=["status"])
        if record.status != old:
            raise ValidationError(status_sentence(record))
        _set_status([record], new)


def _set_status(records: Iterable[PublishableRecord], status: Status) -> None:
    """Save the status alone: the rest of the records may have been edited since they were read."""
    for model, of_model in by_model(records).items():
        for chunk in chunked(of_model):
            for record in chunk:
                record.status = status
            model.save_rows(chunk, fields=["status"])


def status_sentence(record: PublishableRecord, target: Status | None = None) -> str:
    already = "already " if record.status == target else ""
    noun = "a " if record.status == Status.DRAFT else ""
    return f"{record} is {already}{noun}{record.get_status_display().lower()}."


def publish(
    record: PublishableRecord, reason: str = "", *, together: bool = False, also: Iterable[PublishableRecord] = ()
) -> list[PublishableRecord]:
    """Publish a record, `together` with all it needs, and then `also` these; returns what was published.

    Raises ValidationError, with a sentence for each thing that one of them lacks, and publishes nothing.
    """
    with edit(reason):
        published = _publish_one(record, together=together)
        waiting = [one for one in also if one not in published]
        # What others need first; where nothing is ready any more, the first that is left says why.
        while waiting:
            ready = [one for one in waiting if not all_unmet_requirements(one)] or waiting[:1]
            for one in ready:
                published += _publish_one(one)
            waiting = [one for one in waiting if one not in ready]
    return published


def _publish_one(record: PublishableRecord, *, together: bool = False) -> list[PublishableRecord]:
    record.refresh_from_db(fields=["status", "merged_into"])
    if record.is_published:
        raise ValidationError(status_sentence(record, Status.PUBLISHED))
    unmet = all_unmet_requirements(record)
    sentences = unmet.sentences + ([] if together else [f"{other} isn't published." for other in unmet.records])
    if sentences:
        raise ValidationError(sentences)
    published = [*unmet.records, record]
    _set_status(published, Status.PUBLISHED)
    return published


def withdraw(record: PublishableRecord, reason: str = "") -> list[WithdrawalEffect]:
    """Withdraw a published record and all that depends on it; returns what happened to that."""
    with edit(reason):
        record.refresh_from_db(fields=["status"])
        if not record.is_published:
            raise ValidationError(f"{record} isn't published.")
        effects = withdrawal_effects(record)
        withdrawn = [one.record for one in effects if one.effect is OnWithdraw.WITHDRAW]
        _set_status([record, *withdrawn], Status.WITHDRAWN)
        _set_status([one.record for one in effects if one.effect is OnWithdraw.REVIEW], Status.IN_REVIEW)
    return effects


@dataclass(frozen=True)
class Transition:
    """One way to change a status; `name` is its address, and with underscores its permission."""

    name: str
    label: str
    explanation: str
    target: Status
    allowed: frozenset[Status]
    act: Callable[[PublishableRecord, str], object]
    requires_reason: bool = False  # of records that were published, every transition does

    @property
    def permission(self) -> str:
        return self.name.replace("-", "_")

    def is_open_to(self, record: PublishableRecord) -> bool:
        return record.status in self.allowed and not record.merged_into_id


SUBMIT = Transition(
    "submit",
    "Submit for review",
    "Nothing becomes public yet: a colleague is asked to review it.",
    Status.IN_REVIEW,
    frozenset({Status.DRAFT}),
    submit,
)
SEND_BACK = Transition(
    "send-back",
    "Send back to draft",
    "It needs more work: say what in your note, which is shown on the record.",
    Status.DRAFT,
    frozenset({Status.IN_REVIEW}),
    send_back,
    requires_reason=True,
)
PUBLISH = Transition(
    "publish",
    "Publish",
    "Readers see it at once, and its address is permanent: later it can be withdrawn, but never deleted.",
    Status.PUBLISHED,
    frozenset({Status.DRAFT, Status.IN_REVIEW, Status.WITHDRAWN}),
    publish,
)
WITHDRAW = Transition(
    "withdraw",
    "Withdraw",
    "Readers no longer see it; its address says that it was withdrawn.",
    Status.WITHDRAWN,
    frozenset({Status.PUBLISHED}),
    withdraw,
)
TRANSITIONS = (SUBMIT, PUBLISH, SEND_BACK, WITHDRAW)


@dataclass
class TransitionPreview:
    """What a transition would do to one record."""

    record: PublishableRecord
    obstacles: list[UnmetRequirement] = field(default_factory=list)  # what publishing more can't solve
    together: list[PublishableRecord] = field(default_factory=list)  # what must be published with it
    effects: list[WithdrawalEffect] = field(default_factory=list)  # what happens to what depends on it
    restorable: list[PublishableRecord] = field(default_factory=list)  # what was withdrawn with it, and can return too
    unrestorable: list[UnmetRequirement] = field(default_factory=list)  # the rest of that, with the reasons

    @property
    def digest(self) -> str:
        """Differs when anything shown has changed since; begins with the record's key and version."""
        shown = [f"{one._meta.label} {one.pk} {one.status}" for one in self.together]
        shown += [f"{one._meta.label} {one.pk} {one.status}" for one in self.restorable]
        shown += [f"{one.record._meta.label} {one.record.pk} {one.effect}" for one in self.effects]
        return f"{self.record.pk}:{self.record.version}:{crc32(' '.join([*self.obstacles, *self.unrestorable, *shown]).encode())}"


def record_key(record: PublishableRecord) -> str:
    """How a form names a record of any type: "people.employment:12"."""
    return f"{record._meta.label_lower}:{record.pk}"


def preview_transition(transition: Transition, record: PublishableRecord, user: Any) -> TransitionPreview:
    """What the transition would do if this user made it."""
    if not transition.is_open_to(record):
        return TransitionPreview(record, [UnmetRequirement(status_sentence(record, transition.target), record)])
    if transition is WITHDRAW:
        return TransitionPreview(record, effects=withdrawal_effects(record))
    if transition is SEND_BACK:
        return TransitionPreview(record)
    unmet = all_unmet_requirements(record)
    if transition is SUBMIT:
        return TransitionPreview(record, unmet.sentences)
    obstacles = [*unmet.sentences, *_unpublishable(user, [record, *unmet.records])]
    restorable, unrestorable = _split_restorable(user, [record, *unmet.records], withdrawn_with(record))
    return TransitionPreview(record, obstacles, unmet.records, restorable=restorable, unrestorable=unrestorable)


def _split_restorable(
    user: Any, published: list[PublishableRecord], candidates: list[PublishableRecord]
) -> tuple[list[PublishableRecord], list[UnmetRequirement]]:
    """Which of the candidates can be published once the others are; and why the rest can't."""
    unrestorable = _unpublishable(user, candidates)
    refused = [one.record for one in unrestorable]
    restorable = [one for one in candidates if one not in refused]
    while lacking := [unmet for one in restorable if (unmet := _first_unmet(one, [*published, *restorable]))]:
        unrestorable += lacking
        restorable = [one for one in restorable if one not in [unmet.record for unmet in lacking]]
    return restorable, unrestorable


def _unpublishable(user: Any, records: list[PublishableRecord]) -> list[UnmetRequirement]:
    return [UnmetRequirement(why, one) for one in records if (why := permission_error(user, "publish", one))]


def _first_unmet(record: PublishableRecord, public: list[PublishableRecord]) -> UnmetRequirement | None:
    """What the record lacks even once all of these are public."""
    unmet = all_unmet_requirements(record)
    for sentence in unmet.sentences:
        if sentence.record == record:
            return sentence
    needed = [*unmet.records, *(sentence.record for sentence in unmet.sentences)]
    missing = [other for other in needed if other not in public]
    return UnmetRequirement(f"{record} names {missing[0]}, which isn't published.", record) if missing else None


@dataclass
class TransitionResult:
    """What a transition did, and what it refused, with the reasons."""

    done: list[PublishableRecord] = field(default_factory=list)
    side_effects: list[tuple[PublishableRecord, str]] = field(default_factory=list)  # what else changed, and how
    refused: list[tuple[PublishableRecord, list[str]]] = field(default_factory=list)


@dataclass
class BulkTransition:
    """One transition for several records, each in an edit of its own, so that one refusal stops no other."""

    transition: Transition
    user: Any
    reason: str
    together: bool = False
    also: frozenset[str] = frozenset()  # what to restore with the records, each as record_key() has it
    correction: str | None = None  # the note for readers, where somebody was asked for one
    result: TransitionResult = field(default_factory=TransitionResult)
    touched: set[tuple[type, Any]] = field(default_factory=set)

    def run(self, records: Sequence[PublishableRecord]) -> TransitionResult:
        for number, record in enumerate(records):
            try:
                with edit(self.reason) as current:
                    if self.correction is not None:
                        current.set_correction(self.correction, accepts_conflicts=True)
                    side_effects = self._run_one(record)
            except ValidationError as error:
                self.result.refused.append((record, error.messages))
            except OperationalError as error:
                # Where nothing is done yet, one error page answers for all.
                if not (is_lock_timeout(error) and self.result.done):
                    raise
                self.result.refused += [(one, [LOCK_TIMEOUT_MESSAGE]) for one in records[number:]]
                break
            else:
                self.result.done.append(record)
                self.result.side_effects += side_effects
                self.touched |= {(type(one), one.pk) for one, _how in side_effects}
        return self.result

    def _run_one(self, record: PublishableRecord) -> list[tuple[PublishableRecord, str]]:
        """What else changed. Raises ValidationError where the record isn't as the page showed it."""
        version = record.version
        record.refresh_from_db()
        if record.version != version and (type(record), record.pk) not in self.touched:
            raise ValidationError(f"Version {record.version} was saved a moment ago: look at it first.")
        if self.transition is PUBLISH:
            also = [one for one in withdrawn_with(record) if record_key(one) in self.also]
            published = publish(record, self.reason, together=self.together, also=also)
            if sentences := _unpublishable(self.user, published):
                raise ValidationError(list(sentences))
            return [(one, "is published") for one in published if one != record]
        effects = self.transition.act(record, self.reason)
        effects = effects if isinstance(effects, list) else []
        return [(one.record, one.effect.value) for one in effects if one.effect is not OnWithdraw.KEEP]
