"""The limits of an upload: each is kept while the file is read, and its sentence quotes no more than the ends of a text."""

import io
import json
import zipfile

import pytest
from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from bench.uploads import HEADER, SPREADSHEET, write_workbook
from people.models import Person
from talentwatch.exchange import uploads
from talentwatch.exchange.importer import Content
from talentwatch.exchange.limits import (
    MAX_BYTES,
    MAX_CELL_LENGTH,
    MAX_COLUMNS,
    MAX_QUOTED,
    MAX_ROW_LENGTH,
    MAX_VALUES,
    TOO_MANY_CHARACTERS,
    TOO_MANY_VALUES,
    FileError,
)
from talentwatch.exchange.readers import read
from talentwatch.exchange.run_import import ImportOptions, run_import
from talentwatch.records.fields import MAX_TEXT_LENGTH

BEGIN, END = f"<worksheet {SPREADSHEET}><sheetData>{HEADER}", "</sheetData></worksheet>"


def refusal(name, data):
    with pytest.raises(FileError) as error:
        read(name, data, "people")
    assert len(str(error.value)) <= 2 * MAX_QUOTED + 3
    return str(error.value)


@pytest.fixture
def workbook(tmp_path):
    def build(*rows, **parts):
        write_workbook(tmp_path / "x.xlsx", rows, **parts)
        return (tmp_path / "x.xlsx").read_bytes()

    return build


def test_twenty_million_empty_cells_in_one_row_are_not_read_to_their_end(workbook, monkeypatch):
    """0.7 MB, which took 6.5 GB and 208 s."""
    read_bytes = 0
    read_chunk = zipfile.ZipExtFile.read

    def counted(stream, size=-1):
        nonlocal read_bytes
        chunk = read_chunk(stream, size)
        read_bytes += len(chunk)
        return chunk

    monkeypatch.setattr(zipfile.ZipExtFile, "read", counted)
    data = workbook(BEGIN, '<row r="2">', *["<c/>" * 100_000] * 200, f"</row>{END}")
    assert refusal("x.xlsx", data) == TOO_MANY_VALUES
    assert read_bytes < 6 * MAX_VALUES


@pytest.mark.parametrize(
    ("rows", "parts", "sentence"),
    [
        ([BEGIN, "<row/>" * 20_001, END], {}, "has more than 20,000 rows"),
        ([BEGIN, '<row r="900000"><c><v>1</v></c></row>', END], {}, "has more than 20,000 rows"),
        ([BEGIN, "<x/>" * 3_000, END], {}, "more than 1,200,000 elements"),
        ([BEGIN, "<x>" * 60, END], {}, "nested at most 50 deep"),
        ([BEGIN, *(f"<x{number}/>" for number in range(1001)), END], {}, "at most 1,000 names"),
        ([BEGIN, *(f'<x xmlns:n{number}="n"/>' for number in range(1001)), END], {}, "at most 1,000 names"),
        ([BEGIN, f"<{'x' * 300}/>", END], {}, "names, of 255 characters"),
        ([BEGIN, '<x a="', *["0123456789" * 1000] * 30, '"/>', END], {}, "a tag or a comment of more than"),
        ([BEGIN, "<!--", *["0123456789" * 1000] * 30, "-->", END], {}, "a tag or a comment of more than"),
        ([BEGIN, "<row><c t='inlineStr'><is><t>", *["x" * 100_000] * 110, END], {}, TOO_MANY_CHARACTERS),
        ([BEGIN, END], {"strings": [f"<sst {SPREADSHEET}><si><t>", *["x" * 100_000] * 110]}, TOO_MANY_CHARACTERS),
        ([BEGIN, END], {"styles": [f"<styleSheet {SPREADSHEET}>", '<xf numFmtId="1"/>' * 3_000]}, "elements"),
    ],
)
def test_a_workbook_is_refused_where_it_passes_a_limit(workbook, rows, parts, sentence, monkeypatch):
    if "elements" in sentence:
        monkeypatch.setattr("talentwatch.exchange.workbook.MAX_ELEMENTS", 2_000)
    assert sentence in refusal("x.xlsx", workbook(*rows, **parts))


def test_a_text_counts_as_often_as_cells_repeat_it(workbook):
    strings = [f"<sst {SPREADSHEET}><si><t>{'x' * 30_000}</t></si></sst>"]
    rows = "<row><c t='s'><v>0</v></c><c t='s'><v>0</v></c></row>" * 200
    assert refusal("x.xlsx", workbook(BEGIN, rows, END, strings=strings)) == TOO_MANY_CHARACTERS


def test_comments_and_instructions_are_left_out(workbook):
    row = "<row><!-- <c/> --><?x y?><c t='inlineStr'><is><t>ada</t></is></c></row>"
    assert [one["slug"] for one in read("x.xlsx", workbook(BEGIN, row, END)).data["people"]] == ["ada"]


def test_a_workbook_in_another_compression_is_refused():
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w", zipfile.ZIP_LZMA) as archive:
        archive.writestr("_rels/.rels", "<x/>")
    assert "isn't a workbook" in refusal("x.xlsx", target.getvalue())


@pytest.mark.parametrize(
    ("name", "text", "sentence"),
    [
        ("x.csv", "slug,name" + "," * MAX_ROW_LENGTH, "a row of more than 1,000,000 characters"),
        ("x.csv", 'slug,name\n"' + "a\n" * MAX_ROW_LENGTH, "a row of more than 1,000,000 characters"),
        ("x.csv", "slug,name," + ",".join("x" * MAX_COLUMNS), "has 102 columns"),
        ("x.csv", "slug,name," + "x" * 900_000, "has the wrong header (unknown: xxx"),
        ("x.csv", "slug,name\n" + "=,=\n" * 501, "More than 1,000 cells can't be read. The first: people, row 2: slug"),
        ("x.csv", 'slug,names,name\nx,"' + '||\n" "'.join([""] * 2) + '",\n', "isn't valid CSV"),
        ("x.csv", ('x,X,"' + "||\n" * 10_900 + '"\n') * 13, TOO_MANY_VALUES),
        ("x.json", "[" * 100_000, "isn't valid JSON"),
        ("x.json", "[" * 60 + "]" * 60, "nested at most 50 deep"),
        ("x.json", "[" + "0," * 900_000 + "0]", "more than 400,000 values"),
        (
            "x.json",
            json.dumps({"people": [{"slug": "x" * 32_768}]}),
            "A text has 32,768 characters. A text has at most",
        ),
        ("x.json", '{"' + "x" * 30_000 + '":1,"' + "x" * 30_000 + '":1}', "is in one object twice"),
    ],
)
def test_a_text_file_is_refused_where_it_passes_a_limit(name, text, sentence):
    if name.endswith(".csv") and not text.startswith("slug"):
        text = f"slug,name,names\n{text}"
    assert sentence in refusal(name, text.encode())


@pytest.mark.django_db
def test_a_report_quotes_the_ends_of_a_long_value():
    value = "x" * (MAX_CELL_LENGTH - 1)
    person = {
        "slug": f"A {value}"[:MAX_CELL_LENGTH],
        "name": "Ada",
        "names": [{"text": "A", "language": "en", "kind": value}],
    }
    problems = run_import(Content({"people": [person]}), ImportOptions(dry_run=True)).all_problems
    assert {problem.column for problem in problems} == {"slug", "names/0 kind"}
    assert max(len(str(problem)) for problem in problems) < 5 * MAX_QUOTED
    assert all("x … x" in str(problem) for problem in problems)


# One limit of texts, for forms and files


@pytest.mark.django_db
def test_a_text_has_one_limit_in_forms_and_files():
    text = "x" * (MAX_TEXT_LENGTH + 1)
    sentence = f"Ensure this value has at most {MAX_TEXT_LENGTH} characters (it has {len(text)})."
    with pytest.raises(ValidationError) as error:
        Person(name="Ada", slug="ada", description=text).full_clean()
    assert error.value.message_dict == {"description": [sentence]}
    person = {"slug": "ada", "name": "Ada", "names": [], "description": text}
    report = run_import(Content({"people": [person]}), ImportOptions())
    assert [(one.column, one.message) for one in report.all_problems] == [("description", sentence)]
    Person(name="Ada", slug="ada", description=text[1:]).full_clean()


def test_a_text_that_is_too_long_is_not_examined(monkeypatch):
    monkeypatch.setattr("talentwatch.records.fields.text_error", lambda text: pytest.fail(f"{len(text)} letters"))
    with pytest.raises(ValidationError, match="at most 10000 characters"):
        Person._meta.get_field("description").clean("x" * 10_001, None)


# What is stored


def test_no_more_of_an_upload_is_stored_than_an_import_accepts(admin_client, monkeypatch):
    stored = []
    close = uploads.LimitedUploadHandler.file_complete

    def file_complete(handler, size):
        stored.append(handler.file.file.tell())
        return close(handler, size)

    monkeypatch.setattr(uploads.LimitedUploadHandler, "file_complete", file_complete)
    file = SimpleUploadedFile("people.csv", b"x" * (MAX_BYTES + 1_000_000))
    response = admin_client.post(reverse("admin:people_person_import"), {"file": file})
    assert response.context["form"].errors["file"] == [
        f"The file has {MAX_BYTES + 1_000_000:,} bytes. An import accepts at most {MAX_BYTES:,}."
    ]
    assert stored[0] <= MAX_BYTES + 64 * 1024


def test_a_user_keeps_five_uploads(monkeypatch, tmp_path, admin_user):
    monkeypatch.setattr(uploads, "upload_path", lambda name: tmp_path / name)
    monkeypatch.setattr("tempfile.tempdir", str(tmp_path))
    names = [uploads.store_upload(admin_user, str(number).encode()) for number in range(7)]
    assert [uploads.load_upload(name) for name in names] == [None, None, b"2", b"3", b"4", b"5", b"6"]


def test_another_site_on_the_machine_keeps_its_own(admin_user, settings):
    ours = uploads.store_upload(admin_user, b"ours")
    settings.SECRET_KEY = "of another site"
    for _ in range(uploads.MAX_UPLOADS):
        theirs = uploads.store_upload(admin_user, b"theirs")
    uploads.delete_uploads()
    assert uploads.load_upload(theirs) is None
    assert uploads.load_upload(ours) == b"ours"
