"""Words are compared as people would compare them, and found where they were written."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from projections.words import Segment, Sought, snippet, words


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("Tŷ'r Ŵyl, Llŷn", ["ty", "r", "wyl", "llyn"]),
        ("أَحْمَد", ["احمد"]),
        ("Zoë O'Brien-Núñez", ["zoe", "o", "brien", "nunez"]),
        ("INC-2026-0001", ["inc", "2026", "0001"]),
        ("straße STRASSE", ["strasse", "strasse"]),
        ('snake_case % " * ( )', ["snake", "case"]),
        ("", []),
    ],
)
def test_case_accents_and_vowel_signs_do_not_matter(text: str, found: list[str]) -> None:
    assert words(text) == found


def test_the_last_word_may_be_half_typed() -> None:
    sought = Sought.typed("Somali fam")
    assert [sought.hits(word) for word in ("somali", "family", "famine", "somalia")] == [
        True,
        True,
        True,
        False,
    ]


def test_a_long_last_word_is_sought_by_how_it_begins() -> None:
    sought = Sought.typed("investigation")
    assert sought.hits("investigator")
    assert not sought.hits("invest")


def test_nothing_typed_is_nothing_sought() -> None:
    assert not Sought.typed("  % * ")


def marked(text: str, typed: str, width: int = 200) -> str:
    segments = snippet(text, Sought.typed(typed), width)
    return "".join(f"[{segment.text}]" if segment.hit else segment.text for segment in segments)


def test_hits_are_marked_as_they_were_written() -> None:
    assert marked("Gwelodd ŵyr y teulu. Wyr!", "wyr") == "Gwelodd [ŵyr] y teulu. [Wyr]!"
    assert marked("قال أَحْمَد ذلك", "احمد") == "قال [أَحْمَد] ذلك"
    assert marked("<b>bold</b> & bolder", "bol") == "<b>[bold]</b> & [bolder]"


def test_a_long_text_is_cut_around_its_first_hit() -> None:
    text = "word " * 100 + "needle " + "word " * 100
    cut = marked(text, "needle", width=60)
    assert cut.startswith("… word")
    assert cut.endswith("word …")
    assert "[needle]" in cut
    assert len(cut) < 80


def test_a_text_without_a_hit_is_shown_from_its_beginning() -> None:
    assert snippet("Nothing here", Sought.typed("needle")) == (Segment("Nothing here", hit=False),)


@given(st.text(max_size=300), st.text(max_size=12), st.integers(20, 80))
def test_a_snippet_is_made_of_the_text_alone(text: str, typed: str, width: int) -> None:
    sought = Sought.typed(typed)
    pieces = snippet(text, sought, width) if sought else ()
    whole = "".join(piece.text for piece in pieces).removeprefix("… ").removesuffix(" …")
    assert whole in text
    assert all(any(sought.hits(word) for word in words(p.text)) for p in pieces if p.hit)
