"""What one verb says of one person, and what the sentences before were about."""

import re
from dataclasses import dataclass, field

from talentwatch.articles.reading.cues import TRIGGERS
from talentwatch.articles.reading.mentions import Mention
from talentwatch.articles.reading.moves import ReportedMove, Side

VERBS = tuple(kind for kind in TRIGGERS if kind not in {"former", "spend", "now", "work"})
ARROW = re.compile(r"→|➔|➜|⟶|->|=>|⇒|>>")
FORMER_REACH = 8  # characters, as in all of these
NEGATION_REACH = 22
TITLE_REACH = 45
CLAUSE_END = re.compile(
    r"[;；。]|, (?:while|whereas|mentre|während|tandis que|mientras)|,? (?:while|whereas|mentre|wohingegen|tandis que|mientras que) |，而|, בעוד|, ואילו"
)
BREAKS = re.compile(r"[.;:()\n，。；：（）]")


@dataclass(frozen=True)
class Heading:
    """What an item or a section is about: an organization, which is both, or the way from one to another.

    `end` is that of the heading in the text.
    """

    left: Mention
    joined: Mention
    end: int


@dataclass
class Context:
    """What the sentences before were about: pronouns and "the company" refer to it."""

    people: list[Mention] = field(default_factory=list)
    organization: Mention | None = None
    organization_left: Mention | None = None  # the one that somebody left last
    left_by: dict[str, Mention] = field(default_factory=dict)  # by key of a person: what they left last
    people_in_moves: set[str] = field(default_factory=set)  # keys of the people that have a row
    have_joined: set[str] = field(default_factory=set)  # those who joined something
    in_moves: set[str] = field(default_factory=set)  # keys of organizations that somebody left, or was hired by
    moves: list[ReportedMove] = field(default_factory=list)  # of the sentence before
    sentence_end: int = 0  # of the sentence before
    # Which people leave who aren't named yet, as in "Acme loses three researchers", and up to where that is told.
    losing: Mention | None = None
    losing_until: int = 0
    sentences_without_names: int = 0  # since somebody was named
    heading: Heading | None = None  # of the line


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
