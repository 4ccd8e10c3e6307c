"""Places in words (居首, the third-largest, ranks behind B) held against the figures that the text gives for the names; sorted tables are checked elsewhere."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from typing import Final

from liangrong.core.results import Note
from liangrong.research.claims.article import Article, Passage
from liangrong.research.claims.catalogue import claims_in
from liangrong.research.claims.claim import Aspect, Claim, Nature
from liangrong.research.claims.desk import Desk
from liangrong.research.claims.figure import Kind
from liangrong.research.claims.judgement import Ruling
from liangrong.research.claims.reading.numerals import chinese
from liangrong.research.claims.verify.document.grid_groups import FELL
from liangrong.research.claims.verify.document.places import about, clause, spoken
from liangrong.research.claims.verify.document.rankings import Member, Ranking, rankings
from liangrong.research.claims.verify.document.verdicts import quoted, refute, support
from liangrong.research.claims.words.ratios import RATIO

__all__ = ["check_ranks"]

_ORDINALS: Final = {
    "first": 1,
    "second": 2,
    "third": 3,
    "fourth": 4,
    "fifth": 5,
    "sixth": 6,
    "seventh": 7,
    "eighth": 8,
    "ninth": 9,
    "tenth": 10,
}
_WORDS: Final = "|".join(_ORDINALS)
_PLACE: Final = re.compile(
    r"(?P<top>(?:高?居|位居|排在|排名|位列|名列)(?:第一|榜首|首位)(?!季|批|次|时间|大)|居首|(?:行业|板块|个股|市场|品种|公司|券商|基金|只|个|家)(?:之首|(?:中|里)?(?:独占鳌头|拔得头筹|一马当先))|独占鳌头|拔得头筹|最(?:大|多|高|快)(?!能|只|也|亏损|损失|回撤|限度|程度|可|不得|不超过|额度)"
    r"|\b(?:dominat(?:ed|es)|topped|tops (?:the|all)|the (?:largest|biggest|highest|strongest|fastest|steepest|most(?: heavily| widely| actively)?)(?! (?:ever|in|since|of all time|level|likely|recent))|(?:ranks?|ranked|came|comes|was|is|stood|placed) (?:first|top)(?= |,|\.|$)(?! (?:time|half|quarter|to )))\b)"
    r"|(?P<bottom>垫底|(?:居|排在|位列)末位|最(?:小|少|低)(?!要求|保证金|比例|不得|须|为\s*\d)|\b(?:the (?:smallest|lowest|weakest|least)|came last|ranks? last)\b)"
    r"|(?P<next>(?<=[一-龥A-Za-z0-9])(?:次之|居次)(?=[，,。；]|$))|(?:列|居|位列|排名?|排在|位居|名列|为)第(?P<zh>[二三四五六七八九十]|\d{1,2})(?!季|批|次|期|轮)|第(?P<zh2>[二三四五六七八九十])(?:(?=[，,。；]|$)|大)(?!股东|经济体)"
    rf"|\b(?P<en>{_WORDS})[- ](?:largest|biggest|highest|most)\b|\b(?:ranks?|ranked|came|comes|was|is|stood|placed) (?P<en2>{_WORDS})(?= |,|\.|$)(?! (?:time|half|quarter|to |in a row))"
    rf"|(?P<en3>{'|'.join(list(_ORDINALS)[1:])})(?=[.,;]|$)",
    re.IGNORECASE,
)  # fmt: skip
_BESIDE: Final = re.compile(
    r"(?P<after>排在(?=[^，。；,]{1,16}(?:之后|后面)))|(?P<before>排在(?=[^，。；,]{1,16}(?:之前|前面)))|(?P<more>高于|多于|大于|超过|超出)|(?P<less>低于|少于|小于|不及)"
    r"|\b(?P<after2>(?:ranks?|ranked|came|comes|is|was)? ?(?:right |just )?behind)\b|\b(?P<before2>ahead of)\b"
    r"|\b(?P<more2>(?:higher|larger|greater|more) than|above|exceed(?:s|ed|ing)?)\b|\b(?P<less2>(?:lower|smaller|less) than|below)\b",
    re.IGNORECASE,
)
_SUPERLATIVE: Final = re.compile(r"最|the ", re.IGNORECASE)
_NOT_ALONE: Final = re.compile(
    r"\b(?:one of|among|along with|together with)\b|\b(?:nearly|almost|not)\s*(?:the )?$|之一|并列|仅次于|几乎|并非|不是|(?:并)?未$",
    re.IGNORECASE,
)
_FIGURE: Final = re.compile(r"\d[\d,]*(?:\.\d+)?(?=\s?(?:[%％]|亿|万|元|billion|million|bn|per cent))")
_OVERALL: Final = re.compile(r"规模|体量|\b(?:size|overall)\b", re.IGNORECASE)
_AGAINST: Final = re.compile(r"(?:[快高多大慢低少小]于|超过|不及|\bthan)\s*$", re.IGNORECASE)
"""Behind it stands the one that is compared with, not the one that is ranked."""
_NEGATIVE: Final = re.compile(r"[-−–]\s?\d")
"""The last of those who sold is the one that sold the most, or the least."""
_CAP: Final = re.compile(r"最[高低多少]\s*\d")
"""A bound, right before its figure, and no place."""
_RATE: Final = re.compile(r"[增涨跌降升]幅|增速|增长率|\b(?:fastest|slowest|growth|rate|per cent|percentage)\b", re.IGNORECASE)
_WIDER: Final = re.compile(r"全市场|全部|所有|全A|\b(?:of any|of all|in the market|nationwide|anywhere)\b", re.IGNORECASE)
"""Of more than a table shows: there the first of the table need not be the first."""
_JOINT: Final = re.compile(r"[，,；;]|\b(?:while|but)\b", re.IGNORECASE)
_TIMES: Final = re.compile(r"倍|\d\s?%|\b(?:twice|times|double|triple|combined|together|per cent)\b|合计|之和", re.IGNORECASE)
_OTHERS: Final = re.compile(
    r"\bfollowed\b|其次|次之|依次|紧随|前[三四五六七八九十]|\btop (?:three|four|five|ten|\d)", re.IGNORECASE
)


def check_ranks(article: Article, claims: Sequence[Claim], desk: Desk) -> Iterable[Ruling]:
    """Rule on places in words: refuted where enough others are certainly larger, supported where the text's own list gives the place."""
    sentences = [one for one in spoken(article) if one.role != "row"]
    cues = [(passage, cue) for passage in sentences for pattern in (_PLACE, _BESIDE) for cue in pattern.finditer(passage.text)]
    if not cues:
        return
    known = rankings(article, claims, desk)
    for passage, cue in cues:
        here = [one for one in claims_in(claims, passage) if one.nature is Nature.FACT]
        near = [one for one in known if one.item == passage.item and one.first <= passage.number <= one.last]
        if here and near:
            yield from (_placed if cue.re is _PLACE else _compared)(passage, cue, here, near)


def _placed(passage: Passage, cue: re.Match[str], here: Sequence[Claim], known: Sequence[Ranking]) -> Iterable[Ruling]:
    start, end = _segment(passage, cue)
    whole = passage.text[start:end]
    if _CAP.match(passage.text, cue.start()) or _OTHERS.search(whole) or _NOT_ALONE.search(passage.text[start : cue.start()]):
        return
    bare = not _SUPERLATIVE.match(cue[0])
    named = [(ranking, who) for ranking in known if (who := _who(ranking, passage, cue, start, end))]
    rates = [one for one in named if one[0].is_table and one[1][1].text.rstrip().endswith("%")]
    if rates and _RATE.search(_own_clause(passage, cue, start, end)):
        named = rates
    if RATIO.search(_own_clause(passage, cue, start, end)):
        named = [one for one in named if one[0].is_table or one[1][1].text.rstrip().endswith("%")]
    for text in (_own_clause(passage, cue, start, end), whole, passage.text[: cue.start()]):
        for ranking, (at, member) in named:
            said = _said(here, passage, min(at, cue.start()), max(at + len(member.name), cue.end()))
            if ranking.is_table and not _same_figure(member, text):
                continue
            if said and ranking.fits(text, said[0].metric, is_bare=bare):
                rulings = _judged(ranking, member, cue, said)
                is_wider = ranking.is_table and _WIDER.search(passage.text[cue.end() : end]) is not None
                yield from (one for one in rulings if one.judgement.error_types or not is_wider)
                return
    if bare or _OVERALL.search(whole):
        yield from _whatever_column(passage, cue, here, [(ranking, who) for ranking, who in named if ranking.is_table])


def _own_clause(passage: Passage, cue: re.Match[str], start: int, end: int) -> str:
    """The words between the commas around a cue."""
    before, behind = passage.text[start : cue.start()], passage.text[cue.end() : end]
    low = max((one.end() for one in _JOINT.finditer(before)), default=0)
    high = min((one.start() for one in _JOINT.finditer(behind)), default=len(behind))
    return before[low:] + cue[0] + behind[:high]


def _who(ranking: Ranking, passage: Passage, cue: re.Match[str], start: int, end: int) -> tuple[int, Member] | None:
    """The one member named before the cue, in its own clause if there, or else right behind it."""
    before = passage.text[start : cue.start()]
    joint = max((one.end() for one in _JOINT.finditer(before)), default=0)
    for low, part in ((start + joint, before[joint:]), (start, before)):
        named = [one for one in ranking.find(part) if not _AGAINST.search(part[: one[0]])]
        if len(named) == 1:
            return low + named[0][0], named[0][2]
        if named:
            return None
    behind = ranking.find(passage.text[cue.end() : end])
    return (cue.end() + behind[0][0], behind[0][2]) if len(behind) == 1 else None


def _same_figure(member: Member, text: str) -> bool:
    """Whether a part of a sentence that prints a share or an amount prints that of the column: else it speaks of another one."""
    printed = _FIGURE.findall(text)
    return not printed or any(number in member.text.split()[-1] for number in printed)


def _whatever_column(
    passage: Passage, cue: re.Match[str], here: Sequence[Claim], named: Sequence[tuple[Ranking, tuple[int, Member]]]
) -> Iterable[Ruling]:
    """A place in a table of several columns, none of which is named: false only if it is false in every column."""
    if not named or len({(one.first_row, one.item) for one, _ in named}) != 1 or len(named) != named[0][0].columns:
        return
    at, member = named[0][1]
    said = _said(here, passage, min(at, cue.start()), max(at + len(member.name), cue.end()))
    found = [_judged(ranking, who[1], cue, said) for ranking, who in named]
    if said and all(rulings and rulings[0].judgement.error_types for rulings in found):
        yield from found[0]


def _judged(ranking: Ranking, member: Member, cue: re.Match[str], said: Sequence[Claim]) -> list[Ruling]:
    others = [one for one in ranking.members.values() if one is not member]
    larger = [one for one in others if member.amount.below(one.amount)]
    smaller = [one for one in others if one.amount.below(member.amount)]
    place = _place(cue)
    above, below = (smaller, larger) if bool(cue["bottom"]) is not _is_outflow(member, said) else (larger, smaller)
    if cue["bottom"] and _NEGATIVE.search(member.text) and len(above) >= place > len(below):
        above, below = below, above
    if len(above) >= place:
        top = above[0]
        reason = Note(
            f"文中{top.text}，{member.text}，次序与所说不符。",
            f"The text gives {top.text} and {member.text}: that is not the order it claims.",
        )
        return refute(said, "sort_order", reason, quoted(member.place, top.place), corrected=str(len(above) + 1))
    if ranking.is_key and len(others) - len(below) < place - 1:
        reason = Note(
            f"文中{member.text}，按此排在第{len(above) + 1}位。",
            f"The text gives {member.text}, which is place {len(above) + 1}.",
        )
        return refute(said, "sort_order", reason, quoted(member.place), corrected=str(len(above) + 1))
    if len(above) == place - 1 and len(above) + len(below) == len(others) and len(others) >= max(place - 1, 1):
        words = [
            one
            for one in said
            if one.figure is None
            or one.aspect in (Aspect.RANK, Aspect.ORDER)
            or _told_elsewhere(one, cue, member)
            or (one.figure.kind is Kind.COUNT and one.figure.value == len(others) + 1)
        ]
        reason = Note(
            f"在给出数字的{len(others) + 1}者中，{member.text}的位次正是如此。",
            f"Of the {len(others) + 1} for which the text gives figures {member.text} stands at that place.",
        )
        return support(words, reason, quoted(member.place, *(one.place for one in (*above, *below)[:3])))
    return []


def _is_outflow(member: Member, said: Sequence[Claim]) -> bool:
    """Whether those who sold are ranked by how much: a negative figure, in words of outflow."""
    return member.amount.high is not None and member.amount.high < 0 and any(FELL.search(one.passage.text) for one in said)


def _told_elsewhere(claim: Claim, cue: re.Match[str], member: Member) -> bool:
    """Whether a claim says place and figure in one breath, and the list that bears out the place stands elsewhere with the same figure."""
    passage = member.place if isinstance(member.place, Passage) else member.place.passage
    figure = claim.figure
    return (
        figure is not None
        and cue[0] in claim.text
        and passage != claim.passage
        and figure.kind is not Kind.COUNT
        and figure.interval().meets(member.amount)
    )


def _compared(passage: Passage, cue: re.Match[str], here: Sequence[Claim], known: Sequence[Ranking]) -> Iterable[Ruling]:
    """A ranks behind B, A exceeds B: both named, both with a figure of the list."""
    start, end = _segment(passage, cue)
    text = passage.text[start:end]
    if (
        _TIMES.search(passage.text[cue.end() : end])
        or _OTHERS.search(text)
        or _NOT_ALONE.search(passage.text[start : cue.start()])
    ):
        return
    for ranking in known:
        before, behind = _nearest(ranking, passage.text[start : cue.start()]), ranking.find(passage.text[cue.end() : end])
        if not before or not behind or behind[0][0] > len("the balance of other ") or before[-1][2] is behind[0][2]:
            continue
        first, second = before[-1][2], behind[0][2]
        said = _said(here, passage, start + before[-1][0], cue.end() + behind[0][1])
        if not said or not ranking.fits(
            text, said[0].metric, is_bare=bool(cue["after"] or cue["before"] or cue["after2"] or cue["before2"])
        ):
            continue
        is_less = any(cue[name] for name in ("after", "after2", "less", "less2"))
        low, high = (first, second) if is_less else (second, first)
        if high.amount.below(low.amount):
            reason = Note(
                f"文中{low.text}，{high.text}，正好相反。",
                f"The text gives {low.text} and {high.text}: it is the other way round.",
            )
            yield from refute(said, "sort_order", reason, quoted(first.place, second.place))
        elif low.amount.below(high.amount):
            words = [one for one in said if one.figure is None]
            reason = Note(f"文中{high.text}，{low.text}。", f"The text gives {high.text} and {low.text}.")
            yield from support(words, reason, quoted(first.place, second.place))
        return


def _nearest(ranking: Ranking, text: str) -> list[tuple[int, int, Member]]:
    """The members of the last part of a text that names any; places count in the whole text."""
    starts = [0, *(one.end() for one in _JOINT.finditer(text))]
    for start in reversed(starts):
        if named := ranking.find(text[start:]):
            return [(start + low, start + high, member) for low, high, member in named]
    return []


def _segment(passage: Passage, cue: re.Match[str]) -> tuple[int, int]:
    """The part of the sentence that belongs to a cue: from the cue before it to the one behind."""
    start, end = (one - passage.start for one in clause(passage, passage.start + cue.start()))
    others = [one for pattern in (_PLACE, _BESIDE) for one in pattern.finditer(passage.text) if one.start() != cue.start()]
    left = max((one.end() for one in others if one.end() <= cue.start()), default=0)
    right = min((one.start() for one in others if one.start() >= cue.end()), default=len(passage.text))
    return max(start, left), min(end, right)


def _said(here: Sequence[Claim], passage: Passage, start: int, end: int) -> list[Claim]:
    """The claims about the words of the place: those of ranks and words first, else those of a figure in the same clause."""
    found = [one for one in about(here, passage.start + start, passage.start + end) if not one.stripped]
    ranked = [one for one in found if one.aspect in (Aspect.RANK, Aspect.ORDER, Aspect.RELATION)]
    return ranked or [one for one in found if one.figure is None] or found[:1]


def _place(cue: re.Match[str]) -> int:
    if cue["top"] or cue["bottom"]:
        return 1
    if cue["next"]:
        return 2
    if text := cue["zh"] or cue["zh2"]:
        number = chinese(text)
        return int(text) if text.isdigit() else int(number.value) if number else 1
    return _ORDINALS[(cue["en"] or cue["en2"] or cue["en3"]).lower()]
