"""New names in Chinese: transliterated ones, and two or three letters that begin with a surname where a name is due."""

import re

from talentwatch.articles.reading.cues import between
from talentwatch.articles.reading.language import Language
from talentwatch.articles.reading.names import ORGANIZATION, PERSON
from talentwatch.articles.reading.scene import NEAR, SLOT_CUES, NewNames, Scene

TRANSLITERATED = re.compile(r"[\u4e00-\u9fff]{1,8}(?:[·・•‧][\u4e00-\u9fff]{1,8}){1,3}")
HAN = re.compile(r"[\u4e00-\u9fff]")
# The end of a clause, a date, or an adverb: 周欣上月离开公司, 王芳2月入职OpenAI.
BEHIND_NAMES = frozenset(["", *"\n，。、：；（(0123456789上近已将本今去昨曾也又还则"])


def find_chinese_people(scene: Scene, new: NewNames) -> None:
    """Transliterated names, whose parts are joined by a dot; and two or three letters that begin with a surname, where a name is due."""
    for match in TRANSLITERATED.finditer(scene.text):
        last = max(match[0].rfind(sign) for sign in "·・•‧") + match.start() + 1
        # The last part may run on into a verb, or another name: 拜尔加入, 拜尔和李明.
        stops = [cue.start for cue in between(scene.cues, last + 1, match.end() + NEAR)]
        stops += [title.start for title in between(scene.titles, last + 1, match.end() + NEAR)]
        stops += [place for place in range(last + 1, match.end()) if scene.taken[place]]
        text = scene.text[match.start() : min([match.end(), *stops])]
        name = without_titles(text, scene.language)
        start = match.start() + len(text) - len(name)
        if not any(scene.taken[start : start + len(name)]):
            new.add(name, PERSON)
    surnames = scene.language.rules.get("names", {}).get("surnames", "")
    compound = "|".join(map(re.escape, scene.language.words("names", "compound_surnames")))
    before = "|".join(map(re.escape, scene.language.words("names", "before_people")))
    starts = {
        cue.start
        for cue in scene.cues
        if cue.has(
            *SLOT_CUES, "lose", "hire", "other", "plan", "and", "from", "to", "at", "also", "own_word", "is", "succeed"
        )
    }
    edges = {title.end for title in scene.titles} | {
        cue.end
        for cue in scene.cues
        if cue.has("hire", "by", "and", "lose", "dismiss", "is", "with_them", "succeed", "negation")
    }
    edges |= {match.end() for match in re.finditer(before, scene.text)}
    for match in re.finditer(f"{compound}|[{re.escape(surnames)}]", scene.text):
        start = match.start()
        if scene.taken[start] or not (
            start == 0 or scene.text[start - 1] in "\n，。、：；（“” \t•的和与及由是" or start in edges
        ):
            continue
        for given in (2, 1):
            size = len(match[0]) + given
            end = start + size
            name = scene.text[start:end]
            following = scene.text[end : end + 1]
            is_whole = (
                all(HAN.match(letter) for letter in name) and len(name) == size and not any(scene.taken[start:end])
            )
            ends_name = (following in BEHIND_NAMES or end in starts) and name[-1:] not in BEHIND_NAMES
            if is_whole and ends_name:
                is_listed = start in edges or end in starts or following in {"（", "("}
                # 若 is "if", and part of many names.
                words = [cue for cue in between(scene.cues, start, end) if not cue.has("conditional")]
                if is_listed and not words and not between(scene.titles, start, end):
                    new.add(name, PERSON)
                    break


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
