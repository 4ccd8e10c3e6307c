"""The workbench: answers that take seconds are computed beside the pages, one after the other; no page waits long for one."""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Callable, Hashable
from concurrent.futures import Future, wait
from threading import Lock
from typing import Final

from liangrong.interfaces.web.guard.computations import Computations
from liangrong.interfaces.web.guard.limits import Limits

__all__ = ["PATIENCE_S", "Workbench"]

PATIENCE_S: Final = 2.0
"""So long whoever begins a computation waits for it; whoever asks again does not wait."""
_WAITING: Final = 8
"""Computations that may wait for their turn."""
_REMEMBERED: Final = 64
"""Ends that are remembered: as many as answers are kept."""


class Workbench:
    """One thread for what takes seconds: a cascade, an estimate, or kernels that are compiled the first time.

    What is computed must be kept by whoever computes it: the workbench only says when it is there.

    Parameters
    ----------
    patience
        Seconds that whoever begins a computation waits for it.

    Examples
    --------
    >>> bench = Workbench()
    >>> bench.is_done("six times seven", lambda: 6 * 7)
    True
    >>> bench.close()
    """

    def __init__(self, patience: float = PATIENCE_S) -> None:
        self._patience = patience
        self._beside = Computations(Limits(computations=1, waiting=_WAITING))
        self._running: dict[Hashable, Future[object]] = {}
        self._ended: OrderedDict[Hashable, None] = OrderedDict()
        self._lock = Lock()

    def is_done(self, key: Hashable, work: Callable[[], object]) -> bool:
        """Whether a computation has come to its end, well or not; it is begun where nobody has begun it.

        Raises
        ------
        Busy
            As many wait for their turn as may.
        """
        with self._lock:
            if key in self._ended:
                return True
            running = self._running.get(key)
            begun = self._running[key] = running or self._beside.begin(work)
        if running is None:
            begun.add_done_callback(lambda _: self._end(key))
            wait([begun], timeout=self._patience)
        return begun.done()

    def close(self) -> None:
        """Let what runs end, and drop what waits."""
        self._beside.close()

    def _end(self, key: Hashable) -> None:
        with self._lock:
            self._running.pop(key, None)
            self._ended[key] = None
            while len(self._ended) > _REMEMBERED:
                self._ended.popitem(last=False)
