"""What cannot be asked, or not everywhere, and why: every use case is a verb or stands here, every missing way has its reason."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType
from typing import Final, Literal

from liangrong.core.results import Note
from liangrong.services.verbs.catalogue import VERBS
from liangrong.services.verbs.verb import Verb

__all__ = ["INTERFACES", "OWN_COMMANDS", "REASONS", "UNREACHED", "Interface", "ways"]

Interface = Literal["cli", "page", "rest", "mcp", "python"]

INTERFACES: Final[Mapping[Interface, Note]] = MappingProxyType({
    "cli": Note("命令行", "Command line"),
    "page": Note("看板", "Dashboard"),
    "rest": Note("REST", "REST"),
    "mcp": Note("MCP", "MCP"),
    "python": Note("Python", "Python"),
})  # fmt: skip
"""Where a verb can be asked, in the order in which it is told."""

_FILLS = Note(
    "写入数据目录，需要文件或网络，由使用者在命令行启动。",
    "It fills the store from files or the network; the owner of the store starts it on the command line.",
)
_WRITES = Note(
    "写入一本账簿，由数据目录的主人在命令行启动；看板、REST 与 MCP 只读。",
    "It writes a book; the owner of the store starts it on the command line, pages, REST and MCP only read.",
)
_CHANGES = Note(
    "改动数据目录中的设置；只在命令行与看板的表单提供，程序与 AI 助手只读。",
    "It changes what is kept in the store: the command line and forms of the dashboard do it, programs and agents only read.",
)
_SECRET = Note(
    "内容涉及收件地址、路径或他人账户，不经网络提供。",
    "It names addresses, paths or somebody's account, which are not told over a wire.",
)
_COLLECTS = Note(
    "读取本机的文件或改动文档库，由其主人在命令行启动；看板、REST 与 MCP 只读。",
    "It reads files of this machine or changes the corpus; its owner starts it on the command line, pages, REST and MCP only read.",
)
_PART = Note("是其他用例的组成部分，本身不回答问题。", "A part of other use cases; it answers no question by itself.")

UNREACHED: Final[Mapping[str, Note]] = MappingProxyType({
    "sync:sync": _FILLS,
    "imports:import_paths": _FILLS,
    "calendars:refresh_calendar": _FILLS,
    "books.generation:generate": _WRITES,
    "books.imports:imported_book": _WRITES,
    "books.imports:checked_export": Note("检查本机的券商导出文件，只在命令行提供（book import --check）。",
                                         "It checks files of a broker on this machine, on the command line only (book import --check)."),
    "demo:demo": Note("生成模拟市场供试用，只在命令行提供。", "It makes a simulated market for a trial, on the command line only."),
    "doctor:doctor": Note("检查本机的安装与目录，答案含路径，只在命令行提供。", "It checks this machine and names its folders, so only its own command line tells."),
    "episodes:basket_shares": Note("读取本机的篮子文件；篮子在别处随问题给出（参数 baskets）。",
                                   "It reads a file of baskets on this machine; elsewhere baskets come with the question (parameter baskets)."),
    "alerts.alerts:add_alert": _CHANGES,
    "alerts.alerts:remove_alert": _CHANGES,
    "alerts.evaluation:check_alerts": Note("检查并送达预警，改动历史；同步之后自动进行，也可在命令行与看板启动。",
                                           "It judges alerts and delivers what is new; done after each sync, and on the command line or the page."),
    "alerts.watchlist:watch": _CHANGES,
    "alerts.watchlist:unwatch": _CHANGES,
    "alerts.channels:channels": _SECRET,
    "alerts.channels:set_channel": _CHANGES,
    "alerts.channels:remove_channel": _CHANGES,
    "alerts.accounts:save_account": _CHANGES,
    "alerts.accounts:saved_accounts": _SECRET,
    "alerts.accounts:forget_account": _CHANGES,
    "documents.adding:add_documents": _COLLECTS,
    "documents.adding:remove_documents": _COLLECTS,
    "documents.adding:watch_folder": _COLLECTS,
    "documents.topics:save_topic": _COLLECTS,
    "documents.topics:forget_topic": _COLLECTS,
    "accounts.files:opened": _PART,
    "accounts.assessments:collected": _PART,
    "rule_rows:answer": _PART,
    "heat:heat_in": _PART,
    "heat:jumps_in": _PART,
})  # fmt: skip
"""``module:function`` below ``services`` of every use case that is no verb, and why."""

OWN_COMMANDS: Final[Mapping[str, Note]] = MappingProxyType({
    "book generate": _WRITES,
    "book import": _WRITES,
    "demo": Note("见 demo:demo", "see demo:demo"),
    "sync": Note("见 sync:sync", "see sync:sync"),
    "import": Note("见 imports:import_paths", "see imports:import_paths"),
    "doctor": Note("见 doctor:doctor", "see doctor:doctor"),
    "serve": Note("启动看板与 REST", "starts the dashboard and REST"),
    "mcp": Note("启动 MCP", "starts MCP"),
    "docs add": _COLLECTS,
    "docs remove": _COLLECTS,
    "docs watch": _COLLECTS,
    "alerts add": _CHANGES,
    "alerts remove": _CHANGES,
    "alerts check": _CHANGES,
    "alerts watch": _CHANGES,
    "alerts unwatch": _CHANGES,
    "alerts channels": _SECRET,
    "alerts set-channel": _CHANGES,
    "alerts remove-channel": _CHANGES,
    "alerts accounts": _SECRET,
    "alerts save-account": _CHANGES,
    "alerts forget-account": _CHANGES,
})  # fmt: skip
"""Commands that ask no verb, and what they do instead."""

_STUDY = Note(
    "研究类答案需要通读方法与样本，放在命令行与网页报告；看板只放每日要看的。",
    "A study is read with its method and samples, in a report from the command line; the dashboard holds what is looked at daily.",
)
_HEAVY = Note(
    "工具越少越好，且须很快作答；研究与策略检验经 REST 或 Python 提供。",
    "As few tools as possible, each quick to answer: studies and trials of strategies are for REST and Python.",
)
_SHOWN = Note("命令行的 brief、show 与 coverage 已含同样的数字。", "The commands brief, show and coverage have the same figures.")
_LEVEL = Note("工具 level 与 brief 给出同样的数字。", "The tools level and brief give the same figures.")
_TALLY = Note(
    "看板的结构页与概览页给出其要点；完整的表在命令行。",
    "Structure and overview show its gist; the whole table is on the command line.",
)
_TODAY = Note("工具 brief 的视图 today 给出当日触发的预警。", "The view today of the tool brief tells the alerts of the day.")
_TYPED = Note(
    "从已发表的数字出发，输入多于展示，命令行与 MCP 更合适。",
    "It starts from printed figures that are typed in; command line and MCP suit it better.",
)
_WHOLE = Note(
    "从文字叙述或整本流水出发，看板的账户页只处理一个时点的账户。",
    "It starts from a story or a whole ledger; the account page handles an account at one moment.",
)
_DESK = Note(
    "供风控与研究在命令行、REST 或 Python 上做；看板给出阶梯、级联与政策对照。",
    "Work of a risk desk, on the command line, by REST or Python; the dashboard shows ladder, cascade and policies.",
)
_OTHER = Note(
    "账户类工具已有两个；故事与流水经 REST 或 Python 提供。",
    "Two tools are about accounts already; stories and ledgers are for REST and Python.",
)

_CALLS = Note(
    "台账连同评判在命令行查看；程序与 AI 助手经 REST、Python 与 MCP 查询。",
    "The ledger is read with what came of its calls on the command line; programs and agents ask by REST, Python and MCP.",
)

REASONS: Final[Mapping[Interface, Mapping[str, Note]]] = MappingProxyType({
    "cli": MappingProxyType({
        **dict.fromkeys(("cards", "balance-history", "ratio-history", "today", "changes", "coverage-months"), _SHOWN),
        "sources": Note("命令行的 coverage 逐表给出来源。", "On the command line coverage names the source of each table."),
        "vintages": Note("命令行用 show --known-at 逐次查看某一版本。", "On the command line a vintage is seen with show --known-at."),
    }),
    "page": MappingProxyType({
        "calls": _CALLS,
        "legs": _TYPED,
        **dict.fromkeys(("styles", "swaps", "overlay", "market-shares"), _TALLY),
        **dict.fromkeys(("attribution", "moves", "policies", "breaches", "lead-lag", "factor"), _STUDY),
        **dict.fromkeys(("strategies", "strategy-compare", "strategy-days", "strategy-ruin"), _STUDY),
        "reverse": Note("需要多只证券的行情协方差，结果须与假设同读，放在命令行。",
                        "It needs the covariance of quotes and is read with its assumptions, on the command line."),
        **dict.fromkeys(("story", "replay"), _WHOLE),
        **dict.fromkeys(("books", "book", "book-value", "stress", "stress-grid", "stress-reverse"), _DESK),
        **dict.fromkeys(("stress-scenarios", "stress-scenario", "stress-replay", "nowcast"), _DESK),
    }),
    "rest": MappingProxyType({}),
    "mcp": MappingProxyType({
        **dict.fromkeys(("balance-history", "ratio-history"), _LEVEL),
        "context": Note("工具 level 已含平均维持担保比例与账户数；北向成交经 REST 或 Python 提供。",
                        "The tool level has the average maintenance ratio and the accounts as measures; northbound turnover is for REST and Python."),
        "coverage-months": Note("工具 coverage 的视图 coverage 给出同样的缺口。", "The view coverage of the tool coverage tells the same holes."),
        **dict.fromkeys(("styles", "swaps", "overlay", "market-shares"), _HEAVY),
        **dict.fromkeys(("attribution", "moves", "policies", "breaches", "lead-lag", "factor"), _HEAVY),
        **dict.fromkeys(("strategies", "strategy-compare", "strategy-days", "strategy-ruin"), _HEAVY),
        **dict.fromkeys(("story", "replay"), _OTHER),
        **dict.fromkeys(("stress-grid", "stress-replay", "nowcast"), _HEAVY),
        **dict.fromkeys(("alerts", "alert-history", "watchlist"), _TODAY),
    }),
    "python": MappingProxyType({}),
})  # fmt: skip
"""Interface to the verbs that cannot be asked there, and why."""


def ways(verb: Verb) -> dict[Interface, str]:
    """How each interface asks ``verb``; an empty text where it does not.

    Examples
    --------
    >>> ways(VERBS["legs"])
    {'cli': 'liangrong growth --legs', 'page': '', 'rest': '/api/v1/legs', 'mcp': 'level (view=legs)', 'python': 'legs()'}
    """
    alone = sum(each.tool == verb.tool for each in VERBS.values()) == 1
    return {
        "cli": f"liangrong {verb.command}" if verb.command else "",
        "page": verb.page,
        "rest": f"/api/v1/{verb.name}",
        "mcp": (verb.tool if alone else f"{verb.tool} (view={verb.name})") if verb.tool else "",
        "python": f"{verb.name.replace('-', '_')}()",
    }
