"""The claim checker on labelled claims: extraction, confusion, macro-F1, planted defects; on three sets apart.

``reference`` are the five articles with ``claims_dev.jsonl`` and ``published_figures.csv`` beside the project; ``dev`` and ``held_out`` are our own
documents under ``claims/``, a file for each hand, whose labels are recomputed by ``claims/recompute.py``. No stored data are consulted. How a found claim is matched
with a label stands in ``claims/matching.py``.

    python benchmarks/claims.py [--shared ../shared] [--set reference|dev|held_out] [--disagreements] [--json] [--markdown]

``--markdown`` writes the tables into the page on the claim checker. The exit status is 1 where a true claim is called false.
"""

from __future__ import annotations

import argparse
import json
import sys
import time
from collections.abc import Sequence
from pathlib import Path

from claims.labels import SETS, Text, claims_set
from claims.matching import Row, answers
from claims.page import write_pages
from claims.score import CLASSES, Pair, Score, pairs, score

from liangrong.services.long_texts import LongText

ROOT = Path(__file__).parents[1]


def main(arguments: Sequence[str] | None = None) -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--shared", type=Path, default=ROOT.parent / "shared", help="the folder of the articles and their labels")
    parser.add_argument("--set", choices=SETS, action="append", dest="sets", help="only this set; may be repeated")
    parser.add_argument("--disagreements", action="store_true", help="list every label that is not answered as labelled")
    parser.add_argument("--json", action="store_true")
    parser.add_argument("--markdown", action="store_true", help="write docs/explanation/claim-checker.md and its Chinese page")
    given = parser.parse_args(arguments)
    scores: dict[str, Score] = {}
    seconds: dict[str, float] = {}
    for name in given.sets or SETS:
        if name == "reference" and not (given.shared / "reference" / "claims_dev.jsonl").exists():
            print(f"reference: skipped, {given.shared} is not here", file=sys.stderr)
            continue
        began = time.perf_counter()
        scores[name] = score(asked(name, given.shared))
        seconds[name] = time.perf_counter() - began
    if given.json:
        print(json.dumps({name: of.as_dict() for name, of in scores.items()}, indent=1))
    else:
        for name, of in scores.items():
            _print(name, of, seconds[name], disagreements=given.disagreements)
    if given.markdown:
        write_pages(scores, ROOT / "docs" / "explanation")
    return int(any(of.false_alarms for of in scores.values()))


def asked(name: str, shared: Path) -> list[Pair]:
    """Every label of a set with what the checker says of it."""
    texts, labels = claims_set(name, shared)
    return pairs(labels, answers(labels, {text.name: found(text) for text in texts}))


def found(text: Text) -> list[Row]:
    """The rows of a checked text; no store is consulted."""
    from liangrong.services.claims.checking import CheckRequest, check_text

    request = CheckRequest(text=LongText(text.text), name=text.name, figures=text.figures, published=text.published)
    return list(check_text(None, request).checked.rows("en"))


def _print(name: str, of: Score, seconds: float, *, disagreements: bool) -> None:
    print(f"\n== {name}: {of.labels} labelled claims, {seconds:.1f} s ==")
    print(f"extraction recall {of.recall:.1%} ({of.extracted} of {of.labels})")
    print(f"\n{'labelled / found':<18}" + "".join(f"{column:>15}" for column in CLASSES))
    for row in CLASSES:
        print(f"{row:<18}" + "".join(f"{of.confusion[row, column]:>15}" for column in CLASSES))
    print(f"\n{'class':<18}{'precision':>15}{'recall':>15}{'F1':>15}")
    for row in CLASSES:
        print(f"{row:<18}" + "".join(f"{value:>15.3f}" for value in of.by_class[row]))
    low, high = of.macro_interval
    print(f"macro-F1 {of.macro:.3f}, 95 % by document {low:.3f} to {high:.3f}, ", end="")
    print(f"by claim {of.claim_interval[0]:.3f} to {of.claim_interval[1]:.3f}")
    print(f"\n{'planted':<28}{'there':>8}{'refuted':>10}{'right type':>12}")
    for kind, (there, refuted, typed) in of.planted.items():
        print(f"{kind:<28}{there:>8}{refuted:>10}{typed:>12}")
    sums = [sum(column) for column in zip(*of.planted.values(), strict=True)]
    print(f"{'all':<28}{sums[0]:>8}{sums[1]:>10}{sums[2]:>12}")
    print(f"\ntrue claims called false: {len(of.false_alarms)} (must be 0)")
    for pair in of.false_alarms:
        _say(pair)
    print(f"undecided claims called false: {len(of.unfounded)}")
    for pair in of.unfounded:
        _say(pair)
    print(f"not extracted: {len(of.missed)}: {' '.join(pair.label.id for pair in of.missed)}")
    if disagreements:
        print(f"\ndisagreements: {len(of.disagreements)}")
        for pair in of.disagreements:
            _say(pair)


def _say(pair: Pair) -> None:
    label, row = pair.label, pair.row
    print(f"  {label.id} [{label.kind}] {label.sentence}")
    print(f"    claim  {label.claim}  value {', '.join(map(str, label.values)) or '-'} {label.unit}")
    print(f"    label  {label.verdict} {'/'.join(label.error_types)}: {label.reason}")
    if row is None:
        print("    answer not extracted")
        return
    print(
        f"    answer {row['verdict']} {'/'.join(row['error_types'])} ({row['aspect']} {row['value']} {row['unit']}): {row['reason']}"
    )


if __name__ == "__main__":
    raise SystemExit(main())
