"""Parts of the market that a form offers."""

from __future__ import annotations

from collections.abc import Mapping

from liangrong.analytics.scopes import BOARDS, MARKET, parse_scope
from liangrong.analytics.shorts.concentration import UNCLASSIFIED
from liangrong.core.errors import LiangrongError
from liangrong.core.securities import Exchange
from liangrong.interfaces.web.desk import Desk
from liangrong.interfaces.web.state import State
from liangrong.research.tables.labels import word

__all__ = ["Choices", "scope_choices", "scope_label"]

Choices = list[tuple[str, list[tuple[str, str]]]]
"""Groups of choices: the name of the group, and value and text of each; a group without a name stands by itself."""


def scope_choices(desk: Desk, chosen: str, given: Mapping[str, str], state: State) -> Choices:
    """The market, the exchanges, the boards, the industries that the day knows, and whatever the address asks for.

    Parameters
    ----------
    chosen
        The scope that the page shows, in any spelling.
    given
        The point of view: ``as_of``, ``known_at``.
    """
    try:
        industries = desk.ask("shorts", {"view": "industries", **given}, state.lang).data["industry"].to_list()
    except LiangrongError:
        industries = []
    groups = [
        ("", [("market", MARKET.label(state.lang))]),
        (state.say("交易所", "Exchanges"), [_choice(f"exchange:{each.name}", state) for each in Exchange]),
        (state.say("板块", "Boards"), [_choice(f"board:{each.value}", state) for each in BOARDS]),
        (
            state.say("申万一级行业", "Shenwan industries"),
            sorted((_industry(name, state) for name in industries if name != UNCLASSIFIED), key=lambda choice: choice[1]),
        ),
    ]
    if chosen not in {value for _, options in groups for value, _ in options}:
        groups.insert(1, (state.say("所选", "Chosen"), [_choice(chosen, state)]))
    return [group for group in groups if group[1]]


def scope_label(scope: str, state: State) -> str:
    """What people call a scope that is spelled canonically; any other spelling as it is."""
    try:
        return parse_scope(scope).label(state.lang)
    except LiangrongError:
        return scope


def _industry(name: str, state: State) -> tuple[str, str]:
    return f"industry:sw1:{name}", word("industry", name, state.lang)


def _choice(scope: str, state: State) -> tuple[str, str]:
    return scope, scope_label(scope, state)
