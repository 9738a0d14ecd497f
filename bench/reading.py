"""How well articles are read: the names that are marked, and the rows that are proposed, against annotations made by hand.

    python bench/reading.py ARTICLES [TIMELINE] [--write]

ARTICLES is a folder with the five articles that the annotations (bench/reading_gold.json) are of; they aren't ours to publish, so
only the places of names and the facts of rows are here, and each article is recognised by its hash. TIMELINE is a timeline file
with the names of the desk; without it, those of the shipped data. --write puts the tables into docs/articles.md.

And on 49 articles that were invented for this, seven in each language, whose sides (who left or joined which organization) were
annotated before the reader saw them (bench/reading_invented.json). Most of them have been used to improve its rules since.

A mention is right if its place, its kind and, where the desk has a record, the record are. A row is right if the person, both
organizations, the end, the stated months, and the title and role that the article gives are.
"""

import argparse
import hashlib
import json
import sys
import time
from collections import defaultdict
from collections.abc import Iterator
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))

from talentwatch.articles.reading import KnownName, KnownNames, Reading, read_article  # noqa: E402 importable since the line above
from talentwatch.dates import parse  # noqa: E402 likewise

GOLD = ROOT / "bench" / "reading_gold.json"
INVENTED = ROOT / "bench" / "reading_invented.json"
SHIPPED = ROOT / "fixtures" / "timeline.json"
DOCS = ROOT / "docs" / "articles.md"
MARKS = ("<!-- reading: begin -->", "<!-- reading: end -->")
KINDS = {"people": "person", "organizations": "organization"}
LONG = 100_000  # characters of the article that is timed
Names = list[KnownName]


def desk_names(path: Path) -> Names:
    """All names in a timeline file, or in the shipped fixture."""
    content = json.loads(path.read_text("utf-8"))
    return list(timeline_names(content) if isinstance(content, dict) else fixture_names(content))


def timeline_names(timeline: dict[str, Any]) -> Iterator[KnownName]:
    for list_, kind in KINDS.items():
        for record in timeline[list_]:
            yield KnownName(record["name"], kind, record["slug"], record["name"])
            for name in record["names"]:
                is_misspelling = name.get("kind") == "misspelling"
                yield KnownName(name["text"], kind, record["slug"], record["name"], name["language"], is_misspelling)


def fixture_names(rows: list[dict[str, Any]]) -> Iterator[KnownName]:
    records = {}
    for row in rows:
        kind = row["model"].removeprefix("people.")
        if kind in KINDS.values():
            name, slug = row["fields"]["name"], row["fields"]["slug"]
            records[kind, slug] = name
            yield KnownName(name, kind, slug, name)
    for row in rows:
        kind = row["model"].removeprefix("people.").removesuffix("name")
        if row["model"].endswith("name") and kind in KINDS.values():
            fields = row["fields"]
            (slug,) = fields[kind]
            is_misspelling = fields.get("kind") == "misspelling"
            yield KnownName(fields["text"], kind, slug, records[kind, slug], fields["language"], is_misspelling)


def right_mentions(reading: Reading, gold: dict[str, Any], known: set[str]) -> int:
    expected = {(start, end): (kind, slug) for start, end, _, kind, slug in gold["mentions"]}
    count = 0
    for mention in reading.mentions:
        kind, slug = expected.get((mention.start, mention.end), ("", None))
        count += mention.kind == kind and (slug not in known or mention.slug == slug)
    return count


def is_right(row: dict[str, Any], gold: dict[str, Any], names: dict[str, set[str]]) -> bool:
    left, joined = row["left"] or {}, row["joined"] or {}
    checks = [
        is_record(row["person"], [gold["person"]], names),
        is_record(left.get("organization"), gold["left"], names),
        is_record(joined.get("organization"), gold["joined"], names),
        "end" not in gold or left.get("end", "") in gold["end"],
        "start" not in gold or joined.get("start", "") in gold["start"],
        (left.get("stated_months") or None) == gold.get("months"),
        "title" not in gold or joined.get("title") in gold["title"],
        "left_title" not in gold or left.get("title") in gold["left_title"],
        "role" not in gold or joined.get("role") == gold["role"],
        "left_for" not in gold or left.get("left_for") == gold["left_for"],
    ]
    return all(checks)


def is_record(proposed: dict[str, Any] | None, slugs: list[str] | None, names: dict[str, set[str]]) -> bool:
    """The same record, or, on an empty desk, one of its names; Guillaume Lampl is what the article calls him."""
    if not proposed or not slugs:
        return not proposed and not slugs
    given = {proposed["name"], proposed.get("native_name")}
    return proposed["slug"] in slugs if proposed["slug"] else any(given & names[slug] for slug in slugs)


def measure(folder: Path, names: Names, all_names: Names, *, well_known: bool) -> list[list[str]]:
    """A row of figures for each article, and one for all."""
    known_names = KnownNames(names, well_known=well_known)
    known = {name.slug or "" for name in names}
    called: dict[str, set[str]] = {}
    for name in all_names:
        called.setdefault(name.slug or "", set()).update((name.text, name.name))
    texts = {hashlib.sha256(path.read_bytes()).hexdigest(): path for path in folder.iterdir() if path.is_file()}
    table, totals = [], [0] * 6
    for article, gold in json.loads(GOLD.read_text("utf-8")).items():
        if gold["sha256"] not in texts:
            sys.exit(f"{article} isn't in {folder}: its SHA-256 is {gold['sha256']}.")
        text = texts[gold["sha256"]].read_text("utf-8")
        reading = read_article(text, published=parse(gold["published"]), names=known_names)
        rest = list(gold["rows"])
        for row in reading.rows:
            match = next((expected for expected in rest if is_right(row, expected, called)), None)
            if match:
                rest.remove(match)
        right_rows = len(gold["rows"]) - len(rest)
        marked = right_mentions(reading, gold, known)
        figures = [
            marked,
            len(gold["mentions"]),
            len(reading.mentions),
            right_rows,
            len(gold["rows"]),
            len(reading.rows),
        ]
        totals = [total + figure for total, figure in zip(totals, figures, strict=True)]
        table.append([f"{article.removeprefix('article-')} ({reading.language})", *map(str, figures), *shares(figures)])
    table.append(["all", *map(str, totals), *shares(totals)])
    return table


def shares(figures: list[int]) -> list[str]:
    right, expected, found, right_rows, expected_rows, proposed = figures
    pairs = (right, expected), (right, found), (right_rows, expected_rows), (right_rows, proposed)
    return [f"{part / whole:.3f}" if whole else "–" for part, whole in pairs]


def render(title: str, table: list[list[str]]) -> str:
    head = "| article | names right | to find | marked | rows right | to find | proposed | recall of names | precision of names | recall of rows | precision of rows |"
    lines = [f"{title}:", "", head, "|---" + "|--:" * 10 + "|", *(f"| {' | '.join(row)} |" for row in table)]
    return "\n".join(lines)


def measure_invented(names: Names) -> str:
    """A row of figures for each language: sides that are right, and their dates where the article states one."""
    known_names = KnownNames(names)
    figures: defaultdict[str, list[list[int]]] = defaultdict(list)  # of the articles of a language
    for article in json.loads(INVENTED.read_text("utf-8")):
        published = parse(article["published"])
        reading = read_article(article["text"], language=article["language"], published=published, names=known_names)
        expected = {
            (side["person"], side["side"], side["organization"], side.get("denied", False)): side.get("dates")
            for side in article["sides"]
        }
        proposed = {
            (row["person"]["name"], side, row[side]["organization"]["name"], row["stance"] == "denied"): row[side][date]
            for row in reading.rows
            for side, date in (("left", "end"), ("joined", "start"))
            if row[side]
        }
        right = expected.keys() & proposed.keys()
        stated = {side: dates for side in right if (dates := expected[side])}
        right_dates = sum(proposed[side] in dates for side, dates in stated.items())
        figures[article["language"]].append([len(right), len(expected), len(proposed), right_dates, len(stated)])
    figures["all"] = [row for rows in figures.values() for row in rows]
    table = [
        [language, *map(str, (len(rows), *sums)), *side_shares(sums)]
        for language, rows in figures.items()
        if (sums := [sum(column) for column in zip(*rows, strict=True)])
    ]
    head = "| language | articles | sides right | to find | proposed | dates right | dates stated | recall of sides | precision of sides |"
    lines = [head, "|---" + "|--:" * 8 + "|", *(f"| {' | '.join(row)} |" for row in table)]
    return "On invented articles, with all names of the desk:\n\n" + "\n".join(lines)


def side_shares(figures: list[int]) -> list[str]:
    right, expected, proposed, *_ = figures
    return [f"{right / whole:.3f}" if whole else "–" for whole in (expected, proposed)]


def measure_time(folder: Path, names: Names) -> str:
    text = "\n\n".join(path.read_text("utf-8") for path in sorted(folder.iterdir()) if path.is_file())
    long = (text * (LONG // len(text) + 1))[:LONG]
    start = time.process_time()
    known_names = KnownNames(names)
    built = time.process_time() - start
    start = time.process_time()
    read_article(long, names=known_names)
    read = time.process_time() - start
    return (
        f"Building the automaton of {len(names):,} names takes {built:.2f} s of CPU time, and reading an article of "
        f"{LONG:,} characters with them {read:.2f} s."
    )


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("articles", type=Path, metavar="ARTICLES")
    parser.add_argument("timeline", type=Path, nargs="?", default=SHIPPED, metavar="TIMELINE")
    parser.add_argument("--write", action="store_true")
    options = parser.parse_args()
    names = desk_names(options.timeline)
    parts = [
        render("With all names of the desk", measure(options.articles, names, names, well_known=True)),
        render("On an empty desk", measure(options.articles, [], names, well_known=True)),
        render(
            "On an empty desk, and without organizations.toml", measure(options.articles, [], names, well_known=False)
        ),
        measure_invented(names),
        measure_time(options.articles, names),
    ]
    report = "\n\n".join(parts)
    print(report)
    if options.write:
        before, rest = DOCS.read_text("utf-8").split(MARKS[0])
        _, after = rest.split(MARKS[1])
        DOCS.write_text(f"{before}{MARKS[0]}\n{report}\n{MARKS[1]}{after}", "utf-8")


if __name__ == "__main__":
    main()
