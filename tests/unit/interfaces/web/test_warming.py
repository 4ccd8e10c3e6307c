"""Our own first visitor: asks for the page and the chart it names, again only when the data rest, and never breaks the server."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from typing import Any

import pytest

from liangrong.interfaces.web.warming import Warming
from tests.unit.interfaces.web.asking import say

PAGE = b'<figure data-chart="/charts/a.json?b=1&amp;c=2"></figure><figure data-chart="/charts/other.json?"></figure>'
FIRST = ["/?", "/charts/a.json?b=1&c=2&width=900", "/charts/a.json?b=1&c=2&width=300"]


class Application:
    """Remembers what it is asked; ``answers`` says how."""

    def __init__(self, answers: Callable[[Any, Any], Any] | None = None) -> None:
        self.asked: list[str] = []
        self.answers = answers

    async def __call__(self, scope: Any, receive: Any, send: Any) -> None:
        self.asked.append(f"{scope['path']}?{scope['query_string'].decode()}")
        if self.answers is not None:
            await self.answers(scope, send)
        else:
            await say(send, PAGE if scope["path"] == "/" else b"{}")


class Seen(Exception):
    """The data have been looked at as often as they have versions."""


class Data:
    """Versions in the order in which they are looked at."""

    def __init__(self, versions: str) -> None:
        self.versions = iter(versions)

    def __call__(self) -> str:
        for version in self.versions:
            return version
        raise Seen


def warming(app: Application, data: Data) -> Warming:
    return Warming(app, data, widths=(900, 300), pause=0)


def rounds(app: Application, versions: str) -> int:
    """How often the page is asked for while the data go through these versions after version ``a``."""
    with pytest.raises(Seen):
        asyncio.run(warming(app, Data(versions)).keep("a"))
    return app.asked.count("/?")


def test_the_first_chart_of_the_page_is_asked_for_as_the_page_names_it() -> None:
    app = Application()
    asyncio.run(warming(app, Data("a")).once())
    assert app.asked == FIRST


@pytest.mark.parametrize(
    ("versions", "expected"),
    [("aaaa", 0), ("abbb", 1), ("abcdefffff", 1), ("abbbcccc", 2), ("ababab", 0), ("abaaaa", 0), ("abbaaa", 2)],
)
def test_data_that_have_changed_are_asked_for_once_they_rest(versions: str, expected: int) -> None:
    """A sync commits every half second: each commit would cost a page that nobody has asked for."""
    assert rounds(Application(), versions) == expected


async def breaks(scope: Any, send: Any) -> None:
    raise ZeroDivisionError


async def refuses(scope: Any, send: Any) -> None:
    await say(send, PAGE, status=503)


@pytest.mark.parametrize("answers", [breaks, refuses])
def test_what_fails_is_asked_for_again_with_the_next_data_and_ends_nothing(answers: Any) -> None:
    app = Application(answers)
    assert rounds(app, "abbbccc") == 2
    assert set(app.asked) == {"/?"}, "the charts of a refusal are not those of the page"
