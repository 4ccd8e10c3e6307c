"""Check the alerts whenever new data came, without ever standing in the way of the data."""

from __future__ import annotations

import logging

from liangrong.core.errors import LiangrongError, NoData
from liangrong.core.results import Note
from liangrong.services.alerts.folder import AlertsFolder
from liangrong.services.workspace import Workspace

__all__ = ["check_after"]


def check_after(workspace: Workspace) -> tuple[Note, ...]:
    """Check the alerts of a store after new data came; whatever goes wrong is said and never raised.

    Returns
    -------
    tuple of Note
        What was told, and what went wrong. Nothing, at no cost, where no alert was ever set.
    """
    if not AlertsFolder.of(workspace).exists:
        return ()
    from liangrong.services.alerts.evaluation import check_alerts

    try:
        told = check_alerts(Workspace.open(workspace.store.path)).warnings
    except NoData:
        return ()  # no session is complete yet, so nothing can hold
    except LiangrongError as error:
        zh, en = (f"{error.message(lang)} {error.hint(lang)}".strip() for lang in ("zh", "en"))
        return (Note(f"预警未能检查：{zh}", f"The alerts were not checked: {en}"),)
    except Exception as error:
        logging.getLogger(__name__).exception("checking the alerts failed")
        name = type(error).__name__
        return (Note(f"预警检查出错（{name}），数据不受影响；请运行 liangrong alerts check 查看。",
                     f"Checking the alerts broke ({name}); the data are not affected. Run `liangrong alerts check` to see more."),)  # fmt: skip
    return tuple(Note(f"预警：{note.zh}", f"Alert: {note.en}") for note in told if note not in workspace.notes)
