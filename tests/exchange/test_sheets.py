"""Sheets as newsrooms keep them: their own headers, no slugs, names for links, blanks around everything."""

from pathlib import Path
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.core.management import CommandError, call_command
from django.db import connection
from django.test.utils import CaptureQueriesContext

from events.models import EventOrganization, NewsEvent
from people.models import Cohort, Employment, Organization, Person, Source
from talentwatch.exchange.csv_reader import IS_EXAMPLE
from talentwatch.exchange.importer import Content
from talentwatch.exchange.layout import LAYOUTS
from talentwatch.exchange.limits import FileError
from talentwatch.exchange.readers import read
from talentwatch.exchange.resolver import Resolver
from talentwatch.exchange.run_import import ImportOptions, run_import
from talentwatch.publishing import transitions
from tests.support.desk import address, as_role, make_editor, read_messages, save
from tests.support.factories import make_employment, make_organization, make_person, make_source
from tests.support.workbooks import workbook

FIRST_NAMES = [
    "Ada",
    "Alan",
    "Anna",
    "Ben",
    "Carl",
    "Dora",
    "Emil",
    "Eva",
    "Finn",
    "Gil",
    "Hana",
    "Ida",
    "Ivo",
    "Jan",
    "Kay",
    "Lea",
    "Max",
    "Nora",
    "Otto",
    "Pia",
    "Rosa",
    "Sam",
    "Tom",
    "Uma",
]
LAST_NAMES = [
    f"{one}{two}" for one in ("Ab", "Be", "Cor", "Dal", "Fen") for two in ("bot", "ker", "lin", "mont", "sen")
]
pytestmark = pytest.mark.django_db


def import_csv(kind: str, *lines: str, **options: Any) -> Any:
    text = "\n".join(lines) + "\n"
    return run_import(read(f"{kind}.csv", text.encode()), ImportOptions(**options))


def outcomes(report: Any) -> list[tuple[str, str]]:
    return [(row.slug, row.outcome) for row in report.rows]


def complaints(report: Any) -> list[str]:
    return [str(problem) for problem in report.all_problems]


# Headers and cells


@pytest.mark.parametrize(
    ("header", "column"),
    [
        ("Name", "name"),
        (" NAME\ufeff", "name"),
        ("Wikidata item", "wikidata_id"),
        ("ORCID iD", "orcid"),
        ("ORCID", "orcid"),
        ("Other names", "names"),
    ],
)
def test_a_header_is_in_any_case_and_in_the_words_of_the_desk(header: str, column: str) -> None:
    value = {"wikidata_id": "Q42", "orcid": "0000-0002-1825-0097", "names": "A. L. | en"}.get(column, "Ada")
    slug = "" if column == "name" else ",Ada"
    content = read("people.csv", f"{header}{',name' if slug else ''}\n{value}{slug}\n".encode())
    item = content.data["people"][0]
    assert item[column] == ([{"text": "A. L.", "language": "en"}] if column == "names" else value)


def test_headers_of_dates_links_and_numbers() -> None:
    content = read("events.csv", b"Headline;People affected, at least;Stake in percent;DATE\nA;7;49,5;2023\n")
    assert content.data["events"][0].keys() >= {"people_affected_min", "stake_percent", "date"}
    content = read("employments.csv", b"Person,Organization,End state,Came from\nA,B,ongoing,\n")
    assert content.data["employments"][0].keys() >= {"end_state", "came_from"}


@pytest.mark.parametrize(
    ("header", "language"),
    [("Hebrew name", "he"), ("name (he)", "he"), ("Names pt-BR", "pt-BR"), ("Chinese Name", "zh")],
)
def test_a_column_of_names_in_a_language(header: str, language: str) -> None:
    report = import_csv("people", f"Name,{header}", 'Ada,"A. L.\n A. K. "')
    assert complaints(report) == []
    assert list(Person.objects.get().names.values_list("text", "language", "kind")) == [
        ("A. K.", language, "alias"),
        ("A. L.", language, "alias"),
    ]


def test_a_name_by_language_keeps_the_kind_that_is_stored_or_given() -> None:
    import_csv("people", "Name,Hebrew name,names", "Ada,עדה,עדה | he | native")
    report = import_csv("people", "Name,Hebrew name", "Ada,עדה")
    assert outcomes(report) == [("ada", "same")]
    assert Person.objects.get().names.get().kind == "native"


def test_blanks_around_cells_and_rows_of_blanks_are_ignored() -> None:
    report = import_csv("people", "slug , name", " ada\t,\u00a0Ada Lovelace \ufeff", " , ", "\u00a0")
    assert (outcomes(report), complaints(report)) == ([("ada", "new")], [])
    assert Person.objects.get().name == "Ada Lovelace"
    content = read("x.xlsx", workbook((" Slug ", "NAME"), (" bob ", " Bob "), ("  ", None)))
    assert [(item["slug"], item["name"]) for item in content.data["people"]] == [("bob", "Bob")]


@pytest.mark.parametrize("first", ["sep=;\n", "SEP=;\r\n", '"sep=;"\n', "sep=;;;\n"])
def test_a_line_that_names_the_separator(first: str) -> None:
    content = read("people.csv", f'{first}slug;name\nada;"Lovelace, Ada, Countess"\n'.encode())
    assert content.data["people"] == [{"slug": "ada", "name": "Lovelace, Ada, Countess", "names": []}]
    assert content.rows["people"] == [2]  # as Excel counts, which doesn't show the line


def test_choices_in_any_case_and_by_label_and_a_refused_one_lists_them() -> None:
    report = import_csv("organizations", "Name,Kind,Country", "Acme,Start-up,fr", "Bell,LABORATORY,US")
    assert complaints(report) == []
    assert list(Organization.objects.values_list("kind", "country")) == [("startup", "FR"), ("lab", "US")]
    report = import_csv("organizations", "Name,Kind", "Cern,institute")
    (message,) = complaints(report)
    assert message == (
        "organizations, row 2 (cern): kind: “institute” is no choice here. Choose one of: "
        "company, startup, lab, university, government, nonprofit, media, team."
    )
    report = import_csv("people", "Name,names", "Ada,A. L. | en | nickname")
    assert "Choose one of: alias, former, transliteration, native" in complaints(report)[0]


# Templates and encodings


def test_a_template_has_an_example_that_can_be_imported_once_it_is_replaced(tmp_path: Path, monkeypatch: Any) -> None:
    monkeypatch.setattr("tempfile.tempdir", str(tmp_path))
    desk = make_editor()
    for kind, layout in LAYOUTS.items():
        page = desk.get(address(layout.model, "import")).content.decode()
        url = address(layout.model, "import_template")
        assert url in page
        response = desk.get(url)
        assert response["Content-Disposition"] == f'attachment; filename="{kind}.xlsx"'
        report = run_import(read("x.xlsx", response.content), ImportOptions(dry_run=True))
        assert f"{kind}, row 2: {IS_EXAMPLE}" in complaints(report)
        example = {"slug": f"my-{kind}", **layout.example}
        report = run_import(read("x.xlsx", workbook([*example], [*example.values()], sheet=kind)), ImportOptions())
        assert complaints(report) == []
        assert outcomes(report) == [(f"my-{kind}", "new")]
    assert Employment.objects.get().claims.get().source.slug == "my-sources"
    writer = as_role("writer")
    assert writer.get(address(Person, "import_template")).status_code == 403


def test_the_preview_lists_the_errors_with_their_rows_above_the_table(tmp_path: Path, monkeypatch: Any) -> None:
    monkeypatch.setattr("tempfile.tempdir", str(tmp_path))
    file = SimpleUploadedFile("people.csv", b"Name,ORCID\nAda,\nBob,nonsense\n")
    page = make_editor().post(address(Person, "import"), {"file": file}).content.decode()
    assert "<li><bdi>people, row 3 (bob): orcid: Enter an ORCID iD" in page.split("<table")[0]


def test_a_text_in_the_wrong_encoding_is_warned_of_and_kept(tmp_path: Path) -> None:
    warning = "“CÃ©sar” looks like a text in the wrong encoding, perhaps for “César”. Check it."
    report = import_csv("people", "Name,names", "CÃ©sar,S. Paulo | pt | alias", "São Paulo,×¢×“×” | he | native")
    assert report.rows[0].notes == [f"name: {warning}"]
    assert "perhaps for “עדה | he | native”" in report.rows[1].notes[0]
    assert Person.objects.filter(name="CÃ©sar").exists()
    desk = make_editor()
    response = save(desk, address(Person, "add"), name="Zoë", description="One.\nCÃ©sar")
    assert f"Zoë, description: {warning}" in read_messages(response)
    response = save(desk, address(Person, "change", Person.objects.get(name="Zoë").pk), website="https://z.example")
    assert not [message for message in read_messages(response) if "encoding" in message]


# A whole parliament


def test_a_cohort_of_537_is_imported_edited_in_a_form_and_exported() -> None:
    names = [f"{first} {last}" for last in LAST_NAMES for first in FIRST_NAMES][:537]
    make_source("Congress", slug="list", url="https://example.org/list")
    assert complaints(import_csv("people", "Name", *names)) == []
    members = "\n".join(f"{place} | {name} | {name}" for place, name in enumerate(names, 1))
    lines = "Name,Source,Expected size,Members", f'Congress,https://example.org/list,537,"{members}"'
    assert complaints(import_csv("cohorts", *lines)) == []
    desk, cohort = make_editor(), Cohort.objects.get()
    last_page = f"{address(Cohort, 'change', cohort.pk)}?page-members=11"
    response = save(desk, last_page, name="The Congress", members__36__name_as_listed="The last")
    assert response.status_code == 302
    assert (cohort.members.count(), cohort.members.get(position=537).name_as_listed) == (537, "The last")
    exported = desk.post(address(Cohort, "export"), {"format": "xlsx"}).content
    again = run_import(read("cohorts.xlsx", exported), ImportOptions())
    assert (outcomes(again), complaints(again)) == ([("congress", "same")], [])


# Columns that aren't there


def test_an_absent_column_leaves_what_is_stored_and_an_empty_cell_empties_it() -> None:
    acme = make_organization("Acme", slug="acme", country="FR", founded="2004", website="https://a.example", kind="lab")
    assert outcomes(import_csv("organizations", "slug,country", "acme,FR")) == [("acme", "same")]
    assert outcomes(import_csv("organizations", "slug,country,founded", "acme,,")) == [("acme", "changed")]
    acme.refresh_from_db()
    assert (acme.country, str(acme.founded), acme.website, acme.kind) == ("", "", "https://a.example", "lab")


def test_links_that_a_sheet_leaves_out_stay() -> None:
    job = make_employment()
    report = import_csv("employments", "slug,title", f"{job.slug},Analyst")
    assert outcomes(report) == [(job.slug, "changed")]
    job.refresh_from_db()
    assert (job.title, job.person.slug, job.claims.count()) == ("Analyst", "ada-lovelace", 1)


def test_the_parts_of_organizations_can_be_given_alone() -> None:
    make_organization("Acme", slug="acme"), make_organization("Bell", slug="bell")
    import_csv("events", "Headline,Kind,Date,Organizations", "Acme buys Bell,acquisition,2023,Acme | Bell")
    report = import_csv("events", "slug,parts", "acme-buys-bell,acquirer | Acme")
    assert complaints(report) == []
    parts = EventOrganization.objects.values_list("organization__slug", "part")
    assert sorted(parts) == [("acme", "acquirer"), ("bell", "subject")]


@pytest.mark.parametrize("kind", ["people", "employments", "sources"])
def test_a_sheet_must_say_which_records_it_is_about(kind: str) -> None:
    with pytest.raises(FileError, match="doesn’t say which records it is about"):
        read(
            f"{kind}.csv",
            b"language\nen\n" if kind == "sources" else b"website\nx\n" if kind == "people" else b"title\nx\n",
        )


# Rows without slugs


def test_slugs_are_made_and_a_second_run_changes_nothing() -> None:
    files = {
        "sources": ("Url,Publisher,Title,Language,Published", "https://f.example/a?utm_source=x,Fortune,They left,EN,June 2023"),
        "organizations": ("Name,Kind,Parent", "FAIR,team,Meta AI", "Meta AI,lab,"),
        "people": ("Name,Hebrew name,Wikidata item", "Ada Lovelace,עדה,https://www.wikidata.org/wiki/Q7259", "Ada Lovelace-King,,"),
        "employments": (
            "Person,Organization,Start,End,End state,Claims",
            'Ada Lovelace,FAIR,2018,2020,ended,"reported | They left |  |  | unknown |  | "',
            "עדה,fair,2022,,ongoing,",
            "Ada Lovelace-King,fair,2022,,ongoing,",
        ),
        "cohorts": ("Name,Source,Expected size,Members", 'The two,https://f.example/a,2,"1 | Ada Lovelace | A. L."'),
        "events": (
            "Headline,Kind,Date,People,Organizations,Employments",
            '"Ada leaves",departure,2020,Ada Lovelace,fair,"Ada Lovelace-King, FAIR | ada-lovelace-fair-2"',
        ),
    }  # fmt: skip
    for kind, lines in files.items():
        report = import_csv(kind, *lines)
        assert complaints(report) == []
        assert {row.outcome for row in report.rows} == {"new"}
        again = import_csv(kind, *lines)
        assert (complaints(again), {row.outcome for row in again.rows}) == ([], {"same"})
    jobs = ["ada-lovelace-fair", "ada-lovelace-fair-2", "ada-lovelace-king-fair"]
    assert [one.slug for one in Employment.objects.all()] == jobs
    assert Organization.objects.get(slug="fair").parent.slug == "meta-ai"
    assert Person.objects.get(slug="ada-lovelace").wikidata_id == "Q7259"
    assert Cohort.objects.get().members.get().person.slug == "ada-lovelace"
    assert NewsEvent.objects.get().employments.count() == 2
    assert Source.objects.get().slug == "fortune-they-left-2023-06"


def test_what_a_row_was_found_by_keeps_its_stored_spelling() -> None:
    make_person("Baptiste Rozière", slug="roziere", status="draft")
    report = import_csv("people", "Name,Website", "baptiste  ROZIERE,https://b.example")
    assert outcomes(report) == [("roziere", "changed")]
    assert report.rows[0].notes == ["name stays “Baptiste Rozière”: the row has no slug, and was found by it."]
    person = Person.objects.get()
    assert (person.name, person.website) == ("Baptiste Rozière", "https://b.example")


def test_an_article_is_found_by_its_address_however_it_is_written() -> None:
    make_source("Wired", slug="wired", url="https://wired.com/a", status="draft")
    report = import_csv("sources", "Url,Language,Author", "http://www.wired.com/a?utm_source=x#c,en,Ann")
    assert outcomes(report) == [("wired", "changed")]
    assert Source.objects.get().url == "https://wired.com/a"


def test_a_better_sign_than_the_name_tells_two_people_apart() -> None:
    make_person("Wei Zhang", slug="one", orcid="0000-0002-1825-0097")
    report = import_csv("people", "Name,Orcid", "Wei Zhang,0000-0001-5109-3700")
    assert outcomes(report) == [("wei-zhang", "new")]
    report = import_csv("people", "Name,Orcid", "W. Z.,orcid.org/0000-0002-1825-0097")
    assert report.rows[0].slug == "one"


def test_a_name_of_several_records_is_refused_with_their_slugs() -> None:
    make_person("David Kim", slug="david-kim"), make_person("David Kim", slug="david-kim-2")
    make_organization("Acme")
    assert complaints(import_csv("people", "Name", "David Kim")) == [
        "people, row 2: slug: 2 records have this name: david-kim, david-kim-2. Write the slug."
    ]
    assert complaints(import_csv("employments", "Person,Organization", "David Kim,Acme"))[0] == (
        "employments, row 2: person: “David Kim” can be 2 records: david-kim, david-kim-2. Write the slug."
    )
    assert outcomes(import_csv("employments", "Person,Organization", "david-kim-2,Acme")) == [
        ("david-kim-2-acme", "new")
    ]


def test_a_citation_stays_whose_stance_is_written_in_the_word_of_the_desk() -> None:
    make_source("Fortune", slug="fortune")
    columns = "Kind,Headline,Date,Citations"
    assert complaints(import_csv("events", columns, "hire,Ada joins,2023,reported | fortune")) == []
    assert outcomes(import_csv("events", columns, "hire,Ada joins,2023,Reported | fortune")) == [("ada-joins", "same")]
    assert NewsEvent.objects.get().citations.get().stance == "reported"
    # Another stance of the source takes its place, in whichever word.
    assert outcomes(import_csv("events", columns, "hire,Ada joins,2023,Denied | fortune")) == [("ada-joins", "changed")]
    assert NewsEvent.objects.get().citations.get().stance == "denied"


def test_rows_without_slug_are_found_with_as_few_queries_as_two() -> None:
    def queries(names: list[str]) -> int:
        content = read("people.csv", "\n".join(["Name", *names]).encode())
        with CaptureQueriesContext(connection) as captured:
            Resolver(content).resolve()
        return len(captured)

    names = [f"{first} {last}" for first in FIRST_NAMES for last in LAST_NAMES[:2]]
    assert queries(names) == queries(names[:2])
    import_csv("people", "Name", *names)
    assert queries(names) == queries(names[:2])


def test_a_link_to_nobody_is_refused_with_its_row() -> None:
    make_organization("Acme")
    assert "employments, row 2 (nobody-acme): person: there is no 'Nobody'." in complaints(
        import_csv("employments", "Person,Organization", "Nobody,Acme")
    )


def test_two_rows_about_one_record_are_refused() -> None:
    report = import_csv("people", "Slug,Name", ",Ada", "ada-2,Bob", ",ADA")
    assert complaints(report) == [
        "people, row 4: slug: row 2 is about the same record. Give each its slug, or join them."
    ]
    assert not Person.objects.exists()


def test_a_second_period_at_the_same_organization_is_another_job() -> None:
    job = make_employment(start="2015", end="2018", end_state="ended", status="draft")
    columns = "Person,Organization,Start,End,End state"
    assert outcomes(import_csv("employments", columns, "Ada Lovelace,Acme,2020,,ongoing")) == [
        ("ada-lovelace-acme-2", "new")
    ]
    assert outcomes(import_csv("employments", columns, "Ada Lovelace,Acme,2015-06,2018,ended")) == [
        (job.slug, "changed")
    ]
    (message,) = complaints(import_csv("employments", "Person,Organization", "Ada Lovelace,Acme"))
    assert message.endswith(
        "2 records have this person and organization: ada-lovelace-acme, ada-lovelace-acme-2. Write the slug."
    )


def test_withdrawn_records_are_found_last_and_merged_ones_never() -> None:
    gone = make_person("Ada", slug="gone")
    transitions.withdraw(gone)
    report = import_csv("people", "Name", "Ada", dry_run=True)
    assert (report.rows[0].slug, report.rows[0].notes) == ("gone", ["gone was withdrawn, and stays so."])
    make_person("Ada", slug="ada")
    assert import_csv("people", "Name", "Ada", dry_run=True).rows[0].slug == "ada"


def test_a_name_without_latin_letters_needs_a_slug() -> None:
    (message,) = complaints(import_csv("people", "Name", "עדה"))
    assert message.startswith(
        "people, row 2: slug: The slug is made of Latin letters and digits, and this name has none."
    )


def test_json_may_leave_out_slugs_and_fields_too() -> None:
    report = run_import(Content({"people": [{"name": "Ada"}]}), ImportOptions())
    assert outcomes(report) == [("ada", "new")]
    (message,) = complaints(run_import(Content({"people": [{"website": "https://a.example"}]}), ImportOptions()))
    assert message == "people, record 1: slug: it needs a slug; or wikidata_id; or orcid; or name."


def test_the_shell_names_the_row(tmp_path: Path) -> None:
    file = tmp_path / "people.csv"
    file.write_text("Name,Website\nAda,\nBob,nonsense address\n", encoding="utf-8")
    with pytest.raises(CommandError, match=r"people, row 3 \(bob\): website: Enter a valid URL."):
        call_command("import_timeline", file)
