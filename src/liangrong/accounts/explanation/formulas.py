"""The formulas of ``assess`` as trees: every sum, product and quotient with what went into it.

SSE implementing rules (2019) Art. 40 (available margin) and Art. 42 (maintenance ratio). The value of each tree is that of
``assess``, digit for digit.
"""

from __future__ import annotations

from collections.abc import Iterable
from contextlib import suppress
from dataclasses import dataclass, replace
from decimal import Decimal
from typing import Final

from liangrong.accounts.assess import assess, mark_of
from liangrong.accounts.citations import AVAILABLE_MARGIN, MAINTENANCE_RATIO
from liangrong.accounts.explanation.tree import Explanation, ValueUnit, combined
from liangrong.accounts.marks import Mark, Marks
from liangrong.accounts.state import Contract, CreditAccount, FinancingContract, ShortContract
from liangrong.accounts.terms import Terms, venue_of
from liangrong.core.errors import RuleNotInForce
from liangrong.core.results import Note
from liangrong.core.units import Unit, display
from liangrong.rules.rulebook import Ruling

__all__ = ["Formulas", "given"]

_ONE: Final = Decimal(1)
_LOSS: Final = Note("浮亏全额扣减", "a floating loss counts in full")
_PROFIT: Final = Note("浮盈按折算率计入", "a floating profit counts after conversion")


def given(
    label: Note, value: Decimal | None, unit: ValueUnit = "yuan", symbol: str = "", note: Note | None = None
) -> Explanation:
    """Return a leaf: a fact of the account or the market."""
    return Explanation(label=label, value=value, unit=unit, symbol=symbol, note=note)


@dataclass(frozen=True)
class Formulas:
    """The quantities of one account on one day, each with its tree."""

    account: CreditAccount
    marks: Marks
    terms: Terms

    def assets(self) -> Explanation:
        """``A``: cash, all securities at market value, other collateral."""
        account = self.account
        parts = [self.cash(), self._securities()]
        if account.other_collateral:
            parts.append(self._other_collateral())
        return combined("sum", Note("总资产", "assets"), parts, symbol="A", citation=MAINTENANCE_RATIO)

    def debt(self) -> Explanation:
        """``D``: financed principal, short market value, unpaid charges."""
        parts = (self.financing_debt(), self._short_debt(), self._charges())
        return combined("sum", Note("总负债", "debt"), parts, symbol="D", citation=MAINTENANCE_RATIO)

    def equity(self) -> Explanation:
        """``A − D``."""
        return combined("difference", Note("净资产", "equity"), (self.assets(), self.debt()), symbol="A − D")

    def maintenance_ratio(self) -> Explanation:
        """``A / D``; nothing without debt."""
        debt = self.debt()
        note = None if debt.value else Note("没有负债，维持担保比例无定义", "without debt there is no maintenance ratio")
        return combined(
            "quotient", Note("维持担保比例", "maintenance ratio"), (self.assets(), debt),
            unit="percent", symbol="A / D", citation=MAINTENANCE_RATIO, note=note,
        )  # fmt: skip

    def available_margin(self) -> Explanation:
        """Margin that is there, less the proceeds of short sales, the margin that contracts hold, and unpaid charges."""
        counted = combined(
            "sum", Note("计入保证金的资产", "assets counted as margin"), (self.cash(), self._converted(), self._profits())
        )
        held = (self.proceeds(), self._margin_used(), self._charges())
        return combined("difference", Note("保证金可用余额", "available margin"), (counted, *held), citation=AVAILABLE_MARGIN)

    def exposure_leverage(self) -> Explanation:
        """Long and short market value over equity; nothing where equity is not positive."""
        parts = (self._collateral_value(), self._financed_value(), self._short_debt())
        exposure = combined("sum", Note("总敞口（多头与空头市值）", "exposure, long and short market value"), parts)
        equity = self.equity()
        note = (
            None
            if equity.value is not None and equity.value > 0
            else Note("净资产不为正，杠杆无定义", "no leverage without equity")
        )
        return combined("quotient", Note("敞口杠杆", "exposure leverage"), (exposure, equity), unit="times", note=note)

    def financing_multiple(self) -> Explanation:
        """Money financed per yuan of margin that holds it: the ``1/m`` of the open contracts."""
        used = combined(
            "sum", Note("融资占用保证金", "margin held by financing"), [self._held(c) for c in self.account.financing]
        )
        note = None if used.value else Note("没有融资合约", "there is no financing contract")
        return combined(
            "quotient",
            Note("融资倍数", "financing multiple"),
            (self.financing_debt(), used),
            unit="times",
            symbol="1/m",
            note=note,
        )

    def shortfall(self) -> Explanation:
        """Cash that would lift the account to the cure target; nothing unless it is below the call line."""
        name = "call_line" if self.terms.call_line >= self.terms.immediate_line else "immediate_line"
        lines = {"call_line": Note("追保线", "call line"), "immediate_line": Note("即时平仓线", "immediate line")}
        line = self.parameter(name, lines[name], getattr(self.terms, name), "percent")
        target = self.parameter("cure_target", Note("追保后应达到的比例", "cure target"), self.terms.cure_target, "percent", "t")
        wanted = combined("product", Note("目标资产", "assets at the target"), (target, self.debt()), symbol="t·D")
        missing = combined(
            "difference", Note("距目标的差额", "distance to the target"), (wanted, self.assets()), symbol="t·D − A"
        )
        amount = combined("not_negative", Note("应追加金额", "amount to add"), (missing,))
        return combined("when_below", Note("追保差额", "shortfall"), (self.maintenance_ratio(), line, amount))

    def largest_share(self) -> Explanation:
        """The largest security by market value, over assets."""
        label = Note("最大单一证券占比", "share of the largest security")
        largest = assess(self.account, self.marks, self.terms).largest_security
        if not largest:
            return given(label, None, "percent", note=Note("没有持有证券", "no security is held"))
        named = Note(f"{largest} 市值", f"market value of {largest}")
        return combined(
            "quotient", label, (combined("sum", named, self.values_of({largest})), self.assets()), unit="percent",
            note=Note(f"最大的是 {largest}", f"the largest is {largest}"),
        )  # fmt: skip

    # --- parts ------------------------------------------------------------------------------------------------------------

    def parameter(self, name: str, label: Note, value: Decimal, unit: ValueUnit, symbol: str = "") -> Explanation:
        """Return a leaf of the rulebook, with its citation."""
        ruling = self.terms.rules.ruling(name)
        return Explanation(
            label=label, value=value, unit=unit, operation="parameter", symbol=symbol,
            citation=ruling.citation, confidence=ruling.confidence, note=ruling.reason,
        )  # fmt: skip

    def cash(self) -> Explanation:
        """``C``: all cash, with the proceeds of short sales inside."""
        note = Note("含融券卖出所得价款", "with the proceeds of short sales") if self.account.shorts else None
        return given(Note("现金", "cash"), self.account.cash, symbol="C", note=note)

    def values_of(self, securities: Iterable[str]) -> list[Explanation]:
        """Market values of holdings and of financed shares of some securities."""
        wanted, account = set(securities), self.account
        held = [self._value(h.security, h.quantity, "V") for h in account.collateral if h.security in wanted]
        return held + [self._value(c.security, c.quantity, "M", c) for c in account.financing if c.security in wanted]

    def conversion_ratio(self, security: str, mark: Mark) -> Explanation:
        """``h``, with the cap of its class."""
        label, ruling = Note(f"{security} 折算率", f"conversion ratio of {security}"), None
        if mark.asset_class:
            with suppress(RuleNotInForce):
                ruling = self.terms.rules.ruling("conversion_ratio_cap", key=mark.asset_class, venue=venue_of(security))
        if ruling is None or not isinstance(ruling.value, Decimal | int):
            return given(label, mark.conversion_ratio, "percent", "h")
        cap = display(Decimal(ruling.value), Unit.RATIO)
        return Explanation(
            label=label, value=mark.conversion_ratio, unit="percent", symbol="h", citation=ruling.citation, confidence=ruling.confidence,
            note=Note(f"该类证券上限 {cap}", f"the cap of its class is {cap}"),
        )  # fmt: skip

    def price(self, security: str, *, counted: bool = False) -> Explanation:
        """Price of a security; with ``counted``, the one that the broker counts in the maintenance ratio."""
        mark = mark_of(security, self.marks)
        if not counted or mark.fair_price is None:
            return given(Note(f"{security} 价格", f"price of {security}"), mark.price, "yuan_per_share")
        note = Note(
            f"证券公司按公允价格计算，最新价 {mark.price}", f"the broker counts a fair price; the last one is {mark.price}"
        )
        return given(Note(f"{security} 公允价格", f"fair price of {security}"), mark.fair_price, "yuan_per_share", note=note)

    def contract_ratio(self, contract: Contract) -> Explanation:
        """The margin ratio of a contract, with its vintage: when it was opened and rolled over, and the floor that governs it.

        A contract below the floor of its opening is one where broker and client agreed to a later, lower one.

        Raises
        ------
        RuleNotInForce
            It was opened before margin trading existed on its exchange.
        """
        side, symbol, side_zh = ("financing", "m", "融资") if isinstance(contract, FinancingContract) else ("short", "n", "融券")
        ruling = self._floor(contract, side, agreed=False)
        if contract.margin_ratio < _number(ruling):
            ruling = self._floor(contract, side, agreed=True)
        floor = display(_number(ruling), Unit.RATIO)
        rolled = "、".join(f"{day}" for day in contract.rolled_on)
        zh = f"{contract.opened_on} 开立" + (f"，{rolled} 展期" if rolled else "")
        en = f"opened on {contract.opened_on}" + (f", rolled over on {rolled}" if rolled else "")
        why = ruling.reason if ruling.since > contract.opened_on else Note("", "")
        note = Note(f"{zh}；适用的最低比例 {floor}" + (f"（{why.zh}）" if why.zh else ""),
                    f"{en}; the floor that governs is {floor}" + (f" ({why.en})" if why.en else ""))  # fmt: skip
        return Explanation(
            label=Note(f"{side_zh}保证金比例（合约 {contract.contract_id}）", f"{side} margin ratio of contract {contract.contract_id}"),
            value=contract.margin_ratio, unit="percent", symbol=symbol, citation=ruling.citation, confidence=ruling.confidence, note=note,
        )  # fmt: skip

    def _floor(self, contract: Contract, side: str, *, agreed: bool) -> Ruling:
        key = self.terms.investor if side == "short" else None
        venue, opened, rolled = venue_of(contract.security), contract.opened_on, contract.rolled_on
        return self.terms.rules.ruling(
            f"{side}_margin_ratio", key=key, venue=venue, opened_on=opened, rolled_on=rolled, agreed=agreed
        )

    def _securities(self) -> Explanation:
        account = self.account
        held = [self._value(h.security, h.quantity, "V", counted=True) for h in account.collateral]
        held += [self._value(c.security, c.quantity, "M", c, counted=True) for c in account.financing]
        return combined("sum", Note("证券市值", "securities at market value"), held, symbol="Σ V + Σ M")

    def _collateral_value(self) -> Explanation:
        held = [self._value(h.security, h.quantity, "V") for h in self.account.collateral]
        return combined("sum", Note("担保证券市值", "collateral at market value"), held, symbol="Σ V")

    def _financed_value(self) -> Explanation:
        held = [self._value(c.security, c.quantity, "M", c) for c in self.account.financing]
        return combined("sum", Note("融资买入证券市值", "financed shares at market value"), held, symbol="Σ M")

    def _other_collateral(self) -> Explanation:
        ruling, admitted = self.terms.rules.ruling("other_collateral_admitted"), self.terms.other_collateral_admitted
        return Explanation(
            label=Note("其他担保物", "other collateral"), value=self.account.other_collateral if admitted else Decimal(0), unit="yuan",
            symbol="O", citation=ruling.citation, confidence=ruling.confidence,
            note=None if admitted else Note("当日规则不认可", "the rules of the day do not admit it"),
        )  # fmt: skip

    def financing_debt(self) -> Explanation:
        """``Σ F``: financed principal outstanding."""
        owed = [self._principal(contract) for contract in self.account.financing]
        return combined("sum", Note("融资负债", "financing debt"), owed, symbol="Σ F")

    def _short_debt(self) -> Explanation:
        owed = [self._value(short.security, short.quantity, "B", short) for short in self.account.shorts]
        return combined("sum", Note("融券负债（市值）", "short debt at market value"), owed, symbol="Σ B")

    def _charges(self) -> Explanation:
        accrued = combined("sum", Note("合约已计未付息费", "accrued on contracts"), [
            given(Note(f"合约 {c.contract_id} 已计息费", f"accrued on contract {c.contract_id}"), c.accrued) for c in self.account.contracts
        ])  # fmt: skip
        due = given(Note("已到期未付息费", "charges due"), self.account.charges)
        return combined("sum", Note("利息及费用", "interest and charges"), (due, accrued), symbol="X")

    def _converted(self) -> Explanation:
        held = [
            combined("product", Note(f"{h.security} 折算后市值", f"{h.security} after conversion"),
                     (*self._quantity_and_price(h.security, h.quantity), self.conversion_ratio(h.security, mark_of(h.security, self.marks))),
                     symbol="V·h")
            for h in self.account.collateral
        ]  # fmt: skip
        return combined("sum", Note("折算后的担保证券", "collateral after conversion"), held, symbol="Σ V·h")

    def _profits(self) -> Explanation:
        """Floating profits after conversion and floating losses in full, netted as the terms say."""
        groups: dict[str, list[Contract]] = {}
        for number, contract in enumerate(self.account.contracts):
            groups.setdefault(contract.security if self.terms.netting == "per_security" else f"{number}", []).append(contract)
        weighed = [self._weighed(contracts) for contracts in groups.values()]
        return combined("sum", Note("浮动盈亏", "floating profits and losses"), weighed, symbol="Σ(M − F)·w + Σ(S − B)·w")

    def _weighed(self, contracts: list[Contract]) -> Explanation:
        security = contracts[0].security
        results = [self._result(contract) for contract in contracts]
        label = Note(f"{security} 各合约轧差", f"contracts in {security} netted")
        result = results[0] if len(results) == 1 else combined("sum", label, results)
        assert result.value is not None, "a difference of amounts is an amount"
        if result.value >= 0:
            weight = replace(self.conversion_ratio(security, mark_of(security, self.marks)), symbol="w", note=_PROFIT)
        else:
            weight = given(Note("扣减比例", "weight"), _ONE, "percent", "w", _LOSS)
        return combined(
            "product", Note(f"{security} 浮动盈亏计入额", f"profit or loss on {security} as counted"), (result, weight)
        )

    def _result(self, contract: Contract) -> Explanation:
        name = contract.contract_id
        if isinstance(contract, ShortContract):
            sold = given(Note(f"合约 {name} 融券卖出金额", f"sale value of contract {name}"), contract.proceeds, symbol="S")
            now = self._value(contract.security, contract.quantity, "B", contract)
            return combined(
                "difference", Note(f"合约 {name} 浮动盈亏", f"floating result of contract {name}"), (sold, now), symbol="S − B"
            )
        now = self._value(contract.security, contract.quantity, "M", contract)
        return combined(
            "difference",
            Note(f"合约 {name} 浮动盈亏", f"floating result of contract {name}"),
            (now, self._principal(contract)),
            symbol="M − F",
        )

    def proceeds(self) -> Explanation:
        """``Σ S``: what open short sales brought."""
        sold = [
            given(
                Note(f"合约 {short.contract_id} 融券卖出金额", f"sale value of contract {short.contract_id}"),
                short.proceeds,
                symbol="S",
            )
            for short in self.account.shorts
        ]
        return combined("sum", Note("融券卖出所得价款", "proceeds of short sales"), sold, symbol="Σ S")

    def _margin_used(self) -> Explanation:
        held = [self._held(contract) for contract in self.account.contracts]
        return combined("sum", Note("合约占用保证金", "margin held by contracts"), held, symbol="Σ F·m + Σ B·n")

    def _held(self, contract: Contract) -> Explanation:
        name = Note(f"合约 {contract.contract_id} 占用保证金", f"margin held by contract {contract.contract_id}")
        ratio = self.contract_ratio(contract)
        if isinstance(contract, ShortContract):
            owed = self._value(contract.security, contract.quantity, "B", contract)
            return combined("product", name, (owed, ratio), symbol="B·n")
        return combined("product", name, (self._principal(contract), ratio), symbol="F·m")

    def _principal(self, contract: FinancingContract) -> Explanation:
        label = Note(f"合约 {contract.contract_id} 融资本金", f"principal of contract {contract.contract_id}")
        return given(label, contract.principal, symbol="F")

    def _value(
        self, security: str, quantity: Decimal, symbol: str, contract: Contract | None = None, *, counted: bool = False
    ) -> Explanation:
        """Market value of some shares; with ``counted``, at the price that the broker counts in the maintenance ratio."""
        of = ("", "") if contract is None else (f"（合约 {contract.contract_id}）", f" of contract {contract.contract_id}")
        label = Note(f"{security} 市值{of[0]}", f"market value of {security}{of[1]}")
        return combined("product", label, self._quantity_and_price(security, quantity, counted=counted), symbol=symbol)

    def _quantity_and_price(self, security: str, quantity: Decimal, *, counted: bool = False) -> tuple[Explanation, Explanation]:
        shares = given(Note(f"{security} 数量", f"quantity of {security}"), quantity, "shares")
        return shares, self.price(security, counted=counted)


def _number(ruling: Ruling) -> Decimal:
    assert isinstance(ruling.value, Decimal | int), "a margin ratio is a number"
    return Decimal(ruling.value)
