"""What all tests share."""

import gc
from collections.abc import Iterator
from contextlib import ExitStack, nullcontext
from typing import Any

import pytest
from django.core.cache import cache
from django.db import connection, transaction
from django.test import override_settings
from hypothesis import settings as hypothesis_settings

from talentwatch import request_limits
from talentwatch.api.throttling import AnonymousThrottle
from talentwatch.databases.limits import UNLIMITED, set_limits
from talentwatch.exchange.management.commands import check_timeline as check_timeline_command
from tests.support.api import ApiClient
from tests.support.migrated import copy_migrated
from tests.support.pages import Reader
from tests.support.rendered_contexts import keep_contexts_of_pages
from tests.support.worlds import load_timeline

hypothesis_settings.register_profile("the same each time", derandomize=True, deadline=None, max_examples=50)
hypothesis_settings.load_profile("the same each time")


def pytest_collection_finish() -> None:
    """What was imported and collected stays until the end, so that the garbage collector needn't look at it again and again."""
    gc.freeze()
    gc.set_threshold(100_000, 20, 20)


@pytest.fixture
def api(db: None) -> ApiClient:
    return ApiClient()


@pytest.fixture
def reader(db: None) -> Reader:
    return Reader()


@pytest.fixture(scope="session")
def django_db_modify_db_settings(
    django_db_modify_db_settings_parallel_suffix: None, django_db_blocker: Any
) -> Iterator[None]:
    """pytest-django's place for settings of the test database, before it is created."""
    with ExitStack() as until_the_end:
        with django_db_blocker.unblock():
            until_the_end.enter_context(copy_migrated())
        yield


@pytest.fixture(scope="session", autouse=True)
def _fast_passwords() -> Iterator[None]:
    """Django's own hasher is slow on purpose."""
    with override_settings(PASSWORD_HASHERS=["django.contrib.auth.hashers.MD5PasswordHasher"]):
        yield


@pytest.fixture(scope="session", autouse=True)
def _few_contexts(django_test_environment: None) -> None:
    """A test that reads `response.context` reads that of the page."""
    keep_contexts_of_pages()


@pytest.fixture(scope="session", autouse=True)
def _separate_downloads(tmp_path_factory: pytest.TempPathFactory) -> Iterator[None]:
    """No request builds files in the background, where it would see another database than the test."""
    with override_settings(DOWNLOADS_DIR=tmp_path_factory.mktemp("downloads"), DOWNLOADS_ON_REQUEST=False):
        yield


@pytest.fixture(scope="session", autouse=True)
def _patience() -> Iterator[None]:
    """While other tests create databases, a statement may take seconds; tests of the limits set their own."""
    with pytest.MonkeyPatch.context() as patch, override_settings(READER_STATEMENT_TIMEOUT=50):
        patch.setattr(request_limits, "PATIENCE", 30)
        yield


@pytest.fixture(scope="session", autouse=True)
def _fast_flush() -> Iterator[None]:
    """After a test with transactions of its own, PostgreSQL would take seconds to write a new file for each table and index."""

    def delete_rows(_style: Any, tables: list[str], **_options: Any) -> list[str]:
        return [f"DELETE FROM {connection.ops.quote_name(table)}" for table in tables]

    with pytest.MonkeyPatch.context() as patch:
        if connection.vendor == "postgresql":
            patch.setattr(connection.ops, "sql_flush", delete_rows)
        yield


@pytest.fixture(autouse=True)
def _unlimited_afterwards() -> Iterator[None]:
    """The test client doesn't end a request as a server does, and the next test may be slow."""
    yield
    set_limits(UNLIMITED)


@pytest.fixture(autouse=True)
def _no_requests_counted(monkeypatch: pytest.MonkeyPatch) -> None:
    """Each test starts with its whole rate limit, of which a busy machine uses no more than an idle one."""
    cache.clear()
    monkeypatch.setattr(AnonymousThrottle, "cpu_timer", staticmethod(lambda: 0.0))


@pytest.fixture
def _checked_in_place(monkeypatch: pytest.MonkeyPatch) -> None:
    """The command check_timeline looks at the records of the test's transaction, of which no copy can be made."""
    monkeypatch.setattr(check_timeline_command, "private_copy", nullcontext)


@pytest.fixture(scope="module")
def timeline(django_db_setup: None, django_db_blocker: Any) -> Any:
    """The whole curated timeline, loaded once for a module and undone after it."""
    with django_db_blocker.unblock(), transaction.atomic():
        load_timeline()
        # PostgreSQL would check all of these rows again after each test: what it checks there is undone.
        connection.check_constraints()
        yield
        transaction.set_rollback(True)
