"""A case told in short (a fall of so much, forced liquidation, a loss of so much), held against the lines and the leverage that its own page gives."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from decimal import Decimal
from fractions import Fraction
from typing import Final

from liangrong.core.results import Note
from liangrong.research.claims.article import Article, Passage
from liangrong.research.claims.claim import Claim, Nature
from liangrong.research.claims.desk import Desk
from liangrong.research.claims.figure import Kind
from liangrong.research.claims.judgement import Evidence, Ruling
from liangrong.research.claims.verify.document.places import clause, spoken
from liangrong.research.claims.verify.document.verdicts import quoted, refute

__all__ = ["check_worked_cases"]

_FORCED: Final = re.compile(
    r"\b(?:forced(?:ly)? (?:liquidat|clos|s[oe]l)\w*|liquidat(?:ed|ion)|margin[- ]called)\b|强制平仓|强平|被平仓|爆仓",
    re.IGNORECASE,
)
_FALL: Final = re.compile(
    r"(?P<en>\d+(?:\.\d+)?)\s?%\s+(?:\w+ )?(?:drop|fall|decline|slide|plunge|slump)\b|(?:dropp?|fall|fell|declin|slid|plung|slump)\w*\s(?:by )?(?P<en2>\d+(?:\.\d+)?)\s?%"
    r"|(?:下跌|跌幅(?:达)?|大跌|下挫|跌去|跌)(?:了|达)?(?P<zh>\d+(?:\.\d+)?)\s?[%％]",
    re.IGNORECASE,
)
_LOSS: Final = re.compile(r"\b(?:loss|losing|lost|loses?)\b|亏损|损失|亏", re.IGNORECASE)
_LINES: Final = re.compile(
    r"(?:(?:collateral|maintenance|guarantee)[\w ]{0,16}?ratio|(?:liquidation|warning|alert|call|close-?out) (?:line|level)s?)[^.;。；]{0,40}?(?<![\d.])(?P<en>\d{3}(?:\.\d+)?)\s?%"
    r"|(?:担保比例|平仓线|警戒线|预警线|追保线|补仓线|关注线)[^。；]{0,20}?(?<![\d.])(?P<zh>\d{3}(?:\.\d+)?)\s?[%％]",
    re.IGNORECASE,
)
_BORROWED: Final = re.compile(
    r"(?<![\d.:：])1\s?[:：∶]\s?(?P<ratio>\d(?:\.\d+)?)(?![\d:：])|(?<![\d.])(?P<times>\d{1,2}(?:\.\d+)?)\s?(?:-| )?(?:times|x|倍)(?= (?:the )?(?:leverage|margin)|杠杆)",
    re.IGNORECASE,
)
_MOST_LEVERAGE: Final = 10
_CENT: Final = Fraction(1, 100)


def check_worked_cases(article: Article, claims: Sequence[Claim], _: Desk) -> Iterable[Ruling]:
    """Refute a forced sale that the page's own highest line and highest leverage would not have caused: something is missing from the case."""
    passages = spoken(article)
    for passage in passages:
        for forced in _FORCED.finditer(passage.text):
            start, end = clause(passage, passage.start + forced.start())
            text = article.text[start:end]
            fall = _FALL.search(text)
            loss = _loss(claims, start, end)
            if fall is None or loss is None or loss.figure is None or not _alone(claims, loss, start, end):
                continue
            item = [one for one in passages if one.item == passage.item and one != passage]
            yield from _judged(loss, _number(fall), *_lines(item), *_leverage(item))


def _judged(
    loss: Claim,
    fell: Fraction,
    line: Fraction | None,
    line_at: Passage | None,
    borrowed: Fraction | None,
    borrowed_at: Passage | None,
) -> Iterable[Ruling]:
    figure = loss.figure
    if line is None or borrowed is None or figure is None or not 0 < fell < 1 or not borrowed:
        return
    after = (1 - fell) * (borrowed + 1) / borrowed
    if after < line:
        return
    position = Fraction(figure.base) / fell
    needed = (1 - fell) / (line - (1 - fell)) if line > 1 - fell else None
    calculation = (
        f"{_plain(Fraction(figure.base))} / {_percent(fell)} = {_plain(position)}; "
        f"(1 - {_percent(fell)}) x (1 + {_plain(borrowed)}) / {_plain(borrowed)} = {_percent(after)} >= {_percent(line)}"
    )
    more = f"; {_plain(needed)}" if needed else ""
    reason = Note(
        f"按同页的规则（自有与借入最高1:{_plain(borrowed)}，最高的线{_percent(line)}），下跌{_percent(fell)}后担保比例仍有{_percent(after)}，不会被强平；缺少本金、杠杆或后续跌幅。",
        f"By the page's own rules (own to borrowed at most 1:{_plain(borrowed)}, highest line {_percent(line)}) a fall of {_percent(fell)} "
        f"leaves a ratio of {_percent(after)}, so that nothing is liquidated; the capital, the leverage or a second fall is missing.",
    )
    evidence = (Evidence("calculation", calculation + more), *quoted(*(one for one in (line_at, borrowed_at) if one)))
    yield from refute([loss], "missing_value", reason, evidence, flags=("missing_value",))


def _loss(claims: Iterable[Claim], start: int, end: int) -> Claim | None:
    """The claim of an amount that was lost."""
    for one in claims:
        inside = start <= one.start and one.end <= end + 1 and one.figure is not None and one.figure.kind is Kind.MONEY
        if inside and one.nature is Nature.FACT and one.figure and _near_loss(one):
            return one
    return None


def _near_loss(claim: Claim) -> bool:
    assert claim.figure is not None, "chosen for its figure"
    at = claim.figure.start - claim.passage.start
    behind = claim.figure.end - claim.passage.start
    return bool(
        _LOSS.search(claim.passage.text[max(0, at - 30) : at]) or _LOSS.match(claim.passage.text[behind : behind + 8].lstrip())
    )


def _alone(claims: Iterable[Claim], loss: Claim, start: int, end: int) -> bool:
    """Whether the sentence gives no other amount or ratio from which the case could be computed."""
    given = (Kind.MONEY, Kind.RATIO, Kind.MULTIPLE, Kind.SHARES)
    return not any(
        start <= one.start < end and one.figure is not None and one.figure.kind in given and loss.figure is not None and one.figure.start != loss.figure.start
        for one in claims
    )  # fmt: skip


def _lines(passages: Iterable[Passage]) -> tuple[Fraction | None, Passage | None]:
    """The highest line that the page names: the one that a fall reaches first."""
    found = [(_number(match), passage) for passage in passages for match in _LINES.finditer(passage.text)]
    return max(found, key=lambda one: one[0], default=(None, None))


def _leverage(passages: Iterable[Passage]) -> tuple[Fraction | None, Passage | None]:
    """The most that the page lets one borrow for one of one's own."""
    found = []
    for passage in passages:
        for match in _BORROWED.finditer(passage.text):
            value = Fraction(Decimal(match["ratio"] or match["times"]))
            if 0 < value <= _MOST_LEVERAGE:
                found.append((value, passage, bool(match["ratio"])))
    ratios = [one for one in found if one[2]] or found
    best = max(ratios, key=lambda one: one[0], default=None)
    return (best[0], best[1]) if best else (None, None)


def _number(match: re.Match[str]) -> Fraction:
    """The percentage that a pattern found, as a share."""
    return next(Fraction(Decimal(value)) for value in match.groupdict().values() if value) * _CENT


def _plain(number: Fraction) -> str:
    return f"{float(number):,.4g}" if number < 1000 else f"{float(number):,.0f}"


def _percent(number: Fraction) -> str:
    return f"{float(number * 100):.4g}%"
