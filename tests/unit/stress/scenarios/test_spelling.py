"""Scenarios in one line: what is understood, and what is said of what is not."""

from __future__ import annotations

from datetime import date

import pytest

from liangrong.core.calendar import Calendar
from liangrong.core.errors import InvalidSecurity, LiangrongError, UnknownName, UsageError
from liangrong.stress.scenarios.catalogue import CRISES, SCENARIOS
from liangrong.stress.scenarios.moves import ConversionCut, PriceMove, Suspension
from liangrong.stress.scenarios.scopes import MARKET, Scope
from liangrong.stress.scenarios.spelling import (
    MOST_DRAWS,
    BetaAsked,
    DayAsked,
    DrawsAsked,
    FileAsked,
    Limits,
    Part,
    WindowAsked,
    parse_scenario,
)

UNDERSTOOD: dict[str, tuple[Part, ...]] = {
    "market:-0.10": (PriceMove(move=-0.1),),
    "market:+10%": (PriceMove(move=0.1),),
    "market:-0.2:beta": (BetaAsked(-0.2),),
    "industry:电子:-0.2": (PriceMove(move=-0.2, scope=Scope("industry", "电子")),),
    "board:star:-15%": (PriceMove(move=-0.15, scope=Scope("board", "star")),),
    "security:sh600519:-0.1": (PriceMove(move=-0.1, scope=Scope("security", "600519.SH")),),
    "day:2024-02-05": (DayAsked(date(2024, 2, 5)),),
    "crisis:2015-06": (WindowAsked("2015-06", CRISES["2015-06"]),),
    "draws:1000:seed=1": (DrawsAsked(1000, 1),),
    "draws:5:sessions=10:seed=3": (DrawsAsked(5, 3, 10),),
    "file:a+b/mine.csv": (FileAsked("a+b/mine.csv"),),
    "conversion:-0.2": (ConversionCut(cut=0.2),),
    "conversion:industry:银行:-100%": (ConversionCut(cut=1, scope=Scope("industry", "银行")),),
    "suspend:market:share=0.5:seed=2": (Suspension(scope=MARKET, share=0.5, seed=2),),
    "suspend:security:600519.SH": (Suspension(scope=Scope("security", "600519.SH")),),
    "market:-0.3+limits": (PriceMove(move=-0.3), Limits()),
    "fall_10+market:-0.1": (PriceMove(move=-0.1), PriceMove(move=-0.1)),
}


@pytest.mark.parametrize("text", UNDERSTOOD)
def test_it_is_understood(text: str) -> None:
    assert parse_scenario(text).parts == UNDERSTOOD[text]


@pytest.mark.parametrize("text", [text for text, parts in UNDERSTOOD.items() if all(hasattr(part, "spelling") for part in parts)])
def test_what_is_spelt_is_read_back(text: str) -> None:
    parts = parse_scenario(text).parts
    assert parse_scenario("+".join(part.spelling for part in parts)).parts == parts  # type: ignore[union-attr]


REFUSED: dict[str, type[LiangrongError]] = {
    "": UnknownName, "bogus:1": UnknownName, "market": UsageError, "market:": UsageError, "market:x": UsageError, "market:-1": UsageError,
    "market:-120%": UsageError, "market:20": UsageError, "market:-0.1:gamma": UsageError, "industry:-0.1": UsageError,
    "industry::-0.1": UsageError, "board:bogus:-0.1": UnknownName, "security:abc:-0.1": InvalidSecurity, "day:": UsageError,
    "day:yesterday": UsageError, "crisis:1929": UnknownName, "draws:0": UsageError, "draws:-1": UsageError, "draws:1e3": UsageError,
    "draws:10:speed=1": UsageError, "draws:10:seed=x": UsageError, f"draws:{MOST_DRAWS + 1}": UsageError, "draws:2+draws:2": UsageError,
    "file:": UsageError, "conversion:0.1": UsageError, "conversion:-1.1": UsageError, "suspend:nothing": UsageError,
    "suspend:market:share=0": UsageError, "suspend:market:share=2": UsageError, "limits:0.1": UsageError, "market:-0.1+": UsageError,
    "market:nan": UsageError, "draws:10:seed=1:seed=2": UsageError,
}  # fmt: skip


@pytest.mark.parametrize("text", REFUSED)
def test_what_cannot_be_is_refused_in_whole_sentences(text: str) -> None:
    with pytest.raises(REFUSED[text]) as caught:
        parse_scenario(text)
    for lang in ("zh", "en"):
        assert "?" not in caught.value.message(lang)


def test_every_scenario_of_the_catalogue_is_one_and_keeps_its_story() -> None:
    for name, found in SCENARIOS.items():
        spelled = parse_scenario(name)
        assert spelled.parts == parse_scenario(found.spelling).parts
        assert spelled.story == found.story


def test_crises_run_from_one_session_to_a_later_one(calendar: Calendar) -> None:
    for crisis in CRISES.values():
        assert crisis.start < crisis.end
        assert all(calendar.on_or_before(day) == day for day in (crisis.start, crisis.end))
