"""Records and crossings by brute force: plain Python, day by day, no frames; what the fast code is compared with."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from fractions import Fraction


class Refused(Exception):
    """The history is not whole and nothing bounds what is missing."""


@dataclass
class Oracle:
    """One series, the other basis that may bound its holes, and the sessions from the first possible day on."""

    values: Mapping[date, Decimal]
    other: Mapping[date, Decimal]
    sessions: Sequence[date]

    def spread(self, end: date) -> Fraction:
        both = [d for d in self.values if d in self.other and d <= end]
        return max((abs(Fraction(self.values[d]) / Fraction(self.other[d]) - 1) for d in both), default=Fraction(-1))

    def ceiling(self, day: date, end: date) -> Fraction:
        """The most that can have stood on a day."""
        if day in self.values:
            return Fraction(self.values[day])
        spread = self.spread(end)
        if day not in self.other or spread < 0:
            raise Refused(day)
        return Fraction(self.other[day]) * (1 + spread)

    def floor(self, day: date, end: date) -> Fraction:
        if day in self.values:
            return Fraction(self.values[day])
        return Fraction(self.other[day]) / (1 + self.spread(end))

    def records(self, start: date, end: date, since: date | None = None) -> list[date]:
        span = [d for d in self.sessions if (since is None or d >= since) and d <= end]
        known = [d for d in span if d in self.values and d >= start]
        before_last = [d for d in span if d < known[-1]]
        for day in before_last:
            self.ceiling(day, end)
        found = []
        for day in known:
            before = [d for d in span if d < day]
            if all(self.values[day] > self.ceiling(d, end) for d in before):
                found.append(day)
            elif all(self.values[day] > self.floor(d, end) for d in before):
                raise Refused(day)
        return found

    def streak(self, end: date, since: date | None = None) -> int:
        count = 0
        for day in reversed([d for d in self.sessions if d <= end]):
            if day not in self.values or (since and day < since) or self.records(day, day, since) != [day]:
                return count
            count += 1
        return count

    def first_crossing(self, threshold: float, end: date, since: date | None = None) -> date | None:
        last = max(d for d in self.values if d <= end)
        for place, day in enumerate(self.sessions):
            if day > last:
                break
            if since and day < since:
                continue
            if place == 0:
                continue
            before = self.sessions[place - 1]
            outside = since is not None and before < since
            if outside and before not in self.values:
                if self.ceiling(day, end) >= threshold:
                    raise Refused(day)
                continue
            if outside:
                low, high = float(self.values[before]), float(self.values[before])
            else:
                high = self.ceiling(before, end)
                low = self.floor(before, end)
            if self.ceiling(day, end) >= threshold and low < threshold:
                if day in self.values and high < threshold:
                    return day
                raise Refused(day)
        return None
