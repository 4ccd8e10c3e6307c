"""The loopback server: real HTTP, kept open, and every fault as it was ordered."""

from __future__ import annotations

from datetime import date
from http.client import HTTPConnection, IncompleteRead
from urllib.parse import urlencode, urlsplit

import pytest

from liangrong.core.outcomes import Failed, FailureKind, Ok
from liangrong.simulation.exchange import SimulatedExchange, respond
from liangrong.simulation.market import SimulatedMarket
from liangrong.simulation.quirks import Quirks
from liangrong.simulation.server import Received
from liangrong.sources.bse import BseDetail, BseSummary
from liangrong.sources.fetch import fetch
from liangrong.sources.fetcher import Query
from liangrong.sources.sse import SseDetail
from liangrong.sources.szse import SzseDetail, SzseSummary
from liangrong.sources.transport import HttpTransport

LAST = date(2026, 1, 30)
DAY = Query(LAST, LAST)
PATH = "/www.szse.cn/api/report/ShowReport/data?" + urlencode({"CATALOGID": "1837_xxpl", "TABKEY": "tab1", "txtDate": f"{LAST}"})


def connect(exchange: SimulatedExchange) -> HTTPConnection:
    return HTTPConnection(urlsplit(exchange.rewrite["https://www.szse.cn"]).netloc, timeout=10)


def get(connection: HTTPConnection, path: str = PATH) -> tuple[int, bytes]:
    connection.request("GET", path)
    answer = connection.getresponse()
    return answer.status, answer.read()


@pytest.mark.parametrize(
    "fetcher", [SseDetail(), SzseDetail(), BseDetail(), BseSummary(), SzseSummary()], ids=lambda f: type(f).__name__
)
def test_over_http_comes_what_respond_says(market: SimulatedMarket, fetcher) -> None:
    kept = []
    with SimulatedExchange(market) as exchange, HttpTransport(spacing_s=0, rewrite=exchange.rewrite) as transport:
        found = fetch(fetcher, DAY, transport, kept.append)
    assert isinstance(found, Ok)
    assert kept[0].content == respond(market, fetcher.request(DAY)).body


def test_one_connection_serves_many_requests(market: SimulatedMarket) -> None:
    with SimulatedExchange(market) as exchange:
        connection = connect(exchange)
        assert [get(connection)[0] for _ in range(5)] == [200] * 5
        assert exchange.requests == 5
        connection.close()


def test_every_origin_is_rewritten_to_loopback(market: SimulatedMarket) -> None:
    with SimulatedExchange(market) as exchange:
        assert {urlsplit(origin).netloc for origin in exchange.rewrite} == {
            "query.sse.com.cn", "www.sse.com.cn", "www.szse.cn", "www.bse.cn", "datacenter-web.eastmoney.com",
        }  # fmt: skip
        assert all(urlsplit(url).hostname == "127.0.0.1" for url in exchange.rewrite.values())


def test_a_busy_answer_is_followed_by_a_good_one(market: SimulatedMarket) -> None:
    with SimulatedExchange(market, quirks=Quirks(unavailable=1.0)) as exchange:
        connection = connect(exchange)
        assert [get(connection)[0] for _ in range(3)] == [503, 200, 200]
        connection.close()


def test_a_page_instead_of_data(market: SimulatedMarket) -> None:
    quirks = Quirks(html=1.0, hits=99)
    with SimulatedExchange(market, quirks=quirks) as exchange, HttpTransport(spacing_s=0, rewrite=exchange.rewrite) as transport:
        found = fetch(SzseSummary(), DAY, transport, lambda _: None)
    assert isinstance(found, Failed)
    assert found.kind is FailureKind.BLOCKED


def test_a_truncated_body_is_shorter_than_announced(market: SimulatedMarket) -> None:
    with SimulatedExchange(market, quirks=Quirks(truncated=1.0)) as exchange:
        connection = connect(exchange)
        with pytest.raises(IncompleteRead):
            get(connection)
        connection.close()
        connection = connect(exchange)
        assert get(connection)[0] == 200
        connection.close()


def test_a_slow_body_arrives_whole(market: SimulatedMarket) -> None:
    with SimulatedExchange(market, quirks=Quirks(slow=1.0, pause_s=0.001)) as exchange:
        connection = connect(exchange)
        first, second = get(connection), get(connection)
        assert first == second
        connection.close()


def test_faults_hit_their_share_and_are_the_same_for_the_same_seed() -> None:
    quirks = Quirks(seed=5, unavailable=0.1, html=0.05, truncated=0.05, slow=0.1)
    drawn = [quirks.fault(f"/path/{n}", 0) for n in range(4000)]
    assert drawn == [quirks.fault(f"/path/{n}", 0) for n in range(4000)]
    shares = {kind: drawn.count(kind) / 4000 for kind in ("unavailable", "html", "truncated", "slow", None)}
    assert shares == pytest.approx({"unavailable": 0.1, "html": 0.05, "truncated": 0.05, "slow": 0.1, None: 0.7}, abs=0.02)
    assert drawn != [Quirks(seed=6, unavailable=0.3).fault(f"/path/{n}", 0) for n in range(4000)]


def test_no_fault_comes_without_being_ordered() -> None:
    assert {Quirks().fault(f"{n}", 0) for n in range(1000)} == {None}


def test_a_posted_form_is_read(market: SimulatedMarket) -> None:
    with SimulatedExchange(market) as exchange:
        connection = connect(exchange)
        body = urlencode({"transDate": f"{LAST}", "page": "0"})
        connection.request("POST", "/www.bse.cn/rzrqjyyexxController/detailInfoResult.do?callback=cb", body,
                           {"Content-Type": "application/x-www-form-urlencoded"})  # fmt: skip
        text = connection.getresponse().read()
        connection.close()
    asked = Received(
        "https://www.bse.cn/rzrqjyyexxController/detailInfoResult.do",
        (("callback", "cb"),),
        (("transDate", f"{LAST}"), ("page", "0")),
    )
    assert text == respond(market, asked).body


def test_nothing_answers_after_the_end(market: SimulatedMarket) -> None:
    with SimulatedExchange(market) as exchange:
        connection = connect(exchange)
        assert get(connection)[0] == 200
    with pytest.raises(OSError, match=r".*"):
        get(connection)
    connection.close()
