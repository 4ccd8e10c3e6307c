"""The token: needed where others can reach the service, handed over once, never shown again."""

from __future__ import annotations

import logging

import pytest

from liangrong.core.errors import UsageError
from liangrong.interfaces.web.guard.token import TokenGuard, require_token_for
from tests.unit.interfaces.web.asking import Heard, ask, echo

TOKEN = "correct-horse-battery-staple"
GUARD = TokenGuard(echo, TOKEN)


def cookie_of(answer: Heard) -> str:
    return answer.header("set-cookie").partition(";")[0]


@pytest.mark.parametrize("host", ["127.0.0.1", "localhost", "::1", "127.5.5.5"])
def test_loopback_needs_no_token(host: str) -> None:
    require_token_for(host, None)


@pytest.mark.parametrize("host", ["0.0.0.0", "::", "192.168.1.5", "desk.example", "fe80::1", ""])
@pytest.mark.parametrize("token", [None, ""])
def test_any_other_address_does(host: str, token: str | None) -> None:
    with pytest.raises(UsageError) as caught:
        require_token_for(host, token)
    assert "令牌" in caught.value.message("zh")
    assert "LIANGRONG_TOKEN" in caught.value.hint("en")
    require_token_for(host, TOKEN)


@pytest.mark.parametrize(
    "token", ["short", "x" * 15, "with a space in the middle", "令牌令牌令牌令牌令牌令牌令牌令牌", "line\nbreak-line-break"]
)
def test_a_token_that_can_be_guessed_or_not_be_sent_is_refused_without_repeating_it(token: str) -> None:
    with pytest.raises(UsageError) as caught:
        require_token_for("0.0.0.0", token)
    assert token not in caught.value.message("en") + caught.value.message("zh")


def test_without_a_token_nobody_comes_in() -> None:
    answer = ask(GUARD, "/api/v1/level")
    assert answer.status == 401
    assert answer.header("www-authenticate").startswith("Bearer")
    assert answer.error["code"] == "token_required"


def test_programs_send_it_as_bearer() -> None:
    assert ask(GUARD, headers=[("authorization", f"Bearer {TOKEN}")]).status == 200
    assert ask(GUARD, headers=[("authorization", f"bearer  {TOKEN} ")]).status == 200
    for wrong in (f"Bearer {TOKEN}x", f"Bearer {TOKEN[:-1]}", "Bearer", "Bearer ", f"Basic {TOKEN}", TOKEN, "Bearer é"):
        assert ask(GUARD, headers=[("authorization", wrong)]).status == 401, wrong


def test_a_person_shows_it_once_and_gets_a_cookie_for_it() -> None:
    first = ask(GUARD, f"/shorts?as_of=2026-01-30&token={TOKEN}&lang=en")
    assert first.status == 303
    assert first.header("location") == "/shorts?as_of=2026-01-30&lang=en"
    attributes = {part.strip() for part in first.header("set-cookie").split(";")[1:]}
    assert {"HttpOnly", "SameSite=Strict", "Path=/"} <= attributes
    assert ask(GUARD, "/shorts", headers=[("cookie", f"theme=dark; {cookie_of(first)}")]).status == 200


def test_the_cookie_is_not_the_token_and_does_not_work_as_one() -> None:
    cookie = cookie_of(ask(GUARD, f"/?token={TOKEN}"))
    value = cookie.partition("=")[2]
    assert TOKEN not in cookie
    assert ask(GUARD, f"/?token={value}").status == 401
    assert ask(GUARD, headers=[("authorization", f"Bearer {value}")]).status == 401
    assert ask(TokenGuard(echo, "another-token-of-length"), headers=[("cookie", cookie)]).status == 401


def test_the_way_back_never_leads_to_another_site() -> None:
    for path in ("//evil.example/", "/\\evil.example", "///evil.example"):
        where = ask(GUARD, f"{path}?token={TOKEN}").header("location")
        assert where.startswith("/evil.example"), where


def test_a_wrong_token_in_the_address_is_refused_and_not_repeated() -> None:
    answer = ask(GUARD, "/?token=wrong-token-wrong-token")
    assert answer.status == 401
    assert "wrong-token" not in answer.text


def test_a_form_is_not_let_in_by_its_address() -> None:
    answer = ask(GUARD, f"/account?token={TOKEN}", "POST", body=[b"x"])
    assert answer.status == 401
    assert TOKEN not in answer.text


def test_a_link_from_elsewhere_can_be_followed_again() -> None:
    """SameSite=Strict keeps the cookie back when another site's link is followed; the page offers the same address again."""
    page = ask(GUARD, '/shorts?q="><script>alert(1)</script>')
    assert page.status == 401
    assert 'href="/shorts?q=&quot;&gt;&lt;script&gt;' in page.text
    assert "<script" not in page.text


def test_the_token_stays_out_of_texts_and_logs(caplog: pytest.LogCaptureFixture) -> None:
    with caplog.at_level(logging.DEBUG):
        answers = [ask(GUARD, f"/?token={TOKEN}"), ask(GUARD), ask(GUARD, "/", headers=[("authorization", f"Bearer {TOKEN}")])]
    assert TOKEN not in repr(GUARD) + caplog.text + "".join(f"{answer.headers}{answer.text}" for answer in answers)
