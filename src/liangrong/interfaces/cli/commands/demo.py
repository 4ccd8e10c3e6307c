"""``liangrong demo``: the whole way from exchange bytes to a report and the dashboard, on a market that never was."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated, Final

from cyclopts import Parameter

from liangrong.interfaces.cli.options import Options, both

__all__ = ["demo"]

FOLDER: Final = Path("liangrong-demo")


def demo(
    *,
    serve: Annotated[bool, Parameter(help=both("随后打开看板，直到 Ctrl+C", "then serve the dashboard until Ctrl+C"))] = True,
    options: Options = Options(),  # noqa: B008
) -> int:
    """Sync a simulated market through the real connectors, print its brief, and write an HTML report with charts."""
    from liangrong.interfaces.cli.commands.brief import draw_brief, written
    from liangrong.interfaces.cli.commands.serve import require_web, serve_dashboard
    from liangrong.interfaces.cli.progress import progress_bars
    from liangrong.research.charts.render import require_charts
    from liangrong.research.reports.html import to_html
    from liangrong.services.demo import demo as build

    require_charts()
    if serve:
        require_web()
    zh = options.language == "zh"
    output = options.output()
    store = options.store or FOLDER / "store-simulated"
    output.say(f"模拟交易所在本机启动，经真实连接器同步到 {store} …" if zh
               else f"Simulated exchanges start on this machine; the real connectors sync them into {store} …")  # fmt: skip
    with progress_bars(options.language) as progress:
        built = build(store, progress=progress)
    covered = int(built.report.data["covered"].sum())
    output.say(f"交易所应答 {built.requests} 次请求；末次同步覆盖 {covered} 个“数据表 × 交易所 × 交易日”。" if zh
               else f"The exchanges answered {built.requests} requests; the last sync covers {covered} days of tables and exchanges.")  # fmt: skip
    if built.laid_in:
        rows, tables = sum(built.laid_in.values()), len(built.laid_in)
        output.say(f"另有 {tables} 张表共 {rows:,} 行（更早的历史、行情、市值、行业等）直接放入，未经接口。" if zh
                   else f"{rows:,} more rows of {tables} tables (older history, quotes, caps, industries …) were laid in, not fetched.")  # fmt: skip
    if options.format == "table":
        draw_brief(built.brief, options)
    else:
        output.text(written(built.brief, options), end="")
    page = FOLDER / f"brief-{built.brief.as_of}-simulated.html"
    page.parent.mkdir(parents=True, exist_ok=True)
    page.write_text(to_html(built.brief, options.language, western=options.colors == "western"), encoding="utf-8")
    output.say(f"网页报告（模拟数据）：{page.resolve()}" if zh else f"HTML report (synthetic data): {page.resolve()}")
    if serve:
        serve_dashboard(store, options, port=None)
    return built.report.exit_code
