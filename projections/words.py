"""Words as a search compares them: without case, accents or vowel signs, in any script."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from unicodedata import category, normalize

WORD = re.compile(r"[^\W_]+")
LONGEST = 64
MOST = 12
LONGEST_START = 10  # as far as the index keeps beginnings of words


@dataclass(frozen=True, slots=True)
class Segment:
    """A piece of a text, and whether it is one of the words that were sought."""

    text: str
    hit: bool


@dataclass(frozen=True, slots=True)
class Sought:
    """What a text must hold: every word of `whole`, and one that begins with `start`.

    A long last word is sought by how it begins: "investigation" finds "investigator" too.
    """

    whole: tuple[str, ...]
    start: str

    @classmethod
    def typed(cls, text: str) -> "Sought":
        """What somebody typed, who may still be typing the last word."""
        *whole, start = words(text)[:MOST] or [""]
        return cls(tuple(whole), start[:LONGEST_START])

    def __bool__(self) -> bool:
        return bool(self.start)

    def hits(self, word: str) -> bool:
        return word in self.whole or word.startswith(self.start)


def fold(text: str) -> str:
    """The text in one case, without the marks that Welsh, Arabic and others put on letters."""
    if text.isascii():
        return text.lower()
    bare = (letter for letter in normalize("NFKD", text) if category(letter)[0] != "M")
    return "".join(bare).casefold()


def words(text: str) -> list[str]:
    return [word[:LONGEST] for word in WORD.findall(fold(text))]


def snippet(text: str, sought: Sought, width: int = 200) -> tuple[Segment, ...]:
    """About `width` characters of the text around the first hit, every hit a segment of its own."""
    hits = [(start, end) for start, end, word in _places(text) if sought.hits(word)]
    begin, stop = _window(text, hits[0][0] if hits else 0, width)
    segments, at = [Segment("… ", hit=False)] if begin else [], begin
    for start, end in hits:
        if at <= start and end <= stop:
            segments += [Segment(text[at:start], hit=False), Segment(text[start:end], hit=True)]
            at = end
    rest = text[at:stop] + (" …" if stop < len(text) else "")
    return tuple(segment for segment in (*segments, Segment(rest, hit=False)) if segment.text)


def _window(text: str, first: int, width: int) -> tuple[int, int]:
    """Where the snippet begins and ends: between words, the first hit in its first third."""
    begin = text.rfind(" ", 0, max(first - width // 3, 0)) + 1
    if len(text) <= begin + width:
        return begin, len(text)
    stop = text.rfind(" ", begin, begin + width)
    return begin, stop if stop > first else begin + width


def _places(text: str) -> Iterator[tuple[int, int, str]]:
    """Every word as compared, and where it stands in the text as written."""
    folded, origins = [], []
    for origin, letter in enumerate(text):
        for bare in fold(letter):
            folded.append(bare)
            origins.append(origin)
    for found in WORD.finditer("".join(folded)):
        end = origins[found.end() - 1] + 1
        while end < len(text) and not fold(text[end]):
            end += 1
        yield origins[found.start()], end, found.group()[:LONGEST]
