"""From the pasted text to the Reading that the screen shows."""

from dataclasses import dataclass
from typing import Any

from talentwatch.articles.reading.folding import FoldedText
from talentwatch.articles.reading.language import load_language, recognise_language
from talentwatch.articles.reading.mentions import Mention, find_mentions
from talentwatch.articles.reading.names import KnownNames
from talentwatch.articles.reading.plain_text import plain_text
from talentwatch.dates import PartialDate


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
    del published  # dates come with the rows
    folded = FoldedText(plain)
    mentions = find_mentions(folded, names, rules)
    return Reading(code, plain, mentions, [], [], messages)
