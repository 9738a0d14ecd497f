"""Text folded for comparison, letter by letter, so that every place in it can be traced back to the original."""

import unicodedata
from functools import lru_cache

from anyascii import anyascii

from talentwatch.text_cache import cache_short_texts

APOSTROPHES = frozenset("'’‘`´ʹʻʼʽ׳＇")
QUOTES = frozenset('"“”„‟«»״＂')
HYPHENS = frozenset("-‐‑‒־－")
# Only these scripts are written with marks that people leave out; in Japanese and Korean they make another letter.
SCRIPTS_WITH_MARKS = ("LATIN", "GREEK", "CYRILLIC", "HEBREW", "ARABIC")


@lru_cache(2**14)
def script_of(letter: str) -> str:
    """The first word of the letter's name in Unicode: LATIN, HEBREW, CJK, KATAKANA; empty for anything but letters and digits."""
    if letter == "ー":
        return "KATAKANA"
    if not letter.isalnum() and unicodedata.category(letter)[0] != "M":
        return ""
    return "DIGIT" if letter.isdecimal() else unicodedata.name(letter, "").partition(" ")[0].partition("-")[0]


@lru_cache(2**14)
def fold_letter(letter: str) -> str:
    """The letter without case and accents; one kind of apostrophe, hyphen and space; nothing for invisible characters."""
    if letter.isascii():
        return "\n" if letter == "\r" else " " if letter == "\t" else letter.lower()
    for signs, plain in ((APOSTROPHES, "'"), (QUOTES, '"'), (HYPHENS, "-")):
        if letter in signs:
            return plain
    category = unicodedata.category(letter)
    if category in {"Zs", "Zl", "Zp"}:
        return " "
    if category in {"Mn", "Me", "Cf", "Cc"}:
        return ""
    if script_of(letter) not in SCRIPTS_WITH_MARKS:
        return unicodedata.normalize("NFKC", letter).casefold()
    bare = "".join(c for c in unicodedata.normalize("NFKD", letter) if not unicodedata.combining(c)).casefold()
    return bare if script_of(letter) != "LATIN" else anyascii(bare).lower()


class FoldedText:
    """A text and its folded form. Runs of spaces are one space; line breaks stay."""

    def __init__(self, text: str) -> None:
        self.text = text
        letters: list[str] = []
        self.origins: list[int] = []  # of each folded letter, its place in the text
        last = ""
        for place, letter in enumerate(text):
            folded = fold_letter(letter)
            if folded == " " == last:
                continue
            for part in folded:
                letters.append(part)
                self.origins.append(place)
            last = folded or last
        self.folded = "".join(letters)
        self.origins.append(len(text))

    def span(self, start: int, end: int) -> tuple[int, int]:
        """The place in the text of a place in its folded form."""
        last = self.origins[end - 1] + 1
        while last < len(self.text) and unicodedata.combining(self.text[last]):
            last += 1
        return self.origins[start], last


@cache_short_texts(2**13)
def fold(text: str) -> str:
    return FoldedText(text).folded
