"""How an article is laid out: lines with their indents and bullets, cells of tables, sentences."""

import re
from collections.abc import Iterator
from dataclasses import dataclass

MAX_SENTENCE = 1_000  # characters; what has no full stop for longer is cut
BULLET = re.compile(r"[ \t]*(?:(?:[•◦▪‣●○■*+·–—-]|\d{1,2}[.)])[ \t]+|[一二三四五六七八九十]{1,3}、)")
INDENT = re.compile(r"[ \t]*")
SENTENCE_END = re.compile(
    r"[.!?…][\"'”’»)\]]{0,3}[ \t]+(?=[\"'“‘«(¿¡]{0,2}[^\Wa-z_])|[。！？][”』」）]?|[!?][”\"](?=[^\W\d_])|[ \t]*\+\+\+[ \t]*"
)
# A full stop after these ends no sentence.
ABBREVIATION = re.compile(
    r"(?:^|[^\w])(?:[A-WYZ]|(?<![a-zà-ÿ] )X|Dr|Mr|Mrs|Ms|Prof|Sr|Jr|St|Inc|Co|Corp|Ltd|vs|No|Mme|Dott|Ing|Sra|Dra|z\. ?B|u\. ?a|ca|bzw|approx|est|Sen|Rep|Gen|[Jj]an|[Ff]eb|[Mm]ar|[Aa]pr|[Aa]ug|[Ss]ept?|[Oo]ct|[Nn]ov|[Dd]ec|\d{1,2})$"
)
DAY_OF_MONTH = re.compile(r"[A-Z][a-z]{2,8}\.? \d{1,2}$")  # "on Dec. 1.": the end of a sentence
CELL = re.compile(r"\t|[ \t]*[|｜][ \t]*")
RULE = re.compile(r"[\s|:+=-]*")
MIN_CELLS = 2


@dataclass(frozen=True)
class Span:
    start: int
    end: int

    def holds(self, start: int, end: int) -> bool:
        return self.start <= start and end <= self.end


@dataclass(frozen=True)
class Line(Span):
    """The text of a line, without its indent and bullet."""

    indent: int
    is_item: bool


def read_lines(text: str) -> list[Line]:
    """The lines that aren't empty."""
    lines = []
    start = 0
    for raw in text.split("\n"):
        bullet = BULLET.match(raw)
        indent = INDENT.match(raw)
        width = len(indent[0].expandtabs(4)) if indent else 0
        skipped = bullet.end() if bullet else len(indent[0]) if indent else 0
        content = raw[skipped:].rstrip()
        if content:
            lines.append(Line(start + skipped, start + skipped + len(content), width, bullet is not None))
        start += len(raw) + 1
    return lines


def read_sentences(text: str, line: Span) -> Iterator[Span]:
    start = line.start
    for match in SENTENCE_END.finditer(text, line.start, line.end):
        before = text[max(start, match.start() - 12) : match.start()]
        if match[0][0] == "." and ABBREVIATION.search(before) and not DAY_OF_MONTH.search(before):
            continue
        yield from _cut(start, match.end())
        start = match.end()
    if start < line.end:
        yield from _cut(start, line.end)


def _cut(start: int, end: int) -> Iterator[Span]:
    while end - start > MAX_SENTENCE:
        yield Span(start, start + MAX_SENTENCE)
        start += MAX_SENTENCE
    yield Span(start, end)


def read_cells(text: str, line: Span) -> list[Span]:
    """The cells of a line of a table; fewer than two if it isn't one."""
    cells = []
    start = line.start
    for match in CELL.finditer(text, line.start, line.end):
        cells.append(trim(text, start, match.start()))
        start = match.end()
    cells.append(trim(text, start, line.end))
    # A table in Markdown begins and ends each line with a bar.
    if "|" in text[line.start : line.start + 1] and cells[0].start == cells[0].end:
        cells = cells[1:]
    if cells and cells[-1].start == cells[-1].end and text[line.start : line.end].endswith("|"):
        cells = cells[:-1]
    return cells


def is_rule(text: str, line: Span) -> bool:
    """A line such as |---|---|."""
    return RULE.fullmatch(text, line.start, line.end) is not None


def trim(text: str, start: int, end: int, more: str = "*_") -> Span:
    """The span without white space and marks of emphasis at its ends."""
    signs = " \t\u00a0" + more
    while start < end and text[start] in signs:
        start += 1
    while end > start and text[end - 1] in signs:
        end -= 1
    return Span(start, end)
