"""Names that the desk doesn't know yet: of people in pairs, beside titles and verbs; of organizations where somebody joins or leaves."""

import re

from talentwatch.articles.reading.chinese_names import (
    HAN,
    TRANSLITERATED,
    find_chinese_organizations,
    find_chinese_people,
    without_titles,
)
from talentwatch.articles.reading.folding import fold, script_of
from talentwatch.articles.reading.hebrew_names import (
    find_hebrew_enumerations,
    find_hebrew_organizations,
    find_hebrew_people,
)
from talentwatch.articles.reading.language import Language, given_names
from talentwatch.articles.reading.latin_names import (
    MAX_PERSON_WORDS,
    MIN_PERSON_WORDS,
    ORGANIZATION_ENDINGS,
    find_latin_names,
)
from talentwatch.articles.reading.list_names import find_list_names
from talentwatch.articles.reading.mentions import CASED
from talentwatch.articles.reading.names import ORGANIZATION, PERSON
from talentwatch.articles.reading.scene import LATIN_NAME, NewNames, Scene

PAIR = re.compile(r"[(（]\s?([^()（）\n]{2,60}?)\s?[)）]")
LATIN_AT_END = re.compile(f"(?:{LATIN_NAME.pattern})$")
NATIVE = re.compile(r"[^\W\d_A-Za-z][^\W\d_]*(?:[-'’\"׳״·・.][^\W\d_]+)*")


def discover_names(scene: Scene) -> NewNames:
    new = NewNames()
    _pairs(scene, new)
    if scene.language.code == "zh":
        find_chinese_people(scene, new)
        find_chinese_organizations(scene, new)
    if scene.language.code == "he":
        find_hebrew_people(scene, new)
        find_hebrew_enumerations(scene, new)
        find_hebrew_organizations(scene, new)
    find_list_names(scene, new)
    find_latin_names(scene, new)
    return new


def _pairs(scene: Scene, new: NewNames) -> None:
    """A native name with the Latin one in brackets, or the other way round."""
    for match in PAIR.finditer(scene.text):
        inside, before = match[1].strip(), scene.text[max(0, match.start() - 60) : match.start()].rstrip()
        before = before[before.rfind("\n") + 1 :]
        if _looks_like_person(inside, scene) and script_of(inside[0]) == "LATIN":
            latin, native = inside, _native_before(before, len(re.split(r"[\s-]", inside)), scene.language)
        elif NATIVE.match(inside) and script_of(inside[0]) not in CASED and (tail := LATIN_AT_END.search(before)):
            latin, native = tail[0], inside
            if (
                not _looks_like_person(latin, scene)
                or len(native.split()) > MAX_PERSON_WORDS
                or not NATIVE.fullmatch(native.replace(" ", ""))
            ):
                continue
        else:
            continue
        if not native:
            continue
        known = next(
            (
                m
                for m in scene.mentions
                if m.slug and m.kind == PERSON and scene.text[m.start : m.end] in {latin, native}
            ),
            None,
        )
        if any(m.kind == ORGANIZATION and scene.text[m.start : m.end] in {latin, native} for m in scene.mentions):
            continue
        name, slug = (known.name, known.slug) if known else (latin, None)
        new.add(latin, PERSON, name, slug)
        new.add(native, PERSON, name, slug)
        new.native[name] = native


def _looks_like_person(text: str, scene: Scene) -> bool:
    words = text.split()
    is_name = LATIN_NAME.fullmatch(text) is not None and MIN_PERSON_WORDS <= len(words) <= MAX_PERSON_WORDS
    return is_name and not any(
        fold(word) in ORGANIZATION_ENDINGS or scene.language.is_title_word(word) for word in words
    )


def _native_before(before: str, count: int, language: Language) -> str:
    """The name at the end of a text in another script, of about as many words as its Latin form."""
    if not before or script_of(before[-1]) in {"", "DIGIT", "LATIN"}:
        return ""
    if HAN.match(before[-1]):
        if dotted := re.search(TRANSLITERATED.pattern + "$", before):
            return without_titles(dotted[0], language)
        surnames = language.rules.get("names", {}).get("surnames", "")
        run = re.search(r"[\u4e00-\u9fff]+$", before)
        letters = run[0] if run else ""
        return next(
            (letters[-size:] for size in (3, 2, 4) if len(letters) >= size and letters[-size] in surnames), letters[-3:]
        )
    words = before.split()
    parts: list[str] = []
    size = 0
    while words and size < count and (match := NATIVE.fullmatch(words[-1])):
        parts.insert(0, match[0])
        size += len(match[0].replace("־", "-").split("-"))
        words.pop()
    native = " ".join(parts)
    if (
        language.code == "he"
        and words
        and len(parts) > 1
        and native[0] == "ו"
        and fold(native.split()[0][1:]) in given_names()
    ):
        native = native[1:]
    return native if len(parts) > 1 or count == 1 else ""
