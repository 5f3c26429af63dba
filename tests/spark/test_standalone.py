"""A standalone cluster of a master and two workers, one of which is killed, as is the driver."""

from __future__ import annotations

import signal
from pathlib import Path

import pytest
from clusters import OnCluster, kill_session, standalone, wait_until
from conftest import IS_LONG

DAYS = ("2025-12-10", "2025-12-11")
pytestmark = pytest.mark.skipif(
    not IS_LONG,
    reason="several runs on a cluster of Spark: SLUICE_LONG=1 make test-spark",
)


def test_a_worker_and_then_the_driver_are_killed(tmp_path: Path):
    with standalone(tmp_path) as (address, workers):
        (tmp_path / "conf").mkdir()
        settings = f"spark.master {address}\nspark.executor.memory 800m\n"
        (tmp_path / "conf" / "spark-defaults.conf").write_text(settings)
        cluster = OnCluster(tmp_path, SPARK_CONF_DIR=str(tmp_path / "conf"))
        with cluster.start("--date", DAYS[0]) as run:
            wait_until(lambda: cluster.has_built("staging.db/stg_events"), "staging")
            workers[0].send_signal(signal.SIGKILL)
            assert run.wait() == 0, (tmp_path / "run.log").read_text()
        assert cluster.differences("--date", DAYS[0]) == []

        with cluster.start("--date", DAYS[1]) as run:
            table = f"clean.db/clean_events/ingest_date={DAYS[1]}"
            wait_until(lambda: cluster.has_built(table), "clean events")
            kill_session(run)
        assert not (cluster.reports / f"ingest_date={DAYS[1]}").exists()

        found = cluster.finished("--refresh-stale")
        assert found.code == 0, found.out
        assert f"Stale: {DAYS[1]}, as its last run did not finish" in found.out
        assert cluster.differences("--start", DAYS[0], "--end", DAYS[1]) == []
