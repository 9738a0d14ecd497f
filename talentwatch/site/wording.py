"""Plain words for what the API says in codes: confidence, stances, languages, sources. Pure."""

from collections.abc import Mapping
from typing import Any
from urllib.parse import urlsplit

from django.utils.translation import get_language_info

from people.evidence import Stance
from talentwatch.phrases import format_date
from talentwatch.text import is_web_address

ENGLISH = "en"
UNMARKED_LANGUAGES = {ENGLISH, "und"}  # of a name that a merge carried over, nobody knows the language
LANGUAGES = {"zh": "Chinese"}  # Django knows it by its scripts and countries only
CONFIDENCE = {
    "confirmed": "confirmed",
    "reported": "reported by one independent publisher",
    "rumoured": "rumoured only",
    "disputed": "disputed: a source denies it",
    "refuted": "refuted: every source that mentions it denies it",
    "unsourced": "without a source",
}
CONFIDENCE_RULES = {
    "confirmed": "The person or the organization announced it themselves, or at least two independent publishers report it.",
    "reported": "One independent publisher reports it, however many repeat that report.",
    "rumoured": "It is only rumoured: sources say that they have heard it, and none says that it is so.",
    "disputed": "Some sources say so, and another one denies it.",
    "refuted": "Every source that mentions it denies it. It counts nowhere.",
    "unsourced": "No public source is left for it.",
}
STANCES = {
    Stance.ANNOUNCED: "quotes the announcement",
    Stance.REPORTED: "reports it",
    Stance.RUMOURED: "repeats a rumour",
    Stance.DENIED: "denies it",
}


def language_name(tag: str) -> str:
    """The name of a language in English, or its tag if it has none here."""
    try:
        return str(get_language_info(tag.lower())["name"])
    except KeyError:
        return LANGUAGES.get(tag.lower(), tag)


def count(number: int, forms: str) -> str:
    """“1 person”, “1,200 people”; the forms are “person,people”."""
    singular, plural = forms.split(",")
    return f"{number:,} {singular if number == 1 else plural}"


def web_address(address: str | None) -> str:
    """The address if it is safe as a link: a row that bypassed the forms may hold “javascript:”."""
    return address if address and is_web_address(address) else ""


def source_name(source: Mapping[str, Any]) -> str:
    """The publisher, or else the host of the address."""
    host = urlsplit(web_address(source["link"])).hostname
    return source["publisher"] or (host or "").removeprefix("www.") or "Unnamed source"


def source_details(source: Mapping[str, Any], with_date: bool | str) -> str:  # noqa: FBT001 filters take no keywords
    """The language of a source unless it is English, and its date of publication if wanted."""
    language = "" if source["language"] == ENGLISH else language_name(source["language"])
    published = format_date(source["published"]) if with_date else ""
    return ", ".join(filter(None, [language, published]))


def name_details(name: Mapping[str, str]) -> str:
    """The language of a name unless it is English or unknown, and its kind unless it is a plain alias."""
    language = "" if name["language"] in UNMARKED_LANGUAGES else language_name(name["language"])
    kind = "" if name["kind"] == "alias" else name["kind"]
    return ", ".join(filter(None, [language, kind]))
