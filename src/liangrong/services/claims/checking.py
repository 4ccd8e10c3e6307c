"""Check a text with everything at hand: published figures from a file, the store as known at a time, the rulebook."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

from liangrong.core.errors import BeyondCalendar, Lang, NotKnown
from liangrong.core.results import Note, Result
from liangrong.services.claims.rows import ROWS, told_counts
from liangrong.services.long_texts import LongText
from liangrong.services.text_files import text_of
from liangrong.services.workspace import Workspace

if TYPE_CHECKING:
    from liangrong.research.claims.check import Checked
    from liangrong.research.claims.desk import Desk, PublishedFigure
    from liangrong.services.claims.facts import StoreFacts

__all__ = ["CheckAnswer", "CheckRequest", "check_text", "summary_of"]

_NO_STORE: Final = Note("没有查阅存储的数据：没有可用的数据仓。", "Stored data were not consulted: there is no store.")
_EMPTY_STORE: Final = Note("没有查阅存储的数据：其中没有两融总额。", "Stored data were not consulted: they hold no market total.")


@dataclass(frozen=True, slots=True, kw_only=True)
class CheckRequest:
    """A text and what it is held against.

    Parameters
    ----------
    text
        The text itself, as pasted or as read from a file.
    name
        What it is called, such as the name of its file; a published figure that comes from it proves nothing about it.
    figures
        A CSV file of published figures; see ``read_figures``.
    as_of
        No stored data of later sessions are seen; ``None``: the latest complete session.
    known_at
        The instant of knowledge; ``None`` for all that is stored.
    published
        The text's own day, where its dateline does not say.
    """

    text: LongText
    name: str = "-"
    figures: Path | None = None
    as_of: date | None = None
    known_at: datetime | None = None
    published: date | None = None


@dataclass(frozen=True)
class CheckAnswer:
    """A checked text with what the reader must know of the evidence.

    Parameters
    ----------
    as_of
        The last session of stored data that was seen; ``None`` where no store was consulted.
    source
        What was consulted: the store's sources, the file of figures, the rulebook.
    """

    checked: Checked
    as_of: date | None = None
    known_at: datetime | None = None
    source: tuple[str, ...] = ()
    warnings: tuple[Note, ...] = ()

    def result(self, lang: Lang = "zh") -> Result:
        """One row for each claim, with the columns of ``ROWS`` and reasons in ``lang``; the first warning counts the claims."""
        import polars as pl

        frame = pl.DataFrame(self.checked.rows(lang), schema=dict(ROWS))
        warnings = (told_counts(self.checked), *self.warnings)
        return Result(frame, as_of=self.as_of, known_at=self.known_at, source=self.source, warnings=warnings)

    def envelope(self, lang: Lang = "zh") -> dict[str, Any]:
        """The JSON envelope, with the summary beside the rows."""
        return {**self.result(lang).envelope(lang), "summary": summary_of([self.checked])}


def check_text(workspace: Workspace | None, request: CheckRequest) -> CheckAnswer:
    """Read a text, find its claims and judge them.

    Parameters
    ----------
    workspace
        ``None``: no stored data are consulted, and a warning says so.

    Raises
    ------
    BadInput
        The file of figures cannot be read; the sentence names line and column.
    BeyondCalendar
        ``as_of`` lies outside the calendar.

    Examples
    --------
    >>> said = "2026年1月19日起，融资保证金比例由50%提高至100%。"
    >>> answer = check_text(None, CheckRequest(text=LongText(said), published=date(2026, 1, 19)))
    >>> sorted({one.judgement.verdict.support for one in answer.checked.claims if one.claim.figure})
    ['refuted']
    """
    from liangrong.research.claims.check import check
    from liangrong.research.claims.extract.claims import extract
    from liangrong.research.claims.reading.article import read_article
    from liangrong.research.claims.verify.checks import CHECKS, LOOKS

    article = read_article(request.text, name=request.name, published=request.published)
    facts, warnings = _seen(workspace, request)
    desk = _desk(workspace, facts, request)
    checked = check(article, extract(article, desk), CHECKS, desk, LOOKS)
    repairs = tuple(repair.note for repair in article.repairs if not repair.mended)
    return CheckAnswer(
        checked,
        as_of=facts.snapshot.as_of.as_of if facts else None,
        known_at=request.known_at,
        source=(*(("store",) if facts else ()), *((request.figures.name,) if request.figures else ()), "rulebook"),
        warnings=tuple(dict.fromkeys((*warnings, *repairs))),
    )


def summary_of(texts: Sequence[Checked]) -> dict[str, dict[str, int]]:
    """How many claims of each coarse label, verdict and type of error, over one or several texts."""
    judgements = [one.judgement for checked in texts for one in checked.claims]
    return {
        "support": dict(Counter(judgement.verdict.support for judgement in judgements)),
        "verdict": dict(Counter(judgement.verdict.value for judgement in judgements)),
        "error_types": dict(Counter(kind for judgement in judgements for kind in judgement.error_types)),
        "basis": dict(Counter(judgement.basis for judgement in judgements if judgement.basis != "none")),
    }


def _seen(workspace: Workspace | None, request: CheckRequest) -> tuple[StoreFacts | None, tuple[Note, ...]]:
    """What the store knows at the point of view asked for; with a warning instead where there is none."""
    if workspace is None:
        return None, (_NO_STORE,)
    from liangrong.services.claims.facts import facts_of

    try:
        as_of, notes = workspace.as_of(request.as_of, request.known_at)
    except BeyondCalendar:
        raise
    except NotKnown:
        return None, (_EMPTY_STORE,)
    return facts_of(workspace, as_of), notes


def _desk(workspace: Workspace | None, facts: StoreFacts | None, request: CheckRequest) -> Desk:
    from liangrong.core.calendar import mainland
    from liangrong.research.claims.desk import Desk
    from liangrong.research.claims.verify.published.figures_file import names_in_figures, read_figures
    from liangrong.rules.rulebook import Rulebook
    from liangrong.services.claims.names import names_of

    names = names_of(workspace) if workspace is not None else ()
    published: tuple[PublishedFigure, ...] = ()
    if request.figures:
        told, place = text_of(request.figures), request.figures.name
        names = (*names, *names_in_figures(told, place=place))
        published = read_figures(told, place=place, names=names)
    return Desk(
        published=published,
        facts=facts,
        rulebook=Rulebook.load(),
        calendar=workspace.calendar if workspace is not None else mainland(),
        names=names,
    )
