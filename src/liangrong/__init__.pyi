from os import PathLike
from typing import Literal

from liangrong.interfaces.client import Client

__all__ = ["__version__", "open"]

__version__: str

def open(store: str | PathLike[str] | None = None, *, lang: Literal["zh", "en"] = "zh") -> Client: ...  # noqa: A001 - as in gzip.open
