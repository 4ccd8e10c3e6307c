"""What came against what was forecast: inside the band or not, on which side, by how much."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from liangrong.analytics.panels.panel import Floats
from liangrong.core.results import Note

__all__ = ["Verdict", "judge"]


@dataclass(frozen=True, slots=True)
class Verdict:
    """One measure after so many sessions.

    Parameters
    ----------
    sessions
        The session that is judged: the last that is known within the length asked for.
    actual, low, median, high
        Change since the last known day, as a share of its value.
    covered
        Share of the sessions up to it on which what came was inside the band.
    """

    sessions: int
    actual: float
    low: float
    median: float
    high: float
    covered: float

    @property
    def held(self) -> bool:
        """Whether what came ended inside the band."""
        return self.low <= self.actual <= self.high

    @property
    def right_side(self) -> bool:
        """Whether the median had the direction right."""
        return self.median * self.actual > 0

    def sentence(self) -> Note:
        """The verdict in words; a failure is called one."""
        if self.held:
            zh, en = "在区间内", "inside the band"
        elif self.actual < self.low:
            zh, en = _failed(self.low - self.actual, "比下限还低", "below")
        else:
            zh, en = _failed(self.actual - self.high, "比上限还高", "above")
        side_zh, side_en = ("方向正确", "direction right") if self.right_side else ("方向相反", "direction wrong")
        return Note(
            f"{self.sessions} 个交易日后实际 {self.actual:+.1%}，预测 {self.low:+.1%} 至 {self.high:+.1%}、中位数 {self.median:+.1%}：{zh}，{side_zh}，"
            f"其间 {self.covered:.0%} 的交易日在区间内",
            f"after {self.sessions} sessions {self.actual:+.1%} came, {self.low:+.1%} to {self.high:+.1%} was forecast, median {self.median:+.1%}: {en}, "
            f"{side_en}, inside on {self.covered:.0%} of the sessions until then",
        )  # fmt: skip


def judge(start: float, actual: Floats, low: Floats, median: Floats, high: Floats, length: int) -> Verdict | None:
    """Judge the first ``length`` sessions; ``None`` where nothing that came is known.

    Parameters
    ----------
    start
        Value of the last known day.
    actual
        What came; NaN where it is not known. Only as many sessions as the band has are judged.

    Examples
    --------
    >>> flat = np.ones(3)
    >>> found = judge(1.0, np.array([1.0, 0.9, 0.7]), 0.8 * flat, flat, 1.2 * flat, 3)
    >>> found.held, round(found.covered, 2), found.sessions
    (False, 0.67, 3)
    """
    size = min(length, len(low))
    known = np.flatnonzero(~np.isnan(actual[:size]))
    if not len(known):
        return None
    last = int(known[-1])
    inside = (actual[known] >= low[known]) & (actual[known] <= high[known])
    came, least, middle, most = (float(series[last] / start - 1) for series in (actual, low, median, high))
    return Verdict(last + 1, came, least, middle, most, float(inside.mean()))


def _failed(by: float, zh: str, en: str) -> tuple[str, str]:
    return f"失败：{zh} {100 * by:.1f} 个百分点", f"failed: {100 * by:.1f} points {en} the band"
