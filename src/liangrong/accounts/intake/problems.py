"""What is wrong with an account of a file: one sentence per fault, gathered and raised together."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import asdict, dataclass, field
from typing import Final, Literal

from liangrong.core.errors import InvalidAccount, Lang
from liangrong.core.results import Note

__all__ = ["HERE", "Problem", "Problems", "refuse"]

HERE: Final = Note("", "")
"""The account itself, as a row."""

_SHOWN: Final = 20
"""Faults told one by one; a file with more is wrong in one way, many times."""


@dataclass(frozen=True, slots=True)
class Problem:
    """One fault of an account.

    Parameters
    ----------
    place
        The file and the account.
    row
        Where in it: ``financing contract 2 (600519.SH)``, ``row 7``; empty for the account itself.
    field
        The field, under our name.
    zh, en
        What is wrong and what to write instead, without a final full stop.
    severity
        ``error``: the account is refused. ``warning``: it is read, and the reader is told.
    citation
        The rule that it breaks, where it is a rule.
    """

    place: str
    row: Note
    field: str
    zh: str
    en: str
    severity: Literal["error", "warning"] = "error"
    citation: str = ""

    def sentence(self, lang: Lang, *, within: str = "") -> str:
        """Place, row, field and fault as one sentence; ``within`` is the part of the place that need not be said again."""
        comma, colon, stop = ("，", "：", "。") if lang == "zh" else (", ", ": ", ".")
        place = self.place.removeprefix(within).lstrip(", ")
        where = comma.join(part for part in (place, self.row.text(lang), self.field) if part)
        cited = "" if not self.citation else f"（{self.citation}）" if lang == "zh" else f" ({self.citation})"
        said = self.zh if lang == "zh" else self.en
        return f"{where}{colon if where else ''}{said}{cited}{'' if said.endswith(('?', '？')) and not cited else stop}"

    def note(self) -> Note:
        """The sentence in both languages, as a warning of a result."""
        return Note(self.sentence("zh"), self.sentence("en"))


@dataclass(frozen=True, slots=True)
class Problems:
    """Gathers the faults of one account."""

    place: str
    found: list[Problem] = field(default_factory=list)

    def error(self, row: Note, field: str, zh: str, en: str, citation: str = "") -> None:
        """Add a fault for which the account is refused."""
        self.found.append(Problem(self.place, row, field, zh, en, citation=citation))

    def warning(self, row: Note, field: str, zh: str, en: str, citation: str = "") -> None:
        """Add a remark; the account is read all the same."""
        self.found.append(Problem(self.place, row, field, zh, en, "warning", citation))


def refuse(place: str, problems: Sequence[Problem]) -> None:
    """Raise when there is an error among the problems; warnings pass.

    Raises
    ------
    InvalidAccount
        With the sentences of all errors, and every one as a row in ``details["problems"]``.

    Examples
    --------
    >>> refuse("a.json", [Problem("a.json", Note("", ""), "cash", "缺少", "is missing", severity="warning")])
    """
    errors = [problem for problem in problems if problem.severity == "error"]
    if errors:
        raise InvalidAccount(
            place=place,
            reason=_told(errors, "en", place),
            reason_zh=_told(errors, "zh", place),
            problems=[asdict(problem) for problem in errors],
        )


def _told(errors: Sequence[Problem], lang: Lang, place: str) -> str:
    file = place.replace("\\", "/").rpartition("/")[2]
    sentences = [problem.sentence(lang, within=file) for problem in errors[:_SHOWN]]
    if len(errors) == 1:
        return sentences[0]
    rest = len(errors) - len(sentences)
    head = f"{len(errors)} 处错误" if lang == "zh" else f"{len(errors)} errors"
    more = [f"另有 {rest} 处" if lang == "zh" else f"and {rest} more"] if rest else []
    return "\n- ".join([head, *sentences, *more])
