"""Hundreds of hostile requests, fifty slow ones and some deaf ones leave the service up, quick and silent about itself."""

from __future__ import annotations

import json
import socket
from collections import Counter
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack, suppress
from itertools import islice
from random import Random

import pytest

from liangrong.interfaces.web.pages.registry import PAGES
from tests.hostile.attacks import Attack, attacks, in_bodies
from tests.hostile.conftest import Service
from tests.hostile.targets import Target, targets
from tests.hostile.verdict import faults
from tests.hostile.wire import Answer, ask, connect, exchange, plain

pytestmark = [pytest.mark.slow]

COUNT = 500
"""Enough for every text of the payloads twice, and for every path."""
SEED = 20260130
SLOW = 50
BOMBS = 200
BOMB_MB = 300
"""Uploads that cost more than so much memory have gone off: the sheet of the zip alone has 400."""


@pytest.fixture(scope="module")
def found(service: Service) -> list[Target]:
    return targets(service.port)


@pytest.fixture(scope="module")
def answered(service: Service, found: list[Target]) -> list[tuple[Attack, Answer]]:
    return send(service, attacks(service.port, found, seed=SEED, count=COUNT))


def send(service: Service, sent: list[Attack]) -> list[tuple[Attack, Answer]]:
    with ThreadPoolExecutor(8) as threads:
        return list(zip(sent, threads.map(lambda attack: exchange(service.port, attack.sent), sent), strict=True))


def test_there_is_something_to_attack(found: list[Target]) -> None:
    assert len(found) > 10
    assert any(target.body for target in found)
    assert len(attacks(1, found, seed=SEED, count=COUNT)) == COUNT


def test_a_seed_says_which_attacks(found: list[Target]) -> None:
    first, again, other = (attacks(1, found, seed=seed, count=50) for seed in (1, 1, 2))
    assert first == again != other


def test_no_upload_goes_off(service: Service, found: list[Target]) -> None:
    """Measured before anything else is asked: answers of their own need memory too."""
    before = service.peak_mb()
    bombs = list(islice(in_bodies(service.port, found, Random(SEED)), BOMBS))
    assert {answer.status for _, answer in send(service, bombs)} - {200}
    assert service.peak_mb() < before + BOMB_MB


def test_no_answer_says_what_it_should_not(service: Service, answered: list[tuple[Attack, Answer]]) -> None:
    wrong = {attack.name: found for attack, answer in answered if (found := faults(answer, service.store))}
    assert not wrong, "\n".join(f"{name}: {found}" for name, found in list(wrong.items())[:40])


def test_most_are_refused_and_none_only_because_the_door_was_shut(answered: list[tuple[Attack, Answer]]) -> None:
    """A service that answered 503 to everything would pass every other test."""
    statuses = Counter(answer.status for _, answer in answered)
    assert statuses[503] < COUNT / 20, statuses
    assert statuses[404] + statuses[400] + statuses[422] > COUNT / 5, statuses
    assert statuses[0] < COUNT / 10, statuses


def test_errors_of_the_interface_for_programs_have_one_shape(answered: list[tuple[Attack, Answer]]) -> None:
    for attack, answer in answered:
        is_error = answer.status >= 400 and "json" in answer.header("content-type") and b" /api/" in attack.sent[:200]
        if is_error and not attack.sent.startswith(b"HEAD "):
            assert set(json.loads(answer.text)["error"]) == {"code", "message", "hint", "details"}, attack.name


def test_the_service_is_up_and_nothing_went_off(service: Service, answered: list[tuple[Attack, Answer]]) -> None:
    assert answered
    assert service.process.poll() is None
    assert ask(service.port, PAGES[0].path).status == 200
    assert list(service.folder.iterdir()) == []


def test_nothing_broke_inside(service: Service, answered: list[tuple[Attack, Answer]]) -> None:
    assert answered
    assert "Traceback" not in service.log.read_text(encoding="utf-8", errors="replace")


@pytest.fixture
def besieged(service: Service) -> Iterator[None]:
    """Fifty that send half a head, and as many that send half a body, close their side, or do not read."""
    with ExitStack() as open_wires:

        def siege(sent: bytes, *, half_closed: bool = False) -> None:
            wire = open_wires.enter_context(connect(service.port))
            with suppress(OSError):
                wire.sendall(sent)
                if half_closed:
                    wire.shutdown(socket.SHUT_WR)

        for number in range(SLOW):
            siege(b"GET / HTTP/1.1\r\nHost: 127.0.0.1:%d\r\nX-%d: " % (service.port, number))
        for _ in range(SLOW // 5):
            siege(plain(service.port, "POST", b"/account", headers=(b"Content-Length: 100000",)) + b"x")
            siege(b"GET / HTT", half_closed=True)
            siege(plain(service.port, "GET", b"/"), half_closed=True)
            siege(plain(service.port, "GET", b"/").replace(b"Connection: close\r\n", b"") * 40)
            siege(b"")
        yield


@pytest.mark.usefixtures("besieged")
def test_a_good_visitor_is_served_during_a_siege(service: Service) -> None:
    for _ in range(5):
        answer = ask(service.port, PAGES[0].path)
        assert answer.status == 200
        assert faults(answer, service.store) == []


def test_the_slow_are_sent_away(service: Service) -> None:
    wires = [connect(service.port) for _ in range(SLOW)]
    for wire in wires:
        wire.sendall(b"GET / HTTP/1.1\r\nHost:")
    for wire in wires:
        with wire:
            assert b" 408 " in wire.recv(4096)[:40]
