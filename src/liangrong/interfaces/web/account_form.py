"""The form of the account page: what was filled in, as a file of accounts and as fields again."""

from __future__ import annotations

import base64
import binascii
import json
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from importlib.resources import files
from itertools import zip_longest
from types import MappingProxyType
from typing import Any, Final, Literal, TypeAlias

from liangrong.interfaces.web.forms import Form
from liangrong.services.accounts.files import AccountText
from liangrong.sources.encodings import decode

__all__ = ["HEAD", "ROWS", "AccountForm", "Kind"]

Kind: TypeAlias = Literal["collateral", "financing", "shorts"]
"""What a row is about; the names of the lists in a file of accounts."""

HEAD: Final = ("as_of", "investor", "cash", "charges", "pack")
"""Fields of the account itself, as a file names them."""
_CONTRACT: Final = ("price", "opened_on", "margin_ratio", "rate")
ROWS: Final[Mapping[Kind, tuple[str, ...]]] = MappingProxyType({
    "collateral": ("security", "quantity", "price", "conversion_ratio", "industry"),
    "financing": ("security", "quantity", "purchase_price", *_CONTRACT, "conversion_ratio", "industry"),
    "shorts": ("security", "quantity", "sale_price", *_CONTRACT),
})  # fmt: skip
"""Fields of a row of each kind."""
_SPARE: Final = 1
"""Empty rows that wait below those that are filled in."""
_PACKED: Final = b"PK"
"""How a workbook begins: it cannot be shown as text."""


@dataclass(frozen=True, slots=True)
class AccountForm:
    """What somebody has filled in, uploaded or pasted; nothing of it is kept by the server.

    Parameters
    ----------
    head
        Name to text.
    rows
        Kind to rows, those without any text left out.
    spare
        Kind to how many empty rows wait below them.
    text
        A file of accounts that was pasted or uploaded; it counts instead of the fields.
    held, name
        A workbook, in base64, and what it is called.
    """

    head: Mapping[str, str] = field(default_factory=dict)
    rows: Mapping[Kind, tuple[Mapping[str, str], ...]] = field(default_factory=dict)
    spare: Mapping[Kind, int] = field(default_factory=dict)
    text: str = ""
    held: str = ""
    name: str = ""

    @classmethod
    def read(cls, form: Form) -> AccountForm:
        """What a form says; a file that was just chosen counts before what stood there."""
        rows: dict[Kind, tuple[Mapping[str, str], ...]] = {}
        for kind, names in ROWS.items():
            cells = zip_longest(*(form.all(f"{kind}.{name}") for name in names), fillvalue="")
            found = (dict(zip(names, row, strict=True)) for row in cells)
            rows[kind] = tuple(row for row in found if any(row.values()))
        spare: dict[Kind, int] = {kind: _SPARE + (form.text("do") == f"more:{kind}") for kind in ROWS}
        stood = cls(
            {name: form.text(name) for name in HEAD}, rows, spare, form.text("text"), form.text("held"), form.text("name")
        )
        upload = form.uploads.get("file")
        if upload is None:
            return stood
        text = None if upload.content.startswith(_PACKED) else decode(upload.content)
        if text is None:
            return replace(stood, text="", held=base64.b64encode(upload.content).decode(), name=upload.name)
        return replace(stood, text=text, held="", name=upload.name)

    @classmethod
    def example(cls) -> AccountForm:
        """An account that shows what can be filled in."""
        told = json.loads(files("liangrong.interfaces.web.pages").joinpath("example_account.json").read_text("utf-8"))
        return cls({name: told.get(name, "") for name in HEAD}, {kind: tuple(told[kind]) for kind in ROWS})

    def without_file(self) -> AccountForm:
        """The fields alone."""
        return replace(self, text="", held="", name="")

    @property
    def is_file(self) -> bool:
        """Whether a file counts instead of the fields."""
        return bool(self.text or self.held)

    @property
    def is_begun(self) -> bool:
        """Whether anything was filled in that would be a pity to lose."""
        return self.is_file or any(self.rows.values()) or bool(self.head.get("cash"))

    def shown(self, kind: Kind) -> tuple[Mapping[str, str], ...]:
        """The rows of a kind with the empty ones below them."""
        blank = dict.fromkeys(ROWS[kind], "")
        filled = tuple({**blank, **row} for row in self.rows.get(kind, ()))
        return (*filled, *[blank] * self.spare.get(kind, _SPARE))

    def document(self) -> dict[str, Any]:
        """The fields as a file of accounts says them; what was left empty is not said."""
        told: dict[str, Any] = {name: text for name, text in self.head.items() if text}
        for kind, rows in self.rows.items():
            if rows:
                told[kind] = [{name: text for name, text in row.items() if text} for row in rows]
        return told

    def account(self, name: str) -> AccountText:
        """The file of accounts that counts.

        Parameters
        ----------
        name
            What errors call the fields of the page.
        """
        if self.held:
            return AccountText(self.name, _bytes(self.held))
        if self.text:
            return AccountText(self.name or name, self.text.encode())
        return AccountText(name, json.dumps(self.document(), ensure_ascii=False).encode())


def _bytes(held: str) -> bytes:
    """What a workbook was before it became text; a text that was tampered with is no workbook."""
    try:
        return base64.b64decode(held, validate=True)
    except (binascii.Error, ValueError):
        return held.encode()
