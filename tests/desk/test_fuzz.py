"""Whatever anybody sends to any address of the desk, in whatever role: it is no error of ours, and costs less than a second.

The suite sends 150 requests, the same each time. `make fuzz` sends 5,000 to each database, and as many to the pages, the API, the
reconciliation service and imports.
"""

import pytest
from django.test import Client

from people.models import Employment, Organization, Person, Source
from talentwatch.merging.models import mark_not_duplicate
from tests.support.desk import as_role
from tests.support.factories import make_employment, make_organization, make_person
from tests.support.fuzzing import ROLES, SEED, Fuzzer, address_patterns, check_requests, number_of_requests
from tests.support.worlds import make_one_of_each


@pytest.fixture
def clients(db: None) -> dict[str, Client]:
    """One of each role, in a world with records that match, drafts, and decisions about duplicates."""
    make_one_of_each("Ada " + "a" * 40, "published")
    make_employment(make_person("Bob", status="draft"), make_organization("Bobco", status="draft"), status="draft")
    mark_not_duplicate(make_person("Bob"), make_person("Bob"), "They differ.", None)
    return {role: Client() if role == "anonymous" else as_role(role) for role in ROLES}


def test_nothing_sent_to_the_desk_is_an_error_or_takes_long(clients: dict[str, Client]) -> None:
    def read_page(address: str) -> str:
        response = clients["superuser"].get(address)
        is_page = response.status_code == 200 and response["Content-Type"].startswith("text/html")
        return response.content.decode() if is_page else ""

    models = (Person, Organization, Employment, Source)
    keys = [pk for model in models for pk in model.objects.order_by("pk").values_list("pk", flat=True)[:3]]
    count = number_of_requests(150)
    statuses = check_requests(Fuzzer(SEED, keys, read_page).requests(count), clients)
    # The requests get as far as the pages, and aren't all refused at the door.
    assert statuses[200] > count / 10, statuses


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
