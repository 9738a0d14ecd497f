"""Whatever anybody sends to a public page, the API or the reconciliation service is no error of ours, and costs less than a second.

The suite sends 300 and 100 requests, the same each time; `make fuzz` sends more. tests/desk/test_fuzz.py is about the desk.
"""

import pytest
from django.test import Client

from tests.support.fuzzing import SEED, PublicFuzzer, check_requests, number_of_requests
from tests.support.worlds import make_one_of_each

SLUGS = ["a-ada", "b-ada", "one", "event", "c-ada", "a-ada-b-ada", "holding-ada"]

pytestmark = pytest.mark.django_db


@pytest.fixture
def clients(settings):
    settings.API_REQUESTS_PER_MINUTE = 1_000_000
    make_one_of_each("Ada", "published")
    return {"anonymous": Client()}


def test_nothing_sent_to_a_public_address_is_an_error_or_takes_long(clients):
    count = number_of_requests(300)
    statuses = check_requests(PublicFuzzer(SEED, SLUGS).requests(count), clients)
    # They get as far as the pages, and aren't all refused at the door.
    assert statuses[200] > count / 10, statuses


def test_nothing_sent_to_the_reconciliation_service_is_an_error_or_takes_long(clients):
    count = number_of_requests(100)
    statuses = check_requests(PublicFuzzer(SEED, SLUGS).reconciliation_requests(count), clients)
    assert statuses[200] > count / 10, statuses
