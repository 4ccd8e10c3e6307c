"""What stands around the rows of an answer on a page: its title, what it says and does not say, and how it is drawn."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from importlib import import_module
from typing import Any, Final

from liangrong.core.results import Note

__all__ = ["SHEETS", "Sheet"]


@dataclass(frozen=True, slots=True)
class Sheet:
    """The frame of one kind of answer.

    Parameters
    ----------
    title
        Its name.
    definition
        What the figures are, in a sentence or two: formula, population, what is not known.
    drawn_by
        ``module:function`` in ``research.charts``; the function takes the rows and keywords ``lang``, ``width`` and ``note`` (a
        watermark), and returns an altair chart, or ``None`` where there is nothing to draw.
    """

    title: Note
    definition: Note
    drawn_by: str

    def chart(self) -> Callable[..., Any]:
        """The function that draws it, imported when it is first needed."""
        module, _, name = self.drawn_by.partition(":")
        drawing: Callable[..., Any] = getattr(import_module(f"liangrong.research.charts.{module}"), name)
        return drawing


SHEETS: Final[dict[str, Sheet]] = {
    "flows": Sheet(
        Note("融资净买入", "Net financing"),
        Note("区间内融资买入额减偿还额；偿还额未公布或有误处用余额之差，并逐行标明。成份按各日归属。",
             "Financing buys minus repayments over the window; the difference of balances where repayments are unpublished or bad, marked "
             "row by row. Membership as of each day."),
        "structure:flows_chart",
    ),
    "league": Sheet(
        Note("融资净买入排行", "League table of net financing"),
        Note("按区间融资净买入额排序的两端，并数出超过门槛的个数。", "Both ends of the ranking by net financing, and how many pass a threshold."),
        "structure:league_chart",
    ),
    "growth": Sheet(
        Note("增长与分段复合", "Growth and its legs"),
        Note("分段增长按（1+a）（1+b）复合，与总增长比较：吻合、在舍入之内，或不吻合。",
             "Legs compound as (1+a)(1+b) and are set against the total: they close, close within rounding, or do not close."),
        "rotation:growth_chart",
    ),
    "rotation": Sheet(
        Note("结构与轮动", "Structure and rotation"),
        Note("各组占融资余额的比重在两个日期之间的变化，单位为百分点；集中度与领先者的进出。",
             "How shares of the financing balance moved between two days, in percentage points; concentration, leaders who came and went."),
        "rotation:rotation_chart",
    ),
    "episodes": Sheet(
        Note("历次周期对照", "Episodes side by side"),
        Note("各周期按峰值或转折对齐，水平与比率分别对照；两组差异以百分点计。",
             "Cycles aligned at their peak or turn, by level and by ratio; differences between groups in percentage points."),
        "episodes:episodes_chart",
    ),
    "heat": Sheet(
        Note("热度", "Heat"),
        Note("每个信号给出定义、读数、历史位置与此前发出后的结果；样本不足时直说。",
             "Each signal with its definition, reading, place in its history and what followed earlier flags; too few are called too few."),
        "heat:heat_chart",
    ),
    "crowding": Sheet(
        Note("个股拥挤度", "Crowded names"),
        Note("融资余额占流通市值、增长、占成交比与平仓天数；距交易所 25%/20% 暂停与恢复线的距离。",
             "Financing over float, growth, share of turnover and days to unwind; the distance to the exchanges' 25/20 % gauge."),
        "crowding:crowding_chart",
    ),
    "shorts": Sheet(
        Note("融券", "The short side"),
        Note("融券余额的走势、较年初与峰值的变化、占流通市值比，均注明基准与截至日。",
             "The short balance over time, since the start of the year and the peak, and over float; each with its base and as-of day."),
        "shorts:shorts_chart",
    ),
    "attribution": Sheet(
        Note("异动与两融", "Abnormal moves and margin facts"),
        Note("异动之前有哪些两融事实，分融资侧与融券侧，并与同期对照股票比较；先后不等于因果。",
             "Which margin facts preceded an abnormal move, financing and short side apart, against matched controls; before is not because."),
        "events:attribution_chart",
    ),
    "event-study": Sheet(
        Note("事件研究", "Event study"),
        Note("事件前后的平均累计变化、区间与安慰剂检验。", "Average cumulative change around events, with intervals and placebo tests."),
        "events:event_study_chart",
    ),
    "lead-lag": Sheet(
        Note("领先滞后", "Lead and lag"),
        Note("互相关、格兰杰检验与样本外预测，标准误经 HAC 修正，并给出白噪声的显著界。",
             "Cross-correlation, Granger tests and out-of-sample forecasts with HAC errors, beside the white-noise bounds."),
        "factors:lead_lag_chart",
    ),
    "factor": Sheet(
        Note("因子检验", "Factor lab"),
        Note("按可知时点的秩相关 IC、衰减、分组收益与成本；2024 年 7 月转融券暂停前后分列。",
             "Point-in-time rank IC, decay, quantile returns and costs; before and after the lending ban of July 2024."),
        "factors:factor_chart",
    ),
    "context": Sheet(
        Note("外资与账户", "Foreign flows and accounts"),
        Note("北向成交、账户数与平均维持担保比例，各自口径，互不合并；停止公布的如实标明。",
             "Northbound turnover, accounts and the average maintenance ratio, each on its own population; what has ended is shown as ended."),
        "context:context_chart",
    ),
    "ladder": Sheet(
        Note("平仓阶梯", "The liquidation ladder"),
        Note("所有证券同幅下跌时，低于各线的账户的融资负债，与无人追保时须强制卖出的金额；由公开数据以模型集合估计，带区间为模型之间的分位数；"
             "给出账簿时逐户计算，没有区间。",
             "If all securities fall alike: debt of the accounts below each line, and what must be sold when nobody brings cash. Estimated from "
             "public data by an ensemble, the band is of quantiles among its models; of a book every account is counted and there is no band."),
        "ladder:ladder_chart",
    ),
    "book describe": Sheet(
        Note("账簿概况", "A book"),
        Note("按账簿自己的价格与当日规则：户数、资产、负债、区间、集中度、合约与账龄；合成账簿另有校准表，列明假定。",
             "At its own prices and the rules of its day: accounts, assets, debt, zones, concentration, contracts and ages; a synthetic book also "
             "has a calibration table that names what is assumed."),
        "stress:amounts_chart",
    ),
    "book revalue": Sheet(
        Note("账簿估值", "A book, marked to market"),
        Note("每户按规则估值后相加：各区间的户数、资产、负债与追保缺口；末行为全部。",
             "Every account valued by the rules, then added up: accounts, assets, debt and cash missing by zone; the last row is all."),
        "stress:amounts_chart",
    ),
    "stress run": Sheet(
        Note("情景压力测试", "Scenarios over a book"),
        Note("情景价格下每户重新估值；强制卖出为恢复目标比例所须，卖出本身不再影响价格，无人补足担保物。",
             "Every account valued at the prices of the scenario; forced sales are what restores the target. Sales move no prices and nobody cures."),
        "stress:amounts_chart",
    ),
    "stress grid": Sheet(
        Note("情景网格", "Many scenarios at once"),
        Note("各情景相互独立；分位数是某一情景的结果，只有情景为抽样时才是概率。",
             "Scenarios stand apart. A quantile is the outcome of one of them, and a probability only where the scenarios are draws."),
        "stress:grid_chart",
    ),
    "stress reverse": Sheet(
        Note("反向压力测试", "Reverse stress"),
        Note("使指标达到目标的最小跌幅，精确到一个基点；或各行业单独下跌的结果。",
             "The smallest fall at which the measure reaches its target, to a basis point; or what each industry does alone."),
        "stress:reverse_chart",
    ),
    "stress policy": Sheet(
        Note("政策对照", "Policies side by side"),
        Note("各政策对存量账户、新合约与新旧更替的影响，与现行规则相比；价格不变。",
             "What each policy does to existing accounts, new contracts and the turnover of contracts, against the rules as they are; prices stay."),
        "stress:policy_chart",
    ),
    "stress cascade": Sheet(
        Note("去杠杆级联", "A deleveraging cascade"),
        Note("冲击之后逐日：追保、补足、强平卖出、价格冲击，直到平息；全部假设列在说明中，区间为对假设抽样的 5%–95%。",
             "After the blow, session by session: calls, cures, forced sales, their impact on prices, until it rests. All assumptions stand in the "
             "remarks; bands are 5-95 % of draws over them."),
        "cascade:cascade_chart",
    ),
    "stress replay": Sheet(
        Note("历史回放", "An episode replayed"),
        Note("只用当日以前的数据作出的区间，与后来的实际；没有落在区间内的如实写明。",
             "Bands from data up to the day only, against what came; where they failed is said."),
        "replay:replay_chart",
    ),
    "stress nowcast": Sheet(
        Note("平均维持担保比例的即时推算", "The average maintenance ratio, nowcast"),
        Note("公布之前，由价格、余额与买入推算的比例及其区间，与公布值对照。",
             "The ratio before it is published, from prices, balances and buys, with its band, against what was published."),
        "replay:nowcast_chart",
    ),
    "balance": Sheet(
        Note("余额的历史", "The balance over time"),
        Note("沪深北交易所公布的两融余额之和，逐日；新高须高于此前全部交易日，缺日由另一口径限定，不拼接。三角为当日施行的政策。",
             "The sum of what the three exchanges publish, session by session. A record stands above every session before; missing ones are "
             "bounded by another basis, never filled. Triangles: what came into force that day."),
        "balance:balance_chart",
    ),
    "ratios": Sheet(
        Note("杠杆比率", "Leverage ratios"),
        Note("余额占流通市值与自由流通市值、融资买入占成交额、平均维持担保比例，逐日；阴影为区间内 10% 至 90% 分位。",
             "The balance over float and free-float cap, financing buys over turnover, the average maintenance ratio; shaded: the 10-90 % "
             "quantiles of the window."),
        "panels:ratio_chart",
    ),
    "treemap": Sheet(
        Note("融资余额与净买入", "Balances and net financing"),
        Note("面积为期末融资余额，颜色与数字为区间融资净买入（红正绿负，或按设置相反）。",
             "The area is the financing balance at the end, colour and number are net financing over the window."),
        "treemap:treemap_chart",
    ),
    "show": Sheet(
        Note("指标的走势", "A measure over time"),
        Note("一个指标逐日的数值；拖选下方窗格可放大一段，缺日断开，不作插补。",
             "One measure, session by session; the strip below enlarges a part. A line is broken where days are missing, never filled."),
        "balance:balance_chart",
    ),
    "rules": Sheet(
        Note("规则的演变", "Rules over time"),
        Note("规则取值自何日起为多少，依规则库所引文件；三角为政策施行日。新旧合约分别适用的，虚线为此前合约沿用的取值。交易所不同的，图示其一，表列全部。",
             "What each rule was since when, from the documents that the rulebook cites; triangles: policy in force. Where contracts opened before "
             "keep their value, it is dashed. Where exchanges differ the picture shows one, the table all."),
        "rules:rules_chart",
    ),
    "account": Sheet(
        Note("维持担保比例与各线", "The maintenance ratio and its lines"),
        Note("维持担保比例在提取线、警戒线、追保线与即时平仓线之间的位置；横轴为对数，等距即价格等比变动。",
             "Where the maintenance ratio stands between its lines; the scale is logarithmic, so that equal steps are equal changes of prices."),
        "accounts:account_chart",
    ),
    "distance": Sheet(
        Note("距各线的价格变动", "The move of prices to each line"),
        Note("全部价格、某一证券或某一行业变动多少会触及各线，其余价格不变；跌到零也不触及的不画。",
             "How far all prices, one security or one industry must move to meet each line, the rest unchanged; what no price reaches is not drawn."),
        "accounts:distance_chart",
    ),
    "coverage": Sheet(
        Note("已存数据", "What is stored"),
        Note("每个数据表、交易所与来源已存的交易日；虚框为中间全缺的时段。已存指该日有行入库，来自文件的未必完整。",
             "Sessions stored of each table, exchange and source; framed: a period in between of which nothing is stored. Stored means that "
             "the day has rows; what a file brought need not be complete."),
        "coverage:coverage_chart",
    ),
    "search": Sheet(
        Note("查找", "Search"),
        Note("代码、名称、拼音（含多音字、首字母）或英文名；完全一致在前，其次开头、首字母与其中，同分者按融资余额由大到小。",
             "By code, name, pinyin (every reading, initials too) or English name; the very name first, then beginnings, initials and middles, "
             "the larger financing balance first among equals."),
        "securities:security_chart",
    ),
    "security": Sheet(
        Note("个股", "Security"),
        Note("一只证券的身份、资格、余额、拥挤度与距暂停线的距离；历史图上为价格与融资余额，下为融资净买入与融券。数据未说明的写“不可知”。",
             "One security: who it is, what may be done with it, balances, crowding and the distance to the exchange's lines; drawn as price and "
             "financing, net financing and shorts. What the data do not say is called not known."),
        "securities:security_chart",
    ),
    "security-events": Sheet(
        Note("个股大事", "Events of a security"),
        Note("两融事实、异动、触及暂停线、拥挤标记、除权与名单变化，各按既有定义；持续多日的只记首日。",
             "Margin facts, abnormal moves, lines reached, crowding flags, ex-rights days and changes of the list, each by its own definition; "
             "a state that lasts is told on its first session."),
        "securities:security_chart",
    ),
}  # fmt: skip
"""Command name to what stands around its answer."""
