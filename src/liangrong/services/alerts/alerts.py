"""The alerts that somebody set: added, listed with what the last check found, removed."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime
from decimal import Decimal
from typing import Any, Final

import polars as pl

from liangrong.analytics.measures import measure
from liangrong.analytics.scopes import Scope, resolve_scope
from liangrong.analytics.series import unit_text
from liangrong.core.clocks import AsOf, parse_instant
from liangrong.core.errors import NoData, UnknownName, UsageError
from liangrong.core.results import Note, Result, plain
from liangrong.services.alerts.accounts import account_text
from liangrong.services.alerts.conditions import SECURITY_LINES, Condition, parse_condition
from liangrong.services.alerts.folder import AlertsFolder
from liangrong.services.alerts.journal import Journal
from liangrong.services.alerts.reading import Reading
from liangrong.services.alerts.readings import readings
from liangrong.services.alerts.wording import label_of, title_of
from liangrong.services.workspace import Workspace

__all__ = [
    "READING_SCHEMA",
    "AddAlertRequest",
    "Alert",
    "AlertsRequest",
    "Found",
    "RemoveAlertRequest",
    "add_alert",
    "alerts",
    "cells_of",
    "remove_alert",
    "save_found",
    "scope_meant",
    "state_of",
    "stored_alerts",
    "stored_found",
]

_FILE: Final = "alerts.json"
_FOUND: Final = "state.json"

READING_SCHEMA: Final[dict[str, Any]] = {
    "alert": pl.Int64(), "title_zh": pl.String(), "title_en": pl.String(), "scope": pl.String(), "measure": pl.String(),
    "state": pl.String(), "session": pl.Date(), "value": pl.Float64(), "unit": pl.String(), "threshold": pl.Float64(),
    "zone": pl.String(), "reason_zh": pl.String(), "reason_en": pl.String(),
}  # fmt: skip
"""Columns that say what a check found of an alert."""


@dataclass(frozen=True, slots=True)
class Alert:
    """A condition that somebody wants to be told of.

    Parameters
    ----------
    number
        Never given twice.
    label
        What its scope is called.
    since
        The first session it is judged on; ``None``: that of the first check.
    first
        How it stood when it was set; nobody was told, and the first check judges that session itself.
    """

    number: int
    condition: Condition
    label: Note
    since: date | None
    added_at: datetime
    remark: str = ""
    first: Reading | None = None

    @property
    def title(self) -> Note:
        """The condition as a phrase."""
        return title_of(self.condition, self.label)


@dataclass(frozen=True, slots=True)
class Found:
    """What the checks so far found of an alert.

    Parameters
    ----------
    reading
        That of the last session checked.
    states
        Session to whether it counted as holding, of the last sessions on which it was known.
    """

    reading: Reading
    states: tuple[tuple[date, bool], ...] = ()


@dataclass(frozen=True, slots=True)
class AlertsRequest:
    """The list of alerts; there is nothing to ask."""


@dataclass(frozen=True, slots=True)
class AddAlertRequest:
    """A condition to be told of.

    Parameters
    ----------
    condition
        As people write it: ``margin_trading_balance market >= 2.7万亿``, ``融资余额 600519.SH change 5 < -5%``,
        ``short_balance industry:sw1:电子 percentile > 95%``, ``record margin_trading_balance``, ``两融余额 crosses 2.5万亿``,
        ``account NAME maintenance_ratio < call_line``; ``until 2.65万亿`` behind it says how far it must go back before it is told again.
    remark
        Why.
    """

    condition: str
    remark: str = ""


@dataclass(frozen=True, slots=True)
class RemoveAlertRequest:
    """An alert to remove.

    Parameters
    ----------
    alert
        Its number.
    """

    alert: int


def add_alert(workspace: Workspace, request: AddAlertRequest, *, now: datetime | None = None) -> Result:
    """Set an alert and keep how it stands; it is judged from the latest session on, and told, at the next check.

    Returns
    -------
    Result
        Its row, as in ``alerts``, with what it finds now; warnings say what a loose spelling was taken for.

    Raises
    ------
    UsageError, UnknownName, UnitMismatch, DenominatorNotNamed, InvalidSecurity
        The condition cannot be read, or there is one like it already.
    BadInput
        The document of the alerts is damaged.
    StorageFailed
        The disk refused.
    """
    asked = parse_condition(request.condition)
    condition, label, notes = _placed(workspace, asked)
    since = _latest(workspace)
    first = None if since is None else readings(workspace, workspace.snapshot(AsOf(since)), condition, [since])[-1]
    folder = AlertsFolder.of(workspace)
    with folder.changing("add an alert"):
        last, known = _stored(folder)
        twin = next((each for each in known if each.condition == condition), None)
        if twin is not None:
            raise UsageError(reason=f"That is alert {twin.number} already: {condition}.",
                             reason_zh=f"已有相同的预警 {twin.number}：{condition}。")  # fmt: skip
        alert = Alert(last + 1, condition, label, since, now or datetime.now(UTC), request.remark.strip(), first)
        _save(folder, alert.number, [*known, alert])
    return Result(_frame([alert], {}, {}), as_of=since, warnings=(*workspace.notes, *notes))


def remove_alert(workspace: Workspace, request: RemoveAlertRequest) -> Result:
    """Remove an alert; what it told stays in the history.

    Raises
    ------
    UnknownName
        There is no alert of that number.
    """
    folder = AlertsFolder.of(workspace)
    if request.alert not in {each.number for each in stored_alerts(folder)}:
        raise _unknown(request.alert, stored_alerts(folder))
    with folder.changing("remove an alert"):
        last, known = _stored(folder)
        _save(folder, last, [each for each in known if each.number != request.alert])
    return alerts(workspace)


def alerts(workspace: Workspace, request: AlertsRequest = AlertsRequest()) -> Result:  # noqa: ARG001
    """The alerts with what the last check found of each, or how it stood when it was set; nothing is read from the market.

    Returns
    -------
    Result
        Rows ``alert, title_*, scope, measure, state, session, value, unit, threshold, zone, reason_*, fired_on, condition, since, remark``.
        ``state``: ``holds``, ``does_not_hold``, ``not_known`` (the reason says why), ``not_checked``. ``fired_on``: the session it was
        last told of.
    """
    folder = AlertsFolder.of(workspace)
    past = Journal(folder).read()
    fired = {event.alert: event.session for event in past.events if event.kind == "fired"}
    known = stored_alerts(folder)
    found = stored_found(folder)
    shown = [found[each.number].reading if each.number in found else each.first for each in known]
    last = max((each.session for each in shown if each), default=None)
    return Result(_frame(known, found, fired), as_of=last, warnings=(*workspace.notes, *past.notes))


def stored_alerts(folder: AlertsFolder) -> list[Alert]:
    """The alerts of a folder.

    Raises
    ------
    BadInput
        Their document is damaged.
    """
    return _stored(folder)[1]


def stored_found(folder: AlertsFolder) -> dict[int, Found]:
    """Alert to what the checks so far found of it."""
    return folder.load(_FOUND, lambda document: {int(number): _found(row) for number, row in document.get("alerts", {}).items()})


def save_found(folder: AlertsFolder, found: Mapping[int, Found]) -> None:
    """Keep what the checks found."""
    rows = {
        f"{number}": {
            "reading": _row_of(each.reading),
            "states": [[day.isoformat(), holds] for day, holds in each.states],
        }
        for number, each in found.items()
    }
    folder.save(_FOUND, {"alerts": rows})


def cells_of(alert: Alert, reading: Reading | None) -> dict[str, Any]:
    """The cells of ``READING_SCHEMA``; without a reading it was not checked yet."""
    limit = (reading.limit if reading else None) if alert.condition.limit is None else alert.condition.limit
    unit = alert.condition.unit
    reason = reading.reason if reading else None
    return {
        "alert": alert.number, "title_zh": alert.title.zh, "title_en": alert.title.en, "scope": alert.condition.scope,
        "measure": alert.condition.measure, "state": state_of(reading), "session": reading.session if reading else None,
        "value": None if reading is None or reading.value is None else float(reading.value),
        "unit": "" if unit is None else unit_text(unit), "threshold": None if limit is None else float(limit),
        "zone": (reading.word if reading else "") or None,
        "reason_zh": reason.zh if reason else None, "reason_en": reason.en if reason else None,
    }  # fmt: skip


def state_of(reading: Reading | None) -> str:
    """What a reading comes to, in a word."""
    if reading is None:
        return "not_checked"
    return "not_known" if reading.holds is None else "holds" if reading.holds else "does_not_hold"


def scope_meant(workspace: Workspace, text: str) -> tuple[Scope, tuple[Note, ...]]:
    """The part of the market that a person means, with a note on a loose spelling; also of a store without a complete session.

    Raises
    ------
    UnknownName, InvalidSecurity
        Nothing of that name is known.
    """
    latest = _latest(workspace) or workspace.calendar.on_or_before(workspace.calendar.end)
    return resolve_scope(workspace.snapshot(AsOf(latest)), text)


def _placed(workspace: Workspace, asked: Condition) -> tuple[Condition, Note, tuple[Note, ...]]:
    """A condition with its scope spelled as it is kept, what that is called, and what to tell about it."""
    if asked.account:
        name = asked.account.partition("/")[0]
        account_text(workspace, name)
        return asked, Note(f"账户“{asked.account}”", f"account '{asked.account}'"), ()
    scope, notes = scope_meant(workspace, asked.scope)
    measure(asked.measure).check_scope(scope.kind)
    if asked.threshold in SECURITY_LINES and scope.kind.value != "security":
        raise UsageError(reason=f"{asked.threshold} is a line of single securities, not of {scope}.",
                         reason_zh=f"{asked.threshold} 是个股的线，不适用于 {scope}。")  # fmt: skip
    return replace(asked, scope=str(scope)), label_of(scope), notes


def _latest(workspace: Workspace) -> date | None:
    try:
        return workspace.latest_session()
    except NoData:
        return None


def _stored(folder: AlertsFolder) -> tuple[int, list[Alert]]:
    """The last number that was given, and the alerts."""
    return folder.load(
        _FILE, lambda document: (int(document.get("last", 0)), [_alert(row) for row in document.get("alerts", [])])
    )


def _save(folder: AlertsFolder, last: int, wanted: list[Alert]) -> None:
    rows = [
        {
            "number": each.number, "condition": str(each.condition), "label": [each.label.zh, each.label.en],
            "since": plain(each.since), "added_at": plain(each.added_at), "remark": each.remark,
            "first": _row_of(each.first) if each.first else None,
        }
        for each in wanted
    ]  # fmt: skip
    folder.save(_FILE, {"last": last, "alerts": rows})


def _alert(row: dict[str, Any]) -> Alert:
    return Alert(
        int(row["number"]), parse_condition(row["condition"]), Note(*row["label"]), _day(row["since"]),
        parse_instant(row["added_at"]), row["remark"], _reading(row["first"]) if row.get("first") else None,
    )  # fmt: skip


def _found(row: dict[str, Any]) -> Found:
    return Found(_reading(row["reading"]), tuple((date.fromisoformat(day), bool(holds)) for day, holds in row["states"]))


def _reading(row: dict[str, Any]) -> Reading:
    values = {name: Decimal(row[name]) if isinstance(row[name], str) else row[name] for name in ("value", "limit")}
    reason = Note(*row["reason"]) if row["reason"] else None
    return Reading(**{**row, **values, "session": date.fromisoformat(row["session"]), "reason": reason})


def _row_of(reading: Reading) -> dict[str, Any]:
    """A reading as it is kept; ``_reading`` reads it again."""
    return {
        name: [value.zh, value.en] if isinstance(value, Note) else plain(value)
        for name in Reading.__dataclass_fields__
        for value in (getattr(reading, name),)
    }


def _day(text: str | None) -> date | None:
    return date.fromisoformat(text) if text else None


def _frame(known: list[Alert], found: Mapping[int, Found], fired: Mapping[int, date]) -> pl.DataFrame:
    rows = [
        cells_of(each, found[each.number].reading if each.number in found else each.first)
        | {
            "fired_on": fired.get(each.number),
            "condition": str(each.condition),
            "since": each.since,
            "remark": each.remark or None,
        }
        for each in known
    ]
    schema = READING_SCHEMA | {"fired_on": pl.Date(), "condition": pl.String(), "since": pl.Date(), "remark": pl.String()}
    return pl.DataFrame(rows, schema=schema)


def _unknown(number: int, known: list[Alert]) -> UnknownName:
    names = ", ".join(str(each.number) for each in known) or "—"
    return UnknownName(kind="alert", kind_zh="预警", name=f"{number}", known=names)
