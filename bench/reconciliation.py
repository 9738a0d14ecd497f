"""How often the reconciliation service is right when it says "match", and how often it dares to, on the shipped timeline.

    python bench/reconciliation.py [--write] [--times]

Asks for every name as it is, for mangled ones, and for people and organizations that aren't in it: those left out one by
one, and invented ones. Prints the figures; --write puts them into docs/reconciliation.md; --times measures times alone.
The same seed, the same names. Times are the processor's, as ratios, so that a busy machine changes them little.
"""

import json
import os
import random
import statistics
import sys
import time
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import django

ROOT = Path(__file__).resolve().parent.parent
PAGE = ROOT / "docs" / "reconciliation.md"
END = "<!-- end of it -->"
LETTERS = "abcdefghijklmnopqrstuvwxyz"
SEED = 2023
ROUNDS = 30
LARGE = 100_000
FIRST_CANDIDATES = 5

Asked = tuple[str, str, str]  # the name, the type, and the id that is right, or "" where nobody is


@dataclass
class Tally:
    """What came of one kind of names."""

    asked: int = 0
    present: int = 0
    matched: int = 0
    right: int = 0
    offered: int = 0

    def add(self, right: str, result: list[dict[str, Any]]) -> None:
        matched = [one["id"] for one in result if one["match"]]
        self.asked += 1
        self.present += bool(right)
        self.matched += bool(matched)
        self.right += matched == [right]
        self.offered += bool(right) and right in [one["id"] for one in result[:FIRST_CANDIDATES]]

    def __add__(self, other: "Tally") -> "Tally":
        return Tally(*(mine + theirs for mine, theirs in zip(vars(self).values(), vars(other).values(), strict=True)))

    def row(self, name: str) -> str:
        precision = share(self.right, self.matched)
        recall, offered = share(self.right, self.present), share(self.offered, self.present)
        wrong = self.matched - self.right
        return f"| {name} | {self.asked} | {self.matched} | {wrong} | {precision} | {recall} | {offered} |"


def share(part: int, whole: int) -> str:
    return f"{part / whole:.3f}" if whole else "–"


def without_accents(name: str, _dice: random.Random) -> str:
    from talentwatch.text import search_key

    return search_key(name).title() if search_key(name) != search_key_of_ascii(name) else ""


def search_key_of_ascii(name: str) -> str:
    """The name's letters that are ASCII already; differs from its search key where it has accents."""
    from talentwatch.text import search_key

    return search_key("".join(letter if letter.isascii() else "" for letter in name))


def swapped(name: str, _dice: random.Random) -> str:
    first, _, last = name.partition(" ")
    return f"{last}, {first}" if last else ""


def one_letter_off(name: str, dice: random.Random) -> str:
    """A letter left out, doubled, changed, or swapped with the next."""
    places = [place for place, letter in enumerate(name[:-1]) if letter.isalpha() and name[place + 1].isalpha()]
    if not places:
        return ""
    place = dice.choice(places)
    before, letter, after = name[:place], name[place], name[place + 1 :]
    other = dice.choice([one for one in LETTERS if one != letter.lower()])
    return dice.choice(
        [before + after, before + letter * 2 + after, before + other + after, before + after[0] + letter + after[1:]]
    )


def initials(name: str, _dice: random.Random) -> str:
    *first, last = name.split()
    return " ".join([*(f"{word[0]}." for word in first), last]) if first else ""


MANGLED: dict[str, Callable[[str, random.Random], str]] = {
    "accents lost": without_accents,
    "order swapped": swapped,
    "one letter off": one_letter_off,
    "initials": initials,
}


def ask(asked: Iterable[Asked]) -> Iterator[tuple[str, list[dict[str, Any]]]]:
    """The id that is right and the candidates, batch by batch."""
    from talentwatch.reconciliation.matching import Batch
    from talentwatch.reconciliation.queries import BATCH_SIZE, read_batch

    rest = list(asked)
    while rest:
        batch, rest = rest[:BATCH_SIZE], rest[BATCH_SIZE:]
        queries = {str(number): {"query": name, "type": kind} for number, (name, kind, _) in enumerate(batch)}
        answer = Batch(read_batch(json.dumps(queries))).answer()
        yield from ((right, answer[str(number)]["result"]) for number, (_, _, right) in enumerate(batch))


def tally(asked: Iterable[Asked]) -> Tally:
    found = Tally()
    for right, result in ask(asked):
        found.add(right, result)
    return found


def variants(name: str, dice: random.Random) -> dict[str, str]:
    return {kind: text for kind, mangle in MANGLED.items() if (text := mangle(name, dice))}


def present() -> dict[str, list[Asked]]:
    """Names of those who are there, by what was done to them."""
    from talentwatch.reconciliation.entities import ORGANIZATION, PERSON, TYPES

    dice = random.Random(SEED)
    asked: dict[str, list[Asked]] = {}
    for one in TYPES.values():
        for record in one.model.objects.published().order_by("slug"):
            right = one.id_of(record.slug)
            asked.setdefault(f"{one.name}: as written", []).append((record.name, one.id, right))
            for other in record.names.order_by("text", "language"):
                kind = "misspelling" if other.kind == "misspelling" else "other names, all scripts"
                asked.setdefault(f"{one.name}: {kind}", []).append((other.text, one.id, right))
            told = variants(record.name, dice)
            if one is ORGANIZATION:
                told = {kind: text for kind, text in told.items() if kind in {"accents lost", "one letter off"}}
            for kind, text in told.items():
                asked.setdefault(f"{one.name}: {kind}", []).append((text, one.id, right))
    order = [PERSON.name, ORGANIZATION.name]
    return dict(sorted(asked.items(), key=lambda item: order.index(item[0].partition(":")[0])))


def left_out() -> dict[str, Tally]:
    """All names of each, and the mangled ones, asked for while it alone isn't public."""
    from django.db import transaction

    from talentwatch.reconciliation.entities import PERSON, TYPES

    dice = random.Random(SEED)
    found = {}
    for one in TYPES.values():
        sum_of = Tally()
        for record in one.model.objects.published().order_by("slug"):
            names = [record.name, *record.names.values_list("text", flat=True)]
            names += variants(record.name, dice).values() if one is PERSON else [one_letter_off(record.name, dice)]
            with transaction.atomic():
                one.model._base_manager.filter(pk=record.pk).update(status="draft")
                sum_of += tally((name, one.id, "") for name in names if name)
                transaction.set_rollback(True)
        found[f"{one.name}: left out"] = sum_of
    return found


def invented() -> list[Asked]:
    """First names and last names of different people, in pairs that nobody in the timeline has."""
    from talentwatch.reconciliation.entities import PERSON
    from talentwatch.text import search_key

    dice = random.Random(SEED)
    names = list(PERSON.model.objects.published().order_by("slug").values_list("name", flat=True))
    known = {" ".join(sorted(search_key(name).split())) for name in names}
    firsts, lasts = [name.split()[0] for name in names], [name.split()[-1] for name in names]
    made = {f"{dice.choice(firsts)} {dice.choice(lasts)}" for _ in range(1000)}
    new = [name for name in sorted(made) if " ".join(sorted(search_key(name).split())) not in known]
    return [(name, PERSON.id, "") for name in new]


def of_other_words() -> list[Asked]:
    """Names in which a word is changed by one letter into a word of somebody else's name: Greg Wang for Greg Yang."""
    from rapidfuzz.distance import OSA

    from talentwatch.reconciliation.entities import PERSON
    from talentwatch.text import search_key

    names = [
        search_key(name) for name in PERSON.model.objects.published().order_by("slug").values_list("name", flat=True)
    ]
    known = {" ".join(sorted(name.split())) for name in names}
    words = sorted({word for name in names for word in name.split()})
    made = {
        name.replace(word, other)
        for name in names
        for word in name.split()
        for other in words
        if OSA.distance(word, other, score_cutoff=1) == 1
    }
    return [(name, PERSON.id, "") for name in sorted(made) if " ".join(sorted(name.split())) not in known]


def times() -> str:
    """A batch against the manifest, and a search among many names."""
    from django.test import Client

    from talentwatch.reconciliation.names import Names
    from talentwatch.reconciliation.queries import BATCH_SIZE
    from talentwatch.reconciliation.resemblance import Folded

    client = Client(headers={"host": "localhost"})
    names = [name for name, *_ in present()["Person: one letter off"]]

    def clock(**asked: str) -> float:
        start = time.process_time()
        if client.get("/reconcile/", asked).status_code != 200:
            raise SystemExit("refused")
        return time.process_time() - start

    def batch(size: int) -> dict[str, str]:
        return {
            "queries": json.dumps({str(n): {"query": name, "type": "Person"} for n, name in enumerate(names[:size])})
        }

    asked: dict[str, dict[str, str]] = {"manifest": {}, **{str(size): batch(size) for size in (1, 10, BATCH_SIZE)}}
    measured: dict[str, list[float]] = {name: [] for name in asked}
    for _ in range(ROUNDS):
        for name, given in asked.items():
            measured[name].append(clock(**given))
    base = statistics.median(measured.pop("manifest"))
    lines = [f"| batch of {name} | {statistics.median(values) / base:.0f} |" for name, values in measured.items()]

    dice = random.Random(SEED)
    words = ["".join(dice.choices(LETTERS, k=dice.randint(3, 9))) for _ in range(5000)]
    many = Names.of((number, f"{dice.choice(words)} {dice.choice(words)}", "") for number in range(LARGE))
    spent = []
    for _ in range(ROUNDS):
        start = time.process_time()
        many.near(Folded.of(f"{dice.choice(words)} {dice.choice(words)}", has_initials=True))
        spent.append(time.process_time() - start)
    lines.append(f"| one name among {LARGE:,} | {statistics.median(spent) / base:.0f} |")
    return "\n".join(["| | times the manifest |", "|---|---|", *lines])


def figures() -> str:
    rows = {name: tally(asked) for name, asked in present().items()}
    rows |= left_out()
    rows |= {"Person: invented": tally(invented()), "Person: of other words": tally(of_other_words())}
    everything = sum(rows.values(), Tally())
    head = [
        "| names | asked | matches | wrong | precision | recall | among the first 5 |",
        "|---|---|---|---|---|---|---|",
    ]
    table = [*head, *(one.row(name) for name, one in rows.items()), everything.row("all")]
    return "\n".join(table)


def main() -> None:
    from django.core.management import call_command

    call_command("migrate", verbosity=0)
    call_command("loaddata", "timeline", verbosity=0)
    measured = {"times": times} if "--times" in sys.argv[1:] else {"figures": figures, "times": times}
    for name, measure in measured.items():
        told = measure()
        print(f"{told}\n")
        if "--write" in sys.argv[1:]:
            write(name, told)


def write(name: str, told: str) -> None:
    """Put what was measured between its marks in the page."""
    begin = f"<!-- {name}, by bench/reconciliation.py --write -->"
    before, rest = PAGE.read_text(encoding="utf-8").split(begin)
    after = rest.split(END, 1)[1]
    PAGE.write_text(f"{before}{begin}\n\n{told}\n\n{END}{after}", encoding="utf-8")


if __name__ == "__main__":
    sys.path.insert(0, str(ROOT))
    os.environ |= {"DATABASE_URL": "sqlite://:memory:", "API_REQUESTS_PER_MINUTE": "1000000", "DEBUG": "0"}
    os.environ["DJANGO_SETTINGS_MODULE"] = "talentwatch.settings"
    django.setup()
    main()
