"""What an agent may read before it asks: words, measures, rules, tables, and what cannot be answered; all written from the code."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from types import MappingProxyType
from typing import Final

from liangrong.core.errors import Lang, NotKnown, UnknownName
from liangrong.core.results import Note
from liangrong.core.units import Unit
from liangrong.services.verbs.desk import Desk

__all__ = ["RESOURCES", "RULE", "Resource", "read"]

_MARKDOWN: Final = "text/markdown"


@dataclass(frozen=True, slots=True)
class Resource:
    """A text and what it is."""

    name: str
    title: Note
    description: Note
    kind: str = _MARKDOWN


RESOURCES: Final = MappingProxyType({
    "liangrong://glossary": Resource(
        "glossary", Note("术语表", "Glossary"),
        Note("一词一义：中文、本项目、tushare 的叫法与单位。", "One word per meaning: the Chinese term, ours, tushare's, and the unit."),
    ),
    "liangrong://measures": Resource(
        "measures", Note("指标", "Measures"),
        Note("可以查询的全部指标：定义、单位、可用范围。", "Every measure that can be asked for: definition, unit, scopes."),
    ),
    "liangrong://rulebook": Resource(
        "rulebook", Note("规则库目录", "List of the rulebook"),
        Note("全部规则参数的名称；用 rulebook://名称 读一条的沿革与出处。", "Names of all rule parameters; read rulebook://NAME for history and citations."),
    ),
    "liangrong://tables": Resource(
        "tables", Note("标准表与已有数据", "Tables and what is stored"),
        Note("各表有哪些列、单位，以及这个数据目录存到哪一天。", "The columns and units of each table, and from when to when this store has rows."),
    ),
    "liangrong://unanswerable": Resource(
        "unanswerable", Note("哪些问题无法回答", "What cannot be answered"),
        Note("数据没有公布或本身不能说明的事；遇到这些问题请直说，不要猜。", "What nobody publishes or data cannot show; say so instead of guessing."),
    ),
})  # fmt: skip
"""Address to resource."""

RULE: Final = Resource(
    "rulebook://{parameter}",
    Note("一条规则", "One rule"),
    Note(
        "一个规则参数的历次取值、适用范围与出处，如 rulebook://financing_margin_ratio。",
        "All values of one rule parameter, whom they reach, and citations: rulebook://financing_margin_ratio.",
    ),
)
"""The template; its name is its address."""

_UNANSWERABLE: Final = (
    Note("谁借了钱：单个投资者、机构或“国家队”的融资，交易所只公布每只证券的合计。",
         "Who borrowed: exchanges publish sums per security, never single investors, institutions or the 'national team'."),
    Note("融资的成本价、杠杆率分布，以及全市场有多少账户将被追保：只有平均维持担保比例（中国证券金融公司）公布，分布未知。",
         "Entry prices, the spread of leverage, or how many accounts are near a call: only the average maintenance ratio is published."),
    Note("盘中的余额：两融数据在下一个交易日开盘前公布，一天一次。", "Balances during the day: data of a session appear before the next one opens, once a day."),
    Note("深交所与北交所的融资偿还额、融券偿还量：不公布，由余额推算的会标明 derived。",
         "Repayments in Shenzhen and Beijing: not published; what is computed from balances is marked derived."),
    Note("场外配资、收益互换与私下借贷的规模。", "Leverage outside margin accounts: grey-market lending, swaps, private loans."),
    Note("原因：资金流入与涨跌先后出现，不能说明谁引起谁；只有先后、对照与样本量。",
         "Causes: that flows and moves follow each other does not say which caused which; there is order, controls and sample size."),
    Note("未来：信号给出历史上之后发生过什么与样本量，不是预测，更不是投资建议。",
         "The future: a signal says what followed in the past and how often; it is no forecast and no advice."),
    Note("各证券公司的实际合同：规则库是法规与随附的示例包；平仓线、集中度由合同约定。",
         "A broker's actual contract: the rulebook holds the law and example packs; liquidation lines and concentration are contractual."),
    Note("数据目录之外的日期与证券：先用 coverage 查看；缺的不是零。", "Days and securities outside this store: ask coverage; what is missing is not zero."),
)  # fmt: skip
"""What nobody can answer from public data."""


def read(uri: str, desk: Desk, lang: Lang) -> str:
    """The text at an address.

    Raises
    ------
    UnknownName
        Nothing is there, or there is no such rule.
    """
    written: dict[str, Callable[[], str]] = {
        "liangrong://glossary": _glossary,
        "liangrong://measures": lambda: _measures(lang),
        "liangrong://rulebook": lambda: _rulebook(lang),
        "liangrong://tables": lambda: _tables(desk, lang),
        "liangrong://unanswerable": lambda: _unanswerable(lang),
    }
    if uri in written:
        return written[uri]()
    scheme, found, name = uri.partition("://")
    if scheme == "rulebook" and found and name:
        return _rule(name.rstrip("/"), desk, lang)
    raise UnknownName(kind="resource", kind_zh="资源", name=uri, known=", ".join((*RESOURCES, RULE.name)))


def _glossary() -> str:
    from liangrong.accounts.measures import ACCOUNT_MEASURES
    from liangrong.market.tables import TABLES
    from liangrong.research.tables.terms import TERMS

    columns = {column.name: column for table in TABLES.values() for column in table.columns}
    rows = [(c.zh, c.name, _unit(c.unit), c.tushare, c.en) for _, c in sorted(columns.items())]
    account = [(m.zh, name, _unit(m.unit), m.definition) for name, m in ACCOUNT_MEASURES.items()]
    return "\n\n".join((
        "# 术语表 · Glossary",
        "## 概念 · Terms", _table(("中文", "ours", "meaning"), TERMS),
        "## 数据列 · Columns", _table(("中文", "ours", "unit", "tushare", "meaning"), rows),
        "## 账户 · Account", _table(("中文", "ours", "unit", "meaning"), account),
    ))  # fmt: skip


def _measures(lang: Lang) -> str:
    from liangrong.analytics.measures import MEASURES, spellings

    zh = lang == "zh"
    rows = [
        (
            m.name,
            m.zh,
            m.en,
            _unit(m.unit),
            m.definition_zh if zh else m.definition_en,
            ", ".join(sorted(k.value for k in m.scopes)),
            ", ".join(spellings(m.name)),
        )
        for m in MEASURES.values()
    ]
    head = ("measure", "中文", "English", "unit", "definition", "scopes", "also called")
    return f"# {'指标' if zh else 'Measures'}\n\n{_table(head, rows)}"


def _rulebook(lang: Lang) -> str:
    from liangrong.rules.rulebook import Rulebook
    from liangrong.rules.wording import word

    rows = [
        (p.name, p.title_zh, p.title_en, word(p.authority, lang), p.start, ", ".join(p.keys), ", ".join(p.aliases))
        for p in sorted(Rulebook.load().parameters.values(), key=lambda p: (p.authority, p.name))
    ]
    head = ("parameter", "中文", "English", "authority", "since", "keys", "aliases")
    title = "规则库" if lang == "zh" else "Rulebook"
    return f"# {title}\n\n{_table(head, rows)}"


def _rule(name: str, desk: Desk, lang: Lang) -> str:
    from liangrong.interfaces.mcp.rule_tables import rule_table
    from liangrong.rules.rulebook import Rulebook
    from liangrong.services.verbs.catalogue import verb

    parameter = Rulebook.load().parameter(name)
    asked = verb("rule-timeline")
    history = rule_table(asked, desk.ask(asked.name, {"name": parameter.name}, lang), lang)
    return f"# {parameter.title_zh} · {parameter.title_en}\n\n`{parameter.name}`\n\n{history}"


def _tables(desk: Desk, lang: Lang) -> str:
    from liangrong.market.tables import TABLES

    zh, stored = lang == "zh", _stored(desk, lang)
    parts = [f"# {'标准表与已有数据' if zh else 'Tables and what is stored'}"]
    for table in TABLES.values():
        rows = [(c.name, _unit(c.unit), c.zh, c.en) for c in table.columns]
        has = stored.get(table.name, "这个数据目录没有" if zh else "nothing in this store")
        parts += [f"## {table.name} · {table.zh} · {table.en}", has, _table(("column", "unit", "中文", "meaning"), rows)]
    return "\n\n".join(parts)


def _stored(desk: Desk, lang: Lang) -> dict[str, str]:
    """Table to the days of which something is stored; nothing where there is no store."""
    try:
        days = desk.ask("coverage", {}, lang).data
    except NotKnown:
        return {}
    told: dict[str, list[str]] = {}
    for row in days.filter(days["covered"] > 0).iter_rows(named=True):
        days_said = "个交易日" if lang == "zh" else " days"
        told.setdefault(row["dataset"], []).append(
            f"{row['exchange']} {row['first']}..{row['last']} ({row['covered']}{days_said}, {row['source']})"
        )
    return {name: "; ".join(each) for name, each in told.items()}


def _unanswerable(lang: Lang) -> str:
    lines = "\n".join(f"- {note.text(lang)}" for note in _UNANSWERABLE)
    return f"# {'哪些问题无法回答' if lang == 'zh' else 'What cannot be answered'}\n\n{lines}"


def _unit(unit: Unit | None) -> str:
    return "" if unit is None else "1" if unit is Unit.RATIO else unit.symbol("zh")


def _table(head: Iterable[str], rows: Iterable[Iterable[object]]) -> str:
    head = list(head)
    lines = [head, ["---"] * len(head), *([str(cell).replace("|", "\\|").replace("\n", " ") for cell in row] for row in rows)]
    return "\n".join("| " + " | ".join(line) + " |" for line in lines)
