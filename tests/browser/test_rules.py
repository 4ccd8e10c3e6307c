"""The page of rules in Chromium: a question becomes an address, old and new contracts differ, the list leads on."""

from __future__ import annotations

from urllib.parse import parse_qs, urlsplit

import pytest

from tests.browser.looking import VIEWS, Visitor, barriers, drawn, overflow

pytestmark = [pytest.mark.browser, pytest.mark.slow]
OLD = "/rules?lang=en&name=financing_margin_ratio&on=2026-02-02&opened_on=2025-12-10"


@pytest.mark.parametrize("scripts", [True, False])
def test_a_question_is_an_address_that_can_be_opened_again(visitor: Visitor, scripts: bool) -> None:
    page = visitor.open("/rules?lang=en", scripts=scripts)
    page.locator("#name").select_option("financing_margin_ratio")
    page.locator("#on").fill("2026-02-02")
    page.locator("#opened_on").fill("2025-12-10")
    page.locator("button.main").click()
    assert "80%" in page.locator("#value tbody").inner_text()
    asked = parse_qs(urlsplit(page.url).query)
    assert asked["opened_on"] == ["2025-12-10"]
    again = visitor.open(page.url.partition(visitor.address)[2])
    assert again.locator("#value tbody").inner_text() == page.locator("#value tbody").inner_text()
    assert again.locator("#opened_on").input_value() == "2025-12-10"


def test_a_new_contract_has_the_new_ratio(visitor: Visitor) -> None:
    page = visitor.open(OLD.replace("2025-12-10", "2026-01-20"))
    assert "100%" in page.locator("#value tbody").inner_text()
    drawn(page, "history")


def test_the_list_leads_to_a_parameter_by_keyboard(visitor: Visitor) -> None:
    page = visitor.open("/rules?lang=en&text=call_line")
    link = page.locator("#all a", has_text="call_line").first
    link.focus()
    page.keyboard.press("Enter")
    page.wait_for_url("**name=call_line**")
    assert "130%" in page.locator("#value tbody").inner_text()


def test_two_days_are_compared(visitor: Visitor) -> None:
    page = visitor.open("/rules?lang=en")
    page.locator("#from").fill("2023-09-08")
    page.locator("#to").fill("2023-09-11")
    page.locator("button", has_text="Compare").click()
    page.locator("#diff tbody tr", has_text="financing_margin_ratio").first.wait_for()


@pytest.mark.parametrize(("width", "lang"), VIEWS)
def test_nothing_sticks_out_and_nobody_is_shut_out(visitor: Visitor, width: int, lang: str) -> None:
    page = visitor.open(f"{OLD}&from=2023-09-08&to=2023-09-11".replace("lang=en", f"lang={lang}"), width=width)
    drawn(page, "history")
    assert overflow(page) == 0
    assert barriers(page) == []
