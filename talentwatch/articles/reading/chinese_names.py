"""New names in Chinese: transliterated ones, and two or three letters that begin with a surname where a name is due."""

import re

from talentwatch.articles.reading.cues import between
from talentwatch.articles.reading.language import Language
from talentwatch.articles.reading.names import ORGANIZATION, PERSON
from talentwatch.articles.reading.scene import NEAR, SLOT_CUES, NewNames, Scene
from talentwatch.articles.reading.verb_statements import ARROW

MAX_BEFORE_TITLE = 12  # letters between a verb and the title behind it

TRANSLITERATED = re.compile(r"[\u4e00-\u9fff]{1,8}(?:[·・•‧][\u4e00-\u9fff]{1,8}){1,3}")
HAN = re.compile(r"[\u4e00-\u9fff]")
# The end of a clause, a date, or an adverb: 周欣上月离开公司, 王芳2月入职OpenAI.
BEHIND_NAMES = frozenset(["", *"\n，。、：；（(0123456789上近已将本今去昨曾也又还则却仍便"])
# Adverbs that no transliterated name ends in: 霍兰德则选择退休.
ADVERBS = re.compile("[则却仍便又将已如选成]|也(?=[离加选将])")
FORM_OF_ADDRESS = re.compile("(?:女士|先生|小姐|博士|教授|老师|总)$")
SAYING = frozenset(["称", "宣布"])
# fmt: off
CUES_BEHIND_PEOPLE = (
    *SLOT_CUES, "lose", "hire", "other", "plan", "and", "from", "to", "at", "also", "own_word", "is", "succeed", "part",
)
# fmt: on
CUES_BEFORE_PEOPLE = ("hire", "by", "and", "lose", "dismiss", "is", "with_them", "succeed", "negation")
BACKGROUND = ("spend", "former", "now", "join", "leave", "hire_passive", "become", "found", "other", "return")
ITEM_WITH_ARROW = re.compile(rf"[：:][^\n，。]{{1,24}}(?:{ARROW.pattern})")
BEGINS = re.compile(r"(?:^|[\n。]|\d[.、]|[•*·-])[ \t]*$")
QUOTED = re.compile(r"[了为]?[“「]([^”」，。\n]{2,12})[”」]")
LETTERS = re.compile(r"[\u4e00-\u9fff]{2,8}")
# Letters that are in hardly any name of an organization.
NOT_IN_ORGANIZATIONS = re.compile(
    "[的了其该这那某在于与和及为是]|一家|另一|自己|新任|首席|公司|模型|业务|部|组|中心|团队|平台|产品"
)


def find_chinese_people(scene: Scene, new: NewNames) -> None:
    _find_transliterated_names(scene, new)
    _find_short_names(scene, new)


def _find_transliterated_names(scene: Scene, new: NewNames) -> None:
    """Names whose parts are joined by a dot."""
    for match in TRANSLITERATED.finditer(scene.text):
        last = max(match[0].rfind(sign) for sign in "·・•‧") + match.start() + 1
        # The last part may run on into a verb, or another name: 拜尔加入, 拜尔和李明.
        stops = [cue.start for cue in between(scene.cues, last + 1, match.end() + NEAR)]
        stops += [title.start for title in between(scene.titles, last + 1, match.end() + NEAR)]
        stops += [place for place in range(last + 1, match.end()) if scene.taken[place]]
        stops += [adverb.start() for adverb in ADVERBS.finditer(scene.text, last + 2, match.end())]
        text = scene.text[match.start() : min([match.end(), *stops])]
        name = without_titles(text, scene.language)
        start = match.start() + len(text) - len(name)
        if not any(scene.taken[start : start + len(name)]):
            new.add(name, PERSON)


def _find_short_names(scene: Scene, new: NewNames) -> None:
    """A surname and one or two letters, where a name is due."""
    surnames = scene.language.rules.get("names", {}).get("surnames", "")
    compound = "|".join(map(re.escape, scene.language.words("names", "compound_surnames")))
    starts = {cue.start for cue in scene.cues if cue.has(*CUES_BEHIND_PEOPLE)}
    edges = _edges(scene)
    for match in re.finditer(f"{compound}|[{re.escape(surnames)}]", scene.text):
        start = match.start()
        if scene.taken[start] or not (
            start == 0 or scene.text[start - 1] in "\n，。、：；（“” \t•的和与及由是" or start in edges
        ):
            continue
        for given in (2, 1):
            end = match.end() + given
            if _is_short_name(scene, start, end, starts, edges):
                new.add(scene.text[start:end], PERSON)
                break


def _edges(scene: Scene) -> set[int]:
    """Where words end that stand before people."""
    before = "|".join(map(re.escape, scene.language.words("names", "before_people")))
    edges = {title.end for title in scene.titles}
    edges |= {cue.end for cue in scene.cues if cue.has(*CUES_BEFORE_PEOPLE) or cue.phrase in SAYING}
    return edges | {match.end() for match in re.finditer(before, scene.text)}


def _is_short_name(scene: Scene, start: int, end: int, starts: set[int], edges: set[int]) -> bool:
    """It is whole, a cue or punctuation ends it, and nothing in it is known as another word.

    `starts` are the places of cues that stand behind people, and `edges` the ends of words before them.
    """
    name, following = scene.text[start:end], scene.text[end : end + 1]
    is_whole = (
        all(HAN.match(letter) for letter in name) and len(name) == end - start and not any(scene.taken[start:end])
    )
    ends_name = (following in BEHIND_NAMES or end in starts) and name[-1:] not in BEHIND_NAMES
    if not is_whole or not ends_name or FORM_OF_ADDRESS.search(name):
        return False
    # 王芳却离开了
    is_before_verb = end in starts or (following in {"却", "仍", "便"} and end + 1 in starts)
    is_listed = start in edges or is_before_verb or following in {"（", "("} or _begins(scene, start, end)
    # 若 is "if", and part of many names.
    words = [cue for cue in between(scene.cues, start, end) if not cue.has("conditional")]
    return is_listed and not words and not between(scene.titles, start, end)


def _begins(scene: Scene, start: int, end: int) -> bool:
    """ "Li Ming, who was at Google", "Li Ming: Google → Meta", at the beginning of a sentence or an item."""
    text = scene.text
    if not BEGINS.search(text, max(0, start - 8), start):
        return False
    if ITEM_WITH_ARROW.match(text, end):
        return True
    return text[end : end + 1] == "，" and (
        any(cue.has(*BACKGROUND) for cue in between(scene.cues, end + 1, end + NEAR) if cue.start == end + 1)
        or any(mention.start == end + 1 for mention in between(scene.mentions, end + 1, end + NEAR))
        or any(title.start == end + 1 for title in between(scene.titles, end + 1, end + NEAR))
    )


def find_chinese_organizations(scene: Scene, new: NewNames) -> None:
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
            new.add(match[1], ORGANIZATION)
    for cue in scene.cues:
        # 创办了“未名”
        quoted = QUOTED.match(scene.text, cue.end) if cue.has("found", "join") else None
        if quoted and not any(scene.taken[quoted.start(1) : quoted.end(1)]):
            new.add(quoted[1], ORGANIZATION)
        # 获聘为小马智行首席科学家
        if cue.has("become", "hire_passive") and not cue.has("internal"):
            title = next(iter(between(scene.titles, cue.end + 2, cue.end + MAX_BEFORE_TITLE)), None)
            _add_between(scene, new, cue.end, title.start if title else cue.end)
    nouns = "|".join(map(re.escape, sorted(scene.language.organization_nouns, key=len, reverse=True)))
    for match in re.finditer(nouns, scene.text):
        # 初创公司星海图灵任命
        verbs = between(scene.cues, match.end() + 2, match.end() + MAX_BEFORE_TITLE)
        verb = next((cue for cue in verbs if cue.has("hire", "lose", "dismiss", "own_word")), None)
        _add_between(scene, new, match.end(), verb.start if verb else match.end())


def _add_between(scene: Scene, new: NewNames, start: int, end: int) -> None:
    """The letters between a verb or "start-up" and a title or another verb, if nothing else is known of them."""
    text = scene.text[start:end].rstrip("上近已将本今去昨曾也又还月年日")
    end = start + len(text)
    is_known = any(scene.taken[start:end]) or bool(between(scene.cues, start, end))
    is_known = is_known or bool(between(scene.titles, start, end))
    is_part = scene.language.is_part_of_organization(text)
    if LETTERS.fullmatch(text) and not is_known and not is_part and not NOT_IN_ORGANIZATIONS.search(text):
        new.add(text, ORGANIZATION)


def without_titles(text: str, language: Language) -> str:
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
