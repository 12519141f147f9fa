"""Looking for planted people in bytes, however they were written."""

from base64 import b64encode
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from urllib.parse import quote

from tests.privacy.people import EXCHANGE, FAMILY, GIVEN, STREET

STEMS = {
    "given name": GIVEN,
    "family name": FAMILY,
    "street": STREET,
    "telephone": EXCHANGE,
    "telephone, no space": EXCHANGE.replace(" ", ""),
    "telephone, abroad": "44" + EXCHANGE.replace(" ", "")[1:],
}
AROUND = 60
EACH_AT_MOST = 3


@dataclass(frozen=True)
class Trace:
    """Where a word of somebody planted was found, how it was written, and what stands around."""

    where: str
    what: str
    written: str
    around: str


def _in_base64(stem: bytes) -> Iterator[bytes]:
    """The characters that a stem gives wherever it begins within the groups of three."""
    for before in range(3):
        coded = b64encode(b"\0" * before + stem).rstrip(b"=")
        whole = (before + len(stem)) * 8 // 6
        yield coded[-(-before * 8 // 6) : whole]


def _writings(stem: str) -> Iterator[tuple[str, bytes, bool]]:
    """How it may be written, and whether capitals make no difference to that."""
    low = stem.lower()
    yield "plain", low.encode(), True
    yield "UTF-16", low.encode("utf-16-le"), True
    yield "hexadecimal", low.encode().hex().encode(), True
    yield "hexadecimal", stem.encode().hex().encode(), True
    if (escaped := quote(low)) != low:
        yield "in an address", escaped.lower().encode(), True
        yield "in an address", low.replace(" ", "+").encode(), True
    for cased in dict.fromkeys((stem, low, stem.upper())):
        yield from (("base64", coded, False) for coded in _in_base64(cased.encode()))


NEEDLES = [
    (what, written, needle, any_case)
    for what, stem in STEMS.items()
    for written, needle, any_case in dict.fromkeys(_writings(stem))
]


def traces(where: str, data: bytes, *, without: Iterable[str] = ()) -> list[Trace]:
    """What of anybody planted is in these bytes; `without` are words not to be looked for."""
    lowered, left_out, found = data.lower(), {*without}, []
    for what, written, needle, any_case in NEEDLES:
        if what not in left_out:
            body = lowered if any_case else data
            found += [
                Trace(where, what, written, _around(data, at, len(needle)))
                for at in _places(body, needle)
            ]
    return found


def _places(body: bytes, needle: bytes) -> Iterator[int]:
    at, number = body.find(needle), 0
    while at >= 0 and number < EACH_AT_MOST:
        yield at
        at, number = body.find(needle, at + 1), number + 1


def _around(data: bytes, at: int, length: int) -> str:
    cut = data[max(0, at - AROUND) : at + length + AROUND]
    return "".join(chr(each) if 32 <= each < 127 else "·" for each in cut)
