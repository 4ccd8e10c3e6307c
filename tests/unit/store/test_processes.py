"""The store under several processes and on a disk that refuses."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

from liangrong.core.errors import StorageFailed
from liangrong.store.tables import Store
from tests.unit.store.frames import DAY, LATER, detail, totals

DAYS, SECURITIES = 12, 40

READER = """
import sys
from pathlib import Path
from liangrong.store.tables import Store
store, days, securities = Store.open(Path(sys.argv[1])), int(sys.argv[2]), int(sys.argv[3])
print("ready", flush=True)
seen, heights = 0, set()
while seen < days:
    counts = store.read("margin_detail").group_by("trade_date").len()["len"]
    seen = max(seen, counts.len())
    heights |= set(counts)
print(sorted(heights))
"""

FULL_DISK = """
import resource, sys
from pathlib import Path
from liangrong.core.errors import StorageFailed
from liangrong.store.tables import Store
from tests.unit.store.frames import DAY, LATER, detail
store = Store.open(Path(sys.argv[1]))
resource.setrlimit(resource.RLIMIT_FSIZE, (int(sys.argv[2]), resource.RLIM_INFINITY))
try:
    store.append("margin_detail", detail(DAY, 2_000, balance=77), observed_at=LATER)
except StorageFailed as error:
    print(error.message("en"))
"""


def run(code: str, *arguments: object) -> subprocess.Popen[str]:
    return subprocess.Popen(
        [sys.executable, "-c", code, *map(str, arguments)],
        stdout=subprocess.PIPE, text=True, cwd=Path(__file__).parents[3],
    )  # fmt: skip


def test_two_readers_see_whole_days_while_one_writes(tmp_path: Path) -> None:
    store = Store.open(tmp_path / "store", create=True)
    readers = [run(READER, store.path, DAYS, SECURITIES) for _ in range(2)]
    for reader in readers:
        assert reader.stdout is not None
        assert reader.stdout.readline() == "ready\n"
    sessions = store.calendar.between(store.calendar.offset(DAY, 1 - DAYS), DAY)
    for number, session in enumerate(sessions):
        store.append("margin_detail", detail(session, SECURITIES), observed_at=LATER)
        if number == DAYS // 2:
            store.append("margin_detail", detail(session, SECURITIES, balance=5_000), observed_at=LATER)
    for reader in readers:
        answer, _ = reader.communicate(timeout=60)
        assert answer == f"[{SECURITIES}]\n"


@pytest.mark.skipif(sys.platform == "win32", reason="file-size limits are POSIX")
@pytest.mark.parametrize("limit", [100, 4_000], ids=["not even the log", "half a data file"])
def test_a_full_disk_is_one_sentence_and_loses_nothing(tmp_path: Path, limit: int) -> None:
    store = Store.open(tmp_path / "store", create=True)
    store.append("margin_detail", detail(DAY, 2_000), observed_at=LATER)
    store.append("market_totals", totals(), observed_at=LATER)
    before = store.read("margin_detail").sort("security_id")
    said, _ = run(FULL_DISK, store.path, limit).communicate(timeout=60)
    assert "failed" in said
    assert "What was stored before is intact" in said
    again = Store.open(store.path)
    assert again.read("margin_detail").sort("security_id").equals(before)
    assert again.append("margin_detail", detail(DAY, 2_000, balance=77), observed_at=LATER).revised == 2_000


@pytest.mark.skipif(sys.platform == "win32", reason="file-size limits are POSIX")
def test_a_disk_full_before_the_first_row_can_be_tried_again(tmp_path: Path) -> None:
    store = Store.open(tmp_path / "store", create=True)
    said, _ = run(FULL_DISK, store.path, 4_000).communicate(timeout=60)
    assert "failed" in said
    assert store.read("margin_detail").is_empty()
    assert store.append("margin_detail", detail(DAY, 3), observed_at=LATER).added == 3


def test_a_folder_in_the_way_is_one_sentence(tmp_path: Path) -> None:
    store = Store.open(tmp_path / "store", create=True)
    (store.path / "tables").write_text("not a folder")
    with pytest.raises(StorageFailed):
        store.append("market_totals", totals(), observed_at=LATER)
