"""A scenario in one line: ``market:-0.10``, ``industry:电子:-20%``, ``crisis:2015-06+suspend:market:share=0.5:seed=1``."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Final, TypeAlias, get_args

from liangrong.core.errors import UnknownName, UsageError
from liangrong.core.results import Note
from liangrong.core.securities import Board, SecurityId
from liangrong.core.spelling import parse_day, parse_number
from liangrong.stress.scenarios.catalogue import CRISES, SCENARIOS, Crisis
from liangrong.stress.scenarios.moves import ConversionCut, PriceMove, Suspension
from liangrong.stress.scenarios.prices import checked_move
from liangrong.stress.scenarios.scopes import MARKET, Scope, ScopeKind

__all__ = [
    "MOST_DRAWS",
    "BetaAsked",
    "DayAsked",
    "DrawsAsked",
    "FileAsked",
    "Limits",
    "Part",
    "Spelled",
    "WindowAsked",
    "parse_scenario",
    "parse_scope",
]


@dataclass(frozen=True, slots=True)
class BetaAsked:
    """The market moves, and each security by its beta: those come from a store."""

    move: float


@dataclass(frozen=True, slots=True)
class DayAsked:
    """What happened on a session: from a store."""

    day: date


@dataclass(frozen=True, slots=True)
class WindowAsked:
    """What happened in a crisis: from a store."""

    name: str
    crisis: Crisis


@dataclass(frozen=True, slots=True)
class DrawsAsked:
    """Draws by chance: from the returns of a store."""

    count: int
    seed: int = 0
    sessions: int = 1


@dataclass(frozen=True, slots=True)
class FileAsked:
    """A table of one's own."""

    path: str


@dataclass(frozen=True, slots=True)
class Limits:
    """Price limits of one session hold."""


Part: TypeAlias = PriceMove | ConversionCut | Suspension | BetaAsked | DayAsked | WindowAsked | DrawsAsked | FileAsked | Limits


@dataclass(frozen=True, slots=True)
class Spelled:
    """A line that was understood.

    Parameters
    ----------
    name
        As it was written.
    story
        Of the catalogue, where it is one of its names.
    """

    name: str
    parts: tuple[Part, ...]
    story: Note | None = None


MOST_DRAWS: Final = 100_000
"""More would be a price table of gigabytes."""
_MOST_SESSIONS: Final = 250
"""Of a draw: beyond a year the book would not be the same."""


def parse_scenario(text: str) -> Spelled:
    """Understand a scenario.

    Parameters
    ----------
    text
        Parts joined by ``+``; each is a name of ``SCENARIOS``, or ``market:MOVE``, ``market:MOVE:beta``, ``industry:NAME:MOVE``,
        ``board:NAME:MOVE``, ``security:CODE:MOVE``, ``day:DATE``, ``crisis:MONTH``, ``draws:N:seed=S:sessions=H``,
        ``file:PATH``, ``conversion:[SCOPE:]MOVE``, ``suspend:SCOPE[:share=S:seed=N]`` or ``limits``.

    Raises
    ------
    UsageError
        A part cannot be read.
    UnknownName
        A kind, a crisis, a board or a name of the catalogue that does not exist.
    InvalidSecurity
        A code that is none.

    Examples
    --------
    >>> [part.spelling for part in parse_scenario("industry:电子:-20%+conversion:-0.1").parts]
    ['industry:电子:-0.2', 'conversion:-0.1']
    >>> parse_scenario("draws:1000:seed=1").parts
    (DrawsAsked(count=1000, seed=1, sessions=1),)
    """
    text = text.strip()
    parts = tuple(part for piece in _pieces(text) for part in _parts(piece))
    if sum(isinstance(part, DrawsAsked) for part in parts) > 1:
        raise UsageError(reason=f"'{text}' asks for draws twice; one scenario holds them once.",
                         reason_zh=f"“{text}”两次抽样；一个情景只能抽样一次。")  # fmt: skip
    story = SCENARIOS[text].story if text in SCENARIOS else None
    return Spelled(text, parts, story)


def _pieces(text: str) -> list[str]:
    """A plus sign joins where a kind or a name begins behind it, and nowhere else: ``market:+0.1`` is one piece."""
    names = sorted((*_KINDS, *SCENARIOS), key=len, reverse=True)
    return re.split(rf"\+(?=(?:{'|'.join(map(re.escape, names))})(?:[:+]|$))", text)


def _parts(piece: str) -> Iterator[Part]:
    if piece in SCENARIOS:
        yield from parse_scenario(SCENARIOS[piece].spelling).parts
        return
    kind, _, rest = piece.partition(":")
    if kind not in _KINDS:
        raise UnknownName(kind="scenario", kind_zh="情景", name=piece, known=", ".join((*_KINDS, *SCENARIOS)))
    yield _KINDS[kind](piece, rest)


def _market(piece: str, rest: str) -> Part:
    move, _, by = rest.partition(":")
    if by not in ("", "beta"):
        raise _unread(piece, "market:-0.10", "market:-0.10:beta")
    return BetaAsked(_move(piece, move)) if by else PriceMove(move=_move(piece, move))


def _scoped(piece: str, rest: str) -> Part:
    name, colon, move = rest.rpartition(":")
    if not colon or not name:
        raise _unread(piece, "industry:电子:-0.20", "security:600519.SH:-0.10")
    return PriceMove(move=_move(piece, move), scope=parse_scope(f"{piece.partition(':')[0]}:{name}", piece))


def _day(piece: str, rest: str) -> Part:
    found = parse_day(rest or None, piece)
    if found is None:
        raise _unread(piece, "day:2024-02-05")
    return DayAsked(found)


def _crisis(piece: str, rest: str) -> Part:
    del piece
    if rest not in CRISES:
        raise UnknownName(kind="crisis", kind_zh="危机", name=rest, known=", ".join(CRISES))
    return WindowAsked(rest, CRISES[rest])


def _draws(piece: str, rest: str) -> Part:
    count, *others = rest.split(":")
    options = _options(piece, others, ("seed", "sessions"))
    number = _whole(piece, count, least=1)
    if number > MOST_DRAWS:
        raise UsageError(
            reason=f"{piece} asks for more than {MOST_DRAWS:,} draws.", reason_zh=f"{piece} 的抽样次数超过 {MOST_DRAWS:,}。"
        )
    sessions = _whole(piece, options.get("sessions", "1"), least=1)
    if sessions > _MOST_SESSIONS:
        raise UsageError(
            reason=f"{piece} draws more than {_MOST_SESSIONS} sessions, about a year; a scenario is no longer than that.",
            reason_zh=f"{piece} 超过 {_MOST_SESSIONS} 个交易日（约一年）；一个情景不能更长。",
        )
    return DrawsAsked(number, _whole(piece, options.get("seed", "0")), sessions)


def _file(piece: str, rest: str) -> Part:
    if not rest:
        raise _unread(piece, "file:mine.csv")
    return FileAsked(rest)


def _conversion(piece: str, rest: str) -> Part:
    scope, _, cut = rest.rpartition(":")
    found = _number(piece, cut)
    if not -1 <= found < 0:
        raise UsageError(reason=f"{piece}: a cut of conversion ratios lies from -100 % to below 0, not at {found:.2%}.",
                         reason_zh=f"{piece}：折算率的下调应在 -100% 至 0 之间，而不是 {found:.2%}。")  # fmt: skip
    return ConversionCut(cut=-found, scope=parse_scope(scope, piece) if scope else MARKET)


def _suspend(piece: str, rest: str) -> Part:
    words = rest.split(":")
    named = [word for word in words if "=" in word]
    options = _options(piece, named, ("share", "seed"))
    share = _number(piece, options.get("share", "1"))
    if not 0 < share <= 1:
        raise UsageError(reason=f"{piece}: the share lies above 0 and at 1 at most, not at {share:g}.",
                         reason_zh=f"{piece}：比例应大于 0 且不超过 1，而不是 {share:g}。")  # fmt: skip
    scope = ":".join(word for word in words if "=" not in word) or "market"
    return Suspension(scope=parse_scope(scope, piece), share=share, seed=_whole(piece, options.get("seed", "0")))


def _limits(piece: str, rest: str) -> Part:
    if rest:
        raise _unread(piece, "limits")
    return Limits()


_KINDS: Final[Mapping[str, Callable[[str, str], Part]]] = {
    "market": _market, "industry": _scoped, "board": _scoped, "security": _scoped, "day": _day, "crisis": _crisis, "draws": _draws,
    "file": _file, "conversion": _conversion, "suspend": _suspend, "limits": _limits,
}  # fmt: skip


def parse_scope(text: str, piece: str) -> Scope:
    """Read ``market``, ``industry:NAME``, ``board:NAME`` or ``security:CODE``.

    Parameters
    ----------
    piece
        In what it stands, for the sentence.

    Raises
    ------
    UsageError, UnknownName, InvalidSecurity
        It is none of these; there is no such board; the code is none.

    Examples
    --------
    >>> parse_scope("security:sh600519", "suspend:security:sh600519").name
    '600519.SH'
    """
    kind, _, name = text.partition(":")
    known = get_args(ScopeKind)
    if kind not in known or bool(name) == (kind == "market"):
        raise _unread(piece, "market", "industry:电子", "board:star", "security:600519.SH")
    if kind == "security":
        name = str(SecurityId.parse(name))
    if kind == "board" and name not in {board.value for board in Board}:
        raise UnknownName(kind="board", name=name, known=", ".join(board.value for board in Board))
    return Scope(next(each for each in known if each == kind), name)


def _options(piece: str, words: list[str], known: tuple[str, ...]) -> dict[str, str]:
    found = dict(word.partition("=")[::2] for word in words)
    if any(name not in known or not value for name, value in found.items()) or len(found) < len(words):
        raise _unread(piece, *(f"{name}=1" for name in known))
    return found


def _move(piece: str, text: str) -> float:
    try:
        found = _number(piece, text)
    except UsageError:
        raise UsageError(reason=f"{piece}: '{text}' is no move; write -0.2 or -20% for a fall of a fifth.",
                         reason_zh=f"{piece}：“{text}”不是涨跌幅，下跌两成请写成 -0.2 或 -20%。") from None  # fmt: skip
    return checked_move(found, piece)


def _number(piece: str, text: str) -> float:
    found = parse_number(text or None, piece)
    if found is None:
        raise _unread(piece, "-0.10", "-10%")
    return float(found)


def _whole(piece: str, text: str, *, least: int = 0) -> int:
    if not text.isascii() or not text.isdecimal() or int(text) < least:
        raise UsageError(reason=f"{piece}: '{text}' is no whole number from {least} on.",
                         reason_zh=f"{piece}：“{text}”不是不小于 {least} 的整数。")  # fmt: skip
    return int(text)


def _unread(piece: str, *examples: str) -> UsageError:
    return UsageError(reason=f"'{piece}' cannot be read as part of a scenario; write it as {' or '.join(examples)}.",
                      reason_zh=f"“{piece}”无法读作情景；请写成 {' 或 '.join(examples)}。")  # fmt: skip
