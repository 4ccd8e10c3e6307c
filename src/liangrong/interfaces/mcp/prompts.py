"""Two ways to begin that an agent's user can pick: the morning brief, and a margin account looked over."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from types import MappingProxyType
from typing import Final

from liangrong.core.errors import Lang, UnknownName, UsageError
from liangrong.core.results import Note

__all__ = ["PROMPTS", "Prompt", "prompted"]


@dataclass(frozen=True, slots=True)
class Prompt:
    """A question written out for the model.

    Parameters
    ----------
    text
        With ``{argument}`` where one is filled in.
    arguments
        Name to what it is and whether it must be given.
    """

    title: Note
    description: Note
    text: Note
    arguments: Mapping[str, tuple[Note, bool]] = field(default_factory=dict)


PROMPTS: Final = MappingProxyType({
    "morning_brief": Prompt(
        Note("早间简报", "Morning brief"),
        Note("最近一个交易日的两融要点，附出处与不确定之处。", "The margin market of the latest session, with sources and what is uncertain."),
        Note(
            "请写一份{day}的两融早间简报。依次调用 brief、flows（view=flows，by=sw1，最近五个交易日）、heat（view=heat）与 shorts。"
            "写：总余额、融资与融券余额及变化，是否新高；资金流向哪些行业；热度信号及其历史命中率与样本量；融券。"
            "每个数字带单位与截至日，注意事项照说，没有数据的写“未知”，不推测原因，不给投资建议。",
            "Write a morning brief of China's margin market for {day}. Call brief, flows (view=flows, by=sw1, the last five sessions), heat "
            "(view=heat) and shorts. Tell: total, financing and short balances with changes, whether they are records; which industries took "
            "the financing; signals of heat with their past hit rate and sample size; the short side. Every figure with unit and as-of day, "
            "warnings repeated, what is missing called unknown, no guessed causes, no advice.",
        ),
        MappingProxyType({"day": (Note("交易日，默认最近", "the session; the latest by default"), False)}),
    ),
    "check_margin_account": Prompt(
        Note("检查一个信用账户", "Check a margin account"),
        Note("维持担保比例、距追保线多远、还能做什么，并给出算式与规则出处。",
             "Maintenance ratio, distance to a call, what is still possible, with formulas and citations."),
        Note(
            '请检查下面的信用账户。先调用 assess_account（view=assess），再调用 distance（view=distance 与 view=what-if，prices=["-10%"]）；'
            "若已低于追保线，再调用 view=cure。用 view=explain 说明维持担保比例如何算出、依据哪条规则。"
            "账户缺少的信息请问我，不要假设。账户格式示例："
            '{{"account_id": "示例", "as_of": "2026-01-30", "cash": 400000, "collateral": [{{"security": "600519.SH", "quantity": 300, '
            '"price": 1400, "conversion_ratio": 0.7}}], "financing": [{{"security": "300750.SZ", "opened_on": "2025-12-10", "quantity": '
            '1000, "purchase_price": 400, "price": 360, "rate": "6.5%"}}]}}\n\n账户：\n{account}',
            "Check the margin account below. Call assess_account (view=assess), then distance (view=distance, and view=what-if with "
            'prices=["-10%"]); if it is below the call line, also view=cure. Use view=explain to tell how the maintenance ratio is computed and '
            "by which rule. Ask me for what the account lacks; assume nothing. An account looks like: "
            '{{"account_id": "example", "as_of": "2026-01-30", "cash": 400000, "collateral": [{{"security": "600519.SH", "quantity": 300, '
            '"price": 1400, "conversion_ratio": 0.7}}], "financing": [{{"security": "300750.SZ", "opened_on": "2025-12-10", "quantity": '
            '1000, "purchase_price": 400, "price": 360, "rate": "6.5%"}}]}}\n\nThe account:\n{account}',
        ),
        MappingProxyType({"account": (Note("账户：JSON、YAML 或 CSV 文本", "the account as JSON, YAML or CSV text"), True)}),
    ),
})  # fmt: skip
"""Name to prompt."""


def prompted(name: str, given: Mapping[str, str], lang: Lang) -> str:
    """A prompt with its arguments filled in.

    Raises
    ------
    UnknownName
        There is no such prompt.
    UsageError
        An argument is missing.

    Examples
    --------
    >>> prompted("morning_brief", {}, "en")[:72]
    "Write a morning brief of China's margin market for the latest session. C"
    """
    if name not in PROMPTS:
        raise UnknownName(kind="prompt", kind_zh="提示", name=name, known=", ".join(PROMPTS))
    prompt = PROMPTS[name]
    missing = [argument for argument, (_, required) in prompt.arguments.items() if required and not given.get(argument)]
    if missing:
        raise UsageError(reason=f"{name} needs '{missing[0]}'.", reason_zh=f"{name} 需要“{missing[0]}”。")
    latest = "最近一个交易日" if lang == "zh" else "the latest session"
    filled = {argument: given.get(argument) or latest for argument in prompt.arguments}
    return prompt.text.text(lang).format_map(filled)
