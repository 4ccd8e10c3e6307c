"""Account: fields, files and errors; figures as the services give them; sliders, parts, downloads; nothing kept."""

from __future__ import annotations

import gzip
import io
import json
import re
import zipfile
from decimal import Decimal
from html import unescape
from pathlib import Path
from typing import Any

import pytest
from starlette.testclient import TestClient

from liangrong.interfaces.web.account_form import AccountForm
from liangrong.services.accounts.assessments import assess_accounts
from liangrong.services.accounts.files import AccountsRequest
from liangrong.services.accounts.whatif import WhatIfRequest, compared
from tests.contract.payloads import workbook

ENGLISH = "/account?lang=en"


def text_of(html: str) -> str:
    plain = re.sub(r"<script.*?</script>", " ", html, flags=re.DOTALL)
    return unescape(re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", plain)))


def part(html: str, key: str, tag: str = "section") -> str:
    found = re.search(rf'<{tag}[^>]* id="{key}".*?</{tag}>', html, re.DOTALL)
    assert found, f"no part {key}"
    return text_of(found[0])


def row_of(html: str, key: str, head: str, tag: str = "section") -> list[str]:
    """The cells of the row with this heading, in the table of a part."""
    found = re.search(rf'<{tag}[^>]* id="{key}".*?</{tag}>', html, re.DOTALL)
    assert found, f"no part {key}"
    row = re.search(rf'<th scope="row">{re.escape(head)}</th>(.*?)</tr>', found[0])
    assert row, f"no row {head}"
    return [text_of(cell).strip() for cell in re.findall(r"<td[^>]*>(.*?)</td>", row[1])]


QUICK = {"x-part": "cure"}
"""A part without a chart, for who looks at the figures at the head alone."""


def fields(**more: str | list[str]) -> dict[str, Any]:
    """The example as a browser sends it."""
    example = AccountForm.example()
    told: dict[str, Any] = dict(example.head)
    for kind, rows in example.rows.items():
        names = {name for row in rows for name in row}
        told |= {f"{kind}.{name}": [row.get(name, "") for row in rows] for name in names}
    return {**told, "do": "assess", **more}


def example_request() -> AccountsRequest:
    return AccountsRequest(AccountForm.example().account("x"))


def test_the_empty_page_offers_every_kind_of_row_and_no_figure(client: TestClient) -> None:
    page = client.get(ENGLISH)
    assert page.status_code == 200
    for name in ("collateral.security", "financing.purchase_price", "shorts.sale_price", "cash", "file", "text"):
        assert f'name="{name}"' in page.text
    assert 'id="worth"' not in page.text
    assert 'name="as_of" type="date" value="2026-01-30"' in page.text


def test_figures_are_those_of_the_services(client: TestClient) -> None:
    page = client.post(ENGLISH, data=fields(), headers=QUICK)
    assert page.status_code == 200
    truth = assess_accounts(example_request()).data.to_dicts()[0]
    figures = part(page.text, "figures", "ul")
    for name in ("assets", "debt", "equity", "available_margin"):
        assert f"{truth[name]:,.2f}" in figures
    assert f"{truth['maintenance_ratio'] * 100:.2f}" in figures


def test_the_answer_is_kept_nowhere(client: TestClient, web_store: Path) -> None:
    def stored() -> list[Path]:
        return sorted(path for path in web_store.rglob("*") if path.is_file())

    before = stored()
    page = client.post(ENGLISH, data=fields(cash="987654.32"), headers=QUICK)
    assert page.headers["cache-control"] == "no-store"
    assert "etag" not in page.headers
    assert stored() == before
    assert "987654.32" not in client.get(ENGLISH).text


def test_what_was_filled_in_stands_in_the_form_again(client: TestClient) -> None:
    page = client.post(ENGLISH, data=fields(cash="123456.78"), headers=QUICK)
    assert 'name="cash" inputmode="decimal" size="12" value="123456.78"' in page.text
    codes = re.findall(r'name="financing.security" value="([^"]*)"', page.text)
    assert codes == ["300750.SZ", "601012.SH", ""], "the rows, and one to go on with"


def test_another_row_without_scripts(client: TestClient) -> None:
    def rows(html: str) -> int:
        return html.count('name="shorts.security"')

    first = client.post(ENGLISH, data=fields(), headers=QUICK)
    assert rows(client.post(ENGLISH, data=fields(do="more:shorts"), headers=QUICK).text) == rows(first.text) + 1


def test_a_slider_changes_the_figures_as_the_service_says(client: TestClient) -> None:
    truth = compared(example_request(), WhatIfRequest(prices=(("", Decimal("-0.2")),))).data.to_dicts()
    page = client.post(ENGLISH, data=fields(move="-20"), headers={"x-part": "whatif"}).text
    cells = row_of(page, "suppose", "maintenance ratio (%)")
    assert cells[:2] == [f"{row['maintenance_ratio'] * 100:.2f}" for row in truth[:2]]
    assert cells[0] != cells[1]


def test_one_security_and_rules_move_too(client: TestClient) -> None:
    asked = WhatIfRequest(
        prices=(("300750.SZ", Decimal("-0.3")),),
        rules=(("financing_margin_ratio", Decimal("1.2")), ("call_line", Decimal("1.5"))),
        all_contracts=True,
    )
    truth = compared(example_request(), asked).data.to_dicts()
    moved = fields(security="300750.SZ", security_move="-30", margin="120", line="150", all_contracts="true")
    cells = row_of(client.post(ENGLISH, data=moved, headers={"x-part": "whatif"}).text, "suppose", "available margin (yuan)")
    assert cells[:2] == [f"{row['available_margin']:,.2f}" for row in truth[:2]]


def test_sliders_that_rest_suppose_nothing(client: TestClient) -> None:
    page = client.post(ENGLISH, data=fields(move="0", margin="100", line="130"), headers={"x-part": "whatif"}).text
    assert "Nothing is supposed yet" in part(page, "suppose")


def test_one_part_is_computed_alone_and_is_the_same(client: TestClient) -> None:
    given = fields(move="-20")
    whole, alone = (client.post(ENGLISH, data=given, headers=head).text for head in ({}, {"x-part": "whatif"}))
    assert row_of(alone, "suppose", "debt (yuan)") == row_of(whole, "suppose", "debt (yuan)")
    assert 'id="capacity"' in whole
    assert 'id="capacity"' not in alone


def test_a_value_that_is_no_number_is_said_beside_the_sliders(client: TestClient) -> None:
    page = client.post(ENGLISH, data=fields(move="much"), headers={"x-part": "whatif"})
    assert page.status_code == 200
    assert 'class="refused"' in page.text[page.text.index('id="whatif"') :]
    assert "much" in part(page.text, "suppose")


def test_charts_stand_in_the_page_as_data(client: TestClient) -> None:
    page = client.post("/account", data=fields(move="-20")).text
    found = re.findall(r'<script type="application/json">(.*?)</script>', page, re.DOTALL)
    assert len(found) == 3, "the lines, before and after, the distances"
    assert all("$schema" in json.loads(each) for each in found)


def test_a_name_cannot_end_the_script_that_holds_the_chart(client: TestClient) -> None:
    told = AccountForm.example().document() | {"account_id": "</script><img src=x onerror=alert(1)>"}
    page = client.post(ENGLISH, data={"text": json.dumps([told, {**told, "account_id": "b"}]), "do": "assess"})
    assert page.status_code == 200
    assert "<img src=x" not in page.text
    assert "&lt;/script&gt;" in page.text


def test_distance_by_each_security_and_industry(client: TestClient) -> None:
    told = part(client.post(ENGLISH, data=fields(by="security"), headers={"x-part": "distance"}).text, "distance")
    assert "600519.SH" in told
    assert "security:" not in told
    assert "Power Equipment" in part(
        client.post(ENGLISH, data=fields(by="industry"), headers={"x-part": "distance"}).text, "distance"
    )


@pytest.mark.parametrize("measure", ["maintenance_ratio", "available_margin", "shortfall"])
def test_every_number_can_be_taken_apart_down_to_its_rule(client: TestClient, measure: str) -> None:
    html = client.post(ENGLISH, data=fields(measure=measure), headers={"x-part": "explain"}).text
    tree = html[html.index('id="explain"') :]
    assert tree.count("<details") >= 2
    assert "第四十" in tree


def test_a_forced_sale_for_a_target_is_planned(client: TestClient) -> None:
    page = client.post(ENGLISH, data=fields(target="300")).text
    assert "300.00" in part(page, "liquidation")
    assert part(page, "cure") != part(client.post(ENGLISH, data=fields()).text, "cure")


def test_a_wrong_account_is_told_field_by_field_and_kept(client: TestClient) -> None:
    wrong = fields(cash="a lot", **{"collateral.quantity": ["-5"]})
    page = client.post(ENGLISH, data=wrong)
    assert page.status_code == 422
    told = part(page.text, "refusal", "div")
    assert "cash" in told
    assert "quantity" in told
    assert "600519.SH" in told
    assert 'value="a lot"' in page.text
    assert 'id="worth"' not in page.text


def test_a_pasted_text_counts(client: TestClient) -> None:
    page = client.post(ENGLISH, data={"text": "as_of: 2026-01-30\ncash: 5000\n", "cash": "1", "do": "assess"}, headers=QUICK)
    assert "5,000.00" in part(page.text, "figures", "ul")
    back = client.post(ENGLISH, data={"text": "as_of: 2026-01-30\ncash: 5000\n", "cash": "1", "do": "fields"}, headers=QUICK)
    assert "cash: 5000" not in back.text


def test_an_uploaded_workbook_counts_and_travels_along(client: TestClient) -> None:
    content = workbook({"账户": [["账户", "日期", "类型", "金额"], ["甲", "2026-01-30", "现金", 7000]]})
    first = client.post(ENGLISH, data={"do": "assess"}, files={"file": ("<b>账户</b>.xlsx", content)})
    assert first.status_code == 200, text_of(first.text)
    assert "7,000.00" in part(first.text, "figures", "ul")
    assert "<b>账户</b>" not in first.text
    held = re.search(r'name="held" value="([^"]+)"', first.text)
    assert held
    again = client.post(ENGLISH, data={"do": "assess", "held": held[1], "name": "a.xlsx"})
    assert "7,000.00" in part(again.text, "figures", "ul")


def test_several_accounts_are_listed_and_one_is_looked_at(client: TestClient) -> None:
    two = "账户,日期,类型,金额\n甲,2026-01-30,现金,7000\n乙,2026-01-30,现金,9000\n"
    page = client.post(ENGLISH, data={"text": two, "do": "assess", "which": "乙"}, headers=QUICK).text
    assert "9,000.00" in part(page, "figures", "ul")
    assert "7,000.00" in part(page, "accounts")


def test_a_crowd_of_accounts_is_only_listed(client: TestClient) -> None:
    rows = "".join(f"a{n},2026-01-30,现金,{n + 1}\n" for n in range(51))
    page = client.post(ENGLISH, data={"text": f"账户,日期,类型,金额\n{rows}", "do": "assess"}).text
    assert "upload it alone" in text_of(page)
    assert 'id="worth"' not in page


@pytest.mark.parametrize("pack", ["/etc/passwd", "../x.yaml", "C:\\\\x.yaml", "./book.yaml"])
def test_a_pack_is_one_that_is_shipped_and_no_file_of_the_server(client: TestClient, pack: str) -> None:
    for given in (fields(pack=pack), {"text": json.dumps({"as_of": "2026-01-30", "cash": "1", "pack": pack}), "do": "assess"}):
        page = client.post(ENGLISH, data=given)
        assert page.status_code == 404
        assert "no rule pack" in part(page.text, "refusal", "div").lower() or "rule pack" in part(page.text, "refusal", "div")
        assert "root:" not in page.text


def bombs() -> dict[str, bytes]:
    """Archives of less than a megabyte that unpack to hundreds."""
    zeros = b"0" * (100 << 20)
    honest = io.BytesIO()
    with zipfile.ZipFile(honest, "w", zipfile.ZIP_DEFLATED) as made:
        made.writestr("[Content_Types].xml", b"<Types/>")
        made.writestr("xl/workbook.xml", zeros)
    said, meant = (len(zeros).to_bytes(4, "little"), (1000).to_bytes(4, "little"))
    return {"workbook": honest.getvalue(), "lying workbook": honest.getvalue().replace(said, meant), "gzip": gzip.compress(zeros)}


YAML_BOMB = "a: &a [x,x,x,x,x,x,x,x,x]\nb: &b [*a,*a,*a,*a,*a,*a,*a,*a]\nc: [*b,*b,*b,*b,*b,*b,*b]\n"


@pytest.mark.parametrize(
    "content",
    [YAML_BOMB.encode(), b"[" * 100_000, b"<html>", b"\x00\x01\x02", b"PK\x03\x04broken", b"hello", b"- " * 200 + b"x"],
)
def test_what_is_no_account_is_refused_with_a_sentence(client: TestClient, content: bytes) -> None:
    page = client.post(ENGLISH, data={"do": "assess"}, files={"file": ("a.yaml", content)})
    assert page.status_code == 422
    assert part(page.text, "refusal", "div")
    assert "Traceback" not in page.text


def test_an_archive_that_would_fill_the_memory_is_refused_before_it_does(client: TestClient) -> None:
    for name, content in bombs().items():
        assert len(content) < 1 << 20
        page = client.post(ENGLISH, data={"do": "assess"}, files={"file": ("a.xlsx", content)})
        assert page.status_code == 422, name
        assert "unpacks to more than" in part(page.text, "refusal", "div"), name


@pytest.mark.parametrize(
    ("asked", "kind", "begins"),
    [
        ("file:worth:csv", "text/csv", b"\xef\xbb\xbfaccount"),
        ("file:distance:json", "application/json", b"{"),
        ("file:whatif:csv", "text/csv", b"\xef\xbb\xbfaccount"),
        ("file:worth:svg", "image/svg+xml", b"<svg"),
    ],
)
def test_each_answer_can_be_saved(client: TestClient, asked: str, kind: str, begins: bytes) -> None:
    found = client.post(ENGLISH, data=fields(do=asked, move="-10"))
    assert found.status_code == 200
    assert found.headers["content-type"].startswith(kind)
    assert "attachment" in found.headers["content-disposition"]
    assert found.headers["cache-control"] == "no-store"
    assert found.content.startswith(begins)


@pytest.mark.parametrize("asked", ["file:nothing:csv", "file:worth:exe", "file:", "file:capacity:png"])
def test_a_file_that_cannot_be_had_is_a_sentence(client: TestClient, asked: str) -> None:
    found = client.post(ENGLISH, data=fields(do=asked))
    assert found.status_code == 404
    assert part(found.text, "refusal", "div")


def test_a_page_of_another_site_cannot_send_an_account(client: TestClient) -> None:
    found = client.post(ENGLISH, data=fields(), headers={"origin": "http://evil.example"})
    assert found.status_code == 403


def test_the_language_is_changed_without_losing_the_account(client: TestClient) -> None:
    page = client.post(ENGLISH, data=fields(), headers=QUICK).text
    assert re.search(r'<button[^>]*form="account" formaction="/account\?lang=zh"', page)
    default = re.search(r'<button[^>]*form="account"[^>]*>', page)
    assert default
    assert 'value="assess"' in default[0], "Enter values the account"


def test_an_account_is_kept_when_that_is_asked_and_only_then(client: TestClient, web_store: Path) -> None:
    nameless = client.post(ENGLISH, data=fields(do="save", save_as="two words"), headers=QUICK)
    assert "two words" in part(nameless.text, "keep")
    kept = client.post(ENGLISH, data=fields(do="save", save_as="kept_by_test"), headers=QUICK)
    assert "Kept as" in part(kept.text, "keep")
    file = web_store / "alerts" / "accounts" / "kept_by_test.account"
    assert json.loads(file.read_bytes())["cash"] == AccountForm.example().head["cash"]
    gone = client.post("/alerts?lang=en", data={"do": "forget-account:kept_by_test"}, follow_redirects=False)
    assert gone.status_code == 303
    assert not file.exists()


def test_a_security_that_is_not_held_is_answered_for_beside_the_account(client: TestClient) -> None:
    """The page of a security leads here with its code; the account itself is still no part of the address."""
    address = f"{ENGLISH}&security=605815.SH"
    assert "605815.SH" in text_of(client.get(address).text)
    page = client.post(address, data=fields()).text
    capacity = assess_capacity(client, "605815.SH")
    cells = row_of_order(page, "about", "financing buy")
    assert Decimal(cells[1].replace(",", "")) == capacity
    assert "605815.SH" not in part(page, "capacity"), "the account does not hold it"
    assert 'id="about"' not in client.post(ENGLISH, data=fields()).text
    told = client.post(address, data={**fields(), "do": "file:about:csv"}).content.decode("utf-8-sig")
    assert "605815.SH" in told
    assert "300750.SZ" not in told


def test_a_security_that_is_none_is_a_sentence_in_its_place(client: TestClient) -> None:
    page = client.post(f"{ENGLISH}&security=999999", data=fields())
    assert page.status_code == 200
    assert "is not a security code" in part(page.text, "about")
    assert "Cash" in text_of(page.text)


def row_of_order(html: str, key: str, order: str) -> list[str]:
    """The cells of the row of an order, in the table of a part."""
    found = re.search(rf'<section[^>]* id="{key}".*?</section>', html, re.DOTALL)
    assert found
    row = re.search(rf'<th scope="row"[^>]*>{order}</th>(.*?)</tr>', found[0])
    assert row, f"no order {order}"
    return [text_of(cell).strip() for cell in re.findall(r"<td[^>]*>(.*?)</td>", row[1])]


def assess_capacity(client: TestClient, security: str) -> Decimal:
    """What the REST interface says that may be bought on credit, in CNY."""
    account = AccountForm.example().document()
    answer = client.post("/api/v1/capacity", json={"account": account, "security": security, "kind": "financing_buy"})
    assert answer.status_code == 200, answer.text
    return Decimal(answer.json()["data"][0]["max_amount"])
