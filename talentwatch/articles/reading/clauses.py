"""Which part of a sentence belongs to a verb, and whether what it says happened at all."""

import re

from talentwatch.articles.reading.article import Article
from talentwatch.articles.reading.cues import Cue
from talentwatch.articles.reading.layout import Span
from talentwatch.articles.reading.mentions import Mention
from talentwatch.articles.reading.verb_statements import CLAUSE_END, NEGATION_REACH, TITLE_REACH, VERBS


class ClauseReader:
    """The reach of a verb, its negation, and offers that were turned down."""

    def __init__(self, article: Article) -> None:
        self.article = article

    def reach(
        self, sentence: Span, trigger: Cue, triggers: list[Cue], number: int, groups: list[list[Mention]]
    ) -> tuple[int, int]:
        """The part of the sentence that belongs to a verb: up to the next verb or the next subject."""
        end = sentence.end
        for cue in triggers[number + 1 :]:
            if cue.has(*VERBS, "spend", "now") and cue.start >= trigger.end:
                end = cue.start
                subject = [
                    group
                    for group in groups
                    if trigger.end <= group[0].start and group[-1].end <= cue.start and not self.article.owns(group[-1])
                ]
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

    def is_negated(self, sentence: Span, trigger: Cue) -> bool:
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

    def is_rejected(self, sentence: Span, trigger: Cue, triggers: list[Cue], number: int) -> bool:
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
