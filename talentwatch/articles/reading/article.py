"""All that was found in an article, in its order, for the rules that make rows of it."""

from dataclasses import dataclass, field

from talentwatch.articles.reading.cues import Cue, Title, between
from talentwatch.articles.reading.date_expressions import DateExpression
from talentwatch.articles.reading.folding import FoldedText, fold
from talentwatch.articles.reading.language import Language
from talentwatch.articles.reading.mentions import Mention
from talentwatch.articles.reading.names import ORGANIZATION, PERSON
from talentwatch.articles.reading.service_lengths import ServiceLength
from talentwatch.dates import PartialDate

PREPOSITION_REACH = 40  # characters before a name in which its preposition stands
MAX_WORDS_BETWEEN = 3
OWNER_REACH = 30
LEFT_SIDES = ("from", "to", "at", "by")


@dataclass
class Article:
    text: str
    folded: FoldedText
    language: Language
    mentions: list[Mention]
    cues: list[Cue]
    titles: list[Title]
    dates: list[DateExpression]  # at places of the text
    lengths: list[ServiceLength]
    published: PartialDate | None
    native: dict[str, str] = field(default_factory=dict)
    _prepositions: dict[tuple[int, int], str] = field(
        default_factory=dict, init=False
    )  # by where it may begin, and the name

    def people(self, start: int, end: int) -> list[Mention]:
        return [mention for mention in between(self.mentions, start, end) if mention.kind == PERSON]

    def organizations(self, start: int, end: int) -> list[Mention]:
        """Without the units of those before them: Superintelligence Labs in "Meta's Superintelligence Labs"."""
        organizations: list[Mention] = []
        for mention in between(self.mentions, start, end):
            if mention.kind != ORGANIZATION:
                continue
            if organizations and self.language.code == "zh" and organizations[-1].end == mention.start:
                # 阿里通义实验室: the unit is named with what it is part of.
                organizations[-1] = mention
            elif not (organizations and self.text[organizations[-1].end : mention.start] in {"'s ", "’s "}):
                organizations.append(mention)
        return organizations

    def owns(self, person: Mention) -> bool:
        """ "Elon Musk's": what comes next is said of something of theirs."""
        behind = self.text[person.end : person.end + 2]
        return behind in {"'s", "’s"} or (behind == "s " and self.language.code == "de") or self.is_owner_of(person)

    def is_owner_of(self, person: Mention) -> bool:
        """ "la società di Elon Musk"."""
        return self.language.is_before_owner(self.text[max(0, person.start - OWNER_REACH) : person.start])

    def triggers(self, start: int, end: int, *kinds: str) -> list[Cue]:
        return [cue for cue in between(self.cues, start, end) if cue.has(*kinds)]

    def has(self, start: int, end: int, *kinds: str) -> bool:
        return bool(self.triggers(start, end, *kinds))

    def preposition(self, mention: Mention, since: int = 0) -> str:
        """from, to, at or by, before a name: a word, or letters joined to the name; empty if none."""
        letters = mention.prefix.strip("-־‑–").lstrip("ו")
        prefixes = self.language.rules.get("prefixes", {})
        for kind in ("from", "to", "at"):
            if letters and any(letters.endswith(prefix) for prefix in prefixes.get(kind, [])):
                return kind
        head = mention.start - len(mention.prefix)
        place = (max(since, head - PREPOSITION_REACH), head)
        # Every verb of a sentence asks for those of all its organizations.
        if place not in self._prepositions:
            self._prepositions[place] = self._preposition_before(*place)
        return self._prepositions[place]

    def _preposition_before(self, begin: int, head: int) -> str:
        prepositions = [cue for cue in between(self.cues, begin, head + 1) if cue.has(*LEFT_SIDES)]
        for cue in reversed(prepositions):
            gap = self.text[cue.end : head]
            if any(sign in gap for sign in ",.;:!?()\n，。；：（）") or len(gap.split()) > MAX_WORDS_BETWEEN:
                break
            if between(self.mentions, cue.end, head):
                break
            if self._is_article_gap(gap):
                return next(kind for kind in LEFT_SIDES if cue.has(kind))
        return ""

    def _is_article_gap(self, gap: str) -> bool:
        """Only an article, or "the rival start-up", stands between a preposition and a name."""
        nouns = self.language.organization_nouns
        words = fold(gap).replace("'", " ").split()
        # "per la sua Acme"
        if self.language.stop_words.issuperset(words):
            return True
        if len(words) > 1 and words[-1] in self.language.called:
            # "for a start-up called Acme"
            words = [word for word in words[:-1] if word not in self.language.stop_words] or words
        return len(words) <= MAX_WORDS_BETWEEN and (
            words[-1] in nouns or len(words) == 1 or words[0] in nouns or self.language.code == "zh"
        )
