"""Texts are compared as people read them, and no text is lost by it."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.publishing.desk.rules import LONGEST_SAME, TextChange, compare

TEXTS = st.text(alphabet="罚款人民币五千万元。；\nab12 ", max_size=60)


def marked_pieces(before, after):
    return [(piece.mark.value, piece.text) for piece in compare(before, after)]


@pytest.mark.parametrize(
    ("before", "after", "pieces"),
    [
        (
            "罚款五万元",
            "罚款五千元",
            [("same", "罚款五"), ("removed", "万"), ("added", "千"), ("same", "元")],
        ),
        (
            "共 1234 瓶。",
            "共 1235 瓶。",
            [("same", "共 "), ("removed", "1234"), ("added", "1235"), ("same", " 瓶。")],
        ),
        ("甲。", "甲。乙。", [("same", "甲。"), ("added", "乙。")]),
        ("完全不同", "另一番话", [("removed", "完全不同"), ("added", "另一番话")]),
        ("", "新", [("added", "新")]),
        ("一样", "一样", [("same", "一样")]),
    ],
)
def test_pieces_are_what_a_reader_would_mark(before, after, pieces):
    assert marked_pieces(before, after) == pieces


@given(TEXTS, TEXTS)
def test_the_pieces_make_up_both_texts(before, after):
    pieces = compare(before, after)
    for text, other in ((before, TextChange.ADDED), (after, TextChange.REMOVED)):
        assert "".join(piece.text for piece in pieces if piece.mark is not other) == text


def test_long_passages_that_stay_are_shortened_and_the_change_is_not():
    same = "没有改动的一句话。" * 100
    pieces = compare(f"{same}罚款五万元。", f"{same}罚款五千元。")
    assert len(pieces[0].text) < LONGEST_SAME
    assert "字未改动" in pieces[0].text
    assert (pieces[2].text, pieces[3].text) == ("万", "千")


def test_passages_too_long_to_compare_are_shown_whole():
    before, after = "甲乙" * 1500, "甲丙" * 1500
    assert marked_pieces(before, after) == [("removed", before), ("added", after)]
