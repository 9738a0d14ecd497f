"""The pages of editions, their files, and how to cite them."""

import json
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
from jsonschema import Draft7Validator

from people.models import Organization, Person
from talentwatch.editions.files import build_editions, current_build
from talentwatch.editions.models import Edition
from talentwatch.editions.release import release_edition
from talentwatch.exchange.downloads import build_downloads
from talentwatch.phrases import format_date
from talentwatch.publishing import transitions
from talentwatch.records.edit import edit
from tests.support.factories import make_employment, make_organization, make_person, make_source
from tests.support.pages import Reader

pytestmark = pytest.mark.django_db
SCHEMAS = Path(__file__).parent.parent / "support"


@pytest.fixture(autouse=True)
def _own_directory(settings: Any, tmp_path: Path) -> None:
    settings.DOWNLOADS_DIR, settings.DOWNLOADS_ON_REQUEST = tmp_path, False


@pytest.fixture
def edition() -> Edition:
    make_employment(make_person("Ada"), make_organization("Acme"), claims=({"source": make_source("Paper")},))
    return release_edition("2026-11", 'Our "first" one: with\ntwo lines.')


def correct(record: Any, note: str, **values: Any) -> None:
    with edit() as current:
        current.set_correction(note)
        for name, value in values.items():
            setattr(record, name, value)
        record.save()


def today() -> str:
    return format_date(datetime.now(UTC).date())


def test_its_page(reader: Reader, edition: Edition) -> None:
    page = reader.open("/data/editions/2026-11/")
    assert f"All that was public after change {edition.seq}. Released on {today()}." in page.text
    assert 'Our "first" one:' in page.text
    assert "The first edition 1 person, 1 organization, 1 job, 1 claim, 1 source and 1 move were added." in page.text
    for file in edition.files:
        address = f"http://testserver/data/editions/2026-11/{file['name']}"
        assert address in page.links or file["rows"] is None
        assert file["sha256"] in page.text or file["rows"] is None
        response = reader.get(address)
        assert (response.status_code, response["Content-Length"]) == (200, str(file["size"]))
    assert f"“Who moves between AI labs”, talentwatch, edition 2026-11 of {today()}" in page.text
    [card] = [meta["content"] for meta in page.all("meta") if meta.get("property") == "og:image"]
    assert card == "http://testserver/data/editions/2026-11/card.png"
    assert reader.get(card)["Content-Type"] == "image/png"
    for address in page.links:
        if not address.startswith("https:"):
            assert reader.get(address).status_code == 200, address


def test_the_page_of_the_data_lists_them(reader: Reader, edition: Edition) -> None:
    build_downloads()
    page = reader.open("/data/")
    assert "/data/editions/2026-11/" in page.links
    assert f"2026-11 released on {today()}: Our" in page.text


def test_records_cite_the_latest_that_has_them(reader: Reader, edition: Edition) -> None:
    person = Person.objects.get()
    correct(person, "It was wrong.", name="Ada Byron")
    page = reader.open("/people/ada/")
    assert "/data/editions/2026-11/" in page.links
    [address] = [
        link for link in page.links if link.startswith("http://testserver/people/ada/?as_published") and "T" in link
    ][-1:]
    assert "Ada Byron" not in reader.open(address).text.partition("Earlier versions")[0]
    make_person("Zoe")
    assert "/data/editions/2026-11/" not in reader.open("/people/zoe/").links


def test_what_changed_since_the_one_before(reader: Reader, edition: Edition) -> None:
    correct(Organization.objects.get(), "It has another name.", name="Acme Labs")
    correct(Person.objects.get(), "It was added.", description="A researcher.")
    make_person("Zoe")
    release_edition("2026-12")
    page = reader.open("/data/editions/2026-12/")
    assert "Changes since 2026-11" in page.text
    assert "1 person was added." in page.text
    assert "Acme Labs: It has another name. Name changed from Acme to Acme Labs." in page.text
    # What is only added is no correction.
    assert "It was added." not in page.text
    assert reader.get(next(link for link in page.links if "differences" in link)).status_code == 200


def test_files_are_written_again_without_what_was_withdrawn(reader: Reader, edition: Edition) -> None:
    transitions.withdraw(Person.objects.get())
    page = reader.open("/data/editions/2026-11/")
    assert (
        "Written again since: 4 records that aren’t public any more, or name such a record, are left out." in page.text
    )
    assert "The files are being prepared." in page.text
    address = "/data/editions/2026-11/talentwatch-2026-11-csv.zip"
    assert reader.get(address).status_code == 503
    build_editions()
    assert reader.get(address).status_code == 200
    assert "being prepared" not in reader.open("/data/editions/2026-11/").text


def test_files_of_other_libraries_are_said_to_be_such(reader: Reader, edition: Edition) -> None:
    edition.files = [{**file, "sha256": "0" * 64} for file in edition.files]
    edition.save()
    page = reader.open("/data/editions/2026-11/")
    assert "Written again since with other versions of the software" in page.text


def test_what_isn_t_there(reader: Reader, edition: Edition) -> None:
    for path in ("2026-10/", "2026-10/CITATION.cff", "2026-11/nothing.zip", "2026-11/build.json"):
        assert reader.get(f"/data/editions/{path}").status_code == 404
    build = current_build(edition)
    assert build
    manifest = json.loads((build.directory / "build.json").read_text())
    manifest["files"] = []
    (build.directory / "build.json").write_text(json.dumps(manifest))
    assert reader.get("/data/editions/2026-11/talentwatch-2026-11-csv.zip").status_code == 410


def test_citation_cff(reader: Reader, edition: Edition) -> None:
    response = reader.get("/data/editions/2026-11/CITATION.cff")
    assert response["Content-Disposition"] == 'attachment; filename="CITATION.cff"'
    # Each line is a key, and a value that JSON and YAML read alike.
    lines = response.content.decode().splitlines()
    citation = {key: json.loads(value) for key, value in (line.split(": ", 1) for line in lines)}
    schema = json.loads((SCHEMAS / "citation-file-format-1.2.0.json").read_text())
    assert list(Draft7Validator(schema).iter_errors(citation)) == []
    assert (citation["version"], citation["url"]) == ("2026-11", "http://testserver/data/editions/2026-11/")
    assert citation["date-released"] == f"{edition.at:%Y-%m-%d}"


def test_datacite(reader: Reader, edition: Edition) -> None:
    release_edition("2026-12")
    schema = json.loads((SCHEMAS / "datacite-4.5.json").read_text())
    for name, related in (("2026-11", []), ("2026-12", ["http://testserver/data/editions/2026-11/"])):
        metadata = reader.get(f"/data/editions/{name}/datacite.json").json()
        assert list(Draft7Validator(schema).iter_errors(metadata)) == []
        assert [one["relatedIdentifier"] for one in metadata["relatedIdentifiers"]] == related
        assert metadata["version"] == name


def test_bibtex(reader: Reader, edition: Edition) -> None:
    from pybtex.database import parse_string

    response = reader.get("/data/editions/2026-11/cite.bib")
    [entry] = parse_string(response.content.decode(), "bibtex").entries.values()
    assert entry.fields["note"].startswith("Edition 2026-11")
    assert entry.fields["url"] == "http://testserver/data/editions/2026-11/"
