"""Where the sources on one post agree and where they don't, in sentences that count them. Pure: it sees claims."""

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from people.evidence import Conflict, EndState, Stance
from talentwatch.dates import PartialDate
from talentwatch.phrases import number_words
from talentwatch.site.wording import date_words, partial

Claim = Mapping[str, Any]  # as the API gives it
TITLES = {Conflict.START: "The start", Conflict.END: "The end", Conflict.EXISTENCE: "Whether it is so"}


@dataclass(frozen=True)
class Point:
    """What the sources say of one thing about a post; `clashes` where one of them can't be true with the conclusion."""

    subject: Conflict
    sentence: str
    clashes: bool

    @property
    def title(self) -> str:
        return TITLES[self.subject]


def agreement(claims: Iterable[Claim]) -> list[Point]:
    """What the sources say of the start, the end and the post itself; nothing of what none of them speaks of."""
    told = list(claims)
    said = {Conflict.START: _start(told), Conflict.END: _end(told), Conflict.EXISTENCE: _existence(told)}
    return [
        Point(subject, sentence, any(subject in claim["conflicts"] for claim in told))
        for subject, sentence in said.items()
        if sentence
    ]


def _start(claims: list[Claim]) -> str:
    asserting = _asserting(claims)
    dates = [when for when in (partial(claim["start"]) for claim in asserting) if when]
    return _counted(dates, silent=len(asserting) - len(dates))


def _end(claims: list[Claim]) -> str:
    asserting = _asserting(claims)
    dates = [partial(claim["end"]) for claim in asserting if claim["end_state"] == EndState.ENDED]
    going = [partial(claim["source"]["published"]) for claim in asserting if claim["end_state"] == EndState.ONGOING]
    return _counted(dates, going, silent=len(asserting) - len(dates) - len(going))


def _existence(claims: list[Claim]) -> str:
    """Nothing, unless somebody denies it."""
    asserting = _asserting(claims)
    denying = len(claims) - len(asserting)
    if not denying:
        return ""
    if asserting:
        return f"{_some(len(asserting), 'says', 'say')} so, {_few(denying, 'denies', 'deny')} it."
    return f"{_some(denying, 'denies', 'deny')} it; nobody else speaks of it."


def _asserting(claims: list[Claim]) -> list[Claim]:
    return [claim for claim in claims if claim["stance"] != Stance.DENIED]


def _counted(dates: list[PartialDate], going: Iterable[PartialDate] = (), *, silent: int) -> str:
    """“Two sources say June 2023, one says May 2025. One doesn't say when.” The most first, then the earliest."""
    tally = sorted(Counter(dates).items(), key=lambda pair: (-pair[1], str(pair[0])))
    groups = [(count, date_words(when)) for when, count in tally]
    groups += _still_there(list(going))
    if not groups:
        return ""
    (first, words), *others = groups
    sayings = [f"{_some(first, 'says', 'say')} {words}"]
    sayings += [f"{_few(count, 'says', 'say')} {said}" for count, said in others]
    unsaid = f" {_few(silent, 'doesn’t', 'don’t').capitalize()} say." if silent else ""
    return f"{', '.join(sayings)}.{unsaid}"


def _still_there(seen: list[PartialDate]) -> list[tuple[int, str]]:
    """Those that say it goes on, as one group, with the last day of which that is said."""
    if not seen:
        return []
    last = max(seen, key=lambda day: day.latest or date.min)
    words = f" ({'the last ' if len(seen) > 1 else ''}{date_words(last)})" if last else ""
    return [(len(seen), f"still there{words}")]


def _some(count: int, one: str, more: str) -> str:
    """Counts the sources where the sentence begins."""
    return f"{number_words(count).capitalize()} source{'' if count == 1 else 's'} {one if count == 1 else more}"


def _few(count: int, one: str, more: str) -> str:
    """Counts them where it goes on."""
    return f"{number_words(count)} {one if count == 1 else more}"
