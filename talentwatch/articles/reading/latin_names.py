"""New names in scripts with capitals. First names, titles, verbs and the names beside them tell what they name."""

import re
from collections.abc import Iterator
from functools import lru_cache
from itertools import pairwise

from talentwatch.articles.reading.cues import between
from talentwatch.articles.reading.date_expressions import month_names
from talentwatch.articles.reading.folding import fold, script_of
from talentwatch.articles.reading.language import Language, context_words, given_names
from talentwatch.articles.reading.mentions import begins_sentence
from talentwatch.articles.reading.names import ORGANIZATION, PERSON
from talentwatch.articles.reading.scene import LATIN_NAME, NEAR, SLOT_CUES, SUBJECT_CUES, NewNames, Scene
from talentwatch.articles.reading.verb_statements import ARROW

# Elided words of Italian and French, such as l’ and dell’: before a name, and before a word that is none.
ELIDED = re.compile(r"(?:[dlnDLN]|[Dd]all|[Dd]ell|[Nn]ell|[Aa]ll|[Qq]u)['’](?=[A-Z])")
ELIDED_BEFORE_SMALL = re.compile(r"(?:[DLNdln]|[Dd]ell|[Aa]ll|[Nn]ell|[Dd]all|[Qq]u|[Cc]|[Jj]|[Ss]|[Mm])['’][a-zà-ÿ]")
# fmt: off
CUES_BEFORE_NAMES = (
    "leave", "join", "hire", "former", "also", "plan", "rumour", "pronoun", "other", "lose", "now", "company",
)
ORGANIZATION_ENDINGS = frozenset([
    "labs", "lab", "ai", "inc", "corp", "technologies", "technology", "research", "institute", "university",
    "universitat", "universita", "universite", "universidad", "robotics", "intelligence", "systems", "capital",
    "ventures", "health", "studio", "studios", "foundation", "therapeutics", "networks", "security", "group",
    "company", "partners", "holdings", "software", "sciences", "biotech", "bank", "college", "school", "dynamics",
    "computing", "analytics", "motors", "energy", "media", "press", "gmbh", "ag", "sas", "spa", "ltd", "llc",
    "superintelligence", "ia",
    "partner", "co", "associates", "associati", "cie", "sohne", "sons", "figli", "fils", "hijos",
])
NOT_IN_NAMES = frozenset([
    "january", "february", "march", "april", "may", "june", "july", "august", "september", "october", "november",
    "december", "monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday", "i",
])
UNIVERSITIES = frozenset([
    "university", "universita", "universite", "universidad", "universitat", "institute", "institut", "istituto",
    "instituto", "school", "ecole", "scuola", "eth", "politecnico", "polytechnique", "politecnica", "college",
    "bank", "academy",
])
GERMAN_NOUN_ENDINGS = (
    "ung", "heit", "keit", "schaft", "tion", "en", "ern", "ität", "ismus", "ment", "chef", "er", "amt",
)
# fmt: on
GERMAN_ABSTRACT_ENDINGS = GERMAN_NOUN_ENDINGS[:5]
GERMAN_BEFORE_NAMES = frozenset(["zu", "bei", "von", "verlasst", "fur", "verliess", "grundet", "grundete"])
GERMAN_MONTHS = month_names("de").keys() - given_names()
# Before a name; behind "Unternehmen" may stand any noun.
GERMAN_FIRMS = frozenset(["startup", "start-up", "firma", "ki-startup", "ki-start-up", "ki-firma"])
# fmt: off
# Cheflobbyistin Audrey Herblin-Stoop
GERMAN_TRADES = (
    "ist", "istin", "chef", "chefin", "leiter", "leiterin", "forscher", "forscherin", "manager", "managerin",
    "sprecher", "sprecherin",
)
# fmt: on
FROM_BEHIND_NAMES = {"de": ("von",), "it": ("da", "di")}
WITH = frozenset(["with", "con", "avec", "mit"])  # somebody, rather than an organization
PERSON_VERBS = ("leave", "join", "return", "found", "dismiss_passive", "hire_passive", "now", "spend", "stay")
# Up to nine words behind a name and a comma.
APPOSITION = re.compile(r", (?:[^\W\d_][\w'’-]*[ ,.;)]{1,2}){1,6}")
LEGAL_FORM = re.compile(r"(?<=\w) (?:GmbH|AG|SE|SA|SAS|SpA|Srl|SL|Inc|Corp|Ltd|LLC|BV|PLC)\.?$")
NEXT_NAME = re.compile(r" ([A-ZÀ-Þ][^\W\d_]+)\b(?! [A-Z])")
LINE_REACH = 120  # characters
COMPOUND = re.compile(r"[^\W\d_]+(?:-[^\W\d_]+)*")
ARTICLES = frozenset(["the", "a", "an"])  # of languages in which an adjective may have a capital
MIN_TITLE_CASE, MIN_HEADLINE = 4, 5  # letters of a word; words
MIN_CAPITALS = 0.8  # of the words of an English headline
OWNS = ("'s ", "’s ")
MAX_ENUMERATION_GAP = 12  # characters
MAX_PERSON_WORDS, MIN_PERSON_WORDS = 4, 2


def find_latin_names(scene: Scene, new: NewNames) -> None:
    """Capitalised words. First names, titles, verbs and the names beside them tell what they name."""
    spans = list(_capitalized_spans(scene))
    people: dict[str, tuple[int, int]] = {}
    # What one place says of a name counts at all of its places.
    companies = {
        scene.text[start:end]
        for start, end in spans
        if not scene.language.is_given_name(scene.text[start:end].split()[0]) and _is_described_as_company(scene, end)
    }
    for start, end in spans:
        if scene.text[start:end] not in companies and _is_person(scene, start, end):
            people[scene.text[start:end]] = (start, end)
    _spread_in_enumerations(scene, spans, people)
    for name in people:
        new.add(name, PERSON)
    owners = {scene.text[start:end] for start, end in spans if _is_owner(scene, start, end)}
    surnames = {name.rpartition(" ")[2] for name in (*people, *owners)}
    for start, end in spans:
        name = scene.text[start:end]
        if name not in people and name not in owners and name not in surnames and _is_organization(scene, start, end):
            # "Acme GmbH" is Acme.
            new.add(name, ORGANIZATION, LEGAL_FORM.sub("", name))
            # The place of a university is part of its name.
            scene.taken[start:end] = bytes(end - start)


def _is_owner(scene: Scene, start: int, end: int) -> bool:
    """ "Elon Musk's company", "la società di Elon Musk": a person, or a place, but no organization."""
    text, language = scene.text, scene.language
    if text[end : end + 3] in OWNS:
        words = re.findall(r"[\w-]+", fold(text[end + 3 : end + 2 * NEAR]))[:3]
        return not language.organization_nouns.isdisjoint(words)
    return language.is_before_owner(text[max(0, start - NEAR) : start])


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
    headlines = [
        line
        for line in scene.lines
        if not line.is_item and _is_headline(scene.text[line.start : line.end], scene.language)
    ]
    in_headline = bytearray(len(scene.text))
    for line in headlines:
        in_headline[line.start : line.end] = b"\1" * (line.end - line.start)
    for match in LATIN_NAME.finditer(scene.text):
        # In a headline, every word may have a capital.
        if in_headline[match.start()]:
            continue
        start, end = match.span()
        pieces = [(start + piece.start(), start + piece.end()) for piece in re.finditer(r"\S+", match[0])]
        # A known name splits the run; not the place of a university, which is no name here.
        run: list[tuple[int, int]] = []
        for piece in [*pieces, (end, end)]:
            is_taken = any(scene.taken[piece[0] : piece[1]])
            if is_taken and any(fold(scene.text[slice(*word)]) in UNIVERSITIES for word in run):
                is_taken = bool(between(scene.mentions, *piece))
            if piece[0] == piece[1] or is_taken or _is_origin(scene, run, piece):
                for part in _split(scene, run):
                    yield from _without_edges(scene, part)
                run = []
            else:
                run.append(piece)


def _split(scene: Scene, run: list[tuple[int, int]]) -> list[list[tuple[int, int]]]:
    """A person and an organization side by side: "l'ex Acme Jane Doe", "Im Mai verließ Jane Doe Acme Labs"."""
    words = [scene.text[slice(*place)] for place in run]
    if len(run) <= MIN_PERSON_WORDS:
        return [run]
    language = scene.language
    before = between(scene.cues, max(0, run[0][0] - NEAR), run[0][0] + 1)
    near = [cue for cue in before if scene.text[cue.end : run[0][0]].strip(" -'’") == ""]
    given = [number for number, word in enumerate(words[:-1]) if language.is_given_name(word)]
    if given and given[0] > 0 and any(cue.has("former") for cue in near):
        return [run[: given[0]], run[given[0] :]]
    is_organization = fold(words[-1]) in ORGANIZATION_ENDINGS and len(words) > MIN_PERSON_WORDS + 1
    if is_organization and given[:1] == [0] and any(cue.has("leave", "join", "found", "return") for cue in near):
        return [run[:MIN_PERSON_WORDS], run[MIN_PERSON_WORDS:]]
    return [run]


def _is_origin(scene: Scene, run: list[tuple[int, int]], piece: tuple[int, int]) -> bool:
    """ "Jane Doe von Acme", "Jane Doe da Acme": behind two words, no particle of a surname."""
    is_from = scene.text[slice(*piece)] in FROM_BEHIND_NAMES.get(scene.language.code, ())
    # "Istituto Italiano di Tecnologia" is a name.
    if is_from and scene.text[slice(*piece)] == "di" and _is_of_surname(scene, run, piece[1]):
        return False
    is_university = any(fold(scene.text[slice(*word)]) in UNIVERSITIES for word in run)
    return is_from and len(run) >= MIN_PERSON_WORDS and not is_university


def _is_of_surname(scene: Scene, run: list[tuple[int, int]], end: int) -> bool:
    """Paternò di Roccella: nothing else in the article is called so, and where they work is said otherwise."""
    match = NEXT_NAME.match(scene.text, end)
    if match is None or len(run) != MIN_PERSON_WORDS or fold(match[1]) in ORGANIZATION_ENDINGS or _is_coined(match[1]):
        return False
    start = max(scene.text.rfind("\n", 0, run[0][0]), run[0][0] - LINE_REACH)
    named = between(scene.mentions, max(0, start), end + LINE_REACH)
    is_elsewhere = any(
        mention.kind == ORGANIZATION for mention in named if not mention.start <= match.start(1) < mention.end
    )
    return is_elsewhere and match[1] not in scene.lone_words


def _is_headline(line: str, language: Language) -> bool:
    """A line in title case, without a full stop. Outside English, one with a small word is none: there, names alone have capitals."""
    words = [word for word in re.findall(r"[^\W\d_]+", line) if len(word) >= MIN_TITLE_CASE]
    share = MIN_CAPITALS if language.code == "en" else 1
    return (
        len(words) >= MIN_HEADLINE
        and line[-1] not in ".:;"
        and sum(word[0].isupper() for word in words) >= share * len(words)
    )


def _without_edges(scene: Scene, run: list[tuple[int, int]]) -> Iterator[tuple[int, int]]:
    text, language = scene.text, scene.language
    while run:
        start, end = run[0]
        elided = ELIDED.match(text, start, end)
        if elided and language.code in {"fr", "it"} and end > elided.end() + 1:
            run[0] = (elided.end(), end)
        elif ELIDED_BEFORE_SMALL.match(text, start, end) or _stands_before_name(scene, run):
            run.pop(0)
        else:
            break
    while run:
        word = text[run[-1][0] : run[-1][1]]
        is_ending = fold(word) in ORGANIZATION_ENDINGS and len(run) > 1
        is_small = fold(word.strip(".")) in NOT_IN_NAMES | language.stop_words and not word.isupper()
        if is_ending or not (language.is_title_word(word) or is_small):
            break
        run.pop()
    if not run:
        return
    start, end = run[0][0], run[-1][1]
    name = text[start:end].rstrip(".-")
    for suffix in ("'s", "’s"):
        name = name.removesuffix(suffix)
    if len(name) > 1:
        yield start, start + len(name)


def _stands_before_name(scene: Scene, run: list[tuple[int, int]]) -> bool:
    """Whether the first word of a run has its capital for another reason than that a name begins there."""
    text, language = scene.text, scene.language
    start, end = run[0]
    word = text[start:end]
    folded = fold(word.strip(".,'’"))
    is_given_name, begins = language.is_given_name(word), begins_sentence(text, start)
    is_small = folded in language.stop_words and not word.isupper()
    is_title = language.is_title_word(word)
    if is_small or is_title or folded in _words_in_no_name(language) or (begins and folded in _first_words(language)):
        return not is_given_name or len(run) == 1
    if language.code == "de" and len(run) > MIN_PERSON_WORDS and folded.endswith(GERMAN_TRADES):
        return True
    # German nouns have capitals too: the name begins with the first name.
    return (
        (begins or language.code == "de")
        and not is_given_name
        and len(run) > MIN_PERSON_WORDS
        and any(language.may_be_given_name(text[slice(*place)]) for place in run[1:])
    )


@lru_cache(64)
def _words_in_no_name(language: Language) -> frozenset[str]:
    nouns = language.words("names", "organization_nouns")
    kinds = ("from", "to", "at", "by", "and")
    prepositions = (word for kind in kinds for word in language.words("prepositions", kind))
    return NOT_IN_NAMES | {fold(word) for word in (*nouns, *prepositions)}


@lru_cache(64)
def _first_words(language: Language) -> frozenset[str]:
    """Words of a sentence about a move that have a capital only where they begin it."""
    phrases = (phrase for kind in CUES_BEFORE_NAMES for phrase in language.words("cues", kind))
    return frozenset(word for phrase in phrases for word in fold(phrase).split())


def _could_be_person(name: str) -> bool:
    words = name.split()
    return (
        MIN_PERSON_WORDS <= len(words) <= MAX_PERSON_WORDS
        and not any(fold(word.strip(".")) in ORGANIZATION_ENDINGS for word in words)
        and not any(piece.isupper() and len(piece.strip(".")) > 1 for word in words for piece in word.split("-"))
        and not any(letter.isdigit() for letter in name)
        and "&" not in name
    )


class Neighbourhood:
    """The words around a run of capitalised words, in its line: verbs, titles and names that show what it names."""

    def __init__(self, scene: Scene, start: int, end: int) -> None:
        text = scene.text
        self.scene, self.start, self.end = scene, start, end
        self.cues_before = [
            cue for cue in between(scene.cues, max(0, start - NEAR), start) if "\n" not in text[cue.end : start]
        ]
        self.cues_behind = [cue for cue in between(scene.cues, end, end + NEAR) if "\n" not in text[end : cue.start]]

    def follows(self, gap: str, *kinds: str) -> bool:
        """A cue stands before it, with no more than `gap` between."""
        text = self.scene.text
        return any(cue.has(*kinds) and re.fullmatch(gap, text[cue.end : self.start]) for cue in self.cues_before)

    def precedes(self, gap: str, *kinds: str) -> bool:
        """A cue stands behind it, with no more than `gap` between."""
        text = self.scene.text
        return any(cue.has(*kinds) and re.fullmatch(gap, text[self.end : cue.start]) for cue in self.cues_behind)


def _is_person(scene: Scene, start: int, end: int) -> bool:
    name = scene.text[start:end]
    if not _could_be_person(name) or _is_german_phrase(scene, name):
        return False
    # "a former Morgan Stanley banker"
    near = Neighbourhood(scene, start, end)
    if scene.language.code == "en" and re.match(r" [a-z]", scene.text[end : end + 2]) and near.follows(" ", "former"):
        return False
    first = name.split()[0]
    if scene.language.may_be_given_name(first.split("-")[0]) or scene.language.may_be_given_name(first):
        return True
    return _stands_as_person(near)


def _is_described_as_company(scene: Scene, end: int) -> bool:
    """ "Acme, a robotics start-up,", "Acme, società specializzata in": an apposition says what it is."""
    match = APPOSITION.match(scene.text, end)
    if match is None:
        return False
    nouns, language = scene.language.organization_nouns, scene.language
    words = list(COMPOUND.finditer(match[0]))
    places = [word for word in words if fold(word[0]) in nouns or fold(word[0].split("-")[-1]) in nouns]
    if not places:
        return False
    noun = places[0]
    if not _closes(scene, end, end + noun.end(), fold(words[0][0])):
        return False
    before = [fold(word[0]) for word in words if word.start() < noun.start()]
    # An apposition begins with an article, or with its noun; "Jane Doe, chief of a start-up"
    articles = _articles(language, "definite", "indefinite")
    if before and (before[0] not in articles or not (language.words_of | language.prepositions).isdisjoint(before)):
        return False
    # "Jane Doe, a start-up founder", "Jane Doe, the company's chief"
    stop = end + noun.end()
    is_title = any(title.start <= stop + 1 for title in between(scene.titles, end, stop + NEAR))
    return not is_title and scene.text[stop : stop + 1] not in {"'", "’"}


def _articles(language: Language, *keys: str) -> frozenset[str]:
    """Without their apostrophes, as parts of a text that are only letters."""
    return frozenset(word.rstrip("'") for key in keys for word in context_words(language, key))


def _closes(scene: Scene, start: int, noun_end: int, first: str) -> bool:
    """ "Acme, the robotics start-up, has hired", but "However, the company".

    Behind a lone word that begins a sentence, a verb has to follow.
    """
    text = scene.text
    name_start = max(text.rfind(sign, max(0, start - 2 * NEAR), start) for sign in " \n") + 1
    close = re.compile(r"[^.;:\n]{0,40}?[,)](?= )").match(text, noun_end)
    if begins_sentence(text, name_start) and text[name_start:start] not in scene.lone_words:
        cues = between(scene.cues, close.end(), close.end() + NEAR) if close else []
        return any(cue.has(*SUBJECT_CUES) for cue in cues)
    return close is not None or first not in _articles(scene.language, "definite")


def _is_called(scene: Scene, start: int) -> bool:
    """ "a start-up called Acme", "founded a company of her own, Acme"."""
    before = fold(scene.text[max(0, start - 2 * NEAR) : start]).replace("\n", " ")
    nouns = scene.language.organization_nouns
    called = tuple(f" {fold(word)} " for word in scene.language.words("names", "called"))
    if before.endswith(called):
        word = next(word for word in called if before.endswith(word))
        return not nouns.isdisjoint(before.removesuffix(word).split()[-4:])
    founded = [cue for cue in between(scene.cues, max(0, start - 2 * NEAR), start) if cue.has("found")]
    words = before.rstrip(" ").removesuffix(",").split()[-1:] if before.endswith(", ") else []
    return bool(founded) and not nouns.isdisjoint(words) and "," not in scene.text[founded[-1].end : start - 2]


def _is_german_phrase(scene: Scene, name: str) -> bool:
    """Nouns with capitals ("Große Sprachmodelle"), "Neumanns Doktormutter", "Anfang Juni"."""
    words = name.split()
    return scene.language.code == "de" and (
        fold(words[0]) in scene.language.stop_words
        or any(word.lower().endswith(("ungen", *GERMAN_ABSTRACT_ENDINGS)) for word in words)
        or _is_genitive(scene, words[0])
        or fold(words[-1]) in GERMAN_MONTHS
    )


def _stands_as_person(near: Neighbourhood) -> bool:
    """Whether the words around a name show that it is a person's. The first rule that fits decides."""
    scene, start, end = near.scene, near.start, near.end
    text = scene.text
    follows_verb = near.follows(r"\s?(?:[a-zà-ÿ'’]+[ ]){0,2}", *SLOT_CUES, "from", "to", "at")
    precedes_title = any(
        re.fullmatch(r",? ?\(?(?:[^\W_]+[ '’]){0,3}", text[end : title.start])
        for title in between(scene.titles, end, end + NEAR)
    )
    # "Jane Doe, researcher at": an organization isn't followed by somebody's title.
    if precedes_title and re.match(r" ?[,(]", text[end : end + 2]):
        return True
    # "hires Jane Doe"
    if _is_object(near):
        return True
    # A list item begins with the name.
    if start in scene.item_starts:
        return True
    # In brackets behind it, an arrow: "Jane Doe (OpenAI → Meta)".
    if text[end : end + 2] == " (" and ARROW.search(text[end : end + 2 * NEAR].partition(")")[0]):
        return True
    # "joins Jane Doe": what somebody joins is rather an organization, whatever else stands beside it.
    if follows_verb:
        return False
    # "Jane Doe joins", "Jane Doe, who left"
    if near.precedes(r",? ?(?:[a-zà-ÿ'’]+ ){0,3}", *PERSON_VERBS):
        return True
    # "researcher Jane Doe", "Jane Doe researcher"
    follows_title = any(title.end >= start - 2 for title in between(scene.titles, max(0, start - NEAR), start))
    return follows_title or precedes_title or _surname_stands_alone(scene, text[start:end], end)


def _is_object(near: Neighbourhood) -> bool:
    """ "hires Jane Doe", "hires Meta's Jane Doe"."""
    scene, start = near.scene, near.start
    before = between(scene.mentions, max(0, start - NEAR), start)
    employer = next((mention for mention in before if scene.text[mention.end : start] in OWNS), None)
    edge = employer.start if employer else start
    return any(
        cue.has(*SUBJECT_CUES) and re.fullmatch(r" (?:[a-zà-ÿ'’-]+ ){0,3}", scene.text[cue.end : edge])
        for cue in near.cues_before
    )


def _is_genitive(scene: Scene, word: str) -> bool:
    """Neumanns, in "Neumanns Doktormutter": somebody's name, which the article has without its ending too."""
    return len(word) > 3 and word.endswith("s") and re.search(rf"\b{re.escape(word[:-1])}\b", scene.text) is not None


def _surname_stands_alone(scene: Scene, name: str, end: int) -> bool:
    """The last word comes again by itself, inside a sentence: Meijer, after Erik Meijer."""
    surname = name.rpartition(" ")[2]
    return len(surname) > 3 and scene.language.code != "de" and scene.lone_words.get(surname, 0) > end


def _is_organization(scene: Scene, start: int, end: int) -> bool:
    text, language = scene.text, scene.language
    name = text[start:end]
    words = name.split()
    folded = [fold(word) for word in words]
    if len(words) == 1 and folded[0].strip(".") in month_names(language.code).keys() - given_names():
        return False
    if len(name) < 2 or (len(words) == 1 and (fold(name) in language.stop_words or language.is_given_name(name))):
        return False
    # Experts AI: the first word of a sentence that is a small one elsewhere is no name.
    if begins_sentence(text, start) and re.search(rf"\b{re.escape(words[0].lower())}\b", text):
        return False
    if _is_adjective(scene, start, end):
        return False
    if any(word[0].islower() and word.isalpha() for word in words) and folded[0] not in UNIVERSITIES:
        return False
    # "Obscura Labs", but not "Die KI"
    begins_small = language.code == "de" and len(words) == MIN_PERSON_WORDS and folded[0] in language.stop_words
    if len(words) > 1 and folded[-1] in ORGANIZATION_ENDINGS and not begins_small:
        return True
    # "University of Toronto", "Technische Universität München"
    if len(words) > 1 and folded[0] in UNIVERSITIES and folded[0].startswith("univ"):
        return True
    if len(words) > MIN_PERSON_WORDS and not UNIVERSITIES.isdisjoint(folded):
        return True
    near = Neighbourhood(scene, start, end)
    is_german = _is_german_organization(near) if language.code == "de" else None
    return _stands_as_organization(near) if is_german is None else is_german


def _is_adjective(scene: Scene, start: int, end: int) -> bool:
    """ "Cambridge-based", or a lone word between the article and a noun: "the French company"."""
    text, language = scene.text, scene.language
    name = text[start:end]
    if re.search(r"[^\W\d_]-[a-zà-ÿ]+$", name):
        return True
    behind = re.match(r" ([^\W\d_]+(?:-[^\W\d_]+)?)", text[end : end + NEAR])
    is_lone = len(name.split()) == 1 and not _is_coined(name)
    return (
        is_lone
        and behind is not None
        and fold(behind[1]) in language.organization_nouns
        and _word_before(text, start) in ARTICLES
    )


def _is_coined(name: str) -> bool:
    """DeepMind, xAI: one word with a capital inside, and no abbreviation."""
    return any(map(str.isupper, name[1:])) and not name.isupper() and len(name.split()) == 1


def _word_before(text: str, start: int) -> str:
    match = re.search(r"([^\W\d_-]+(?:-[^\W\d_]+)?)['’\s]+$", text[max(0, start - 20) : start])
    return fold(match[1]) if match else ""


def _is_german_organization(near: Neighbourhood) -> bool | None:
    """In German, nouns have capitals too. None if the name is written as no noun is: then the rules of all languages decide."""
    text, start = near.scene.text, near.start
    name = text[start : near.end]
    words = name.split()
    if _is_described_as_company(near.scene, near.end) or _is_called(near.scene, start):
        return True
    if len(words) == 1 and not _is_coined(name) and name.lower().endswith(GERMAN_NOUN_ENDINGS):
        return False
    # "das Start-up Obscura"
    if len(words) == 1 and _word_before(text, start) in GERMAN_FIRMS:
        return _sentence_has_move(near.scene, start)
    # Two nouns are a name only if one is written as no noun is.
    if any(any(map(str.isupper, word[1:])) and "-" not in word for word in words):
        return None
    # "zu Obscura"
    follows_preposition = any(
        cue.has("from", "to", "at", "leave") and text[cue.end : start] == " " and cue.phrase in GERMAN_BEFORE_NAMES
        for cue in near.cues_before
    )
    return follows_preposition and len(words) == 1 and _sentence_has_move(near.scene, start)


def _stands_as_organization(near: Neighbourhood) -> bool:
    """What stands beside the name shows that it is an organization's. The first rule that fits decides."""
    scene, start, end = near.scene, near.start, near.end
    language, is_coined = scene.language, _is_coined(scene.text[start:end])
    # "joined Obscura"
    if near.follows(r"['’\s-]{0,2}(?:[a-zà-ÿ]+[ '’-]{1,2}){0,2}", *SLOT_CUES):
        return True
    if _is_described_as_company(scene, end) or _is_called(scene, start):
        return True
    # "the start-up Obscura"
    if _word_before(scene.text, start) in language.organization_nouns:
        return True
    # "Obscura hires"
    if near.precedes(r" ?(?:[a-zà-ÿ'’]+ ){0,2}", *SUBJECT_CUES):
        return True
    # "from Obscura", where somebody moves
    follows_preposition = any(
        cue.has("from", "to", "at") and cue.end >= start - 2 and cue.phrase not in WITH for cue in near.cues_before
    )
    if follows_preposition and _sentence_has_move(scene, start):
        return True
    # "the OpenThings researcher"
    if is_coined and any(title.start <= end + 3 for title in between(scene.titles, end, end + NEAR)):
        return True
    # Among letters of another script, beside any listed word.
    is_among_others = script_of(scene.text[start]) == "LATIN" and language.code in {"he", "zh", "ja", "ko", "ar"}
    return is_among_others and is_coined and bool(near.cues_before or near.cues_behind)


def _sentence_has_move(scene: Scene, place: int) -> bool:
    start, end = scene.text.rfind("\n", 0, place) + 1, scene.text.find("\n", place)
    end = len(scene.text) if end < 0 else end
    window = between(scene.cues, max(start, place - 160), min(end, place + 160))
    return any(
        cue.has("leave", "join", "return", "found", "hire", "hire_passive", "former", "now", "spend", "lose")
        for cue in window
    )
