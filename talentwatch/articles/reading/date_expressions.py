"""Dates in an article: in words and figures, absolute, or relative to the day of the article."""

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from functools import lru_cache, partial

from babel import Locale, UnknownLocaleError

from talentwatch.articles.reading.article_day import (
    MONTHS_IN_YEAR,
    PARTS,
    ArticleDay,
    full_date,
    month_date,
    part_of_year,
    whole_year,
)
from talentwatch.articles.reading.folding import fold
from talentwatch.articles.reading.language import Language
from talentwatch.articles.reading.service_lengths import alternatives, length_grammar
from talentwatch.dates import UNKNOWN, PartialDate

YEAR = r"(?<![\d$€£¥])(?P<year>(?:19|20)\d\d)(?![\d%€$£])"
DAY = r"(?P<day>[0-3]?\d)(?!\d)"
LATE_DAY = r"(?P<late_day>[0-3]?\d)(?!\d)"  # behind the month
CHINESE_MONTH = r"(?P<month>1[0-2]|[1-9]|[一二三四五六七八九十]{1,2})\s?月\s?(?:(?P<day>[0-3]?\d)\s?[日号號])?"
CHINESE_YEARS = {"今年": 0, "去年": -1, "前年": -2}
CHINESE_PARTS = {"初": "early", "中": "mid", "底": "late", "末": "late"}
CHINESE_DIGITS = "〇一二三四五六七八九十"
MIN_MONTH_NAME = 3
NEXT_REACH = 14  # characters beside a date in which "next" says that it lies ahead
DateReader = Callable[[re.Match[str], ArticleDay | None], PartialDate | None]  # None: an unknown day


@dataclass(frozen=True)
class DateExpression:
    """A date in the article, by its place in the folded text."""

    start: int
    end: int
    date: PartialDate = UNKNOWN
    ahead: PartialDate = UNKNOWN  # without a year: the next such day, for what is only planned
    is_plain: bool = True  # not relative to an unknown day


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


class DateGrammar:
    """How one language writes dates: patterns, each with the method that reads its match. The first that matches a place has it."""

    def __init__(self, language: Language) -> None:
        self.code = language.code
        self.words = language.rules.get("dates", {})
        self.months, self.weekdays = month_names(language.code), weekday_names(language.code)
        self.relative = {fold(phrase): value for phrase, value in self.words.get("relative", {}).items()}
        self.last = {fold(word) for word in self.words.get("last", [])}
        self.lengths = length_grammar(language)
        # The letters ב and ל are joined to the word in Hebrew; in Chinese, words have no edges.
        self.edge = {"he": r"(?<![^\W\d_])(?:[ובלמה]{0,2}-?)?", "zh": ""}.get(self.code, r"(?<![^\W_])")
        # In Hebrew, and behind an apostrophe, joined to the month; elsewhere, Amar is no "a marzo".
        self.gap = r"[\s-]?" if self.code == "he" else r"(?:[\s-]|(?<='))"
        next_ = self._any_of("next")
        self.next_before = re.compile(rf"(?<![^\W\d_]){next_}\s*$")
        self.next_behind = re.compile(rf"\s?{next_}(?![^\W\d_])")
        # Figures are read in every language; words need a file.
        rules = [*self._in_figures(), *(self._in_words() if language.is_known else ())]
        self.rules: list[tuple[re.Pattern[str], DateReader]] = [(re.compile(text), read) for text, read in rules]

    def _any_of(self, key: str) -> str:
        return alternatives(self.words.get(key, []))

    def _in_figures(self) -> Iterator[tuple[str, DateReader]]:
        # 2024-03, 2024-03-15
        yield r"(?<![\d-])(?P<year>(?:19|20)\d\d)-(?P<month>[01]\d)(?:-(?P<day>[0-3]\d))?(?![\d-])", self._read_iso
        # 3/15/2024, 15.3.2024
        yield rf"(?<![\d.])(?P<first>\d{{1,2}})[./](?P<second>\d{{1,2}})[./]{YEAR}", self._read_numeric
        # 2024年3月15日, 去年3月, 2024年初
        yield (
            rf"(?:{YEAR}|(?P<relative>今年|去年|前年))\s?年?\s?(?:(?P<part>年?[初中底末])|{CHINESE_MONTH})",
            self._read_chinese,
        )
        # 2024年
        yield r"(?P<year>(?:19|20)\d\d)\s?年", self._read_chinese
        # 3月15日, 十二月
        yield rf"(?<!\d){CHINESE_MONTH}", self._read_chinese

    def _in_words(self) -> Iterator[tuple[str, DateReader]]:
        month, before, last = alternatives(self.months), self._any_of("before"), self._any_of("last")
        joining = self._any_of("joining")
        day = rf"{DAY}(?:st|nd|rd|th|er|\.|º|°|a|o)?\s+(?:{joining}\s+)?"
        joining = rf"(?:{joining}\s*)?"
        edge, end = self.edge, self.lengths.end
        # 15 March 2024, March 2024
        yield rf"{edge}(?:{day})?[ב]?(?P<month>{month})\.?,?\s+{joining}{YEAR}", self._read_in_full
        # March 15, 2024
        yield rf"{edge}(?P<month>{month})\.?\s+{LATE_DAY}(?:st|nd|rd|th)?,?\s+{YEAR}", self._read_in_full
        # Q2 2025
        yield rf"{edge}q(?P<quarter>[1-4])\s?(?:of\s)?{YEAR}", self._read_quarter
        # early 2023, in the summer of 2024
        for part in (*PARTS, "winter"):
            yield rf"{edge}{self._any_of(part)}[\s-]*{joining}{YEAR}", partial(self._read_part, part)
        # last week, tomorrow
        yield rf"{edge}(?P<phrase>{alternatives(self.relative)}){end}", self._read_relative
        # two years ago, vor zwei Jahren
        yield rf"{edge}(?:{self._ago_length()})\s?(?:{self._any_of('ago')}){end}", self._read_ago
        yield rf"{edge}(?:{self._any_of('ago_before')})\s(?:{self._ago_length()}){end}", self._read_ago
        # 15 March, 15 marzo scorso
        yield (
            rf"{edge}(?:(?P<last>{last})\s)?{day}[ב]?(?P<month>{month})(?![^\W\d_])(?:\s(?P<later>{last}))?",
            self._read_month_alone,
        )
        # March 15
        yield rf"{edge}(?P<month>{month})\.?\s{LATE_DAY}(?:st|nd|rd|th)?(?![^\W_])", self._read_month_alone
        # last June, in April
        yield (
            rf"{edge}(?:(?P<last>{last})|{before}){self.gap}(?P<month>{month})(?![^\W\d_])(?:\s(?P<later>{last}))?",
            self._read_month_alone,
        )
        # giugno scorso
        yield rf"{edge}(?P<month>{month})\s(?P<later>{last})(?![^\W\d_])", self._read_month_alone
        # in 2014, (2014)
        yield rf"{edge}{before}[\s-]*{YEAR}", self._read_year
        yield rf"\(\s?{YEAR}\s?\)", self._read_year
        # on Tuesday
        yield rf"{edge}(?P<weekday>{alternatives(self.weekdays)})(?![^\W_])", self._read_weekday
        # In German, "2014 gründete sie …"
        if self.words.get("behind"):
            yield rf"(?<![\w.,-]){YEAR}(?=[.,;:)]|\s{self._any_of('behind')}(?![^\W\d_]))", self._read_year
        # In Hebrew, במרץ
        if self.code == "he":
            yield rf"(?<![^\W_])[במ](?P<month>{month})(?![^\W\d_])", self._read_month_alone

    def _ago_length(self) -> str:
        lengths = self.lengths
        return (
            rf"(?P<count>{lengths.count})\s?(?:(?P<year_unit>{lengths.years})|(?P<month_unit>{lengths.months}))"
            rf"|(?P<dual>{lengths.duals})"
        )

    def _read_iso(self, match: re.Match[str], _day: ArticleDay | None) -> PartialDate:
        return full_date(int(match["year"]), int(match["month"]), int(match["day"]) if match["day"] else None)

    def _read_numeric(self, match: re.Match[str], _day: ArticleDay | None) -> PartialDate:
        day, month = int(match["first"]), int(match["second"])
        if self.words.get("numbers") == "mdy" and day <= MONTHS_IN_YEAR:
            day, month = month, day
        return full_date(int(match["year"]), month, day)

    def _read_chinese(self, match: re.Match[str], article_day: ArticleDay | None) -> PartialDate | None:
        parts = match.groupdict()
        month = _chinese_number(parts["month"]) if parts.get("month") else 0
        if parts.get("year"):
            year = int(parts["year"])
        elif article_day is None:
            return None
        elif parts.get("relative"):
            year = article_day.last.year + CHINESE_YEARS[parts["relative"]]
        else:
            return _in_month(article_day.month_without_year(month, is_last=False), parts.get("day"))
        if parts.get("part"):
            return part_of_year(year, CHINESE_PARTS[parts["part"][-1]])
        return _in_month(month_date(year, month), parts.get("day")) if month else whole_year(year)

    def _read_in_full(self, match: re.Match[str], _day: ArticleDay | None) -> PartialDate:
        return _in_month(month_date(int(match["year"]), self.months[match["month"]]), _day_digits(match))

    def _read_quarter(self, match: re.Match[str], _day: ArticleDay | None) -> PartialDate:
        year, last = int(match["year"]), int(match["quarter"]) * 3
        return PartialDate(month_date(year, last - 2).earliest, month_date(year, last).latest)

    def _read_part(self, part: str, match: re.Match[str], _day: ArticleDay | None) -> PartialDate:
        return part_of_year(int(match["year"]), part)

    def _read_year(self, match: re.Match[str], _day: ArticleDay | None) -> PartialDate:
        return whole_year(int(match["year"]))

    def _read_relative(self, match: re.Match[str], article_day: ArticleDay | None) -> PartialDate | None:
        unit, count = self.relative[match["phrase"]].split()
        return article_day.shifted(unit, int(count)) if article_day else None

    def _read_ago(self, match: re.Match[str], article_day: ArticleDay | None) -> PartialDate | None:
        if article_day is None:
            return None
        if match["dual"]:
            months = self.lengths.dual[match["dual"]]
            is_year = months >= MONTHS_IN_YEAR
            return article_day.ago("year", months / MONTHS_IN_YEAR) if is_year else article_day.ago("month", months)
        return article_day.ago("year" if match["year_unit"] else "month", self.lengths.number(match["count"]))

    def _read_month_alone(self, match: re.Match[str], article_day: ArticleDay | None) -> PartialDate | None:
        if article_day is None:
            return None
        parts = match.groupdict()
        is_last = bool(parts.get("last") or parts.get("later")) or not self.last.isdisjoint(match[0].split())
        number, digits, today = self.months[match["month"]], _day_digits(match), article_day.last
        # "el pasado 16 de agosto", three days later: of this month.
        is_last = is_last and not (digits and number == today.month and int(digits) <= today.day)
        month = article_day.month_without_year(number, is_last=is_last)
        return _in_month(month, digits)

    def _read_weekday(self, match: re.Match[str], article_day: ArticleDay | None) -> PartialDate | None:
        return article_day.weekday(self.weekdays[match["weekday"]]) if article_day else None


@lru_cache(32)
def date_grammar(language: Language) -> DateGrammar:
    return DateGrammar(language)


def _day_digits(match: re.Match[str]) -> str | None:
    """The day before or behind the month; None if the match has none."""
    parts = match.groupdict()
    return parts.get("day") or parts.get("late_day")


def _in_month(month: PartialDate, digits: str | None) -> PartialDate:
    """The day of a month, or the month; raises ValueError if the month hasn't so many days."""
    if not digits or month.earliest is None:
        return month
    return full_date(month.earliest.year, month.earliest.month, int(digits))


def _chinese_number(text: str) -> int:
    if text.isdigit():
        return int(text)
    tens, _, units = text.rpartition("十")
    if "十" not in text:
        return CHINESE_DIGITS.index(text[0])
    return 10 * (CHINESE_DIGITS.index(tens) if tens else 1) + (CHINESE_DIGITS.index(units) if units else 0)


def find_dates(folded: str, language: Language, published: PartialDate | None) -> list[DateExpression]:
    """All dates, in order. One that is relative to an unknown day isn't plain."""
    grammar = date_grammar(language)
    past = ahead = None
    if published and published.earliest and published.latest:
        past = ArticleDay(published.earliest, published.latest)
        ahead = replace(past, is_ahead=True)
    taken = bytearray(len(folded))
    dates = []
    for pattern, read in grammar.rules:
        for match in pattern.finditer(folded):
            if any(taken[match.start() : match.end()]):
                continue
            try:
                when, later = read(match, past), read(match, ahead)
            # 31 February, or a year that nothing was ever recorded in.
            except (ValueError, OverflowError):
                continue
            taken[match.start() : match.end()] = b"\1" * (match.end() - match.start())
            end = match.start() + len(match[0].rstrip())
            before = folded[max(0, match.start() - NEXT_REACH) : match.start()]
            if grammar.next_before.search(before) or grammar.next_behind.match(folded, end):
                when = later
            dates.append(
                DateExpression(match.start(), end, when or UNKNOWN, later or UNKNOWN, is_plain=when is not None)
            )
    return sorted(dates, key=lambda expression: expression.start)
