"""How fast documents are indexed and found: 100,000 generated ones of about 1 kB, half Chinese and half English.

The words follow Zipf's law, so that the most frequent stand in half of all documents. Peers in the same run, on the same texts: FTS5 with its trigram
tokenizer, which finds nothing for two characters, and a scan with LIKE. Questions are asked through ``search``, with snippets, copies and the glossary.
Usage: ``python benchmarks/documents.py [--documents 100000] [--claims 200] [--json]``.
"""

from __future__ import annotations

import argparse
import json
import os
import platform
import sqlite3
import statistics
import tempfile
import time
from collections.abc import Callable, Iterator, Sequence
from datetime import date, timedelta
from pathlib import Path

import numpy as np

from liangrong.research.claims.desk import Desk
from liangrong.research.documents.annotating import annotator
from liangrong.research.documents.corpus.adding import add
from liangrong.research.documents.corpus.corpus import Corpus
from liangrong.research.documents.corpus.filters import Filters
from liangrong.research.documents.document import New
from liangrong.research.documents.search.search import search

LIMIT_MS = 50.0
LIMIT_RATE = 1_000.0
RUNS = 15
PEER_RUNS = 1
"""A scan takes a second."""
COMMON = ("融资余额", "融资", "余额", "两融", "券商", "杠杆", "保证金", "维持担保比例", "电子", "通信")
ENGLISH = ("margin", "balance", "financing", "broker", "leverage", "record")

Ask = Callable[[str], int]


def made(documents: int, seed: int = 7) -> list[New]:
    """The documents: 135 Chinese words or 150 English ones each, and a code."""
    rng = np.random.default_rng(seed)
    letters = [chr(code) for code in range(0x4E00, 0x4E00 + 3000)]
    chinese = np.array([*COMMON, *{"".join(rng.choice(letters, rng.choice([2, 2, 2, 3, 4]))) for _ in range(8000)}])
    latin = list("abcdefghijklmnopqrstuvwxyz")
    english = np.array([*ENGLISH, *sorted({"".join(rng.choice(latin, rng.integers(3, 10))) for _ in range(8000)})])
    weights = {len(words): (share := 1 / np.arange(3, len(words) + 3)) / share.sum() for words in (chinese, english)}
    found = []
    for number in range(documents):
        code = f"{600000 + int(rng.integers(0, 3000))}.SH"
        if number % 2:
            drawn = rng.choice(chinese, 135, p=weights[len(chinese)])
            text = "".join(f"{word}，" if place % 9 == 8 else word for place, word in enumerate(drawn)) + code
        else:
            text = f"{' '.join(rng.choice(english, 150, p=weights[len(english)]))} {code}"
        day = date(2018, 1, 1) + timedelta(days=number % 3000)
        found.append(
            New(
                f"{number}.txt",
                text,
                path=f"/generated/{number}",
                title=f"{text[:16]}",
                source=f"source {number % 40}",
                published=day,
            )
        )
    return found


def timed(ask: Callable[[], object], runs: int) -> tuple[float, float]:
    """Median and 95th percentile in milliseconds; the first answer warms the cache and does not count."""
    ask()
    taken = []
    for _ in range(runs):
        start = time.perf_counter()
        ask()
        taken.append((time.perf_counter() - start) * 1000)
    return statistics.median(taken), sorted(taken)[min(runs - 1, round(0.95 * runs))]


def peers(documents: Sequence[New]) -> tuple[Ask, Ask, float]:
    """Trigram FTS5 and LIKE over the same texts, and how many documents a second the former indexes."""
    connection = sqlite3.connect(":memory:", isolation_level=None)
    connection.execute("CREATE TABLE plain (id INTEGER PRIMARY KEY, text TEXT)")
    connection.executemany("INSERT INTO plain VALUES (?,?)", [(place, each.text) for place, each in enumerate(documents)])
    connection.execute("CREATE VIRTUAL TABLE grams USING fts5(text, tokenize='trigram')")
    start = time.perf_counter()
    for place in range(0, len(documents), 500):
        connection.execute("BEGIN")
        connection.executemany("INSERT INTO grams VALUES (?)", [(each.text,) for each in documents[place : place + 500]])
        connection.execute("COMMIT")
    rate = len(documents) / (time.perf_counter() - start)

    def trigram(text: str) -> int:
        wanted = " AND ".join(f'"{word}"' for word in text.split())
        sql = "SELECT rowid FROM grams WHERE grams MATCH ? ORDER BY rank LIMIT 20"
        return len(connection.execute(sql, (wanted,)).fetchall())

    def like(text: str) -> int:
        words = text.split()
        sql = f"SELECT id FROM plain WHERE {' AND '.join('text LIKE ?' for _ in words)} ORDER BY id DESC"
        return len(connection.execute(sql, [f"%{word}%" for word in words]).fetchall())

    return trigram, like, rate


def questions(documents: Sequence[New]) -> dict[str, list[str]]:
    """What is asked of each kind: the most frequent words and rare ones from the texts."""
    rare = next(each.text for each in documents[len(documents) // 2 :] if not each.text.isascii())
    rare_english = next(each.text for each in documents[len(documents) // 2 :] if each.text.isascii()).split()[7]
    return {
        "two characters": ["融资", "两融", "券商", "杠杆", "余额", "电子", rare[41:43]],
        "three and more": ["融资余额", "保证金", "维持担保比例", rare[60:64]],
        "code": ["600519.SH", "600000", "SH601234"],
        "English": ["margin", "leverage", "brokers", rare_english],
        "phrase": ['"margin balance"', '"融资余额"'],
        "three words": ["融资 两融 券商", "margin balance financing", "余额 杠杆 通信"],
    }


Row = dict[str, object]


def measured(documents: Sequence[New], claims: int) -> Iterator[Row]:
    """One row for each figure, as soon as it is known."""
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "documents.sqlite"
        with Corpus.open(path, create=True) as corpus:
            start, cpu = time.perf_counter(), time.process_time()
            add(corpus, documents)
            wall, cpu = time.perf_counter() - start, time.process_time() - cpu
            yield {"what": "indexed", "value": len(documents) / wall, "unit": "documents/s", "limit": LIMIT_RATE}
            yield {
                "what": "indexed, by the processor's clock",
                "value": len(documents) / cpu,
                "unit": "documents/s",
                "limit": LIMIT_RATE,
            }
            yield {"what": "file", "value": path.stat().st_size / 2**20, "unit": "MB"}
            start = time.perf_counter()
            with Corpus.open(Path(folder) / "claims.sqlite", create=True) as other:
                add(other, documents[:claims], annotate=annotator(Desk()))
            yield {"what": "indexed with claims", "value": claims / (time.perf_counter() - start), "unit": "documents/s"}
            own = {
                text: timed(lambda text=text: search(corpus, text), RUNS)
                for asked in questions(documents).values()
                for text in asked
            }
            narrowed = timed(lambda: search(corpus, "融资", filters=Filters(source="source 3", since=date(2020, 1, 1))), RUNS)
            yield {
                "what": "two characters, by source and day",
                "value": narrowed[0],
                "p95": narrowed[1],
                "unit": "ms",
                "limit": LIMIT_MS,
            }
            alone = timed(lambda: search(corpus, "融"), RUNS)
            yield {"what": "one character", "value": alone[0], "p95": alone[1], "unit": "ms"}
            for kind, asked in questions(documents).items():
                yield {
                    "what": kind, "value": statistics.median(own[text][0] for text in asked), "p95": max(own[text][1] for text in asked),
                    "unit": "ms", "limit": LIMIT_MS, "found": [len(search(corpus, text).hits) for text in asked],
                }  # fmt: skip
            yield from beside(documents)


def beside(documents: Sequence[New]) -> Iterator[Row]:
    """The same questions put to the peers."""
    trigram, like, rate = peers(documents)
    yield {"what": "peer: trigram FTS5 in memory, indexed", "value": rate, "unit": "documents/s"}
    for kind, asked in questions(documents).items():
        bare = [text.strip('"').removesuffix(".SH").removeprefix("SH") for text in asked]
        for name, ask in (("trigram FTS5", trigram), ("LIKE", like)):
            taken = statistics.median(timed(lambda text=text, ask=ask: ask(text), PEER_RUNS)[0] for text in bare)
            yield {"what": f"peer: {name}, {kind}", "value": taken, "unit": "ms", "found": [min(20, ask(text)) for text in bare]}


def main() -> None:
    """Index, ask, print."""
    parser = argparse.ArgumentParser()
    parser.add_argument("--documents", type=int, default=100_000)
    parser.add_argument("--claims", type=int, default=200)
    parser.add_argument("--json", action="store_true")
    options = parser.parse_args()
    documents = made(options.documents)
    if options.json:
        rows = list(measured(documents, options.claims))
        print(json.dumps({"machine": platform.platform(), "cores": os.cpu_count(), "rows": rows}, ensure_ascii=False))
        return
    mean = statistics.mean(len(each.text.encode()) for each in documents)
    print(
        f"{len(documents):,} documents of {mean:,.0f} bytes; {os.cpu_count()} cores, load {os.getloadavg()[0]:.1f}, SQLite {sqlite3.sqlite_version}"
    )
    for row in measured(documents, options.claims):
        p95 = f"  worst p95 {row['p95']:,.1f}" if "p95" in row else ""
        limit = f"  limit {row['limit']:,.0f}" if "limit" in row else ""
        found = f"  found {row['found']}" if "found" in row else ""
        print(f"{row['what']:45} {row['value']:>10,.1f} {row['unit']}{p95}{limit}{found}", flush=True)


if __name__ == "__main__":
    main()
