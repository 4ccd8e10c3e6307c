"""What is wrong with an export: one row for every fault, with file, row, account, field, and a sentence in both languages."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Final, Literal

import polars as pl

from liangrong.accounts.intake.layouts.cells import LONGEST, shown
from liangrong.core.errors import InvalidAccount, Lang

__all__ = ["FAULTS", "Faults", "Severity", "filled"]

Severity = Literal["error", "warning"]

FAULTS: Final = {
    "file": pl.String, "row": pl.Int64, "account_id": pl.String, "field": pl.String, "severity": pl.String, "value": pl.String,
    "problem_zh": pl.String, "problem_en": pl.String,
}  # fmt: skip
"""Columns of the table of faults. ``error``: the account is not read; ``warning``: it is, and the reader is told."""

_SHOWN: Final = 20
"""Faults told one by one in a sentence."""
_KEPT: Final = 10_000
"""Faults that travel with an error; a file with more is wrong in one way, many times."""


@dataclass(slots=True)
class Faults:
    """Gathers the faults of all files of an export."""

    found: list[pl.DataFrame] = field(default_factory=list)

    def add(self, rows: pl.DataFrame, *, file: str, field: str, severity: Severity, zh: pl.Expr, en: pl.Expr) -> None:
        """Add a fault of some rows.

        Parameters
        ----------
        rows
            ``row, account_id, value``.
        zh, en
            What is wrong, over these columns, without a final full stop.
        """
        if rows.is_empty():
            return
        self.found.append(
            rows.select(
                file=pl.lit(file), row="row", account_id="account_id", field=pl.lit(field), severity=pl.lit(severity), value="value",
                problem_zh=zh, problem_en=en,
            ).cast(FAULTS)  # type: ignore[arg-type]
        )  # fmt: skip

    def table(self) -> pl.DataFrame:
        """All faults, errors first, in the order of files and rows."""
        if not self.found:
            return pl.DataFrame(schema=FAULTS)
        order = {name: number for number, name in enumerate(dict.fromkeys(frame["file"][0] for frame in self.found))}
        return pl.concat(self.found).sort(
            "severity", pl.col("file").replace_strict(order, return_dtype=pl.Int64), "row", maintain_order=True
        )

    def errors(self) -> pl.DataFrame:
        """The faults for which accounts are not read."""
        return self.table().filter(pl.col("severity") == "error")

    def refuse(self, place: str) -> None:
        """Raise when there is an error.

        Raises
        ------
        InvalidAccount
            With the first sentences, and the faults as rows in ``details["problems"]``.
        """
        errors = self.errors()
        if errors.is_empty():
            return
        raise InvalidAccount(
            place=place,
            reason=_told(errors, "en"),
            reason_zh=_told(errors, "zh"),
            problems=errors.head(_KEPT).to_dicts(),
            hint="Mend the files, or ask for the accounts concerned to be left out; `check` lists every row.",
            hint_zh="请修正文件，或指明剔除有问题的账户；仅检查时可列出每一行。",
        )


def filled(sentence: str) -> pl.Expr:
    """A sentence in which ``{value}`` is what stands in the row, as ``cells.shown`` repeats it."""
    parts = [pl.lit(part) for part in sentence.split("{value}")]
    value = pl.col("value").fill_null("")
    told = pl.when(value.str.len_chars() <= LONGEST).then(value).otherwise(value.str.head(LONGEST) + "…")
    return pl.concat_str(*(each for part in parts[:-1] for each in (part, told)), parts[-1])


def _told(errors: pl.DataFrame, lang: Lang) -> str:
    lines = []
    for fault in errors.head(_SHOWN).iter_rows(named=True):
        row = "" if fault["row"] is None else f"第 {fault['row']} 行" if lang == "zh" else f"row {fault['row']}"
        number = fault["account_id"] and shown(fault["account_id"])
        account = number and (f"账户 {number}" if lang == "zh" else f"account {number}")
        comma, colon, stop = ("，", "：", "。") if lang == "zh" else (", ", ": ", ".")
        where = comma.join(part for part in (fault["file"], row, account, fault["field"]) if part)
        lines.append(f"{where}{colon}{fault[f'problem_{lang}']}{stop}")
    rest = errors.height - len(lines)
    head = f"{errors.height:,} 处错误" if lang == "zh" else f"{errors.height:,} errors"
    more = [f"另有 {rest:,} 处" if lang == "zh" else f"and {rest:,} more"] if rest else []
    return lines[0] if errors.height == 1 else "\n- ".join([head, *lines, *more])
