"""The tools: verbs that answer one kind of question, gathered under a name, with what an agent must know to choose among them."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from types import MappingProxyType
from typing import Final

from liangrong.core.errors import UnknownName
from liangrong.core.results import Note
from liangrong.services.verbs.catalogue import VERBS
from liangrong.services.verbs.parameters import takes_account
from liangrong.services.verbs.verb import Verb

__all__ = ["TOOL_TEXTS", "Tool", "tool", "tools"]


@dataclass(frozen=True, slots=True)
class Tool:
    """One tool and the verbs that it answers.

    Parameters
    ----------
    name
        What an agent calls.
    title, description
        What it is for, in both languages.
    verbs
        The questions, chosen by ``view`` where there are several; the first is the default.
    """

    name: str
    title: Note
    description: Note
    verbs: tuple[Verb, ...]

    @property
    def takes_account(self) -> bool:
        """Whether every question is about an account."""
        return all(map(takes_account, self.verbs))

    def verb(self, view: str | None = None) -> Verb:
        """The verb that ``view`` names; underscores count as hyphens.

        Raises
        ------
        UnknownName
            This tool has no such view.

        Examples
        --------
        >>> tool("level").verb().name, tool("records").verb("record_state").name
        ('show', 'record-state')
        """
        wanted = self.verbs[0].name if view is None else view.replace("_", "-")
        found = next((verb for verb in self.verbs if verb.name == wanted), None)
        if found is None:
            raise UnknownName(kind="view", kind_zh="视图", name=view, known=", ".join(verb.name for verb in self.verbs))
        return found


TOOL_TEXTS: Final = MappingProxyType({
    "brief": (
        Note("杠杆简报", "Leverage brief"),
        Note("一个交易日的全部要点：余额、变化、是否新高、占比、数据质量。先问这个。",
             "Everything about one session at a glance: balances, changes, records, ratios, quality of the data. Ask this first."),
    ),
    "level": (
        Note("余额与比率的水平、变动与增长", "Levels, changes and growth"),
        Note("任一指标（两融余额、融资余额、占流通市值比……）在任一范围（全市场、交易所、板块、行业、指数、个股）的时间序列、变动与增长，可按转折日分段；"
             "或检查已发表的分段增长能否复合成总增长，差多少可由舍入解释（视图 legs）。",
             "One measure (balances, flows, ratios to float, turnover …) of one scope (market, exchange, board, industry, index, security) over "
             "time, how it changed and grew, split at a pivot; or whether printed legs compound to a printed total and how much rounding "
             "explains (view legs)."),
    ),
    "records": (
        Note("新高与首次突破", "Records and first crossings"),
        Note("区间内创几次新高、某日是否新高（有史以来或自某日起）、何时首次达到一个关口；历史不全时拒绝或说明有界。",
             "How many record highs in a window, whether a day is a record (ever or since a day), when a threshold was first reached; refused "
             "or called bounded where the history has holes."),
    ),
    "flows": (
        Note("融资流向、排行与轮动", "Where financing went"),
        Note("区间内融资净买入按行业、板块、指数、个股；排行榜；比重变化与集中度。",
             "Net financing over a window by industry, board, index or security; league table; rotation of shares and concentration."),
    ),
    "shorts": (
        Note("融券", "The short side"),
        Note("融券余额的走势与要点、个股与行业、归零与回补、逼空、股指期货替代。",
             "What is left of short selling: figures, trend, names, industries, who covered, squeezes, index futures instead."),
    ),
    "heat": (
        Note("热度与拥挤", "Heat and crowding"),
        Note("市场热度信号、历史读数与此前发出后的结果；个股拥挤度、单一证券暂停线、拥挤标记之后的表现。样本太少会直说。全国数据上需数秒。",
             "Signals of overheating with their history and what followed earlier flags; crowded stocks, the suspension gauge and what followed. "
             "Too few cases are called too few. Takes seconds on a national store."),
    ),
    "rule_value": (
        Note("规则", "Rules"),
        Note("某日、某份合约适用哪条规则（保证金比例、维持担保比例线、折算率上限……）、为什么、时间线、两日之间的变化；附出处。名称见资源 rulebook://。",
             "Which rule governs on a day or for one contract (margin ratios, maintenance lines, caps on conversion ratios …), why, over time, "
             "and what changed between two days; with citations. Names are in the resource rulebook://."),
    ),
    "assess_account": (
        Note("账户估值", "An account, valued"),
        Note("按当日规则给信用账户估值：维持担保比例、保证金可用余额、负债、所处区间；还能买、卖、提多少；一个数从何而来。账户随请求给出，不保存。",
             "A credit account by the rules of its day: maintenance ratio, available margin, debt, zone; what it may still buy, short or withdraw; "
             "where a number comes from. The account comes with the question and is not stored."),
    ),
    "distance": (
        Note("距各线多远与压力测试", "Distance to the lines"),
        Note("价格跌多少触及各线、如何补足追保、强制平仓须卖出什么、若价格规则或资金变动会怎样、最不罕见的触线情形。账户随请求给出，不保存。",
             "How far prices must move to each line, ways to cure a call, what a forced sale would sell, what-ifs of prices, rules and money, the "
             "least unlikely way to a line. The account comes with the question and is not stored."),
    ),
    "stress": (
        Note("压力测试与平仓阶梯", "Stress and the liquidation ladder"),
        Note("全市场跌多少有多少负债触线、须强制卖出多少（视图 ladder，由公开数据估计，带区间）；账簿（视图 books 列出）在情景、反向压力、政策与去杠杆级联下的结果。"
             "合成账簿不是真实账户。全国数据上需数秒。",
             "At which fall how much debt reaches the lines and must be sold (view ladder, estimated from public data, with bands); what scenarios, "
             "reverse stress, policies and a deleveraging cascade do to a book (view books lists them). Accounts of a synthetic book are not "
             "real. Takes seconds on a national book."),
    ),
    "security": (
        Note("证券", "Securities"),
        Note("按代码、中文名、拼音或英文名查找证券、行业、指数、指标；一只证券的概况、历史与事件。",
             "Find securities, industries, indices and measures by code, Chinese name, pinyin or English name; profile, history and events of one "
             "security."),
    ),
    "check_text": (
        Note("核对一段文字", "Check a text"),
        Note("逐条核对一段中英文文字里的数字与说法：同句与同篇是否算得通（含单位错误）、是否与库中数据和规则相符；每条给出结论、理由与更正。"
             "第一条 warning 是总数。“无法核对”不等于有误。文字随请求给出，不保存。",
             "Hold every figure and statement of a Chinese or English text against itself (arithmetic, units, order), stored data and the rules; "
             "each claim gets a verdict, its reason and a correction. The first warning counts them. What cannot be checked is not thereby wrong. "
             "The text comes with the question and is not stored. Use it on your own draft, too."),
    ),
    "search_documents": (
        Note("文档检索", "Documents"),
        Note("在本机文档库中检索中英文文档（词、短语、代码），看一篇的正文、说法与出处（视图 show-document）、主题页（视图 topic：新增、要点、矛盾）、策略观点台账（视图 calls）。"
             "文档是他人的说法，不是已核对的事实。",
             "Search the documents kept here by Chinese or English words, phrases and codes; the text, claims and copies of one (view show-document), "
             "topic pages (view topic: what is new, said and contradicted), the ledger of calls (view calls). Documents are what others say, not "
             "checked facts."),
    ),
    "build_report": (
        Note("报告的全部数字", "Every figure of a report"),
        Note("一份报告（日报 daily、结构 structure、热度 heat、规则变更 rule-change、深度 deep）的每个数字，带指标、范围、日期、算式与来源；"
             "据此写作，不要另造数字，写完可用 check_text 核对。整份文件由命令行 liangrong report 生成。需数秒。",
             "Every figure of a report (daily, structure, heat, rule-change, deep) with its measure, scope, day, formula and source: write from these "
             "and invent none, then hold the draft against check_text. The file itself comes from the command line, liangrong report. Takes seconds."),
    ),
    "coverage": (
        Note("数据覆盖与质量", "Coverage and quality"),
        Note("已有哪些数据、缺哪些、最近到哪一天；恒等式与异常；两个口径是否一致。回答“数据中没有”之前先看这里。",
             "What is stored, what is missing and how recent it is; failed checks; whether two bases agree. Look here before saying that something "
             "is not known."),
    ),
})  # fmt: skip
"""Tool to its title and description, in the order in which they are offered."""


@cache
def tools() -> tuple[Tool, ...]:
    """Every tool that has a verb, in the order of ``TOOL_TEXTS``.

    Examples
    --------
    >>> [verb.name for verb in tools()[1].verbs]
    ['show', 'changes', 'growth', 'legs']
    """
    verbs = {name: tuple(verb for verb in VERBS.values() if verb.tool == name) for name in TOOL_TEXTS}
    return tuple(Tool(name, *TOOL_TEXTS[name], verbs[name]) for name in TOOL_TEXTS if verbs[name])


def tool(name: str) -> Tool:
    """The tool called ``name``.

    Raises
    ------
    UnknownName
        There is none.
    """
    found = next((each for each in tools() if each.name == name), None)
    if found is None:
        raise UnknownName(kind="tool", kind_zh="工具", name=name, known=", ".join(each.name for each in tools()))
    return found
