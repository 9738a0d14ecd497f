"""A primary with two streaming replicas, and the service that reads from them."""

from collections.abc import Iterator

import pytest

from tests.support.fault_report import Report, reporting
from tests.support.production import (
    ReplicatedService,
    has_postgresql,
    new_cluster,
    new_folder,
    new_replicas,
    serving,
)


@pytest.fixture(scope="session")
def report() -> Iterator[Report]:
    with reporting() as report:
        yield report


@pytest.fixture(scope="package")
def site() -> Iterator[ReplicatedService]:
    if not has_postgresql:
        pytest.skip("PostgreSQL's own programs aren't installed here.")
    with new_folder() as folder, new_cluster() as primary, new_replicas(primary, ["pg2", "pg3"]) as replicas:
        urls = ",".join(replica.url for replica in replicas)
        with serving(folder, primary.url, REPLICA_URLS=urls) as service:
            yield ReplicatedService(service, primary, replicas)
