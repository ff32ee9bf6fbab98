"""Sentences: spaCy's rule-based sentencizer over the whole text, cut to what each turn says.

A text goes through spaCy in a few large pieces rather than turn by turn, and sentence starts come back as one
array: a call a turn would cost more than the sentences do.
"""

import re
from collections.abc import Iterator, Sequence
from functools import cache
from typing import TYPE_CHECKING

import numpy as np

from qualcode.errors import UsageError
from qualcode.model import Sentence, Span, Turn

if TYPE_CHECKING:
    from numpy.typing import NDArray
    from spacy.language import Language

_PIECE = 200_000
"""Characters given to spaCy at once: it refuses texts over a million, and memory grows with this."""
_PARAGRAPH_END = re.compile(r"\n[ \t\r]*\n")


def sentences(text: str, turns: Sequence[Turn], *, language: str = "en") -> tuple[Sentence, ...]:
    """Return the sentences of all turns' bodies, in order, numbered from 1; a blank line ends one too.

    `language` is a code that spaCy has a tokenizer for; a `UsageError` says if it has none.
    """
    bodies = [(turn.body.start, turn.body.end, turn.number) for turn in turns if len(turn.body)]
    if not bodies:
        return ()
    begins, ends, numbers = np.array(bodies, dtype=np.int64).T
    breaks = [match.end() for match in _PARAGRAPH_END.finditer(text)]
    starts = np.unique(
        np.concatenate([begins, np.array(breaks, dtype=np.int64), *_starts(text, turns, language)])
    )
    owner = np.searchsorted(begins, starts, side="right") - 1
    inside = (owner >= 0) & (starts < ends[owner])
    starts, owner = starts[inside], owner[inside]
    stops = np.minimum(np.append(starts[1:], ends[-1]), ends[owner])
    found: list[Sentence] = []
    for start, stop, turn in zip(starts.tolist(), stops.tolist(), numbers[owner].tolist(), strict=True):
        words = text[start:stop]
        kept = words.strip()
        if kept:
            begin = start + len(words) - len(words.lstrip())
            found.append(Sentence(number=len(found) + 1, turn=turn, span=Span(begin, begin + len(kept))))
    return tuple(found)


def _starts(text: str, turns: Sequence[Turn], language: str) -> "Iterator[NDArray[np.int64]]":
    pipeline = _pipeline(language)
    for start, end in _pieces(text, turns):
        table = pipeline(text[start:end]).to_array(["IDX", "SENT_START"]).astype(np.int64)
        # A piece's first token begins a sentence only because the piece was cut there.
        yield table[1:][table[1:, 1] == 1, 0] + start


def _pieces(text: str, turns: Sequence[Turn]) -> Iterator[tuple[int, int]]:
    """Yield the turns' text in pieces that end where a turn does, or in an endless turn at white space."""
    start = end = turns[0].span.start
    for turn in turns:
        if turn.span.end - start > _PIECE and end > start:
            yield start, end
            start = end
        while turn.span.end - start > _PIECE:
            cut = max(text.rfind(" ", start, start + _PIECE), text.rfind("\n", start, start + _PIECE)) + 1
            cut = cut if cut > start else start + _PIECE
            yield start, cut
            start = cut
        end = turn.span.end
    if end > start:
        yield start, end


@cache
def _pipeline(language: str) -> "Language":
    import spacy

    try:
        pipeline = spacy.blank(language)
    except ImportError as error:
        raise UsageError(
            f"spaCy cannot cut the language {language!r} into sentences.",
            "Give a two-letter code such as en, de, fr or es; some languages need a package of their own.",
        ) from error
    pipeline.add_pipe("sentencizer")
    return pipeline
