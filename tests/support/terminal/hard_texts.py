"""Strategies for texts that are hard to draw: wide, combining, right-to-left and control characters."""

from hypothesis import strategies as st

HARD = [
    *"ab cd. \t\n各界한\x1b\x07\u202e\u200b\u05e9\u05dc\u0645\u0631\u2019\u2013",
    "\r\n", "e\u0301", "\u05dc\u05b0", "\u0645\u064e", "👩\u200d🚒", "🇬🇧", "👍🏽",
    "क्ष", "กำ",
]  # fmt: skip

texts = st.lists(st.sampled_from([*HARD, *"aeiou " * 3]), max_size=100).map("".join)
widths = st.integers(2, 40)
