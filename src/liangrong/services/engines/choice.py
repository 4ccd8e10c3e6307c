"""An engine by its name."""

from __future__ import annotations

import os
from typing import Final, Literal, TypeAlias, get_args

from liangrong.core.errors import UnknownName, UsageError
from liangrong.services.engines.engine import Engine, Listener, nobody
from liangrong.services.engines.local import Local

__all__ = ["ENGINES", "EngineName", "engine_of"]

EngineName: TypeAlias = Literal["local", "processes", "ray"]
ENGINES: Final[tuple[EngineName, ...]] = get_args(EngineName)


def engine_of(name: str = "local", address: str = "", workers: int | None = None, *, listener: Listener = nobody) -> Engine:
    """The engine of a name, not started yet: that happens when it is first asked.

    Parameters
    ----------
    name
        ``local``: threads of this process. ``processes``: processes of this machine. ``ray``: the machines of a Ray cluster, or, without
        an address, a Ray of its own on this machine.
    address
        Of the Ray cluster: ``host:6379``, or ``auto`` for the one that runs on this machine.
    workers
        Threads, processes or Ray actors at once; ``None``: as many as there are processors.
    listener
        Is told of every partition done.

    Raises
    ------
    UnknownName
        There is no such engine.
    UsageError
        An address for an engine that has none; fewer than one worker.
    ExtraMissing
        Ray is not installed.

    Examples
    --------
    >>> with engine_of("local", workers=2) as engine:
    ...     engine.threads
    2
    """
    if name not in ENGINES:
        raise UnknownName(kind="engine", kind_zh="计算引擎", name=name, known=", ".join(ENGINES))
    if address and name != "ray":
        raise UsageError(
            reason=f"An address ({address}) belongs to the engine ray; {name} computes on this machine.",
            reason_zh=f"地址（{address}）只用于引擎 ray；{name} 在本机计算。",
        )
    if workers is not None and workers < 1:
        raise UsageError(reason=f"{workers} workers are asked for; one or more are needed.",
                         reason_zh=f"要求了 {workers} 个工作进程；至少需要一个。")  # fmt: skip
    if name == "local":
        return Local(threads=workers or os.cpu_count() or 1, listener=listener)
    from liangrong.services.engines.pool import Pool

    if name == "processes":
        from liangrong.services.engines.processes import Processes

        return Pool(Processes(), workers=workers, listener=listener)
    from liangrong.services.engines.cluster import Cluster

    return Pool(Cluster(address), workers=workers, listener=listener)
