"""Which organization gets which of the colours in chart.css; names stand beside them, so that nobody has to tell them apart."""

from collections import Counter
from collections.abc import Iterable

COLOURS = 7
GREY = 0


def colours_of(groups: Iterable[Iterable[str]], *, least: int = 1) -> dict[str, int]:
    """The number of a colour for each slug: those in the most groups first, then as they come; the rest are grey.

    `least` is in how many groups an organization has to be; where none is in so many, one is enough.
    """
    counts = Counter(slug for group in groups for slug in dict.fromkeys(group))
    if max(counts.values(), default=0) < least:
        least = 1
    ranked = [slug for slug, count in counts.most_common(COLOURS) if count >= least]
    return dict.fromkeys(counts, GREY) | {slug: number for number, slug in enumerate(ranked, 1)}
