"""Corrections in words: what each field said before, and what it says now. Pure: it works on the API's rows."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from people.evidence import Stance
from talentwatch.phrases import format_date, format_stated_period
from talentwatch.site.wording import STANCES, language_name, name_details

DATES = {"start", "end", "published", "founded", "dissolved", "date", "verified_from", "verified_on"}
CHOICES = {"kind", "role", "end_state", "end_reason", "left_for", "confidence", "outcome"}
LABELS = {
    "archive_url": "archived copy",
    "came_from": "previous job",
    "derived_from": "source that it repeats",
    "end_reason": "why it ended",
    "end_state": "whether it has ended",
    "expected_size": "people on the list",
    "has_conflict": "sources disagree",
    "link": "address",
    "members": "people on the list",
    "orcid": "ORCID",
    "stake_percent": "stake, in percent",
    "verified_from": "first reported there",
    "verified_on": "last reported there",
    "wikidata_id": "Wikidata",
}
UNSTATED = "not stated"


@dataclass(frozen=True)
class WordedDifference:
    """A field with its old and new value, or, of a list, with the items that went and those that came."""

    label: str
    before: tuple[str, ...]
    after: tuple[str, ...]
    is_list: bool


def describe(difference: Mapping[str, Any]) -> WordedDifference:
    """A difference of a correction, as the API serves it."""
    field, before, after = difference["field"], difference["before"], difference["after"]
    label = LABELS.get(field, field.replace("_", " "))
    label = label[:1].upper() + label[1:]
    if isinstance(before, list) or isinstance(after, list):
        old, new = (tuple(_item_in_words(item) for item in value or ()) for value in (before, after))
        return WordedDifference(label, old, new, is_list=True)
    old, new = ((_value_in_words(field, value),) for value in (before, after))
    return WordedDifference(label, old, new, is_list=False)


def _value_in_words(field: str, value: Any) -> str:
    if value is None or value == "":
        return UNSTATED
    if field in DATES:
        return format_date(value)
    if field == "language":
        return language_name(value)
    if field in CHOICES:
        return str(value).replace("_", " ")
    if isinstance(value, bool):
        return "yes" if value else "no"
    return f"{value:,}" if isinstance(value, int | float) else _item_in_words(value)


def _item_in_words(item: Any) -> str:
    """A name, a claim, a member, a reference to another record, or a range of numbers."""
    if not isinstance(item, Mapping):
        return str(item)
    if "text" in item:
        details = name_details({"language": item["language"], "kind": item["kind"]})
        return f"{item['text'] or UNSTATED} ({details})" if details else item["text"] or UNSTATED
    if "source" in item:
        return _claim_in_words(item)
    if "person" in item:
        name = item["name_as_listed"] or (item["person"] and item["person"]["name"]) or "not public"
        return f"{item['position']}. {name}" if item["position"] else name
    if "name" in item:
        details = STANCES[Stance(item["stance"])] if item.get("stance") else item.get("part", "")
        return f"{item['name']} ({details})" if details else item["name"]
    return ", ".join(f"{name} {UNSTATED if value is None else value}" for name, value in item.items())


def _claim_in_words(claim: Mapping[str, Any]) -> str:
    period = {"start": None, "end": None, "end_state": "unknown", "stated_months": None, **claim}
    facts = [claim.get("title"), format_stated_period(period)]
    sentence = f"{claim['source']['name']} {STANCES[Stance(claim['stance'])]}"
    return ": ".join(filter(None, [sentence, "; ".join(filter(None, facts))]))
