"""Moves, derived from the posts of one person: who left what for what, as far as the posts tell.

Pure: it sees posts as they are handed in, and knows no database. The rules are those of docs/moves.md.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from django.db.models import TextChoices

from people.evidence import Confidence, EndState
from talentwatch.dates import PartialDate

YEAR = timedelta(365)
SUREST_FIRST = (Confidence.CONFIRMED, Confidence.REPORTED, Confidence.DISPUTED)


class MoveKind(TextChoices):
    DEPARTURE = "departure", "Departure"
    INTERNAL = "internal", "Within one organization"
    RETURN = "return", "Return"
    FOUNDING = "founding", "Founding"
    ARRIVAL = "arrival", "Arrival"
    MOVE = "move", "Move"


@dataclass(frozen=True)
class Post:
    """What the rules ask of an eligible post; `home` is the slug of its top-level organization, `came_from` of a post."""

    slug: str
    start: PartialDate
    end: PartialDate
    end_state: str
    confidence: str
    home: str
    is_founding: bool = False
    came_from: str | None = None

    @property
    def has_ended(self) -> bool:
        return self.end_state == EndState.ENDED

    @property
    def is_undated_ongoing(self) -> bool:
        return self.end_state == EndState.ONGOING and not self.start

    @property
    def turn(self) -> tuple[bool, date, date, bool, date, str]:
        """When it is its turn to look for its origin."""
        start, end = self.start, self.end
        return (
            not start,
            start.earliest or date.max,
            start.latest or date.max,
            not self.has_ended,
            end.latest or date.max,
            self.slug,
        )

    @property
    def nearness(self) -> tuple[date, date, date]:
        """Of two origins the one with more of it; without an earliest end only the start counts."""
        end = (self.end.earliest, self.end.latest or date.min) if self.end.earliest else (date.min, date.min)
        return (*end, self.start.earliest or date.min)


@dataclass(frozen=True)
class Derived:
    """One move: its two posts, either of which may be missing, and what follows from them."""

    origin: Post | None
    destination: Post | None
    kind: MoveKind

    @property
    def slug(self) -> str:
        """An arrival bears the slug of its post alone; a departure, which may be of the same post, says so."""
        if self.destination is None:
            return f"{self.origin.slug}--departure" if self.origin else ""
        return f"{self.origin.slug}--{self.destination.slug}" if self.origin else self.destination.slug

    @property
    def date(self) -> PartialDate:
        """The end of the origin where both its days are known; else such a start of the destination; else what is left."""
        if self.origin is None:
            return self.destination.start if self.destination else PartialDate()
        if self.origin.end.is_bounded:
            return self.origin.end
        if self.destination and self.destination.start.is_bounded:
            return self.destination.start
        return PartialDate(self.origin.start.earliest, self.origin.end.latest)

    @property
    def gap_days(self) -> tuple[int | None, int | None]:
        """The fewest and the most days from the end of the one post to the start of the other; negative where they overlap."""
        if self.origin is None or self.destination is None:
            return None, None
        end, start = self.origin.end, self.destination.start
        return _days(end.latest, start.earliest), _days(end.earliest, start.latest)

    @property
    def confidence(self) -> str:
        """That of the less sure of its posts."""
        levels = [post.confidence for post in (self.origin, self.destination) if post]
        return max(levels, key=[str(level) for level in SUREST_FIRST].index)


def _days(first: date | None, last: date | None) -> int | None:
    return (last - first).days if first and last else None


def moves_of(posts: Iterable[Post]) -> list[Derived]:
    """The moves of one person, from all their eligible posts: each post is the destination of one, each ended one the
    origin of one."""
    all_posts = sorted(posts, key=lambda post: post.turn)
    origins = _origins(all_posts)
    taken = {origin.slug for origin in origins.values() if origin}
    pairs = [(origins[post.slug], post) for post in all_posts]
    arrivals = [Derived(origin, post, _kind(origin, post, all_posts)) for origin, post in pairs]
    left = [post for post in all_posts if post.has_ended and post.slug not in taken]
    return arrivals + [Derived(post, None, MoveKind.DEPARTURE) for post in left]


def _origins(posts: Sequence[Post]) -> dict[str, Post | None]:
    """The origin of each post, by slug: the one that a source names, else the nearest that is left."""
    by_slug = {post.slug: post for post in posts}
    origins = {post.slug: by_slug.get(post.came_from) for post in posts if post.came_from}
    taken = {origin.slug for origin in origins.values() if origin}
    for post in posts:
        if post.slug not in origins:
            origin = _nearest(post, posts, taken)
            origins[post.slug] = origin
            if origin:
                taken.add(origin.slug)
    return origins


def _nearest(post: Post, posts: Sequence[Post], taken: set[str]) -> Post | None:
    if post.is_undated_ongoing and sum(other.is_undated_ongoing for other in posts) > 1:
        return None
    able = [origin for origin in posts if origin.slug not in taken and _may_lead(origin, post, posts)]
    able.sort(key=lambda origin: origin.nearness, reverse=True)
    is_tied = len(able) > 1 and able[0].nearness == able[1].nearness
    return None if is_tied or not able else able[0]


def _may_lead(origin: Post, post: Post, posts: Sequence[Post]) -> bool:
    return _precedes(origin, post) and not any(_lies_between(origin, other, post) for other in posts)


def _precedes(origin: Post, post: Post) -> bool:
    """The origin has ended, and nothing says that the post began before it, or long before its end."""
    if origin is post or not origin.has_ended:
        return False
    if not post.start:
        return post.end_state == EndState.ONGOING or _known_no_later(origin.end.latest, post.end.earliest)
    if origin.start and not (
        _no_later(origin.start.earliest, post.start.earliest) and _no_later(origin.start.latest, post.start.latest)
    ):
        return False
    over = origin.end.earliest or (None if origin.start else origin.end.latest)
    return _no_later(over, post.start.latest and post.start.latest + YEAR)


def _lies_between(origin: Post, other: Post, post: Post) -> bool:
    """The other post has a known start, after the end of the origin and before this post."""
    if other is origin or other is post or not _known_no_later(origin.end.latest, other.start.latest):
        return False
    if not _no_later(origin.start.earliest, other.start.earliest):
        return False
    return not post.start or other.start.before(PartialDate(post.start.earliest, None))


def _no_later(first: date | None, last: date | None) -> bool:
    """An unknown day satisfies."""
    return first is None or last is None or first <= last


def _known_no_later(first: date | None, last: date | None) -> bool:
    """An unknown day doesn't satisfy."""
    return first is not None and last is not None and first <= last


def _kind(origin: Post | None, post: Post, posts: Sequence[Post]) -> MoveKind:
    if origin and origin.home == post.home:
        return MoveKind.INTERNAL
    if any(other.home == post.home and _precedes(other, post) for other in posts):
        return MoveKind.RETURN
    if post.is_founding:
        return MoveKind.FOUNDING
    return MoveKind.MOVE if origin else MoveKind.ARRIVAL
