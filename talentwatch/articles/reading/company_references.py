"""Which organization is meant where none is named: "the company", or what somebody left or joined without a name."""

import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import replace
from functools import cached_property

from talentwatch.articles.reading.affiliations import affiliation, belongs_to_another, is_behind_and, is_former
from talentwatch.articles.reading.article import Article
from talentwatch.articles.reading.clauses import Clause
from talentwatch.articles.reading.cues import Cue, between
from talentwatch.articles.reading.date_expressions import DateExpression
from talentwatch.articles.reading.folding import fold
from talentwatch.articles.reading.language import context_pattern
from talentwatch.articles.reading.layout import Span
from talentwatch.articles.reading.mentions import Mention
from talentwatch.articles.reading.names import media_names
from talentwatch.articles.reading.title_phrases import titles_in
from talentwatch.articles.reading.verb_statements import FORMER_REACH, NEGATION_REACH, TITLE_REACH, Context

SENTENCE_REACH = 1_000  # characters in which "the company" looks for its organization
# fmt: off
POSSESSIVES = frozenset(
    ["its", "suo", "sua", "dessen", "deren", "ihr", "ihre", "ihren", "ihrem", "ihrer", "sein", "seine", "seinen", "seinem", "seiner", "son", "sa", "su"]
)
# fmt: on
TOPIC_REACH = 10_000  # characters of an article in which its topic is named
JOINED_SOMEBODY = re.compile(r"join\w* (?:him|her|them)(?= (?:from|in|on|at|last)\b|[,.])")


class CompanyReferences:
    def __init__(self, article: Article, context: Context) -> None:
        self.article = article
        self.context = context
        # How often each organization is named up to where the reader is, and the most of these.
        self._counts: Counter[str] = Counter()
        self._counted = self._most = 0

    @cached_property
    def _named(self) -> list[Mention]:
        """The organizations of the part of the article that names its topic."""
        return [one for one in self.article.organizations(0, TOPIC_REACH) if fold(one.name) not in media_names()]

    @cached_property
    def _first_subject(self) -> Mention | None:
        return next((one for one in self._named if not is_former(self.article, one, 0)), None)

    @cached_property
    def _headline(self) -> list[Mention]:
        """The first organization of the headline. A first line with a full stop is none."""
        end = self.article.text.find("\n")
        named = self.article.organizations(0, end) if self.article.text[:end].rstrip()[-1:] != "." else []
        return [one for one in named if not is_former(self.article, one, 0)][:1]

    def starts(self, sentence: Span) -> set[int]:
        """Where "the company" stands in a sentence."""
        return {cue.start for cue in self.article.triggers(sentence.start, sentence.end, "company")}

    def company(self, start: int, end: int, left_by: Clause | None = None) -> tuple[Mention, str] | None:
        """ "the company" with its preposition: the organization that was named last in the sentence, or that those before were about.

        In a clause of leaving, `left_by`, rather the one that somebody left last, unless it is spoken of as "the company's chief".
        """
        is_left = left_by is not None
        cue = next(iter(self.article.triggers(start, end, "company")), None)
        if cue is None:
            return None
        since = max(self.context.sentence_end, cue.start - SENTENCE_REACH)
        earlier = [
            organization
            for organization in self.article.organizations(since, cue.start)
            if not self.article.has(max(0, organization.start - FORMER_REACH), organization.start, "former")
            and fold(organization.name) not in media_names()
            and not self._is_origin(organization, since)
        ]
        if earlier:
            organization = earlier[-1]
        else:
            has_title = any(self._has_title(one) for one in self.article.triggers(since, end, "company"))
            left = self.context.organization_left if is_left and not has_title else None
            if not left and len({move.joined.organization.key for move in self.context.moves if move.joined}) > 1:
                # "A went to Acme and B to Google. The giant …"
                return None
            if (antecedent := left or self.context.organization) is None:
                return None
            is_vague = left_by and not left and not has_title
            if left_by and is_vague and self._is_somebody_new(left_by) and not self._is_topic(antecedent):
                return None
            organization = antecedent
        reference = replace(organization, start=cue.start, end=cue.end, prefix="")
        return reference, self.article.preposition(reference, start)

    def _is_origin(self, organization: Mention, since: int) -> bool:
        """ "Jane Doe, who had come from Google, has left the company": another one."""
        is_left = self.article.has(since, organization.start, "leave")
        return not is_left and self.article.preposition(organization, since) == "from"

    def _is_somebody_new(self, clause: Clause) -> bool:
        """People that the sentence before wasn't about."""
        groups = clause.groups_before_trigger()
        return bool(groups) and not {one.key for one in groups[-1]} & {one.key for one in self.context.people}

    def _is_topic(self, organization: Mention) -> bool:
        """Named first in the article, and not less often than others: "the company" of somebody new is hardly another."""
        # Each sentence may ask, so only those named since the last one are counted.
        end = self.context.sentence_end
        while self._counted < len(self._named) and self._named[self._counted].end <= end:
            key = self._named[self._counted].key
            self._counts[key] += 1
            self._most = max(self._most, self._counts[key])
            self._counted += 1
        first = self._first_subject
        is_first = first is not None and first.end <= end and first.key == organization.key
        return is_first and self._counts[organization.key] == self._most

    def topic(self) -> Mention | None:
        """What the article is about, if that is clear."""
        first = next(iter(self._named), None)
        return first if first and first.end <= self.context.sentence_end and self._is_topic(first) else None

    def _has_title(self, company: Cue) -> bool:
        """ "The company's chief": of the organization that those before were about, and not of one that somebody else left."""
        near = between(self.article.titles, company.start - TITLE_REACH, company.end + TITLE_REACH)
        return any(
            (0 <= company.start - title.end <= FORMER_REACH and "," not in self.article.text[title.end : company.start])
            or 0 <= title.start - company.end <= FORMER_REACH
            for title in near
        )

    # People who aren't named yet

    def remember_loss(self, clause: Clause, kind: str, subject: Mention | None) -> None:
        """ "Acme loses three researchers", "three researchers have left Acme": those who are named next are meant."""
        article, trigger = self.article, clause.trigger
        colon = article.text.find(":", trigger.end, clause.end)
        is_list = self._announces_list(clause, kind)
        end = colon if is_list else clause.end
        if article.people(clause.start, end) or article.has(clause.sentence.start, end, "plan", "denial"):
            return
        behind = [
            one
            for one in article.organizations(trigger.end, clause.end)
            if article.preposition(one, trigger.end) != "to"
        ]
        organization = subject if kind == "lose" else next(iter(behind), None)
        # Not patience, nor a lawsuit.
        start, end = (trigger.end, clause.end) if kind == "lose" else (clause.start, trigger.start)
        if (
            organization is None
            or not (titles_in(article, start, end) or is_list)
            or clause.sentence.end <= self.context.losing_until
        ):
            return
        # Up to the end of the paragraph; of a headline, to that of the first one.
        end = article.text.find("\n", clause.sentence.end)
        if end >= 0 and "\n" not in article.text[: clause.sentence.start]:
            text = article.text
            start = next((place for place in range(end, len(text)) if text[place] != "\n"), end)
            end = text.find("\n", start)
        self.context.losing = organization
        self.context.losing_until = end if end >= 0 else len(article.text)

    def _announces_list(self, clause: Clause, kind: str) -> bool:
        """ "Acme has lost three of its own: Jane Doe …": a number, and people behind the colon."""
        article, end = self.article, clause.sentence.end
        colon = article.text.find(":", clause.trigger.end, end)
        if kind != "lose" or colon < 0 or not article.people(colon, min(end, colon + TITLE_REACH)):
            return False
        words = fold(article.text[clause.trigger.end : colon]).split()
        numerals = {fold(word) for word in article.language.rules["durations"]["numerals"]}
        return bool(words) and words[0] in numerals and "," not in article.text[clause.trigger.end : colon]

    def _is_long_ago(self, date: DateExpression) -> bool:
        """Before the year of the article."""
        published = self.article.published
        latest = date.date.latest if date.date else None
        return bool(published and published.earliest and latest and latest.year < published.earliest.year)

    def loser(self, clause: Clause, people: list[Mention], joined: Mention | None) -> Mention | None:
        """Who lost the people that an earlier sentence didn't name, if they are these."""
        context, start = self.context, clause.sentence.start
        losing = context.losing if people[0].start < context.losing_until else None
        if losing is None or (joined and joined.key == losing.key) or losing.end > people[0].start:
            return None
        is_known = any(one.key in context.left_by or one.key in context.have_joined for one in people)
        if any(start <= date.start < clause.sentence.end and self._is_long_ago(date) for date in self.article.dates):
            return None
        words = ("succeed", "succeed_passive", "return", "new", "former", "spend")
        return None if is_known or self.article.has(start, clause.sentence.end, *words) else losing

    def organization_left(self, clause: Clause, people: list[Mention]) -> Mention | None:
        """What somebody left where the words beside the verb don't say it."""
        if self.starts(clause.sentence):
            company = self.company(clause.sentence.start, clause.sentence.end, clause)
            return company[0] if company else None
        if self._is_predecessor(clause, people):
            last = self.context.moves[-1] if self.context.moves else None
            return last.joined.organization if last and last.joined else None
        if self._is_named_otherwise(clause):
            # "Apple …. Jane Doe has left Cupertino."
            organization = self._in_context(clause, people)
            return organization if organization and self._is_topic(organization) else None
        return (
            self._elsewhere_in_sentence(clause) or self.loser(clause, people, None) or self._in_context(clause, people)
        )

    def _is_predecessor(self, clause: Clause, people: list[Mention]) -> bool:
        """ "His predecessor, Tom Baker, retires": he was where somebody has just been said to join."""
        start = people[0].start
        words = self.article.triggers(max(clause.sentence.start, start - NEGATION_REACH), start, "predecessor")
        return bool(words) and not self.article.text[words[-1].end : start].strip(" ,")

    def _is_named_otherwise(self, clause: Clause) -> bool:
        """ "lascia Cupertino": right behind the verb stands a name that nobody knows. In German, any noun has a capital."""
        article, end = self.article, clause.trigger.end
        match = re.match(r" (?=[A-ZÀ-Þ][a-zà-ÿ])", article.text[end : end + 3])
        if not match or article.language.code == "de":
            return False
        start = end + 1
        known = [
            (item.start, item.end) for items in (article.dates, article.titles, article.mentions) for item in items
        ]
        return not any(first <= start < last for first, last in known)

    def _elsewhere_in_sentence(self, clause: Clause) -> Mention | None:
        article, sentence, trigger = self.article, clause.sentence, clause.trigger
        # Who reports it isn't left.
        earlier = [
            one for one in article.organizations(sentence.start, trigger.start) if fold(one.name) not in media_names()
        ]
        if earlier:
            # What somebody else went to is left by nobody.
            others = {one.start for one in self._of_others(clause)}
            # Nor is Google, in "will return to Google a year after she left".
            returns = {cue.end for cue in article.triggers(sentence.start, trigger.start, "return")}
            others |= {one.start for one in earlier if one.start - 1 in returns}
            # "Doe joins Google, and Roe quits": behind somebody else, it isn't what Roe leaves.
            joins = {cue.end for cue in article.triggers(sentence.start, trigger.start, "join")}
            others |= {
                one.start for one in earlier if one.start - 1 in joins and article.people(one.end, trigger.start)
            }
            left = [
                one for one in earlier if article.preposition(one, sentence.start) != "to" and one.start not in others
            ]
            return left[-1] if left else None
        later = [
            one
            for one in article.organizations(trigger.end, sentence.end)
            if not is_behind_and(article, trigger.end, one)
        ]
        former = [one for one in later if article.has(trigger.end, one.start, "spend", "former")]
        at = [
            one
            for one in later
            if article.preposition(one, trigger.end) == "at"
            and not belongs_to_another(article, trigger.end, one)
            # "has resigned and was made chief of Acme"
            and not article.has(trigger.end, one.start, "become", "join", "found", "hire_passive")
        ]
        return next(iter([*former, *at]), None)

    def _of_others(self, clause: Clause) -> Iterator[Mention]:
        """ "Acme has hired Google's Jane Doe, replacing John Roe, who resigned": where people work that the verb isn't about."""
        groups = clause.groups_before_trigger()
        for group in groups[:-1]:
            if organization := affiliation(self.article, clause.sentence, group):
                yield organization

    def _in_context(self, clause: Clause, people: list[Mention]) -> Mention | None:
        context = self.context
        # In the order of the sentence: a set has another one in each process.
        if left := [context.left_by[one.key] for one in people if one.key in context.left_by]:
            # Who left Google for Meta, and now may leave again: which of them?
            is_vague = self.article.has(clause.sentence.start, clause.sentence.end, "plan", "rumour", "denial")
            has_joined = any(one.key in context.have_joined for one in people)
            return None if is_vague and has_joined else left[0]
        if context.heading:
            return context.heading.left
        keys = {one.key for one in people}
        is_same_person = not keys.isdisjoint(one.key for one in context.people)
        headline = self._headline
        is_about_headline = bool(headline) and headline[0].key in context.in_moves
        if is_same_person or any(move.left and move.event == "departure" for move in context.moves):
            return context.organization_left or context.organization
        if not context.moves and not is_about_headline:
            organization = context.organization_left or context.organization
            return organization if organization and self._is_topic(organization) else None
        # "A went to Meta. B quit, too": not Meta, but perhaps what the headline is about.
        return headline[0] if is_about_headline else None

    def _is_alike(self, sentence: Span, people: list[Mention]) -> bool:
        """Whether the sentence says that somebody new goes to the same place as the person before them.

        "Also joining is Jane Doe": "also" before a person whom the sentence before wasn't about, and no place to go to.
        """
        article = self.article
        if not article.has(sentence.start, people[0].start, "also"):
            return False
        places = article.organizations(sentence.start, sentence.end)
        is_new = {one.key for one in people}.isdisjoint(one.key for one in self.context.people)
        return is_new and all(article.preposition(one, sentence.start) != "to" for one in places)

    def _begins_with_place(self, sentence: Span, organization: Mention) -> bool:
        """ "At Acme, Jane Doe becomes …"."""
        begins = organization.start - sentence.start <= FORMER_REACH
        return begins and self.article.preposition(organization, sentence.start) == "at"

    def employer_of_office(self, clause: Clause, people: list[Mention]) -> Mention | None:
        """ "Acme said that Jane Doe will become its chief": of the organization that says so."""
        article, sentence, trigger = self.article, clause.sentence, clause.trigger
        titles = titles_in(article, trigger.end, min(sentence.end, trigger.end + 2 * TITLE_REACH))
        words = fold(article.text[trigger.end : titles[0].start]).split()
        before = article.organizations(sentence.start, min(people[0].start, trigger.start))
        if before and self._begins_with_place(sentence, before[0]):
            return before[0]
        is_alone = len(before) == 1 and not article.preposition(before[0], sentence.start)
        # Who works there already is promoted.
        beside = affiliation(article, sentence, people)
        is_said = is_alone and article.has(before[0].end, people[0].start, "other", "own_word")
        return before[0] if is_said and beside is None and not POSSESSIVES.isdisjoint(words) else None

    def organization_joined(self, clause: Clause, people: list[Mention], left: Mention | None) -> Mention | None:
        """ "Acme grows: Jane Doe joins as …"; "Jane Doe joins from Google", where the sentence before was about Acme."""
        article, sentence, heading = self.article, clause.sentence, self.context.heading
        is_from_elsewhere = left is not None or article.has(sentence.start, clause.trigger.start, "former")
        if heading and clause.trigger.has("become") and not is_from_elsewhere:
            # "Meta: Jane Doe becomes chief scientist", but perhaps within Meta.
            return None
        colon = max(article.text.rfind(sign, sentence.start, people[0].start) for sign in (":", "："))
        before = article.organizations(sentence.start, colon) if colon > 0 else []
        if len({one.key for one in before}) == 1 and not article.people(sentence.start, colon):
            return before[0]
        if heading and (left is None or left.key != heading.joined.key):
            return heading.joined
        last = self.context.moves[-1] if self.context.moves else None
        is_same_paragraph = "\n" not in article.text[self.context.sentence_end : sentence.start]
        if last and last.joined and last.event != "founding" and is_same_paragraph and self._is_alike(sentence, people):
            # "Also joining is Jane Doe."
            return last.joined.organization
        near = fold(article.text[clause.trigger.start : clause.trigger.end + NEGATION_REACH])
        if context_pattern(article.language, "team").search(near):
            # "Entra in squadra Jane Doe, già responsabile di Google": of what the article is about.
            topic = self.topic()
            has_left = left is not None or article.has(sentence.start, sentence.end, "former")
            return topic if topic and has_left and (left is None or left.key != topic.key) else None
        joined = self.context.organization
        if joined is None or left is None or left.key == joined.key:
            return None
        if JOINED_SOMEBODY.search(article.text, sentence.start, sentence.end):
            return None
        return joined if joined.key in self.context.in_moves and is_same_paragraph else None
