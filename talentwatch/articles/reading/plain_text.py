"""The plain text of what an editor pasted, which all positions refer to, or a sentence that says why it can't be read."""

import re
import unicodedata

from inscriptis import get_text
from inscriptis.model.config import ParserConfig
from lxml.etree import LxmlError

from talentwatch.text import BIDI_CONTROLS, text_error

MAX_LENGTH = 200_000  # characters; the longest articles of newspapers have a tenth of that
MAX_MARKUP = 1_000_000  # characters of HTML: a page carries several times its text
HTML = re.compile(
    r"<(?:!doctype|html|head|body|article|section|div|p|ul|ol|li|table|tr|h[1-6]|br|span|a|b|i|em|strong|script)\b",
    re.IGNORECASE,
)
# Their content isn't text; the parser would keep what stands in an unclosed one.
HIDDEN = re.compile(r"<(script|style|template|noscript|svg|iframe)\b.*?(?:</\1\s*>|\Z)", re.IGNORECASE | re.DOTALL)
TRACES = re.compile("[" + "".join(sorted(BIDI_CONTROLS)) + "\u200b\u200e\u200f\u2060\ufeff\u00ad]")
BLANK_LINES = re.compile(r"\n[ \t]*(?:\n[ \t]*)+\n")


class ArticleError(ValueError):
    """The text can't be read; the message says why, in a sentence for the editor."""


def plain_text(pasted: str) -> tuple[str, list[str]]:
    """The text in NFC without markup, and what the editor should know about how it was read."""
    if "\0" in pasted:
        raise ArticleError(
            "The text holds a NUL character: it looks like a file of another kind. Paste the text itself."
        )
    is_html = bool(HTML.search(pasted[:MAX_LENGTH]))
    limit = MAX_MARKUP if is_html else MAX_LENGTH
    if len(pasted) > limit:
        raise ArticleError(
            f"The text has {len(pasted):,} characters, and at most {limit:,} are read. Paste the part about people."
        )
    messages = []
    text = html_to_text(pasted) if is_html else pasted
    if len(text) > MAX_LENGTH:
        raise ArticleError(f"The page has more than {MAX_LENGTH:,} characters of text. Paste the part about people.")
    if TRACES.search(text):
        if not BIDI_CONTROLS.isdisjoint(text):
            messages.append("Characters that override the direction of text were left out.")
        text = TRACES.sub("", text)
    text = unicodedata.normalize(
        "NFC", text.replace("\r\n", "\n").replace("\r", "\n").replace("\f", "\n").replace("\v", "\n")
    )
    if not text.strip():
        raise ArticleError("There is no text to read.")
    if error := text_error(text):
        raise ArticleError(f"The text can't be read. {error}")
    return text, messages


def html_to_text(html: str) -> str:
    """Lists keep their bullets and indents, cells of tables are separated by tabs; nothing is fetched."""
    try:
        text = get_text(HIDDEN.sub(" ", html), ParserConfig(table_cell_separator="\t"))
    except (LxmlError, ValueError, RecursionError):
        raise ArticleError("The page's HTML can't be read. Paste its text instead.") from None
    return BLANK_LINES.sub("\n\n", text).strip("\n")
