"""Cut turns into sentences with spaCy's tokenizer and the rule of its sentencizer.

The windows of a text that decide sentence boundaries (see `boundary_windows`) are tokenized in a few large
batches and not turn by turn, and the tokens are returned as arrays. The sentencizer's rule is applied to the
arrays: token by token in Python, as in spaCy itself, it takes longer than tokenizing. A test compares both.
"""

import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from functools import cache
from typing import TYPE_CHECKING, NamedTuple

import numpy as np

from qualcode.errors import UsageError
from qualcode.model import Turn, white_space
from qualcode.segmenters.boundary_windows import Window, boundary_windows, join_windows
from qualcode.segmenters.load_spacy import load_spacy

if TYPE_CHECKING:
    from numpy.typing import NDArray
    from spacy.tokens import Doc

    _Offsets = NDArray[np.int64]
    _Hashes = NDArray[np.uint64]

_BATCH_SIZE = 200_000
"""Characters tokenized at once: spaCy refuses texts over a million, and memory grows with this."""
_MAX_WORD_LENGTH = 100
_SYMBOLS = str.maketrans(dict.fromkeys("\"#$%&'()*+,/:;<=>@[\\]^_`{|}~", "x"))
_WHITE = np.frombuffer(white_space(), dtype=bool)
_PARAGRAPH_END = re.compile(r"\n[ \t\r]*\n")


def sentences(text: str, turns: Sequence[Turn], *, language: str = "en") -> Iterable[tuple[int, int, int]]:
    """Return turn number, start and end of the sentences in all turns' bodies; a blank line ends one too.

    `language` is a code that spaCy has a tokenizer for, otherwise `UsageError` is raised. Plain tuples,
    because an import has hundreds of thousands of sentences and only stores them.
    """
    bodies = [(turn.body.start, turn.body.end, turn.number) for turn in turns if len(turn.body)]
    if not bodies:
        return ()
    body_starts, body_ends, numbers = np.array(bodies, dtype=np.int64).T
    is_white = _flags(_WHITE, text)
    tokenizable = _without_long_symbol_words(text, is_white)
    after_blank_lines = [match.end() for match in _PARAGRAPH_END.finditer(text)]
    starts = np.unique(
        np.concatenate(
            [
                body_starts,
                np.array(after_blank_lines, dtype=np.int64),
                find_sentence_starts(tokenizable, is_white, turns, language),
            ]
        )
    )
    # Each start belongs to the last body that begins at or before it; starts between two bodies are dropped.
    body = np.searchsorted(body_starts, starts, side="right") - 1
    in_body = (body >= 0) & (starts < body_ends[body])
    starts, body = starts[in_body], body[in_body]
    ends = np.minimum(np.append(starts[1:], body_ends[-1]), body_ends[body])
    starts, ends = _trimmed(is_white, starts, ends)
    not_empty = starts < ends
    return zip(
        numbers[body[not_empty]].tolist(),
        starts[not_empty].tolist(),
        ends[not_empty].tolist(),
        strict=True,
    )


def _flags(table: "NDArray[np.bool_]", text: str) -> "NDArray[np.bool_]":
    """Look up each character's code point in the table; its last entry is for all higher code points."""
    code_points = np.frombuffer(text.encode("utf-32-le", "surrogatepass"), dtype=np.uint32)
    return table[np.minimum(code_points, len(table) - 1)]


def _trimmed(
    is_white: "NDArray[np.bool_]", starts: "_Offsets", ends: "_Offsets"
) -> "tuple[_Offsets, _Offsets]":
    """Move starts forward and ends back over white space; a span of white space gets its start at its end."""
    not_white = np.flatnonzero(~is_white)
    trimmed_starts = np.append(not_white, len(is_white))[np.searchsorted(not_white, starts)]
    trimmed_ends = np.append(not_white, -1)[np.searchsorted(not_white, ends) - 1] + 1
    return trimmed_starts, trimmed_ends


def _without_long_symbol_words(text: str, is_white: "NDArray[np.bool_]") -> str:
    """Replace symbols by letters in overlong words, for which spaCy takes quadratic time; offsets stay."""
    edges = np.concatenate(([-1], np.flatnonzero(is_white), [len(text)]))
    overlong = np.flatnonzero(np.diff(edges) > _MAX_WORD_LENGTH)
    strings = []
    copied = 0
    for start, end in zip((edges[overlong] + 1).tolist(), edges[overlong + 1].tolist(), strict=True):
        strings += [text[copied:start], text[start:end].translate(_SYMBOLS)]
        copied = end
    return "".join([*strings, text[copied:]]) if strings else text


def find_sentence_starts(
    text: str, is_white: "NDArray[np.bool_]", turns: Sequence[Turn], language: str
) -> "_Offsets":
    """Return the offsets at which sentences begin, except that of the text's first sentence."""
    rule = _rule(language)
    if rule.word_by_word:
        windows = boundary_windows(text, is_white, _flags(rule.is_mark, text), _BATCH_SIZE)
    else:
        windows = _turn_windows(text, turns)
    tables = []
    for batch in _batches(windows):
        joined, joined_offsets, text_offsets = join_windows(text, batch)
        table = rule.tokenizer(joined).to_array(["ORTH", "IS_PUNCT", "IDX"]).astype(np.uint64)
        # From offsets in the joined text to offsets in the text, by the window in which a token is.
        window = np.searchsorted(joined_offsets, table[:, 2].astype(np.int64), side="right") - 1
        table[:, 2] += (text_offsets - joined_offsets)[window].astype(np.uint64)
        tables.append(table)
    if not tables:
        return np.array([], dtype=np.int64)
    words, is_punctuation, offsets = np.concatenate(tables).T
    return apply_sentencizer_rule(words, is_punctuation, rule.marks, offsets.astype(np.int64))


def _batches(windows: Iterable[Window]) -> Iterator[list[Window]]:
    """Yield lists of windows with about `_BATCH_SIZE` characters together."""
    batch: list[Window] = []
    size = 0
    for start, end in windows:
        batch.append((start, end))
        size += end - start
        if size >= _BATCH_SIZE:
            yield batch
            batch, size = [], 0
    if batch:
        yield batch


def apply_sentencizer_rule(
    words: "_Hashes", is_punctuation: "_Hashes", marks: "_Hashes", offsets: "_Offsets"
) -> "_Offsets":
    """Return the offsets of the tokens that begin a sentence, except the first token.

    A token begins a sentence if it is the first after a mark that is neither a mark nor punctuation. All
    arrays but `marks` have one element per token; `marks` are the hashes of sentence-ending tokens.
    """
    is_mark = np.isin(words, marks)
    plain = np.flatnonzero(~is_mark & (is_punctuation == 0))
    # For each mark the first plain token after it: marks in a row have the same one.
    following = np.searchsorted(plain, np.flatnonzero(is_mark))
    return offsets[plain[np.unique(following[following < len(plain)])]]


def _turn_windows(text: str, turns: Sequence[Turn]) -> Iterator[Window]:
    """Yield windows of whole turns up to `_BATCH_SIZE` characters; a longer turn is split at white space."""
    start = end = turns[0].span.start
    for turn in turns:
        if turn.span.end - start > _BATCH_SIZE and end > start:
            yield start, end
            start = end
        while turn.span.end - start > _BATCH_SIZE:
            cut = (
                max(text.rfind(" ", start, start + _BATCH_SIZE), text.rfind("\n", start, start + _BATCH_SIZE))
                + 1
            )
            cut = cut if cut > start else start + _BATCH_SIZE
            yield start, cut
            start = cut
        end = turn.span.end
    if end > start:
        yield start, end


class _Rule(NamedTuple):
    """What decides sentence boundaries in a language."""

    tokenizer: "Callable[[str], Doc]"
    marks: "_Hashes"
    """The hashes of the tokens that end a sentence."""
    is_mark: "NDArray[np.bool_]"
    """Whether a code point is such a mark; the last entry is for all higher code points."""
    word_by_word: bool
    """Whether each word can be tokenized without the words around it."""


@cache
def _rule(language: str) -> _Rule:
    load_spacy()
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
    # Only spaCy's own tokenizer has `rules`; those of Chinese and Japanese work on whole sentences.
    exceptions: Iterable[str] | None = getattr(pipeline.tokenizer, "rules", None)
    is_mark = np.zeros(max(map(ord, marks)) + 2, dtype=bool)
    is_mark[[ord(mark) for mark in marks]] = True
    return _Rule(
        tokenizer=pipeline.tokenizer,
        marks=np.array([pipeline.vocab.strings.add(mark) for mark in marks], dtype=np.uint64),
        is_mark=is_mark,
        word_by_word=exceptions is not None
        and not any(len(exception.split()) > 1 for exception in exceptions),  # Spanish has «EE. UU.»
    )
