"""Money is rounded to the fen, half up, and the noise of divisions does not turn a half."""

from __future__ import annotations

from decimal import Decimal as D

import pytest

from liangrong.accounts.fen import FEN, to_fen


@pytest.mark.parametrize(
    ("amount", "debited"),
    [
        ("541.664999", "541.66"),
        ("541.665", "541.67"),
        ("541.675", "541.68"),  # half up, not half to even
        ("-541.665", "-541.67"),
        ("0.0049", "0.00"),
        ("2087.5", "2087.50"),
    ],
)
def test_half_a_fen_is_rounded_away_from_zero(amount: str, debited: str) -> None:
    assert str(to_fen(D(amount))) == debited


def test_a_half_fen_counted_in_parts_is_still_a_half() -> None:
    """Six times a sixth of 0.005 is 0.00499…9 in 28 digits."""
    counted = sum([D("0.005") / 6] * 6, D(0))
    assert counted < D("0.005")
    assert to_fen(counted) == FEN
