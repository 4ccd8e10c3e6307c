"""Errors: two languages, every template filled, exit codes as documented."""

from __future__ import annotations

import pickle
import string

import pytest

from liangrong.core import errors
from liangrong.core.errors import LiangrongError

ALL = [LiangrongError, *(getattr(errors, name) for name in errors.__all__ if isinstance(getattr(errors, name), type))]
SUBCLASSES = [kind for kind in ALL if issubclass(kind, LiangrongError) and kind is not LiangrongError]


def fields(template: str) -> set[str]:
    """The names a template asks for."""
    return {name for _, name, _, _ in string.Formatter().parse(template) if name}


def filled(kind: type[LiangrongError]) -> LiangrongError:
    return kind(**{name: f"<{name}>" for name in fields(kind.en) | fields(kind.hint_en)})


def by_name(kind: type[LiangrongError]) -> str:
    return kind.__name__


@pytest.mark.parametrize("kind", SUBCLASSES, ids=by_name)
def test_both_languages_ask_for_the_same_details(kind: type[LiangrongError]) -> None:
    assert fields(kind.zh) == fields(kind.en)
    assert fields(kind.hint_zh) == fields(kind.hint_en)
    assert bool(kind.hint_zh) == bool(kind.hint_en)


@pytest.mark.parametrize("kind", SUBCLASSES, ids=by_name)
def test_every_error_finishes_its_sentence(kind: type[LiangrongError]) -> None:
    error = filled(kind)
    for lang in ("zh", "en"):
        assert "?" not in error.message(lang)
        for name in fields(kind.en):
            assert f"<{name}>" in error.message(lang)
    assert str(error) == error.message("en")


@pytest.mark.parametrize("kind", SUBCLASSES, ids=by_name)
def test_errors_survive_the_way_out_of_a_worker(kind: type[LiangrongError]) -> None:
    error = filled(kind)
    again = pickle.loads(pickle.dumps(error))
    assert type(again) is kind
    assert again.details == error.details
    assert again.message("zh") == error.message("zh")


def test_codes_are_unique_and_exit_codes_are_the_documented_ones() -> None:
    inherited = {kind: kind.__mro__[1].code for kind in SUBCLASSES}
    own = [kind.code for kind in SUBCLASSES if kind.code != inherited[kind]]
    assert len(own) == len(set(own))
    assert {kind.exit_code for kind in ALL if isinstance(kind, type)} == {1, 2, 3, 4, 5}


def test_a_chinese_detail_replaces_its_namesake() -> None:
    error = errors.NotKnown(reason="no float caps", reason_zh="没有流通市值")
    assert (error.message("zh"), error.message("en")) == ("没有流通市值", "no float caps")


def test_closed_lists_are_named_in_chinese() -> None:
    error = errors.UnknownName(kind="measure", name="x", known="y")
    assert "指标" in error.message("zh")
    assert "measure" in error.message("en")


def test_a_missing_detail_never_hides_the_error() -> None:
    assert errors.NoData(what="quotes").message("en").startswith("No quotes for ?")


def test_a_given_hint_wins() -> None:
    error = errors.NoData(what="a", where="b", nearest="c", hint="do this", hint_zh="这样做")
    assert (error.hint("zh"), error.hint("en")) == ("这样做", "do this")
