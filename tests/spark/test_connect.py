"""Spark Connect: runs as clients of a server, in a process that has no Java of its own."""

from __future__ import annotations

import importlib.util
from pathlib import Path

import pytest
from clusters import OnCluster, connect_server
from conftest import IS_LONG

LACKING = [name for name in ("grpc", "pandas") if not importlib.util.find_spec(name)]
pytestmark = [
    pytest.mark.skipif(
        not IS_LONG,
        reason="runs on a server of Spark: SLUICE_LONG=1 make test-spark",
    ),
    pytest.mark.skipif(
        bool(LACKING), reason=f"no {' and '.join(LACKING)} here: pip install 'pyspark[connect]'"
    ),
]


def test_a_client_makes_the_same_and_is_quiet(tmp_path: Path):
    cluster = OnCluster(tmp_path)
    with connect_server(cluster.warehouse, "2g") as address:
        cluster.environment["SPARK_REMOTE"] = address
        found = cluster.finished("--date", "2025-12-10", "--quiet")
    assert found.code == 0, found.out
    assert cluster.differences("--date", "2025-12-10") == []
    assert len(found.out.splitlines()) == 1  # of the days that were not asked for
