"""How many planted duplicates the search for duplicates finds, how much it shows besides, and what it costs at scale.

    python bench/duplicates.py [--write]

Every person and organization of the shipped timeline gets one planted double per way of writing a name differently. A
fixed seed; --write puts the tables into docs/merging.md.
"""

import json
import random
import sys
import time
from collections import defaultdict
from collections.abc import Callable, Iterable
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))

from talentwatch.matching.similarity import NAMES, ORGANIZATION_NAMES, Comparison, most_similar, similar_pairs  # noqa: E402 found by the line above
from talentwatch.text import search_key  # noqa: E402 likewise

SEED = 20230224
MARKS = ("<!-- duplicates: begin -->", "<!-- duplicates: end -->")
LETTERS = "abcdefghijklmnopqrstuvwxyz"
VOWELS = "aeiou"
SIZES = (1_000, 10_000, 100_000)
Names = dict[str, list[str]]


def one_letter_off(name: str, chance: random.Random) -> str:
    """A letter left out, doubled, changed, or swapped with the next."""
    places = [place for place in range(1, len(name) - 1) if name[place].isalpha() and name[place + 1].isalpha()]
    if len(name) < 4 or not places:
        return ""
    at = chance.choice(places)
    kinds = (
        name[:at] + name[at + 1 :],
        name[:at] + name[at] + name[at:],
        name[:at] + chance.choice(LETTERS) + name[at + 1 :],
        name[:at] + name[at + 1] + name[at] + name[at + 2 :],
    )
    written = chance.choice(kinds)
    return written if written != name else kinds[0]


def letters_off(name: str, chance: random.Random) -> str:
    """One in each word, as in Kristine Johansin."""
    words = name.split()
    return " ".join(one_letter_off(word, chance) or word for word in words) if len(words) > 1 else ""


def vowels_off(name: str, chance: random.Random) -> str:
    """One in each word."""
    places = [
        max((at for at, letter in enumerate(word) if at and letter in VOWELS), default=0) for word in name.split()
    ]
    words = [
        word[:at] + chance.choice(VOWELS.replace(word[at], "")) + word[at + 1 :] if at else word
        for word, at in zip(name.split(), places, strict=True)
    ]
    return " ".join(words) if len(words) > 1 else ""


def accents_put_in(name: str, chance: random.Random) -> str:
    vowels = [place for place, letter in enumerate(name) if letter in VOWELS]
    if not vowels:
        return ""
    at = chance.choice(vowels)
    return name[:at] + dict(zip(VOWELS, "áéíóú", strict=True))[name[at]] + name[at + 1 :]


def order_swapped(name: str, _: random.Random) -> str:
    words = name.split()
    return f"{words[-1]}, {' '.join(words[:-1])}" if len(words) > 1 else ""


def with_initials(name: str, _: random.Random) -> str:
    words = name.split()
    return " ".join([*(f"{word[0]}." for word in words[:-1]), words[-1]]) if len(words) > 1 else ""


def middle_initial_put_in(name: str, chance: random.Random) -> str:
    words = name.split()
    return " ".join([words[0], f"{chance.choice(LETTERS).upper()}.", *words[1:]]) if len(words) > 1 else ""


def legal_form_put_in(name: str, chance: random.Random) -> str:
    return f"{name}, {chance.choice(['Inc.', 'Ltd', 'GmbH', 'SAS'])}"


Way = Callable[[str, random.Random], str]
PEOPLE_WAYS: dict[str, Way] = {
    "an accent put in, or lost": accents_put_in,
    "the family name first": order_swapped,
    "first names as initials": with_initials,
    "a middle initial put in": middle_initial_put_in,
    "one letter off": one_letter_off,
}
SLIPS: dict[str, Way] = {"a vowel off in each word": vowels_off, "a letter off in each word": letters_off}
ORGANIZATION_WAYS: dict[str, Way] = {
    "an accent put in, or lost": accents_put_in,
    "a legal form put in": legal_form_put_in,
    "one letter off": one_letter_off,
}


def shipped(model: str) -> Names:
    """By slug, the canonical name and then all others."""
    rows = json.loads((ROOT / "fixtures" / "timeline.json").read_text(encoding="utf-8"))
    found = {row["fields"]["slug"]: [row["fields"]["name"]] for row in rows if row["model"] == f"people.{model}"}
    for row in rows:
        if row["model"] == f"people.{model}name":
            found[row["fields"][model][0]].append(row["fields"]["text"])
    return found


def other_script(names: list[str]) -> str:
    """A name that isn't in Latin letters, as a double would bear it that was entered from a source in that script."""
    return next((name for name in names[1:] if not search_key(name).isascii()), "")


def numbered(names: Iterable[Iterable[str]]) -> list[tuple[int, str]]:
    return [(number, search_key(name)) for number, group in enumerate(names) for name in group]


def planted(names: Names, ways: dict[str, Way]) -> tuple[list[list[str]], dict[str, set[tuple[int, int]]]]:
    """The names, with a double for each of them and each way behind; and by way the pairs that are to be found."""
    chance = random.Random(SEED)
    groups: list[list[str]] = list(names.values())
    wanted: dict[str, set[tuple[int, int]]] = defaultdict(set)
    for number, group in enumerate(list(groups)):
        doubles = {way: write(group[0], chance) for way, write in ways.items()}
        doubles["only its name in another script"] = other_script(group)
        for way, name in doubles.items():
            if name and name != group[0]:
                wanted[way].add((number, len(groups)))
                groups.append([name])
    return groups, wanted


def measured(comparison: Comparison, names: Names, ways: dict[str, Way]) -> list[str]:
    """A row per way: planted, found, recall; then what is shown besides, and precision."""
    groups, by_way = planted(names, ways)
    found = set(similar_pairs(comparison, numbered(groups)))
    rows = [
        f"| {way} | {len(wanted)} | {len(wanted & found)} | {len(wanted & found) / len(wanted):.3f} |"
        for way, wanted in by_way.items()
    ]
    wanted = set().union(*by_way.values())
    home = {double: number for number, double in wanted} | {number: number for number in range(len(names))}
    right = {pair for pair in found if home[pair[0]] == home[pair[1]]}
    alone = set(similar_pairs(comparison, numbered(names.values())))
    return [
        *rows,
        f"| **all** | {len(wanted)} | {len(wanted & found)} | **{len(wanted & found) / len(wanted):.3f}** |",
        "",
        f"Pairs shown: {len(found)}, of which {len(right)} are of one and the same: precision "
        f"**{len(right) / len(found):.3f}**. Among the {len(names)} shipped records alone: {len(alone)} pairs"
        + (f" ({shown(alone, names)})." if alone else "."),
    ]


def compared(names: Names) -> str:
    """Of the doubles that are alike, how many the queue compares at all, since they share a block."""
    groups, by_way = planted(names, SLIPS)
    keys = [search_key(group[0]) for group in groups]
    told = []
    for way in SLIPS:
        alike = [(keys[one], keys[other]) for one, other in by_way[way] if NAMES.score(keys[one], keys[other])]
        shared = [pair for pair in alike if NAMES.blocks(pair[0]) & NAMES.blocks(pair[1])]
        told.append(f"{way}, {len(shared)} of {len(alike)}")
    return f"Of doubles with several slips that are alike by these rules, the queue compares: {'; '.join(told)}."


def shown(found: set[tuple[int, int]], names: Names) -> str:
    firsts = [group[0] for group in names.values()]
    return "; ".join(f"{firsts[one]} – {firsts[other]}" for one, other in sorted(found)[:12])


def costs() -> list[str]:
    """Made-up people, their name parts drawn from the shipped ones with some letters changed: many share a word."""
    chance = random.Random(SEED)
    words = [word for group in shipped("person").values() for word in search_key(group[0]).split() if len(word) > 1]
    rows = []
    for size in SIZES:
        people = [
            (
                number,
                " ".join("".join(chance.sample(word, len(word))) if chance.random() < 0.7 else word for word in two),
            )
            for number, two in ((number, chance.sample(words, 2)) for number in range(size))
        ]
        start = time.process_time()
        found = len(similar_pairs(NAMES, people))
        queue = time.process_time() - start
        start = time.process_time()
        most_similar(NAMES, ["guillaume lample"], people)
        rows.append(f"| {size:,} | {queue:.1f} s | {(time.process_time() - start) * 1000:.0f} ms | {found:,} |")
    return rows


def report() -> str:
    head = ["| the double has | planted | found | recall |", "|---|---|---|---|"]
    return "\n".join(
        [
            "People:",
            "",
            *head,
            *measured(NAMES, shipped("person"), PEOPLE_WAYS),
            "",
            compared(shipped("person")),
            "",
            "Organizations:",
            "",
            *head,
            *measured(ORGANIZATION_NAMES, shipped("organization"), ORGANIZATION_WAYS),
            "",
            "Costs, in time of one core:",
            "",
            "| names | the whole queue | one name before saving | pairs shown |",
            "|---|---|---|---|",
            *costs(),
        ]
    )


def main() -> None:
    text = report()
    print(text)
    if "--write" in sys.argv:
        page = ROOT / "docs" / "merging.md"
        before, rest = page.read_text(encoding="utf-8").split(MARKS[0])
        page.write_text(f"{before}{MARKS[0]}\n{text}\n{MARKS[1]}{rest.split(MARKS[1])[1]}", encoding="utf-8")


if __name__ == "__main__":
    main()
