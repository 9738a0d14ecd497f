"""Titles, in English: one, several joined by "and", or one with its field ("head of safety")."""

import re

from talentwatch.articles.reading.article import Article
from talentwatch.articles.reading.cues import Title, between
from talentwatch.articles.reading.folding import fold

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
STOPS = re.compile(r"[,.;:()\[\]\n!?\"“”„«»，。；：（）|/–—]")


def titles_in(article: Article, start: int, end: int) -> list[Title]:
    """The titles in a part of the text; those joined by "and" are one."""
    found: list[Title] = []
    for title in between(article.titles, start, end):
        whole = with_field(article, title, end)
        if found and _is_joined(article, found[-1].end, title.start):
            last = found.pop()
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
        found.append(whole)
    return found


def _is_joined(article: Article, end: int, start: int) -> bool:
    gap = fold(article.text[end:start])
    if gap.strip() in {"", "/", "&"}:
        return start - end <= 3 and article.language.code == "zh"
    words = {fold(word) for word in (*article.language.words("prepositions", "and"), "and", "&", "/")}
    return gap.strip() in words


def with_field(article: Article, title: Title, end: int) -> Title:
    """The title with the field behind it, as far as it is known in English."""
    if title.title not in OPEN:
        return title
    text, language = article.text, article.language
    rest = text[title.end : end]
    connectors = sorted(
        (fold(word) for word in language.rules.get("complements", {}).get("of", [])), key=len, reverse=True
    )
    folded_rest = fold(rest)
    lead = len(folded_rest) - len(folded_rest.lstrip())
    connector = next(
        (
            c
            for c in connectors
            if folded_rest[lead:].startswith(c)
            and (c in {",", "d'"} or c.endswith("'") or folded_rest[lead + len(c) : lead + len(c) + 1] in {" ", ""})
        ),
        None,
    )
    begin = lead + len(connector) if connector is not None else lead
    if len(folded_rest) != len(rest):
        return title
    mention = next((m for m in between(article.mentions, title.end, end)), None)
    cue = next(
        (
            c
            for c in between(article.cues, title.end + begin, end)
            if c.has("at", "from", "join", "leave", "hire", "return", "found", "other", "to", "now", "former", "plan")
        ),
        None,
    )
    day = next((d for d in article.dates if title.end <= d.start < end), None)
    limit = min(
        [
            len(rest),
            *(item.start - len(getattr(item, "prefix", "")) - title.end for item in (mention, cue, day) if item),
        ]
    )
    if stop := STOPS.search(rest, begin):
        limit = min(limit, stop.start())
    phrase = rest[begin:limit].strip(" ,-'’")
    words = phrase.split()
    if not words or len(words) > MAX_FIELD_WORDS:
        return title
    english = language.rules.get("fields", {})
    known = {fold(key): value for key, value in english.items()}
    key = fold(phrase)
    stripped = re.sub(r"^(?:the|its|their|il|lo|la|le|les|el|los|las|der|die|das|l')\s?", "", key)
    name = known.get(key) or known.get(stripped)
    if name is None and (
        (language.code == "en" and connector not in {None, ","}) or (phrase.isascii() and _is_english(words))
    ):
        name = re.sub(r"^(?:the|its|their|our|all) ", "", phrase)
    if not name or (language.code == "en" and connector is None):
        return title
    finish = title.end + begin + rest[begin:].find(phrase) + len(phrase)
    short = SHORT.get(title.title, title.title)
    whole = f"{short}, {name}" if connector == "," or (connector is None) else f"{short} of {name}"
    if title.title == "Senior director" and not name.startswith(("engineering", "research", "product")):
        whole = f"{title.title}, {name}"
    return Title(title.start, finish, whole, title.role)


ENGLISH_FIELDS = frozenset(
    [
        "engineering",
        "research",
        "generative",
        "ai",
        "safety",
        "product",
        "products",
        "policy",
        "machine",
        "learning",
        "alignment",
        "infrastructure",
        "data",
        "science",
        "robotics",
        "design",
        "operations",
        "marketing",
        "growth",
        "security",
        "applied",
        "foundation",
        "models",
        "model",
        "training",
        "post-training",
        "pre-training",
        "reasoning",
    ]
)


def _is_english(words: list[str]) -> bool:
    return all(fold(word) in ENGLISH_FIELDS for word in words)
