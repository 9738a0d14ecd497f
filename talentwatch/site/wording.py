"""What the API says in codes, in plain words: dates, lengths, counts, stances, languages. Pure."""

from collections.abc import Mapping
from typing import Any
from urllib.parse import urlsplit

from django.utils.translation import get_language_info

from people.evidence import EndState, Stance
from talentwatch.dates import UNKNOWN, PartialDate, parse
from talentwatch.phrases import in_words, with_preposition
from talentwatch.text import is_web_address

ENGLISH = "en"
UNNAMED = {"zh": "Chinese"}  # languages that Django knows by their scripts or countries only
CONFIDENCE = {
    "confirmed": "confirmed",
    "reported": "reported by one independent publisher",
    "rumoured": "rumoured only",
    "disputed": "disputed: somebody denies it",
    "refuted": "refuted: all who speak of it deny it",
    "unsourced": "without a source",
}
STANCES = {
    Stance.ANNOUNCED: "announces it",
    Stance.REPORTED: "reports it",
    Stance.RUMOURED: "passes on a rumour",
    Stance.DENIED: "denies it",
}
MONTHS_IN_A_YEAR = 12


def partial(text: str | None) -> PartialDate:
    """The date of a text that the API wrote; None is unknown."""
    return parse(text) if text else UNKNOWN


def date_words(when: PartialDate) -> str:
    return in_words(when) or "date unknown"


def when_words(when: PartialDate) -> str:
    """The same with its preposition."""
    return with_preposition(when) or "at an unknown time"


def length_words(months: int) -> str:
    """79 is “6 years 7 months”."""
    years, rest = divmod(months, MONTHS_IN_A_YEAR)
    parts = [_plural(years, "year") if years else "", _plural(rest, "month") if rest else ""]
    return " ".join(filter(None, parts)) or "less than a month"


def tenure_words(tenure: Mapping[str, int | None]) -> str:
    """The least and the most that the dates of a post allow; empty where they tell nothing."""
    least, most = tenure["min"], tenure["max"]
    if least is None:
        return f"at most {length_words(most)}" if most is not None else ""
    if most is None:
        return f"at least {length_words(least)}"
    return length_words(least) if least == most else f"{length_words(least)} to {length_words(most)}"


def _plural(number: int, noun: str) -> str:
    return f"{number} {noun}{'' if number == 1 else 's'}"


def span_words(post: Mapping[str, Any]) -> str:
    """From when to when somebody was in a post, as the desk concludes."""
    unsure = {EndState.ONGOING: "ongoing", EndState.UNKNOWN: "not known whether it has ended"}
    began, ended = _began(post), _ended(post)
    return f"{began or 'start unknown'}; {ended or unsure[post['end_state']]}"


def said_words(claim: Mapping[str, Any]) -> str:
    """The dates and the length that a source gives; empty where it gives none."""
    ongoing = "still there" if claim["end_state"] == EndState.ONGOING else ""
    length = f"for {length_words(claim['stated_months'])}" if claim["stated_months"] else ""
    return "; ".join(filter(None, [_began(claim), _ended(claim) or ongoing, length]))


def _began(post: Mapping[str, Any]) -> str:
    return f"began {when_words(partial(post['start']))}" if post["start"] else ""


def _ended(post: Mapping[str, Any]) -> str:
    return f"ended {when_words(partial(post['end']))}" if post["end_state"] == EndState.ENDED else ""


def language_words(tag: str) -> str:
    """The name of a language in English; its tag where there is none."""
    try:
        return str(get_language_info(tag.lower())["name"])
    except KeyError:
        return UNNAMED.get(tag.lower(), tag)


def web_address(address: str | None) -> str:
    """The address, if a browser may be sent there; no row that came around the forms makes a link that runs."""
    return address if address and is_web_address(address) else ""


def speaker_words(source: Mapping[str, Any]) -> str:
    """Who speaks: the publisher, or else the host of the address."""
    host = urlsplit(web_address(source["link"])).hostname
    return source["publisher"] or (host or "").removeprefix("www.") or "A source without a name"


def beside_words(source: Mapping[str, Any], with_day: bool | str) -> str:  # noqa: FBT001 a filter has no names
    """What stands beside a source: its language, where it isn't English, and its day, where that is wanted."""
    language = "" if source["language"] == ENGLISH else language_words(source["language"])
    day = date_words(partial(source["published"])) if with_day and source["published"] else ""
    return ", ".join(filter(None, [language, day]))


def name_words(name: Mapping[str, str]) -> str:
    """What sort of name it is, as far as that goes without saying not."""
    language = "" if name["language"] == ENGLISH else language_words(name["language"])
    kind = "" if name["kind"] == "alias" else name["kind"]
    return ", ".join(filter(None, [language, kind]))
