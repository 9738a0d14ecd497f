"""How many planted duplicates the search for duplicates finds, how many others it shows, and what it costs at scale.

    python bench/duplicates.py [--write]

Every person and organization of the shipped timeline gets one planted duplicate for each variation of its name. The
seed is fixed; --write puts the tables into docs/merging.md.
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

from talentwatch.matching.comparison import (  # noqa: E402 importable since the line above
    ORGANIZATION_NAMES,
    PERSON_NAMES,
    Comparison,
    most_similar,
    similar_pairs,
    typo_keys,
)
from talentwatch.matching.similarity import MIN_DUPLICATE  # noqa: E402 likewise
from talentwatch.text import search_key  # noqa: E402 likewise

SEED = 20230224
MARKS = ("<!-- duplicates: begin -->", "<!-- duplicates: end -->")
LETTERS = "abcdefghijklmnopqrstuvwxyz"
VOWELS = "aeiou"
SIZES = (1_000, 10_000, 100_000)
Names = dict[str, list[str]]


def one_letter_off(name: str, dice: random.Random) -> str:
    """A letter left out, doubled, changed, or swapped with the next."""
    places = [place for place in range(1, len(name) - 1) if name[place].isalpha() and name[place + 1].isalpha()]
    if len(name) < 4 or not places:
        return ""
    at = dice.choice(places)
    kinds = (
        name[:at] + name[at + 1 :],
        name[:at] + name[at] + name[at:],
        name[:at] + dice.choice(LETTERS) + name[at + 1 :],
        name[:at] + name[at + 1] + name[at] + name[at + 2 :],
    )
    variant = dice.choice(kinds)
    return variant if variant != name else kinds[0]


def letters_off(name: str, dice: random.Random) -> str:
    """One in each word, as in Kristine Johansin."""
    words = name.split()
    return " ".join(one_letter_off(word, dice) or word for word in words) if len(words) > 1 else ""


def vowels_off(name: str, dice: random.Random) -> str:
    """One in each word."""
    places = [
        max((at for at, letter in enumerate(word) if at and letter in VOWELS), default=0) for word in name.split()
    ]
    words = [
        word[:at] + dice.choice(VOWELS.replace(word[at], "")) + word[at + 1 :] if at else word
        for word, at in zip(name.split(), places, strict=True)
    ]
    return " ".join(words) if len(words) > 1 else ""


def other_accents(name: str, dice: random.Random) -> str:
    vowels = [place for place, letter in enumerate(name) if letter in VOWELS]
    if not vowels:
        return ""
    at = dice.choice(vowels)
    return name[:at] + dict(zip(VOWELS, "áéíóú", strict=True))[name[at]] + name[at + 1 :]


def surname_first(name: str, _: random.Random) -> str:
    words = name.split()
    return f"{words[-1]}, {' '.join(words[:-1])}" if len(words) > 1 else ""


def with_initials(name: str, _: random.Random) -> str:
    words = name.split()
    return " ".join([*(f"{word[0]}." for word in words[:-1]), words[-1]]) if len(words) > 1 else ""


def middle_initial(name: str, dice: random.Random) -> str:
    words = name.split()
    return " ".join([words[0], f"{dice.choice(LETTERS).upper()}.", *words[1:]]) if len(words) > 1 else ""


def legal_form(name: str, dice: random.Random) -> str:
    return f"{name}, {dice.choice(['Inc.', 'Ltd', 'GmbH', 'SAS'])}"


# The variations below roll no dice, so that they leave those above as they were.
def run_together(name: str, _: random.Random) -> str:
    words = name.split()
    return " ".join([*words[:-2], "".join(words[-2:])]) if len(words) > 1 else ""


def middle_name(name: str, _: random.Random) -> str:
    words = name.split()
    return " ".join([words[0], "Amadeus", *words[1:]]) if len(words) > 1 else ""


def short_first_name(name: str, _: random.Random) -> str:
    first, _, rest = name.partition(" ")
    other = FIRST_NAMES.get(first)
    return f"{other} {rest}" if other and rest else ""


def title(name: str, _: random.Random) -> str:
    return f"Dr. {name}"


def generation(name: str, _: random.Random) -> str:
    return f"{name} Jr." if len(name.split()) > 1 else ""


def public_benefit(name: str, _: random.Random) -> str:
    return f"{name} PBC"


# The first names of the shipped people that have a common other form.
FIRST_NAMES = dict(
    pair.split("/")
    for pair in [
        "Alexander/Alex",
        "Andrew/Andy",
        "Andy/Andrew",
        "Anton/Tony",
        "Ben/Benjamin",
        "Bill/William",
        "Bob/Robert",
        "Brad/Bradley",
        "Charles/Charlie",
        "Chris/Christopher",
        "Christian/Chris",
        "Dan/Daniel",
        "Daniel/Dan",
        "Dave/David",
        "David/Dave",
        "Douglas/Doug",
        "Eddie/Edward",
        "Edouard/Ed",
        "Frank/Francis",
        "Geoffrey/Geoff",
        "Greg/Gregory",
        "Jeff/Jeffrey",
        "Jim/James",
        "Jimmy/James",
        "John/Jack",
        "Jonathan/Jon",
        "Josh/Joshua",
        "Kate/Katherine",
        "Kevin/Kev",
        "Larry/Lawrence",
        "Lucas/Luke",
        "Luke/Lucas",
        "Matt/Matthew",
        "Mike/Michael",
        "Mikhail/Misha",
        "Misha/Mikhail",
        "Nat/Nathaniel",
        "Nick/Nicholas",
        "Peter/Pete",
        "Phil/Philip",
        "Pieter/Piet",
        "Robert/Bob",
        "Sam/Samuel",
        "Sergey/Serge",
        "Ted/Theodore",
        "Tim/Timothy",
        "Toby/Tobias",
        "Tom/Thomas",
        "Tony/Anthony",
        "Will/William",
        "William/Bill",
    ]
)

Variation = Callable[[str, random.Random], str]
OF_PEOPLE: dict[str, Variation] = {
    "other accents": other_accents,
    "surname first": surname_first,
    "first names as initials": with_initials,
    "a middle initial": middle_initial,
    "one letter off": one_letter_off,
    "the last two words run together": run_together,
    "a middle name": middle_name,
    "another form of the first name": short_first_name,
    "a title": title,
    "Jr.": generation,
}
SLIPS: dict[str, Variation] = {"a vowel off in each word": vowels_off, "a letter off in each word": letters_off}
OF_ORGANIZATIONS: dict[str, Variation] = {
    "other accents": other_accents,
    "a legal form": legal_form,
    "one letter off": one_letter_off,
    "the last two words run together": run_together,
    "PBC": public_benefit,
}


def shipped(model: str) -> Names:
    """By slug, the canonical name and then all others."""
    rows = json.loads((ROOT / "fixtures" / "timeline.json").read_text(encoding="utf-8"))
    names = {row["fields"]["slug"]: [row["fields"]["name"]] for row in rows if row["model"] == f"people.{model}"}
    for row in rows:
        if row["model"] == f"people.{model}name":
            names[row["fields"][model][0]].append(row["fields"]["text"])
    return names


def in_other_script(names: list[str]) -> str:
    """A name that isn't in Latin letters, as a duplicate would have it that was entered from a source in that script."""
    return next((name for name in names[1:] if not search_key(name).isascii()), "")


def numbered(names: Iterable[Iterable[str]]) -> list[tuple[int, str]]:
    return [(number, search_key(name)) for number, group in enumerate(names) for name in group]


def plant(names: Names, variations: dict[str, Variation]) -> tuple[list[list[str]], dict[str, set[tuple[int, int]]]]:
    """The names, followed by a duplicate of each for each variation; and by variation the pairs to find."""
    dice = random.Random(SEED)
    groups: list[list[str]] = list(names.values())
    pairs: dict[str, set[tuple[int, int]]] = defaultdict(set)
    for number, group in enumerate(list(groups)):
        duplicates = {name: vary(group[0], dice) for name, vary in variations.items()}
        duplicates["only its name in another script"] = in_other_script(group)
        for variation, duplicate in duplicates.items():
            if duplicate and duplicate != group[0]:
                pairs[variation].add((number, len(groups)))
                groups.append([duplicate])
    return groups, pairs


def measure(comparison: Comparison, names: Names, variations: dict[str, Variation]) -> list[str]:
    """A row for each variation: planted, found, recall; then what else is shown, and precision."""
    groups, by_variation = plant(names, variations)
    shown = set(similar_pairs(comparison, numbered(groups)))
    rows = [
        f"| {variation} | {len(pairs)} | {len(pairs & shown)} | {len(pairs & shown) / len(pairs):.3f} |"
        for variation, pairs in by_variation.items()
    ]
    planted = set().union(*by_variation.values())
    original = {duplicate: number for number, duplicate in planted} | {number: number for number in range(len(names))}
    right = {pair for pair in shown if original[pair[0]] == original[pair[1]]}
    shipped_pairs = set(similar_pairs(comparison, numbered(names.values())))
    return [
        *rows,
        f"| **all** | {len(planted)} | {len(planted & shown)} | **{len(planted & shown) / len(planted):.3f}** |",
        "",
        f"Pairs shown: {len(shown)}, of which {len(right)} are duplicates: precision "
        f"**{len(right) / len(shown):.3f}**. Among the {len(names)} shipped records alone: {len(shipped_pairs)} pair{'s' if len(shipped_pairs) != 1 else ''}"
        + (f" ({in_words(shipped_pairs, names)})." if shipped_pairs else "."),
    ]


def in_words(pairs: set[tuple[int, int]], names: Names) -> str:
    canonical = [group[0] for group in names.values()]
    return "; ".join(f"{canonical[one]} – {canonical[other]}" for one, other in sorted(pairs)[:12])


def compared(names: Names) -> str:
    """How many of the similar duplicates the queue compares at all, because they share a key."""
    groups, by_variation = plant(names, SLIPS)
    parsed = [PERSON_NAMES.parse(search_key(group[0])) for group in groups]
    keys = [PERSON_NAMES.rule_keys(name) | typo_keys(name) for name in parsed]
    parts = []
    for variation in SLIPS:
        pairs = by_variation[variation]
        similar = {pair for pair in pairs if PERSON_NAMES.similarity(*(parsed[n] for n in pair)) >= MIN_DUPLICATE}
        sharing = [pair for pair in similar if keys[pair[0]] & keys[pair[1]]]
        parts.append(f"{variation}, {len(sharing)} of {len(similar)}")
    return (
        f"Of the duplicates with several slips that are similar by these rules, the queue compares: {'; '.join(parts)}."
    )


def costs() -> list[str]:
    """Invented people, their names made of shipped words with some letters changed: many share a word."""
    dice = random.Random(SEED)
    words = [word for group in shipped("person").values() for word in search_key(group[0]).split() if len(word) > 1]
    rows = []
    for size in SIZES:
        people = [
            (number, " ".join("".join(dice.sample(word, len(word))) if dice.random() < 0.7 else word for word in name))
            for number, name in ((number, dice.sample(words, 2)) for number in range(size))
        ]
        # First, as an editor's form would do it: no name is parsed yet.
        start = time.process_time()
        most_similar(PERSON_NAMES, ["guillaume lample"], people)
        check = time.process_time() - start
        start = time.process_time()
        count = len(similar_pairs(PERSON_NAMES, people))
        rows.append(f"| {size:,} | {time.process_time() - start:.1f} s | {check * 1000:.0f} ms | {count:,} |")
    return rows


def report() -> str:
    head = ["| the duplicate has | planted | found | recall |", "|---|---|---|---|"]
    return "\n".join(
        [
            "People:",
            "",
            *head,
            *measure(PERSON_NAMES, shipped("person"), OF_PEOPLE),
            "",
            compared(shipped("person")),
            "",
            "Organizations:",
            "",
            *head,
            *measure(ORGANIZATION_NAMES, shipped("organization"), OF_ORGANIZATIONS),
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
