"""Questions that are put to a book partition by partition, wherever its partitions are: in this process, in others, on other machines."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import replace
from typing import Any, Protocol, TypeVar

from liangrong.book.columns import Partition

__all__ = ["Sums", "Task", "added", "answered", "on_threads"]

Sums = TypeVar("Sums", bound=tuple[object, ...])
"""A NamedTuple whose fields are int64 arrays of one shape for every partition: answers add up field by field, exactly."""
Answer = TypeVar("Answer")
_Sums_co = TypeVar("_Sums_co", bound=tuple[object, ...], covariant=True)


class Task(Protocol[_Sums_co]):
    """A frozen dataclass that can be pickled; called with a partition it answers what adds up over partitions.

    It reads no file and no clock, so that a partition may be asked twice, anywhere, with the same answer. Whoever asks chooses its
    ``threads``, where it has such a field.
    """

    def __call__(self, partition: Partition, /) -> _Sums_co:
        """Answer for one partition."""


def added(one: Sums, other: Sums) -> Sums:
    """Two answers as one.

    Examples
    --------
    >>> from typing import NamedTuple
    >>> import numpy as np
    >>> class Called(NamedTuple):
    ...     accounts: np.ndarray
    >>> added(Called(np.array([1, 2])), Called(np.array([3, 4]))).accounts.tolist()
    [4, 6]
    """
    return type(one)(*(mine + yours for mine, yours in zip(one, other, strict=True)))  # type: ignore[operator]


def answered(task: Task[Sums], partitions: Iterable[Partition]) -> Sums | None:
    """The answer for all partitions, one after the other in this process; ``None`` where there is none."""
    total: Sums | None = None
    for partition in partitions:
        found = task(partition)
        total = found if total is None else added(total, found)
    return total


def on_threads(task: Callable[[Partition], Answer], threads: int) -> Callable[[Partition], Answer]:
    """The same task on so many threads, where that can be chosen."""
    named: Any = task
    return replace(named, threads=threads) if hasattr(task, "threads") else task
