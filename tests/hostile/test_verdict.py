"""The verdict sees what it is there to see, and leaves honest answers alone."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.hostile.payloads import MARK, PRODUCT
from tests.hostile.verdict import faults
from tests.hostile.wire import Answer

GOOD = (
    ("content-type", "text/html"),
    ("content-security-policy", "x"),
    ("x-content-type-options", "nosniff"),
    ("cache-control", "no-store"),
)
STORE = Path("/srv/store")


@pytest.mark.parametrize(
    "body",
    [
        "Traceback (most recent call last):",
        "cannot open /" + "home/somebody/x",
        "/srv/store/tables",
        f"<p>{PRODUCT}</p>",
        f"<script>{MARK}()</script>",
        f"<img src=x onerror={MARK}()>",
        f'<a href="javascript:{MARK}()">x</a>',
        f"<{MARK}>",
        "root:x:0:0:root",
        'File "a.py", line 3',
    ],
)
def test_what_must_not_be_said_is_seen(body: str) -> None:
    assert faults(Answer(200, GOOD, body.encode()), STORE)


@pytest.mark.parametrize(
    "answer",
    [
        Answer(500, GOOD, b"x"),
        Answer(503, GOOD, b"x"),
        Answer(200, GOOD[:1], b"x"),
        Answer(200, (*GOOD, ("server", "uvicorn")), b"x"),
        Answer(200, (*GOOD, ("set-cookie", f"{MARK}=1")), b"x"),
        Answer(200, (("content-type", "text/csv"), *GOOD[1:]), b"name,value\n=cmd|' /C calc'!A0,1\n"),
    ],
)
def test_what_must_not_be_so_is_seen(answer: Answer) -> None:
    assert faults(answer, STORE)


@pytest.mark.parametrize(
    "body",
    [
        f"<p>&lt;script&gt;{MARK}()&lt;/script&gt;</p>",
        f'<a href="/shorts?q=%3Cscript%3E{MARK}()">again</a>',
        f'<input value="&quot;&gt;&lt;img src=x onerror={MARK}()&gt;">',
        "<p>没有“../../etc/passwd”这个页面</p>",
        f'<input value="javascript:{MARK}()">',
        "<p>49</p>",
    ],
)
def test_honest_answers_are_left_alone(body: str) -> None:
    assert faults(Answer(200, GOOD, body.encode()), STORE) == []
    assert faults(Answer(503, (*GOOD, ("retry-after", "2")), body.encode()), STORE) == []
