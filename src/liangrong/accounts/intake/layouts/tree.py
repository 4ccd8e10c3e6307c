"""JSON and YAML: one account, a list of accounts, or a mapping with ``accounts`` and what they share."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from decimal import Decimal
from typing import Final

from liangrong.accounts.events import Event
from liangrong.accounts.intake.entries import AccountEntry, GivenMark
from liangrong.accounts.intake.layouts.documents import Tree
from liangrong.accounts.intake.layouts.fields import ACCOUNT, COLLATERAL, FINANCING, LINES, MARK, SHORT, TERMS, folded, named
from liangrong.accounts.intake.layouts.items import Item
from liangrong.accounts.intake.layouts.ledgers import read_events, scalar
from liangrong.accounts.intake.layouts.positions import Positions
from liangrong.accounts.intake.layouts.qmt import from_qmt, is_qmt
from liangrong.accounts.intake.problems import HERE, Problem
from liangrong.accounts.state import CreditAccount
from liangrong.core.results import Note
from liangrong.rules.parameters import INVESTORS, Investor, Scalar

__all__ = ["INVESTOR_NAMES", "entry_of", "read_tree"]

_ZERO: Final = Decimal(0)
_ACCOUNT: Final = named(ACCOUNT)
_ALL: Final = named({**ACCOUNT, "accounts": ("账户列表",)})
_COLLATERAL: Final = named(COLLATERAL)
_FINANCING: Final = named(FINANCING)
_SHORT: Final = named(SHORT)
_MARK: Final = named({"security": COLLATERAL["security"], "name": COLLATERAL["name"], **MARK})
_TERMS: Final = named(TERMS)
INVESTOR_NAMES: Final[Mapping[str, Investor]] = {
    **{investor: investor for investor in INVESTORS},
    **dict.fromkeys(("普通", "普通投资者", "一般投资者", "个人", "机构"), INVESTORS[0]),
    **dict.fromkeys(("私募", "私募基金", "私募证券投资基金"), INVESTORS[1]),
}
"""What a file may call each class of investor."""


def read_tree(tree: Tree, place: str, problems: list[Problem]) -> list[AccountEntry]:
    """Every account of a tree, in order; what cannot be read is added to ``problems``.

    Examples
    --------
    >>> shared = {"as_of": "2026-02-02", "accounts": [{"id": "one", "现金": "100"}, {"id": "two"}]}
    >>> [(entry.account.account_id, entry.account.cash) for entry in read_tree(shared, "a.json", [])]
    [('one', Decimal('100')), ('two', Decimal('0'))]
    """
    shared: dict[str, Tree] = {}
    accounts: Tree = [tree] if isinstance(tree, dict) else tree
    if isinstance(tree, dict):
        inner = next((spelling for spelling in tree if _field(spelling) == "accounts"), None)
        if inner is not None:
            accounts = tree[inner]
            shared = {spelling: content for spelling, content in tree.items() if spelling != inner}
    if not isinstance(accounts, list) or not accounts:
        problems.append(
            Problem(
                place,
                HERE,
                "",
                "应为一个账户、账户列表，或含 accounts 的键值对",
                "holds no account, list of accounts, or mapping with accounts",
            )
        )
        return []
    entries = []
    for at, cells in enumerate(accounts, start=1):
        if isinstance(cells, dict):
            own = from_qmt(cells) if is_qmt(cells) else cells
            entry = _account(_with_shared(own, shared), place, at if len(accounts) > 1 else 0, problems)
            entries += [entry] if entry is not None else []
        else:
            problems.append(Problem(f"{place} [{at}]", HERE, "", "不是账户", "is no account"))
    return entries


def _with_shared(own: Mapping[str, Tree], shared: Mapping[str, Tree]) -> Mapping[str, Tree]:
    """The fields of an account and those that all share; its own word counts, however it is spelled."""
    if not shared:
        return own
    said = {_field(spelling) for spelling in own}
    return {**{spelling: content for spelling, content in shared.items() if _field(spelling) not in said}, **own}


def _field(spelling: str) -> str:
    """Our name of a field of an account; the spelling itself where it is none."""
    return _ALL.get(folded(spelling), spelling)


def _account(cells: Mapping[str, Tree], place: str, at: int, problems: list[Problem]) -> AccountEntry | None:
    item = Item(cells, _ACCOUNT, f"{place} [{at}]" if at else place, HERE, problems)
    account_id = item.text("account_id")
    if account_id:
        item.place = f"{place}, {account_id}"
    positions = Positions()
    for each in _rows(item, "collateral", _COLLATERAL, "担保品", "collateral"):
        positions.add_collateral(each)
    for each in _rows(item, "financing", _FINANCING, "融资合约", "financing contract"):
        positions.add_financing(each)
    for each in _rows(item, "shorts", _SHORT, "融券合约", "short contract"):
        positions.add_short(each)
    for each in _rows(item, "marks", _MARK, "行情", "mark"):
        positions.add_mark(each.security(), each)
    ledger = item.tree("events")
    if ledger is not None and not isinstance(ledger, list):
        item.bad("events", "应为事件列表", "is no list of events")
    events = read_events(ledger, item.place, problems) if isinstance(ledger, list) else ()
    return entry_of(item, positions, events)


def entry_of(item: Item, positions: Positions, events: tuple[Event, ...] = ()) -> AccountEntry | None:
    """The account that an item and its positions make; ``None`` where its day or its owner cannot be read."""
    item.need("as_of")
    on = item.day("as_of", None)
    asked = item.text("investor", INVESTORS[0])
    investor = INVESTOR_NAMES.get(asked)
    if investor is None:
        known = ", ".join(INVESTORS)
        item.bad("investor", f"为“{asked}”；可用：{known}", f"is '{asked}'; known: {known}")
    if on is None or investor is None:
        return None
    account = CreditAccount(
        account_id=item.text("account_id"),
        investor=investor,
        cash=item.number("cash", _ZERO),
        collateral=tuple(positions.collateral.values()),
        financing=tuple(positions.financing),
        shorts=tuple(positions.shorts),
        charges=item.number("charges", _ZERO),
        other_collateral=item.number("other_collateral", _ZERO),
        credit_line=item.number("credit_line", None),
    )
    given = dict(positions.given)
    for security in _traded(events):
        given.setdefault(security, GivenMark())
    return AccountEntry(
        place=item.place,
        on=on,
        account=account,
        given=given,
        terms=_terms(item),
        pack=item.text("pack"),
        events=events,
        ratios_by_rule=frozenset(positions.ratios_by_rule),
        rows=positions.rows,
    )


def _terms(item: Item) -> dict[str, Scalar]:
    """What the file states as agreed; names outside the list are left to the rulebook to know or refuse."""
    found: dict[str, Scalar] = {}
    content = item.tree("terms")
    if content is not None and not isinstance(content, dict):
        item.bad("terms", "应为参数到取值的键值对", "is no mapping of parameters")
    for spelling, value in content.items() if isinstance(content, dict) else ():
        name = _TERMS.get(folded(spelling), spelling)
        if name in found:
            item.bad(f"terms.{name}", "出现了两次", "stands there twice")
        if isinstance(value, str):
            found[name] = scalar(value)
        elif value is not None:
            item.bad(f"terms.{spelling}", "应为一个值", "is not one value")
    if "netting" in item:
        found.setdefault("netting", item.text("netting"))
    for name in LINES:
        if name in item and name in found:
            item.bad(name, "出现了两次", "stands there twice")
        elif name in item:
            found[name] = scalar(item.text(name))
    return found


def _rows(item: Item, field: str, names: Mapping[str, str], zh: str, en: str) -> Sequence[Item]:
    content = item.tree(field)
    if content is None:
        return ()
    if not isinstance(content, list):
        item.bad(field, "应为列表", "is no list")
        return ()
    found = []
    for at, cells in enumerate(content, start=1):
        label = _label(cells)
        row = Note(f"第 {at} 项{zh}{f'（{label}）' if label else ''}", f"{en} {at}{f' ({label})' if label else ''}")
        if isinstance(cells, dict):
            found.append(Item(cells, names, item.place, row, item.problems))
        else:
            item.problems.append(Problem(item.place, row, field, "应为键值对", "is no mapping of fields"))
    return found


def _label(cells: Tree) -> str:
    for spelling in ("security", *COLLATERAL["security"]):
        if isinstance(cells, dict) and isinstance(cells.get(spelling), str):
            return str(cells[spelling])
    return ""


def _traded(events: tuple[Event, ...]) -> list[str]:
    """Every security that an event names."""
    found = []
    for event in events:
        security = getattr(event, "security", None)
        found += [security] if security else []
        found += [*getattr(event, "prices", ()), *getattr(event, "marks", ())]
    return found
