"""What one verb says of one person, and what the sentences before were about."""

import re
from dataclasses import dataclass, field

from talentwatch.articles.reading.cues import TRIGGERS
from talentwatch.articles.reading.mentions import Mention
from talentwatch.articles.reading.moves import ReportedMove, Side

VERBS = tuple(kind for kind in TRIGGERS if kind not in {"former", "spend", "now"})
ARROW = re.compile(r"→|➔|➜|⟶|->|=>|⇒|>>")
MAX_AGE = 2
FORMER_REACH = 8
NEGATION_REACH = 22
CLAUSE_END = re.compile(
    r"[;；。]|, (?:while|whereas|mentre|während|tandis que|mientras)|,? (?:while|whereas|mentre|wohingegen|tandis que|mientras que) |，而|, בעוד|, ואילו"
)
TITLE_REACH = 45
BREAKS = re.compile(r"[.;:()\n，。；：（）]")


@dataclass
class Context:
    """What the sentences before were about: pronouns and "the company" refer to it."""

    subject: list[Mention]
    organization: Mention | None = None
    left: Mention | None = None  # the organization that somebody left last
    left_by: dict[str, Mention] = field(default_factory=dict)  # by key of a person: what they left last
    concerned: set[str] = field(default_factory=set)  # keys of those that somebody left, or was hired by
    last: list[ReportedMove] | None = None
    end: int = 0  # of the sentence before
    age: int = 0  # sentences since somebody was named


@dataclass(frozen=True)
class VerbStatement:
    """What one verb says of one person."""

    person: Mention
    left: Side | None = None
    joined: Side | None = None
    event: str = ""
    is_proposed: bool = True
    is_denied: bool = False
    place: int = 0
