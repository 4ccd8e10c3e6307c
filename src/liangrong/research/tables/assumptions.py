"""What assumptions, and the targets and outcomes of a calibration, are called in sentences and tables; JSON keeps their identifiers.

An assumption explains itself where it is defined, at length; these are the names.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Final

from liangrong.core.results import Note
from liangrong.research.tables.labels import heading

__all__ = ["assumption_title", "assumptions_told", "typed_title"]

_TITLES: Final[Mapping[str, tuple[str, str]]] = {
    # targets and outcomes of a generated book
    "borrowers": ("负债户数", "accounts in debt"),
    "institutions": ("机构户数", "institutions"),
    "financing_balance_by_security": ("逐证券融资余额", "financing balance, security by security"),
    "short_quantity_by_security": ("逐证券融券余量", "short quantity, security by security"),
    "largest_industry_share": ("占比最大的行业", "share of the largest industry"),
    "maintenance_ratio": ("平均维持担保比例", "average maintenance ratio"),
    "collateral_value": ("担保物总值", "value of all collateral"),
    "collateral_cash": ("担保物中的现金", "cash in collateral"),
    "short_sellers": ("融券户数", "accounts that are short"),
    "private_funds": ("私募户数", "private funds"),
    "debt_per_borrower": ("户均负债", "debt per borrower"),
    "debt_of_largest_borrower": ("最大一户的负债", "debt of the largest borrower"),
    "contract_age_days": ("合约平均账龄", "mean age of contracts"),
    "margin_ratio_{}_share": ("保证金比例 {} 的合约占融资余额", "share of the balance opened at {}"),
    "maintenance_ratio_quantile_{}": ("维持担保比例 {} 分位", "maintenance ratio, {} quantile"),
    "called_share": ("被追保户占负债户", "called, of borrowers"),
    "without_available_margin_share": ("无保证金可用余额的户占负债户", "without available margin, of borrowers"),
    # shapes of a generated book
    "debt_spread": ("负债的离散程度", "spread of debts"),
    "debt_tail_share": ("负债尾部的户数占比", "borrowers in the tail of debts"),
    "debt_tail_index": ("负债的尾部指数", "tail index of debts"),
    "largest_debt": ("单户负债上限", "largest debt allowed"),
    "institution_multiple": ("机构负债为个人的倍数", "institution over individual, debt"),
    "private_fund_share": ("机构中私募占比", "private funds among institutions"),
    "contracts_per_borrower": ("负债户的户均合约", "contracts of a borrower"),
    "contracts_growth": ("合约数随负债的增长", "growth of contracts with debt"),
    "positions_per_borrower": ("负债户的户均持仓", "securities of a borrower"),
    "positions_per_other": ("无负债户的户均持仓", "securities of the others"),
    "slow_share": ("慢客户占融资余额", "balance owed by slow borrowers"),
    "slow_sessions": ("慢客户的持有期", "sessions until slow borrowers repay"),
    "cash_first_share": ("以现金缴保证金者占比", "margin first paid in cash"),
    "collateral_spread": ("担保物的离散程度", "spread of collateral"),
    "uncured_share": ("低于追保线而未了结者占比", "below the call line and not cured"),
    "overlap": ("自有持仓与融资标的的重合", "overlap of own and financed securities"),
    "cash_skew": ("现金分布的不均", "skew of cash"),
    "empty_share": ("无负债户中的空户占比", "empty accounts among the others"),
    "holding_spread": ("无负债户资产的离散程度", "spread of what the others hold"),
    "short_seller_share": ("融券户占负债户", "short sellers among borrowers"),
    "shorts_per_seller": ("融券户的户均合约", "short contracts of a seller"),
    "financing_rate_least": ("最低融资利率", "lowest financing rate"),
    "financing_rate_most": ("最高融资利率", "highest financing rate"),
    "short_rate_least": ("最低融券费率", "lowest short fee"),
    "short_rate_most": ("最高融券费率", "highest short fee"),
    # scenarios and what is done in them
    "scenario": ("情景", "scenario"),
    "scenarios": ("情景数", "scenarios"),
    "shock": ("冲击", "shock"),
    "sale_order": ("先卖什么", "what is sold first"),
    "sell_below": ("低于哪条线即卖", "sold below which line"),
    "cures": ("补足担保物", "cures"),
    "price_impact": ("卖出对价格的影响", "price impact"),
    "lots": ("交易单位", "lots"),
    "trading_costs": ("交易费用", "trading costs"),
    "price_limits": ("涨跌幅限制", "price limits"),
    "window": ("收益率窗口（交易日）", "sessions of returns"),
    "balance": ("融资余额", "balance"),
    "prices": ("价格", "prices"),
    "limit_down": ("全部跌停", "everything limit-down"),
    "PriceMove": ("价格变动", "move of prices"),
    "BetaMove": ("按贝塔变动", "move by beta"),
    "ConversionCut": ("折算率下调", "cut of conversion ratios"),
    "Suspension": ("停牌", "suspension"),
    "DrawnMoves": ("抽样涨跌", "drawn moves"),
    "ObservedMoves": ("重演涨跌", "moves that happened"),
    "ListedMoves": ("自列涨跌", "listed moves"),
    "scope": ("范围", "scope"),
    "move": ("幅度", "move"),
    "cut": ("幅度", "cut"),
    "share": ("占比", "share"),
    "number": ("第几次", "number"),
    "betas": ("贝塔", "betas"),
    "beta_where_unknown": ("未知贝塔取", "beta where unknown"),
    "model": ("模型", "model"),
    "from_close_of": ("自收盘", "from the close of"),
    "to_close_of": ("至收盘", "to the close of"),
    "market_move": ("市场涨跌", "move of the market"),
    "market_source": ("市场取自", "market taken from"),
    "least_members": ("行业至少有行情的只数", "least securities of an industry"),
    "list": ("列表", "list"),
    "others": ("其余证券", "the others"),
    # cascades and levers
    "impact": ("冲击函数", "form of the impact"),
    "impact_coefficient": ("冲击系数", "coefficient of the impact"),
    "crossover": ("冲击由线性转为平方根处", "crossover to the square root"),
    "order_memory": ("与前几日卖出合并的份额", "memory of earlier sales"),
    "usual_turnover": ("未知时的日成交额", "turnover where unknown"),
    "usual_volatility": ("未知时的日波动率", "volatility where unknown"),
    "participation": ("强平至多占成交额", "forced sales to turnover at most"),
    "recovery": ("每日回升的份额", "recovery in a session"),
    "momentum": ("追涨杀跌", "followers of the last session"),
    "short_selling": ("新融券卖出", "new short sales"),
    "filled_at_limit": ("跌停时成交的份额", "filled at the lower limit"),
    "suspension_share": ("停牌的证券占比", "securities suspended"),
    "cure_probability": ("补足的概率", "probability of a cure"),
    "cure_delay": ("补足所需交易日", "sessions until a cure"),
    "withdrawal_share": ("自行减仓退出的概率", "probability of giving up"),
    "sale_policy": ("强平顺序", "what forced sales take first"),
    "bailout_yuan": ("救市资金每日买入", "bail-out, a session"),
    "bailout_from": ("救市首日", "first session of the bail-out"),
    "bailout_until": ("救市末日", "last session of the bail-out"),
    "lending_ban_from": ("禁止新融券首日", "first session without new shorts"),
    "forced_sales_suspended_from": ("暂停强平首日", "first session without forced sales"),
    "forced_sales_suspended_until": ("暂停强平末日", "last session without forced sales"),
    "financing_suspended_from": ("暂停新融资首日", "first session without new financing"),
    "financing_share": ("融资买入占成交额", "financing in turnover"),
    "sessions": ("至多几个交易日", "sessions at most"),
    "seed": ("随机种子", "seed"),
    # the estimated ladder
    "ageing": ("偿还率随账龄下降的指数", "fall of repayment with age"),
    "young": ("偿还率开始下降的账龄（交易日）", "sessions until it begins to fall"),
    "winners": ("盈利对偿还率的影响", "gains on repayment"),
    "losers": ("亏损对偿还率的影响", "losses on repayment"),
    "rolled": ("到期展期的份额", "rolled over at the end of a term"),
    "dispersion": ("担保物的离散程度", "spread of collateral"),
    "pooling": ("合约自身盈亏的权重", "weight of a contract's own profit"),
    "cash": ("担保物中现金占比", "cash in own collateral"),
    "idiosyncratic": ("个股日波动率", "daily scatter of single securities"),
    # nowcast and replay
    "usual_ratio": ("常见维持担保比例", "usual ratio"),
    "reading_noise": ("公布值的误差方差", "noise of a reading"),
    "noise_half_life": ("误差方差的半衰期", "half-life of the noise"),
    "first_noise": ("起始误差", "first noise"),
    "outlier": ("异常值界限（标准差）", "outliers beyond"),
    "drift_wander": ("漂移的变动方差", "wander of the drift"),
    "response_wander": ("系数的变动方差", "wander of the responses"),
    "drift_doubt": ("漂移的起始方差", "doubt of the drift"),
    "response_doubt": ("系数的起始方差", "doubt of the responses"),
    "first_drift": ("起始漂移", "first drift"),
    "first_market": ("起始指数系数", "first response to the market"),
    "first_tilt": ("起始大盘股系数", "first response to the tilt"),
    "first_debt": ("起始负债系数", "first response to debt"),
    "first_pull": ("起始回归系数", "first pull"),
    "stand_in_sessions": ("替代指数的回归窗口", "sessions of the stand-in"),
    "band": ("区间概率", "band"),
    "band_sessions": ("区间取用的误差（交易日）", "sessions of errors in a band"),
    "settling_sessions": ("起步不计误差（交易日）", "sessions to settle"),
    "free_paths": ("自由运行的路径数", "paths of the free run"),
    "memory_sessions": ("资金流模型的样本（交易日）", "memory of the flow model"),
    "drawn_sessions": ("指数抽样的样本（交易日）", "sessions drawn from"),
    "block_sessions": ("抽样块长（交易日）", "sessions of a block"),
    "volatility_half_life": ("波动率的半衰期（交易日）", "half-life of volatility"),
    "dispersion_low": ("账户离散程度下限", "least spread over accounts"),
    "dispersion_high": ("账户离散程度上限", "greatest spread over accounts"),
    "sold_low": ("低于追保线后卖出份额下限", "least share sold"),
    "sold_high": ("低于追保线后卖出份额上限", "greatest share sold"),
    "paths": ("路径数", "paths"),
}  # fmt: skip
"""Identifier to its name in Chinese and English; a percentage in an identifier is written ``{}``."""
_VALUES: Final[Mapping[tuple[str, str], str]] = {
    ("cures", "none"): "无", ("price_impact", "none"): "不计", ("lots", "single shares"): "按股，不计整手", ("trading_costs", "none"): "不计",
    ("price_limits", "on"): "计", ("price_limits", "off"): "不计", ("balance", "constant"): "总量不变", ("prices", "unchanged"): "不变",
    ("limit_down", "one session at the lower limits, suspended ones unmoved"): "一个交易日跌停，停牌者不动",
    ("shock", "each industry alone"): "逐个行业单独下跌", ("market_source", "mean of quoted securities"): "有行情证券的均值",
}  # fmt: skip
"""Words of ours among the values; whatever is not here is typed like that."""
_TOLD_APART: Final = ("betas", "model")
"""Values that are sentences: the remark beside says them in both languages."""
_ELSEWHERE: Final = "依据另注"
_PLAIN: Final = ("scenario", "scenarios", "shock")
"""What is asked for rather than assumed: its name says enough."""
_PERCENTAGE: Final = re.compile(r"\d+(?:\.\d+)?%")


def assumption_title(name: str) -> Note:
    """The name of an assumption, a target or an outcome; of a column of the same name where it has none of its own.

    Examples
    --------
    >>> assumption_title("maintenance_ratio_quantile_5%").zh, assumption_title("participation").en
    ('维持担保比例 5% 分位', 'forced sales to turnover at most')
    """
    share = _PERCENTAGE.search(name)
    found = _TITLES.get(_PERCENTAGE.sub("{}", name))
    if found is None:
        return Note(heading(name, "zh"), heading(name, "en"))
    zh, en = (text.format(share[0]) if share else text for text in found)
    return Note(zh, en)


def typed_title(name: str) -> Note:
    """The name of an assumption, and how it is typed.

    Examples
    --------
    >>> typed_title("participation").zh
    '强平至多占成交额（participation）'
    """
    title = assumption_title(name)
    return Note(f"{title.zh}（{name}）", f"{title.en} ({name})")


def assumptions_told(assumptions: Mapping[str, str], *, typed: bool = True) -> Note:
    """Every assumption with its value, in one remark; what can be typed stands as it is typed.

    Parameters
    ----------
    assumptions
        Identifier to value; ``Step.parameter`` is a parameter of a step of a scenario, ``Step 2.parameter`` of its second.
    typed
        Whether one can change them by their identifiers, which Chinese sentences then hold too.

    Examples
    --------
    >>> assumptions_told({"sale_order": "loss", "cures": "none"}).zh
    '假设：先卖什么 sale_order = loss；补足担保物：无'
    >>> assumptions_told({"sale_order": "loss", "cures": "none"}).en
    'assumptions: sale_order = loss; cures = none'
    """
    zh = "；".join(_in_chinese(name, value, typed=typed) for name, value in assumptions.items())
    return Note(f"假设：{zh}", f"assumptions: {'; '.join(f'{name} = {value}' for name, value in assumptions.items())}")


def _in_chinese(name: str, value: str, *, typed: bool) -> str:
    step, dot, parameter = name.rpartition(".")
    said = _ELSEWHERE if parameter in _TOLD_APART else _VALUES.get((parameter, value))
    if dot:
        kind, _, number = step.partition(" ")
        return f"{assumption_title(kind).zh}{number}的{assumption_title(parameter).zh} {said or value}"
    title = assumption_title(name).zh
    if said:
        return f"{title}：{said}"
    return f"{title} {name} = {value}" if typed and name not in _PLAIN else f"{title} {value}"
