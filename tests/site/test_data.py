"""/data/ and its files: for people who download, continue a download, or have the file already."""

import json
import re
from shutil import copytree
from threading import Thread

import pytest

from talentwatch.exchange import downloads
from talentwatch.exchange.downloads import build_downloads
from talentwatch.site.views.data import PREPARING
from tests.support.built_once import built_once
from tests.support.factories import make_employment, make_organization, make_person
from tests.support.linked import expanded

SQLITE, ZIP = "/data/talentwatch.sqlite3", "/data/talentwatch-csv.zip"

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _own_directory(settings, tmp_path):
    settings.DOWNLOADS_DIR = tmp_path


@pytest.fixture
@built_once
def ada():
    make_employment(make_person("Ada"), make_organization("Acme"), start="2020")


@pytest.fixture(scope="module")
def files(tmp_path_factory):
    """What the first test builds; those after it get copies."""
    return tmp_path_factory.mktemp("files")


@pytest.fixture
def build(ada, files, settings):
    if not any(files.iterdir()):
        build_downloads()
        copytree(settings.DOWNLOADS_DIR, files, dirs_exist_ok=True)
    copytree(files, settings.DOWNLOADS_DIR, dirs_exist_ok=True)
    return build_downloads()


def content(response):
    return b"".join(response) if response.streaming else response.content


def test_the_page_lists_every_file_with_its_size_and_digest(reader, build):
    page = reader.open("/data/")
    for file in build.files:
        assert f"/data/{file.name}" in page.links
        assert file.sha256 in page.text or file.rows is None
    assert "people.parquet" in page.text
    assert "1 row, " in page.text
    assert f"change {build.seq}" in page.text
    for address in ("/api/v1/docs/", "/api/v1/schema/", "/api/v1/changes/", "/api/v1/events/?format=atom"):
        assert address in page.links
    for address in page.links:
        if address.startswith("/") and not address.startswith("/data/"):
            assert reader.get(address).status_code == 200


def test_the_files_of_an_earlier_release_are_shown_until_there_are_new_ones(reader, build):
    manifest = build.directory / downloads.MANIFEST
    values = json.loads(manifest.read_text())
    values["files"] = [file for file in values["files"] if file["name"] != "talentwatch-ndjson.zip"]
    manifest.write_text(json.dumps(values))
    page = reader.open("/data/")
    assert ZIP in page.links
    assert "/data/talentwatch-ndjson.zip" not in page.links


def test_every_page_leads_there_and_so_does_the_sitemap(reader, build):
    assert "/data/" in reader.open("/").links
    assert b"http://testserver/data/" in reader.get("/sitemap-pages.xml").content


def test_search_engines_for_data_sets_read_it(reader, build):
    page = reader.open("/data/")
    assert len(page.scripts) == 1
    text = page.scripts[0]
    linked = json.loads(text)
    assert linked["@type"] == "Dataset"
    assert linked["license"] == "https://creativecommons.org/licenses/by/4.0/"
    urls = {one["contentUrl"] for one in linked["distribution"]}
    assert urls == {f"http://testserver/data/{file.name}" for file in build.files if file.rows is not None}
    assert expanded(linked)["@type"] == ["http://schema.org/Dataset"]


def test_before_the_first_build_it_says_so(reader):
    assert PREPARING in reader.open("/data/").text
    response = reader.get(SQLITE)
    assert (response.status_code, response["Retry-After"]) == (503, "10")


@pytest.mark.parametrize("name", ["talentwatch-csv.zip", "talentwatch.sqlite3", "people.parquet", "SHA256SUMS"])
def test_a_file_has_its_length_its_name_and_its_digest(reader, build, name):
    file = build.file(name)
    response = reader.get(f"/data/{name}")
    sent = content(response)
    assert sent == (build.directory / name).read_bytes()
    assert response["Content-Length"] == str(len(sent)) == str(file.size)
    assert response["Content-Type"] == file.media_type
    assert response["Content-Disposition"] == f'attachment; filename="{name}"'
    if name != "SHA256SUMS":
        assert (response["ETag"], response["Accept-Ranges"]) == (f'"{file.sha256}"', "bytes")
    head = reader.head(f"/data/{name}")
    assert (content(head), head["Content-Length"], head["ETag"]) == (b"", str(file.size), response["ETag"])


def test_a_browser_of_any_site_may_read_the_files(reader, build):
    assert reader.get(ZIP, headers={"origin": "https://lite.example"})["Access-Control-Allow-Origin"] == "*"
    assert "Access-Control-Allow-Origin" not in reader.get("/data/", headers={"origin": "https://lite.example"})


def test_who_has_the_file_gets_304(reader, build):
    response = reader.get(SQLITE)
    for headers in ({"if-none-match": response["ETag"]}, {"if-modified-since": response["Last-Modified"]}):
        again = reader.get(SQLITE, headers=headers)
        assert (again.status_code, again.content) == (304, b"")
        ranged = reader.get(SQLITE, headers={**headers, "range": "bytes=0-9"})
        assert ranged.status_code == 304
    assert reader.get(SQLITE, headers={"if-none-match": '"other"'}).status_code == 200
    assert reader.get(SQLITE, headers={"if-match": '"other"'}).status_code == 412


@pytest.mark.parametrize(
    ("asked", "first", "last"),
    [
        ("0-0", 0, 0),
        ("0-99", 0, 99),
        ("100-", 100, None),
        ("-50", -50, None),
        ("5-999999999999", 5, None),
        ("-999999999", 0, None),
    ],
)
def test_a_range_continues_a_download(reader, build, asked, first, last):
    whole = (build.directory / "talentwatch.sqlite3").read_bytes()
    response = reader.get(SQLITE, headers={"range": f"bytes={asked}"})
    expected = whole[first : None if last is None else last + 1]
    assert (response.status_code, content(response)) == (206, expected)
    start = first if first >= 0 else len(whole) + first
    assert response["Content-Range"] == f"bytes {start}-{start + len(expected) - 1}/{len(whole)}"
    assert response["Content-Length"] == str(len(expected))


@pytest.mark.parametrize("asked", ["bytes=99999999-", "bytes=-0", "bytes=99999999-999999999"])
def test_a_range_beyond_the_end_is_refused(reader, build, asked):
    response = reader.get(SQLITE, headers={"range": asked})
    size = build.file("talentwatch.sqlite3").size
    assert (response.status_code, response["Content-Range"], response.content) == (416, f"bytes */{size}", b"")


@pytest.mark.parametrize(
    "asked",
    [
        *("", "bytes", "bytes=", "bytes=-", "bytes=9-5", "bytes=a-b", "bytes=0-1,5-6", "lines=0-5", "bytes=-1-5"),
        *("bytes=0x0-5", "bytes=٠-٥", f"bytes=0-{'9' * 5000}", "bytes=" + ",".join(["0-"] * 500)),
    ],
)
def test_what_is_no_single_range_gets_the_whole_file(reader, build, asked):
    response = reader.get(SQLITE, headers={"range": asked})
    assert (response.status_code, len(content(response))) == (200, build.file("talentwatch.sqlite3").size)


def test_a_range_is_only_of_the_file_that_was_begun(reader, build):
    etag = reader.get(SQLITE)["ETag"]
    for begun, status in ((etag, 206), ('"other"', 200), (f"W/{etag}", 200), ("Fri, 27 Nov 2026 00:00:00 GMT", 200)):
        assert reader.get(SQLITE, headers={"range": "bytes=0-9", "if-range": begun}).status_code == status
    assert reader.head(SQLITE, headers={"range": "bytes=0-9"}).status_code == 200


@pytest.mark.parametrize(
    "name",
    [
        "build.json",
        "nope",
        "people.csv",
        "..",
        "..%2f..%2fmanage.py",
        "%2e%2e%2f.lock",
        ".lock",
        "%00",
        "a" * 3000,
        "x\\y",
        "%ff",
    ],
)
def test_no_other_file_is_served(reader, build, name):
    assert reader.get(f"/data/{name}").status_code in {400, 404}


def test_what_others_add_to_the_address_changes_nothing_and_writing_is_refused(reader, build):
    assert content(reader.get(f"{ZIP}?fbclid=x&utm_source=y&format=csv")) == content(reader.get(ZIP))
    assert reader.post(ZIP).status_code == reader.post("/data/").status_code == 405


def test_a_file_is_sent_as_it_is(reader, build):
    for address in (ZIP, "/data/SHA256SUMS"):
        assert "Content-Encoding" not in reader.get(address, headers={"accept-encoding": "gzip, zstd"})


def test_a_page_and_a_file_cost_few_queries(reader, build, django_assert_num_queries):
    # The page lists the editions too.
    for address, queries in (("/data/", 2), (SQLITE, 1)):
        with django_assert_num_queries(queries):
            content(reader.get(address))
    make_person("Bob")
    for address, queries in (("/data/", 3), (SQLITE, 2)):
        with django_assert_num_queries(queries):
            assert reader.get(address).status_code == 200


def test_the_older_files_are_served_with_their_date_while_others_are_made(reader, build):
    make_person("Bob")
    assert f"change {build.seq}" in reader.open("/data/").text
    assert reader.get(SQLITE)["ETag"] == f'"{build.file("talentwatch.sqlite3").sha256}"'


@pytest.mark.django_db(transaction=True)
def test_the_first_request_has_them_made(reader, settings, monkeypatch):
    settings.DOWNLOADS_ON_REQUEST = True
    threads = []

    class Recorded(Thread):
        def start(self):
            threads.append(self)
            super().start()

    monkeypatch.setattr(downloads, "Thread", Recorded)
    make_person("Ada")
    assert PREPARING in reader.open("/data/").text
    threads[0].join()
    assert re.search(r"people\.parquet [^.]*\. 1 row", reader.open("/data/").text)
