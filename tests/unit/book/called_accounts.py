"""Accounts near and below their lines, seeded: long, short and both, with shares under contracts, fair prices and suspensions."""

from __future__ import annotations

import random
from datetime import date
from decimal import Decimal

from liangrong.accounts.marks import Mark, Marks
from liangrong.accounts.state import CreditAccount, FinancingContract, Holding, ShortContract

ON = date(2026, 2, 2)
OPENED = date(2025, 11, 3)
SECURITIES = tuple(f"60{number:04d}.SH" for number in (519, 36, 1318, 9, 28, 1012, 585, 887))


def marks_of(seed: int) -> Marks:
    """Prices in whole fen, as stocks have; one name suspended, one risk-warned, one that the broker counts at half its price."""
    dice = random.Random(seed)
    marks = {
        name: Mark(Decimal(dice.randint(150, 6000)) / 100, Decimal(dice.choice((0, 50, 65, 70))) / 100) for name in SECURITIES
    }
    warned, counted, suspended = SECURITIES[-1], SECURITIES[-2], SECURITIES[-3]
    marks[warned] = Mark(marks[warned].price, Decimal(0), asset_class="risk_warned")
    marks[counted] = Mark(marks[counted].price, Decimal(0), fair_price=(marks[counted].price / 2).quantize(Decimal("0.01")))
    marks[suspended] = Mark(marks[suspended].price, Decimal("0.5"), suspended=True)
    return marks


def accounts_of(seed: int, n: int, marks: Marks, *, shorts: bool = True, other: bool = True) -> list[CreditAccount]:
    """Accounts whose ratios lie from below 100 % to well above the lines."""
    dice = random.Random(seed)
    return [_account(dice, str(number), marks, shorts=shorts, other=other) for number in range(n)]


def _account(dice: random.Random, name: str, marks: Marks, *, shorts: bool, other: bool) -> CreditAccount:
    held = tuple(Holding(security, Decimal(dice.randint(1, 5000))) for security in dice.sample(SECURITIES, dice.randint(0, 3)))
    bought = [(security, Decimal(dice.randint(1, 5000))) for security in dice.choices(SECURITIES, k=dice.randint(0, 3))]
    own = sum((item.quantity * marks[item.security].price for item in held), Decimal(0))
    lent = sum((quantity * marks[security].price for security, quantity in bought), Decimal(0))
    cash = Decimal(dice.choice((0, 0, dice.randint(0, 3_000_000)))) / 100
    ratio = Decimal(dice.randint(90, 180)) / 100
    owed = (own + lent + cash) / ratio
    financing = tuple(
        FinancingContract(f"F{at}", security, OPENED, quantity, (owed * quantity * marks[security].price / lent).quantize(Decimal("0.01")),
                          Decimal(1), accrued_to=ON) for at, (security, quantity) in enumerate(bought)
    )  # fmt: skip
    sold: list[ShortContract] = []
    if shorts and dice.random() < 0.4:
        for at, security in enumerate(dice.sample(SECURITIES, dice.randint(1, 2))):
            quantity = Decimal(dice.randint(1, 3000))
            proceeds = (quantity * marks[security].price * Decimal(dice.randint(60, 110)) / 100).quantize(Decimal("0.01"))
            sold.append(ShortContract(f"S{at}", security, OPENED, quantity, proceeds, Decimal(1), accrued_to=ON))
            cash += proceeds
    return CreditAccount(
        account_id=name, cash=cash, collateral=held, financing=financing, shorts=tuple(sold),
        charges=Decimal(dice.choice((0, dice.randint(0, 200_000)))) / 100,
        other_collateral=Decimal(dice.choice((0, 0, 0, 20_000))) if other else Decimal(0),
    )  # fmt: skip


def short_sellers_of(seed: int, n: int, marks: Marks) -> list[CreditAccount]:
    """Accounts that owe shares and hold nothing but cash: rising prices call them."""
    dice = random.Random(seed)
    accounts = []
    for number in range(n):
        security, quantity = dice.choice(SECURITIES[:4]), Decimal(dice.randint(1, 3000))
        proceeds = quantity * marks[security].price
        cash = (proceeds * Decimal(dice.randint(135, 300)) / 100).quantize(Decimal("0.01"))
        short = ShortContract("S0", security, OPENED, quantity, proceeds, Decimal(1), accrued_to=ON)
        accounts.append(CreditAccount(account_id=f"short {number}", cash=cash, shorts=(short,)))
    return accounts
