"""Verbs of leaving, joining, returning and founding, and which organization was left or joined."""

from dataclasses import replace

from talentwatch.articles.reading.article import Article
from talentwatch.articles.reading.cells import SideReader
from talentwatch.articles.reading.clauses import ClauseReader
from talentwatch.articles.reading.cues import TRIGGERS, Cue
from talentwatch.articles.reading.folding import fold
from talentwatch.articles.reading.layout import Span
from talentwatch.articles.reading.mentions import Mention
from talentwatch.articles.reading.names import media_names
from talentwatch.articles.reading.organization_verbs import OrganizationVerbReader
from talentwatch.articles.reading.participants import Participants
from talentwatch.articles.reading.title_phrases import titles_in
from talentwatch.articles.reading.verb_statements import BREAKS, NEGATION_REACH, TITLE_REACH, Context, VerbStatement


class VerbReader:
    """Reads what people do, and passes on what organizations do."""

    def __init__(self, article: Article, context: Context, participants: Participants, cells: SideReader) -> None:
        self.article = article
        self.context = context
        self.participants = participants
        self.cells = cells
        self.clauses = ClauseReader(article)
        self.organization_verbs = OrganizationVerbReader(article, context, participants, cells)

    def statements(
        self, sentence: Span, trigger: Cue, triggers: list[Cue], number: int, groups: list[list[Mention]]
    ) -> list[VerbStatement]:
        kind = self._kind(sentence, trigger, groups)
        if (
            not kind
            or kind in {"stay", "succeed_passive"}
            or self.clauses.is_rejected(sentence, trigger, triggers, number)
        ):
            return []
        denied = self.clauses.is_negated(sentence, trigger)
        if denied and not self.article.has(sentence.start, sentence.end, "denial"):
            return []
        low, high = self.clauses.reach(sentence, trigger, triggers, number, groups)
        read = {
            "former": self.organization_verbs.former,
            "hire": self.organization_verbs.hire,
            "lose": self.organization_verbs.lose,
            "dismiss": self._dismissal,
            "found_passive": self.organization_verbs.founded_by,
        }.get(kind, self._own_act)
        return [
            replace(statement, place=trigger.start) for statement in read(sentence, trigger, kind, groups, low, high)
        ]

    def _kind(self, sentence: Span, trigger: Cue, groups: list[list[Mention]]) -> str:
        """What the verb means here, if it can mean several things: an organization appoints, a person is appointed."""
        kinds = [kind for kind in TRIGGERS if trigger.has(kind)]
        if kinds == ["lose"] and not self.participants.organization_before(sentence, trigger, groups):
            return ""
        if kinds == ["hire"] and self.participants.is_passive(sentence, trigger, groups):
            return "hire_passive"
        if len(kinds) == 1:
            return (
                kinds[0]
                if kinds[0] != "hire"
                or self.participants.organization_before(sentence, trigger, groups)
                or not self.participants.subject(sentence, trigger, groups)
                else "hire"
            )
        if (
            "hire" in kinds
            and self.participants.organization_before(sentence, trigger, groups)
            and self.participants.group_after(trigger.end, sentence.end, groups)
        ):
            return "hire"
        if "dismiss" in kinds and "leave" in kinds:
            return "dismiss" if self.participants.organization_before(sentence, trigger, groups) else "leave"
        if "lose" in kinds and "leave" in kinds and self.participants.organization_before(sentence, trigger, groups):
            return "lose"
        if "leave" in kinds and "join" in kinds:
            return "move"
        order = (
            "dismiss_passive",
            "hire_passive",
            "join",
            "become",
            "return",
            "leave",
            "found",
            "former",
            "now",
            "spend",
            "lose",
            "dismiss",
        )
        return next((kind for kind in order if kind in kinds), kinds[0])

    def _own_act(
        self, sentence: Span, trigger: Cue, kind: str, groups: list[list[Mention]], low: int, high: int
    ) -> list[VerbStatement]:
        """Somebody leaves, joins, returns, founds, was hired or dismissed, worked, or works now."""
        people = self.participants.subject(sentence, trigger, groups)
        if not people:
            return []
        if kind == "found" and (
            self.participants.is_preceded(people[0], sentence, "by")
            or self.participants.is_founded_by(sentence, trigger, people)
        ):
            return self.organization_verbs.founded_by(sentence, trigger, kind, groups, low, high)
        titles = titles_in(self.article, trigger.end, min(sentence.end, trigger.end + TITLE_REACH))
        if kind == "become" and not titles:
            return []
        after = self._after(trigger, high)
        before = self._before(sentence, trigger, people, low)
        if trigger.has("final") and before:
            after = []
        if kind == "found" and after and self._stands_at(trigger, after[0][0]):
            # "started last week at OpenAI", but "created the o-series at OpenAI"
            if not trigger.phrase.startswith("start"):
                return []
            kind = "join"
        if kind in {"found", "spend"}:
            # Nobody founds "the company", and where somebody was before has a name.
            after, before = (
                [(o, p) for o, p in side if o.start not in self.participants.companies(sentence)]
                for side in (after, before)
            )
        if kind in {"leave", "dismiss_passive", "spend"}:
            left, joined = self._sides_of_leaving(sentence, trigger, people, after, before, kind)
        else:
            left, joined = self._sides_of_joining(sentence, trigger, people, after, before, kind)
        if kind == "now" and (joined is None or not self._is_now_there(trigger, people, joined)):
            return []
        event = {
            "leave": "departure",
            "dismiss_passive": "departure",
            "join": "hire",
            "become": "hire",
            "hire_passive": "hire",
            "return": "return",
            "found": "founding",
            "move": "departure" if left else "hire",
        }.get(kind, "")
        if kind == "spend" and left is None:
            return []
        if left is None and joined is None:
            return []
        if kind in {"join", "become", "return", "found", "hire_passive"} and joined is None:
            return []
        # "founded Acme with Jane Doe", who may come from elsewhere.
        companions = self.participants.companions(sentence, people, groups) if kind == "found" else []
        left_side = self.cells.left_side(sentence, trigger, left, people, low, high, kind) if left else None
        joined_side = self.cells.joined_side(sentence, trigger, joined, left, low, high, kind) if joined else None
        return [
            VerbStatement(
                person,
                left_side if person in people else None,
                joined_side,
                event,
                is_proposed=kind != "spend",
                is_denied=self.clauses.is_negated(sentence, trigger),
            )
            for person in [*people, *companions]
        ]

    def _is_now_there(self, trigger: Cue, people: list[Mention], joined: Mention) -> bool:
        """ "Jane Doe, now at Meta", "she is now chief scientist of": nothing else between the three."""
        text = self.article.text
        if people[-1].end <= trigger.start:
            gap = text[people[-1].end : trigger.start]
            words = fold(gap).split()
            # "… has left Google and now works at Meta"
            and_ = {fold(word) for word in self.article.language.words("prepositions", "and")}
            continues = not and_.isdisjoint(words[-2:])
            has_title = bool(titles_in(self.article, people[-1].end, trigger.start))
            if len(gap) > NEGATION_REACH and not has_title and not continues:
                return False
        if self._is_verb_final() and self.article.triggers(joined.end, joined.end + NEGATION_REACH, "leave", "final"):
            # "ist bei Google ausgeschieden"
            return False
        gap = text[trigger.end : joined.start]
        has_preposition = self.article.preposition(joined, trigger.start) in {"at", "to"} or len(gap.strip()) <= 2
        return (
            joined.start >= trigger.end and not BREAKS.search(gap) and len(gap) <= 2 * TITLE_REACH and has_preposition
        )

    def _after(self, trigger: Cue, high: int) -> list[tuple[Mention, str]]:
        """Organizations behind the verb, each with its preposition; "the company" if none is named."""
        article = self.article
        found = [
            (organization, preposition)
            for organization in article.organizations(trigger.end, high)
            if (preposition := article.preposition(organization, trigger.end - 1)) == "to"
            or not self.participants.is_of_another(trigger.end, organization)
        ]
        if not trigger.has("hire_passive", "dismiss_passive"):
            # "Her departure was first reported by Reuters."
            found = [
                (organization, preposition)
                for organization, preposition in found
                if preposition != "by" and not (trigger.has("departure") and fold(organization.name) in media_names())
            ]
        company = self.participants.company(trigger.end, high, is_left=trigger.has("leave") and not trigger.has("join"))
        return found or ([company] if company else [])

    def _before(self, sentence: Span, trigger: Cue, people: list[Mention], low: int) -> list[tuple[Mention, str]]:
        """Organizations between the subject and its verb, or right before the subject."""
        text = self.article
        begin = max(low, people[-1].end) if people[-1].end <= trigger.start else low
        found = [
            (organization, text.preposition(organization, begin))
            for organization in text.organizations(begin, trigger.start)
        ]
        if trigger.has("leave") and not trigger.has("join"):
            # "Jane Doe, who had come from IBM, has resigned": not from IBM.
            found = [
                (organization, preposition)
                for organization, preposition in found
                if preposition not in {"from", "to"}
                or not self.participants.is_in_relative_clause(sentence, organization, trigger)
            ]
        company = self.participants.company(
            begin, trigger.start, is_left=trigger.has("leave") and not trigger.has("join")
        )
        return found or ([company] if company else [])

    def _sides_of_leaving(
        self,
        sentence: Span,
        trigger: Cue,
        people: list[Mention],
        after: list[tuple[Mention, str]],
        before: list[tuple[Mention, str]],
        kind: str,
    ) -> tuple[Mention | None, Mention | None]:
        left = joined = None
        for organization, preposition in after:
            if preposition == "to" and left is None and self.article.has(trigger.start, trigger.end, "farewell"):
                left = organization
            elif preposition == "to" and kind != "spend" and joined is None:
                joined = organization
            elif left is None and preposition != "to":
                left = organization
            elif (
                kind == "leave"
                and joined is None
                and left
                and preposition == "at"
                and self._has_purpose(left.end, organization.start)
            ):
                joined = organization
            elif kind == "leave" and left is None:
                left = organization
        for organization, preposition in reversed(before) if kind == "spend" else before:
            if preposition == "to" and joined is None and kind == "leave":
                joined = organization
            elif left is None and preposition != "to":
                left = organization
        if left is None and kind != "spend":
            attribute = self.participants.attribute(sentence, people)
            left = attribute if attribute and (joined is None or attribute.key != joined.key) else None
        if left is None and kind in {"leave", "dismiss_passive"} and joined is None:
            left = self.participants.context_organization(sentence, trigger, people)
        if left is not None and joined is not None and left.key == joined.key:
            joined = None
        return left, joined

    def _has_purpose(self, start: int, end: int) -> bool:
        """ "to become chief scientist at": a title or another "to" between two organizations."""
        return not self.article.people(start, end) and (
            bool(titles_in(self.article, start, end)) or self.article.has(start, end, "to")
        )

    def _sides_of_joining(
        self,
        sentence: Span,
        trigger: Cue,
        people: list[Mention],
        after: list[tuple[Mention, str]],
        before: list[tuple[Mention, str]],
        kind: str,
    ) -> tuple[Mention | None, Mention | None]:
        left = joined = None
        for organization, preposition in after:
            if kind == "found" and organization.prefix and preposition == "to":
                # "founded Acme and sold it to Nvidia"
                continue
            is_before = kind in {"join", "return"} and organization.end <= people[0].start
            if is_before and self._is_attribute(trigger, organization):
                # "Named chief scientist of Acme, Jane Doe …", but "Return to Italy two researchers of Acme, A and B".
                if trigger.has("hire"):
                    joined = joined or organization
                else:
                    left = left or organization
                continue
            is_former = self.article.has(
                trigger.end, organization.start, "former", "leave"
            ) and not self.article.people(trigger.end, organization.start)
            if (preposition == "from" and kind not in {"found", "become", "hire_passive"}) or is_former:
                left = left or organization
            elif joined is None:
                joined = organization
        for organization, preposition in before:
            if preposition == "from" and kind != "hire_passive":
                left = left or organization
            elif (joined is None and kind == "hire_passive" and preposition in {"from", "by"}) or (
                joined is None and (kind != "now" and (preposition == "to" or trigger.has("final")))
            ):
                joined = organization
            elif (
                left is None
                and kind in {"join", "become", "move", "hire_passive"}
                and titles_in(self.article, people[-1].end, organization.start + 1)
            ):
                left = organization
        if joined is None and kind in {"join", "become"}:
            joined = self.participants.understood_employer(sentence, people, left)
        if left is None and kind in {"join", "become", "move", "hire_passive", "return"}:
            left = self.participants.origin_by_length(sentence.start, sentence.end)
        if left is None and kind == "found":
            left = self.participants.origin_by_length(sentence.start, trigger.start)
        if left is None and kind in {"join", "become", "move", "hire_passive", "now"}:
            attribute = self.participants.attribute(sentence, people)
            if attribute and (joined is None or attribute.key != joined.key):
                left = attribute
        if left is not None and joined is not None and left.key == joined.key:
            left = None
        return left, joined

    def _stands_at(self, trigger: Cue, organization: Mention) -> bool:
        words = fold(self.article.text[trigger.end : organization.start]).split()
        return bool(words) and words[-1] in map(fold, self.article.language.words("prepositions", "at"))

    def _is_attribute(self, trigger: Cue, organization: Mention) -> bool:
        """ "Return to Italy two researchers at xAI, A and B": behind a verb, the organization of a title before its people."""
        titles = titles_in(self.article, trigger.end, organization.start)
        return bool(titles) and len(self.article.text[titles[-1].end : organization.start].split()) <= 1

    def _is_verb_final(self) -> bool:
        return self.article.language.code == "de"

    def _dismissal(
        self, sentence: Span, trigger: Cue, _kind: str, groups: list[list[Mention]], low: int, high: int
    ) -> list[VerbStatement]:
        left = self.participants.organization_before(sentence, trigger, groups)
        people = self.participants.group_after(trigger.end, high + 1, groups)
        if not people:
            return self._own_act(sentence, trigger, "dismiss_passive", groups, low, high)
        if left is None:
            return []
        side = self.cells.left_side(sentence, trigger, left, people, trigger.end, high, "dismiss")
        return [
            VerbStatement(person, side, None, "departure", is_denied=self.clauses.is_negated(sentence, trigger))
            for person in people
        ]
