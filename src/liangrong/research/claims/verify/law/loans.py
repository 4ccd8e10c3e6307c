"""What a margin lets one borrow or sell short: the margin divided by the ratio that the text names, or by that of the law."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from datetime import date
from decimal import Decimal
from fractions import Fraction
from typing import Final

from liangrong.core.results import Note
from liangrong.research.claims.article import Article, Passage
from liangrong.research.claims.claim import Claim
from liangrong.research.claims.desk import Desk
from liangrong.research.claims.figure import Figure, Hedge
from liangrong.research.claims.interval import Interval
from liangrong.research.claims.judgement import Evidence, Ruling, Verdict
from liangrong.research.claims.verify.law.amounts import Capacity, Told, amounts_of
from liangrong.research.claims.verify.law.book import as_percent, changes_of, day_of_law, earlier_values, number_on
from liangrong.research.claims.verify.law.context import passages_before
from liangrong.research.claims.verify.law.wording import BROKER, is_example, is_old
from liangrong.research.claims.verify.rulings import refuted, supported
from liangrong.research.claims.verify.today import today_of
from liangrong.rules.rulebook import Rulebook

__all__ = ["loans_follow"]

_HAIRCUT: Final = re.compile(
    r"折算|市值|股票(?:作|做|充)|维持担保|担保比例|conversion|haircut|market value|worth of (?:stock|shares|securities)|maintenance",
    re.IGNORECASE,
)
"""Where margin is not cash, what it counts for is not known."""
_BACK: Final = 2
"""How many sentences back "the same margin" may stand."""
_LOOSEST: Final = Decimal("0.005")
"""As a share of it, the most by which an amount that ends in zeros is taken to be rounded."""
_POSITION: Final = re.compile(r"总|持仓|合计|total|position|altogether|exposure", re.IGNORECASE)

_TODAY: Final = re.compile(r"目前|现在|当前|现行|如今|今天|currently|\bnow\b|\btoday\b|at present|these days", re.IGNORECASE)
_IS_MINIMUM: Final = re.compile(r"最低(?:比例)?(?:为|是)[^，。]{0,6}$|minimum[^.,;]{0,40} is [^.,;]{0,12}$", re.IGNORECASE)
_SUPPOSED: Final = re.compile(
    r"按照?[^，。]{0,8}(?:计算|测算)|假[设如]|若|如果|\b(?:if|at|with|under|suppos\w+)\b (?:an? |the )?(?:margin |minimum |ratio |requirement |of )*\d",
    re.IGNORECASE,
)


def loans_follow(article: Article, claims: Sequence[Claim], desk: Desk) -> Iterable[Ruling]:
    """Confirm or contradict the most that a margin supports."""
    book = desk.rulebook
    if book is None:
        return
    todays = today_of(article, claims)
    by_passage: dict[int, list[Claim]] = {}
    for claim in claims:
        if claim.figure is not None:
            by_passage.setdefault(claim.passage.start, []).append(claim)
    for group in by_passage.values():
        passage = group[0].passage
        told = amounts_of(article, passage)
        if told is None or not told.capacities:
            continue
        deposit = _deposit(article, group[0], told)
        if deposit is None:
            continue
        rulings = [
            ruling
            for capacity in told.capacities
            for claim in group
            if claim.figure is not None and claim.figure.start == capacity.figure.start
            for ruling in _judged(todays[passage.item], claim, desk, book, deposit, capacity)
        ]
        yield from rulings
        if rulings and all(one.judgement.verdict is Verdict.CONSISTENT for one in rulings):
            paid_in = [claim.number for claim in group if claim.figure is not None and claim.figure.start == deposit.start]
            yield from (Ruling(number, rulings[0].judgement) for number in paid_in)


def _deposit(article: Article, claim: Claim, told: Told) -> Figure | None:
    """The one margin of the sentence, or that of a sentence shortly before where the text points back to it."""
    if len(told.deposits) == 1:
        return told.deposits[0]
    if told.deposits or not told.same:
        return None
    for passage in passages_before(article, claim, most=_BACK):
        earlier = amounts_of(article, passage)
        if earlier is not None and earlier.deposits:
            return earlier.deposits[0] if len(earlier.deposits) == 1 else None
    return None


def _judged(
    today: date | None, claim: Claim, desk: Desk, book: Rulebook, deposit: Figure, capacity: Capacity
) -> Iterator[Ruling]:
    said = _said(capacity.figure)
    if said is None or deposit.upper is not None or deposit.value <= 0:
        return
    name, key = (
        ("short_margin_ratio", "private_fund" if capacity.is_private else "general")
        if capacity.is_short
        else ("financing_margin_ratio", None)
    )
    day = day_of_law(today, claim, desk)
    earlier = [change.after for change in earlier_values(book, name, day, key=key)] if day else []
    found = number_on(book, name, day, key=key) if day is not None else None
    if (
        capacity.when == "now"
        and capacity.ratio is not None
        and found is not None
        and _is_told_as_law(claim, capacity.ratio, found[0])
    ):
        yield from _at_law(claim, deposit, found, said, earlier)
    elif capacity.ratio is not None and capacity.when == "now":
        yield from _at_printed(claim, deposit, capacity.ratio, said, [change.after for change in changes_of(book, name, key=key)])
    elif capacity.when == "before":
        ratio = next((one for one in earlier if said.meets(_supported(deposit, one))), None)
        if ratio is not None:
            yield supported(claim, _reason(deposit, capacity.figure, as_percent(ratio)), basis="rulebook",
                            evidence=(_calculation(deposit, as_percent(ratio), _supported(deposit, ratio)),))  # fmt: skip
    elif found is not None:
        yield from _at_law(claim, deposit, found, said, earlier)


def _at_printed(claim: Claim, deposit: Figure, ratio: Figure, said: Interval, law: Sequence[Decimal]) -> Iterator[Ruling]:
    if ratio.upper is not None or ratio.base <= 0:
        return
    right = _supported(deposit, ratio.base)
    percent = as_percent(ratio.base)
    evidence = (_calculation(deposit, percent, right),)
    printed = claim.figure
    assert printed is not None, "only claims with figures come here"
    if said.meets(right):
        yield supported(claim, _reason(deposit, printed, percent), basis="within_sentence", evidence=evidence)
    elif not _may_be_other(claim.passage, said, deposit, right):
        other = next((one for one in law if one != ratio.base and said.meets(_supported(deposit, one))), None)
        tail = (
            Note("", "")
            if other is None
            else Note(f"；文中的数属于 {as_percent(other)}", f"; the printed amount belongs to {as_percent(other)}")
        )
        why = Note(f"{deposit.text.strip()} ÷ {percent} 不等于“{printed.text.strip()}”{tail.zh}。",
                   f"{deposit.text.strip()} / {percent} is not '{printed.text.strip()}'{tail.en}.")  # fmt: skip
        yield refuted(claim, why, *(("arithmetic", "stale_rule") if other is not None else ("arithmetic",)), basis="within_sentence",
                      corrected=_in_unit(right, printed), evidence=evidence)  # fmt: skip


def _at_law(
    claim: Claim, deposit: Figure, found: tuple[Decimal, Evidence], said: Interval, earlier: Sequence[Decimal]
) -> Iterator[Ruling]:
    ratio, evidence = found
    right, printed = _supported(deposit, ratio), claim.figure
    assert printed is not None, "only claims with figures come here"
    if said.meets(right):
        yield supported(claim, _reason(deposit, printed, as_percent(ratio)), basis="rulebook", evidence=(evidence,))
    elif right.below(said) and not _may_be_other(claim.passage, said, deposit, right) and not BROKER.search(claim.text):
        once = next((one for one in earlier if said.meets(_supported(deposit, one))), None)
        tail = (
            Note("", "")
            if once is None
            else Note(
                f"，只有在 {as_percent(once)} 的旧比例下才成立", f"; it holds only under the former ratio of {as_percent(once)}"
            )
        )
        why = Note(f"最低保证金比例 {as_percent(ratio)} 时，{deposit.text.strip()} 至多对应 {_in_unit(right, printed)}{tail.zh}。",
                   f"At the minimum margin ratio of {as_percent(ratio)}, {deposit.text.strip()} supports {_in_unit(right, printed)} at most{tail.en}.")  # fmt: skip
        yield refuted(claim, why, "stale_rule" if once is not None else "wrong_value", basis="rulebook", corrected=_in_unit(right, printed),
                      evidence=(evidence,), verdict=Verdict.INTERNALLY_CONTRADICTORY)  # fmt: skip


def _is_told_as_law(claim: Claim, ratio: Figure, law: Decimal) -> bool:
    """Whether the sentence says of another ratio than the law's that it is the minimum today, so that what follows from it is not so either."""
    text = claim.passage.text
    if ratio.rounding().contains(law) or _SUPPOSED.search(text) or is_old(claim) or is_example(claim):
        return False
    return bool(_TODAY.search(text) or _IS_MINIMUM.search(text[: ratio.end - claim.passage.start]))


def _said(figure: Figure) -> Interval | None:
    """The printed amount; "at most" belongs to the rule, and what is said to be more or less than an amount is no amount."""
    if figure.upper is not None or figure.hedge in (Hedge.OVER, Hedge.AT_LEAST, Hedge.UNDER):
        return None
    slack = Fraction(min(_last_digit(figure.value) / 2, abs(figure.value) * _LOOSEST)) * Fraction(figure.size)
    exact = figure.rounding() if figure.hedge in (Hedge.NONE, Hedge.AT_MOST) else figure.interval()
    return exact + Interval.around(0, slack)


def _last_digit(value: Decimal) -> Decimal:
    """What the last digit other than zero stands for: 1,000 of 333,000."""
    exponent = value.normalize().as_tuple().exponent
    assert isinstance(exponent, int), "a printed number is finite"
    return Decimal(1).scaleb(exponent)


def _supported(deposit: Figure, ratio: Decimal) -> Interval:
    """What a margin supports; the margin and the ratio of an example are exact as printed."""
    return Interval.around(Fraction(deposit.base) / Fraction(ratio))


def _may_be_other(passage: Passage, said: Interval, deposit: Figure, right: Interval) -> bool:
    """Whether the margin is not cash, or own and borrowed money together may be meant."""
    return bool(_HAIRCUT.search(passage.text)) or (
        bool(_POSITION.search(passage.text)) and said.meets(right + Interval.around(deposit.base))
    )


def _reason(deposit: Figure, printed: Figure, percent: str) -> Note:
    return Note(
        f"{deposit.text.strip()} ÷ {percent}，与“{printed.text.strip()}”相符。",
        f"{deposit.text.strip()} / {percent} agrees with '{printed.text.strip()}'.",
    )


def _calculation(deposit: Figure, percent: str, right: Interval) -> Evidence:
    return Evidence("calculation", f"{deposit.text.strip()} ÷ {percent} = {float(_middle(right)):,.0f}")


def _in_unit(right: Interval, printed: Figure) -> str:
    return f"{float(_middle(right) / Fraction(printed.size)):,.6g} {printed.unit}"


def _middle(interval: Interval) -> Fraction:
    assert interval.low is not None, "a rounding interval is bounded"
    assert interval.high is not None, "a rounding interval is bounded"
    return (interval.low + interval.high) / 2
