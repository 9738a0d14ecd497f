"""Our list of events beside other frameworks and beside what nobody can beat, in one run; and files beside COPY.

    python bench/compare.py [--rows 100000] [--rounds 20] [--requests 15] [--only TEXT] [--write]        # make bench

Creates a database on the PostgreSQL at POSTGRES_URL, which has to run on this machine, fills it (bench/synthetic.py) and drops
it at the end. All servers run at once, of one worker each, and are asked by turns: a round asks one after the other the same
questions, on one connection, so that a busy machine slows all of them alike. A question is a page of 50 events by kind, days and
organization, or without a filter; none is asked twice. Before, the answers are compared: the same events in the same order, with
as many people, organizations, employments and sources.

Each figure is the median of the rounds: the processor time per request, as Linux counts it, of all threads of the server and its
children, and of the backends of the database. Directus and Datasette are left out where what they need isn't installed.
--write puts the tables into docs/performance.md.
"""

import argparse
import http.client
import json
import os
import platform
import random
import shutil
import signal
import statistics
import subprocess
import sys
import tempfile
import time
from collections import defaultdict
from collections.abc import Iterable, Sequence
from contextlib import ExitStack
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any

import psycopg
from files import COPIED, SERVER, measure_file
from growth import database, run_growth, write_section
from peers import servers
from peers.servers import HOST, OURS, Question, Server, Target

FIRST_DAY, LAST_DAY = date(2001, 1, 1), date(2026, 1, 1)
KINDS = ("departure", "hire", "founding", "role_change", "return", "acquisition", "investment", "layoff")
MOST_PAGES = 3
WARMING = 100  # questions
# The shares of questions by what they filter.
FORMS = {
    ("before",): 4,
    ("kind", "before"): 3,
    ("organization",): 2,
    ("organization", "before"): 3,
    ("after", "before"): 2,
}
# Organizations without parts: our filter would include those.
LARGEST = """
SELECT o.slug FROM people_organization o JOIN events_eventorganization l ON l.organization_id = o.id
WHERE NOT EXISTS (SELECT 1 FROM people_organization part WHERE part.parent_id = o.id)
GROUP BY o.slug ORDER BY count(*) DESC, o.slug LIMIT 60
"""


class Meter:
    """The processor time of a server: its processes, and the backends of its database."""

    def __init__(self, pid: int, connection: psycopg.Connection) -> None:
        self.pid, self.connection = pid, connection

    def read(self) -> tuple[dict[Path, int], dict[Path, int]]:
        """Nanoseconds of each thread of the server, and of each backend."""
        backends = self.connection.execute(
            "SELECT pid FROM pg_stat_activity WHERE datname = current_database() AND backend_type = 'client backend'"
            " AND pid <> pg_backend_pid()"
        )
        return thread_times(process_tree(self.pid)), thread_times(pid for (pid,) in backends)


def spent(before: dict[Path, int], after: dict[Path, int]) -> float:
    """Milliseconds between two readings; a thread that is new is counted from its beginning."""
    return sum(time - before.get(thread, 0) for thread, time in after.items()) / 1e6


def process_tree(pid: int) -> list[int]:
    """A process with all that descend from it."""
    pids = [pid]
    for parent in pids:
        for children in Path(f"/proc/{parent}/task").glob("*/children"):
            pids += map(int, children.read_text().split())
    return pids


def thread_times(pids: Iterable[int]) -> dict[Path, int]:
    """Nanoseconds of processor time of each thread of these processes."""
    files = [file for pid in pids for file in Path(f"/proc/{pid}/task").glob("*/schedstat")]
    return {file: int(file.read_text().split()[0]) for file in files}


class Client:
    """Asks one server, on one connection that stays open."""

    def __init__(self, port: int) -> None:
        self.connection = http.client.HTTPConnection(HOST, port, timeout=60)

    def get(self, address: str, headers: Any) -> bytes:
        self.connection.request("GET", address, headers=headers)
        response = self.connection.getresponse()
        content = response.read()
        if response.status != 200:
            raise SystemExit(f"{address}: {response.status} {content[:500]!r}")
        return content


def choose_questions(connection: psycopg.Connection, number: int) -> list[Question]:
    """At least so many different pages of 50 rows, those of one list in their order. The same rows give the same questions."""
    choice = random.Random(1)
    organizations = [slug for (slug,) in connection.execute(LARGEST)]
    questions: dict[Question, None] = {}
    for _ in range(number * 50):
        if len(questions) >= number:
            return list(questions)
        days = sorted(FIRST_DAY + timedelta(choice.randrange((LAST_DAY - FIRST_DAY).days)) for _ in range(2))
        values = {
            "kind": choice.choice(KINDS), "organization": choice.choice(organizations), "before": str(days[1]), "after": str(days[0])
        }  # fmt: skip
        [names] = choice.choices(list(FORMS), FORMS.values())
        filters = {name: values[name] for name in names}
        # The last of these rows may be the last of all: then the page before has no next one.
        pages = min(count_rows(connection, filters, 50 * MOST_PAGES + 1) // 50, MOST_PAGES)
        questions |= dict.fromkeys(Question(tuple(filters.items()), page + 1) for page in range(pages))
    raise SystemExit(
        "There are too few rows for so many questions: ask for more --rows, or fewer --rounds or --requests."
    )


def split(questions: Iterable[Question], size: int) -> list[list[Question]]:
    """Rounds of so many questions, or of a few more: the pages of one list stay together."""
    rounds: list[list[Question]] = [[]]
    for question in questions:
        if len(rounds[-1]) >= size and question.page == 1:
            rounds.append([])
        rounds[-1].append(question)
    return rounds


def count_rows(connection: psycopg.Connection, filters: dict[str, str], most: int) -> int:
    conditions = [servers.CONDITIONS[name].replace(f":{name}", f"%({name})s") for name in filters]
    where = " AND ".join(["e.status = 'published'", *conditions])
    query = f"SELECT count(*) FROM (SELECT 1 FROM events_newsevent e WHERE {where} LIMIT {most}) AS counted"  # noqa: S608 ours
    [count] = connection.execute(query, filters).fetchone() or [0]
    return int(count)


def ask(client: Client, target: Target, questions: Iterable[Question]) -> tuple[list[bytes], float]:
    """The answers, and milliseconds of the clock per question."""
    answers, seconds = [], 0.0
    following = None
    for question in questions:
        address = target.address(question, following)
        started = time.perf_counter()
        content = client.get(address, target.headers)
        seconds += time.perf_counter() - started
        answers.append(content)
        following = json.loads(content)["next"] if target.name == OURS else None
    return answers, seconds * 1000 / len(answers)


def check_answers(running: list[tuple[Server, Target]], questions: list[Question]) -> bytes:
    """Compare each answer of each server with ours, which warms them up too. Returns one of ours."""
    expected: list[Any] = []
    ours = b""
    for server, target in running:
        contents, _ = ask(Client(server.port), target, questions)
        if not target.has_events:
            continue
        summaries = [target.summary(json.loads(content)) for content in contents]
        if not expected:
            expected, ours = summaries, contents[0]
        for question, summary, wanted in zip(questions, summaries, expected, strict=True):
            if len(summary) != 50 or summary != wanted:
                raise SystemExit(
                    f"{target.name} answers another list than ours to {question}: {summary[:3]}, {wanted[:3]}"
                )
    return ours


def measure(
    running: list[tuple[Server, Target]], connection: psycopg.Connection, rounds: list[list[Question]]
) -> dict[str, dict[str, float]]:
    """By target, the medians of the rounds: milliseconds per request of the server, its database and the clock; bytes."""
    results: dict[str, dict[str, list[float]]] = defaultdict(lambda: defaultdict(list))
    for number, questions in enumerate(rounds):
        # Another one begins each round.
        turn = number % len(running)
        for server, target in [*running[turn:], *running[:turn]]:
            meter = Meter(server.process.pid, connection)
            before = meter.read()
            answers, clock = ask(Client(server.port), target, questions)
            own, database = (spent(*pair) / len(questions) for pair in zip(before, meter.read(), strict=True))
            values = {"own": own, "database": database, "total": own + database, "clock": clock}
            for name, value in values.items():
                results[target.name][name].append(value)
            results[target.name]["bytes"].append(statistics.mean(map(len, answers)))
    return {name: {key: statistics.median(runs) for key, runs in values.items()} for name, values in results.items()}


def table(running: list[tuple[Server, Target]], results: dict[str, dict[str, float]]) -> list[str]:
    lines = [
        "| served by | server, ms | database, ms | together | × ours | wanted at least | clock, ms | kB |",  # noqa: RUF001 a times sign
        "|---|--:|--:|--:|--:|--:|--:|--:|",
    ]
    ours = results[OURS]["total"]
    for target in sorted((target for _, target in running), key=lambda target: target.is_limit):
        one = results[target.name]
        lines.append(
            f"| {target.name} | {one['own']:.2f} | {one['database']:.2f} | {one['total']:.2f} | {one['total'] / ours:.1f} |"
            f" {f'{target.wanted:.0f}' if target.wanted else ''} | {one['clock']:.1f} | {one['bytes'] / 1000:.0f} |"
        )
    return lines


def compare_with_copy(url: str, rounds: int) -> list[str]:
    """Whole lists as files beside COPY ... TO STDOUT of the same rows, each written by a process of its own, by turns."""
    lines = [
        "| file | written by | rows | rows/s | MB/s | of COPY | own µs/row | MB resident, before and at most |",
        "|---|---|--:|--:|--:|--:|--:|--:|",
    ]
    for name in COPIED:
        runs: dict[str, list[dict[str, float]]] = {"copy": [], "write": []}
        for way in [*runs] * rounds:
            runs[way].append(measure_file(url, name, way))
        medians = {
            way: {key: statistics.median(run[key] for run in each) for key in each[0]} for way, each in runs.items()
        }
        for way, one in medians.items():
            share = f"{medians['copy']['seconds'] / one['seconds']:.0%}" if way == "write" else ""
            lines.append(
                f"| {name} | {'COPY' if way == 'copy' else 'talentwatch'} | {one['rows']:,.0f} | {one['rows'] / one['seconds']:,.0f} |"
                f" {one['bytes'] / one['seconds'] / 1e6:.0f} | {share} | {one['own'] / one['rows'] * 1e6:.1f} |"
                f" {one['before']:.0f}, {one['most']:.0f} |"
            )
    return lines


def versions(connection: psycopg.Connection) -> str:
    """What was measured, with its version."""
    names = ("Django", "djangorestframework", "django-filter", "django-ninja", "fastapi", "pydantic", "SQLAlchemy", "asyncpg", "uvicorn", "gunicorn", "datasette")  # fmt: skip
    code = (
        f"from importlib.metadata import version\nprint(*(f'{{name}} {{version(name)}}' for name in {names}), sep=', ')"
    )
    peers = output([servers.PEERS / "python", "-c", code])
    parts = [
        f"Python {platform.python_version()}",
        f"PostgreSQL {connection.info.parameter_status('server_version')}",
        peers,
    ]
    if servers.DIRECTUS.exists():
        package = json.loads((servers.HERE / "package.json").read_text(encoding="utf-8"))
        parts.append(f"Directus {package['dependencies']['directus']} on Node {output(['node', '--version'])}")
    if shutil.which("nginx"):
        parts.append(output(["nginx", "-v"]).removeprefix("nginx version: "))
    return ", ".join(parts)


def output(command: Sequence[Any]) -> str:
    done = subprocess.run(command, check=True, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True)  # noqa: S603 ours
    return done.stdout.strip()


def start_servers(stack: ExitStack, url: str, only: str) -> list[tuple[Server, Target]]:
    """Start all servers but nginx, ours first."""
    starts = [servers.serve_ours, servers.serve_django_peers, servers.serve_fastapi_peers, servers.serve_datasette]
    if servers.DIRECTUS.exists():
        starts.append(servers.serve_directus)
    else:
        print("Without Directus: it needs npm.", file=sys.stderr)
    running = []
    for start in starts:
        folder = Path(stack.enter_context(tempfile.TemporaryDirectory()))
        try:
            server = stack.enter_context(start(url, folder))
        except subprocess.CalledProcessError as error:
            # The rest took long to prepare. It needs a compiler for one of its packages.
            if start is not servers.serve_directus:
                raise
            print(f"Without Directus, which doesn't start: {error}", file=sys.stderr)
        else:
            running += [(server, target) for target in server.targets]
    return [(server, target) for server, target in running if only in target.name or target.name == OURS]


def compare(url: str, options: argparse.Namespace) -> list[str]:
    """The section for docs/performance.md."""
    with psycopg.connect(url, autocommit=True) as connection, ExitStack() as stack:
        if not Path(f"/proc/{connection.info.backend_pid}").exists():
            raise SystemExit("PostgreSQL has to run on this machine: its processor time is read from /proc.")
        running = start_servers(stack, url, options.only)
        size = options.requests
        # The first rounds compare the answers, and warm up: Node compiles what it has run often.
        rounds = split(choose_questions(connection, WARMING + (options.rounds + 2) * (size + MOST_PAGES)), size)
        checked: list[Question] = []
        while len(checked) < WARMING:
            checked += rounds.pop()
        ours = check_answers(running, checked)
        if shutil.which("nginx"):
            server = stack.enter_context(
                servers.serve_nginx(ours, Path(stack.enter_context(tempfile.TemporaryDirectory())))
            )
            running.append((server, server.targets[0]))
        else:
            print("Without a static file: it needs nginx.", file=sys.stderr)
        results = measure(running, connection, rounds[: options.rounds])
        used = versions(connection)
    return [
        "## Beside others",
        "",
        f"A page of 50 of {options.rows // 3:,} events, each request another page or filter, on PostgreSQL (Datasette: SQLite). Milliseconds of",
        "processor time per request, of the server and of its database, and of the clock, as `bench/compare.py` measures them: the median of",
        f"{options.rounds} rounds of {size} requests to each by turns. Ours is the whole endpoint with filters, checks, rate limit and cursor; the peers are set up as",
        "their own documentation advises ([bench/peers](../bench/peers/README.md)). The limits do less.",
        "",
        *table(running, results),
        "",
        *compare_with_copy(url, min(options.rounds, 5)),
        "",
        f"`make bench ROWS={options.rows}` of {datetime.now(tz=UTC):%-d %B %Y}, on {os.cpu_count()} cores: {used}.",
    ]  # fmt: skip


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--rows", type=int, default=100_000, help="employments; a third as many events")
    parser.add_argument("--rounds", type=int, default=20)
    parser.add_argument("--requests", type=int, default=15, help="to each, in a round")
    parser.add_argument("--only", default="", help="those with this in their name, beside ours")
    parser.add_argument("--write", action="store_true", help="put the tables into docs/performance.md")
    options = parser.parse_args()
    if not servers.PEERS.exists():
        parser.error("make bench installs what this compares with.")
    # Stop the servers and drop the database then too.
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(1))
    with database(is_sqlite=False, jobs=options.rows) as url:
        with psycopg.connect(SERVER, autocommit=True) as server:
            name = url.rpartition("/")[2]
            # As our own settings, for all. The time of parallel workers is nobody's.
            for setting in ("jit = off", "random_page_cost = 1.1", "max_parallel_workers_per_gather = 0"):
                server.execute(f"ALTER DATABASE {name} SET {setting}")
        run_growth("fill", url, str(options.rows))
        lines = compare(url, options)
    print("\n".join(lines))
    if options.write:
        write_section("beside others", lines)


if __name__ == "__main__":
    main()
