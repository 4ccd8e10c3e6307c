"""Import everything under ``../shared/data/real`` into a new store, beside a bare read of the same files.

    python benchmarks/import_all.py [--data FOLDER] [--json]

The bare reads parse the bytes into frames and stop there: no units, no checks, no clocks, no store. They are the floor, not a
rival. The second import of the same files must add nothing.
"""

from __future__ import annotations

import argparse
import gzip
import io
import json
import platform
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

import polars as pl

from liangrong.services.imports import ImportRequest, import_paths
from liangrong.services.workspace import Workspace

DATA = Path(__file__).resolve().parents[1].parent / "shared" / "data" / "real"
TARGET_S = 60.0


def measured(work: Callable[[], object]) -> tuple[float, object]:
    begun = time.perf_counter()
    found = work()
    return time.perf_counter() - begun, found


def bare_polars(data: Path) -> int:
    """Rows of every CSV and Parquet file, as polars reads them without being told anything."""
    rows = 0
    for path in sorted(data.rglob("*")):
        content = gzip.decompress(path.read_bytes()) if path.suffix == ".gz" else path.read_bytes() if path.is_file() else b""
        if path.suffix == ".parquet":
            rows += pl.read_parquet(io.BytesIO(content)).height
        elif path.suffix in (".csv", ".tsv", ".gz"):
            for encoding in ("utf8", "gb18030"):
                try:
                    rows += pl.read_csv(
                        io.BytesIO(content), encoding=encoding, infer_schema=False, truncate_ragged_lines=True
                    ).height
                except pl.exceptions.PolarsError:
                    continue
                break
    return rows


def bare_pandas(data: Path) -> int | None:
    """The same with pandas, where it is installed."""
    try:
        import pandas as pd
    except ModuleNotFoundError:
        return None
    rows = 0
    for path in sorted(data.rglob("*")):
        if path.suffix in (".csv", ".tsv", ".gz"):
            for encoding in ("utf-8", "gb18030"):
                try:
                    rows += len(pd.read_csv(path, encoding=encoding, dtype=str, on_bad_lines="skip"))
                except (UnicodeDecodeError, ValueError):
                    continue
                break
        elif path.suffix == ".parquet":
            try:
                rows += len(pd.read_parquet(path))
            except ImportError:
                rows += pl.read_parquet(path).height
    return rows


def main() -> int:
    options = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    options.add_argument("--data", type=Path, default=DATA)
    options.add_argument("--json", action="store_true")
    chosen = options.parse_args()
    if not chosen.data.is_dir():
        print(f"{chosen.data} is not here: nothing to measure", file=sys.stderr)
        return 0
    with tempfile.TemporaryDirectory() as folder:
        workspace = Workspace.open(Path(folder) / "store", create=True)
        request = ImportRequest([chosen.data])
        first_s, first = measured(lambda: import_paths(workspace, request).result.data)
        second_s, second = measured(lambda: import_paths(workspace, request).result.data)
        size = sum(file.stat().st_size for file in (workspace.store.path / "tables").rglob("*.parquet"))
    polars_s, polars_rows = measured(lambda: bare_polars(chosen.data))
    pandas_s, pandas_rows = measured(lambda: bare_pandas(chosen.data))
    assert isinstance(first, pl.DataFrame)
    assert isinstance(second, pl.DataFrame)
    report = {
        "import_s": round(first_s, 2),
        "second_import_s": round(second_s, 2),
        "rows_added": int(first["added"].sum()),
        "rows_added_by_second": int(second.select(pl.col("added") + pl.col("revised")).sum().item()),
        "states": dict(first["state"].value_counts().sort("state").iter_rows()),
        "stored_mib": round(size / 2**20, 1),
        "bare_polars_s": round(polars_s, 2),
        "bare_polars_rows": polars_rows,
        "bare_pandas_s": round(pandas_s, 2) if pandas_rows is not None else None,
        "target_s": TARGET_S,
        "machine": f"{platform.processor() or platform.machine()}, Python {platform.python_version()}",
    }
    if chosen.json:
        print(json.dumps(report, ensure_ascii=False))
    else:
        print(f"{'import, checked and stored':32} {first_s:7.2f} s   {report['rows_added']:,} rows, {report['stored_mib']} MiB")
        print(f"{'the same again':32} {second_s:7.2f} s   {report['rows_added_by_second']} rows added")
        print(f"{'bare polars read':32} {polars_s:7.2f} s   ratio {first_s / polars_s:.1f}")
        if pandas_rows is not None:
            print(f"{'bare pandas read':32} {pandas_s:7.2f} s   ratio {first_s / pandas_s:.1f}")
        print(f"files: {report['states']}; target {TARGET_S:g} s; {report['machine']}")
    return int(first_s >= TARGET_S or report["rows_added_by_second"] != 0)


if __name__ == "__main__":
    sys.exit(main())
