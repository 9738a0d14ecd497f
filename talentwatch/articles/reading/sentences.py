"""Rows from running text: who does what, told by the verbs of a sentence and the words around the names."""

import itertools
import re
from dataclasses import dataclass, replace

from talentwatch.articles.reading.article import Article
from talentwatch.articles.reading.cues import TRIGGERS, Cue, Title
from talentwatch.articles.reading.folding import fold
from talentwatch.articles.reading.layout import Span
from talentwatch.articles.reading.mentions import Mention
from talentwatch.articles.reading.moves import ANNOUNCED, DENIED, MAX_PASSAGE, REPORTED, RUMOURED, Move, Side
from talentwatch.articles.reading.title_phrases import titles_in

VERBS = tuple(kind for kind in TRIGGERS if kind not in {"former", "spend", "now"})
ARROW = re.compile(r"→|➔|➜|⟶|->|=>|⇒|>>")
MAX_AGE = 2
NEGATION_REACH = 22
CLAUSE_END = re.compile(
    r"[;；。]|, (?:while|whereas|mentre|während|tandis que|mientras)|,? (?:while|whereas|mentre|wohingegen|tandis que|mientras que) |，而|, בעוד|, ואילו"
)
TITLE_REACH = 45
BREAKS = re.compile(r"[.;:()\n，。；：（）]")


@dataclass
class Context:
    """What the sentences before were about: pronouns and "the company" refer to it."""

    subject: list[Mention]
    organization: Mention | None = None
    last: list[Move] | None = None
    end: int = 0  # of the sentence before
    age: int = 0  # sentences since somebody was named


@dataclass(frozen=True)
class Frame:
    """What one verb says of one person."""

    person: Mention
    left: Side | None = None
    joined: Side | None = None
    event: str = ""
    is_proposed: bool = True
    is_denied: bool = False
    place: int = 0


class SentenceReader:
    """Reads one sentence after the other."""

    def __init__(self, article: Article) -> None:
        self.article = article
        self.context = Context([])

    def read(self, sentence: Span) -> list[Move]:
        article = self.article
        start, end = sentence.start, sentence.end
        people = article.people(start, end)
        groups = self._groups(people)
        triggers = self._triggers(start, end)
        frames: list[Frame] = []
        arrow = self._arrow(sentence, people)
        if arrow:
            frames = arrow
        else:
            for number, trigger in enumerate(triggers):
                frames += self._frames(sentence, trigger, triggers, number, groups)
            frames += self._verbless(sentence, groups, triggers)
            frames += self._also(sentence, groups, frames)
        moves = self._continued(sentence, self._moves(sentence, frames))
        self._remember(sentence, groups, moves)
        return moves

    # Who

    def _groups(self, people: list[Mention]) -> list[list[Mention]]:
        """People named in one breath: A, B and C."""
        groups: list[list[Mention]] = []
        for person in people:
            if groups and self._is_enumeration(groups[-1][-1].end, person.start - len(person.prefix)):
                groups[-1].append(person)
            elif (
                groups
                and person.key == groups[-1][-1].key
                and self.article.text[groups[-1][-1].end : person.start].strip() in {"(", "（"}
            ):
                # The same name in two scripts.
                continue
            else:
                groups.append([person])
        return groups

    def _is_enumeration(self, end: int, start: int) -> bool:
        gap = fold(self.article.text[end:start]).strip()
        words = {fold(word) for word in self.article.language.words("prepositions", "and")}
        bare = re.sub(r"\([^)]{0,60}\)", "", gap).strip()
        if bare in {",", "、", "，"} | words or (
            bare == "" and self.article.language.code == "he" and self.article.text[start : start + 1] == "ו"
        ):
            return "(" not in gap or not self.article.organizations(end, start)
        return bare.strip(" ,") in words

    def _triggers(self, start: int, end: int) -> list[Cue]:
        found = self.article.triggers(start, end, *TRIGGERS)
        return [
            cue
            for cue in found
            if not (
                cue.has("former")
                and cue.phrase == "ex"
                and not cue.has(*VERBS)
                and self.article.text[cue.end : cue.end + 1].isalpha()
            )
        ]

    # What a verb says

    def _frames(
        self, sentence: Span, trigger: Cue, triggers: list[Cue], number: int, groups: list[list[Mention]]
    ) -> list[Frame]:
        kind = self._kind(sentence, trigger, groups)
        if not kind or kind == "stay" or self._is_rejected(sentence, trigger, triggers, number):
            return []
        denied = self._is_negated(sentence, trigger)
        if denied and not self.article.has(sentence.start, sentence.end, "denial"):
            return []
        low, high = self._reach(sentence, trigger, triggers, number, groups)
        read = {
            "former": self._former,
            "hire": self._hire,
            "lose": self._lose,
            "dismiss": self._dismissal,
            "found_passive": self._founded_by,
        }.get(kind, self._own_act)
        return [replace(frame, place=trigger.start) for frame in read(sentence, trigger, kind, groups, low, high)]

    def _kind(self, sentence: Span, trigger: Cue, groups: list[list[Mention]]) -> str:
        """What the verb means here, if it can mean several things: an organization appoints, a person is appointed."""
        kinds = [kind for kind in TRIGGERS if trigger.has(kind)]
        if kinds == ["lose"] and not self._organization_before(sentence, trigger, groups):
            return "leave"
        if kinds == ["hire"] and self._is_passive(sentence, trigger, groups):
            return "hire_passive"
        if len(kinds) == 1:
            return (
                kinds[0]
                if kinds[0] != "hire"
                or self._organization_before(sentence, trigger, groups)
                or not self._subject(sentence, trigger, groups)
                else "hire"
            )
        if (
            "hire" in kinds
            and self._organization_before(sentence, trigger, groups)
            and self._group_after(trigger.end, sentence.end, groups)
        ):
            return "hire"
        if "dismiss" in kinds and "leave" in kinds:
            return "dismiss" if self._organization_before(sentence, trigger, groups) else "leave"
        if "lose" in kinds and "leave" in kinds and self._organization_before(sentence, trigger, groups):
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

    def _organization_before(self, sentence: Span, trigger: Cue, groups: list[list[Mention]]) -> Mention | None:
        """The organization that is the subject of the verb: no person stands between."""
        found = [
            organization
            for organization in self.article.organizations(sentence.start, trigger.start)
            if self.article.preposition(organization, sentence.start) not in {"from", "by"}
        ]
        found = [
            organization for organization in found if not self.article.preposition(organization, sentence.start)
        ] or found
        last_person = max((group[-1].end for group in groups if group[-1].end <= trigger.start), default=-1)
        if found and last_person > found[-1].end:
            # "Meta's chief Zuckerberg hired …": whoever acts for the organization.
            between_ = self.article.text[found[-1].end : last_person]
            if (
                len(between_) > TITLE_REACH
                or not titles_in(self.article, found[-1].end, last_person)
                or BREAKS.search(between_)
            ):
                return None
        return found[-1] if found else None

    def _is_passive(self, sentence: Span, trigger: Cue, groups: list[list[Mention]]) -> bool:
        """In German: a person first, then "von" an organization, then the participle."""
        before = [group for group in groups if group[-1].end <= trigger.start]
        if not trigger.has("final") or not before:
            return False
        organizations = self.article.organizations(before[-1][-1].end, trigger.start)
        return any(self.article.preposition(o, sentence.start) in {"from", "by"} for o in organizations)

    def _group_after(self, start: int, end: int, groups: list[list[Mention]]) -> list[Mention]:
        return next((group for group in groups if group[0].start >= start and group[0].start < end), [])

    def _subject(self, sentence: Span, trigger: Cue, groups: list[list[Mention]]) -> list[Mention]:
        """Who acts: the nearest people before the verb, or right behind it, or those of whom the last sentence was."""
        before = [group for group in groups if group[-1].end <= trigger.start]
        listed = self._group_after(trigger.end, sentence.end, groups)
        # As in: those who have joined the start-up are A, B and C.
        if len(listed) > 1 and re.fullmatch(r"[^,.;]{0,12}[,:：] ", self.article.text[trigger.end : listed[0].start]):
            return listed
        candidates = [group for group in before if not self._is_object(sentence, group)]
        if candidates or before:
            return (candidates or before)[-1]
        after = self._group_after(trigger.end, sentence.end, groups)
        if after:
            gap = self.article.text[trigger.end : after[0].start]
            if not CLAUSE_END.search(gap) and not self.article.triggers(trigger.end, after[0].start, *VERBS):
                return after
        if groups or trigger.has("departure"):
            return []
        is_pronoun = any(
            (cue.start - sentence.start <= NEGATION_REACH or trigger.start - cue.end <= NEGATION_REACH)
            and not re.search(r"[:;]", self.article.text[cue.end : trigger.start])
            for cue in self.article.triggers(
                sentence.start, trigger.start, "together" if len(self.context.subject) > 1 else "pronoun"
            )
        )
        return self.context.subject if is_pronoun or self._has_no_subject(sentence, trigger) else []

    def _has_no_subject(self, sentence: Span, trigger: Cue) -> bool:
        """Languages that leave the pronoun out: the sentence begins with its verb, or with a date."""
        article = self.article
        head = article.text[sentence.start : trigger.start]
        for date in article.dates:
            if sentence.start <= date.start and date.end <= trigger.start:
                head = head.replace(article.text[date.start : date.end], "")
        words = [word for word in re.findall(r"\w+", fold(head)) if word not in article.language.stop_words]
        is_same_paragraph = "\n" not in article.text[self.context.end : sentence.start]
        return article.language.code in {"it", "es", "he", "zh"} and len(words) <= 1 and is_same_paragraph

    def _is_object(self, sentence: Span, group: list[Mention]) -> bool:
        first = group[0]
        before = fold(
            self.article.text[
                max(sentence.start, first.start - len(first.prefix) - 14) : first.start - len(first.prefix)
            ]
        ).rstrip()
        words = (
            fold(word)
            for word in (
                "with",
                "alongside",
                "under",
                "with",
                "mit",
                "avec",
                "con",
                "unter",
                "sotto",
                "bajo",
                "עם",
                "to",
                "via",
            )
        )
        return any(before.endswith(f" {word}") or before == word for word in words)

    def _reach(
        self, sentence: Span, trigger: Cue, triggers: list[Cue], number: int, groups: list[list[Mention]]
    ) -> tuple[int, int]:
        """The part of the sentence that belongs to a verb: up to the next verb or the next subject."""
        end = sentence.end
        for cue in triggers[number + 1 :]:
            if cue.has(*VERBS, "spend", "now") and cue.start >= trigger.end:
                end = cue.start
                subject = [group for group in groups if trigger.end <= group[0].start and group[-1].end <= cue.start]
                if subject and not trigger.has("hire", "lose", "dismiss", "found_passive"):
                    end = min(end, subject[-1][0].start)
                break
        if clause := CLAUSE_END.search(self.article.text, trigger.end, end):
            end = clause.start()
        start = sentence.start
        for cue in reversed(triggers[:number]):
            if cue.has(*VERBS, "spend", "now") and cue.end <= trigger.start:
                start = cue.end
                break
        for clause in CLAUSE_END.finditer(self.article.text, start, trigger.start):
            start = clause.end()
        return start, end

    def _is_negated(self, sentence: Span, trigger: Cue) -> bool:
        article = self.article
        begin = max(sentence.start, trigger.start - NEGATION_REACH)
        found = [
            cue
            for cue in article.triggers(begin, trigger.start + 1, "negation")
            if not re.search(r"[,.;，]", article.text[cue.end : trigger.start])
        ]
        if article.language.code == "de" and not found:
            found = [
                cue
                for cue in article.triggers(
                    trigger.end, min(sentence.end, trigger.end + 2 * NEGATION_REACH), "negation"
                )
                if not re.search(r"[,.;]", article.text[trigger.end : cue.start])
            ]
        if found:
            return True
        denials = list(article.triggers(sentence.start, sentence.end, "denial"))
        return bool(denials)

    def _is_rejected(self, sentence: Span, trigger: Cue, triggers: list[Cue], number: int) -> bool:
        """turned down an offer to join …"""
        for cue in triggers[:number]:
            if (
                cue.has("stay")
                and trigger.start - cue.end <= 2 * TITLE_REACH
                and not self.article.people(cue.end, trigger.start)
                and not re.search(r"[,;，]", self.article.text[cue.end : trigger.start])
            ):
                return True
        return False

    # Kinds of verbs

    def _own_act(
        self, sentence: Span, trigger: Cue, kind: str, groups: list[list[Mention]], low: int, high: int
    ) -> list[Frame]:
        """Somebody leaves, joins, returns, founds, was hired or dismissed, worked, or works now."""
        people = self._subject(sentence, trigger, groups)
        if not people:
            return []
        if kind == "found" and (
            self._is_preceded(people[0], sentence, "by") or self._is_founded_by(sentence, trigger, people)
        ):
            return self._founded_by(sentence, trigger, kind, groups, low, high)
        titles = titles_in(self.article, trigger.end, min(sentence.end, trigger.end + TITLE_REACH))
        if kind == "become" and not titles:
            return []
        after = self._after(trigger, high)
        before = self._before(sentence, trigger, people, low)
        if trigger.has("final") and before:
            after = []
        if kind == "found":
            # Nobody founds "the company".
            after, before = (
                [(o, p) for o, p in side if o.start not in self._companies(sentence)] for side in (after, before)
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
        if kind == "leave" and left is None and joined is None:
            return []
        if kind in {"join", "become", "return", "found", "hire_passive"} and joined is None:
            return []
        left_side = self._left_side(sentence, trigger, left, people, low, high, kind) if left else None
        joined_side = self._joined_side(sentence, trigger, joined, left, low, high, kind) if joined else None
        return [
            Frame(
                person,
                left_side,
                joined_side,
                event,
                is_proposed=kind != "spend",
                is_denied=self._is_negated(sentence, trigger),
            )
            for person in people
        ]

    def _is_now_there(self, trigger: Cue, people: list[Mention], joined: Mention) -> bool:
        """ "Jane Doe, now at Meta", "she is now chief scientist of": nothing else between the three."""
        text = self.article.text
        if people[-1].end <= trigger.start:
            gap = text[people[-1].end : trigger.start]
            if len(gap) > NEGATION_REACH and not titles_in(self.article, people[-1].end, trigger.start):
                return False
        gap = text[trigger.end : joined.start]
        has_preposition = self.article.preposition(joined, trigger.start) in {"at", "to"} or len(gap.strip()) <= 2
        return (
            joined.start >= trigger.end and not BREAKS.search(gap) and len(gap) <= 2 * TITLE_REACH and has_preposition
        )

    def _after(self, trigger: Cue, high: int) -> list[tuple[Mention, str]]:
        """Organizations behind the verb, each with its preposition; "the company" if none is named."""
        article = self.article
        found = [(o, article.preposition(o, trigger.end - 1)) for o in article.organizations(trigger.end, high)]
        company = self._company(trigger.end, high)
        return found or ([company] if company else [])

    def _before(self, sentence: Span, trigger: Cue, people: list[Mention], low: int) -> list[tuple[Mention, str]]:
        """Organizations between the subject and its verb, or right before the subject."""
        text = self.article
        begin = max(low, people[-1].end) if people[-1].end <= trigger.start else low
        found = [
            (organization, text.preposition(organization, begin))
            for organization in text.organizations(begin, trigger.start)
        ]
        company = self._company(begin, trigger.start)
        return found or ([company] if company else [])

    def _companies(self, sentence: Span) -> set[int]:
        return {cue.start for cue in self.article.triggers(sentence.start, sentence.end, "company")}

    def _company(self, start: int, end: int) -> tuple[Mention, str] | None:
        """ "the company" is the organization that was named last."""
        cue = next(iter(self.article.triggers(start, end, "company")), None)
        if cue is None:
            return None
        earlier = self.article.organizations(max(0, cue.start - 2000), cue.start)
        known = self.context.organization if not earlier else earlier[-1]
        if known is None:
            return None
        stand_in = replace(known, start=cue.start, end=cue.end, prefix="")
        return stand_in, self.article.preposition(stand_in, start)

    def _attribute(self, sentence: Span, people: list[Mention]) -> Mention | None:
        """The organization of "OpenAI researcher Jane Doe", "Jane Doe of OpenAI", "OpenAI's Jane Doe"."""
        first, last = people[0], people[-1]
        before = self.article.organizations(max(sentence.start, first.start - TITLE_REACH), first.start)
        if before:
            gap = self.article.text[before[-1].end : first.start]
            has_title = bool(titles_in(self.article, before[-1].end - 1, first.start)) or bool(
                titles_in(self.article, max(sentence.start, before[-1].start - TITLE_REACH), before[-1].start)
            )
            if (
                not BREAKS.search(gap.replace(":", ""))
                and "," not in gap
                and (has_title or gap.strip() in {"'s", "’s", "的"})
                and not self.article.triggers(before[-1].end, first.start, *VERBS)
            ):
                return before[-1]
        after = self.article.organizations(last.end, min(sentence.end, last.end + TITLE_REACH + 20))
        if after and self.article.preposition(after[0], last.end) in {"at", "from"}:
            gap = self.article.text[last.end : after[0].start]
            if not self.article.triggers(last.end, after[0].start, *VERBS) and (
                titles_in(self.article, last.end, after[0].start) or len(gap) <= 14
            ):
                return after[0]
        return None

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
            if preposition == "to" and trigger.has("departure") and left is None:
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
        for organization, preposition in before:
            if preposition == "to" and joined is None and kind == "leave":
                joined = organization
            elif left is None and preposition != "to":
                left = organization
        if left is None and kind != "spend":
            attribute = self._attribute(sentence, people)
            left = attribute if attribute and (joined is None or attribute.key != joined.key) else None
        if left is None and kind in {"leave", "dismiss_passive"} and joined is None:
            left = self._context_organization(sentence, trigger)
        if left is not None and joined is not None and left.key == joined.key:
            joined = None
        return left, joined

    def _has_purpose(self, start: int, end: int) -> bool:
        """ "to become chief scientist at": a title or another "to" between two organizations."""
        return not self.article.people(start, end) and (
            bool(titles_in(self.article, start, end)) or self.article.has(start, end, "to")
        )

    def _context_organization(self, sentence: Span, trigger: Cue) -> Mention | None:
        company = self._company(sentence.start, sentence.end)
        if company:
            return company[0]
        earlier = self.article.organizations(sentence.start, trigger.start)
        if earlier:
            return earlier[-1]
        later = [
            o
            for o in self.article.organizations(trigger.end, sentence.end)
            if self.article.has(trigger.end, o.start, "spend", "former")
        ]
        later += [
            o
            for o in self.article.organizations(trigger.end, sentence.end)
            if self.article.preposition(o, trigger.end) == "at"
        ]
        return later[0] if later else self.context.organization

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
            is_former = self.article.has(trigger.end, organization.start, "former", "leave")
            if (preposition == "from" and kind not in {"found", "become", "hire_passive"}) or is_former:
                left = left or organization
            elif joined is None:
                joined = organization
        for organization, preposition in before:
            if preposition == "from" and kind != "hire_passive":
                left = left or organization
            elif (joined is None and kind == "hire_passive" and preposition in {"from", "by"}) or (
                joined is None and (kind != "now" and (preposition == "to" or self._is_verb_final()))
            ):
                joined = organization
            elif (
                left is None
                and kind in {"join", "become", "move", "hire_passive"}
                and titles_in(self.article, people[-1].end, organization.start + 1)
            ):
                left = organization
        if left is None and kind in {"join", "become", "move", "hire_passive", "return"}:
            left = self._origin_by_length(sentence.start, sentence.end)
        if left is None and kind == "found":
            left = self._origin_by_length(sentence.start, trigger.start)
        if left is None and kind in {"join", "become", "move", "hire_passive"}:
            attribute = self._attribute(sentence, people)
            if attribute and (joined is None or attribute.key != joined.key):
                left = attribute
        if left is not None and joined is not None and left.key == joined.key:
            left = None
        return left, joined

    def _origin_by_length(self, start: int, end: int) -> Mention | None:
        """ "after five years at DeepMind": the organization right behind a length of service."""
        article = self.article
        for length in article.lengths:
            if start <= length.start and length.end <= end:
                near = article.organizations(length.end, min(end, length.end + NEGATION_REACH + TITLE_REACH))
                if (
                    near
                    and near[0].start - length.end <= NEGATION_REACH
                    and article.preposition(near[0], length.end) in {"at", "from"}
                ):
                    return near[0]
        return None

    def _is_verb_final(self) -> bool:
        return self.article.language.code == "de"

    def _former(
        self, sentence: Span, trigger: Cue, _kind: str, groups: list[list[Mention]], _low: int, _high: int
    ) -> list[Frame]:
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
        side = self._with_title(
            Side(organization, (organization.start, organization.end)), titles[0] if titles else None
        )
        side = self._with_length(side, left_edge, right_edge + TITLE_REACH)
        return [Frame(person, side, None, "", is_proposed=False) for person in people]

    def _breaks_clause(self, start: int, end: int) -> bool:
        gap = self.article.text[start:end]
        return (
            end - start > 3 * TITLE_REACH
            or re.search(r"[.;\n。；]", gap) is not None
            or bool(self.article.triggers(start, end, *VERBS, "now"))
            or (gap.count(",") > 1)
        )

    def _hire(
        self, sentence: Span, trigger: Cue, _kind: str, groups: list[list[Mention]], low: int, high: int
    ) -> list[Frame]:
        article = self.article
        employer = self._organization_before(Span(sentence.start, sentence.end), trigger, groups)
        people = self._hired(sentence, trigger, groups)
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
            is_attribute = organization.end <= people[0].start
            if preposition == "from" or is_attribute or (article.language.code in {"zh", "he"} and preposition != "to"):
                left = organization
                break
            if (
                preposition in {"to", "at"}
                and employer is None
                and not article.has(trigger.end, organization.start, "former")
            ):
                employer = organization
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
        if left is None:
            attribute = self._attribute(sentence, people)
            left = attribute if attribute and (employer is None or attribute.key != employer.key) else None
        if left is None and employer is not None:
            left = self._founders_own(trigger, employer, people)
        if employer is None:
            company = self._company(sentence.start, trigger.start)
            employer = (
                company[0]
                if company
                else self.context.organization
                if not article.organizations(sentence.start, trigger.start)
                else None
            )
        if employer is None or (left and left.key == employer.key):
            return []
        joined_side = self._joined_side(sentence, trigger, employer, left, people[-1].end, high, "hire")
        left_side = self._left_side(sentence, trigger, left, people, trigger.end, high, "hire") if left else None
        if left_side and not left_side.title:
            titles = titles_in(article, trigger.end, people[0].start)
            left_side = self._with_title(left_side, titles[-1] if titles else None)
        return [
            Frame(person, left_side, joined_side, "hire", is_denied=self._is_negated(sentence, trigger))
            for person in people
        ]

    def _founders_own(self, trigger: Cue, employer: Mention, people: list[Mention]) -> Mention | None:
        """ "Meta invested in Scale AI and hired co-founder Alexandr Wang": a founder's company was named just before."""
        titles = titles_in(self.article, trigger.end, people[0].start)
        others = [o for o in self.article.organizations(employer.end, trigger.start) if o.key != employer.key]
        is_founder = (
            bool(titles) and titles[-1].role in {"founder", "executive"} and people[0].start - titles[-1].end <= 2
        )
        return others[-1] if others and is_founder else None

    def _hired(self, sentence: Span, trigger: Cue, groups: list[list[Mention]]) -> list[Mention]:
        """Who was hired: the first people behind the verb, and all behind a colon."""
        after = [group for group in groups if group[0].start >= trigger.end]
        if not after:
            before = [group for group in groups if group[-1].end <= trigger.start]
            is_final = self.article.language.code in {"de", "zh"}
            return before[-1] if before and is_final else []
        gap = self.article.text[trigger.end : after[0][0].start]
        if self.article.triggers(trigger.end, after[0][0].start, *VERBS) and ":" not in gap and "：" not in gap:
            return []
        people = list(after[0])
        for one, other in itertools.pairwise(after):
            between_ = self.article.text[one[-1].end : other[0].start]
            # A (OpenAI), B (Google) and C; or A, a researcher, and B.
            if (
                len(between_) > 2 * TITLE_REACH
                or self.article.triggers(one[-1].end, other[0].start, *VERBS)
                or not re.search(r"[,、，]|\b(?:and|e|und|et|y)\b", between_)
            ):
                break
            if BREAKS.search(re.sub(r"\([^)]*\)", "", between_)):
                break
            people += other
        return people

    def _lose(
        self, sentence: Span, trigger: Cue, _kind: str, groups: list[list[Mention]], _low: int, _high: int
    ) -> list[Frame]:
        article = self.article
        left = self._organization_before(sentence, trigger, groups)
        people = self._group_after(trigger.end, sentence.end, groups)
        if left is None or not people:
            return []
        others = [
            o
            for o in article.organizations(trigger.end, sentence.end)
            if o.key != left.key and article.preposition(o, trigger.end) in {"to", "at"}
        ]
        joined = others[0] if others else None
        left_side = self._left_side(sentence, trigger, left, people, trigger.end, sentence.end, "lose")
        joined_side = (
            self._joined_side(sentence, trigger, joined, left, people[-1].end, sentence.end, "lose") if joined else None
        )
        return [
            Frame(person, left_side, joined_side, "departure", is_denied=self._is_negated(sentence, trigger))
            for person in people
        ]

    def _dismissal(
        self, sentence: Span, trigger: Cue, _kind: str, groups: list[list[Mention]], low: int, high: int
    ) -> list[Frame]:
        left = self._organization_before(sentence, trigger, groups)
        people = self._group_after(trigger.end, high + 1, groups)
        if not people:
            return self._own_act(sentence, trigger, "dismiss_passive", groups, low, high)
        if left is None:
            return []
        side = self._left_side(sentence, trigger, left, people, trigger.end, high, "dismiss")
        return [
            Frame(person, side, None, "departure", is_denied=self._is_negated(sentence, trigger)) for person in people
        ]

    def _founded_by(
        self, sentence: Span, trigger: Cue, _kind: str, groups: list[list[Mention]], _low: int, high: int
    ) -> list[Frame]:
        article = self.article
        people = self._group_after(trigger.end, sentence.end, groups)
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
            founded = article.organizations(sentence.start, edge) or article.organizations(trigger.end, high)[:1]
        organization = founded[-1] if founded else self.context.organization
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
            side = self._with_title(side, titles[0])
        side = self._with_date(side, trigger.end, people[0].start if people[0].start > trigger.end else high)
        return [Frame(person, None, side, "founding") for person in people]

    # Without a verb

    def _arrow(self, sentence: Span, people: list[Mention]) -> list[Frame]:
        """Jane Doe: OpenAI → Meta."""
        arrow = ARROW.search(self.article.text, sentence.start, sentence.end)
        if not arrow or not people:
            return []
        before, after = (
            self.article.organizations(sentence.start, arrow.start()),
            self.article.organizations(arrow.end(), sentence.end),
        )
        if not after:
            return []
        left = Side(before[-1], (before[-1].start, before[-1].end)) if before else None
        joined = Side(after[0], (after[0].start, after[0].end))
        titles = titles_in(self.article, arrow.end(), sentence.end)
        joined = self._with_title(joined, titles[0] if titles else None)
        if left:
            left = self._with_date(left, sentence.start, sentence.end)
            earlier = titles_in(self.article, people[0].end, arrow.start())
            left = self._with_title(left, earlier[-1] if earlier else None)
        return [Frame(people[0], left, joined, "departure" if left else "hire")]

    def _verbless(self, sentence: Span, groups: list[list[Mention]], triggers: list[Cue]) -> list[Frame]:
        """ "Jane Doe (CTO at Mistral)", "Jane Doe (ex-OpenAI)", and "Jane Doe to Google" in an enumeration of moves."""
        article = self.article
        frames = []
        moves = [cue for cue in triggers if cue.has("join", "now", "leave", "hire", "return")]
        for number, group in enumerate(groups):
            end = groups[number + 1][0].start if number + 1 < len(groups) else sentence.end
            last = group[-1]
            rest = article.text[last.end : end]
            organizations = article.organizations(last.end, end)
            if not organizations:
                continue
            first = organizations[0]
            if rest.lstrip()[:1] in {"(", "（"}:
                close = min((p for p in (rest.find(")"), rest.find("）")) if p >= 0), default=-1)
                inside = last.end + close if close >= 0 else end
                if first.end > inside or article.has(last.end, inside, "former", "join", "now", *VERBS):
                    continue
                titles = titles_in(article, last.end, inside)
                if titles:
                    side = self._with_title(Side(first, (first.start, first.end)), titles[0])
                    frames.append(Frame(last, None, side, "", place=first.start))
            elif (
                moves
                and article.preposition(first, last.end) == "to"
                and len(article.text[last.end : first.start].split()) <= 3
                and not article.triggers(last.end, first.start, *TRIGGERS)
            ):
                frames.append(Frame(last, None, Side(first, (first.start, first.end)), "hire", place=first.start))
        return frames

    def _also(self, sentence: Span, groups: list[list[Mention]], frames: list[Frame]) -> list[Frame]:
        """ "…, and also Jane Doe": she did as those before her did."""
        article = self.article
        done = {frame.person.key for frame in frames if frame.is_proposed}
        added = []
        for group in groups:
            if group[0].key in done or not frames:
                continue
            cue = [
                c
                for c in article.triggers(max(sentence.start, group[0].start - 16), group[0].start, "also")
                if not article.text[c.end : group[0].start].strip(" ,")
            ]
            earlier = [frame for frame in frames if frame.place < group[0].start and frame.is_proposed]
            if not cue or not earlier:
                continue
            titles = titles_in(article, group[-1].end, min(sentence.end, group[-1].end + TITLE_REACH))
            for model in [frame for frame in earlier if frame.person.key == earlier[-1].person.key]:
                left = replace(model.left, title="", role="", title_place=None, months=0) if model.left else None
                joined = model.joined
                if joined and joined.role != "founder":
                    joined = replace(joined, title="", role="", title_place=None)
                if left and titles:
                    left = self._with_title(left, titles[0])
                added += [replace(model, person=person, left=left, joined=joined) for person in group]
        return added

    # Cells

    def _left_side(
        self, sentence: Span, trigger: Cue, organization: Mention, people: list[Mention], low: int, high: int, kind: str
    ) -> Side:
        article = self.article
        side = Side(organization, (organization.start, organization.end))
        nearby = titles_in(
            article,
            max(sentence.start, organization.start - TITLE_REACH),
            min(sentence.end, organization.end + TITLE_REACH),
        )
        near = [title for title in nearby if self._is_beside(title, organization, is_left=True)]
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
        side = self._with_title(side, chosen)
        begin = (
            max(sentence.start, low)
            if people[-1].end > trigger.start
            else min(people[0].start, max(sentence.start, low))
        )
        begin = (
            sentence.start if begin > trigger.start or not article.triggers(sentence.start, begin, *VERBS) else begin
        )
        if kind not in {"hire", "hire_passive", "found", "spend", "join", "become", "return"}:
            side = self._with_date(side, begin, high)
        side = self._with_length(side, begin, high)
        planned = article.has(
            max(sentence.start, trigger.start - TITLE_REACH), trigger.end, "plan"
        ) or self._is_announcement(sentence, trigger, kind)
        side = replace(side, is_over=not planned)
        return self._with_reason(side, sentence, kind)

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

    def _joined_side(
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
            side = self._with_title(side, chosen)
        if kind in {"join", "become", "return", "found", "hire_passive", "hire", "move"}:
            start = max(sentence.start, min(low, trigger.start)) if kind != "hire" else sentence.start
            leaves = article.triggers(sentence.start, sentence.end, "leave", "lose", "dismiss", "dismiss_passive")
            pure = [cue for cue in leaves if not cue.has("join") and cue is not trigger]
            if not pure or start > sentence.start or article.triggers(trigger.end, high, *VERBS) == []:
                begin_date = start if not pure else trigger.start
                side = self._with_date(side, begin_date, high if kind != "hire" else sentence.end)
        window = article.has(max(sentence.start, trigger.start - TITLE_REACH), trigger.end, "plan")
        return replace(side, is_over=not window)

    def _is_shared(self, trigger: Cue) -> bool:
        return trigger.phrase.startswith(("co", "联合", "共同", "mitge", "mitbe"))

    def _belongs_to(self, title: Title, organization: Mention) -> bool:
        return self._is_beside(title, organization, is_left=True)

    def _with_title(self, side: Side, title: Title | None) -> Side:
        if title is None:
            return side
        return replace(side, title=title.title, role=title.role, title_place=(title.start, title.end))

    def _with_date(self, side: Side, start: int, end: int) -> Side:
        article = self.article
        found = [
            date
            for date in article.dates
            # Announced on Tuesday: the day of the announcement.
            if start <= date.start
            and date.end <= end
            and date.date
            and not article.has(max(start, date.start - 12), date.start, "own_word", "other")
        ]
        return replace(side, date=found[0].date, date_place=(found[0].start, found[0].end)) if found else side

    def _with_length(self, side: Side, start: int, end: int) -> Side:
        found = [
            length for length in self.article.lengths if start <= length.start and length.end <= end and length.is_plain
        ]
        return replace(side, months=found[0].months, months_place=(found[0].start, found[0].end)) if found else side

    def _with_own_length(self, side: Side, sentence: Span) -> Side:
        """The length of service beside another mention of the organization: "before, he worked at OpenAI for six years"."""
        article = self.article
        organizations = article.organizations(sentence.start, sentence.end)
        for length in article.lengths:
            if length.is_plain and sentence.start <= length.start and length.end <= sentence.end and organizations:
                nearest = min(organizations, key=lambda o: min(abs(o.start - length.end), abs(length.start - o.end)))
                if nearest.key == side.organization.key:
                    return replace(side, months=length.months, months_place=(length.start, length.end))
        return side

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

    # Together

    def _moves(self, sentence: Span, frames: list[Frame]) -> list[Move]:
        """The frames of each person, in their order, as rows: what was left, then what was joined."""
        by_person: dict[str, list[Frame]] = {}
        for frame in sorted(frames, key=lambda frame: frame.place):
            by_person.setdefault(frame.person.key, []).append(frame)
        moves: list[Move] = []
        for own in by_person.values():
            rows: list[list[Frame]] = []
            for number, frame in enumerate(own):
                fits = rows and self._fits(rows[-1], frame, own[number + 1 :])
                if fits:
                    rows[-1].append(frame)
                else:
                    rows.append([frame])
            moves += [self._move(sentence, row) for row in rows]
        return moves

    @staticmethod
    def _fits(row: list[Frame], frame: Frame, rest: list[Frame]) -> bool:
        left = next((f.left for f in row if f.left), None)
        joined = next((f.joined for f in row if f.joined), None)
        if frame.left and left and frame.left.organization.key != left.organization.key:
            return False
        if frame.joined and joined and frame.joined.organization.key != joined.organization.key:
            return False
        if frame.left and joined and frame.left.organization.key == joined.organization.key:
            return False
        if frame.joined and left and frame.joined.organization.key == left.organization.key:
            return False
        # Founded A, spent years at B, joined C: B belongs to C.
        later = next((f.joined for f in rest if f.joined), None)
        return not (
            frame.left
            and not frame.joined
            and joined
            and not left
            and later
            and later.organization.key != joined.organization.key
        )

    def _move(self, sentence: Span, row: list[Frame]) -> Move:
        left = joined = None
        # What a verb of leaving says counts more than what was said in passing.
        for frame in sorted(row, key=lambda frame: not frame.is_proposed):
            left = left.filled_from(frame.left) if left and frame.left else left or frame.left
            joined = joined.filled_from(frame.joined) if joined and frame.joined else joined or frame.joined
        if left and not left.months:
            left = self._with_own_length(left, sentence)
        events = [frame.event for frame in row if frame.event and frame.is_proposed]
        event = next((e for e in ("return", "founding", "departure") if e in events), events[0] if events else "")
        if (
            left
            and not any(frame.left and frame.left.is_over is False for frame in row)
            and joined
            and not joined.is_over
            and event == "hire"
        ):
            pass
        passage = (sentence.start, min(sentence.end, sentence.start + MAX_PASSAGE))
        places = [row[0].person.start, *(side.place[0] for side in (left, joined) if side)]
        if max(places) >= passage[1]:
            first = max(sentence.start, min(place for place in places) - 20)
            passage = (first, min(sentence.end, first + MAX_PASSAGE))
        return Move(
            row[0].person,
            passage,
            left,
            joined,
            self._stance(sentence, row),
            event,
            is_proposed=any(frame.is_proposed for frame in row),
        )

    def _continued(self, sentence: Span, moves: list[Move]) -> list[Move]:
        """ "She has left Apple. She joins Anthropic." is one row, if the next sentence names nobody."""
        last = self.context.last or []
        if not last or self.article.people(sentence.start, sentence.end):
            return moves
        earlier = {move.person.key: move for move in last if move.left and not move.joined and move.stance != DENIED}
        continued = []
        for move in moves:
            before = earlier.get(move.person.key)
            left = before.left if before else None
            keys = {side.organization.key for side in (left, move.left) if side}
            if (
                not (before and left and move.joined and move.stance != DENIED and len(keys) == 1)
                or move.joined.organization.key in keys
            ):
                continued.append(move)
            else:
                fits = sentence.end - before.passage[0] <= MAX_PASSAGE
                passage = (before.passage[0], sentence.end) if fits else move.passage
                left = left.filled_from(move.left) if move.left else left
                continued.append(replace(move, left=left, passage=passage, event=before.event or move.event))
        return continued

    def _stance(self, sentence: Span, row: list[Frame]) -> str:
        article = self.article
        if any(frame.is_denied for frame in row):
            return DENIED
        if article.has(sentence.start, sentence.end, "rumour"):
            return RUMOURED
        return ANNOUNCED if article.has(sentence.start, sentence.end, "own_word") else REPORTED

    def _is_founded_by(self, sentence: Span, trigger: Cue, people: list[Mention]) -> bool:
        """In German: the start-up first, then "von" and people, then the participle."""
        founded = self.article.organizations(sentence.start, people[0].start)
        return trigger.has("final") and bool(founded) and self.article.has(founded[0].end, people[0].start, "by")

    def _is_preceded(self, person: Mention, sentence: Span, kind: str) -> bool:
        return self.article.preposition(person, sentence.start) == kind or (
            kind == "by"
            and person.prefix == ""
            and any(
                cue.has("by") and cue.end + 1 >= person.start
                for cue in self.article.triggers(max(sentence.start, person.start - 12), person.start, "by")
            )
        )

    def _remember(self, sentence: Span, groups: list[list[Mention]], moves: list[Move]) -> None:
        organizations = self.article.organizations(sentence.start, sentence.end)
        if moves:
            self.context.subject = (
                [move.person for move in moves][:6] if len({m.person.key for m in moves}) > 1 else [moves[0].person]
            )
        elif groups:
            self.context.subject = groups[0]
        self.context.age = 0 if moves or groups else self.context.age + 1
        if self.context.age > MAX_AGE:
            self.context.subject = []
        side = (moves[-1].joined or moves[-1].left) if moves else None
        if side:
            self.context.organization = side.organization
        elif organizations:
            self.context.organization = organizations[0]
        self.context.last = moves
        self.context.end = sentence.end
