"""A file that is nearly right, or nearly a file, is refused or previewed: never an error of ours.

The suite uploads 60, the same each time; `make fuzz` uploads more.
"""

import json
from collections.abc import Iterator
from pathlib import Path
from random import Random

import pytest

from people.models import Person
from tests.support.desk import address, make_editor
from tests.support.fuzzing import SEED, FuzzedRequest, check_requests, fuzzed_files, number_of_requests
from tests.support.timeline_file import small_timeline
from tests.support.workbooks import workbook

ROWS = [["slug", "name", "wikidata_id", "names"], ["ada-lovelace", "Ada Lovelace", "Q7259", "Ada"], ["", "Eve", "", ""]]
FILES = {
    "people.csv": "\n".join(",".join(row) for row in ROWS).encode(),
    "people.xlsx": workbook(*ROWS),
    "timeline.json": json.dumps(small_timeline()).encode(),
}

pytestmark = pytest.mark.django_db


def uploads(count: int) -> Iterator[FuzzedRequest]:
    random = Random(SEED)
    for name, content in fuzzed_files(random, FILES, count):
        head = f'--b0undary\r\nContent-Disposition: form-data; name="file"; filename="{name}"\r\n\r\n'
        key = f'\r\n--b0undary\r\nContent-Disposition: form-data; name="progress_key"\r\n\r\n{"a" * 32}\r\n--b0undary--\r\n'
        data = head.encode() + content + key.encode()
        url = address(Person, "import")
        yield FuzzedRequest("superuser", "POST", url, data, "multipart/form-data; boundary=b0undary")


def test_no_file_is_an_error(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("tempfile.tempdir", str(tmp_path))
    # A row that is right takes some hundredths of a second, and a text may have been repeated fifty times.
    statuses = check_requests(uploads(number_of_requests(60)), {"superuser": make_editor()}, max_seconds=3)
    assert set(statuses) <= {200, 302}, statuses
