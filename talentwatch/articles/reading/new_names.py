"""Names that the desk doesn't know yet: of people in pairs, beside titles and verbs; of organizations where somebody joins or leaves."""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import cached_property
from itertools import pairwise

from talentwatch.articles.reading.cues import Cue, Title, between
from talentwatch.articles.reading.folding import fold, script_of
from talentwatch.articles.reading.language import Language, given_names
from talentwatch.articles.reading.layout import Line
from talentwatch.articles.reading.mentions import CASED, Mention, begins_sentence
from talentwatch.articles.reading.names import ORGANIZATION, PERSON, KnownName

CAPITALIZED = r"(?:[A-ZÀ-ÖØ-ÞĀ-ŽЀ-Я](?:\.(?= [A-Z])|[^\W_]*(?:['’.-][^\W_]+){0,4}))"
PARTICLE = r"(?:de la|de|da|di|del|della|van der|van den|van|von|der|den|al|el|bin|ben|le|la|du|dos|ter)"
LATIN_NAME = re.compile(
    rf"(?<![\w@#'’.-]){CAPITALIZED}(?: (?:{PARTICLE} )?{CAPITALIZED}){{0,4}}(?![\w@])|(?<![\w@#.-])[a-z]{{1,2}}[A-Z][A-Za-z]{{1,12}}(?![\w@])"
)
PAIR = re.compile(r"[(（]\s?([^()（）\n]{3,60}?)\s?[)）]")
LONE_WORD = re.compile(rf"(?<![^\W\d_] )(?<![\w-])({CAPITALIZED})(?![\w-])(?! [A-Z])")
NATIVE = re.compile(r"[^\W\d_A-Za-z][^\W\d_]*(?:[-'’\"׳״·・.][^\W\d_]+)*")
TRANSLITERATED = re.compile(r"[\u4e00-\u9fff]{1,8}(?:[·・•‧][\u4e00-\u9fff]{1,8}){1,3}")
HAN = re.compile(r"[\u4e00-\u9fff]")
ORGANIZATION_ENDINGS = frozenset(
    [
        "labs",
        "lab",
        "ai",
        "inc",
        "corp",
        "technologies",
        "technology",
        "research",
        "institute",
        "university",
        "universität",
        "università",
        "université",
        "universidad",
        "robotics",
        "intelligence",
        "systems",
        "capital",
        "ventures",
        "health",
        "studio",
        "studios",
        "foundation",
        "therapeutics",
        "networks",
        "security",
        "group",
        "company",
        "partners",
        "holdings",
        "software",
        "sciences",
        "biotech",
        "bank",
        "college",
        "school",
        "dynamics",
        "computing",
        "analytics",
        "motors",
        "energy",
        "media",
        "press",
        "gmbh",
        "ag",
        "sas",
        "spa",
        "ltd",
        "llc",
        "superintelligence",
    ]
)
NOT_IN_NAMES = frozenset(
    [
        "january",
        "february",
        "march",
        "april",
        "may",
        "june",
        "july",
        "august",
        "september",
        "october",
        "november",
        "december",
        "monday",
        "tuesday",
        "wednesday",
        "thursday",
        "friday",
        "saturday",
        "sunday",
        "i",
    ]
)
MAX_PERSON_WORDS, MIN_PERSON_WORDS = 4, 2
NEAR = 30  # characters between a name and the word that shows what it is
GERMAN_NOUN_ENDINGS = (
    "ung",
    "heit",
    "keit",
    "schaft",
    "tion",
    "en",
    "ern",
    "ität",
    "ismus",
    "ment",
    "chef",
    "er",
    "amt",
)
UNIVERSITIES = frozenset(
    [
        "university",
        "universita",
        "universite",
        "universidad",
        "universitat",
        "institute",
        "institut",
        "istituto",
        "instituto",
        "school",
        "ecole",
        "scuola",
        "college",
        "bank",
        "academy",
    ]
)
MAX_ENUMERATION_GAP = 12  # characters
MAX_NAMES = 500  # new ones in one article
HEBREW_WORD = re.compile(r"[\u05d0-\u05ea][\u05d0-\u05ea'’׳״\"-]*[\u05d0-\u05ea'’׳]")
LONG_DEFINITE = 6  # letters of a Hebrew word whose first one is the article, and not a name
HEBREW_ITEM = re.compile(rf"(?:, ו?| ו)({HEBREW_WORD.pattern} {HEBREW_WORD.pattern})(?=[,.\n)]|$)")
SLOT_CUES = (
    "join",
    "become",
    "return",
    "found",
    "leave",
    "hire_passive",
    "spend",
    "former",
    "now",
    "stay",
    "dismiss_passive",
)
SUBJECT_CUES = ("hire", "lose", "dismiss")


@dataclass
class NewNames:
    """What was discovered, and which names are one person's in two scripts."""

    names: list[KnownName] = field(default_factory=list)
    native: dict[str, str] = field(default_factory=dict)  # by Latin name
    texts: set[str] = field(default_factory=set)

    def add(self, text: str, kind: str, name: str = "", slug: str | None = None) -> None:
        if len(self.names) < MAX_NAMES and text not in self.texts:
            self.texts.add(text)
            self.names.append(KnownName(text, kind, slug, name or text))


@dataclass
class Scene:
    """What is known of the article before the new names are looked for."""

    text: str
    mentions: list[Mention]
    cues: list[Cue]
    titles: list[Title]
    lines: list[Line]
    language: Language
    taken: bytearray

    @cached_property
    def item_starts(self) -> set[int]:
        return {line.start for line in self.lines if line.is_item}

    @cached_property
    def lone_words(self) -> dict[str, int]:
        """Capitalised words inside sentences with none beside them, each with the last place where it stands."""
        return {
            match[1]: match.start(1)
            for match in LONE_WORD.finditer(self.text)
            if not begins_sentence(self.text, match.start(1))
        }


def discover_names(scene: Scene) -> NewNames:
    found = NewNames()
    _pairs(scene, found)
    if scene.language.code == "zh":
        _chinese_people(scene, found)
        _chinese_organizations(scene, found)
    if scene.language.code == "he":
        _hebrew_people(scene, found)
        _hebrew_enumeration(scene, found)
        _hebrew_organizations(scene, found)
    _latin_names(scene, found)
    return found


def _pairs(scene: Scene, found: NewNames) -> None:
    """A native name with the Latin one in brackets, or the other way round."""
    for match in PAIR.finditer(scene.text):
        inside, before = match[1].strip(), scene.text[max(0, match.start() - 60) : match.start()].rstrip()
        before = before[before.rfind("\n") + 1 :]
        if _looks_like_person(inside, scene) and script_of(inside[0]) == "LATIN":
            latin, native = inside, _native_before(before, len(re.split(r"[\s-]", inside)), scene.language)
        elif (
            NATIVE.match(inside)
            and script_of(inside[0]) not in CASED
            and (tail := re.search(LATIN_NAME.pattern + "$", before))
        ):
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
        found.add(latin, PERSON, name, slug)
        found.add(native, PERSON, name, slug)
        found.native[name] = native


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
            return _without_titles(dotted[0], language)
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


def _without_titles(text: str, language: Language) -> str:
    """A run of Chinese letters without the titles and particles that stand before a name in it."""
    words = [
        phrase for titles in language.rules.get("titles", {}).values() for row in titles.values() for phrase in row
    ]
    words += [
        *language.words("cues", "former"),
        *language.words("prepositions", "and"),
        *language.words("names", "organization_nouns"),
    ]
    words += [
        *language.words("prepositions", "by"),
        *language.words("prepositions", "from"),
        *language.words("cues", "hire"),
        "的",
        "了",
        "是",
        "为",
    ]
    shorter = True
    while shorter:
        shorter = False
        head = re.split("[·・•‧]", text)[0]
        for word in sorted(words, key=len, reverse=True):
            place = head.rfind(word)
            if word and place >= 0 and place + len(word) < len(head):
                text, shorter = text[place + len(word) :], True
                break
    return text


def _chinese_people(scene: Scene, found: NewNames) -> None:
    """Transliterated names, whose parts are joined by a dot; and two or three letters that begin with a surname, where a name is due."""
    for match in TRANSLITERATED.finditer(scene.text):
        last = max(match[0].rfind(sign) for sign in "·・•‧") + match.start() + 1
        # The last part may run on into a verb, or another name: 拜尔加入, 拜尔和李明.
        stops = [cue.start for cue in between(scene.cues, last + 1, match.end() + NEAR)]
        stops += [title.start for title in between(scene.titles, last + 1, match.end() + NEAR)]
        stops += [place for place in range(last + 1, match.end()) if scene.taken[place]]
        text = scene.text[match.start() : min([match.end(), *stops])]
        name = _without_titles(text, scene.language)
        start = match.start() + len(text) - len(name)
        if not any(scene.taken[start : start + len(name)]):
            found.add(name, PERSON)
    surnames = scene.language.rules.get("names", {}).get("surnames", "")
    starts = {
        cue.start
        for cue in scene.cues
        if cue.has(*SLOT_CUES, "lose", "hire", "other", "plan", "and", "from", "to", "at", "also", "own_word")
    }
    edges = {title.end for title in scene.titles} | {
        cue.end for cue in scene.cues if cue.has("hire", "by", "and", "lose", "dismiss")
    }
    for match in re.finditer(f"[{re.escape(surnames)}]", scene.text):
        start = match.start()
        if scene.taken[start] or not (
            start == 0 or scene.text[start - 1] in "\n，。、：；（“” \t•的和与及由是" or start in edges
        ):
            continue
        for size in (3, 2):
            end = start + size
            name = scene.text[start:end]
            following = scene.text[end : end + 1]
            is_whole = (
                all(HAN.match(letter) for letter in name) and len(name) == size and not any(scene.taken[start:end])
            )
            if is_whole and (following in {"", "\n", "，", "。", "、", "：", "；", "（", "("} or end in starts):
                is_listed = start in edges or end in starts or following in {"（", "("}
                if is_listed and not between(scene.cues, start, end) and not between(scene.titles, start, end):
                    found.add(name, PERSON)
                    break


def _chinese_organizations(scene: Scene, found: NewNames) -> None:
    for cue in scene.cues:
        if not cue.has("join", "leave", "return", "found", "spend", "from") or (
            cue.phrase in {"由", "从"} and scene.taken[cue.end : cue.end + 1] != b"\0"
        ):
            continue
        match = re.match(
            r"[了到至]?([\u4e00-\u9fff]{2,10}?(?:公司|实验室|研究院|大学|科技|智能|集团|资本|研究所))",
            scene.text[cue.end : cue.end + 16],
        )
        if (
            match
            and not any(scene.taken[cue.end + match.start(1) : cue.end + match.end(1)])
            and not match[1].startswith(("这家", "该", "一家", "另一", "自己"))
        ):
            found.add(match[1], ORGANIZATION)


def _hebrew_people(scene: Scene, found: NewNames) -> None:
    """A first name and the word after it; or two words after a title and before a comma or a verb."""
    words = list(HEBREW_WORD.finditer(scene.text))
    title_ends = {title.end for title in scene.titles}
    for first, second in pairwise(words):
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


def _hebrew_enumeration(scene: Scene, found: NewNames) -> None:
    """Two words behind a person, a comma or "and", and before the end of the enumeration."""
    ends = [mention.end for mention in scene.mentions if mention.kind == PERSON]
    for name in found.names:
        if name.kind == PERSON:
            ends += [match.end() for match in re.finditer(re.escape(name.text), scene.text)]
    for end in ends:
        match = HEBREW_ITEM.match(scene.text, end)
        # Each new one may be followed by another.
        while match and not any(scene.taken[match.start(1) : match.end(1)]):
            found.add(match[1], PERSON)
            match = HEBREW_ITEM.match(scene.text, match.end(1))


def _hebrew_given_name(word: str) -> str:
    """The first name that the word is, perhaps behind a letter that is joined to it."""
    for start in (0, 1):
        name = word[start:]
        if len(name) > 1 and fold(name) in given_names() and (start == 0 or word[0] in "ושלמהב"):
            return name
    return ""


def _hebrew_organizations(scene: Scene, found: NewNames) -> None:
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
            and word not in scene.language.words("names", "not_organizations")
        ):
            found.add(word, ORGANIZATION)


def _latin_names(scene: Scene, found: NewNames) -> None:
    """Capitalised words. What they name is told by first names, titles, verbs, and the company they keep."""
    spans = list(_capitalized_spans(scene))
    people: dict[str, tuple[int, int]] = {}
    for start, end in spans:
        if _is_person(scene, start, end):
            people[scene.text[start:end]] = (start, end)
    _spread_in_enumerations(scene, spans, people)
    for name in people:
        found.add(name, PERSON)
    surnames = {name.rpartition(" ")[2] for name in people}
    for start, end in spans:
        name = scene.text[start:end]
        if name not in people and name not in surnames and _is_organization(scene, start, end):
            found.add(name, ORGANIZATION)


def _spread_in_enumerations(scene: Scene, spans: list[tuple[int, int]], people: dict[str, tuple[int, int]]) -> None:
    """In an enumeration, all are people if one is: from each to the next, then from each to the one before."""
    known = {(mention.start, mention.end) for mention in scene.mentions if mention.kind == PERSON}
    places = sorted({*spans, *known})
    words = {fold(word) for word in scene.language.words("prepositions", "and")}
    for pairs in (pairwise(places), pairwise(reversed(places))):
        for sure, other in pairs:
            first, second = sorted((sure, other))
            name = scene.text[slice(*other)]
            is_sure = sure in known or scene.text[slice(*sure)] in people
            if is_sure and other not in known and name not in people and _could_be_person(name):
                gap = scene.text[first[1] : second[0]]
                if gap == ", " or (len(gap) <= MAX_ENUMERATION_GAP and fold(gap).strip(" ,") in words):
                    people[name] = other


def _capitalized_spans(scene: Scene) -> Iterator[tuple[int, int]]:
    """Runs of capitalised words, without the words around them that aren't parts of names."""
    for match in LATIN_NAME.finditer(scene.text):
        start, end = match.span()
        pieces = [(start + piece.start(), start + piece.end()) for piece in re.finditer(r"\S+", match[0])]
        # A known name splits the run.
        run: list[tuple[int, int]] = []
        for piece in [*pieces, (end, end)]:
            if piece[0] == piece[1] or any(scene.taken[piece[0] : piece[1]]):
                yield from _without_edges(scene, run)
                run = []
            else:
                run.append(piece)


def _without_edges(scene: Scene, run: list[tuple[int, int]]) -> Iterator[tuple[int, int]]:
    text, language = scene.text, scene.language
    cues = (
        {
            word
            for kind in (
                "leave",
                "join",
                "hire",
                "former",
                "also",
                "plan",
                "rumour",
                "pronoun",
                "other",
                "lose",
                "now",
                "company",
            )
            for phrase in language.words("cues", kind)
            for word in fold(phrase).split()
        }
        if run
        else set()
    )
    nouns = {fold(noun) for noun in language.words("names", "organization_nouns")}
    while run:
        start, end = run[0]
        word = text[start:end]
        folded = fold(word.strip(".,'’"))
        is_plain = (
            folded in language.stop_words
            or language.is_title_word(word)
            or folded in NOT_IN_NAMES
            or folded in nouns
            or (begins_sentence(text, start) and folded in cues)
            or folded in _prepositions(language)
        )
        elided = re.match(r"(?:[dlnDLN]|[Dd]all|[Dd]ell|[Nn]ell|[Aa]ll|[Qq]u)['’](?=[A-Z])", word)
        if re.match(r"(?:[DLNdln]|[Dd]ell|[Aa]ll|[Nn]ell|[Dd]all|[Qq]u|[Cc]|[Jj]|[Ss]|[Mm])['’][a-zà-ÿ]", word):
            run.pop(0)
            continue
        if (
            elided
            and len(word) > elided.end() + 1
            and elided[0].lower()
            in {
                "d'",
                "l'",
                "d’",
                "l’",
                "dall'",
                "dell'",
                "nell'",
                "all'",
                "dall’",
                "dell’",
                "nell’",
                "all’",
                "qu'",
                "n'",
            }
            and language.code in {"fr", "it"}
        ):
            run[0] = (start + elided.end(), end)
            continue
        # German nouns have capitals too: the name begins with the first name.
        is_noun = (
            language.code == "de"
            and len(run) > 2
            and not language.is_given_name(word)
            and any(language.is_given_name(text[a:b]) for a, b in run[1:])
        )
        if not (is_plain and not (language.is_given_name(word) and len(run) > 1)) and not is_noun:
            break
        run.pop(0)
    while run and (
        (
            language.is_title_word(text[run[-1][0] : run[-1][1]])
            and fold(text[run[-1][0] : run[-1][1]]) not in ORGANIZATION_ENDINGS
        )
        or fold(text[run[-1][0] : run[-1][1]].strip(".")) in NOT_IN_NAMES | language.stop_words
    ):
        run.pop()
    if not run:
        return
    start, end = run[0][0], run[-1][1]
    name = text[start:end].rstrip(".-")
    for suffix in ("'s", "’s"):
        name = name.removesuffix(suffix)
    if len(name) > 1:
        yield start, start + len(name)


def _prepositions(language: Language) -> frozenset[str]:
    return frozenset(
        fold(word) for kind in ("from", "to", "at", "by", "and") for word in language.words("prepositions", kind)
    )


def _could_be_person(name: str) -> bool:
    words = name.split()
    return (
        MIN_PERSON_WORDS <= len(words) <= MAX_PERSON_WORDS
        and not any(fold(word.strip(".")) in ORGANIZATION_ENDINGS for word in words)
        and not any(word.isupper() and len(word.strip(".")) > 1 for word in words)
        and not any(letter.isdigit() for letter in name)
        and "&" not in name
    )


def _is_person(scene: Scene, start: int, end: int) -> bool:
    text, language = scene.text, scene.language
    name = text[start:end]
    if not _could_be_person(name):
        return False
    if language.code == "de" and (
        fold(name.split()[0]) in language.stop_words
        or any(word.lower().endswith(("ungen", *GERMAN_NOUN_ENDINGS[:5])) for word in name.split())
    ):
        return False
    if language.is_given_name(name.split()[0].split("-")[0]) or language.is_given_name(name.split()[0]):
        return True
    slot = [cue for cue in between(scene.cues, max(0, start - NEAR), start) if "\n" not in text[cue.end : start]]
    behind = [cue for cue in between(scene.cues, end, end + NEAR) if "\n" not in text[end : cue.start]]
    titles_before = any(title.end >= start - 2 for title in between(scene.titles, max(0, start - NEAR), start))
    titles_behind = any(
        re.fullmatch(r",? ?\(?(?:[^\W_]+[ '’]){0,3}", text[end : title.start])
        for title in between(scene.titles, end, end + NEAR)
    )
    after_slot = any(
        cue.has(*SLOT_CUES, "from", "to", "at") and re.fullmatch(r"\s?(?:[a-zà-ÿ'’]+[ ]){0,2}", text[cue.end : start])
        for cue in slot
    )
    is_subject = any(
        cue.has("leave", "join", "return", "found", "dismiss_passive", "hire_passive", "now", "spend", "stay")
        and re.fullmatch(r",? ?(?:[a-zà-ÿ'’]+ ){0,3}", text[end : cue.start])
        for cue in behind
    )
    is_object = any(
        cue.has(*SUBJECT_CUES) and re.fullmatch(r" (?:[a-zà-ÿ'’-]+ ){0,3}", text[cue.end : start]) for cue in slot
    )
    begins_item = start in scene.item_starts
    repeated = not after_slot and _surname_stands_alone(scene, name, end)
    if titles_before and not after_slot:
        return True
    return (is_subject and not after_slot) or is_object or (titles_behind and not after_slot) or begins_item or repeated


def _surname_stands_alone(scene: Scene, name: str, end: int) -> bool:
    """The last word comes again by itself, inside a sentence: Meijer, after Erik Meijer."""
    surname = name.rpartition(" ")[2]
    return len(surname) > 3 and scene.language.code != "de" and scene.lone_words.get(surname, 0) > end


def _is_organization(scene: Scene, start: int, end: int) -> bool:
    text, language = scene.text, scene.language
    name = text[start:end]
    words = name.split()
    if len(name) < 2 or (len(words) == 1 and (fold(name) in language.stop_words or language.is_given_name(name))):
        return False
    if any(word[0].islower() and word.isalpha() for word in words) and fold(words[0]) not in UNIVERSITIES:
        return False
    if (
        len(words) > 1
        and fold(words[-1]) in ORGANIZATION_ENDINGS
        and not (len(words) == MIN_PERSON_WORDS and language.code == "de" and fold(words[0]) in language.stop_words)
    ):
        return True
    is_coined = any(letter.isupper() for letter in name[1:]) and not name.isupper() and len(words) == 1
    before = [cue for cue in between(scene.cues, max(0, start - NEAR), start) if "\n" not in text[cue.end : start]]
    behind = [cue for cue in between(scene.cues, end, end + NEAR) if "\n" not in text[end : cue.start]]
    nouns = {fold(noun) for noun in language.words("names", "organization_nouns")}
    gap = r"['’\s-]{0,2}(?:[a-zà-ÿ]+[ '’-]{1,2}){0,2}"
    is_noun = language.code == "de" and len(words) == 1 and not is_coined and name.lower().endswith(GERMAN_NOUN_ENDINGS)
    if is_noun:
        return False
    if language.code == "de" and len(words) == 1 and not is_coined:
        bare = [
            cue
            for cue in before
            if cue.has("from", "to", "at", "leave")
            and text[cue.end : start] == " "
            and cue.phrase in {"zu", "bei", "von", "verlasst", "fur", "verliess", "grundet", "grundete"}
        ]
        return bool(bare) and _sentence_has_move(scene, start)
    in_slot = any(cue.has(*SLOT_CUES) and re.fullmatch(gap, text[cue.end : start]) for cue in before)
    word_before = re.search(r"([^\W\d_-]+(?:-[^\W\d_]+)?)['’\s]+$", text[max(0, start - 20) : start])
    after_noun = word_before is not None and fold(word_before[1]) in nouns
    is_subject = any(
        cue.has(*SUBJECT_CUES) and re.fullmatch(r" ?(?:[a-zà-ÿ'’]+ ){0,2}", text[end : cue.start]) for cue in behind
    )
    preposed = any(cue.has("from", "to", "at") and cue.end >= start - 2 for cue in before)
    has_story = preposed and _sentence_has_move(scene, start)
    has_letters = script_of(name[0]) == "LATIN" and language.code in {"he", "zh", "ja", "ko", "ar"}
    is_attribute = is_coined and any(title.start <= end + 3 for title in between(scene.titles, end, end + NEAR))
    return (
        in_slot
        or after_noun
        or is_subject
        or has_story
        or is_attribute
        or (has_letters and is_coined and bool(before or behind))
    )


def _sentence_has_move(scene: Scene, place: int) -> bool:
    start, end = scene.text.rfind("\n", 0, place) + 1, scene.text.find("\n", place)
    end = len(scene.text) if end < 0 else end
    window = between(scene.cues, max(start, place - 160), min(end, place + 160))
    return any(
        cue.has("leave", "join", "return", "found", "hire", "hire_passive", "former", "now", "spend", "lose")
        for cue in window
    )
