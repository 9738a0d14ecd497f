"""Does the server stay as it is? Memory and open files of its processes under hostile requests and edits, for minutes.

    python bench/soak.py [--minutes 10] [--seed 1]

It starts PostgreSQL, gunicorn and nginx from the files of deploy/ with the story of the LLaMA paper, and sends what `make fuzz`
sends, as anybody and as a superuser. The exit status is 1 if a process ends with over 10 % and 20 MB more memory, or over 10 more
open files, than after the first quarter of the time.
"""

import argparse
import os
import sys
import time
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from statistics import median
from typing import Any

import django

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))
os.environ.setdefault("DJANGO_SETTINGS_MODULE", "talentwatch.settings")
os.environ |= {"DATABASE_URL": "sqlite:///:memory:", "LOG_LEVEL": "WARNING"}
django.setup()

import httpx  # noqa: E402 once Django is set up

from tests.support.deployed import HOST, Deployment, deployed  # noqa: E402 the same
from tests.support.fuzzing import FuzzedRequest, Fuzzer, PublicFuzzer  # noqa: E402 the same

LOGIN = {"username": "soak", "password": "correct horse battery"}
SLUGS = ["meta", "mistral-ai", "guillaume-lample", "timothee-lacroix", "llama-paper-authors"]


def log_in(client: httpx.Client) -> None:
    client.get("/admin/login/")
    data = LOGIN | {"csrfmiddlewaretoken": client.cookies["csrftoken"], "next": "/admin/"}
    answer = client.post("/admin/login/", data=data, headers={"Referer": f"https://{HOST}/"})
    if answer.status_code != 302:
        sys.exit(f"The login was refused:\n{answer.text}")


def requests(seed: int, desk: httpx.Client) -> Iterator[FuzzedRequest]:
    """Of the pages and the API, the reconciliation service, and the desk, in turn and for ever."""

    def read_page(address: str) -> str:
        answer = desk.get(address)
        return answer.text if answer.status_code == 200 else ""

    while True:
        public = PublicFuzzer(seed, SLUGS)
        kinds = (
            public.requests(1000),
            public.reconciliation_requests(1000),
            Fuzzer(seed, list(range(1, 20)), read_page).requests(1000),
        )
        for batch in zip(*kinds, strict=True):
            yield from batch
        seed += 1


def send(request: FuzzedRequest, anybody: httpx.Client, desk: httpx.Client) -> int:
    client = anybody if request.role == "anonymous" else desk
    headers: dict[str, Any] = {name: value.encode("latin-1", "replace") for name, value in request.headers.items()}
    if request.method == "POST":
        headers["Content-Type"] = request.content_type
        headers["Referer"] = f"https://{HOST}/"
        headers["X-CSRFToken"] = client.cookies.get("csrftoken", "")
    try:
        # Without what would end the session or lock the account.
        if "logout" in request.address or "/auth/user/" in request.address or "password" in request.address:
            return 0
        return client.request(request.method, request.address, content=request.data, headers=headers).status_code
    except (httpx.InvalidURL, httpx.LocalProtocolError, UnicodeEncodeError):
        # A library that refuses to send it.
        return 0


def measure(pid: int) -> tuple[float, int]:
    """Megabytes that belong to the process alone, and the number of its open files."""
    lines = Path(f"/proc/{pid}/smaps_rollup").read_text().splitlines()
    private = sum(int(line.split()[1]) for line in lines if line.startswith("Private_"))
    return private / 1024, len(list(Path(f"/proc/{pid}/fd").iterdir()))


def last_errors(site: Deployment) -> list[str]:
    """The last lines of gunicorn's log that are no requests."""
    lines = (site.folder / "gunicorn.log").read_text().splitlines()
    return [line for line in lines if '"gunicorn.access"' not in line][-3:]


def soak(site: Deployment, minutes: float, seed: int) -> tuple[Counter[int], dict[str, list[tuple[float, int]]]]:
    """How often each status was answered, and the measurements of each process, in order."""
    site.manage("loaddata", "llama", "--verbosity=0")
    site.manage(
        "createsuperuser",
        "--noinput",
        "--username=soak",
        "--email=soak@example.org",
        DJANGO_SUPERUSER_PASSWORD=LOGIN["password"],
    )
    statuses, measured = Counter[int](), dict[str, list[tuple[float, int]]]()
    processes = {"gunicorn, main": site.pid} | {
        f"gunicorn, worker {n + 1}": pid for n, pid in enumerate(site.workers())
    }
    begin = time.monotonic()
    next_measurement = begin
    with site.client(timeout=60) as anybody, site.client(timeout=60) as desk:
        log_in(desk)
        for request in requests(seed, desk):
            try:
                status = send(request, anybody, desk)
            except httpx.TransportError as error:
                sys.exit("\n".join([*last_errors(site), f"{error!r}: {request}"]))
            statuses[status] += 1
            if status >= 500 and status != 503:
                sys.exit("\n".join([*last_errors(site), f"{status}: {request}"]))
            if time.monotonic() >= next_measurement:
                next_measurement += 5
                for name, pid in processes.items():
                    measured.setdefault(name, []).append(measure(pid))
            if time.monotonic() > begin + minutes * 60:
                return statuses, measured
    raise AssertionError("There are always more requests.")


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--minutes", type=float, default=10)
    parser.add_argument("--seed", type=int, default=1)
    arguments = parser.parse_args()
    with deployed() as site:
        statuses, measured = soak(site, arguments.minutes, arguments.seed)
    lines = [
        "| process | MB after a quarter | MB at the end | open files after a quarter | at the end |",
        "|---|--:|--:|--:|--:|",
    ]
    is_flat = True
    for name, rows in measured.items():
        quarter = max(len(rows) // 4, 1)
        # Medians of a quarter each: memory moves with each request.
        early, late = rows[quarter : 2 * quarter] or rows, rows[-quarter:]
        before, after = (tuple(median(column) for column in zip(*part, strict=True)) for part in (early, late))
        is_flat &= (after[0] < before[0] * 1.1 or after[0] < before[0] + 20) and after[1] <= before[1] + 10
        lines.append(f"| {name} | {before[0]:.0f} | {after[0]:.0f} | {before[1]:.0f} | {after[1]:.0f} |")
    sent = ", ".join(f"{count:,} with {status}" for status, count in sorted(statuses.items()) if status)
    total = sum(count for status, count in statuses.items() if status)
    text = "\n".join([*lines, "", f"{total:,} requests in {arguments.minutes:g} minutes were answered: {sent}."])
    print(text)
    sys.exit(0 if is_flat else "Memory or open files grow.")


if __name__ == "__main__":
    main()
