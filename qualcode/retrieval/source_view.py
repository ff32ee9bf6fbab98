"""What retrieval needs to know of a source, handed in one source at a time so that a large study streams."""

from dataclasses import dataclass

from qualcode.model import Case, Coding, Sentence, Source, Turn


@dataclass(frozen=True, slots=True, kw_only=True)
class SourceView:
    """A source with everything that is on record about it.

    `turns` and `sentences` are in the order of the text. `cases` are those with an entry for this source.
    """

    source: Source
    turns: tuple[Turn, ...] = ()
    sentences: tuple[Sentence, ...] = ()
    codings: tuple[Coding, ...] = ()
    cases: tuple[Case, ...] = ()

    def cases_of(self, speaker: str) -> tuple[Case, ...]:
        """Return the cases that speak as `speaker`, and those that the whole source belongs to."""
        mine = {(self.source.id, speaker), (self.source.id, "")}
        return tuple(case for case in self.cases if not mine.isdisjoint(case.sources))
