"""Spelling against an oracle that writes out every way in which a name can be typed."""

from __future__ import annotations

from itertools import pairwise, product

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from liangrong.analytics.securities.spelling import Form, Speller, Syllables, beginnings, plain_name, squeezed, syllables

READINGS = st.lists(
    st.sampled_from(["zhong", "chong", "tong", "ya", "an", "a", "hang", "xing", "shi", "s"]), min_size=1, max_size=3, unique=True
)
NAMES = st.lists(READINGS.map(tuple), min_size=1, max_size=4).map(tuple)


def typings(typed: Syllables, start: int) -> set[str]:
    """Everything that spells a name from ``start`` on, the last character also half written (two letters or more)."""
    found: set[str] = set()
    ways = [{form for reading in readings for form in whole_or_initial(reading)} for readings in typed[start:]]
    for count in range(len(ways)):
        last = {reading[:n] for reading in typed[start + count] for n in range(2, len(reading) + 1)} | ways[count]
        found |= {"".join(parts) for parts in product(*ways[:count], last)}
    return found


def whole_or_initial(reading: str) -> set[str]:
    two = {reading[:2]} if reading[:2] in ("zh", "ch", "sh") else set()
    return {reading, reading[0]} | two


@given(NAMES, st.data())
def test_what_is_spelled_is_what_can_be_typed(typed: Syllables, data: st.DataObject) -> None:
    start = data.draw(st.integers(0, len(typed) - 1))
    able = typings(typed, start)
    query = data.draw(st.one_of(st.sampled_from(sorted(able)), st.text("zhcongstyai", min_size=1, max_size=8)))
    assert (Speller(query).fit(typed, start) is not None) == (query in able)


@given(NAMES, st.data())
def test_the_first_letters_lead_to_every_spelling(typed: Syllables, data: st.DataObject) -> None:
    start = data.draw(st.integers(0, len(typed) - 1))
    longer = sorted(typing for typing in typings(typed, start) if len(typing) > 1)
    assume(longer)
    query = data.draw(st.sampled_from(longer))
    assert query[:2] in beginnings(typed, start)


@pytest.mark.parametrize(
    ("query", "form", "rare"),
    [
        ("zhongqingyinhang", Form.FULL, True),
        ("chongqingyinhang", Form.FULL, False),
        ("cqyh", Form.INITIALS, False),
        ("zqyh", Form.INITIALS, True),
        ("zqyx", Form.INITIALS, True),
        ("chqyh", Form.INITIALS, False),
        ("cqyinhang", Form.MIXED, False),
        ("chongqingyinh", Form.MIXED, False),
    ],
)
def test_every_reading_counts_and_the_usual_one_counts_more(query: str, form: Form, rare: bool) -> None:
    fit = Speller(query).fit(syllables("重庆银行"))
    assert fit is not None
    assert (fit.form, fit.rare, fit.characters) == (form, rare, 4)


@pytest.mark.parametrize(
    ("name", "queries"),
    [
        ("长安汽车", ("changan", "zhangan", "caqc", "zaqc")),
        ("绿地控股", ("lvdi", "ludi", "ldkg")),
        ("南玻Ａ", ("nanboa", "nba")),
        ("TCL科技", ("tclkeji", "tclkj", "tcl")),
    ],
)
def test_names_as_people_type_them(name: str, queries: tuple[str, ...]) -> None:
    for query in queries:
        assert Speller(query).fit(syllables(name)) is not None, query


def test_signs_width_and_marks_make_no_difference() -> None:
    variants = ("*ST海王", "ST海王", "ＳＴ海王", "* st 海 王", "海王")
    assert {plain_name(each) for each in variants} == {"海王"}
    assert {squeezed(each) for each in variants[:4]} == {"st海王"}
    assert plain_name("STAR") == "star"
    assert plain_name("寒武纪-U") == plain_name("寒武纪－Ｕ") == "寒武纪"


def test_what_no_keyboard_types_has_no_syllables() -> None:
    assert syllables("，。 \n") == ()
    assert all(low != high for low, high in pairwise(syllables("中国")))
