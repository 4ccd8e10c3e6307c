"""The claims of an article, in the order of its text.

Passage by passage: figures first, for they are what can be checked; then every clause that asserts without one. What was said before is
remembered for pronouns and ellipses.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace
from decimal import Decimal
from typing import Final

from liangrong.research.claims.article import Article, Passage
from liangrong.research.claims.claim import Aspect, Claim
from liangrong.research.claims.desk import Desk
from liangrong.research.claims.extract import rows, statements
from liangrong.research.claims.extract.ambiguity import settled
from liangrong.research.claims.extract.asides import asides, inferred, is_order, own_days
from liangrong.research.claims.extract.clauses import Clause, clauses_of
from liangrong.research.claims.extract.entities import Entity, Names, entities_in, standing_names
from liangrong.research.claims.extract.figures import Bound, bind
from liangrong.research.claims.extract.formulas import amounts, conditions, states
from liangrong.research.claims.extract.headlines import headed
from liangrong.research.claims.extract.lists import slots
from liangrong.research.claims.extract.memory import Memory, Who
from liangrong.research.claims.extract.mentions import Mention, mentions_in
from liangrong.research.claims.extract.relative import resolved
from liangrong.research.claims.extract.said import threshold_of, worth_saying
from liangrong.research.claims.extract.sentence import Sentence, gather, inside
from liangrong.research.claims.extract.subjects import announced
from liangrong.research.claims.extract.timing import is_earlier
from liangrong.research.claims.extract.turns import speaks_of_margin, turned
from liangrong.research.claims.figure import Figure, Kind
from liangrong.research.claims.period import Period
from liangrong.research.claims.reading.figures import figures_in
from liangrong.research.claims.reading.periods import periods_in

__all__ = ["extract"]

_MOST: Final = 300
"""Figures, and dates, of a passage that are read; what has more is no sentence."""
_STOCKS: Final = 10_000
"""More stocks than there are."""
_THERE_ARE: Final = re.compile(r"有|共|[，,；;]$|的$|^$")
_LONGEST_LABEL: Final = 40

_SENTENCE: Final = re.compile(r"\w{2,}(?:\W+\w+){4,}[.。]$|[\u3400-\u9fff]{8,}。$")
_ONLY_FIGURE: Final = re.compile(r"[\s>≥<≤~～≈+\-–%％]*")
_CONTINUES: Final = re.compile(
    r"^(?:增幅|涨幅|降幅|跌幅|增速|升幅|减幅|规模|金额|总额|合计|累计|比例|占比|同比|环比|较|达到?|为|up |down |a |an |or |total(?:l)?ing|amounting|reaching|representing a|marking a)",
    re.IGNORECASE,
)


def extract(article: Article, desk: Desk) -> tuple[Claim, ...]:
    """Every assertion of an article, numbered from 0.

    Parameters
    ----------
    article
        A text that was read.
    desk
        Only its names are used.
    """
    names = Names((*standing_names(), *desk.names))
    entities = entities_in(article.text, names)
    mentions = mentions_in(article.text)
    memory = Memory()
    header = rows.Header()
    found: list[Claim] = []
    group = 1
    before: Sentence | None = None
    last: dict[int, Period | None] = {}
    for passage in article.passages:
        memory.enter(article, passage)
        gathered = resolved(_gathered(article, passage, entities, mentions), memory.spoken)
        sentence = _labelled(before, gathered, found)
        before = sentence
        memory.announce(passage, announced(sentence))
        header = rows.header_of(article, sentence, header, memory)
        bounds = _bounds(article, sentence, memory, header, group)
        for bound in bounds:
            memory.learn(bound.claim, bound.mention, compared=bound.compared or is_earlier(bound.claim, memory))
        if passage.role in ("title", "heading", "caption"):
            memory.caption = next(iter(sentence.mentions), None)
            memory.title(sentence.periods)
        memory.listed = _last_list(bounds) or memory.listed
        claims = [bound.claim for bound in bounds]
        group = max([group, *(claim.group + 1 for claim in claims)])
        found.extend(sorted(claims, key=lambda claim: claim.figure.start if claim.figure else claim.start))
        last[passage.item] = memory.latest
    dated = [_dated(claim, last[claim.passage.item]) for claim in settled(found)]
    return tuple(replace(claim, number=number) for number, claim in enumerate(headed(dated, article)))


def _last_list(bounds: Sequence[Bound]) -> tuple[Who, ...]:
    """The names of the last list of a passage, by place."""
    last = max((bound.claim.group for bound in bounds), default=0)
    listed = sorted((bound.claim for bound in bounds if bound.claim.group == last and last), key=lambda claim: claim.place)
    return tuple(Who(claim.scope, claim.subject) for claim in listed if claim.scope or claim.subject)


def _dated(claim: Claim, latest: Period | None) -> Claim:
    """A claim before the first date of its item holds on the latest day that the item prints."""
    if claim.period is not None or latest is None or claim.aspect is Aspect.FORMULA or claim.reference == "from":
        return claim
    return replace(claim, period=replace(latest, text="", at=(-1, -1), certain=False))


def _gathered(article: Article, passage: Passage, entities: Sequence[Entity], mentions: Sequence[Mention]) -> Sentence:
    figures, periods = figures_in(article, passage)[:_MOST], periods_in(article, passage)[:_MOST]
    figures = tuple(_counted(article.text, figure) for figure in figures)
    return gather(article, passage, figures=figures, periods=periods, mentions=mentions, entities=entities)


def _counted(text: str, figure: Figure) -> Figure:
    """有25股: so many stocks, not so many shares; 八成: 80 %."""
    if figure.unit == "成":
        ten = Decimal(10)
        upper = None if figure.upper is None else figure.upper * ten
        return replace(
            figure, value=figure.value * ten, upper=upper, half_ulp=figure.half_ulp * ten, size=figure.size / ten, unit="%"
        )
    before = text[max(0, figure.start - 2) : figure.start]
    few = figure.kind is Kind.SHARES and figure.unit == "股" and figure.value == int(figure.value) and figure.value < _STOCKS
    return replace(figure, kind=Kind.COUNT, unit="只") if few and _THERE_ARE.search(before) else figure


def _labelled(before: Sentence | None, sentence: Sentence, found: Sequence[Claim]) -> Sentence:
    """A line that is only a figure, read together with the line above that says of what."""
    if before is None or len(sentence.figures) != 1 or before.figures or before.passage.line + 2 < sentence.passage.line:
        return sentence
    figure = sentence.figures[0]
    rest = sentence.between(sentence.passage.start, figure.start) + sentence.between(figure.end, sentence.passage.end)
    if (
        not _ONLY_FIGURE.fullmatch(rest)
        or len(before.passage.text) > _LONGEST_LABEL
        or any(claim.passage is before.passage for claim in found)
    ):
        return sentence
    start, end = before.passage.start, sentence.passage.end
    return replace(
        sentence,
        clauses=(Clause(start, end, sentence.text[start:end]),),
        periods=(*before.periods, *sentence.periods),
        bases=(*before.bases, *sentence.bases),
        mentions=(*before.mentions, *sentence.mentions),
        entities=(*before.entities, *sentence.entities),
    )


def _bounds(article: Article, sentence: Sentence, memory: Memory, header: rows.Header, group: int) -> list[Bound]:
    role = sentence.passage.role
    if role == "furniture":
        told = _SENTENCE.search(sentence.passage.text) and sentence.figures
        return [
            *rows.dates(sentence),
            *([one for one in _prose(article, sentence, memory, group) if one.claim.figure] if told else []),
        ]
    if role == "row":
        cells = list(rows.cells(sentence, header, memory))
        worded = rows.words(sentence, header)
        memory.who = rows.subject_of_row(sentence)
        return [*cells, *_prose(article, _part(sentence, *worded), memory, group)] if worded else cells
    return _prose(article, sentence, memory, group)


def _part(sentence: Sentence, start: int, end: int) -> Sentence:
    """A cell of a row read as prose."""
    return replace(
        sentence,
        clauses=clauses_of(
            sentence.text,
            start,
            end,
            [*((one.start, one.end) for one in sentence.figures), *((one.start, one.end) for one in sentence.entities)],
        ),
        figures=tuple(inside(sentence.figures, start, end)),
        mentions=tuple(inside(sentence.mentions, start, end)),
    )


def _prose(article: Article, sentence: Sentence, memory: Memory, group: int) -> list[Bound]:
    placed = slots(sentence, group, memory.listed)
    done: list[Bound] = []
    clauses = {figure.start: sentence.clause_at(figure.start) for figure in sentence.figures}
    used = {figure.start for figure in sentence.figures if not worth_saying(sentence, figure)}
    stripped = _stripped(article, sentence.passage)
    follows, supported = conditions(sentence), amounts(sentence)
    used |= {figure.start for figure in follows.values() if not states(sentence, figure)}
    thresholds = {
        figure.start: other
        for figure in sentence.figures
        if figure.start not in used and (other := threshold_of(sentence, sentence.clause_at(figure.start), figure))
    }
    used |= {figure.start for figure in thresholds.values()}
    taken = {clauses[figure.start] for figure in follows.values()}
    pending: list[Clause] = []
    for clause in sentence.clauses:
        own = [figure for figure in sentence.figures if clauses[figure.start] == clause and figure.start not in used]
        if not own:
            pending.extend([] if clause in taken else [clause])
            continue
        absorbed = _absorbed(sentence, pending, clause)
        done.extend(_words(sentence, [one for one in pending if one not in absorbed], memory, done, stripped))
        pending = []
        for figure in own:
            bound = bind(sentence, figure, memory, done, slot=placed.get(figure.start), threshold=thresholds.get(figure.start))
            told = any(speaks_of_margin(one.claim.metric) for one in done) or memory.margin_told(sentence.passage)
            bound = replace(bound, claim=turned(bound.claim, sentence, told=told))
            if figure.start in follows:
                bound = _following(sentence, bound, follows[figure.start])
            elif figure.start in supported:
                claim = replace(
                    bound.claim, aspect=Aspect.FORMULA, metric="financing_limit", reference=supported[figure.start], ambiguous=()
                )
                bound = replace(bound, claim=claim)
            if absorbed:
                start = absorbed[0].start
                bound = Bound(replace(bound.claim, start=start, text=sentence.text[start : clause.end]), bound.mention)
            if (parted := inferred(sentence, bound.claim)) is not None:
                bound, view = Bound(parted[0], bound.mention), parted[1]
                pending.extend([] if view in pending else [view])
            done.append(bound)
    done.extend(_words(sentence, pending, memory, done, stripped))
    said = list(asides(sentence, [one for one in sentence.clauses if one in clauses.values()]))
    for clause in said:
        bound = statements.state(sentence, [clause], memory, done)
        ordered = bound.claim.aspect is Aspect.STATEMENT and is_order(clause.text)
        done.append(replace(bound, claim=replace(bound.claim, aspect=Aspect.ORDER)) if ordered else bound)
    done.extend(Bound(one, None) for one in own_days(sentence, [bound.claim for bound in done]))
    return done


def _following(sentence: Sentence, bound: Bound, condition: Figure) -> Bound:
    """A figure that is said to follow from another one."""
    start = min(bound.claim.start, condition.start)
    said = sentence.text[start : bound.claim.end]
    claim = replace(
        bound.claim,
        start=start,
        text=said,
        aspect=Aspect.FORMULA,
        metric="leverage_multiple",
        reference=condition.text,
        ambiguous=(),
    )
    return replace(bound, claim=claim)


def _absorbed(sentence: Sentence, pending: Sequence[Clause], clause: Clause) -> list[Clause]:
    """The clause whose assertion the figure of the next one only measures: 余额加速增长，增幅达75%."""
    if not pending or not _CONTINUES.match(clause.text) or not statements.asserts(sentence, pending[-1]):
        return []
    return [pending[-1]]


def _words(
    sentence: Sentence, clauses: Sequence[Clause], memory: Memory, done: Sequence[Bound], stripped: Sequence[tuple[int, int]]
) -> Iterator[Bound]:
    asserting = [clause for clause in clauses if statements.asserts(sentence, clause) or _holed(clause, stripped)]
    for together in statements.together(asserting):
        yield statements.state(sentence, together, memory, done, stripped=any(_holed(clause, stripped) for clause in together))


def _stripped(article: Article, passage: Passage) -> list[tuple[int, int]]:
    return [
        (one.start, one.end)
        for one in article.repairs
        if one.kind == "stripped_figure" and one.start < passage.end and passage.start < one.end + 1
    ]


def _holed(clause: Clause, stripped: Sequence[tuple[int, int]]) -> bool:
    return any(start <= clause.end and clause.start <= end for start, end in stripped) if stripped else False
