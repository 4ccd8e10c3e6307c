"""Pages are computed once per version of the data, in bounded memory, and never outlive their data."""

from __future__ import annotations

import asyncio
import shutil
import sys
import threading
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

import pytest

from liangrong.interfaces.web.answer import Answer
from liangrong.interfaces.web.cache import AnswerCache, AnswerKey
from liangrong.store.version import DataVersion


class Clock:
    def __init__(self) -> None:
        self.now = 0.0

    def __call__(self) -> float:
        return self.now


class Version:
    """A version set by hand; ``ahead`` is what only a fresh look sees."""

    def __init__(self) -> None:
        self.value = "one"
        self.ahead: str | None = None

    def token(self) -> str:
        return self.value

    def fresh(self) -> str:
        self.value, self.ahead = self.ahead or self.value, None
        return self.value


@pytest.fixture
def store(tmp_path: Path) -> Path:
    (tmp_path / "liangrong.json").write_text("{}")
    for folder in ("tables/quotes", "tables/caps", "coverage"):
        commit(tmp_path / folder, 0)
    return tmp_path


def commit(table: Path, number: int) -> None:
    (table / "_delta_log").mkdir(parents=True, exist_ok=True)
    (table / "_delta_log" / f"{number:020d}.json").write_text(f"commit {number}")


def text(body: str) -> Answer:
    return Answer.of(body.encode(), "text/html; charset=utf-8")


def test_the_token_is_the_same_while_nothing_changes(store: Path) -> None:
    assert DataVersion(store).fresh() == DataVersion(store).fresh() == DataVersion(store).token()


@pytest.mark.parametrize(
    "change",
    [
        lambda store: commit(store / "tables/quotes", 1),
        lambda store: commit(store / "tables/margin_detail", 0),
        lambda store: commit(store / "coverage", 1),
        lambda store: shutil.rmtree(store / "tables/caps"),
        lambda store: (store / "liangrong.json").write_text('{"origin": "real"}'),
        lambda store: (
            (store / "alerts/accounts").mkdir(parents=True) or (store / "alerts/accounts/mine.yaml").write_text("cash: 1")
        ),
        lambda store: (store / "alerts").mkdir() or (store / "alerts/watchlist.json").write_text("[]"),
    ],
    ids=["commit", "new table", "coverage", "table gone", "description", "account", "watchlist"],
)
def test_the_token_changes_with(store: Path, change: Any) -> None:
    version = DataVersion(store)
    before = version.fresh()
    change(store)
    assert version.fresh() != before


def test_a_file_written_over_changes_the_token_even_at_the_same_size(store: Path, tmp_path: Path) -> None:
    (store / "alerts").mkdir()
    (store / "alerts/watchlist.json").write_text("[1]")
    version = DataVersion(store)
    before = version.fresh()
    (tmp_path / "new").write_text("[2]")
    (tmp_path / "new").replace(store / "alerts/watchlist.json")
    assert version.fresh() != before


def test_what_says_nothing_about_the_data_changes_nothing(store: Path) -> None:
    version = DataVersion(store)
    before = version.fresh()
    (store / "tables/quotes/part-1.parquet").write_text("not committed yet")
    (store / "writer.lock").write_text("{}")
    (store / "raw").mkdir()
    assert version.fresh() == before


def test_a_store_that_is_not_there_has_a_token_too(tmp_path: Path) -> None:
    assert DataVersion(tmp_path / "nothing").token()


def test_the_store_is_looked_at_every_half_second_at_most(store: Path) -> None:
    clock = Clock()
    version = DataVersion(store, clock=clock)
    before = version.token()
    commit(store / "coverage", 1)
    clock.now = 0.49
    assert version.token() == before
    clock.now = 0.5
    after = version.token()
    assert after != before
    commit(store / "coverage", 2)
    clock.now = 0.9
    assert version.token() == after
    assert version.fresh() != after


def test_a_page_is_computed_once_and_known_by_url_language_colours_and_kind() -> None:
    cache, computed = AnswerCache(Version()), []
    keys = [AnswerKey("/"), AnswerKey("/a"), AnswerKey("/", "en"), AnswerKey("/", western=True), AnswerKey("/", kind="json")]
    for _ in range(3):
        for key in keys:
            assert cache.get(key, lambda key=key: computed.append(key) or text(str(key))).body == str(key).encode()
    assert computed == keys
    assert (cache.statistics.hits, cache.statistics.misses) == (10, 5)


def test_new_data_make_all_old_pages_go() -> None:
    version = Version()
    cache = AnswerCache(version)
    for number in range(10):
        cache.get(AnswerKey(f"/{number}"), lambda: text("old"))
    version.value = "two"
    assert cache.find(AnswerKey("/1")) is None
    assert (cache.statistics.entries, cache.statistics.bytes) == (0, 0)
    assert cache.get(AnswerKey("/1"), lambda: text("new")).body == b"new"


def test_what_was_computed_while_the_data_changed_is_served_but_not_kept() -> None:
    """It may have been read from both versions."""
    version = Version()
    cache = AnswerCache(version)

    def compute() -> Answer:
        version.ahead = "two"
        return text("between")

    assert cache.get(AnswerKey("/"), compute).body == b"between"
    assert cache.find(AnswerKey("/")) is None
    assert cache.get(AnswerKey("/"), lambda: text("two")).body == b"two"
    assert cache.find(AnswerKey("/")).body == b"two"


def test_threads_that_miss_together_compute_once() -> None:
    cache, gate, computed = AnswerCache(Version()), threading.Event(), []

    def compute() -> Answer:
        computed.append(1)
        gate.wait(10)
        return text("one")

    with ThreadPoolExecutor(16) as threads:
        asked = [threads.submit(cache.get, AnswerKey("/"), compute) for _ in range(16)]
        while cache.statistics.shared < 15:
            pass
        gate.set()
        assert {one.result(10).body for one in asked} == {b"one"}
    assert computed == [1]


def test_coroutines_that_miss_together_compute_once() -> None:
    computed = []

    async def visit() -> list[Answer]:
        cache, gate = AnswerCache(Version()), asyncio.Event()

        async def work() -> Answer:
            computed.append(1)
            await gate.wait()
            return text("one")

        visitors = [asyncio.create_task(cache.aget(AnswerKey("/"), work)) for _ in range(50)]
        await asyncio.sleep(0)
        await asyncio.sleep(0)
        gate.set()
        return await asyncio.gather(*visitors)

    assert {page.body for page in asyncio.run(visit())} == {b"one"}
    assert computed == [1]


def test_a_thread_and_a_coroutine_share_one_computation() -> None:
    async def visit() -> tuple[Answer, Answer]:
        cache, gate, started = AnswerCache(Version()), threading.Event(), threading.Event()

        def compute() -> Answer:
            started.set()
            gate.wait(10)
            return text("thread")

        async def work() -> Answer:
            raise AssertionError

        thread = asyncio.create_task(asyncio.to_thread(cache.get, AnswerKey("/"), compute))
        await asyncio.to_thread(started.wait, 10)
        waiting = asyncio.create_task(cache.aget(AnswerKey("/"), work))
        await asyncio.sleep(0)
        gate.set()
        return await thread, await waiting

    one, other = asyncio.run(visit())
    assert one is other


def test_the_work_goes_on_when_its_visitor_leaves() -> None:
    async def visit() -> Answer:
        cache, gate = AnswerCache(Version()), asyncio.Event()

        async def work() -> Answer:
            await gate.wait()
            return text("ready")

        async def again() -> Answer:
            raise AssertionError

        first = asyncio.create_task(cache.aget(AnswerKey("/"), work))
        second = asyncio.create_task(cache.aget(AnswerKey("/"), again))
        await asyncio.sleep(0)
        first.cancel()
        with pytest.raises(asyncio.CancelledError):
            await first
        gate.set()
        return await second

    assert asyncio.run(visit()).body == b"ready"


def test_failures_reach_everybody_who_waited_and_are_not_kept() -> None:
    cache = AnswerCache(Version())

    def broken() -> Answer:
        raise ZeroDivisionError

    async def broken_too() -> Answer:
        raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        cache.get(AnswerKey("/"), broken)
    with pytest.raises(ZeroDivisionError):
        asyncio.run(cache.aget(AnswerKey("/"), broken_too))
    assert cache.get(AnswerKey("/"), lambda: text("fine")).body == b"fine"


@pytest.mark.parametrize(
    "page",
    [
        Answer.of(b"no", "text/html", status=404),
        Answer.of(b"mine", "text/html", headers=[(b"Set-Cookie", b"a=b")]),
        Answer.of(b"secret", "text/html", headers=[(b"Cache-Control", b"no-store")]),
    ],
    ids=["an error", "a cookie", "no-store"],
)
def test_what_is_not_for_everybody_is_not_kept(page: Answer) -> None:
    cache = AnswerCache(Version())
    assert cache.get(AnswerKey("/"), lambda: page) is page
    assert cache.find(AnswerKey("/")) is None


def test_ten_thousand_addresses_stay_within_the_bytes_given() -> None:
    most = 1_000_000
    cache = AnswerCache(Version(), max_bytes=most)
    for number in range(10_000):
        cache.get(
            AnswerKey(f"/x?{number}" + "y" * (number % 300)), lambda number=number: Answer.of(b"%05d" % number * 200, "image/png")
        )
        assert cache.statistics.bytes <= most
    held = cache.statistics
    assert held.dropped + held.entries == 10_000
    assert sum(sys.getsizeof(page.body) for page in cache._entries.values()) <= held.bytes
    assert held.bytes > most / 2, "a bound that keeps nothing is no cache"


def test_the_least_recently_used_goes_first() -> None:
    cache = AnswerCache(Version(), max_bytes=20_000)
    for name in "abcd":
        cache.get(AnswerKey(name), lambda: Answer.of(b"x" * 3500, "image/png"))
    assert cache.find(AnswerKey("a"))
    cache.get(AnswerKey("e"), lambda: Answer.of(b"x" * 3500, "image/png"))
    assert [name for name in "abcde" if cache.find(AnswerKey(name))] == ["a", "c", "d", "e"]


def test_one_giant_does_not_drive_out_all_others() -> None:
    cache = AnswerCache(Version(), max_bytes=20_000)
    cache.get(AnswerKey("small"), lambda: text("x"))
    assert len(cache.get(AnswerKey("giant"), lambda: Answer.of(b"x" * 19_000, "image/png")).body) == 19_000
    assert cache.find(AnswerKey("giant")) is None
    assert cache.find(AnswerKey("small"))
