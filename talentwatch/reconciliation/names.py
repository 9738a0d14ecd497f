"""All names of the public records of a type, kept in memory to find near ones quickly.

The names only propose candidates: what is answered is read from the database, so nothing hidden meanwhile can show.
"""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django.db.models import Count, Max, Sum, Value
from rapidfuzz import fuzz, process

from people.models import NameKind
from people.models.name import Named
from talentwatch.reconciliation.entities import EntityType
from talentwatch.reconciliation.resemblance import SAME, Folded, is_initial
from talentwatch.records.status import Status

MAX_NEAR = 60  # names looked at closely for each name asked for
MIN_SIMILAR = 60  # percent of letters in common
FINDING_ONLY = {NameKind.MISSPELLING, NameKind.INITIALS}  # these may well be somebody else's right name


@dataclass(frozen=True)
class Names:
    """Names by position: whose each is, how it is written, and its words in order and run together."""

    owners: list[int]
    keys: list[str]
    ordered: list[str]
    compact: list[str]
    words: frozenset[str]  # of right names
    abbreviated: dict[str, list[int]]  # positions by every way to write initials for words

    @classmethod
    def of(cls, found: Iterable[tuple[int, str, str]]) -> "Names":
        """From primary keys, search keys and kinds of names."""
        rows = list(found)
        words = [key.split() for _, key, _ in rows]
        short: dict[str, list[int]] = defaultdict(list)
        for position, one in enumerate(words):
            for form in _abbreviations(one):
                short[form].append(position)
        return cls(
            [pk for pk, _, _ in rows],
            [key for _, key, _ in rows],
            [" ".join(sorted(one)) for one in words],
            ["".join(one) for one in words],
            frozenset(word for _, key, kind in rows if kind not in FINDING_ONLY for word in key.split()),
            dict(short),
        )

    def near(self, asked: Folded) -> set[int]:
        """The primary keys of those that may be meant."""
        if not asked.words:
            return set()
        found = [
            *_extract(asked.ordered, self.ordered, MIN_SIMILAR),
            *_extract(asked.compact, self.compact, MIN_SIMILAR),
            *self.abbreviated.get(asked.ordered, ())[:MAX_NEAR],
        ]
        return {self.owners[position] for position in found}

    def same(self, asked: Folded) -> set[int]:
        """The primary keys of those that are called so."""
        if not asked.words:
            return set()
        found = [*_extract(asked.ordered, self.ordered, SAME), *_extract(asked.compact, self.compact, SAME)]
        return {self.owners[position] for position in found}

    def beginning(self, prefix: str) -> set[tuple[bool, str, int]]:
        """Those with a name in which the prefix begins a word: whether it isn't the first, that name, the primary key.

        Each comes once, with the least of its names in this order.
        """
        inside, least = f" {prefix}", dict[int, tuple[bool, str]]()
        for key, pk in zip(self.keys, self.owners, strict=True):
            if key.startswith(prefix) or inside in key:
                place = (not key.startswith(prefix), key)
                least[pk] = min(place, least.get(pk, place))
        return {(*place, pk) for pk, place in least.items()}


def _extract(text: str, choices: list[str], least: float) -> list[int]:
    found = process.extract(text, choices, scorer=fuzz.ratio, score_cutoff=least, limit=MAX_NEAR)
    return [position for _, _, position in found]


def _abbreviations(words: list[str]) -> set[str]:
    """One word written out; of the others the initials, of all or of the first alone."""
    if len(words) == 1:
        return set()
    forms = set()
    for place, word in enumerate(words):
        initials = [other[0] for number, other in enumerate(words) if number != place]
        if is_initial(word) or not all(map(is_initial, initials)):
            continue
        forms |= {" ".join(sorted([word, *initials])), " ".join(sorted([word, initials[0]]))}
    return forms


_kept: dict[str, tuple[Any, Names]] = {}  # by type, with the stamp of what they were read from


def names_of(one: EntityType) -> Names:
    """The names as they are now. Each process keeps its own, as long as the stamp of the tables is the same."""
    stamp = _stamp(one)
    kept = _kept.get(one.id)
    if kept and kept[0] == stamp:
        return kept[1]
    names = Names.of(_read(one))
    _kept[one.id] = (stamp, names)
    return names


def _stamp(one: EntityType) -> Any:
    """What differs after every edit: an edit of a name is one of its record, which gets a version and a moment."""
    records = _public(one.model).aggregate(rows=Count("pk"), edits=Sum("version"), last=Max("updated_at"))
    others = one.names._base_manager.aggregate(rows=Count("pk"), last=Max("pk"))
    return (*records.values(), *others.values())


def _read(one: EntityType) -> list[tuple[int, str, str]]:
    owner = one.names.parent_field
    canonical = _public(one.model).values_list("pk", "search_key", Value(""))
    others = one.names._base_manager.filter(**{f"{owner}__status": Status.PUBLISHED})
    return [*canonical, *others.values_list(owner, "search_key", "kind")]


def _public(model: type[Named]) -> Any:
    manager: Any = model._default_manager
    return manager.published()
