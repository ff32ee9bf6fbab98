"""Sentences: spaCy's tokens and the rule of its sentencizer, cut to what each turn says.

A text goes through spaCy in a few large pieces rather than turn by turn, and tokens come back as arrays. The
sentencizer's rule is applied to those arrays: token by token in Python, as in spaCy itself, it costs more
than the tokens do. A test holds the two against each other.
"""

import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from functools import cache
from typing import TYPE_CHECKING

import numpy as np

from qualcode.errors import UsageError
from qualcode.model import Turn, white_space

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
    white = _white(text)
    safe = _tokenizable(text, white)
    breaks = [match.end() for match in _PARAGRAPH_END.finditer(text)]
    starts = np.unique(
        np.concatenate([begins, np.array(breaks, dtype=np.int64), _starts(safe, turns, language)])
    )
    owner = np.searchsorted(begins, starts, side="right") - 1
    inside = (owner >= 0) & (starts < ends[owner])
    starts, owner = starts[inside], owner[inside]
    stops = np.minimum(np.append(starts[1:], ends[-1]), ends[owner])
    starts, stops = _trimmed(white, starts, stops)
    said = starts < stops
    return zip(numbers[owner[said]].tolist(), starts[said].tolist(), stops[said].tolist(), strict=True)


def _white(text: str) -> "NDArray[np.bool_]":
    """Return for each character whether it is white space."""
    points = np.frombuffer(text.encode("utf-32-le", "surrogatepass"), dtype=np.uint32)
    return _WHITE[np.minimum(points, len(_WHITE) - 1)]


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


def _starts(text: str, turns: Sequence[Turn], language: str) -> "_Offsets":
    tokenizer, ends = _tokenizer(language)
    tables = []
    for start, end in _pieces(text, turns):
        table = tokenizer(text[start:end]).to_array(["ORTH", "IS_PUNCT", "IDX"]).astype(np.uint64)
        table[:, 2] += np.uint64(start)
        tables.append(table)
    words, is_punctuation, offsets = np.concatenate(tables).T
    return sentence_starts(words, is_punctuation, ends, offsets.astype(np.int64))


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


@cache
def _tokenizer(language: str) -> "tuple[Callable[[str], Doc], _Hashes]":
    """Return a language's tokenizer, and the hashes of the tokens that end a sentence."""
    import spacy
    from spacy.pipeline import Sentencizer

    try:
        pipeline = spacy.blank(language)
    except ImportError as error:
        raise UsageError(
            f"spaCy cannot cut the language {language!r} into sentences.",
            "Give a two-letter code such as en, de, fr or es; some languages need a package of their own.",
        ) from error
    hashes = [pipeline.vocab.strings.add(mark) for mark in Sentencizer.default_punct_chars]
    return pipeline.tokenizer, np.array(hashes, dtype=np.uint64)
