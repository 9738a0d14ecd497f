"""Which organization somebody left and which one they joined, by the prepositions and the order of words around the verb."""

import re
from collections.abc import Sequence
from dataclasses import dataclass

from talentwatch.articles.reading.affiliations import (
    affiliation,
    belongs_to_another,
    is_behind_and,
    is_former,
    is_in_relative_clause,
    is_negated_name,
    is_place_of_service,
    place_of_service,
)
from talentwatch.articles.reading.article import Article
from talentwatch.articles.reading.clauses import Clause
from talentwatch.articles.reading.company_references import CompanyReferences
from talentwatch.articles.reading.folding import fold
from talentwatch.articles.reading.language import context_pattern, context_words
from talentwatch.articles.reading.mentions import Mention
from talentwatch.articles.reading.names import media_names
from talentwatch.articles.reading.title_phrases import titles_in
from talentwatch.articles.reading.verb_statements import BREAKS, TITLE_REACH, VERBS

WithPreposition = tuple[Mention, str]  # an organization, and from, to, at or by; empty if it has no preposition
MAX_WORDS_BETWEEN = 3  # a verb and its object
MAX_LETTERS_OF = 8  # "of", with its spaces
LEFT, JOINED, NEITHER = "left", "joined", ""
# A word may stand between, such as "the".
BEHIND_AGAINST = r"(?:\s(?:[a-zà-ÿ]+\s)?)?$"


@dataclass
class MoveOrganizations:
    left: Mention | None = None
    joined: Mention | None = None
    current: str = ""  # key of the organization that stands beside the person

    def set(self, side: str, organization: Mention) -> None:
        """A side that has an organization keeps it."""
        if side == LEFT:
            self.left = self.left or organization
        elif side == JOINED:
            self.joined = self.joined or organization


class OrganizationFinder:
    def __init__(self, article: Article, references: CompanyReferences) -> None:
        self.article = article
        self.references = references

    def behind(self, clause: Clause) -> list[WithPreposition]:
        """Organizations behind the verb; "the company" if none is named."""
        article, trigger = self.article, clause.trigger
        organizations = [
            (organization, preposition)
            for organization in article.organizations(trigger.end, clause.end)
            if (preposition := article.preposition(organization, trigger.end - 1)) == "to"
            or (preposition == "from" and trigger.has("departure"))
            or not belongs_to_another(article, trigger.end, organization)
        ]
        organizations = [(one, preposition) for one, preposition in organizations if not is_negated_name(article, one)]
        # "joins the suit against Acme"
        against = context_pattern(article.language, "against", behind=BEHIND_AGAINST, is_folded=False)
        organizations = [
            (one, preposition)
            for one, preposition in organizations
            if not against.search(article.text, max(trigger.end, one.start - TITLE_REACH), one.start)
        ]
        # "… to found a start-up, reports the Acme Times"
        organizations = [
            (organization, preposition)
            for organization, preposition in organizations
            if preposition or not article.has(trigger.end, organization.start, "other")
        ]
        if trigger.has("leave") and not trigger.has("join"):
            # "the departure of Jane Doe, a former Google engineer, from Cohere"
            now = [one for one in organizations if not is_former(article, one[0], trigger.end)]
            organizations = now or organizations
        if not trigger.has("hire_passive", "dismiss_passive"):
            # "Her departure was first reported by Reuters."
            organizations = [
                (organization, preposition)
                for organization, preposition in organizations
                if preposition != "by" and not (trigger.has("departure") and fold(organization.name) in media_names())
            ]
        return organizations or self._company(clause, trigger.end, clause.end)

    def before(self, clause: Clause, people: list[Mention]) -> list[WithPreposition]:
        """Organizations between the subject and its verb, or right before the subject; "the company" if none is named."""
        article, trigger = self.article, clause.trigger
        begin = max(clause.start, people[-1].end) if people[-1].end <= trigger.start else clause.start
        organizations = [
            (organization, article.preposition(organization, begin))
            for organization in article.organizations(begin, trigger.start)
        ]
        organizations = [(one, preposition) for one, preposition in organizations if not is_negated_name(article, one)]
        if trigger.has("final") and people[-1].end <= trigger.start:
            # "Zu Meta war Jane Doe von Google gekommen": before the subject, where she goes.
            first = article.organizations(clause.start, people[0].start)
            organizations += [(one, "to") for one in first if article.preposition(one, clause.start) == "to"]
        if trigger.has("final"):
            # In German, "soll bei Meta arbeiten, nachdem er Apple verlassen hat": the nearest part of the sentence that has one.
            comma = article.text.rfind(",", begin, trigger.start)
            organizations = [pair for pair in organizations if pair[0].start > comma] or organizations
        if _is_only_leaving(clause):
            # "Jane Doe, who had come from IBM, has resigned": not from IBM.
            organizations = [
                (organization, preposition)
                for organization, preposition in organizations
                if preposition not in {"from", "to"} or not is_in_relative_clause(article, clause, organization)
            ]
        return organizations or self._company(clause, begin, trigger.start)

    def _company(self, clause: Clause, start: int, end: int) -> list[WithPreposition]:
        company = self.references.company(start, end, clause if _is_only_leaving(clause) else None)
        return [company] if company else []

    # Verbs of leaving

    def of_leaving(
        self,
        clause: Clause,
        people: list[Mention],
        behind: Sequence[WithPreposition],
        before: Sequence[WithPreposition],
        kind: str,
    ) -> MoveOrganizations:
        sides = MoveOrganizations()
        for organization, preposition in behind:
            sides.set(self._side_behind_leaving(clause, sides, organization, preposition, kind), organization)
        for organization, preposition in reversed(before) if kind == "spend" else before:
            if preposition != "to":
                # "has OpenAI left"
                sides.set(LEFT, organization)
            elif (
                kind == "leave"
                and sides.left
                and not self.article.has(clause.sentence.start, organization.start, "join")
            ):
                # "has OpenAI for Meta left"
                sides.set(JOINED, organization)
        if sides.left is None and kind != "spend":
            sides.left = self._other_affiliation(clause, people, sides.joined)
        if sides.left is None and sides.joined is None and kind != "spend":
            sides.left = self.references.organization_left(clause, people)
        if sides.left and sides.joined and sides.left.key == sides.joined.key:
            sides.joined = None
        if len(people) > 1 and sides.left and self._is_one_of_several(clause, sides.left):
            sides.left = None
        return sides

    def _is_one_of_several(self, clause: Clause, organization: Mention) -> bool:
        """ "A and B, who left Google and Meta": who left which?"""
        article = self.article
        behind = [
            one for one in article.organizations(organization.end, clause.sentence.end) if one.start > organization.end
        ]
        and_ = {fold(word) for word in article.language.words("prepositions", "and")}
        return bool(behind) and fold(article.text[organization.end : behind[0].start]).strip() in and_

    def _side_behind_leaving(
        self, clause: Clause, sides: MoveOrganizations, organization: Mention, preposition: str, kind: str
    ) -> str:
        """The first rule that fits decides."""
        left, joined = sides.left, sides.joined
        # "has resigned and is vice-president of Acme"
        if left is None and is_behind_and(self.article, clause.trigger.end, organization):
            return NEITHER
        if preposition == "to":
            # "ha lasciato la cattedra alla Sapienza": in Romance languages, "to" is also "at".
            if left is None and self._is_office(clause.trigger.end, organization):
                return LEFT
            # "bids farewell to OpenAI"
            if left is None and self.article.has(clause.trigger.start, clause.trigger.end, "farewell"):
                return LEFT
            # "left OpenAI for Meta"
            if joined is None and kind != "spend":
                return JOINED
            # "left for Meta, to the surprise of OpenAI"
            return LEFT if kind == "leave" else NEITHER
        # "built the team that beat Google"
        gap = self.article.text[clause.trigger.end : organization.start]
        if kind == "spend" and not preposition and len(gap.split()) > MAX_WORDS_BETWEEN:
            return NEITHER
        # "left OpenAI"
        if left is None:
            return LEFT
        # "left OpenAI to become chief scientist at Meta"
        # "left OpenAI in May and works with Microsoft"
        last_word = fold(self.article.text[left.end : organization.start]).split()[-1:]
        is_partner = not context_words(self.article.language, "with").isdisjoint(last_word)
        has_purpose = kind == "leave" and preposition == "at" and self._has_purpose(left.end, organization.start)
        has_purpose = has_purpose and not is_partner
        return JOINED if has_purpose else NEITHER

    def _is_office(self, start: int, organization: Mention) -> bool:
        """ "his chair at", "the post of research director at": what somebody leaves stands before its preposition."""
        offices = {fold(word) for word in self.article.language.words("names", "offices")}
        words = re.findall(r"[^\W\d_]+", fold(self.article.text[start : organization.start]))
        return not offices.isdisjoint(words[:MAX_WORDS_BETWEEN]) and not self.article.has(
            start, organization.start, *VERBS
        )

    def _has_purpose(self, start: int, end: int) -> bool:
        """ "to become chief scientist at": a title or another "to" between two organizations."""
        return not self.article.people(start, end) and (
            bool(titles_in(self.article, start, end)) or self.article.has(start, end, "to")
        )

    # Verbs of joining

    def of_joining(
        self,
        clause: Clause,
        people: list[Mention],
        behind: Sequence[WithPreposition],
        before: Sequence[WithPreposition],
        kind: str,
    ) -> MoveOrganizations:
        sides = MoveOrganizations()
        for organization, preposition in behind:
            sides.set(self._side_behind_joining(clause, people, organization, preposition, kind), organization)
        for organization, preposition in before:
            sides.set(self._side_before_joining(clause, sides, people, organization, preposition, kind), organization)
        if kind == "become" and sides.joined is None:
            sides.joined = self.references.employer_of_office(clause, people)
        if sides.joined is None and kind in {"join", "become"}:
            sides.joined = self.references.organization_joined(clause, people, sides.left)
        if sides.left is None and kind in {"join", "become", "lead", "move", "hire_passive", "return", "found"}:
            end = clause.trigger.start if kind == "found" else clause.sentence.end
            sides.left = place_of_service(self.article, clause.sentence.start, end)
        if (beside := affiliation(self.article, clause.sentence, people)) and beside is not sides.joined:
            sides.current = beside.key
        if sides.left is None and kind in {"join", "become", "lead", "move", "hire_passive", "now"}:
            sides.left = self._other_affiliation(clause, people, sides.joined)
        if sides.left is None and kind in {"join", "move", "hire_passive"} and sides.joined:
            sides.left = self.references.loser(clause, people, sides.joined)
        if sides.left and sides.joined and sides.left.key == sides.joined.key:
            sides.left = None
        return sides

    def _side_behind_joining(
        self, clause: Clause, people: list[Mention], organization: Mention, preposition: str, kind: str
    ) -> str:
        """The first rule that fits decides."""
        article, trigger = self.article, clause.trigger
        # "founded a start-up (with money of Acme)": not Acme
        if kind == "found" and BREAKS.search(article.text[trigger.end : organization.start]):
            return NEITHER
        # "went, and since then advises Acme"
        if preposition != "to" and is_behind_and(article, trigger.end, organization):
            return NEITHER
        # "founded Acme and sold it to Nvidia"
        if kind == "found" and organization.prefix and preposition == "to":
            return NEITHER
        # "returns after five years at DeepMind", or "is back: after years between Google and OpenAI"
        if is_place_of_service(article, organization) or ":" in article.text[trigger.end : organization.start]:
            return NEITHER
        # "Named chief scientist of Acme, Jane Doe …", but "Return to Italy two researchers of Acme, A and B".
        is_before_people = kind in {"join", "return"} and organization.end <= people[0].start
        if is_before_people and self._follows_title(clause, organization):
            return JOINED if trigger.has("hire") else LEFT
        # "Vola a Parigi Jane Doe di Meta"
        end, of = people[-1].end, article.language.words_of
        is_behind = trigger.end <= people[0].start and 0 < organization.start - end <= MAX_LETTERS_OF
        if is_behind and fold(article.text[end : organization.start]).strip() in of:
            return LEFT
        # "joins Meta from OpenAI"
        if preposition == "from" and kind not in {"found", "become", "lead", "hire_passive"}:
            return LEFT
        # "was hired from OpenAI by Meta"
        if kind == "hire_passive" and self._is_hired_from(clause, organization, preposition):
            return LEFT
        # "joins the former OpenAI researchers", "joined after leaving OpenAI"
        is_former = article.has(trigger.end, organization.start, "former", "leave")
        if is_former and not article.people(trigger.end, organization.start):
            return LEFT
        # "joins Meta"
        return JOINED

    def _side_before_joining(
        self,
        clause: Clause,
        sides: MoveOrganizations,
        people: list[Mention],
        organization: Mention,
        preposition: str,
        kind: str,
    ) -> str:
        """The first rule that fits decides."""
        article = self.article
        if kind == "hire_passive":
            # "has been from OpenAI hired"
            if self._is_hired_from(clause, organization, preposition):
                return LEFT
            # "has been by Meta hired"
            if sides.joined is None and preposition in {"from", "by"}:
                return JOINED
        # "moves from OpenAI over to Meta"
        elif preposition == "from":
            return LEFT
        # "את Acme ייסדה": in Hebrew, the object may stand right before its verb.
        is_object = (
            article.text[max(0, organization.start - 3) : organization.start] == "את "
            and organization.end == clause.trigger.start - 1
        )
        if kind == "found" and is_object:
            return JOINED
        # "is to Meta gone"
        if sides.joined is None and kind != "now" and (preposition == "to" or clause.trigger.has("final")):
            return JOINED
        # "Jane Doe, chief scientist of OpenAI, joins"
        has_title = kind in {"join", "become", "lead", "move", "hire_passive"} and titles_in(
            article, people[-1].end, organization.start + 1
        )
        # Where those come from who are named later: "two Google researchers have joined OpenAI: A and B".
        is_of_listed = (
            kind in {"join", "move"} and people[0].start > clause.trigger.end and self._is_beside_title(organization)
        )
        return LEFT if has_title or is_of_listed else NEITHER

    def _is_beside_title(self, organization: Mention) -> bool:
        """ "Google researchers", "researchers at Google"."""
        article, start, end = self.article, organization.start, organization.end
        behind = [title for title in titles_in(article, end, end + TITLE_REACH) if title.start - end <= 1]
        before = titles_in(article, start - TITLE_REACH, start)
        return bool(behind or before) and (bool(behind) or len(article.text[before[-1].end : start].split()) <= 1)

    def _is_hired_from(self, clause: Clause, organization: Mention, preposition: str) -> bool:
        """ "from OpenAI" where "by" is another word, or "at OpenAI" beside "by Meta"."""
        article, sentence = self.article, clause.sentence
        by = set(map(fold, article.language.words("prepositions", "by")))
        is_ambiguous = not by.isdisjoint(map(fold, article.language.words("prepositions", "from")))
        if preposition == "from":
            return not is_ambiguous
        # The preposition may be a part of the verb: "hired away from".
        is_right_behind = organization.start - clause.trigger.end == 1
        from_ = {fold(word).split()[-1] for word in article.language.words("prepositions", "from")}
        if is_right_behind and not is_ambiguous and clause.trigger.phrase.split()[-1] in from_:
            return True
        kinds = {"from", "by"} if is_ambiguous else {"by"}
        people = clause.groups_before_trigger()
        start = people[-1][-1].end if people else sentence.start
        others = [one for one in article.organizations(start, clause.end) if one.key != organization.key]
        return preposition == "at" and any(article.preposition(one, start) in kinds for one in others)

    def _follows_title(self, clause: Clause, organization: Mention) -> bool:
        """ "two researchers at xAI, A and B": behind a verb, the organization of a title before its people."""
        titles = titles_in(self.article, clause.trigger.end, organization.start)
        return bool(titles) and len(self.article.text[titles[-1].end : organization.start].split()) <= 1

    def _other_affiliation(self, clause: Clause, people: list[Mention], joined: Mention | None) -> Mention | None:
        """ "OpenAI researcher Jane Doe": where she comes from, unless that is what she joins."""
        organization = affiliation(self.article, clause.sentence, people)
        return organization if organization and (joined is None or organization.key != joined.key) else None


def _is_only_leaving(clause: Clause) -> bool:
    return clause.trigger.has("leave") and not clause.trigger.has("join")
