"""Several workers: hired, greeted, listened to, and replaced when they are gone."""

from __future__ import annotations

import platform
import time
from collections import Counter, deque
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any, Final, Generic, TypeAlias, TypeVar

from liangrong import __version__
from liangrong.core.errors import BadInput, UsageError
from liangrong.services.engines.transport import Channel, Gone, Transport
from liangrong.services.engines.worker import Failed, Greeting

__all__ = ["Crew", "Event", "Hand", "Loss", "Reply"]

C = TypeVar("C", bound=Channel)

_MOST_LOST: Final = 20
"""So many workers in a row that end over the same partition are not bad luck."""
_MOST_UNBORN: Final = 3
"""Nor are so many in a row that end before they begin."""
_GRACE: Final = 30.0
"""Seconds that those who are ready wait for those who are still coming."""


@dataclass(eq=False, slots=True)
class Hand(Generic[C]):
    """A worker, and the numbers of the partitions it has been asked about and has not answered yet (−1: nothing comes back)."""

    channel: C
    greeting: Greeting | None = None
    asked: deque[int] = field(default_factory=deque)

    @property
    def ready(self) -> bool:
        """Whether it has said that it is there."""
        return self.greeting is not None

    @property
    def load(self) -> int:
        """Partitions before it."""
        return len(self.asked) - self.asked.count(-1)

    def ask(self, number: int, verb: str, *arguments: object) -> None:
        """Ask about a partition."""
        self.asked.append(number)
        self.channel.send(verb, *arguments)


@dataclass(frozen=True, slots=True)
class Reply(Generic[C]):
    """What a worker has answered."""

    hand: Hand[C]
    number: int
    value: Any


@dataclass(frozen=True, slots=True)
class Loss(Generic[C]):
    """A worker is gone, with everything that it had before it."""

    hand: Hand[C]


Event: TypeAlias = Reply[C] | Loss[C]


class Crew(Generic[C]):
    """Workers of one transport."""

    def __init__(self, transport: Transport[C], workers: int | None) -> None:
        self.transport, self._workers = transport, workers
        self._hands: list[Hand[C]] = []
        self._unborn, self._lost = 0, Counter[int]()

    @property
    def ready(self) -> list[Hand[C]]:
        """Those who are there."""
        return [hand for hand in self._hands if hand.ready]

    def gather(self, partitions: int) -> None:
        """Hire as many as so many partitions can employ."""
        wanted = self.transport.start(self._workers, partitions)
        self._hands += [Hand(self.transport.hire()) for _ in range(wanted - len(self._hands))]

    def assemble(self) -> None:
        """Wait until all are there, but not for ever: on a cluster there may be no room for everybody."""
        until = time.monotonic() + _GRACE
        while len(self.ready) < len(self._hands) and (time.monotonic() < until or not self.ready):
            for _ in self.events(max(0.0, until - time.monotonic()) if self.ready else None):
                pass

    def events(self, timeout: float | None = None) -> Iterator[Event[C]]:
        """What has happened since, at least one thing unless the time is over; it may be that somebody came.

        Raises
        ------
        UsageError
            Nobody comes, workers end before they begin, or are of another version.
        BadInput
            A partition ends every worker that takes it up.
        Exception
            What a worker could not answer.
        """
        alone = not self.ready
        by_channel = {hand.channel: hand for hand in self._hands}
        arrived = False
        for channel, value in self.transport.replies(list(by_channel), self.transport.patience if alone else timeout):
            arrived = True
            hand = by_channel[channel]
            if isinstance(value, Gone):
                self._replace(hand, value)
                yield Loss(hand)
            elif isinstance(value, Failed):
                raise _told(value.error, hand)
            elif isinstance(value, Greeting):
                self._greeted(hand, value)
            else:
                number = hand.asked.popleft()
                self._lost.pop(number, None)
                if number >= 0:
                    yield Reply(hand, number, value)
        if alone and not arrived:
            raise UsageError(
                reason=f"No worker was free within {self.transport.patience:g} seconds.",
                reason_zh=f"{self.transport.patience:g} 秒内没有空闲的工作进程。",
                hint="Look at the load of the cluster with: ray status", hint_zh="请用 ray status 查看集群负载。",
            )  # fmt: skip

    def close(self) -> None:
        """End all of them."""
        for hand in self._hands:
            hand.channel.stop()
        self._hands.clear()
        self._lost.clear()
        self.transport.close()

    def _greeted(self, hand: Hand[C], greeting: Greeting) -> None:
        if greeting.version != __version__:
            raise UsageError(
                reason=f"The worker on {greeting.host} runs liangrong {greeting.version}, and this is {__version__}: answers could differ.",
                reason_zh=f"{greeting.host} 上的工作进程运行 liangrong {greeting.version}，而本机为 {__version__}：结果可能不同。",
                hint="Install the same version on every machine.", hint_zh="请在每台机器上安装相同版本。",
            )  # fmt: skip
        hand.greeting, self._unborn = greeting, 0

    def _replace(self, hand: Hand[C], gone: Gone) -> None:
        self._hands.remove(hand)
        hand.channel.stop()
        if not hand.ready:
            self._unborn += 1
        culprit = next((number for number in hand.asked if number >= 0), -1)
        self._lost[culprit] += culprit >= 0
        if self._unborn >= _MOST_UNBORN:
            raise UsageError(
                reason=f"No worker can start ({gone.why}).", reason_zh=f"工作进程无法启动（{gone.why}）。",
                hint="In a script of your own, start from under `if __name__ == '__main__':`; on a cluster, install liangrong on every machine.",
                hint_zh="自己的脚本须在 `if __name__ == '__main__':` 之下启动；集群的每台机器都须安装 liangrong。",
            )  # fmt: skip
        if self._lost[culprit] >= _MOST_LOST:
            raise BadInput(
                place=f"partition {culprit}",
                reason=f"{_MOST_LOST} workers in a row ended over it ({gone.why}): there is too little memory for it, or it is damaged",
                reason_zh=f"连续 {_MOST_LOST} 个工作进程在此终止（{gone.why}）：内存不足，或文件已损坏",
            )
        self._hands.append(Hand(self.transport.hire()))


def _told(error: Exception, hand: Hand[C]) -> Exception:
    """What a worker on another machine could not read is not what this one would find there."""
    if isinstance(error, BadInput) and hand.greeting is not None and hand.greeting.host != platform.node():
        return type(error)(**{**error.details, "place": f"{error.details.get('place')} ({hand.greeting.host})"})
    return error
