"""Charts in Chromium under the policy that the dashboard sends: drawn, brushed, hovered and followed, without one violation."""

from __future__ import annotations

import json
import threading
from collections.abc import Callable, Iterator
from datetime import date, timedelta
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import TYPE_CHECKING, Any

import polars as pl
import pytest

from liangrong.research.charts.balance import balance_chart, zoom_value
from liangrong.research.charts.render import to_spec
from liangrong.research.charts.treemap import treemap_chart

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Page

pytestmark = [pytest.mark.browser, pytest.mark.slow]

POLICY = (
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; connect-src 'self'; "
    "base-uri 'none'; form-action 'self'; frame-ancestors 'none'"
)
HTML = '<!doctype html><meta charset="utf-8"><title>chart</title><div id="chart"></div><script src="/bundle.js"></script><script src="/draw.js"></script>'
DRAW = """
document.addEventListener('securitypolicyviolation', e => (window.violations ??= []).push(e.violatedDirective + ' ' + e.sourceFile));
fetch('/spec.json').then(r => r.json()).then(spec => vegaEmbed('#chart', spec, {
  ast: true, actions: false, defaultStyle: false, tooltip: {disableDefaultStyle: true}, renderer: 'svg',
})).then(drawn => { window.view = drawn.view; document.body.dataset.ready = 'yes'; })
  .catch(e => { document.body.dataset.ready = 'no'; window.failure = String(e); });
"""
DAYS_OF_MARKS = """() => {
  const found = {};
  const walk = item => {
    if (item.marktype && item.marktype !== 'group' && item.name) {
      const days = item.items.map(i => i.datum?.date ?? i.datum?.datum?.date).filter(day => day != null).map(Number);
      if (days.length) found[item.name] = [Math.min(...days), Math.max(...days)];
    }
    (item.items ?? []).forEach(walk);
  };
  walk(view.scenegraph().root);
  return found;
}"""
"""First and last instant that every named mark draws."""

Opened = Callable[[Any], "Page"]


@pytest.fixture(scope="module")
def site() -> Iterator[tuple[str, dict[str, bytes]]]:
    """A loopback server under the policy of the dashboard, and what it serves by path."""
    vl_convert = pytest.importorskip("vl_convert")
    served = {
        "/favicon.ico": b"",
        "/": HTML.encode(),
        "/draw.js": DRAW.encode(),
        "/bundle.js": vl_convert.javascript_bundle().encode(),
    }
    kinds = {"/": "text/html; charset=utf-8", "/spec.json": "application/json"}

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            path = self.path.partition("?")[0]
            body = served.get(path, served["/"] if path == "/industry" else None)
            self.send_response(200 if body is not None else 404)
            self.send_header("Content-Type", kinds.get(path, "text/javascript"))
            self.send_header("Content-Security-Policy", POLICY)
            self.send_header("Content-Length", str(len(body or b"")))
            self.end_headers()
            self.wfile.write(body or b"")

        def log_message(self, *_: object) -> None:
            """Quiet."""

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    thread = threading.Thread(target=server.serve_forever)
    thread.start()
    yield f"http://127.0.0.1:{server.server_port}/", served
    server.shutdown()
    thread.join()
    server.server_close()


@pytest.fixture
def opened(chromium: Browser, site: tuple[str, dict[str, bytes]]) -> Iterator[Opened]:
    """From a chart to a page that shows it; afterwards nothing may have been complained of."""
    address, served = site
    complaints: list[str] = []
    # West of Greenwich, where a day read as local time would be the day before.
    context = chromium.new_context(viewport={"width": 1000, "height": 620}, timezone_id="America/New_York")

    def show(chart: Any) -> Page:
        served["/spec.json"] = json.dumps(to_spec(chart)).encode()
        page = context.new_page()
        page.set_default_timeout(10_000)
        page.on("console", lambda message: complaints.append(message.text) if message.type in ("error", "warning") else None)
        page.on("pageerror", lambda error: complaints.append(str(error)))
        page.goto(address)
        page.wait_for_selector("body[data-ready]", state="attached")
        assert page.evaluate("document.body.dataset.ready + (window.failure ?? '')") == "yes"
        complaints.extend(page.evaluate("window.violations ?? []"))
        return page

    yield show
    context.close()
    assert complaints == []


def history(count: int = 3800) -> pl.DataFrame:
    """A balance that rises with the days, with a hole, some decrees and a peak."""
    days = [date(2010, 3, 31) + timedelta(days=round(n * 1.5)) for n in range(count)]
    value = [1e10 + n * 5e8 + (n % 97) * 1e9 for n in range(count)]
    rows = pl.DataFrame({"date": days, "value": value, "is_record": [n % 7 == 0 for n in range(count)]})
    return rows.with_columns(
        policy=pl.when(pl.int_range(pl.len()) % 400 == 0).then(pl.lit("新规 <b>")),
        episode=pl.when(pl.int_range(pl.len()) == count // 3).then(pl.lit("2015 年峰值")),
    )


def milliseconds(day: date) -> int:
    return zoom_value(day, day)[0]


def brush(page: Page, start: float, end: float) -> None:
    """Drag over the strip from one share of its width to another."""
    box = page.locator(".strip_group > g > path.background").first.bounding_box()
    assert box is not None
    y = box["y"] + box["height"] / 2
    page.mouse.move(box["x"] + box["width"] * start, y)
    page.mouse.down()
    page.mouse.move(box["x"] + box["width"] * (start + end) / 2, y, steps=4)
    page.mouse.move(box["x"] + box["width"] * end, y, steps=4)
    page.mouse.up()


def test_a_drag_over_the_strip_drives_every_layer(opened: Opened) -> None:
    """Line, area, dots, triangles, labels and what can be hovered all keep to the time chosen; the signal says which it is."""
    page = opened(balance_chart(history(), lang="zh", width=900))
    before = page.evaluate(DAYS_OF_MARKS)
    assert page.evaluate("view.signal('zoom').date ?? null") is None
    brush(page, 0.5, 0.7)
    low, high = page.evaluate("view.signal('zoom').date.map(Number)")
    after = page.evaluate(DAYS_OF_MARKS)
    span = milliseconds(history()["date"][-1]) - milliseconds(history()["date"][0])
    assert (high - low) / span == pytest.approx(0.2, abs=0.02)
    layers = {name for name in before if "strip" not in name and "zoom" not in name}
    assert len(layers) >= 7, layers
    for name in layers & set(after):
        assert after[name] != before[name], f"{name} does not follow the brush"
        assert low <= after[name][0] <= after[name][1] <= high, name
    assert page.evaluate("view.scale('balance_x').domain().map(Number)") == [low, high]
    assert after["strip_marks"] == before["strip_marks"]


def test_what_is_left_out_of_view_comes_back(opened: Opened) -> None:
    page = opened(balance_chart(history(), lang="en", width=900, zoom=(date(2012, 1, 1), date(2013, 1, 1))))
    assert page.evaluate("view.signal('zoom').date.map(Number)") == [
        milliseconds(date(2012, 1, 1)),
        milliseconds(date(2013, 1, 1)),
    ]
    assert "CNY" not in " ".join(page.locator("#chart svg .balance_layer_10_marks text").all_inner_texts())
    small = page.evaluate("view.scale('balance_y').domain()[1]")
    page.evaluate("view.data('zoom_store', []).runAsync().then(() => null)")
    assert page.evaluate("view.scale('balance_y').domain()[1]") > 2 * small, "the value axis fits what is in view"
    whole = page.evaluate("view.scale('balance_x').domain().map(Number)")
    assert whole == [milliseconds(history()["date"][0]), milliseconds(history()["date"][-1])]


def test_the_pointer_is_told_day_value_and_change(opened: Opened) -> None:
    """Days are those of the rows even where the clock is behind Greenwich."""
    rows = history(40).select("date", "value")
    page = opened(balance_chart(rows, lang="zh", width=900))
    box = page.locator(".balance_group > g > path.background").first.bounding_box()
    assert box is not None
    for before_the_end in (8, 2):
        page.mouse.move(box["x"] + box["width"] - before_the_end, box["y"] + 60)
    told = page.locator("#vg-tooltip-element")
    told.wait_for(state="attached")
    page.wait_for_function("document.querySelector('#vg-tooltip-element').textContent.includes('20')")
    text = told.inner_text()
    assert str(rows["date"][-1]) in text
    assert f"{rows['value'][-1] / 1e8:,.2f}" in text
    assert f"{(rows['value'][-1] - rows['value'][-2]) / 1e8:+,.2f}" in text


def test_a_tile_leads_where_its_row_says(opened: Opened) -> None:
    rows = pl.DataFrame({
        "group_name": ["电子", "银行"], "end_balance": [3e11, 1e11], "net_financing": [1e10, -2e9],
        "link": ["/industry?name=电子", "/industry?name=银行"],
    })  # fmt: skip
    page = opened(treemap_chart(rows, lang="zh", width=600))
    with page.expect_navigation():
        page.get_by_text("银行").first.click()
    assert "name=%E9%93%B6%E8%A1%8C" in page.url
