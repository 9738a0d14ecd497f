"""Corrections in words: what each field said before, and what it says now. Pure: it works on the API's rows."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from people.evidence import Stance
from talentwatch.phrases import format_date, format_stated_period
from talentwatch.site.wording import STANCES, language_name, name_details, source_name
from talentwatch.text import isolate_bidi

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
ITEMS = {  # what a list holds, where the field's name doesn't say it of one
    "names": "other name",
    "claims": "source",
    "sources": "source",
    "people": "person",
    "organizations": "organization",
    "employments": "job",
    "members": "person on the list",
}
MAX_QUOTED = 100  # letters of a value in a sentence


@dataclass(frozen=True)
class WordedDifference:
    """A field with its old and new value, or, of a list, with the items that went and those that came."""

    field: str
    before: tuple[str, ...]
    after: tuple[str, ...]
    is_list: bool

    @property
    def name(self) -> str:
        """The field as part of a sentence."""
        return LABELS.get(self.field, self.field.replace("_", " "))

    @property
    def label(self) -> str:
        return self.name[:1].upper() + self.name[1:]

    @property
    def sentences(self) -> list[str]:
        """“end changed from June 2023 to May 2023”, “source added: Le Monde reports it”."""
        if self.is_list:
            item = ITEMS.get(self.field, self.name)
            both = (("removed", self.before), ("added", self.after))
            return [f"{item} {verb}: {_quote(text)}" for verb, texts in both for text in texts]
        [old], [new] = self.before, self.after
        if self.field == "has_conflict":
            return ["sources disagree" if new == "yes" else "sources no longer disagree"]
        if old == UNSTATED:
            return [f"{self.name} added: {_quote(new)}"]
        if new == UNSTATED:
            return [f"{self.name} removed, which was {_quote(old)}"]
        if max(len(old), len(new)) > MAX_QUOTED:
            return [f"{self.name} rewritten"]
        return [f"{self.name} changed from {_quote(old)} to {_quote(new)}"]


def describe(difference: Mapping[str, Any]) -> WordedDifference:
    """A difference of a correction, as the API serves it."""
    field, before, after = difference["field"], difference["before"], difference["after"]
    if isinstance(before, list) or isinstance(after, list):
        old, new = (tuple(_item_in_words(item) for item in value or ()) for value in (before, after))
        return WordedDifference(field, old, new, is_list=True)
    old, new = ((_value_in_words(field, value),) for value in (before, after))
    return WordedDifference(field, old, new, is_list=False)


def _quote(text: str) -> str:
    cut = text if len(text) <= MAX_QUOTED else f"{text[: MAX_QUOTED - 1].rstrip()}…"
    return isolate_bidi(cut)


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
    if "name" in item or "publisher" in item:
        details = STANCES[Stance(item["stance"])] if item.get("stance") else item.get("part", "")
        name = _name(item)
        return f"{name} ({details})" if details else name
    return ", ".join(f"{name} {UNSTATED if value is None else value}" for name, value in item.items())


def _name(record: Mapping[str, Any]) -> str:
    """Of a reference, or of a source beside what it says, which has none."""
    return str(record.get("name") or source_name(record))


def _claim_in_words(claim: Mapping[str, Any]) -> str:
    period = {"start": None, "end": None, "end_state": "unknown", "stated_months": None, **claim}
    facts = [claim.get("title"), format_stated_period(period)]
    sentence = f"{_name(claim['source'])} {STANCES[Stance(claim['stance'])]}"
    return ": ".join(filter(None, [sentence, "; ".join(filter(None, facts))]))
