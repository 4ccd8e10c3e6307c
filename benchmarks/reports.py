"""Seconds per kind and format of a report, from a store that is opened anew: building it, and writing it.

python benchmarks/reports.py [STORE]   (default: a simulated market made in a temporary folder)
"""

from __future__ import annotations

import platform
import sys
import tempfile
import time
from pathlib import Path
from typing import Any

FORMS = ("html", "pdf", "md", "json", "docx")
ROUNDS = 3
LIMIT = 3.0
"""Seconds that a whole PDF report with charts may take."""


def main() -> None:
    with tempfile.TemporaryDirectory() as folder:
        store = Path(sys.argv[1]) if len(sys.argv) > 1 else simulated(Path(folder) / "store")
        print(f"{platform.python_implementation()} {platform.python_version()}, {platform.machine()}; store: {store.name}")
        print(f"best of {ROUNDS}, seconds; the first round of a process also imports and is shown as 'cold pdf'")
        print(
            f"{'kind':<12} {'lang':<4} {'build':>6} "
            + " ".join(f"{form:>6}" for form in FORMS)
            + f" {'pdf in all':>11} {'cold pdf':>9}"
        )
        for kind in ("daily", "structure", "heat", "rule-change", "deep"):
            cold = cold_seconds(store, kind)
            for lang in ("zh", "en"):
                line(store, kind, lang, cold)


def line(store: Path, kind: str, lang: Any, cold: float) -> None:
    """One row: the best of some rounds, each with a store that has read nothing yet."""
    from liangrong.services.reports.building import ReportRequest, report, write
    from liangrong.services.workspace import Workspace

    best = dict.fromkeys(("build", *FORMS), float("inf"))
    for _ in range(ROUNDS):
        workspace = Workspace.open(store)
        began = time.perf_counter()
        found = report(workspace, ReportRequest(kind=kind))  # type: ignore[arg-type]
        best["build"] = min(best["build"], time.perf_counter() - began)
        for form in FORMS:
            began = time.perf_counter()
            write(found, form, lang)  # type: ignore[arg-type]
            best[form] = min(best[form], time.perf_counter() - began)
    whole = best["build"] + best["pdf"]
    verdict = "" if max(whole, cold) < LIMIT else f"  over {LIMIT:g} s"
    figures = " ".join(f"{best[form]:>6.2f}" for form in FORMS)
    print(f"{kind:<12} {lang:<4} {best['build']:>6.2f} {figures} {whole:>11.2f} {cold:>9.2f}{verdict}")


def cold_seconds(store: Path, kind: str) -> float:
    """Seconds of the whole command in a process of its own, start-up and imports included."""
    import subprocess

    with tempfile.TemporaryDirectory() as folder:
        words = ["report", kind, "--store", str(store), "--format", "pdf", "--lang", "zh", "--out", f"{folder}/report.pdf"]
        seconds = []
        for _ in range(ROUNDS):
            began = time.perf_counter()
            subprocess.run([sys.executable, "-m", "liangrong", *words], check=True, capture_output=True)
            seconds.append(time.perf_counter() - began)
    return min(seconds)


def simulated(folder: Path) -> Path:
    """A store with the whole simulated market."""
    from liangrong.services.demo import simulated_workspace

    simulated_workspace(folder)
    return folder


if __name__ == "__main__":
    main()
