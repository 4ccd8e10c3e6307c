"""Breaks if a pair of quantities is said to move the wrong way and passes, if news of what moved is taken for a rule, or if a denial is not heard."""

from __future__ import annotations

import pytest

from liangrong.research.claims.verify.document.influences import told_influence

RIGHT = [
    "保证金比例越高，能借的钱越少", "上调保证金门槛后，同样的本金可借的钱更少", "折算率越高，同样市值的证券可充抵的保证金越多", "折算率下调，同样的持仓能充抵的保证金就变少",
    "A bigger haircut leaves less borrowing power", "The stricter the margin requirement, the smaller the leverage", "The leverage a client gets shrinks as the margin ratio is raised",
    "担保物市值缩水会拉低维持担保比例", "融券标的上涨会让空头账户的维持担保比例下降", "When the price of the shorted shares rises, the maintenance ratio drops",
    "Paying in cash improves the maintenance ratio", "还款越多，维持担保比例越高", "偿还部分负债后，维持担保比例会上升", "借得越久，利息越多", "利率越高，利息支出越多",
    "保证金比例提高并不意味着杠杆上升", "The higher the margin ratio, the fewer the shares, and the lower the ratio, the higher the leverage",
    "The price of the shorted stock went up, and with it what short sellers owe; a rise in what they owe lowers the maintenance ratio",
]  # fmt: skip
WRONG = [
    "保证金比例越低，能借的钱越少", "A higher conversion ratio reduces buying power", "补充保证金会拉低维持担保比例", "The lower the maintenance ratio, the safer the account",
    "A bigger haircut means more borrowing power", "借得越久，利息越少", "还款越多，维持担保比例越低", "The leverage a client gets grows as the margin ratio is raised",
    "融券保证金比例提至更高水平，大幅降低融券成本", "保证金比例提高并不意味着杠杆下降", "账户的担保比例升高就会被强制平仓",
]  # fmt: skip
SILENT = [
    "今年以来股价上涨，维持担保比例下降", "股价上涨，但维持担保比例仍在下降", "The average maintenance ratio fell as prices rose", "随着股价上涨，融资余额上升", "保证金比例上调后，融资余额继续上升",
    "Share prices rose and margin debt fell", "提高保证金比例旨在降低杠杆", "融券余额上升，融券余量下降",
]  # fmt: skip


@pytest.mark.parametrize(
    ("text", "expected"), [*((one, True) for one in RIGHT), *((one, False) for one in WRONG), *((one, None) for one in SILENT)]
)
def test_what_moves_with_what(text: str, expected: bool | None) -> None:
    told = told_influence(text)
    assert (told.right if told else None) is expected
