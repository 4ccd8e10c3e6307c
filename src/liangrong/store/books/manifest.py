"""``book.json``: what a book is, what its files hold, and how it was made."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from dataclasses import asdict, dataclass, field
from datetime import date
from pathlib import Path
from typing import Any, Final, Literal, TypeAlias, get_args

from liangrong.book.columns import Origin
from liangrong.core.errors import BadInput
from liangrong.core.results import plain
from liangrong.store.atomic import write_atomically

__all__ = ["FILE", "FORMS", "Form", "Manifest", "PartitionEntry", "TableEntry", "manifest_of", "write_manifest"]

FILE: Final = "book.json"

Form: TypeAlias = Literal["work", "archive"]
"""``work``: Arrow files that are mapped into memory; ``archive``: the same tables as compressed Parquet."""

FORMS: Final[tuple[Form, ...]] = get_args(Form)

_FORMAT: Final = "liangrong book"
_VERSION: Final = 1


@dataclass(frozen=True, slots=True)
class TableEntry:
    """One file: its rows, its bytes, and the SHA-256 of them."""

    rows: int
    bytes: int
    sha256: str


@dataclass(frozen=True, slots=True)
class PartitionEntry:
    """One partition: the number of its first account in the book, its accounts, its tables by name."""

    first: int
    accounts: int
    tables: Mapping[str, TableEntry]


@dataclass(frozen=True, slots=True)
class Manifest:
    """What ``book.json`` says.

    Parameters
    ----------
    data
        The folder beside it in which marks and partitions lie.
    industries
        What the industry numbers of the marks mean.
    made
        How the book was made: seed, parameters, calibration, or the files it was imported from.
    """

    on: date
    origin: Origin
    form: Form
    data: str
    marked_on: date
    industries: tuple[str, ...]
    marks: TableEntry
    partitions: tuple[PartitionEntry, ...]
    made: Mapping[str, Any] = field(default_factory=dict)

    @property
    def accounts(self) -> int:
        """Accounts in all."""
        return sum(partition.accounts for partition in self.partitions)


def write_manifest(folder: Path, manifest: Manifest) -> None:
    """Give a book its manifest: from this moment on the folder is this book.

    Raises
    ------
    StorageFailed
        The disk refused; the book is the one that it was.
    """
    content = {"format": _FORMAT, "version": _VERSION, "accounts": manifest.accounts, **asdict(manifest)}
    text = json.dumps({name: plain(value) for name, value in content.items()}, ensure_ascii=False, indent=1)
    write_atomically(folder / FILE, f"{text}\n".encode())


def manifest_of(text: str, place: str) -> Manifest:
    """Read a manifest.

    Raises
    ------
    BadInput
        It is damaged, not the manifest of a book, or of a newer format.
    """
    try:
        return _read(json.loads(text), place)
    except BadInput:
        raise
    except (ValueError, KeyError, TypeError, AttributeError) as error:
        raise BadInput(
            place=place, reason=f"the manifest of this book is damaged ({error})", reason_zh=f"账簿的清单已损坏（{error}）",
            hint="Restore the book from its archive, or make it again.", hint_zh="请从归档恢复该账簿，或重新生成。",
        ) from error  # fmt: skip


def _read(found: Mapping[str, Any], place: str) -> Manifest:
    if found["format"] != _FORMAT:
        raise ValueError(found["format"])
    if found["version"] > _VERSION:
        raise BadInput(
            place=place, reason=f"this book has format {found['version']}, and this liangrong reads up to {_VERSION}",
            reason_zh=f"该账簿的格式版本为 {found['version']}，此版本的 liangrong 只能读到 {_VERSION}",
            hint="Update liangrong.", hint_zh="请升级 liangrong。",
        )  # fmt: skip
    if found["form"] not in FORMS or not re.fullmatch(r"data-[0-9a-f]+", found["data"]):
        raise ValueError(f"{found['form']}, {found['data']}")
    return Manifest(
        on=date.fromisoformat(found["on"]),
        origin=found["origin"],
        form=found["form"],
        data=found["data"],
        marked_on=date.fromisoformat(found["marked_on"]),
        industries=tuple(found["industries"]),
        marks=TableEntry(**found["marks"]),
        partitions=tuple(
            PartitionEntry(each["first"], each["accounts"], {name: TableEntry(**entry) for name, entry in each["tables"].items()})
            for each in found["partitions"]
        ),
        made=found["made"],
    )
