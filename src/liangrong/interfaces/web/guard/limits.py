"""How much, how long and how many: the limits of the door, each with its reason."""

from __future__ import annotations

from dataclasses import dataclass

__all__ = ["Limits"]


@dataclass(frozen=True, kw_only=True, slots=True)
class Limits:
    """What one visitor may ask of the machine.

    Parameters
    ----------
    url_bytes
        Path and query of a request; more is 414. Every permalink of ours is shorter than 1 kB.
    header_bytes, headers
        All header lines of a request, the request line included, and how many they may be; more is 431.
    body_bytes
        A body; more is 413. An account file with 4,000 accounts has 3 MB.
    drained_bytes
        So much of a body that is too large is read and thrown away before the refusal is sent, since most clients
        listen only after they have sent everything; beyond that the connection is closed.
    header_seconds
        From the first byte of a request (or from the connection, if none comes) to the end of its headers.
    body_seconds
        From then to the end of its body; a body that trickles is 408.
    answer_seconds
        From then to the first byte of the answer; later is 503.
    unread_seconds
        How long a client may leave an answer unread that does not fit into the buffers.
    idle_seconds
        How long a connection may wait for its next request.
    connections
        Open connections; the one that has waited longest without a request gives way to a new one.
    computations
        Heavy computations at one time, each in a thread of its own.
    waiting
        Heavy computations that may wait for their turn; the next is 503.

    Examples
    --------
    >>> Limits(body_bytes=1024).body_bytes
    1024
    """

    url_bytes: int = 8 * 1024
    header_bytes: int = 32 * 1024
    headers: int = 100
    body_bytes: int = 8 * 1024 * 1024
    drained_bytes: int = 64 * 1024 * 1024
    header_seconds: float = 10.0
    body_seconds: float = 30.0
    answer_seconds: float = 30.0
    unread_seconds: float = 30.0
    idle_seconds: int = 30
    connections: int = 512
    computations: int = 2
    waiting: int = 64
