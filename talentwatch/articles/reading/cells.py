"""What a row says of each organization: title, dates, length of service, reason."""

import re
from dataclasses import replace

from talentwatch.articles.reading.article import Article
from talentwatch.articles.reading.clauses import Clause
from talentwatch.articles.reading.cues import TRIGGERS, Cue, Title
from talentwatch.articles.reading.date_expressions import DateExpression
from talentwatch.articles.reading.folding import fold
from talentwatch.articles.reading.layout import Span
from talentwatch.articles.reading.mentions import Mention
from talentwatch.articles.reading.moves import Side
from talentwatch.articles.reading.title_phrases import titles_in
from talentwatch.articles.reading.verb_statements import TITLE_REACH, VERBS

ASIDE = 120  # characters between two commas
GAPS_BEFORE_TITLE = frozenset(["", "s", "的"])
# fmt: off
GAPS_BEFORE_NEW_TITLE = frozenset(
    ["as", "als", "come", "comme", "como", "as a", "as an", "as its", "as the", "as their", "担任", "任", "出任", "כ"]
)
# fmt: on
LEFT_FOR = tuple(f"left_for.{value}" for value in ("own_venture", "independent", "study", "leave", "unnamed_employer"))
END_REASONS = tuple(
    f"end_reason.{value}" for value in ("dismissed", "laid_off", "retired", "resigned", "contract_ended", "died")
)


def side_of(organization: Mention) -> Side:
    return Side(organization, (organization.start, organization.end))


class SideReader:
    """The cells of the organization left and of the one joined."""

    def __init__(self, article: Article) -> None:
        self.article = article

    # What was left

    def left_side(self, clause: Clause, organization: Mention, people: list[Mention], kind: str) -> Side:
        sentence, trigger = clause.sentence, clause.trigger
        side = self.with_title(side_of(organization), self._title_of_left(clause, organization, people, kind))
        is_planned = self._is_planned(clause) or (kind == "leave" and self._is_announcement(clause))
        begin = max(sentence.start, clause.start)
        if people[-1].end <= trigger.start:
            begin = min(people[0].start, begin)
        if begin > trigger.start or not self.article.triggers(sentence.start, begin, *VERBS):
            begin = sentence.start
        if kind in {"leave", "dismiss_passive", "dismiss", "lose", "move", "now"}:
            side = self.with_date(side, begin, clause.end, trigger, is_planned=is_planned, is_end=True)
        own_part = self._own_part(clause, people)
        side = self.with_length(side, max(begin, own_part.start), clause.end)
        side = replace(side, is_over=side.is_over and not is_planned)
        return self._with_reason(side, own_part, kind)

    def _title_of_left(self, clause: Clause, organization: Mention, people: list[Mention], kind: str) -> Title | None:
        """Beside the organization, else behind the person who leaves, else before the person."""
        article, trigger = self.article, clause.trigger
        for title in self._titles_near(clause, organization):
            # "…; four researchers also left Apple": others did.
            verbs = article.triggers(title.end, organization.start, *VERBS)
            if self._is_left_beside(title, organization) and all(cue is trigger for cue in verbs):
                return title
        if kind in {"leave", "dismiss_passive", "move"}:
            # "Jane Doe, chief scientist, left OpenAI"
            titles = titles_in(article, people[-1].end, trigger.start)
            if titles and not article.triggers(people[-1].end, titles[0].start, *TRIGGERS):
                return titles[0]
        return self._title_before(clause.sentence, organization, people)

    def _titles_near(self, clause: Clause, organization: Mention) -> list[Title]:
        return titles_in(
            self.article,
            max(clause.sentence.start, organization.start - TITLE_REACH),
            min(clause.sentence.end, organization.end + TITLE_REACH),
        )

    def _title_before(self, sentence: Span, organization: Mention, people: list[Mention]) -> Title | None:
        """ "OpenAI's chief scientist Jane Doe left the company", "The head of safety at OpenAI, Jane Doe, …"."""
        article, person = self.article, people[0]
        since = max(sentence.start, person.start - 2 * TITLE_REACH)
        named = [one for one in article.organizations(since, person.start) if one.key == organization.key]
        if not named or article.triggers(named[-1].end, person.start, *VERBS):
            return None
        gap = article.text[named[-1].end : person.start]
        if gap in {" ", ", "}:
            titles = titles_in(article, since, named[-1].start)
            return titles[-1] if titles and self._is_joined_beside(titles[-1], named[-1]) else None
        titles = titles_in(article, named[-1].end, person.start)
        return titles[-1] if titles and not re.search(r"[,.;:()]", gap) else None

    def _is_planned(self, clause: Clause) -> bool:
        """ "will leave": a word of planning shortly before the verb, or part of it."""
        start = max(clause.sentence.start, clause.trigger.start - TITLE_REACH)
        return self.article.has(start, clause.trigger.end, "plan")

    def _is_announcement(self, clause: Clause) -> bool:
        """ "announced her departure": it may lie ahead."""
        sentence, trigger = clause.sentence, clause.trigger
        end = sentence.end if self.article.language.code == "de" else trigger.start
        return trigger.has("departure") and self.article.has(sentence.start, end, "own_word")

    def _is_left_beside(self, title: Title, organization: Mention) -> bool:
        """ "OpenAI researcher", "researcher at OpenAI", "chief scientist of Mistral"."""
        if title.start >= organization.end:
            return self._between(organization.end, title.start) in GAPS_BEFORE_TITLE
        return self._is_right_before(title, organization)

    def _is_joined_beside(self, title: Title, organization: Mention) -> bool:
        """The same, and "Meta as its chief scientist"."""
        if title.start >= organization.end:
            gap = self._between(organization.end, title.start)
            return gap in GAPS_BEFORE_TITLE or gap in GAPS_BEFORE_NEW_TITLE
        return self._is_right_before(title, organization)

    def _between(self, start: int, end: int) -> str:
        return fold(self.article.text[start:end]).strip(" -'")

    def _is_right_before(self, title: Title, organization: Mention) -> bool:
        gap = self.article.text[title.end : organization.start]
        return len(gap) <= 16 and not re.search(r"[,.;:()，。；：（）]", gap)

    # What was joined

    def joined_side(self, clause: Clause, organization: Mention, kind: str) -> Side:
        side = side_of(organization)
        if kind == "found":
            place = (clause.trigger.start, clause.trigger.end)
            is_shared = clause.trigger.phrase.startswith(("co", "联合", "共同", "mitge", "mitbe"))
            side = replace(side, title="Co-founder" if is_shared else "Founder", role="founder", title_place=place)
        else:
            side = self.with_title(side, self._title_of_joined(clause, organization, kind))
        is_planned = self._is_planned(clause)
        if kind in {"join", "become", "return", "found", "hire_passive", "hire", "move"}:
            side = self._with_start(side, clause, kind, is_planned=is_planned)
        return replace(side, is_over=side.is_over and not is_planned)

    def _title_of_joined(self, clause: Clause, organization: Mention, kind: str) -> Title | None:
        """Beside the organization, else behind the verb and not of another organization, nor "former"."""
        article, sentence = self.article, clause.sentence
        start = clause.start if kind in {"hire", "lose"} else clause.trigger.end
        for title in self._titles_near(clause, organization):
            if title.start >= start - 1 and self._is_joined_beside(title, organization):
                return title
        rest_is_free = not article.organizations(clause.end, sentence.end) and not article.people(
            clause.end, sentence.end
        )
        end = sentence.end if kind == "hire" or rest_is_free else max(clause.end, organization.end)
        others = [one for one in article.organizations(sentence.start, sentence.end) if one.key != organization.key]
        for title in titles_in(article, start, end):
            is_of_another = any(self._is_left_beside(title, other) for other in others)
            if not is_of_another and not article.has(max(start, title.start - 12), title.start, "former"):
                return title
        return None

    def _with_start(self, side: Side, clause: Clause, kind: str, *, is_planned: bool) -> Side:
        """With the day of joining: behind the verb, where the sentence also says that somebody left."""
        article, sentence, trigger = self.article, clause.sentence, clause.trigger
        if kind == "hire":
            start, end = sentence.start, sentence.end
        else:
            start, end = max(sentence.start, min(clause.start, trigger.start)), clause.end
        leaves = [
            cue
            for cue in article.triggers(sentence.start, sentence.end, "leave", "lose", "dismiss", "dismiss_passive")
            if not cue.has("join") and cue is not trigger
        ]
        return self.with_date(side, trigger.start if leaves else start, end, trigger, is_planned=is_planned)

    # Parts of both

    def with_title(self, side: Side, title: Title | None) -> Side:
        if title is None:
            return side
        return replace(side, title=title.title, role=title.role, title_place=(title.start, title.end))

    def with_date(
        self,
        side: Side,
        start: int,
        end: int,
        trigger: Cue | None = None,
        *,
        is_planned: bool = False,
        is_end: bool = False,
    ) -> Side:
        """With the first date in a part of the text; what lies behind the day of the article isn't over."""
        article = self.article
        dates = (
            date
            for date in article.dates
            if start <= date.start
            and date.end <= end
            and date.date
            # Announced on Tuesday: the day of the announcement.
            and not any(
                cue.end >= date.start - 12
                for cue in article.triggers(date.start - TITLE_REACH, date.start, "own_word", "other")
            )
            and not self._is_aside(date, side.organization, trigger)
            # "Head of safety since 2022": no end.
            and not (is_end and article.has(max(start, date.start - 8), date.end, "since"))
        )
        first = next(dates, None)
        if first is None:
            return side
        when = (is_planned and first.ahead) or first.date
        published = article.published.latest if article.published else None
        lies_ahead = bool(when.earliest and published and when.earliest > published)
        return replace(side, date=when, date_place=(first.start, first.end), is_over=not lies_ahead)

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
        if named := article.organizations(start + 1, end):
            return all(one.key != organization.key for one in named)
        return any(cue.start - start <= 2 for cue in article.triggers(start + 1, date.start, "relative"))

    def with_length(self, side: Side, start: int, end: int) -> Side:
        """With the first length of service in a part of the text."""
        for length in self.article.lengths:
            if length.is_plain and start <= length.start and length.end <= end:
                return replace(side, months=length.months, months_place=(length.start, length.end))
        return side

    def with_own_length(self, side: Side, sentence: Span) -> Side:
        """The length of service beside another mention of the organization: "before, he worked at OpenAI for six years"."""
        article = self.article
        organizations = article.organizations(sentence.start, sentence.end)
        for length in article.lengths:
            if length.is_plain and sentence.start <= length.start and length.end <= sentence.end and organizations:
                nearest = min(organizations, key=lambda o: min(abs(o.start - length.end), abs(length.start - o.end)))
                if nearest.key == side.organization.key:
                    return replace(side, months=length.months, months_place=(length.start, length.end))
        return side

    def _own_part(self, clause: Clause, people: list[Mention]) -> Span:
        """The part of a sentence that is about these people: between those who are named before and behind."""
        sentence, trigger = clause.sentence, clause.trigger
        keys = {person.key for person in people}
        others = [one for one in self.article.people(sentence.start, sentence.end) if one.key not in keys]
        first, last = min(people[0].start, trigger.start), max(people[-1].end, trigger.end)
        start = max((one.end for one in others if one.end <= first), default=sentence.start)
        # What is said of those before goes up to the comma.
        start = max(start, self.article.text.rfind(",", start, first)) if start > sentence.start else start
        end = min((one.start for one in others if one.start >= last), default=sentence.end)
        return Span(start, end)

    def _with_reason(self, side: Side, part: Span, kind: str) -> Side:
        """With the first phrase that says what for, and the first that says why."""
        left_for = self.article.triggers(part.start, part.end, *LEFT_FOR)
        if left_for:
            cue = left_for[0]
            side = replace(side, left_for=_value_of(cue, "left_for."), reason_place=(cue.start, cue.end))
        reasons = self.article.triggers(part.start, part.end, *END_REASONS)
        if reasons and kind != "hire":
            cue = reasons[0]
            place = side.reason_place or (cue.start, cue.end)
            side = replace(side, end_reason=_value_of(cue, "end_reason."), reason_place=place)
        return side


def _value_of(cue: Cue, prefix: str) -> str:
    """The value of the data that a phrase is listed for."""
    return min(kind for kind in cue.kinds if kind.startswith(prefix)).removeprefix(prefix)
