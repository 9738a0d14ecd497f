"""The cost of reading, as ratios within one run: each list against the cheapest answer, the last page against the first.

    python bench/reads.py [ROUNDS]

Uses a database in memory with the shipped timeline. Each round requests every target once, so that a busy machine slows
all of them alike, and without the cache, but for what is called "asked again". "Rendered" is the same page of events by the
serializers that make the documents. Prints medians of processor time.
"""

import os
import statistics
import sys
import time
from collections import defaultdict
from pathlib import Path

import django
import orjson
from django.core.cache import cache
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
    """Request an address and return the milliseconds of processor time that it took."""
    start = time.thread_time()
    response = client.get(address, headers=headers)
    elapsed = (time.thread_time() - start) * 1000
    if response.status_code not in {200, 304}:
        raise SystemExit(f"{address}: {response.status_code}")
    return elapsed


def time_rendering() -> float:
    """The milliseconds in which the serializer of events makes a page of 50."""
    start = time.thread_time()
    rows = NewsEventSerializer.fetch(NewsEvent.objects.published().order_by("-date_earliest", "slug"))[:50]
    orjson.dumps(NewsEventSerializer(rows, many=True, context={"request": PlaceholderRequest()}).data)
    return (time.thread_time() - start) * 1000


def last_page(client: Client, address: str) -> str:
    page = client.get(address).json()
    while page["next"]:
        address = page["next"]
        page = client.get(address).json()
    return address


def measure(client: Client, targets: dict[str, str], rounds: int) -> dict[str, list[float]]:
    events = TARGETS["events, 50"]
    etag = client.get(events)["ETag"]
    times: dict[str, list[float]] = defaultdict(list)
    for _ in range(rounds):
        for name, address in targets.items():
            cache.clear()
            times[name].append(time_request(client, address))
        times["events, 50, rendered"].append(time_rendering())
        cache.clear()
        client.get(events), client.get(events)
        times["events, 50, asked again"].append(time_request(client, events))
        times["events, 50, 304"].append(time_request(client, events, **{"if-none-match": etag}))
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
        cache.clear()
        with CaptureQueriesContext(connection) as queries:
            if name in targets:
                time_request(client, targets[name])
        median = statistics.median(values)
        print(f"{name:<28}{median:>8.2f}{median / base:>9.1f}{len(queries) or '':>9}")


if __name__ == "__main__":
    sys.path.insert(0, str(Path(__file__).resolve().parent.parent))
    os.environ |= {"DATABASE_URL": "sqlite://:memory:", "API_REQUESTS_PER_MINUTE": "1000000", "DEBUG": "0"}
    os.environ["DJANGO_SETTINGS_MODULE"] = "talentwatch.settings"
    django.setup()
    from events.models import NewsEvent
    from events.serializers import NewsEventSerializer
    from talentwatch.documents.json_text import PlaceholderRequest

    main()
