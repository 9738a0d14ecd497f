"""Text as people type it: its search key, its slug, the characters it may not hold, and right-to-left scripts."""

import re
import unicodedata
from collections.abc import Iterable
from textwrap import shorten
from urllib.parse import urlsplit

from anyascii import anyascii
from ftfy import fix_encoding

# Bidirectional embeddings, overrides and isolates: they reorder the text around them.
BIDI_CONTROLS = frozenset("\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069")
FIRST_STRONG_ISOLATE, POP_DIRECTIONAL_ISOLATE = "\u2068", "\u2069"
FIRST_NONCHARACTER = 0xFFFE  # each plane of Unicode ends with two
MAX_COMBINING_MARKS = 4  # in a row; no script in use stacks more
MAX_MARKS = 8  # of all kinds in a row: Burmese and Tibetan write several vowel signs and medials after a letter
BLANK_LETTERS = frozenset("\u115f\u1160\u2800\u3164\uffa0")  # letters and symbols to Unicode, but invisible
MAX_SHOWN = 80  # characters of a text that a warning repeats
MAX_DIGITS = 18  # of a whole number that both databases can store
SLUG = r"[a-z0-9]+(?:-[a-z0-9]+)*"
# Invisible letters that come along when a text is pasted: byte order mark, word joiner, zero-width space, soft hyphen.
# Joiners and direction marks stay: Persian, Hindi and Hebrew are written with them.
PASTED_MARKS = dict.fromkeys(map(ord, "\ufeff\u2060\u200b\u00ad"))

_LINE_END = re.compile("\r\n|[\r\n\u2028\u2029]")
_NOT_XML = re.compile("[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
_DROPPED_CATEGORIES = {"Mn", "Me", "Cf", "Cc"}  # points, vowel signs and control characters
_APOSTROPHES = frozenset("'’‘`ʹʻʼʽ׳״\"“”")


def search_key(*texts: str) -> str:
    """The texts as one line to compare and search by: words separated by single spaces, the same on every database.

    NFKC and casefold; Latin letters become ASCII (é, ł, ø, ß); other scripts keep their letters, without points or vowel
    signs. Apostrophes are dropped, all other punctuation becomes a space. Hebrew and Arabic are never romanised.
    """
    # Many type an acute accent for an apostrophe, and NFKC would turn it into a space.
    folded = unicodedata.normalize("NFKC", " ".join(texts).replace("´", "'")).casefold()
    return " ".join("".join(map(_fold, unicodedata.normalize("NFKC", folded))).split())


def _fold(letter: str) -> str:
    if letter.isascii():
        return letter if letter.isalnum() else "" if letter in _APOSTROPHES else " "
    kind = unicodedata.category(letter)
    if kind in _DROPPED_CATEGORIES or letter in _APOSTROPHES:
        return ""
    if unicodedata.name(letter, "").startswith("LATIN "):
        return "".join(filter(str.isalnum, anyascii(letter).casefold()))
    return letter if kind[0] in "LMN" else " "


def isolate_bidi(text: str) -> str:
    """The text for use inside a longer one: Unicode isolates keep right-to-left letters from reordering the rest."""
    return f"{FIRST_STRONG_ISOLATE}{text}{POP_DIRECTIONAL_ISOLATE}" if has_right_to_left(text) else text


def has_right_to_left(text: str) -> bool:
    """The text has a letter of a right-to-left script, such as Hebrew or Arabic."""
    return any(unicodedata.bidirectional(letter) in {"R", "AL"} for letter in text)


def publisher_key(publisher: str) -> str:
    """The key by which publishers are compared; spellings that differ in case, spaces or punctuation share it."""
    return search_key(publisher).replace(" ", "")


def is_web_address(text: str | None) -> bool:
    """The text is safe as the target of a link: an http or https address, never javascript: or the like."""
    try:
        address = urlsplit(text or "")
    except ValueError:
        return False
    return address.scheme in {"http", "https"} and bool(address.netloc)


def replace_non_xml(text: str) -> str:
    """The text with U+FFFD in place of each character that XML 1.0 can't hold, not even escaped."""
    return _NOT_XML.sub("\ufffd", text)


def make_slug(text: str, max_length: int = 200) -> str:
    """Lower-case ASCII words of the Latin letters and digits in a text, joined by hyphens; empty if it has none."""
    words = re.findall(r"[a-z0-9]+", search_key(text))
    return "-".join(words)[:max_length].strip("-")


def normalise_text(text: str) -> str:
    """The text in the one form that every door makes of it: forms, imports, fixtures.

    NFC; each line ends in \\n, without blanks before it; no blanks around the whole, and no PASTED_MARKS in it.
    """
    lines = _LINE_END.split(unicodedata.normalize("NFC", text.translate(PASTED_MARKS)))
    return "\n".join(line.rstrip() for line in lines).strip()


def repair_mojibake(text: str) -> str:
    """What a text was before somebody read it in the wrong encoding: “César” for “CÃ©sar”; empty if it seems to be right."""
    repaired = "" if text.isascii() else fix_encoding(text)
    return "" if repaired == text else repaired


def mojibake_warning(place: str, text: str) -> str:
    """A sentence about a text that seems to have been read in the wrong encoding; empty if it is right."""
    line = next((line for line in text.splitlines() if repair_mojibake(line)), "")
    if not line:
        return ""
    shown, repaired = (shorten(one, MAX_SHOWN, placeholder="…") for one in (line, repair_mojibake(line)))
    return f"{place}: “{shown}” looks like a text in the wrong encoding, perhaps for “{repaired}”. Check it."


def text_error(text: str) -> str:
    """The validation error of a text, as a sentence; empty if the text is valid."""
    if any(_is_control(letter) for letter in text):
        return "Remove the control characters."
    if not BIDI_CONTROLS.isdisjoint(text):
        return "Remove the characters that override the direction of text (U+202A–U+202E, U+2066–U+2069)."
    letters = unicodedata.normalize("NFD", text)
    is_mark = (unicodedata.category(letter)[0] == "M" for letter in letters)
    if _longest_run(map(unicodedata.combining, letters)) > MAX_COMBINING_MARKS or _longest_run(is_mark) > MAX_MARKS:
        return f"Use at most {MAX_COMBINING_MARKS} combining marks on a letter."
    if text and not any(unicodedata.category(letter)[0] in "LNPS" for letter in text if letter not in BLANK_LETTERS):
        return "Enter at least one visible character."
    return ""


def _is_control(letter: str) -> bool:
    """A control, surrogate or private-use character other than a line break or tab, or a noncharacter."""
    is_noncharacter = ord(letter) % 0x10000 >= FIRST_NONCHARACTER or "\ufdd0" <= letter <= "\ufdef"
    return is_noncharacter or (unicodedata.category(letter) in {"Cc", "Cs", "Co"} and letter not in "\n\r\t")


def _longest_run(flags: Iterable[object]) -> int:
    """The length of the longest run of true values."""
    longest = run = 0
    for flag in flags:
        run = run + 1 if flag else 0
        longest = max(longest, run)
    return longest


def whole_number(text: str) -> int | None:
    """A primary key, version or count as a browser sends it; None for any other text, or one of too many digits."""
    return int(text) if text.isascii() and text.isdecimal() and len(text) <= MAX_DIGITS else None
