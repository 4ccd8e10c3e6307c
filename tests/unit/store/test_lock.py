from __future__ import annotations

import signal
import subprocess
import sys
import threading
from pathlib import Path

import pytest

from liangrong.core.errors import StorageFailed
from liangrong.store.lock import WriterLock

HOLDER = """
import sys
from pathlib import Path
from liangrong.store.lock import WriterLock
with WriterLock(Path(sys.argv[1])).held("sync"):
    print("held", flush=True)
    sys.stdin.read()
"""


@pytest.fixture
def lock(tmp_path: Path) -> WriterLock:
    return WriterLock(tmp_path / "writer.lock")


def hold_elsewhere(lock: WriterLock) -> subprocess.Popen[str]:
    process = subprocess.Popen(
        [sys.executable, "-c", HOLDER, str(lock.path)], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
    )
    assert process.stdout is not None
    assert process.stdout.readline() == "held\n"
    return process


def end(process: subprocess.Popen[str]) -> None:
    process.communicate()


def test_the_holder_may_take_it_again(lock: WriterLock) -> None:
    with lock.held("import"):
        with lock.held("append"):
            assert lock.is_held
        assert lock.is_held
    assert not lock.is_held


def test_a_second_writer_is_told_who_writes(lock: WriterLock) -> None:
    process = hold_elsewhere(lock)
    try:
        with pytest.raises(StorageFailed) as caught, lock.held("import"):
            pass
        for lang in ("zh", "en"):
            assert f"sync, process {process.pid}" in caught.value.message(lang)
        assert "run again" in caught.value.hint("en")
        assert lock.holder() == f"sync, process {process.pid}"
        assert not lock.is_held
    finally:
        end(process)


def test_a_lock_let_go_is_free(lock: WriterLock) -> None:
    end(hold_elsewhere(lock))
    assert lock.holder() == ""
    with lock.held("import"):
        pass


def test_the_lock_of_a_killed_process_is_taken_over(lock: WriterLock) -> None:
    process = hold_elsewhere(lock)
    process.send_signal(signal.SIGKILL)
    end(process)
    assert "sync" in lock.path.read_text(), "the dead left their name"
    with lock.held("import"):
        assert lock.is_held


def test_a_failure_inside_lets_go(lock: WriterLock) -> None:
    with pytest.raises(ZeroDivisionError), lock.held("import"):
        _ = 1 // 0
    end(hold_elsewhere(lock))


def test_two_objects_in_one_process_exclude_each_other(lock: WriterLock) -> None:
    with lock.held("import"), pytest.raises(StorageFailed), WriterLock(lock.path).held("sync"):
        pass


def test_a_patient_writer_waits_until_the_other_has_finished(lock: WriterLock) -> None:
    process = hold_elsewhere(lock)
    threading.Timer(0.2, lambda: end(process)).start()
    with WriterLock(lock.path, patience_s=60).held("import"):
        assert process.wait() == 0


def test_a_writer_without_patience_is_told_at_once(lock: WriterLock) -> None:
    process = hold_elsewhere(lock)
    with pytest.raises(StorageFailed, match="sync, process"), WriterLock(lock.path, patience_s=0.05).held("import"):
        pass
    end(process)
