"""One source answers for a day; nothing is blended."""

from __future__ import annotations

import polars as pl

from liangrong.market.priority import SOURCES, is_simulated, one_source


def frame(*rows: tuple[str, str, int]) -> pl.DataFrame:
    return pl.DataFrame(rows, schema=["exchange", "source", "value"], orient="row")


def test_the_publisher_answers_before_the_collector() -> None:
    got = one_source(frame(("SSE", "tushare", 1), ("SSE", "sse", 2), ("SZSE", "tushare", 3)), ["exchange"])
    assert sorted(got["value"]) == [2, 3]


def test_all_rows_of_the_source_that_answers_are_kept() -> None:
    got = one_source(frame(("SSE", "sse", 1), ("SSE", "sse", 2), ("SSE", "eastmoney", 3)), ["exchange"])
    assert sorted(got["value"]) == [1, 2]


def test_sources_nobody_ranked_are_not_blended_either() -> None:
    got = one_source(frame(("SSE", "beta", 1), ("SSE", "alpha", 2)), ["exchange"])
    assert got["value"].to_list() == [2]
    assert one_source(frame(("SSE", "alpha", 1), ("SSE", "file", 2)), ["exchange"])["value"].to_list() == [2]


def test_simulated_sources_keep_their_order() -> None:
    got = one_source(frame(("SSE", "simulated:tushare", 1), ("SSE", "simulated:sse", 2)), ["exchange"])
    assert got["value"].to_list() == [2]
    assert is_simulated("simulated:sse")
    assert not is_simulated("sse")


def test_an_empty_frame_and_a_single_source_pass_untouched() -> None:
    one = frame(("SSE", "sse", 1))
    assert one_source(one, ["exchange"]) is one
    assert one_source(one.head(0), ["exchange"]).is_empty()


def test_every_source_has_both_names() -> None:
    assert all(zh and en for zh, en in SOURCES.values())
