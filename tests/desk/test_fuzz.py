"""Whatever anybody sends to any address of the desk, in whatever role: it is no error of ours, and costs less than a second.

The suite sends 300 requests, the same each time. `make fuzz` sends 5,000 to each database.
"""

import os
import time
from collections import Counter

import pytest
from django.db import transaction
from django.test import Client

from people.models import Employment, Organization, Person, Source
from talentwatch.merging.models import mark_not_duplicate
from tests.support.desk import as_role
from tests.support.factories import make_employment, make_organization, make_person
from tests.support.fuzzing import ROLES, Fuzzer, address_patterns
from tests.support.worlds import make_one_of_each

COUNT = int(os.environ.get("FUZZ_REQUESTS", "300"))
SEED = int(os.environ.get("FUZZ_SEED", "1"))
MAX_SECONDS = 1  # of CPU


@pytest.fixture
def clients(db: None) -> dict[str, Client]:
    """One of each role, in a world with records that match, drafts, and decisions about duplicates."""
    make_one_of_each("Ada " + "a" * 40, "published")
    make_employment(make_person("Bob", status="draft"), make_organization("Bobco", status="draft"), status="draft")
    mark_not_duplicate(make_person("Bob"), make_person("Bob"), "They differ.", None)
    clients = {role: Client() if role == "anonymous" else as_role(role) for role in ROLES}
    for client in clients.values():
        client.raise_request_exception = False
    return clients


def test_nothing_sent_to_the_desk_is_an_error_or_takes_long(clients: dict[str, Client]) -> None:
    def read_page(address: str) -> str:
        response = clients["superuser"].get(address)
        is_page = response.status_code == 200 and response["Content-Type"].startswith("text/html")
        return response.content.decode() if is_page else ""

    models = (Person, Organization, Employment, Source)
    keys = [pk for model in models for pk in model.objects.order_by("pk").values_list("pk", flat=True)[:3]]
    failures, statuses = [], Counter[int]()
    for request in Fuzzer(SEED, keys, read_page).requests(COUNT):
        started = time.process_time()
        # Each starts from the same world, so that one that fails can be sent again by itself.
        with transaction.atomic():
            response = request.send(clients)
            transaction.set_rollback(True)
        seconds = time.process_time() - started
        statuses[response.status_code] += 1
        if response.status_code >= 500 or seconds > MAX_SECONDS:
            error = response.exc_info[1] if response.exc_info else ""
            failures.append(f"{response.status_code} in {seconds:.1f} s: {request} {error!r:.300}")
    assert not failures, "\n".join(failures)
    # The requests get as far as the pages, and aren't all refused at the door.
    assert statuses[200] > COUNT / 10, statuses


def test_the_fuzzer_knows_every_kind_of_address() -> None:
    assert {
        "/admin/",
        "/admin/login/",
        "/admin/people/person/",
        "/admin/people/person/{}/history/{}/",
        "/admin/people/person/import/",
        "/admin/events/newsevent/{}/merge/",
        "/admin/auth/user/{}/password/",
        "/admin/axes/accessattempt/{}/change/",
        "/admin/articles/save/",
        "/admin/r/{}/{}/",
        "/admin/{}/",
    } <= set(address_patterns())
