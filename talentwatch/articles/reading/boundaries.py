"""Where a name begins and ends inside a word or between words, in each script."""

import re
import tomllib
from pathlib import Path

from talentwatch.articles.reading.folding import HYPHENS, script_of

# No spaces between words: a name may stand anywhere among other letters.
WITHOUT_SPACES = frozenset({"CJK", "HIRAGANA", "THAI", "IDEOGRAPHIC"})
SCRIPTS_WITH_PREFIXES = frozenset({"HEBREW", "ARABIC"})
MAX_PREFIX, MAX_SUFFIX = 5, 4
MIN_PREFIXED = 3  # letters of a name that may follow a prefix: shorter ones are the rest of a word too often
ADDRESS = re.compile(
    r"https?://[^\s<>\"]+|www\.[^\s<>\"]+|[\w.+-]{1,64}@[\w-]{1,64}(?:\.[\w-]{1,64}){1,4}|(?<!\w)@\w{2,30}"
    r"|(?<![\w@.-])[A-Za-z0-9-]{1,63}(?:\.[A-Za-z0-9-]{1,63}){0,3}\.(?:com|org|net|io|ai|co|dev|app|info|me|tv|de|fr|it|es|il|cn|uk|eu|ch)(?![\w-])(?:/[^\s<>\"]*)?"
)


def _affixes() -> dict[str, tuple[re.Pattern[str], re.Pattern[str]]]:
    rules = tomllib.loads(Path(__file__).with_name("scripts.toml").read_text("utf-8"))
    return {script: (re.compile(rule["prefix"]), re.compile(rule["suffix"])) for script, rule in rules.items()}


AFFIXES = _affixes()


def prefix_before(text: str, start: int, end: int) -> str | None:
    """The letters and the hyphen that join a name to a prefix; empty if it begins a word, None if it's inside one."""
    before = text[start - 1] if start else " "
    if before in HYPHENS and start > 1 and script_of(text[start - 2]) in SCRIPTS_WITH_PREFIXES:
        letters = _letters_before(text, start - 1)
        # A hyphen also joins two words of Hebrew; then it is a plain boundary.
        return letters + before if _is_prefix(letters) else ""
    if not (before.isalnum() or before == "_"):
        return ""
    script, other = script_of(text[start]), script_of(before)
    letters = _letters_before(text, start)
    if other != script and not (other == "DIGIT" and script == "LATIN"):
        return letters if _is_prefix(letters) else ""
    if script in WITHOUT_SPACES:
        return ""
    return letters if end - start >= MIN_PREFIXED and _is_prefix(letters) else None


def _is_prefix(letters: str) -> bool:
    script = script_of(letters[-1]) if letters else ""
    return (
        script in SCRIPTS_WITH_PREFIXES and len(letters) <= MAX_PREFIX and bool(AFFIXES[script][0].fullmatch(letters))
    )


def ends_word(text: str, start: int, end: int, genitive_endings: tuple[str, ...] = ()) -> bool:
    """The name ends a word, or only an ending of its script or a genitive of the article's language follows."""
    if end == len(text) or not (text[end].isalnum() or text[end] == "_"):
        return True
    script, other = script_of(text[end - 1]), script_of(text[end])
    if other != script and not (other == "DIGIT" and script == "LATIN"):
        return True
    if script in WITHOUT_SPACES:
        return True
    letters = _letters_after(text, end)
    if script == "LATIN":
        return end - start >= MIN_PREFIXED and letters in genitive_endings
    if script not in AFFIXES or end - start < MIN_PREFIXED - (script == "HANGUL"):
        return False
    return bool(letters) and len(letters) <= MAX_SUFFIX and bool(AFFIXES[script][1].fullmatch(letters))


def _letters_before(text: str, end: int) -> str:
    """The letters right before a place, one more than a prefix may have at most."""
    start = end
    while start > 0 and end - start <= MAX_PREFIX and text[start - 1].isalnum():
        start -= 1
    return text[start:end]


def _letters_after(text: str, start: int) -> str:
    end = start
    while end < len(text) and end - start <= MAX_SUFFIX and text[end].isalnum():
        end += 1
    return text[start:end]


def address_spans(text: str) -> list[tuple[int, int]]:
    """Web and e-mail addresses and handles: a name inside one isn't a mention of it."""
    return [match.span() for match in ADDRESS.finditer(text)]
