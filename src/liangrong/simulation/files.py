"""The tables that do not come over a wire, written as Parquet files in the standard layout.

File names and file metadata say that they are simulated. Reading them back is the importers' business.
"""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Final

from liangrong.simulation.market import SimulatedMarket

__all__ = ["SIDE_TABLES", "write_side_tables"]

SIDE_TABLES: Final = (
    "quotes",
    "caps",
    "index_quotes",
    "memberships",
    "industry_classes",
    "securities",
    "underlying_securities",
    "account_statistics",
    "northbound",
    "policy_events",
)


def write_side_tables(market: SimulatedMarket, folder: Path, *, tables: Sequence[str] = SIDE_TABLES) -> tuple[Path, ...]:
    """Write tables of the market as ``simulated_<table>.parquet`` and return the files.

    Parameters
    ----------
    folder
        Made when it is not there.
    tables
        Which tables; any table of the market may be named.

    Raises
    ------
    UnknownName
        The market has no such table.
    """
    folder.mkdir(parents=True, exist_ok=True)
    files = []
    for name in tables:
        path = folder / f"simulated_{name}.parquet"
        market.table(name).write_parquet(path, metadata={"origin": "simulated", "seed": str(market.seed)})
        files.append(path)
    return tuple(files)
