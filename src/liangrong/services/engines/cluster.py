"""Workers as actors of Ray, on this machine or on others."""

from __future__ import annotations

import os
from collections import deque
from collections.abc import Iterator, Sequence
from types import MappingProxyType
from typing import Any, Final

from liangrong.core.errors import ExtraMissing, UsageError
from liangrong.services.engines.transport import Gone
from liangrong.services.engines.worker import Packed, Worker

__all__ = ["LOOPBACK", "Actor", "Cluster"]

LOOPBACK: Final = MappingProxyType({"RAY_ENABLE_WINDOWS_OR_OSX_CLUSTER": "0"})
"""Environment in which a Ray of one machine takes no requests from others (``ray._private.ray_constants``): its servers, which run whatever
they are sent, would listen on all interfaces on Linux. Ray reads it when it is imported."""
_SILENCE: Final = MappingProxyType({"RAY_DEDUP_LOGS_SKIP_REGEX": "."})
"""Environment in which Ray does not print what became of its workers among our answers, on standard output. It is read on import too."""


class Actor:
    """A worker that Ray places where there is room. If it is lost, it stays lost: whoever takes over knows what to do again."""

    def __init__(self, ray: Any) -> None:
        made = ray.remote(num_cpus=1, max_restarts=0, scheduling_strategy="SPREAD")(Worker)
        self._ray, self._actor = ray, made.remote()
        self.awaited: deque[Any] = deque([self._actor.greet.remote()])

    def send(self, verb: str, *arguments: object) -> None:
        """Ask."""
        self.awaited.append(self._actor.do.remote(verb, *arguments))

    def reply(self) -> Any:
        """The next reply; ``Gone`` where none will come."""
        errors = self._ray.exceptions
        try:
            return self._ray.get(self.awaited.popleft())
        except errors.RayTaskError as error:
            raise error.as_instanceof_cause() from error
        except errors.RayError as error:
            self.awaited.clear()
            return Gone(f"{error}")

    def stop(self) -> None:
        """End it."""
        self.awaited.clear()
        self._ray.kill(self._actor)


class Cluster:
    """A Ray cluster at an address, or one of our own on this machine.

    Parameters
    ----------
    address
        ``host:6379``; ``auto``: the one that runs here; empty: what ``RAY_ADDRESS`` says, else one of our own, which ends with us and listens
        to this machine alone (unless a program has imported Ray before).

    Raises
    ------
    ExtraMissing
        Ray is not installed.
    """

    patience = 300.0

    def __init__(self, address: str = "") -> None:
        os.environ.update(_SILENCE, RAY_USAGE_STATS_ENABLED="0")
        self._address = address or os.environ.get("RAY_ADDRESS", "")
        if not self._address:
            os.environ.update(LOOPBACK)
        try:
            import ray
        except ImportError as error:
            raise ExtraMissing(what="The engine ray", what_zh="计算引擎 ray ", extra="cluster") from error
        self._ray = ray
        self._ours = False

    def start(self, workers: int | None, partitions: int) -> int:
        """Connect, or start a Ray; a worker for each processor of the cluster unless told otherwise.

        Raises
        ------
        UsageError
            There is no cluster at the address.
        """
        if not self._ray.is_initialized():
            processors = {} if self._address else {"num_cpus": workers or os.cpu_count()}
            try:
                self._ray.init(
                    self._address or "local", include_dashboard=False, log_to_driver=False, logging_level="error", **processors
                )
            except Exception as error:
                self._ray.shutdown()
                raise UsageError(
                    reason=f"No Ray cluster can be reached at {self._address or 'this machine'} ({_first_line(error)}).",
                    reason_zh=f"无法连接 {self._address or '本机'} 的 Ray 集群（{_first_line(error)}）。",
                    hint="Start one with: ray start --head", hint_zh="请先运行：ray start --head",
                ) from error  # fmt: skip
            self._ours = True
        return max(1, min(workers or int(self._ray.cluster_resources().get("CPU", 1)), partitions))

    def hire(self) -> Actor:
        """One more actor, on the machine with the most room."""
        return Actor(self._ray)

    def shared(self, value: object) -> object:
        """Put into the object store once; each machine fetches it once."""
        return self._ray.put(Packed(value))

    def replies(self, channels: Sequence[Actor], timeout: float | None) -> Iterator[tuple[Actor, Any]]:
        """From whoever has one."""
        first = {channel.awaited[0]: channel for channel in channels if channel.awaited}
        ready, _ = self._ray.wait(list(first), num_returns=1, timeout=timeout) if first else ([], [])
        for reference in ready:
            yield first[reference], first[reference].reply()

    def close(self) -> None:
        """Disconnect, if it was us who connected."""
        if self._ours:
            self._ours = False
            self._ray.shutdown()


def _first_line(error: Exception) -> str:
    return next(iter(str(error).splitlines()), type(error).__name__)
