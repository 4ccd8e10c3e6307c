"""What a text has said so far: the metric, the subject and the days that a pronoun or an ellipsis goes back to."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from datetime import date
from typing import Final

from liangrong.research.claims.article import Article, Passage
from liangrong.research.claims.claim import Aspect, Claim, Nature
from liangrong.research.claims.extract.mentions import Mention
from liangrong.research.claims.period import Period

__all__ = ["Memory", "Who"]


@dataclass(frozen=True, slots=True)
class Who:
    """A subject: its scope, if it is one of the margin market's, and how it is printed."""

    scope: str = ""
    subject: str = ""


_SPANS: Final = (Aspect.GROWTH, Aspect.CHANGE, Aspect.COUNT)
"""What holds over a window rather than on a day."""


@dataclass
class Memory:
    """The thread of a text, from the first passage of an item to its last.

    Parameters
    ----------
    line, item, today
        Where the text is, and the day of its item.
    mention, mention_line, margin, caption
        The last metric and its line; the last one of the margin market; the one that the last heading or caption names.
    who, topic
        Whose the last figure of the margin market was, and whose the last other one.
    day, day_line, window
        The last day with its line, and the last window, that was printed.
    latest
        The latest day that was printed; the day of the item before any was.
    by_metric
        The latest period that a metric had, apart for values and for changes.
    """

    line: int = -1
    item: int = -1
    today: date | None = None
    mention: Mention | None = None
    mention_line: int = -1
    margin: Mention | None = None
    caption: Mention | None = None
    who: Who = field(default_factory=Who)
    topic: Who = field(default_factory=Who)
    day: Period | None = None
    day_line: int = -1
    latest: Period | None = None
    window: Period | None = None
    by_metric: dict[str, Period] = field(default_factory=dict)
    has_day: bool = False

    def enter(self, article: Article, passage: Passage) -> None:
        """Go on to the next passage; another item begins with an empty memory but for its own day, another line without a subject."""
        if passage.item != self.item:
            self.today = article.day(passage.item)
            self.mention, self.margin, self.caption, self.window, self.by_metric = None, None, None, None, {}
            self.day = self.latest = Period(self.today, self.today, certain=False) if self.today else None
            self.day_line, self.has_day = -1, False
        if passage.item != self.item or passage.line != self.line:
            self.who, self.topic = Who(), Who()
        self.item, self.line = passage.item, passage.line

    def carried(self, metric: str, aspect: Aspect, *, now: bool = False, then: bool = False) -> Period | None:
        """The period of a claim that prints none.

        Parameters
        ----------
        now, then
            Whether it says that it holds now, so that the latest day counts, or at the time just spoken of.
        """
        known = self.by_metric.get(_key(metric, aspect))
        if metric.startswith("net_"):
            found = known or self.window or self.day
        elif aspect in _SPANS and not now:
            found = known or self.window or self.latest
        elif then or (not now and self.day_line == self.line):
            found = self.day
        else:
            found = self.latest if now else known or self.latest
        return replace(found, text="", at=(-1, -1), certain=False) if found else None

    def learn(self, claim: Claim, mention: Mention | None, *, compared: bool = False) -> None:
        """Remember what a claim printed; not the day of a value that is only compared with, of a forecast, or of one to come."""
        if mention is not None and claim.metric:
            self.mention, self.mention_line = mention, claim.passage.line
            if mention.term.margin:
                self.margin = mention
        if claim.aspect is not Aspect.COUNT and (claim.scope or (claim.subject and claim.figure is not None)):
            who = Who(claim.scope, claim.subject)
            self.topic = who
            if mention is not None and mention.term.margin and not mention.term.rule:
                self.who = who
        period = claim.period
        if period is None or not period.text or compared or claim.nature is not Nature.FACT:
            return
        if self.today is not None and period.start > self.today:
            return
        if period.is_day:
            self.day, self.day_line = period, claim.passage.line
            if not self.has_day or self.latest is None or period.start > self.latest.start:
                self.latest, self.has_day = period, True
        elif not period.open_end:
            self.window = period
        key = _key(claim.metric, claim.aspect)
        if (
            claim.metric
            and (period.is_day or _spans(claim))
            and (key not in self.by_metric or self.by_metric[key].end <= period.end)
        ):
            self.by_metric[key] = period


def _spans(claim: Claim) -> bool:
    return claim.aspect in _SPANS or claim.metric.startswith("net_")


def _key(metric: str, aspect: Aspect) -> str:
    return f"{metric}/{aspect.value}" if aspect in _SPANS and not metric.startswith("net_") else metric
