"""What must hold between one session and the next: balances roll forward by flows, closes become previous closes.

Not here: what is merely unusual (``outliers``).
"""

from __future__ import annotations

from functools import cache
from typing import Final

import polars as pl

from liangrong.core.calendar import Calendar
from liangrong.market.checks import FRESH, Check, Evidence, Finder, exchange_of, found, shown

__all__ = ["NEIGHBOURS", "ROLL_FORWARDS", "linked", "sessions"]

NEIGHBOURS: Final = 10
"""Sessions: figures further apart than two weeks are not compared as neighbours."""

FLOW_TOLERANCE: Final = 0.001
"""Of the previous balance. Totals contain securities that left the list while flows do not (since 2014-09-22), so they
never close exactly; on 2020-2023 an ordinary day of SSE misses by 0.0016 % and never by more than 0.042 %."""

SHARE_TOLERANCE: Final = 0.001
"""Of the previous quantity: exact on every total of 2010-2018 but for one day of bonus shares."""

SWAP_FLOOR: Final = 0.0001
SWAP_GAIN: Final = 5.0
"""Two flows count as interchanged when the roll-forward misses by more than 0.01 % of the balance as printed and by
less than a fifth of that the other way round: one ordinary day per exchange on 2020-2023."""

NEGATIVE_SHARE: Final = 0.1
"""Adjustments make a repayment negative in rare cases; in a tenth of an exchange's securities they say how it was derived."""

PRICE_TOLERANCE: Final = 0.001
"""Prices are printed in fen, cheap funds in tenths of a fen."""

DAILY_LIMIT: Final = 0.37
FREE_SESSIONS: Final = 5
FREE_LIMIT: Final = 3.5
RANGE_LIMIT: Final = 2.2
"""Natural logarithms. No board lets a price move by more than 30 % a day, except on the first five sessions after listing:
some then rise fifteenfold, but within one session no price has moved by more than a factor of five. A security's first five
rows may be those."""

EX_DAY_FLOOR: Final = 0.3
"""Bonus shares and dividends of one ex-day never took more than half of a price on 2020-2023."""

CHANGE_TOLERANCE: Final = 0.0003
"""Changes are printed to 0.01 percentage points; vendors round twice."""


@cache
def sessions(calendar: Calendar) -> pl.DataFrame:
    """The calendar as a frame: ``trade_date`` and its running number ``_session``."""
    return (
        pl.DataFrame({"trade_date": list(calendar.sessions)}, schema={"trade_date": pl.Date})
        .with_row_index("_session")
        .cast({"_session": pl.Int64})
    )


def linked(evidence: Evidence, columns: tuple[str, ...], *, adjacent: bool = True) -> pl.DataFrame:
    """Rows beside the row before them in the same series.

    Parameters
    ----------
    columns
        Which cells of the row before are wanted; they come back as ``NAME_before``.
    adjacent
        Only pairs of consecutive sessions; else any two neighbours.

    Returns
    -------
    pl.DataFrame
        The rows that have a predecessor. A link counts as fresh when either end is.
    """
    rows = evidence.rows.join(sessions(evidence.calendar), on="trade_date", how="left", maintain_order="left")
    same = pl.col("_place") == pl.col("_place").shift()
    rows = rows.with_columns(
        *[pl.col(name).shift().alias(f"{name}_before") for name in columns],
        (pl.col("_session") - pl.col("_session").shift()).alias("_step"),
        pl.col("trade_date").shift().alias("_day_before"),
        (pl.col(FRESH) | pl.col(FRESH).shift()).alias(FRESH),
    ).filter(same)
    return rows.filter(pl.col("_step") == 1) if adjacent else rows


_BALANCE, _BUY, _REPAY = (pl.col(f"financing_{name}") for name in ("balance", "buy_amount", "repay_amount"))
_SHARES, _SOLD, _RETURNED = (pl.col(f"short_{name}") for name in ("quantity", "sell_quantity", "repay_quantity"))
_BALANCE_BEFORE, _SHARES_BEFORE = pl.col("financing_balance_before"), pl.col("short_quantity_before")
_GAP: Final = _BALANCE - _BALANCE_BEFORE - _BUY + _REPAY
_ROUNDING: Final = 4 * pl.col("rounding").fill_null(0) + 1
_SHARE_ROUNDING: Final = pl.when(pl.col("_place").str.contains(".", literal=True)).then(100).otherwise(10_000) + pl.when(
    pl.col("rounding").fill_null(0) > 0
).then(2_000_000).otherwise(0)
"""Bonus shares move a total by some thousand shares. A source that rounds money to 0.01 亿元 rounds shares to 0.01 亿股."""
_REPAYMENTS: Final = ("financing_repay_amount", "short_repay_quantity")


def _financing(evidence: Evidence) -> pl.DataFrame:
    rows = linked(evidence, ("financing_balance",))
    bad = rows.filter(_GAP.abs() > FLOW_TOLERANCE * _BALANCE_BEFORE + _ROUNDING)
    return found(bad, "financing_repay_amount", shown(_BALANCE), shown(_BALANCE_BEFORE + _BUY - _REPAY))


def _financing_ceiling(evidence: Evidence) -> pl.DataFrame:
    rows = linked(evidence, ("financing_balance",))
    bad = rows.filter(_BALANCE - _BALANCE_BEFORE > _BUY + FLOW_TOLERANCE * _BALANCE_BEFORE + _ROUNDING)
    return found(bad, "financing_balance", shown(_BALANCE), pl.format("<= {}", shown(_BALANCE_BEFORE + _BUY)))


def _interchanged(evidence: Evidence) -> pl.DataFrame:
    rows = linked(evidence, ("financing_balance",))
    other_way = _BALANCE - _BALANCE_BEFORE - _REPAY + _BUY
    bad = rows.filter(
        _closes(),
        _GAP.abs() > SWAP_FLOOR * _BALANCE_BEFORE + _ROUNDING,
        other_way.abs() * SWAP_GAIN < _GAP.abs(),
    )
    return found(bad, "financing_buy_amount", shown(_GAP), shown(other_way))


def _shares(evidence: Evidence) -> pl.DataFrame:
    rows = linked(evidence, ("short_quantity",))
    gap = _SHARES - _SHARES_BEFORE - _SOLD + _RETURNED
    bad = rows.filter(gap.abs() > SHARE_TOLERANCE * _SHARES_BEFORE + _SHARE_ROUNDING)
    return found(bad, "short_quantity", shown(_SHARES), shown(_SHARES_BEFORE + _SOLD - _RETURNED))


def _shares_ceiling(evidence: Evidence) -> pl.DataFrame:
    rows = linked(evidence, ("short_quantity",))
    bad = rows.filter(_SHARES - _SHARES_BEFORE > _SOLD + SHARE_TOLERANCE * _SHARES_BEFORE + _SHARE_ROUNDING)
    return found(bad, "short_quantity", shown(_SHARES), pl.format("<= {}", shown(_SHARES_BEFORE + _SOLD)))


def _with_a_day_before(evidence: Evidence) -> pl.DataFrame:
    """The rows whose session before is known too: a roll-forward says nothing about others."""
    return linked(evidence, ())


def _closes() -> pl.Expr:
    """Whether the roll-forward of the series closes on most of its days; where it does not, a repayment says nothing."""
    return ((_GAP.abs() / _BALANCE_BEFORE).median().over("_place") < FLOW_TOLERANCE) | (pl.len().over("_place") < 3)


def _negative_repayment(evidence: Evidence) -> pl.DataFrame:
    rows = linked(evidence, ("financing_balance",)).filter(_closes())
    return pl.concat([found(rows.filter(pl.col(name) < 0), name, shown(pl.col(name)), ">= 0") for name in _REPAYMENTS])


def _negative_repayments(evidence: Evidence) -> pl.DataFrame:
    """The securities one by one, or, where they are many, the exchange's day."""
    rows = evidence.rows.with_columns(_exchange=exchange_of())
    findings = []
    for name in _REPAYMENTS:
        bad = rows.with_columns(
            _bad=(pl.col(name) < 0).sum().over("_exchange", "trade_date"), _of=pl.len().over("_exchange", "trade_date")
        ).filter(pl.col(name) < 0)
        many = (pl.col("_bad") > NEGATIVE_SHARE * pl.col("_of")) & (pl.col("_bad") >= 20)
        findings.append(found(bad.filter(~many), name, shown(pl.col(name)), ">= 0"))
        days = bad.filter(many).unique(["_exchange", "trade_date"], keep="first")
        findings.append(found(days, name, pl.format("{} of {} below 0", "_bad", "_of"), ">= 0", place="_exchange"))
    return pl.concat(findings)


def _previous_close(evidence: Evidence) -> pl.DataFrame:
    rows = linked(evidence, ("close",), adjacent=False)
    days = rows.select("trade_date").unique().sort("trade_date").with_row_index("_rank").cast({"_rank": pl.Int64})
    ranks = days.rename({"trade_date": "_day_before", "_rank": "_rank_before"})
    # A security may pause, but where whole sessions are missing the last close is not known.
    rows = rows.join(days, on="trade_date").join(ranks, on="_day_before", how="left")
    rows = rows.filter((pl.col("_step") == 1) | (pl.col("_rank") - pl.col("_rank_before") == pl.col("_step")))
    close, before = pl.col("previous_close"), pl.col("close_before")
    bad = rows.filter((close > before * (1 + PRICE_TOLERANCE)) | (close < before * EX_DAY_FLOOR))
    return found(bad, "previous_close", shown(close), shown(before))


def _price_limits(evidence: Evidence) -> pl.DataFrame:
    seen = pl.col("close").is_not_null().cum_sum().over("_place") - 1
    limit = pl.when(seen >= FREE_SESSIONS).then(DAILY_LIMIT).otherwise(FREE_LIMIT)
    rows = evidence.rows.with_columns(_limit=limit)
    before = pl.col("previous_close")
    wide = rows.filter((pl.col("low") > 0) & ((pl.col("high") / pl.col("low")).log() > RANGE_LIMIT))
    findings = [found(wide, "high", shown(pl.col("high")), pl.format("~ {}", shown(pl.col("low"))))]
    for name in ("open", "high", "low", "close"):
        price = pl.col(name)
        bad = rows.filter(before > 0, price > 0, (price / before).log().abs() > pl.col("_limit"))
        findings.append(found(bad, name, shown(price), pl.format("~ {}", shown(before))))
    return pl.concat(findings)


def _change(level: str, change: str) -> Finder:
    """A finder for ``change = level / level before - 1`` on consecutive sessions."""

    def find(evidence: Evidence) -> pl.DataFrame:
        rows = linked(evidence, (level,))
        moved = pl.col(level) / pl.col(f"{level}_before") - 1
        return found(rows.filter((moved - pl.col(change)).abs() > CHANGE_TOLERANCE), change, shown(pl.col(change)), shown(moved))

    return find


ROLL_FORWARDS: Final[tuple[Check, ...]] = (
    *[
        Check(
            "negative_repayment", name, "偿还额、偿还量为负只应是权益调整所致", "a repayment below zero can only be an adjustment",
            "warning", "0", "adjustments for corporate actions are booked as repayments, and are rare", find, by_series=True,
        )
        for name, find in (("market_totals", _negative_repayment), ("margin_detail", _negative_repayments))
    ],
    *[
        Check(
            "financing_roll_forward", name, "融资余额 = 前日余额 + 买入额 − 偿还额",
            "a financing balance is yesterday's plus buys less repayments",
            "warning", "0.1 % of the previous balance", "totals hold removed securities, flows do not; ordinary days miss by under 0.05 %",
            _financing, by_series=True, judged=_with_a_day_before,
        )
        for name in ("market_totals", "margin_detail")
    ],
    *[
        Check(
            "financing_change_within_buys", name, "融资余额的增加不超过当日买入额", "a financing balance grows by at most the day's buys",
            "error", "0.1 % of the previous balance", "repayments only lower it", _financing_ceiling, by_series=True, judged=_with_a_day_before,
        )
        for name in ("market_totals", "margin_detail", "account_statistics")
    ],
    *[
        Check(
            "flows_interchanged", name, "买入额与偿还额未互换", "buys and repayments are not interchanged",
            "warning", "0.01 % of the previous balance, 5 times better the other way round",
            "on 2020-2023 one ordinary day per exchange looks so by chance", _interchanged,
        )
        for name in ("market_totals", "margin_detail")
    ],
    *[
        Check(
            "short_roll_forward", name, "融券余量 = 前日余量 + 卖出量 − 偿还量", "a short quantity is yesterday's plus sales less returns",
            "warning", "0.1 % of the previous quantity + 100 shares (totals: 10,000)", "exact but for splits and bonus shares", _shares, by_series=True, judged=_with_a_day_before,
        )
        for name in ("market_totals", "margin_detail")
    ],
    *[
        Check(
            "short_change_within_sales", name, "融券余量的增加不超过当日卖出量", "a short quantity grows by at most the day's sales",
            "warning", "0.1 % of the previous quantity + 100 shares (totals: 10,000)", "returns only lower it; splits and bonus shares are the exception",
            _shares_ceiling, by_series=True, judged=_with_a_day_before,
        )
        for name in ("market_totals", "margin_detail")
    ],
    Check(
        "previous_close_chain", "quotes", "前收盘不高于上一行收盘价，除权时才低于它",
        "a previous close is the last close, or lower on an ex-day", "error", "0.1 % above, 70 % below",
        "ex-rights only lower it; the largest step of 2020-2023 was 50 %", _previous_close,
    ),
    Check(
        "price_limits",
        "quotes",
        "价格相对前收盘不超过涨跌幅限制",
        "prices stay within the daily limit around the previous close",
        "error",
        "30 %; a factor of 33 in the first five sessions, of 9 within one",
        "trading rules: 10 % to 30 % by board, none in the first five sessions",
        _price_limits,
    ),
    Check(
        "index_change", "index_quotes", "涨跌幅 = 收盘 ÷ 前一交易日收盘 − 1", "an index change is close over last close less one",
        "error", "0.03 percentage points", "printed to 0.01 percentage points", _change("close", "change_ratio"),
    ),
    Check(
        "northbound_index_change", "northbound", "指数涨跌幅 = 收盘 ÷ 前一交易日收盘 − 1", "an index change is close over last close less one",
        "error", "0.03 percentage points", "printed to 0.01 percentage points", _change("index_close", "index_change_ratio"),
    ),
)  # fmt: skip
"""Every check between neighbouring sessions."""
