"""Load a source with its turns, sentences and codings, to show it."""

from collections.abc import Sequence
from dataclasses import dataclass

from qualcode.model import Codebook, Coding, Sentence, Source, Turn
from qualcode.store.project import Project
from qualcode.store.records import codings, sources
from qualcode.workflows.chosen_coders import choose_coders
from qualcode.workflows.project.current_codebook import current_codebook


@dataclass(frozen=True, slots=True, kw_only=True)
class SourceMarkings:
    """A source, its turns and sentences, its codings (of some coders or all), and the codebook."""

    source: Source
    turns: tuple[Turn, ...]
    sentences: tuple[Sentence, ...]
    codings: tuple[Coding, ...]
    codebook: Codebook
    notes: tuple[str, ...]
    """What is to be said on whose codings they are."""


def load_markings(project: Project, source_name: str, coders: Sequence[str] = ()) -> SourceMarkings:
    """Return a source with its codings, with `coders` only theirs; NotFoundError for an unknown one."""
    chosen = choose_coders(project.database, coders)
    source = sources.with_name(project.database, source_name)
    of_source = codings.of_source(project.database, source.id, *chosen.names)
    return SourceMarkings(
        source=source,
        turns=sources.turns(project.database, source.id),
        sentences=sources.sentences(project.database, source.id),
        codings=of_source,
        codebook=current_codebook(project).codebook,
        notes=tuple(chosen.notes_on_listed(coding.coder for coding in of_source)),
    )
