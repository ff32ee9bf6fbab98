"""Load a source with its turns, sentences and codings, to show it."""

from dataclasses import dataclass

from qualcode.model import Codebook, CoderName, Coding, Sentence, Source, Turn
from qualcode.store.project import Project
from qualcode.store.records import codings, sources
from qualcode.workflows.project.current_codebook import current_codebook


@dataclass(frozen=True, slots=True, kw_only=True)
class SourceMarkings:
    """A source, its turns and sentences, its codings (of one coder or all), and the codebook."""

    source: Source
    turns: tuple[Turn, ...]
    sentences: tuple[Sentence, ...]
    codings: tuple[Coding, ...]
    codebook: Codebook


def load_markings(project: Project, source_name: str, coder: str | None = None) -> SourceMarkings:
    """Return a source with its codings, those of one coder if named."""
    source = sources.with_name(project.database, source_name)
    return SourceMarkings(
        source=source,
        turns=sources.turns(project.database, source.id),
        sentences=sources.sentences(project.database, source.id),
        codings=codings.of_source(project.database, source.id, CoderName(coder) if coder else None),
        codebook=current_codebook(project).codebook,
    )
