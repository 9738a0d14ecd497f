"""The cost of refusing the worst uploads: CPU time, and the memory of a fresh process with all of Django in it.

    python bench/uploads.py [--all] [--write]

Each upload is built in a temporary directory and read in a process of its own, of which Linux reports the peak memory. Prints
the five that take most memory; --all prints every one. --write puts the five into docs/security.md.
"""

import argparse
import json
import os
import subprocess
import sys
import tempfile
import time
import zipfile
from collections.abc import Callable, Iterable
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parent.parent
SECURITY = ROOT / "docs" / "security.md"
BEGIN, END = "<!-- bench/uploads.py -->", "<!-- end -->"
TEN_MEGABYTES = 10 * 1024 * 1024 - 1000
PICTURE = 600_000
SPREADSHEET = 'xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"'
RELATIONSHIPS = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
RELATION = f'<Relationship Id="%s" Type="{RELATIONSHIPS}/%s" Target="%s"/>'
HEADER = '<row r="1"><c t="inlineStr"><is><t>slug</t></is></c><c t="inlineStr"><is><t>name</t></is></c></row>'


PEOPLE = ("description", "wikidata_id", "orcid", "website")


def write_workbook(path: Path, rows: Iterable[str], **parts: Iterable[str]) -> None:
    """A workbook with one sheet of these rows, and other parts: `styles`, `strings`, `extra`."""
    relations = [RELATION % ("r1", "worksheet", "worksheets/sheet1.xml")]
    relations += [RELATION % (part, kind, f"{part}.xml") for part, kind in KINDS.items() if part in parts]
    whole = {
        "_rels/.rels": ["<Relationships>", RELATION % ("r1", "officeDocument", "xl/workbook.xml"), "</Relationships>"],
        "xl/_rels/workbook.xml.rels": ["<Relationships>", *relations, "</Relationships>"],
        "xl/workbook.xml": [
            f'<workbook {SPREADSHEET} xmlns:r="{RELATIONSHIPS}"><sheets><sheet name="people" r:id="r1"/></sheets></workbook>'
        ],
        "xl/worksheets/sheet1.xml": rows,
        **{f"xl/{part}.xml": text for part, text in parts.items()},
    }
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        # A picture, so that the whole isn't suspiciously small for what it unpacks to.
        archive.writestr("xl/media/image1.png", os.urandom(PICTURE))
        for name, text in whole.items():
            with archive.open(name, "w") as stream:
                for piece in text:
                    stream.write(piece.encode())


KINDS = {"styles": "styles", "strings": "sharedStrings"}


def sheet(*rows: str, times: int = 1) -> Iterable[str]:
    """A sheet with the header, and the last of the rows so often."""
    yield f"<worksheet {SPREADSHEET}><sheetData>{HEADER}"
    yield from rows[:-1]
    for _ in range(times // 1000 or 1):
        yield rows[-1] * min(times, 1000)


def empty_cells(path: Path) -> None:
    write_workbook(path, [*sheet('<row r="2">', "<c/>", times=20_000_000), "</row></sheetData></worksheet>"])


def full_cells(path: Path) -> None:
    """A valid sheet but for its last row, of as many different texts as an import accepts."""
    header = HEADER.replace(
        "</row>", "".join(f"<c t='inlineStr'><is><t>{name}</t></is></c>" for name in PEOPLE) + "</row>"
    )
    rows = (
        f'<row r="{number}">' + "".join(f'<c t="s"><v>{number * 6 + column}</v></c>' for column in range(6)) + "</row>"
        for number in range(2, 20_003)
    )
    strings = [
        f"<sst {SPREADSHEET}>",
        *(f"<si><t>text {number} \U0001f600</t></si>" for number in range(400_000)),
        "</sst>",
    ]
    write_workbook(
        path, [f"<worksheet {SPREADSHEET}><sheetData>{header}", *rows, "</sheetData></worksheet>"], strings=strings
    )


def long_strings(path: Path) -> None:
    """The table of strings holds ninety megabytes."""
    strings = [
        f"<sst {SPREADSHEET}>",
        *("<si><t>" + os.urandom(150).hex() * 100 + "</t></si>" for _ in range(3000)),
        "</sst>",
    ]
    write_workbook(path, [*sheet('<row r="2"><c t="s"><v>0</v></c></row></sheetData></worksheet>')], strings=strings)


def one_text(path: Path) -> None:
    """One cell of ninety megabytes."""
    pieces = (os.urandom(10_000).hex() * 45 for _ in range(100))
    write_workbook(
        path, [*sheet('<row r="2"><c t="inlineStr"><is><t>'), *pieces, "</t></is></c></row></sheetData></worksheet>"]
    )


def many_names(path: Path) -> None:
    """Every element has another name, which an XML parser keeps."""
    rows = ["".join(f"<a{number}x{one}/>" for one in range(1000)) for number in range(4000)]
    write_workbook(path, [*sheet(""), *rows, "</sheetData></worksheet>"])


def one_tag(path: Path) -> None:
    """One tag of ninety megabytes, which expat reads again with every chunk."""
    pieces = (os.urandom(10_000).hex() * 45 for _ in range(100))
    write_workbook(path, [*sheet('<row r="2" a="'), *pieces, '"/></sheetData></worksheet>'])


def merged_cells(path: Path) -> None:
    merged = '<mergeCell ref="A1:B2"/>'
    write_workbook(path, [*sheet("</sheetData><mergeCells>", merged, times=4_000_000), "</mergeCells></worksheet>"])


def styles(path: Path) -> None:
    style = f"<styleSheet {SPREADSHEET}><cellXfs>", *(['<xf numFmtId="14"/>' * 1000] * 5000), "</cellXfs></styleSheet>"
    write_workbook(path, sheet("</sheetData></worksheet>"), styles=style)


def many_parts(path: Path) -> None:
    """A zip with as many parts as fit into its directory."""
    with zipfile.ZipFile(path, "w") as archive:
        for number in range(90_000):
            archive.writestr(f"{number:x}", b"")


def zip_bomb(path: Path) -> None:
    with (
        zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive,
        archive.open("xl/worksheets/sheet1.xml", "w") as stream,
    ):
        for _ in range(2_000):
            stream.write(b" " * 1024 * 1024)


def fill(path: Path, begin: str, piece: str, end: str = "") -> None:
    count = (TEN_MEGABYTES - len(begin + end)) // len(piece.encode())
    path.write_text(begin + piece * count + end, encoding="utf-8")


def json_of(begin: str, piece: str, end: str) -> Callable[[Path], None]:
    return lambda path: fill(path, begin, piece, end)


def csv_of(begin: str, piece: str) -> Callable[[Path], None]:
    return lambda path: fill(path, begin, piece)


UPLOADS: dict[str, Callable[[Path], object]] = {
    "20 million empty cells in one row.xlsx": empty_cells,
    "20,001 rows of different texts.xlsx": full_cells,
    "table of strings of 90 MB.xlsx": long_strings,
    "one cell of 90 MB.xlsx": one_text,
    "4 million elements of different names.xlsx": many_names,
    "one tag of 90 MB.xlsx": one_tag,
    "4 million merged cells.xlsx": merged_cells,
    "5 million styles.xlsx": styles,
    "90,000 parts.xlsx": many_parts,
    "2 GB of blanks.xlsx": zip_bomb,
    "3 million empty objects.json": json_of('{"people":[{}', ",{}", "]}"),
    "objects of one value each.json": json_of('{"people":[{}', ',{"a":0}', "]}"),
    "as many objects as pass the first check.json": lambda path: path.write_text(
        '{"people":[{}' + ',{"abc":"\U0001f600x"}' * 199_990 + "]}", encoding="utf-8"
    ),
    "10 million brackets.json": json_of("", "[", ""),
    "one text of 10 MB.json": json_of('{"people":[{"slug":"', "\U0001f600", '"}]}'),
    "a million texts.json": json_of('{"people":[{"slug":"a","names":["\U0001f600"', ',"abcdefg"', "]}]}"),
    "one number of 10 MB.json": json_of('{"people":[', "9", "]}"),
    "one line of 10 million commas.csv": csv_of("slug,name", ","),
    "one cell of 10 MB.csv": csv_of('slug,name\n"', "a"),
    "one row of 2 million cells on as many lines.csv": csv_of("slug,name\n", '"\n1",'),
    "10 million empty rows.csv": csv_of("slug,name", "\n"),
    "cells full of names.csv": csv_of("slug,name,names\n", 'x,X,"' + "||\n" * 10_900 + '"\n'),
    "cells full of names and astral letters.csv": csv_of(
        "slug,name,names\n", 'x,X,"' + "a|\U0001f600|b\n" * 4_600 + '"\n'
    ),
    "rows of wrong cells.csv": csv_of("slug,name,description,wikidata_id,orcid\n", "=,=,=,=,=\n"),
}


def measure(path: Path) -> dict[str, Any]:
    """Read an upload as the desk does."""
    os.environ["DJANGO_SETTINGS_MODULE"] = "talentwatch.settings"
    sys.path.insert(0, str(ROOT))
    import django

    django.setup()
    import talentwatch.urls  # noqa: F401 what a server has loaded
    from talentwatch.exchange.limits import FileError
    from talentwatch.exchange.readers import read

    before, started = peak_memory(), time.process_time()
    try:
        content = read(path.name, path.read_bytes(), "people")
        sentence = f"accepted: {len(content)} rows, {len(content.problems)} problems"
    except FileError as error:
        sentence = str(error)
    seconds = time.process_time() - started
    return {"seconds": seconds, "before": before, "peak": peak_memory(), "sentence": sentence}


def peak_memory() -> float:
    """The peak memory of this process in megabytes. ru_maxrss would be its parent's, if that used more."""
    status = Path("/proc/self/status").read_text(encoding="utf-8")
    return int(status.partition("VmHWM:")[2].split()[0]) / 1024


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--all", action="store_true", help="print every upload, not only the five worst")
    parser.add_argument("--write", action="store_true", help="put the five worst into docs/security.md")
    parser.add_argument("--only", default="", help="only uploads with this in their name")
    parser.add_argument("--measure", type=Path, help=argparse.SUPPRESS)
    options = parser.parse_args()
    if options.measure:
        print(json.dumps(measure(options.measure)))
        return
    results = sorted((measure_upload(name) for name in UPLOADS if options.only in name), key=lambda one: -one["peak"])
    shown = results if options.all else results[:5]
    lines = [
        f"| {one['name']} | {one['size']:.1f} | {one['seconds']:.1f} | {one['peak']:.0f} | {one['sentence']} |"
        for one in shown
    ]
    table = "\n".join(["| upload | MB | s of CPU | MB of memory | answer |", "|---|--:|--:|--:|---|", *lines])
    print(table, f"Before it reads, the process has {results[0]['before']:.0f} MB.", sep="\n\n")
    if options.write:
        text = SECURITY.read_text(encoding="utf-8")
        before, rest = text.split(BEGIN)
        SECURITY.write_text(f"{before}{BEGIN}\n{table}\n{END}{rest.split(END)[1]}", encoding="utf-8")


def measure_upload(name: str) -> dict[str, Any]:
    """Build an upload and read it in a process of its own."""
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder, f"upload{Path(name).suffix}")
        UPLOADS[name](path)
        command = [sys.executable, __file__, "--measure", str(path)]
        done = subprocess.run(command, capture_output=True, text=True, check=False)  # noqa: S603 runs this file
        if done.returncode:
            raise SystemExit(f"{name}: {done.stderr}")
        return {"name": name.replace(".", ", ."), "size": path.stat().st_size / 1e6, **json.loads(done.stdout)}


if __name__ == "__main__":
    main()
