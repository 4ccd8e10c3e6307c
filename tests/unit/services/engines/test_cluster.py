"""Ray on this machine: the same answers, and what happens when a worker is killed."""

from __future__ import annotations

import os
import time
from importlib.util import find_spec
from pathlib import Path

import pytest

from liangrong.core.errors import UsageError
from liangrong.services.books.files import OpenedBook
from liangrong.services.engines.choice import engine_of
from liangrong.services.engines.cluster import LOOPBACK, Cluster
from liangrong.services.engines.local import HERE
from tests.unit.services.engines.workers import CashTask, Deadly, Whose

pytestmark = [
    pytest.mark.skipif(find_spec("ray") is None, reason="Ray is not installed (extra cluster)"),
    pytest.mark.filterwarnings("ignore"),
]


TOLD = 2.0
"""Seconds after which Ray has said what became of a worker."""


@pytest.mark.slow
def test_ray_answers_what_this_process_answers_and_a_killed_worker_is_replaced(
    book: OpenedBook, tmp_path: Path, capfd: pytest.CaptureFixture[str]
) -> None:
    with engine_of("ray", workers=1) as engine:
        try:
            (worker,) = set(engine.each(Whose(), book))
        except UsageError as error:
            pytest.skip(f"Ray does not start on this machine, or not within its 30 seconds: {error}")
        assert worker != os.getpid()
        assert engine(Deadly(tmp_path, 1), book) == HERE(CashTask(), book)
        assert [file.name for file in tmp_path.iterdir()] == ["0"]
        assert worker not in set(engine.each(Whose(), book))
        with pytest.raises(ZeroDivisionError):
            list(engine.each(_divided, book))
        time.sleep(TOLD)
    import ray

    assert capfd.readouterr().out == "", "standard output is for answers"
    assert not ray.is_initialized()
    assert os.environ["RAY_USAGE_STATS_ENABLED"] == "0"


def _divided(partition: object) -> float:
    return 1 / 0


def test_no_cluster_at_the_address(monkeypatch: pytest.MonkeyPatch) -> None:
    cluster = Cluster("127.0.0.1:1")

    def refused(address: str, **_: object) -> None:
        raise ConnectionError(f"nobody at {address}\nsecond line")

    monkeypatch.setattr("ray.init", refused)
    with pytest.raises(UsageError, match=r"127.0.0.1:1 \(nobody at 127.0.0.1:1\)") as caught:
        cluster.start(None, 10)
    assert "无法连接" in caught.value.message("zh")


@pytest.mark.parametrize(("address", "reachable"), [("", False), ("10.0.0.5:6379", True)])
def test_a_ray_of_our_own_listens_to_this_machine_alone(address: str, reachable: bool, monkeypatch: pytest.MonkeyPatch) -> None:
    import ray  # noqa: F401 - reads the environment before it is taken away

    monkeypatch.setattr(os, "environ", environment := dict[str, str]())
    Cluster(address)
    assert (environment.items() >= LOOPBACK.items()) is not reachable
