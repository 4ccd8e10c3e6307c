"""Checked texts as one self-contained HTML page: what is wrong first, then each text with its marks, then every claim."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from importlib.resources import files
from typing import Any, Final

from liangrong import __version__
from liangrong.core.errors import ExtraMissing, Lang
from liangrong.core.results import Note
from liangrong.research.claims.annotation.marks import paragraphs
from liangrong.research.claims.check import Checked, Judged
from liangrong.research.claims.judgement import BASES, ERROR_TYPES, Support, Verdict

__all__ = ["SUPPORTS", "VERDICTS", "shown_claim", "to_page", "told_counts"]

SUPPORTS: Final[dict[Support, tuple[str, Note]]] = {
    "refuted": ("✗", Note("不成立", "does not hold")),
    "supported": ("✓", Note("有依据", "holds")),
    "not_checkable": ("?", Note("无法核对", "cannot be checked")),
}
"""Sign and name of each coarse label, in the order in which a reader wants them."""

_MANY: Final[dict[Support, str]] = {"refuted": "do not hold", "supported": "hold"}
"""What English calls those of which there is not one."""

VERDICTS: Final[dict[Verdict, Note]] = {
    Verdict.CONSISTENT: Note("一致", "consistent"),
    Verdict.UNIT_ERROR: Note("单位错误", "unit error"),
    Verdict.ARITHMETIC_ERROR: Note("算术错误", "arithmetic error"),
    Verdict.INTERNALLY_CONTRADICTORY: Note("自相矛盾", "contradicts itself"),
    Verdict.CONTRADICTS_PUBLISHED: Note("与公布数据不符", "contradicts published data"),
    Verdict.NEEDS_EXTERNAL_DATA: Note("需要外部数据", "needs other data"),
    Verdict.OPINION: Note("观点", "opinion"),
}


def to_page(texts: Sequence[Checked], lang: Lang, *, warnings: Sequence[Note] = ()) -> str:
    """The page of one or several checked texts.

    Parameters
    ----------
    warnings
        What the reader must know of the evidence: which data were consulted, and which were not at hand; what was mended in a text stands beside it.

    Raises
    ------
    ExtraMissing
        jinja2 is not installed.
    """
    try:
        from jinja2 import Environment, StrictUndefined
    except ModuleNotFoundError:
        raise ExtraMissing(what="An annotated page", what_zh="标注页面", extra="documents") from None
    from markupsafe import Markup

    mended = {repair.note for checked in texts for repair in checked.article.repairs}
    room = files("liangrong.research.claims.annotation")
    environment = Environment(autoescape=True, undefined=StrictUndefined, trim_blocks=True, lstrip_blocks=True)
    template = environment.from_string(room.joinpath("checked.html.j2").read_text("utf-8"))
    return template.render(
        lang=lang,
        zh=lang == "zh",
        texts=[_text(checked, lang) for checked in texts],
        counts=told_counts([judged for checked in texts for judged in checked.claims], lang),
        warnings=[note.text(lang) for note in warnings if note not in mended],
        signs={support: sign for support, (sign, _) in SUPPORTS.items()},
        names={support: name.text(lang) for support, (_, name) in SUPPORTS.items()},
        style=Markup(room.joinpath("checked.css").read_text("utf-8")),  # noqa: S704 our own
        version=__version__,
    ) + "\n"  # fmt: skip


def told_counts(claims: Sequence[Judged], lang: Lang) -> list[tuple[Support, str, str, int]]:
    """How many claims of each coarse label: label, sign, name as it stands behind the number, number."""
    counted = Counter(judged.judgement.verdict.support for judged in claims)
    many = _MANY if lang == "en" else {}
    return [
        (support, sign, name.text(lang) if counted[support] == 1 else many.get(support, name.text(lang)), counted[support])
        for support, (sign, name) in SUPPORTS.items()
    ]


def shown_claim(checked: Checked, judged: Judged, lang: Lang) -> dict[str, Any]:
    """A claim in words for a page: what is printed, what became of it, why, and what would be right."""
    claim, judgement = judged.claim, judged.judgement
    printed = claim.figure.text if claim.figure else claim.text
    return {
        "number": claim.number + 1,
        "support": judgement.verdict.support,
        "printed": printed.strip(),
        "sentence": checked.article.original[slice(*checked.article.span(claim.passage.start, claim.passage.end))].strip(),
        "verdict": VERDICTS[judgement.verdict].text(lang),
        "types": [ERROR_TYPES[kind].text(lang) for kind in judgement.error_types],
        "basis": BASES[judgement.basis].text(lang) if judgement.basis != "none" else "",
        "reason": judgement.reason.text(lang),
        "corrected": judgement.corrected or "",
        "period": str(claim.period) if claim.period else "",
        "evidence": [(one.text, one.source) for one in judgement.evidence],
        "stored": [one.text for one in judgement.evidence if one.kind == "store"],
    }


def _text(checked: Checked, lang: Lang) -> dict[str, Any]:
    claims = [shown_claim(checked, judged, lang) for judged in checked.claims]
    return {
        "name": checked.article.name,
        "title": checked.article.title or checked.article.name,
        "published": checked.article.published.isoformat() if checked.article.published else "",
        "paragraphs": paragraphs(checked),
        "claims": claims,
        "refuted": [claim for claim in claims if claim["support"] == "refuted"],
        "counts": told_counts(checked.claims, lang),
        "repairs": [repair.note.text(lang) for repair in checked.article.repairs],
    }
