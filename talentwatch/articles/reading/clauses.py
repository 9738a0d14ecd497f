"""Which part of a sentence belongs to a verb, and whether what it says happened at all."""

import re
from dataclasses import dataclass, replace

from talentwatch.articles.reading.article import Article
from talentwatch.articles.reading.cues import Cue
from talentwatch.articles.reading.layout import Span
from talentwatch.articles.reading.mentions import Mention
from talentwatch.articles.reading.verb_statements import CLAUSE_END, NEGATION_REACH, TITLE_REACH, VERBS

ITALIAN_NE = re.compile(r" n(?:e |['’])")  # "se ne sono andati": no "if"
HEBREW_TO = "ל"  # begins every infinitive
Groups = list[list[Mention]]  # people; those who are named in one breath ("A, B and C") together


@dataclass(frozen=True)
class Clause:
    """A verb, or a word such as "former" (`trigger`), with the part of its sentence that belongs to it."""

    sentence: Span
    trigger: Cue
    groups: Groups  # of the whole sentence
    start: int
    end: int

    def part(self, start: int, end: int) -> "Clause":
        """The same with another part of the sentence."""
        return replace(self, start=start, end=end)

    def group_behind(self, start: int, end: int) -> list[Mention]:
        """The first people of the sentence who are named in a part of it; empty if none are."""
        return next((group for group in self.groups if start <= group[0].start < end), [])

    def groups_before_trigger(self) -> Groups:
        return [group for group in self.groups if group[-1].end <= self.trigger.start]


def read_clause(article: Article, sentence: Span, triggers: list[Cue], number: int, groups: Groups) -> Clause:
    """The clause of one of a sentence's triggers: from the last verb to the next one, or to the subject of the next one."""
    trigger = triggers[number]
    end = sentence.end
    for cue in triggers[number + 1 :]:
        if cue.has(*VERBS, "spend", "now") and cue.start >= trigger.end:
            end = cue.start
            subject = [
                group
                for group in groups
                if trigger.end <= group[0].start and group[-1].end <= cue.start and not article.owns(group[-1])
            ]
            if subject and not trigger.has("hire", "lose", "dismiss", "found_passive"):
                end = min(end, subject[-1][0].start)
            break
    if clause_end := CLAUSE_END.search(article.text, trigger.end, end):
        end = clause_end.start()
    # "A and B left Acme, the former for Google, the latter for Meta"
    each = article.triggers(trigger.end, end, "first_of_two", "second_of_two")
    if {kind for cue in each for kind in cue.kinds} >= {"first_of_two", "second_of_two"}:
        end = each[0].start
    start = sentence.start
    for cue in reversed(triggers[:number]):
        if cue.has(*VERBS, "spend", "now") and cue.end <= trigger.start:
            start = cue.end
            break
    for clause_end in CLAUSE_END.finditer(article.text, start, trigger.start):
        start = clause_end.end()
    return Clause(sentence, trigger, groups, start, end)


def is_negated(article: Article, clause: Clause) -> bool:
    """ "has not left", "verlässt Meta nicht", or a sentence that denies something."""
    sentence, trigger = clause.sentence, clause.trigger
    before = article.triggers(max(sentence.start, trigger.start - NEGATION_REACH), trigger.start + 1, "negation")
    if _is_subject_negated(article, clause):
        return True
    if any(not re.search(r"[,.;，]", article.text[cue.end : trigger.start]) for cue in before):
        return True
    if article.language.code == "de":
        behind = article.triggers(trigger.end, min(sentence.end, trigger.end + 2 * NEGATION_REACH), "negation")
        if any(not re.search(r"[,.;]", article.text[trigger.end : cue.start]) for cue in behind):
            return True
    return article.has(sentence.start, sentence.end, "denial")


def _is_subject_negated(article: Article, clause: Clause) -> bool:
    """ "Neither Jane Doe nor", "nobody but Jane Doe has left": the word stands right before who is named."""
    before = clause.groups_before_trigger()
    if not before:
        return False
    start = before[-1][0].start - len(before[-1][0].prefix)
    words = article.triggers(max(clause.sentence.start, start - NEGATION_REACH), start, "negation")
    return bool(words) and not article.text[words[-1].end : start].strip()


def is_unreal(article: Article, clause: Clause) -> bool:
    """ "If Jane Doe leaves, Meta will hire her", "almost left"; in German, "wäre beinahe zu Meta gewechselt"."""
    start = clause.trigger.start
    conditions = article.triggers(clause.sentence.start, start, "conditional")
    # "sí vuelve": with an accent, it is "yes".
    conditions = [cue for cue in conditions if article.text[cue.start : cue.end].lower() not in {"sí", "sé"}]
    if any(not ITALIAN_NE.match(article.text, cue.end) for cue in conditions) or is_requested(article, clause):
        return True
    if _is_inverted_condition(article, clause) or _is_question(article, clause) or is_internal(article, clause):
        return True
    almost = article.triggers(max(clause.sentence.start, start - NEGATION_REACH), start, "almost")
    # "Almost six years" are so long.
    lengths = [length.start for length in article.lengths]
    return any(
        not article.text[cue.end : start].strip() or (clause.trigger.has("final") and cue.end + 1 not in lengths)
        for cue in almost
    )


def _is_inverted_condition(article: Article, clause: Clause) -> bool:
    """ "Should Jane Doe leave Meta, …", "Had she left …"; in German, "Verlässt Jane Doe Meta, …": the verb stands first."""
    sentence, trigger = clause.sentence, clause.trigger
    firsts = article.triggers(sentence.start, min(sentence.end, sentence.start + NEGATION_REACH), "inverted_condition")
    if article.language.code == "de" and trigger.start - sentence.start <= 1:
        firsts.append(trigger)
    # Behind it stands who may do it.
    return any(
        not re.search(r"\w", article.text[sentence.start : cue.start]) and _is_before_somebody(article, clause, cue)
        for cue in firsts
    )


def _is_before_somebody(article: Article, clause: Clause, cue: Cue) -> bool:
    end = min(clause.sentence.end, cue.end + NEGATION_REACH)
    names = [group[0].start - len(group[0].prefix) for group in clause.groups]
    names += [word.start for word in article.triggers(cue.end, end, "pronoun", "together")]
    return any(not article.text[cue.end : start].strip() for start in names if cue.end <= start <= end)


def _is_question(article: Article, clause: Clause) -> bool:
    """ "Will Jane Doe leave Meta?", but not "Jane Doe leaves Meta: who comes next?"."""
    end = clause.sentence.end
    return article.text[:end].rstrip(" \"'”»“")[-1:] in {"?", "？"} and not re.search(
        r"[:;–—：]", article.text[clause.trigger.end : end]
    )


def is_internal(article: Article, clause: Clause) -> bool:
    """ "is promoted", "moves within Google": who changes jobs inside one organization neither leaves nor joins it."""
    trigger = clause.trigger
    reach = clause.end if trigger.has("become") else trigger.end + NEGATION_REACH
    return any(cue.start <= reach for cue in article.triggers(trigger.end, clause.end, "internal"))


def is_requested(article: Article, clause: Clause) -> bool:
    """ "asked Jane Doe to leave Meta": an infinitive behind the request, without another verb between them."""
    start = clause.trigger.start
    before = clause.groups_before_trigger()
    if before and article.language.code == "en":
        # "helped Jane Doe leave Meta"
        person, last = before[-1][0], before[-1][-1]
        words = article.triggers(max(clause.sentence.start, person.start - NEGATION_REACH), person.start, "request")
        if words and article.text[words[-1].end : person.start] == article.text[last.end : start] == " ":
            return True
    cues = article.triggers(clause.sentence.start, start, "request", "infinitive", *VERBS)
    marks = [cue for cue in cues if cue.has("infinitive")]
    is_infinitive = any(not article.text[cue.end : start].strip() for cue in marks) or article.text[start] == HEBREW_TO
    others = [cue for cue in cues if not cue.has("infinitive")]
    return is_infinitive and bool(others) and others[-1].has("request")


def is_turned_down(article: Article, clause: Clause, triggers: list[Cue]) -> bool:
    """ "turned down an offer to join"."""
    trigger = clause.trigger
    return any(
        cue.has("stay")
        and trigger.start - cue.end <= 2 * TITLE_REACH
        and not article.people(cue.end, trigger.start)
        and not re.search(r"[,;，]", article.text[cue.end : trigger.start])
        for cue in triggers[: triggers.index(trigger)]
    )
