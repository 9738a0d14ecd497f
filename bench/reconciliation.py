"""How often the reconciliation service says "match", and how often it is right, on the shipped timeline.

    python bench/reconciliation.py [--write] [--times]

Asks for every name as it is, for variations of it, and for people and organizations that aren't in the timeline: each one
left out in turn, and invented ones. Prints the figures; --write puts them into docs/reconciliation.md; --times measures
times alone. The seed is fixed. Times are ratios of processor time, so that a busy machine changes them little.
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

Question = tuple[str, str, str]  # the name, the type, and the right id, or "" if nobody is meant


@dataclass
class Tally:
    """The results for one kind of names."""

    asked: int = 0
    present: int = 0
    matched: int = 0
    right: int = 0
    offered: int = 0

    def add(self, right_id: str, result: list[dict[str, Any]]) -> None:
        matches = [candidate["id"] for candidate in result if candidate["match"]]
        self.asked += 1
        self.present += bool(right_id)
        self.matched += bool(matches)
        self.right += matches == [right_id]
        self.offered += bool(right_id) and right_id in [candidate["id"] for candidate in result[:FIRST_CANDIDATES]]

    def __add__(self, other: "Tally") -> "Tally":
        return Tally(*(mine + theirs for mine, theirs in zip(vars(self).values(), vars(other).values(), strict=True)))

    def row(self, name: str) -> str:
        precision = share(self.right, self.matched)
        recall, offered = share(self.right, self.present), share(self.offered, self.present)
        wrong = self.matched - self.right
        return f"| {name} | {self.asked} | {self.matched} | {wrong} | {precision} | {recall} | {offered} |"


def share(part: int, whole: int) -> str:
    return f"{part / whole:.3f}" if whole else "–"


def accents_lost(name: str, _dice: random.Random) -> str:
    from talentwatch.text import search_key

    ascii_letters = "".join(letter if letter.isascii() else "" for letter in name)
    return search_key(name).title() if search_key(name) != search_key(ascii_letters) else ""


def order_swapped(name: str, _dice: random.Random) -> str:
    first, _, last = name.partition(" ")
    return f"{last}, {first}" if last else ""


def one_letter_off(name: str, dice: random.Random) -> str:
    """A letter left out, doubled, changed, or swapped with the next."""
    places = [place for place, letter in enumerate(name[:-1]) if letter.isalpha() and name[place + 1].isalpha()]
    if not places:
        return ""
    place = dice.choice(places)
    before, letter, after = name[:place], name[place], name[place + 1 :]
    other = dice.choice([each for each in LETTERS if each != letter.lower()])
    return dice.choice(
        [before + after, before + letter * 2 + after, before + other + after, before + after[0] + letter + after[1:]]
    )


def initials(name: str, _dice: random.Random) -> str:
    *first, last = name.split()
    return " ".join([*(f"{word[0]}." for word in first), last]) if first else ""


# The variations below roll no dice, so that they leave those above as they were.
def run_together(name: str, _dice: random.Random) -> str:
    words = name.split()
    return " ".join([*words[:-2], "".join(words[-2:])]) if len(words) > 1 else ""


def middle_name(name: str, _dice: random.Random) -> str:
    first, _, last = name.partition(" ")
    return f"{first} Amadeus {last}" if last else ""


def other_first_name(name: str, _dice: random.Random) -> str:
    """The long form of a short first name, or the other way round."""
    from talentwatch.matching.first_names import SHORT_FORMS

    first, _, last = name.partition(" ")
    longs = sorted(long for long, short_forms in SHORT_FORMS.items() if first.lower() in short_forms.split())
    others = [*longs, *SHORT_FORMS.get(first.lower(), "").split()]
    return f"{others[0].title()} {last}" if others and last else ""


def title(name: str, _dice: random.Random) -> str:
    return f"Dr. {name}"


def surname(name: str, _dice: random.Random) -> str:
    return name.rsplit(maxsplit=1)[-1] if " " in name else ""


def legal_form(name: str, _dice: random.Random) -> str:
    return f"{name}, Inc."


Variation = Callable[[str, random.Random], str]
OF_PEOPLE: dict[str, Variation] = {
    "accents lost": accents_lost,
    "order swapped": order_swapped,
    "one letter off": one_letter_off,
    "initials": initials,
    "run together": run_together,
    "a middle name": middle_name,
    "another form of the first name": other_first_name,
    "a title": title,
    "the last word alone": surname,
}
OF_ORGANIZATIONS: dict[str, Variation] = {
    "accents lost": accents_lost,
    "one letter off": one_letter_off,
    "run together": run_together,
    "a legal form": legal_form,
}


def ask(questions: Iterable[Question]) -> Iterator[tuple[str, list[dict[str, Any]]]]:
    """The right id and the candidates, batch by batch."""
    from talentwatch.reconciliation.candidates import Batch
    from talentwatch.reconciliation.queries import BATCH_SIZE, read_batch

    rest = list(questions)
    while rest:
        batch, rest = rest[:BATCH_SIZE], rest[BATCH_SIZE:]
        queries = {str(number): {"query": name, "type": type_id} for number, (name, type_id, _) in enumerate(batch)}
        answer = Batch(read_batch(json.dumps(queries))).answer()
        yield from ((right_id, answer[str(number)]["result"]) for number, (_, _, right_id) in enumerate(batch))


def tally(questions: Iterable[Question]) -> Tally:
    results = Tally()
    for right_id, result in ask(questions):
        results.add(right_id, result)
    return results


def variants(name: str, variations: dict[str, Variation], dice: random.Random) -> dict[str, str]:
    return {kind: text for kind, vary in variations.items() if (text := vary(name, dice))}


def present() -> dict[str, list[Question]]:
    """Names of those who are there, by variation."""
    from talentwatch.reconciliation.entities import PERSON, TYPES

    dice = random.Random(SEED)
    questions: dict[str, list[Question]] = {}
    for entity_type in TYPES.values():
        variations = OF_PEOPLE if entity_type is PERSON else OF_ORGANIZATIONS
        for record in entity_type.model.objects.published().order_by("slug"):
            right_id = entity_type.id_of(record.slug)
            names = [("as written", record.name)]
            for other in record.names.order_by("text", "language"):
                kind = "misspelling" if other.kind == "misspelling" else "other names, all scripts"
                names.append((kind, other.text))
            for kind, text in (*names, *variants(record.name, variations, dice).items()):
                questions.setdefault(f"{entity_type.name}: {kind}", []).append((text, entity_type.id, right_id))
    return questions


def left_out() -> dict[str, Tally]:
    """All names and variations of each record, asked for while it alone isn't public."""
    from django.db import transaction

    from talentwatch.reconciliation.entities import PERSON, TYPES

    dice = random.Random(SEED)
    results = {}
    for entity_type in TYPES.values():
        variations = OF_PEOPLE if entity_type is PERSON else OF_ORGANIZATIONS
        total = Tally()
        for record in entity_type.model.objects.published().order_by("slug"):
            names = [record.name, *record.names.values_list("text", flat=True)]
            names += variants(record.name, variations, dice).values()
            with transaction.atomic():
                entity_type.model._base_manager.filter(pk=record.pk).update(status="draft")
                total += tally((name, entity_type.id, "") for name in names)
                transaction.set_rollback(True)
        results[f"{entity_type.name}: left out"] = total
    return results


def invented() -> list[Question]:
    """First names and last names of different people, in pairs that nobody in the timeline has."""
    from talentwatch.reconciliation.entities import PERSON
    from talentwatch.text import search_key

    dice = random.Random(SEED)
    names = list(PERSON.model.objects.published().order_by("slug").values_list("name", flat=True))
    known = {" ".join(sorted(search_key(name).split())) for name in names}
    firsts, lasts = [name.split()[0] for name in names], [name.split()[-1] for name in names]
    pairs = {f"{dice.choice(firsts)} {dice.choice(lasts)}" for _ in range(1000)}
    unknown = [name for name in sorted(pairs) if " ".join(sorted(search_key(name).split())) not in known]
    return [(name, PERSON.id, "") for name in unknown]


def of_other_words() -> list[Question]:
    """Names in which one letter makes a word into a word of somebody else's name: Greg Wang for Greg Yang."""
    from rapidfuzz.distance import OSA

    from talentwatch.reconciliation.entities import PERSON
    from talentwatch.text import search_key

    names = [
        search_key(name) for name in PERSON.model.objects.published().order_by("slug").values_list("name", flat=True)
    ]
    known = {" ".join(sorted(name.split())) for name in names}
    words = sorted({word for name in names for word in name.split()})
    changed = {
        name.replace(word, other)
        for name in names
        for word in name.split()
        for other in words
        if OSA.distance(word, other, score_cutoff=1) == 1
    }
    return [(name, PERSON.id, "") for name in sorted(changed) if " ".join(sorted(name.split())) not in known]


def times() -> str:
    """A batch against the manifest, and a search among many names."""
    from django.test import Client

    from talentwatch.matching.comparison import PERSON_NAMES
    from talentwatch.matching.index import NameIndex
    from talentwatch.reconciliation.queries import BATCH_SIZE

    client = Client(headers={"host": "localhost"})
    names = [name for name, *_ in present()["Person: one letter off"]]

    def clock(**parameters: str) -> float:
        start = time.process_time()
        if client.get("/reconcile/", parameters).status_code != 200:
            raise SystemExit("refused")
        return time.process_time() - start

    def batch(size: int) -> dict[str, str]:
        return {
            "queries": json.dumps({str(n): {"query": name, "type": "Person"} for n, name in enumerate(names[:size])})
        }

    requests: dict[str, dict[str, str]] = {"manifest": {}, **{str(size): batch(size) for size in (1, 10, BATCH_SIZE)}}
    measured: dict[str, list[float]] = {name: [] for name in requests}
    for _ in range(ROUNDS):
        for name, parameters in requests.items():
            measured[name].append(clock(**parameters))
    base = statistics.median(measured.pop("manifest"))
    lines = [f"| batch of {name} | {statistics.median(values) / base:.0f} |" for name, values in measured.items()]

    dice = random.Random(SEED)
    words = ["".join(dice.choices(LETTERS, k=dice.randint(3, 9))) for _ in range(5000)]
    index = NameIndex(PERSON_NAMES, ((number, f"{dice.choice(words)} {dice.choice(words)}") for number in range(LARGE)))
    spent = []
    for _ in range(ROUNDS):
        start = time.process_time()
        index.nearest(f"{dice.choice(words)} {dice.choice(words)}")
        spent.append(time.process_time() - start)
    lines.append(f"| one name among {LARGE:,} | {statistics.median(spent) / base:.0f} |")
    return "\n".join(["| | times the manifest |", "|---|---|", *lines])


def figures() -> str:
    rows = {name: tally(questions) for name, questions in present().items()}
    rows |= left_out()
    rows |= {"Person: invented": tally(invented()), "Person: of other words": tally(of_other_words())}
    total = sum(rows.values(), Tally())
    head = [
        "| names | asked | matches | wrong | precision | recall | among the first 5 |",
        "|---|---|---|---|---|---|---|",
    ]
    return "\n".join([*head, *(row.row(name) for name, row in rows.items()), total.row("all")])


def main() -> None:
    from django.core.management import call_command

    call_command("migrate", verbosity=0)
    call_command("loaddata", "timeline", verbosity=0)
    measurements = {"times": times} if "--times" in sys.argv[1:] else {"figures": figures, "times": times}
    for name, measure in measurements.items():
        text = measure()
        print(f"{text}\n")
        if "--write" in sys.argv[1:]:
            write(name, text)


def write(name: str, text: str) -> None:
    """Put the measured text between its marks in the page."""
    begin = f"<!-- {name}, by bench/reconciliation.py --write -->"
    before, rest = PAGE.read_text(encoding="utf-8").split(begin)
    after = rest.split(END, 1)[1]
    PAGE.write_text(f"{before}{begin}\n\n{text}\n\n{END}{after}", encoding="utf-8")


if __name__ == "__main__":
    sys.path.insert(0, str(ROOT))
    os.environ |= {"DATABASE_URL": "sqlite://:memory:", "API_REQUESTS_PER_MINUTE": "1000000", "DEBUG": "0"}
    os.environ["DJANGO_SETTINGS_MODULE"] = "talentwatch.settings"
    django.setup()
    main()
