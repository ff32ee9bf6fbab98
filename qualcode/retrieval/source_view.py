"""The data of one source for retrieval; sources are passed one at a time, so that a large study streams."""

from dataclasses import dataclass

from qualcode.model import Case, Coding, Sentence, Source, Turn


@dataclass(frozen=True, slots=True, kw_only=True)
class SourceView:
    """A source with its turns, sentences, codings and cases.

    `turns` and `sentences` are in the order of the text. `cases` are those that belong to this source.
    """

    source: Source
    turns: tuple[Turn, ...] = ()
    sentences: tuple[Sentence, ...] = ()
    codings: tuple[Coding, ...] = ()
    cases: tuple[Case, ...] = ()

    def cases_of(self, speaker: str) -> tuple[Case, ...]:
        """Return the cases of this speaker, and those of the whole source."""
        keys = {(self.source.id, speaker), (self.source.id, "")}
        return tuple(case for case in self.cases if not keys.isdisjoint(case.sources))
