"""Parts and their total: X, Y and Z, together T."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from fractions import Fraction
from typing import Final

from liangrong.research.claims.figure import Hedge, Kind
from liangrong.research.claims.interval import Interval
from liangrong.research.claims.judgement import Ruling
from liangrong.research.claims.verify.arithmetic.wording import shown
from liangrong.research.claims.verify.grammar.pairs import pairs_of
from liangrong.research.claims.verify.grammar.quantities import Part, Quantity, alike
from liangrong.research.claims.verify.grammar.verdicts import FACTORS, closes, failed, informative, slip, value_in
from liangrong.research.claims.words.movement import DOWN_WORDS, UP_WORDS

__all__ = ["COMPARED", "check_sums", "listed_before", "number_named", "signed"]

_MOST: Final = 12
"""Parts of a list at most."""
_OUT: Final = re.compile(rf"{DOWN_WORDS}|偿还|\b(?:repa(?:id|y)|net sales?)", re.IGNORECASE)
_IN: Final = re.compile(rf"{UP_WORDS}|\b(?:inflow|purchas)", re.IGNORECASE)
_NUMBERED: Final = re.compile(
    r"(?P<zh>[两二三四五六七八九十]|\d{1,2})(?:个|家|只|名|天|日|周|月|大|类|者|行|项)|\b(?P<en>two|three|four|five|six|seven|eight|nine|ten|both)\b",
    re.IGNORECASE,
)
_WORDS: Final = {
    "两": 2, "二": 2, "三": 3, "四": 4, "五": 5, "六": 6, "七": 7, "八": 8, "九": 9, "十": 10,
    "two": 2, "both": 2, "three": 3, "four": 4, "five": 5, "six": 6, "seven": 7, "eight": 8, "nine": 9, "ten": 10,
}  # fmt: skip
_ALL: Final = re.compile(r"累计|合计|共|a total of|altogether", re.IGNORECASE)
_COLON: Final = re.compile(r"^[^。；;.]{0,6}[:：]")
_BOUNDS: Final = (Hedge.OVER, Hedge.AT_LEAST, Hedge.UNDER, Hedge.AT_MOST)
_BALANCES: Final = frozenset({"financing_balance", "short_balance", "margin_trading_balance"})
_FIRST: Final = re.compile(r"前|\b(?:top|first|largest|leading|biggest)\b", re.IGNORECASE)
COMPARED: Final = re.compile(r"(?:较|比|多|少|占|平均)[^，,。；;]{0,12}$|\b(?:than|average|share)\b[^.;]{0,20}$")
"""What turns the figure behind a total into a comparison or a share of it."""
_FAR: Final = 4
_SHORT: Final = 12
"""Characters between the number of the parts and their total."""
_BACK: Final = re.compile(r"合计|总计|together|combined|in all|altogether|之和|共|相加|in total|a total|totall?", re.IGNORECASE)


def check_sums(quantities: Sequence[Quantity]) -> Iterator[Ruling]:
    """Totals against the parts that stand before them."""
    bases = {pair.old.place for pair in pairs_of(quantities) if pair.sure}
    for total in quantities:
        announced = total.part is Part.CHANGE and bool(_ALL.search(total.before) and _COLON.match(total.after))
        if total.part is not Part.TOTAL and not announced:
            continue
        lists = (
            _listed_after(total, quantities) if announced else listed_before(total, quantities) + _listed_after(total, quantities)
        )
        if COMPARED.search(total.before):
            lists = [parts for parts in lists if all(one.part is Part.CHANGE for one in parts)]
        found = next((parts for parts in lists if _closes(parts, total)), None)
        if found is not None:
            made = _sum(found)
            if informative(made):
                yield from closes([total, *found], _working(found, total))
            continue
        words = _words_before(total, quantities)
        sure = (
            lists[0]
            if announced and lists
            else next((parts for parts in lists if _is_meant(parts, lists[0], total, words)), None)
        )
        if (
            sure is not None
            and _of_one_size(sure, total)
            and _of_one_kind(sure, total)
            and not bases.intersection(one.place for one in sure)
        ):
            yield from _wrong(sure, total)


def listed_before(total: Quantity, quantities: Sequence[Quantity]) -> list[list[Quantity]]:
    """The lists of amounts that end before a figure, the longest run first; of its own sentence or the one before."""
    run: list[Quantity] = []
    for one in reversed(quantities[: total.place]):
        if total.sentence - one.sentence > 1 or (run and run[-1].sentence - one.sentence > 0):
            break
        if one.figure.hedge in _BOUNDS:
            continue
        if alike(one, total) and one.part in (Part.LEVEL, Part.CHANGE):
            run.append(one)
        elif run and one.part in (Part.TOTAL, Part.MEAN):
            break
    run.reverse()
    run = run[-_MOST:]
    return [run[start:end] for start in range(len(run)) for end in range(len(run), start + 1, -1)]


def _listed_after(total: Quantity, quantities: Sequence[Quantity]) -> list[list[Quantity]]:
    """The list that a colon announces behind a total."""
    if not _COLON.match(total.after):
        return []
    run = []
    for one in quantities[total.place + 1 :]:
        if one.sentence != total.sentence or not alike(one, total):
            break
        run.append(one)
    return [run] if len(run) > 1 else []


def _words_before(total: Quantity, quantities: Sequence[Quantity]) -> str:
    """The words before a total, with the number of its parts where that was read as a figure of its own."""
    words = re.split(r"[。；;]", total.before)[-1]
    before = quantities[total.place - 1] if total.place else None
    is_number = before is not None and before.sentence == total.sentence and before.figure.kind in (Kind.RANK, Kind.COUNT)
    return f"{before.figure.text}{words}" if is_number and before is not None and len(words) < _SHORT else words


def number_named(words: str) -> int | None:
    """How many the words say there are: 三家, the five; ``None`` where they do not say.

    Examples
    --------
    >>> number_named("the five names"), number_named("这三只"), number_named("all of them")
    (5, 3, None)
    """
    named = _NUMBERED.search(words)
    if named is None:
        return None
    word = (named["zh"] or named["en"]).lower()
    return _WORDS.get(word) or int(word)


def signed(parts: Sequence[Quantity]) -> list[int]:
    """The sign of each part: outflows are negative where the list also has inflows."""
    signs = []
    for one in parts:
        clause = re.split(r"[，；;]|, ", one.before)[-1]
        signs.append(-1 if _OUT.search(clause) and not _IN.search(clause) else 1 if _IN.search(clause) else 0)
    if 1 not in signs or -1 not in signs:
        return [1] * len(parts)
    known = 1
    for place, sign in enumerate(signs):
        known = sign or known
        signs[place] = known
    return signs


def _sum(parts: Sequence[Quantity]) -> Interval:
    return Interval.total(one.rounding.scaled(sign) for one, sign in zip(parts, signed(parts), strict=True))


def _closes(parts: Sequence[Quantity], total: Quantity) -> bool:
    made = _sum(parts)
    return total.stated.meets(made) or (-total.stated).meets(made)


def _is_meant(parts: Sequence[Quantity], run: Sequence[Quantity], total: Quantity, clause: str) -> bool:
    """Whether the words say that these are the parts: their number is named, or the total closes their own sentence.

    Of a longer run only the first are meant without doubt, where the words say so.
    """
    named = number_named(clause)
    if named is not None:
        whole = len(run) == named or (_FIRST.search(clause) is not None and parts[0] is run[0])
        return whole and len(parts) == named and len({one.sentence for one in parts}) == 1
    last = parts[-1].place == total.place - 1 and parts[-1].sentence == total.sentence
    return last and bool(_BACK.search(clause)) and len({one.part for one in parts}) == 1 and _whole_list(parts, total)


def _of_one_kind(parts: Sequence[Quantity], total: Quantity) -> bool:
    """Whether no part is another balance than the total: both balances together are more than the financing of all exchanges."""
    return not any(
        {one.claim.metric, total.claim.metric} <= _BALANCES and one.claim.metric != total.claim.metric for one in parts
    )


def _of_one_size(parts: Sequence[Quantity], total: Quantity) -> bool:
    """Whether a total is that of its parts but for a slip: not ten times as much, unless a unit explains it, which no other quantity would be."""
    made = _sum(parts)
    if made.low is None or made.high is None or slip(total, made) is not None:
        return True
    size, printed = abs(made.low + made.high) / 2, abs(Fraction(total.figure.base))
    return printed <= _FAR * size and size <= _FAR * printed


def _whole_list(parts: Sequence[Quantity], total: Quantity) -> bool:
    """Whether the list is all that its sentence enumerates."""
    return (
        parts[0].before.count("，") + parts[0].before.count(",") <= _MOST
        and all(one.claim.group == parts[0].claim.group or one.claim.group == 0 for one in parts)
        and len(parts) > 1
        and total.sentence == parts[0].sentence
    )


def _wrong(parts: Sequence[Quantity], total: Quantity) -> Iterator[Ruling]:
    made = _sum(parts)
    if (corrected := slip(total, made)) is not None:
        yield from failed([total], [total, *parts], _working(parts, total), corrected, "unit_slip")
        return
    for place, one in enumerate(parts):
        for factor in FACTORS:
            rest = Interval.total(
                (each.rounding.scaled(factor) if number == place else each.rounding).scaled(sign)
                for number, (each, sign) in enumerate(zip(parts, signed(parts), strict=True))
            )
            if total.stated.meets(rest) and informative(rest):
                fits = one.rounding.scaled(factor)
                yield from failed([one], [total, *parts], _working(parts, total), slip(one, fits), "unit_slip")
                others = [each for each in (*parts, total) if each is not one]
                yield from closes(others, f"{shown(one.figure)} → {shown(one.figure, factor)}")
                return
    right = None if made.low is None or made.high is None else value_in(abs(made.low + made.high) / 2, total.figure)
    yield from failed([total], [total, *parts], _working(parts, total), right, "arithmetic")


def _working(parts: Sequence[Quantity], total: Quantity) -> str:
    signs = signed(parts)
    text = " + ".join(
        f"({'-' if sign < 0 else ''}{shown(one.figure)})" if sign < 0 else shown(one.figure)
        for one, sign in zip(parts, signs, strict=True)
    )
    made = _sum(parts)
    if made.low is None or made.high is None:
        return text
    return f"{text} = {value_in(Fraction(made.low + made.high, 2), total.figure)}"
