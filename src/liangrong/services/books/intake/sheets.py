"""One file of an export under our names, read column by column in every spelling that an account file may use.

What most cells hold is read at once; the rest is read by ``accounts.intake.layouts.cells``, each different text once.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from decimal import Decimal
from difflib import get_close_matches
from typing import Final, TypeVar

import polars as pl

from liangrong.accounts.intake.layouts.cells import day_of, flag_of, number_of, ratio_of, security_of, shown
from liangrong.accounts.intake.layouts.fields import REMARKS, UNITS, folded, unit_of
from liangrong.core.errors import BadInput
from liangrong.core.results import Note
from liangrong.services.books.intake.faults import Faults, Severity, filled
from liangrong.services.books.intake.reading import ROW

__all__ = ["Sheet"]

_T = TypeVar("_T")

_NOTHING: Final = ("", "null", "none", "~", "-", "--", "—", "n/a", "nan")
_PLAIN: Final = r"^-?[0-9]{1,15}(?:\.[0-9]{1,12})?$"
_GROUPED: Final = r"^-?[0-9]{1,3}(?:,[0-9]{3})+(?:\.[0-9]+)?$"
"""The class of all digits would take the wide ones of Chinese texts too, which no column is converted from."""
_EXPLAINED: Final = 10_000
"""Different texts of a column that are read one by one; a column with more holds something else."""


class Sheet:
    """The rows of a file whose fields are asked for by our names; what cannot be read is a fault of its row.

    Parameters
    ----------
    place
        The name of the file.
    table
        As ``reading.table_of`` gives it.
    names
        Every accepted spelling to our name (``fields.named``).
    faults
        Where faults are gathered.

    Attributes
    ----------
    unknown
        Headings that are none of our fields, with the one that may be meant.

    Raises
    ------
    BadInput
        Two columns are the same field, or one is in a unit that is not read.

    Examples
    --------
    >>> table = pl.DataFrame({ROW: [2, 3], "账户": ["a", "b"], "现金(元)": ["1,000.5", "1.005"]})
    >>> sheet = Sheet("a.csv", table, {"账户": "account_id", "现金": "cash"}, Faults())
    >>> sheet.whole("cash", 2).to_list(), sheet.faults.table()["problem_en"].to_list()
    ([100050, None], ['is 1.005, finer than steps of 0.01'])
    """

    def __init__(self, place: str, table: pl.DataFrame, names: Mapping[str, str], faults: Faults) -> None:
        self.place, self.faults = place, faults
        self.unknown: list[tuple[str, str]] = []
        self._headings: dict[str, str] = {}
        for heading in table.columns:
            name = names.get(folded(heading))
            if name is None:
                if heading != ROW and folded(heading) not in REMARKS:
                    self.unknown.append((heading, next(iter(get_close_matches(folded(heading), names, n=1)), "")))
                continue
            if name in self._headings:
                raise BadInput(place=place, reason=f"columns '{self._headings[name]}' and '{heading}' are both {name}",
                               reason_zh=f"列“{self._headings[name]}”与“{heading}”是同一字段 {name}")  # fmt: skip
            if unit_of(heading) not in UNITS:
                raise BadInput(
                    place=place, reason=f"column '{heading}' is in {unit_of(heading)}; convert it to yuan, shares or a ratio",
                    reason_zh=f"列“{heading}”的单位为{unit_of(heading)}；请换算成元、股或比例",
                )  # fmt: skip
            self._headings[name] = heading
        percent = {name for name, heading in self._headings.items() if unit_of(heading) == "%"}
        cells = {name: _cleaned(pl.col(heading), percent=name in percent) for name, heading in self._headings.items()}
        self.frame = table.select(pl.col(ROW).alias("row"), **cells)
        if "account_id" not in self._headings:
            self.frame = self.frame.with_columns(account_id=pl.lit(None, pl.String))

    def __contains__(self, name: str) -> bool:
        return name in self._headings

    def need(self, *names: str) -> None:
        """Refuse a file without any of these columns.

        Raises
        ------
        BadInput
            All of them are missing.
        """
        if not any(name in self for name in names):
            meant = [f"'{heading}' → {close}?" for heading, close in self.unknown if close]
            raise BadInput(
                place=self.place, reason=" ".join([f"there is no column {' or '.join(names)}.", *meant]),
                reason_zh=" ".join([f"缺少列 {' 或 '.join(names)}。", *meant]),
            )  # fmt: skip

    def fault(
        self, where: pl.Series, field: str, zh: str, en: str, *, shown: pl.Series | None = None, severity: Severity = "error"
    ) -> None:
        """Gather a fault of the rows where something holds; ``{value}`` is what stands there, or what is ``shown``."""
        if not where.any():
            return
        value = shown if shown is not None else self.text(field)
        rows = self.frame.select("row", "account_id", value=value.cast(pl.String)).filter(where.fill_null(value=False))
        self.faults.add(rows, file=self.place, field=self._told(field), severity=severity, zh=filled(zh), en=filled(en))

    def missing(self, *fields: str) -> None:
        """Call it a fault of a row when it has none of these fields."""
        gaps = [self.text(field).is_null() for field in fields]
        every = gaps[0] if len(gaps) == 1 else gaps[0] & gaps[1]
        zh, en = ("", "") if len(fields) == 1 else (f"（可给出 {' 或 '.join(fields)}）", f" (give {' or '.join(fields)})")
        self.fault(every, fields[0], f"缺少{zh}", f"is missing{en}")

    def text(self, field: str) -> pl.Series:
        """A field as it stands there; null where there is nothing."""
        return self.frame[field] if field in self.frame.columns else self._nothing(pl.String)

    def whole(self, field: str, decimals: int) -> pl.Series:
        """A number in whole steps of ``10 ** -decimals``; one that is finer is a fault, never rounded."""
        return self._scaled(field, decimals, number_of)

    def ratio(self, field: str, decimals: int) -> pl.Series:
        """A ratio in whole steps; ``80%`` is 0.8."""
        return self._scaled(field, decimals, ratio_of)

    def day(self, field: str) -> pl.Series:
        """A date."""
        return self._each(field, day_of, pl.Date)

    def security(self, field: str = "security") -> pl.Series:
        """A canonical code, or a label."""
        return self._each(field, security_of, pl.String)

    def flag(self, field: str) -> pl.Series:
        """Yes or no."""
        return self._each(field, flag_of, pl.Boolean)

    def choice(self, field: str, names: Mapping[str, str]) -> pl.Series:
        """One of some words, by every spelling of it."""
        known = ", ".join(dict.fromkeys(names.values()))

        def meant(text: str) -> str | Note:
            found = names.get(text, names.get(folded(text)))
            return Note(f"为“{shown(text)}”；可用：{known}", f"is '{shown(text)}'; known: {known}") if found is None else found

        return self._each(field, meant, pl.String)

    def _scaled(self, field: str, decimals: int, read: Callable[[str], Decimal | Note]) -> pl.Series:
        if field not in self:
            return self._nothing(pl.Int64)
        text = self.text(field)
        text = text.to_frame("text").select(
            pl.when(pl.col("text").str.contains(_GROUPED)).then(pl.col("text").str.replace_all(",", "")).otherwise("text")
        )["text"]
        odd = ~text.str.contains(_PLAIN)
        spelled = self._read(field, text.filter(odd.fill_null(value=False)).unique(), lambda cell: _plain(read(cell)))
        if spelled:
            text = text.replace(list(spelled), list(spelled.values()))
        step = f"{Decimal(1).scaleb(-decimals):f}"
        fine = text.str.contains(rf"\.\d{{{decimals}}}\d*[1-9]")
        self.fault(fine, field, f"为 {{value}}，比 {step} 更细", f"is {{value}}, finer than steps of {step}")
        exact = text.set(fine.fill_null(value=False), None).cast(pl.Decimal(38, decimals))
        return (exact * Decimal(10**decimals)).cast(pl.Int64)

    def _each(self, field: str, read: Callable[[str], _T | Note], kind: type[pl.DataType]) -> pl.Series:
        if field not in self:
            return self._nothing(kind)
        text = self.text(field)
        found = {cell: value for cell, value in self._read(field, text.drop_nulls().unique(), read).items() if value is not None}
        return text.replace_strict(list(found), list(found.values()), default=None, return_dtype=kind)

    def _read(self, field: str, cells: pl.Series, read: Callable[[str], _T | Note]) -> dict[str, _T | None]:
        """What different texts mean; one that cannot be read is a fault of every row that has it, and means nothing."""
        if len(cells) > _EXPLAINED:
            raise BadInput(
                place=self.place, reason=f"column '{self._headings[field]}' does not hold what {field} is: '{cells[0]}' and {len(cells) - 1:,} other texts",
                reason_zh=f"列“{self._headings[field]}”的内容不是 {field}：“{cells[0]}”等 {len(cells):,} 种文本",
            )  # fmt: skip
        meant = {cell: read(cell) for cell in cells}
        bad = {cell: value for cell, value in meant.items() if isinstance(value, Note)}
        if bad:
            rows = self.frame.select("row", "account_id", value=self.text(field)).filter(pl.col("value").is_in(list(bad)))
            zh, en = ({cell: note.text(lang) for cell, note in bad.items()} for lang in ("zh", "en"))
            self.faults.add(rows, file=self.place, field=self._told(field), severity="error",
                            zh=pl.col("value").replace_strict(zh), en=pl.col("value").replace_strict(en))  # fmt: skip
        return {cell: None if isinstance(value, Note) else value for cell, value in meant.items()}

    def _nothing(self, kind: type[pl.DataType]) -> pl.Series:
        return pl.repeat(None, self.frame.height, dtype=kind, eager=True)

    def _told(self, field: str) -> str:
        """Our name of a field, with that of the file."""
        heading = self._headings.get(field, field)
        return field if heading == field else f"{field} ({heading})"


def _cleaned(column: pl.Expr, *, percent: bool) -> pl.Expr:
    text = column.str.strip_chars()
    said = pl.when(~text.str.to_lowercase().is_in(_NOTHING)).then(text)
    return pl.when(said.str.ends_with("%")).then(said).otherwise(said + "%") if percent else said


def _plain(number: Decimal | Note) -> str | Note:
    return number if isinstance(number, Note) else f"{number:f}"
