"""The cost of reading, as ratios within one run: each list against the cheapest answer, the last page against the first.

    python bench/reads.py [ROUNDS]

Uses a database in memory with the shipped timeline. Each round requests every target once, so that a busy machine slows
all of them alike. Prints medians.
"""

import os
import statistics
import sys
import time
from pathlib import Path

import django
from django.core.management import call_command
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

INDEX = "index, no database"
TARGETS = {
    INDEX: "/api/v1/",
    "people, 1": "/api/v1/people/?page_size=1",
    "people, 50": "/api/v1/people/",
    "people by name": "/api/v1/people/?q=lample",
    "people at Meta on a day": "/api/v1/people/?organization=meta&on=2023-02-24&certainty=certain",
    "employments, 50": "/api/v1/employments/",
    "claims, 50": "/api/v1/claims/",
    "sources, 50": "/api/v1/sources/",
    "events, 50": "/api/v1/events/",
    "events of Meta, 50": "/api/v1/events/?organization=meta",
}


def time_request(client: Client, address: str, **headers: str) -> float:
    """Request an address and return the milliseconds that it took."""
    start = time.perf_counter()
    response = client.get(address, headers=headers)
    elapsed = (time.perf_counter() - start) * 1000
    if response.status_code not in {200, 304}:
        raise SystemExit(f"{address}: {response.status_code}")
    return elapsed


def last_page(client: Client, address: str) -> str:
    page = client.get(address).json()
    while page["next"]:
        address = page["next"]
        page = client.get(address).json()
    return address


def measure(client: Client, targets: dict[str, str], rounds: int) -> dict[str, list[float]]:
    etag = client.get(TARGETS["events, 50"])["ETag"]
    times: dict[str, list[float]] = {name: [] for name in [*targets, "events, 304"]}
    for _ in range(rounds):
        for name, address in targets.items():
            times[name].append(time_request(client, address))
        times["events, 304"].append(time_request(client, TARGETS["events, 50"], **{"if-none-match": etag}))
    return times


def main() -> None:
    rounds = int(sys.argv[1]) if len(sys.argv) > 1 else 30
    call_command("migrate", verbosity=0)
    call_command("loaddata", "timeline", verbosity=0)
    client = Client(headers={"host": "localhost"})
    targets = TARGETS | {"claims, last page": last_page(client, TARGETS["claims, 50"])}
    times = measure(client, targets, rounds)
    base = statistics.median(times[INDEX])
    print(f"{f'median of {rounds}':<28}{'ms':>8}{'x index':>9}{'queries':>9}")
    for name, values in times.items():
        with CaptureQueriesContext(connection) as queries:
            time_request(client, targets.get(name, TARGETS["events, 50"]))
        median = statistics.median(values)
        print(f"{name:<28}{median:>8.2f}{median / base:>9.1f}{len(queries):>9}")


if __name__ == "__main__":
    sys.path.insert(0, str(Path(__file__).resolve().parent.parent))
    os.environ |= {"DATABASE_URL": "sqlite://:memory:", "API_REQUESTS_PER_MINUTE": "1000000", "DEBUG": "0"}
    os.environ["DJANGO_SETTINGS_MODULE"] = "talentwatch.settings"
    django.setup()
    main()
