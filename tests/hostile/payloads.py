"""What strangers put where a code, a date or a file is expected.

``x77q`` marks what would run in a browser, ``9801547`` is what a template would make of 1337 times 7331.
"""

from __future__ import annotations

import io
import json
import zipfile
from collections.abc import Iterator
from functools import cache

MARK = "x77q"
PRODUCT = "9801547"

TRAVERSAL = (
    "../../../../../../etc/passwd",
    "..\\..\\..\\..\\windows\\win.ini",
    "....//....//....//etc/passwd",
    "/etc/passwd",
    "file:///etc/passwd",
    "/proc/self/environ",
    "..;/..;/etc/passwd",
    "．．／．．／etc／passwd",
    "../liangrong.json",
    "tables/../liangrong.json",
    "~/.bashrc",
    "C:\\boot.ini",
    "\\\\server\\share",
    "http://127.0.0.1:1/",
    ".git/config",
    "__init__.py",
)
SQL = (
    "' OR '1'='1",
    "1; DROP TABLE quotes;--",
    "' UNION SELECT name FROM sqlite_master--",
    '" OR ""="',
    "1) OR SLEEP(5)--",
    "admin'/*",
    "600519' AND 1=1--",
)
TEMPLATES = (
    "{{1337*7331}}",
    "${1337*7331}",
    "#{1337*7331}",
    "<%= 1337*7331 %>",
    "{% for x in range(1337*7331) %}x{% endfor %}",
    "{{''.__class__.__mro__[1].__subclasses__()}}",
    "{{ self.__init__.__globals__ }}",
    "{0.__class__.__init__.__globals__}",
    "%(lang)s%s%n",
    '#read("/etc/passwd")',
    '#eval("1337*7331")',
    '#include "/etc/passwd"',
    "$1337*7331$",
)
MARKUP = (
    f"<script>{MARK}()</script>",
    f"<svg/onload={MARK}()>",
    f'"><img src=x onerror={MARK}()>',
    f"' autofocus onfocus={MARK}() x='",
    f"javascript:{MARK}()",
    f"</title><script>{MARK}()</script>",
    f"</script><script>{MARK}()</script>",
    f"]]><script>{MARK}()</script>",
    f"<{MARK}>",
    f"&lt;script&gt;{MARK}()&lt;/script&gt;",
)
FORMULAS = (
    "=cmd|' /C calc'!A0",
    "+cmd|' /C calc'!A0",
    "@SUM(1+1)*cmd|' /C calc'!A0",
    "-2+3+cmd|' /C calc'!A0",
    "\t=cmd|' /C calc'!A0",
)
ODD = (
    "",
    "\0",
    "600519\0.SH",
    f"\r\nSet-Cookie: {MARK}=1",
    f"\r\n\r\n<script>{MARK}()</script>",
    "\u202e\u2066600519.SH\u2069",
    "\ufeff600519",
    "𝟞𝟘𝟘𝟝𝟙𝟡",
    "A" * 5000,
    "9" * 400,
    "-1",
    "1e999",
    "NaN",
    "-Infinity",
    "0x10",
    "0000-00-00",
    "9999-12-31",
    "0001-01-01",
    "2026-02-30",
    "2026-01-30T00:00:00+99:99",
    "[]",
    "{}",
    "null",
    "true",
    "😀" * 60,
    "a" + "\u0301" * 500,
    "(a+)+$" + "a" * 60,
    "%",
    "%zz",
    "..",
    "*",
    "market,market," * 200,
    "industry:sw1:",
    "security:",
    "-" * 300,
    "\t\n\v\f",
)
TEXTS = TRAVERSAL + SQL + TEMPLATES + MARKUP + FORMULAS + ODD

RAW_PATHS = (
    b"/%2e%2e/%2e%2e/%2e%2e/etc/passwd",
    b"/..%2f..%2f..%2fetc%2fpasswd",
    b"/..%252f..%252f..%252fetc%252fpasswd",
    b"/%c0%ae%c0%ae%c0%afetc%c0%afpasswd",
    b"/%e0%80%ae%e0%80%ae/etc/passwd",
    b"/..%5c..%5cwindows%5cwin.ini",
    b"/..\\..\\windows\\win.ini",
    b"/%00/etc/passwd",
    b"/etc/passwd%00.css",
    b"//etc/passwd",
    b"///evil.example/%2e%2e",
    b"/./././../etc/passwd",
    b"/.;/..;/etc/passwd",
    b"/%ff%fe",
    b"/%ed%a0%80",
    b"/%f8%88%80%80%80",
    b"/%",
    b"/%2",
    b"/%zz",
    b"/?%00=%00",
    b"/?" + b"a=1&" * 1500,
    b"/?a" + b"[0]" * 900,
    b"/" + b"a/" * 2000,
    b"/;jsessionid=1",
    b"/#fragment",
    b"/?lang=%7B%7B1337*7331%7D%7D",
    b"/?lang=en&lang=zh&lang=%3Cscript%3E",
    b"/.git/config",
    b"/liangrong.json",
    b"/tables/quotes/_delta_log/00000000000000000000.json",
    b"/%E2%80%AEexe.html",
)


def laughs(levels: int = 12) -> str:
    """A few lines of YAML that mean more nodes than there is memory."""
    lines = ["a0: &a0 [x, x, x, x, x, x, x, x, x]"]
    lines += [f"a{n}: &a{n} [{', '.join([f'*a{n - 1}'] * 9)}]" for n in range(1, levels)]
    return "\n".join(lines)


def xml_laughs() -> str:
    entities = "".join(f'<!ENTITY l{n} "{f"&l{n - 1};" * 10}">' for n in range(1, 10))
    return f'<!DOCTYPE x [<!ENTITY l0 "lol">{entities}<!ENTITY f SYSTEM "file:///etc/passwd">]><x>&l9;&f;</x>'


def zipped(names_and_bodies: dict[str, bytes]) -> bytes:
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED, compresslevel=1) as archive:
        for name, body in names_and_bodies.items():
            archive.writestr(zipfile.ZipInfo(name), body, zipfile.ZIP_DEFLATED)
    return packed.getvalue()


@cache
def zip_bomb(megabytes: int = 400) -> bytes:
    """A workbook of few bytes whose only sheet is large."""
    sheet = b'<?xml version="1.0"?><worksheet><sheetData>' + b"<row></row>" * (megabytes * 2**20 // 11)
    kinds = b'<?xml version="1.0"?><Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types"/>'
    return zipped({"[Content_Types].xml": kinds, "xl/workbook.xml": b"<workbook/>", "xl/worksheets/sheet1.xml": sheet})


def files() -> Iterator[tuple[str, bytes]]:
    """Names and contents of what is uploaded as an account."""
    bomb = zip_bomb()
    yield "bomb.xlsx", bomb
    yield "nested.zip", zipped({"inner.zip": bomb})
    yield "slip.xlsx", zipped({f"../../{MARK}.txt": b"out", "/etc/x": b"out"})
    yield "laughs.yaml", laughs().encode()
    yield "itself.yaml", b"cash: &a [*a]\nb: &b {c: *b}\n"
    yield "objects.yaml", f'cash: !!python/object/apply:os.system ["touch {MARK}"]\n'.encode()
    yield "open.yaml", b"cash: !!python/object/apply:builtins.open [/etc/passwd]\n"
    yield "deep.yaml", b"a: " + b"[" * 20_000
    yield "deeper.yaml", b"".join(b" " * n + b"- \n" for n in range(1500))
    yield "number.yaml", b"cash: " + b"9" * 100_000
    yield "power.yaml", b"cash: 1e999999999\n"
    yield "sixty.yaml", b"cash: 190:20:30:15\nday: 2026-02-31\n"
    yield "merge.yaml", b"a: &a {<<: {b: 1}}\nc: {<<: [*a, *a]}\n" * 100
    yield "control.yaml", b"cash: \x00\x01\x02\n"
    yield "utf16.yaml", "cash: 1".encode("utf-16")
    yield "broken.yaml", b"\xff\xfe\xfd\xc0\xaf"
    yield "deep.json", b"[" * 100_000
    yield "deeper.json", b'{"a":' * 50_000 + b"1" + b"}" * 50_000
    yield "number.json", b'{"cash": ' + b"9" * 100_000 + b"}"
    yield "infinite.json", b'{"cash": Infinity, "x": NaN, "y": 1e999}'
    yield "twice.json", b'{"cash": 1, "cash": 2}'
    yield "surrogate.json", b'{"cash": "\\ud800"}'
    yield "wide.json", json.dumps({f"k{n}": n for n in range(30_000)}).encode()
    yield "formula.csv", b"security,shares\n" + "".join(f"{text},1\n" for text in FORMULAS).encode()
    yield "wide.csv", b"," * 300_000
    yield "quotes.csv", b'"' + b"a" * 200_000
    yield "nul.csv", b"security,shares\n600519.SH\x00,1\n"
    yield "entities.xml", xml_laughs().encode()
    yield "markup.yaml", "".join(f"'{text.replace(chr(39), chr(39) * 2)}': 1\n" for text in MARKUP).encode()
    yield (
        "templates.csv",
        ("security,shares\n" + "".join(f'"{text.replace(chr(34), chr(34) * 2)}",1\n' for text in TEMPLATES)).encode(),
    )
    yield f"../../{MARK}.yaml", b"cash: 1\n"
    yield f'"><script>{MARK}()</script>.yaml', b"cash: 1\n"
    yield "empty.yaml", b""
    yield "a" * 3000 + ".yaml", b"cash: 1\n"
