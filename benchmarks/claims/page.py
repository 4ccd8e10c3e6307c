"""The page on the claim checker: what it does and cannot do, with tables from the scores; in English and in Chinese."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Final

from claims.score import CLASSES, Score

__all__ = ["page", "write_pages"]

_FILES: Final = {"en": "claim-checker.md", "zh": "claim-checker.zh.md"}
_NAMES: Final = {
    "en": {
        "supported": "supported",
        "refuted": "refuted",
        "not_checkable": "not checkable",
        "reference": "Five articles",
        "dev": "Our own sentences, development",
        "held_out": "Our own sentences, held out",
        "corner": "labelled \\ found",
        "class": "class",
        "measures": "precision | recall | F1",
        "planted": "planted defect",
        "there": "planted | refuted | with the right type",
        "all": "all",
    },
    "zh": {
        "supported": "成立",
        "refuted": "不成立",
        "not_checkable": "无从核对",
        "reference": "五篇文章",
        "dev": "自写句子（开发用）",
        "held_out": "自写句子（留出）",
        "corner": "标注 \\ 判定",
        "class": "类别",
        "measures": "查准率 | 查全率 | F1",
        "planted": "埋入的错误",
        "there": "埋入 | 判为不成立 | 类型也对",
        "all": "合计",
    },
}
_KINDS: Final = {
    "as_of": "时点",
    "base_date": "基期",
    "bound": "界限",
    "compound": "连乘",
    "count": "计数",
    "date": "日期与星期",
    "definition": "定义",
    "difference": "差额",
    "direction": "方向",
    "drift": "前后不一",
    "entity": "主体",
    "formula": "公式",
    "growth": "增幅",
    "headline": "标题与正文",
    "hedge": "超、近、不足",
    "interest": "利息",
    "label": "指标名目",
    "length": "期间长短",
    "list": "分别列举",
    "maintenance": "账户与维持担保比例",
    "mean": "均值",
    "mechanism": "机制",
    "missing": "缺数",
    "order": "排序",
    "point": "百分点",
    "population": "适用范围",
    "product": "乘积",
    "published": "与已公布数字",
    "ratio": "倍数",
    "record": "纪录与首次",
    "rule": "规则",
    "rule_date": "规则日期",
    "share": "占比",
    "sign": "方向",
    "stale_date": "过时日期",
    "streak": "连续",
    "sum": "合计",
    "table": "表格",
    "unit": "单位",
    "value": "数值",
    "yoy_count": "户数同比",
    "arithmetic_error": "算术",
    "unit_error": "单位",
    "internally_contradictory": "自相矛盾",
    "contradicts_published": "与已公布数字不符",
}
_WORDS: Final = {
    "en": (
        """# How the claim checker is examined

<!-- written by `python benchmarks/claims.py --markdown`; the text is in `benchmarks/claims/page.py` -->

`liangrong check` finds every claim of a text and says of each: it is supported, it is refuted, or nothing at hand decides. This page says how often
it is right. `python benchmarks/claims.py` prints the same figures and, with `--disagreements`, every sentence on which label and answer differ.

## What a verdict means

| verdict | coarse label | meaning |
|---|---|---|
| `consistent` | supported | another figure of the text, a published figure or a rule gives the same: `derived` for an equality or an order, `feasibility` for a bound |
| `unit_error` | refuted | the digits are right and the unit is not: 亿 printed as billion, 万 as million, per cent for percentage points |
| `arithmetic_error` | refuted | recomputed from what stands beside it, the figure comes out differently |
| `internally_contradictory` | refuted | it contradicts its own sentence, its own document, or a rule in force on the day |
| `contradicts_published` | refuted | a published figure of the same measure, subject and day says otherwise |
| `needs_external_data` | not checkable | a fact, for which nothing at hand decides |
| `opinion` | not checkable | a judgement, a forecast, advice |

"Supported" is not "true": it says that the claim agrees with something that can be recomputed. A text that repeats itself proves nothing.
Figures are compared as intervals: a printed figure stands for everything that rounds to it.

## What is examined

""",
        """## How a found claim is matched with a label

Verdicts are never looked at. A found claim answers a label if their texts overlap and the printed value is the same (or the same amount in another
unit: doubled and +100 %); failing that, if it stands in the same sentence with the same value and the same sort of unit; failing that, where the
label's value is printed in words, if it overlaps and has no value. Labels of rank, order or date are
answered by a found claim of that aspect first. A label that nothing answers counts as not checkable. The interval of the macro-F1 comes
from 2,000 resamples of whole documents, since sentences of one document err together.

## Results

""",
        """## What it cannot do

- It does not know the world. A level, a share or a rank that stands alone is not checkable without a store or a file of published figures.
- It cannot tell which of two conflicting figures is wrong unless a third one says so; both are then refuted.
- It cannot see a wrong figure that agrees with all the other wrong figures beside it.
- It does not judge causes: "because", "signals" and "driven by" are opinions even where the figures in them are right.
- Records, firsts and streaks need the whole series; from the text alone it can only find that one is impossible.
- It reads by grammar, vocabulary and arithmetic, not by understanding. On sentences of hands that it never met it finds far fewer of the planted
  errors than on those it was mended by: compare the two sets of our own. What it says is nearly always right; what it leaves open may still be false.
- The labels of our own sentences are those of their writers. Arithmetic labels are recomputed by an independent script; labels of drift, mechanism
  and definition rest on reading.
- Figures of our own documents are invented. They are in the style of the press, not a sample of it: shares of right answers here do not
  carry over to the share of right claims in newspapers.
""",
    ),
    "zh": (
        """# 核对结论有多可靠

<!-- 由 `python benchmarks/claims.py --markdown` 写成；文字在 `benchmarks/claims/page.py` -->

`liangrong check` 找出一篇文字里的每条说法，逐条判定：成立、不成立，或者手头的材料无从核对。本页说明它有多少次判得对。
`python benchmarks/claims.py` 打印同样的数字；加 `--disagreements` 则列出标注与判定不一致的每一句。

## 结论的含义

| 结论 | 大类 | 含义 |
|---|---|---|
| `consistent` | 成立 | 同文另一个数字、已公布数字或规则给出同样结果：等式或次序为 `derived`，只有界限为 `feasibility` |
| `unit_error` | 不成立 | 数字对、单位错：亿印成 billion，万印成 million，百分点印成百分之 |
| `arithmetic_error` | 不成立 | 用旁边的数字重算，结果不同 |
| `internally_contradictory` | 不成立 | 与同一句、同一篇或当日有效的规则矛盾 |
| `contradicts_published` | 不成立 | 同一指标、同一主体、同一日期的已公布数字另有说法 |
| `needs_external_data` | 无从核对 | 是事实，但手头没有材料能判定 |
| `opinion` | 无从核对 | 判断、预测、建议 |

“成立”不等于“真实”：只表示它与能够重算的东西一致。文章重复自己，证明不了什么。数字按区间比较：印出的数字代表一切会四舍五入成它的值。

## 考什么

""",
        """## 判定与标注怎样对应

对应时从不看结论。找到的说法与标注的文字重叠、且印出的数值相同（或换个单位数额相同，如“翻倍”与“增长100%”），就算对应；否则在同一句里、
数值相同、单位类别相同，也算对应；再否则，标注的数值是用文字写的，则与之重叠而不带数值的说法也算对应。名次、次序、日期类的标注先找同类说法。没有对应的标注按“无从核对”计。宏平均 F1 的区间来自 2,000 次整篇重抽，因为同一篇的句子
往往一起错。

## 结果

""",
        """## 做不到什么

- 它不了解世界。孤零零的一个水平、占比或名次，没有数据库或已公布数字就无从核对。
- 两个数字冲突时，若没有第三个数字佐证，它说不出哪个错，两个都判不成立。
- 错的数字若与旁边其他错的数字都合得上，它看不出来。
- 它不判断因果：“因为”“意味着”“推动”都是看法，哪怕里面的数字没错。
- 纪录、首次、连续要有完整序列；只凭文字，它只能发现不可能成立的。
- 它靠语法、词汇和算术读文章，并不理解文章。遇到从未见过的写法，找出的错误比改进时用过的那些少得多：请对照两组自写句子。它判了的几乎都对，
  它没判的仍可能是错的。
- 自写句子的标注出自写作者本人。算术标注由独立脚本重算；漂移、机制、定义类标注靠人读。
- 自写文档里的数字是编造的，文风像报刊，但不是报刊的抽样：这里的正确率不能推出报刊说法的正确率。
""",
    ),
}


def write_pages(scores: Mapping[str, Score], folder: Path) -> None:
    """Write the page in both languages."""
    for lang, name in _FILES.items():
        (folder / name).write_text(page(scores, lang), encoding="utf-8")


def page(scores: Mapping[str, Score], lang: str) -> str:
    """The page in a language, ``en`` or ``zh``."""
    opening, matching, limits = _WORDS[lang]
    other = f"[中文]({_FILES['zh']})" if lang == "en" else f"[English]({_FILES['en']})"
    heading, rest = opening.split("\n", 1)
    results = "\n".join(_results(name, of, lang) for name, of in scores.items())
    return f"{heading}\n\n{other}\n{rest}{_sets(scores, lang)}\n{matching}{results}\n{limits}"


def _sets(scores: Mapping[str, Score], lang: str) -> str:
    names = _NAMES[lang]
    said = {
        "en": {
            "reference": "claims labelled by others in five articles, with their file of published figures, without a store",
            "dev": "claims in documents of our own by several hands, most figures invented; looked at while the checker was mended",
            "held_out": (
                "claims in other documents, most of them by hands that never saw the checker; nobody mends anything by them. Not perfectly kept: of the "
                "oldest documents one (`z34`) was read and mended by, and some true claims called false were printed with the scores, of which three were mended by variants of them"
            ),
        },
        "zh": {
            "reference": "条说法，由他人在五篇文章里标注，附已公布数字，不用数据库",
            "dev": "条说法，在数人分头写的文档里，数字大多是编造的；改进核对时看过",
            "held_out": (
                "条说法，在另外的文档里，多数出自从未见过核对程序的人；没有人据此改过什么。并非滴水不漏：最早的文档里有一篇（`z34`）"
                "被读过并据以修改，少数被误判为不成立的真话随评分打印过，其中三条的同类写法已据以修正"
            ),
        },
    }[lang]
    mark, stop = (": ", ".") if lang == "en" else ("：", "。")
    lines = [f"- **{names[name]}**{mark}{of.labels} {said[name]}{stop}" for name, of in scores.items()]
    return "\n".join(lines) + "\n"


def _results(name: str, of: Score, lang: str) -> str:
    names = _NAMES[lang]
    low, high = of.macro_interval
    lines = [f"### {names[name]}", ""]
    if lang == "en":
        lines.append(
            f"Extraction recall {of.recall:.1%} ({of.extracted} of {of.labels}). Macro-F1 {of.macro:.3f} (95 %: {low:.3f} to {high:.3f} "
            f"by document). True claims called false: {len(of.false_alarms)}; undecided claims called false: {len(of.unfounded)}."
        )
    else:
        lines.append(
            f"抽取查全率 {of.recall:.1%}（{of.labels} 条中 {of.extracted} 条）。宏平均 F1 {of.macro:.3f}（按篇重抽 95 %：{low:.3f} 至 {high:.3f}）。"
            f"成立而判为不成立：{len(of.false_alarms)}；无从核对而判为不成立：{len(of.unfounded)}。"
        )
    lines += ["", f"| {names['corner']} | " + " | ".join(names[column] for column in CLASSES) + " |", "|---|---:|---:|---:|"]
    lines += [f"| {names[row]} | " + " | ".join(str(of.confusion[row, column]) for column in CLASSES) + " |" for row in CLASSES]
    lines += ["", f"| {names['class']} | {names['measures']} |", "|---|---:|---:|---:|"]
    lines += [f"| {names[row]} | " + " | ".join(f"{value:.3f}" for value in of.by_class[row]) + " |" for row in CLASSES]
    lines += ["", f"| {names['planted']} | {names['there']} |", "|---|---:|---:|---:|"]
    for kind, counts in of.planted.items():
        shown = kind.replace("_", " ") if lang == "en" else _KINDS.get(kind, kind)
        lines.append(f"| {shown} | " + " | ".join(map(str, counts)) + " |")
    sums = [sum(column) for column in zip(*of.planted.values(), strict=True)]
    lines.append(f"| {names['all']} | " + " | ".join(map(str, sums)) + " |")
    return "\n".join(lines) + "\n"
