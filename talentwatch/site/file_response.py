"""A download as a response: its ETag, its length, and one range of it (RFC 9110, 14) for those who continue a download."""

import re
from collections.abc import Iterator
from http import HTTPStatus
from pathlib import Path

from django.http import HttpRequest, HttpResponse, StreamingHttpResponse
from django.utils.http import http_date

from talentwatch.exchange.downloads import Build, DownloadFile

BLOCK = 1 << 16
_RANGE = re.compile(r"bytes\s*=\s*([0-9]{0,18})\s*-\s*([0-9]{0,18})", re.ASCII | re.IGNORECASE)


def file_response(request: HttpRequest, build: Build, file: DownloadFile) -> HttpResponse | StreamingHttpResponse:
    """The file, or the range that the request asks for; 416 if it asks for one beyond the end.

    Several ranges, and what is no range, get the whole file, as the standard allows.
    """
    path, size, media_type = build.directory / file.name, file.size, file.media_type
    headers = {
        "Accept-Ranges": "bytes",
        "Content-Disposition": f'attachment; filename="{file.name}"',
        "ETag": f'"{file.sha256}"',
        "Last-Modified": http_date(build.built_at.timestamp()),
    }
    span = requested_range(request, size, headers["ETag"])
    if span is None:
        headers["Content-Length"] = str(size)
        return StreamingHttpResponse(read_blocks(path, 0, size), content_type=media_type, headers=headers)
    first, last = span
    if first > last:
        headers = {"Content-Range": f"bytes */{size}"}
        return HttpResponse(status=HTTPStatus.REQUESTED_RANGE_NOT_SATISFIABLE, headers=headers)
    length = last - first + 1
    headers |= {"Content-Length": str(length), "Content-Range": f"bytes {first}-{last}/{size}"}
    return StreamingHttpResponse(
        read_blocks(path, first, length), status=HTTPStatus.PARTIAL_CONTENT, content_type=media_type, headers=headers
    )


def requested_range(request: HttpRequest, size: int, etag: str) -> tuple[int, int] | None:
    """The first and the last byte that are asked for; None for the whole file, and an empty range for what isn't there."""
    match = _RANGE.fullmatch(request.headers.get("Range", "").strip())
    # With another ETag, or with a date, which is too weak for a range, the client has another file.
    is_same = request.headers.get("If-Range", etag).strip() == etag
    if not match or not is_same or request.method != "GET":
        return None
    first, last = match.groups()
    if first and last and int(first) > int(last):
        return None
    if first:
        return int(first), min(int(last or size), size - 1)
    if last:
        return max(size - int(last), 0), size - 1 if int(last) else -1
    return None


def read_blocks(path: Path, first: int, length: int) -> Iterator[bytes]:
    """The bytes from `first` on. The file is opened when the first block is asked for, so a response without content opens none."""
    with path.open("rb") as file:
        file.seek(first)
        while length > 0 and (block := file.read(min(BLOCK, length))):
            length -= len(block)
            yield block
