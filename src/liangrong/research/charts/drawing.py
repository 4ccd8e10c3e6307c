"""The renderer of specifications: in this process, or in one beside it that starts while the rows are still being read."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import BrokenExecutor, Executor
from contextlib import contextmanager
from contextvars import ContextVar
from typing import Any, Final, TypeVar

__all__ = ["begun_svg", "beside", "png"]

T = TypeVar("T")

_BESIDE: Final[ContextVar[Executor | None]] = ContextVar("beside", default=None)
_NOTHING: Final = {"data": {"values": []}, "mark": "point"}


@contextmanager
def beside() -> Iterator[None]:
    """Draw in a process of its own as long as the block runs.

    The renderer takes half a second to start and lets no thread of its process work meanwhile; beside it, the start costs nobody
    anything. Where no process can be started, charts are drawn in this one.
    """
    from concurrent.futures import ProcessPoolExecutor
    from multiprocessing import get_context
    from signal import SIG_IGN, SIGINT, signal

    pool = ProcessPoolExecutor(1, mp_context=get_context("spawn"), initializer=signal, initargs=(SIGINT, SIG_IGN))
    token = _BESIDE.set(pool)
    try:
        _begun(_svg, _NOTHING)
        yield
    finally:
        _BESIDE.reset(token)
        pool.shutdown(wait=False, cancel_futures=True)


def begun_svg(spec: dict[str, Any]) -> Callable[[], str]:
    """Begin to draw; the answer waits for the ``<svg>`` element."""
    return _begun(_svg, spec)


def png(spec: dict[str, Any], *, fineness: float, fonts: Sequence[str] = ()) -> bytes:
    """A picture; ``fineness`` is pixels of it for each pixel of the chart, ``fonts`` folders that the machine does not know."""
    return _begun(_png, spec, fineness, tuple(fonts))()


def _begun(draw: Callable[..., T], *given: Any) -> Callable[[], T]:
    pool = _BESIDE.get()
    if pool is None:
        return lambda: draw(*given)
    try:
        future = pool.submit(draw, *given)
    except (BrokenExecutor, OSError):
        return lambda: draw(*given)

    def drawn() -> T:
        try:
            return future.result()
        except BrokenExecutor:
            return draw(*given)

    return drawn


def _svg(spec: dict[str, Any]) -> str:
    import vl_convert

    made: str = vl_convert.vegalite_to_svg(spec)
    return made


def _png(spec: dict[str, Any], fineness: float, fonts: Sequence[str]) -> bytes:
    import vl_convert

    for folder in fonts:
        vl_convert.register_font_directory(folder)
    made: bytes = vl_convert.vegalite_to_png(spec, scale=fineness)
    return made
