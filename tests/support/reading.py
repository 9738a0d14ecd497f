"""A small desk for articles: the people and organizations that the articles of the tests name."""

from typing import Any

from talentwatch.articles.reading import KnownName, KnownNames, read_article
from talentwatch.dates import parse

PUBLISHED = parse("2025-05-28")  # a Wednesday
# The first name is the canonical one.
ORGANIZATIONS = [
    ("Amazon",),
    ("Anthropic", "אנתרופיק"),
    ("Apple", "אפל", "苹果"),
    ("Bloomberg",),
    ("ByteDance", "字节跳动", "字节"),
    ("Character.AI",),
    ("Cohere",),
    ("DeepSeek",),
    ("Google", "谷歌", "גוגל"),
    ("Google Brain",),
    ("Google DeepMind", "DeepMind", "Google Deepmind"),
    ("Huawei",),
    ("Humans&",),
    ("Kyutai",),
    ("LinkedIn",),
    ("Meta", "מטא"),
    ("Microsoft", "מיקרוסופט", "微软"),
    ("Microsoft AI", "MAI"),
    ("Mistral AI", "Mistral", "מיסטרל"),
    ("Moonshot AI", "月之暗面"),
    ("Nvidia",),
    ("OpenAI",),
    ("Periodic Labs",),
    ("Reka AI", "Reka"),
    ("Safe Superintelligence", "SSI"),
    ("Tencent", "腾讯"),
    ("Tesla",),
    ("Thinking Machines Lab", "Thinking Machines"),
    ("xAI",),
    ("Xiaomi", "小米"),
]
PEOPLE = [
    ("Adam Sadovsky",),
    ("Alexander Kolesnikov",),
    ("Andrej Karpathy", "安德烈·卡帕西"),
    ("Arthur Mensch",),
    ("Barret Zoph",),
    ("Daniel Gross",),
    ("Daniel Levy",),
    ("David Silver",),
    ("Elon Musk",),
    ("Eric Hambro",),
    ("Eric Zelikman",),
    ("Guillaume Lample", "Guillaume Lampl"),
    ("Ilya Sutskever", "איליה סוצקבר", "伊利亚·苏茨克沃"),
    ("Jan Leike",),
    ("John Jumper",),
    ("John Schulman", "ג'ון שולמן"),
    ("Kyle Kosic",),
    ("Li Hang", "李航"),
    ("Liam Fedus",),
    ("Lucas Beyer",),
    ("Luke Metz",),
    ("Luo Fuli", "罗福莉"),
    ("Mark Chen",),
    ("Mira Murati", "מירה מוראטי", "米拉·穆拉蒂"),
    ("Mustafa Suleyman", "穆斯塔法·苏莱曼"),
    ("Naman Goyal",),
    ("Noam Shazeer",),
    ("Rohit Prasad",),
    ("Ruoming Pang", "庞若鸣"),
    ("Sam Altman",),
    ("Shengjia Zhao",),
    ("Sonal Gupta",),
    ("Tim Brooks",),
    ("Timothée Lacroix", "Timothee Lacroix"),
    ("Tom Brown",),
    ("Wu Yonghui", "吴永辉"),
    ("Xiaohua Zhai", "翟晓华"),
    ("Yang Zhilin", "杨植麟"),
    ("Yann LeCun", "יאן לקון"),
    ("Yao Shunyu", "姚顺雨"),
]
Row = tuple[str, str, str, int | None, str, str, str, str]


def slug_of(name: str) -> str:
    return name.lower().replace(" ", "-")


def _names() -> list[KnownName]:
    records = [("organization", names) for names in ORGANIZATIONS] + [("person", names) for names in PEOPLE]
    return [KnownName(text, kind, slug_of(names[0]), names[0]) for kind, names in records for text in names]


DESK, EMPTY_DESK = KnownNames(_names()), KnownNames(())


def read_rows(text: str, language: str, names: KnownNames = DESK) -> list[Row]:
    """Each row as (person, left, end, months, joined, title, stance, event)."""
    reading = read_article(text, language=language, published=PUBLISHED, names=names)
    return [_row(row) for row in reading.as_json()["rows"]]


def read_moves(text: str, language: str, names: KnownNames = DESK) -> list[tuple[str, str, str]]:
    """Each row as (person, left, joined)."""
    return [(row[0], row[1], row[4]) for row in read_rows(text, language, names)]


def _row(row: dict[str, Any]) -> Row:
    left, joined = row["left"] or {}, row["joined"] or {}
    return (
        row["person"]["name"],
        left.get("organization", {}).get("name", ""),
        left.get("end", ""),
        left.get("stated_months"),
        joined.get("organization", {}).get("name", ""),
        joined.get("title", ""),
        row["stance"],
        row["event"],
    )
