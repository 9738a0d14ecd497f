"""What a row says of each organization: title, dates, length of service, reason."""

import re
from dataclasses import replace

from talentwatch.articles.reading.article import Article
from talentwatch.articles.reading.cues import TRIGGERS, Cue, Title
from talentwatch.articles.reading.date_expressions import DateExpression
from talentwatch.articles.reading.folding import fold
from talentwatch.articles.reading.layout import Span
from talentwatch.articles.reading.mentions import Mention
from talentwatch.articles.reading.moves import Side
from talentwatch.articles.reading.title_phrases import titles_in
from talentwatch.articles.reading.verb_statements import TITLE_REACH, VERBS

ASIDE = 120  # characters between two commas


class SideReader:
    """The cells of the organization left and of the one joined."""

    def __init__(self, article: Article) -> None:
        self.article = article

    def left_side(
        self, sentence: Span, trigger: Cue, organization: Mention, people: list[Mention], low: int, high: int, kind: str
    ) -> Side:
        article = self.article
        side = Side(organization, (organization.start, organization.end))
        nearby = titles_in(
            article,
            max(sentence.start, organization.start - TITLE_REACH),
            min(sentence.end, organization.end + TITLE_REACH),
        )
        near = [
            title
            for title in nearby
            if self._is_beside(title, organization, is_left=True)
            # "…; four researchers also left Apple": others did.
            and all(cue is trigger for cue in article.triggers(title.end, organization.start, *VERBS))
        ]
        apposition = (
            titles_in(article, people[-1].end, trigger.start)
            if people[-1].end <= trigger.start and kind in {"leave", "dismiss_passive", "move"}
            else []
        )
        as_ = [] if kind in {"hire", "lose"} else near
        chosen = (
            as_[0]
            if as_
            else near[0]
            if near
            else apposition[0]
            if apposition and not article.triggers(people[-1].end, apposition[0].start, *TRIGGERS)
            else None
        )
        side = self.with_title(side, chosen or self._title_before(sentence, organization, people))
        planned = article.has(
            max(sentence.start, trigger.start - TITLE_REACH), trigger.end, "plan"
        ) or self._is_announcement(sentence, trigger, kind)
        begin = (
            max(sentence.start, low)
            if people[-1].end > trigger.start
            else min(people[0].start, max(sentence.start, low))
        )
        begin = (
            sentence.start if begin > trigger.start or not article.triggers(sentence.start, begin, *VERBS) else begin
        )
        if kind not in {"hire", "hire_passive", "found", "spend", "join", "become", "return"}:
            side = self.with_date(side, begin, high, trigger, is_planned=planned, is_end=True)
        own = self._own_part(sentence, people, trigger)
        side = self.with_length(side, max(begin, own.start), high)
        side = replace(side, is_over=side.is_over and not planned)
        return self._with_reason(side, own, kind)

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
            return titles[-1] if titles and self._is_beside(titles[-1], named[-1]) else None
        titles = titles_in(article, named[-1].end, person.start)
        return titles[-1] if titles and not re.search(r"[,.;:()]", gap) else None

    def _is_announcement(self, sentence: Span, trigger: Cue, kind: str) -> bool:
        """ "announced her departure": it may lie ahead."""
        if kind != "leave":
            return False
        end = sentence.end if self.article.language.code == "de" else trigger.start
        return trigger.has("departure") and self.article.has(sentence.start, end, "own_word")

    def _is_beside(self, title: Title, organization: Mention, *, is_left: bool = False) -> bool:
        """ "OpenAI researcher", "researcher at OpenAI", "chief scientist of Mistral"; of what was joined, "as" too."""
        if title.start >= organization.end:
            gap = fold(self.article.text[organization.end : title.start])
            if is_left:
                return gap.strip(" -'") in {"", "s", "的"}
            return gap.strip(" -'") in {
                "",
                "s",
                "as",
                "als",
                "come",
                "comme",
                "como",
                "as a",
                "as an",
                "as its",
                "as the",
                "'s",
                "的",
                "担任",
                "任",
                "出任",
                "כ",
                "as their",
            }
        gap = self.article.text[title.end : organization.start]
        return len(gap) <= 16 and not re.search(r"[,.;:()，。；：（）]", gap)

    def joined_side(
        self, sentence: Span, trigger: Cue, organization: Mention, left: Mention | None, low: int, high: int, kind: str
    ) -> Side:
        article = self.article
        side = Side(organization, (organization.start, organization.end))
        if kind == "found":
            side = replace(
                side,
                title="Founder" if not self._is_shared(trigger) else "Co-founder",
                role="founder",
                title_place=(trigger.start, trigger.end),
            )
        begin = trigger.end if kind not in {"hire", "lose"} else low
        rest_is_free = not article.organizations(high, sentence.end) and not article.people(high, sentence.end)
        last = sentence.end if kind == "hire" or rest_is_free else max(high, organization.end)
        titles = titles_in(article, begin, last)
        others = [o for o in article.organizations(sentence.start, sentence.end) if o.key != organization.key]
        titles = [t for t in titles if not any(self._belongs_to(t, other) for other in others)]
        titles = [t for t in titles if not article.has(max(begin, t.start - 12), t.start, "former")]
        beside = [
            t
            for t in titles_in(
                article,
                max(sentence.start, organization.start - TITLE_REACH),
                min(sentence.end, organization.end + TITLE_REACH),
            )
            if self._is_beside(t, organization) and t.start >= begin - 1
        ]
        chosen = beside[0] if beside else titles[0] if titles else None
        if chosen and kind != "found":
            side = self.with_title(side, chosen)
        planned = article.has(max(sentence.start, trigger.start - TITLE_REACH), trigger.end, "plan")
        if kind in {"join", "become", "return", "found", "hire_passive", "hire", "move"}:
            start = max(sentence.start, min(low, trigger.start)) if kind != "hire" else sentence.start
            leaves = article.triggers(sentence.start, sentence.end, "leave", "lose", "dismiss", "dismiss_passive")
            pure = [cue for cue in leaves if not cue.has("join") and cue is not trigger]
            if not pure or start > sentence.start or article.triggers(trigger.end, high, *VERBS) == []:
                begin_date = start if not pure else trigger.start
                last = high if kind != "hire" else sentence.end
                side = self.with_date(side, begin_date, last, trigger, is_planned=planned)
        return replace(side, is_over=side.is_over and not planned)

    def _is_shared(self, trigger: Cue) -> bool:
        return trigger.phrase.startswith(("co", "联合", "共同", "mitge", "mitbe"))

    def _belongs_to(self, title: Title, organization: Mention) -> bool:
        return self._is_beside(title, organization, is_left=True)

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
        found = [
            date
            for date in article.dates
            # Announced on Tuesday: the day of the announcement.
            if start <= date.start
            and date.end <= end
            and date.date
            and not any(
                cue.end >= date.start - 12
                for cue in article.triggers(date.start - TITLE_REACH, date.start, "own_word", "other")
            )
            and not self._is_aside(date, side.organization, trigger)
            # "Head of safety since 2022": no end.
            and not (is_end and article.has(max(start, date.start - 8), date.end, "since"))
        ]
        if not found:
            return side
        when = (is_planned and found[0].ahead) or found[0].date
        lies_ahead = bool(
            when.earliest
            and article.published
            and article.published.latest
            and when.earliest > article.published.latest
        )
        return replace(side, date=when, date_place=(found[0].start, found[0].end), is_over=not lies_ahead)

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
        found = [
            length for length in self.article.lengths if start <= length.start and length.end <= end and length.is_plain
        ]
        return replace(side, months=found[0].months, months_place=(found[0].start, found[0].end)) if found else side

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

    def _own_part(self, sentence: Span, people: list[Mention], trigger: Cue) -> Span:
        """The part of a sentence that is about these people: between those who are named before and behind."""
        keys = {person.key for person in people}
        others = [one for one in self.article.people(sentence.start, sentence.end) if one.key not in keys]
        first, last = min(people[0].start, trigger.start), max(people[-1].end, trigger.end)
        start = max((one.end for one in others if one.end <= first), default=sentence.start)
        # What is said of those before goes up to the comma.
        start = max(start, self.article.text.rfind(",", start, first)) if start > sentence.start else start
        end = min((one.start for one in others if one.start >= last), default=sentence.end)
        return Span(start, end)

    def _with_reason(self, side: Side, sentence: Span, kind: str) -> Side:
        article = self.article
        cues = article.triggers(
            sentence.start,
            sentence.end,
            *(f"left_for.{value}" for value in ("own_venture", "independent", "study", "leave", "unnamed_employer")),
        )
        for cue in cues:
            value = next(found.partition(".")[2] for found in sorted(cue.kinds) if found.startswith("left_for."))
            side = replace(side, left_for=value, reason_place=(cue.start, cue.end))
            break
        reasons = article.triggers(
            sentence.start,
            sentence.end,
            *(
                f"end_reason.{value}"
                for value in ("dismissed", "laid_off", "retired", "resigned", "contract_ended", "died")
            ),
        )
        if reasons and kind != "hire":
            cue = reasons[0]
            value = next(found.partition(".")[2] for found in sorted(cue.kinds) if found.startswith("end_reason."))
            side = replace(side, end_reason=value, reason_place=side.reason_place or (cue.start, cue.end))
        return side
