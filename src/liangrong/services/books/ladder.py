"""The liquidation ladder of a book: every account is counted, so that there is nothing to estimate."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from typing import TYPE_CHECKING, Final

from liangrong.core.results import Note
from liangrong.services.books.files import opened_book
from liangrong.services.books.revaluations import marks_for
from liangrong.services.books.valuing import terms_on

if TYPE_CHECKING:
    from liangrong.book.marks import MarkTable
    from liangrong.services.engines.engine import Engine
    from liangrong.services.workspace import Workspace
    from liangrong.stress.ladder.samples import Ladder

__all__ = ["BookLadder", "book_ladder"]

_EXACT: Final = Note(
    "逐户计算，没有估计，故无区间：各档为维持担保比例低于该线的账户的融资合约本金；须强制卖出为无人追加担保物时须卖出的金额"
    "（自有现金先偿还，其余各证券同比例卖出），按所卖证券归集，以下跌后的价格计。卖出本身不影响价格；实际上多数客户会追保或自行减仓，此为上限。",
    "Counted account by account, nothing is estimated and so there is no band: principal of financing contracts in accounts below each "
    "line; forced_sale is what must be sold when nobody brings cash (own cash repays first, then the same part of every holding), put to the "
    "security that is sold, at the prices after the fall. Sales move no prices; many clients cure or sell earlier: this is an upper bound.",
)


@dataclass(frozen=True, slots=True)
class BookLadder:
    """A book's ladder by security.

    Parameters
    ----------
    marks
        The prices before the fall.
    notes
        What must be said with it.
    """

    ladder: Ladder
    marks: MarkTable
    source: tuple[str, ...]
    notes: tuple[Note, ...]

    def industry_of(self) -> dict[str, str]:
        """Industry of each security that has one."""
        names = [self.marks.industries[number] for number in self.marks.industry]
        return {security: name for security, name in zip(self.marks.securities, names, strict=True) if name}


def book_ladder(
    workspace: Workspace | None, book: str, falls: tuple[float, ...], *, ask: Engine, on: date | None = None,
    known_at: datetime | None = None, pack: str = "", own_files: bool = True,
) -> BookLadder:  # fmt: skip
    """The ladder of a book, at its own prices or those of a day of the store.

    Raises
    ------
    UnknownName, UsageError, NoData, BadInput
        As ``opened_book``, ``marks_for`` and ``terms_on``.
    """
    from liangrong.stress.ladder.exact import LadderTask

    opened = opened_book(workspace, book, own_files=own_files)
    marks, notes = marks_for(opened, workspace, on, known_at)
    task = LadderTask(marks=marks, lines=terms_on(marks.on, pack, own_files=own_files), falls=falls)
    found = task.ladder(ask(task, opened))
    return BookLadder(found, marks, (*opened.source, "rulebook"), (*opened.notes, _EXACT, *notes))
