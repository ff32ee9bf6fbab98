"""Find a source with the same words as a file that is being imported: one interview in two formats."""

import hashlib
from dataclasses import dataclass, field
from pathlib import Path

from qualcode.model import SourceId, Turn
from qualcode.store.database import Database
from qualcode.store.records import sources
from qualcode.text.plain_words import count_plain_words, word_characters
from qualcode.workflows.speakers.speaker_roles import speaker_key

_LENGTH_TOLERANCE = 0.15
"""Labels and times that were not recognised count as words: at most this share."""
_FEW = 20
"""Words by which short texts may differ besides."""
_LONG = 200
"""Number of words from which the same words are the same interview, whatever its speakers are called."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Wording:
    """The words of a transcript without case, blanks and punctuation, and the names of its speakers."""

    count: int
    digests: frozenset[str]
    """Of the words of its turns, and of all its words: the other file may have labels that were not taken."""
    speakers: frozenset[str]
    file_type: str
    """The ending of the file's name: two formats of one interview may name its speakers differently."""

    @classmethod
    def of(cls, text: str, turns: tuple[Turn, ...], file_name: str) -> "Wording":
        """Return the wording of a text and its turns."""
        spoken = "\n".join(turn.body.of(text) for turn in turns)
        return cls(
            count=count_plain_words(spoken),
            digests=frozenset({_digest(spoken), _digest(text)}),
            speakers=frozenset(speaker_key(turn.speaker) for turn in turns if turn.speaker),
            file_type=Path(file_name).suffix.casefold(),
        )

    def is_same(self, other: "Wording") -> bool:
        """Whether both have the same words; short texts of one file type must have the same speakers too."""
        if not self.count or self.digests.isdisjoint(other.digests):
            return False
        may_name_others = self.count >= _LONG or self.file_type != other.file_type
        return may_name_others or not (self.speakers and other.speakers) or self.speakers == other.speakers


@dataclass(slots=True)
class WordingIndex:
    """The wordings of the sources that are stored, each read once."""

    database: Database
    wordings: dict[SourceId, Wording] = field(default_factory=dict)

    def find(self, wording: Wording) -> str:
        """Return the name of a source with the same words; empty if there is none."""
        margin = _FEW + round(_LENGTH_TOLERANCE * wording.count)
        for name, source in sources.ids_by_name(self.database, words=(wording.count, margin)).items():
            if source not in self.wordings:
                stored = sources.with_id(self.database, source)
                turns = sources.turns(self.database, source)
                self.wordings[source] = Wording.of(stored.text, turns, stored.file_name)
            if wording.is_same(self.wordings[source]):
                return name
        return ""


def _digest(text: str) -> str:
    characters = word_characters(text.casefold())
    return hashlib.sha256(characters.encode("utf-8", "surrogatepass")).hexdigest()
