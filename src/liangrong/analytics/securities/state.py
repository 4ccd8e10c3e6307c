"""How crowded a security is, how far from the lines at which its exchange may suspend it, and what happened to it last."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import date
from typing import Any, Final

import numpy as np

from liangrong.analytics.crowding.composite import PARTS, composite
from liangrong.analytics.crowding.measures import HISTORY
from liangrong.analytics.crowding.suspensions import suspensions
from liangrong.analytics.crowding.track_record import FLAG_AT
from liangrong.analytics.securities.events import PARTICIPATION, crowding_over, security_events
from liangrong.analytics.securities.facts import NOTHING, UNKNOWN, WITHOUT, Asked, Fact
from liangrong.analytics.securities.history import YEAR
from liangrong.core.errors import NoData
from liangrong.core.results import Note
from liangrong.core.securities import SecurityKind

__all__ = ["crowding_facts", "event_facts", "gauge_facts"]

EVENTS: Final = 5
_STATES: Final = {
    "below": Note("低于暂停线", "below the line"),
    "suspended_possible": Note(
        "达到暂停线且未回到恢复线，可能暂停", "reached the line and not back at the lower one: may be suspended"
    ),
}
_WHY: Final = {
    "no_rule": Note("当日没有此规则数值", "no such rule is in force"),
    "no_position_known": Note("余额、余量或收盘价缺失", "the balance, quantity or close is missing"),
    "no_float_cap": Note(
        "当日没有个股流通市值：导入含流通市值的文件", "no float cap is stored for the day: import a file that has it"
    ),
    "resume_line_not_known": Note(
        "曾达暂停线，恢复线数值未见原文", "reached its upper line; where it resumes was never seen in print"
    ),
    "between_the_lines": Note(
        "在两线之间，此前交易日不足以判断", "between the lines, and earlier sessions do not say which was reached last"
    ),
}


def crowding_facts(asked: Asked) -> Iterator[Fact]:
    """The composite of the day, whether it flags the security, and the days that unwinding would take."""
    topic = "crowding"
    if asked.code.kind is not SecurityKind.STOCK:
        yield Fact(topic=topic, fact="crowding", note=Note("拥挤度只对股票计算", "only stocks have a composite"))
        return
    found = crowding_over(asked.snapshot, asked.snapshot.calendar.back(asked.day, HISTORY), asked.day)
    panel = found.panel
    if asked.scope.name not in panel.securities or not panel.sessions or panel.sessions[-1] != asked.day:
        yield Fact(topic=topic, fact="crowding", note=WITHOUT["margin_detail"])
        return
    score, place = composite(panel), panel.securities.index(asked.scope.name)
    value, source = float(score.value[-1, place]), ", ".join(panel.sources)
    absent = [name for number, name in enumerate(PARTS) if not score.offered[-1, number]]
    lacking = (
        Note(f"当日缺 {len(absent)} 项，只含其余各项", f"without {len(absent)} parts that the day lacks") if absent else NOTHING
    )
    if np.isnan(value):
        yield Fact(
            topic=topic,
            fact="crowding",
            note=Note("缺少他股具备的项，或无融资余额", "lacks a part that others have, or is not financed"),
        )
    else:
        yield Fact(
            topic=topic,
            fact="crowding",
            said=Note(f"{value:.2f}", f"{value:.2f}"),
            figure=value,
            unit="1",
            date=asked.day,
            source=source,
            note=lacking,
        )
        flagged = Note("是", "yes") if value >= FLAG_AT else Note("否", "no")
        said = UNKNOWN if absent else flagged
        why = (
            lacking
            if absent
            else Note(
                f"拥挤度达到 {FLAG_AT:g} 即标记（本产品参数）", f"flagged from a composite of {FLAG_AT:g} on, a parameter of ours"
            )
        )
        yield Fact(topic=topic, fact="crowding_flag", said=said, date=asked.day, source=source, note=why)
    days = float(panel["days_to_unwind"][-1, place])
    part = Note(f"按日均成交额（20 日）的 {PARTICIPATION:.0%}", f"at {PARTICIPATION:.0%} of the mean turnover of 20 sessions")
    if not np.isnan(days):
        said = Note(f"{days:.1f} 个交易日", f"{days:.1f} sessions")
        yield Fact(
            topic=topic, fact="days_to_unwind", said=said, figure=days, unit="个交易日", date=asked.day, source=source, note=part
        )
    else:
        yield Fact(topic=topic, fact="days_to_unwind", note=WITHOUT["quotes"])


def gauge_facts(asked: Asked) -> Iterator[Fact]:
    """How far both sides are from the lines at which the exchange may suspend them."""
    try:
        found = suspensions(asked.snapshot, f"security:{asked.scope.name}", day=asked.day, top=2)
    except NoData:
        for side in ("financing", "short"):
            yield Fact(topic="gauge", fact=f"{side}_gauge", note=WITHOUT["margin_detail"])
        return
    rows = {row["side"]: row for row in found.data.iter_rows(named=True)}
    rule = found.warnings[-1]
    for side in ("financing", "short"):
        row = rows.get(side)
        if row is None:
            nothing = Note("这一侧没有余额", "nothing is outstanding on this side")
            yield Fact(topic="gauge", fact=f"{side}_gauge", said=nothing, date=asked.day, source=", ".join(found.source))
        else:
            yield _gauged(side, row, found.source, asked.day, rule)


def _gauged(side: str, row: Mapping[str, Any], sources: tuple[str, ...], day: date, rule: Note) -> Fact:
    state = _STATES.get(row["state"])
    if state is None:
        return Fact(topic="gauge", fact=f"{side}_gauge", source=", ".join(sources), date=day, note=_WHY[row["not_known_because"]])
    share, level, distance = row["share_of_float"], row["line_level"], row["distance_points"]
    said = state if level is None else Note(
        f"{state.zh}：占流通比 {share:.2%}，距 {level:.0%} {distance * 100:+.2f} 个百分点",
        f"{state.en}: {share:.2%} of the float, {distance * 100:+.2f} percentage points to {level:.0%}",
    )  # fmt: skip
    return Fact(
        topic="gauge",
        fact=f"{side}_gauge",
        said=said,
        figure=share,
        unit="1",
        date=row["since"] or day,
        source=", ".join(sources),
        note=rule,
    )


def event_facts(asked: Asked) -> Iterator[Fact]:
    """The last few things that happened to it within a year."""
    start = asked.snapshot.calendar.back(asked.day, YEAR - 1)
    found = security_events(asked.snapshot, asked.scope.name, start=start, end=asked.day, flags=False)
    if found.data.is_empty():
        yield Fact(topic="events", fact="last_event", said=Note("近一年没有可见的事件", "nothing was seen within a year"),
                    source=", ".join(found.source) or None, note=found.warnings[-1])  # fmt: skip
    for row in found.data.head(EVENTS).iter_rows(named=True):
        reading = "" if row["reading"] is None else f"{row['reading']:+.2%}"
        yield Fact(
            topic="events", fact=row["security_event"], said=Note(reading or row["title_zh"], reading or row["title_en"]),
            figure=row["reading"], unit="1" if reading else None, date=row["date"], source=", ".join(found.source),
            note=Note(row["title_zh"], row["title_en"]) if reading else NOTHING,
        )  # fmt: skip
