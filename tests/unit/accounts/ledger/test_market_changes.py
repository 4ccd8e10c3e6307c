"""Prices, suspensions, warnings, conversion ratios and rules that change around an account."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from decimal import Decimal as D

import pytest

from liangrong.accounts.assess import assess
from liangrong.accounts.events import (
    ConversionRatioChange,
    Delisting,
    MarketUpdate,
    Resumption,
    RiskWarning,
    RuleChange,
    Suspension,
)
from liangrong.accounts.ledger.conservation import conserved
from liangrong.accounts.ledger.fold import apply
from liangrong.accounts.ledger.market_changes import (
    conversion_ratio_change,
    delisting,
    market_update,
    resumption,
    risk_warning,
    rule_change,
    suspension,
)
from liangrong.accounts.marks import Mark
from liangrong.accounts.state import AccountState, CreditAccount, FinancingContract, Holding, ShortContract
from liangrong.core.errors import BadInput, EventRefused, InvalidAccount, LooseningOverlay, UnknownName
from liangrong.rules.packs import parse_pack
from liangrong.rules.rulebook import Rulebook

DAY = date(2025, 6, 26)
LOAN = FinancingContract("1", "600519.SH", date(2025, 6, 2), D(2000), D(20000), D("0.8"), due_on=date(2025, 7, 10))
SHORT = ShortContract("2", "601318.SH", date(2025, 6, 2), D(1000), D(10500), D(1))
MARK = Mark(D(10), D("0.7"), asset_class="index_a_share", limit_up=D(11), limit_down=D(9))
MARKS = {"600519.SH": MARK, "601318.SH": replace(MARK, conversion_ratio=D("0.6")), "A": Mark(D(20), D("0.9"))}
ACCOUNT = CreditAccount(cash=D(50000), collateral=(Holding("600519.SH", D(300)),), financing=(LOAN,), shorts=(SHORT,))


def state(day: date = DAY, account: CreditAccount = ACCOUNT, book: Rulebook | None = None) -> AccountState:
    return AccountState(day, account, MARKS, book or Rulebook.load())


def mark(after: AccountState, security: str = "600519.SH") -> Mark:
    return after.marks[security]


def test_new_prices_leave_everything_else_of_a_mark() -> None:
    after = market_update(state(), MarketUpdate(on=DAY, prices={"600519.SH": D("9.5")})).state
    assert mark(after) == replace(MARK, price=D("9.5"))
    assert after.marks["601318.SH"] == MARKS["601318.SH"]


def test_whole_marks_come_before_prices_and_may_be_new() -> None:
    event = MarketUpdate(on=DAY, prices={"Z": D(8)}, marks={"Z": Mark(D(7), D("0.5"))})
    assert mark(market_update(state(), event).state, "Z") == Mark(D(8), D("0.5"))


def test_a_price_of_nothing_or_of_an_unknown_security_is_refused() -> None:
    with pytest.raises(EventRefused, match=r"price of 600519\.SH is 0"):
        market_update(state(), MarketUpdate(on=DAY, prices={"600519.SH": D(0)}))
    with pytest.raises(InvalidAccount, match="Z"):
        market_update(state(), MarketUpdate(on=DAY, prices={"Z": D(1)}))


def test_a_suspension_counts_the_fair_price_in_the_maintenance_ratio_alone() -> None:
    before = state()
    after = suspension(before, Suspension(on=DAY, security="600519.SH", fair_price=D(6))).state
    old, new = (assess(s.account, s.marks, s.terms) for s in (before, after))
    assert old.assets - new.assets == D(2300) * 4
    assert new.available_margin == old.available_margin
    assert (mark(after).suspended, mark(after).limit_up) == (True, None)
    with pytest.raises(EventRefused, match="fair_price"):
        suspension(before, Suspension(on=DAY, security="600519.SH", fair_price=D(-1)))


def test_a_term_that_ends_in_a_suspension_runs_on_to_the_day_of_resumption_without_penalty() -> None:
    """Due on 10 July, suspended from 26 June to 21 July."""
    stopped = suspension(state(), Suspension(on=DAY, security="600519.SH", fair_price=D(6))).state
    event = Resumption(on=date(2025, 7, 21), security="600519.SH", price=D("8.5"))
    transition = apply(stopped, event)
    after = transition.state
    assert (mark(after).suspended, mark(after).fair_price, mark(after).price) == (False, None, D("8.5"))
    assert after.account.financing[0].due_on == date(2025, 7, 21)
    assert after.account.accrued_charges == 0
    assert "contract 1 came due" in transition.notes[0].en
    traded_on = apply(state(), event).state
    assert traded_on.account.financing[0].due_on == date(2025, 7, 10), "it was not suspended"
    assert traded_on.account.cash + traded_on.account.accrued_charges * -1 < D(50000), "and bears the penalty"


def test_a_term_that_has_not_ended_is_untouched_by_a_resumption() -> None:
    stopped = suspension(state(), Suspension(on=DAY, security="600519.SH")).state
    transition = resumption(replace(stopped, on=date(2025, 7, 10)), Resumption(on=date(2025, 7, 10), security="600519.SH"))
    assert (transition.state.account, transition.notes) == (ACCOUNT, ())
    assert mark(transition.state).price == D(10), "without a price the last one stays"


def test_a_risk_warning_takes_all_margin_and_no_maintenance_ratio() -> None:
    before = state()
    after = risk_warning(before, RiskWarning(on=DAY, security="600519.SH")).state
    found = mark(after)
    assert (found.asset_class, found.conversion_ratio, found.financing_open, found.short_open) == ("risk_warned", 0, False, False)
    old, new = (assess(s.account, s.marks, s.terms) for s in (before, after))
    assert new.maintenance_ratio == old.maintenance_ratio
    assert old.available_margin - new.available_margin == 300 * 10 * D("0.7")


def test_before_2011_a_risk_warning_took_no_margin() -> None:
    day = date(2010, 6, 1)
    after = risk_warning(state(day, CreditAccount()), RiskWarning(on=day, security="600519.SH")).state
    assert mark(after).conversion_ratio == D("0.7")


def test_a_warning_that_is_lifted_gives_back_what_the_broker_sets_and_no_more_than_the_cap() -> None:
    warned = risk_warning(state(), RiskWarning(on=DAY, security="600519.SH")).state
    transition = risk_warning(warned, RiskWarning(on=DAY, security="600519.SH", lifted=True))
    assert (mark(transition.state).conversion_ratio, mark(transition.state).asset_class) == (0, "other_a_share")
    assert "until the broker sets one" in transition.notes[0].en
    change = ConversionRatioChange(on=DAY, security="600519.SH", conversion_ratio=D("0.65"))
    assert mark(conversion_ratio_change(transition.state, change).state).conversion_ratio == D("0.65")
    with pytest.raises(EventRefused, match="not under a risk warning"):
        risk_warning(state(), RiskWarning(on=DAY, security="600519.SH", lifted=True))


def test_a_delisting_takes_all_margin_and_ends_contracts_on_the_last_day() -> None:
    event = Delisting(on=DAY, security="600519.SH", last_day=date(2025, 7, 4))
    transition = delisting(state(), event)
    assert (mark(transition.state).asset_class, mark(transition.state).conversion_ratio) == ("delisting", 0)
    assert transition.state.account.financing[0].due_on == date(2025, 7, 4)
    assert transition.state.account.shorts == ACCOUNT.shorts, "another security"
    assert "contract 1 must be closed" in transition.notes[0].en
    later = delisting(state(), replace(event, last_day=date(2025, 7, 18))).state
    assert later.account == ACCOUNT, "the contract ends before"
    assert delisting(state(), replace(event, last_day=None)).state.account == ACCOUNT
    with pytest.raises(EventRefused, match="last_day"):
        delisting(state(), replace(event, last_day=date(2025, 6, 25)))


@pytest.mark.parametrize("ratio", ["0.71", "1.1", "-0.1"])
def test_a_conversion_ratio_above_the_cap_or_outside_its_range_is_refused(ratio: str) -> None:
    with pytest.raises(EventRefused):
        conversion_ratio_change(state(), ConversionRatioChange(on=DAY, security="600519.SH", conversion_ratio=D(ratio)))


def test_the_refusal_names_cap_class_date_and_rule() -> None:
    with pytest.raises(EventRefused) as refused:
        conversion_ratio_change(state(), ConversionRatioChange(on=DAY, security="600519.SH", conversion_ratio=D("0.71")))
    cap = state().terms.rules.ruling("conversion_ratio_cap", key="index_a_share")
    for part in ("0.71", "0.70", "index_a_share", f"{cap.since}", cap.citation):
        assert part in refused.value.message("en"), part
        assert part in refused.value.message("zh"), part
    assert refused.value.details["rule"] == "conversion_ratio_cap"


def test_a_conversion_ratio_at_the_cap_is_set() -> None:
    after = conversion_ratio_change(
        state(), ConversionRatioChange(on=DAY, security="601318.SH", conversion_ratio=D("0.70"))
    ).state
    assert mark(after, "601318.SH").conversion_ratio == D("0.70")
    free = conversion_ratio_change(state(), ConversionRatioChange(on=DAY, security="A", conversion_ratio=D("0.99"))).state
    assert mark(free, "A").conversion_ratio == D("0.99"), "the class of a label is not known, so no cap binds"


def test_a_notice_of_the_broker_holds_from_its_day() -> None:
    after = rule_change(state(), RuleChange(on=DAY, parameter="warning_line", value=D("1.45"))).state
    assert after.terms.warning_line == D("1.45")
    assert after.rulebook.at(date(2025, 6, 25)).number("warning_line") == D("1.40")
    assert state().terms.warning_line == D("1.40"), "the book itself is untouched"


def test_a_later_notice_replaces_an_earlier_one_even_where_it_is_milder() -> None:
    stricter = rule_change(state(), RuleChange(on=DAY, parameter="financing_margin_ratio", value=D("1.20"))).state
    assert stricter.terms.rules.number("financing_margin_ratio") == D("1.20")
    later = replace(stricter, on=date(2025, 6, 30))
    milder = rule_change(later, RuleChange(on=date(2025, 6, 30), parameter="financing_margin_ratio", value=D("0.90"))).state
    assert milder.terms.rules.number("financing_margin_ratio") == D("0.90")
    assert milder.rulebook.at(date(2025, 6, 27)).number("financing_margin_ratio") == D("1.20")
    same_day = rule_change(milder, RuleChange(on=date(2025, 6, 30), parameter="financing_margin_ratio", value=D("0.95"))).state
    assert same_day.terms.rules.number("financing_margin_ratio") == D("0.95")


def test_a_notice_replaces_what_the_pack_of_the_broker_said() -> None:
    mine = parse_pack(
        """{pack: mine, title_zh: 我的合同, title_en: my contract, example: false, citation: 合同, confidence: H,
        rules: [{parameter: financing_margin_ratio, from: 2024-01-02, value: 1.10}]}""",
        "mine.yaml",
    )
    before = state(book=Rulebook.load().amend(mine))
    assert before.terms.rules.number("financing_margin_ratio") == D("1.10")
    after = rule_change(before, RuleChange(on=DAY, parameter="financing_margin_ratio", value=D("0.90"))).state
    assert after.terms.rules.number("financing_margin_ratio") == D("0.90")


def test_a_notice_that_loosens_the_law_is_refused_by_name() -> None:
    with pytest.raises(LooseningOverlay, match="financing_margin_ratio"):
        rule_change(state(), RuleChange(on=DAY, parameter="financing_margin_ratio", value=D("0.7")))


def test_a_reform_may_loosen() -> None:
    after = rule_change(state(), RuleChange(on=DAY, parameter="financing_margin_ratio", value=D("0.7"), reform=True)).state
    assert after.terms.rules.number("financing_margin_ratio") == D("0.7")
    assert after.account == ACCOUNT, "open contracts keep their ratios"


def test_a_lower_cap_lowers_what_securities_count_for() -> None:
    event = RuleChange(on=DAY, parameter="conversion_ratio_cap", value={"index_a_share": D("0.65")})
    after = rule_change(state(), event).state
    assert [m.conversion_ratio for m in after.marks.values()] == [D("0.65"), D("0.6"), D("0.9")]
    both = rule_change(after, RuleChange(on=DAY, parameter="conversion_ratio_cap", value={"etf": D("0.5")})).state
    caps = [both.terms.rules.number("conversion_ratio_cap", key=key) for key in ("index_a_share", "etf", "treasury")]
    assert caps == [D("0.65"), D("0.5"), D("0.95")]


def test_a_rule_that_does_not_exist_or_a_value_that_does_not_fit_is_refused() -> None:
    with pytest.raises(UnknownName, match="warning_lime"):
        rule_change(state(), RuleChange(on=DAY, parameter="warning_lime", value=D("1.45")))
    with pytest.raises(BadInput):
        rule_change(state(), RuleChange(on=DAY, parameter="warning_line", value="high"))


@pytest.mark.parametrize(
    "event",
    [
        Suspension(on=DAY, security="Z"), Resumption(on=DAY, security="Z"), RiskWarning(on=DAY, security="Z"),
        Delisting(on=DAY, security="Z"), ConversionRatioChange(on=DAY, security="Z", conversion_ratio=D(0)),
    ],
)  # fmt: skip
def test_a_security_without_a_mark_is_named(event) -> None:
    with pytest.raises(InvalidAccount, match="Z: no price"):
        apply(state(), event)


@pytest.mark.parametrize(
    "event",
    [
        MarketUpdate(on=DAY, prices={"600519.SH": D(9)}),
        Suspension(on=DAY, security="600519.SH", fair_price=D(6)),
        Resumption(on=DAY, security="600519.SH", price=D(6)),
        RiskWarning(on=DAY, security="600519.SH"),
        Delisting(on=DAY, security="600519.SH", last_day=DAY),
        ConversionRatioChange(on=DAY, security="600519.SH", conversion_ratio=D("0.1")),
        RuleChange(on=DAY, parameter="netting", value="per_security"),
    ],
)
def test_nothing_moves_in_the_account(event) -> None:
    transition = apply(state(), event)
    assert transition.movements == ()
    assert conserved(state(), transition) == ()
