"""What a row says of each organization: title, dates, length of service, reason."""

import re
from dataclasses import replace

from talentwatch.articles.reading.article import Article
from talentwatch.articles.reading.clauses import Clause
from talentwatch.articles.reading.cues import TRIGGERS, Cue, Title
from talentwatch.articles.reading.folding import fold
from talentwatch.articles.reading.layout import Span
from talentwatch.articles.reading.mentions import Mention
from talentwatch.articles.reading.move_dates import DateFinder
from talentwatch.articles.reading.moves import Side
from talentwatch.articles.reading.title_phrases import titles_in
from talentwatch.articles.reading.verb_statements import CLAUSE_END, TITLE_REACH, VERBS

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
        self.dates = DateFinder(article)

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
            side = self.dates.with_date(side, begin, clause.end, clause, is_planned=is_planned, is_end=True)
        own_part = self._own_part(clause, people)
        side = self.with_length(side, max(begin, own_part.start), clause.end)
        side = replace(side, is_over=side.is_over and not is_planned)
        return self._with_reason(side, own_part, kind)

    def _title_of_left(self, clause: Clause, organization: Mention, people: list[Mention], kind: str) -> Title | None:
        """Beside the organization, else behind the person who leaves, else before the person."""
        article, trigger = self.article, clause.trigger
        if kind in {"lose", "dismiss"}:
            # "xAI's chief Musk bids farewell to engineer Jane Doe": not what stands before the verb.
            titles = titles_in(article, trigger.end, people[0].start)
            return titles[-1] if titles and article.text[titles[-1].end : people[0].start] == " " else None
        for title in self._titles_near(clause, organization):
            # "…; four researchers also left Apple": others did.
            verbs = article.triggers(title.end, organization.start, *VERBS)
            is_somebody_elses = self._is_of_somebody_else(title, people, clause.sentence)
            if (
                self._is_left_beside(title, organization)
                and all(cue is trigger for cue in verbs)
                and not is_somebody_elses
            ):
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
        article, trigger = self.article, clause.trigger
        start = max(clause.sentence.start, trigger.start - TITLE_REACH)
        return any(
            cue == trigger or not (cue.has(*VERBS) or self._is_of_somebody_else_before(cue, trigger))
            for cue in article.triggers(start, trigger.end, "plan")
        )

    def _is_of_somebody_else_before(self, cue: Cue, trigger: Cue) -> bool:
        """ "With LeCun expected to go, many look to Jane Doe, who returned": another person and a comma in between."""
        people = self.article.people(cue.end, trigger.start)
        return bool(people) and "," in self.article.text[cue.end : people[-1].start]

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
        # In a long sentence, most titles are far from most organizations: none of the words looked for is so long.
        return fold(self.article.text[start:end]).strip(" -'") if end - start <= TITLE_REACH else "…"

    def _is_right_before(self, title: Title, organization: Mention) -> bool:
        gap = self.article.text[title.end : organization.start]
        return len(gap) <= 16 and not re.search(r"[,.;:()，。；：（）]", gap)

    # What was joined

    def joined_side(self, clause: Clause, organization: Mention, people: list[Mention], kind: str) -> Side:
        side = side_of(organization)
        if kind == "found":
            place = (clause.trigger.start, clause.trigger.end)
            is_shared = clause.trigger.phrase.startswith(("co", "联合", "共同", "mitge", "mitbe"))
            side = replace(side, title="Co-founder" if is_shared else "Founder", role="founder", title_place=place)
        else:
            side = self.with_title(side, self._title_of_joined(clause, organization, people, kind))
        is_planned = self._is_planned(clause)
        if kind in {"join", "become", "return", "found", "hire_passive", "hire", "move"}:
            side = self._with_start(side, clause, kind, is_planned=is_planned)
        return replace(side, is_over=side.is_over and not is_planned)

    def _title_of_joined(self, clause: Clause, organization: Mention, people: list[Mention], kind: str) -> Title | None:
        """Beside the organization, else behind the verb and not of another organization, nor "former"."""
        article, sentence = self.article, clause.sentence
        start = clause.start if kind in {"hire", "lose"} else clause.trigger.end
        for title in self._titles_near(clause, organization):
            is_somebody_elses = self._is_of_somebody_else(title, people, sentence)
            if title.start >= start - 1 and self._is_joined_beside(title, organization) and not is_somebody_elses:
                return title
        rest_is_free = not article.organizations(clause.end, sentence.end) and not article.people(
            clause.end, sentence.end
        )
        end = sentence.end if kind == "hire" or rest_is_free else max(clause.end, organization.end)
        others = [one for one in article.organizations(sentence.start, sentence.end) if one.key != organization.key]
        for title in titles_in(article, start, end):
            is_of_another = any(self._is_left_beside(title, other) for other in others)
            # "joins along with Maria Chen as chief scientist": one of the two.
            if self._others(people, start, title.start) or self._is_of_somebody_else(title, people, sentence):
                continue
            if not is_of_another and not article.has(max(start, title.start - 12), title.start, "former"):
                return title
        return None

    def _with_start(self, side: Side, clause: Clause, kind: str, *, is_planned: bool) -> Side:
        """With the day of joining: behind the verb, where the sentence says later that somebody left."""
        article, sentence, trigger = self.article, clause.sentence, clause.trigger
        if kind == "hire":
            clause_end = CLAUSE_END.search(article.text, trigger.end, sentence.end)
            start, end = sentence.start, clause_end.start() if clause_end else sentence.end
        else:
            start, end = max(sentence.start, min(clause.start, trigger.start)), clause.end
        leaves = [
            cue
            for cue in article.triggers(trigger.end, sentence.end, "leave", "lose", "dismiss", "dismiss_passive")
            if not cue.has("join") and cue is not trigger
        ]
        return self.dates.with_date(side, trigger.start if leaves else start, end, clause, is_planned=is_planned)

    # Parts of both

    def _others(self, people: list[Mention], start: int, end: int) -> list[Mention]:
        keys = {person.key for person in people}
        return [one for one in self.article.people(start, end) if one.key not in keys]

    def _is_of_somebody_else(self, title: Title, people: list[Mention], sentence: Span) -> bool:
        """ "along with Jane Doe, a researcher", "along with the researcher Jane Doe": of another person than the verb is about."""
        article = self.article
        others = self._others(people, sentence.start, sentence.end)
        before = [one for one in others if one.end <= title.start]
        if before and re.fullmatch(r" ?[,(] ?(?:\w+ )?", article.text[before[-1].end : title.start]):
            return True
        behind = [one for one in others if one.start >= title.end]
        return bool(behind) and article.text[title.end : behind[0].start] == " "

    def with_title(self, side: Side, title: Title | None) -> Side:
        if title is None:
            return side
        return replace(side, title=title.title, role=title.role, title_place=(title.start, title.end))

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
        others = self._others(people, sentence.start, sentence.end)
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
