"""``liangrong rules …``: which rule governs on a day, and for which contract."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Annotated, Final, Literal

from cyclopts import Parameter

from liangrong.core.errors import Lang  # noqa: F401 the parser resolves inherited annotations in this module
from liangrong.core.spelling import parse_day
from liangrong.interfaces.cli.options import Colors, Format, Options, both  # noqa: F401 as above

if TYPE_CHECKING:
    from liangrong.core.results import Result
    from liangrong.services.rules import ValueRequest

__all__ = ["Case", "diff", "explain", "list_rules", "packs", "timeline", "value"]

_ONE_VALUE: Final = (
    "title",
    "parameter",
    "key",
    "venue",
    "on",
    "opened_on",
    "value",
    "since",
    "reason",
    "reach",
    "authority",
    "citation",
    "confidence",
)
_VALUES: Final = ("title", "parameter", "key", "venue", "on", "value", "since", "reach", "citation")
_STEPS: Final = ("parameter", "key", "step", "date", "kind", "text", "citation", "confidence")
_TIMELINE: Final = ("date", "provision", "venues", "value", "reach", "citation")
_CHANGES: Final = ("from", "to", "provision", "venues", "old_value", "value", "reach", "citation")
_PARAMETERS: Final = ("parameter", "title", "keys", "authority", "first_day", "last_change")
_PACKS: Final = ("pack", "title", "since", "parameters", "citation")
"""Columns of the tables for people; JSON and CSV have all."""

_Name = Annotated[str, Parameter(help=both("参数名、别名、“参数名.分项”或一组（如 defaults）",
                                           "parameter, alias, NAME.KEY, or a group such as defaults"))]  # fmt: skip
_Venue = Annotated[str | None, Parameter(help=both("交易所：SSE、SZSE、BSE", "exchange: SSE, SZSE or BSE"))]
_Pack = Annotated[str | None, Parameter(help=both("叠加的券商规则包：随附的名称或自己的 YAML 文件",
                                                  "broker pack laid over the law: a shipped name or your own YAML file"))]  # fmt: skip
_Assume = Annotated[tuple[str, ...], Parameter(consume_multiple=True, negative="", help=both(
    "另作推定：名称@日期=keep|adopt，如 short_margin_ratio@2023-10-30=keep",
    "assume otherwise: NAME@DATE=keep|adopt, such as short_margin_ratio@2023-10-30=keep"))]  # fmt: skip


@Parameter(name="*")
@dataclass(frozen=True, kw_only=True)
class Case:
    """The day, the contract and the point of view."""

    on: Annotated[str | None, Parameter(help=both("日期，默认今天", "the day; default today"))] = None
    opened_on: Annotated[str | None, Parameter(help=both("合约开立日", "when the contract was opened"))] = None
    rolled_on: Annotated[tuple[str, ...], Parameter(consume_multiple=True, negative="", help=both(
        "合约展期日，可多个", "when it was rolled over; may be several"))] = ()  # fmt: skip
    agreed: Annotated[bool, Parameter(negative="", help=both("双方约定存量合约适用较低比例",
                                                             "both sides agreed to take lower ratios on open contracts"))] = False  # fmt: skip
    venue: _Venue = None
    investor: Annotated[Literal["general", "private_fund"], Parameter(help=both("投资者类别", "class of investor"))] = "general"
    key: Annotated[
        str | None, Parameter(help=both("分项，如 other_a_share；默认全部", "one part, such as other_a_share; default all"))
    ] = None
    pack: _Pack = None
    assume: _Assume = ()

    def request(self, name: str) -> ValueRequest:
        """The question put to the service."""
        from liangrong.services.rules import ValueRequest

        rolled = tuple(day for text in self.rolled_on if (day := parse_day(text, "--rolled-on")))
        return ValueRequest(
            name=name, on=parse_day(self.on, "--on"), opened_on=parse_day(self.opened_on, "--opened-on"), rolled_on=rolled,
            agreed=self.agreed, venue=self.venue, investor=self.investor, key=self.key, pack=self.pack, assume=self.assume,
        )  # fmt: skip


def value(name: _Name, /, *, case: Case = Case(), options: Options = Options()) -> int:  # noqa: B008
    """Say which value is in force on a day, or which one governs a contract."""
    from liangrong.services.rules import value as ask

    answer = ask(case.request(name))
    _show(answer, options, _ONE_VALUE if answer.data.height == 1 else _VALUES)
    return 0


def explain(name: _Name, /, *, case: Case = Case(), options: Options = Options()) -> int:  # noqa: B008
    """Tell step by step why a value governs."""
    from liangrong.services.rules import explain as ask

    _show(ask(case.request(name)), options, _STEPS)
    return 0


def timeline(
    name: Annotated[str | None, Parameter(help=both("参数名或一组，默认全部", "parameter or group; default all"))] = None,
    /,
    *,
    start: Annotated[str | None, Parameter(name="--from", help=both("起始日期", "first day"))] = None,
    end: Annotated[str | None, Parameter(name="--to", help=both("截止日期", "last day"))] = None,
    venue: _Venue = None,
    pack: _Pack = None,
    options: Options = Options(),  # noqa: B008
) -> int:
    """List dated values and policy events, oldest first."""
    from liangrong.services.rules import TimelineRequest
    from liangrong.services.rules import timeline as ask

    days = parse_day(start, "--from"), parse_day(end, "--to")
    _show(ask(TimelineRequest(name=name, start=days[0], end=days[1], venue=venue, pack=pack)), options, _TIMELINE)
    return 0


def diff(
    start: Annotated[str | None, Parameter(help=both("较早的日期", "the earlier day"))] = None,
    end: Annotated[str | None, Parameter(help=both("较晚的日期", "the later day"))] = None,
    /,
    *,
    pack: _Pack = None,
    against: Annotated[
        str | None, Parameter(help=both("与此规则包比较，默认与规定比较", "compare with this pack; default with the book"))
    ] = None,
    assume: _Assume = (),
    options: Options = Options(),  # noqa: B008
) -> int:
    """List what changed between two days, or what a pack says differently from the book or from another pack."""
    from liangrong.services.rules import DiffRequest
    from liangrong.services.rules import diff as ask

    request = DiffRequest(start=parse_day(start, "D1"), end=parse_day(end, "D2"), pack=pack, against=against, assume=assume)
    _show(ask(request), options, _CHANGES)
    return 0


def list_rules(
    text: Annotated[str, Parameter(help=both("名称中含有的字", "part of the name"))] = "",
    *,
    options: Options = Options(),  # noqa: B008
) -> int:
    """List every rule parameter, or those whose name has some text in it."""
    from liangrong.services.rules import ListRequest
    from liangrong.services.rules import list_rules as ask

    _show(ask(ListRequest(text)), options, _PARAMETERS)
    return 0


def packs(*, options: Options = Options()) -> int:  # noqa: B008
    """List the broker packs that come with the book; all are examples."""
    from liangrong.services.rules import packs as ask

    _show(ask(), options, _PACKS)
    return 0


def _show(result: Result, options: Options, columns: tuple[str, ...]) -> None:
    from liangrong.research.tables.rulings import for_machines, for_people, for_spreadsheets

    output = options.output()
    if options.format in ("json", "csv"):
        output.show(for_machines(result) if options.format == "json" else for_spreadsheets(result))
        return
    title, rows = for_people(result, options.language, columns, titled=options.format == "table")
    output.show(rows, title=title)
