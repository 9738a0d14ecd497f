"""From the pasted text to the Reading that the screen shows."""

import re
from dataclasses import dataclass, replace
from typing import Any, TypeVar

from talentwatch.articles.reading.article import Article
from talentwatch.articles.reading.cues import TRIGGERS, Cue, Title, vocabulary
from talentwatch.articles.reading.date_expressions import DateExpression, find_dates
from talentwatch.articles.reading.folding import FoldedText
from talentwatch.articles.reading.language import Language, load_language, recognise_language
from talentwatch.articles.reading.layout import Line, read_lines, read_sentences
from talentwatch.articles.reading.lists import ListReader
from talentwatch.articles.reading.mentions import Mention, find_mentions
from talentwatch.articles.reading.moves import ReportedMove, merge_moves, move_as_json, person_as_json
from talentwatch.articles.reading.names import PERSON, KnownNames
from talentwatch.articles.reading.new_names import discover_names
from talentwatch.articles.reading.plain_text import plain_text
from talentwatch.articles.reading.scene import NewNames, Scene
from talentwatch.articles.reading.sentences import SentenceReader
from talentwatch.articles.reading.service_lengths import ServiceLength, find_lengths
from talentwatch.dates import PartialDate

MAX_DATELINE = 40  # characters before the day
DATELINE_END = re.compile(r"(?: ?\([^()\n]{1,30}\))? ?(?:[—–]|-{1,2} |消息|电|電|讯|訊)")
EVIDENCE = (*TRIGGERS, "other", "own_word")  # what stands beside a name, and not beside an everyday word
NO_FILE = "No rules for this language yet, so names are marked and no rows are proposed."
NO_DAY = "Dates such as “last week” can’t be read without the day of the article."


TimeExpression = TypeVar("TimeExpression", DateExpression, ServiceLength)


@dataclass(frozen=True)
class Reading:
    """What was read. Positions are those of letters (code points) in `text`."""

    language: str
    text: str
    mentions: list[Mention]
    rows: list[dict[str, Any]]
    people: list[dict[str, Any]]
    messages: list[str]

    def as_json(self) -> dict[str, Any]:
        """As the screen reads it."""
        mentions = [
            {"start": m.start, "end": m.end, "kind": m.kind, "slug": m.slug, "name": m.name} for m in self.mentions
        ]
        return {
            "language": self.language,
            "text": self.text,
            "mentions": mentions,
            "rows": self.rows,
            "people": self.people,
            "messages": self.messages,
        }


def read_article(text: str, *, language: str = "", published: PartialDate | None = None, names: KnownNames) -> Reading:
    """Read a pasted text or the HTML of a page.

    `language` is a BCP 47 tag, recognised from the text if empty; dates such as "last week" count from `published`.
    Raises ArticleError with a sentence for the editor.
    """
    plain, messages = plain_text(text)
    code = language or recognise_language(plain)
    rules = load_language(code)
    folded = FoldedText(plain)
    lines = read_lines(plain)
    cues, titles = vocabulary(rules).find(folded)
    mentions, native = _all_mentions(folded, names, rules, lines, cues, titles)
    inside = bytearray(len(plain))
    for mention in mentions:
        inside[mention.start : mention.end] = b"\1" * (mention.end - mention.start)
    # May and Will are people, Chase is a bank.
    cues = [cue for cue in cues if not inside[cue.start]]
    titles = [title for title in titles if not inside[title.start]]
    dates = [_in_text(folded, date) for date in find_dates(folded.folded, rules, published)]
    in_date = bytearray(len(plain))
    for date in dates:
        in_date[date.start : date.end] = b"\1" * (date.end - date.start)
    # In "on May 28", nobody may do anything; in Hebrew, "last week" has a verb of moving.
    cues = [cue for cue in cues if not (in_date[cue.start] and cue.has("plan", "rumour", *TRIGGERS))]
    dates = [date for date in dates if not _is_dateline(plain, date)]
    lengths = [_in_text(folded, length) for length in find_lengths(folded.folded, rules)]
    article = Article(plain, folded, rules, mentions, cues, titles, dates, lengths, published, native)
    moves = _moves(article, lines) if rules.is_known else []
    rows = [move_as_json(move, native, code, published) for move in moves]
    if not rules.is_known:
        messages.append(NO_FILE)
    if moves and not published and any(not date.is_plain for date in dates):
        messages.append(NO_DAY)
    return Reading(code, plain, mentions, rows, _people_without_row(mentions, moves, native, code), messages)


def _in_text(folded: FoldedText, expression: TimeExpression) -> TimeExpression:
    """With its place in the text instead of that in the folded text."""
    start, end = folded.span(expression.start, expression.end)
    return replace(expression, start=start, end=end)


def _is_dateline(text: str, date: DateExpression) -> bool:
    """ "LONDON, 14 April 2026 (Reuters) – Jane Doe …": the day of the article, and of nothing in it."""
    start = text.rfind("\n", 0, date.start) + 1
    return date.start - start <= MAX_DATELINE and DATELINE_END.match(text, date.end) is not None


def _all_mentions(
    folded: FoldedText, names: KnownNames, language: Language, lines: list[Line], cues: list[Cue], titles: list[Title]
) -> tuple[list[Mention], dict[str, str]]:
    """The mentions of known names, and of the new ones that the article itself tells."""
    taken = bytearray(len(folded.text))
    verbs = [cue for cue in cues if cue.has(*EVIDENCE)]
    evidence: list[Cue | Title] = sorted([*verbs, *titles], key=lambda item: item.start)
    mentions = find_mentions(folded, names, language, taken, evidence)
    new: NewNames = discover_names(Scene(folded.text, mentions, cues, titles, lines, language, taken))
    if not new.names:
        return mentions, new.native
    more = find_mentions(folded, KnownNames(new.names, well_known=False), language, taken)
    return sorted([*mentions, *more], key=lambda mention: mention.start), new.native


def _moves(article: Article, lines: list[Line]) -> list[ReportedMove]:
    """The rows of lists and tables, then those of sentences."""
    moves, done = ListReader(article).read(lines)
    reader = SentenceReader(article)
    for line in lines:
        reader.begin(line)
        if line not in done:
            for sentence in read_sentences(article.text, line):
                moves += reader.read(sentence)
    return merge_moves(moves)


def _people_without_row(
    mentions: list[Mention], moves: list[ReportedMove], native: dict[str, str], language: str
) -> list[dict[str, Any]]:
    """New people, each where the article names them first."""
    keys = {move.person.key for move in moves}
    people = []
    for mention in mentions:
        if mention.kind == PERSON and mention.slug is None and mention.key not in keys:
            keys.add(mention.key)
            person = person_as_json(mention, native, language)
            people.append({**person, "start": mention.start, "end": mention.end})
    return people
