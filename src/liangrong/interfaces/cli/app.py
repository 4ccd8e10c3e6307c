"""``liangrong``: from arguments to an exit code.

Commands are named here by import path and imported when called; ``run`` is the only place that turns errors into words.
"""

from __future__ import annotations

import json
import os
import sys
from collections.abc import Sequence
from typing import TYPE_CHECKING, Final

from cyclopts import App, Group

from liangrong import __version__
from liangrong.core.errors import Lang, LiangrongError
from liangrong.interfaces.cli.options import attached, hoisted, language, peek

if TYPE_CHECKING:
    from liangrong.interfaces.cli.failures import Failure

__all__ = ["COMMANDS", "SUBCOMMANDS", "build", "run"]

INTERRUPTED: Final = 130
"""Exit code after Ctrl-C: 128 + SIGINT, as shells expect."""
PIPE_CLOSED: Final = 141
"""Exit code when the reader of a pipe went away: 128 + SIGPIPE."""

COMMANDS: Final[dict[str, tuple[str, str, str]]] = {
    "demo": ("demo:demo", "模拟交易所 → 同步 → 简报 → 网页报告", "simulated exchanges, sync, brief and HTML report"),
    "sync": ("sync:sync", "从交易所补齐数据，可中断续跑", "fetch what is missing from the exchanges; resumable"),
    "import": ("imports:import_files", "导入文件：识别、校验、追加", "import files: recognise, validate, append"),
    "brief": ("brief:brief", "杠杆简报：表格、Markdown、JSON 或网页", "the leverage brief: table, Markdown, JSON or HTML"),
    "report": (
        "report:report",
        "报告：日报、结构、热度、规则变更、深度；网页、PDF、DOCX",
        "reports: daily, structure, heat, rule change, deep; HTML, PDF, DOCX",
    ),
    "show": ("show:show", "查看一个指标的时间序列", "one measure over time"),
    "records": ("records:records", "历史新高：区间内几次、连续几次", "record highs: how many in a window, how many in a row"),
    "crossings": ("crossings:crossings", "何时首次达到某个关口", "when a threshold was first reached"),
    "quality": (
        "quality:quality",
        "数据质量：恒等式、异常与口径差异",
        "data quality: identities, outliers, differences of basis",
    ),
    "flows": ("flows:flows", "融资净买入：按行业、板块、指数、证券", "net financing by industry, board, index or security"),
    "league": (
        "league:league",
        "融资净买入排行：两端与门槛计数",
        "league table of net financing: both ends, counts over a threshold",
    ),
    "growth": ("growth:growth", "增长，分段复合是否吻合", "growth, and whether its legs compound to the total"),
    "rotation": ("rotation:rotation", "比重变化、集中度、领先者进出", "shares of balance, concentration, leaders in and out"),
    "episodes": ("episodes:episodes", "历次周期对齐比较", "cycles aligned and compared"),
    "heat": ("heat:heat", "热度信号，附历史与命中率", "signals of heat, with their history and hit rate"),
    "crowding": ("crowding:crowding", "个股拥挤度与暂停线", "crowded names and the suspension gauge"),
    "shorts": ("shorts:shorts", "融券：走势、个股、行业、期指替代", "the short side: trend, names, industries, futures instead"),
    "attribution": ("attribution:attribution", "异动之前的两融事实", "margin facts before abnormal moves"),
    "event-study": ("event_study:event_study", "政策与突破前后的影响", "before and after policies and breaches"),
    "lead-lag": ("lead_lag:lead_lag", "余额是否领先指数", "whether the balance leads the index"),
    "factor": ("factor:factor", "因子检验，可用自己的因子", "the factor lab, also for your own factors"),
    "context": ("context:context", "北向成交、账户与担保比例", "northbound turnover, accounts and collateral"),
    "check": (
        "check:check",
        "核对一篇文字：每句话、每个数字是否成立",
        "whether what a text says is so: every figure, every claim",
    ),
    "docs": (
        "",
        "文档库：收入、检索、主题、观点台账",
        "documents: taken in, searched, followed as topics; calls kept and scored",
    ),
    "search": ("search:search", "按代码、名称、拼音或英文名查找", "find by code, name, pinyin or English name"),
    "security": (
        "security:security",
        "一只证券：全貌、两融历史与行情、大事",
        "one security: profile, margin history against price, events",
    ),
    "rules": ("", "规则：哪一天、对哪份合约、哪条有效", "the law: which rule governs on a day, and for which contract"),
    "account": (
        "",
        "账户：担保比例、可用额度、距各线多远、为什么",
        "an account: its ratios, room, distance to each line, and why",
    ),
    "strategy": ("", "策略：放到真实账户规则里检验", "strategies, tested under the real rules of an account"),
    "book": ("", "账簿：生成、导入、概况、估值", "books of accounts: made, imported, described, marked to market"),
    "stress": (
        "",
        "压力测试：情景、反向、政策、级联、回放",
        "stress: scenarios, reverse stress, policies, cascades, episodes replayed",
    ),
    "ladder": (
        "ladder:ladder",
        "平仓阶梯：跌多少须强制卖出多少，带区间",
        "the liquidation ladder: what must be sold at which fall, with bands",
    ),
    "mcp": ("mcp:mcp", "供 AI 助手使用的 MCP（标准输入输出）", "MCP for AI agents, on standard input and output"),
    "serve": ("serve:serve", "看板、REST 与 MCP", "the dashboard, REST and MCP"),
    "alerts": ("", "自选与预警：条件、检查、送达", "a watchlist, and conditions to be told of: set, checked, delivered"),
    "coverage": ("coverage:coverage", "已有哪些数据、缺哪些", "what is stored and what is missing"),
    "doctor": ("doctor:doctor", "检查环境与数据目录", "check the installation and the store"),
}
"""Command name to (module:function, Chinese and English one-line help); no function where there are commands below it."""

SUBCOMMANDS: Final[dict[str, dict[str, tuple[str, str, str]]]] = {
    "rules": {
        "value": ("rules:value", "某日有效的取值，或某份合约适用的取值", "the value in force on a day, or for one contract"),
        "explain": (
            "rules:explain",
            "为什么是这个取值：逐步说明并注明出处",
            "why it is that value: step by step, with citations",
        ),
        "timeline": ("rules:timeline", "规则取值与政策事件的时间线", "values and policy events over time"),
        "diff": ("rules:diff", "两个日期或两个规则包之间变了什么", "what changed between two days, or between two packs"),
        "list": ("rules:list_rules", "全部规则参数", "all rule parameters"),
        "packs": ("rules:packs", "随附的券商规则包（示例）", "the broker packs shipped as examples"),
    },
    "account": {
        "assess": ("account:assess", "维持担保比例、保证金可用余额、负债", "maintenance ratio, available margin, debt"),
        "capacity": (
            "account:capacity",
            "还能融资、融券、买入或提取多少，受何约束",
            "what it may still buy, short or withdraw, and why not more",
        ),
        "distance": ("account:distance", "价格变动多少触及各线", "how far prices must move to reach each line"),
        "cure": ("account:cure", "补足追保的各种方式与金额", "every way to cure a call, with its amount"),
        "liquidate": ("account:liquidate", "强制平仓须卖出什么", "what a forced sale would sell"),
        "whatif": ("account:whatif", "价格、规则、折算率或资金变动的影响", "what a fall, a rule or a payment would do"),
        "reverse": ("account:reverse", "最不罕见的触线情形（反向压力测试）", "the least unlikely way to a line (reverse stress)"),
        "case": ("account:case", "一个爆仓故事是否可能", "whether a story about an account can be true"),
        "replay": ("account:replay", "逐笔重演账户流水", "let its ledger happen, event by event"),
        "explain": ("account:explain", "一个数从何而来：算式、规则与出处", "where a number comes from: formula, rules, sources"),
    },
    "strategy": {
        "list": (
            "strategy:list_strategies",
            "有哪些策略、参数与出处",
            "the strategies, their parameters, and where they circulate",
        ),
        "run": ("strategy:run", "用真实行情检验一个策略", "one strategy over real quotes"),
        "compare": ("strategy:compare", "同一行情上并列比较几个策略", "several strategies side by side"),
        "ruin": ("strategy:ruin", "合成行情上的追保、强平与爆仓概率", "how likely it ends badly, on synthetic paths"),
    },
    "book": {
        "list": ("book:list_books", "有哪些账簿", "the books of the store"),
        "generate": (
            "book:generate",
            "由公开总量生成合成账簿，注明假定与校准误差",
            "draw a synthetic book from public totals; says what is assumed and how near it comes",
        ),
        "import": ("book:import_export", "导入券商自己的导出，逐行检查", "import a broker's own export, every row checked"),
        "describe": ("book:describe", "一本账簿的概况", "what a book holds"),
        "revalue": ("book:revalue", "按某日价格估值：各区间、行业、账户", "mark it to market: zones, industries, accounts"),
    },
    "stress": {
        "run": (
            "stress:run",
            "情景之下谁被追保、缺多少、卖出什么",
            "who is called in a scenario, what is missing, what must be sold",
        ),
        "grid": ("stress:grid", "成千情景的分布与最坏者", "thousands of scenarios: their distribution and the worst"),
        "reverse": ("stress:reverse", "至少跌多少才会如此", "the smallest fall that does so much"),
        "policy": (
            "stress:policy",
            "政策对照：存量账户、新合约、新旧更替",
            "policies side by side: accounts, new contracts, turnover",
        ),
        "cascade": ("stress:cascade", "去杠杆级联：强平压价，再触发强平", "forced sales move prices, which force sales"),
        "replay": ("stress:replay", "历史回放：当时能预报什么，后来如何", "episodes: what could be forecast, and what came"),
        "nowcast": ("stress:nowcast", "平均维持担保比例的即时推算", "the average maintenance ratio, nowcast"),
        "scenarios": ("stress:scenarios", "有哪些情景，及其对证券的影响", "the scenarios, and what one does to securities"),
    },
    "docs": {
        "add": ("docs:add", "收入文件、目录或粘贴的文字", "take in files, folders or pasted text"),
        "search": ("docs:search", "检索：中文词、英文词、代码、短语", "search: Chinese and English words, codes, phrases"),
        "show": ("docs:show", "看一篇文档及其说法、出处", "one document, its claims, where it was found"),
        "topic": ("docs:topic", "保存主题，或看主题页", "save a topic, or see its page"),
        "watch": ("docs:watch", "收入目录中新增或变动的文件", "add what is new or changed in a folder"),
        "calls": ("docs:calls", "策略观点台账与评判", "the ledger of calls, and what came of them"),
        "list": ("docs:list_documents", "文档目录", "the documents, the newest first"),
        "remove": ("docs:remove", "移出文档，文件不动", "take documents out; their files stay"),
    },
    "alerts": {
        "list": ("alerts:list_alerts", "全部预警与最近一次检查的结果", "the alerts, with what the last check found"),
        "add": ("alerts:add", "设一个预警", "set an alert"),
        "remove": ("alerts:remove", "删除一个预警", "remove an alert"),
        "check": ("alerts:check", "检查全部预警并送达", "check all alerts and deliver what is new"),
        "history": ("alerts:history", "告知过什么、送到了哪里", "what was told, and who has it"),
        "watchlist": (
            "alerts:watchlist",
            "自选：余额、变化、分位、拥挤度",
            "the watchlist: balance, changes, percentile, crowding",
        ),
        "watch": ("alerts:watch", "加入自选", "put something on the watchlist"),
        "unwatch": ("alerts:unwatch", "移出自选", "take something off the watchlist"),
        "channels": ("alerts:channels", "送达渠道", "where firings are delivered to"),
        "set-channel": ("alerts:set_channel", "设置渠道：文件、webhook、电子邮件", "deliver to a file, a webhook or by e-mail"),
        "remove-channel": ("alerts:remove_channel", "删除渠道", "remove a channel"),
        "accounts": ("alerts:saved_accounts", "已保存的账户", "accounts that are kept for alerts"),
        "save-account": ("alerts:save_account", "保存一个账户，供预警使用", "keep an account for alerts"),
        "forget-account": ("alerts:forget_account", "删除已保存的账户", "delete a saved account"),
    },
}
"""Command name to the commands below it, written like ``COMMANDS``."""


def build(lang: Lang) -> App:
    """The command line with its help in ``lang``."""
    from liangrong.interfaces.cli.help import help_formatter

    zh = lang == "zh"
    app = App(
        name="liangrong",
        help="两融：度量、解释并压力测试中国融资融券市场。"
        if zh
        else "Measure, explain and stress-test China's margin-trading market.",
        version=f"liangrong {__version__}",
        help_format="plaintext",
        version_format="plaintext",
        help_formatter=help_formatter(lang),
        group_commands=Group("命令" if zh else "Commands", sort_key=0),
        group_arguments=Group("参数" if zh else "Arguments"),
        group_parameters=Group("选项" if zh else "Options"),
        exit_on_error=False,
        print_error=False,
        result_action="return_value",
        suppress_keyboard_interrupt=False,
    )
    for place, (name, (path, text_zh, text_en)) in enumerate(COMMANDS.items()):
        if path:
            _add(app, name, (path, text_zh, text_en), lang, place)
            continue
        below = App(name=name, help=text_zh if zh else text_en, sort_key=place)
        for below_place, (below_name, entry) in enumerate(SUBCOMMANDS[name].items()):
            _add(below, below_name, entry, lang, below_place)
        app.command(below)
    return app


def _add(app: App, name: str, entry: tuple[str, str, str], lang: Lang, place: int) -> None:
    path, zh, en = entry
    app.command(f"liangrong.interfaces.cli.commands.{path}", name=name, help=zh if lang == "zh" else en, sort_key=place)


def run(argv: Sequence[str] | None = None) -> int:
    """Run one command and return its exit code; never raises.

    Parameters
    ----------
    argv
        Arguments without the program's name; ``None`` reads ``sys.argv``.
    """
    tokens = list(sys.argv[1:] if argv is None else argv)
    lang: Lang = "zh"
    try:
        try:
            asked = peek(tokens, "--lang")
            lang = language() if asked not in ("zh", "en") else ("en" if asked == "en" else "zh")
            code = build(lang)(attached(hoisted(tokens)))
            sys.stdout.flush()
        except KeyboardInterrupt:
            return INTERRUPTED
        except Exception as error:
            if isinstance(error, BrokenPipeError):
                raise
            return _told(error, lang, as_json=peek(tokens, "--format") == "json")
    except BrokenPipeError:
        _forget_stdout()
        return PIPE_CLOSED
    return code if isinstance(code, int) else 0


def _told(error: Exception, lang: Lang, *, as_json: bool) -> int:
    from liangrong.interfaces.cli.failures import explain

    if os.environ.get("LIANGRONG_DEBUG") == "1" and not isinstance(error, LiangrongError):
        import traceback

        traceback.print_exception(error)
    failure: Failure = explain(error, lang)
    if as_json:
        sys.stdout.write(json.dumps(failure.envelope(), ensure_ascii=False) + "\n")
        sys.stdout.flush()
    sys.stderr.write(failure.text(lang) + "\n")
    return failure.exit_code


def _forget_stdout() -> None:
    """Give the interpreter somewhere to flush to at exit, so that a closed pipe stays quiet."""
    os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
