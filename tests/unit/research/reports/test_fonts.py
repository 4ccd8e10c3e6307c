"""Without a font there is a sentence, never a page of boxes."""

from __future__ import annotations

from pathlib import Path

import pytest

from liangrong.core.errors import BadInput
from liangrong.research.reports.fonts import FAMILIES, Typeface, typeface_among


def test_the_best_family_is_taken() -> None:
    assert typeface_among({"SimSun", "Noto Sans CJK SC", "Arial"}, ["余额"]) == Typeface("Noto Sans CJK SC")


def test_the_package_serves_where_the_machine_has_none(tmp_path: Path) -> None:
    assert typeface_among({"Arial"}, ["余额"], package=tmp_path) == Typeface(FAMILIES[0], (tmp_path,))


@pytest.mark.parametrize("text", ["余额", "100％"])
def test_no_font_is_told_in_a_sentence(text: str) -> None:
    with pytest.raises(BadInput) as refused:
        typeface_among({"Arial", "DejaVu Sans"}, ["balance", text])
    assert "fonts-noto-cjk" in refused.value.message("en")
    assert "中文" in refused.value.message("zh")
    assert "md" in refused.value.message("en"), "what to do instead is said"


def test_a_document_without_chinese_needs_none() -> None:
    assert typeface_among({"Arial"}, ["balance, 12.5 %"]).folders == ()
