"""Strategy notes and tables as rows, and what came of them."""

from __future__ import annotations

from datetime import date, timedelta
from decimal import Decimal

import pytest

from liangrong.core.errors import BadInput
from liangrong.research.documents.annotation import Annotation
from liangrong.research.documents.calls.call import Call, Level
from liangrong.research.documents.calls.ledger import ledger, scored_ledger
from liangrong.research.documents.calls.levels import levels_in
from liangrong.research.documents.calls.prices import values_of
from liangrong.research.documents.calls.reading import calls_in
from liangrong.research.documents.calls.scoring import records, score
from liangrong.research.documents.calls.wording import reading_of
from liangrong.research.documents.corpus.adding import add
from liangrong.research.documents.corpus.corpus import Corpus
from liangrong.research.documents.document import New

FUSED = (
    "Daily Outlook\nSome Futures· 2026-03-05 08:00\n1. Views [1] 2. By Sector Metals and alloys - **Gallium**: Stocks fell. Prices are expected to fluctuate "
    "widely in the short term [1] - **Cobalt**: It is expected to be strongly volatile [1] Grains - **Oats**: Demand is weak and prices will be under pressure "
    "in the medium term [1] - **Rye**: The upward space is limited [1] - **Barley**: It is expected to move between 1,200 - 1,350 yuan/ton and fluctuate [1]"
)
CHINESE = """某某期货晨报
2026年3月5日
【有色】
镓：库存去化，预计短期震荡偏强，运行区间 2100-2250元/吨。
钴：需求一般，区间震荡。
锗：若出口放开，则价格有望上涨，目前观望。
【谷物】
燕麦：供应宽松，预计价格承压下行，支撑位1800元/吨。
黑麦：逢低做多，目标位 2500。"""


def test_a_note_in_one_line_gives_sector_instrument_call_and_horizon() -> None:
    rows = [(c.sector, c.instrument, c.call, c.strength, c.horizon) for c in calls_in(FUSED)]
    assert rows == [
        ("Metals and alloys", "Gallium", "volatile", "plain", "short"),
        ("Metals and alloys", "Cobalt", "up", "leaning", ""),
        ("Grains", "Oats", "down", "plain", "medium"),
        ("Grains", "Rye", "", "", ""),
        ("Grains", "Barley", "range", "plain", ""),
    ]


def test_author_and_day_come_from_the_dateline_above_the_note() -> None:
    assert {(call.author, call.said_on) for call in calls_in(FUSED, author="somebody else")} == {
        ("Some Futures", date(2026, 3, 5))
    }
    assert {(call.author, call.said_on) for call in calls_in(CHINESE, author="某某期货")} == {("某某期货", date(2026, 3, 5))}


def test_a_chinese_note_gives_the_same() -> None:
    rows = [(c.sector, c.instrument, c.call, c.strength, c.support, c.resistance, c.unit) for c in calls_in(CHINESE)]
    assert rows == [
        ("有色", "镓", "up", "leaning", Decimal(2100), Decimal(2250), "元/吨"),
        ("有色", "钴", "range", "plain", None, None, ""),
        ("有色", "锗", "", "", None, None, ""),
        ("谷物", "燕麦", "down", "plain", Decimal(1800), None, "元/吨"),
        ("谷物", "黑麦", "up", "plain", None, None, ""),
    ]


@pytest.mark.parametrize(
    "table",
    [
        "板块 品种 观点 支撑 压力\n有色 镓 震荡偏强 2,100 2,250\n钴 中性 — —\n谷物 燕麦 偏空 1,800 1,950",
        "| 板块 | 品种 | 观点 | 支撑 | 压力 |\n|---|---|---|---|---|\n| 有色 | 镓 | 震荡偏强 | 2,100 | 2,250 |\n| 有色 | 钴 | 中性 | — | — |\n| 谷物 | 燕麦 | 偏空 | 1,800 | 1,950 |",
        "板块\t品种\t观点\t支撑\t压力\n有色\t镓\t震荡偏强\t2100\t2250\n有色\t钴\t中性\t-\t-\n谷物\t燕麦\t偏空\t1800\t1950",
    ],
)  # fmt: skip
def test_tables_of_every_make_give_the_same_rows(table: str) -> None:
    rows = [(c.sector, c.instrument, c.call, c.support, c.resistance) for c in calls_in(table)]
    assert rows == [
        ("有色", "镓", "up", Decimal(2100), Decimal(2250)),
        ("有色", "钴", "range", None, None),
        ("谷物", "燕麦", "down", Decimal(1800), Decimal(1950)),
    ]


def test_arrows_are_views_and_what_follows_a_unit_is_none_of_it() -> None:
    found = calls_in("品种 | 方向 | 支撑\n镓 | ↑ | 1\n钴 | ↓ | 2\n锗 | → | 3\n铟 | ↗ | 4")
    assert [(call.call, call.strength) for call in found] == [
        ("up", "plain"),
        ("down", "plain"),
        ("range", "plain"),
        ("up", "leaning"),
    ]
    assert [level.unit for level in levels_in("关注 60-65 美元/桶区间")] == ["美元/桶"]


def test_an_english_table_is_read() -> None:
    found = calls_in("Instrument | View | Support (USD) | Resistance\nOats | slightly bearish | 330 | 355")
    assert [(c.instrument, c.call, c.strength, c.support, c.unit) for c in found] == [
        ("Oats", "down", "leaning", Decimal(330), "USD")
    ]


def test_ratings_in_a_sentence_are_calls() -> None:
    assert [
        (c.instrument, c.call) for c in calls_in('Ratings follow: - Gallium is rated "bearish" [1] -燕麦 is rated "bullish" [1]')
    ] == [
        ("Gallium", "down"),
        ("燕麦", "up"),
    ]


@pytest.mark.parametrize(
    "text",
    [
        "Key points:\n- **Interest**: It is charged daily.\n- **Term**: Six months.\n- **Fees**: None.\n- **Limit**: Set by the broker.",
        "投资建议：看多科技。\n风险提示：市场下跌。",
        "The market rose. It is expected to fluctuate.",
        "品种 观点 支撑 压力",
        "",
    ],
)
def test_other_texts_make_no_calls(text: str) -> None:
    assert calls_in(text) == ()


@pytest.mark.parametrize(
    ("sentence", "call"),
    [
        ("Prices are expected to rise", "up"), ("It will continue to decline", "down"), ("The futures are range-bound", "range"),
        ("If supply tightens, prices may rise", None), ("Prices are not expected to rise", None), ("The downside space is limited", None),
        ("Prices rose sharply yesterday", None), ("预计将继续下跌", "down"), ("昨日大幅上涨", None), ("若减产落地，价格有望走强", None),
        ("上涨空间有限", None), ("维持区间震荡", "range"), ("波动料将加剧", "volatile"), ("难以上涨", None),
        ("It is weakly volatile", "down"), ("短期弱势震荡", "down"), ("油价或延续回落", "down"), ("区间操作为主", "range"),
        ("铜或铝上涨", None), ("expected to fluctuate with an upward bias", "up"),
    ],
)  # fmt: skip
def test_conditions_denials_and_past_moves_are_no_calls(sentence: str, call: str | None) -> None:
    found = reading_of(sentence)
    assert (found.call if found else None) == call


@pytest.mark.parametrize(
    ("sentence", "kinds"),
    [
        ("fluctuate in the range of 760 - 790 yuan/m³", ["range"]), ("attention to momentum above 12,000", ["above"]),
        ("supports at 3,000 and resistance near 3,200 points", ["support", "resistance"]), ("若跌破2900元/吨则离场", ["below"]),
        ("operating rate above 90%", []), ("above 720,000 tons", []), ("in 2025-2026", []), ("a range of plans for 2026-01", []),
        ("profit of 3 to 5 million", []), ("关注 60-65 美元/桶区间", ["range"]),
    ],
)  # fmt: skip
def test_prices_are_told_from_other_numbers(sentence: str, kinds: list[str]) -> None:
    assert [level.kind for level in levels_in(sentence)] == kinds


START = date(2026, 1, 1)


def values(*numbers: int) -> list[tuple[date, Decimal]]:
    return [(START + timedelta(days=place), Decimal(number)) for place, number in enumerate(numbers)]


def made(call: str, *levels: Level, day: int = 2, horizon: str = "") -> Call:
    return Call("甲", START + timedelta(days=day), "", "镓", call, "plain", horizon, levels)  # type: ignore[arg-type]


BAND = Level("range", Decimal(95), Decimal(105), "", "95-105")


@pytest.mark.parametrize(
    ("call", "numbers", "outcome"),
    [
        (made("up"), (100, 99, 100, 98, 97, 96, 95, 101), "hit"),
        (made("up"), (100, 99, 100, 105, 106, 107, 108, 100), "miss"),
        (made("down"), (100, 99, 100, 105, 106, 107, 108, 99), "hit"),
        (made("up"), (100, 99, 100, 105, 106, 107, 108), "open"),
        (made("range", BAND), (100, 99, 100, 95, 105, 100, 99, 101), "hit"),
        (made("range", BAND), (100, 99, 100, 94), "miss"),
        (made("range", BAND), (100, 99, 100, 99), "open"),
        (made("range"), (100, 99, 100, 99, 98, 99, 98, 99), "open"),
        (made(""), (100, 99, 100, 105, 106, 107, 108, 99), "open"),
        (made("up", day=-1), (100, 99, 100, 105, 106, 107, 108, 99), "open"),
    ],
)
def test_a_call_is_judged_by_its_rule(call: Call, numbers: tuple[int, ...], outcome: str) -> None:
    assert score(call, values(*numbers)).outcome == outcome


def test_an_open_call_says_why() -> None:
    assert score(made("up"), []).reason.en == "There are no values of it."
    assert score(made("up", day=-1), values(1, 2)).reason.en == "The values begin after 2025-12-31."
    assert score(made("up"), values(1, 2, 3, 4)).reason.en == "It runs over 5 values and there are 1 since."
    assert score(made(""), values(1, 2)).reason.en == "It expects nothing that could be judged."
    assert "too few values precede it" in score(made("range"), values(*[5] * 8)).reason.en


def test_without_bounds_the_usual_move_decides() -> None:
    """Before the call the value moves by 1 a day, so 5 values move by 5 and twice that is 10."""
    past = list(range(100, 161))
    for after, ranged, volatile in (
        ((161, 150, 170, 165, 160), "hit", "hit"),
        ((161, 162, 163, 164, 171), "miss", "hit"),
        ((161, 160, 162, 159, 160), "hit", "miss"),
    ):
        numbers = values(*past, *after)
        assert score(made("range", day=60), numbers).outcome == ranged
        assert score(made("volatile", day=60), numbers).outcome == volatile


def test_the_horizon_is_that_of_the_call_or_the_one_that_is_asked_for() -> None:
    numbers = values(100, 100, 100, *range(101, 130))
    assert (score(made("up", horizon="medium"), numbers).horizon, score(made("up", horizon="medium"), numbers).outcome) == (
        20,
        "hit",
    )
    assert score(made("up", horizon="long"), numbers).outcome == "open"
    assert score(made("up"), numbers, horizon=1).last == 101


def test_authors_get_a_rate_with_its_interval() -> None:
    rising = values(*range(100, 120))
    outcomes = [score(made("up", day=day), rising) for day in range(5)] + [
        score(made("down", day=day), rising) for day in range(3)
    ]
    outcomes += [score(made("up", day=18), rising), score(made("", day=1), rising)]
    (record,) = records(outcomes)
    assert (record.calls, record.scored, record.hits, record.open, record.rate) == (9, 8, 5, 1, 0.625)
    assert record.low == pytest.approx(0.3057, abs=1e-4)
    assert record.high == pytest.approx(0.8632, abs=1e-4)


def test_the_ledger_keeps_who_said_what_and_when(corpus: Corpus) -> None:
    add(corpus, [New("note", FUSED)], annotate=lambda new: Annotation(calls=calls_in(new.text)))
    entries = ledger(corpus, author="some futures", only_calls=True)
    assert [(entry.document, entry.call.instrument) for entry in entries] == [
        (1, "Gallium"),
        (1, "Cobalt"),
        (1, "Oats"),
        (1, "Barley"),
    ]
    assert [entry.call for entry in ledger(corpus)] == list(calls_in(FUSED))
    assert ledger(corpus, since=date(2026, 3, 6)) == []
    assert [entry.call.instrument for entry in ledger(corpus, instrument="OAT")] == ["Oats"]
    prices = [(date(2026, 3, 5) + timedelta(days=place), Decimal(100 - place)) for place in range(30)]
    (scored,) = scored_ledger(ledger(corpus, instrument="oats"), lambda _: prices)
    assert scored[1].outcome == "hit"


def test_a_file_of_values_is_read_or_refused_with_its_line() -> None:
    found = values_of('日期,品种,收盘价\n2026-01-06,镓,"1,234.5"\n2026/1/5,镓,1200\n', "p.csv")
    assert found == {"镓": [(date(2026, 1, 5), Decimal(1200)), (date(2026, 1, 6), Decimal("1234.5"))]}
    with pytest.raises(BadInput, match="no column 'value'"):
        values_of("date,weight\n2026-01-05,1", "p.csv")
    with pytest.raises(BadInput, match=r"p\.csv:3"):
        values_of("date,value\n2026-01-05,1\n2026-01-06,x", "p.csv")
