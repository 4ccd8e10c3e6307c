"""What nobody publishes of credit accounts, and what we suppose instead."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field, fields
from typing import Any, Final, NamedTuple

from liangrong.core.errors import UsageError
from liangrong.core.results import Note

__all__ = ["Assumption", "Parameters"]

_INVENTED: Final = ("假定", "invented")


class Assumption(NamedTuple):
    """One parameter: its name, its value, the symbol of its unit, and where it comes from."""

    name: str
    value: float
    unit: str
    source: Note


def _assumed(value: float, zh: str, en: str, *, unit: str = "1", least: float = 0, most: float = float("inf")) -> Any:
    source = Note(f"{_INVENTED[0]}：{zh}", f"{_INVENTED[1]}: {en}")
    return field(default=value, metadata={"source": source, "unit": unit, "least": least, "most": most})


@dataclass(frozen=True, slots=True, kw_only=True)
class Parameters:
    """Shapes of what is not public. Every one of them is invented; its source says after what.

    Parameters
    ----------
    debt_spread
        Standard deviation of the logarithm of debt, body of the distribution.
    debt_tail_share, debt_tail_index
        Share of borrowers in the Pareto tail, and its index.
    largest_debt
        元.
    institution_multiple
        What an institution borrows, as a multiple of an individual.
    private_fund_share
        Share of institutions that are private funds, which short at a ratio of their own.
    contracts_per_borrower, positions_per_borrower, positions_per_other
        Means of accounts that are in debt, and of the others that hold anything; geometric, so that one is the most frequent
        number. Positions that do not pay for one lot fall away.
    contracts_growth
        Exponent with which the number of contracts grows with debt.
    slow_share, slow_sessions
        Share of the balance that slow borrowers owe, and after how many sessions they repay, on average. The others repay what is
        left of each day's repayments, so that all together repay what is published.
    cash_first_share
        Share of borrowers who paid their margin in cash at each opening and bought what they own with it afterwards: it counts in full, not by
        折算率, for what it was worth then. Which share is not published. Regressed on the margin ratio of open contracts from 2022 to mid-2025, the
        official average maintenance ratio over the value of what is financed has a slope of 0.84 (``benchmarks/ladder.py --store``); three
        quarters would give 1.13, none 1.5, and who owns more than was demanded anyway takes away from each. What is published of forced
        sales does not tell shares apart: less than 6 million yuan on 25 and 26 June 2015, after prices had lost 12 % (China Securities Finance
        Corporation, ecns.cn, 2015-06-30), when margin in full would have had hardly anybody called either.
    collateral_spread
        Standard deviation of the logarithm of own collateral per yuan of debt beyond what the margin ratios demanded when contracts were
        opened: what spreads maintenance ratios, besides the moves of prices since.
    uncured_share
        Of the accounts that losses since the openings would put below the call line, the share that stands there on a day: called and not yet
        cured or sold out. The others have cured.
    overlap
        Share of positions in a security that the account has also financed.
    cash_skew
        How unequal the share of cash is: 1 is uniform, higher is most accounts with none.
    empty_share
        Share of accounts without debt that hold nothing.
    holding_spread
        Standard deviation of the logarithm of what the others hold.
    short_seller_share, shorts_per_seller
        Share of borrowers that are short, and how many short contracts each has.
    financing_rate_least, financing_rate_most, short_rate_least, short_rate_most
        Per year; the larger the debt, the lower.
    """

    debt_spread: float = _assumed(1.45, "对数正态主体，无公开分布", "lognormal body, no distribution is public")
    debt_tail_share: float = _assumed(0.02, "帕累托尾部人数占比", "share of borrowers in the Pareto tail", most=0.5)
    debt_tail_index: float = _assumed(
        1.6,
        "参照财富分布尾部指数 1.3–1.7（Vermeulen 2018）",
        "after tail indices of wealth, 1.3 to 1.7 (Vermeulen 2018)",
        unit="",
        least=1.01,
    )
    largest_debt: float = _assumed(3e9, "单户融资上限量级", "order of the largest single client", unit="元", least=1e6)
    institution_multiple: float = _assumed(
        8, "机构户均负债为个人的倍数", "debt of an institution over that of an individual", unit="", least=1
    )
    private_fund_share: float = _assumed(0.5, "机构中私募占比", "private funds among institutions", most=1)
    contracts_per_borrower: float = _assumed(4, "户均合约数", "open contracts of a borrower", unit="个", least=1, most=100)
    contracts_growth: float = _assumed(0.25, "合约数随负债增长的指数", "exponent of contracts in debt", unit="", most=1)
    positions_per_borrower: float = _assumed(
        5, "负债账户户均担保证券只数", "securities held by a borrower", unit="个", least=1, most=100
    )
    positions_per_other: float = _assumed(
        3, "无负债账户户均证券只数", "securities held by the others", unit="个", least=1, most=100
    )
    slow_share: float = _assumed(0.5, "慢客户占融资余额比例", "share of the balance owed by slow borrowers", most=0.95)
    slow_sessions: float = _assumed(
        60, "慢客户平均持有交易日数", "mean sessions until slow borrowers repay", unit="个交易日", least=1
    )
    cash_first_share: float = _assumed(
        0.75,
        "现金保证金全额计入，开仓后可再买担保品（规则 collateral_buy_requires_nonneg_margin）；取平仓阶梯假设范围 0.5–1 的中部：2023 年保证金比例"
        "由 100% 降至 80% 后，官方平均维持担保比例的降幅近于全额计入而非按折算率计入",
        "margin in cash counts in full, and the cash may buy collateral afterwards (rule collateral_buy_requires_nonneg_margin); amid the "
        "0.5 to 1 that the ladder assumes: when the margin ratio went from 100 to 80 % in 2023, the official average maintenance ratio "
        "fell as if margin counted in full rather than by conversion ratios",
        most=1,
    )
    collateral_spread: float = _assumed(
        1.0,
        "高于开仓所需部分的离散，取平仓阶梯假设范围 0.5–1.6 的中部；维持担保比例的账户分布不公开",
        "spread beyond what openings demanded, amid the 0.5 to 1.6 that the ladder assumes; the distribution of ratios over accounts "
        "is not public",
        most=3,
    )
    uncured_share: float = _assumed(
        0.25, "低于追保线者多数在数日内补仓或了结", "most accounts below the call line cure or are closed within days", most=1
    )
    overlap: float = _assumed(0.3, "自有持仓与融资标的重合", "own holdings in what the account has financed", most=1)
    cash_skew: float = _assumed(8, "多数账户几乎不留现金", "most accounts keep hardly any cash", unit="", least=1)
    empty_share: float = _assumed(0.4, "无负债账户中的空户", "empty accounts among those without debt", most=0.99)
    holding_spread: float = _assumed(1.6, "无负债账户资产的对数标准差", "spread of what the others hold", most=4)
    short_seller_share: float = _assumed(0.01, "负债账户中融券户占比", "short sellers among borrowers", most=1)
    shorts_per_seller: float = _assumed(3, "融券户均合约数", "short contracts of a seller", unit="个", least=1, most=100)
    financing_rate_least: float = _assumed(0.04, "2025 年议价利率量级", "order of negotiated rates of 2025", most=0.6)
    financing_rate_most: float = _assumed(
        0.0699, "2025 年挂牌利率 6.5%–7.5% 之内", "within list rates of 2025, 6.5 to 7.5 %", most=0.6
    )
    short_rate_least: float = _assumed(0.06, "低于 2025 年挂牌费率 8%–10%", "below list fees of 2025, 8 to 10 %", most=0.6)
    short_rate_most: float = _assumed(0.0899, "2025 年挂牌费率 8%–10% 之内", "within list fees of 2025, 8 to 10 %", most=0.6)

    def __post_init__(self) -> None:
        for known in fields(self):
            value, least, most = getattr(self, known.name), known.metadata["least"], known.metadata["most"]
            if not least <= value <= most:
                upper = ("", "") if most == float("inf") else (f" and at most {most:g}", f"，且不大于 {most:g}")
                raise UsageError(reason=f"{known.name} is {value:g}; it is at least {least:g}{upper[0]}.",
                                 reason_zh=f"{known.name} 为 {value:g}，应不小于 {least:g}{upper[1]}。")  # fmt: skip

    def assumptions(self) -> Iterator[Assumption]:
        """Every parameter with its value and its source.

        Examples
        --------
        >>> next(iter(Parameters().assumptions())).source.en
        'invented: lognormal body, no distribution is public'
        """
        for known in fields(self):
            yield Assumption(known.name, getattr(self, known.name), known.metadata["unit"], known.metadata["source"])
