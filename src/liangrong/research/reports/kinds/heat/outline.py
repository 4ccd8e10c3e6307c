"""What the heat note says, in which order."""

from __future__ import annotations

from typing import Final

from liangrong.research.reports.outline import Card, Chapter, Column, Each, Figures, Outline, Picture, Say, Table

__all__ = ["OUTLINE"]

_RECORD: Final = (
    Column("episodes", ("历次", "episodes")),
    Column("hits", ("其后下跌的比例", "hit rate")),
    Column("base", ("任意一日的比例", "base rate")),
    Column("verdict", ("评价", "verdict"), text=True),
)

OUTLINE: Final = Outline(
    name=("两融热度札记", "Heat note on China's margin trading"),
    title=("两融热度札记", "Heat note on China's margin trading"),
    subtitle=("截至 {as_of} 收盘", "As of the close of {as_of}"),
    chapters=(
        Chapter(("概要", "Summary"), (
            Figures((
                Card(("综合热度", "Composite"), "composite", ("自身历史分位 {composite.percentile}", "own percentile {composite.percentile}")),
                Card(("发出的信号", "Signals that fire"), "signals.flagged"),
                Card(("有读数的信号", "Signals with a reading"), "signals.count"),
                Card(("记录足以评价", "Long enough to judge"), "signals.judged"),
            )),
            Say(("截至 {as_of}，综合热度{:is} {composite}，处于自身历史的 {composite.percentile} 分位。",
                 "On {as_of} the composite heat {:is} {composite}, at or above {composite.percentile} of its own history."), "lead"),
            Say(("{:so}{signals.count} 个信号中 {signals.flagged} 个发出；{signals.judged} 个的历史足以评价，其中优于随机的 {signals.better} 个。",
                 ("Signals with a reading: {signals.count}; firing: {signals.flagged}; with a record long enough to judge: {signals.judged}; better "
                 "than chance among these: {signals.better}{:so}."))),
            Say(("信号不是预测：命中率须与任意一日其后 {signals.horizon} 个交易日下跌的比例相比。",
                 "A signal is no forecast: its hit rate is to be compared with how often a fall follows any day over {signals.horizon} sessions."), "note"),
        )),
        Chapter(("各信号的读数与记录", "Readings of the signals and their records"), (
            Picture("signals", ("各信号在自身历史中的分位", "Percentile of each signal in its own history"), ("", ""),
                    Table("signals", ("信号", "signal"), (
                        Column("value", ("读数", "reading")), Column("percentile", ("分位", "percentile")), Column("flag", ("发出", "fires")), *_RECORD,
                    ))),
            Each("signals", ("{name}（{value:date}）：{rule}", "{name} ({value:date}): {rule}")),
        ), expects=("signals",)),
        Chapter(("涨幅在同类中的位置", "Growth among its likes"), (
            Table("jumps", ("区间", "span"), (
                Column("start", ("起点", "from"), text=True), Column("growth", ("余额涨幅", "growth"), signed=True),
                Column("rank", ("名次", "rank")), Column("likes", ("同类数", "spans alike")), Column("percentile", ("分位", "percentile")),
            )),
        ), expects=("jumps",)),
        Chapter(("拥挤个股", "Crowded names"), (
            Picture("crowded", ("解除所需天数", "Days to unwind"), ("", ""),
                    Table("crowded", ("股票", "stock"), (
                        Column("crowding", ("拥挤度", "crowding")), Column("financing", ("融资余额", "financing balance")),
                        Column("short", ("融券余额", "short balance")), Column("days", ("解除天数", "days to unwind")),
                        Column("over_float", ("占流通市值", "over float cap")),
                    ))),
            Table("record", ("此前拥挤信号", "earlier flags of crowding"), _RECORD),
        ), expects=("crowded", "record")),
        Chapter(("暂停线", "Lines of suspension"), (
            Say(("{:so}可比较的 {lines.judged} 个读数中，{lines.reached} 个达到或越过暂停线。",
                 "Readings that can be compared: {lines.judged}; at or beyond a line: {lines.reached}{:so}.")),
        ), expects=("lines",)),
    ),
    labels={
        "signals": ("信号", "signals"), "jumps": ("涨幅", "growth"), "crowded": ("拥挤个股", "crowded names"), "composite": ("综合热度", "composite heat"),
        "lines": ("暂停线", "lines of suspension"), "record": ("拥挤信号的记录", "the record of crowding"),
    },
)  # fmt: skip
