"""Passive foundings: "Acme was founded by Jane Doe", "Founded by Jane Doe, Acme …", "das von Jane Doe gegründete Start-up Acme"."""

import re

from talentwatch.articles.reading.article import Article
from talentwatch.articles.reading.cells import SideReader
from talentwatch.articles.reading.clauses import Clause
from talentwatch.articles.reading.cues import Title
from talentwatch.articles.reading.folding import fold
from talentwatch.articles.reading.mentions import Mention
from talentwatch.articles.reading.moves import Side
from talentwatch.articles.reading.title_phrases import titles_in
from talentwatch.articles.reading.verb_statements import TITLE_REACH, Context, VerbStatement

AND = re.compile(r"[,;，]|(?<!\w)ו[א-ת]")  # in Hebrew, joined to the next word
MAX_WORDS_BEFORE_NAME = 4  # "wurde im Jahr das Start-up"


class FoundingReader:
    def __init__(self, article: Article, context: Context, cells: SideReader) -> None:
        self.article = article
        self.context = context
        self.cells = cells

    def founded_by(self, clause: Clause) -> list[VerbStatement]:
        article, sentence, trigger = self.article, clause.sentence, clause.trigger
        behind = clause.group_behind(trigger.end, sentence.end)
        people = behind or next(reversed(clause.groups_before_trigger()), [])
        if not people or article.triggers(trigger.end, people[0].start, "leave", "join", "hire"):
            return []
        if behind and not self._is_founder(clause, people[0]):
            return []
        organization = self._founded_behind(clause, people) if behind else self._founded_around(clause, people)
        if organization is None:
            return []
        place = (trigger.start, trigger.end)
        side = Side(organization, (organization.start, organization.end), "Founder", "founder", place)
        side = self.cells.with_title(side, self._title_behind_founder(clause, people[-1]))
        start, end = (trigger.end, people[0].start) if behind else (clause.start, clause.end)
        side = self.cells.dates.with_date(side, start, end)
        return [VerbStatement(person, None, side, "founding") for person in people]

    def _is_founder(self, clause: Clause, person: Mention) -> bool:
        """ "founded in 2023 by Jane Doe", but "founded in 2023, Acme is led by Jane Doe": no comma nor "and" before the "by"."""
        article, trigger = self.article, clause.trigger
        words = {fold(word) for word in article.language.words("prepositions", "by")}
        gap = article.text[trigger.end : person.start - len(person.prefix)]
        if any(trigger.phrase.endswith(word) for word in words):
            return not AND.search(gap)
        by = article.triggers(trigger.end, person.start, "by")
        if not by:
            return len(gap.split()) <= 1
        end = by[-1].start
        # "by somebody; its chief, Jane Doe"
        if AND.search(article.text[by[-1].end : person.start]):
            return False
        return not AND.search(article.text[trigger.end : end]) and not article.has(trigger.end, end, "and")

    def _founded_behind(self, clause: Clause, people: list[Mention]) -> Mention | None:
        """What was founded, where the founders stand behind the verb."""
        article, start, trigger = self.article, clause.sentence.start, clause.trigger
        # "Gegründet wurde Acme von Jane Doe"
        for one in article.organizations(trigger.end, people[0].start):
            if article.has(one.end, people[0].start, "by") and self._is_near(trigger.end, one):
                return one
        before = article.organizations(start, trigger.start)
        if founded := [one for one in before if article.preposition(one, start) not in {"from", "by"}]:
            return founded[-1] if self._is_said_of(founded[-1], trigger.start) else None
        behind = article.organizations(people[-1].end, clause.sentence.end)
        if behind and self._is_named_behind(clause, people[-1], behind[0]):
            return behind[0]
        return (
            self.context.organization
            if len(article.text[start : trigger.start].split()) <= MAX_WORDS_BEFORE_NAME
            else None
        )

    def _founded_around(self, clause: Clause, people: list[Mention]) -> Mention | None:
        """What was founded, where the founders stand before the verb."""
        article, start, trigger = self.article, clause.sentence.start, clause.trigger
        behind = article.organizations(trigger.end, clause.end)
        # "das von Jane Doe gegründete Start-up Acme"
        if behind and self._is_near(trigger.end, behind[0]) and self._ends_with_noun(trigger.end, behind[0]):
            return behind[0]
        # "Acme wurde von Jane Doe gegründet"
        by = article.triggers(start, people[0].start, "by")
        if before := article.organizations(start, by[0].start if by else people[0].start):
            return before[-1]
        # "By Jane Doe was founded Acme": not what it was sold to.
        return next((one for one in behind if article.preposition(one, trigger.end) != "to"), None)

    def _is_near(self, start: int, organization: Mention) -> bool:
        gap = self.article.text[start : organization.start]
        return len(gap.split()) <= MAX_WORDS_BEFORE_NAME and not re.search(r"[,.;:()]", gap)

    def _ends_with_noun(self, start: int, organization: Mention) -> bool:
        """ "the start-up Acme"."""
        words = fold(self.article.text[start : organization.start]).split()
        return bool(words) and words[-1] in self.article.language.organization_nouns

    def _is_said_of(self, organization: Mention, start: int) -> bool:
        """ "Acme, a start-up founded by", but "Meta has bought a start-up founded by": behind a noun, only between commas."""
        gap = self.article.text[organization.end : start]
        return gap.lstrip()[:1] in {",", "(", "–", "—", "，"} or self.article.language.organization_nouns.isdisjoint(
            fold(gap).split()
        )

    def _is_named_behind(self, clause: Clause, person: Mention, organization: Mention) -> bool:
        """ "Founded by Jane Doe, Acme …", "È stata fondata da Jane Doe la startup Acme"."""
        if self._is_near(person.end, organization) and self._ends_with_noun(person.end, organization):
            return True
        begins = len(self.article.text[clause.sentence.start : clause.trigger.start].split()) == 0
        return begins and self.article.text[person.end : organization.start] == ", "

    def _title_behind_founder(self, clause: Clause, person: Mention) -> Title | None:
        """ "founded by Jane Doe, its chief executive"."""
        titles = titles_in(self.article, person.end, min(clause.sentence.end, person.end + TITLE_REACH))
        title = next((title for title in titles if title.role in {"founder", "executive"}), None)
        return title if title and not self.article.text[person.end : title.start].strip(" ,(") else None
