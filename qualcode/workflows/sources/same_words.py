"""Find a source with the same words as a file that is being imported: one interview in two formats."""

import hashlib
import sys
from collections.abc import Iterator
from dataclasses import dataclass, field
from itertools import pairwise
from pathlib import Path
from unicodedata import is_normalized

from qualcode.model import SourceId, Turn
from qualcode.store.database import Database
from qualcode.store.records import sources
from qualcode.text.folded_text import IGNORED, fold
from qualcode.text.plain_words import chunks, count_plain_words, plain_words, word_characters
from qualcode.workflows.speakers.speaker_roles import speaker_key

_FOLDED_IN_WORDS = f"{IGNORED}\u02bc"
"""Characters between letters that are no word of their own: not seen, or an apostrophe."""
_LENGTH_TOLERANCE = 0.15
"""Labels and times that were not recognised count as words: at most this share."""
_FEW = 20
"""Words by which short texts may differ besides."""
_LONG = 200
"""Number of words from which the same words are the same interview, whatever its speakers are called."""
_SKETCH = 256
"""Number of pairs of words by which the similarity of two texts is estimated."""
_NEARLY_SAME = 0.8
"""Least share of the pairs of words in either text that both have, if they are nearly the same."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Wording:
    """The words of a transcript without case, blanks and punctuation, and the names of its speakers."""

    count: int
    digests: frozenset[str]
    """Of the words of its turns, and of all its words: the other file may have labels that were not taken."""
    speakers: frozenset[str]
    file_type: str
    """The ending of the file's name: two formats of one interview may name its speakers differently."""
    sketch: frozenset[int] = frozenset()
    """The smallest hashes of all pairs of neighbouring words in its turns."""

    @classmethod
    def of(cls, text: str, turns: tuple[Turn, ...], file_name: str) -> "Wording":
        """Return the wording of a text and its turns."""
        spoken = "\n".join(turn.body.of(text) for turn in turns)
        folded = _folded(spoken)
        return cls(
            count=count_plain_words(spoken),
            digests=frozenset({_digest(folded), _digest(_folded(text))}),
            speakers=frozenset(speaker_key(turn.speaker) for turn in turns if turn.speaker),
            file_type=Path(file_name).suffix.casefold(),
            sketch=_sketch(folded),
        )

    def is_same(self, other: "Wording") -> bool:
        """Whether both have the same words; short texts of one file type must have the same speakers too."""
        if not self.count or self.digests.isdisjoint(other.digests):
            return False
        may_name_others = self.count >= _LONG or self.file_type != other.file_type
        return may_name_others or not (self.speakers and other.speakers) or self.speakers == other.speakers

    def is_nearly_same(self, other: "Wording") -> bool:
        """Whether two long texts have most pairs of words in common, estimated from their sketches.

        The smallest hashes of both together are a random sample of the pairs in either; the share of the
        sample that both have estimates their Jaccard similarity (Broder 1997).
        """
        if min(self.count, other.count) < _LONG:
            return False
        sample = frozenset(sorted(self.sketch | other.sketch)[:_SKETCH])
        return len(sample & self.sketch & other.sketch) >= _NEARLY_SAME * len(sample)


@dataclass(slots=True)
class WordingIndex:
    """The wordings of the sources that are stored, each read once."""

    database: Database
    wordings: dict[SourceId, Wording] = field(default_factory=dict)

    def find(self, wording: Wording) -> str:
        """Return the name of a source with the same words; empty if there is none."""
        return next((name for name, other in self._similar_length(wording) if wording.is_same(other)), "")

    def find_nearly_same(self, wording: Wording) -> str:
        """Return the name of a source with nearly the same words; empty if there is none."""
        return next(
            (name for name, other in self._similar_length(wording) if wording.is_nearly_same(other)), ""
        )

    def _similar_length(self, wording: Wording) -> Iterator[tuple[str, Wording]]:
        """Yield the name and wording of each source with about as many words."""
        margin = _FEW + round(_LENGTH_TOLERANCE * wording.count)
        for name, source in sources.ids_by_name(self.database, words=(wording.count, margin)).items():
            if source not in self.wordings:
                stored = sources.with_id(self.database, source)
                turns = sources.turns(self.database, source)
                self.wordings[source] = Wording.of(stored.text, turns, stored.file_name)
            yield name, self.wordings[source]


def _digest(folded: str) -> str:
    characters = word_characters(folded)
    return hashlib.sha256(characters.encode("utf-8", "surrogatepass")).hexdigest()


def _sketch(folded: str) -> frozenset[int]:
    """Return the smallest hashes of the pairs of words; hashes are comparable within one process only."""
    smallest: list[int] = []
    last: list[str] = []
    limit = sys.maxsize
    for chunk in chunks(folded):
        words = last + plain_words(chunk)
        smaller = {pair for pair in map(hash, pairwise(words)) if pair < limit}
        smallest = sorted(smaller.union(smallest))[:_SKETCH]
        limit = smallest[-1] if len(smallest) == _SKETCH else sys.maxsize
        last = words[-1:]
    return frozenset(smallest)


def _folded(text: str) -> str:
    """Return the text folded, if it has a character that folding turns into part of a word, without case."""
    is_plain = text.isascii() or (
        is_normalized("NFC", text) and not any(character in text for character in _FOLDED_IN_WORDS)
    )
    return (text if is_plain else fold(text)).casefold()
