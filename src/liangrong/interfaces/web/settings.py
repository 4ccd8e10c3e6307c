"""What a server is started with."""

from __future__ import annotations

from dataclasses import dataclass, field
from pathlib import Path
from typing import Literal

from liangrong.core.errors import Lang
from liangrong.interfaces.web.guard.limits import Limits

__all__ = ["Settings"]


@dataclass(frozen=True, kw_only=True, slots=True)
class Settings:
    """Which store is shown, where, and how it looks unless a visitor asks otherwise.

    Parameters
    ----------
    store
        Folder of the store.
    host, port
        Where it listens; a port of 0 must have been resolved before.
    token
        What visitors must show; needed on any address but loopback.
    lang, colors
        The language and the colours of pages whose address names none.
    also
        Other names that mean this server, as ``name`` or ``name:port``: those of a proxy in front of it.
    cached
        Whether pages are kept until the data change.
    warmed
        Whether what visitors open first is computed before they come.
    limits
        How much, how long, how many.
    """

    store: Path
    host: str = "127.0.0.1"
    port: int = 8421
    token: str | None = field(default=None, repr=False)
    lang: Lang = "zh"
    colors: Literal["china", "western"] = "china"
    also: tuple[str, ...] = ()
    cached: bool = True
    warmed: bool = False
    limits: Limits = field(default_factory=Limits)
