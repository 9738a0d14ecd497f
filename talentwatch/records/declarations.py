"""What a model declares of the records that its rows name: which must be public, and what follows a withdrawal or merge."""

from dataclasses import dataclass
from enum import Enum


class OnWithdraw(Enum):
    """What happens to a published record when one that it names is withdrawn."""

    WITHDRAW = "is withdrawn"
    REVIEW = "goes back to review"
    KEEP = "stays published, without showing it"


class OnMerge(Enum):
    """What happens to a row when a record that it names is merged; each model declares it in `on_merge`, by field."""

    REPOINT = "names the survivor instead"
    COMBINE = "names the survivor instead, or is combined with the row that the survivor already has"
    RECOMPUTE = "is derived again"
    KEEP = "stays as it is: it records an earlier merge, or what that record alone is found by"


@dataclass(frozen=True)
class Reference:
    """A publishable model names others through `path`, written as in a queryset filter: "claims__source".

    `evidence`: one published record at the path is required, and one is enough. Otherwise every record at the path must be
    published first, unless `on_withdraw` is KEEP; `needed` requires that for the first publication whatever follows later.
    """

    path: str
    on_withdraw: OnWithdraw
    evidence: bool = False
    needed: bool = True
