"""CSV and workbooks: a row for each position, contract, amount or event; several accounts in the order of their first rows."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Final

from liangrong.accounts.events import Event
from liangrong.accounts.intake.entries import AccountEntry
from liangrong.accounts.intake.layouts.documents import Document, Sheet, Tree
from liangrong.accounts.intake.layouts.fields import (
    ACCOUNT,
    COLLATERAL,
    COLUMNS,
    EVENT,
    FINANCING,
    KINDS,
    MARK,
    REMARKS,
    SHORT,
    TERMS,
    folded,
    named,
)
from liangrong.accounts.intake.layouts.items import Item
from liangrong.accounts.intake.layouts.ledgers import read_event
from liangrong.accounts.intake.layouts.positions import Positions
from liangrong.accounts.intake.layouts.tree import entry_of
from liangrong.accounts.intake.problems import HERE, Problem
from liangrong.core.results import Note

__all__ = ["read_tables"]

_COLUMNS: Final = named(COLUMNS)
_KINDS: Final = named({**KINDS, "contracts": ("合约", "负债", "负债合约")})
_SCALARS: Final = ("cash", "charges", "other_collateral", "credit_line")
_AMOUNT: Final = {"amount": ("金额", "余额", "数值", "数量", "value", "quantity")}
_HEADS: Final = {name: ACCOUNT[name] for name in ("investor", "pack", "netting", *_SCALARS)}
_NAMES: Final[Mapping[str, Mapping[str, str]]] = {
    "account": named({**_HEADS, **TERMS}),
    **{scalar: named(_AMOUNT) for scalar in _SCALARS},
    "collateral": named(COLLATERAL),
    "financing": named(FINANCING),
    "shorts": named(SHORT),
    "marks": named({"security": COLLATERAL["security"], "name": COLLATERAL["name"], **MARK}),
    "events": named(EVENT),
}
_KNOWN: Final = frozenset(spelling for names in (_COLUMNS, *_NAMES.values()) for spelling in names)
_SECURITY: Final = frozenset(folded(spelling) for spelling in ("security", *COLLATERAL["security"]))
_CONTRACT: Final = frozenset(spelling for spelling, name in _NAMES["financing"].items() if name in ("opened_on", "principal"))
_CODE_LENGTH: Final = 6


@dataclass(slots=True)
class _Account:
    """An account in the making."""

    account_id: str
    cells: dict[str, Tree] = field(default_factory=dict)
    terms: dict[str, Tree] = field(default_factory=dict)
    positions: Positions = field(default_factory=Positions)
    events: list[Event] = field(default_factory=list)


def read_tables(document: Document, problems: list[Problem]) -> list[AccountEntry]:
    """Every account of the sheets of a document; what cannot be read is added to ``problems``.

    Examples
    --------
    >>> sheet = [["账户", "日期", "类型", "证券代码", "数量"], ["一号", "2026-02-02", "担保品", "600519", "300"]]
    >>> (entry,) = read_tables(Document("a.csv", sheets={"": sheet}), [])
    >>> entry.account.collateral[0].security
    '600519.SH'
    """
    accounts: dict[str, _Account] = {}
    recognised = False
    for name, sheet in document.sheets.items():
        at = _header(sheet)
        if at is None:
            continue
        recognised = True
        table = _Table(document.place, name if len(document.sheets) > 1 else "", _KINDS.get(folded(name), ""), problems)
        table.read(sheet, at, accounts)
    if not recognised:
        columns = ", ".join(COLUMNS)
        problems.append(Problem(document.place, HERE, "", f"没有找到表头；至少应有 {columns} 中的列与证券代码、数量等列",
                                f"no header was found; a table has columns such as {columns}, security, quantity"))  # fmt: skip
    if recognised and not accounts:
        problems.append(Problem(document.place, HERE, "", "表头之下没有数据", "there are no rows under the header"))
    entries = (_entry(account, document.place, problems) for account in accounts.values())
    return [entry for entry in entries if entry is not None]


def _header(sheet: Sheet) -> int | None:
    """The row of the header: the first with two names that we know. A title may stand above it."""
    for at, row in enumerate(sheet):
        if sum(folded(cell) in _KNOWN for cell in row) > 1:
            return at
    return None


@dataclass(slots=True)
class _Table:
    """One sheet on its way into accounts.

    Parameters
    ----------
    sheet
        Its name, where there are several.
    kind
        What all of its rows are, by the name of the sheet; empty where each row says so.
    """

    place: str
    sheet: str
    kind: str
    problems: list[Problem]

    def read(self, sheet: Sheet, at: int, accounts: dict[str, _Account]) -> None:
        headings = [heading.strip() for heading in sheet[at]]
        self._check_headings(headings)
        account = None
        for number, cells in enumerate(sheet[at + 1 :], start=at + 2):
            if not any(cell.strip() for cell in cells) or cells[0].lstrip().startswith("#"):
                continue
            row = Note(f"{self.sheet} 第 {number} 行".strip(), f"{self.sheet} row {number}".strip())
            if len(cells) > len(headings) and any(cell.strip() for cell in cells[len(headings) :]):
                self._bad(
                    row,
                    "",
                    f"有 {len(cells)} 格，表头只有 {len(headings)} 列",
                    f"has {len(cells)} cells under {len(headings)} headings",
                )
                continue
            common, rest = _split(headings, cells)
            account_id = common.get("account_id") or (account.account_id if account else "")
            account = accounts.setdefault(account_id, _Account(account_id))
            self._take(account, common, rest, row)

    def _take(self, account: _Account, common: Mapping[str, str], rest: dict[str, Tree], row: Note) -> None:
        kind = self._kind(common.get("kind", ""), rest, row)
        if not kind:
            return
        if kind == "events":
            rest["on"] = common.get("as_of")
        else:
            self._once(account, "as_of", common.get("as_of"), row)
        item = Item(rest, _NAMES[kind], _place(self.place, account.account_id), row, self.problems)
        match kind:
            case "account":
                for name in (*_HEADS, *TERMS):
                    if name in item:
                        self._once(account, name, item.tree(name), row)
            case "collateral":
                account.positions.add_collateral(item)
            case "financing":
                account.positions.add_financing(item)
            case "shorts":
                account.positions.add_short(item)
            case "marks":
                account.positions.add_mark(item.security(), item)
            case "events":
                event = read_event(item)
                account.events += [event] if event is not None else []
            case _:
                item.need("amount")
                amount = item.number("amount", None)
                self._once(account, kind, None if amount is None else f"{amount:f}", row)

    def _kind(self, written: str, rest: Mapping[str, Tree], row: Note) -> str:
        """What a row is: by its own word, by the name of its sheet, or by what it holds."""
        if self.kind == "events":
            return "events"
        if written:
            kind = _KINDS.get(folded(written), "")
            if kind in ("", "contracts"):
                known = ", ".join(KINDS)
                self._bad(row, "kind", f"为“{written}”；可用：{known}", f"is '{written}'; known: {known}")
                return ""
            return kind
        if self.kind and self.kind != "contracts":
            return "account" if self.kind in _SCALARS else self.kind
        names = {folded(spelling) for spelling in rest}
        if self.kind == "contracts" or names & _CONTRACT:
            self._bad(row, "kind", "缺少；合约须写明 融资 或 融券", "is missing; say whether a contract is financing or short")
            return ""
        return "collateral" if names & _SECURITY else "account"

    def _once(self, account: _Account, name: str, content: Tree, row: Note) -> None:
        """Take a fact of the whole account; it may be repeated, not contradicted."""
        cells = account.terms if name in TERMS and name != "netting" else account.cells
        if content and cells.setdefault(name, content) != content:
            self._bad(row, name, f"为 {content}，而前面为 {cells[name]}", f"is {content}, but {cells[name]} before", account)

    def _check_headings(self, headings: list[str]) -> None:
        row = Note(f"{self.sheet} 表头".strip(), f"{self.sheet} header".strip())
        seen: set[str] = set()
        for heading in headings:
            name = folded(heading)
            if name and name in seen:
                self._bad(row, heading, "出现了两次", "stands there twice")
            elif name and name not in _KNOWN and name not in REMARKS:
                self._bad(row, heading, "不是已知的列", "is no known column")
            seen.add(name)

    def _bad(self, row: Note, field: str, zh: str, en: str, account: _Account | None = None) -> None:
        place = _place(self.place, account.account_id) if account else self.place
        self.problems.append(Problem(place, row, field, zh, en))


def _split(headings: Sequence[str], cells: Sequence[str]) -> tuple[dict[str, str], dict[str, Tree]]:
    """What says whose row it is, and the rest."""
    common: dict[str, str] = {}
    rest: dict[str, Tree] = {}
    for heading, written in zip(headings, cells, strict=False):
        name, cell = folded(heading), written.strip()
        if not cell:
            continue
        if name in _COLUMNS:
            common[_COLUMNS[name]] = cell
        elif name in _KNOWN:
            rest[heading] = cell.zfill(_CODE_LENGTH) if name in _SECURITY and cell.isdecimal() else cell
    return common, rest


def _entry(account: _Account, place: str, problems: list[Problem]) -> AccountEntry | None:
    cells: dict[str, Tree] = {"account_id": account.account_id, **account.cells, "terms": account.terms}
    item = Item(cells, named(ACCOUNT), _place(place, account.account_id), HERE, problems)
    return entry_of(item, account.positions, tuple(account.events))


def _place(place: str, account_id: str) -> str:
    return f"{place}, {account_id}" if account_id else place
