"""How many requests of anonymous readers are answered with two streaming replicas, and without, and what the primary works for them.

    python bench/replicas.py [SECONDS] [--write]

It builds a cluster with two replicas from PostgreSQL's own programs, starts the service twice on it, and lets readers ask both in
turn, SECONDS (5) each time and five times each. --write puts the table into docs/deployment.md.
"""

import argparse
import os
import sys
import threading
import time
from collections.abc import Callable
from contextlib import ExitStack
from pathlib import Path
from statistics import median

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))
os.environ.setdefault("DJANGO_SETTINGS_MODULE", "talentwatch.settings")
os.environ |= {"DATABASE_URL": "sqlite:///:memory:"}

import django  # noqa: E402 once the path is set

django.setup()

import httpx  # noqa: E402 once Django is set up

from tests.support.production import (  # noqa: E402 the same
    Cluster,
    Service,
    children,
    new_cluster,
    new_folder,
    new_replicas,
    serving,
    wait_until,
)

DEPLOYMENT = ROOT / "docs" / "deployment.md"
BEGIN, END = "<!-- bench/replicas.py -->\n", "<!-- end of bench/replicas.py -->"
ROUNDS, READERS = 5, 8
TICKS = os.sysconf("SC_CLK_TCK")


def address(number: int) -> str:
    """A list or a page, and each number another one, so that no answer is remembered."""
    moment = f"2001-01-01T00:00:00.{number % 1_000_000:06}Z"
    return (
        f"/api/v1/people/?updated_after={moment}",
        f"/api/v1/moves/?updated_after={moment}",
        f"/people/writer-{number % 10}/?utm_source={number}",
        f"/moves/?utm_source={number}",
    )[number % 4]


def seconds_used(server: Cluster | Service) -> float:
    """Of processor time, by all processes of the server that run now."""
    pid = server.pid if isinstance(server, Cluster) else server.process.pid
    used = 0.0
    for one in (pid, *children(pid)):
        columns = Path(f"/proc/{one}/stat").read_text().rpartition(")")[2].split()
        used += (int(columns[11]) + int(columns[12])) / TICKS
    return used


def read(service: Service, seconds: float, start: int) -> int:
    """The number of requests that READERS got answered, one after the other each."""
    deadline = time.monotonic() + seconds
    counts = [0] * READERS

    def ask(reader: int) -> None:
        with httpx.Client(base_url=service.address, timeout=30) as client:
            while time.monotonic() < deadline:
                client.get(address(start + counts[reader] * READERS + reader)).raise_for_status()
                counts[reader] += 1

    threads = [threading.Thread(target=ask, args=(reader,)) for reader in range(READERS)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return sum(counts)


def measure(seconds: float) -> str:
    with ExitStack() as stack:
        folders = [stack.enter_context(new_folder()) for _ in range(2)]
        primary = stack.enter_context(new_cluster())
        replicas = stack.enter_context(new_replicas(primary, ["pg2", "pg3"]))
        urls = ",".join(replica.url for replica in replicas)
        alone = stack.enter_context(serving(folders[0], primary.url))
        spread = stack.enter_context(serving(folders[1], primary.url, REPLICA_URLS=urls))
        are_used: Callable[[], bool] = lambda: "is used" in httpx.get(f"{spread.address}/readyz").text  # noqa: E731 a condition
        wait_until(lambda: all(are_used() for _ in range(10)))
        rows: dict[str, list[tuple[float, ...]]] = {"the primary alone": [], "two replicas": []}
        for turn in range(2 * ROUNDS + 2):
            name, service = (("the primary alone", alone), ("two replicas", spread))[turn % 2]
            servers = (primary, *replicas, service)
            before = [seconds_used(server) for server in servers]
            started = time.monotonic()
            count = read(service, seconds, turn * 50_000)
            wall = time.monotonic() - started
            used = [after - earlier for after, earlier in zip(map(seconds_used, servers), before, strict=True)]
            # In the first turn of each, threads connect and code is compiled.
            if turn >= 2:
                rows[name].append(
                    (count / wall, *(1000 * value / count for value in (used[0], sum(used[1:3]), used[3])))
                )
    lines = [
        "| read from | requests per second | ms of the primary per request | of the replicas | of gunicorn |",
        "|---|--:|--:|--:|--:|",
    ]
    medians = {name: [median(column) for column in zip(*values, strict=True)] for name, values in rows.items()}
    for name, (rate, *milliseconds) in medians.items():
        lines.append(f"| {name} | {rate:.0f} | {' | '.join(f'{value:.2f}' for value in milliseconds)} |")
    ratio = medians["two replicas"][0] / medians["the primary alone"][0]
    lines += [
        "",
        f"Ratio {ratio:.2f}, medians of {ROUNDS} turns of {seconds:g} seconds, {os.cpu_count()} cores for all of them.",
    ]
    return "\n".join(lines) + "\n"


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("seconds", type=float, nargs="?", default=5)
    parser.add_argument("--write", action="store_true", help="put the table into docs/deployment.md")
    arguments = parser.parse_args()
    table = measure(arguments.seconds)
    print(table)
    if arguments.write:
        before, rest = DEPLOYMENT.read_text("utf-8").split(BEGIN, 1)
        DEPLOYMENT.write_text(before + BEGIN + table + END + rest.split(END, 1)[1], "utf-8")


if __name__ == "__main__":
    main()
