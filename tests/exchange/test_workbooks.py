"""Cells, workbooks and their dangers; JSON and its schema."""

import io
import json
import re
import zipfile
from datetime import date, datetime, time, timedelta

import jsonschema
import openpyxl
import pytest
from django.apps import apps
from django.core.management import CommandError, call_command
from hypothesis import given
from hypothesis import strategies as st

from people.models import Employment, Organization, Person, PersonName, Source
from talentwatch.exchange.cells import CellError, as_cell, from_cell, guard, remove_guard
from talentwatch.exchange.importer import DATABASE_REFUSED, Content
from talentwatch.exchange.json_schema import timeline_schema
from talentwatch.exchange.layout import LAYOUTS
from talentwatch.exchange.limits import FileError
from talentwatch.exchange.readers import read
from talentwatch.exchange.run_import import ImportOptions, import_timeline, run_import
from talentwatch.exchange.serialization import serialized
from talentwatch.exchange.writers import as_csv, as_json, as_xlsx
from talentwatch.settings import ROOT
from tests.support.factories import make_organization, make_person, make_source
from tests.support.timeline_file import small_timeline
from tests.support.workbooks import workbook
from tests.support.worlds import load_llama

SCHEMA = ROOT / "docs" / "timeline.schema.json"


def repacked(data, added=(), change=None, renamed=None):
    """The workbook with more parts in it, or with its parts changed or renamed."""
    target = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as old, zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as new:
        for name in old.namelist():
            part = change(name, old.read(name)) if change else old.read(name)
            new.writestr((renamed or {}).get(name, name), part)
        for name, content in added:
            new.writestr(name, content)
    return target.getvalue()


def problems(content):
    return [(one.row, one.column, one.message) for one in content.problems]


# Cells


TEXTS = st.text(st.characters(exclude_categories=["Cs", "Cc"]), max_size=20).map(str.strip)


@given(
    st.lists(st.fixed_dictionaries({key: TEXTS.map(lambda text: text or None) for key in ("text", "language", "kind")}))
)
def test_a_list_in_a_cell_comes_back(names):
    names = [name for name in names if any(name.values())]
    assert from_cell("people", "names", as_cell("people", "names", names)) == names


@given(st.text(alphabet="'=+-@\t\rab\uff1d", max_size=5))
def test_a_guarded_text_comes_back_and_never_runs(text):
    assert remove_guard(guard(text)) == text
    assert not guard(text).startswith(("=", "+", "-", "@", "\t", "\r", "\uff1d"))


@pytest.mark.parametrize("text", ["=1+1", "+1", "-1", "@x", "\t=1", "\r=1", "\uff1d1", "\uff0b1", "\uff0d1", "\uff201"])
def test_a_formula_is_refused_in_an_import_and_escaped_in_an_export(text):
    with pytest.raises(CellError, match="this begins like a formula"):
        remove_guard(text)
    assert guard(text) == f"'{text}"


def test_line_breaks_bars_and_backslashes_within_a_list():
    names = [
        {"text": "A|B\\n\\", "language": "en", "kind": "alias"},
        {"text": "C\nD\r", "language": None, "kind": None},
    ]
    cell = as_cell("people", "names", names)
    assert cell == "A\\|B\\\\n\\\\ | en | alias\nC\\nD\\r |  | "
    assert from_cell("people", "names", cell) == names
    assert from_cell("events", "people", "ada|  bob | ") == ["ada", "bob"]
    with pytest.raises(CellError, match=re.escape("a line here must be text | language | kind, separated by bars")):
        from_cell("people", "names", "Ada")


# Workbooks


def test_a_workbook_has_a_sheet_for_each_kind():
    data = workbook(
        ("slug", "name", "names"), ("ada", "Ada", "עדה | he | native"), (), ("bob", 7), cohorts=[cohort_header()]
    )
    content = read("x.xlsx", data)
    assert content.data["people"] == [
        {"slug": "ada", "name": "Ada", "names": [{"text": "עדה", "language": "he", "kind": "native"}]},
        {"slug": "bob", "name": "7", "names": []},
    ]
    assert (content.rows["people"], content.data["cohorts"], content.problems) == ([2, 4], [], [])


def cohort_header():
    return LAYOUTS["cohorts"].columns


EVENT = ["slug", "kind", "headline", "summary", "date", "people", "organizations", "employments", "citations"]


@pytest.mark.parametrize(
    ("value", "shown", "text"),
    [
        (date(2023, 6, 15), "yyyy-mm-dd", "2023-06-15"),
        (datetime(2023, 6, 1), "mmm-yy", "2023-06"),  # noqa: DTZ001 Excel knows no zones
        (date(2023, 1, 1), "yyyy", "2023"),
        (date(2023, 6, 15), "[$-F800]dddd, mmmm dd, yyyy", "2023-06-15"),
        (date(2023, 6, 15), "DD/MM/YYYY;@", "2023-06-15"),
        (date(2023, 6, 1), "[$-40D]mmmm yyyy;@", "2023-06"),  # as Hebrew, Thai and Spanish Excel write a month
        (date(2023, 6, 1), "[$-D07041E]mmmm yyyy", "2023-06"),
        (date(2023, 6, 1), 'mmmm" de "yyyy', "2023-06"),
        (date(2023, 6, 1), r"mmmm\ \d\e\ yyyy", "2023-06"),
        (date(2023, 6, 1), "_dmmm yyyy*d", "2023-06"),
        (date(2023, 1, 1), "[Red]yyyy", "2023"),
        (date(2023, 1, 1), '[Magenta]"m"yyyy', "2023"),
        (2023, "General", "2023"),
        (2023.0, "General", "2023"),
        ("2023-06", "General", "2023-06"),
    ],
)
def test_dates_are_read_as_they_are_shown(value, shown, text):
    book = openpyxl.Workbook()
    book.active.title = "events"
    book.active.append(EVENT)
    book.active["E2"], book.active["A2"] = value, "x"
    book.active["E2"].number_format = shown
    target = io.BytesIO()
    book.save(target)
    content = read("x.xlsx", target.getvalue())
    assert (content.data["events"][0]["date"], content.problems) == (text, [])


@pytest.mark.parametrize(
    ("column", "value", "sentence"),
    [
        ("E", datetime(2023, 6, 15, 12, 30), "E2 is a time of day: enter the day as text, such as 2023-06-15."),  # noqa: DTZ001 as in a sheet
        ("E", timedelta(days=1), "E2 is a time of day: enter the day as text, such as 2023-06-15."),
        ("E", time(12, 30), "E2 is a time of day: enter the day as text, such as 2023-06-15."),
        ("E", "=TODAY()", "E2 is a formula. Paste its value instead."),
        ("C", date(2023, 6, 15), "C2 is a date: format the column as text, and type the value again."),
        ("C", 1.5, "C2 is the number 1.5: only whole numbers are accepted."),
        ("C", True, "C2 is True: enter a text, a number or a date."),
        ("C", "#N/A", "C2 is #N/A: enter a text, a number or a date."),
        ("F", "=A1", "F2 is a formula. Paste its value instead."),
    ],
)
def test_cells_that_are_no_text_are_refused_with_their_address(column, value, sentence):
    book = openpyxl.Workbook()
    book.active.title = "events"
    book.active.append(EVENT)
    book.active["A2"], book.active[f"{column}2"] = "x", value
    target = io.BytesIO()
    book.save(target)
    key = EVENT[ord(column) - ord("A")]
    assert problems(read("x.xlsx", target.getvalue())) == [(2, key, sentence)]


def test_other_parts_of_a_workbook_are_ignored():
    data = repacked(
        workbook(("slug", "name"), ("ada", 7)),
        [("xl/media/image1.png", b"x")],
        lambda _, part: part.replace(b"<v>7</v>", b"<v>7.0</v>"),  # as other programs write it
    )
    assert read("x.xlsx", data).data["people"] == [{"slug": "ada", "name": "7", "names": []}]


@pytest.mark.django_db
@pytest.mark.parametrize("text", ["#N/A", "#DIV/0!", "#REF!", "#n/a", "TRUE", "1e5"])
def test_a_text_that_looks_like_an_error_comes_back_as_text(text):
    make_source("Wired", title=text)
    data = as_xlsx({"sources": serialized("sources", Source.objects.all())})
    [row] = read("x.xlsx", data).data["sources"]
    assert row["title"] == text


@pytest.mark.parametrize("name", ["People", "PEOPLE", " people ", "people\u00a0"])
def test_the_name_of_a_sheet_may_be_in_any_case(name):
    content = read("x.xlsx", workbook(("slug", "name"), ("ada", "Ada"), sheet=name))
    assert content.data["people"][0]["name"] == "Ada"


def test_a_sheet_of_another_name_is_refused_with_the_choices():
    for data in (workbook(("slug",), sheet="persons"), workbook(("slug",), sheet="People", people=[("slug",)])):
        with pytest.raises(
            FileError, match=r"sources, organizations, people, .*, in any case, each once, and no others"
        ):
            read("x.xlsx", data)


@pytest.mark.parametrize("gap", [(), (None,), (None,) * 300])
def test_a_cell_beside_the_columns_is_refused(gap):
    content = read("x.xlsx", workbook(("slug", "name"), ("ada", "Ada", *gap, "stray"), ("bob", "Bob", *gap)))
    assert problems(content) == [(2, "", "this row has more cells than the header.")]


@pytest.mark.parametrize(
    ("data", "sentence"),
    [
        (b"nonsense", "This isn't a workbook"),
        (workbook(("slug",), sheet="persons"), "A workbook may have sheets called"),
        (workbook(("slug", "nonsense")), "unknown: nonsense"),
        (workbook((None, "slug", "name")), "unknown: (empty)"),
        (workbook(("=1+1", "slug", "name")), "A1 is a formula"),
        (workbook(), "It needs a column slug; or wikidata_id; or orcid; or name."),
        (repacked(workbook(), [("xl/vbaProject.bin", b"x")]), "The workbook has macros"),
        (repacked(workbook(), [("bomb.xml", b"0" * 60_000_000)]), "The workbook unpacks to 60,"),
        (repacked(workbook(), [(f"{n}.xml", b"") for n in range(600)]), "more than 500 parts: that is too large"),
        (
            repacked(workbook(), change=lambda name, part: part[:-9] if "sheet1" in name else part),
            "This isn't a workbook",
        ),
        (repacked(workbook(), renamed={"xl/styles.xml": "xl/elsewhere.xml"}), "This isn't a workbook"),
        (repacked(workbook(), change=lambda name, part: b"<" if "sheet1" in name else part), "This isn't a workbook"),
        (
            repacked(workbook(), change=lambda name, part: b"<" if "workbook.xml" in name else part),
            "This isn't a workbook",
        ),
    ],
)
def test_a_workbook_that_cannot_be_read_is_refused(data, sentence):
    with pytest.raises(FileError, match=re.escape(sentence)):
        read("x.xlsx", data)


def with_entity(part, lead=b""):
    """The part with an entity declared before its root, after as much as `lead` holds."""
    declaration = part.index(b"?>") + 2 if part.startswith(b"<?xml") else 0
    return part[:declaration] + lead + b'<!DOCTYPE x [<!ENTITY a "b">]>' + part[declaration:]


@pytest.mark.parametrize("lead", [b"", b"<!--" + b"-x" * 3_000 + b"-->", b" " * 5_000, b"<?x " + b"x" * 3_000 + b"?>"])
@pytest.mark.parametrize("name", ["xl/workbook.xml", "xl/worksheets/sheet1.xml", "xl/styles.xml", "_rels/.rels"])
def test_a_document_type_is_refused_however_late_it_comes(name, lead):
    data = repacked(workbook(("slug", "name"), ("ada", "Ada")), change=change_one(name, lead))
    with pytest.raises(FileError, match="contains a document type declaration"):
        read("x.xlsx", data)


def test_a_document_type_is_refused_in_any_encoding():
    def change(name, part):
        return with_entity(part).decode().encode("utf-16") if name == "xl/worksheets/sheet1.xml" else part

    data = repacked(workbook(("slug", "name")), change=change)
    with pytest.raises(FileError, match="contains a document type declaration"):
        read("x.xlsx", data)


def test_an_entity_is_refused_whatever_the_part_is_called():
    sheet = "xl/worksheets/sheet1.xml"

    def change(name, part):
        return with_entity(part) if name == sheet else part.replace(b"sheet1.xml", b"sheet1.data")

    data = repacked(workbook(("slug", "name")), change=change, renamed={sheet: "xl/worksheets/sheet1.data"})
    with pytest.raises(FileError, match="contains a document type declaration"):
        read("x.xlsx", data)


def change_one(changed, lead):
    return lambda name, part: with_entity(part, lead) if name == changed else part


@pytest.mark.parametrize("name", ["x.csv", "x.xlsx", "x.json"])
def test_too_many_rows_are_refused(name, monkeypatch):
    monkeypatch.setattr("talentwatch.exchange.csv_reader.MAX_ROWS", 2)
    monkeypatch.setattr("talentwatch.exchange.readers.MAX_ROWS", 2)
    rows = [{"slug": slug, "name": slug} | dict.fromkeys(LAYOUTS["people"].optional) | {"names": []} for slug in "abc"]
    written = {"x.csv": as_csv, "x.xlsx": as_xlsx, "x.json": as_json}[name]
    with pytest.raises(FileError, match="rows"):
        read(name, written({"people": rows}), "people")
    assert len(read(name, written({"people": rows[:2]}), "people")) == 2
    if name == "x.xlsx":
        with pytest.raises(FileError, match="with those before it"):
            read(name, workbook(("slug", "name"), ("a", "A"), ("b", "B"), cohorts=[cohort_header(), ["x"]]))


@pytest.mark.parametrize("separator", [",", ";", "\t"])
@pytest.mark.parametrize("mark", [b"", b"\xef\xbb\xbf"])
def test_csv_has_one_of_three_separators(separator, mark):
    text = f'slug{separator}name\r\nada{separator}"A{separator}\u2028B"\r\n'
    assert read("people.csv", mark + text.encode()).data["people"][0]["name"] == f"A{separator}\nB".replace(
        "\t\n", "\n"
    )


def test_empty_columns_at_the_end_are_ignored():
    assert read("people.csv", b"slug,name,,\nada,Ada,,\n").data["people"] == [
        {"slug": "ada", "name": "Ada", "names": []}
    ]


def sheet_of(*rows, sheet="people"):
    """A workbook whose sheet consists of these rows of XML."""
    xml = "".join(rows).encode()

    def change(name, part):
        begin, end = part.partition(b"<sheetData>"), b"</sheetData>"
        return b"".join((*begin[:2], xml, end, begin[2].partition(end)[2])) if name.endswith("sheet1.xml") else part

    return repacked(workbook(("slug", "name"), (date(2023, 6, 1),), sheet=sheet), change=change)


def text_cell(text, at=""):
    return f'<c{at} t="inlineStr"><is><r><t>{text[:1]}</t></r><r><t>{text[1:]}</t></r><rPh><t>aloud</t></rPh></is></c>'


HEADER = f"<row>{text_cell('slug')}{text_cell('name')}</row>"


@pytest.mark.parametrize(
    ("row", "record"),
    [
        ("<row>" + text_cell("ada") + text_cell("Ada") + "</row>", ("ada", "Ada", 2)),
        ('<row r="7">' + text_cell("Ada", ' r="B7"') + text_cell("ada", ' r="A7"') + "</row>", ("ada", "Ada", 7)),
        ("<row>" + text_cell("ada") + '<c t="str"><v>A_x000D__x005F_</v></c></row>', ("ada", "A_x000D__x005F_", 2)),
        ("<row>" + text_cell("ada") + text_cell("A_x005F__x000A_a") + "</row>", ("ada", "A_\na", 2)),
        (
            '<row spans="1:9"><c/><c s="0"/><c r="XFD2"/></row><row>' + text_cell("a") + "<c><v>5e1</v></c></row>",
            ("a", "50", 3),
        ),
    ],
)
def test_a_sheet_is_read_as_any_program_writes_it(row, record):
    content = read("x.xlsx", sheet_of(HEADER, row))
    assert [(one["slug"], one["name"]) for one in content.data["people"]] == [record[:2]]
    assert (content.rows["people"], content.problems) == ([record[2]], [])


@pytest.mark.parametrize(
    ("cell", "text"),
    [
        ("<c><v>1</v></c>", "1"),
        ('<c s="1"><v>44927</v></c>', "2023-01-01"),
        ('<c t="d"><v>2023-06-15</v></c>', "2023-06-15"),
        ('<c t="d" s="1"><v>2023-06-15T00:00:00</v></c>', "2023-06-15"),
        ('<c s="1"><v>9e99</v></c>', "C2 is #VALUE!: enter a text, a number or a date."),
    ],
)
def test_a_date_is_read_as_any_program_writes_it(cell, text):
    header = f"<row>{text_cell('slug')}{text_cell('kind')}{text_cell('date')}{text_cell('headline')}"
    header += "".join(map(text_cell, ("summary", "people", "employments", "organizations", "citations"))) + "</row>"
    cell = cell.replace("<c", '<c r="C2"')
    content = read("x.xlsx", sheet_of(header, f"<row>{text_cell('a')}{cell}</row>", sheet="events"))
    assert [content.data["events"][0]["date"] or content.problems[0].message] == [text]


def test_a_text_that_looks_like_an_escape_comes_back():
    person = {"slug": "ada", "name": "_x0041_ _x005F_ _x00_", "description": None, "names": []}
    data = as_xlsx({"people": [dict.fromkeys(LAYOUTS["people"].optional) | person]})
    assert read("x.xlsx", data).data["people"][0]["name"] == person["name"]


@pytest.mark.parametrize(
    "row",
    [
        '<row r="1"/>',
        '<row r="x"/>',
        '<row><c r="7"/></row>',
        '<row><c t="s"><v>9</v></c></row>',
        '<row><c t="s"><v>-1</v></c></row>',
        '<row><c t="d"><v>soon</v></c></row>',
        '<row><c s="one"/></row>',
        "<row><c><v>twelve</v></c></row>",
        "<row><c></row>",
    ],
)
def test_a_sheet_that_no_program_writes_is_refused(row):
    with pytest.raises(FileError, match="This isn't a workbook"):
        read("x.xlsx", sheet_of(HEADER, row))


def test_a_csv_file_needs_the_name_of_its_list():
    with pytest.raises(FileError, match="A CSV file holds one list"):
        read("x.csv", b"slug,name\n")


# JSON


@pytest.fixture
def llama(db):
    load_llama()


def everything():
    return {kind: list(serialized(kind, part.model.objects.order_by("slug"))) for kind, part in LAYOUTS.items()}


def test_an_exported_timeline_is_imported_as_the_same_rows(llama, tmp_path):
    Person.objects.filter(slug=Person.objects.first().slug).update(
        description="=1+1 | \\\n", orcid="0000-0002-1825-0097"
    )
    before, files = everything(), {}
    for name in ("all.json", "all.xlsx"):
        files[name] = tmp_path / name
        call_command("export_timeline", files[name], stdout=io.StringIO())
    bytes_before = files["all.json"].read_bytes()
    jsonschema.validate(json.loads(bytes_before), timeline_schema())
    read_again = {name: read(name, file.read_bytes()) for name, file in files.items()}
    for app in ("events", "people"):
        for model in apps.get_app_config(app).get_models(include_auto_created=True):
            model._base_manager.all()._raw_delete("default")
    assert not Person.objects.exists()
    report = run_import(read_again["all.json"], ImportOptions(publish=True))
    assert {row.outcome for row in report.rows} == {"new"}
    assert everything() == before
    report = run_import(read_again["all.xlsx"], ImportOptions())
    assert {row.outcome for row in report.rows} == {"same"}
    assert as_json(everything()) == bytes_before


def test_the_schema_accepts_a_timeline_file(db):
    assert json.loads(SCHEMA.read_text(encoding="utf-8")) == json.loads(json.dumps(timeline_schema()))
    jsonschema.Draft202012Validator.check_schema(timeline_schema())
    jsonschema.validate(small_timeline(), timeline_schema())
    out = io.StringIO()
    call_command("timeline_schema", stdout=out)
    assert out.getvalue() == SCHEMA.read_text(encoding="utf-8")
    for change in (
        {"persons": []},
        {"people": [{"slug": "ada"}]},
        {"people": [{"slug": "A b", "name": "x", "names": []}]},
    ):
        with pytest.raises(jsonschema.ValidationError):
            jsonschema.validate(change, timeline_schema())


# In the shell


def run(*arguments):
    out, err = io.StringIO(), io.StringIO()
    call_command(*map(str, arguments), stdout=out, stderr=err)
    return out.getvalue().splitlines(), err.getvalue().splitlines()


@pytest.mark.django_db
def test_import_reports_each_row(tmp_path):
    make_person("Ada", slug="ada", status="draft")
    make_person("Bob", slug="bob", status="draft")
    file, report = tmp_path / "x.csv", tmp_path / "out.json"
    file.write_text("slug,name\nada,Ada King\nbob,Bob\ncleo,Cleo\n", encoding="utf-8")
    run("import_timeline", file, "--kind", "people", "--dry-run", "--report", report)
    result = json.loads(report.read_text(encoding="utf-8"))
    assert result["counts"] == {"new": 1, "changed": 1, "same": 1, "wrong": 0}
    assert result["rows"][0] == {
        "kind": "people",
        "row": 2,
        "slug": "ada",
        "outcome": "changed",
        "changes": [{"column": "name", "before": "Ada", "after": "Ada King"}],
        "errors": [],
        "notes": [],
        "similar": [],
    }
    file.write_text("slug,name\nada,\n", encoding="utf-8")
    with pytest.raises(CommandError, match=r"people, row 2 \(ada\): name: This field cannot be blank"):
        run("import_timeline", file, "--kind", "people", "--report", report)
    result = json.loads(report.read_text(encoding="utf-8"))
    assert result["rows"][0]["errors"] == [{"column": "name", "error": "This field cannot be blank."}]
    assert Person.objects.count() == 2


@pytest.mark.django_db
def test_progress_is_shown(tmp_path, monkeypatch):
    monkeypatch.setattr("talentwatch.exchange.management.commands.import_timeline.STEP", 2)
    file = tmp_path / "people.csv"
    file.write_text("slug,name\na,A\nb,B\nc,C\n", encoding="utf-8")
    assert run("import_timeline", file)[1] == ["2 of 3 records checked", "3 of 3 records checked"]


@pytest.mark.django_db
def test_export_refuses_what_it_cannot_write(tmp_path, monkeypatch):
    make_person("Ada", slug="ada"), make_person("Bob", slug="bob", status="withdrawn")
    for name in ("x.yaml", "x.csv"):
        with pytest.raises(CommandError, match="The name of the file must end in"):
            run("export_timeline", tmp_path / name)
    with pytest.raises(CommandError, match="nowhere"):
        run("export_timeline", tmp_path / "nowhere" / "x.json")
    assert run("export_timeline", tmp_path / "x.csv", "--kind", "people")[0] == ["1 records"]
    assert (tmp_path / "x.csv").read_text(encoding="utf-8-sig").splitlines()[1] == "ada,Ada,,,,,"


# What the database refuses


@pytest.mark.django_db
def test_a_record_that_only_the_database_refuses_is_an_error(monkeypatch):
    import_timeline({"organizations": [organization(slug="acme", founded="2020", dissolved="2021")]})
    report = run_import(
        Content({"organizations": [organization(slug="acme", founded="2022", dissolved="2021")]}), ImportOptions()
    )
    assert [str(one) for one in report.all_problems] == [
        "organizations/acme: An organization can't be dissolved before it was founded."
    ]
    monkeypatch.setattr(Organization, "full_clean", lambda *_, **__: None)
    report = run_import(
        Content({"organizations": [organization(slug="acme", founded="2022", dissolved="2021")]}), ImportOptions()
    )
    assert [one.message for one in report.all_problems] == [DATABASE_REFUSED]


def organization(**values):
    nothing = dict.fromkeys(("name", "kind", "country", "founded", "dissolved", "parent"))
    return {**nothing, "name": "Acme", "kind": "lab", "names": [], **values}


@pytest.mark.django_db
def test_an_error_in_the_last_row_undoes_all_and_history_is_written_once():
    good = [{"slug": f"p-{n}", "name": f"P {n}", "names": []} for n in range(3)]
    report = run_import(Content({"people": [*good, {"slug": "last", "name": "", "names": []}]}), ImportOptions())
    assert [row.outcome for row in report.rows] == ["new", "new", "new", "wrong"]
    assert (Person.objects.count(), Person.history.count(), PersonName.history.count()) == (0, 0, 0)
    run_import(Content({"people": good}), ImportOptions(reason="once"))
    assert [person.version for person in Person.objects.all()] == [1, 1, 1]
    assert list(Person.history.values_list("history_change_reason", flat=True)) == ["once"] * 3


@pytest.mark.django_db
def test_what_a_file_leaves_out_stays():
    make_organization("Acme", slug="acme", website="https://example.org/", status="draft")
    report = run_import(Content({"organizations": [organization(slug="acme", kind="company")]}), ImportOptions())
    assert {row.outcome for row in report.rows} <= {"same", "changed"}
    assert Organization.objects.get().website == "https://example.org/"
    assert not Employment.objects.exists()
