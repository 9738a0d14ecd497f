"""Jobs that a title gives without a verb of moving: "the new chief scientist of Acme is Jane Doe", "Jane Doe, Acme's new chief"."""

import re
from dataclasses import replace

from talentwatch.articles.reading.affiliations import affiliation, goes_on, origin_behind
from talentwatch.articles.reading.article import Article
from talentwatch.articles.reading.cells import SideReader, side_of
from talentwatch.articles.reading.clauses import Groups
from talentwatch.articles.reading.company_references import CompanyReferences
from talentwatch.articles.reading.cues import Cue, Title
from talentwatch.articles.reading.folding import fold
from talentwatch.articles.reading.layout import Span
from talentwatch.articles.reading.mentions import Mention
from talentwatch.articles.reading.title_phrases import titles_in
from talentwatch.articles.reading.verb_statements import BREAKS, NEGATION_REACH, TITLE_REACH, VERBS, VerbStatement

MAX_LETTERS_BETWEEN = 14  # "new" and its title: "new global head"
MAX_ARTICLE = 5  # letters and spaces
MAX_WORDS_BEFORE_NAME = 6  # "is the former Google engineer"
OWNS = frozenset(["'s", "’s", "s", "的", ""])
# Behind a name: ", the new", ", neue", "(new".
APPOSITION = re.compile(r"\s?[,(，（]\s?(?:[^\W\d_]+['’ ]\s?)?")


class AppointmentReader:
    def __init__(self, article: Article, references: CompanyReferences, cells: SideReader) -> None:
        self.article = article
        self.references = references
        self.cells = cells

    def statements(self, sentence: Span, groups: Groups) -> list[VerbStatement]:
        if not groups or self.article.has(sentence.start, sentence.end, "internal"):
            return []
        statements = self._newcomers(sentence, groups)
        return statements or [
            statement
            for cue in self.article.triggers(sentence.start, sentence.end, "new")
            for statement in self._of_one(sentence, groups, cue)
        ]

    def _newcomers(self, sentence: Span, groups: Groups) -> list[VerbStatement]:
        """ "New at Meta is Jane Doe", "New at Meta: Jane Doe": at the beginning of a sentence."""
        article = self.article
        cue = next(iter(article.triggers(sentence.start, sentence.start + NEGATION_REACH, "newcomer")), None)
        if cue is None or len(article.text[sentence.start : cue.start].split()) > 1:
            return []
        organization = next(iter(article.organizations(cue.end, sentence.end)), None)
        if organization is None or len(article.text[cue.end : organization.start].split()) > 1:
            return []
        people = next((group for group in groups if group[0].start >= organization.end), [])
        start = people[0].start - len(people[0].prefix) if people else 0
        if not people or not self._is_equal(organization.end, start) or article.has(organization.end, start, "has"):
            return []
        # Not what she does, as in "New at Meta: Jane Doe explains the model".
        if article.text[organization.end : start].strip() in {":", "："} and goes_on(article, people[-1].end):
            return []
        origin = origin_behind(article, sentence, people[-1])
        left = side_of(origin) if origin and origin.key != organization.key else None
        joined = side_of(organization)
        return [VerbStatement(person, left, joined, "hire", place=cue.start) for person in people]

    def _of_one(self, sentence: Span, groups: Groups, cue: Cue) -> list[VerbStatement]:
        title = self._title(sentence, cue)
        if title is None:
            return []
        start, end = min(cue.start, title.start), max(cue.end, title.end)
        organization = self._organization(sentence, start, end)
        if organization:
            start, end = min(start, organization.start), max(end, organization.end)
        people = self._people(sentence, groups, start, end)
        origin = origin_behind(self.article, sentence, people[-1]) if people and people[0].start >= end else None
        if organization is None and origin:
            # "The new chief scientist is Jane Doe, formerly of Google", where the article is about Acme.
            topic = self.references.topic()
            organization = topic if topic and topic.key != origin.key else None
        if not people or organization is None:
            return []
        current = affiliation(self.article, sentence, people)
        if current and current.start != organization.start and current.key == organization.key:
            return []
        side = self.cells.with_title(side_of(organization), title)
        if not self.article.has(sentence.start, sentence.end, *VERBS):
            side = self.cells.dates.with_date(side, sentence.start, sentence.end)
        # "will be": nobody has moved yet.
        is_over = not self.article.has(sentence.start, max(end, people[0].start), "plan")
        side = replace(side, is_over=side.is_over and is_over)
        left = replace(side_of(origin), is_over=is_over) if origin and origin.key != organization.key else None
        return [VerbStatement(person, left, side, "hire", place=cue.start) for person in people]

    def _title(self, sentence: Span, cue: Cue) -> Title | None:
        """The title behind the word; in Hebrew, before it."""
        titles = titles_in(self.article, cue.end, min(sentence.end, cue.end + 2 * TITLE_REACH))
        if titles and self._is_bare(cue.end, titles[0].start, MAX_LETTERS_BETWEEN):
            return titles[0]
        titles = titles_in(self.article, max(sentence.start, cue.start - TITLE_REACH), cue.start)
        return titles[-1] if titles and cue.start - titles[-1].end <= 1 else None

    def _is_bare(self, start: int, end: int, reach: int) -> bool:
        """Nothing stands between that could be said of something else."""
        gap = self.article.text[start:end]
        between = self.article.people(start, end) or self.article.triggers(start, end, *VERBS)
        return len(gap) <= reach and not between and not BREAKS.search(gap) and "," not in gap

    def _organization(self, sentence: Span, start: int, end: int) -> Mention | None:
        """ "… of Acme" behind the title, or "Acme's" before it."""
        article = self.article
        behind = article.organizations(end, min(sentence.end, end + 2 * TITLE_REACH))
        is_behind = behind and self._is_bare(end, behind[0].start - len(behind[0].prefix), TITLE_REACH)
        if is_behind and article.preposition(behind[0], end - 1) in {"at", "from"}:
            return behind[0]
        before = article.organizations(max(sentence.start, start - TITLE_REACH), start)
        if before and article.text[before[-1].end : start].strip() in OWNS:
            return before[-1]
        # "Acme has a new chief: Jane Doe": a verb and an article stand between
        words = article.triggers(before[-1].end, start, "has") if before else []
        is_owner = bool(words) and self._is_bare(before[-1].end, start, TITLE_REACH)
        gaps = (article.text[before[-1].end : words[0].start], article.text[words[-1].end : start]) if is_owner else ()
        is_near = all(len(gap.split()) <= 1 for gap in gaps)
        behind_title = article.text[end : end + 2].strip()[:1]
        return before[-1] if is_owner and is_near and behind_title in {",", ":", "：", "，"} else None

    def _people(self, sentence: Span, groups: Groups, start: int, end: int) -> list[Mention]:
        """Who "is" it, behind the title or before it, or who stands beside it between commas."""
        article = self.article
        behind = next((group for group in groups if group[0].start >= end), [])
        if behind and self._is_equal(end, behind[0].start - len(behind[0].prefix)):
            return behind
        before = next((group for group in reversed(groups) if group[-1].end <= start), [])
        if not before or article.owns(before[-1]):
            return []
        gap = article.text[before[-1].end : start]
        # "È Jane Doe il nuovo capo"
        words = article.triggers(sentence.start, before[0].start, "is")
        is_inverted = (
            bool(words) and not article.text[words[-1].end : before[0].start].strip() and len(gap) <= MAX_ARTICLE
        )
        is_beside = is_inverted or APPOSITION.fullmatch(gap) or self._is_equal(before[-1].end, start)
        return before if is_beside else []

    def _is_equal(self, start: int, end: int) -> bool:
        """ "is", and not "isn't" nor "is welcomed by"; or a comma or a colon alone."""
        article, gap = self.article, self.article.text[start:end]
        if gap.strip() in {",", ":", "，", "："} or (gap == " " and article.language.code != "de"):
            return True
        words = article.triggers(start, end, "is")
        is_right_behind = bool(words) and words[0].start - start <= NEGATION_REACH
        is_plain = not BREAKS.search(gap) and "," not in gap and len(gap.split()) <= MAX_WORDS_BEFORE_NAME
        others = article.triggers(start, end, *VERBS, "negation", "by", "other", "own_word", "rumour")
        # "is a friend of Jane Doe"
        last_words = re.findall(r"[^\W\d_]+", fold(gap))[-1:]
        if last_words and last_words[0] in article.language.prepositions | article.language.words_of:
            return False
        return is_right_behind and is_plain and all(cue in words for cue in others)
