"""A story in three questions: was September 2025 a month of records, and since when can we say so?

    python examples/records_2025.py --store FOLDER [--from 2025-09-01] [--to 2025-09-17]

It asks a store the way the command line does, through the services, and shows what to do with a refusal: "ever" needs the
whole history, "since a day" needs only the sessions from that day on.
"""

from __future__ import annotations

import argparse
from datetime import date
from pathlib import Path

from liangrong.core.errors import HistoryTruncated
from liangrong.core.results import Result
from liangrong.core.units import Unit, display
from liangrong.services.measures import CrossingsRequest, RecordsRequest, crossings, records
from liangrong.services.workspace import Workspace

THRESHOLD = "2.4万亿"
SINCE = date(2020, 1, 2)


def main(store: Path, start: date, end: date) -> None:
    """Tell the story of one window."""
    workspace = Workspace.open(store)
    window = RecordsRequest(start=start, end=end)
    print(f"Records of 融资融券余额 between {start} and {end}")
    try:
        tell(records(workspace, window))
    except HistoryTruncated as refusal:
        print(f"  ever: {refusal.message('en')}")
        print(f"  {refusal.hint('en')}")
    print(f"Highs since {SINCE}, which is another question")
    tell(records(workspace, RecordsRequest(start=start, end=end, since=SINCE)))
    print(f"First session at or above {THRESHOLD} since {SINCE}")
    tell(crossings(workspace, CrossingsRequest(THRESHOLD, since=SINCE, end=end)))


def tell(result: Result) -> None:
    """One line per session, then what the reader must know."""
    for row in result.data.iter_rows(named=True):
        print(f"  {row['date']}  {display(row['value'], Unit.YUAN)}")
    print(f"  ({result.data.height} in all; source: {', '.join(result.source)})")
    for note in result.warnings:
        print(f"  ! {note.en}")


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--store", type=Path, required=True)
    parser.add_argument("--from", dest="start", type=date.fromisoformat, default=date(2025, 9, 1))
    parser.add_argument("--to", dest="end", type=date.fromisoformat, default=date(2025, 9, 17))
    arguments = parser.parse_args()
    main(arguments.store, arguments.start, arguments.end)
