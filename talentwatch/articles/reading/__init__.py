"""Reading an article for the editor: who and what it mentions, and who left what for what.

Pure: no database, no network, no clock. docs/articles.md explains the rules.
"""

from talentwatch.articles.reading.names import NO_NAMES, KnownName, KnownNames
from talentwatch.articles.reading.plain_text import MAX_LENGTH, ArticleError
from talentwatch.articles.reading.reader import Reading, read_article

__all__ = ["MAX_LENGTH", "NO_NAMES", "ArticleError", "KnownName", "KnownNames", "Reading", "read_article"]
