"""Breaks if a subject of a figures file is taken for another, or a name that nobody knows for one that exists."""

from __future__ import annotations

import pytest

from liangrong.research.claims.verify.published.scopes import named_scopes, same_name, scope_of, scopes_named

NAMES = named_scopes([("security:300502.SZ", ("新易盛", "Eoptolink Technology")), ("security:688256.SH", ("寒武纪-U",))])


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("A-share", "market"),
        ("SSE/SZSE/BSE", "market"),
        ("SSE", "exchange:SSE"),
        ("ChiNext", "board:chinext"),
        ("创业板", "board:chinext"),
        ("CSI300", "index:000300.SH"),
        ("SSE Composite", "index:000001.SH"),
        ("SW electronics", "industry:sw1:电子"),
        ("SW non-bank finance", "industry:sw1:非银金融"),
        ("SW petroleum & petrochemicals", "industry:sw1:石油石化"),
        ("申万一级行业 煤炭", "industry:sw1:煤炭"),
        ("industry:sw1:煤炭", "industry:sw1:煤炭"),
        ("某某股份 301217", "security:301217.SZ"),
        ("000300.SH", "index:000300.SH"),
        ("新易盛", "security:300502.SZ"),
        ("Eoptolink Technology", "security:300502.SZ"),
        ("寒武纪", "security:688256.SH"),
        ("AI+ five leaders", "AI+ five leaders"),
        ("999999", "999999"),
    ],
)
def test_subjects(text: str, expected: str) -> None:
    assert scope_of(text, NAMES) == expected


@pytest.mark.parametrize(
    ("subject", "expected"),
    [
        ("coal and petrochemicals", ("industry:sw1:煤炭", "industry:sw1:石油石化")),
        ("the electronics sector", ("industry:sw1:电子",)),
        ("煤炭、钢铁", ("industry:sw1:煤炭", "industry:sw1:钢铁")),
        ("coal and others", ()),
        ("", ()),
    ],
)
def test_lists_of_names(subject: str, expected: tuple[str, ...]) -> None:
    assert scopes_named(subject) == expected


@pytest.mark.parametrize(
    ("scope", "subject", "expected"),
    [
        ("AI+ five leaders", "the AI+ five leaders", True),
        ("AI+ five leaders", "five leaders", False),
        ("market", "market", False),
        ("China AI", "China AIDS", False),
    ],
)
def test_names_that_nobody_knows(scope: str, subject: str, expected: bool) -> None:
    assert same_name(scope, subject) is expected
