"""``liangrong book``: books of accounts, made, imported, described and marked to market."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Literal

from cyclopts import Parameter

from liangrong.core.errors import NotKnown
from liangrong.core.spelling import parse_day, parse_number
from liangrong.interfaces.cli.answers import AnswerOptions, show_answer
from liangrong.interfaces.cli.assumptions import assumed_of
from liangrong.interfaces.cli.engines import EngineOptions
from liangrong.interfaces.cli.options import Clocks, Options, both

if TYPE_CHECKING:
    from liangrong.services.workspace import Workspace

__all__ = ["Book", "Pack", "Top", "describe", "generate", "import_export", "list_books", "revalue", "store_of"]

Book = Annotated[
    str, Parameter(help=both("账簿：名称，或目录（./账簿、s3://…）", "the book: a name, or a folder such as ./book or s3://…"))
]
Pack = Annotated[str, Parameter(help=both("券商规则包：名称或 YAML 文件", "broker pack: a name or a YAML file"))]
Top = Annotated[int, Parameter(help=both("最多列出几行", "how many rows at most"))]
_Replace = Annotated[bool, Parameter(negative="", help=both("可替换同名账簿", "a book that is there may be replaced"))]


def list_books(*, options: Options = Options()) -> int:  # noqa: B008
    """List the books of the store."""
    from liangrong.services.books.files import books_of

    options.output().show(books_of(options.open()))
    return 0


def generate(
    name: Annotated[str, Parameter(help=both("账簿名称", "name of the book"))],
    *,
    on: Annotated[str | None, Parameter(help=both("日期，默认最近完整交易日", "the day; default the last complete session"))] = None,
    accounts: Annotated[
        int | None, Parameter(help=both("户数，默认与全国相同", "how many; default as many as the country has"))
    ] = None,
    seed: Annotated[int, Parameter(help=both("随机种子", "seed"))] = 0,
    partition_size: Annotated[int, Parameter(help=both("每个分区的户数", "accounts of a partition"))] = 1_000_000,
    borrowers_share: Annotated[
        str | None, Parameter(help=both("负债账户占比，默认依统计", "share of accounts in debt; default as published"))
    ] = None,
    assume: Annotated[tuple[str, ...], Parameter(consume_multiple=True, negative="", help=both(
        "改变一项假定：名称=值，名称见校准表", "change an assumption: NAME=VALUE; the calibration table names them"))] = (),
    replace_existing: _Replace = False,
    known_at: Annotated[str | None, Parameter(help=both("以何时所知为准", "as known at this instant"))] = None,
    options: Options = Options(),  # noqa: B008
) -> int:  # fmt: skip
    """Draw a synthetic national book from public totals, and say how near it comes and what was assumed."""
    from liangrong.book.generator.parameters import Parameters
    from liangrong.interfaces.cli.compiling import told_while_compiling
    from liangrong.interfaces.cli.progress import progress_bars
    from liangrong.services.books.generation import GenerationRequest
    from liangrong.services.books.generation import generate as made

    (parameters,) = assumed_of(assume, "--assume", Parameters())
    share = parse_number(borrowers_share, "--borrowers-share")
    request = GenerationRequest(
        name=name, on=parse_day(on, "--on"), accounts=accounts, seed=seed, partition_size=partition_size,
        parameters=parameters, borrowers_share=None if share is None else float(share), replace_existing=replace_existing,
        known_at=Clocks(known_at=known_at).instant,
    )  # fmt: skip
    with progress_bars(options.language) as progress, told_while_compiling(options.language):
        found = made(options.open(), request, progress=progress)
    options.output().show(found)
    return 0


def import_export(
    *,
    accounts: Annotated[Path, Parameter(help=both("账户表：CSV 或 Parquet", "accounts: CSV or Parquet"))],
    positions: Annotated[Path | None, Parameter(help=both("持仓表", "positions"))] = None,
    contracts: Annotated[Path | None, Parameter(help=both("合约表", "contracts"))] = None,
    as_of: Annotated[str, Parameter(help=both("导出的是哪一日收盘", "the day whose close the export shows"))],
    into: Annotated[str, Parameter(help=both("账簿名称或目录", "name or folder of the book"))] = "",
    check: Annotated[bool, Parameter(negative="", help=both("只检查，逐行列出问题", "only check, problems row by row"))] = False,
    leave_out: Annotated[
        bool, Parameter(negative="", help=both("略去有错的账户", "leave accounts with errors out"))
    ] = False,
    replace_existing: _Replace = False,
    partition_size: Annotated[int, Parameter(help=both("每个分区的户数", "accounts of a partition"))] = 1_000_000,
    options: Options = Options(),  # noqa: B008
) -> int:  # fmt: skip
    """Read a broker's own export, check every row, and write it as a book; exit code 5 where accounts were left out."""
    from liangrong.services.books.imports import BookImportRequest, checked_export, imported_book

    request = BookImportRequest(
        accounts=accounts, positions=positions, contracts=contracts, as_of=parse_day(as_of, "--as-of"), into=into, leave_out=leave_out,
        replace_existing=replace_existing, partition_size=partition_size,
    )  # fmt: skip
    output = options.output()
    if check:
        found = checked_export(store_of(options, "."), request)
        output.show(found)
        return 4 if "error" in found.data["severity"] else 0
    done = imported_book(store_of(options, into), request)
    output.show(done.summary)
    if options.format == "table" and done.faults.data.height:
        output.show(done.faults)
    left = done.summary.data.filter(item="accounts_left_out")["count"].item()
    return 5 if left else 0


def describe(
    book: Book,
    *,
    aspect: Annotated[
        Literal["summary", "zones", "industries", "securities", "ratios", "concentration", "vintages", "ages", "calibration"],
        Parameter(help=both(
            "summary 概况；zones 各区间；industries 行业；securities 证券；ratios 担保比例分布；concentration 集中度；vintages 合约比例；"
            "ages 账龄；calibration 校准表",
            "summary; zones; industries; securities; ratios: their distribution; concentration; vintages: contracts by margin ratio; ages; "
            "calibration: of a generated book")),
    ] = "summary",
    top: Top = 20,
    pack: Pack = "",
    engine: EngineOptions = EngineOptions(),  # noqa: B008
    options: AnswerOptions = AnswerOptions(),  # noqa: B008
) -> int:  # fmt: skip
    """Describe a book at its own prices, under the rules of its day."""
    from liangrong.services.books.describe import DescriptionRequest, description

    request = DescriptionRequest(book=book, aspect=aspect, top=top, pack=pack)
    with engine.opened(options.language) as (asked, _):
        found = description(store_of(options, book), request, ask=asked)
    show_answer("book describe", found, options)
    return 0


def revalue(
    book: Book,
    *,
    on: Annotated[str | None, Parameter(help=both("按此日价格，默认账簿自己的价格", "prices of this day; default those of the book"))] = None,
    known_at: Annotated[str | None, Parameter(help=both("以何时所知为准", "as known at this instant"))] = None,
    by: Annotated[
        Literal["zone", "industry", "security", "account"],
        Parameter(help=both("分组：区间、行业、证券、账户", "rows: zones, industries, securities or accounts")),
    ] = "zone",
    account: Annotated[tuple[str, ...], Parameter(consume_multiple=True, negative="", help=both(
        "只看这些账户（--by account），默认最低的几户", "these accounts (--by account); default those with the lowest ratio"))] = (),
    top: Top = 20,
    pack: Pack = "",
    engine: EngineOptions = EngineOptions(),  # noqa: B008
    options: AnswerOptions = AnswerOptions(),  # noqa: B008
) -> int:  # fmt: skip
    """Mark a book to market: who stands in which zone, what is owed, how much is missing."""
    from liangrong.services.books.revaluations import RevaluationRequest, revaluation

    request = RevaluationRequest(
        book=book,
        on=parse_day(on, "--on"),
        known_at=Clocks(known_at=known_at).instant,
        by=by,
        accounts=account,
        top=top,
        pack=pack,
    )
    with engine.opened(options.language) as (asked, _):
        found = revaluation(store_of(options, book), request, ask=asked)
    show_answer("book revalue", found, options)
    return 0


def store_of(options: Options, book: str) -> Workspace | None:
    """The store; none where there is none and the book is a folder, which needs none.

    Raises
    ------
    NotKnown
        There is no store, and the book is a name in it.
    """
    try:
        return options.open()
    except NotKnown:
        if Path(book).name == book:
            raise
        return None
