"""What all tests share."""

from typing import Any

import pytest
from django.core.cache import cache
from django.core.management import call_command
from django.db import transaction
from hypothesis import settings as hypothesis_settings

from tests.support.api import ApiClient
from tests.support.pages import Reader

hypothesis_settings.register_profile("the same each time", derandomize=True, deadline=None)
hypothesis_settings.load_profile("the same each time")


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
