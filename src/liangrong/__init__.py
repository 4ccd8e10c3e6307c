"""liangrong (两融): measure, explain and stress-test China's margin-trading market."""

from __future__ import annotations

from importlib import import_module
from typing import Any

__all__ = ["__version__", "open"]

__version__ = "0.1.0"


def open(store: Any = None, *, lang: Any = "zh") -> Any:  # noqa: A001 - the word people expect, as in gzip.open
    """Open a store and ask it: ``liangrong.open("store").flows(by="sw1")``; see ``interfaces.client.open_store``."""
    return import_module("liangrong.interfaces.client").open_store(store, lang=lang)
