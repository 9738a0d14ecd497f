"""Which organization gets which colour of chart.css. Names stand beside them, so nobody needs to tell them apart."""

from collections import Counter
from collections.abc import Iterable
from zlib import crc32

COLOURS = 7
GREY = 0
# Chosen so that the labs with the most moves prefer different colours.
SALT = "455"


def preferred_colour(slug: str) -> int:
    """The colour that an organization has in every chart, unless a more frequent one there took it first."""
    return crc32(f"{SALT}{slug}".encode()) % COLOURS + 1


def colours_of(groups: Iterable[Iterable[str]], *, min_groups: int = 1) -> dict[str, int]:
    """The number of a colour for each slug: those in the most groups choose first, then as they come; the rest are grey.

    An organization in fewer than `min_groups` groups is grey, unless all are.
    """
    counts = Counter(slug for group in groups for slug in dict.fromkeys(group))
    if max(counts.values(), default=0) < min_groups:
        min_groups = 1
    colours = dict.fromkeys(counts, GREY)
    free = list(range(1, COLOURS + 1))
    for slug, count in counts.most_common(COLOURS):
        if count >= min_groups:
            preferred = preferred_colour(slug)
            colours[slug] = preferred if preferred in free else free[0]
            free.remove(colours[slug])
    return colours
