"""``liangrong account``: what an account is worth, may do, is far from, owes in a call, and why."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Final, Literal

from cyclopts import Parameter

from liangrong.core.errors import UsageError
from liangrong.core.spelling import parse_day, parse_number, parse_pair
from liangrong.interfaces.cli.options import Options, both

if TYPE_CHECKING:
    from liangrong.core.results import Result
    from liangrong.services.accounts.files import AccountsRequest

__all__ = ["AccountFile", "assess", "capacity", "case", "cure", "distance", "explain", "liquidate", "replay", "reverse", "whatif"]

_SUMMARY: Final = ("account", "date", "maintenance_ratio", "available_margin", "assets", "debt", "equity", "zone", "shortfall")
"""What a table of several accounts shows; one account alone, JSON and CSV show everything."""
_AFTER: Final = (
    "account", "date", "event", "security", "quantity", "price", "cash", "assets", "debt", "available_margin",
    "maintenance_ratio", "account_line", "note_zh", "note_en",
)  # fmt: skip
"""What a table of a ledger shows."""

_File = Annotated[Path, Parameter(help=both("账户文件：JSON、YAML、CSV 或 XLSX", "account file: JSON, YAML, CSV or XLSX"))]


@Parameter(name="*")
@dataclass(frozen=True, kw_only=True)
class AccountFile:
    """Under whose rules, and on which day."""

    as_of: Annotated[str | None, Parameter(help=both("按此日的规则与价格，默认用文件所写日期",
                                                     "by the rules and prices of this day instead of the file's own"))] = None  # fmt: skip
    pack: Annotated[str, Parameter(help=both("券商规则包：名称或 YAML 文件", "broker pack: a name or a YAML file"))] = ""

    def request(self, file: Path, options: Options) -> AccountsRequest:
        """The request for ``file``; a store is looked into where there is one."""
        from liangrong.services.accounts.files import AccountsRequest

        store = options.folder if options.store or options.folder.exists() else None
        return AccountsRequest(file, parse_day(self.as_of, "--as-of"), self.pack, store)


def assess(file: _File, *, of: AccountFile = AccountFile(), options: Options = Options()) -> int:  # noqa: B008
    """Value every account of a file: maintenance ratio, available margin, debt, lines."""
    from liangrong.services.accounts.assessments import assess_accounts

    _show(assess_accounts(of.request(file, options)), options, summary=_SUMMARY)
    return 0


def capacity(
    file: _File,
    *,
    order: Annotated[
        Literal["financing_buy", "short_sell", "collateral_buy", "withdrawal"] | None,
        Parameter(help=both("只看此类委托", "only orders of this kind")),
    ] = None,
    security: Annotated[str | None, Parameter(help=both("证券代码", "security"))] = None,
    price: Annotated[str | None, Parameter(help=both("委托价格，元", "price of the order, 元"))] = None,
    of: AccountFile = AccountFile(),
    options: Options = Options(),  # noqa: B008
) -> int:
    """Measure the largest orders each account may still place, and name the rule that binds."""
    from liangrong.services.accounts.limits import CapacityRequest, capacities

    asked = CapacityRequest(order, security, parse_number(price, "--price"))
    _show(capacities(of.request(file, options), asked), options)
    return 0


def distance(
    file: _File,
    *,
    by: Annotated[
        Literal["market", "security", "industry"],
        Parameter(
            help=both("全部价格一起变动，或逐只证券、逐个行业", "all prices together, or one security or industry at a time")
        ),
    ] = "market",
    of: AccountFile = AccountFile(),
    options: Options = Options(),  # noqa: B008
) -> int:
    """Say how far prices must move until each line is reached."""
    from liangrong.services.accounts.limits import distances_to_lines

    _show(distances_to_lines(of.request(file, options), by), options)
    return 0


def cure(
    file: _File,
    *,
    target: Annotated[
        str | None, Parameter(help=both("须达到的维持担保比例，如 140%", "maintenance ratio to reach, such as 140%"))
    ] = None,
    of: AccountFile = AccountFile(),
    options: Options = Options(),  # noqa: B008
) -> int:
    """Give every way to cure a margin call, with its amount."""
    from liangrong.services.accounts.limits import cure_amounts

    _show(cure_amounts(of.request(file, options), parse_number(target, "--target")), options)
    return 0


def liquidate(
    file: _File,
    *,
    order: Annotated[
        Literal["risk", "position", "loss"],
        Parameter(help=both("先卖风险高的、市值大的或亏损多的", "sell the riskiest first, the largest, or the greatest loss")),
    ] = "risk",
    target: Annotated[str | None, Parameter(help=both("须恢复到的维持担保比例", "maintenance ratio to restore"))] = None,
    of: AccountFile = AccountFile(),
    options: Options = Options(),  # noqa: B008
) -> int:
    """Plan the least that a broker would sell to restore a maintenance ratio."""
    from liangrong.services.accounts.limits import liquidation_plans

    _show(liquidation_plans(of.request(file, options), order, parse_number(target, "--target")), options)
    return 0


def whatif(
    file: _File,
    *,
    price: Annotated[
        tuple[str, ...],
        Parameter(
            help=both(
                "价格变动：-15%、600519.SH=-10%、industry:电子=-20%", "move of prices: -15%, 600519.SH=-10%, industry:电子=-20%"
            ),
            negative=(),
            allow_leading_hyphen=True,
        ),
    ] = (),
    rule: Annotated[
        tuple[str, ...],
        Parameter(
            help=both("假设的规则：financing_margin_ratio=100%", "a supposed rule: financing_margin_ratio=100%"), negative=()
        ),
    ] = (),
    all_contracts: Annotated[
        bool, Parameter(help=both("新比例也适用于未了结合约", "changed margin ratios reach open contracts too"), negative=())
    ] = False,
    conversion_ratio: Annotated[
        tuple[str, ...], Parameter(help=both("折算率：600519.SH=0", "conversion ratio: 600519.SH=0"), negative=())
    ] = (),
    deposit: Annotated[str | None, Parameter(help=both("存入现金，元", "cash paid in, 元"))] = None,
    withdraw: Annotated[str | None, Parameter(help=both("提取现金，元", "cash taken out, 元"))] = None,
    repay: Annotated[str | None, Parameter(help=both("以自有现金偿还融资，元", "financing repaid with own cash, 元"))] = None,
    of: AccountFile = AccountFile(),
    options: Options = Options(),  # noqa: B008
) -> int:
    """Compare each account before and after a fall, another rule, another conversion ratio or a payment."""
    from liangrong.services.accounts.whatif import WhatIfRequest, compared

    asked = WhatIfRequest(
        prices=tuple(parse_pair(text, "--price", bare=True) for text in price),
        rules=tuple(parse_pair(text, "--rule") for text in rule), all_contracts=all_contracts,
        conversion_ratios=tuple(parse_pair(text, "--conversion-ratio") for text in conversion_ratio),
        deposit=parse_number(deposit, "--deposit"), withdraw=parse_number(withdraw, "--withdraw"), repay=parse_number(repay, "--repay"),
    )  # fmt: skip
    _show(compared(of.request(file, options), asked), options)
    return 0


def reverse(
    file: _File,
    *,
    line: Annotated[
        Literal["withdrawal", "warning", "call", "immediate", "equity"], Parameter(help=both("哪条线", "which line"))
    ] = "call",
    window: Annotated[int, Parameter(help=both("估计协方差的交易日数", "sessions that make the covariance"))] = 250,
    horizon: Annotated[int, Parameter(help=both("价格变动的期限，交易日", "sessions over which prices move"))] = 1,
    of: AccountFile = AccountFile(),
    options: Options = Options(),  # noqa: B008
) -> int:
    """Find the least unlikely set of price moves that brings each account to a line."""
    from liangrong.services.accounts.reverse import ReverseRequest, least_unlikely

    asked = ReverseRequest(line, window, horizon)
    _show(least_unlikely(of.request(file, options), asked, options.open()), options)
    return 0


def case(
    *,
    on: Annotated[
        str | None, Parameter(help=both("融资开立日，默认任何一天", "when the loan was opened; any day by default"))
    ] = None,
    fall: Annotated[str | None, Parameter(help=both("跌幅，如 15%", "fall of the price, such as 15%"))] = None,
    loss: Annotated[str | None, Parameter(help=both("亏损，元", "money lost, 元"))] = None,
    left: Annotated[str | None, Parameter(help=both("剩余自有资金，元", "own money left, 元"))] = None,
    own: Annotated[str | None, Parameter(help=both("自有资金，元", "own money, 元"))] = None,
    loan: Annotated[str | None, Parameter(help=both("融资额，元", "money borrowed, 元"))] = None,
    position: Annotated[str | None, Parameter(help=both("持仓市值，元", "market value held, 元"))] = None,
    leverage: Annotated[str | None, Parameter(help=both("持仓/自有资金", "position / own money"))] = None,
    line: Annotated[str | None, Parameter(help=both("平仓线，如 120%", "liquidation line, such as 120%"))] = None,
    outcome: Annotated[
        Literal["below_line", "above_line"] | None,
        Parameter(help=both("跌破该线或未跌破，默认跌破", "it fell below the line or stayed above; below by default")),
    ] = None,
    idle_cash: Annotated[
        bool, Parameter(help=both("部分自有资金可留作现金", "some own money may have stayed in cash"), negative=())
    ] = False,
    rounded: Annotated[
        bool, Parameter(help=both("数字是四舍五入过的", "the figures are rounded to the digits given"), negative=())
    ] = False,
    options: Options = Options(),  # noqa: B008
) -> int:
    """Say whether a story about a leveraged account can be true, and what its missing figures must be."""
    from liangrong.accounts.inverse.cases import Story
    from liangrong.services.accounts.cases import judged

    story = Story(
        on=parse_day(on, "--on"), fall=parse_number(fall, "--fall"), loss=parse_number(loss, "--loss"),
        left=parse_number(left, "--left"), own=parse_number(own, "--own"), loan=parse_number(loan, "--loan"),
        position=parse_number(position, "--position"), leverage=parse_number(leverage, "--leverage"),
        line=parse_number(line, "--line"), outcome=outcome or ("below_line" if line else None), idle_cash=idle_cash, rounded=rounded,
    )  # fmt: skip
    if story == Story(idle_cash=idle_cash, rounded=rounded):
        raise UsageError(reason="A story needs facts: give --fall, --loss, --line, --own, --loan or others.",
                         reason_zh="故事需要事实：请给出 --fall、--loss、--line、--own、--loan 等。")  # fmt: skip
    options.output().show(judged(story))
    return 0


def replay(file: _File, *, of: AccountFile = AccountFile(), options: Options = Options()) -> int:  # noqa: B008
    """Let the ledger of an account happen, event by event."""
    from liangrong.services.accounts.ledgers import replayed

    _show(replayed(of.request(file, options)), options, summary=_AFTER)
    return 0


def explain(
    file: _File,
    *,
    measure: Annotated[str, Parameter(help=both("要解释的数", "the number to explain"))] = "maintenance_ratio",
    account: Annotated[str | None, Parameter(help=both("文件中的哪个账户", "which account of the file"))] = None,
    of: AccountFile = AccountFile(),
    options: Options = Options(),  # noqa: B008
) -> int:
    """Show where a number comes from: its inputs, the rules and their sources, as a tree."""
    from liangrong.services.accounts.assessments import explain_account

    found = explain_account(of.request(file, options), measure, account)
    output = options.output()
    if options.format == "table":
        output.text(found.text(options.language))
        for note in found.account.notes:
            output.warn(note)
    else:
        output.show(found.result(options.language))
    return 0


def _show(result: Result, options: Options, *, summary: tuple[str, ...] = ()) -> None:
    if summary and options.format in ("table", "md") and result.data.height > 1:
        from dataclasses import replace

        result = replace(result, data=result.data.select(summary))
    options.output().show(result, to_the_fen=True)
