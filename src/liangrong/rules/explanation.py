"""Why a value governs: one lookup told step by step, with citations and with what is only assumed said aloud."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from typing import Final, Literal, TypeAlias

from liangrong.core.results import Note
from liangrong.rules.events import Confidence
from liangrong.rules.parameters import Parameter, Value, Venue
from liangrong.rules.rulebook import RulesInForce, Ruling
from liangrong.rules.vintage import Contract, Happening, Layer, Step, prevailing, value_of
from liangrong.rules.wording import say

__all__ = ["Explanation", "Reason", "assumptions", "explain"]

Kind: TypeAlias = Happening | Literal["book_on_the_day", "assumption", "pack", "result"]

_UNSURE: Final = "L"


@dataclass(frozen=True, slots=True)
class Reason:
    """One step of an explanation.

    Parameters
    ----------
    value
        The value at stake in this step; ``None`` also where no number is in force.
    governs
        Whether this step decides what the contract has from its day on.
    citation, confidence
        Of the value; for an assumption the confidence is that of the rollover behaviour.
    """

    day: date
    kind: Kind
    value: Value
    text: Note
    citation: str
    confidence: Confidence
    governs: bool = False


@dataclass(frozen=True, slots=True)
class Explanation:
    """A ruling and the steps that led to it, in order; the last one is the result."""

    ruling: Ruling
    reasons: tuple[Reason, ...]


def explain(
    rules: RulesInForce,
    name: str,
    *,
    key: str | None = None,
    venue: Venue = "SSE",
    opened_on: date | None = None,
    rolled_on: tuple[date, ...] = (),
    agreed: bool = False,
) -> Explanation:
    """Tell why a value governs; asked as ``RulesInForce.ruling`` and with its errors.

    Returns
    -------
    Explanation
        The book on the day, the vintage of the contract, each change since and why it did or did not reach it, what packs
        say, the result.

    Examples
    --------
    >>> from liangrong.rules.rulebook import Rulebook
    >>> rules = Rulebook.load().at(date(2026, 2, 2))
    >>> told = explain(rules, "financing_margin_ratio", opened_on=date(2025, 12, 10))
    >>> [(f"{reason.day}", reason.kind) for reason in told.reasons]
    [('2026-01-19', 'book_on_the_day'), ('2025-12-10', 'opened'), ('2026-01-19', 'change'), ('2026-02-02', 'result')]
    """
    ruling = rules.ruling(name, key=key, venue=venue, opened_on=opened_on, rolled_on=rolled_on, agreed=agreed)
    contract = Contract(opened_on, rolled_on, agreed)
    parameter, key, layers = rules.layers(name, key, venue, contract)
    best = prevailing(parameter, layers, key)
    reasons = list(_on_the_day(rules, parameter, key, venue)) if opened_on is not None else []
    for layer in layers:
        reasons += _told(parameter, key, layer, is_pack=layer is not layers[0])
    reasons.append(_result(parameter, ruling, best, layers))
    return Explanation(ruling, tuple(reasons))


def assumptions(rules: RulesInForce, name: str, *, key: str | None, venue: Venue, contract: Contract) -> tuple[Note, ...]:
    """What an answer rests on without a text that says so: rollovers judged by a rule of low confidence."""
    parameter, key, layers = rules.layers(name, key, venue, contract)
    return tuple(_assumption(parameter, step) for layer in layers for step in _unsure(layer))


def _on_the_day(rules: RulesInForce, parameter: Parameter, key: str | None, venue: Venue) -> Iterator[Reason]:
    found = rules.ruling(parameter.name, key=key, venue=venue)
    said_zh, said_en = (say(found.value, parameter.unit, lang) for lang in ("zh", "en"))
    text = Note(f"{rules.on} 新开合约：{said_zh}（自 {found.since} 起）",
                f"a contract opened on {rules.on} has {said_en} (since {found.since})")  # fmt: skip
    yield Reason(found.since, "book_on_the_day", found.value, text, found.citation, found.confidence)


def _told(parameter: Parameter, key: str | None, layer: Layer, *, is_pack: bool) -> Iterator[Reason]:
    if is_pack and not layer.steps:
        return
    for step in layer.steps:
        value = value_of(step.dated.value, key)
        said_zh, said_en = (say(value, parameter.unit, lang) for lang in ("zh", "en"))
        name = layer.authority.partition(":")[2]
        zh = f"规则包 {name}（{said_zh}）：{step.reason.zh}" if is_pack else f"{said_zh}：{step.reason.zh}"
        en = f"pack {name} ({said_en}): {step.reason.en}" if is_pack else f"{said_en}: {step.reason.en}"
        notes = Note(
            f"{zh}（{step.dated.note_zh}）" if step.dated.note_zh else zh,
            f"{en} ({step.dated.note_en})" if step.dated.note_en else en,
        )
        yield Reason(
            step.day,
            "pack" if is_pack else step.happening,
            value,
            notes,
            step.dated.citation,
            step.dated.confidence,
            governs=step.reached,
        )
    for step in _unsure(layer):
        yield Reason(step.day, "assumption", value_of(step.dated.value, key), _assumption(parameter, step),
                     step.dated.citation, step.dated.rollover_confidence)  # fmt: skip


def _unsure(layer: Layer) -> Iterator[Step]:
    """Rollovers that were judged by a behaviour of low confidence and on which the result still rests."""
    reached = [place for place, step in enumerate(layer.steps) if step.reached]
    resting = layer.steps[reached[-1] :] if reached else ()
    return (step for step in resting if step.happening == "rollover" and step.dated.rollover_confidence == _UNSURE)


def _assumption(parameter: Parameter, step: Step) -> Note:
    dated = step.dated
    takes_zh, takes_en = ("适用新取值", "takes the new value") if step.reached else ("仍按原取值", "keeps the old value")
    other = "keep" if step.reached else "adopt"
    override = f"--assume {parameter.name}@{dated.start}={other}"
    return Note(
        f"{step.day} 的展期{takes_zh}是推定（把握程度低）：{dated.start} 的规则没有写明展期。若要另作判断：{override}",
        f"that the rollover of {step.day} {takes_en} is assumed (low confidence): the rule of {dated.start} does not say. "
        f"To judge otherwise: {override}",
    )


def _result(parameter: Parameter, ruling: Ruling, best: Layer, layers: tuple[Layer, ...]) -> Reason:
    said_zh, said_en = (say(ruling.value, ruling.unit, lang) for lang in ("zh", "en"))
    practice = parameter.tighter == "free" or parameter.bounded_by is not None
    why_zh, why_en = "", ""
    if best is not layers[0]:
        why_zh, why_en = ("，由规则包设定", ", set by the pack") if practice else ("，规则包更严", ", the pack is tighter")
    elif not practice and any(layer.last for layer in layers[1:]):
        why_zh, why_en = "，规则包并不更严", ", the pack is not tighter"
    text = Note(f"适用 {said_zh}{why_zh}", f"{said_en} governs{why_en}")
    return Reason(ruling.on, "result", ruling.value, text, ruling.citation, ruling.confidence, governs=True)
