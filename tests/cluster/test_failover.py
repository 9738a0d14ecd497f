"""The primary is lost under writes, and its synchronous standby is promoted: nothing that was acknowledged is lost."""

import json
import time

import pytest

from tests.support.fault_report import Report
from tests.support.load import Load
from tests.support.production import (
    has_postgresql,
    new_cluster,
    new_folder,
    new_replicas,
    run_world,
    serving,
    wait_until,
)

EDITORS, READERS = 3, 2


@pytest.mark.skipif(not has_postgresql, reason="PostgreSQL's own programs aren't installed here.")
def test_failover_loses_no_acknowledged_write(report: Report) -> None:
    with (
        new_folder() as folder,
        new_cluster(synchronous_standby_names="FIRST 1 (pg1, pg2, pg3)") as primary,
        new_replicas(primary, ["pg2", "pg3"]) as (standby, other),
    ):
        urls = f"{standby.url},{other.url}"
        both = primary.url.replace(f":{primary.port}", f":{primary.port},127.0.0.1:{standby.port}")
        with serving(folder, both, REPLICA_URLS=urls) as service:
            load = Load(service)
            with load.running(EDITORS, READERS):
                wait_until(lambda: len(load.acknowledged) >= EDITORS)
                primary.kill()
                time.sleep(1)
                standby.promote()
                over = time.monotonic()
                wait_until(lambda: load.has_recovered(over), seconds=60)
            # The other replica follows the new primary.
            wait_until(lambda: standby.execute("SELECT count(*) FROM pg_stat_replication") == (1,))
        result = run_world(standby.url, "verify", json.dumps(load.acknowledged), "[]")
    assert not result["lost"] and not result["problems"]
    statuses = load.statuses()
    errors = sum(number for status, number in statuses.items() if status >= 500 and status != 503)
    assert not errors and statuses.keys() <= {0, 200, 302, 503}, statuses
    assert all(one.headers["Retry-After"] for one in load.answers if one.status == 503)
    # Readers hardly notice: the replicas answer them, of which a busy machine may hold one up for two seconds.
    readers = load.statuses("reader")
    assert readers[200] > 5 * readers[503], readers
    report.add(
        "failover to a synchronous standby",
        "PostgreSQL",
        acknowledged=len(load.acknowledged),
        lost=len(result["lost"]),
        unavailable=statuses[503],
        errors=errors,
        recovery=load.recovered_after(over),
    )
