"""Requests that no client should send, and how often each may be answered."""

from dataclasses import dataclass

SMUGGLED = b"GET /health/ready HTTP/1.1\r\nHost: box1\r\n\r\n"
LINE = b"POST /sign-in HTTP/1.1\r\nHost: box1\r\nOrigin: http://box1\r\n"
LOOK = b"GET /health/live HTTP/1.1\r\nHost: box1\r\n"
LIVE = b"GET /health/live HTTP/1.1\r\n"
END = b"0\r\n\r\n"
CHUNKED = b"Transfer-Encoding: chunked\r\n"
CHUNKS = LINE + CHUNKED + b"\r\n"
CLEAN, REFUSED = frozenset({200}), frozenset({0, 400, 422, 431})
TOO_LONG = frozenset({414})
ANSWERED = REFUSED | {200, 401, 403, 404, 405, 408, 413, 414}


@dataclass(frozen=True)
class Odd:
    """A request, with how many answers it may have at most, and which."""

    what: str
    sent: bytes
    statuses: frozenset[int] = REFUSED
    answers: int = 1


def _length(value: bytes) -> bytes:
    return b"Content-Length: " + value + b"\r\n"


BOTH = _length(b"%d" % (len(END) + len(SMUGGLED)))
TWICE_FRAMED = [
    Odd("a length, and chunks", LINE + BOTH + CHUNKED + b"\r\n" + END + SMUGGLED, ANSWERED),
    Odd("chunks, and a length", LINE + CHUNKED + BOTH + b"\r\n" + END + SMUGGLED, ANSWERED),
    Odd("two lengths", LINE + _length(b"0") + _length(b"47") + b"\r\n" + SMUGGLED),
    Odd("two lengths, turned", LINE + _length(b"47") + _length(b"0") + b"\r\n" + SMUGGLED),
    Odd("a list of lengths", LINE + _length(b"3, 3") + b"\r\nabc"),
    Odd("a signed length", LINE + _length(b"+3") + b"\r\nabc"),
    Odd("a negative length", LINE + _length(b"-1") + b"\r\nabc"),
    Odd("a hexadecimal length", LINE + _length(b"0x3") + b"\r\nabc"),
    Odd("a length with a blank in it", LINE + _length(b"1 2") + b"\r\nabc"),
    Odd("an unknown coding", LINE + b"Transfer-Encoding: xchunked\r\n\r\n" + END),
    Odd("chunked is not last", LINE + b"Transfer-Encoding: chunked, identity\r\n\r\n" + END),
    Odd("two codings", LINE + CHUNKED + b"Transfer-Encoding: identity\r\n\r\n" + END + SMUGGLED),
    Odd("a blank before the colon", LINE + b"Transfer-Encoding : chunked\r\n\r\n" + END),
    Odd("a tab of another kind", LINE + b"Transfer-Encoding: \x0bchunked\r\n\r\n" + END),
    Odd("chunks in HTTP/1.0", LINE.replace(b"1.1", b"1.0") + CHUNKED + b"\r\n" + END + SMUGGLED),
    Odd("a folded coding", LINE + _length(b"5") + b"Transfer-Encoding:\r\n chunked\r\n\r\n" + END),
    Odd("a chunk's size in 0x", CHUNKS + b"0x3\r\nabc\r\n" + END + SMUGGLED, ANSWERED),
    Odd("a chunk's size too large", CHUNKS + b"" + b"F" * 17 + b"\r\nabc", ANSWERED),
    Odd("a chunk ended by LF", CHUNKS + b"3\nabc\r\n" + END + SMUGGLED, ANSWERED),
    Odd("LF in an extension", CHUNKS + b"3;a\nb\r\nabc\r\n" + END + SMUGGLED, ANSWERED),
    Odd("a chunk without its end", CHUNKS + b"3\r\nabcXX" + END + SMUGGLED, ANSWERED),
    Odd("a length in the trailer", CHUNKS + b"0\r\nContent-Length: 9\r\n\r\n", ANSWERED),
]
MISSPELT = [
    Odd("a folded header", LOOK + b"X: a\r\n  b\r\n\r\n"),
    Odd("lines ended by LF", LOOK.replace(b"\r\n", b"\n") + b"\n", CLEAN),
    Odd("a bare CR", LOOK + b"X: a\rb\r\n\r\n"),
    Odd("a NUL", LOOK + b"X: a\0b\r\n\r\n"),
    Odd("no colon", LOOK + b"Xab\r\n\r\n"),
    Odd("a blank in a name", LOOK + b"X a: b\r\n\r\n"),
    Odd("no name", LOOK + b": b\r\n\r\n"),
    Odd("blanks before the first header", LIVE + b" X: b\r\nHost: box1\r\n\r\n"),
    Odd("no host", LIVE + b"\r\n"),
    Odd("two hosts", LOOK + b"Host: other\r\n\r\n"),
    Odd("a host that is an address", LIVE + b"Host: box1/x?y\r\n\r\n"),
    Odd("a host that is broken", LIVE + b"Host: [::1\r\n\r\n"),
    Odd("two tokens", LOOK + b"Authorization: Bearer a\r\nAuthorization: Bearer b\r\n\r\n"),
    Odd("two blanks in the first line", LOOK.replace(b" ", b"  ", 1) + b"\r\n"),
    Odd("HTTP/0.9", b"GET /health/live\r\n\r\n"),
    Odd("HTTP/9.9", LOOK.replace(b"1.1", b"9.9") + b"\r\n"),
    Odd("HTTP/1.0", b"GET /health/live HTTP/1.0\r\nHost: box1\r\n\r\n", CLEAN),
    Odd("HTTP/2", b"PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n"),
    Odd("an upgrade", LOOK + b"Connection: Upgrade\r\nUpgrade: h2c\r\n\r\n", CLEAN),
    Odd("a web socket", LOOK + b"Connection: Upgrade\r\nUpgrade: websocket\r\n\r\n", CLEAN),
    Odd("CONNECT", b"CONNECT other:443 HTTP/1.1\r\nHost: box1\r\n\r\n"),
    Odd("TRACE", b"TRACE /health/live HTTP/1.1\r\nHost: box1\r\n\r\n", frozenset({405})),
    Odd("OPTIONS *", b"OPTIONS * HTTP/1.1\r\nHost: box1\r\n\r\n", ANSWERED),
    Odd(
        "another site's address",
        LOOK.replace(b"/", b"http://other/", 1) + b"\r\n",
        ANSWERED,
    ),
    Odd("noise", bytes(range(256)) * 4),
    Odd("ten requests at once", (LOOK + b"\r\n") * 10, CLEAN, 10),
]
LARGE = [
    Odd("10,000 headers", LOOK + b"".join(b"X%d: a\r\n" % n for n in range(10_000)) + b"\r\n"),
    Odd("150 headers", LOOK + b"".join(b"X%d: a\r\n" % n for n in range(150)) + b"\r\n"),
    Odd("a header of 1 MB", LOOK + b"X: " + b"a" * 1_000_000 + b"\r\n\r\n"),
    Odd("an address of 1 MB", b"GET /" + b"a" * 1_000_000 + b" HTTP/1.1\r\nHost: box1\r\n\r\n"),
    Odd(
        "an address of 9 kB",
        LOOK.replace(b"live", b"l" * 9_000) + b"\r\n",
        frozenset({414}),
    ),
    Odd(
        "a body for a page that reads none",
        LOOK + _length(b"100000") + b"\r\n" + b"x" * 1000,
        ANSWERED,
    ),
]
ODD = [*TWICE_FRAMED, *MISSPELT, *LARGE]
