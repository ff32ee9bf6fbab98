"""Sentences: spaCy's tokens and the rule of its sentencizer, cut to what each turn says.

What of a text can decide where sentences begin (see `near_marks`) goes through spaCy in a few large pieces
rather than turn by turn, and tokens come back as arrays. The sentencizer's rule is applied to those arrays:
token by token in Python, as in spaCy itself, it costs more than the tokens do. A test holds the two against
each other.
"""

import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from functools import cache
from typing import TYPE_CHECKING, NamedTuple

import numpy as np

from qualcode.errors import UsageError
from qualcode.model import Turn, white_space
from qualcode.segmenters.boundary_windows import Part, joined, near_marks

if TYPE_CHECKING:
    from numpy.typing import NDArray
    from spacy.tokens import Doc

    _Offsets = NDArray[np.int64]
    _Hashes = NDArray[np.uint64]

_PIECE = 200_000
"""Characters given to spaCy at once: it refuses texts over a million, and memory grows with this."""
_LONGEST_WORD = 100
_SYMBOLS = str.maketrans(dict.fromkeys("\"#$%&'()*+,/:;<=>@[\\]^_`{|}~", "x"))
_WHITE = np.frombuffer(white_space(), dtype=bool)
_PARAGRAPH_END = re.compile(r"\n[ \t\r]*\n")


def sentences(text: str, turns: Sequence[Turn], *, language: str = "en") -> Iterable[tuple[int, int, int]]:
    """Return turn, start and end of the sentences of all turns' bodies, in order; a blank line ends one too.

    `language` is a code that spaCy has a tokenizer for; a `UsageError` says if it has none. Bare numbers,
    because an import has hundreds of thousands of sentences and only writes them down.
    """
    bodies = [(turn.body.start, turn.body.end, turn.number) for turn in turns if len(turn.body)]
    if not bodies:
        return ()
    begins, ends, numbers = np.array(bodies, dtype=np.int64).T
    white = _among(_WHITE, text)
    safe = _tokenizable(text, white)
    breaks = [match.end() for match in _PARAGRAPH_END.finditer(text)]
    starts = np.unique(
        np.concatenate([begins, np.array(breaks, dtype=np.int64), starts_in(safe, white, turns, language)])
    )
    owner = np.searchsorted(begins, starts, side="right") - 1
    inside = (owner >= 0) & (starts < ends[owner])
    starts, owner = starts[inside], owner[inside]
    stops = np.minimum(np.append(starts[1:], ends[-1]), ends[owner])
    starts, stops = _trimmed(white, starts, stops)
    said = starts < stops
    return zip(numbers[owner[said]].tolist(), starts[said].tolist(), stops[said].tolist(), strict=True)


def _among(table: "NDArray[np.bool_]", text: str) -> "NDArray[np.bool_]":
    """Return for each character what the table says of it; its last entry is for all beyond it."""
    points = np.frombuffer(text.encode("utf-32-le", "surrogatepass"), dtype=np.uint32)
    return table[np.minimum(points, len(table) - 1)]


def _trimmed(
    white: "NDArray[np.bool_]", starts: "_Offsets", stops: "_Offsets"
) -> "tuple[_Offsets, _Offsets]":
    """Move starts forward and stops back over white space; where only that is, the start comes out last."""
    words = np.flatnonzero(~white)
    after = np.append(words, len(white))[np.searchsorted(words, starts)]
    before = np.append(words, -1)[np.searchsorted(words, stops) - 1] + 1
    return after, before


def _tokenizable(text: str, white: "NDArray[np.bool_]") -> str:
    """Put letters for the symbols in what is too long for a word: spaCy's time grows with their square."""
    edges = np.concatenate(([-1], np.flatnonzero(white), [len(text)]))
    endless = np.flatnonzero(np.diff(edges) > _LONGEST_WORD)
    pieces = []
    done = 0
    for start, end in zip((edges[endless] + 1).tolist(), edges[endless + 1].tolist(), strict=True):
        pieces += [text[done:start], text[start:end].translate(_SYMBOLS)]
        done = end
    return "".join([*pieces, text[done:]]) if pieces else text


def starts_in(text: str, white: "NDArray[np.bool_]", turns: Sequence[Turn], language: str) -> "_Offsets":
    """Return where sentences begin, with spaCy's tokens of a language; the first of all excepted."""
    rule = _rule(language)
    if rule.word_by_word:
        parts = near_marks(text, white, _among(rule.is_mark, text), _PIECE)
    else:
        parts = _pieces(text, turns)
    tables = []
    for some in _batches(parts):
        piece, placed, begins = joined(text, some)
        table = rule.tokenizer(piece).to_array(["ORTH", "IS_PUNCT", "IDX"]).astype(np.uint64)
        part = np.searchsorted(placed, table[:, 2].astype(np.int64), side="right") - 1
        table[:, 2] += (begins - placed)[part].astype(np.uint64)
        tables.append(table)
    if not tables:
        return np.array([], dtype=np.int64)
    words, is_punctuation, offsets = np.concatenate(tables).T
    return sentence_starts(words, is_punctuation, rule.marks, offsets.astype(np.int64))


def _batches(parts: Iterable[Part]) -> Iterator[list[Part]]:
    """Yield parts in lists that are as long as spaCy is given at once."""
    some: list[Part] = []
    size = 0
    for start, end in parts:
        some.append((start, end))
        size += end - start
        if size >= _PIECE:
            yield some
            some, size = [], 0
    if some:
        yield some


def sentence_starts(
    words: "_Hashes", is_punctuation: "_Hashes", ends: "_Hashes", offsets: "_Offsets"
) -> "_Offsets":
    """Return the offsets of the tokens that begin a sentence, the first of all excepted.

    One does if it is no punctuation and a token from `ends` stands between it and the last that did.
    """
    stops = np.isin(words, ends)
    plain = np.flatnonzero(~stops & (is_punctuation == 0))
    following = np.searchsorted(plain, np.flatnonzero(stops))
    return offsets[plain[np.unique(following[following < len(plain)])]]


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


class _Rule(NamedTuple):
    """What of a language decides where sentences begin."""

    tokenizer: "Callable[[str], Doc]"
    marks: "_Hashes"
    """The hashes of the tokens that end a sentence."""
    is_mark: "NDArray[np.bool_]"
    """Whether a character is such a token, by its code point; the last entry is for all beyond."""
    word_by_word: bool
    """Whether the tokens of a word do not depend on the words beside it."""


@cache
def _rule(language: str) -> _Rule:
    import spacy
    from spacy.pipeline import Sentencizer

    try:
        pipeline = spacy.blank(language)
    except ImportError as error:
        raise UsageError(
            f"spaCy cannot cut the language {language!r} into sentences.",
            "Give a two-letter code such as en, de, fr or es; some languages need a package of their own.",
        ) from error
    marks = Sentencizer.default_punct_chars
    # Only spaCy's own tokenizer has such rules; those of Chinese or Japanese look at whole sentences.
    exceptions: Iterable[str] | None = getattr(pipeline.tokenizer, "rules", None)
    is_mark = np.zeros(max(map(ord, marks)) + 2, dtype=bool)
    is_mark[[ord(mark) for mark in marks]] = True
    return _Rule(
        tokenizer=pipeline.tokenizer,
        marks=np.array([pipeline.vocab.strings.add(mark) for mark in marks], dtype=np.uint64),
        is_mark=is_mark,
        word_by_word=exceptions is not None
        and not any(len(one.split()) > 1 for one in exceptions),  # as Spanish has: «EE. UU.»
    )
