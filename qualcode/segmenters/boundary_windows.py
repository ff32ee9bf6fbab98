"""Windows of a text: the words around sentence-ending marks, the only ones that decide sentence boundaries.

spaCy's tokenizer handles each word (characters between white space) by itself, and its sentencizer begins a
sentence with the first token after a mark, such as a full stop, that is not punctuation. So only words with a
mark, and the words after each up to one with a letter or digit, need to be tokenized: of spoken language less
than a quarter.
"""

import re
from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from numpy.typing import NDArray

    Offsets = NDArray[np.int64]
    Flags = NDArray[np.bool_]

Window = tuple[int, int]
"""Start and end offset in the text."""

_LETTER_OR_DIGIT = re.compile(r"[^\W_]")


def boundary_windows(text: str, is_white: "Flags", is_mark: "Flags", max_characters: int) -> Iterator[Window]:
    """Yield the windows in text order; each begins with a word that has a mark.

    `is_white` and `is_mark` have an element for each character. A window that would exceed `max_characters`
    is split between two words.
    """
    # A word starts at a character that is not white after one that is, or at the text's start; ends likewise.
    starts = np.flatnonzero(~is_white & np.append(True, is_white[:-1]))
    ends = np.flatnonzero(~is_white & np.append(is_white[1:], True)) + 1
    words_with_mark = np.unique(np.searchsorted(starts, np.flatnonzero(is_mark), side="right") - 1).tolist()
    last_word = len(starts) - 1
    start = end = final = -1  # offsets of the window, and the index of its last word
    for word in words_with_mark:
        if word > final:
            if end > 0:
                yield start, end
            start = int(starts[word])
        elif end - start > max_characters:
            gap = text[ends[word - 1] : starts[word]]
            # Any white space but a single blank is a token of its own and belongs to the window before.
            yield start, int(ends[word - 1] if gap == " " else starts[word])
            start = int(starts[word])
        if word >= final:  # else the words up to `final` have been searched: `. . . .` stays linear
            final = min(word + 1, last_word)
            while final < last_word and not _LETTER_OR_DIGIT.search(text, starts[final], ends[final]):
                final += 1
            end = int(ends[final])
    if end > 0:
        yield start, end


def join_windows(text: str, windows: Sequence[Window]) -> "tuple[str, Offsets, Offsets]":
    """Return the windows joined by blanks, and the offset of each in the joined text and in the text."""
    text_offsets = np.array([start for start, _ in windows], dtype=np.int64)
    lengths = np.array([end - start + 1 for start, end in windows], dtype=np.int64)
    return (
        " ".join([text[start:end] for start, end in windows]),
        np.cumsum(lengths) - lengths,
        text_offsets,
    )
