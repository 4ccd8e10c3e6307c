"""Check: a text, pasted or uploaded, with a mark on everything it claims; what does not hold comes first."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Final

from liangrong.core.errors import LiangrongError, UnknownName
from liangrong.core.results import Note
from liangrong.interfaces.web.api.formats import FORMATS
from liangrong.interfaces.web.checked_text import TextForm
from liangrong.interfaces.web.desk import Desk
from liangrong.interfaces.web.forms import Form
from liangrong.interfaces.web.pages.page import Acted, File, Page
from liangrong.interfaces.web.state import State
from liangrong.interfaces.web.status import status_of
from liangrong.research.claims.annotation.marks import paragraphs
from liangrong.research.claims.annotation.page import SUPPORTS, shown_claim, to_page, told_counts
from liangrong.research.claims.check import Judged
from liangrong.research.claims.judgement import BASES
from liangrong.services.claims.checking import CheckAnswer, CheckRequest, check_text
from liangrong.services.claims.example import EXAMPLE

__all__ = ["CHECK"]

_LISTED: Final = 500
"""Claims in the table; the files have them all."""
_FOLDED: Final = 40
"""From so many claims on, the table stands folded."""
_SOURCES: Final = {"store": BASES["store"], "rulebook": BASES["rulebook"]}
_FILES: Final = ("html", "csv", "json")


def build(_: Desk, state: State) -> Mapping[str, Any]:
    """The empty form."""
    return _shown(TextForm(), state)


def act(desk: Desk, state: State, form: Form) -> Acted:
    """Check what was pasted or uploaded; nothing is kept."""
    do = form.text("do", "check")
    if do == "clear":
        return Acted(build(desk, state))
    sent = TextForm(EXAMPLE.text(state.lang).strip()) if do == "example" else TextForm.typed(form)
    try:
        sent = sent if do == "example" else TextForm.read(form)
        answer = check_text(desk.workspace(), CheckRequest(text=sent.checkable(), name=sent.name, published=sent.day()))
        if do.startswith("file:"):
            return Acted(file=_file(answer, state, do.removeprefix("file:")))
    except LiangrongError as error:
        told = {"refusal": error.message(state.lang), "hint": error.hint(state.lang)}
        return Acted({**_shown(sent, state), **told}, status_of(error))
    return Acted({**_shown(sent, state), **_answer(answer, sent, state)})


def _shown(sent: TextForm, state: State) -> dict[str, Any]:
    """What stands on the page without an answer."""
    signs = {support: (sign, name.text(state.lang)) for support, (sign, name) in SUPPORTS.items()}
    return {"sent": sent, "signs": signs, "files": _FILES, "refusal": "", "hint": "", "checked": None}


def _answer(answer: CheckAnswer, sent: TextForm, state: State) -> dict[str, Any]:
    checked, lang = answer.checked, state.lang
    claims = [{**shown_claim(checked, judged, lang), "sources": _sources(judged)} for judged in checked.claims]
    return {
        "checked": checked,
        "counts": told_counts(checked.claims, lang),
        "wrong": [claim for claim in claims if claim["support"] == "refuted"],
        "why": {claim["number"]: claim["reason"] for claim in claims},
        "paragraphs": paragraphs(checked),
        "repairs": [repair.note.text(lang) for repair in checked.article.repairs if repair.mended],
        "claims": claims[:_LISTED],
        "all_claims": len(claims),
        "is_folded": len(claims) >= _FOLDED,
        "notes": [note.text(lang) for note in dict.fromkeys((*sent.notes, *answer.warnings))],
        "sources": state.say("、", ", ").join(_source(source, answer, state) for source in answer.source),
    }


def _sources(judged: Judged) -> list[tuple[str, str]]:
    """The evidence from outside the text; what stands in it, and the calculation, are in the reason."""
    return [(one.text, one.source) for one in judged.judgement.evidence if one.kind not in ("passage", "calculation")]


def _source(name: str, answer: CheckAnswer, state: State) -> str:
    """What was consulted, in words; of the store up to which session."""
    told = _SOURCES[name].text(state.lang) if name in _SOURCES else name
    return f"{told}{state.say('（截至 ', ' (as of ')}{answer.as_of}{state.say('）', ')')}" if name == "store" else told


def _file(answer: CheckAnswer, state: State, kind: str) -> File:
    """Everything as a file: the marked text as a page of its own, or the claims as a table."""
    if kind == "html":
        page = to_page([answer.checked], state.lang, warnings=answer.warnings)
        return File(page.encode(), "text/html; charset=utf-8", "checked.html")
    if kind not in _FILES:
        raise UnknownName(kind="file", kind_zh="文件", name=kind, known=", ".join(_FILES))
    form = FORMATS[kind]
    return File(form.write(answer.result(state.lang), state.lang), form.media_type, f"checked.{kind}")


CHECK: Final = Page("check", "/check", Note("核对", "Check"), build, act=act)
