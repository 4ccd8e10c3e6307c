"""What a cascade assumes: every assumption is a field with a default, a unit and where it comes from."""

from __future__ import annotations

from dataclasses import Field, dataclass, field, fields
from typing import Any, Final, Literal, TypeAlias, get_args

from liangrong.core.errors import UsageError
from liangrong.core.results import Note

__all__ = ["Assumption", "ImpactForm", "Parameters", "SalePolicy", "assumed", "assumptions_of", "checked"]

ImpactForm: TypeAlias = Literal["square_root", "linear"]
SalePolicy: TypeAlias = Literal["risk", "position", "loss", "pro_rata"]

_INVENTED: Final = Note("假设，无公开数据", "assumed; no public data")


@dataclass(frozen=True, slots=True)
class Assumption:
    """One assumption as it is printed with a result.

    Parameters
    ----------
    unit
        Of ``value``; empty for a word.
    source
        Where its default comes from.
    """

    name: str
    value: float | int | str
    unit: str
    meaning: Note
    source: Note


def assumed(*, unit: str, low: float = 0, high: float = 0, zh: str, en: str, source: Note = _INVENTED) -> dict[str, Any]:
    """What a field says that is an assumption: a number between two bounds, or a word."""
    return {"unit": unit, "low": low, "high": high, "meaning": Note(zh, en), "source": source}


@dataclass(frozen=True, slots=True, kw_only=True)
class Parameters:
    """The market's answer to sales, and what clients and brokers do. Price changes are logarithms, sessions are counted from 0.

    The square-root law: a flow of ``Q`` yuan in a session moves the price by ``coefficient × volatility × √(Q / turnover)`` (Almgren
    et al. 2005, "Direct estimation of equity market impact"; Tóth et al. 2011, "Anomalous price impact and the critical nature of
    liquidity in financial markets", Physical Review X 1, 021006). Small flows move it in proportion (Bucci et al. 2019, "Crossover from linear
    to square-root market impact", Physical Review Letters 122, 108302): a root alone would let the sale of one share call for the next for
    ever. The linear form of Kyle (1985) has ``Q / turnover`` for its root.
    What was in the book at the start can be sold from the next session on: T+1 binds none of it.

    Price limits stop a price on its way; what the sellers have ordered then waits, and the rest of the fall is owed to the next sessions
    (Kim & Rhee 1997, "Price limit performance: evidence from the Tokyo Stock Exchange", Journal of Finance 52). Brokers who cannot
    sell what waits at its limit sell the rest of the account: limits spread sales to stocks that are not at theirs (Bian, He, Shue &
    Zhou 2018, "Leverage-induced fire sales and stock market crashes", NBER working paper 25040; for the market as a whole Chen, Petukhov,
    Wang & Xing 2024, "The dark side of circuit breakers", Journal of Finance).
    """

    impact: ImpactForm = field(
        default="square_root",
        metadata=assumed(
            unit="",
            zh="冲击函数：平方根或线性",
            en="form of the impact: square root or linear",
            source=Note("Tóth 等（2011）", "Tóth et al. (2011)"),
        ),
    )
    impact_coefficient: float = field(
        default=1.0,
        metadata=assumed(
            unit="1",
            low=0,
            high=100,
            zh="冲击系数",
            en="coefficient of the impact",
            source=Note("平方根法则的系数接近 1：Tóth 等（2011）", "of order one in the square-root law: Tóth et al. (2011)"),
        ),
    )
    crossover: float = field(
        default=0.001,
        metadata=assumed(
            unit="1",
            low=1e-9,
            high=1,
            zh="低于成交额的这一份额时平方根冲击变为线性",
            en="share of turnover below which the square-root impact is linear",
            source=Note("Bucci 等（2019）：约千分之一", "Bucci et al. (2019): about a thousandth"),
        ),
    )
    order_memory: float = field(
        default=0.0,
        metadata=assumed(
            unit="1",
            low=0,
            high=1,
            zh="前一日净卖出与当日视为同一委托的份额：1 为整段级联合并适用平方根法则，0 为逐日适用",
            en="share of earlier net sales that counts as one order with those of the session: 1 puts the whole cascade under one root, 0 each session",
            source=Note("两端之间无公开估计；0 的冲击更大", "no published estimate between the ends; 0 is the stronger impact"),
        ),
    )
    usual_turnover: float = field(
        default=1e8,
        metadata=assumed(
            unit="元", low=1, high=1e13, zh="成交额未知的证券每日成交额", en="turnover of a session where it is not known"
        ),
    )
    usual_volatility: float = field(
        default=0.03,
        metadata=assumed(
            unit="1", low=0, high=1, zh="波动率未知的证券日波动率", en="volatility of a session where it is not known"
        ),
    )
    participation: float = field(
        default=0.25,
        metadata=assumed(
            unit="1",
            low=0.0001,
            high=100,
            zh="一日强平至多占通常成交额的份额",
            en="most that forced sales of a session are of the usual turnover",
        ),
    )
    recovery: float = field(
        default=0.0,
        metadata=assumed(
            unit="1",
            low=0,
            high=1,
            zh="每日回补的份额：价格向冲击前水平回升",
            en="share of the distance to the prices of the start that is made up for in a session",
            source=Note("Bian 等（2018）见到反转，速度为假设", "reversals: Bian et al. (2018); how fast is assumed"),
        ),
    )
    momentum: float = field(
        default=0.0,
        metadata=assumed(
            unit="1",
            low=0,
            high=100,
            zh="其他持有人追涨杀跌：前一日每 100% 涨跌引起的净买入占成交额",
            en="other holders follow the last session: net purchases as a share of turnover per 100 % of its change",
        ),
    )
    short_selling: float = field(
        default=0.0,
        metadata=assumed(
            unit="1",
            low=0,
            high=100,
            zh="新融券卖出占成交额：前一日每 100% 下跌",
            en="new short sales as a share of turnover per 100 % of the last fall",
        ),
    )
    price_limits: bool = field(
        default=True,
        metadata=assumed(
            unit="",
            low=0,
            high=1,
            zh="涨跌幅限制是否有效",
            en="whether price limits hold",
            source=Note("幅度来自账簿的行情表", "widths: the marks of the book"),
        ),
    )
    filled_at_limit: float = field(
        default=0.0,
        metadata=assumed(
            unit="1",
            low=0,
            high=1,
            zh="跌停时成交的份额",
            en="share of the orders that is filled at the lower limit",
            source=Note("账户引擎中跌停不成交", "the account engine fills nothing there"),
        ),
    )
    suspension_share: float = field(
        default=0.0,
        metadata=assumed(
            unit="1",
            low=0,
            high=1,
            zh="从首日起停牌的证券份额",
            en="share of securities suspended from the first session on",
            source=Note("2015-07-09 约一半证券停牌", "about half of them on 2015-07-09"),
        ),
    )
    cure_probability: float = field(
        default=0.25,
        metadata=assumed(unit="1", low=0, high=1, zh="被追保客户补足的概率", en="probability that a called client pays in"),
    )
    cure_delay: int = field(
        default=1,
        metadata=assumed(
            unit="sessions", low=1, high=250, zh="追保后第几个交易日补足", en="sessions from the call to the payment"
        ),
    )
    withdrawal_share: float = field(
        default=0.0,
        metadata=assumed(
            unit="1",
            low=0,
            high=1,
            zh="被追保客户次日自行减仓退出的概率",
            en="probability that a called client gives up and sells down to the target from the next session on",
            source=Note(
                "Bian 等（2018）：接近平仓线即卖出，份额为假设",
                "Bian et al. (2018): they sell before the line; the share is assumed",
            ),
        ),
    )
    sale_policy: SalePolicy = field(
        default="risk",
        metadata=assumed(
            unit="",
            zh="强平顺序",
            en="what forced sales take first",
            source=Note(
                "accounts.calls.sale_positions；pro_rata 为按市值比例", "accounts.calls.sale_positions; pro_rata: by market value"
            ),
        ),
    )


def assumptions_of(*assumed_by: object) -> tuple[Assumption, ...]:
    """Every assumption of parameters, levers and the like, as it is printed.

    Examples
    --------
    >>> [a.value for a in assumptions_of(Parameters(participation=0.1)) if a.name == "participation"]
    [0.1]
    """
    return tuple(
        Assumption(
            one.name, _shown(getattr(holder, one.name)), one.metadata["unit"], one.metadata["meaning"], one.metadata["source"]
        )
        for holder in assumed_by
        for one in _fields(holder)
    )


def checked(holder: Any) -> None:
    """Refuse numbers outside their bounds and words that are not known.

    Raises
    ------
    UsageError
        The first one that cannot be.
    """
    for one in _fields(holder):
        value, low, high = getattr(holder, one.name), one.metadata["low"], one.metadata["high"]
        words = {"impact": get_args(ImpactForm), "sale_policy": get_args(SalePolicy)}.get(one.name)
        if words is not None and value not in words:
            raise UsageError(reason=f"{one.name} {value!r} is not one of {', '.join(words)}.",
                             reason_zh=f"{one.name} {value!r} 不是 {'、'.join(words)} 之一。")  # fmt: skip
        if words is None and not low <= value <= high:
            raise UsageError(reason=f"{one.name} of {value} does not lie between {low:g} and {high:g}.",
                             reason_zh=f"{one.name} {value} 不在 {low:g} 与 {high:g} 之间。")  # fmt: skip


def _fields(holder: Any) -> tuple[Field[Any], ...]:
    return tuple(one for one in fields(holder) if "meaning" in one.metadata)


def _shown(value: Any) -> float | int | str:
    return str(value).lower() if isinstance(value, bool) else value
