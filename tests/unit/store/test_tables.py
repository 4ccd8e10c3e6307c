from __future__ import annotations

import json
from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from pathlib import Path

import polars as pl
import pytest

from liangrong.core.clocks import AsOf
from liangrong.core.errors import BadInput, BeyondCalendar, MixedOrigins, NotKnown, UsageError
from liangrong.market.snapshot import MarketSnapshot
from liangrong.store.tables import COMPACT_ABOVE, Appended, Store
from tests.unit.store.frames import ASSUMED, DAY, LATER, detail, totals

pytestmark = pytest.mark.filterwarnings("error")


@pytest.fixture
def store(tmp_path: Path) -> Store:
    return Store.open(tmp_path / "store", create=True)


def balances(store: Store, known_at: datetime | None = None) -> list[Decimal]:
    return store.read("market_totals", known_at=known_at)["financing_balance"].to_list()


def clocks(store: Store) -> list[tuple[datetime, str]]:
    rows = store.read("market_totals", vintages=True).sort("vintage")
    return list(rows.select("known_at", "known_basis").iter_rows())


class TestAppend:
    def test_the_same_rows_again_add_nothing(self, store: Store) -> None:
        assert store.append("market_totals", totals(), observed_at=LATER) == Appended(added=1)
        version = store.table("market_totals").version()
        assert store.append("market_totals", totals(), observed_at=LATER) == Appended(known=1)
        assert store.table("market_totals").version() == version

    def test_the_same_number_printed_differently_adds_nothing(self, store: Store) -> None:
        store.append("market_totals", totals("100"), observed_at=LATER)
        assert store.append("market_totals", totals("100.000"), observed_at=LATER) == Appended(known=1)

    def test_a_changed_figure_is_a_new_vintage_known_when_it_was_seen(self, store: Store) -> None:
        store.append("market_totals", totals("100"), observed_at=LATER)
        assert store.append("market_totals", totals("101"), observed_at=LATER) == Appended(revised=1)
        assert clocks(store) == [(ASSUMED, "assumed"), (LATER, "observed")]
        assert balances(store) == [Decimal(101)]
        assert balances(store, ASSUMED) == [Decimal(100)]

    def test_two_changes_in_one_instant_keep_their_order(self, store: Store) -> None:
        for balance in ("100", "101", "102"):
            store.append("market_totals", totals(balance), observed_at=LATER)
        first, second = [known for known, _ in clocks(store)][1:]
        assert second > first
        assert balances(store) == [Decimal(102)]

    def test_an_empty_cell_says_nothing(self, store: Store) -> None:
        store.append("market_totals", totals("100", short_quantity=7), observed_at=LATER)
        assert store.append("market_totals", totals("100"), observed_at=LATER) == Appended(known=1)
        store.append("market_totals", totals("101"), observed_at=LATER)
        assert store.read("market_totals")["short_quantity"].to_list() == [7]

    def test_what_completes_an_earlier_print_was_known_with_it(self, store: Store) -> None:
        store.append("market_totals", totals("100"), observed_at=LATER)
        assert store.append("market_totals", totals("100", short_quantity=7), observed_at=LATER) == Appended(revised=1)
        known, basis = clocks(store)[1]
        assert basis == "assumed"
        assert known - ASSUMED < timedelta(seconds=1)

    def test_what_a_publisher_adds_before_our_eyes_was_not(self, store: Store) -> None:
        store.append("market_totals", totals("100"), observed_at=LATER)
        store.append("market_totals", totals("100", short_quantity=7), observed_at=LATER, live=True)
        assert clocks(store)[1] == (LATER, "observed")

    def test_a_cell_filled_from_before_keeps_its_mark_of_being_derived(self, store: Store) -> None:
        store.append("market_totals", totals("100", short_quantity=7, derived=["short_quantity"]), observed_at=LATER)
        store.append("market_totals", totals("101"), observed_at=LATER)
        assert store.read("market_totals")["derived"].to_list() == [["short_quantity"]]

    def test_a_published_cell_takes_the_mark_off(self, store: Store) -> None:
        store.append("market_totals", totals("100", short_quantity=7, derived=["short_quantity"]), observed_at=LATER)
        store.append("market_totals", totals("100", short_quantity=8), observed_at=LATER)
        assert store.read("market_totals")["derived"].to_list() == [[]]

    def test_a_coarser_print_adds_nothing_and_a_finer_one_does(self, store: Store) -> None:
        store.append("market_totals", totals("18381490000", rounding="500000"), observed_at=LATER)
        assert store.append("market_totals", totals("18381487654"), observed_at=LATER) == Appended(revised=1)
        assert store.append("market_totals", totals("18381490000", rounding="500000"), observed_at=LATER) == Appended(known=1)
        assert store.append("market_totals", totals("18382490000", rounding="500000"), observed_at=LATER) == Appended(revised=1)

    def test_a_finer_print_counts_even_where_it_agrees_with_the_coarse_one(self, store: Store) -> None:
        store.append("market_totals", totals("18381490000", rounding="500000"), observed_at=LATER)
        assert store.append("market_totals", totals("18381490030", rounding="50"), observed_at=LATER) == Appended(revised=1)

    def test_an_old_file_does_not_turn_back_what_was_corrected(self, store: Store) -> None:
        for balance in ("100", "101"):
            store.append("market_totals", totals(balance), observed_at=LATER)
        assert store.append("market_totals", totals("100"), observed_at=LATER) == Appended(known=1)
        assert balances(store) == [Decimal(101)]

    def test_a_publisher_may_change_his_mind_back(self, store: Store) -> None:
        for balance in ("100", "101", "100"):
            store.append("market_totals", totals(balance), observed_at=LATER, live=True)
        assert balances(store) == [Decimal(100)]

    def test_sources_do_not_revise_each_other(self, store: Store) -> None:
        store.append("market_totals", totals("100", source="sse"), observed_at=LATER)
        assert store.append("market_totals", totals("101", source="tushare"), observed_at=LATER) == Appended(added=1)

    def test_two_rows_of_one_key_are_refused_and_nothing_is_written(self, store: Store) -> None:
        with pytest.raises(BadInput, match="two different rows"):
            store.append("market_totals", pl.concat([totals("100"), totals("101")]), observed_at=LATER)
        assert store.names == ()

    def test_a_row_said_twice_is_kept_once(self, store: Store) -> None:
        assert store.append("market_totals", pl.concat([totals(), totals()]), observed_at=LATER) == Appended(added=1)

    def test_findings_of_different_days_with_one_text_are_two(self, store: Store) -> None:
        finding = {"check": "c", "dataset": "d", "place": "p", "severity": "error", "column": "", "observed": "", "source": "sse"}
        rows = pl.DataFrame([{**finding, "trade_date": DAY}, {**finding, "trade_date": None}])
        assert store.append("discrepancies", rows, observed_at=LATER) == Appended(added=2)
        assert store.append("discrepancies", rows, observed_at=LATER) == Appended(known=2)
        assert store.read("discrepancies", date(2026, 1, 1)).height == 1, (
            "a finding about a whole series has no day to be outside of"
        )


class TestClocks:
    @pytest.mark.parametrize(
        ("observed_at", "live", "expected"),
        [
            pytest.param(LATER, False, (ASSUMED, "assumed"), id="history from a file"),
            pytest.param(LATER, True, (ASSUMED, "assumed"), id="history from a sync"),
            pytest.param(ASSUMED + timedelta(hours=3), True, None, id="the day it was published"),
            pytest.param(ASSUMED + timedelta(hours=3), False, (ASSUMED, "assumed"), id="a file of that day"),
            pytest.param(ASSUMED - timedelta(hours=1), False, None, id="seen before it should be out"),
        ],
    )
    def test_the_first_vintage(
        self, store: Store, observed_at: datetime, live: bool, expected: tuple[datetime, str] | None
    ) -> None:
        store.append("market_totals", totals(), observed_at=observed_at, live=live)
        assert clocks(store) == [expected or (observed_at, "observed")]

    def test_nothing_is_read_before_it_was_known(self, store: Store) -> None:
        store.append("market_totals", totals(), observed_at=LATER)
        assert balances(store, ASSUMED - timedelta(microseconds=1)) == []
        assert balances(store, ASSUMED) == [Decimal(100)]

    def test_a_day_that_has_passed_beyond_the_calendar_is_refused(self, store: Store) -> None:
        with pytest.raises(BeyondCalendar, match="2027-03-01"):
            store.append("market_totals", totals(day=date(2027, 3, 1)), observed_at=datetime(2027, 4, 1, tzinfo=UTC))

    def test_a_fact_about_the_future_is_known_when_it_is_seen(self, store: Store) -> None:
        rows = pl.DataFrame({"trade_date": [date(2027, 1, 4)], "is_session": [True], "source": ["szse"]})
        store.append("trading_days", rows, observed_at=LATER)
        assert store.read("trading_days")["known_at"].to_list() == [LATER]

    def test_a_fact_older_than_the_calendar_is_known_the_morning_after(self, store: Store) -> None:
        rows = pl.DataFrame({"trade_date": [date(1999, 7, 1)], "is_session": [True], "source": ["szse"]})
        store.append("trading_days", rows, observed_at=LATER)
        known = store.read("trading_days")["known_at"][0]
        assert datetime(1999, 7, 2, tzinfo=UTC) <= known < datetime(1999, 7, 6, tzinfo=UTC)


class TestRead:
    def test_range_keys_and_columns(self, store: Store) -> None:
        days = [date(2025, 9, 29), DAY]
        store.append("margin_detail", pl.concat([detail(day, 3) for day in days]), observed_at=LATER)
        rows = store.read("margin_detail", DAY, DAY, {"security_id": ["600001.SH"]}, columns=["financing_balance"])
        assert rows.rows() == [(Decimal(1001),)]

    def test_a_table_without_rows_is_empty_and_typed(self, store: Store) -> None:
        rows = store.read("margin_detail", columns=["security_id", "financing_balance"])
        assert rows.schema == {"security_id": pl.String(), "financing_balance": pl.Decimal(20, 3)}

    def test_a_column_that_the_table_gained_later_is_empty_in_old_stores(self, store: Store) -> None:
        from deltalake import write_deltalake

        store.append("market_totals", totals(), observed_at=LATER)
        old = pl.read_delta(str(store.path / "tables" / "market_totals")).drop("float_cap")
        write_deltalake(store.path / "tables" / "market_totals", old, mode="overwrite", schema_mode="overwrite")
        assert store.read("market_totals")["float_cap"].to_list() == [None]
        store.append("market_totals", totals("101", float_cap="5"), observed_at=LATER)
        assert store.read("market_totals")["float_cap"].to_list() == [Decimal(5)]

    def test_a_snapshot_stays_what_it_was_and_never_looks_ahead(self, store: Store) -> None:
        store.append("market_totals", totals("100"), observed_at=LATER)
        snapshot = MarketSnapshot(AsOf(DAY), store.reader(), store.calendar)
        before = snapshot.table("market_totals")
        store.append("market_totals", totals("101"), observed_at=LATER)
        store.append("market_totals", totals("200", day=date(2025, 10, 9)), observed_at=LATER)
        assert snapshot.table("market_totals").equals(before)
        assert MarketSnapshot(AsOf(DAY), store.reader(), store.calendar).table("market_totals").height == 1

    def test_a_large_table_is_read_in_parts_that_agree_with_the_whole(
        self, store: Store, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        store.append("margin_detail", pl.concat([detail(date(2025, 9, 29), 5), detail(DAY, 5)]), observed_at=LATER)
        store.append("margin_detail", detail(DAY, 5, balance=2_000), observed_at=LATER)
        whole = MarketSnapshot(AsOf(DAY), store.reader(), store.calendar)
        monkeypatch.setattr("liangrong.store.reading.SMALL", 0)
        parts = MarketSnapshot(AsOf(DAY), store.reader(), store.calendar)
        keys = {"security_id": ["600002.SH", "600004.SH"]}
        assert parts.table("margin_detail").equals(whole.table("margin_detail"))
        assert parts.table("margin_detail", start=DAY, keys=keys).equals(whole.table("margin_detail", start=DAY, keys=keys))
        assert parts.table("margin_detail", keys={"security_id": []}).is_empty()

    @pytest.mark.parametrize(
        "damage", [lambda file: file.unlink(), lambda file: file.write_bytes(b"PAR1")], ids=["lost", "cut off"]
    )
    def test_a_damaged_data_file_is_a_sentence(self, store: Store, damage: Callable[[Path], object]) -> None:
        store.append("market_totals", totals(), observed_at=LATER)
        damage(next((store.path / "tables" / "market_totals").glob("*.parquet")))
        with pytest.raises(BadInput, match="market_totals") as caught:
            store.read("market_totals")
        assert "liangrong doctor" in caught.value.hint("en")


class TestOrigin:
    @pytest.mark.parametrize("sources", [("sse", "simulated:sse"), ("simulated:sse", "sse")])
    def test_real_and_simulated_never_share_a_store(self, store: Store, sources: tuple[str, str]) -> None:
        store.append("market_totals", totals(source=sources[0]), observed_at=LATER)
        with pytest.raises(MixedOrigins):
            store.append("market_totals", totals(source=sources[1]), observed_at=LATER)
        assert store.read("market_totals")["source"].to_list() == [sources[0]]

    def test_nor_a_commit(self, store: Store) -> None:
        with pytest.raises(MixedOrigins):
            store.append("market_totals", pl.concat([totals(), totals(source="simulated:sse")]), observed_at=LATER)
        assert store.origin is None


class TestOpen:
    def test_a_missing_store_says_what_to_do(self, tmp_path: Path) -> None:
        with pytest.raises(NotKnown) as caught:
            Store.open(tmp_path / "none")
        assert "liangrong sync" in caught.value.hint("en")
        assert "liangrong import" in caught.value.hint("zh")
        assert not (tmp_path / "none").exists()

    def test_a_folder_with_other_things_is_not_made_a_store(self, tmp_path: Path) -> None:
        (tmp_path / "thesis.tex").write_text("…")
        with pytest.raises(UsageError, match="not empty"):
            Store.open(tmp_path, create=True)

    def test_a_first_opening_that_was_killed_is_no_obstacle(self, tmp_path: Path) -> None:
        (tmp_path / "liangrong.json.4242.partial").write_text("{")
        assert Store.open(tmp_path, create=True).names == ()

    @pytest.mark.parametrize(
        ("text", "said"),
        [
            ('{"format": 99, "origin": null}', "newer version"),
            ('{"format": 1, "origin"', "damaged"),
            ('{"format": 1, "origin": "dreamt"}', "dreamt"),
        ],
    )
    def test_a_store_that_cannot_be_read_is_refused(self, tmp_path: Path, text: str, said: str) -> None:
        (tmp_path / "liangrong.json").write_text(text)
        with pytest.raises(BadInput, match=said):
            Store.open(tmp_path)

    def test_a_folder_may_be_called_anything(self, tmp_path: Path) -> None:
        store = Store.open(tmp_path / "两融 数据 100%", create=True)
        for number in range(COMPACT_ABOVE + 1):
            store.append("market_totals", totals(f"{100 + number}"), observed_at=LATER)
        store.compact()
        assert Store.open(store.path).read("market_totals").height == 1

    def test_but_for_brackets_which_delta_cannot_address(self, tmp_path: Path) -> None:
        with pytest.raises(UsageError, match="brackets"):
            Store.open(tmp_path / "a[1]", create=True)

    def test_a_file_is_no_store(self, tmp_path: Path) -> None:
        (tmp_path / "file").write_text("")
        with pytest.raises(BadInput, match="not a folder"):
            Store.open(tmp_path / "file")


class TestCompact:
    def test_gathering_files_keeps_every_vintage(self, store: Store) -> None:
        for number in range(COMPACT_ABOVE + 1):
            store.append("market_totals", totals(f"{100 + number}"), observed_at=LATER)
        before = store.read("market_totals", vintages=True).sort("vintage")
        assert store.compact() == ("market_totals",)
        assert len(store.table("market_totals").files()) < COMPACT_ABOVE
        assert store.read("market_totals", vintages=True).sort("vintage").equals(before)
        assert store.compact() == ()


def test_other_programs_find_a_plain_delta_table(store: Store) -> None:
    store.append("market_totals", totals(), observed_at=LATER)
    log = store.path / "tables" / "market_totals" / "_delta_log" / "00000000000000000000.json"
    assert {next(iter(json.loads(line))) for line in log.read_text().splitlines()} >= {"metaData", "protocol", "add"}
