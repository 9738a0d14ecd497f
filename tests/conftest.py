"""What all tests share."""

from typing import Any

import pytest
from django.core.cache import cache
from django.core.management import call_command
from django.db import transaction
from django.test import Client
from hypothesis import settings as hypothesis_settings

from tests.support.pages import Reader

hypothesis_settings.register_profile("the same each time", derandomize=True, deadline=None)
hypothesis_settings.load_profile("the same each time")


class ApiClient(Client):
    """Asks the API and reads its JSON."""

    def get_json(self, address: str, status: int = 200, **parameters: Any) -> Any:
        """The body of /api/v1/{address}; fails where the status is another one."""
        response = self.get(f"/api/v1/{address}", parameters)
        assert response.status_code == status, response.content.decode()
        return response.json()

    def slugs(self, address: str, **parameters: Any) -> list[str]:
        """The slugs on the first page of a list."""
        return [row["slug"] for row in self.get_json(address, **parameters)["results"]]

    def refusals(self, address: str, **parameters: Any) -> dict[str, str]:
        """What a 400 says of each parameter."""
        body = self.get_json(address, 400, **parameters)
        return {error["parameter"]: error["detail"] for error in body["errors"]}


@pytest.fixture
def api(db: None) -> ApiClient:
    return ApiClient()


@pytest.fixture
def reader(db: None) -> Reader:
    return Reader()


@pytest.fixture(autouse=True)
def _no_requests_counted() -> None:
    """Throttling starts anew with each test."""
    cache.clear()


@pytest.fixture(scope="module")
def timeline(django_db_setup: None, django_db_blocker: Any) -> Any:
    """The whole curated timeline, loaded once for a module and undone after it."""
    with django_db_blocker.unblock(), transaction.atomic():
        call_command("loaddata", "timeline", verbosity=0)
        yield
        transaction.set_rollback(True)
