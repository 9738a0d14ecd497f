"""Each role at each address with each method: what a role gets, every role above it gets too, and nobody else gets in.

The suite tries 10 addresses of the desk, the same each time, and every public one; `make fuzz` tries all.
"""

import re
from random import Random

import pytest
from django.db import transaction
from django.test import Client

from people.models import Person
from tests.support.desk import as_role
from tests.support.fuzzing import SEED, address_patterns, number_of_requests
from tests.support.worlds import make_one_of_each

# Each may do what those before it may.
LADDER = ["nobody", "writer", "editor", "publisher", "superuser"]
METHODS = ["GET", "POST", "DELETE", "OPTIONS"]
# What needs no login at the desk.
OPEN = {"/admin/login/", "/admin/jsi18n/", "/admin/logout/"}
FAILED_LOGIN = "/admin/login/?next="

pytestmark = pytest.mark.django_db


@pytest.fixture
def clients():
    make_one_of_each("Ada", "draft")
    return {"anonymous": Client(), **{role: as_role(role) for role in LADDER}}


def ask(client, method, address):
    cookies = client.cookies.copy()
    with transaction.atomic():
        response = client.generic(method, address, b"", "application/x-www-form-urlencoded")
        transaction.set_rollback(True)
    client.cookies = cookies
    return response


def test_each_role_gets_what_the_role_below_gets(clients):
    key = str(Person.objects.first().pk)
    patterns = sorted(address_patterns())
    chosen = Random(SEED).sample(patterns, min(number_of_requests(10), len(patterns)))
    for pattern in chosen:
        address = re.sub(r"\{\}", key, pattern)
        for method in METHODS:
            answers = {role: ask(client, method, address) for role, client in clients.items()}
            statuses = {role: response.status_code for role, response in answers.items()}
            case = (method, address, statuses)
            assert max(statuses.values()) < 500, case
            if pattern not in OPEN:
                anonymous = answers["anonymous"]
                is_sent_away = anonymous.status_code == 302 and anonymous["Location"].startswith(FAILED_LOGIN)
                assert is_sent_away or anonymous.status_code in {404, 405}, case
            served = [statuses[role] == 200 for role in LADDER]
            assert served == sorted(served), case


@pytest.mark.parametrize("role", ["anonymous", "superuser"])
def test_public_addresses_only_read_whoever_asks(clients, role):
    for pattern in sorted(address_patterns("")):
        address = re.sub(r"\{\}", "ada", pattern)
        for method in ("POST", "PUT", "PATCH", "DELETE", "TRACE"):
            status = ask(clients[role], method, address).status_code
            if method == "POST" and address.rstrip("/") == "/reconcile":
                assert status == 415
            else:
                # Where there is nothing, or the address lacks its slash, that is said first.
                assert status in {405, 404, 301}, (method, address, status)
