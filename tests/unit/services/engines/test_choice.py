"""An engine by its name, or a sentence."""

from __future__ import annotations

import sys

import pytest

from liangrong.core.errors import ExtraMissing, UnknownName, UsageError
from liangrong.services.engines.choice import ENGINES, engine_of
from liangrong.services.engines.local import Local


def test_each_engine_has_its_name() -> None:
    assert ENGINES == ("local", "processes", "ray")
    with engine_of("local", workers=3) as engine:
        assert engine == Local(threads=3)
    with engine_of() as engine:
        assert isinstance(engine, Local)
        assert engine.threads >= 1


def test_what_cannot_be_is_refused() -> None:
    with pytest.raises(UnknownName, match="local, processes, ray"):
        engine_of("spark")
    with pytest.raises(UsageError, match="belongs to the engine ray"):
        engine_of("processes", "10.0.0.1:6379")
    with pytest.raises(UsageError, match="one or more"):
        engine_of("local", workers=0)


def test_without_ray_the_extra_is_named(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "ray", None)
    with pytest.raises(ExtraMissing) as caught:
        engine_of("ray")
    assert caught.value.details["extra"] == "cluster"
    assert "cluster" in caught.value.message("zh")
