"""The steps of a record through the publishing gate: draft, in review, published, withdrawn."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field

from django.core.exceptions import ValidationError

from talentwatch.curation import gate
from talentwatch.curation.models import Curated
from talentwatch.curation.status import Status


@dataclass(frozen=True)
class Step:
    """One way to change a status, from one of some others."""

    name: str
    label: str
    explanation: str
    goal: Status
    allowed: frozenset[Status]
    act: Callable[[Curated, str], object]

    def is_open_to(self, record: Curated) -> bool:
        return record.status in self.allowed and not record.merged_into_id


SUBMIT = Step(
    "submit",
    "Submit for review",
    "Nothing becomes public: a colleague is asked to look at it.",
    Status.IN_REVIEW,
    frozenset({Status.DRAFT}),
    gate.submit,
)
SEND_BACK = Step(
    "send-back",
    "Send back to draft",
    "It was in review, and needs more work.",
    Status.DRAFT,
    frozenset({Status.IN_REVIEW}),
    gate.send_back,
)
PUBLISH = Step(
    "publish",
    "Publish",
    "Readers see it at once, and its address is kept for good: later it can be withdrawn, but never deleted.",
    Status.PUBLISHED,
    frozenset({Status.DRAFT, Status.IN_REVIEW, Status.WITHDRAWN}),
    gate.publish,
)
WITHDRAW = Step(
    "withdraw",
    "Withdraw",
    "Readers no longer see it; its address says that it is gone.",
    Status.WITHDRAWN,
    frozenset({Status.PUBLISHED}),
    gate.withdraw,
)
STEPS = (SUBMIT, PUBLISH, SEND_BACK, WITHDRAW)


@dataclass
class Outlook:
    """What a step would mean for one record."""

    record: Curated
    obstacles: list[str] = field(default_factory=list)  # what no publishing can mend
    together: list[Curated] = field(default_factory=list)  # what must be published with it
    following: list[gate.Consequence] = field(default_factory=list)  # what becomes of what hangs on it


def outlook(step: Step, record: Curated) -> Outlook:
    if not step.is_open_to(record):
        return Outlook(record, [f"It is {record.get_status_display().lower()}."])
    if step is PUBLISH:
        needs = gate.needed_for(record)
        return Outlook(record, needs.sentences, needs.records)
    return Outlook(record, following=gate.consequences(record) if step is WITHDRAW else [])


@dataclass
class Outcome:
    """What a step did, and what it didn't, with the reasons."""

    done: list[Curated] = field(default_factory=list)
    refused: list[tuple[Curated, list[str]]] = field(default_factory=list)


def take(step: Step, records: Iterable[Curated], reason: str, *, together: bool) -> Outcome:
    """Take the step with each record, in an edit of its own, so that one refusal stops no other."""
    outcome = Outcome()
    for record in records:
        record.refresh_from_db()
        try:
            _act(step, record, reason, together=together)
            outcome.done.append(record)
        except ValidationError as error:
            outcome.refused.append((record, error.messages))
    return outcome


def _act(step: Step, record: Curated, reason: str, *, together: bool) -> None:
    if step is PUBLISH:
        gate.publish(record, reason, together=together)
    else:
        step.act(record, reason)
