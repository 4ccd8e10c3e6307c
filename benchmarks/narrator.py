"""The guard of the narrator: how many hostile texts it refuses, and how many faithful ones it lets pass.

Findings and prose are drawn from a seed; a hostile text has one number, date, direction, unit, entity or measure changed.

    python benchmarks/narrator.py [--texts 1000] [--seed 1] [--show]

The exit status is 1 where a hostile text passes or fewer than 95 % of the faithful ones do.
"""

from __future__ import annotations

import argparse
import random
import time
from collections import Counter
from collections.abc import Iterator, Sequence

from narration.attacks import KINDS, attacked
from narration.market import findings
from narration.prose import Story, stories

from liangrong.research.reports.findings import Finding
from liangrong.research.reports.narrator.guard import examine

LEAST = 0.95


def main(arguments: Sequence[str] | None = None) -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--texts", type=int, default=1000)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--show", action="store_true", help="list what went wrong")
    given = parser.parse_args(arguments)
    began = time.perf_counter()
    faithful = list(_faithful(given.seed, given.texts))
    held = [(story, bad) for story, known in faithful if (bad := examine(story.text, known, story.lang))]
    hostile = list(_hostile(given.seed, given.texts))
    passed = [(kind, story, before) for kind, story, before, known in hostile if not examine(story.text, known, story.lang)]
    seconds = time.perf_counter() - began
    told, through = Counter(kind for kind, *_ in hostile), Counter(kind for kind, *_ in passed)
    print(f"{'changed':12}{'texts':>8}{'refused':>9}")
    for kind in KINDS:
        print(f"{kind:12}{told[kind]:>8}{told[kind] - through[kind]:>9}")
    print(f"{'all':12}{len(hostile):>8}{len(hostile) - len(passed):>9}")
    share = 1 - len(held) / len(faithful)
    print(
        f"faithful texts that pass: {len(faithful) - len(held)} of {len(faithful)}, {share:.1%}; {seconds / (2 * given.texts) * 1000:.1f} ms a text"
    )
    if given.show:
        for story, bad in held[:20]:
            print("held:", story.text, *(f"\n   {each.text}: {each.reason.en}" for each in bad))
        for kind, story, before in passed[:20]:
            print("passed:", kind, "\n  ", before.text, "\n  ", story.text)
    return int(bool(passed) or share < LEAST)


def _faithful(seed: int, count: int) -> Iterator[tuple[Story, list[Finding]]]:
    for number in range((count + 1) // 2):
        found = findings(seed * 100_000 + number)
        for story in stories(found, seed * 100_000 + number)[: count - 2 * number]:
            yield story, list(found.values())


def _hostile(seed: int, count: int) -> Iterator[tuple[str, Story, Story, list[Finding]]]:
    draw = random.Random(seed)
    made = 0
    for number in range(10 * count):
        found = findings(seed * 200_000 + number)
        for story in stories(found, seed * 200_000 + number):
            kind = KINDS[made % len(KINDS)]
            changed = attacked(story, kind, draw)
            if changed is None:
                continue
            yield kind, changed, story, list(found.values())
            made += 1
            if made == count:
                return


if __name__ == "__main__":
    raise SystemExit(main())
