"""What an item or a section of a digest is about: "Google: …", or "Google to Meta: …", or a line of its own."""

from talentwatch.articles.reading.article import Article
from talentwatch.articles.reading.folding import fold
from talentwatch.articles.reading.layout import Line
from talentwatch.articles.reading.mentions import Mention
from talentwatch.articles.reading.names import media_names
from talentwatch.articles.reading.verb_statements import ARROW, Heading

DECORATION = " \t\u00a0*_#"
COLONS = (":", "：")


class HeadingReader:
    """Goes through the lines of an article in their order."""

    def __init__(self, article: Article) -> None:
        self.article = article
        self._section: Heading | None = None  # a heading on a line of its own
        self._end = 0  # of the line before

    def of(self, line: Line) -> Heading | None:
        """The heading of this line: its own, or that of its section, which a blank line ends."""
        heading = self._own(line)
        is_alone = heading is not None and heading.end == line.end
        is_behind_heading = self._section is not None and self._section.end == self._end
        is_new_paragraph = "\n\n" in self.article.text[self._end : line.start].replace(" ", "")
        if is_alone:
            self._section = heading
        elif is_new_paragraph and not is_behind_heading and not line.is_item:
            self._section = None
        self._end = line.end
        return heading or self._section

    def _own(self, line: Line) -> Heading | None:
        """A name, or two with a "to" or an arrow between them, that fills the line or ends with a colon."""
        article = self.article
        named = article.organizations(line.start, line.end)[:2]
        if not named or fold(named[0].name) in media_names():
            return None
        first, last = named[0], named[-1]
        if (
            article.text[line.start : first.start].strip(DECORATION)
            and article.preposition(first, line.start) != "from"
        ):
            return None
        if self._ends_heading(first, line):
            return Heading(first, first, self._end_behind(first, line))
        if not self._ends_heading(last, line) or not self._is_way(first, last):
            return None
        return Heading(first, last, self._end_behind(last, line))

    def _ends_heading(self, organization: Mention, line: Line) -> bool:
        rest = self.article.text[organization.end : line.end].lstrip(DECORATION)
        return not rest or rest.startswith(COLONS)

    def _end_behind(self, organization: Mention, line: Line) -> int:
        rest = self.article.text[organization.end : line.end].lstrip(DECORATION + "".join(COLONS))
        return line.end - len(rest)

    def _is_way(self, first: Mention, last: Mention) -> bool:
        gap = self.article.text[first.end : last.start - len(last.prefix)].strip(DECORATION)
        is_to = self.article.preposition(last, first.end) == "to" and len(gap.split()) <= 1
        return is_to or ARROW.fullmatch(gap) is not None
