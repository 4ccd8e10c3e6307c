"""Every part of the market that a form offers can be asked for, and has a name."""

from __future__ import annotations

from pathlib import Path

import pytest

from liangrong.analytics.scopes import parse_scope
from liangrong.interfaces.web.desk import Desk
from liangrong.interfaces.web.scopes import scope_choices
from liangrong.interfaces.web.settings import Settings
from liangrong.interfaces.web.state import State


@pytest.fixture(scope="module")
def desk(web_store: Path) -> Desk:
    return Desk(Settings(store=web_store))


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_what_is_offered_can_be_asked_for(desk: Desk, lang: str) -> None:
    """A board that is no scope would be an option that is refused, under its raw name."""
    state = State("/shorts", {}, "en" if lang == "en" else "zh")
    groups = scope_choices(desk, "market", {}, state)
    offered = [choice for _, choices in groups for choice in choices]
    assert len(offered) > 10
    for value, text in offered:
        assert str(parse_scope(value)) == value
        assert text != value


def test_what_the_address_asks_for_is_among_them(desk: Desk) -> None:
    groups = dict(scope_choices(desk, "security:600519.SH", {}, State("/shorts")))
    assert [value for value, _ in groups["所选"]] == ["security:600519.SH"]


def test_industries_are_offered_by_the_reader_s_name_and_in_its_order(desk: Desk) -> None:
    for lang, group, name in (("zh", "申万一级行业", "电子"), ("en", "Shenwan industries", "Electronics")):
        offered = dict(scope_choices(desk, "market", {}, State("/shorts", {}, "en" if lang == "en" else "zh")))[group]
        assert ("industry:sw1:电子", name) in offered
        assert [text for _, text in offered] == sorted(text for _, text in offered)
