"""Who may ask: only what names this service, and no page of another site."""

from __future__ import annotations

import pytest

from liangrong.interfaces.web.guard.hosts import AllowedHosts, HostGuard
from tests.unit.interfaces.web.asking import ask, echo

LOCAL = HostGuard(echo, AllowedHosts("127.0.0.1", 8321))
OURS = ("origin", "http://localhost:8321")


@pytest.mark.parametrize("host", ["localhost:8321", "LOCALHOST:8321", "127.0.0.1:8321", "[::1]:8321", "localhost.:8321"])
def test_names_of_this_machine_are_let_in(host: str) -> None:
    assert ask(LOCAL, host=host).status == 200


@pytest.mark.parametrize(
    "host",
    [
        "evil.example",
        "evil.example:8321",
        "localhost",
        "localhost:8322",
        "localhost:08321x",
        "localhost.evil.example:8321",
        "127.0.0.1.evil.example:8321",
        "evil.example#localhost:8321",
        "user@localhost:8321",
        "localhost:8321, evil.example",
        "192.168.1.5:8321",
        "localhost:8321/",
        "löcalhost:8321",
        " ",
    ],
)
def test_any_other_name_is_refused(host: str) -> None:
    answer = ask(LOCAL, "/api/v1/level", host=host)
    assert answer.status == 421
    assert answer.error["code"] == "bad_host"
    assert host.strip() not in answer.text or not host.strip()


@pytest.mark.parametrize("hosts", [[], ["localhost:8321", "localhost:8321"], ["localhost:8321", "evil.example"]])
def test_there_is_exactly_one_host(hosts: list[str]) -> None:
    assert ask(LOCAL, host="", headers=[("host", name) for name in hosts]).status == 400


def test_bound_to_all_addresses_any_address_but_no_name_is_ours() -> None:
    ours = AllowedHosts("0.0.0.0", 8321)
    assert ours.has("192.168.1.5:8321")
    assert ours.has("[fe80::1]:8321")
    assert not ours.has("192.168.1.5:80")
    assert not ours.has("rebound.example:8321")


def test_bound_to_one_address_another_is_not_ours() -> None:
    ours = AllowedHosts("192.168.1.5", 8321)
    assert ours.has("192.168.1.5:8321")
    assert not ours.has("192.168.1.6:8321")


def test_port_80_may_be_left_out() -> None:
    assert AllowedHosts("127.0.0.1", 80).has("localhost")


def test_more_names_may_be_given_with_and_without_port() -> None:
    ours = AllowedHosts("127.0.0.1", 8321, ("desk.example", "other.example:9000"))
    assert [ours.has(name) for name in ("desk.example", "Desk.example:443", "other.example:9000", "other.example:9001")] == [
        True,
        True,
        True,
        False,
    ]


@pytest.mark.parametrize("method", ["POST", "PUT", "DELETE", "PATCH", "BREW"])
@pytest.mark.parametrize(
    "origin", ["http://evil.example", "null", "http://localhost:9999", "http://localhost:8321.evil.example", "file://", ""]
)
def test_a_page_of_another_site_changes_nothing(method: str, origin: str) -> None:
    assert ask(LOCAL, "/x", method, headers=[("origin", origin)]).status == 403


@pytest.mark.parametrize("site", ["cross-site", "same-site", "nonsense"])
def test_what_the_browser_calls_cross_site_is_refused_whatever_its_origin(site: str) -> None:
    assert ask(LOCAL, "/x", "POST", headers=[OURS, ("sec-fetch-site", site)]).status == 403
    assert ask(LOCAL, "/x", "GET", headers=[("sec-fetch-site", site), ("sec-fetch-mode", "no-cors")]).status == 403


def test_our_own_pages_and_programs_may_post() -> None:
    for headers in ([OURS], [("sec-fetch-site", "same-origin")], [("sec-fetch-site", "same-origin"), ("origin", "null")], []):
        assert ask(LOCAL, "/x", "POST", headers=headers, body=[b"1"]).status == 200


def test_the_origin_must_be_that_of_the_host_asked_for() -> None:
    assert ask(LOCAL, "/x", "POST", host="127.0.0.1:8321", headers=[OURS]).status == 403


def test_a_foreign_origin_is_refused_even_beside_a_kind_word_about_the_site() -> None:
    assert ask(LOCAL, "/x", "POST", headers=[("origin", "http://evil.example"), ("sec-fetch-site", "same-origin")]).status == 403


def test_a_link_on_another_site_may_be_followed_but_not_to_mcp() -> None:
    link = [("sec-fetch-site", "cross-site"), ("sec-fetch-mode", "navigate")]
    assert ask(LOCAL, "/shorts", headers=link).status == 200
    assert ask(LOCAL, "/mcp", headers=link).status == 403
    assert ask(LOCAL, "/shorts", "POST", headers=link).status == 403


def test_mcp_is_guarded_for_reading_too() -> None:
    assert ask(LOCAL, "/mcp", headers=[("origin", "http://evil.example")]).status == 403
    assert ask(LOCAL, "/mcp").status == 200


def test_a_person_gets_a_page_and_a_program_an_error_object() -> None:
    page = ask(LOCAL, "/", host="evil.example")
    assert page.header("content-type") == "text/html; charset=utf-8"
    assert "主机名" in page.text
    assert "host asked for" in ask(LOCAL, "/?lang=en", host="evil.example").text
    assert ask(LOCAL, "/", host="evil.example", headers=[("accept", "application/json")]).error["hint"]
