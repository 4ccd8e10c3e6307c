"""What the explanation of a rule change says, in which order."""

from __future__ import annotations

from typing import Final

from liangrong.research.reports.outline import Chapter, Column, Each, First, Item, Items, Outline, Picture, Say, Table

__all__ = ["OUTLINE"]

_BEFORE: Final = ("此前", "before")
_AFTER: Final = ("此后", "after")


def _spared(side: str, zh: str, en: str) -> tuple[First, ...]:
    """Sentences about the contracts of one side that were open before."""
    at = f"contracts/{side}"
    return (
        First((
            Say(((f"{{:so}}此前开立的{zh}不受影响：仍按 {{{at}.kept/ratio}} 计，每 {{capital}} 占用保证金 {{{at}.kept/margin}}；"
                 f"当日起新开的按 {{{at}.new/ratio}}，占用 {{{at}.new/margin}}。"),
                 (f"{en}s opened before are spared{{:so}}: they stay at {{{at}.kept/ratio}} and hold {{{at}.kept/margin}} of margin for "
                 f"{{capital}}; a new one takes {{{at}.new/ratio}} and holds {{{at}.new/margin}}.")), when=(f"contracts.{side}.spared", True)),
            Say((f"{{:so}}此前开立的{zh}也按新比例 {{{at}.kept/ratio}} 计，每 {{capital}} 占用保证金 {{{at}.kept/margin}}。",
                 (f"{en}s opened before take the new ratio of {{{at}.kept/ratio}} too{{:so}} and hold {{{at}.kept/margin}} of margin for "
                 "{capital}.")), when=(f"contracts.{side}.spared", False)),
        )),
        First((
            Say((f"{{:so}}展期后按 {{{at}.rolled/ratio}} 计，占用保证金 {{{at}.rolled/margin}}。",
                 f"After a rollover on the day the ratio is {{{at}.rolled/ratio}} and the margin held {{{at}.rolled/margin}}{{:so}}.")),
        )),
    )  # fmt: skip


OUTLINE: Final = Outline(
    name=("规则变更解读", "A rule change explained"),
    title=("规则变更解读：{event}", "A rule change explained: {event}"),
    subtitle=("{event.date} 起施行 · 市场数据截至 {as_of}", "In force from {event.date} · market data as of {as_of}"),
    chapters=(
        Chapter(("要点", "In short"), (
            Say(("{:so}自 {event.date} 起：{event}。", "From {event.date} on: {event}{:so}."), "lead"),
            Each("effects", (
                "{name}：以现金 {capital} 为担保，上限此前{:is} {before}，自 {after:date} 起为 {after}（{change:+}，即 {change_ratio:+}）。",
                "{name}: on {capital} of cash the limit {:is} {before} before, and {after} from {after:date} on ({change:+}, {change_ratio:+})."),
                kind="text"),
            *_spared("financing", "融资合约", "Financing contract"),
            *_spared("short", "融券合约", "Short contract"),
            Items((
                Item(("适用范围", "Reach"), "event.reach"),
                Item(("出处", "Source"), "event.citation"),
                Item(("可信程度", "Confidence"), "event.confidence"),
            )),
        )),
        Chapter(("改变了哪些参数", "Which parameters changed"), (
            Table("changes", ("参数", "parameter"), (
                Column("before", _BEFORE), Column("after", _AFTER), Column("venues", ("交易所", "exchanges"), text=True),
                Column("reach", ("适用", "reach"), text=True), Column("rollover", ("展期合约", "on rollover"), text=True),
                Column("citation", ("出处", "source"), text=True),
            )),
        )),
        Chapter(("一个账户的算例", "An account worked out"), (
            Say(("账户持有现金 {capital}，没有负债；标的折算率按零计，因此上限只取决于保证金比例。",
                 ("The account holds {capital} in cash and owes nothing; what it buys counts for nothing as collateral, so the limit depends on "
                 "the margin ratio alone.")), when=("effects.any", True)),
            Table("effects", ("委托", "order"), (
                Column("ratio_before", ("此前的比例", "ratio before")), Column("ratio_after", ("此后的比例", "ratio after")),
                Column("before", ("此前上限", "limit before")), Column("after", ("此后上限", "limit after")),
                Column("change", ("变化", "change"), signed=True),
            )),
        )),
        Chapter(("老合约与展期", "Older contracts and rollovers"), (
            Table("contracts", ("合约", "contract"), (
                Column("ratio", ("保证金比例", "margin ratio")), Column("margin", ("占用保证金", "margin held")),
                Column("left", ("剩余可用保证金", "margin left")),
            )),
        )),
        Chapter(("变更前后的市场", "The market around the change"), (
            Table("around", ("时点", "when"), (
                Column("date", ("日期", "date"), text=True), Column("total", ("融资融券余额", "total balance")),
                Column("change", ("较变更前", "against before"), signed=True),
            )),
            Picture("around", ("变更前后的融资融券余额", "The total balance around the change"),
                    ("竖线为施行日 {event.date}。先后不等于因果。", "The line marks {event.date}, the first day in force. After is not because."),
                    Table("series.around", ("日期", "date"), (Column("margin_trading_balance", ("融资融券余额", "total balance")),))),
        ), expects=("around",)),
    ),
    labels={"around": ("变更前后的余额", "the balance around the change"), "effects": ("账户的上限", "the limits of an account"),
            "changes": ("改变的参数", "changed parameters")},
)  # fmt: skip
