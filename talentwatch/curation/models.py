"""The models of the kit, where Django and its users look for them."""

from talentwatch.curation.curated import SLUG_LENGTH, Curated
from talentwatch.curation.detail import Detail
from talentwatch.curation.judgements import Distinction, Merge
from talentwatch.curation.recorded import Recorded

__all__ = ["SLUG_LENGTH", "Curated", "Detail", "Distinction", "Merge", "Recorded"]
