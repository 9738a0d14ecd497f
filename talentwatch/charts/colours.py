"""Which organization gets which colour of chart.css. Names stand beside them, so nobody needs to tell them apart."""

from collections import Counter
from collections.abc import Iterable

COLOURS = 7
GREY = 0


def colours_of(groups: Iterable[Iterable[str]], *, min_groups: int = 1) -> dict[str, int]:
    """The number of a colour for each slug: those in the most groups first, then as they come; the rest are grey.

    An organization in fewer than `min_groups` groups is grey, unless all are.
    """
    counts = Counter(slug for group in groups for slug in dict.fromkeys(group))
    if max(counts.values(), default=0) < min_groups:
        min_groups = 1
    ranked = [slug for slug, count in counts.most_common(COLOURS) if count >= min_groups]
    return dict.fromkeys(counts, GREY) | {slug: number for number, slug in enumerate(ranked, 1)}
