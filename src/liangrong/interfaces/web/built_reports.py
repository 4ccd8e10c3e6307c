"""Reports that were built a moment ago: the page, its charts and its files are drawn from the same one."""

from __future__ import annotations

from collections import OrderedDict
from threading import Lock
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from liangrong.interfaces.web.desk import Desk
    from liangrong.research.reports.report import Report
    from liangrong.services.reports.building import ReportRequest

__all__ = ["BuiltReports"]

_KEPT: Final = 8


class BuiltReports:
    """The last few reports, each of one version of the data; safe to use from several threads."""

    def __init__(self) -> None:
        self._kept: OrderedDict[tuple[str, ReportRequest], Report] = OrderedDict()
        self._lock = Lock()

    def of(self, desk: Desk, request: ReportRequest) -> Report:
        """The report; built where nobody has asked for it since the data changed.

        Raises
        ------
        LiangrongError
            Whatever building it raises.
        """
        from liangrong.services.reports.building import report

        key = (desk.version, request)
        with self._lock:
            found = self._kept.get(key)
            if found is not None:
                self._kept.move_to_end(key)
                return found
        found = report(desk.workspace(), request)
        with self._lock:
            self._kept[key] = found
            while len(self._kept) > _KEPT:
                self._kept.popitem(last=False)
        return found

    def is_built(self, desk: Desk, request: ReportRequest) -> bool:
        """Whether the report can be had without waiting; it is begun where nobody has asked for it.

        Raises
        ------
        Busy
            Too many such answers are waited for.
        """
        return desk.workbench.is_done(("report", desk.version, request), lambda: self.of(desk, request))
