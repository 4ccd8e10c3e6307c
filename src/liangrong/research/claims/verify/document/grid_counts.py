"""How many rows of a table are said to be so, counted again: above a mark, up or down, of one kind; every one, only A and B. The rows are told by the columns."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from fractions import Fraction
from typing import Final

from liangrong.core.results import Note
from liangrong.research.claims.article import Article, Passage
from liangrong.research.claims.catalogue import claims_in
from liangrong.research.claims.claim import Aspect, Claim, Nature
from liangrong.research.claims.desk import Desk
from liangrong.research.claims.figure import Figure, Hedge, Kind
from liangrong.research.claims.judgement import Ruling
from liangrong.research.claims.reading.figures import figures_in
from liangrong.research.claims.verify.document.content_words import content
from liangrong.research.claims.verify.document.grid_groups import FELL, ROSE, is_whole, meant_columns, number_of, signed_rows
from liangrong.research.claims.verify.document.grid_kinds import rows_by_kind
from liangrong.research.claims.verify.document.grids import Grid, grids
from liangrong.research.claims.verify.document.verdicts import quoted, refute, support

__all__ = ["check_grid_counts"]

_REACH: Final = 8
_NUMBER: Final = r"two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|none|one|\d{1,2}"
_EN: Final = re.compile(
    rf"\b(?P<all>every one|each|all|none)\s(?:of\s)?(?:the\s)?(?P<of0>{_NUMBER})\b|(?<![\w.,])(?P<many>{_NUMBER})\s(?:out\s)?of\s(?:the|these|those|our|its)\s(?P<of>{_NUMBER})\b|(?<![\w.,$-])(?P<bare>two|three|four|five|six|seven|eight|nine|ten|one)\b(?!\s(?:of|year|month|day|week|trillion|billion|million|times|percent|per|or)|-)",
    re.IGNORECASE,
)
_ON_DAYS: Final = re.compile(rf"\bon (?:only |just )?(?P<many>{_NUMBER}) (?:days|sessions)\b", re.IGNORECASE)
_IS_DAY: Final = re.compile(r"(?:mon|tue|wed|thu|fri)|周[一二三四五]$|\d{1,2}月\d{1,2}日$", re.IGNORECASE)
_ZH_NUMBER: Final = r"\d{1,2}|[一两二三四五六七八九十]"
_ZH: Final = re.compile(
    rf"(?P<of>{_ZH_NUMBER})(?:大|只|家|个|席|档|类|次|条|支)?(?:个股|股票|行业|板块|市场|品种|公司|券商|基金|标的|异动)?(?:中|之中|里|当中)?[，,]?(?:有|共有|仅有|只有|其中)?(?P<many>{_ZH_NUMBER})(?:只|家|个|席|档|类|次|条|支)"
    rf"|(?P<all>全部|所有|悉数|均|都|无一)|(?:有|仅|占|各占|为|达|共|共有|其中)(?P<bare>{_ZH_NUMBER})(?:只|家|个|席|档|类|次|条|支)",
)
_CLAUSE: Final = re.compile(r"[。；;，,](?![0-9])|\.\s|\band\b(?=\s(?:two|three|four|five|six|seven|one)\b)|\bwhile\b|\bbut\b")
_OVER: Final = re.compile(
    r"超过|超|逾|高于|大于|以上|不低于|\b(?:more than|over|above|exceed\w*|at least|higher than|topped|or more)\b", re.IGNORECASE
)
_UNDER: Final = re.compile(
    r"低于|不足|不到|小于|以下|\b(?:less than|below|under|fewer than|short of|lower than)\b", re.IGNORECASE
)
_ONLY: Final = re.compile(
    r"^\W*(?:只有|仅有?|唯有)|(?:只有|仅有?|唯有|仅)(?![\d一二三四五六七八九十两])|^\W*only\b|\bonly\b", re.IGNORECASE
)
_NOT_SAID: Final = re.compile(
    r"不|未|没有|除|是否|可能|另|其余|\b(?:not|no|never|n't|except|unless|may|might|if|whether|other|more of|another|remaining)\b|之一|(?<!every )\bone of\b",
    re.IGNORECASE,
)
_OTHERS: Final = re.compile(
    r"券商|分析师|机构|经济学家|基金经理|客户|受访者|\b(?:brokers|brokerages|analysts|economists|strategists|clients|investors|respondents|dealers|traders|managers)\b",
    re.IGNORECASE,
)
_GIVEN: Final = re.compile(
    r"披露|公布|给出|列出|列明|填报|齐全|完整|有(?:数据|数字|目标)|\b(?:giv(?:es?|en)|disclos\w+|publish\w*|report(?:s|ed)?|print(?:s|ed)?|provid\w+|available|commit\w*|names? a|sets? a|offers? a|has a|have a|complete)\b",
    re.IGNORECASE,
)
"""That a cell has a figure at all."""
_WIDER: Final = re.compile(
    r"全市场|两市|沪深|全部A股|全国|\b(?:market-wide|nationwide|whole market|across the market|all stocks)\b", re.IGNORECASE
)
_NO_LABEL: Final = frozenset({"name", "名称", "简称", "item", "项目", "指标", "date", "日期"})
_EACH: Final = re.compile(r"各(?=占|有|为)|\beach\b", re.IGNORECASE)
_ABOUT: Final = re.compile(r"表|榜|名单|席|上述|所列|\b(?:table|list|listed|tracked|group|here|shown)\b", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class _Said:
    """A number of rows that a clause states.

    Parameters
    ----------
    start, end
        The clause, in the passage.
    at
        Where the number stands.
    many
        How many; the size of the table for "every one".
    is_of
        Whether the clause says of how many, and that is the size of the table.
    """

    start: int
    end: int
    at: int
    many: int
    is_of: bool


def check_grid_counts(article: Article, claims: Sequence[Claim], _: Desk) -> Iterable[Ruling]:
    """Rule on numbers of rows in the sentences around a table."""
    found = [one for one in grids(article) if one.is_table]
    for grid in found:
        size, item = len(grid.names), grid.passage.item
        alone = sum(len(one.names) == size and one.passage.item == item for one in found) == 1
        for passage in article.passages:
            if passage.item != item or passage.role in ("row", "furniture", "caption"):
                continue
            is_near = grid.passage.number - _REACH <= passage.number <= grid.last + _REACH
            here = [one for one in claims_in(claims, passage) if one.nature is Nature.FACT and not one.stripped]
            if not here or not (is_near or alone) or not is_whole(grid, passage.text):
                continue
            for said in () if _is_other(grid, passage) else _numbers(grid, passage):
                if is_near or (said.is_of and (_whole(passage.text) == size or _names_rows(grid, passage.text))):
                    yield from _judged(article, grid, passage, said, here)
            if is_near:
                yield from _only(article, grid, passage, here)


def _numbers(grid: Grid, passage: Passage) -> Iterator[_Said]:
    text = passage.text
    size = len(grid.names)
    days = _ON_DAYS.finditer(text) if all(map(_IS_DAY.match, grid.names)) else ()
    for match in (*_EN.finditer(text), *_ZH.finditer(text), *days):
        start, end = _clause(text, match.start(), match.end())
        named = match.groupdict()
        of = number_of(named.get("of") or named.get("of0") or "")
        if named.get("all"):
            whole = of if match.re is _EN else _whole(text[start:end])
            stated = 0 if match["all"].lower() in ("none", "无一") else size
            if whole == size or (whole is None and match.re is _ZH and _ABOUT.search(text[start:end])):
                yield _Said(start, end, match.start(), stated, is_of=True)
            continue
        many = number_of(match["many"] or named.get("bare") or "")
        if many is None or many > size or (of is not None and of != size):
            continue
        of_table = (
            match.re is _ON_DAYS or _ABOUT.search(text) or ("其中" in text[start:end] and rows_by_kind(grid, text[start:end]))
        )
        is_of = (
            of == size
            or _whole(text) == size
            or (_whole(text) is None and (bool(of_table) or _names_rows(grid, text[start:end])))
        )
        at = match.start("many") if match["many"] else match.start("bare")
        yield _Said(start, end, at, many, is_of=is_of)


def _names_rows(grid: Grid, text: str) -> bool:
    """Whether a clause counts what the rows are: the label of their names stands in it, and no wider whole."""
    label = grid.label.casefold()
    return len(label) > 1 and label not in _NO_LABEL and label in text.casefold() and _WIDER.search(text) is None


def _is_other(grid: Grid, passage: Passage) -> bool:
    """Whether a sentence speaks of the table below it, or above it, and this one is not there."""
    return (grid.passage.number < passage.number and "下表" in passage.text) or (
        grid.last > passage.number and "上表" in passage.text
    )


_WHOLE: Final = re.compile(
    rf"(?P<zh>{_ZH_NUMBER})(?:大|只|家|个|席|档|类|次|条|支)(?:异动|个股|股票|行业|板块|市场|品种|公司|券商|基金|标的|之中|中)|\b(?:of\s)?(?:the|these|our|all)\s(?P<en>{_NUMBER})\b",
    re.IGNORECASE,
)


def _whole(text: str) -> int | None:
    """The size of the group that a stretch of text speaks of."""
    found = [number_of(match["zh"] or match["en"]) for match in _WHOLE.finditer(text)]
    return max((one for one in found if one is not None), default=None)


def _judged(article: Article, grid: Grid, passage: Passage, said: _Said, here: Sequence[Claim]) -> Iterator[Ruling]:
    text = passage.text[said.start : said.end]
    if _NOT_SAID.search(text) or _is_of_others(grid, text):
        return
    found = _fitting(article, grid, passage, said, text)
    if found is None:
        return
    rows, is_certain, what = found
    is_of = said.is_of or (what[:2] in ("高于", "低于") and 0 < len(rows) < len(grid.names) and _WIDER.search(text) is None)
    told = _claims(here, passage, said)
    listed = "、".join(grid.names[row] for row in rows) or "—"
    if len(rows) == said.many:
        if is_of or is_certain:
            reason = Note(
                f"表中如此的正是{len(rows)}个：{listed}。", f"In the table {len(rows)} are so: {listed.replace('、', ', ')}."
            )
            yield from support(told, reason, quoted(grid.passage))
    elif is_of and is_certain:
        reason = Note(
            f"表中{what}的是{len(rows)}个（{listed}），不是{said.many}个。",
            f"In the table {len(rows)} are so ({listed.replace('、', ', ')}), not {said.many}.",
        )
        yield from refute(told, "count_mismatch", reason, quoted(grid.passage), corrected=str(len(rows)))


def _is_of_others(grid: Grid, text: str) -> bool:
    """Whether a clause counts people or firms, and the rows are something else."""
    return any(one[0].casefold().rstrip("s") not in f"{grid.label} {grid.caption}".casefold() for one in _OTHERS.finditer(text))


def _fitting(article: Article, grid: Grid, passage: Passage, said: _Said, text: str) -> tuple[tuple[int, ...], bool, str] | None:
    """The rows of which the clause is true, and whether that is sure; ``None`` where the clause says nothing of the table."""
    start, end = passage.start + said.start, passage.start + said.end
    marks = [
        one
        for one in figures_in(article, passage)
        if start <= one.start < end and one.kind in (Kind.MONEY, Kind.PERCENT, Kind.SHARES) and one.upper is None
    ]
    if len(marks) == 1:
        return _beyond(grid, text, marks[0])
    if marks:
        return None
    if _GIVEN.search(text):
        return _given(grid, text)
    kinds = rows_by_kind(grid, text)
    if kinds and _EACH.search(text):
        uneven = [rows for rows in kinds.values() if len(rows) != said.many]
        return (uneven or list(kinds.values()))[0], True, "如此"
    if kinds:
        return tuple(sorted({row for rows in kinds.values() for row in rows})), True, "如此"
    falls, rises = bool(FELL.search(text)), bool(ROSE.search(text))
    if falls is rises:
        return None
    if (stepped := _stepped(grid, rises=rises)) is not None:
        return stepped, True, "下降" if falls else "上升"
    columns = [one for one in meant_columns(grid, text) if signed_rows(one, rises=False)]
    sets = {signed_rows(one, rises=rises) for one in columns}
    if len(sets) != 1:
        return None
    return (
        sets.pop(),
        all(cell is not None and cell.value for one in columns for cell in one.figures),
        "净卖出或下降" if falls else "净买入或上升",
    )


def _given(grid: Grid, text: str) -> tuple[tuple[int, ...], bool, str] | None:
    """The rows that have a figure in the columns that a clause speaks of."""
    columns = [one for one in grid.columns if one.is_meant(text)] or [
        one for one in grid.columns if content(one.head) & content(text) and not one.is_dated
    ]
    if not columns:
        return None
    every = range(len(grid.names))
    return tuple(row for row in every if all(one.figures[row] is not None for one in columns)), True, "有数"


def _stepped(grid: Grid, *, rises: bool) -> tuple[int, ...] | None:
    """The rows that moved one way between two columns of days, where every row has both and no column of changes says it."""
    pair = next((found for kind in (Kind.MONEY, Kind.SHARES, Kind.NUMBER) if (found := grid.pair(kind)) is not None), None)
    if pair is None or any(one.is_change for one in grid.columns):
        return None
    cells = list(zip(pair[0].figures, pair[1].figures, strict=True))
    if any(old is None or new is None or old.rounding().meets(new.rounding()) for old, new in cells):
        return None
    ups = [old is not None and new is not None and old.rounding().below(new.rounding()) for old, new in cells]
    return tuple(row for row, up in enumerate(ups) if up is rises)


def _beyond(grid: Grid, text: str, mark: Figure) -> tuple[tuple[int, ...], bool, str] | None:
    over = _OVER.search(text) is not None or mark.hedge in (Hedge.OVER, Hedge.AT_LEAST)
    under = _UNDER.search(text) is not None or mark.hedge in (Hedge.UNDER, Hedge.AT_MOST)
    columns = meant_columns(grid, text, mark.kind)
    if over is under or len(columns) != 1:
        return None
    level = Fraction(mark.base)
    cells = columns[0].figures
    if any(one is None for one in cells):
        return None
    told = [one for one in cells if one is not None]
    inside = tuple(row for row, one in enumerate(told) if (_low(one) >= level if over else _high(one) < level))
    edge = any(_low(one) < level <= _high(one) and Fraction(one.base) != level for one in told)
    return inside, not edge, f"{'高于' if over else '低于'}{mark.text.strip()}"


def _only(article: Article, grid: Grid, passage: Passage, here: Sequence[Claim]) -> Iterator[Ruling]:
    """Only A and B are above a mark, or went down: no other row may be."""
    for cue in _ONLY.finditer(passage.text):
        start, end = _clause(passage.text, cue.start(), cue.end())
        text = passage.text[start:end]
        named = tuple(sorted({one.row for one in grid.named(text)}))
        if not named or _NOT_SAID.search(text) or len(named) == len(grid.names):
            continue
        found = _fitting(article, grid, passage, _Said(start, end, cue.start(), len(named), is_of=True), text)
        if found is None or not found[1]:
            continue
        rows = found[0]
        told = _claims(here, passage, _Said(start, end, cue.start(), len(named), is_of=True))
        listed = "、".join(grid.names[row] for row in rows) or "—"
        if tuple(sorted(rows)) == named:
            reason = Note(f"表中如此的只有{listed}。", f"In the table only {listed.replace('、', ', ')} are so.")
            yield from support(told, reason, quoted(grid.passage))
        else:
            reason = Note(f"表中如此的是{listed}。", f"In the table these are so: {listed.replace('、', ', ')}.")
            yield from refute(told, "count_mismatch", reason, quoted(grid.passage), corrected=listed)


def _claims(here: Sequence[Claim], passage: Passage, said: _Said) -> list[Claim]:
    """The claims of the clause: those that count or compare with a mark, else those in words."""
    start, end = passage.start + said.start, passage.start + said.end
    inside = [one for one in here if one.start < end and start < one.end]
    at = passage.start + said.at
    counted = [
        one
        for one in inside
        if one.figure is not None
        and (one.figure.kind in (Kind.COUNT, Kind.DURATION) or one.aspect is Aspect.COUNT)
        and start <= one.figure.start < end
    ]
    own = [one for one in counted if one.figure is not None and one.figure.start <= at + 2 and at <= one.figure.end] or counted
    marks = [one for one in inside if one.figure is not None and one not in counted and start <= one.figure.start < end]
    return [*own, *marks] if own or marks else [one for one in inside if one.figure is None]


def _clause(text: str, start: int, end: int) -> tuple[int, int]:
    joints = list(_CLAUSE.finditer(text))
    left = max((one.end() for one in joints if one.end() <= start), default=0)
    right = min((one.start() for one in joints if one.start() >= end), default=len(text))
    return left, right


def _low(figure: Figure) -> Fraction:
    low = figure.rounding().low
    assert low is not None, "a rounding interval is bounded"
    return low


def _high(figure: Figure) -> Fraction:
    high = figure.rounding().high
    assert high is not None, "a rounding interval is bounded"
    return high
