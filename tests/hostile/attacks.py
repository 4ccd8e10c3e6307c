"""Hostile requests, drawn from a seed."""

from __future__ import annotations

import json
import random
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from itertools import cycle, islice
from urllib.parse import quote, quote_plus

from tests.hostile.payloads import MARK, RAW_PATHS, TEXTS, files, laughs
from tests.hostile.targets import Target
from tests.hostile.wire import plain

ENCODINGS: tuple[Callable[[str], str], ...] = (
    quote,
    quote_plus,
    lambda text: quote(text, safe=""),
    lambda text: quote(quote(text, safe=""), safe=""),
    lambda text: "".join(f"%{byte:02x}" for byte in text.encode("utf-8", "surrogatepass")),
    lambda text: "".join(f"%c0%{0x80 | ord(letter):02x}" if ord(letter) < 64 else quote(letter, safe="") for letter in text),
)
"""The usual ones, twice encoded, every byte encoded, and overlong UTF-8."""


@dataclass(frozen=True)
class Attack:
    """One request, with a name that says what it is."""

    name: str
    sent: bytes


def attacks(port: int, found: list[Target], *, seed: int, count: int) -> list[Attack]:
    """``count`` of them: each kind in its share, in an order drawn from the seed."""
    drawn = random.Random(seed)
    kinds = {
        0.39: _in_parameters(port, found, drawn),
        0.16: _in_paths(port, found, drawn),
        0.15: in_bodies(port, found, drawn),
        0.11: iter(cycle(_malformed(port))),
        0.09: iter(cycle(_strangers(port, found))),
        0.05: iter(cycle(_large_heads(port))),
        0.051: _methods(port, found, drawn),
    }
    chosen = [attack for share, kind in kinds.items() for attack in islice(kind, int(share * count) + 1)]
    drawn.shuffle(chosen)
    return chosen[:count]


def _in_parameters(port: int, found: list[Target], drawn: random.Random) -> Iterator[Attack]:
    asked = [target for target in found if target.method == "GET" and target.parameters]
    for text in cycle(TEXTS):
        target, encode = drawn.choice(asked), drawn.choice(ENCODINGS)
        name = drawn.choice(target.parameters)
        path = target.path.replace("{", "").replace("}", "")
        sent = plain(port, "GET", f"{path}?{name}={encode(text)}".encode())
        yield Attack(f"{path}?{name}={text[:30]!r}", sent)


def _in_paths(port: int, found: list[Target], drawn: random.Random) -> Iterator[Attack]:
    filled = [target.path for target in found if "{" in target.path] or ["/"]
    for raw, text in zip(cycle(RAW_PATHS), cycle(TEXTS), strict=False):
        prefix = drawn.choice([target.path.split("{")[0].rstrip("/").encode() for target in found])
        yield Attack(f"path {raw[:30]!r} below {prefix!r}", plain(port, "GET", quote(prefix, safe="/%").encode() + raw))
        path, encode = drawn.choice(filled), drawn.choice(ENCODINGS)
        while "{" in path:
            before, _, rest = path.partition("{")
            path = before + encode(text).replace("?", "%3F") + rest.partition("}")[2]
        yield Attack(f"path {path[:60]}", plain(port, "GET", path.encode() or b"/"))


def in_bodies(port: int, found: list[Target], drawn: random.Random) -> Iterator[Attack]:
    """Every upload in several dresses, to routes drawn by chance; without end."""
    posted = [target for target in found if target.body]
    uploads = list(files())
    for upload, text in zip(cycle(uploads), cycle(TEXTS), strict=False):
        target = drawn.choice(posted)
        path = target.path.replace("{", "").replace("}", "").encode()
        for kind, body in _bodies(target, upload, text, drawn):
            sent = plain(port, target.method, path, headers=(b"Content-Type: " + kind,), body=body)
            yield Attack(f"{target.method} {target.path} {kind[:30]!r} {upload[0][:20]} {text[:20]!r}", sent)


def _bodies(target: Target, upload: tuple[str, bytes], text: str, drawn: random.Random) -> Iterator[tuple[bytes, bytes]]:
    name, content = upload
    fields = target.parameters or ("account", "file", "content")
    edge = b"----edge"
    parts = b"".join(
        b'--%s\r\nContent-Disposition: form-data; name="%s"; filename="%s"\r\n\r\n%s\r\n'
        % (edge, field.encode(), name.replace('"', "%22").encode(), content)
        for field in fields[:3]
    )
    yield b"multipart/form-data; boundary=" + edge, parts + b"--%s--\r\n" % edge
    yield drawn.choice((b"application/json", b"application/yaml", b"text/csv", b"application/octet-stream")), content
    field = drawn.choice(fields)
    yield b"application/json", json.dumps({field: text, "content": content.decode("latin-1")[:1000]}).encode()
    yield b"application/x-www-form-urlencoded", f"{field}={quote_plus(text)}&content={quote_plus(content[:2000])}".encode()
    call = {"jsonrpc": "2.0", "id": 1, "method": "tools/call", "params": {"name": text, "arguments": {field: [text] * 20}}}
    yield (
        drawn.choice((b"application/json", b"multipart/form-data", b"multipart/form-data; boundary=" + b"x" * 4000)),
        json.dumps(call).encode(),
    )


def _methods(port: int, found: list[Target], drawn: random.Random) -> Iterator[Attack]:
    names = (
        "TRACE",
        "OPTIONS",
        "PUT",
        "DELETE",
        "PATCH",
        "PROPFIND",
        "CONNECT",
        "get",
        "GET\t",
        "POST",
        "HEAD",
        "BREW",
        "\0",
        "G" * 300,
        "M-SEARCH",
        "PRI",
    )
    for name in cycle(names):
        path = drawn.choice(found).path.replace("{", "").replace("}", "")
        yield Attack(f"{name[:20]!r} {path}", plain(port, name, path.encode()))


def _strangers(port: int, found: list[Target]) -> list[Attack]:
    host = b"Host: 127.0.0.1:%d" % port
    hosts = [b"evil.example", b"evil.example:%d" % port, b"localhost.evil.example:%d" % port, b"127.0.0.1", b"", b"[::1", b"169.254.169.254",
             b"0.0.0.0:%d" % port, b"127.0.0.1:%d\t evil.example" % port, b"a" * 2000, b"127.0.0.1:99999999", b"user:pass@127.0.0.1:%d" % port,
             b"127.0.0.1:%d#@evil.example" % port, "١٢٧.0.0.1".encode(), b"<script>" + MARK.encode() + b"()</script>"]  # fmt: skip
    origins = [
        b"http://evil.example",
        b"null",
        b"http://127.0.0.1.evil.example",
        b"http://127.0.0.1:1",
        b"chrome-extension://abc",
        b"http://" + b"a" * 3000,
    ]
    posted = next((target.path for target in found if target.method == "POST"), "/").encode()
    made = [
        Attack(f"Host {name[:30]!r}", b"GET / HTTP/1.1\r\nHost: " + name + b"\r\nConnection: close\r\n\r\n") for name in hosts
    ]
    made += [
        Attack(
            f"Origin {origin[:30]!r}",
            b"\r\n".join(
                (
                    b"POST " + posted + b" HTTP/1.1",
                    host,
                    b"Origin: " + origin,
                    b"Content-Length: 2",
                    b"Connection: close",
                    b"",
                    b"{}",
                )
            ),
        )
        for origin in origins
    ]
    made += [Attack(f"target {target!r}", target + b" HTTP/1.1\r\n" + host + b"\r\nConnection: close\r\n\r\n") for target in
             (b"GET http://evil.example/", b"GET https://127.0.0.1:1/", b"GET //evil.example/", b"CONNECT evil.example:443", b"GET file:///etc/passwd", b"OPTIONS *", b"GET evil")]  # fmt: skip
    forged = (b"X-Forwarded-Host: evil.example", b"X-Forwarded-For: 127.0.0.1", b"X-Original-URL: /etc/passwd", b"X-HTTP-Method-Override: DELETE",
              b"Forwarded: for=127.0.0.1;host=evil.example", b"Cookie: " + b"a=b; " * 900, b"Authorization: Bearer ../../etc/passwd",
              b"Accept-Language: ../../../etc/passwd", b"If-None-Match: " + b'"x",' * 2000, b"Range: bytes=0-,0-,0-,0-", b"Accept-Encoding: " + b"gzip;q=9," * 500,
              b"Content-Encoding: gzip", b"Upgrade: websocket\r\nConnection: Upgrade", b"Upgrade: h2c", b"Expect: 100-continue", b"Expect: " + b"x" * 100)  # fmt: skip
    made += [
        Attack(f"{line[:30]!r}", b"GET / HTTP/1.1\r\n" + host + b"\r\nConnection: close\r\n" + line + b"\r\n\r\n")
        for line in forged
    ]
    return made


def _malformed(port: int) -> list[Attack]:
    host = b"Host: 127.0.0.1:%d\r\nConnection: close\r\n" % port
    inner = b"GET /etc/passwd HTTP/1.1\r\nHost: evil.example\r\n\r\n"
    post = b"POST / HTTP/1.1\r\n" + host
    sent = {
        "length and chunks": post + b"Content-Length: 6\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n" + inner,
        "chunks and length": post + b"Transfer-Encoding: chunked\r\nContent-Length: 6\r\n\r\n0\r\n\r\n" + inner,
        "two lengths": post + b"Content-Length: 5\r\nContent-Length: 50\r\n\r\nhello" + inner,
        "lengths in a list": post + b"Content-Length: 5, 5\r\n\r\nhello",
        "chunked twice": post + b"Transfer-Encoding: chunked\r\nTransfer-Encoding: identity\r\n\r\n0\r\n\r\n" + inner,
        "hidden chunked": post + b"Transfer-Encoding: xchunked\r\n\r\n0\r\n\r\n" + inner,
        "space before colon": post + b"Transfer-Encoding : chunked\r\n\r\n0\r\n\r\n" + inner,
        "vertical tab": post + b"Transfer-Encoding: \x0bchunked\r\n\r\n0\r\n\r\n" + inner,
        "folded": post + b"X: a\r\n Transfer-Encoding: chunked\r\n\r\n0\r\n\r\n" + inner,
        "folded length": post + b"Content-Length:\r\n 5\r\n\r\nhello" + inner,
        "bare line feed": post.replace(b"\r\n", b"\n") + b"\n" + inner,
        "bare return": b"GET / HTTP/1.1\r" + host + b"X: a\rTransfer-Encoding: chunked\r\n\r\n",
        "line in a value": b"GET / HTTP/1.1\r\n" + host + b"X: a\nY: b\r\n\r\n",
        "NUL in a value": b"GET / HTTP/1.1\r\n" + host + b"X: a\0b\r\n\r\n",
        "NUL in a name": b"GET / HTTP/1.1\r\n" + host + b"X\0: a\r\n\r\n",
        "endless chunk": post + b"Transfer-Encoding: chunked\r\n\r\nffffffffffffffffff\r\nx",
        "negative chunk": post + b"Transfer-Encoding: chunked\r\n\r\n-5\r\nhello\r\n0\r\n\r\n",
        "chunk extension": post + b"Transfer-Encoding: chunked\r\n\r\n1;" + b"a" * 60_000 + b"\r\nx\r\n0\r\n\r\n",
        "trailer": post + b"Transfer-Encoding: chunked\r\n\r\n0\r\nHost: evil.example\r\nContent-Length: 99\r\n\r\n",
        "negative length": post + b"Content-Length: -1\r\n\r\n",
        "signed length": post + b"Content-Length: +5\r\n\r\nhello",
        "hexadecimal length": post + b"Content-Length: 0x5\r\n\r\nhello",
        "endless length": post + b"Content-Length: 18446744073709551617\r\n\r\nhello",
        "large length": post + b"Content-Length: 99999999999\r\n\r\nhello",
        "no version": b"GET /\r\n\r\n",
        "old version": b"GET / HTTP/0.9\r\n\r\n",
        "version 1.0 without host": b"GET / HTTP/1.0\r\n\r\n",
        "version 2 preface": b"PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n",
        "unknown version": b"GET / HTTP/1.9\r\n" + host + b"\r\n",
        "no host": b"GET / HTTP/1.1\r\nConnection: close\r\n\r\n",
        "two hosts": b"GET / HTTP/1.1\r\n" + host + b"Host: evil.example\r\n\r\n",
        "tls": b"\x16\x03\x01\x02\x00\x01\x00\x01\xfc\x03\x03" + b"\x00" * 200,
        "random bytes": bytes(random.Random(7).randbytes(2000)),
        "nothing but lines": b"\r\n" * 5000 + b"x\r\n\r\n",
        "spaces": b"GET  /  HTTP/1.1\r\n" + host + b"\r\n",
        "high bytes": b"GET /\xc3\xa9\xff HTTP/1.1\r\n" + host + b"\r\n",
        "pipelined": (b"GET / HTTP/1.1\r\n" + host.replace(b"Connection: close\r\n", b"") + b"\r\n") * 3 + b"GARBAGE\r\n\r\n",
        "yaml as a request": laughs().encode() + b"\r\n\r\n",
        "expect and lie": post + b"Expect: 100-continue\r\nContent-Length: 99999999999\r\n\r\n",
    }  # fmt: skip
    return [Attack(name, request) for name, request in sent.items()]


def _large_heads(port: int) -> list[Attack]:
    host = b"Host: 127.0.0.1:%d\r\nConnection: close\r\n" % port
    return [
        Attack("url of 9 kB", b"GET /" + b"a" * 9_000 + b" HTTP/1.1\r\n" + host + b"\r\n"),
        Attack("url of 1 MB", b"GET /" + b"a" * 1_000_000 + b" HTTP/1.1\r\n" + host + b"\r\n"),
        Attack("query of 60 kB", b"GET /?" + b"a=b&" * 15_000 + b" HTTP/1.1\r\n" + host + b"\r\n"),
        Attack("header of 40 kB", b"GET / HTTP/1.1\r\n" + host + b"X: " + b"a" * 40_000 + b"\r\n\r\n"),
        Attack("header of 4 MB", b"GET / HTTP/1.1\r\n" + host + b"X: " + b"a" * 4_000_000 + b"\r\n\r\n"),
        Attack("name of 40 kB", b"GET / HTTP/1.1\r\n" + host + b"a" * 40_000 + b": x\r\n\r\n"),
        Attack("a thousand headers", b"GET / HTTP/1.1\r\n" + host + b"X: y\r\n" * 1000 + b"\r\n"),
        Attack("a method of 70 kB", b"G" * 70_000 + b" / HTTP/1.1\r\n" + host + b"\r\n"),
        Attack("cookies of 30 kB", b"GET / HTTP/1.1\r\n" + host + b"Cookie: " + b"lang=en; " * 3300 + b"\r\n\r\n"),
        Attack("a body of 9 MB", b"POST / HTTP/1.1\r\n" + host + b"Content-Length: 9000000\r\n\r\n" + b"x" * 9_000_000),
        Attack("chunks of 9 MB", b"POST / HTTP/1.1\r\n" + host + b"Transfer-Encoding: chunked\r\n\r\n" + (b"10000\r\n" + b"x" * 65536 + b"\r\n") * 140 + b"0\r\n\r\n"),
        Attack("a million chunks", b"POST / HTTP/1.1\r\n" + host + b"Transfer-Encoding: chunked\r\n\r\n" + b"1\r\nx\r\n" * 200_000 + b"0\r\n\r\n"),
    ]  # fmt: skip
