"""What a text has said so far: the metric, the subject and the days that a pronoun or an ellipsis goes back to."""

from __future__ import annotations

import re
from collections.abc import Sequence
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


_RATIOS: Final = ("financing_margin_ratio", "short_margin_ratio")
_PART: Final = re.compile(r"其中|\W*of (?:which|this|these|it)\b", re.IGNORECASE)
"""What is said of a part is not what is spoken of."""
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
    spoken
        The last period that was printed with a fact, whatever it was.
    levels, listed
        The values of the item so far, and the names of the last list of the line.
    captioned
        When the last title, heading or caption says that it holds, until prose follows.
    headed, headed_line
        Whom the last passage that is nothing but a name announces, and its line: what stands below, or behind it in its line, is about it.
    ratio_line
        The line in which a margin ratio was told last.
    head, opened
        The metric that the sentence before began with, which a pronoun goes back to; the one that this sentence began with.
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
    spoken: Period | None = None
    levels: list[Claim] = field(default_factory=list)
    head: Mention | None = None
    opened: Mention | None = None
    ratio_line: int = -1
    listed: tuple[Who, ...] = ()
    captioned: Period | None = None
    headed: Who = field(default_factory=Who)
    headed_line: int = -1

    def enter(self, article: Article, passage: Passage) -> None:
        """Go on to the next passage; another item begins with an empty memory but for its own day, another line without a subject."""
        if passage.item != self.item:
            self.today = article.day(passage.item)
            self.mention, self.margin, self.caption, self.window, self.by_metric = None, None, None, None, {}
            self.day = self.latest = Period(self.today, self.today, certain=False) if self.today else None
            self.day_line, self.has_day, self.spoken, self.levels = -1, False, None, []
        if passage.item != self.item or passage.line != self.line:
            self.who, self.topic = Who(), Who()
            self.listed = ()
        if passage.item != self.item:
            self.head = self.opened = self.captioned = None
            self.headed, self.headed_line = Who(), -1
            self.ratio_line = -1
        if passage.role in ("body", "summary"):
            self.captioned = None
        if self.opened is not None:
            self.head, self.opened = self.opened, None
        self.item, self.line = passage.item, passage.line

    def announce(self, passage: Passage, who: Who) -> None:
        """Remember a passage that only names somebody; a heading that does not ends what the one before announced."""
        if who.scope:
            self.headed, self.headed_line = who, passage.line if passage.role == "body" else -1
        elif passage.role in ("title", "heading", "caption") or self.headed_line not in (-1, passage.line):
            self.headed, self.headed_line = Who(), -1

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

    def title(self, periods: Sequence[Period]) -> None:
        """Remember when a title, a heading or a caption says that what stands below it holds."""
        self.captioned = next(
            (one for one in periods if not one.open_end and (self.today is None or one.start <= self.today)), None
        )
        if self.captioned is not None and self.captioned.is_day:
            self._saw(self.captioned)

    def _saw(self, day: Period) -> None:
        self.day, self.day_line = day, self.line
        if not self.has_day or self.latest is None or day.start > self.latest.start:
            self.latest, self.has_day = day, True

    def margin_told(self, passage: Passage) -> bool:
        """Whether a margin ratio was spoken of in this line, or in the one before."""
        return self.ratio_line >= 0 and passage.line - self.ratio_line <= 1

    def learn(self, claim: Claim, mention: Mention | None, *, compared: bool = False) -> None:
        """Remember what a claim printed; not the day of a value that is only compared with, of a forecast, or of one to come."""
        if claim.metric in _RATIOS:
            self.ratio_line = claim.passage.line
        if mention is not None and claim.metric and (self.mention is None or claim.aspect is not Aspect.STATEMENT):
            self.mention, self.mention_line = mention, claim.passage.line
            self.opened = self.opened or mention
            if mention.term.margin:
                self.margin = mention
        if claim.aspect is not Aspect.COUNT and (claim.scope or (claim.subject and claim.figure is not None)):
            who = Who(claim.scope, claim.subject)
            self.topic = who
            if (
                mention is not None
                and mention.term.margin
                and not mention.term.rule
                and not claim.group
                and not _PART.match(claim.text)
            ):
                self.who = who
        period = claim.period
        if claim.aspect is Aspect.LEVEL and claim.figure is not None and period is not None:
            self.levels.append(claim)
        if period is not None and period.text and claim.nature is Nature.FACT:
            self.spoken = period
        if period is None or not period.text or compared or claim.nature is not Nature.FACT:
            return
        if self.today is not None and period.start > self.today:
            return
        if period.is_day:
            self._saw(period)
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
