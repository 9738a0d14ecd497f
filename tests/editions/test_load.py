"""An edition can be loaded into an empty project, which then serves the same documents."""

from pathlib import Path
from typing import Any
from zipfile import ZipFile

import pytest
from django.core.management import CommandError, call_command

from events.models import NewsEvent
from people.models import Employment, Person, PersonName
from talentwatch.documents.json_text import fill_addresses
from talentwatch.documents.models import Document
from talentwatch.editions import load as loading
from talentwatch.editions.files import build_edition, current_build
from talentwatch.editions.models import Edition
from talentwatch.editions.release import release_edition
from talentwatch.publishing import transitions
from talentwatch.records.edit import edit
from talentwatch.records.models.erased_address import ErasedAddress, address_digest
from tests.support.factories import (
    delete_everything,
    make_claim,
    make_cohort,
    make_employment,
    make_event,
    make_organization,
    make_person,
    make_source,
)
from tests.support.worlds import load_llama

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _own_directory(settings: Any, tmp_path: Path) -> None:
    settings.DOWNLOADS_DIR = tmp_path / "downloads"


def release() -> Path:
    edition = release_edition("2026-11")
    build = current_build(edition)
    assert build
    return build.directory / "talentwatch-2026-11-ndjson.zip"


def served() -> dict[tuple[str, str], str]:
    return {(one.resource, one.slug): fill_addresses(one.record, "") for one in Document.objects.current()}


def start_again() -> None:
    Edition.objects.all().delete()
    delete_everything()


def load(file: Path, capsys: Any) -> str:
    call_command("load_edition", file)
    return capsys.readouterr().out


def test_the_shipped_authors(capsys: Any) -> None:
    load_llama()
    before, file = served(), release()
    start_again()
    assert load(file, capsys) == "Loaded: every document is the same.\n"
    assert served() == before


def test_every_kind_of_value(capsys: Any) -> None:
    with edit():
        acme = make_organization(
            "Acme", country="FR", website="https://acme.example/", wikidata_id="Q1", founded="1999"
        )
        labs = make_organization("Labs", parent=acme)
        first = make_source("Alpha", title="“One”", author="A. Author", language="he", published="2023-06")
        second = make_source("Beta", derived_from=first)
        ada = make_person("Ada", description="Two\nlines\u2028and a third\x85", orcid="0000-0002-1825-0097")
        PersonName.objects.create(person=ada, text="עדה", language="he", kind="native")
        old = make_employment(
            ada,
            acme,
            title="Fellow",
            role="research",
            start="2018",
            end="[..2020-06]",
            end_state="ended",
            end_reason="resigned",
            left_for="study",
            claims=({"source": first, "start": "2018-02", "stance": "announced"},),
        )
        new = make_employment(
            ada, labs, came_from=old, end_state="ongoing", claims=({"source": second, "end_state": "ongoing"},)
        )
        make_claim(new, first, stance="denied")
        make_event(
            "Ada moves",
            summary="Why",
            people=(ada,),
            organizations=(labs, acme),
            employments=(old, new),
            sources=(first, second),
            amount=1_000_000,
            currency="EUR",
            people_affected_min=3,
            stake_percent=12.5,
        )
        make_cohort(ada, make_person("Bob"), source=first)
    before, file = served(), release()
    start_again()
    assert load(file, capsys) == "Loaded: every document is the same.\n"
    assert served() == before


def test_a_place_on_a_list_stays_without_a_name(capsys: Any) -> None:
    ada, bob = make_person("Ada"), make_person("Bob Secret")
    make_cohort(ada, bob, source=make_source("Paper"))
    transitions.withdraw(bob)
    before, file = served(), release()
    start_again()
    assert load(file, capsys) == "Loaded: every document is the same.\n"
    assert served() == before
    assert list(Person.objects.exclude(status="published").values_list("name", "status")) == [("Not public", "draft")]


def test_what_cannot_be_the_same_is_listed(capsys: Any, tmp_path: Path) -> None:
    """A confidence that follows from a source that the file lacks."""
    make_person("Ada")
    file, changed = release(), tmp_path / "changed.zip"
    with ZipFile(file) as archive, ZipFile(changed, "w") as copy:
        for name in archive.namelist():
            copy.writestr(name, archive.read(name).replace(b'"page":"/people/ada/"', b'"page":"/people/other/"'))
    start_again()
    assert load(changed, capsys) == ("Loaded. 1 documents are served otherwise than in the edition:\npeople/ada\n")


def test_only_into_an_empty_project(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    make_person("Ada")
    file = release()
    with pytest.raises(CommandError, match="There are records already"):
        call_command("load_edition", file)
    start_again()
    csv = file.with_name("talentwatch-2026-11-csv.zip")
    with pytest.raises(CommandError, match=r"It lacks claims\.ndjson"):
        call_command("load_edition", csv)
    (tmp_path / "text").write_text("text")
    with pytest.raises(CommandError, match="isn't a zip"):
        call_command("load_edition", tmp_path / "text")
    with pytest.raises(CommandError, match="Nothing was loaded"):
        call_command("load_edition", tmp_path / "missing")
    monkeypatch.setattr(loading, "MAX_SIZE", 10)
    with pytest.raises(CommandError, match="too large"):
        call_command("load_edition", file)
    assert not Person.objects.exists()


@pytest.mark.parametrize("line", [b"{}", b"[]", b"1", b"{", b'{"slug":"ada","updated_at":"x"}'])
def test_what_is_no_record_is_refused(tmp_path: Path, line: bytes) -> None:
    make_person("Ada")
    file, changed = release(), tmp_path / "changed.zip"
    with ZipFile(file) as archive, ZipFile(changed, "w") as copy:
        for name in archive.namelist():
            copy.writestr(name, archive.read(name) if name != "people.ndjson" else line + b"\n")
    start_again()
    with pytest.raises(CommandError, match="Nothing was loaded"):
        call_command("load_edition", changed)
    assert not Person.objects.exists()


def test_what_was_withheld_takes_along_only_what_needs_it(capsys: Any) -> None:
    load_llama()
    people = Person.objects.published().count()
    edition = release_edition("2026-11")
    # Withdrawn afterwards, this job withholds its person too, whose document has it.
    transitions.withdraw(Employment.objects.get(slug="gautier-izacard-microsoft-ai"))
    build = build_edition(edition)
    assert build
    start_again()
    lines = load(build.directory / "talentwatch-2026-11-ndjson.zip", capsys).splitlines()
    assert not Person.objects.filter(slug="gautier-izacard").exists()
    assert Person.objects.published().count() == people - 1
    assert "employments/gautier-izacard-meta" in lines[1]
    assert NewsEvent.objects.filter(slug="gautier-izacard-leaves-meta").exists()


def test_a_list_without_its_lines_leaves_out_what_names_them(tmp_path: Path, capsys: Any) -> None:
    make_employment(make_person("Ada"), make_organization("Acme"), claims=({"source": make_source("Paper")},))
    file, changed = release(), tmp_path / "changed.zip"
    with ZipFile(file) as archive, ZipFile(changed, "w") as copy:
        for name in archive.namelist():
            copy.writestr(name, b"" if name == "sources.ndjson" else archive.read(name))
    start_again()
    assert "claims/ada-acme--paper" in load(changed, capsys)
    assert Employment.objects.get().claims.count() == 0


def test_what_was_erased_here_does_not_come_back() -> None:
    make_person("Ada")
    file = release()
    start_again()
    ErasedAddress.objects.create(digest=address_digest(Person, "ada"))
    with pytest.raises(CommandError, match=r"Nothing was loaded\. ada: this address was erased"):
        call_command("load_edition", file)
    assert not Person.objects.exists()
