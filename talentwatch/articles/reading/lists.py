"""Rows from lists and tables: a name with labels below it ("Previous role: …"), or a line of cells below a line of labels."""

import re
from collections import Counter
from dataclasses import dataclass, field, replace

from talentwatch.articles.reading.article import Article
from talentwatch.articles.reading.folding import fold
from talentwatch.articles.reading.language import Language
from talentwatch.articles.reading.layout import Line, Span, is_rule, read_cells, trim
from talentwatch.articles.reading.mentions import Mention
from talentwatch.articles.reading.moves import MAX_PASSAGE, REPORTED, RUMOURED, ReportedMove, Side
from talentwatch.articles.reading.names import ORGANIZATION
from talentwatch.articles.reading.title_phrases import titles_in
from talentwatch.text_cache import cache_short_texts

LABEL = re.compile(r"([^:：\n]{1,60}?)[ \t*_]*[:：]")
PARTS = re.compile(r"[;|/·•；｜]|, (?=[^,:]{2,30}:)")
MAX_HEAD = 90  # characters of a line that is a name and little else
SHORT_LABEL = 4  # letters; a shorter label has to be the whole text before the colon
MORE_WORDS = 2  # of a label than of the listed one
MIN_COLUMNS, MAX_COLUMNS = 2, 40
DASHES = " \t-–—,:：*_.()（）"
EXTRA_ENGLISH = "en"


@cache_short_texts(2**12)
def label_key(text: str, language: Language) -> str:
    """Which label a text is: previous, current, left_date …; empty if none."""
    words = " ".join(fold(text).strip(DASHES).split())
    best, longest = "", 0
    count = len(words.split())
    for key, phrases in language.rules.get("labels", {}).items():
        if key == "unknown":
            continue
        for phrase in map(fold, phrases):
            is_whole = words == phrase
            is_part = key != "name" and count <= len(phrase.split()) + MORE_WORDS
            is_part = (
                is_part
                and len(phrase) > SHORT_LABEL - 2 * (language.code == "zh")
                and _has_words(words, phrase, language)
            )
            if (is_whole and len(phrase) + 100 > longest) or (is_part and len(phrase) > longest):
                best, longest = key, len(phrase) + 100 * is_whole
    return best


def _has_words(words: str, phrase: str, language: Language) -> bool:
    if language.code == "zh":
        return phrase in words
    return words.startswith(phrase + " ") or f" {phrase} " in f" {words} "


@dataclass
class Record:
    """A name, and what is said below or beside it."""

    person: Mention
    start: int
    end: int
    cells: list[tuple[str, Span, Span]] = field(default_factory=list)  # key, label, value
    lines: set[Line] = field(default_factory=set)


@dataclass
class RecordFacts:
    """The organizations of a record, and where the rest is."""

    left: Mention | None = None
    joined: Mention | None = None
    left_title: Span | None = None
    joined_title: Span | None = None
    left_date: Span | None = None
    joined_date: Span | None = None
    tenure: Span | None = None


class ListReader:
    def __init__(self, article: Article) -> None:
        self.article = article
        self.header: list[Span] = []
        self.counts = Counter(mention.key for mention in article.mentions if mention.kind == ORGANIZATION)

    def read(self, lines: list[Line]) -> tuple[list[ReportedMove], set[Line]]:
        """The rows of all lists and tables, and the lines that need no further reading."""
        moves, done = self._tables(lines)
        for record in self._records([line for line in lines if line not in done]):
            if move := self._record_move(record):
                moves.append(move)
                done |= record.lines
        return moves, done

    # Lists with labels

    def _records(self, lines: list[Line]) -> list[Record]:
        """A line that begins with a name, and the lines of labels below it."""
        records: list[Record] = []
        current: Record | None = None
        indent = 0
        for line in lines:
            cells = self._cells(line)
            name_cell = next((value for key, _, value in cells if key == "name"), None)
            person = self._named(name_cell) if name_cell else None
            owner = person or self._head(line)
            inline = cells if person else self._inline(line, owner) if owner else []
            if owner and (inline or not cells):
                current, indent = Record(owner, line.start, line.end, inline, {line}), line.indent
                records.append(current)
            elif cells and current and line.indent >= indent:
                current.cells += cells
                current.end = line.end
                current.lines.add(line)
            else:
                current = None
        return [record for record in records if record.cells]

    def _named(self, span: Span) -> Mention | None:
        return next(iter(self.article.people(span.start, span.end)), None)

    def _head(self, line: Line) -> Mention | None:
        """The person whose name is all, or the beginning, of a short line."""
        person = next(iter(self.article.people(line.start, line.end)), None)
        if (
            person is None
            or person.start - len(person.prefix) - line.start > 4
            or self.article.text[line.start : person.start].strip(DASHES + "#0123456789")
        ):
            return None
        return person

    def _inline(self, line: Line, owner: Mention) -> list[tuple[str, Span, Span]]:
        """Labels in the same line: "Jane Doe — Previous role: …; Current role: …"."""
        last = max(
            person.end
            for person in self.article.people(line.start, line.end)
            if person.key == owner.key and person.start - owner.start < MAX_HEAD
        )
        rest = trim(self.article.text, last, line.end, DASHES)
        if rest.start >= rest.end or ":" not in self.article.text[rest.start : rest.end].replace("：", ":"):
            return []
        return self._cells(rest)

    def _cells(self, line: Span) -> list[tuple[str, Span, Span]]:
        """Label and value, for each label in the line that is known."""
        whole = self._cell(line)
        cells = [cell for piece in self._split(line) if (cell := self._cell(piece))]
        return cells if len(cells) > 1 else [whole] if whole else []

    def _split(self, line: Span) -> list[Span]:
        pieces = []
        start = line.start
        for match in PARTS.finditer(self.article.text, line.start, line.end):
            pieces.append(Span(start, match.start()))
            start = match.end()
        pieces.append(Span(start, line.end))
        return pieces if len(pieces) <= MAX_COLUMNS else [line]

    def _cell(self, part: Span) -> tuple[str, Span, Span] | None:
        text = self.article.text
        inner = trim(text, part.start, part.end)
        match = LABEL.match(text, inner.start, inner.end)
        if not match:
            return None
        label = Span(inner.start, match.end(1))
        key = label_key(self._without_names(label), self.article.language)
        return (key, label, trim(text, match.end(), inner.end)) if key else None

    def _without_names(self, span: Span) -> str:
        """The label without the organization in it: "Time at Meta"."""
        text = self.article.text[span.start : span.end]
        for mention in reversed(self.article.organizations(span.start, span.end)):
            first = max(mention.start - len(mention.prefix), span.start) - span.start
            text = text[:first] + " " + mention.prefix.rstrip("-־") + " " + text[mention.end - span.start :]
        return text.strip(" -")

    def _record_move(self, record: Record) -> ReportedMove | None:
        facts = RecordFacts()
        for key, label, value in record.cells:
            self._read_label(facts, key, label)
            if not self._is_unknown(value):
                self._read_value(facts, key, value)
        if facts.left is None and (facts.tenure or facts.left_date):
            facts.left = self._nearest_organization(record.start)
        if facts.left and facts.joined and facts.left.key == facts.joined.key and not facts.joined_title:
            facts.joined = None
        left = joined = None
        if facts.left:
            left = self._side(facts.left, facts.left_title, facts.left_date)
            left = self._measured(left, facts.tenure)
        if facts.joined:
            joined = self._side(facts.joined, facts.joined_title, facts.joined_date)
        if left is None and joined is None:
            return None
        passage = (record.start, min(record.end, record.start + MAX_PASSAGE))
        stance = RUMOURED if self.article.has(record.start, record.end, "rumour") else REPORTED
        return ReportedMove(record.person, passage, left, joined, stance, "departure" if left else "hire")

    def _read_label(self, facts: RecordFacts, key: str, label: Span) -> None:
        """ "Time at Meta": the organization in a label."""
        organization = next(iter(self.article.organizations(label.start, label.end)), None)
        if key in {"previous", "left_date", "tenure", "left_organization", "reason"}:
            facts.left = facts.left or organization
        elif key in {"current", "joined_date", "joined_organization"}:
            facts.joined = facts.joined or organization

    def _read_value(self, facts: RecordFacts, key: str, value: Span) -> None:
        organizations = self.article.organizations(value.start, value.end)
        first = organizations[0] if organizations else None
        has_title = bool(titles_in(self.article, value.start, value.end))
        if key in {"previous", "left_organization"}:
            facts.left = facts.left or first
            facts.left_title = facts.left_title or (value if has_title else None)
        elif key in {"current", "joined_organization"}:
            # "Apple → Meta" below "Joined"
            is_route = organizations and key == "joined_organization"
            facts.joined = organizations[-1] if is_route else facts.joined or first
            facts.joined_title = facts.joined_title or (value if has_title else None)
        elif key == "role":
            if facts.joined or not facts.left:
                facts.joined_title = facts.joined_title or value
            else:
                facts.left_title = facts.left_title or value
        elif key == "left_date":
            facts.left_date, facts.left = value, facts.left or first
        elif key == "joined_date":
            facts.joined_date = value
        elif key == "tenure":
            facts.tenure, facts.left = value, facts.left or first

    def _nearest_organization(self, place: int) -> Mention | None:
        earlier = self.article.organizations(max(0, place - 4000), place)
        return max(reversed(earlier), key=lambda mention: self.counts[mention.key], default=None)

    def _is_unknown(self, value: Span) -> bool:
        words = fold(self.article.text[value.start : value.end]).strip(" .*_()")
        listed = {fold(word) for word in (*self.article.language.words("labels", "unknown"), "n/a", "-", "–", "—")}
        return not words or words in listed

    def _side(self, organization: Mention, title: Span | None, date: Span | None) -> Side:
        side = Side(organization, (organization.start, organization.end))
        return self._dated(self._titled(side, title), date)

    def _titled(self, side: Side, value: Span | None) -> Side:
        if value is None:
            return side
        titles = titles_in(self.article, value.start, value.end)
        if not titles:
            return side
        return replace(side, title=titles[0].title, role=titles[0].role, title_place=(titles[0].start, titles[0].end))

    def _dated(self, side: Side, value: Span | None) -> Side:
        if value is None:
            return side
        for date in self.article.dates:
            if value.start - 3 <= date.start and date.end <= value.end and date.date:
                return replace(side, date=date.date, date_place=(max(date.start, value.start), date.end))
        return side

    def _measured(self, side: Side, value: Span | None) -> Side:
        if value is None:
            return side
        lengths = (one for one in self.article.lengths if value.start <= one.start and one.end <= value.end)
        length = next(lengths, None)
        if length is None or not length.is_plain:
            return side
        return replace(side, months=length.months, months_place=(length.start, length.end))

    # Tables

    def _tables(self, lines: list[Line]) -> tuple[list[ReportedMove], set[Line]]:
        moves: list[ReportedMove] = []
        done: set[Line] = set()
        keys: list[str] = []
        for line in lines:
            if is_rule(self.article.text, line):
                if keys:
                    done.add(line)
                continue
            cells = read_cells(self.article.text, line)
            if not MIN_COLUMNS <= len(cells) <= MAX_COLUMNS:
                keys = []
                continue
            labels = [label_key(self._without_names(cell), self.article.language) for cell in cells]
            is_header = sum(map(bool, labels)) >= MIN_COLUMNS and not self.article.people(line.start, line.end)
            if is_header:
                keys = labels
                done.add(line)
                self.header = cells
            elif keys and (move := self._table_move(line, cells, keys)):
                moves.append(move)
                done.add(line)
        return moves, done

    def _table_move(self, line: Line, cells: list[Span], keys: list[str]) -> ReportedMove | None:
        person = next(iter(self.article.people(cells[0].start, line.end)), None)
        if person is None:
            return None
        record = Record(person, line.start, line.end)
        named = next((place for place, cell in enumerate(cells) if cell.holds(person.start, person.end)), 0)
        for place, (key, cell) in enumerate(zip(keys, cells, strict=False)):
            if key and key != "name" and place != named and cell.start < cell.end:
                record.cells.append((key, self.header[place], cell))
        return self._record_move(record) if record.cells else None
