"""The invented names: code-shaped identifiers, obviously artificial names, boards, industries and sizes.

The codes carry the right prefix of their board but belong to nobody; the names say that they are simulated.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

import numpy as np
from numpy.typing import NDArray

from liangrong.simulation.paths import Floats, Ints, stream

__all__ = ["BOARDS", "EXCHANGES", "INDEX_SIZE", "INDUSTRIES", "SUFFIXES", "BoardPlan", "Listing"]

EXCHANGES: Final = ("SSE", "SZSE", "BSE")
SUFFIXES: Final = ("SH", "SZ", "BJ")


@dataclass(frozen=True, slots=True)
class BoardPlan:
    """How many names of one board there are, and how they trade.

    Parameters
    ----------
    exchange
        Position in ``EXCHANGES``.
    first_code
        The first code; the others follow it.
    price_limit
        Daily price limit as a ratio.
    tick
        Smallest price step in 厘 (0.001 元).
    price
        Median price in 元.
    margin_share
        Share of the exchange's financing that is in this board's names, roughly.
    """

    name: str
    exchange: int
    first_code: int
    count: int
    price_limit: float
    tick: int
    price: float
    margin_share: float


BOARDS: Final = (
    BoardPlan("main_sh", 0, 605801, 110, 0.10, 10, 14.0, 0.66),
    BoardPlan("star", 0, 689501, 50, 0.20, 10, 60.0, 0.26),
    BoardPlan("fund_sh", 0, 589901, 25, 0.10, 1, 1.3, 0.08),
    BoardPlan("main_sz", 1, 3801, 100, 0.10, 10, 13.0, 0.54),
    BoardPlan("chinext", 1, 302501, 80, 0.20, 10, 28.0, 0.41),
    BoardPlan("fund_sz", 1, 158801, 20, 0.10, 1, 1.1, 0.05),
    BoardPlan("bse", 2, 920901, 15, 0.30, 10, 18.0, 1.0),
)

# 申万 2021 level-1 industries: (code, name, how many of 100 growth-board stocks, how many of 100 main-board stocks).
INDUSTRIES: Final = (
    ("110000", "农林牧渔", 1, 3), ("220000", "基础化工", 5, 6), ("230000", "钢铁", 0, 3), ("240000", "有色金属", 1, 5),
    ("270000", "电子", 22, 6), ("280000", "汽车", 4, 5), ("330000", "家用电器", 1, 3), ("340000", "食品饮料", 0, 4),
    ("350000", "纺织服饰", 0, 2), ("360000", "轻工制造", 1, 2), ("370000", "医药生物", 14, 6), ("410000", "公用事业", 0, 4),
    ("420000", "交通运输", 0, 4), ("430000", "房地产", 0, 4), ("450000", "商贸零售", 1, 3), ("460000", "社会服务", 1, 2),
    ("480000", "银行", 0, 4), ("490000", "非银金融", 1, 5), ("510000", "综合", 0, 2), ("610000", "建筑材料", 1, 2),
    ("620000", "建筑装饰", 1, 3), ("630000", "电力设备", 13, 4), ("640000", "机械设备", 11, 4), ("650000", "国防军工", 4, 3),
    ("710000", "计算机", 9, 3), ("720000", "传媒", 2, 3), ("730000", "通信", 5, 2), ("740000", "煤炭", 0, 3),
    ("750000", "石油石化", 0, 2), ("760000", "环保", 1, 2), ("770000", "美容护理", 1, 2),
)  # fmt: skip

NO_INDUSTRY: Final = -1
INDEX_SIZE: Final = 60
"""How many of the largest stocks make up the synthetic 沪深300."""
_SIZE_SPREAD: Final = 1.0
"""Standard deviation of the logarithm of a name's size."""


@dataclass(frozen=True, slots=True, eq=False)
class Listing:
    """All names, as arrays of one length, ordered by board and code.

    Parameters
    ----------
    board
        Position in ``BOARDS``.
    industry
        Position in ``INDUSTRIES``; ``NO_INDUSTRY`` for funds.
    size
        Relative size within the whole market; funds included.
    """

    ids: tuple[str, ...]
    codes: tuple[str, ...]
    names: tuple[str, ...]
    board: Ints
    exchange: Ints
    industry: Ints
    size: Floats
    tick: Ints
    price_limit: Floats
    is_stock: NDArray[np.bool_]
    is_index_member: NDArray[np.bool_]

    @classmethod
    def generate(cls, seed: int) -> Listing:
        """The names of one seed. Codes and names do not depend on the seed, sizes and industries do."""
        generator = stream(seed, "listing")
        board = np.repeat(np.arange(len(BOARDS)), [plan.count for plan in BOARDS])
        plans = [BOARDS[place] for place in board]
        codes = [f"{plan.first_code + n:06d}" for plan in BOARDS for n in range(plan.count)]
        is_stock = np.array([not plan.name.startswith("fund") for plan in plans])
        size = np.exp(generator.normal(0, _SIZE_SPREAD, len(codes)))
        for place, plan in enumerate(BOARDS):
            size[board == place] *= plan.margin_share / size[board == place].sum()
        candidates = np.where(is_stock & (np.array([plan.exchange for plan in plans]) < 2), size, 0.0)
        member = np.zeros(len(codes), dtype=bool)
        member[np.argsort(candidates)[-INDEX_SIZE:]] = True
        return cls(
            ids=tuple(f"{code}.{SUFFIXES[plan.exchange]}" for code, plan in zip(codes, plans, strict=True)),
            codes=tuple(codes),
            names=tuple(f"模拟{n:04d}" if stock else f"模拟ETF{n:04d}" for n, stock in enumerate(is_stock, start=1)),
            board=board,
            exchange=np.array([plan.exchange for plan in plans]),
            industry=np.where(is_stock, _industries(generator, board), NO_INDUSTRY),
            size=size,
            tick=np.array([plan.tick for plan in plans]),
            price_limit=np.array([plan.price_limit for plan in plans]),
            is_stock=is_stock,
            is_index_member=member,
        )

    def of_board(self, name: str) -> NDArray[np.bool_]:
        """Which names belong to a board plan."""
        mine: NDArray[np.bool_] = self.board == next(place for place, plan in enumerate(BOARDS) if plan.name == name)
        return mine


def _industries(generator: np.random.Generator, board: Ints) -> Ints:
    """An industry for every name; each industry has at least one main-board stock."""
    growth = np.array([row[2] for row in INDUSTRIES], dtype=np.float64)
    main = np.array([row[3] for row in INDUSTRIES], dtype=np.float64)
    found = np.zeros(len(board), dtype=np.int64)
    for place, plan in enumerate(BOARDS):
        mine = np.flatnonzero(board == place)
        weights = main if plan.name.startswith("main") else growth
        drawn = generator.choice(len(INDUSTRIES), size=len(mine), p=weights / weights.sum())
        if plan.name.startswith("main"):
            drawn[: len(INDUSTRIES)] = np.arange(len(INDUSTRIES))
        found[mine] = drawn
    return found
