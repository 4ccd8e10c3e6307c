"""English verb forms by which a clause shows that it asserts something."""

from __future__ import annotations

from typing import Final

__all__ = ["FINITE"]

_AUXILIARY: Final = """
is are was were has have had will would could may might can cannot should must does do did isn't aren't wasn't weren't hasn't haven't won't
can't couldn't doesn't don't didn't
"""
_REGULAR: Final = """
accelerate account accumulate achieve add adjust adopt advance affect aim allow amount announce appear apply approach approve argue attract average
believe benefit boost borrow brace bring call carry cause charge chase climb close command compare complete compress compute continue contract
contrast contribute control correspond cover cross cut dampen decide decline decrease deliver demand deny depend determine deteriorate develop
differ equal constitute comprise shoulder swallow dip direct dominate double drop ease emerge emphasize enable encourage end enjoy ensure enter erase erode escalate exceed exclude execute
exert exhaust expand expect experience explain extend face fall favor feature ferment finish fluctuate follow force forecast fuel gain gather
generate give grow halt happen help highlight hinge hit hold hover illustrate imply improve include increase indicate influence introduce invest
involve issue jump keep lack lag launch lead leap lend lift limit link look lower maintain make mark mean meet mitigate moderate mount move narrow need
note notify observe occur offer open operate outpace outperform outstrip overtake own pause peak penetrate plan play plummet plunge point post
precede predict present project prompt propose prove provide pull purchase push raise rally range reach rebound receive recommend record recover
reduce refer reflect reinforce rely remain repay replace report represent require respond restrict result resume retreat return reveal reverse
revise revolve rise run say see seek seem sell serve set shed shift show shrink shut signal sink slide slip slow slump soar specify speed spend
spike stabilize stand start state stay stem stop strengthen struggle suffer suggest support suppress surge surpass suspend sustain swell take
target tell tend test tighten top total touch trade trail transform translate trend trigger triple try tumble turn underline underperform underpin
underscore upgrade use utilize vary wane want warm warn weaken widen withdraw witness work worsen
"""
_IRREGULAR: Final = """
rose risen fell fallen grew grown saw seen led lent made meant met paid put ran rebuilt said sank sent shrank shrunk slid sold stood stuck swept
swung took taken began begin begins begun broke broken brought bought came dealt drew drawn drove felt found froze gave got kept knew left lost
overtook overtaken underwent undergone withdrew won wrote come comes go goes went get gets told became become becomes bore borne totalled totaled totalling
"""
_PLURALS: Final = """
accounts amounts averages calls causes charges closes contracts covers declines decreases demands drops ends falls features forces gains increases
issues jumps limits links moves needs offers peaks plans points posts projects purchases ranges records reports returns rises shifts signals slides
spikes stands states stops supports surges targets tests tops trades trends turns uses works
"""
"""Third persons that are more often the plural of a noun."""
_BARE_NOUNS: Final = """
account amount advance average benefit boost call cause charge close command contract contrast control cover cut decline decrease demand double drop
end fall feature force forecast fuel gain help hit hold increase issue jump launch limit link lower mark mean moderate move narrow need note offer
open own peak plan play point post present project purchase range rally record report result return rise run shift show signal slide slip slow slump
speed spike equal swallow stand start state stem stop surge target test top total touch trade trail trend trigger triple turn use want work set influence
"""
"""Stems that are more often a noun or an adjective."""
_PARTICIPLES: Final = frozenset(
    {"limited", "given", "driven", "related", "based", "compared", "covered", "used", "traded", "targeted", "owned"}
)
_DOUBLED: Final = frozenset(
    {"drop", "dip", "slip", "trend", "plan", "stem", "stop", "top", "cut", "lag", "run", "hit", "set", "shut"}
)


def _third(verb: str) -> str:
    if verb.endswith("y") and verb[-2] not in "aeiou":
        return f"{verb[:-1]}ies"
    return f"{verb}es" if verb.endswith(("s", "sh", "ch", "x", "z")) else f"{verb}s"


def _past(verb: str) -> str:
    if verb.endswith("e"):
        return f"{verb}d"
    if verb.endswith("y") and verb[-2] not in "aeiou":
        return f"{verb[:-1]}ied"
    return f"{verb}{verb[-1]}ed" if verb in _DOUBLED else f"{verb}ed"


def _forms() -> frozenset[str]:
    verbs = _REGULAR.split()
    thirds = {_third(verb) for verb in verbs} - set(_PLURALS.split())
    bare = set(verbs) - set(_BARE_NOUNS.split())
    return frozenset(
        (thirds | bare | {_past(verb) for verb in verbs} | set(_AUXILIARY.split()) | set(_IRREGULAR.split())) - _PARTICIPLES
    )


FINITE: Final = _forms()
"""Every form that is a finite verb more often than a noun."""
