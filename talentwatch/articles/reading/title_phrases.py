"""Titles, in English: one, several joined by "and", or one with its field ("head of safety")."""

import re

from talentwatch.articles.reading.article import Article
from talentwatch.articles.reading.cues import Title, between
from talentwatch.articles.reading.folding import fold
from talentwatch.articles.reading.language import Language

MAX_FIELD_WORDS = 5
OPEN = {
    "Head",
    "Director",
    "Vice-president",
    "Senior vice-president",
    "Corporate vice-president",
    "Executive vice-president",
    "Senior director",
    "Chief",
    "Lead",
    "Co-lead",
    "Manager",
    "Research lead",
    "Technical lead",
    "Managing director",
    "Research director",
}
ROLE_ORDER = ("founder", "executive", "board", "lead")
SHORT = {"Vice-president": "VP"}
# Kinds of words that are no part of a field.
ENDS_FIELD = ("at", "from", "join", "leave", "hire", "return", "found", "other", "to", "now", "former", "plan")
STOPS = re.compile(r"[,.;:()\[\]\n!?\"“”„«»，。；：（）|/–—]")


def titles_in(article: Article, start: int, end: int) -> list[Title]:
    """The titles in a part of the text; those joined by "and" are one."""
    titles: list[Title] = []
    for title in between(article.titles, start, end):
        whole = with_field(article, title, end)
        if titles and _is_joined(article, titles[-1].end, title.start):
            last = titles.pop()
            second = (
                whole.title
                if whole.title.isupper() or whole.title[:2].isupper()
                else whole.title[0].lower() + whole.title[1:]
            )
            role = min(
                (last.role, whole.role),
                key=lambda role: ROLE_ORDER.index(role) if role in ROLE_ORDER else len(ROLE_ORDER),
            )
            if last.title == "Founding member" and whole.role == "engineering":
                role = whole.role
            whole = Title(last.start, whole.end, f"{last.title} and {second}", role)
        titles.append(whole)
    return titles


def _is_joined(article: Article, end: int, start: int) -> bool:
    gap = fold(article.text[end:start])
    if not gap.strip():
        return article.language.code == "zh"
    words = {fold(word) for word in (*article.language.words("prepositions", "and"), "and", "&", "/")}
    return gap.strip() in words


def with_field(article: Article, title: Title, end: int) -> Title:
    """The title with the field behind it, as far as it is known in English."""
    rest = article.text[title.end : end]
    if title.title not in OPEN or len(fold(rest)) != len(rest):
        return title
    language = article.language
    lead = len(rest) - len(fold(rest).lstrip())
    connector = _connector(fold(rest)[lead:], language)
    if language.code == "en" and connector is None:
        return title
    start = lead + len(connector or "")
    phrase = rest[start : _field_end(article, title, start, end)].strip(" ,-'’")
    field = _field_in_english(phrase, connector, language)
    if not field:
        return title
    has_comma = connector in {",", None} or (
        title.title == "Senior director" and not field.startswith(("engineering", "research", "product"))
    )
    name = SHORT.get(title.title, title.title)
    place = title.end + rest.index(phrase, start) + len(phrase)
    return Title(title.start, place, f"{name}, {field}" if has_comma else f"{name} of {field}", title.role)


def _connector(folded: str, language: Language) -> str | None:
    """The "of" or the comma at the beginning of a text; None if there is none."""
    for word in sorted(language.words_of, key=len, reverse=True):
        # "d'": joined to the field.
        is_word = word == "," or word.endswith("'") or folded[len(word) : len(word) + 1] in {" ", ""}
        if folded.startswith(word) and is_word:
            return word
    return None


def _field_end(article: Article, title: Title, start: int, end: int) -> int:
    """Where a field ends, counted from the end of its title: before a name, a verb, a date or a sign."""
    ends = [end]
    ends += [mention.start - len(mention.prefix) for mention in between(article.mentions, title.end, end)[:1]]
    cues = between(article.cues, title.end + start, end)
    ends += [cue.start for cue in cues if cue.has(*ENDS_FIELD)][:1]
    ends += [date.start for date in article.dates if title.end <= date.start < end][:1]
    if stop := STOPS.search(article.text, title.end + start, end):
        ends.append(stop.start())
    return min(ends) - title.end


def _field_in_english(phrase: str, connector: str | None, language: Language) -> str:
    """As the language's file translates it, or as it stands if it is English; empty if it isn't known."""
    words = phrase.split()
    if not 0 < len(words) <= MAX_FIELD_WORDS:
        return ""
    listed = {fold(key): value for key, value in language.rules.get("fields", {}).items()}
    without_article = re.sub(r"^(?:the|its|their|il|lo|la|le|les|el|los|las|der|die|das|l')\s?", "", fold(phrase))
    if field := listed.get(fold(phrase)) or listed.get(without_article):
        return str(field)
    if (language.code == "en" and connector != ",") or (phrase.isascii() and _is_english(words)):
        return re.sub(r"^(?:the|its|their|our|all) ", "", phrase)
    return ""


# fmt: off
ENGLISH_FIELDS = frozenset([
    "engineering", "research", "generative", "ai", "safety", "product", "products", "policy", "machine", "learning",
    "alignment", "infrastructure", "data", "science", "robotics", "design", "operations", "marketing", "growth", "security",
    "applied", "foundation", "models", "model", "training", "post-training", "pre-training", "reasoning",
])
# fmt: on


def _is_english(words: list[str]) -> bool:
    return all(fold(word) in ENGLISH_FIELDS for word in words)
