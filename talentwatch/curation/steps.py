"""The steps of a record through the publishing gate: draft, in review, published, withdrawn."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from typing import Any
from zlib import crc32

from django.core.exceptions import ValidationError
from django.db import OperationalError

from talentwatch.curation import gate
from talentwatch.curation.edits import edit
from talentwatch.curation.gate import Missing
from talentwatch.curation.models import Curated
from talentwatch.curation.references import Fate
from talentwatch.curation.roles import why_not
from talentwatch.curation.status import Status
from talentwatch.curation.turns import TAKEN, is_taken


@dataclass(frozen=True)
class Step:
    """One way to change a status, from one of some others."""

    name: str
    label: str
    explanation: str
    goal: Status
    allowed: frozenset[Status]
    act: Callable[[Curated, str], object]
    wants_reason: bool = False  # even of what was never public

    @property
    def right(self) -> str:
        return self.name.replace("-", "_")

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
    "It was in review, and needs more work: your note says what. Whoever opens it next reads it there.",
    Status.DRAFT,
    frozenset({Status.IN_REVIEW}),
    gate.send_back,
    wants_reason=True,
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
    obstacles: list[Missing] = field(default_factory=list)  # what no publishing can mend
    together: list[Curated] = field(default_factory=list)  # what must be published with it
    following: list[gate.Consequence] = field(default_factory=list)  # what becomes of what hangs on it

    @property
    def seen(self) -> str:
        """Stands for all that is shown: it differs where anything of it has changed since."""
        told = [f"{one._meta.label} {one.pk} {one.status}" for one in self.together]
        told += [f"{one.record._meta.label} {one.record.pk} {one.fate}" for one in self.following]
        return f"{self.record.pk}:{self.record.version}:{crc32(' '.join([*self.obstacles, *told]).encode())}"


def outlook(step: Step, record: Curated, user: Any) -> Outlook:
    """What the step would mean, were this user to take it."""
    if not step.is_open_to(record):
        return Outlook(record, [Missing(f"{record} is {record.get_status_display().lower()}.", record)])
    if step is WITHDRAW:
        return Outlook(record, following=gate.consequences(record))
    if step is SEND_BACK:
        return Outlook(record)
    needs = gate.needed_for(record)
    if step is SUBMIT:
        return Outlook(record, needs.sentences)
    return Outlook(record, [*needs.sentences, *_unpublishable(user, [record, *needs.records])], needs.records)


def _unpublishable(user: Any, records: list[Curated]) -> list[Missing]:
    return [Missing(sentence, one) for one in records if (sentence := why_not(user, "publish", one))]


@dataclass
class Outcome:
    """What a step did, and what it didn't, with the reasons."""

    done: list[Curated] = field(default_factory=list)
    along: list[tuple[Curated, str]] = field(default_factory=list)  # what else changed, and how
    refused: list[tuple[Curated, list[str]]] = field(default_factory=list)


@dataclass
class Taking:
    """Somebody takes a step with records, each in an edit of its own, so that one refusal stops no other."""

    step: Step
    user: Any
    reason: str
    together: bool = False
    outcome: Outcome = field(default_factory=Outcome)
    touched: set[tuple[type, Any]] = field(default_factory=set)

    def take(self, records: Sequence[Curated]) -> Outcome:
        for number, record in enumerate(records):
            try:
                with edit(self.reason):
                    along = self._take(record)
            except ValidationError as error:
                self.outcome.refused.append((record, error.messages))
            except OperationalError as error:
                if not (is_taken(error) and self.outcome.done):  # where nothing is done yet an error says it of all
                    raise
                self.outcome.refused += [(one, [TAKEN]) for one in records[number:]]
                break
            else:
                self.outcome.done.append(record)
                self.outcome.along += along
                self.touched |= {(type(one), one.pk) for one, _how in along}
        return self.outcome

    def _take(self, record: Curated) -> list[tuple[Curated, str]]:
        """What else changed. Raises ValidationError where the record isn't as the page showed it."""
        version = record.version
        record.refresh_from_db()
        if record.version != version and (type(record), record.pk) not in self.touched:
            raise ValidationError(f"Somebody saved version {record.version} at this very moment: look at it first.")
        if self.step is PUBLISH:
            return self._publish(record)
        after = self.step.act(record, self.reason)
        following = after if isinstance(after, list) else []
        return [(one.record, one.fate.value) for one in following if one.fate is not Fate.STAY]

    def _publish(self, record: Curated) -> list[tuple[Curated, str]]:
        published = gate.publish(record, self.reason, together=self.together)
        if sentences := _unpublishable(self.user, published):
            raise ValidationError(list(sentences))
        return [(one, "is published") for one in published if one != record]
