"""The verbs of a sentence: what each means here, and who reads it."""

import re
from dataclasses import replace

from talentwatch.articles.reading.article import Article
from talentwatch.articles.reading.cells import SideReader
from talentwatch.articles.reading.clauses import Clause, Groups, is_negated, is_turned_down, is_unreal, read_clause
from talentwatch.articles.reading.company_references import CompanyReferences
from talentwatch.articles.reading.cues import TRIGGERS, Cue
from talentwatch.articles.reading.farewells import is_farewell_to_people
from talentwatch.articles.reading.folding import fold
from talentwatch.articles.reading.foundings import FoundingReader
from talentwatch.articles.reading.language import context_words
from talentwatch.articles.reading.layout import Span
from talentwatch.articles.reading.organization_verbs import OrganizationVerbReader
from talentwatch.articles.reading.participants import Participants
from talentwatch.articles.reading.person_verbs import PersonVerbReader
from talentwatch.articles.reading.verb_statements import Context, VerbStatement

# Which meaning a verb of several has, where no organization is its subject.
ORDER_OF_KINDS = (
    "dismiss_passive",
    "hire_passive",
    "join",
    "become",
    "lead",
    "return",
    "leave",
    "found",
    "former",
    "now",
    "spend",
    "lose",
    "dismiss",
    "part",
    "work",
)

INFINITIVES = {
    "it": re.compile(r" (ad? )?([a-zà-ÿ]+(?:are|ere|ire|rre|arsi|ersi|irsi))\b"),
    "es": re.compile(r" (a )?([a-zà-ÿ]+(?:ar|er|ir|arse|erse|irse))\b"),
}
OBJECTS_BEHIND = frozenset(map(fold, ("him", "her", "them", "ihn", "sie", "אותו", "אותה", "אותם")))
OBJECTS_BEFORE = frozenset(["lo", "la", "li", "l'", "le", "los", "las", "les", "l’"])


class VerbReader:
    def __init__(self, article: Article, context: Context, participants: Participants, cells: SideReader) -> None:
        self.article = article
        self.participants = participants
        self.references = references = CompanyReferences(article, context)
        self.person_verbs = PersonVerbReader(article, participants, references, cells)
        self.foundings = FoundingReader(article, context, cells)
        self.organization_verbs = OrganizationVerbReader(article, context, participants, references, cells)

    def statements(self, sentence: Span, triggers: list[Cue], number: int, groups: Groups) -> list[VerbStatement]:
        """What one of the sentence's triggers says."""
        clause = read_clause(self.article, sentence, triggers, number, groups)
        kind = self._kind(clause)
        if kind in {"stay", "succeed_passive"} or is_turned_down(self.article, clause, triggers):
            return []
        if kind == "hire_passive" and triggers[number + 1 : number + 2] and triggers[number + 1].has("dismiss"):
            # 被谷歌解雇: the letter of the passive, and what was done.
            return []
        if kind in {"join", "return", "leave", "move"} and self._does_something_else(clause):
            return []
        if is_unreal(self.article, clause) or self._is_origin_of_hire(clause, triggers):
            return []
        if is_negated(self.article, clause) and not self.article.has(sentence.start, sentence.end, "denial"):
            return []
        readers = {
            "former": self.organization_verbs.former,
            "hire": self.organization_verbs.hire,
            "lose": self.organization_verbs.lose,
            "dismiss": self.organization_verbs.dismiss,
            "part": self.organization_verbs.part,
            "found_passive": self.foundings.founded_by,
        }
        if kind == "now" and self._is_of_successor(clause):
            return []
        read = readers.get(kind)
        statements = read(clause) if read else self.person_verbs.statements(clause, kind)
        if not statements and kind in {"lose", "leave"}:
            self.references.remember_loss(clause, kind, self.participants.acting_organization(clause))
        return [replace(statement, place=clause.trigger.start) for statement in statements]

    def _does_something_else(self, clause: Clause) -> bool:
        """ "torna a criticare Google", "vuelve a criticar a Google": to do something, and not to work there."""
        infinitive = INFINITIVES.get(self.article.language.code)
        match = infinitive.match(self.article.text, clause.trigger.end) if infinitive else None
        if match is None or not (match[1] or clause.trigger.phrase.endswith((" a", " ad"))):
            return False
        work = tuple(context_words(self.article.language, "work_beginnings"))
        return not fold(match[2]).startswith(work)

    def _is_of_successor(self, clause: Clause) -> bool:
        """ "succeeded by Jane Doe, currently at Amazon": from where she comes."""
        return self.article.has(clause.sentence.start, clause.trigger.start, "succeed_passive")

    @staticmethod
    def _is_origin_of_hire(clause: Clause, triggers: list[Cue]) -> bool:
        """从苹果挖走王芳: in Chinese, the word for "from" is a verb of leaving, unless a verb of hiring follows."""
        following = next((cue for cue in triggers if cue.start >= clause.trigger.end), None)
        return clause.trigger.phrase == "从" and following is not None and following.has("hire")

    def _kind(self, clause: Clause) -> str:
        """What the verb means here: an organization appoints, a person is appointed."""
        kind = self._listed_kind(clause)
        if kind == "found":
            people = self.participants.subject(clause)
            return "found_passive" if people and self.participants.is_founded_by(clause, people) else kind
        if kind == "dismiss" and not clause.group_behind(clause.trigger.end, clause.end + 1):
            return "dismiss" if self._has_pronoun_as_object(clause.trigger) else "dismiss_passive"
        return kind

    def _has_pronoun_as_object(self, trigger: Cue) -> bool:
        """ "who fired him", "che lo ha licenziato"."""
        text = self.article.text
        before = fold(text[max(0, trigger.start - 8) : trigger.start]).split()[-1:]
        behind = re.findall(r"\w+", fold(text[trigger.end : trigger.end + 8]))[:1]
        return not OBJECTS_BEHIND.isdisjoint(behind) or not OBJECTS_BEFORE.isdisjoint(before)

    def _listed_kind(self, clause: Clause) -> str:
        """One of the lists that have the verb. The first rule that fits decides."""
        kinds = [kind for kind in TRIGGERS if clause.trigger.has(kind)]
        if kinds == ["hire"] and self.participants.is_passive(clause):
            return "hire_passive"
        if "leave" in kinds and is_farewell_to_people(self.article, clause):
            return "lose"
        if len(kinds) == 1:
            return kinds[0]
        by_organization = self.participants.acting_organization(clause) is not None
        if "hire" in kinds and by_organization and clause.group_behind(clause.trigger.end, clause.sentence.end):
            return "hire"
        if "leave" in kinds and "join" in kinds:
            return "move"
        return next((kind for kind in ORDER_OF_KINDS if kind in kinds), kinds[0])
