"""Docked dialogs: beside the words or below them, never over them where there is room."""

from hypothesis import given
from hypothesis import strategies as st
from textual.geometry import Size

from qualcode.tui.dialogs.dialog_regions import DialogRoom


@given(
    width=st.integers(20, 240),
    height=st.integers(14, 80),
    right=st.integers(10, 160),
    wanted=st.integers(3, 40),
)
def test_a_docked_dialog_leaves_the_words_or_the_upper_rows_free(
    width: int, height: int, right: int, wanted: int
) -> None:
    room = DialogRoom(Size(width, height), min(right, width), 4)
    region = room.docked(wanted)
    assert room.window.region.contains_region(region)
    if room.is_beside_text:
        assert region.x >= room.text_right
        assert region.right == width
        assert region.bottom == height - 4
    else:
        assert region.y >= height * 0.4 - 1
        assert (region.bottom, region.width) == (height, width)
        assert region.height <= wanted


@given(
    width=st.integers(4, 240), height=st.integers(4, 80), wide=st.integers(1, 200), high=st.integers(1, 90)
)
def test_a_centred_dialog_is_inside_the_window(width: int, height: int, wide: int, high: int) -> None:
    room = DialogRoom(Size(width, height), width, 4)
    assert room.window.region.contains_region(room.centred(wide, high))
