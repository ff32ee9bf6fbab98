"""Which parts of a text decide where its sentences begin.

spaCy's tokenizer takes each word (what stands between white space) by itself, and its sentencizer begins a
sentence with the first token after a mark, such as a full stop, that is no punctuation. So only a word with a
mark in it, and the words after it up to one with a letter or digit, have to be tokens: of spoken language
less than a quarter.
"""

import re
from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from numpy.typing import NDArray

    Offsets = NDArray[np.int64]
    Flags = NDArray[np.bool_]

Part = tuple[int, int]

_LETTER_OR_DIGIT = re.compile(r"[^\W_]")


def near_marks(text: str, white: "Flags", marked: "Flags", longest: int) -> Iterator[Part]:
    """Yield start and end of the parts, in order; each begins with a word that has a mark in it.

    `white` and `marked` say of each character whether it is white space or a mark. A part that would be
    longer than `longest` is parted between two words.
    """
    starts = np.flatnonzero(~white & np.append(True, white[:-1]))
    ends = np.flatnonzero(~white & np.append(white[1:], True)) + 1
    words = np.unique(np.searchsorted(starts, np.flatnonzero(marked), side="right") - 1).tolist()
    last = len(starts) - 1
    start = end = until = -1
    for word in words:
        if word > until:
            if end > 0:
                yield start, end
            start = int(starts[word])
        elif end - start > longest:
            gap = text[ends[word - 1] : starts[word]]
            yield start, int(ends[word - 1] if gap == " " else starts[word])  # other white space is a token
            start = int(starts[word])
        until = min(word + 1, last)
        while until < last and not _LETTER_OR_DIGIT.search(text, starts[until], ends[until]):
            until += 1
        end = int(ends[until])
    if end > 0:
        yield start, end


def joined(text: str, parts: Sequence[Part]) -> "tuple[str, Offsets, Offsets]":
    """Return the parts with a space between them, where each begins there, and where in the text."""
    begins = np.array([start for start, _ in parts], dtype=np.int64)
    lengths = np.array([end - start + 1 for start, end in parts], dtype=np.int64)
    return (
        " ".join([text[start:end] for start, end in parts]),
        np.cumsum(lengths) - lengths,
        begins,
    )
