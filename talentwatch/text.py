"""Text as people type it: the key it is found by, the slug made of it, and the characters it may not hold."""

import re
import unicodedata
from collections.abc import Iterable
from urllib.parse import urlsplit

from anyascii import anyascii

# Bidirectional embeddings, overrides and isolates: they reorder what stands beside them.
BIDI_CONTROLS = frozenset("\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069")
FIRST, LAST = "\u2068", "\u2069"  # of what is isolated
NO_CHARACTER = 0xFFFE  # the last two places of each plane
MAX_MARKS = 4  # combining marks in a row; no script in use stacks more
MAX_SIGNS = 8  # of all marks: Burmese and Tibetan write several vowel signs and medials after a letter
BLANKS = frozenset("\u115f\u1160\u2800\u3164\uffa0")  # letters and symbols by name, and yet nothing to see
SLUG = r"[a-z0-9]+(?:-[a-z0-9]+)*"

_NOT_XML = re.compile("[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
_MARKS = {"Mn", "Me", "Cf", "Cc"}
_APOSTROPHES = frozenset("'’‘`ʹʻʼʽ׳״\"“”")


def search_key(*texts: str) -> str:
    """The form in which text is compared, the same on every database; one line, words parted by single spaces.

    NFKC and casefold; Latin letters to ASCII (é, ł, ø, ß); other scripts as they are, without points or vowel signs;
    apostrophes dropped, all other punctuation a space. Hebrew and Arabic are never romanised.
    """
    # NFKC would make a space of the acute accent that many type for an apostrophe.
    folded = unicodedata.normalize("NFKC", " ".join(texts).replace("´", "'")).casefold()
    return " ".join("".join(map(_fold, unicodedata.normalize("NFKC", folded))).split())


def _fold(letter: str) -> str:
    if letter.isascii():
        return letter if letter.isalnum() else "" if letter in _APOSTROPHES else " "
    kind = unicodedata.category(letter)
    if kind in _MARKS or letter in _APOSTROPHES:
        return ""
    if unicodedata.name(letter, "").startswith("LATIN "):
        return "".join(filter(str.isalnum, anyascii(letter).casefold()))
    return letter if kind[0] in "LMN" else " "


def isolated(text: str) -> str:
    """The text as part of a longer one, neither of which turns the other round."""
    return f"{FIRST}{text}{LAST}" if has_right_to_left(text) else text


def has_right_to_left(text: str) -> bool:
    """Hebrew, Arabic or the like is in it."""
    return any(unicodedata.bidirectional(letter) in {"R", "AL"} for letter in text)


def publisher_key(publisher: str) -> str:
    """Who speaks: two spellings of one publisher's name give one key."""
    return search_key(publisher).replace(" ", "")


def is_web_address(text: str | None) -> bool:
    """It may be made a link: its scheme is http or https, and no other that a browser would run."""
    try:
        address = urlsplit(text or "")
    except ValueError:
        return False
    return address.scheme in {"http", "https"} and bool(address.netloc)


def for_xml(text: str) -> str:
    """With a question mark in a diamond for each character that no XML 1.0 may hold, escaped or not."""
    return _NOT_XML.sub("\ufffd", text)


def slug_of(text: str, most: int = 200) -> str:
    """Lower-case ASCII made of the Latin letters and digits in a text; empty where there are none."""
    words = re.findall(r"[a-z0-9]+", search_key(text))
    return "-".join(words)[:most].strip("-")


def composed(text: str) -> str:
    """As the database keeps text: in NFC, trimmed."""
    return unicodedata.normalize("NFC", text).strip()


def flaw(text: str) -> str:
    """What keeps a text from being stored, as a sentence; empty when nothing does."""
    if any(_is_control(letter) for letter in text):
        return "Remove the control characters."
    if not BIDI_CONTROLS.isdisjoint(text):
        return "Remove the characters that override the direction of text (U+202A–U+202E, U+2066–U+2069)."
    letters = unicodedata.normalize("NFD", text)
    if (
        _longest_run(map(unicodedata.combining, letters)) > MAX_MARKS
        or _longest_run(map(_is_mark, letters)) > MAX_SIGNS
    ):
        return f"Use at most {MAX_MARKS} combining marks on a letter."
    if text and not any(unicodedata.category(letter)[0] in "LNPS" for letter in text if letter not in BLANKS):
        return "Enter at least one visible character."
    return ""


def _is_control(letter: str) -> bool:
    """It has no shape of its own that everybody sees; noncharacters included."""
    is_none = ord(letter) % 0x10000 >= NO_CHARACTER or "\ufdd0" <= letter <= "\ufdef"
    return is_none or (unicodedata.category(letter) in {"Cc", "Cs", "Co"} and letter not in "\n\r\t")


def _is_mark(letter: str) -> bool:
    return unicodedata.category(letter)[0] == "M"


def _longest_run(marks: Iterable[object]) -> int:
    longest = run = 0
    for mark in marks:
        run = run + 1 if mark else 0
        longest = max(longest, run)
    return longest


MAX_DIGITS = 18  # of a number that every database can look for


def whole_number(text: str) -> int | None:
    """A key, a version or a count as a browser sends it; None for anything else."""
    return int(text) if text.isascii() and text.isdecimal() and len(text) <= MAX_DIGITS else None
