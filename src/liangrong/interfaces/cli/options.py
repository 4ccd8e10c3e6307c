"""The options every command takes, where their defaults come from, and what is peeked at.

``--lang`` and ``--format`` are also peeked at before parsing, so that even a usage error speaks the right language.
"""

from __future__ import annotations

import os
import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Final, Literal, TypeAlias, get_args

from cyclopts import Parameter

from liangrong.core.errors import Lang, UsageError
from liangrong.core.spelling import parse_day
from liangrong.services.default_store import default_store

if TYPE_CHECKING:
    from liangrong.interfaces.cli.output import Output
    from liangrong.services.workspace import Workspace

__all__ = [
    "Clocks",
    "Colors",
    "Format",
    "Options",
    "attached",
    "both",
    "hoisted",
    "language",
    "one_of",
    "peek",
]

Format: TypeAlias = Literal["table", "json", "csv", "md"]
Colors: TypeAlias = Literal["china", "western"]

_SEPARATOR: Final = " ‖ "
_GLOBAL: Final = ("--store", "--format", "--lang", "--colors")


def both(zh: str, en: str) -> str:
    """One help text in two languages; the help formatter shows one of them."""
    return f"{zh}{_SEPARATOR}{en}"


def one_of(text: str, lang: Lang) -> str:
    """The half of a ``both`` text that ``lang`` reads."""
    return text.split(_SEPARATOR)[0 if lang == "zh" else -1]


@Parameter(name="*")
@dataclass(frozen=True, kw_only=True)
class Options:
    """Where the data lie and how answers look."""

    store: Annotated[Path | None, Parameter(help=both("数据目录，默认 $LIANGRONG_STORE 或个人数据目录",
                                                      "data folder; default $LIANGRONG_STORE or your own data folder"))] = None  # fmt: skip
    format: Annotated[Format, Parameter(help=both("输出格式", "output format"))] = "table"
    lang: Annotated[
        Lang | None, Parameter(help=both("语言，默认 $LIANGRONG_LANG 或 zh", "language; default $LIANGRONG_LANG or zh"))
    ] = None
    colors: Annotated[Colors, Parameter(help=both("china 红涨绿跌，western 绿涨红跌",
                                                  "china: red rises, green falls; western: the reverse"))] = "china"  # fmt: skip

    @property
    def language(self) -> Lang:
        """``--lang`` over LIANGRONG_LANG over zh."""
        return self.lang or language()

    @property
    def folder(self) -> Path:
        """``--store`` over LIANGRONG_STORE over the user's own data folder."""
        return self.store or default_store()

    def open(self) -> Workspace:
        """The workspace in ``folder``.

        Raises
        ------
        NoData
            There is no store in that folder.
        """
        from liangrong.services.workspace import Workspace

        return Workspace.open(self.folder)

    def output(self) -> Output:
        """Where this command's answers go."""
        from liangrong.interfaces.cli.output import Output

        return Output(self.format, self.language, self.colors)


@Parameter(name="*")
@dataclass(frozen=True, kw_only=True)
class Clocks:
    """The point of view: which session, and as known when."""

    as_of: Annotated[str | None, Parameter(help=both("截至交易日，如 2026-01-30", "last session, such as 2026-01-30"))] = None
    known_at: Annotated[str | None, Parameter(help=both("以何时所知为准，如 2026-01-30T09:00",
                                                        "as known at this instant, such as 2026-01-30T09:00"))] = None  # fmt: skip

    @property
    def day(self) -> date | None:
        """``--as-of`` as a date."""
        return parse_day(self.as_of, "--as-of")

    @property
    def instant(self) -> datetime | None:
        """``--known-at`` as an instant in UTC."""
        from liangrong.core.clocks import parse_instant

        return None if self.known_at is None else parse_instant(self.known_at)


def language() -> Lang:
    """LIANGRONG_LANG over zh.

    Raises
    ------
    UsageError
        The variable names a language we do not speak.
    """
    wanted = os.environ.get("LIANGRONG_LANG", "").strip().lower() or "zh"
    if wanted not in get_args(Lang):
        raise UsageError(
            reason=f"LIANGRONG_LANG is '{wanted}'; it can be zh or en.",
            reason_zh=f"LIANGRONG_LANG 为“{wanted}”，只能是 zh 或 en。",
        )
    return "en" if wanted == "en" else "zh"


def hoisted(tokens: Sequence[str]) -> list[str]:
    """Move general options from before or between the words of a command to behind them.

    Examples
    --------
    >>> hoisted(["--lang", "en", "rules", "value", "call_line", "--on", "2026-01-30"])
    ['rules', 'value', 'call_line', '--lang', 'en', '--on', '2026-01-30']
    """
    words: list[str] = []
    general: list[str] = []
    rest = list(tokens)
    while rest:
        if rest[0].partition("=")[0] in _GLOBAL:
            take = 1 if "=" in rest[0] else 2
            general += rest[:take]
            del rest[:take]
        elif rest[0].startswith("-"):
            break
        else:
            words.append(rest.pop(0))
    return [*words, *general, *rest] if words else rest


def attached(tokens: Sequence[str]) -> list[str]:
    """Write a negative amount onto the option it belongs to, so that the parser does not take it for an option.

    Examples
    --------
    >>> attached(["growth", "--legs", "-62%", "65%", "-3%", "--total", "-37.14%"])
    ['growth', '--legs=-62%', '65%', '--legs=-3%', '--total=-37.14%']
    """
    found: list[str] = []
    option = ""
    for token in tokens:
        if not (option and re.match(r"-\.?\d", token)):
            option = token.partition("=")[0] if token.startswith("--") else option
            found.append(token)
            continue
        if found[-1] == option:
            found.pop()
        found.append(f"{option}={token}")
    return found


def peek(tokens: Sequence[str], option: str) -> str | None:
    """The value of ``option`` in unparsed arguments, last one winning."""
    found = None
    for place, token in enumerate(tokens):
        name, equals, value = token.partition("=")
        if name == option:
            found = value if equals else (tokens[place + 1] if place + 1 < len(tokens) else None)
    return found
