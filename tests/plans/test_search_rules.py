"""How a search is read and its hits are shown, whatever the text."""

import html

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from services.plans.search.rules import END, HIT, fragment_of, hits_in
from services.plans.words.rules import is_unfinished, spread

TEXTS = st.text(st.characters(exclude_categories=["Cs"], exclude_characters=HIT + END))


@given(TEXTS, st.integers(0, 50), st.integers(0, 50))
@settings(max_examples=50, deadline=None)
def test_a_fragment_is_escaped_text_and_marks(text: str, start: int, size: int) -> None:
    marked = (
        text[:start] + HIT + text[start : start + size] + END + text[start + size :]
    )

    fragment = fragment_of(text, marked)

    said = fragment.replace("<mark>", "").replace("</mark>", "")
    assert "<" not in said
    assert ">" not in said
    shown = html.unescape(said).removeprefix("... ").removesuffix(" ...")
    assert shown.strip() in text


def test_hits_are_marked_where_the_accents_were() -> None:
    marked = f"the {HIT}sisoni{END} clinic"

    assert fragment_of("the Šišoni clinic", marked) == (
        "the <mark>Šišoni</mark> clinic"
    )


def test_a_text_that_was_marked_as_another_has_no_hits() -> None:
    assert hits_in("water", f"{HIT}wat{END}") == [False] * 5


def test_a_long_text_is_shown_around_its_first_hit() -> None:
    text = "before " * 60 + "water" + " after" * 60
    marked = text.replace("water", f"{HIT}water{END}")

    fragment = fragment_of(text, marked)

    assert fragment.startswith("... before")
    assert "<mark>water</mark>" in fragment
    assert fragment.endswith(" ...")


@pytest.mark.parametrize(
    ("words", "unfinished"),
    [
        ("wat", True),
        ("bulk wat", True),
        ('"bulk wat', True),
        ("Ga-Seg", True),
        ('"bulk" wat', True),
        ('"bulk wat"', False),
        ("bulk -wat", False),
        ("bulk or", False),
        ("bulk!", False),
    ],
)
def test_the_last_word_may_be_a_beginning(words, unfinished) -> None:
    assert is_unfinished(words) is unfinished


@pytest.mark.parametrize(
    ("words", "spread_out"),
    [
        ("Ga-Seg", '"Ga Seg"'),
        ("Pixley-ka-Seme", '"Pixley ka Seme"'),
        ("roads -water-supply", 'roads -"water supply"'),
        ('"Ga-Segonyana roads" x-y', '"Ga Segonyana roads" "x y"'),
        ("2026-27 I-02 a-b-2", "2026-27 I-02 a-b-2"),
        ("water -roads", "water -roads"),
    ],
)
def test_joined_words_are_a_phrase(words: str, spread_out: str) -> None:
    assert spread(words) == spread_out
