"""Which date of a sentence is that of a verb: the nearest one that no other verb has."""

import re
from dataclasses import replace

from talentwatch.articles.reading.article import Article
from talentwatch.articles.reading.clauses import Clause
from talentwatch.articles.reading.cues import Cue
from talentwatch.articles.reading.date_expressions import DateExpression
from talentwatch.articles.reading.folding import fold
from talentwatch.articles.reading.mentions import Mention
from talentwatch.articles.reading.moves import Side
from talentwatch.articles.reading.verb_statements import TITLE_REACH, VERBS

ASIDE = 120  # characters between two commas
ANNOUNCED_REACH = 28  # characters between a date and the word of announcing before it
NEXT_WORD = 12  # the same, whatever stands between
SINCE_REACH = 8
AND_REACH = 6
MAX_WORDS_BETWEEN = 2  # "and in"


class DateFinder:
    def __init__(self, article: Article) -> None:
        self.article = article

    def with_date(
        self,
        side: Side,
        start: int,
        end: int,
        clause: Clause | None = None,
        *,
        is_planned: bool = False,
        is_end: bool = False,
    ) -> Side:
        """With the date of the verb in a part of the text, or the first date; what lies behind the day of the article isn't over."""
        article = self.article
        trigger = clause.trigger if clause else None
        dates = [
            date
            for date in article.dates
            if start <= date.start
            and date.end <= end
            and date.date
            and not self._is_of_announcement(date)
            and not self._is_aside(date, side.organization, trigger)
            and not (clause and self._is_of_somebody_else(date, clause))
            # "Jane Doe, today at Meta": no start.
            and (is_end or not self._is_now(date))
            # "Head of safety since 2022": no end.
            and not (is_end and article.has(max(start, date.start - SINCE_REACH), date.end, "since"))
        ]
        date = self._nearest(dates, clause) if clause else next(iter(dates), None)
        if date is None:
            return side
        when = (is_planned and date.ahead) or date.date
        published = article.published.latest if article.published else None
        lies_ahead = bool(when.earliest and published and when.earliest > published)
        return replace(side, date=when, date_place=(date.start, date.end), is_over=not lies_ahead)

    def _nearest(self, dates: list[DateExpression], clause: Clause) -> DateExpression | None:
        """The last one before the verb in its own part of the sentence, else the first one behind it, else the last one before."""
        trigger = clause.trigger
        before = [date for date in dates if date.end <= trigger.start and not self._is_of_earlier_verb(date, clause)]
        own = [date for date in before if not self._is_continued(date.end, trigger)]
        behind = [date for date in dates if date.start >= trigger.end and not self._is_of_next_verb(date, clause)]
        nearest = next((date for date in (*reversed(own), *behind, *reversed(before))), None)
        return None if nearest and self._is_one_of_two(nearest, dates) else nearest

    def _is_of_somebody_else(self, date: DateExpression, clause: Clause) -> bool:
        """ "A moves to Meta, B retires in May", "A retires in May, B moves to Meta": behind another comma and name."""
        article, trigger = self.article, clause.trigger
        if trigger.has("hire", "lose", "dismiss", "found_passive"):
            return False
        if date.start >= trigger.end:
            people = article.people(trigger.end, date.start)
            return bool(people) and "," in article.text[trigger.end : people[-1].start]
        before = article.people(clause.sentence.start, date.start)
        between = [one for one in article.people(date.end, trigger.start) if before and one.key != before[-1].key]
        return bool(between) and "," in article.text[date.end : between[0].start]

    def _is_one_of_two(self, date: DateExpression, dates: list[DateExpression]) -> bool:
        """ "in 2019 and 2023", "in May and in June, respectively": which of them?"""
        article = self.article
        behind = article.triggers(date.end, date.end + AND_REACH, "and")
        if behind and re.match(r"\s*(?:19|20)\d\d\b", article.text[behind[0].end :]):
            return True
        pairs = [sorted((date, other), key=lambda one: one.start) for other in dates if other is not date]
        return any(
            article.has(first.end, second.start, "and")
            and len(article.text[first.end : second.start].split()) <= MAX_WORDS_BETWEEN
            and not article.has(first.end, second.start, *VERBS)
            for first, second in pairs
        )

    def _is_of_earlier_verb(self, date: DateExpression, clause: Clause) -> bool:
        """ "joined Meta in 2021 and left": of the verb before it, unless "and" or a comma stands between them."""
        article, trigger = self.article, clause.trigger
        verbs = [
            cue
            for cue in article.triggers(clause.sentence.start, date.start, *VERBS, "spend")
            # In German, "wird" is also part of another verb.
            if cue.start != trigger.start and not cue.has("plan")
        ]
        if not verbs or article.has(verbs[-1].end, date.start, "and"):
            return False
        gap = article.text[verbs[-1].end : date.start]
        return not re.search("[,;:]", gap) or self._is_continued(date.end, trigger)

    def _is_of_next_verb(self, date: DateExpression, clause: Clause) -> bool:
        """ "quit Google and in March joined Meta": behind an "and" that joins no names, before another verb."""
        article = self.article
        has_next = article.has(date.end, clause.sentence.end, *VERBS)
        return has_next and any(
            len(article.text[cue.end : date.start].split()) <= 1
            for cue in article.triggers(clause.trigger.end, date.start, "and")
        )

    def _is_continued(self, end: int, trigger: Cue) -> bool:
        """ "… in 2021 and left": an "and" that joins no people stands between a date and the verb."""
        article = self.article
        if article.language.code == "he" and article.text[trigger.start - 1] == "ו":
            return True
        return any(not article.people(cue.end, trigger.start) for cue in article.triggers(end, trigger.start, "and"))

    def _is_now(self, date: DateExpression) -> bool:
        """ "oggi", in "oggi in OpenAI"."""
        text = fold(self.article.text[date.start : date.end])
        return any(f"{fold(word)} ".startswith(f"{text} ") for word in self.article.language.words("cues", "now"))

    def _is_of_announcement(self, date: DateExpression) -> bool:
        """Announced on Tuesday: the day of the announcement."""
        article = self.article
        words = article.triggers(date.start - TITLE_REACH, date.start, "own_word", "other")
        return any(
            cue.end >= date.start - ANNOUNCED_REACH
            and (cue.end >= date.start - NEXT_WORD or self._is_plain(cue.end, date.start))
            for cue in words
        )

    def _is_plain(self, start: int, end: int) -> bool:
        """ "said in a post on LinkedIn on Tuesday": nothing else is said in between."""
        return "," not in self.article.text[start:end] and not self.article.has(start, end, *VERBS)

    def _is_aside(self, date: DateExpression, organization: Mention, trigger: Cue | None) -> bool:
        """ "Jane Doe, who led a team since 2021, moves to Meta", "hired by Google in 2021, …": said of another thing, between commas."""
        article = self.article
        since = max(0, date.start - ASIDE - 1)
        start = max(article.text.rfind(sign, since, date.start) for sign in (", ", "\n", ". "))
        end = article.text.find(", ", date.end, date.end + ASIDE)
        if end < 0 or date.start - start > ASIDE or (trigger and start <= trigger.start < end):
            return False
        if trigger and article.triggers(start + 1, end, *VERBS):
            return True
        # "Jane Doe, hired in 2018, has resigned": behind the name, more than a preposition before the date.
        people = article.people(max(0, start - TITLE_REACH), start)
        words = fold(article.text[start + 1 : date.start]).split()
        small = {fold(word) for word in article.language.rules["dates"]["before"]}
        if people and people[-1].end == start and not (small | article.language.stop_words).issuperset(words):
            return True
        if named := article.organizations(start + 1, end):
            return all(one.key != organization.key for one in named)
        return any(cue.start - start <= 2 for cue in article.triggers(start + 1, date.start, "relative"))
