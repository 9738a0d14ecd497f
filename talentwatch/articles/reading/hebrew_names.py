"""New names in Hebrew, which has no capitals: by first names, titles and verbs."""

import re
from itertools import pairwise

from talentwatch.articles.reading.cues import between
from talentwatch.articles.reading.folding import fold
from talentwatch.articles.reading.language import given_names
from talentwatch.articles.reading.names import ORGANIZATION, PERSON
from talentwatch.articles.reading.scene import NEAR, SLOT_CUES, NewNames, Scene
from talentwatch.articles.reading.time_expressions import month_names

HEBREW_WORD = re.compile(r"[\u05d0-\u05ea][\u05d0-\u05ea'’׳״\"-]*[\u05d0-\u05ea'’׳]")
HEBREW_ITEM = re.compile(rf"(?:, ו?| ו)({HEBREW_WORD.pattern} {HEBREW_WORD.pattern})(?=[ ,.\n)]|$)")
ADDRESS = re.compile(r"(?<!\w)(?:ד[\"״]ר|פרופ['׳]|מר|גב['׳]) $")
MONTHS = month_names("he")
LONG_DEFINITE = 6  # letters of a Hebrew word whose first one is the article, and not a name


def find_hebrew_people(scene: Scene, found: NewNames) -> None:
    """A first name and the word after it; or two words after a title and before a comma or a verb."""
    words = list(HEBREW_WORD.finditer(scene.text))
    title_ends = {title.end for title in scene.titles}
    end = 0  # of the name found last
    for first, second in pairwise(words):
        # Many surnames are first names, too.
        if first.start() < end:
            continue
        if scene.text[first.end() : second.start()] != " " or any(scene.taken[first.start() : second.end()]):
            continue
        given = _hebrew_given_name(first[0])
        follows_title = first.start() - 1 in title_ends
        is_free = not between(scene.cues, second.start(), second.end()) and not between(
            scene.titles, second.start(), second.end()
        )
        is_free = (
            is_free
            and fold(second[0]) not in scene.language.stop_words
            and not (second[0][0] == "ה" and len(second[0]) >= LONG_DEFINITE)
        )
        rest = scene.text[second.end() : second.end() + 2]
        ends = (
            rest[:1] in {",", ".", "(", ")", ":", ""}
            or rest[:2] == " ("
            or any(
                cue.start in {second.end() + 1, second.end() + 2}
                for cue in between(scene.cues, second.end(), second.end() + 14)
            )
            or rest.startswith(" ו")
        )
        # At the beginning of a sentence, before a comma and a title.
        begins = (
            first.start() == 0
            or scene.text[first.start() - 1] == "\n"
            or scene.text[first.start() - 2 : first.start()] == ". "
        )
        is_named = (
            begins
            and rest.startswith(",")
            and fold(first[0]) not in scene.language.stop_words
            and bool(between(scene.titles, second.end(), second.end() + NEAR))
        )
        follows_cue = any(
            cue.end + 1 == first.start() for cue in between(scene.cues, first.start() - NEAR, first.start())
        )
        # "also Roy Shalom, senior researcher", "also Anbar Lavi, who went to"
        behind = scene.text[second.end() : second.end() + NEAR]
        is_described = any(
            title.start == second.end() + 2 for title in between(scene.titles, second.end(), second.end() + NEAR)
        ) or any(
            cue.has(*SLOT_CUES) and behind[: cue.start - second.end()] == ", ש"
            for cue in between(scene.cues, second.end(), second.end() + NEAR)
        )
        is_named = (
            is_named
            or ADDRESS.search(scene.text, max(0, first.start() - NEAR), first.start()) is not None
            or (follows_cue and rest.startswith(",") and is_described and first[0][0] != "ו")
        )
        # "…, and Yotam Segev, who joined": the "and" is joined to the name.
        is_second = first[0][0] == "ו" and scene.text[first.start() - 2 : first.start()] == ", "
        if not given and is_second and is_described and rest.startswith(","):
            given = first[0][1:]
        given = given or (first[0] if is_named and not between(scene.cues, first.start(), first.end()) else "")
        if is_free and (
            given
            or (
                follows_title
                and ends
                and not first[0].endswith(("ים", "ות"))
                and len(second[0]) > 2
                and first[0][0] != "ה"
                and second[0][0] != "ה"
                and not between(scene.cues, first.start(), first.end())
            )
        ):
            found.add(f"{given or first[0]} {second[0]}", PERSON)
            end = second.end()


def find_hebrew_enumerations(scene: Scene, found: NewNames) -> None:
    """Two words behind a person, a comma or "and", and before the end of the enumeration or its verb."""
    ends = [mention.end for mention in scene.mentions if mention.kind == PERSON]
    verbs = {cue.start for cue in scene.cues if cue.has(*SLOT_CUES, "own_word")}
    for name in found.names:
        if name.kind == PERSON:
            ends += [match.end() for match in re.finditer(re.escape(name.text), scene.text)]
    for end in ends:
        match = HEBREW_ITEM.match(scene.text, end)
        # Each new one may be followed by another.
        while (
            match
            and (scene.text[match.end(1) : match.end(1) + 1] != " " or match.end(1) + 1 in verbs)
            and not any(scene.taken[match.start(1) : match.end(1)])
            and not between(scene.titles, match.start(1), match.end(1))
        ):
            found.add(match[1], PERSON)
            match = HEBREW_ITEM.match(scene.text, match.end(1))


def _hebrew_given_name(word: str) -> str:
    """The first name that the word is, perhaps behind a letter that is joined to it."""
    for start in (0, 1):
        name = word[start:]
        if len(name) > 1 and fold(name) in given_names() and (start == 0 or word[0] in "ושלמהב"):
            return name
    return ""


def find_hebrew_organizations(scene: Scene, found: NewNames) -> None:
    """The word behind a verb of joining with ל, of leaving with את or מ, or behind "the company"."""
    nouns = {fold(noun) for noun in scene.language.words("names", "organization_nouns")}
    for cue in scene.cues:
        if not cue.has("join", "leave", "return", "found", "hire_passive", "now"):
            continue
        match = re.match(
            r"[ ]?(את )?([\u05d0-\u05ea'׳״\"’-]+)(?: ([\u05d0-\u05ea'׳״\"’-]+))?", scene.text[cue.end : cue.end + 40]
        )
        if not match:
            continue
        offset, group, word = cue.end, 2, match[2]
        if fold(word) in nouns and match[3]:
            group, word = 3, match[3]
        elif (
            word[0] in ("מ" if cue.has("leave") and not cue.has("join") else "למב" if cue.has("now") else "ל")
            and len(word) > 3
            and not match[1]
            and not cue.phrase.endswith((" ל", " מ", " ב"))
        ):
            word = word[1:]
        elif not match[1] and not cue.phrase.endswith((" ל", " מ", " ב")):
            continue
        start = offset + match.end(group) - len(word)
        is_free = (
            not any(scene.taken[start : start + len(word)])
            and not between(scene.cues, start - 1, start + len(word))
            and not between(scene.titles, start - 1, start + len(word))
        )
        if (
            is_free
            and len(word) > 2
            and fold(word) not in scene.language.stop_words
            and not word.startswith("ה")
            and not word.endswith(("ים", "ות"))
            and fold(word[1:]) not in MONTHS
            and word not in scene.language.words("names", "not_organizations")
        ):
            found.add(word, ORGANIZATION)
