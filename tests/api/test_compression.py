"""Compression: the coding that a client prefers, an ETag for each, and streams that stay streams."""

import gzip
import json
import sys
import zlib

import pytest
from django.db import connection
from django.http import HttpResponse, StreamingHttpResponse
from django.test import RequestFactory
from django.test.utils import CaptureQueriesContext
from hypothesis import given
from hypothesis import strategies as st

from talentwatch.content_coding import choose_coding, compress, compress_stream, read_weights
from talentwatch.middleware import CompressionMiddleware
from talentwatch.records.edit import edit
from tests.support.built_once import built_once
from tests.support.factories import make_person

if sys.version_info >= (3, 14):
    from compression import zstd
else:
    from backports import zstd

FILES = ["/api/v1/people/?format=csv", "/api/v1/people/?format=ndjson"]
TEXTS = ["/api/v1/people/", "/people/", *FILES]
DECODE = {"gzip": gzip.decompress, "zstd": zstd.decompress}


@pytest.mark.parametrize(
    ("header", "coding"),
    [
        ("", "identity"),
        ("gzip", "gzip"),
        ("GZIP", "gzip"),
        ("x-gzip", "gzip"),
        ("zstd", "zstd"),
        ("gzip, deflate, br, zstd", "zstd"),
        ("gzip, deflate, br", "gzip"),
        ("br", "identity"),
        ("*", "gzip"),
        ("identity", "identity"),
        ("identity, gzip", "gzip"),
        ("identity;q=1, gzip;q=0.9", "identity"),
        ("zstd;q=0.5, gzip", "gzip"),
        ("zstd ; q = 0.5 , gzip;q=0.4", "zstd"),
        ("gzip;q=0", "identity"),
        ("gzip;q=0.0, *", "identity"),
        ("gzip;q=0.001", "gzip"),
        ("zstd;q=0, gzip;q=0", "identity"),
        ("identity;q=0, *", "gzip"),
        ("identity;q=0, zstd;q=0.1", "zstd"),
        ("*;q=0, identity;q=0.1", "identity"),
        ("*;q=0, gzip", "gzip"),
        ("identity;q=0", None),
        ("*;q=0", None),
        ("br, *;q=0", None),
        # What is malformed is no wish.
        ("gzip;q=2", "identity"),
        ("gzip;q=-1", "identity"),
        ("gzip;q=0.0001", "identity"),
        ("gzip;level=9", "identity"),
        (",, ;q=1, =", "identity"),
        ("gzip;q=nan", "identity"),
        ("gzip;q=", "identity"),
    ],
)
def test_the_coding_that_a_header_asks_for(header, coding):
    assert choose_coding(header) == coding


@given(st.text())
def test_any_header_is_read(header):
    assert all(0 <= weight <= 1 for weight in read_weights(header).values())
    assert choose_coding(header) in {None, "gzip", "zstd", "identity"}


@given(st.lists(st.binary()), st.sampled_from(["gzip", "zstd"]))
def test_what_was_compressed_is_the_same_again(chunks, coding):
    content = b"".join(chunks)
    assert DECODE[coding](b"".join(compress_stream(chunks, coding))) == content
    assert compress(content, coding) == compress(content, coding)


@pytest.mark.parametrize("coding", ["gzip", "zstd"])
def test_a_stream_is_sent_before_it_is_read_to_its_end(coding):
    """The compressor holds back a bounded part of what it was given."""
    read = 0

    def lines():
        nonlocal read
        for number in range(100_000):
            read += 1
            yield b"%d,%d\r\n" % (number, hash(str(number)))

    stream = compress_stream(lines(), coding)
    next(stream), next(stream), next(stream)
    assert read < 20_000


# Whole responses


@pytest.fixture
@built_once
def people():
    with edit():
        for number in range(30):
            make_person(f"Person {number}", description="Works on large language models, as so many do.")


def content(response):
    return b"".join(response) if response.streaming else response.content


def tags(api, address):
    return {coding: api.get(address, headers={"accept-encoding": coding})["ETag"] for coding in ("", "gzip", "zstd")}


@pytest.mark.django_db
@pytest.mark.parametrize("address", TEXTS)
def test_each_coding_has_the_same_text_and_a_tag_of_its_own(api, people, address):
    plain = api.get(address)
    assert "Content-Encoding" not in plain
    text, sizes = content(plain), {}
    for coding, decode in DECODE.items():
        response = api.get(address, headers={"accept-encoding": coding})
        sent = content(response)
        sizes[coding] = len(sent)
        assert (response["Content-Encoding"], decode(sent)) == (coding, text)
        assert response.get("Content-Length", str(len(sent))) == str(len(sent))
        head = api.head(address, headers={"accept-encoding": coding})
        assert (content(head), head["ETag"], head["Content-Encoding"]) == (b"", response["ETag"], coding)
        assert head.get("Content-Length") == response.get("Content-Length")
    assert max(sizes.values()) < len(text) / 2
    assert len(set(tags(api, address).values())) == 3
    for coding in ("", "gzip", "zstd", "br"):
        assert "Accept-Encoding" in api.get(address, headers={"accept-encoding": coding})["Vary"]


@pytest.mark.django_db
@pytest.mark.parametrize("address", TEXTS)
def test_who_has_the_text_in_this_coding_gets_304(api, people, address):
    for coding, tag in tags(api, address).items():
        response = api.get(address, headers={"accept-encoding": coding, "if-none-match": tag})
        assert (response.status_code, content(response), response["ETag"]) == (304, b"", tag)
        assert "Accept-Encoding" in response["Vary"]
        assert "Content-Encoding" not in response
    other = api.get(address, headers={"accept-encoding": "gzip", "if-none-match": tags(api, address)["zstd"]})
    assert other.status_code == 200


@pytest.mark.django_db
@pytest.mark.parametrize("address", FILES)
def test_a_file_has_a_weak_tag_until_readers_see_something_else(api, people, address):
    before = api.get(address)["ETag"]
    assert before.startswith('W/"')
    make_person("Draft", status="draft")
    assert api.get(address)["ETag"] == before
    make_person("Ada")
    response = api.get(address, headers={"if-none-match": before})
    assert response.status_code == 200
    assert b"ada" in content(response)
    assert response["ETag"] != before
    # A weak tag never matches where the bytes have to be the same.
    assert api.get(address, headers={"if-match": response["ETag"]}).status_code == 412


@pytest.mark.django_db
@pytest.mark.parametrize("address", FILES)
def test_who_has_a_file_gets_304_without_a_look_at_its_rows(api, people, address):
    for coding, tag in tags(api, address).items():
        with CaptureQueriesContext(connection) as queries:
            response = api.get(address, headers={"accept-encoding": coding, "if-none-match": f'"other", {tag}'})
        assert response.status_code == 304
        assert not [query["sql"] for query in queries if "people_person" in query["sql"]]


@pytest.mark.django_db
def test_no_two_files_share_a_tag(api, people):
    addresses = [*FILES, "/api/v1/people/?format=csv&fields=slug", "/api/v1/events/?format=csv"]
    assert len({api.get(address)["ETag"] for address in addresses}) == len(addresses)
    accepted = api.get("/api/v1/people/", headers={"accept": "text/csv"})
    assert accepted["ETag"] != api.get("/api/v1/people/", headers={"accept": "application/x-ndjson"})["ETag"]


@pytest.mark.django_db
def test_a_tag_is_taken_before_the_rows_are_read(api, people, monkeypatch):
    """Or an edit between the two would make it the tag of rows that were never sent under it."""
    order = []
    monkeypatch.setattr("talentwatch.api.views.file_tag", lambda _name: order.append("tag") or 'W/"x"')
    monkeypatch.setattr("talentwatch.api.views.prefetch_first", lambda rows: order.append("rows") or rows)
    api.get(FILES[0])
    assert order == ["tag", "rows"]


@pytest.mark.django_db
def test_what_nobody_accepts_is_refused(api, people):
    response = api.get("/api/v1/people/", headers={"accept-encoding": "identity;q=0"})
    assert (response.status_code, response["Content-Type"]) == (406, "application/problem+json")
    assert json.loads(response.content)["detail"] == "This can be sent in these codings: zstd, gzip, identity."
    assert "Accept-Encoding" in response["Vary"]
    page = api.get("/people/", headers={"accept-encoding": "*;q=0"})
    assert (page.status_code, page["Content-Type"]) == (406, "text/html; charset=utf-8")


@pytest.mark.django_db
@pytest.mark.parametrize("address", ["/admin/login/", "/healthz", "/nope", "/api/v1/nope/"])
def test_forms_with_secrets_and_errors_are_never_compressed(api, address):
    assert "Content-Encoding" not in api.get(address, headers={"accept-encoding": "gzip, zstd"})


@pytest.mark.django_db
def test_no_page_of_the_desk_is_compressed(admin_client, people):
    for address in ("/admin/", "/admin/people/person/", "/admin/people/person/add/"):
        response = admin_client.get(address, headers={"accept-encoding": "gzip"})
        assert (response.status_code, response.get("Content-Encoding")) == (200, None)


def answer(response, accept_encoding="gzip"):
    request = RequestFactory().get("/", headers={"accept-encoding": accept_encoding})
    return CompressionMiddleware(lambda _: response)(request)


LONG = b"a" * 1000


@pytest.mark.parametrize(
    ("headers", "coding"),
    [
        ({"Content-Type": "text/csv; charset=utf-8"}, "gzip"),
        ({"Content-Type": "application/ld+json"}, "gzip"),
        ({"Content-Type": "image/svg+xml"}, "gzip"),
        ({"Content-Type": "image/png"}, None),
        ({"Content-Type": "application/zip"}, None),
        ({"Content-Type": "text/html", "Cache-Control": "no-store"}, None),
        ({"Content-Type": "text/html", "Vary": "Accept, Cookie"}, None),
        ({"Content-Type": "text/html", "Content-Encoding": "br"}, "br"),
    ],
)
def test_what_is_compressed(headers, coding):
    assert answer(HttpResponse(LONG, headers=headers)).get("Content-Encoding") == coding


def test_nothing_that_sets_a_cookie_is_compressed():
    response = HttpResponse(LONG)
    response.set_cookie("sessionid", "secret")
    assert "Content-Encoding" not in answer(response)


def test_a_short_text_stays_as_it_is_unless_that_is_refused():
    assert "Content-Encoding" not in answer(HttpResponse(b"short"))
    assert answer(HttpResponse(b"short"), "gzip, identity;q=0")["Content-Encoding"] == "gzip"


def test_a_stream_without_a_tag_gets_none():
    response = answer(StreamingHttpResponse([LONG]))
    assert zlib.decompress(b"".join(response), wbits=31) == LONG
    assert "ETag" not in response
