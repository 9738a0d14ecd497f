"""The benches that fill a database by SQL run: a new column without a default would stop them unseen. What `make bench` counts."""

import importlib
import os
import subprocess
import sys
from pathlib import Path

import pytest
from django.conf import settings
from django.db import connection

BENCH = Path(settings.ROOT) / "bench"


@pytest.mark.skipif(connection.vendor != "postgresql", reason="These benches ask PostgreSQL.")
@pytest.mark.parametrize(
    "arguments",
    [
        ["flows.py", "400", "1"],
        ["files.py", "10", "--lists", "employments", "moves", "claims", "--formats", "csv"],
        ["downloads.py", "10"],
        ["growth.py", "--sizes", "200", "--most-made", "100", "--rounds", "1", "--only", "employments: a page"],
        ["storage.py", "--jobs", "50"],
    ],
    ids=lambda arguments: arguments[0],
)
def test_a_bench_runs(arguments, django_db_setup):
    # Each would run all migrations; tests/project/test_upgrade.py does.
    template = connection.settings_dict["TEST"]["TEMPLATE"]
    done = subprocess.run(
        [sys.executable, BENCH / arguments[0], *arguments[1:], "--template", template],
        env={**os.environ, "POSTGRES_URL": os.environ["DATABASE_URL"]},
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stderr


@pytest.fixture
def bench(monkeypatch):
    monkeypatch.syspath_prepend(str(BENCH))
    return importlib.import_module


@pytest.fixture
def compare(bench):
    return bench("compare")


def test_the_names_of_the_shipped_timeline_are_read(bench):
    reading = bench("reading")
    names = reading.desk_names(reading.SHIPPED)
    assert {name.kind for name in names} == {"person", "organization"}
    assert any(name.is_misspelling for name in names)


def test_the_pages_of_a_list_are_asked_in_one_round(compare):
    pages = [1, 2, 3, 1, 1, 2, 1]
    questions = [compare.Question((("kind", str(number)),), page) for number, page in enumerate(pages)]
    rounds = compare.split(questions, 2)
    assert [[question.page for question in each] for each in rounds] == [[1, 2, 3], [1, 1, 2], [1]]


def test_each_server_is_asked_for_the_same_page(compare):
    question = compare.Question((("kind", "hire"), ("before", "2020-05-17")), page=2)
    servers = compare.servers
    following = "http://127.0.0.1:8000/api/v1/events/?before=2020-05-17&cursor=x&kind=hire"
    ours = servers.Ours("", "/api/v1/events/").address(question, following)
    assert ours == "/api/v1/events/?before=2020-05-17&cursor=x&kind=hire"
    assert servers.Target("", "/drf/").address(question, None) == "/drf/?kind=hire&before=2020-05-17&page=2"
    datasette = servers.Datasette("", "/events").address(question, None)
    assert datasette.startswith("/events/events_before_kind.json?kind=hire&before=2020-05-17&offset=50&")
    assert "events_before_kind" in servers.canned_queries()
    directus = servers.Directus("", "/items/events_newsevent").address(question, None)
    assert "filter[kind][_eq]=hire&filter[date_earliest][_lte]=2020-05-17" in directus
    assert directus.endswith("limit=50&page=2")


def test_compare_has_a_database_of_its_own(compare):
    with compare.database(is_sqlite=True, jobs=10) as url:
        assert url.startswith("sqlite:///")


def test_the_time_of_a_servers_children_is_its_own(compare):
    busy = "sum(range(10**6)); print(flush=True); input()"
    shell = subprocess.Popen(
        ["sh", "-c", f"{sys.executable} -c '{busy}'; true"], stdin=subprocess.PIPE, stdout=subprocess.PIPE
    )
    try:
        shell.stdout.readline()
        pids = compare.process_tree(shell.pid)
        assert len(pids) == 2
        assert compare.spent({}, compare.thread_times(pids)) > 5
        assert compare.spent(before := compare.thread_times(pids), before) == 0
    finally:
        shell.communicate(b"\n")


def test_the_table_says_how_many_times_ours_each_takes(compare):
    targets = [compare.Target(compare.OURS, "/"), compare.Target("other", "/", wanted=12)]
    one = {"own": 1.0, "database": 1.0, "clock": 3.0, "bytes": 50_000.0}
    results = {compare.OURS: one | {"total": 2.0}, "other": one | {"total": 25.0}}
    lines = compare.table([(None, target) for target in targets], results)
    assert lines[-1] == "| other | 1.00 | 1.00 | 25.00 | 12.5 | 12 | 3.0 | 50 |"
