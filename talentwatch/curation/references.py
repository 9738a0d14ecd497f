"""What a Curated model says of the records it names: which must be public, and what becomes of it when one isn't."""

from dataclasses import dataclass
from enum import Enum


class Fate(Enum):
    """What happens to a published record when one that it names leaves the public."""

    WITHDRAW = "is withdrawn"
    REVIEW = "goes back to review"
    STAY = "stays, and no longer shows it"


@dataclass(frozen=True)
class Reference:
    """A Curated model names others through `path`, written from the model as in a queryset: "claims__source".

    `evidence`: one published record at the path is needed, and enough. Otherwise, unless the fate is STAY, every record
    at the path must be published before this one can be; `needed` demands that for publication whatever the fate.
    """

    path: str
    fate: Fate
    evidence: bool = False
    needed: bool = True
