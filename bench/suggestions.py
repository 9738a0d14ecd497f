"""What a keystroke in a box that suggests people costs among 100,000 names, against a search in the database.

    python bench/suggestions.py [--write]

Some names are typed letter by letter, some are misspelt. Each text is asked for twice: as the index suggests records, and
as the list of people searches them, with the count and the first page that a box would need. --write puts the table
into docs/merging.md.
"""

import os
import random
import statistics
import sys
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import django

ROOT = Path(__file__).resolve().parent.parent
MARKS = ("<!-- suggestions: begin -->", "<!-- suggestions: end -->")
SEED = 20230224
SIZE = 100_000
PAGE_SIZE = 20
LETTERS = "abcdefghijklmnopqrstuvwxyz"


def make_people() -> list[str]:
    """People whose names are made of a few thousand words, as real names are; every tenth has a Hebrew name too."""
    from django.db.models import QuerySet

    from people.models import Person, PersonName
    from talentwatch.text import search_key

    dice = random.Random(SEED)
    words = ["".join(dice.choices(LETTERS, k=dice.randint(3, 9))).capitalize() for _ in range(20_000)]
    hebrew = ["".join(dice.choices("אבגדהוזחטיכלמנסעפצקרשת", k=dice.randint(3, 6))) for _ in range(2_000)]
    names = [f"{dice.choice(words)} {dice.choice(words)}" for _ in range(SIZE)]
    people = [
        Person(pk=number, name=name, slug=f"person-{number}", search_key=search_key(name))
        for number, name in enumerate(names, 1)
    ]
    QuerySet(Person).bulk_create(people, batch_size=5_000)
    texts = {number: f"{dice.choice(hebrew)} {dice.choice(hebrew)}" for number in range(1, SIZE + 1, 10)}
    others = [
        PersonName(person_id=number, text=text, language="he", kind="native", search_key=search_key(text))
        for number, text in texts.items()
    ]
    QuerySet(PersonName).bulk_create(others, batch_size=5_000)
    return [*names[:5], *list(texts.values())[:2]]


def typed_texts(names: list[str]) -> dict[str, list[str]]:
    """What is typed, by kind."""
    dice = random.Random(SEED)
    return {
        "one letter": [name[0] for name in names],
        "two letters": [name[:2] for name in names],
        "three letters and more, each": [name[:size] for name in names for size in range(3, len(name) + 1)],
        "a misspelt word": [f"{name[:at]}{dice.choice(LETTERS)}{name[at + 1 :]}" for name in names for at in (2, 3)],
    }


def search_database(text: str) -> Any:
    """The count and the first page of a search by words, exact matches first."""
    from django.db.models import Case, When

    from people.models import Person
    from talentwatch.text import search_key

    key = search_key(text)
    rank = Case(When(search_key=key, then=0), When(search_key__startswith=key, then=1), default=2)
    people = Person.objects.filter(merged_into=None).search(text).order_by(rank, "slug")
    return people.count(), list(people[:PAGE_SIZE])


def clock(act: Callable[[str], Any], text: str) -> float:
    start = time.process_time()
    act(text)
    return (time.process_time() - start) * 1000


def suggest(text: str) -> Any:
    from people.models import Person
    from talentwatch.desk.autocomplete import suggest_by_name

    people = suggest_by_name(Person, Person.objects.filter(merged_into=None), text)
    return people.count(), list(people[:PAGE_SIZE])


def report() -> str:
    from people.models import Person
    from talentwatch.records.name_index import name_index

    texts = typed_texts(make_people())
    rows = []
    first = clock(lambda _text: name_index(Person, is_public=False), "")
    for kind, of_kind in texts.items():
        here, there = ([clock(act, text) for text in of_kind] for act in (suggest, search_database))
        median, in_database = statistics.median(here), statistics.median(there)
        rows.append(
            f"| {kind} | {len(of_kind)} | {median:.0f} ms | {in_database:.0f} ms | {median / in_database:.2f} |"
        )
    later = []
    for number, text in enumerate(texts["a misspelt word"], 1):
        person = Person.objects.get(pk=number)
        person.name = f"Renamed {number}"
        person.save()
        later.append(clock(suggest, text))
    in_database = statistics.median(clock(search_database, text) for text in texts["a misspelt word"])
    rows.append(
        f"| a misspelt word, right after an edit | {len(later)} | {statistics.median(later):.0f} ms | {in_database:.0f} ms | "
        f"{statistics.median(later) / in_database:.2f} |"
    )
    head = ["| typed | texts | the index | a search in the database | ratio |", "|---|---|---|---|---|"]
    note = f"Medians, in time of one core. Each process makes the index once, in {first / 1000:.1f} s."
    return "\n".join([*head, *rows, "", note])


def main() -> None:
    from django.core.management import call_command

    call_command("migrate", verbosity=0)
    text = report()
    print(text)
    if "--write" in sys.argv:
        page = ROOT / "docs" / "merging.md"
        before, rest = page.read_text(encoding="utf-8").split(MARKS[0])
        page.write_text(f"{before}{MARKS[0]}\n{text}\n{MARKS[1]}{rest.split(MARKS[1])[1]}", encoding="utf-8")


if __name__ == "__main__":
    sys.path.insert(0, str(ROOT))
    os.environ |= {"DATABASE_URL": "sqlite://:memory:", "DEBUG": "0", "DJANGO_SETTINGS_MODULE": "talentwatch.settings"}
    django.setup()
    main()
