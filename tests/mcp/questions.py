"""What an agent asks in tests, and the command that must give the same figures."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

__all__ = ["ACCOUNT", "QUESTIONS", "Question"]

ACCOUNT = Path(__file__).resolve().parents[2] / "examples" / "account.yaml"


@dataclass(frozen=True)
class Question:
    """One question as a person has it, as an agent calls it, and as the command line asks it."""

    text: str
    tool: str
    arguments: Mapping[str, Any]
    command: str
    about_account: bool = False

    @property
    def given(self) -> dict[str, Any]:
        """The arguments of the call: every row is wanted, the account as text."""
        account = {"account": ACCOUNT.read_text(encoding="utf-8")} if self.about_account else {}
        return {**self.arguments, **account, "limit": 5000}

    @property
    def words(self) -> list[str]:
        """The words of the command."""
        words = self.command.split()
        if self.about_account:
            words.insert(2, str(ACCOUNT))
        return [*words, "--format", "json"]


REVIEW = Path(__file__).with_name("review.txt")
WEEK = {"from": "2026-01-26", "to": "2026-01-30"}
DAYS = "--from 2026-01-26 --to 2026-01-30"

QUESTIONS: tuple[Question, ...] = (
    Question("今天两融怎么样？", "brief", {"view": "brief"}, "brief"),
    Question("1 月 28 日的简报", "brief", {"view": "brief", "as_of": "2026-01-28"}, "brief --as-of 2026-01-28"),
    Question("融资余额是多少？", "level", {"measure": "rzye"}, "show rzye"),
    Question("上周两融余额每天多少？", "level", {"measure": "两融余额", **WEEK}, f"show 两融余额 {DAYS}"),
    Question("占流通市值多少？", "level", {"measure": "financing_balance_to_float_cap"}, "show financing_balance_to_float_cap"),
    Question("上交所的融券余额", "level", {"measure": "short_balance", "scope": "SSE"}, "show short_balance --scope SSE"),
    Question("1 月 30 日早上 8 点已知的融资余额", "level", {"measure": "rzye", "known_at": "2026-01-30T08:00"}, "show rzye --known-at 2026-01-30T08:00"),
    Question("周六的余额", "level", {"measure": "rzye", "to": "2026-01-31"}, "show rzye --to 2026-01-31"),
    Question("去年 12 月以来几次新高？", "records", {"from": "2025-12-01"}, "records --from 2025-12-01"),
    Question("现在是新高吗？", "records", {"view": "record-state"}, "records"),
    Question("自 2020 年以来是新高吗？", "records", {"view": "record-state", "since": "2020-01-02"}, "records --since 2020-01-02"),
    Question("融资余额的全部新高", "records", {"measure": "financing_balance", "from": "2010-03-31"}, "records --measure financing_balance --from 2010-03-31"),
    Question("何时首次到 2 万亿？", "records", {"view": "crossings", "threshold": "2万亿"}, "crossings --threshold 2万亿"),
    Question("每次到 1.5 万亿", "records", {"view": "crossings", "threshold": "1.5万亿", "every": True}, "crossings --threshold 1.5万亿 --every"),
    Question("历次周期", "records", {"view": "cycles"}, "episodes"),
    Question("上周融资流入哪些行业？", "flows", {"by": "sw1", **WEEK}, f"flows --by sw1 {DAYS}"),
    Question("当日各板块融资净买入", "flows", {"by": "board"}, "flows --by board"),
    Question("净买入前五与后五", "flows", {"view": "league", "top": 5}, "league --top 5"),
    Question("各行业比重的变化", "flows", {"view": "rotation", "from": "2026-01-05"}, "rotation --from 2026-01-05"),
    Question("今年以来增长多少？", "level", {"view": "growth", "from": "2026-01-05"}, "growth --from 2026-01-05"),
    Question("以 1 月 19 日为界的增长", "level", {"view": "growth", "from": "2026-01-05", "pivot": "2026-01-19"}, "growth --from 2026-01-05 --pivot 2026-01-19"),
    Question("98% 与 145% 复合是 389.3% 吗？", "level", {"view": "legs", "legs": ["98%", "145%"], "total": "389.3%"}, "growth --legs 98% 145% --total 389.3%"),
    Question("融券还剩多少？", "shorts", {}, "shorts"),
    Question("融券最多的五只", "shorts", {"view": "table", "top": 5}, "shorts --view table --top 5"),
    Question("最拥挤的五只", "heat", {"view": "crowding", "top": 5}, "crowding --top 5"),
    Question("离暂停线最近的五只", "heat", {"view": "suspensions", "top": 5}, "crowding --gauge --top 5"),
    Question("现在的融资保证金比例", "rule_value", {"name": "financing_margin_ratio", "on": "2026-01-30"}, "rules value financing_margin_ratio --on 2026-01-30"),
    Question("12 月开的仓适用哪个比例，为什么？", "rule_value",
             {"view": "rule-explain", "name": "financing_margin_ratio", "on": "2026-01-30", "opened_on": "2025-12-10"},
             "rules explain financing_margin_ratio --on 2026-01-30 --opened-on 2025-12-10"),
    Question("这个比例的沿革", "rule_value", {"view": "rule-timeline", "name": "financing_margin_ratio"}, "rules timeline financing_margin_ratio"),
    Question("2023 年 9 月改了什么？", "rule_value", {"view": "rule-diff", "from": "2023-09-08", "to": "2023-09-11"}, "rules diff 2023-09-08 2023-09-11"),
    Question("我的维持担保比例是多少？", "assess_account", {}, "account assess", about_account=True),
    Question("还能买多少？", "assess_account", {"view": "capacity"}, "account capacity", about_account=True),
    Question("这个比例怎么算的？", "assess_account", {"view": "explain", "measure": "maintenance_ratio"}, "account explain --measure maintenance_ratio", about_account=True),
    Question("跌多少会被追保？", "distance", {}, "account distance", about_account=True),
    Question("跌 10% 会怎样？", "distance", {"view": "what-if", "prices": ["-10%"]}, "account whatif --price -10%", about_account=True),
    Question("须补多少？", "distance", {"view": "cure", "target": "250%"}, "account cure --target 250%", about_account=True),
    Question("找融资余额", "security", {"text": "融资余额"}, "search 融资余额"),
    Question("003801 是什么？", "security", {"view": "security-profile", "security": "003801.SZ"}, "security 003801.SZ"),
    Question("没有这只证券", "security", {"view": "security-profile", "security": "600000.XX"}, "security 600000.XX"),
    Question("有哪些账簿？", "stress", {"view": "books"}, "book list"),
    Question("跌多少有多少负债触线？", "stress", {"view": "ladder"}, "ladder"),
    Question("这段话里的数字对吗？", "check_text", {"text": REVIEW.read_text(encoding="utf-8"), "name": REVIEW.name}, f"check {REVIEW}"),
    Question("哪些文档说到融资余额？", "search_documents", {"text": "融资余额"}, "docs search 融资余额"),
    Question("保证金比例上调的报告", "build_report", {"kind": "rule-change", "event": "financing_ratio_100_2026"},
             "report rule-change --event financing_ratio_100_2026"),
    Question("数据到哪一天？", "coverage", {}, "coverage"),
    Question("两个口径是否一致？", "coverage", {"view": "reconcile", **WEEK}, f"quality --reconcile {DAYS}"),
)  # fmt: skip
