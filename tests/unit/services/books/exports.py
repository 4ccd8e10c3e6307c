"""A broker's export of accounts, as tables of text, and as files."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from pathlib import Path

import polars as pl

from liangrong.accounts.marks import Mark
from liangrong.accounts.state import CreditAccount
from liangrong.services.books.imports import BookImportRequest

DAY = date(2026, 1, 30)


@dataclass
class Export:
    """Three tables; a test changes a cell and writes them."""

    accounts: pl.DataFrame
    positions: pl.DataFrame
    contracts: pl.DataFrame

    def change(self, table: str, row: int, column: str, value: str | None) -> Export:
        """Put another text into one cell; rows as in a file, the heading being row 1."""
        frame = getattr(self, table)
        cells = frame[column].to_list()
        cells[row - 2] = value
        setattr(self, table, frame.with_columns(pl.Series(column, cells, dtype=pl.String)))
        return self

    def request(self, folder: Path, *, form: str = "csv", encoding: str = "utf-8", **rest: object) -> BookImportRequest:
        folder.mkdir(exist_ok=True)
        paths = {}
        for name in ("accounts", "positions", "contracts"):
            paths[name] = folder / f"{name}.{form}"
            frame = getattr(self, name)
            if form == "csv":
                paths[name].write_bytes(frame.write_csv().encode(encoding))
            else:
                frame.write_parquet(paths[name])
        return BookImportRequest(**paths, as_of=DAY, into=folder / "book", **rest)  # type: ignore[arg-type]


def export_of(accounts: Iterable[CreditAccount], marks: Mapping[str, Mark]) -> Export:
    """Accounts as a broker would write them down, under Chinese headings."""
    rows: tuple[list[dict[str, str | None]], ...] = ([], [], [])
    for account in accounts:
        name = account.account_id
        line = "" if account.credit_line is None else f"{account.credit_line}"
        rows[0].append({
            "账户": name, "客户类型": {"general": "普通", "private_fund": "私募"}[account.investor], "现金(元)": f"{account.cash}",
            "息费": f"{account.charges}", "其他担保物": f"{account.other_collateral}", "授信额度": line,
        })  # fmt: skip
        for holding in account.collateral:
            rows[1].append(
                {"账户": name, "证券代码": holding.security, "数量": f"{holding.quantity}", **_said(holding.security, marks)}
            )
        for side, contracts in (("融资", account.financing), ("融券", account.shorts)):
            for contract in contracts:
                amount = getattr(contract, "principal", None) or getattr(contract, "proceeds", None)
                rows[2].append({
                    "账户": name, "类型": side, "合约编号": contract.contract_id, "证券代码": contract.security, "数量": f"{contract.quantity}",
                    "金额": f"{amount}", "开仓日期": f"{contract.opened_on}", "年利率": f"{contract.rate * 100}%",
                    "保证金比例": f"{contract.margin_ratio}", "到期日": None, "应计利息": None, **_said(contract.security, marks),
                })  # fmt: skip
    return Export(*(pl.DataFrame(each, infer_schema_length=None).cast(pl.String) for each in rows))


def _said(security: str, marks: Mapping[str, Mark]) -> dict[str, str | None]:
    mark = marks[security]
    return {"市价": f"{mark.price}", "折算率": f"{mark.conversion_ratio}", "公允价格": None if mark.fair_price is None else f"{mark.fair_price}",
            "行业": mark.industry or None}  # fmt: skip
