"""Every state of a page is an address, and reads back from it."""

from __future__ import annotations

from datetime import date
from urllib.parse import parse_qs, urlsplit

import pytest

from liangrong.core.errors import UsageError
from liangrong.interfaces.web.state import State


def test_an_address_reads_back() -> None:
    state = State("/structure", {"by": "sw1", "from": "2026-01-05", "lang": "en"})
    found = urlsplit(state.here(to="2026-01-30", by=None))
    assert found.path == "/structure"
    assert parse_qs(found.query) == {"from": ["2026-01-05"], "lang": ["en"], "to": ["2026-01-30"]}


def test_the_same_state_has_one_address_whatever_the_order() -> None:
    assert State("/x", {"b": "2", "a": "1"}).here() == State("/x", {"a": "1", "b": "2"}).here()


def test_another_page_keeps_the_look_and_nothing_else() -> None:
    state = State("/shorts", {"as_of": "2026-01-30", "lang": "en", "colors": "western"})
    assert state.there("/heat") == "/heat?colors=western&lang=en"


def test_what_is_not_given_or_empty_is_the_default() -> None:
    state = State("/x", {"view": "  "})
    assert state.choice("view", ("table", "trend")) == "table"
    assert state.day("as_of") is None
    assert state.only("view", "as_of") == {}


def test_the_path_itself_can_say_something() -> None:
    assert State("/security/600519.SH", {"code": "000001.SZ"}, at={"code": "600519.SH"}).text("code") == "600519.SH"


def test_what_cannot_be_read_is_refused_by_name() -> None:
    state = State("/x", {"view": "pie", "as_of": "2026-02-30"})
    with pytest.raises(UsageError, match="view is 'pie'; it can be table, trend"):
        state.choice("view", ("table", "trend"))
    with pytest.raises(UsageError, match="as_of is '2026-02-30'"):
        state.day("as_of")


def test_an_address_cannot_be_broken_out_of() -> None:
    hostile = '"><script>&x=1#y'
    assert parse_qs(urlsplit(State("/search").here(q=hostile)).query) == {"q": [hostile]}
    assert State("/x", {"as_of": "2026-01-30"}).day("as_of") == date(2026, 1, 30)


def test_an_empty_choice_is_not_listed() -> None:
    """The sentence would read: it can be , error, warning."""
    with pytest.raises(UsageError, match="it can be error, warning") as refused:
        State("/data", {"severity": "x"}).choice("severity", ("", "error", "warning"))
    assert "只能是 error、warning" in refused.value.message("zh")
