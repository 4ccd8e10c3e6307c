"""Clauses that assert without a figure: signs, orders, comparisons, records, dates, rules, formulas, views."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from typing import Final

from liangrong.research.claims.claim import Aspect, Claim, Direction, Nature
from liangrong.research.claims.extract import subjects, timing
from liangrong.research.claims.extract.aspects import FIRST
from liangrong.research.claims.extract.clauses import Clause, has_verb
from liangrong.research.claims.extract.figures import Bound, metric_of
from liangrong.research.claims.extract.memory import Memory
from liangrong.research.claims.extract.mentions import Mention
from liangrong.research.claims.extract.nature import nature_of
from liangrong.research.claims.extract.sentence import Sentence, inside
from liangrong.research.claims.extract.vocabulary import cues, frames
from liangrong.research.claims.period import Period

__all__ = ["asserts", "state", "together"]

_FRAME: Final = re.compile(frames.FRAME, re.IGNORECASE)
_ANAPHORA: Final = re.compile(frames.ANAPHORA, re.IGNORECASE)
_FILLER: Final = re.compile(frames.FILLER, re.IGNORECASE)
_CJK: Final = re.compile(r"[\u3400-\u9fff]")
_PARTICIPLE: Final = re.compile(
    r"^(?:and |or |but |thereby |thus )?(?:\w+ly )?(?:\w+ing|driven|led|followed|supported|compared|underpinned|limited|fuell?ed|backed|with [\w ,&-]+ \w+(?:ing|ed|en)?)\b",
    re.IGNORECASE,
)
_NOMINAL: Final = re.compile(
    r"垫底|居首|[\u3400-\u9fff]强[\u3400-\u9fff]弱|清零|暂停|恢复|提高|降低|上调|下调|突破|流入|流出|增长|下降|回升|回落|创|新高|新低|缺失|集中|净买|净卖|暴跌|大涨|跌|涨|收紧|放松|转融|调整|降至|升至|实施|施行|切断|关闭|萎缩|缩水|截至|榜首|首次|"
    r"反超|超越|赶超|垫底|居末|末席|夺冠|递[增减]|连[升涨增降跌减]|\b(?:all-time (?:high|low)|most of|more than any|(?:up|down|higher|lower) (?:at|in|on|every)|each (?:one )?(?:smaller|larger|higher|lower|bigger|less|more) than|sorted by|hits?|breaks?|tops?|leads?|cuts?|slips?|cede|overtakes?|sees?|outflows?|inflows?|record|highest|lowest|largest|biggest|smallest|strongest|weakest|steepest|fastest|slowest|(?:ranks|puts|places|makes|leaves) [\w ]+ (?:first|second|third|fourth|fifth|sixth|last)|surges?|jumps?|falls?|rises?|recover\w*|net)\b",
    re.IGNORECASE,
)
_ORDER: Final = re.compile(
    r"居前|垫底|居首|(?<=最)[大多高低小少快强弱]的?(?:是|为|当属)|(?:增|减|加|净买入|净卖出|净偿还)(?:仓|持)?最[多少大小]|领先|领涨|领跌|依次|排名|靠前|位居|榜首|居首|垫底|居末|末席|次席|紧随其后|名列|排在|\bfollowed by\b|\bled by\b|\bleading\b|\bahead of\b|\btop(?:ped|ping)? the\b|\brank\w*\b|\blargest\b",
    re.IGNORECASE,
)
_FOLLOWED: Final = re.compile(r"^(?:and |closely )*(?:followed by|trailed by|ahead of|其次|紧随其后|随后是|第二)", re.IGNORECASE)
_RECORD: Final = re.compile(
    r"新高|新低|历史(?:最高|最低)|纪录|\brecord(?!ed)\b(?! of)|\ball-time\b|\bunprecedented\b|\bhighest\b|\blowest\b|\bmulti-year (?:high|low)\b",
    re.IGNORECASE,
)
_CROSS: Final = re.compile(r"突破|站上|升破|跌破|\bbreak(?:s|ing|through)?\b|\bbroke\b|\bbreach\w*|\bcross\w*", re.IGNORECASE)
_ABOVE: Final = re.compile(rf"{cues.ABOVE_ZH}|\b{cues.ABOVE_EN}\b", re.IGNORECASE)
_BELOW: Final = re.compile(rf"{cues.BELOW_ZH}|\b{cues.BELOW_EN}\b", re.IGNORECASE)
_NEAR: Final = re.compile(rf"{cues.NEAR_ZH}|\b{cues.NEAR_EN}\b", re.IGNORECASE)
_UP: Final = re.compile(rf"{cues.UP_ZH}|\b{cues.UP_EN}\b", re.IGNORECASE)
_DOWN: Final = re.compile(rf"{cues.DOWN_ZH}|\b{cues.DOWN_EN}\b", re.IGNORECASE)
_IN: Final = re.compile(rf"{cues.IN_ZH}|\b{cues.IN_EN}\b", re.IGNORECASE)
_OUT: Final = re.compile(rf"{cues.OUT_ZH}|\b{cues.OUT_EN}\b", re.IGNORECASE)
_FORMULA: Final = re.compile(r"[=＝]\s*\S|等于.*(?:除以|乘以|÷|×)|[÷×]")
_FALLS_DUE: Final = re.compile(r"\bf(?:alls?|ell|alling) due\b", re.IGNORECASE)
_RUNS_OUT: Final = re.compile(r"到期日|届满")
_DATE: Final = re.compile(
    r"到期|届满|\b(?:expires?|matures?|runs? out|(?:is|are) due)\b|施行|实施|生效|执行|了结|起(?=$|[，,])|以前|之前|前(?:\(|（)|截至|截止|\bas of\b|\beffective\b|\btakes? effect\b|\btook effect\b|\bfrom\b.{0,20}\bon(?:wards)?\b|\bby\b|\buntil\b|\bon the\b",
    re.IGNORECASE,
)
_STARTED: Final = re.compile(
    r"自[^，,]{2,16}(?:起|以来|后|之后)|始于|起于|出现在|发生在|定于|定在|落在|\bsince\b|\b(?:made (?:its|their|a) debut|debuted|listed|launched|opened|began|started|took place|happened|fell|came|occurred|introduced|suspended|shut|closed|joined|joins?)\b[^,;]{0,24}\b(?:on|in)\b",
    re.IGNORECASE,
)
_ENTRY: Final = re.compile(r"\W*$")
_WEEKDAY: Final = re.compile(
    r"[日号](?:这天)?(?:是|为|正值|适逢)(?:周|星期|礼拜)[一二三四五六日天]|\d (?:is|was|fell on|falls on) a \w+day\b",
    re.IGNORECASE,
)
_RULE: Final = re.compile(
    r"保证金|平仓|担保物|担保比例|展期|标的|折算率|转融|合约|\b(?:requires? \w+ to|required to|not (?:permitted|allowed)|liquidat\w+|collateral|margin calls?|eligible|contracts?|unlimited|limited to the|"
    r"short[- ]selling (?:is|loss)|interest (?:is|calculation)|maximum term|extension of)\b",
    re.IGNORECASE,
)
_VERB: Final = re.compile(
    r"创|刷新|成为|处于|集中|宣布|发布|有望|或将|预计|可能|受|具有|出现|\b(?:is|are|was|were|has|have|had|will|would|may|could|can|should|must)\b",
    re.IGNORECASE,
)
_SAID_OF_IT: Final = re.compile(
    f"{_ABOVE.pattern}|{_BELOW.pattern}|{_NEAR.pattern}|{_UP.pattern}|{_DOWN.pattern}|{_RECORD.pattern}", re.IGNORECASE
)
_LOOSE: Final = re.compile(r"(?:up|down|lower|higher|add\w*|lift\w*|cut\w*)$", re.IGNORECASE)
_TIGHT: Final = re.compile(r"\s*(?:$|[,.;]|\d|by\b|from\b|on\b|over\b|sharply|slightly|significantly|year)", re.IGNORECASE)
"""Such a short word tells a direction only where nothing is its object."""
_THAT: Final = 6
"""Room for the word behind a verb of saying."""
_HYPOTHESIS: Final = re.compile(r"^\W*(?:若|如果|一旦|假如|倘若|if\b)", re.IGNORECASE)
_CARRIES_ON: Final = re.compile(
    r"^(?:且|并|并且|从而|进而|反而|甚至|造成|导致|引发|增加|加剧|推动|带动|带来|提升|形成|使得?|令|对|将)"
)
_NEGATED: Final = re.compile(
    r"(?:几乎|基本)?(?:无|没有|未|不再|停止)(?:明显)?(?:[\u3400-\u9fff]{0,2})$|\b(?:no|not|hardly|without|never|little)\b[\w ]{0,12}$",
    re.IGNORECASE,
)


def asserts(sentence: Sentence, clause: Clause) -> bool:
    """Whether a clause says something of its own."""
    text = clause.text.strip(" \"“”'*#>")
    if _FRAME.match(text) or len(re.sub(r"[^\u3400-\u9fffA-Za-z]", "", text)) < 4:
        return False
    if sentence.spoken is not None and sentence.spoken.start <= clause.start and clause.end <= sentence.spoken.end + _THAT:
        return False
    if _FORMULA.search(text):
        return True
    if not _left(sentence, clause):
        return False
    heading = sentence.passage.role in ("heading", "title", "caption")
    if _CJK.search(text) and len(_CJK.findall(text)) * 3 > len(text.replace(" ", "")):
        return not heading or bool(_NOMINAL.search(text)) or len(text) > 14
    if heading:
        return bool(_NOMINAL.search(text)) or has_verb(text)
    if has_verb(text) or any(pattern.search(text) for pattern in (_PARTICIPLE, _NOMINAL, _FORMULA)):
        return True
    whole = 5 * (clause.end - clause.start) > 4 * len(sentence.passage.text)
    return (
        whole
        and sentence.passage.role in ("body", "summary")
        and (text.endswith((".", "]")) or nature_of(text) is Nature.ADVICE)
        and len(text.split()) > 3
    )


def state(
    sentence: Sentence, clauses: Sequence[Clause], memory: Memory, done: Sequence[Bound], *, stripped: bool = False
) -> Bound:
    """The claim of one clause, or of several that say one thing together."""
    clause = Clause(clauses[0].start, clauses[-1].end, sentence.text[clauses[0].start : clauses[-1].end])
    text = clause.text
    named = inside(sentence.mentions, clause.start, clause.end)
    mention = next(iter(sorted(named, key=lambda one: (not one.term.margin, one.start))), None)
    if mention is None and _ANAPHORA.search(text) and _SAID_OF_IT.search(text):
        mention = memory.mention
    if mention is None and (_RECORD.search(text) or _ABOVE.search(text) or _BELOW.search(text)):
        mention = _said(sentence, clause, done) or None
    metric, others = metric_of(mention, sentence, memory)
    aspect, direction = _aspect(sentence, clause, mention)
    who = subjects.subject_of(sentence, clause, _place(sentence, clause, mention), mention, memory, done)
    period, base = timing.times(sentence, clause, clause.start, clause.end, metric, aspect, memory, done)
    lead = sentence.between(sentence.passage.start, clause.start)
    nature = nature_of(text, lead=lead[-24:] if sentence.chinese else lead[-60:], rule=aspect is Aspect.RULE)
    nature = _carried(text, nature, aspect, clause, done)
    if (aspect is Aspect.FORMULA or (aspect is Aspect.DATE and _DATE.search(text))) and nature is Nature.OPINION:
        nature = Nature.FACT
    compared = re.search(
        r"20\d\d年?(?:的)?(?:高点|峰值|高峰期|水平)|峰值|高点|均值|the [\w ’']{0,24}(?:peak|average|high|low)s?\b", text
    )
    return Bound(
        Claim(
            0, sentence.passage, clause.start, clause.end, text, None, metric, aspect, who.scope, who.subject, period, base,
            compared[0] if compared else "", None, direction, nature, sentence.spoken.name if sentence.spoken else "",
            first=bool(FIRST.search(text)), record=bool(_RECORD.search(text)), stripped=stripped, ambiguous=others,
        ),
        mention,
    )  # fmt: skip


def _place(sentence: Sentence, clause: Clause, mention: Mention | None) -> int:
    """Where what is said of the subject begins: its metric, else its verb; a clause without either has no subject that we can tell."""
    if mention is not None and clause.holds(mention.start):
        return mention.start
    cue = min(
        (
            match.start()
            for pattern in (_UP, _DOWN, _IN, _OUT, _ABOVE, _BELOW, _NEAR, _RECORD, FIRST, _CROSS, _VERB)
            if (match := pattern.search(clause.text))
        ),
        default=0,
    )
    if cue == 0 and inside(sentence.entities, clause.start, clause.end):
        return clause.end
    return clause.start + cue


def together(clauses: Sequence[Clause]) -> Iterator[list[Clause]]:
    """Clauses that say one thing together: a leader and who follows."""
    group: list[Clause] = []
    for clause in clauses:
        if group and not (_FOLLOWED.match(clause.text) and _ORDER.search(group[-1].text)):
            yield group
            group = []
        group.append(clause)
    if group:
        yield group


def _carried(text: str, nature: Nature, aspect: Aspect, clause: Clause, done: Sequence[Bound]) -> Nature:
    """A hypothesis is none of the facts, and what follows from a judgement in the same breath is one as well."""
    if nature is not Nature.FACT or aspect is Aspect.RULE:
        return nature
    if _HYPOTHESIS.match(text):
        return Nature.OPINION
    before = done[-1].claim if done else None
    follows = before is not None and before.figure is None and before.end + 2 >= clause.start and _CARRIES_ON.match(text)
    return before.nature if before is not None and follows and before.nature is not Nature.ADVICE else nature


def _said(sentence: Sentence, clause: Clause, done: Sequence[Bound]) -> Mention | None:
    earlier = [one for one in sentence.mentions if one.end <= clause.start]
    if earlier:
        return earlier[-1]
    return done[-1].mention if done else None


def _left(sentence: Sentence, clause: Clause) -> bool:
    """Whether anything but days and fillers stands in a clause."""
    text = clause.text
    for period in (*sentence.periods, *sentence.bases):
        left, right = period.at[0] - clause.start, period.at[1] - clause.start
        if left >= 0 and right <= len(clause.text):
            text = text[:left] + " " * (right - left) + text[right:]
    return len(re.sub(r"[^\u3400-\u9fffA-Za-z]", "", _FILLER.sub(" ", text))) > 1 or bool(
        _RECORD.search(text) or FIRST.search(text) or _RUNS_OUT.search(text)
    )


def _aspect(sentence: Sentence, clause: Clause, mention: Mention | None) -> tuple[Aspect, Direction]:
    text = clause.text
    rule = (
        mention is not None
        and mention.term.margin
        and not mention.term.metric.endswith(("balance", "purchase", "amount", "cap", "turnover", "multiple", "accounts", "rate"))
    )
    if _FORMULA.search(text):
        return Aspect.FORMULA, ""
    if _WEEKDAY.search(text) and (sentence.periods or sentence.bases):
        return Aspect.DATE, ""
    text = _FALLS_DUE.sub("到期", text)
    dated = [
        period for period in (*sentence.periods, *sentence.bases) if clause.start <= period.at[0] and period.at[1] <= clause.end
    ]
    if _ORDER.search(text) and len(inside(sentence.entities, clause.start, clause.end)) >= 1:
        return Aspect.ORDER, "in" if _IN.search(text) else "out" if _OUT.search(text) else "up" if re.search(
            "涨|up|gain", text
        ) else ""
    if (
        dated
        and _DATE.search(text)
        and not _NEAR.search(text)
        and not _UP.search(text)
        and not _DOWN.search(text)
        and not _ABOVE.search(text)
    ):
        return Aspect.DATE, ""
    if _CROSS.search(text) and mention is not None and not _RECORD.search(text):
        return Aspect.CROSSING, "up"
    if _RECORD.search(text):
        return Aspect.RECORD, "down" if re.search(r"新低|最低|lowest|low\b", text) else "up"
    for pattern, direction in ((_BELOW, "below"), (_ABOVE, "above"), (_NEAR, "near")):
        if pattern.search(text):
            return Aspect.RELATION, direction  # type: ignore[return-value]
    if rule or (_RULE.search(text) and mention is None):
        return Aspect.RULE, ""
    for pattern, direction in ((_OUT, "out"), (_IN, "in"), (_DOWN, "down"), (_UP, "up")):
        found = pattern.search(text)
        if found and not (_LOOSE.fullmatch(found[0]) and not _TIGHT.match(text, found.end())):
            return Aspect.SIGN, "near" if _NEGATED.search(text[: found.start()]) else direction  # type: ignore[return-value]
    return Aspect.DATE if _is_event(sentence, clause, dated) else Aspect.STATEMENT, ""


def _is_event(sentence: Sentence, clause: Clause, dated: Sequence[Period]) -> bool:
    """Whether a clause says when something happened or began: shut since July 2023; ``13 May 2023: The exchange joins in``."""
    if any(one.at[0] >= 0 for one in dated):
        return bool(_STARTED.search(clause.text))
    opens = next((one for one in sentence.periods if _ENTRY.match(sentence.between(sentence.passage.start, one.at[0]))), None)
    return opens is not None and sentence.text[opens.at[1] : clause.start].strip() in {":", "："} and has_verb(clause.text)
