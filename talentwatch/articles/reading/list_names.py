"""New names told by the layout: above labels, in the columns of a table, and in the values of labels."""

import re
from itertools import pairwise

from talentwatch.articles.reading.cues import between
from talentwatch.articles.reading.folding import fold, script_of
from talentwatch.articles.reading.layout import Line, Span, is_rule, read_cells, trim
from talentwatch.articles.reading.lists import LABEL, MAX_COLUMNS, MIN_COLUMNS, label_key
from talentwatch.articles.reading.names import ORGANIZATION, PERSON
from talentwatch.articles.reading.scene import LATIN_NAME, NewNames, Scene

ORGANIZATION_LABELS = frozenset({"left_organization", "joined_organization"})
DATE_LABELS = frozenset({"left_date", "joined_date"})  # "Left" may also be a column of organizations
ROLE_LABELS = frozenset({"previous", "current"})
WITH_ORGANIZATION = ORGANIZATION_LABELS | ROLE_LABELS | {"left_date", "tenure"}
MAX_WORDS, MAX_LETTERS = 5, 40  # of a cell that is a name
MIN_LETTERS = 2
MIN_HEADINGS, MIN_KNOWN_HEADINGS = (
    3,
    0.5,
)  # items of a digest that begin with an organization: how many, and their share
AT_END = re.compile(rf"[\s-](?:the )?({LATIN_NAME.pattern})$")
HEBREW_AT_END = re.compile(r"[ ](?:ב|מ|ל)-?([\u05d0-\u05ea'’״\"-]{3,}(?: [\u05d0-\u05ea'’״\"-]{2,})?)$")
PERSON_WORDS = re.compile(r"[^\W\d_][\w'’׳.-]*(?: [^\W\d_][\w'’׳.-]*){1,3}")
HAN_NAME = re.compile(r"[\u4e00-\u9fff]{2,4}|[\u4e00-\u9fff]{1,8}(?:[·・•‧][\u4e00-\u9fff]{1,8}){1,3}")


def find_list_names(scene: Scene, new: NewNames) -> None:
    _find_headings(scene, new)
    keys: list[str] = []
    labels = {line.start: label for line in scene.lines if (label := _label(scene, line))}
    for line, following in pairwise([*scene.lines, Line(0, 0, 0, is_item=False)]):
        if line.start in labels:
            key, name_end, value = labels[line.start]
            _labelled(scene, new, key, Span(line.start, name_end), value)
        elif following.start in labels:
            _add_person(scene, new, trim(scene.text, line.start, line.end))
        cells = read_cells(scene.text, line)
        if not MIN_COLUMNS <= len(cells) <= MAX_COLUMNS:
            keys = []
        elif not is_rule(scene.text, line):
            header = [label_key(scene.text[cell.start : cell.end], scene.language) for cell in cells]
            if sum(map(bool, header)) >= MIN_COLUMNS:
                keys = header
            else:
                _table_line(scene, new, keys, cells)


def _find_headings(scene: Scene, new: NewNames) -> None:
    """In a digest, each item begins with the organization that it is about: "Meta: …", and then "Obscura: …", too."""
    known = {(mention.start, mention.end) for mention in scene.mentions if mention.kind == ORGANIZATION}
    headings = [
        trim(scene.text, line.start, match.end(1))
        for line in scene.lines
        if (match := LABEL.match(scene.text, line.start, line.end)) and not _label(scene, line)
    ]
    others = [heading for heading in headings if (heading.start, heading.end) not in known]
    number = len(headings) - len(others)
    if number < MIN_HEADINGS or number < MIN_KNOWN_HEADINGS * len(headings):
        return
    for heading in others:
        text = scene.text[heading.start : heading.end]
        if not between(scene.cues, heading.start, heading.end) and all(map(_may_be_of_name, text.split())):
            _add_organization(scene, new, text, heading.start)


def _may_be_of_name(word: str) -> bool:
    return script_of(word[0]) != "LATIN" or any(map(str.isupper, word))


def _label(scene: Scene, line: Line) -> tuple[str, int, Span] | None:
    """The key, the end of the label, and the value."""
    match = LABEL.match(scene.text, line.start, line.end)
    if not match:
        return None
    words = match[1].split()
    # Without the organization at its end: "Time at Obscura".
    key = next(
        (
            key
            for size in (len(words), len(words) - 1, len(words) - 2)
            if size > 0 and (key := label_key(" ".join(words[:size]), scene.language))
        ),
        "",
    )
    return (key, match.end(1), trim(scene.text, match.end(), line.end)) if key else None


def _table_line(scene: Scene, new: NewNames, keys: list[str], cells: list[Span]) -> None:
    for key, cell in zip(keys, cells, strict=False):
        if key == "name":
            _add_person(scene, new, cell)
        elif key in ORGANIZATION_LABELS or (
            key in DATE_LABELS and not re.search(r"\d", scene.text[cell.start : cell.end])
        ):
            _add_organization(scene, new, scene.text[cell.start : cell.end], cell.start)


def _labelled(scene: Scene, new: NewNames, key: str, label: Span, value: Span) -> None:
    text = scene.text[value.start : value.end]
    if key == "name":
        _add_person(scene, new, value)
    if key in ORGANIZATION_LABELS:
        _add_organization(scene, new, text, value.start)
    if key in WITH_ORGANIZATION:
        words = scene.text[label.start : label.end]
        match = AT_END.search(words) or HEBREW_AT_END.search(words)
        if match and label_key(words[: match.start()], scene.language):
            _add_organization(scene, new, match[1], label.start + match.start(1))
    if key in ROLE_LABELS and (titles := between(scene.titles, value.start, value.end)):
        _beside_title(scene, new, value, titles[0].start, titles[-1].end)


def _beside_title(scene: Scene, new: NewNames, value: Span, start: int, end: int) -> None:
    """The organization at the end of "researcher at Obscura"; in Chinese, the text before the title."""
    behind = scene.text[end : value.end]
    match = AT_END.search(behind) or HEBREW_AT_END.search(behind)
    if match:
        _add_organization(scene, new, match[1], end + match.start(1))
    elif scene.language.code == "zh" and start > value.start:
        before = scene.text[value.start : start]
        _add_organization(
            scene, new, before.strip().removeprefix("在").removesuffix("担任").removesuffix("的"), value.start
        )


def _add_organization(scene: Scene, new: NewNames, text: str, start: int) -> None:
    name = text.strip(" .,;")
    if not name:
        return
    start = scene.text.find(name, start)
    is_name = MIN_LETTERS <= len(name) <= MAX_LETTERS and len(name.split()) <= MAX_WORDS and not name.isdigit()
    is_unknown = fold(name) in {fold(word) for word in scene.language.words("labels", "unknown")}
    is_capitalized = (
        script_of(name[:1]) not in {"LATIN", "CYRILLIC"} or name[:1].isupper() or any(map(str.isupper, name))
    )
    if is_name and is_capitalized and not is_unknown and not _is_taken(scene, start, start + len(name)):
        new.add(name, ORGANIZATION)


def _add_person(scene: Scene, new: NewNames, span: Span) -> None:
    name = scene.text[span.start : span.end].strip(" .,;:")
    if not name:
        return
    is_cased = script_of(name[:1]) in {"LATIN", "CYRILLIC", "GREEK"}
    pattern = LATIN_NAME if is_cased else HAN_NAME if script_of(name[:1]) == "CJK" else PERSON_WORDS
    words = name.split()
    is_title = any(scene.language.is_title_word(word) for word in words)
    is_name = len(name) <= MAX_LETTERS and pattern.fullmatch(name) and (len(words) > 1 or not is_cased)
    if is_name and not is_title and not _is_taken(scene, span.start, span.end):
        new.add(name, PERSON)


def _is_taken(scene: Scene, start: int, end: int) -> bool:
    return start < 0 or any(scene.taken[start:end]) or bool(between(scene.titles, start, end))
