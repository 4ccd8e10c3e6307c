"""The account page in Chromium: sliders against the command line, files, wrong input, languages, sizes, and without scripts."""

from __future__ import annotations

import json
import os
import re
import subprocess
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

from liangrong.interfaces.web.account_form import AccountForm
from tests.browser.looking import PHONE, VIEWS, Visitor, barriers, drawn, overflow
from tests.contract.payloads import workbook

if TYPE_CHECKING:
    from playwright.sync_api import Page

pytestmark = [pytest.mark.browser, pytest.mark.slow]


def example(visitor: Visitor, path: str = "/account?lang=en", **options: Any) -> Page:
    """The page with the example valued."""
    page = visitor.open(path, **options)
    page.locator("button[value=example]").click()
    page.locator("#worth").wait_for()
    return page


def cells(page: Page, part: str, head: str) -> list[str]:
    row = page.locator(f"#{part} tr", has=page.locator("th[scope=row]", has_text=re.compile(f"^{re.escape(head)}$")))
    return row.locator("td").all_inner_texts()


def told(folder: Path, *words: str) -> list[dict[str, Any]]:
    """What the command line says of the example."""
    file = folder / "example.json"
    file.write_bytes(AccountForm.example().account("x").content)
    command = [sys.executable, "-m", "liangrong", *words[:2], str(file), *words[2:], "--format", "json"]
    environment = {**os.environ, "LIANGRONG_LANG": "en", "LIANGRONG_STORE": str(folder / "none")}
    done = subprocess.run(command, capture_output=True, text=True, check=True, env=environment)
    rows: list[dict[str, Any]] = json.loads(done.stdout)["data"]
    return rows


def test_a_slider_moves_the_figures_to_those_of_the_command_line(visitor: Visitor, tmp_path: Path) -> None:
    page = example(visitor)
    slider = page.locator("#move")
    slider.focus()
    page.keyboard.press("ArrowLeft")
    for _ in range(14):
        page.keyboard.press("ArrowLeft")
    assert slider.input_value() == "-15"
    assert page.locator("output[for=move]").inner_text() == "-15%"
    before, after, _ = told(tmp_path, "account", "whatif", "--price", "-15%")
    shown = f"{float(after['maintenance_ratio']) * 100:.2f}"
    page.locator("#whatif td", has_text=re.compile(f"^{re.escape(shown)}$")).wait_for()
    assert cells(page, "whatif", "maintenance ratio (%)")[:2] == [f"{float(before['maintenance_ratio']) * 100:.2f}", shown]
    assert cells(page, "whatif", "equity (yuan)")[1] == f"{float(after['equity']):,.2f}"
    drawn(page, "whatif")


def test_a_rule_moves_too_and_the_rest_of_the_page_stays(visitor: Visitor) -> None:
    page = example(visitor)
    margin = cells(page, "worth", "margin used (yuan)")
    page.locator("#line").fill("160")
    page.locator("#whatif table").wait_for()
    assert cells(page, "whatif", "zone")[:1] == ["normal"]
    page.locator("#margin").fill("140")
    page.locator("#all_contracts").check()
    page.wait_for_function("() => /-/.test([...document.querySelectorAll('#whatif tr')].find(r => r.innerText.startsWith('available margin'))?.cells[2]?.innerText ?? '')")  # fmt: skip
    assert cells(page, "worth", "margin used (yuan)") == margin


def test_an_empty_page_fits_a_phone_and_shuts_nobody_out(visitor: Visitor) -> None:
    page = visitor.open("/account?lang=en", width=PHONE)
    assert overflow(page) == 0
    assert barriers(page) == []


def test_questions_are_answered_in_their_part_and_the_language_changes_with_the_account_kept(visitor: Visitor) -> None:
    """The tree opens down to the rule; distances by security replace those of the market."""
    page = example(visitor)
    page.locator("#measure").select_option("available_margin")
    page.locator("#explain .tree > li > details > summary", has_text="available margin").wait_for()
    page.locator("#explain .tree summary").nth(1).click()
    assert page.locator("#explain .cited").first.is_visible()
    page.locator("#by").select_option("security")
    page.locator("#distance td, #distance th", has_text="600519.SH").first.wait_for()
    drawn(page, "distance")
    page.locator("header button", has_text="中文").click()
    page.wait_for_url("**/account?lang=zh")
    page.locator("#worth").wait_for()
    assert page.locator("html").get_attribute("lang") == "zh-CN"
    assert page.locator("[name='collateral.security']").first.input_value() == "600519.SH"


@pytest.mark.parametrize("name", ["一号.csv", "book.xlsx"])
def test_a_file_is_uploaded_and_valued(visitor: Visitor, tmp_path: Path, name: str) -> None:
    table = [["账户", "日期", "类型", "金额"], ["甲", "2026-01-30", "现金", "7000"]]
    content = workbook({"账户": table}) if name.endswith("xlsx") else "\n".join(",".join(row) for row in table).encode()
    (tmp_path / name).write_bytes(content)
    page = visitor.open("/account?lang=en")
    page.locator("summary", has_text="upload a file").click()
    page.locator("#file").set_input_files(tmp_path / name)
    page.locator("#account button.main").click()
    page.locator("#worth").wait_for()
    assert "7,000.00" in page.locator("#figures").inner_text()
    assert name in page.locator("#account").inner_text()


def test_a_wrong_account_says_where_and_keeps_what_was_typed(visitor: Visitor) -> None:
    page = visitor.open("/account?lang=en", expected=422)
    page.locator("#cash").fill("a lot")
    page.locator("[name='collateral.security']").first.fill("600519.SH")
    page.keyboard.press("Enter")
    page.locator("#refusal").wait_for()
    said = page.locator("#refusal").inner_text()
    assert "cash" in said
    assert "quantity" in said
    assert page.locator("#cash").input_value() == "a lot"
    visitor.complaints[:] = [each for each in visitor.complaints if "422" not in each]


@pytest.mark.parametrize(("width", "lang"), VIEWS)
def test_nothing_sticks_out_and_nobody_is_shut_out(visitor: Visitor, width: int, lang: str) -> None:
    page = example(visitor, f"/account?lang={lang}", width=width)
    page.locator("#move").fill("-10")
    page.locator("#whatif table").wait_for()
    page.locator("details.entry > summary").click()
    for part in ("worth", "whatif", "distance"):
        drawn(page, part)
    assert overflow(page) == 0
    assert barriers(page) == []


def test_without_scripts_the_whole_way_is_buttons(visitor: Visitor) -> None:
    page = visitor.open("/account?lang=en", scripts=False)
    page.locator("#cash").fill("100000")
    page.locator("button[value='more:collateral']").click()
    assert page.locator("[name='collateral.security']").count() == 2
    assert page.locator("#cash").input_value() == "100000"
    for name, value in (
        ("security", "300750.SZ"),
        ("quantity", "1000"),
        ("purchase_price", "100"),
        ("price", "110"),
        ("opened_on", "2026-01-20"),
    ):
        page.locator(f"[name='financing.{name}']").first.fill(value)
    page.locator("#account button.main").click()
    assert page.locator("#figures strong").first.inner_text() == "210.00"
    page.locator("#deposit").fill("100000")
    page.locator("#suppose button.main").click()
    assert cells(page, "whatif", "maintenance ratio (%)")[:2] == ["210.00", "310.00"]
    page.locator("#measure").select_option("debt")
    page.locator("#explain button", has_text="Update").click()
    assert "100,000.00" in page.locator("#explain .tree").inner_text()
