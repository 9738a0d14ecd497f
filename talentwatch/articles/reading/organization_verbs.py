"""Verbs whose subject is an organization: it hires, loses, was founded by; and of whom "former" is said."""

import re

from talentwatch.articles.reading.article import Article
from talentwatch.articles.reading.cells import SideReader
from talentwatch.articles.reading.clauses import ClauseReader
from talentwatch.articles.reading.cues import Cue
from talentwatch.articles.reading.layout import Span
from talentwatch.articles.reading.mentions import Mention
from talentwatch.articles.reading.moves import Side
from talentwatch.articles.reading.participants import Participants
from talentwatch.articles.reading.title_phrases import titles_in
from talentwatch.articles.reading.verb_statements import BREAKS, TITLE_REACH, VERBS, Context, VerbStatement


class OrganizationVerbReader:
    """Reads what an organization does, or has been to somebody."""

    def __init__(self, article: Article, context: Context, participants: Participants, cells: SideReader) -> None:
        self.article = article
        self.context = context
        self.participants = participants
        self.cells = cells
        self.clauses = ClauseReader(article)

    def former(
        self, sentence: Span, trigger: Cue, _kind: str, groups: list[list[Mention]], _low: int, _high: int
    ) -> list[VerbStatement]:
        """ "former OpenAI researcher", "ex-Meta", "formerly of": the organization beside the word, and whom it is said of."""
        article = self.article
        near = article.organizations(
            max(sentence.start, trigger.start - TITLE_REACH), min(sentence.end, trigger.end + TITLE_REACH + 15)
        )
        after = [
            o
            for o in near
            if o.start >= trigger.end
            and not BREAKS.search(article.text[trigger.end : o.start])
            and not article.triggers(trigger.end, o.start, *VERBS)
        ]
        before = [
            o
            for o in near
            if o.end <= trigger.start
            and not BREAKS.search(article.text[o.end : trigger.start])
            and not article.triggers(o.end, trigger.start, *VERBS)
        ]
        prefers_before = article.language.code == "he" and before and trigger.start - before[-1].end <= 3
        organization = (
            before[-1]
            if prefers_before
            else after[0]
            if after
            else before[-1]
            if before and article.language.code == "he"
            else None
        )
        if organization is None or (article.people(trigger.end, organization.start) and organization in after):
            return []
        left_edge, right_edge = min(trigger.start, organization.start), max(trigger.end, organization.end)
        group = next(
            (g for g in groups if right_edge <= g[0].start and not self._breaks_clause(right_edge, g[0].start)), []
        )
        own = next(
            (
                g
                for g in reversed(groups)
                if g[-1].end <= left_edge
                and left_edge - g[-1].end <= TITLE_REACH
                and not article.triggers(g[-1].end, left_edge, *VERBS)
            ),
            [],
        )
        # "X, formerly of Y, has joined Z": the word belongs to who stands before its comma.
        people = (
            own
            if own
            and (
                not group
                or article.text[own[-1].end : left_edge].strip()[:1] in {",", "(", "，", "（"}
                or left_edge - own[-1].end < 6
            )
            else group
        )
        if not people:
            return []
        titles = titles_in(
            article,
            max(sentence.start, left_edge - TITLE_REACH if prefers_before else left_edge),
            min(people[0].start if people is group else right_edge + TITLE_REACH, sentence.end),
        )
        titles = [title for title in titles if title.end <= right_edge + TITLE_REACH]
        side = self.cells.with_title(
            Side(organization, (organization.start, organization.end)), titles[0] if titles else None
        )
        side = self.cells.with_length(side, left_edge, right_edge + TITLE_REACH)
        return [VerbStatement(person, side, None, "", is_proposed=False) for person in people]

    def _breaks_clause(self, start: int, end: int) -> bool:
        gap = self.article.text[start:end]
        return (
            end - start > 3 * TITLE_REACH
            or re.search(r"[.;\n。；]", gap) is not None
            or bool(self.article.triggers(start, end, *VERBS, "now"))
            or (gap.count(",") > 1)
        )

    def hire(
        self, sentence: Span, trigger: Cue, _kind: str, groups: list[list[Mention]], low: int, high: int
    ) -> list[VerbStatement]:
        article = self.article
        employer = self.participants.organization_before(Span(sentence.start, sentence.end), trigger, groups)
        people = self.participants.hired(sentence, trigger, groups)
        if not people:
            return []
        if trigger.has("final") and people[-1].end <= trigger.start:
            # Microsoft hat den DeepMind-Gründer X eingestellt.
            earlier = article.organizations(low, people[0].start)
            employer = earlier[0] if earlier else employer
        inside = article.organizations(
            trigger.end, sentence.end if people[0].start > high else max(high, people[-1].end)
        )
        left = None
        for organization in inside:
            preposition = article.preposition(organization, trigger.end)
            if employer and organization.key == employer.key:
                continue
            if article.text[organization.start - 1] == "为":
                # 任命某人为实验室首席科学家: what somebody was made chief of.
                continue
            is_attribute = organization.end <= people[0].start
            if preposition == "from" or is_attribute or (article.language.code in {"zh", "he"} and preposition != "to"):
                left = organization
                break
        if article.language.code == "zh" and left is None:
            # 从OpenAI挖走: the origin stands before the verb.
            origins = [
                o
                for o in article.organizations(sentence.start, trigger.start)
                if article.preposition(o, sentence.start) == "from"
            ]
            left = origins[-1] if origins else None
        if left is None:
            origins = [o for o in article.organizations(low, trigger.start) if article.preposition(o, low) == "from"]
            left = origins[-1] if origins else None
        if employer is None:
            company = self.participants.company(sentence.start, trigger.start)
            is_first = not article.organizations(sentence.start, trigger.start)
            employer = company[0] if company else self.context.organization if is_first else None
        if left is None and employer is not None:
            left = self.participants.founders_own(trigger, employer, people)
        if employer is None or (left and left.key == employer.key):
            return []
        denied = self.clauses.is_negated(sentence, trigger)
        statements = []
        for person in people:
            # Each of several may come from elsewhere: A, the chief of X, and B, formerly of Y.
            own = left or self.participants.attribute(sentence, [person])
            own = own if own and own.key != employer.key else None
            joined_side = self.cells.joined_side(sentence, trigger, employer, own, people[-1].end, high, "hire")
            left_side = self.cells.left_side(sentence, trigger, own, people, trigger.end, high, "hire") if own else None
            if left_side and not left_side.title:
                titles = titles_in(article, trigger.end, people[0].start)
                left_side = self.cells.with_title(left_side, titles[-1] if titles else None)
            statements.append(VerbStatement(person, left_side, joined_side, "hire", is_denied=denied))
        return statements

    def lose(
        self, sentence: Span, trigger: Cue, _kind: str, groups: list[list[Mention]], _low: int, _high: int
    ) -> list[VerbStatement]:
        article = self.article
        left = self.participants.organization_before(sentence, trigger, groups)
        people = self.participants.lost(trigger, sentence, groups)
        if left is None or not people:
            return []
        others = [
            o
            for o in article.organizations(trigger.end, sentence.end)
            if o.key != left.key and article.preposition(o, trigger.end) in {"to", "at"}
        ]
        joined = others[0] if others else None
        left_side = self.cells.left_side(sentence, trigger, left, people, trigger.end, sentence.end, "lose")
        joined_side = (
            self.cells.joined_side(sentence, trigger, joined, left, people[-1].end, sentence.end, "lose")
            if joined
            else None
        )
        return [
            VerbStatement(
                person, left_side, joined_side, "departure", is_denied=self.clauses.is_negated(sentence, trigger)
            )
            for person in people
        ]

    def founded_by(
        self, sentence: Span, trigger: Cue, _kind: str, groups: list[list[Mention]], _low: int, high: int
    ) -> list[VerbStatement]:
        article = self.article
        people = self.participants.group_after(trigger.end, sentence.end, groups)
        if not people:
            before = [group for group in groups if group[-1].end <= trigger.start]
            people = before[-1] if before else []
        if not people or (
            people[0].start > trigger.end and article.triggers(trigger.end, people[0].start, "leave", "join", "hire")
        ):
            return []
        founded = [
            o
            for o in article.organizations(sentence.start, trigger.start)
            if article.preposition(o, sentence.start) not in {"from", "by"}
        ]
        inverted = people[-1].end <= trigger.start
        if inverted:
            by = article.triggers(sentence.start, people[0].start, "by")
            edge = by[0].start if by else people[0].start
            founded = (
                article.organizations(sentence.start, edge)
                # Not what it was sold to.
                or [o for o in article.organizations(trigger.end, high) if article.preposition(o, trigger.end) != "to"][
                    :1
                ]
            )
        organization = founded[-1] if founded else None if inverted else self.context.organization
        if organization is None:
            return []
        side = Side(
            organization, (organization.start, organization.end), "Founder", "founder", (trigger.start, trigger.end)
        )
        titles = [
            title
            for title in titles_in(article, people[-1].end, min(sentence.end, people[-1].end + TITLE_REACH))
            if title.role in {"founder", "executive"}
        ]
        if titles and article.text[people[-1].end : titles[0].start].strip(" ,(") == "":
            side = self.cells.with_title(side, titles[0])
        side = self.cells.with_date(side, trigger.end, people[0].start if people[0].start > trigger.end else high)
        return [VerbStatement(person, None, side, "founding") for person in people]
