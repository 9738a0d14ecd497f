"""Verbs whose subject is a person, who leaves, joins, returns, founds, was hired or dismissed, worked, or works now."""

import re
from dataclasses import replace

from talentwatch.articles.reading.affiliations import affiliation
from talentwatch.articles.reading.article import Article
from talentwatch.articles.reading.cells import SideReader, side_of
from talentwatch.articles.reading.clauses import Clause, is_negated
from talentwatch.articles.reading.company_references import CompanyReferences
from talentwatch.articles.reading.cues import between
from talentwatch.articles.reading.date_expressions import DateExpression
from talentwatch.articles.reading.folding import fold
from talentwatch.articles.reading.mentions import Mention
from talentwatch.articles.reading.move_organizations import MoveOrganizations, OrganizationFinder
from talentwatch.articles.reading.participants import Participants
from talentwatch.articles.reading.title_phrases import titles_in
from talentwatch.articles.reading.verb_statements import BREAKS, NEGATION_REACH, TITLE_REACH, VERBS, VerbStatement
from talentwatch.dates import UNKNOWN

EVENTS = {
    "leave": "departure",
    "dismiss_passive": "departure",
    "join": "hire",
    "become": "hire",
    "lead": "hire",
    "hire_passive": "hire",
    "return": "return",
    "found": "founding",
}
KINDS_OF_LEAVING = frozenset({"leave", "dismiss_passive", "spend"})
KINDS_OF_JOINING = frozenset({"join", "become", "move", "return", "found"})
MIN_WORDS_OF_OFFICE, MAX_WORDS_OF_OFFICE = 3, 2  # of the verb with its noun; behind it
DATE_REACH, NEWS_DAYS = 40, 400  # characters between a verb and its date; days that somebody's start is news
MAX_ARTICLE = 4  # letters and spaces: "since the 2nd of May"
MAX_WORDS_AT_WORK = 5  # "the research of"
NEED_LEFT = frozenset({"spend"})
NEED_JOINED = frozenset({"join", "become", "lead", "return", "found", "now"})


class PersonVerbReader:
    def __init__(
        self, article: Article, participants: Participants, references: CompanyReferences, cells: SideReader
    ) -> None:
        self.article = article
        self.participants = participants
        self.references = references
        self.organizations = OrganizationFinder(article, references)
        self.cells = cells

    def statements(self, clause: Clause, kind: str) -> list[VerbStatement]:
        people = self.participants.subject(clause)
        if not people or (kind == "become" and not self._has_title_behind(clause)):
            return []
        if kind == "work":
            return self._at_work(clause, people)
        if kind == "leave" and self._leaves_place(clause, people):
            return []
        behind = self.organizations.behind(clause)
        before = self.organizations.before(clause, people)
        if clause.trigger.has("final") and before:
            behind = []
        if kind == "found" and behind and self._stands_at(clause, behind[0][0]):
            # "started last week at OpenAI", but "created the o-series at OpenAI"
            if not clause.trigger.phrase.startswith("start"):
                return []
            kind = "join"
        if kind in {"found", "spend"}:
            # Nobody founds "the company", and where somebody was before has a name.
            stand_ins = self.references.starts(clause.sentence)
            behind = [(one, preposition) for one, preposition in behind if one.start not in stand_ins]
            before = [(one, preposition) for one, preposition in before if one.start not in stand_ins]
        if kind == "spend" and (move := self._way(clause, behind)):
            return self._of_all(clause, "move", people, move)
        find = self.organizations.of_leaving if kind in KINDS_OF_LEAVING else self.organizations.of_joining
        organizations = find(clause, people, behind, before, kind)
        if not self._is_complete(clause, kind, people, organizations):
            return []
        statements = self._of_all(clause, kind, people, organizations)
        statements += self._second(clause, kind, people, organizations, behind)
        if people[-1].end <= clause.trigger.start and organizations.joined and kind in KINDS_OF_JOINING:
            for partners in self.participants.partners(clause, people):
                own = self._own_origin(clause, partners, organizations.joined)
                own_organizations = MoveOrganizations(own, organizations.joined)
                statements = [*self._of_all(clause, kind, partners, own_organizations), *statements]
        return statements

    def _way(self, clause: Clause, behind: list[tuple[Mention, str]]) -> MoveOrganizations | None:
        """ "comes from Google to Meta": a verb of background that ends in "from", with where somebody goes."""
        article, language = self.article, self.article.language
        from_ = {fold(word).split()[-1] for word in language.words("prepositions", "from")}
        if len(behind) != 2 or clause.trigger.phrase.split()[-1] not in from_:
            return None
        (left, _), (joined, preposition) = behind
        gaps = article.text[clause.trigger.end : left.start], article.text[left.end : joined.start]
        is_bare = len(gaps[0].split()) <= 1 and len(gaps[1].split()) <= MAX_WORDS_OF_OFFICE
        is_way = is_bare and not any(re.search(r"[,:;(]", gap) for gap in gaps) and preposition in {"to", "at"}
        return MoveOrganizations(left, joined) if is_way else None

    def _second(
        self,
        clause: Clause,
        kind: str,
        people: list[Mention],
        organizations: MoveOrganizations,
        behind: list[tuple[Mention, str]],
    ) -> list[VerbStatement]:
        """ "left Meta in 2020 and Google in 2022": another organization with its own date."""
        article = self.article
        first = organizations.left if kind == "leave" else organizations.joined if kind == "join" else None
        others = [one for one, _ in behind if first and one.start > first.end]
        if not first or not others or first.start < clause.trigger.end:
            return []
        other = others[0]
        dates = between(article.dates, first.end, clause.end)
        if len(dates) != 2 or not dates[0].end <= other.start < other.end <= dates[1].start:
            return []
        and_ = {fold(word) for word in article.language.words("prepositions", "and")}
        small = article.language.stop_words | article.language.prepositions
        gaps = [
            fold(article.text[start:end]).split()
            for start, end in (
                (first.end, dates[0].start),
                (dates[0].end, other.start),
                (other.end, dates[1].start),
                (dates[1].end, dates[1].end + 1),
            )
        ]
        is_and = bool(gaps[1]) and gaps[1][0] in and_ and small.issuperset(gaps[1][1:])
        ends = gaps[3] in ([], ["."], [","], [";"]) and article.text[dates[1].end : dates[1].end + 1] != " "
        if not (is_and and ends and small.issuperset(gaps[0]) and small.issuperset(gaps[2])):
            return []
        is_denied = is_negated(article, clause)
        statements = []
        # The first again, whose date is one of two to the rules of dates.
        for organization, date in zip((first, other), dates, strict=True):
            side = replace(side_of(organization), date=date.date or UNKNOWN, date_place=(date.start, date.end))
            left, joined = (side, None) if kind == "leave" else (None, side)
            statements += [VerbStatement(person, left, joined, EVENTS[kind], is_denied=is_denied) for person in people]
        return statements

    def _own_origin(self, clause: Clause, people: list[Mention], joined: Mention) -> Mention | None:
        """Each of several who join may come from elsewhere."""
        own = affiliation(self.article, clause.sentence, people)
        return own if own and own.key != joined.key else None

    def _leaves_place(self, clause: Clause, people: list[Mention]) -> bool:
        """ "left the meeting with Google", "left Google's offices", "die Zentrale von Google": on foot."""
        article, trigger = self.article, clause.trigger
        start, end = trigger.end, clause.end
        if trigger.has("final") and people[-1].end < trigger.start:
            start, end = people[-1].end, trigger.start
        organization = next(iter(article.organizations(start, end)), None)
        words = article.text[start : organization.start if organization else min(end, start + TITLE_REACH)]
        if organization and article.text[organization.end : organization.end + 2] in {"'s", "’s"}:
            words += article.text[organization.end + 2 : organization.end + TITLE_REACH]
        near = re.findall(r"[^\W\d_]+", fold(words))[:MAX_WORDS_AT_WORK]
        places = {fold(word) for word in article.language.words("names", "places")}
        return not places.isdisjoint(near) or (article.language.code == "zh" and any(one in words for one in places))

    def _at_work(self, clause: Clause, people: list[Mention]) -> list[VerbStatement]:
        """ "Since September she has led the research of Acme": who began there recently has joined it."""
        article, trigger = self.article, clause.trigger
        date = self._since_when(clause)
        organizations = article.organizations(trigger.end, clause.end)
        if date is None or not organizations:
            return []
        # In German, the subject may stand behind its verb.
        start = people[-1].end if trigger.end < people[-1].end < organizations[0].start else trigger.end
        gap = article.text[start : organizations[0].start]
        is_apart = BREAKS.search(gap) or "," in gap or article.people(start, organizations[0].start)
        # Not "the protest against Acme"
        is_small = article.language.stop_words.issuperset(re.findall(r"\w+", fold(gap)))
        is_part = is_small or article.preposition(organizations[0], start - 1) in {"from", "at", "to"}
        if is_apart or not is_part or len(gap.split()) > MAX_WORDS_AT_WORK:
            return []
        side = self.cells.joined_side(clause, organizations[0], people, "now")
        side = replace(side, date=date.date or UNKNOWN, date_place=(date.start, date.end))
        is_denied = is_negated(article, clause)
        return [VerbStatement(person, None, side, "hire", is_denied=is_denied) for person in people]

    def _since_when(self, clause: Clause) -> DateExpression | None:
        """The recent day behind "since" beside the verb, without another verb or an organization between."""
        article, trigger, published = self.article, clause.trigger, self.article.published
        today = published.earliest if published else None
        start, end = max(clause.sentence.start, trigger.start - DATE_REACH), trigger.end + DATE_REACH
        for cue in article.triggers(start, min(clause.sentence.end, end), "since", "from"):
            # A preposition may be part of the date.
            date = next(iter(between(article.dates, cue.start, cue.end + DATE_REACH)), None)
            first = date.date.earliest if date and date.date else None
            if not (date and first and today) or date.start - cue.end > MAX_ARTICLE or (today - first).days > NEWS_DAYS:
                continue
            between_them = min(date.end, trigger.end), max(date.start, trigger.start)
            if not article.organizations(*between_them) and not article.has(*between_them, *VERBS):
                return date
        return None

    def _has_title_behind(self, clause: Clause) -> bool:
        start = clause.trigger.end
        return bool(titles_in(self.article, start, min(clause.sentence.end, start + TITLE_REACH)))

    def _stands_at(self, clause: Clause, organization: Mention) -> bool:
        words = fold(self.article.text[clause.trigger.end : organization.start]).split()
        return bool(words) and words[-1] in map(fold, self.article.language.words("prepositions", "at"))

    def _is_complete(self, clause: Clause, kind: str, people: list[Mention], organizations: MoveOrganizations) -> bool:
        """The verb says what it has to say: whom somebody joined, or where they worked."""
        left, joined = organizations.left, organizations.joined
        # "a researcher at Acme, will lead Acme's new team"
        is_promotion = kind in {"become", "lead"} and joined is not None and organizations.current == joined.key
        if is_promotion or (kind == "lead" and joined and not self._is_led(clause, joined)):
            return False
        if kind in NEED_LEFT and left is None:
            return False
        if clause.trigger.has("arrival") and left is None:
            return False
        if kind in NEED_JOINED and joined is None:
            return False
        if kind == "now" and joined and not self._is_now_there(clause, people, joined):
            return False
        return left is not None or joined is not None

    def _is_led(self, clause: Clause, organization: Mention) -> bool:
        """ "will lead Acme", "will lead research at Acme", but no "discussion at Acme", nor "a start-up within Google"."""
        gap = self.article.text[clause.trigger.end : organization.start]
        words = re.findall(r"[^\W\d_]+", fold(gap))
        prepositions = self.article.language.prepositions
        if organization.start < clause.trigger.end or BREAKS.search(gap) or "," in gap:
            return False
        is_direct = all(word in self.article.language.stop_words | prepositions for word in words)
        preposition = self.article.preposition(organization, clause.trigger.end - 1)
        is_part = any(self.article.language.is_part_of_organization(word) for word in words)
        # "asume la dirección técnica de"
        is_office = len(words) <= MAX_WORDS_OF_OFFICE and len(clause.trigger.phrase.split()) >= MIN_WORDS_OF_OFFICE
        return is_direct or ((is_part or is_office) and preposition in {"at", "from"})

    def _is_now_there(self, clause: Clause, people: list[Mention], joined: Mention) -> bool:
        """ "Jane Doe, now at Meta", "she is now chief scientist of": nothing else between the three."""
        article, trigger = self.article, clause.trigger
        if people[-1].end <= trigger.start:
            gap = article.text[people[-1].end : trigger.start]
            # "… has left Google and now works at Meta"
            and_ = {fold(word) for word in article.language.words("prepositions", "and")}
            continues = not and_.isdisjoint(fold(gap).split()[-2:])
            has_title = bool(titles_in(article, people[-1].end, trigger.start))
            if len(gap) > NEGATION_REACH and not has_title and not continues:
                return False
        if article.language.code == "de" and article.has(joined.end, joined.end + NEGATION_REACH, "leave", "final"):
            # "ist bei Google ausgeschieden"
            return False
        gap = article.text[trigger.end : joined.start]
        has_preposition = article.preposition(joined, trigger.start) in {"at", "to"} or len(gap.strip()) <= 2
        return (
            joined.start >= trigger.end and not BREAKS.search(gap) and len(gap) <= 2 * TITLE_REACH and has_preposition
        )

    def _of_all(
        self, clause: Clause, kind: str, people: list[Mention], organizations: MoveOrganizations
    ) -> list[VerbStatement]:
        left, joined = organizations.left, organizations.joined
        event = EVENTS.get(kind, "")
        if kind == "move":
            event = "departure" if left else "hire"
        left_side = self.cells.left_side(clause, left, people, kind) if left else None
        joined_side = self.cells.joined_side(clause, joined, people, kind) if joined else None
        is_denied = is_negated(self.article, clause)
        # "Jane Doe, poached from Acme": by whom, another verb says.
        is_proposed = kind != "spend" and not (kind == "hire_passive" and joined is None)
        statements = [
            VerbStatement(person, left_side, joined_side, event, is_proposed=is_proposed, is_denied=is_denied)
            for person in people
        ]
        if kind == "found":
            # Companions may come from elsewhere.
            statements += [
                VerbStatement(person, None, joined_side, event, is_denied=is_denied)
                for person in self.participants.companions(clause, people)
            ]
        return statements
