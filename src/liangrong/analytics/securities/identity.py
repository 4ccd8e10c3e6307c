"""Who a security is and what may be done with it on a day: names, industry, indices, the lists of the exchanges."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from typing import Final

import polars as pl

from liangrong.analytics.scopes import directory, industry_spells
from liangrong.analytics.securities.english import english_name
from liangrong.analytics.securities.facts import WITHOUT, Asked, Fact, flag_fact, text_fact, without_list
from liangrong.analytics.securities.industry_english import industry_english
from liangrong.core.results import Note
from liangrong.core.securities import SecurityKind

__all__ = ["eligibility_facts", "identity_facts"]

_BOARDS: Final = {
    "main": Note("主板", "main board"), "star": Note("科创板", "STAR Market"), "chinext": Note("创业板", "ChiNext"),
    "bse": Note("北交所", "Beijing Stock Exchange"), "fund": Note("基金", "fund"), "index": Note("指数", "index"),
    "b_share": Note("B 股", "B share"), "bond": Note("债券", "bond"),
}  # fmt: skip


def identity_facts(asked: Asked) -> Iterator[Fact]:
    """Its code, names, exchange, board, listing, industries and indices."""
    code, topic = asked.code, "identity"
    listed = directory(asked.snapshot).filter(pl.col("security_id") == asked.scope.name).sort("trade_date").tail(1)
    row = listed.row(0, named=True) if listed.height else {}
    source, seen = row.get("source"), row.get("trade_date")
    name = row.get("name") or (asked.scope.zh if asked.scope.zh != asked.scope.name else None)
    yield Fact(topic=topic, fact="code", said=Note(str(code), str(code)))
    yield text_fact(topic, "name", name, source, seen, WITHOUT["securities"])
    english = english_name(str(code), name)
    unnamed = Note("没有英文简称", "no English name is known")
    yield text_fact(topic, "english_name", english, "liangrong" if english else None, None, unnamed)
    exchange, board = Note(code.exchange.label_zh, code.exchange.name), _BOARDS[code.board.value]
    prefix = Note("由代码前缀判断", "told by the prefix of the code")
    yield Fact(topic=topic, fact="exchange", said=exchange, note=prefix)
    yield Fact(topic=topic, fact="board", said=board, note=prefix)
    yield text_fact(topic, "list_date", row.get("list_date"), source, None, WITHOUT["securities"])
    if row.get("delist_date"):
        yield text_fact(topic, "delist_date", row["delist_date"], source, None, WITHOUT["securities"])
    yield from _memberships(asked)


def _memberships(asked: Asked) -> Iterator[Fact]:
    mine = (pl.col("security_id") == asked.scope.name) & (pl.col("from_date") <= asked.day)
    spells = industry_spells(asked.snapshot).filter(mine, pl.col("to_date").is_null() | (pl.col("to_date") >= asked.day))
    last = spells.sort("from_date").tail(1)
    row = last.row(0, named=True) if last.height else {}
    levels = {
        "industry_sw1": row.get("level1_name") or row.get("group_name"), "industry_sw2": row.get("level2_name"),
        "industry_sw3": row.get("group_name") if row.get("level1_name") != row.get("group_name") else None,
    }  # fmt: skip
    kind = asked.code.kind
    for fact, group in levels.items():
        without = (
            Note("基金不属于申万行业", "funds are in no 申万 industry") if kind is SecurityKind.FUND else WITHOUT["memberships"]
        )
        named = text_fact("identity", fact, group, row.get("source"), row.get("from_date"), without)
        english = industry_english(group) if group else None
        yield replace(named, said=Note(named.said.zh, english)) if english else named
    held = asked.rows("memberships").filter(pl.col("scheme").str.starts_with("index:"))
    for scheme, spell in sorted((key[0], rows) for key, rows in held.sort("from_date").group_by("scheme", maintain_order=True)):
        current = spell.row(-1, named=True)
        inside = current["to_date"] is None or current["to_date"] >= asked.day
        index = str(scheme).removeprefix("index:")
        said = (
            Note(f"{index} 成份", f"in {index}")
            if inside
            else Note(f"曾为 {index} 成份，{current['to_date']} 止", f"was in {index} until {current['to_date']}")
        )
        yield Fact(topic="identity", fact="index_member", said=said, date=current["from_date"], source=current["source"])


def eligibility_facts(asked: Asked) -> Iterator[Fact]:
    """Whether it may be financed, sold short, and pledged."""
    topic, day = "eligibility", asked.day
    listed = asked.rows("underlying_securities", start=day)
    row = listed.row(0, named=True) if listed.height else {}
    whole = asked.snapshot.table("underlying_securities", start=day, end=day)
    absent = not row and not whole.filter(pl.col("security_id").str.ends_with(asked.code.suffix)).is_empty()
    without = Note("不在当日标的名单上", "not on the list of the day") if absent else without_list(asked, "underlying_securities")
    for fact in ("financing_eligible", "short_eligible", "financing_open", "short_open"):
        yield flag_fact(
            topic, fact, row.get(fact, False if absent else None), row.get("source") or _source(whole, absent), day, without
        )
    found = asked.rows("eligible_collateral", start=day)
    if found.height:
        ratio = found["conversion_ratio"][0]
        said = Note("可充抵保证金", "eligible") if ratio is None else Note(f"折算率 {ratio:.0%}", f"conversion ratio {ratio:.0%}")
        yield Fact(topic=topic, fact="collateral", said=said, figure=ratio, unit="1", date=day, source=found["source"][0])
    else:
        yield Fact(topic=topic, fact="collateral", note=without_list(asked, "eligible_collateral"))


def _source(rows: pl.DataFrame, wanted: bool) -> str | None:
    return ", ".join(sorted(rows["source"].unique())) if wanted else None
