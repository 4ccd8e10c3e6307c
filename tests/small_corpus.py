"""A corpus of a few texts of our own with a topic, beside a store."""

from __future__ import annotations

from pathlib import Path

from liangrong.research.documents.corpus.corpus import FILE
from liangrong.services.documents.adding import AddDocumentsRequest, add_documents
from liangrong.services.documents.topics import SaveTopicRequest, refreshed_page, save_topic

__all__ = ["TEXTS", "TOPIC", "add", "corpus_in"]

TOPIC = "balances"
TEXTS = {
    "早报": "甲市两融早报\n甲时报· 2026-03-04 08:00\n2026年3月3日，融资余额为2.1万亿元。当日融券余额为200亿元。",
    "晚报": "乙市两融晚报\n乙时报· 2026-03-05 18:00\n2026年3月3日，融资余额为3.2万亿元。维持担保比例上升。",
    "note": "A note on margin debt\n2026-03-06\nThe financing balance rose for three days. <b>Bold</b> claims & **strong** words.",
}
"""Name to text: the first two contradict each other."""


def add(store: Path, name: str, text: str, **more: str) -> int:
    """Add one text; its number."""
    report = add_documents(None, AddDocumentsRequest(store / FILE, text=text, name=name, **more))  # type: ignore[arg-type]
    return int(report.result.data["document"][0])


def corpus_in(store: Path) -> dict[str, int]:
    """Add the texts and save the topic, seen once before the last of them; name to number."""
    *first, last = TEXTS
    numbers = {name: add(store, name, TEXTS[name]) for name in first}
    save_topic(SaveTopicRequest(store / FILE, TOPIC, "融资余额"))
    refreshed_page(store / FILE, TOPIC)
    return {**numbers, last: add(store, last, TEXTS[last])}
