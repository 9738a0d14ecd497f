"""Dates and lengths of service in an article: in words and figures, absolute, or relative to the day of the article."""

import calendar
import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from functools import lru_cache, partial

from babel import Locale, UnknownLocaleError

from talentwatch.articles.reading.folding import fold
from talentwatch.articles.reading.language import Language
from talentwatch.dates import FIRST_YEAR, LAST_YEAR, UNKNOWN, PartialDate

YEAR = r"(?<![\d$€£¥])(?P<{0}>(?:19|20)\d\d)(?![\d%€$£])"
DAY = r"(?P<{0}>[0-3]?\d)(?!\d)"
FIRST_DIGITS = "〇一二三四五六七八九十"
DAYS_IN_WEEK, MONTHS_IN_YEAR = 7, 12
PARTS = {"early": (1, 4), "mid": (5, 8), "late": (9, 12), "spring": (3, 5), "summer": (6, 8), "autumn": (9, 11)}
MIN_MONTH_NAME = 3
NEAR_MONTHS = 2
NEXT_REACH = 14  # characters beside a date in which "next" says that it lies ahead
REACH = 24  # characters before a length in which a word says what it is the length of


@dataclass(frozen=True)
class Expression:
    """A date or a length in the article, by its place in the folded text."""

    start: int
    end: int
    date: PartialDate = UNKNOWN
    ahead: PartialDate = UNKNOWN  # without a year: the next such day, for what is only planned
    months: int = 0
    is_plain: bool = True  # a length: not "over six years"; a date: not relative to an unknown day
    is_length: bool = False


def month_names(code: str) -> dict[str, int]:
    """Every form of the names of months in a language, folded, from Unicode's CLDR."""
    try:
        locale = Locale.parse(code)
    except (UnknownLocaleError, ValueError):
        return {}
    names = {}
    for context in ("format", "stand-alone"):
        for width in ("abbreviated", "wide"):
            for number, name in locale.months[context][width].items():
                folded = fold(name).strip(". ")
                if len(folded) >= MIN_MONTH_NAME and not folded[0].isdigit():
                    names[folded] = number
    return names


def weekday_names(code: str) -> dict[str, int]:
    try:
        days = Locale.parse(code).days["format"]["wide"]
    except (UnknownLocaleError, ValueError):
        return {}
    return {fold(name): number for number, name in days.items()}


def alternatives(words: list[str] | dict[str, int] | dict[str, str] | dict[str, float]) -> str:
    """A pattern of any of the words, the longest first; one that matches nothing if there are none."""
    folded = sorted({fold(word) for word in words}, key=lambda word: (-len(word), word))
    return "(?:" + "|".join(re.escape(word) for word in folded) + ")" if folded else r"(?!)"


@dataclass(frozen=True)
class _Grammar:
    """The patterns of one language, each with the function that reads its match."""

    rules: list[tuple[re.Pattern[str], Callable[[re.Match[str], "Clock"], PartialDate | None]]]
    length: re.Pattern[str]
    numerals: dict[str, float]
    dual: dict[str, int]
    words: Language

    def number(self, text: str | None) -> float:
        if not text:
            return 1
        return float(text.replace(",", ".")) if text[0].isdigit() else self.numerals.get(text, 0)


@dataclass(frozen=True)
class Clock:
    """The day of the article, from which relative dates count."""

    published: PartialDate
    is_ahead: bool = False

    @property
    def is_set(self) -> bool:
        return self.published.is_bounded

    def bounds(self) -> tuple[date, date]:
        today = self.published
        if today.earliest is None or today.latest is None:
            raise ValueError("the day of the article is unknown")
        return today.earliest, today.latest

    def month_without_year(self, month: int, *, is_last: bool) -> PartialDate:
        """The latest such month that had begun when the article appeared, or one of the next two; before the current one if it says "last".

        If looking ahead, the next one that wasn't over.
        """
        earliest, latest = self.bounds()
        until = (month - latest.month) % MONTHS_IN_YEAR
        # In May, "in June" is hardly that of eleven months ago, which would be "last June".
        if not is_last and (self.is_ahead or 0 < until <= NEAR_MONTHS):
            return month_date(earliest.year + (month < earliest.month), month)
        is_this_year = month < latest.month or (month == latest.month and not is_last)
        return month_date(latest.year if is_this_year else latest.year - 1, month)

    def shifted(self, unit: str, count: int) -> PartialDate:
        first, last = self.bounds()
        if unit == "day":
            return PartialDate(first + timedelta(count), last + timedelta(count))
        if unit == "week":
            monday = first - timedelta(first.weekday()) + timedelta(DAYS_IN_WEEK * count)
            sunday = last - timedelta(last.weekday()) + timedelta(DAYS_IN_WEEK * count + DAYS_IN_WEEK - 1)
            return PartialDate(monday, last if count == 0 else sunday)
        if unit == "month":
            return PartialDate(month_shift(first, count).earliest, month_shift(last, count).latest)
        if unit == "year":
            return PartialDate(date(first.year + count, 1, 1), date(last.year + count, 12, 31))
        return part_of_year(last.year + count, unit)

    def ago(self, unit: str, count: float) -> PartialDate:
        """Give or take half a year, a month, or a week."""
        first, last = self.bounds()
        if unit == "year":
            half = 6 if count == int(count) else 3
            months = round(count * MONTHS_IN_YEAR)
            return PartialDate(month_shift(first, -months - half).earliest, month_shift(last, -months + half).latest)
        months = round(count)
        return PartialDate(month_shift(first, -months).earliest, month_shift(last, -months).latest)


def month_date(year: int, month: int) -> PartialDate:
    return PartialDate(date(year, month, 1), date(year, month, calendar.monthrange(year, month)[1]))


def month_shift(day: date, months: int) -> PartialDate:
    year, month = divmod(day.year * MONTHS_IN_YEAR + day.month - 1 + months, MONTHS_IN_YEAR)
    return month_date(year, month + 1)


def part_of_year(year: int, part: str) -> PartialDate:
    if part == "winter":
        return PartialDate(date(year - 1, 12, 1), month_date(year, 2).latest)
    first, last = PARTS[part]
    return PartialDate(date(year, first, 1), month_date(year, last).latest)


def full_date(year: int, month: int, day: int | None) -> PartialDate:
    return month_date(year, month) if day is None else PartialDate(date(year, month, day), date(year, month, day))


@lru_cache(32)
def _grammar(language: Language) -> _Grammar:
    months, weekdays = month_names(language.code), weekday_names(language.code)
    dates, lengths = language.rules.get("dates", {}), language.rules.get("durations", {})
    month, joining = alternatives(months), f"(?:{alternatives(dates.get('joining', []))}\\s*)?"
    day = rf"{DAY.format('day')}(?:st|nd|rd|th|er|\.|º|a)?\s+(?:{alternatives(dates.get('joining', []))}\s+)?"
    before = alternatives(dates.get("before", []))
    # The letters ב and ל are joined to the word in Hebrew.
    edge = r"(?<![^\W\d_])(?:[ובלמה]{0,2}-?)?" if language.code == "he" else r"(?<![^\W_])"
    if language.code == "zh":
        edge = ""
    year = YEAR.format("year")

    lasts = {fold(word) for word in dates.get("last", [])}

    def number_of(name: str) -> int:
        return months[name]

    def in_full(match: re.Match[str], _clock: Clock) -> PartialDate:
        found = match.groupdict()
        digits = found.get("day") or found.get("late_day")
        return full_date(int(found["year"]), number_of(found["month"]), int(digits) if digits else None)

    def month_alone(match: re.Match[str], clock: Clock) -> PartialDate | None:
        if not clock.is_set:
            return None
        found = match.groupdict()
        is_last = bool(found.get("last") or found.get("later")) or any(word in lasts for word in match[0].split())
        digits = found.get("day") or found.get("late_day")
        when = clock.month_without_year(number_of(found["month"]), is_last=is_last)
        return (
            when if not digits or not when.earliest else full_date(when.earliest.year, when.earliest.month, int(digits))
        )

    def numeric(match: re.Match[str], _clock: Clock) -> PartialDate:
        first, second = int(match["first"]), int(match["second"])
        day_, month_ = (second, first) if dates.get("numbers") == "mdy" and first <= MONTHS_IN_YEAR else (first, second)
        return full_date(int(match["year"]), month_, day_)

    def iso(match: re.Match[str], _clock: Clock) -> PartialDate:
        return full_date(int(match["year"]), int(match["month"]), int(match["day"]) if match["day"] else None)

    def whole_year(match: re.Match[str], _clock: Clock) -> PartialDate:
        return PartialDate(date(int(match["year"]), 1, 1), date(int(match["year"]), 12, 31))

    def chinese(match: re.Match[str], clock: Clock) -> PartialDate | None:
        return _chinese_date(match, clock)

    def relative(match: re.Match[str], clock: Clock) -> PartialDate | None:
        unit, count = {fold(k): v for k, v in dates.get("relative", {}).items()}[match["phrase"]].split()
        return clock.shifted(unit, int(count)) if clock.is_set else None

    def weekday(match: re.Match[str], clock: Clock) -> PartialDate | None:
        if not clock.is_set:
            return None
        first, last = clock.bounds()
        number = weekdays[match["weekday"]]
        before = [(day_.weekday() - number) % DAYS_IN_WEEK for day_ in (first, last)]
        if clock.is_ahead:
            before = [days - DAYS_IN_WEEK for days in before]
        return PartialDate(*(day_ - timedelta(days) for day_, days in zip((first, last), before, strict=True)))

    def quarter(match: re.Match[str], _clock: Clock) -> PartialDate:
        last = int(match["quarter"]) * 3
        return PartialDate(date(int(match["year"]), last - 2, 1), month_date(int(match["year"]), last).latest)

    numerals = {fold(word): number for word, number in lengths.get("numerals", {}).items()}
    count = rf"\d{{1,3}}(?:[.,]5)?|{alternatives(numerals)}"
    years, months_ = alternatives(lengths.get("years", [])), alternatives(lengths.get("months", []))
    and_, half = alternatives(lengths.get("and", [])), alternatives(lengths.get("half", []))
    dual, one_after = lengths.get("dual", {}), alternatives(lengths.get("one_after", []))
    gap = r"[\s-]?\s?" if language.code == "zh" else r"[\s-]\s?"
    end = "" if language.code == "zh" else r"(?![^\W\d_])"
    word_edge = (
        r"(?<![^\W_])(?:[ובהכל]{0,2}-?)?" if language.code == "he" else "" if language.code == "zh" else r"(?<![^\W_])"
    )
    if language.code == "zh":
        count = rf"(?<![\d〇零一二三四五六七八九十])(?:\d{{1,2}}|{alternatives(numerals)})"
    length = (
        rf"{word_edge}(?:(?:(?P<years>{count}){gap}(?P<year_unit>{years})|(?P<one_year>{years})\s(?:{one_after})|(?P<dual>{alternatives(dual)})|(?P<bare_year>{years})(?=\s{half}))"
        rf"(?P<half>\s?{half})?(?:\s?(?:{and_})?\s?(?:(?P<months>{count}){gap}(?:{months_})|(?P<dual_months>{alternatives(dual)})|(?P<one_month>{months_})\s(?:{one_after})){end})?"
        rf"|(?P<only_months>{count}){gap}(?:{months_})){end}"
    )
    ago_count = (
        rf"(?P<count>{count})\s?(?:(?P<year_unit>{years})|(?P<month_unit>{months_}))|(?P<dual>{alternatives(dual)})"
    )

    def ago(match: re.Match[str], clock: Clock) -> PartialDate | None:
        if not clock.is_set:
            return None
        if match["dual"]:
            count_ = {fold(k): v for k, v in dual.items()}[match["dual"]]
            return clock.ago("month", count_) if count_ < MONTHS_IN_YEAR else clock.ago("year", count_ / MONTHS_IN_YEAR)
        number = float(match["count"].replace(",", ".")) if match["count"][0].isdigit() else numerals[match["count"]]
        return clock.ago("year" if match["year_unit"] else "month", number)

    rules: list[tuple[str, Callable[[re.Match[str], Clock], PartialDate | None]]] = [
        (r"(?<![\d-])(?P<year>(?:19|20)\d\d)-(?P<month>[01]\d)(?:-(?P<day>[0-3]\d))?(?![\d-])", iso),
        (rf"(?<![\d.])(?P<first>\d{{1,2}})[./](?P<second>\d{{1,2}})[./]{year}", numeric),
        (
            rf"(?:{year}|(?P<relative>今年|去年|前年))\s?年?\s?(?:(?P<part>年?[初中底末])|(?P<month>1[0-2]|[1-9]|[一二三四五六七八九十]{{1,2}})\s?月\s?(?:(?P<day>[0-3]?\d)\s?[日号號])?)",
            chinese,
        ),
        (r"(?P<year>(?:19|20)\d\d)\s?年", chinese),
        (
            r"(?<!\d)(?P<month>1[0-2]|[1-9]|[一二三四五六七八九十]{1,2})\s?月\s?(?:(?P<day>[0-3]?\d)\s?[日号號])?",
            chinese,
        ),
        (rf"{edge}(?:{day})?[ב]?(?P<month>{month})\.?,?\s+{joining}{year}", in_full),
        (rf"{edge}(?P<month>{month})\.?\s+{DAY.format('late_day')}(?:st|nd|rd|th)?,?\s+{year}", in_full),
        (rf"{edge}q(?P<quarter>[1-4])\s?(?:of\s)?{year}", quarter),
    ]
    for part in (*PARTS, "winter"):
        phrases = alternatives(dates.get(part, []))
        rules.append((rf"{edge}{phrases}[\s-]*{joining}{year}", partial(_part, part)))
    last = alternatives(dates.get("last", []))
    rules += [
        (rf"{edge}(?P<phrase>{alternatives(dates.get('relative', {}))}){end}", relative),
        (rf"{edge}(?:{ago_count})\s?(?:{alternatives(dates.get('ago', []))}){end}", ago),
        (rf"{edge}(?:{alternatives(dates.get('ago_before', []))})\s(?:{ago_count}){end}", ago),
        (rf"{edge}(?:(?P<last>{last})\s)?{day}[ב]?(?P<month>{month})(?![^\W\d_])(?:\s(?P<later>{last}))?", month_alone),
        (rf"{edge}(?P<month>{month})\.?\s{DAY.format('late_day')}(?:st|nd|rd|th)?(?![^\W_])", month_alone),
        (
            rf"{edge}(?:(?P<last>{last})|{before})[\s-]?(?P<month>{month})(?![^\W\d_])(?:\s(?P<later>{last}))?",
            month_alone,
        ),
        (rf"{edge}(?P<month>{month})\s(?P<later>{last})(?![^\W\d_])", month_alone),
        (rf"{edge}{before}[\s-]*{year}", whole_year),
        (rf"\(\s?{year}\s?\)", whole_year),
        (rf"{edge}(?P<weekday>{alternatives(weekdays)})(?![^\W_])", weekday),
    ]
    if behind := dates.get("behind"):
        rules.append((rf"(?<![\w.,-]){year}(?=[.,;:)]|\s{alternatives(behind)}(?![^\W\d_]))", whole_year))
    if language.code == "he":
        rules.append((rf"(?<![^\W_])[במ](?P<month>{month})(?![^\W\d_])", month_alone))
    if not language.is_known:
        # Figures are read in every language; words need a file.
        rules = rules[:5]
    return _Grammar(
        [(re.compile(pattern), read) for pattern, read in rules],
        re.compile(length),
        numerals,
        {fold(k): v for k, v in dual.items()},
        language,
    )


def _part(part: str, match: re.Match[str], _clock: Clock) -> PartialDate:
    return part_of_year(int(match["year"]), part)


def _chinese_number(text: str) -> int:
    if text.isdigit():
        return int(text)
    tens, _, units = text.rpartition("十")
    if "十" not in text:
        return FIRST_DIGITS.index(text[0])
    return 10 * (FIRST_DIGITS.index(tens) if tens else 1) + (FIRST_DIGITS.index(units) if units else 0)


def _chinese_date(match: re.Match[str], clock: Clock) -> PartialDate | None:
    found = match.groupdict()
    month = _chinese_number(found["month"]) if found.get("month") else 0
    digits = found.get("day")
    if found.get("relative"):
        if not clock.is_set:
            return None
        year = clock.bounds()[1].year - ["今年", "去年", "前年"].index(found["relative"])
    elif found.get("year"):
        year = int(found["year"])
    elif clock.is_set:
        when = clock.month_without_year(month, is_last=False)
        year = when.earliest.year if when.earliest else 0
    else:
        return None
    if found.get("part"):
        part = found["part"][-1]
        return part_of_year(year, "early" if part == "初" else "mid" if part == "中" else "late")
    if month:
        return full_date(year, month, int(digits) if digits else None)
    return PartialDate(date(year, 1, 1), date(year, 12, 31))


def find_dates(folded: str, language: Language, published: PartialDate | None) -> list[Expression]:
    """All dates, in order. One that is relative to an unknown day isn't plain."""
    clock, ahead, grammar = Clock(published or UNKNOWN), Clock(published or UNKNOWN, is_ahead=True), _grammar(language)
    taken = bytearray(len(folded))
    found = []
    next_ = alternatives(language.rules.get("dates", {}).get("next", []))
    before, behind = re.compile(rf"(?<![^\W\d_]){next_}\s*$"), re.compile(rf"\s?{next_}(?![^\W\d_])")
    for pattern, read in grammar.rules:
        for match in pattern.finditer(folded):
            if any(taken[match.start() : match.end()]):
                continue
            try:
                when, later = read(match, clock), read(match, ahead)
            # 31 February, or a year that nothing was ever recorded in.
            except (ValueError, OverflowError):
                continue
            taken[match.start() : match.end()] = b"\1" * (match.end() - match.start())
            end = match.start() + len(match[0].rstrip())
            lead = folded[max(0, match.start() - NEXT_REACH) : match.start()]
            if before.search(lead) or behind.match(folded, end):
                when = later
            found.append(Expression(match.start(), end, when or UNKNOWN, later or UNKNOWN, is_plain=when is not None))
    return sorted(found, key=lambda expression: expression.start)


def find_lengths(folded: str, language: Language) -> Iterator[Expression]:
    """Lengths of service: after a word such as "after" or "spent". What is only about so long isn't plain."""
    grammar = _grammar(language)
    rules = language.rules.get("durations", {})
    before, never = rules.get("before", []), rules.get("not_before", [])
    places = tuple(_service_places(language))
    vague, never_after = rules.get("vague", []), rules.get("not_after", [])
    for match in grammar.length.finditer(folded):
        lead = folded[max(0, match.start() - REACH) : match.start()].rstrip(" -")
        rest = folded[match.end() : match.end() + REACH].lstrip()
        if lead.endswith(",") and rest.startswith((",", ")")) and "," not in match[0]:
            # "Jane Doe, 34 years old": in Romance languages, "34 anni" between commas.
            continue
        if _ends_with(lead, never, language) or any(rest.startswith(fold(word)) for word in never_after):
            continue
        joined = folded[match.start() : match.end()].split(maxsplit=1)[0]
        is_vague = _ends_with(lead, vague, language) or any(
            joined.startswith(fold(word)) for word in vague if word.endswith("-")
        )
        is_service = (
            is_vague
            or not lead
            or lead[-1] in ":(\n|,：（"
            or _ends_with(lead, before, language)
            or rest.startswith(places)
        )
        months = _months(match, grammar)
        if months and (is_service or language.code == "zh"):
            yield Expression(match.start(), match.end(), months=months, is_plain=not is_vague, is_length=True)


def _service_places(language: Language) -> Iterator[str]:
    """What begins the place of service behind a length: "at "; in Hebrew a letter that is joined to the name."""
    for word in language.words("prepositions", "at"):
        if fold(word) not in {
            "of",
            "de",
            "del",
            "di",
            "des",
            "der",
            "d'",
            "du",
            "von",
            "mit",
            "with",
            "con",
            "a",
            "an",
            "am",
        }:
            yield fold(word) + " "
    yield from language.rules.get("prefixes", {}).get("at", [])


def _ends_with(lead: str, words: list[str], language: Language) -> bool:
    for word in map(fold, words):
        if lead.endswith(word):
            rest = lead[: -len(word)]
            if (
                language.code == "zh"
                or not (rest and rest[-1].isalnum() and word[0].isalnum())
                or language.code == "he"
            ):
                return True
    return False


def _months(match: re.Match[str], grammar: _Grammar) -> int:
    found = match.groupdict()
    if found["only_months"]:
        return round(grammar.number(found["only_months"]))
    years = (
        1.0 if found["one_year"] or found["bare_year"] else grammar.number(found["years"]) if found["years"] else 0.0
    )
    total = (
        years * MONTHS_IN_YEAR
        + grammar.dual.get(found["dual"] or "", 0)
        + grammar.dual.get(found["dual_months"] or "", 0)
    )
    total += 6 if found["half"] else 0
    total += grammar.number(found["months"]) if found["months"] else 1 if found["one_month"] else 0
    return round(total)


def start_from(end: PartialDate, months: int) -> PartialDate:
    """The start that a stated length and an end give, give or take a month."""
    if not end.is_bounded or end.earliest is None or end.latest is None:
        return UNKNOWN
    try:
        first, last = month_shift(end.earliest, -months - 1), month_shift(end.latest, -months + 1)
    except (ValueError, OverflowError):
        return UNKNOWN
    return PartialDate(first.earliest, last.latest) if first.earliest and first.earliest.year >= FIRST_YEAR else UNKNOWN


def in_calendar(when: PartialDate) -> bool:
    return all(day is None or FIRST_YEAR <= day.year <= LAST_YEAR for day in (when.earliest, when.latest))
