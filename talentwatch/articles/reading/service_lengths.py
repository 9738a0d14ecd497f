"""Lengths of service in an article: "after six years and two months at OpenAI"."""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import lru_cache

from talentwatch.articles.reading.article_day import MONTHS_IN_YEAR, month_shift
from talentwatch.articles.reading.folding import fold
from talentwatch.articles.reading.language import Language
from talentwatch.dates import FIRST_YEAR, UNKNOWN, PartialDate

REACH = 24  # characters before a length in which a word says what it is the length of
# Words among those for "at" that rather stand before what was done so long.
NOT_BEFORE_PLACES = frozenset(
    ["of", "de", "del", "di", "des", "der", "d'", "du", "von", "mit", "with", "con", "a", "an", "am"]
)


@dataclass(frozen=True)
class ServiceLength:
    start: int
    end: int
    months: int
    is_plain: bool  # not "over six years"


def alternatives(words: Iterable[str]) -> str:
    """A pattern of any of the words, the longest first; one that matches nothing if there are none."""
    folded = sorted({fold(word) for word in words}, key=lambda word: (-len(word), word))
    return "(?:" + "|".join(re.escape(word) for word in folded) + ")" if folded else r"(?!)"


class LengthGrammar:
    """How one language writes years and months."""

    def __init__(self, language: Language) -> None:
        words = language.rules.get("durations", {})
        self.numerals = {fold(word): number for word, number in words.get("numerals", {}).items()}
        self.dual = {fold(word): months for word, months in words.get("dual", {}).items()}
        self.years, self.months = alternatives(words.get("years", [])), alternatives(words.get("months", []))
        self.duals = alternatives(self.dual)
        self.count = rf"\d{{1,3}}(?:[.,]5)?|{alternatives(self.numerals)}"
        gap, self.end, edge = r"[\s-]\s?", r"(?![^\W\d_])", r"(?<![^\W_])"
        if language.code == "he":
            # And, in, the, as, for: letters that are joined to the word.
            edge += r"(?:[ובהכל]{0,2}-?)?"
        if language.code == "zh":
            gap, self.end, edge = r"[\s-]?\s?", "", ""
            self.count = rf"(?<![\d〇零一二三四五六七八九十])(?:\d{{1,2}}|{alternatives(self.numerals)})"
        and_, half = alternatives(words.get("and", [])), alternatives(words.get("half", []))
        one_after = alternatives(words.get("one_after", []))
        years = (
            rf"(?P<years>{self.count}){gap}(?P<year_unit>{self.years})|(?P<one_year>{self.years})\s(?:{one_after})"
            rf"|(?P<dual>{self.duals})|(?P<bare_year>{self.years})(?=\s{half})"
        )
        months = (
            rf"(?P<months>{self.count}){gap}(?:{self.months})|(?P<dual_months>{self.duals})"
            rf"|(?P<one_month>{self.months})\s(?:{one_after})"
        )
        self.pattern = re.compile(
            rf"{edge}(?:(?:{years})(?P<half>\s?{half})?(?:\s?(?:{and_})?\s?(?:{months}){self.end})?"
            rf"|(?P<only_months>{self.count}){gap}(?:{self.months})){self.end}"
        )

    def number(self, text: str) -> float:
        return float(text.replace(",", ".")) if text[0].isdigit() else self.numerals.get(text, 0)

    def months_of(self, match: re.Match[str]) -> int:
        """The length of a match of the pattern, in months."""
        if match["only_months"]:
            return round(self.number(match["only_months"]))
        total = 0.0
        if match["one_year"] or match["bare_year"]:
            total = MONTHS_IN_YEAR
        elif match["years"]:
            total = self.number(match["years"]) * MONTHS_IN_YEAR
        total += self.dual.get(match["dual"] or "", 0) + self.dual.get(match["dual_months"] or "", 0)
        total += 6 if match["half"] else 0
        total += self.number(match["months"]) if match["months"] else 1 if match["one_month"] else 0
        return round(total)


@lru_cache(32)
def length_grammar(language: Language) -> LengthGrammar:
    return LengthGrammar(language)


def find_lengths(folded: str, language: Language) -> Iterator[ServiceLength]:
    """Lengths behind a word such as "after" or "spent", or before a place of service. What is only about so long isn't plain."""
    grammar = length_grammar(language)
    words = language.rules.get("durations", {})
    vague = words.get("vague", [])
    vague_prefixes = tuple(fold(word) for word in vague if word.endswith("-"))
    not_after = tuple(map(fold, words.get("not_after", [])))
    places = tuple(_service_places(language))
    for match in grammar.pattern.finditer(folded):
        before = folded[max(0, match.start() - REACH) : match.start()].rstrip(" -")
        behind = folded[match.end() : match.end() + REACH].lstrip()
        if before.endswith(",") and behind.startswith((",", ")")) and "," not in match[0]:
            # "Jane Doe, 34 years old": in Romance languages, "34 anni" between commas.
            continue
        if _ends_with(before, words.get("not_before", []), language) or behind.startswith(not_after):
            continue
        first_word = match[0].split(maxsplit=1)[0]
        is_vague = _ends_with(before, vague, language) or first_word.startswith(vague_prefixes)
        is_service = (
            is_vague
            or not before
            or before[-1] in ":(\n|,：（"
            or _ends_with(before, words.get("before", []), language)
            or behind.startswith(places)
        )
        months = grammar.months_of(match)
        if months and (is_service or language.code == "zh"):
            yield ServiceLength(match.start(), match.end(), months, is_plain=not is_vague)


def _service_places(language: Language) -> Iterator[str]:
    """What begins the place of service behind a length: "at "; in Hebrew a letter that is joined to the name."""
    for word in map(fold, language.words("prepositions", "at")):
        if word not in NOT_BEFORE_PLACES:
            yield word + " "
    yield from language.rules.get("prefixes", {}).get("at", [])


def _ends_with(text: str, words: list[str], language: Language) -> bool:
    """The text ends with one of these words; in Chinese and Hebrew, also with one that is joined to other letters."""
    for word in map(fold, words):
        if text.endswith(word):
            rest = text[: -len(word)]
            is_joined = rest and rest[-1].isalnum() and word[0].isalnum()
            if not is_joined or language.code in {"zh", "he"}:
                return True
    return False


def start_from(end: PartialDate, months: int) -> PartialDate:
    """The start that a stated length and an end give, give or take a month."""
    if not end.is_bounded or end.earliest is None or end.latest is None:
        return UNKNOWN
    try:
        first, last = month_shift(end.earliest, -months - 1), month_shift(end.latest, -months + 1)
    except (ValueError, OverflowError):
        return UNKNOWN
    return PartialDate(first.earliest, last.latest) if first.earliest and first.earliest.year >= FIRST_YEAR else UNKNOWN
