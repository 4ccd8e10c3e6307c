"""How workers are reached: by pipes or by a cluster."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any, NamedTuple, Protocol, TypeVar

__all__ = ["Channel", "Gone", "Transport"]

C = TypeVar("C", bound="Channel")


class Gone(NamedTuple):
    """In place of a reply: the worker is no more."""

    why: str


class Channel(Protocol):
    """The way to one worker; it answers requests in their order, and first of all sends a greeting."""

    def send(self, verb: str, *arguments: object) -> None:
        """Ask; that a worker is gone shows when its reply is awaited."""

    def stop(self) -> None:
        """End the worker, whatever it does."""


class Transport(Protocol[C]):
    """Where workers come from."""

    patience: float
    """Seconds after which nobody is expected any more where no worker is at hand."""

    def start(self, workers: int | None, partitions: int) -> int:
        """Make ready; how many workers there should be."""

    def hire(self) -> C:
        """One more worker, which may take its time to come."""

    def shared(self, value: object) -> object:
        """An argument that is sent to several workers."""

    def replies(self, channels: Sequence[C], timeout: float | None) -> Iterator[tuple[C, Any]]:
        """What has arrived, at least one reply unless the time is over (``None``: never); ``Gone`` once from a worker that is no more."""

    def close(self) -> None:
        """Let everything go."""
